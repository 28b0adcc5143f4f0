"""Context managers: classes, generator-based ones, nested, suppressed, stacked.

Stresses: with statements on the normal path and the exceptional one, `contextlib`'s
decorator and ExitStack, try/finally around returns.
From: transactions, timers and temporary settings.
"""

from contextlib import ExitStack, contextmanager, suppress

SIZE = 35_000
SMALL_SIZE = 30
SMALL_RESULT = (50, 5, 55, {"verbose": False, "level": 1}, 55, 10, 1, 0, 5)


class Rollback(Exception):
    pass


class Account:
    def __init__(self):
        self.balance = 0
        self.saved = []
        self.rolled_back = 0

    def __enter__(self):
        self.saved.append(self.balance)
        return self

    def __exit__(self, kind, error, trace):
        before = self.saved.pop()
        if kind is not None and issubclass(kind, Rollback):
            self.balance = before
            self.rolled_back += 1
            return True
        return False

    def move(self, amount):
        with self:
            self.balance += amount
            if self.balance < 0:
                raise Rollback


class Indent:
    depth = 0
    deepest = 0

    def __enter__(self):
        Indent.depth += 1
        Indent.deepest = max(Indent.deepest, Indent.depth)

    def __exit__(self, *error):
        Indent.depth -= 1


@contextmanager
def setting(settings, name, value):
    old = settings.get(name)
    settings[name] = value
    try:
        yield settings
    finally:
        settings[name] = old


def first_over(limit, values):
    for value in values:
        with Indent():
            try:
                if value > limit:
                    return value
            finally:
                Indent.depth += 0
    return None


def nested(depth):
    with Indent():
        return nested(depth - 1) + 1 if depth else 0


def run(size=SIZE):
    """State after `size` uses of each kind."""
    Indent.depth = Indent.deepest = 0
    account = Account()
    for n in range(size):
        account.move(n * 37 % 101 - 52)
    settings = {"verbose": False, "level": 1}
    seen = 0
    for n in range(size // 2):
        with setting(settings, "level", n % 5), setting(settings, "verbose", n % 2 == 0) as current:
            seen += current["level"] + current["verbose"]
    lookups = {}
    for n in range(size):
        with suppress(KeyError):
            seen += lookups[n % 10]
        if n % 3 == 0:
            lookups[n % 10] = n % 4
    found = sum(first_over(n % 6, (1, 3, 5, 7)) for n in range(size // 2))
    levels = sum(nested(n % 12) for n in range(size // 6))
    closed = []
    for n in range(size // 12):
        with ExitStack() as stack:
            for k in range(n % 4):
                stack.enter_context(Indent())
                stack.callback(closed.append, k)
    return (
        account.balance,
        account.rolled_back,
        seen,
        settings,
        found,
        levels,
        len(closed),
        Indent.depth,
        Indent.deepest,
    )


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
