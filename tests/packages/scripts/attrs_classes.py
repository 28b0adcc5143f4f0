"""attrs: generated classes with validators, converters, slots, frozen instances, evolving and comparison."""

import attrs
from attrs import Factory, asdict, astuple, define, evolve, field, fields, frozen, make_class, validators


@define(order=True)
class Point:
    x: float = field(converter=float)
    y: float = field(default=0.0, converter=float, validator=validators.ge(0))

    @property
    def length(self):
        return (self.x**2 + self.y**2) ** 0.5


@frozen
class Segment:
    start: Point
    end: Point
    tags: list = field(factory=list, eq=False, repr=lambda tags: f"<{len(tags)} tags>")
    cache: dict = field(init=False, factory=dict)

    @cache.validator
    def _check(self, attribute, value):
        if value:
            raise ValueError("must start empty")


@define(slots=False, kw_only=True)
class Account:
    owner: str = field(validator=[validators.instance_of(str), validators.min_len(2)])
    balance: int = 0
    history: list[int] = Factory(list)
    total: int = field(init=False)

    def __attrs_post_init__(self):
        self.total = self.balance

    def deposit(self, amount):
        self.balance += amount
        self.history.append(amount)
        return self


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, str(error).splitlines()[0].split(", Attribute")[0])


print(Point(1, "2"), Point(3, 4).length, sorted([Point(2, 1), Point(1, 5)]), Point(1, 1) == Point(1, 1))
segment = Segment(Point(0, 0), Point(3, 4), ["a"])
print(segment, hash(segment.start.x), asdict(segment), astuple(Point(1, 2)))
attempt(lambda: Point(1, -1))
attempt(lambda: Point())
attempt(lambda: setattr(segment, "start", None))
attempt(lambda: setattr(Point(1), "z", 1))
attempt(lambda: Account(owner=5))
attempt(lambda: Account(owner="x"))
attempt(lambda: Account("positional"))
print(evolve(segment, end=Point(9, 9)), [f.name for f in fields(Segment)], Account(owner="ab").deposit(5).deposit(7))
Made = make_class("Made", {"a": field(type=int, default=1), "b": field(factory=dict)})
print(Made(), Made(a=2) == Made(2), attrs.has(Made))
points = [Point(i % 7, i % 3) for i in range(2000)]
print(sum(p.length for p in points), max(points), len({(p.x, p.y) for p in points}))


@define
class Child(Point):
    z: int = attrs.field(default=5, on_setattr=attrs.setters.validate, validator=validators.in_([5, 6]))


child = Child(1, 2)
child.z = 6
attempt(lambda: setattr(child, "z", 7))
print(child, Child.__slots__, asdict(child, filter=lambda attribute, value: attribute.name != "x"))
