"""Attribute access: __getattr__, __getattribute__, __setattr__, __delattr__, modules, suggestions, dict subclasses."""

import sys
import types


class All:
    def __init__(self):
        object.__setattr__(self, "log", [])

    def __getattribute__(self, name):
        log = object.__getattribute__(self, "log")
        log.append(f"getattribute {name}")
        if name == "log":
            return log
        return object.__getattribute__(self, name)

    def __getattr__(self, name):
        object.__getattribute__(self, "log").append(f"getattr {name}")
        if name == "absent":
            raise AttributeError("really absent")
        return name.upper()

    def __setattr__(self, name, value):
        object.__getattribute__(self, "log").append(f"setattr {name} {value}")
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        object.__getattribute__(self, "log").append(f"delattr {name}")
        object.__delattr__(self, name)

    def method(self):
        return "method"


a = All()
a.x = 1
a.x += 1
print(a.x, a.y, a.method())
del a.x
for code in ("a.absent", "del a.never", "a.__dict__['z'] = 5; print(a.z)", "hasattr(a, 'absent')", "getattr(a, 'absent', 'd')", "vars(a)"):
    try:
        exec(code)
    except AttributeError as error:
        print(code, error)
print(a.log)


class OnlyGetattr:
    present = 1

    def __getattr__(self, name):
        if name.startswith("raise"):
            raise KeyError(name)
        return f"made {name}"


o = OnlyGetattr()
print(o.present, o.absent, OnlyGetattr.present)
try:
    o.raise_it
except KeyError as error:
    print(error)
try:
    OnlyGetattr.absent
except AttributeError as error:
    print(error)
print(len([o.absent for _ in range(50)]))


class K:
    attribute = 1

    def __init__(self):
        self.number = 2


k = K()
for code in ("k.numbr", "k.attribut", "K.attribut", "sys.pth", "None.x", "(5).x", "''.uper()", "k.number.real.imagg", "len.x", "int.x", "k.x.y", "k.attribute.x = 1",
             "None.x = 1", "(5).x = 1", "len.x = 1", "int.x = 1", "del int.x", "del k.x", "del (5).real", "(5).real = 1", "object().x = 1", "''.x = 1", "k.__class__ = 5",
             "k.__dict__ = 5", "del k.__dict__; print(k.__dict__)", "k.__doc__ = 'd'; print(k.__doc__)", "K.__name__ = 5", "K.__name__ = 'Renamed'; print(K)", "K.__mro__ = ()",
             "K.__dict__['x'] = 1", "(lambda: 0).x = 1", "k.__weakref__", "type(k).__weakref__.__name__", "K.__bases__ = (int,)", "K.__bases__ = ()", "[].__class__ = tuple", "{}.x", "[].x = 1",
             "setattr(k, 5, 1)", "getattr(k, 5)", "getattr(k, 'a b', 'default')", "setattr(k, 'a b', 1); print(getattr(k, 'a b'))", "delattr(k, 'a b')", "hasattr(k, 5)", "k.method"):
    try:
        exec(code)
        print(code, "fine")
    except Exception as error:
        print(code, "->", type(error).__name__, error)
module = types.ModuleType("made")
module.x = 1
try:
    module.y
except AttributeError as error:
    print(error)
module.__getattr__ = lambda name: f"module {name}"
print(module.y, module.x)


class ModuleSub(types.ModuleType):
    @property
    def computed(self):
        return "computed"

    def __setattr__(self, name, value):
        super().__setattr__(name, (value,))


module.__class__ = ModuleSub
module.z = 1
print(module.computed, module.z)


class DictSub(dict):
    def __getitem__(self, key):
        return "never asked"


class Odd:
    pass


odd = Odd()
odd.__dict__ = DictSub(real=1)
print(odd.real)
odd.new = 2
print(dict.__getitem__(odd.__dict__, "new"))
shared = {}
one, two = Odd(), Odd()
one.__dict__ = two.__dict__ = shared
one.attr = "shared"
print(two.attr, shared)


class Interned:
    pass


i = Interned()
setattr(i, "na" + "me", 1)
print(i.name, vars(i))
i.__dict__["name"] = 2
print(i.name)
i.__dict__[5] = "not a string"
print(sorted(map(str, i.__dict__)))
name = "".join(["dyn", "amic"])
setattr(Interned, name, 3)
print(i.dynamic, getattr(i, "dynamic"))


class Str(str):
    pass


setattr(i, Str("subclass"), 4)
print(i.subclass, getattr(i, Str("subclass")))


class Recursive:
    def __getattr__(self, name):
        return self.missing


try:
    Recursive().x
except RecursionError:
    print("recursion")


class Order:
    x = property(lambda self: "property", lambda self, v: print("property set", v))
    y = 1

    def __init__(self):
        self.__dict__["x"] = "instance"
        self.y = 2


order = Order()
print(order.x, order.y)
order.x = 5
print(order.__dict__)


class NoDict:
    __slots__ = ()

    def __getattr__(self, name):
        return "no dict " + name


print(NoDict().anything)
try:
    NoDict().x = 1
except AttributeError as error:
    print(error)


def function():
    function.count += 1
    return function.count


function.count = 0
print([function() for _ in range(3)], function.__dict__)
print(function.__name__, function.__qualname__, function.__doc__, function.__module__, function.__globals__ is globals(), function.__defaults__)
method = k.__init__
for code in ("method.x = 1", "method.__func__.x = 1; print(method.x)", "method.__self__ = 1", "del function.count; function()", "k.attribute.real = 1"):
    try:
        exec(code)
    except Exception as error:
        print(code, "->", type(error).__name__, error)
