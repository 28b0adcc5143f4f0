"""gc.collect() and what can be asked about it: counts, generations, statistics, debug flags, callbacks that misbehave."""

import ctypes
import gc
import sys
import weakref


class K:
    pass


def cycle(n=1):
    for _ in range(n):
        k = K()
        k.me = k


gc.disable()
gc.collect()
print(gc.get_count(), gc.get_threshold())
keep = [K() for _ in range(50)]
print(gc.get_count()[1:])
gc.collect(0)
print(gc.get_count())
gc.collect(0)
print(gc.get_count()[1:])
gc.collect(1)
print(gc.get_count())
gc.collect(1)
gc.collect(1)
print(gc.get_count()[1:])
gc.collect()
print(gc.get_count())
d = {}
print(gc.get_count()[1:])

# Which generation an object is in.
k = K()


def generation(o):
    return [any(x is o for x in gc.get_objects(i)) for i in range(3)]


print(generation(k))
gc.collect(0)
print(generation(k))
gc.collect(0)
print(generation(k))
gc.collect(1)
print(generation(k))
gc.freeze()
print(generation(k), gc.get_count())
gc.unfreeze()
print(generation(k))

# Statistics.
before = gc.get_stats()
cycle(10)
print(gc.collect(0), gc.collect(1), gc.collect(2))
cycle(3)
gc.collect(1)
after = gc.get_stats()
print([{name: new[name] - old[name] for name in new} for old, new in zip(before, after)])

# Arguments.
for arguments in ((True,), (2.0,), (None,), (5,), (-1,), (0, 1), (10**30,)):
    try:
        print(arguments, gc.collect(*arguments))
    except (TypeError, ValueError, OverflowError) as error:
        print(arguments, type(error).__name__, error)
for names in ({"generation": 1}, {"generation": "x"}, {"other": 1}):
    try:
        print(names, gc.collect(**names))
    except TypeError as error:
        print(names, type(error).__name__, error)


class Index:
    def __index__(self):
        cycle(5)
        return 1


print(gc.collect(Index()))
for arguments in ((), (1, 2, 3, 4), ("a",), (100, "b"), (50,), (60, 7), (70, 8, 9), (Index(), 11, 12), (2.5,)):
    try:
        print(arguments[1:], gc.set_threshold(*arguments), gc.get_threshold())
    except TypeError as error:
        print(arguments[1:], error, gc.get_threshold())
gc.set_threshold(700, 10, 10)
for function in (gc.collect, gc.get_threshold, gc.set_threshold):
    print(function.__name__, function.__module__, function.__self__ is gc, function.__doc__, repr(function)[:18])
    print(getattr(function, "__text_signature__", None), type(function).__name__)

# Collections by C code.
log = []
gc.callbacks.append(lambda phase, info: log.append((phase, info)))
cycle(4)
r = weakref.ref(K())
ctypes.pythonapi.PyGC_Collect()  # does nothing: it is disabled
print(log)
gc.enable()
ctypes.pythonapi.PyGC_Collect()
print(log)
log.clear()
print(ctypes.pythonapi.PyGC_Disable(), gc.isenabled(), ctypes.pythonapi.PyGC_Enable(), gc.isenabled())
gc.disable()


# Callbacks that raise, or collect.
def bad(phase, info):
    raise ValueError(phase)


def again(phase, info):
    log.append(("nested", gc.collect()))


hook = sys.unraisablehook
sys.unraisablehook = lambda info: log.append((info.exc_value, info.object is bad))
gc.callbacks[:0] = [bad, again]
cycle(2)
print(gc.collect())
print(log)
gc.callbacks.clear()
log.clear()


# Finalizers that raise, that make garbage, that collect, that look around.
class Final:
    def __init__(self, what):
        self.me = self
        self.what = what

    def __del__(self):
        log.append(self.what)
        if self.what == "raises":
            raise KeyError(self.what)
        if self.what == "makes garbage":
            cycle(7)
        if self.what == "collects":
            log.append(gc.collect())
        if self.what == "looks":
            log.append(any(o is self for o in gc.get_objects()))
            log.append(gc.is_tracked(self))
            log.append(gc.is_finalized(self))


for what in ("raises", "makes garbage", "collects", "looks"):
    Final(what)
    print(what, gc.collect(), log)
    log.clear()
print(gc.collect())
sys.unraisablehook = hook

# Everything is kept.
gc.set_debug(gc.DEBUG_SAVEALL)
cycle(3)
print(gc.collect(), [type(o).__name__ for o in gc.garbage])
gc.set_debug(0)
gc.garbage.clear()
print(gc.collect(), gc.get_debug())

# The order of finalizers and of the callbacks of weak references.
order = []


class Ordered:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        order.append(self.name)


def ring(names):
    members = [Ordered(name) for name in names]
    for one, other in zip(members, members[1:] + members[:1]):
        one.next = other
    return [weakref.ref(one, lambda ref, name=one.name: order.append("ref " + name)) for one in members]


refs = ring("abcde")
gc.collect()
print(order)

# What is untracked, and when.
t = (1, (2, (3, "x")), ())
u = (1, [])
d = {"a": (1, 2), "b": t}
e = {"a": []}
print([gc.is_tracked(o) for o in (t, u, d, e)])
gc.collect(0)
print([gc.is_tracked(o) for o in (t, u, d, e)])
gc.collect()
print([gc.is_tracked(o) for o in (t, u, d, e)])
gc.collect()
print([gc.is_tracked(o) for o in (t, u, d, e)])
d["c"] = []
print(gc.is_tracked(d))
