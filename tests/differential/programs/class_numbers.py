"""Numbers in classes that change: counted by methods, seen by instances, by classes derived from them, by caches that were
there before; names that become methods, properties, other kinds of numbers, and vanish."""

ROUNDS = 400


class Base:
    count = 0
    rate = 0.5
    other = 3

    def __init__(self):
        Base.count += 1
        self.number = self.count

    def show(self):
        return self.count, self.rate, type(self).count, type(self).other


class Derived(Base):
    def __init__(self):
        super().__init__()
        Derived.rate = Base.rate * 2


class Own(Base):
    count = 1000

    def __init__(self):
        super().__init__()
        Own.count -= 1


class Meta(type):
    pass


class OfMeta(Base, metaclass=Meta):
    pass


def work(kinds, rounds):
    total = 0
    for n in range(rounds):
        for kind in kinds:
            thing = kind()
            total += thing.number + kind.count + thing.count
            Base.rate += 0.25
            if n % 100 == 0:
                print(kind.__name__, thing.show(), Base.count, vars(Base)["count"])
    return total


print(work([Base], ROUNDS))
print(work([Base, Derived, Own, OfMeta], ROUNDS))


def reads(kinds, rounds):
    return sum(kind.other for _ in range(rounds) for kind in kinds)


kinds = [Base, Derived, Own, OfMeta]
print(reads(kinds, ROUNDS))
for n in range(5):
    Base.other = n * 1000
    print(reads(kinds, 50), getattr(Derived, "other"), Own().other, hasattr(OfMeta, "other"))
Derived.other = 7
for n in range(5):
    Base.other = n
    Derived.other += 1
    print(reads(kinds, 50), [kind.other for kind in kinds])
del Derived.other
print(reads(kinds, 50), Derived.other)
Base.other = 10**30
print(Derived.other, Derived().other)
Base.other = True
print(Derived.other, reads(kinds, 50))
Base.other = property(lambda self: "computed")
print(Derived().other, type(Derived.other).__name__)
Base.other = 5
Base.other += 1
print(Derived().other, reads(kinds, 10))
Base.other = lambda self: "method"
print(Derived().other())
Base.other = 8
Base.other = 9
print(reads(kinds, 10))
del Base.other
try:
    reads(kinds, 1)
except AttributeError as error:
    print(error)
for n in range(3):
    Base.other = n
    print(Base.other, Own.other)


class Same(Base):
    count = 5


for n in range(300):
    Base.count = n % 8
    if (Same.count, Own.count > 100, Derived.count, OfMeta.count) != (5, True, n % 8, n % 8):
        print("wrong", n, Same.count, Derived.count)


class Later(Base):
    pass


Base.count = 5
print(Later.count, Later().count, Base.count)
Later.__bases__ = (Own,)
Own.count += 1
print(Later.count, Own.count)


def kept(rounds):
    held = []
    for n in range(rounds):
        Base.count += 1
        held.append(Base.count)
        Base.rate = n * 0.5
        held.append(Base.rate)
    return held[:4], held[-4:], len(set(map(id, held))) == len(held)


print(kept(300)[:2])


def made(n):
    class Made:
        count = n

        def bump(self):
            Made.count += 1
            return Made.count + self.count

    return Made


print(sum(made(n)().bump() for n in range(ROUNDS)))
one = made(300)
print([one().bump() for _ in range(5)], one.count)
try:
    int.count = 3
except TypeError as error:
    print(error)
Base.__doc__ = 5
Base.__doc__ = 6
print(Base.__doc__, Derived.__doc__)
