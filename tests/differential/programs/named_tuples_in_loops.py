"""Named tuples made and read in compiled loops, and what only looks like one."""

import sys
from collections import namedtuple
from typing import NamedTuple


class Token(NamedTuple):
    kind: str
    text: str
    line: int = 0

    @property
    def size(self):
        return len(self.text)


Point = namedtuple("Point", "x y")
Single = namedtuple("Single", ["only"])
Late = namedtuple("Late", "early late", defaults=(7,))


class Child(Point):
    def __new__(cls, x, y):
        return super().__new__(cls, x + 1, y)


class Loud(Point):
    __slots__ = ()

    def __del__(self):
        print("gone", self.x, sys._getframe(1).f_locals.get("n"))


class Hiding(Point):
    x = property(lambda self: "hidden")


class Asked(Point):
    def __getattribute__(self, name):
        return name


class Plain:
    def __init__(self, x):
        self.x = x


def tokens(count):
    found, lines = [], 0
    for n in range(count):
        token = Token("name", "x" * (n % 3), n)
        lines += token.line + token.size
        if token.kind == "name" and token.text:
            found.append(token)
        lines += Token("op", "+").line
    return found[-3:], lines, type(found[-1]) is Token if found else None


def points(count):
    total, last = 0, None
    for n in range(count):
        last = Point(n, str(n))
        total += last.x + len(last.y) + last[0] + len(last)
        total += Single(n).only + Late(n).late + Late(n, n).late
        first, second = last
        total += first
    return total, last, last._asdict() if last else None, last._replace(x=0) if last else None


def several(items, count):
    found = []
    for n in range(count):
        item = items[n % len(items)]
        try:
            found.append(item.x)
        except (AttributeError, IndexError) as error:
            found.append(str(error))
    return found[-2 * len(items):]


def sums(items):
    return sum(item.x for item in items), [item.y for item in items]


def mistaken(count):
    found = []
    for n in range(count):
        try:
            found.append(Point(n) if n % 5 == 0 else Point(n, n, n) if n % 5 == 1 else Point(n, y=n))
        except TypeError as error:
            found.append(str(error))
    return found[-5:]


def children(count):
    return [Child(n, n).x for n in range(count)][-3:]


def dying(count):
    for n in range(count):
        loud = Loud(n, n) if n > count - 4 else None
    return loud


def replaced(count):
    global Changing
    Changing, found = namedtuple("Changing", "a b"), []
    for n in range(count):
        if n == count - 6:
            Changing.a = property(lambda self: "patched")
        if n == count - 4:
            Changing.__new__ = lambda cls, a, b: tuple.__new__(cls, (b, a))
        if n == count - 2:
            Changing = namedtuple("Changing", "b a")
        made = Changing(n, -n)
        found.append((made.a, made.b))
    return found[-7:]


def deep(n):
    return Point(n, 0).x + (deep(n - 1) if n else 0)


for count in (2, 40, 400):
    print(tokens(count), points(count))
    short = tuple.__new__(Point, (1,))
    everything = [Point(1, 2), Child(3, 4), Hiding(5, 6), Asked(7, 8), Plain(9), tuple.__new__(Point, ()), short, (1, 2)]
    print(several(everything[:1], count), several(everything[:2], count), several(everything, count))
    print(sums([Point(n, n) for n in range(count)])[0], mistaken(count), children(count), dying(count))
    if count > 6:
        print(replaced(count), deep(count // 2))
print(sys.getrefcount(Point) < 100)


# --- Calls without arguments of classes that are no named tuples ------------------------------------------


class Table(dict):
    pass


class Row(list):
    pass


class Nothing(tuple):
    pass


def tables(count):
    result = None
    for n in range(count):
        table, row = Table(), Row()
        for key in ("a", "b", n):
            table[key] = n
            row.append(key)
        result = table, row, Nothing(), Table() == {}, [*set(table)].sort(key=str)
    return result


for _ in range(4):
    print(tables(300))
