"""The collector as a program sees it: is_tracked, counts, callbacks, cycles, resurrection, weak references, freeze."""

import gc
import weakref


class K:
    pass


class Slots:
    __slots__ = ()


def tracked():
    k = K()
    values = [1, 1.5, "s", None, (), (1, []), [], {}, {"a": 1}, {"a": []}, k, K, Slots(), len, tracked, lambda: 0, (i for i in ()), set(),
              frozenset(), b"", range(3), slice(1), [].append, k.__init__, type, object(), Exception(), iter([]), {}.keys()]
    return [gc.is_tracked(v) for v in values]


print(tracked(), tracked())


def built(n):
    return gc.is_tracked((n, n)), gc.is_tracked((n, [n])), gc.is_tracked({n: n}), gc.is_tracked({n: [n]}), gc.is_tracked([n])


print(built(1), built("a"), built([]) if False else "")


def star(*args, **kwargs):
    return gc.is_tracked(args), gc.is_tracked(kwargs)


print(star(), star(1), star([]), star(a=1), star(a=[]), star(*[1, 2]))
gc.collect()
gc.disable()
print(gc.isenabled(), gc.get_threshold(), gc.get_debug())


def make_cycle(name, log):
    class Node:
        def __del__(self):
            log.append(f"del {self.name}")
    a, b = Node(), Node()
    a.name, b.name = name + " a", name + " b"
    a.other, b.other = b, a


log = []
make_cycle("cycle", log)
print(log)
gc.collect()
print(sorted(log))
gc.collect()
print(gc.collect(), gc.garbage)


def count_cycles(n):
    for _ in range(n):
        l = []
        l.append(l)


gc.collect()
count_cycles(10)
print(gc.collect())


class Resurrect:
    saved = []

    def __init__(self):
        self.me = self

    def __del__(self):
        print("finalizing")
        Resurrect.saved.append(self)


Resurrect()
gc.collect()
print(len(Resurrect.saved))
Resurrect.saved.clear()
gc.collect()
print("not finalized twice", len(Resurrect.saved))
events = []
gc.callbacks.append(lambda phase, info: events.append((phase, info["generation"], sorted(info))))
gc.collect(0)
gc.collect(1)
gc.collect()
gc.callbacks.clear()
print(events)
for bad in (3, -1, "a"):
    try:
        gc.collect(bad)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
k = K()
k.self = k
r = weakref.ref(k, lambda ref: events.append("weakref dead"))
events.clear()
del k
print(r() is None)
gc.collect()
print(r() is None, events)
k = K()
k.list = [k]
print(len(gc.get_referrers(k.list)), len([o for o in gc.get_referents(k) if o is k.list]), k.__dict__ in gc.get_objects())
print(any(o is k for o in gc.get_objects()), gc.is_finalized(k))
gc.freeze()
print(gc.get_freeze_count() > 0)
gc.unfreeze()
print(gc.get_freeze_count())
gc.set_threshold(500, 5, 5)
print(gc.get_threshold())
gc.set_threshold(700, 10, 10)
print(len(gc.get_stats()), sorted(gc.get_stats()[0]), len(gc.get_count()))
gc.enable()


def automatic():
    """Enough garbage makes the collector run by itself."""
    dead = []

    class Cycle:
        def __init__(self):
            self.me = self

        def __del__(self):
            dead.append(1)
    for _ in range(20000):
        Cycle()
    return len(dead) > 1000


print(automatic())


def frame_cycle():
    try:
        raise ValueError
    except ValueError as error:
        keep = error
    return weakref.ref(K())


def generator_cycle():
    def g():
        me = yield
        try:
            yield
        finally:
            print("generator in a cycle closed")
    x = g()
    next(x)
    x.send(x)


gc.collect()
generator_cycle()
print("made")
gc.collect()


def exception_cycle():
    k = K()
    ref = weakref.ref(k)
    try:
        raise ValueError
    except ValueError as error:
        held = error
    return ref


ref = exception_cycle()
print(ref() is None)
gc.collect()
print(ref() is None)


def closure_cycle():
    k = K()
    ref = weakref.ref(k)

    def recursive():
        return recursive, k
    return ref


ref = closure_cycle()
print(ref() is None)
gc.collect()
print(ref() is None)
uncollected = []


class Order:
    def __init__(self, n):
        self.n = n
        self.cycle = self

    def __del__(self):
        uncollected.append(self.n)


for n in range(5):
    Order(n)
gc.collect()
print(uncollected)
