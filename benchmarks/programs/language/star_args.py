"""Arguments: positional, keyword, defaults, star and double-star, both ways.

Stresses: call conventions: packing and unpacking tuples and dicts, keyword-only and
positional-only parameters, forwarding through layers, starred assignment.
From: the plumbing of decorators, dispatchers and configuration helpers.
"""

SIZE = 50_000
SMALL_SIZE = 40
SMALL_RESULT = (5448, 40, 105)


def positional(a, b, c=3, /, d=4):
    return a + b * 2 + c * 3 + d * 4


def keyword_only(a, *, scale=1, offset=0, **rest):
    return a * scale + offset + len(rest)


def variadic(first, *others, start=0):
    total = start + first
    for value in others:
        total += value
    return total


def forward(function, *args, **kwargs):
    return function(*args, **kwargs)


def forward_twice(function, *args, **kwargs):
    return forward(function, *args, **kwargs)


class Dispatcher:
    def __init__(self):
        self.handlers = {}
        self.calls = 0

    def register(self, name, handler, **defaults):
        self.handlers[name] = handler, defaults

    def __call__(self, name, *args, **kwargs):
        handler, defaults = self.handlers[name]
        self.calls += 1
        return handler(*args, **{**defaults, **kwargs})


class Shape:
    def __init__(self, *, name="shape", **kwargs):
        super().__init__(**kwargs)
        self.name = name


class Sized:
    def __init__(self, *, size=1, **kwargs):
        super().__init__(**kwargs)
        self.size = size


class Colored:
    def __init__(self, *, color="red", **kwargs):
        super().__init__(**kwargs)
        self.color = color


class Tile(Shape, Sized, Colored):
    def __init__(self, x, y, **kwargs):
        super().__init__(**kwargs)
        self.place = x, y


def run(size=SIZE):
    """Sums over `size` calls of each form."""
    total = 0
    for n in range(size):
        pair = n % 5, n % 7
        total += positional(*pair) + positional(1, *pair, n % 3) + positional(n % 4, 2, d=n % 9)
        total += keyword_only(n % 10, scale=2) + keyword_only(n % 10, offset=n % 3, color=1, width=2)
        total += variadic(*range(n % 6 + 1), start=n % 2)
        total += forward_twice(keyword_only, n % 8, scale=3, extra=None)
        head, *middle, tail = n % 3, *pair, n % 11
        total += head + sum(middle) + tail
    dispatcher = Dispatcher()
    dispatcher.register("sum", variadic, start=10)
    dispatcher.register("scale", keyword_only, scale=5, offset=1)
    for n in range(size):
        if n % 2:
            total += dispatcher("sum", n % 4, n % 5, n % 6)
        else:
            total += dispatcher("scale", n % 4, offset=2)
    tiles = 0
    for n in range(size // 4):
        tile = Tile(n, n + 1, size=n % 5, **({"color": "blue"} if n % 2 else {"name": "tile"}))
        tiles += tile.size + len(tile.color) + len(tile.name) + tile.place[1] % 2
    return total, dispatcher.calls, tiles


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
