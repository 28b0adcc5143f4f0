"""Calls of classes with a metaclass: that leaves them to type, that begins not to, abstract classes, contextlib's managers."""

from abc import ABC, ABCMeta, abstractmethod
from contextlib import contextmanager


class Meta(type):
    made = 0


class Point(metaclass=Meta):
    def __init__(self, x, y=2):
        self.x = x
        self.y = y

    def sum(self):
        return self.x + self.y


class Derived(Point):
    def __init__(self, x):
        super().__init__(x, x * 2)


class Shape(ABC):
    def __init__(self, side):
        self.side = side

    @abstractmethod
    def area(self):
        raise NotImplementedError


class Square(Shape):
    def area(self):
        return self.side * self.side


class Slots(metaclass=ABCMeta):
    __slots__ = ("a", "b")

    def __init__(self, a, b):
        self.a, self.b = a, b


@contextmanager
def setting(settings, name, value):
    old = settings.get(name)
    settings[name] = value
    try:
        yield settings
    finally:
        settings[name] = old


@contextmanager
def catching(kind, log):
    try:
        yield len(log)
    except kind as error:
        log.append((type(error).__name__, error.args))


def points(n):
    total = 0
    for i in range(n):
        point = Point(i) if i % 3 else Derived(i)
        total += point.sum() + Slots(i, point.x).b
    return total


def shapes(n):
    total = 0
    kinds = Square, Shape
    for i in range(n):
        try:
            total += kinds[i % 50 == 49](i).area()
        except TypeError as error:
            total += len(error.args)
    return total


def managers(n):
    settings = {"level": 0}
    log = []
    seen = 0
    for i in range(n):
        with setting(settings, "level", i), catching(KeyError, log) as before:
            seen += settings["level"] - before
            if i % 5 == 0:
                raise KeyError(i)
    try:
        with setting(settings, "level", "last"), catching(KeyError, log):
            raise ValueError(settings["level"])
    except ValueError as error:
        log.append(error.args)
    return seen, settings, len(log), log[-2:]


def changing(n):
    """The metaclass gets a `__call__`, the class an abstract method, the metaclass of a class changes."""
    found = []

    class Other(type):
        def __call__(cls, *args):
            return "other", args

    class Late(type):
        pass

    class Thing(metaclass=Late):
        def __init__(self, x):
            self.x = x

    for i in range(n):
        if i == n // 4:
            Late.__call__ = lambda cls, x: ("late", x)
        if i == n // 2:
            del Late.__call__
        if i == n * 3 // 4:
            Thing.__class__ = Other
        made = Thing(i)
        found.append(made if type(made) is tuple else (type(made).__name__, made.x))
    return [found[i] for i in range(0, n, max(1, n // 9))]


for rounds in (30, 400):
    print(points(rounds), shapes(rounds))
    print(managers(rounds))
    print(changing(rounds))
