"""Many functions with one code: what is called through them is told by their cells, which may change meanwhile."""

import sys
from functools import reduce, wraps


def compose(*functions):
    return reduce(lambda f, g: lambda x: g(f(x)), functions)


def traced(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)

    wrapper.calls = 0
    return wrapper


@traced
def first(a, b=2):
    return a * 3 - b


@traced
@traced
def second(a, *, by=1):
    return a * by


@traced
def deep(n):
    return 0 if n <= 0 else 1 + deep(n - 1)


@traced
def nested(n):
    return first(n) + second(n, by=3)


@traced
def failing(n):
    if n % 50 == 49:
        raise ValueError(n)
    return n


def decorated(size):
    total, caught, lines = 0, 0, []
    for n in range(size):
        total += first(n) + first(n, b=n) + second(n, by=2) + nested(n) + deep(n % 6)
        try:
            total += failing(n)
        except ValueError as error:
            caught += error.args[0]
            lines, place = [], error.__traceback__
            while place:
                lines.append((place.tb_frame.f_code.co_name, place.tb_lineno))
                place = place.tb_next
    return total, caught, lines, [f.calls for f in (first, second, second.__wrapped__, nested, deep, failing)]


def pipelines(size):
    one = compose(lambda x: x + 1, lambda x: x * 2, lambda x: x % 97)
    two = compose(lambda x: x - 1, lambda x: x * 0.5, str, len)
    three = compose(one, one, two)
    total = 0
    for n in range(size):
        total += one(n) + two(n) + three(n)
    for each in (one, two, three):
        total += sum(each(n) for n in range(size))
    return total


def frames_in(size):
    """What is called looks at the frames that called it."""
    seen = set()

    def look(x):
        frame, names = sys._getframe(), []
        while frame is not None:
            names.append(frame.f_code.co_name)
            frame = frame.f_back
        seen.add(tuple(names))
        return x

    chain = compose(lambda x: x + 1, look, lambda x: x * 2)
    return sum([chain(n) for n in range(size)]), sorted(seen)


def changing(size):
    """The cell gets other functions, classes and numbers."""

    def plus(x):
        return x + 1

    def minus(x):
        return x - 1

    class Thing:
        def __init__(self, x):
            self.x = x

        def __int__(self):
            return self.x

    current = plus

    def call(x):
        return int(current(x))

    total = 0
    for n in range(size):
        if n % 40 == 20:
            current = (minus, Thing, str, abs, plus)[n // 40 % 5]
        total += call(n) + int(current(n))
        plus.__code__, minus.__code__ = (plus.__code__, minus.__code__)[:: -1 if n % 100 == 99 else 1]
    return total


def recursive(size):
    """A closure that calls itself, and two that call each other."""

    def count(n):
        return 0 if n == 0 else 1 + count(n - 1)

    def even(n):
        return True if n == 0 else odd(n - 1)

    def odd(n):
        return False if n == 0 else even(n - 1)

    total = 0
    for n in range(size):
        total += count(n % 9) + even(n % 7) - odd(n % 5)
    return total


def tower(function, height):
    """A function in many wrappers of one code."""

    def outer(x):
        return function(x) + 1

    return outer if height == 0 else tower(outer, height - 1)


def towers(size):
    high, low = tower(lambda x: x * 2, 12), tower(abs, 2)
    return sum(high(n) - low(-n) for n in range(size)), sum([low(high(n)) for n in range(size)])


def made_inside(size):
    """The cells are of the very frame whose loop runs."""
    factor = 3

    def scaled(x):
        return x * factor

    apply = scaled
    total = 0
    for n in range(size):
        total += scaled(n) + apply(n)
        if n == size // 2:
            factor = 0.5
            scaled = apply if n % 2 else abs
    return total, (lambda: scaled(-4))()


def unbound(size):
    """A cell loses its function."""

    def inner(x):
        return x

    def call(x):
        return inner(x)

    total = 0
    for n in range(size):
        if n == size - 3:
            del inner
        try:
            total += call(n)
        except NameError as error:
            total += len(str(error))
    return total


for size in (3, 400):
    print(decorated(size), pipelines(size), frames_in(size))
    print(changing(size), recursive(size), towers(size), made_inside(size), unbound(size))
