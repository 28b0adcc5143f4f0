"""Methods that return an object which the caller's register already has: who drops what, and what stays as it is."""

import sys


class Vec:
    __slots__ = ("x", "y", "__weakref__")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __mul__(self, factor):
        return Vec(self.x * factor, self.y * factor)

    def __iadd__(self, other):
        self.x += other.x
        self.y += other.y
        return self

    def add(self, other):
        self.x += other.x
        return self


class Loud(Vec):
    __slots__ = ("name",)

    def __init__(self, name, x, y):
        super().__init__(x, y)
        self.name = name

    def __del__(self):
        print("gone", self.name, self.x, self.y)


class Fickle(Vec):
    """In-place addition that gives another object, whose place the old one leaves."""

    __slots__ = ()

    def __iadd__(self, other):
        self.x += other.x
        if self.x > 40:
            return Loud("fickle", self.x, other.y)
        return self


class Holder:
    def __init__(self, vec):
        self.vec = vec

    def step(self, other, factor):
        self.vec += other * factor
        return self

    def chained(self, other):
        return self.vec.add(other).add(other * 0.5).x

    def replaced(self, other):
        vec = self.vec
        vec.x = 1.5
        self.vec = other
        vec = vec.add(other)
        return vec


def in_place(holder, rounds):
    total = 0.0
    for i in range(rounds):
        drag = holder.vec * 0.25
        holder.step(drag, i % 3)
        total += holder.vec.x + drag.x
    return total, sys.getrefcount(holder.vec)


def locals_returned(rounds):
    seen = []
    vec = Vec(0.5, 1.5)
    for i in range(rounds):
        vec = vec.add(vec)
        other = vec
        other += Vec(i, -i)
        vec.x = other.x % 7.0
        if i % 50 == 0:
            seen.append((vec is other, vec.x, vec.y, sys.getrefcount(vec)))
    return seen


def deaths(rounds):
    for i in range(rounds):
        loud = Loud(f"loud {i}", i, 1)
        loud += Vec(1, 2)
        loud = loud.add(loud)
        if i % 20 == 0:
            print("round", i, loud.x, sys.getrefcount(loud))


def replacements(rounds):
    holder = Holder(Vec(1.0, 1.0))
    kept = holder.vec
    total = 0.0
    for i in range(rounds):
        given = Vec(i * 0.5, 2.0)
        old = holder.replaced(given)
        total += old.x + (old is kept) + (holder.vec is given)
        kept = given
    print(total, sys.getrefcount(given), sys.getrefcount(old))


for _ in range(12):
    holder = Holder(Vec(0.001, 0.002))
    print(in_place(holder, 60), holder.chained(Vec(2.0, 3.0)))
    print(locals_returned(120))
replacements(200)
deaths(45)

for start in range(4):
    holder = Holder(Fickle(start, 1))
    for i in range(60):
        holder.step(Vec(1, i), 1)
    print("fickle", type(holder.vec).__name__, holder.vec.x)
holder = None
print("done")
