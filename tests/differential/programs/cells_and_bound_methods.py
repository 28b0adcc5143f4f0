"""Births and deaths of cells and bound methods, whose memory is used again: counts of references, weak references and
their callbacks, the order of deaths, finalizers that make new ones, what the collector is told, methods that change."""

import gc
import sys
import weakref

rc = sys.getrefcount


class K:
    def __init__(self, name="k"):
        self.name = name

    def method(self, x=0):
        return self.name, x

    def __del__(self):
        log.append("del " + self.name)


log = []


def load(k):
    return k.method


# --- Bound methods -----------------------------------------------------------------------------------

k = K()
for turn in range(20):
    before = rc(k), rc(K.method)
    m = load(k)
    during = rc(k), rc(K.method), rc(m)
    n = load(k)
    same = m is n, m == n, hash(m) == hash(n), m.__self__ is k, m.__func__ is K.method
    result = m(turn), n()
    del m, n
    after = rc(k), rc(K.method)
print(before, during, same, result, after)
print(gc.is_tracked(load(k)), sys.getsizeof(load(k)), load(k).__name__, load(k).__qualname__)


def die_in_order():
    first = load(K("first"))
    second = load(K("second"))
    log.append("made")
    first = None
    log.append("between")
    return second()


for turn in range(3):
    log.clear()
    print(die_in_order(), log)


def watched(turn):
    m = load(k)
    ref = weakref.ref(m, lambda ref: log.append(f"callback {turn}"))
    alive = ref() is m
    del m
    return alive, ref() is None, weakref.getweakrefcount(load(k))


log.clear()
print([watched(turn) for turn in range(5)], log)

kept = [load(k) for _ in range(400)]
print(rc(k), len({id(m) for m in kept}), all(m() == ("k", 0) for m in kept))
del kept
print(rc(k))


def site(o):
    return o.method


class Other:
    method = 1


class Static:
    @staticmethod
    def method():
        return "static"


class Derived(K):
    def __del__(self):
        pass


class Slots:
    __slots__ = ()

    def method(self):
        return "slots"


for o in [K("a"), Other(), Static(), Derived("d"), Slots(), K("b"), Derived("e")] * 3:
    found = site(o)
    print(found() if callable(found) else found, end=" ")
print()

d = Derived("shadowed")
print(site(d)(1), end=" ")
d.method = lambda: "its own"
print(site(d)(), end=" ")
del d.method
print(site(d)(2), end=" ")
Derived.method = lambda self: "another"
print(site(d)(), end=" ")
del Derived.method
print(site(d)(3), end=" ")
d.__dict__["method"] = len
print(site(d)("four"))


class Revives:
    def method(self):
        return self

    def __del__(self):
        log.append("revived")
        revived.append(self.method)


revived = []
log.clear()
for _ in range(3):
    m = Revives().method
    del m
print(log, [type(m()).__name__ for m in revived])
revived.clear()
print(log)

try:
    for _ in range(3):
        site(None)
except AttributeError as error:
    print(error)

# --- Cells ------------------------------------------------------------------------------------------


def counter(start):
    count = start

    def step(by=1):
        nonlocal count
        count += by
        return count

    return step


for turn in range(20):
    steps = [counter(n) for n in range(5)]
    totals = [step(n) for n, step in enumerate(steps)]
    cell = steps[3].__closure__[0]
    del steps
    contents = cell.cell_contents, rc(cell), gc.is_tracked(cell), gc.get_referents(cell)
print(totals, contents)


def dies(name):
    k = K(name)

    def inner():
        return k

    log.append("inner made")
    if name == "deleted":
        del k
        log.append("cell emptied")
    return rc(inner), inner.__closure__[0]


for name in "left", "deleted", "left":
    log.clear()
    count, cell = dies(name)
    log.append("returned")
    try:
        print(cell.cell_contents.name, end=" ")
    except ValueError as error:
        print(error, end=" ")
    del cell
    print(count, log)


def unbound():
    def inner():
        return late

    try:
        inner()
    except NameError as error:
        return str(error)
    late = 1


print([unbound() for _ in range(3)])


class Makes:
    """Its death needs cells and bound methods of its own."""

    def __init__(self, left):
        self.left = left

    def again(self):
        return self.left

    def __del__(self):
        again = self.again
        left = again()
        log.append((lambda: left)())


def holds(left):
    made = Makes(left)
    return lambda: made.left


log.clear()
for n in range(5):
    holds(n)()
print(log)


def nested(depth):
    """Closures that hold each other, one in the cell of the next."""
    chain = None
    for n in range(depth):
        def link(before=None, after=chain):
            return after
        chain = link
    return chain


def depth_of(chain):
    depth = 0
    while chain is not None:
        chain = chain()
        depth += 1
    return depth


print(depth_of(nested(200)))


def wrapped(depth):
    chain = None
    for _ in range(depth):
        chain = (lambda inner: lambda: inner)(chain)
    return chain


print(depth_of(wrapped(5000)))

# --- What the collector is told ------------------------------------------------------------------------


def born(make, count):
    """How many objects the collector thinks were allocated."""
    gc.collect()
    before = gc.get_count()[0]
    kept = [None] * count
    for n in range(count):
        kept[n] = make(n)
    after = gc.get_count()[0]
    for n in range(count):
        kept[n] = None
    return after - before, gc.get_count()[0] - before


def bound(n):
    return k.method


def celled(n):
    def inner():
        return n
    return inner


gc.disable()
for make in bound, celled:
    # (While code is being compiled, the engine makes tuples of its own, which wait in the host's free lists: the usual one.)
    counts = [born(make, 200) for _ in range(25)]
    print(max(counts, key=counts.count))
gc.enable()

# In cycles they are found.
refs = []
for n in range(50):
    o = K("cycle")
    o.name = o.method
    o.self = (lambda o: lambda: o)(o)
    refs.append(weakref.ref(o))
    K.__del__ = lambda self: None
    del o
print(gc.collect() >= 150, sum(ref() is not None for ref in refs))
