"""Closures and decorators: counters, composition, currying, memoizing, registering.

Stresses: cells, nested functions made in loops, `*args` forwarding through wrappers,
`functools.partial`, `nonlocal`.
From: the functional-programming chapter of the Python books.
"""

from functools import cache, partial, reduce, wraps

SIZE = 80_000
SMALL_SIZE = 40
SMALL_RESULT = (540, 88560, 2225, 2420, 240, 19, 97299, 40, 40)


def make_counter(step):
    count = 0

    def increment():
        nonlocal count
        count += step
        return count

    return increment


def compose(*functions):
    return reduce(lambda f, g: lambda x: g(f(x)), functions)


def counted(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)

    wrapper.calls = 0
    return wrapper


def clamp_to(low, high):
    def decorate(function):
        def wrapper(*args):
            return max(low, min(high, function(*args)))

        return wrapper

    return decorate


def memoize(function):
    known = {}

    def wrapper(argument):
        if argument not in known:
            known[argument] = function(argument)
        return known[argument]

    wrapper.forget = known.clear
    return wrapper


@counted
@clamp_to(0, 500)
def difference(a, b):
    return a * 3 - b


@counted
def scaled(value, *, factor=2, offset=0):
    return value * factor + offset


@memoize
def collatz(n):
    return 0 if n == 1 else 1 + collatz(n // 2 if n % 2 == 0 else 3 * n + 1)


@cache
def ways(total, largest):
    if total == 0:
        return 1
    if total < 0 or largest == 0:
        return 0
    return ways(total - largest, largest) + ways(total, largest - 1)


def run(size=SIZE):
    """Checksums after `size` calls of each kind."""
    difference.calls = scaled.calls = 0
    collatz.forget()
    ways.cache_clear()
    counters = [make_counter(step) for step in range(1, 6)]
    counted_total = sum(counters[n % 5]() for n in range(size))
    pipeline = compose(lambda x: x + 1, lambda x: x * 2, lambda x: x % 97, partial(pow, exp=2))
    piped = sum(pipeline(n) for n in range(size))
    clamped = sum(difference(n % 300, n % 7) for n in range(size))
    keyword = sum(scaled(n, factor=3, offset=n % 5) for n in range(size))
    adders = [lambda x, n=n: x + n for n in range(10)]
    added = sum(adder(k) for k in range(size // 10) for adder in adders)
    longest = max(collatz(n) for n in range(1, size // 4 + 2))
    return counted_total, piped, clamped, keyword, added, longest, ways(50, 12), difference.calls, scaled.calls


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
