"""__del__ and weak references: exceptions inside, resurrection, order, callbacks, finalize, at exit."""

import atexit
import gc
import sys
import weakref


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


class Fails:
    def __del__(self):
        raise ValueError("in del")


class Saves:
    saved = []

    def __del__(self):
        print("saving")
        Saves.saved.append(self)


sys.unraisablehook = lambda u: print("unraisable", type(u.exc_value).__name__, u.exc_value, u.object.__qualname__, u.exc_traceback is not None)
Fails()
f = Fails()
del f
s = Saves()
del s
print(len(Saves.saved))
Saves.saved.clear()
print("second time silent")
n = Noisy("weakly referenced")
r = weakref.ref(n, lambda ref: print("callback", ref() is None))
p = weakref.proxy(n)
print(r() is n, p.name, weakref.getweakrefcount(n), weakref.ref(n) is weakref.ref(n), r == weakref.ref(n))
del n
print(r())
try:
    p.name
except ReferenceError as error:
    print(error)
for bad in (1, "s", (), None, [], {}):
    try:
        weakref.ref(bad)
    except TypeError as error:
        print(error)
d = weakref.WeakValueDictionary()
k = Noisy("value")
d["k"] = k
print(len(d), "k" in d)
del k
print(len(d), dict(d))
wk = weakref.WeakKeyDictionary()
key = Noisy("key")
wk[key] = 1
del key
print(len(wk))
ws = weakref.WeakSet()
m = Noisy("member")
ws.add(m)
m = None
print(len(ws))


class Owner:
    def method(self):
        return "method"


o = Owner()
wm = weakref.WeakMethod(o.method)
print(wm()())
bound = weakref.ref(o.method)
print(bound())
del o
print(wm())
t = Noisy("finalized")
weakref.finalize(t, print, "finalize called", "with args")
del t
f = weakref.finalize(Noisy, print, "class finalizer at exit")
f.atexit = False


def callback_raises(ref):
    raise KeyError("callback")


n = Noisy("with raising callback")
r = weakref.ref(n, callback_raises)
sys.unraisablehook = lambda u: print("unraisable", repr(u.exc_value))
del n


def order():
    a = Noisy("a")
    b = Noisy("b")
    a.b = b
    print("leaving")


order()


class Parent:
    def __init__(self):
        self.children = [Child(self) for _ in range(2)]

    def __del__(self):
        print("parent", len(self.children))


class Child:
    def __init__(self, parent):
        self.parent = weakref.ref(parent)

    def __del__(self):
        print("child, parent is", self.parent())


Parent()
n = Noisy("replaced in container")
items = [n]
del n
items[0] = None
print("replaced")
items = {"k": Noisy("in dict")}
items["k"] = 1
print("replaced in dict")
s = {Noisy("in set")}
s.clear()


class DelChanges:
    registry = {}

    def __del__(self):
        self.registry[len(self.registry)] = "deleted"
        global changed_by_del
        changed_by_del = True
        try:
            raise OSError
        except OSError:
            pass


try:
    raise KeyError("active")
except KeyError:
    DelChanges()
    print(sys.exc_info()[0].__name__, changed_by_del, DelChanges.registry)


def del_during_return():
    x = DelChanges()
    return len(DelChanges.registry)


print(del_during_return(), DelChanges.registry)


class SlotsDel:
    __slots__ = ("v", "__weakref__")

    def __del__(self):
        print("slots del", self.v.name)


x = SlotsDel()
x.v = Noisy("in slot")
del x
x = [Noisy(f"list {i}") for i in range(3)]
del x
x = {i: Noisy(f"dict {i}") for i in range(3)}
del x
x = (Noisy("t1"), Noisy("t2"))
x = None


def generator():
    n = Noisy("in generator")
    yield
    print("not reached")


g = generator()
next(g)
del g


def cyc():
    a = Noisy("cycle")
    a.me = a


cyc()
print("collect")
gc.collect()
atexit.register(print, "atexit 1")


@atexit.register
def bye():
    print("atexit 2")
    raise_later()


def raise_later():
    print("atexit runs our functions", Noisy.__name__)


atexit.register(atexit.unregister, print)
at_end = Noisy("global at exit")
at_end_cycle = Noisy("cycle at exit")
at_end_cycle.me = at_end_cycle
