"""Births and deaths of plain instances: attribute storage that is used again, classes made again at the same address,
the order of deaths, weak references, finalizers, resurrection, dictionaries of instances, slots, deep structures."""

import gc
import sys
import weakref


class Node:
    def __init__(self, value, left=None, right=None):
        self.value = value
        self.left = left
        self.right = right


def tree(depth):
    return Node(depth, tree(depth - 1), tree(depth - 1)) if depth else Node(0)


def total(node):
    return node.value + (total(node.left) + total(node.right) if node.left else 0)


for turn in range(3):
    t = tree(10)
    print(total(t))
    del t


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def order():
    n = Node(Loud("value"), Node(Loud("left value"), Loud("left left")), [Loud("list 0"), (Loud("tuple 0"), Loud("tuple 1"))])
    n.left.right = Loud("left right")
    n = None
    print("end of order")


order()


class Slots:
    __slots__ = ("b", "a")

    def __init__(self, a, b=None):
        self.a = a
        if b is not None:
            self.b = b


for turn in range(3):
    s = Slots(Loud("a"), Loud("b"))
    s = Slots(Loud("only a"))
    try:
        s.b
    except AttributeError as error:
        print(error)
    s = None


class Changing:
    def __init__(self, n):
        self.first = n
        if n % 2:
            self.second = n
        if n % 3:
            setattr(self, f"attribute{n % 40}", n)


for n in range(300):
    c = Changing(n)
    if n % 50 == 0:
        print(sorted(c.__dict__.items()), list(vars(c)))
    if n % 7 == 0:
        d = c.__dict__
        d["more"] = 1
        c = None
        print(d["first"], len(d)) if n % 70 == 0 else None
c = Changing(5)
print(list(c.__dict__))
d = Changing(6)
d.zzz = 1
d.aaa = 2
print(list(d.__dict__))


class Other:
    def __init__(self, n):
        self.other = n


def switch(n):
    c = Changing(n)
    c.__class__ = Other
    return c.__dict__


print([switch(n) for n in range(4)])


def referenced(n):
    o = Other(n)
    seen = []
    ref = weakref.ref(o, lambda r: seen.append(n))
    alive = ref() is o
    del o
    return alive, ref() is None, seen


print([referenced(n) for n in range(4)])

kept = []


class Phoenix:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        kept.append(self)


for n in range(5):
    Phoenix(n)
print([p.n for p in kept])
kept.clear()
print(len(kept))


def made_again(n):
    if n % 3 == 0:

        class Local:
            def __init__(self, a):
                self.a = a
    elif n % 3 == 1:

        class Local:
            __slots__ = ("x",)

            def __init__(self, a):
                self.x = [a]
    else:

        class Local:
            def __init__(self, a):
                for i in range(12):
                    setattr(self, "a%d" % i, a + i)

    made = [Local(n) for _ in range(40)]
    return sum(getattr(m, "a11", None) or getattr(m, "a", 0) or len(m.x) for m in made)


print([made_again(n) for n in range(1, 60)])
gc.collect()
print([made_again(n) for n in range(1, 60)])


class Late:
    def __init__(self):
        self.x = 1


for n in range(10):
    Late()
Late.__del__ = lambda self: print("late", self.x)
Late()
del Late.__del__
Late()


class Link:
    def __init__(self, next):
        self.next = next


chain = None
for n in range(100_000):
    chain = Link(chain)
chain = None
nested = ()
for n in range(100_000):
    nested = (nested, [nested])
    if n % 100:
        nested = nested[0]
nested = None
print("deep structures are gone")


def cycle():
    a = Link(None)
    b = Link(a)
    a.next = b
    return weakref.ref(a)


refs = [cycle() for _ in range(10)]
gc.collect()
print([r() for r in refs])


print(gc.is_tracked(Link(None)), gc.is_tracked(Slots(1)))
print([sys.getrefcount(Link) - sys.getrefcount(Link) for _ in range(3)])
before = sys.getrefcount(Link)
live = [Link(1) for _ in range(10)]
print(sys.getrefcount(Link) - before)
del live
print(sys.getrefcount(Link) - before)


class Base:
    def __init__(self):
        self.base = 1


class Derived(Base):
    def __init__(self):
        super().__init__()
        self.derived = 2


class Mixed(Base):
    __slots__ = ("slot",)

    def __init__(self):
        super().__init__()
        self.slot = Loud("slot")


class Numbers(list):
    def __init__(self, n):
        super().__init__(range(n))
        self.n = n


for n in range(3):
    print(vars(Derived()), Mixed().base, Numbers(3), vars(Numbers(2)))


class Broken:
    def __init__(self, n):
        self.n = Loud(n)
        raise ValueError(n)


for n in range(3):
    try:
        Broken(n)
    except ValueError as error:
        print(error)
        error = None


class Reenter:
    def __init__(self, depth):
        self.depth = depth

    def __del__(self):
        if self.depth:
            holder = Node(Reenter(self.depth - 1), Other(1))
            del holder


Node(Reenter(5), Reenter(3))
print("end")
