"""Dataclasses and named tuples: made, compared, ordered, hashed, replaced, converted.

Stresses: the generated `__init__`, `__eq__`, `__lt__` and `__hash__`, frozen instances,
default factories, `replace`, `asdict`, `_replace`, enums.
From: the record types of modern applications.
"""

from dataclasses import asdict, dataclass, field, replace
from enum import Enum
from typing import NamedTuple

SIZE = 12_000
SMALL_SIZE = 20
SMALL_RESULT = (13637, 4, 5, 50, "job 14", 4, 6, (-1, 0, "start"))


class Currency(Enum):
    EUR = 100
    USD = 90
    GBP = 115

    def in_euro(self, cents):
        return cents * self.value // 100


@dataclass(frozen=True)
class Money:
    cents: int
    currency: Currency = Currency.EUR

    def __add__(self, other):
        return Money(self.currency.in_euro(self.cents) + other.currency.in_euro(other.cents))


@dataclass(order=True)
class Priority:
    level: int
    name: str = field(compare=False)


@dataclass
class Line:
    product: str
    amount: int
    price: Money

    @property
    def total(self):
        return Money(self.price.cents * self.amount, self.price.currency)


@dataclass
class Order:
    number: int
    lines: list = field(default_factory=list)
    tags: set = field(default_factory=set)
    paid: bool = False

    def total(self):
        return sum((line.total for line in self.lines), Money(0))


class Point(NamedTuple):
    x: int
    y: int
    label: str = ""

    def moved(self, dx, dy):
        return self._replace(x=self.x + dx, y=self.y + dy)


def make_order(number):
    order = Order(number)
    for k in range(number % 4 + 1):
        currency = (Currency.EUR, Currency.USD, Currency.GBP)[(number + k) % 3]
        order.lines.append(Line(f"product {k}", k + 1, Money(number * 13 % 999 + k, currency)))
    if number % 5 == 0:
        order.tags.add("gift")
    return order


def run(size=SIZE):
    """Sums over `size` orders, priorities and points."""
    orders = [make_order(n) for n in range(size)]
    total = sum((order.total() for order in orders), Money(0))
    paid = [replace(order, paid=True) for order in orders if order.tags]
    same = sum(order == make_order(order.number) for order in orders[::4])
    prices = {line.price for order in orders for line in order.lines}
    priorities = sorted(Priority(n * 31 % 17, f"job {n}") for n in range(size))
    exported = sum(len(asdict(order)["lines"]) for order in orders[::10])
    points = {}
    point = Point(0, 0, "start")
    for n in range(size):
        point = point.moved(n % 3 - 1, n % 5 - 2)
        points[point] = points.get(point, 0) + 1
        if point == (0, 0, "start"):
            points[point] += 1
    return total.cents, len(paid), same, len(prices), priorities[size // 2].name, exported, len(points), tuple(point)


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
