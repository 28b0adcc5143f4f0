"""Sites of attributes and operators that meet several types in turn, in an order that repeats, and then others."""

from collections import Counter, OrderedDict, defaultdict, deque
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction


class Plain:
    kind = "plain"

    def __init__(self, size):
        self.size = size

    def area(self):
        return self.size

    def twice(self):
        return self.area() * 2 + len(self.kind)


class Double(Plain):
    kind = "double"

    def area(self):
        return self.size * 2


class Other(Plain):
    def __init__(self, size):
        self.before = 1
        self.size = size

    def area(self):
        return self.size * 3 + self.before


class Computed(Plain):
    def __init__(self, size):
        self.hidden = size

    @property
    def size(self):
        return self.hidden + 100

    def __getattr__(self, name):
        return lambda: len(name)


class Slotted:
    __slots__ = ("size",)
    kind = "slotted"

    def __init__(self, size):
        self.size = size

    def area(self):
        return -self.size

    twice = Plain.twice


def total(things, rounds):
    found = 0
    for number in range(rounds):
        for thing in things:
            found += thing.area() + thing.size + len(thing.kind)
            thing.size = thing.size if type(thing) is not Computed else 0
            found += thing.twice()
    return found


Computed.size = Computed.size.setter(lambda self, value: None)
things = [Plain(1), Double(2), Other(3), Double(4), Plain(5)]
print(total(things, 300))
print(total(things + [Slotted(6)], 200))
print(total(things + [Computed(7), Slotted(8)], 200))
things[1].area = lambda: 1000
Plain.area = lambda self: self.size + 7
print(total(things, 100))
try:
    total([*things, object()], 3)
except AttributeError as error:
    print(error)


def operate(x, y, rounds):
    result = []
    for number in range(rounds):
        for operation in range(6):
            try:
                if operation == 0:
                    value = x + y
                elif operation == 1:
                    value = x - y
                elif operation == 2:
                    value = x * y
                elif operation == 3:
                    value = x & y
                elif operation == 4:
                    value = x < y
                else:
                    value = x[y]
            except (TypeError, KeyError, IndexError) as error:
                value = type(error).__name__
            if number == rounds - 1:
                result.append(value if not isinstance(value, (set, frozenset)) else sorted(value))
    return result


pairs = [
    (3, 4),
    (2.5, 2),
    (Decimal("1.5"), Decimal(2)),
    (Decimal("1.5"), 2),
    (2, Decimal("1.5")),
    (date(2001, 2, 3), timedelta(4)),
    (date(2001, 2, 3), date(2000, 1, 1)),
    (Fraction(1, 3), 2),
    ([1, 2, 3], [4]),
    ([1, 2, 3], 2),
    (2, (1, 2)),
    ({1, 2, 3}, {2, 3, 4}),
    (frozenset({1, 2}), {2}),
    ({1: 2}, 1),
    (Counter("aab"), Counter("ab")),
    (defaultdict(int), 5),
    (deque([1, 2, 3]), 1),
    (OrderedDict(a=1), "a"),
    ("text", 1),
    (1 + 2j, 2),
    (10**30, 7),
    (True, 2),
]
for x, y in pairs:
    print(operate(x, y, 60))
for x, y in pairs * 2:
    print(operate(x, y, 3))


def same(values, rounds):
    found = 0
    for number in range(rounds):
        for x in values:
            for y in values:
                found += x == y
    return found


print(same([print, len, Plain, int, None, 1, "a", (1,), {}.keys(), {1: 2}.keys(), Decimal(1), date(2001, 2, 3), [1].append], 30))
