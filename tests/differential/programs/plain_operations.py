"""Operators, comparisons, formatting, displays and subscripts of the host's types where the code does not say which."""

import sys


class Loud:
    """Everything that could run is seen to."""

    log = []

    def __init__(self, name):
        self.name = name

    def __eq__(self, other):
        Loud.log.append(("eq", self.name, sys._getframe(1).f_locals.get("seen")))
        return True

    def __hash__(self):
        Loud.log.append(("hash", self.name, sys._getframe(1).f_locals.get("seen")))
        return 1

    def __add__(self, other):
        return ("add", self.name, sys._getframe(1).f_locals["seen"])

    __radd__ = __mod__ = __rmod__ = __sub__ = __and__ = __add__

    def __lt__(self, other):
        Loud.log.append(("lt", self.name, sys._getframe(1).f_locals.get("seen")))
        return False

    def __format__(self, spec):
        return f"<{self.name}:{spec}:{sys._getframe(1).f_locals['seen']}>"

    def __str__(self):
        return f"<{self.name} {sys._getframe(1).f_locals.get('seen')}>"

    def __repr__(self):
        return f"<{self.name}!>"

    def __del__(self):
        Loud.log.append(("del", self.name, sys._getframe(1).f_locals.get("seen")))

    def __index__(self):
        return 1


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except Exception as error:
        return type(error).__name__, str(error)


def add(x, y, n):
    seen = 0
    for i in range(n):
        seen = i * 3
        z = x + y
    return z, seen


def sub(x, y, n):
    for i in range(n):
        seen = i * 3
        z = x - y
    return z, seen


def mul(x, y, n):
    for i in range(n):
        seen = i * 3
        z = x * y
    return z, seen


def mod(x, y, n):
    for i in range(n):
        seen = i * 3
        z = x % y
    return z, seen


def both(x, y, n):
    for i in range(n):
        seen = i * 3
        z = x & y
    return z, seen


def inplace(x, y, n):
    for i in range(n):
        seen = i * 3
        x += y
    return x, seen


def compare(x, y, n):
    found = []
    for i in range(n):
        seen = i * 3
        found = [x == y, x != y]
    if x == y:
        found.append("equal")
    return found, seen


def order(x, y, n):
    for i in range(n):
        seen = i * 3
        found = "less" if x < y else "not", x <= y, x > y, x >= y
    return found, seen


def fields(x, y, n):
    for i in range(n):
        seen = i * 3
        text = f"{x}-{y!r}-{x:>4}-{i:03d}-{i / 4:.2f}"
    return text, seen


def displays(x, y, n):
    for i in range(n):
        seen = i * 3
        z = {x, y, i}, {x: y, "i": i, y: x}, {"x": x, "y": y}, [x, y, *[x, y], *(i, seen)], (*[x], y)
    return sorted(map(str, z[0])), [str(part) for part in z[1:]], seen


def slices(x, n):
    for i in range(n):
        seen = i * 3
        z = x[::2], x[::-1], x[1:4:2], x[-1]
    return z, seen


def edits(x, y, n):
    for i in range(n):
        seen = i * 3
        x[1:2] = y
        x[::2] = x[::2]
        del x[-1]
        x[0] = i
    return x, seen


def deletes(d, n):
    for i in range(n):
        seen = i * 3
        d[i, "k"] = d[i] = i
        del d[i, "k"], d[i]
    return d, seen


def closures(n):
    total = 0
    step = n

    def inner(x):
        nonlocal total
        total += x + step
        return lambda: total

    for i in range(n):
        last = inner(i)
    return total, last()


class Other:
    pass


class Flag(int):
    def __add__(self, other):
        return "flag"


same = Other()
big = 3**90
nan = float("nan")
pairs = [
    (1, 2), (big, 5), (5, big), (-big, big + 1), (1.5, 2), (2, 1.5), (True, 3), (1j, 2.5), (big, 0.5),
    ("ab", "cd"), ("%s-%s", (1, "x")), ("%d", 7), ("%r", [1]), ("a", 3), (b"ab", b"c"), (b"%d", 5),
    ((1, 2), (1, 3)), ((1, (2, "x")), (1, (2, "y"))), ([1, 2], [1, 2, 3]), ([1], (1,)), ([nan], [nan]), (nan, nan),
    ({1, 2, big}, {2, big}), (frozenset((1, 2, 3)), {1}), ({1: 2}, {1: 2}), (None, None), (None, 0), (same, same),
    (same, Other()), (int, int), (int, str), ("x", None), (Flag(3), 4), (4, Flag(3)), (range(3), range(3)),
    (1, 0), (big, 0), ("x", 1), ([], 0), (len, len), ((), ()),
]
for n in (40, 3, 200):
    for x, y in pairs:
        for function in (add, sub, mul, mod, both, compare, order, fields):
            print(function.__name__, attempt(function, x, y, n) if x is not int and y is not int else
                  attempt(function, x, y, 2) if function in (compare,) else "")
        if type(x) not in (list, set, dict) or n < 40:
            print(attempt(inplace, x, y, 4))
for x, y in [(1, 2), ("a", "b"), (1, 1), ((1, 2), "t"), (1.0, True), (None, big)]:
    print(attempt(displays, x, y, 50))
for x in ([1, 2, 3, 4, 5], (1, 2, 3, 4), "abcdef", b"abcdef", bytearray(b"xyzxyz"), range(10), {1: 2}):
    print(attempt(slices, x, 50))
print(edits([1, 2, 3, 4], [7, 8], 50), edits(bytearray(b"abcd"), b"xy", 50))
print(deletes({}, 60), closures(60))
for turn in range(3):
    for function in (add, sub, mod, both, compare, order, fields, displays):
        for x, y in ((Loud("x"), 1), (1, Loud("x")), (Loud("x"), Loud("y")), ((1, Loud("x")), (1, Loud("y")))):
            print(function.__name__, attempt(function, x, y, 25))
            x = y = None
    print(len(Loud.log), Loud.log[:30], Loud.log[-30:])
    Loud.log.clear()
print(edits([1, Loud("in"), Loud("in too"), 4, 5], [Loud("new"), 8], 5))
print(attempt(deletes, {Loud("key"): Loud("value")}, 5), attempt(slices, [1, 2, 3], 5))
print(Loud.log)


def powers(n):
    """Numbers that grow beyond a machine word, and come back."""
    a, b = 0, 1
    for i in range(n):
        a, b = b, a + b
        c = (a << 70) ^ b
        d = c >> 70
        e = d % 1000 + (c & 0xFFFF)
        f = -c + ~a
    return a, b, c, d, e, f, divmod(a, 10**9), a // 7 - b * 3


print(powers(300), powers(10), powers(700))
