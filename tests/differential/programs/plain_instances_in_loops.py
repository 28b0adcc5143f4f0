"""Instances of classes without `__init__` that loops make: passed on, given attributes, kept, and dying."""

import sys


class Plain:
    size = 3

    def grow(self, by):
        self.size = self.size + by
        return self

    def total(self):
        return self.size * 2


class Slotted:
    __slots__ = ("x", "y")

    def fill(self, x):
        self.x = x
        self.y = self
        return self


class Watched:
    died = 0

    def __del__(self):
        Watched.died += 1


class Seen:
    def frame(self):
        return sorted(sys._getframe().f_locals) == ["self"] and type(sys._getframe().f_locals["self"]) is Seen


def loop(rounds):
    total = 0
    kept = []
    last = None
    for n in range(rounds):
        plain = Plain()
        total += plain.size + plain.grow(n).total()
        slotted = Slotted().fill(n)
        total += slotted.x + (slotted.y is slotted)
        slotted.y = None
        if n % 500 == 7:
            kept.append(plain)
            kept.append(Plain())
            total += len(vars(kept[-1]))
        if n % 700 == 3:
            last = plain
        plain = Plain()
        plain.first, plain.second = n, last
        if n % 900 == 5:
            total += sorted(vars(plain)) == ["first", "second"]
            kept.append(plain)
    return total, [vars(each).get("size") for each in kept], last.size


print(loop(3000))


def dying(rounds):
    for n in range(rounds):
        watched = Watched()
        other = Plain()
        other.held = watched
    return Watched.died


print(dying(2000), Watched.died)


def seen(rounds):
    right = 0
    for n in range(rounds):
        right += Seen().frame()
    return right


print(seen(1000))


def changed(rounds):
    """The class gets an `__init__`, and loses it."""
    total = 0
    for n in range(rounds):
        if n == rounds // 3:
            Plain.__init__ = lambda self: setattr(self, "size", 100)
        if n == 2 * rounds // 3:
            del Plain.__init__
        total += Plain().size
    return total


print(changed(3000))
