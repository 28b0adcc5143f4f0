"""Generators: pipelines, recursive walks, send().

Stresses: suspending and resuming, generator expressions, `yield from`, values sent in.
From: the processing pipelines and lazy tree walks that generators were made for.
"""

SIZE = 120_000
SMALL_SIZE = 60
SMALL_RESULT = (23074, 31307, 120, 91)


def numbers(count):
    seed = 1
    for _ in range(count):
        seed = seed * 48271 % 2147483647
        yield seed % 1000


def only(predicate, values):
    for value in values:
        if predicate(value):
            yield value


def windows(values, width):
    window = []
    for value in values:
        window.append(value)
        if len(window) == width:
            yield tuple(window)
            del window[0]


def running_mean():
    """A coroutine in the old style: send a number, get the mean so far."""
    total = count = 0
    value = yield None
    while True:
        total += value
        count += 1
        value = yield total // count


class Tree:
    def __init__(self, low, high):
        self.value = (low + high) // 2
        self.left = Tree(low, self.value) if self.value - low > 0 else None
        self.right = Tree(self.value + 1, high) if high - self.value > 1 else None

    def __iter__(self):
        if self.left is not None:
            yield from self.left
        yield self.value
        if self.right is not None:
            yield from self.right


def run(size=SIZE):
    """Checksums of three pipelines over `size` numbers."""
    odd = only(lambda value: value % 2, numbers(size))
    triples = sum(max(window) - min(window) for window in windows(odd, 3))

    mean = running_mean()
    next(mean)
    means = 0
    for value in numbers(size):
        means += mean.send(value)

    squares = (value * value for value in numbers(size))
    large = (value for value in squares if value > 5000)
    total = sum(value % 7 for value in large)

    walked = sum(place * value for place, value in enumerate(Tree(0, size // 8)))
    return triples, means, total, walked


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
