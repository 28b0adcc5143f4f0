"""Functions that call themselves and each other: their first calls are built in their own place."""

import sys
import traceback


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


print([fib(n) for n in range(16)])


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


print([even(n) for n in range(60)].count(True), even(301), odd(301))


# --- Depths and the recursion limit ---------------------------------------------------------------------


def down(n):
    if n == 0:
        return 0
    return 1 + down(n - 1)


def deepest(function):
    """The deepest call that the recursion limit allows."""
    low, high = 1, 4000
    while low < high:
        middle = (low + high + 1) // 2
        try:
            function(middle)
            low = middle
        except RecursionError:
            high = middle - 1
    return low


print(deepest(down), [down(n) for n in range(0, 90, 7)])


def depth_of(n):
    if n == 0:
        frame, names = sys._getframe(), []
        while frame is not None:
            names.append((frame.f_code.co_name, frame.f_lineno, frame.f_locals.get("n")))
            frame = frame.f_back
        return names
    return depth_of(n - 1)


for n in range(30):
    names = depth_of(n % 7)
print(names)


# --- Exceptions -----------------------------------------------------------------------------------------


def fails(n, path):
    if n == 0:
        raise ValueError(path)
    if path % 2:
        return fails(n - 1, path // 2)
    return fails(n - 1, path // 2) + 1


for n in range(120):
    try:
        fails(n % 6, n)
    except ValueError as error:
        lines = [entry.lineno for entry in traceback.extract_tb(error.__traceback__)]
print(lines, error if False else "gone")


def caught(n):
    if n == 0:
        raise KeyError(n)
    try:
        return caught(n - 1)
    except KeyError:
        if n % 3:
            raise
        return n


print([caught(n) for n in range(3, 60, 3)])


# --- Lifetimes and numbers ------------------------------------------------------------------------------


class Noted:
    died = []

    def __init__(self, number):
        self.number = number

    def __del__(self):
        Noted.died.append(self.number)


def passes(n, noted):
    if n == 0:
        return len(Noted.died)
    return passes(n - 1, Noted(n)) * 10 + len(Noted.died)


for n in range(80):
    Noted.died.clear()
    found = passes(n % 5, Noted(9)), list(Noted.died)
print(found)


def grows(n, number):
    if n == 0:
        return number
    return grows(n - 1, number * number + n)


print([grows(n % 4, 3) for n in range(100)][-4:], grows(7, 11) % 1000003)


def kinds(n, value):
    if n == 0:
        return value
    return kinds(n - 1, value + value)


print([kinds(3, value) for value in [1] * 60 + [0.5, "a", [1], 2**62, True]][-6:])


def defaults(n, step=1, *rest, scale=2, **named):
    if n <= 0:
        return step + len(rest) + scale + len(named)
    return defaults(n - step, scale=n, more=n) + defaults(n - 2, 1, n)


print([defaults(n) for n in range(10)])


# --- What is called becomes another function ---------------------------------------------------------------


def turns(n):
    global turns
    if n == 0:
        return 0
    if n == 77:
        turns = lambda n: 1000 + n
    return turns(n - 1) + 1


first = turns
print([first(n) for n in range(60)][-1], first(80), first(5))


class Tree:
    def __init__(self, left, right):
        self.left, self.right = left, right

    def count(self):
        return 1 + (self.left.count() if self.left else 0) + (self.right.count() if self.right else 0)


class Weighted(Tree):
    def count(self):
        return 100 + super().count()


def tree(depth, number):
    if depth == 0:
        return None
    kind = Weighted if number % 3 == 0 else Tree
    return kind(tree(depth - 1, number * 2), tree(depth - 1, number * 2 + 1))


print([tree(n % 7, n).count() for n in range(1, 40) if n % 7])


# --- Somebody looks, and traces --------------------------------------------------------------------------


seen = []


def watcher(frame, event, argument):
    if frame.f_code.co_name == "fib":
        seen.append((event, frame.f_lineno))
    return watcher


def starts_tracing(n):
    if n == 0:
        sys.settrace(watcher)
        return fib(3)
    return starts_tracing(n - 1) + fib(2)


for n in range(60):
    result = starts_tracing(n % 4)
    sys.settrace(None)
print(result, len(seen), seen[:12])
