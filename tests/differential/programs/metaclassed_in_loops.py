"""Attributes, methods and calls of classes with a metaclass in loops: abstract classes, enumerations, metaclasses that get
attributes of their own, other methods, or `__call__` after the code is hot, and classes that change their metaclass."""

from abc import ABC, abstractmethod
from enum import Enum


class Color(Enum):
    RED = 1
    BLUE = 2


class Shape(ABC):
    sides = 4

    @abstractmethod
    def area(self): ...

    @classmethod
    def make(cls, size):
        return cls(size)

    @staticmethod
    def twice(size):
        return size * 2


class Square(Shape):
    def __init__(self, size):
        self.size = size

    def area(self):
        return self.size * self.size


def shapes(count):
    total = 0
    for number in range(count):
        shape = Square(number % 5)
        total += shape.area() + Shape.sides + Square.twice(number) + Square.make(number).size
        color = Color.RED if number & 1 else Color.BLUE
        if color is Color.RED:
            total += color.value
    return total


class Meta(type):
    pass


class Other(Meta):
    level = "of the other metaclass"

    def __getattr__(cls, name):
        return f"no {name}"


class Hooked(type):
    def __getattr__(cls, name):
        return f"hooked {name}"


class Looking(type):
    def __getattribute__(cls, name):
        return f"looked up {name}" if not name.startswith("__") else super().__getattribute__(name)


def of_class(cls, count):
    """What the class has under some names, in turns that end differently from how they began."""
    seen = []
    for number in range(count):
        found = cls.level, cls.act(number), cls.missing if number % 7 == 6 and hasattr(cls, "missing") else None
        if not seen or seen[-1] != found[:1] + found[2:]:
            seen.append(found[:1] + found[2:])
    return seen[:5], found[1]


def made(metaclass, name):
    return metaclass(name, (), {"level": name, "act": staticmethod(lambda number: number + 1)})


class Shadow:
    """Comes before what a class has, once it has become a data descriptor."""

    def __init__(self, value):
        self.value = value

    def __repr__(self):
        return f"Shadow({self.value})"


def changed(count):
    cls = made(Meta, "changed")
    print(of_class(cls, count))
    Meta.level = "no data descriptor"
    print(of_class(cls, count))
    Meta.level = property(lambda cls: "a property of the metaclass")
    print(of_class(cls, count))
    del Meta.level
    print(of_class(cls, count))
    Meta.level = Shadow(3)
    print(of_class(cls, count))
    Shadow.__get__ = lambda self, instance, owner: f"shadow {self.value} of {instance.__name__}"
    print(of_class(cls, count))
    Shadow.__set__ = lambda self, instance, value: None
    print(of_class(cls, count))
    del Shadow.__get__, Shadow.__set__, Meta.level
    print(of_class(cls, count))
    cls.__class__ = Other
    print(of_class(cls, count))
    cls.level = Shadow("in the class")
    print(of_class(cls, count))
    Shadow.__get__ = lambda self, instance, owner: f"shadow of {owner.__name__}"
    print(of_class(cls, count))
    del Shadow.__get__, cls.level
    print(of_class(cls, count))


class Counted(type):
    pass


class Thing(metaclass=Counted):
    def __init__(self, number):
        self.number = number


class Empty(metaclass=Counted):
    pass


def things(count):
    total = 0
    for number in range(count):
        thing = Thing(number)
        total += thing.number if isinstance(thing, Thing) else len(thing)
        total += type(Empty()) is Empty
    return total


def called(count):
    print(things(count))
    Counted.__call__ = lambda cls, *arguments: "called"
    print(things(count))
    del Counted.__call__
    print(things(count))
    Counted.__instancecheck__ = lambda cls, instance: instance.number % 2 == 0
    Thing.__len__ = lambda self: 1000
    print(things(count))
    del Counted.__instancecheck__, Thing.__len__
    print(things(count))


for turn in range(2):
    print(shapes(300))
for metaclass in (type, Meta, Other, Hooked, Looking):
    try:
        print(metaclass.__name__, of_class(made(metaclass, metaclass.__name__), 60))
    except TypeError as error:
        print(error)
for each in (made(Meta, "a"), made(type, "b"), made(Hooked, "c"), made(Meta, "d")):
    print(of_class(each, 20))
changed(60)
called(100)
try:
    Shape()
except TypeError as error:
    print(error)
