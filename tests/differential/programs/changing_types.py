"""Sites that saw one thing and then see another: classes, globals and builtins changed while code is hot."""

import builtins


class A:
    def f(self):
        return "A.f"
    value = 1


class B:
    def f(self):
        return "B.f"

    def __init__(self):
        self.value = 2


def call_f(o):
    return o.f()


def get_value(o):
    return o.value


def set_value(o, v):
    o.value = v


def warm(function, *args, turns=40):
    for _ in range(turns):
        result = function(*args)
    return result


a, b = A(), B()
out = [warm(call_f, a), call_f(b), call_f(a)]
A.f = lambda self: "patched"
out.append(call_f(a))
a.f = lambda: "instance"
out.append(call_f(a))
del a.f
out.append(call_f(a))
del A.f
try:
    call_f(a)
except AttributeError as error:
    out.append(str(error))
A.__getattr__ = lambda self, name: lambda: f"getattr {name}"
out.append(call_f(a))
del A.__getattr__
print(out)
out = [warm(get_value, a), warm(get_value, b), get_value(a)]
a.value = "own"
out.append(get_value(a))
del a.value
out.append(get_value(a))
A.value = property(lambda self: "property")
out.append(get_value(a))
A.value = 5
out.append(get_value(a))
b.__dict__.clear()
B.value = "class value of B"
out.append(get_value(b))
b.__class__ = A
out.append(get_value(b))
b.__dict__ = {"value": "new dict"}
out.append(get_value(b))
print(out)
c = A()
warm(set_value, c, 1)


class Data:
    def __set__(self, instance, value):
        instance.__dict__["value"] = ("data", value)

    def __get__(self, instance, owner):
        return "data get", instance.__dict__.get("value")


A.value = Data()
set_value(c, 2)
print(get_value(c), c.__dict__)
A.__setattr__ = lambda self, name, v: object.__setattr__(self, "via_setattr", v)
set_value(c, 3)
print(c.__dict__)
del A.__setattr__, A.value
set_value(c, 4)
print(c.__dict__)


class Base:
    def m(self):
        return "base"


class Derived(Base):
    pass


d = Derived()
out = [warm(lambda o: o.m(), d)]


def call_m(o):
    return o.m()


warm(call_m, d)
Base.m = lambda self: "base changed"
out.append(call_m(d))
Derived.m = lambda self: "derived"
out.append(call_m(d))
del Derived.m
out.append(call_m(d))


class Other:
    def m(self):
        return "other base"


Derived.__bases__ = (Other,)
out.append(call_m(d))
print(out)


def global_value():
    return changing


changing = 1
out = [warm(global_value)]
changing = 2
out.append(global_value())
globals()["changing"] = 3
out.append(global_value())
del changing
try:
    global_value()
except NameError as error:
    out.append(str(error))
builtins.changing = "builtin"
out.append(global_value())
changing = "global again"
out.append(global_value())
del changing
out.append(global_value())
del builtins.changing
try:
    global_value()
except NameError as error:
    out.append(str(error))
globals().update(changing="updated")
out.append(global_value())
for i in range(200):
    globals()[f"filler_{i}"] = i
out.append(global_value())
for i in range(200):
    del globals()[f"filler_{i}"]
out.append(global_value())
print(out)


def use_len(x):
    return len(x)


out = [warm(use_len, "abc")]
real = builtins.len
builtins.len = lambda x: "patched builtin"
out.append(use_len("abc"))
builtins.len = real
out.append(use_len("abc"))
len = lambda x: "global len"
out.append(use_len("abc"))
del len
out.append(use_len("abc"))
print(out)


def make_reader():
    def read():
        return shared
    return read


exec("shared = 'one'\ndef read(): return shared", space1 := {})
exec("shared = 'two'\ndef read(): return shared", space2 := {})
print(warm(space1["read"]), warm(space2["read"]))
import types
clone = types.FunctionType(space1["read"].__code__, space2)
print(clone(), space1["read"](), clone())
space1["read"].__code__ = (lambda: "new code").__code__
print(space1["read"](), clone())


def add(x, y):
    return x + y


values = [(1, 2), (1.5, 2.5), ("a", "b"), ([1], [2]), ((1,), (2,)), (1, 2.5), (2.5, 1), (True, 2), (2**70, 1), (1, 2**70), (b"a", b"b"), (1j, 1)]
print([[warm(add, *pair, turns=n) for pair in values] for n in (1, 20)][1])


def index(c, k):
    return c[k]


print([warm(index, *pair) for pair in (([1, 2], 0), ((1, 2), 1), ("ab", -1), ({"k": 1}, "k"), (b"ab", 0), ([1, 2], slice(1)), (range(5), 3), (type("G", (), {"__getitem__": lambda s, k: k})(), 9))])


def iterate(it):
    total = []
    for x in it:
        total.append(x)
    return total


print([warm(iterate, it, turns=10) for it in ([1, 2], (1, 2), "ab", range(2), {"k": 1}, {1: 2}.items(), frozenset([1]), b"ab")],
      iterate(iter([1])), iterate(x for x in "g"), iterate(map(str, [1])), iterate(enumerate("a")), iterate(zip("a", "b")), iterate(reversed([1, 2])))


def less(x, y):
    return "yes" if x < y else "no"


print([warm(less, *pair) for pair in ((1, 2), (1.5, 1), ("a", "b"), (2**70, 1), (1, 1.5), ((1,), (2,)), ({1}, {1, 2}), (True, False))])


def call(f, *a):
    return f(*a)


def call1(f, x):
    return f(x)


class New:
    def __init__(self, x):
        self.x = x

    def __repr__(self):
        return f"New({self.x})"


print([warm(call1, f, "12") for f in (int, str, len, New, lambda v: v * 2, "x".join, [].append, repr, float, a.__class__.__name__.__add__)])
New.__init__ = lambda self, x: setattr(self, "x", "changed init")
print(call1(New, 1))
New.__new__ = lambda cls, x: "not an instance"
print(call1(New, 1))


def truth(x):
    return 1 if x else 0


print([warm(truth, x) for x in (0, 1, "", "a", [], [0], None, 0.0, 0.5, {}, {1}, object(), type, 2**70, False)])


def method_on(o):
    return o.upper()


class Upper:
    def upper(self):
        return "mine"


print(warm(method_on, "abc"), method_on(Upper()), method_on(b"abc"), method_on("x"))
instances = []


class Grows:
    pass


def fill(o, n):
    for i in range(n):
        setattr(o, f"a{i}", i)
    o.last = n
    return o.last + o.a0


print([fill(Grows(), n) for n in (1, 5, 29, 30, 31, 60, 3)], fill(Grows(), 2))


def instance_order(o, flip):
    if flip:
        o.x = 1
        o.y = 2
    else:
        o.y = 2
        o.x = 1
    return o.x - o.y, list(o.__dict__)


print([instance_order(Grows(), i % 3 == 0) for i in range(5)])


def isinstance_site(x, kinds):
    return isinstance(x, kinds)


print([warm(isinstance_site, 1, k) for k in (int, str, (str, int), object, A)], isinstance_site(True, int))


class Meta(type):
    flag = "meta"


class Inst(metaclass=Meta):
    pass


print(warm(lambda: Inst.flag))


def class_attr():
    return Inst.flag


warm(class_attr)
Inst.flag = "own"
print(class_attr())
Meta.flag = property(lambda cls: "meta property")
print(class_attr())
del Inst.__class__.flag
print(class_attr())
import math as module


def module_attr():
    return module.special


module.special = 1
warm(module_attr)
module.special = 2
print(module_attr())
del module.special
try:
    module_attr()
except AttributeError as error:
    print(error)
