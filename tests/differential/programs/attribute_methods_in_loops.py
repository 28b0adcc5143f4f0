"""Methods behind attributes in hot loops: setters, descriptors, `__getattr__` and `__setattr__`, cached properties; getattr()
and setattr(). They change, raise, hide each other, look at the stack, and let objects die."""

import sys
import traceback
from functools import cached_property

ROUNDS = 300


class Checked:
    def __init__(self, low, high):
        self.low, self.high = low, high

    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return getattr(instance, self.name)

    def __set__(self, instance, value):
        if not self.low <= value <= self.high:
            raise ValueError(f"{self.name[1:]} {value}")
        setattr(instance, self.name, value)


class Temperature:
    celsius = Checked(-273, 10_000)

    def __init__(self, celsius):
        self.celsius = celsius

    @property
    def kelvin(self):
        return self.celsius + 273

    @kelvin.setter
    def kelvin(self, value):
        self.celsius = value - 273


class Oven(Temperature):
    @property
    def fahrenheit(self):
        return self.celsius * 9 // 5 + 32

    @fahrenheit.setter
    def fahrenheit(self, value):
        self.celsius = (value - 32) * 5 // 9
        return "ignored"


def heat(kind, rounds):
    total = 0
    thing = kind(20)
    for n in range(rounds):
        thing.kelvin = n + 100
        thing.kelvin += 2
        total += thing.celsius + kind(n).celsius
        if n % 50 == 49:
            try:
                thing.kelvin = -1
            except ValueError as error:
                names = [entry.name for entry in traceback.extract_tb(error.__traceback__)]
                total += len(names)
                if n < 60:
                    print(error, names)
    return total


print(heat(Temperature, ROUNDS), heat(Oven, ROUNDS))


def bake(oven, rounds):
    for n in range(rounds):
        oven.fahrenheit = n * 2
    return oven.fahrenheit, oven.celsius


oven = Oven(1)
print(bake(oven, ROUNDS))
Oven.fahrenheit = Oven.fahrenheit.setter(lambda self, value: setattr(self, "celsius", -value % 50))
print(bake(oven, ROUNDS))
Oven.fahrenheit = property(lambda self: 7)
try:
    bake(oven, 3)
except AttributeError as error:
    print(error)


# --- Descriptors that change -------------------------------------------------------------------------------

class Seen:
    """A descriptor that says who asks."""

    def __get__(self, instance, owner):
        return sys._getframe(1).f_code.co_name, owner.__name__

    def __set__(self, instance, value):
        instance.__dict__["seen"] = value, sys._getframe(1).f_lineno - sys._getframe(1).f_code.co_firstlineno


class Shown:
    seen = Seen()


class ShownToo(Shown):
    pass


def ask(things, rounds):
    found = {}
    for n in range(rounds):
        for thing in things:
            thing.seen = n
            key = thing.seen
            found[key] = found.get(key, 0) + 1
    return found


things = [Shown(), ShownToo(), Shown()]
print(ask(things, ROUNDS), things[1].__dict__)
del Seen.__set__
print(sorted(ask(things, 20).items(), key=str)[:3])
del things[0].seen
print(ask.__name__, things[0].seen)
Seen.__set__ = lambda self, instance, value: None
print(ask(things, ROUNDS))


class Late:
    """No data descriptor: the instance goes first."""

    def __init__(self):
        self.calls = 0

    def __get__(self, instance, owner):
        self.calls += 1
        return self.calls


class Holder:
    late = Late()
    other = 5


def late(holders, rounds):
    total = 0
    for n in range(rounds):
        for holder in holders:
            total += holder.late
    return total


print(late([Holder()], ROUNDS))
hiding = Holder()
hiding.late = 1000
print(late([Holder(), hiding], ROUNDS))
dictionary = Holder()
dictionary.__dict__["more"] = 1
print(late([dictionary], ROUNDS))
dictionary.__dict__["late"] = 3
print(late([dictionary], ROUNDS))
Late.__set__ = lambda self, instance, value: None
print(late([dictionary, hiding], 10))
del Late.__set__, Late.__get__
print(type(late([dictionary, hiding], 1)))


# --- __getattr__, __setattr__ ---------------------------------------------------------------------------------

class Settings:
    shared = "class"

    def __init__(self, *layers):
        self.__dict__["layers"] = layers
        self.__dict__["changed"] = []

    def __getattr__(self, name):
        for layer in self.layers:
            if name in layer:
                return layer[name]
        raise AttributeError(name)

    def __setattr__(self, name, value):
        self.changed.append(name)
        self.layers[0][name] = value

    @property
    def broken(self):
        raise AttributeError("inside")

    def method(self):
        return len(self.changed)


def look(settings, rounds):
    total = 0
    for n in range(rounds):
        total += settings.color + settings.depth + settings.method()
        if n % 8 == 0:
            settings.size = n
        total += hasattr(settings, "missing") + settings.size + len(settings.shared)
        try:
            total += settings.missing
        except AttributeError as error:
            total += len(error.args)
    return total


settings = Settings({"broken": "from a layer"}, {"color": 3, "size": 2}, {"depth": 1, "color": 9})
print(look(settings, ROUNDS), len(settings.changed), settings.broken)
settings.__dict__["color"] = 100
print(look(settings, ROUNDS))
Settings.depth = 1000
print(look(settings, ROUNDS))
Settings.__getattr__ = lambda self, name: 10_000
print(look(settings, ROUNDS))


class Usual:
    """With a `__getattr__`, and attributes in their places."""

    def __init__(self, n):
        self.n = n

    def __getattr__(self, name):
        return len(name) + self.n

    def double(self):
        return self.n * 2


class Slotted:
    __slots__ = ("n",)

    def __init__(self, n):
        self.n = n

    def __getattr__(self, name):
        if name == "n":
            return "empty"
        return 1


class Own(Usual):
    def __getattribute__(self, name):
        if name == "n":
            return 77
        return super().__getattribute__(name)


def usual(things, rounds):
    total = 0
    for _ in range(rounds):
        for thing in things:
            total += thing.n + thing.x + thing.y
    return total


print(usual([Usual(1)], ROUNDS), usual([Usual(1), Slotted(2), Own(3)], ROUNDS))
some = [Usual(1), Usual(2)]
some[0].x = 50
print(usual(some, ROUNDS))
del some[0].x
print(usual(some, ROUNDS), sum(Usual(n).double() for n in range(ROUNDS)))
Usual.y = 5
print(usual(some, ROUNDS))
empty = Slotted(1)
del empty.n
print([thing.n for thing in [Slotted(5), empty] * 3])
Usual.__getattribute__ = lambda self, name: 3
print(usual(some, ROUNDS))


class Guarded:
    def __init__(self, log):
        object.__setattr__(self, "log", log)

    def __setattr__(self, name, value):
        if value < 0:
            raise TypeError(f"{name}: {value}")
        self.log.append(name)
        object.__setattr__(self, name, value)


def guard(rounds):
    log = []
    refused = 0
    for n in range(rounds):
        guarded = Guarded(log)
        guarded.first = n
        try:
            guarded.second = 5 - n % 7
        except TypeError as error:
            refused += len(str(error))
        guarded.first += 1
    return len(log), refused, guarded.first, vars(guarded).keys()


print(guard(ROUNDS))


# --- cached_property ------------------------------------------------------------------------------------------

class Rectangle:
    def __init__(self, width, height):
        self.width, self.height = width, height

    @cached_property
    def diagonal(self):
        return (self.width**2 + self.height**2) ** 0.5


def diagonals(rounds):
    total = 0.0
    kept = Rectangle(3, 4)
    for n in range(rounds):
        shape = Rectangle(n, n + 1)
        total += shape.diagonal + shape.diagonal + kept.diagonal + shape.width
        if n % 7 == 0:
            vars(kept).pop("diagonal", None)
            kept.width += 1
    return round(total, 6), vars(kept)


print(diagonals(ROUNDS))
cached_property.__set__ = lambda self, instance, value: None
try:
    print(diagonals(ROUNDS)[0])
finally:
    del cached_property.__set__
print(diagonals(ROUNDS)[0])


# --- getattr() and setattr() --------------------------------------------------------------------------------------

class Mortal:
    def __init__(self, log, n):
        self.log, self.n = log, n

    def __del__(self):
        self.log.append((self.n, sys._getframe(1).f_code.co_name))


class Text(str):
    pass


class Plain:
    pass


def by_name(things, names, rounds):
    total = 0
    for n in range(rounds):
        for thing in things:
            for name in names:
                setattr(thing, name, n)
                total += getattr(thing, name)
        total += getattr(things[0], "absent", 1)
    return total


made = "".join(["a", "b", "c", "!"])
print(by_name([Plain()], ["a", "b"], ROUNDS), by_name([Plain(), Temperature(3)], ["a", "b", "celsius"], ROUNDS))
print(by_name([Plain()], ["a", made, Text("a")], ROUNDS))
for wrong in (1, None):
    try:
        by_name([Plain()], ["a", wrong], ROUNDS)
    except TypeError as error:
        print(error)


def dying(rounds):
    log = []
    thing = Plain()
    for n in range(rounds):
        setattr(thing, "held", Mortal(log, n))
        thing.other = Mortal(log, -n)
    return len(log), log[:3], list(vars(thing))


print(dying(ROUNDS))


class Storing:
    """A descriptor whose store lets objects die."""

    def __set__(self, instance, value):
        instance.__dict__["held"] = value
        return [value]

    def __get__(self, instance, owner):
        return instance.__dict__["held"]


class Keeper:
    held = Storing()


def keep(rounds):
    log = []
    keeper = Keeper()
    for n in range(rounds):
        keeper.held = Mortal(log, n)
        Keeper().held = Mortal(log, -n)
        log.append(keeper.held.n)
    return len(log), log[:6]


print(keep(ROUNDS))
