"""Data descriptors of every origin at sites that have seen them: of C code, Python classes, classes' classes; descriptors that
change, vanish, raise, and look at the stack."""

import sys
from datetime import date
from enum import Enum


def names(things):
    return [(thing.__class__.__name__, thing.__class__.__qualname__) for thing in things]


class Plain:
    pass


class Lies:
    @property
    def __class__(self):
        return int


for _ in range(3):
    print(names([1, "a", Plain(), Lies(), Plain, None]))


class Traced:
    """A data descriptor of a Python class."""

    def __get__(self, instance, owner):
        caller = sys._getframe(1)
        return "descriptor", type(instance).__name__, caller.f_code.co_name, caller.f_lineno - caller.f_code.co_firstlineno

    def __set__(self, instance, value):
        raise AttributeError("read only")


class Holder:
    field = Traced()


def read(holder):
    return holder.field


holder = Holder()
holder.__dict__["field"] = "of the instance"
for _ in range(3):
    print(read(holder))
del Traced.__set__  # no data descriptor any more: the instance goes first
print(read(holder), read(Holder()))
Traced.__set__ = lambda self, instance, value: None
print(read(holder))
del Traced.__get__  # without it the descriptor itself is found, after the instance
print(read(holder), type(read(Holder())).__name__)


class Vanishing:
    def __get__(self, instance, owner):
        if "gone" in vars(owner):
            del owner.gone
        return sys.getrefcount(self) > 0

    def __set__(self, instance, value):
        pass


class Shrinking:
    gone = Vanishing()


def read_gone(instance):
    try:
        return instance.gone
    except AttributeError as error:
        return str(error)


print([read_gone(Shrinking()) for _ in range(3)])


class Raising:
    def __init__(self):
        self.count = 0

    def __get__(self, instance, owner):
        self.count += 1
        if self.count % 3 == 0:
            raise AttributeError(f"at {self.count}")
        return self.count

    def __set__(self, instance, value):
        pass


class WithFallback:
    number = Raising()

    def __getattr__(self, name):
        return f"fallback for {name}"


class WithoutFallback:
    number = Raising()


def read_number(instance):
    try:
        return instance.number
    except AttributeError as error:
        return error.args[0], error.__traceback__.tb_next is not None


print([read_number(WithFallback()) for _ in range(7)])
print([read_number(WithoutFallback()) for _ in range(7)])


class Meta(type):
    @property
    def label(cls):
        return f"label of {cls.__name__}"

    level = Traced()


class Made(metaclass=Meta):
    label = "shadowed"
    level = "shadowed"


class Other(metaclass=Meta):
    pass


def describe(cls):
    return cls.__name__, cls.__mro__[0] is cls, cls.__base__.__name__, cls.__basicsize__ > 0, cls.label


print([describe(cls) for cls in (Made, Other, Made, Other)])
Meta.label = "no descriptor"
print([describe(cls) for cls in (Made, Other)])
Made.__name__ = "Renamed"
print(describe(Made))


class Color(Enum):
    RED = 1
    BLUE = 2


def members(colors):
    return [(color.name, color.value) for color in colors]


print(members(Color), members(Color))


def parts(days):
    return [(day.year, day.month, day.day) for day in days]


print(parts([date(2020, 1, 2), date(2021, 3, 4)]), parts([date(1, 1, 1)]))


class Dated(date):
    @property
    def month(self):
        return "a property"


print(parts([Dated(2020, 5, 6), date(2020, 5, 6)]))


class Counting(property):
    def __get__(self, instance, owner):
        return "counted", super().__get__(instance, owner)


class Slotted:
    __slots__ = ("own",)
    via = Counting(lambda self: self.own)

    def __init__(self, own):
        self.own = own


def read_via(instance):
    return instance.via


print([read_via(Slotted(n)) for n in range(3)])
Counting.__get__ = property.__get__
print(read_via(Slotted(9)))


def unbound(values):
    """Methods of classes of C code, through the class."""
    return [(str.upper(value), object.__repr__(value)[:4], str.__len__(value)) for value in values]


print(unbound("ab"), unbound(["xyz"]))


class Text(str):
    upper = str.lower


def through(cls, value):
    return cls.upper(value)


print([through(cls, Text("Ab")) for cls in (Text, str, Text)])
Text.upper = str.title
print(through(Text, Text("ab cd")))
try:
    through(str, 1)
except TypeError as error:
    print(error)
