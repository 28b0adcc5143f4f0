"""super() without arguments in methods that hot loops call: what it finds, what changes under it, what it raises."""

import sys
import traceback


class Base:
    def __init__(self, x):
        self.x = x

    def value(self, k=1):
        return self.x * k

    def fail(self):
        raise ValueError(self.x)

    def who(self):
        return type(self).__name__, [sys._getframe(n).f_code.co_name for n in range(3)]


class Middle(Base):
    def __init__(self, x, y):
        super().__init__(x)
        self.y = y

    def value(self, k=2):
        return super().value(k) + self.y

    def fail(self):
        return super().fail()

    def who(self):
        return super().who()


class Left(Middle):
    def __init__(self, x):
        super().__init__(x, 1)

    def value(self, k=3):
        return super().value(k=k) + 10


class Right(Middle):
    def value(self, k=4):
        return super().value() - 10


class Both(Left, Right):
    pass


class Idle:
    def __init__(self):
        super().__init__()
        self.n = 1


class Alone:
    pass


def totals(make, n):
    total = 0
    for i in range(n):
        made = make(i)
        total += made.value()
        total += made.value(5)
    return total


def both(n):
    items = [Left(1), Right(2, 3), Both(4), Middle(5, 6)]
    total = 0
    for i in range(n):
        total += items[i % 4].value(i)
    return total


def idle(n):
    total = 0
    for _ in range(n):
        total += Idle().n
        if Alone() is Alone():
            total += 1000
        empty = Alone()
        empty.n = total
        total = empty.n
    return total


def failures(n):
    count = 0
    for i in range(n):
        try:
            Left(i).fail()
        except ValueError as error:
            count += error.args[0]
    return count


def shown():
    try:
        Left(3).fail()
    except ValueError:
        traceback.print_exc(file=sys.stdout)


def changed(n):
    """The class between them changes while a loop runs."""
    item = Both(3)
    total = 0
    for i in range(n):
        if i == n // 2:
            Right.value = lambda self, k=0: 100000
        elif i == 3 * n // 4:
            del Right.value
        total += item.value()
    return total


class Rebound:
    def value(self):
        return "rebound"


def rebased(n):
    """Another base in the middle of a loop."""

    class First(Base):
        def value(self):
            return 1

    class Second(Base):
        def value(self):
            return 1000

    class Last(First):
        def value(self):
            return super().value()

    item = Last(0)
    total = 0
    for i in range(n):
        if i == n // 2:
            Last.__bases__ = (Second,)
        total += item.value()
    return total


def rebound_self(n):
    class Odd(Base):
        def value(self, k=1):
            if k % 50 == 0:
                self = Odd(1000)  # noqa: F841 (super() looks at it)
            return super().value(k)

    item = Odd(1)
    return sum(item.value(i) for i in range(n))


def in_cell(n):
    class Kept(Base):
        def value(self, k=1):

            def get():
                return self.x

            return super().value(k) + get()

    item = Kept(2)
    total = 0
    for i in range(n):
        total += item.value(i)
    return total


def shadowed(n):
    def super():
        return Rebound()

    class Odd(Base):
        def value(self):
            return super().value()

    item = Odd(1)
    return {item.value() for _ in range(n)}


def missing(n):
    class Lacking(Base):
        def value(self):
            return super().nothing()

    item = Lacking(1)
    found = set()
    for _ in range(n):
        try:
            item.value()
        except AttributeError as error:
            found.add(str(error))
    return found


class Counted(dict):
    def __setitem__(self, key, value):
        super().__setitem__(key, value + 1)

    def get(self, key, default=-1):
        return super().get(key, default)


def of_builtins(n):
    counted = Counted()
    total = 0
    for i in range(n):
        counted[i % 7] = i
        total += counted.get(i % 9)
    return total, counted


class Meta(type):
    def __call__(cls, *args):
        made = super().__call__(*args)
        made.by_meta = True
        return made

    @classmethod
    def named(mcls):
        return super().__name__


class Made(metaclass=Meta):
    def __init__(self, x):
        self.x = x


def of_classes(n):
    return sum(Made(i).by_meta for i in range(n)), Meta.named()


def lookups(n):
    class Odd(Base):
        def value(self, k):
            one = super().value
            two = super()
            three = (super() if k % 2 else self).who
            return one(k) + two.value(k) + len(three()[0])

    item = Odd(1)
    total = 0
    for i in range(n):
        total += item.value(i)
    return total


for _ in range(3):
    print(totals(Left, 100), totals(lambda i: Right(i, i), 100), totals(Both, 100))
    print(both(200), idle(100), failures(100))
    print(changed(200), rebased(200), rebound_self(200), in_cell(100))
    print(shadowed(100), missing(100), of_builtins(100), of_classes(100), lookups(100))
shown()
print(Left(1).who(), [Both(1).who() for _ in range(200)][-1])
