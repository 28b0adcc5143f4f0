"""`with`, `match`, imports, deletions and class bodies in hot functions and loops."""

import sys
import traceback
from contextlib import contextmanager, suppress


class Manager:
    log = []

    def __init__(self, name, swallows=False):
        self.name = name
        self.swallows = swallows

    def __enter__(self):
        self.log.append(("enter", self.name))
        return self.name

    def __exit__(self, kind, error, trace):
        handled = sys.exc_info()[1]
        lines = [line for _, line in traceback.walk_tb(trace)]
        self.log.append(("exit", self.name, kind, repr(error), lines, handled is error))
        return self.swallows


class Failing:
    def __init__(self, when):
        self.when = when

    def __enter__(self):
        if self.when == "enter":
            raise ValueError("enter")

    def __exit__(self, *error):
        if self.when == "exit":
            raise KeyError("exit")


def managed(count):
    found = []
    for i in range(count):
        with Manager(i, i % 2 == 0) as name:
            found.append(name)
            if i % 5 == 1:
                continue
            if i % 4 == 0:
                raise IndexError(i)
            if i > 14:
                break
        found.append("after")
    return found


def returning(i):
    with Manager("outer"), Manager("inner", True) as name:
        if i % 3 == 0:
            return name, i
        if i % 3 == 1:
            raise OSError(i)
    return "end"


def failing(count):
    found = []
    for i in range(count):
        try:
            with Failing(("enter", "exit", "")[i % 3]):
                if i % 2:
                    raise ZeroDivisionError(i)
        except Exception as error:
            lines = [(f.f_code.co_name, line, f.f_lineno) for f, line in traceback.walk_tb(error.__traceback__)]
            found.append((repr(error), repr(error.__context__), lines))
    return found


def no_managers(count):
    found = []
    for value in (5, Manager, None) * count:
        try:
            with value:
                pass
        except TypeError as error:
            found.append(str(error))
    return found


@contextmanager
def renamed(table, name):
    old = table.get(name)
    table[name] = "new"
    try:
        yield old
    finally:
        table[name] = old


def generators(count):
    table, found = {"a": 1}, []
    for i in range(count):
        with suppress(KeyError), renamed(table, "a") as old:
            found.append((old, table["a"]))
            table["b" if i % 2 else "a"]
            found.append("here")
    return found, table


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


class Odd:
    @property
    def x(self):
        raise ValueError("x")


def matched(value):
    match value:
        case int() | float() if value > 100:
            return "large"
        case int(n):
            return n + 1
        case str() as text:
            return text.upper()
        case None | True:
            return "constant"
        case []:
            return "empty"
        case [first]:
            return first
        case [first, *middle, last]:
            return first, middle, last
        case {"kind": "a", "value": found}:
            return found
        case {"kind": kind, **rest}:
            return kind, rest
        case Point(0, y):
            return "axis", y
        case Point(x=x, y=Point(z, _)):
            return x, z
        case Point():
            return "point"
        case Odd(x=x):
            return x
    return "other"


def matches(count):
    values = [
        5, 500, 2.5, 500.5, "text", None, True, [], [1], (1, 2, 3, 4), {"kind": "a", "value": 8},
        {"kind": "b", "more": 1}, {"other": 1}, Point(0, 3), Point(1, Point(2, 3)), Point(4, 5), b"bytes", {1}, object,
        Odd(),
    ]  # fmt: skip
    found = []
    for i in range(count):
        for value in values:
            try:
                found.append(matched(value))
            except ValueError as error:
                found.append(str(error))
    return found


def wrong_classes(count):
    found = []
    cls = 5
    for value in (1, Point(1, 2)) * count:
        try:
            match value:
                case cls():
                    found.append("?")
        except TypeError as error:
            found.append(str(error))
        try:
            match value:
                case Point(1, 2, 3):
                    found.append("?")
        except TypeError as error:
            found.append(str(error))
    return found


def imports(count):
    found = []
    for i in range(count):
        import string
        from os import path as where, sep

        try:
            from string import missing
        except ImportError as error:
            found.append(error.name)
        try:
            import no_such_module
        except ModuleNotFoundError as error:
            found.append(error.name)
        found.append((string.digits[i], where.basename("a/b"), sep))
    return found


def deletes(count):
    found = []
    for i in range(count):
        x, items, cell = i, [1, 2, 3], i
        table = {"a": 1}

        def inner():
            return cell

        del x, items[0], table["a"]
        found.append((items, table, inner()))
        del cell
        try:
            inner()
        except NameError as error:
            found.append(str(error))
        try:
            del x
        except UnboundLocalError as error:
            found.append(str(error))
        global shared
        shared = i
        del shared
        try:
            del shared
        except NameError as error:
            found.append(str(error))
    return found


def classes(count):
    found = []
    for i in range(count):
        word = "free"

        class Made(Point):
            number = i
            text = word
            both = [number, text]
            for step in range(3):
                number += step
            del step
            annotated: int = 5

            def method(self):
                return __class__, super().__init__

        found.append((Made.number, Made.both, Made.__annotations__, hasattr(Made, "step"), Made.__qualname__))
        found.append(Made(1, 2).method()[0] is Made)
    return found


for turn in range(4):
    Manager.log.clear()
    try:
        managed(12)
    except IndexError as error:
        print(repr(error))
    print(Manager.log)
    Manager.log.clear()
    for i in range(6):
        try:
            print(returning(i))
        except OSError as error:
            print(repr(error))
    print(Manager.log)
    print(failing(9), no_managers(3))
    print(generators(4))
    print(matches(2))
    print(wrong_classes(2))
    print(imports(3))
    print(deletes(3))
    print(classes(3))
for i in range(40):
    with Manager(i, True) as entered:
        if i % 3 == 0:
            raise KeyError(i)
    match i:
        case 3 | 4:
            import string as text
        case _:
            word = i
    number: int = i
    del entered
print(word, text.__name__, number)
