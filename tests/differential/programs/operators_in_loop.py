"""Operators that run in the interpreter's loop, or are computed in line: methods of classes in every way they can end,
ints of three digits, bools, complex numbers, min and max of two."""

import operator
import sys
import traceback
import zlib


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        if type(other) is not Vector:
            return NotImplemented
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor) if isinstance(factor, (int, float)) else NotImplemented

    def __rmul__(self, factor):
        return ("reflected", factor * 1, self.x)

    def __truediv__(self, divisor):
        return Vector(self.x / divisor, self.y / divisor)

    def __mod__(self, other):
        raise ValueError(f"no modulo of {other!r}")

    def __and__(self, other):
        yield self.x
        yield other

    def __or__(self, other, more=()):
        return "or", other, more

    def __xor__(self, *others):
        return "xor", others

    def __matmul__(self, other):
        return sys._getframe().f_back.f_code.co_name, sys._getframe().f_lineno - sys._getframe(1).f_lineno > 0

    def __repr__(self):
        return f"Vector({self.x}, {self.y})"


def in_a_function(a, b):
    return a @ b


def arithmetic():
    total = Vector(0, 0)
    for n in range(50):
        total = total + Vector(n, 1) * 2 - Vector(1, n) / 4
        total += Vector(1, 1)
    print(total, 3 * total, list(total & 5), total | 7, total ^ 8, in_a_function(total, total))


def failing():
    vector = Vector(1, 2)
    for other in (1, 1.5, True, "text", None, [1], vector, 1j):
        for name in ("add", "mul", "mod", "lshift", "iadd", "imul", "ilshift", "floordiv", "truediv"):
            try:
                print(name, getattr(operator, name)(vector, other))
            except (TypeError, ValueError, AttributeError) as error:
                print(name, repr(other), type(error).__name__, error)
    for other in (1, 1.5, True, "text", None, vector):
        for turn in range(3):
            try:
                value = vector
                if turn == 0:
                    value = value + other
                elif turn == 1:
                    value += other
                else:
                    value = value << other
                print(value)
            except (TypeError, AttributeError) as error:
                print(error)
    try:
        print(vector % 5)
    except ValueError:
        print(traceback.format_exc().replace(__file__, "file"))


class Meters(int):
    def __add__(self, other):
        return NotImplemented

    def __sub__(self, other):
        return ("minus", int(self), other)


class Feet(float):
    def __mul__(self, other):
        return NotImplemented


class Derived(Vector):
    def __radd__(self, other):
        return ("derived first", other)


class Row(list):
    def __add__(self, other):
        return ("row", list.__add__(self, list(other)))

    def __mul__(self, other):
        return NotImplemented


class Growing:
    def __init__(self):
        self.log = []

    def __add__(self, other):
        self.log.append(other)
        return self

    def __iadd__(self, other):
        self.log.append(("in place", other))
        return self


def mixed_classes():
    for _ in range(4):
        print(Meters(3) - 4, Vector(1, 1) + Derived(2, 2))
        print(Row([1]) + Row([2]))
        for left, right in ((Row([1]), 2), (Feet(2.5), 4), (Feet(2.5), 1.5), (Feet(2.5), Feet(2)), (Feet(2.5), Vector(1, 2))):
            try:
                print(left * right)
            except TypeError as error:
                print(error)
        for left, right in ((Meters(3), 4), (Meters(3), 1.5), (Meters(3), Meters(5)), (Meters(3), Vector(1, 2))):
            try:
                print(left + right)
            except TypeError as error:
                print(error)
        growing = Growing()
        growing + 1
        growing += 2
        print(growing.log)


class Depth:
    def __add__(self, n):
        return n if n == 0 else self + (n - 1)


class Endless:
    def __add__(self, other):
        return self + other


class Both:
    """The same instruction sees numbers while its own method runs."""

    def __add__(self, other):
        return add(other, 1)


def add(a, b):
    return a + b


def recursion():
    print(Depth() + 100)
    try:
        Endless() + 1
    except RecursionError as error:
        print("RecursionError", error)
    for n in range(20):
        print(add(Both(), n), end=" ")
    print()


def replaced():
    value = Vector(1, 2)
    for n in range(6):
        print(value + Vector(n, n))
        if n == 2:
            Vector.__add__ = lambda self, other: "replaced"
        if n == 4:
            del Vector.__add__
            try:
                value + value
            except TypeError as error:
                print(error)
            break


class Noisy:
    def __init__(self, name):
        self.name = name

    def __add__(self, other):
        return Noisy(self.name + other.name)

    def __del__(self):
        print("del", self.name, end="; ")


def lifetimes():
    for n in range(3):
        result = Noisy(f"a{n}") + Noisy(f"b{n}") + Noisy(f"c{n}")
        print(result.name)
    del result
    print()


def wide_ints():
    values = [0, 1, -1, 2**29, 2**30, -(2**30), 2**59, 2**60 - 1, 2**60, -(2**60), 2**62, 2**63 - 1, -(2**63) + 1,
              2**63, -(2**63), 2**64, 2**90 + 1, 1 - 2**119, 2**120 - 1, 2**120, 10**40, 12345678901, True, False, 2**53, 2**53 + 1, 3**33]
    checks = 0
    functions = [
        lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, lambda a, b: a & b, lambda a, b: a | b,
        lambda a, b: a ^ b, lambda a, b: a // b, lambda a, b: a % b, lambda a, b: a / b,
        lambda a, b: a << (b % 70), lambda a, b: a >> (b % 70), lambda a, b: a**2, lambda a, b: a << b if b < 200 else 0,
    ]
    results = []
    for function in functions:
        for _ in range(2):
            for a in values:
                for b in values:
                    try:
                        result = function(a, b)
                        results.append((type(result).__name__, result))
                    except (ZeroDivisionError, ValueError, OverflowError) as error:
                        results.append(str(error))
                    checks += 1
    print(checks, zlib.crc32(repr(results).encode()))
    for n in range(0, len(results), 17):
        print(results[n], end=" ")
    print()


def complex_numbers():
    total = 0j
    point = 1.5 - 2j
    values = [1j, -0.0 + 0j, complex(0, -0.0), 2.5, complex(1e308, 1e308), complex("nan"), complex("inf"), 3, True]
    for a in values:
        for b in values:
            kept = total
            total = a * point + b - point * b
            shown = (total * total + a) - (b - total)
            print(total, kept, shown, -0.0 + (a + 0j), a - 0j if not isinstance(a, int) else a)
    squares = [point]
    for _ in range(5):
        point = point * point + squares[0]
        squares.append(point)
        point += 1j
        point -= 0.5
    print(squares, point)


def extremes():
    low, high, zero = 0.0, -0.0, 0
    pairs = [(1, 2), (2, 1), (2, 2), (1.5, 2), (2, 1.5), (low, high), (high, low), (float("nan"), 1.0), (1.0, float("nan")),
             ("b", "a"), (2**70, 2**71), (True, 1), (1, True), (2**40, -(2**50))]
    for a, b in pairs:
        print(min(a, b), max(a, b), min(a, b) is a, max(a, b) is a)
    same = 10**6 * int("1")
    other = 10**6 * int("1")
    print(max(same, other) is same, min(same, other) is same)
    try:
        max(1, "a")
    except TypeError as error:
        print(error)
    print(max(zero, 1, key=lambda n: -n), min(3, default_or_other(2)))


def default_or_other(n):
    return n


def traced():
    events = []

    def trace(frame, event, argument):
        if frame.f_code.co_name in ("__add__", "__sub__", "in_trace"):
            events.append((frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno))
        return trace

    def in_trace(a, b):
        c = a - b
        sys.settrace(trace)
        c = a - b
        c = c - b
        sys.settrace(None)
        return c

    class Starts:
        def __add__(self, other):
            sys.settrace(trace)
            sys._getframe().f_trace = trace
            return other

    print(in_trace(Vector(5, 5), Vector(1, 2)))

    def starting():
        value = Starts() + 1
        value = value + 1
        return value

    print(starting())
    sys.settrace(None)
    print(events)


for part in (arithmetic, failing, mixed_classes, recursion, lifetimes, wide_ints, complex_numbers, extremes, traced, replaced):
    print("---", part.__name__)
    part()
