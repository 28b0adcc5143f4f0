"""`object.__setattr__`: in frozen dataclasses, in classes with a `__setattr__` of their own, with `__slots__`, for names that are
properties, for instances with a dict, of classes that change, and where it refuses."""

from dataclasses import FrozenInstanceError, dataclass, field, replace


@dataclass(frozen=True)
class Money:
    cents: int
    currency: str = "EUR"

    def __add__(self, other):
        return Money(self.cents + other.cents, self.currency)


@dataclass(frozen=True)
class Line:
    money: Money
    amount: float = 1.5
    parts: list = field(default_factory=list)

    @property
    def total(self):
        return Money(self.money.cents * 2, self.money.currency)


@dataclass(frozen=True, slots=True)
class Slotted:
    x: int
    y: object = None


def frozen(n):
    total, lines = Money(0), []
    for i in range(n):
        line = Line(Money(i, "USD"), i * 0.5)
        total += line.total
        total = total + Slotted(Money(1), line).x
        if i % 50 == 0:
            lines.append((line, Slotted(i, line), replace(line, amount=2.5)))
        try:
            line.amount = 3
        except FrozenInstanceError as error:
            message = str(error)
    return total, lines[-1], message, list(vars(line)), len(set(map(hash, [Money(k % 7) for k in range(n)])))


class Watched:
    """Its own `__setattr__` counts; `__init__` stores past it, over what is there, itself, and in another order."""

    stores = 0

    def __init__(self, x, backwards):
        if backwards:
            object.__setattr__(self, "y", x + 1)
            object.__setattr__(self, "x", x)
        else:
            object.__setattr__(self, "x", x)
            object.__setattr__(self, "y", x + 1)
        object.__setattr__(self, "x", x * 0.5)

    def __setattr__(self, name, value):
        Watched.stores += 1
        object.__setattr__(self, name, value)

    def __del__(self):
        died.append(self.x)


died = []


class Ring:
    def __init__(self):
        object.__setattr__(self, "me", self)


def watched(n):
    orders = set()
    for i in range(n):
        thing = Watched(i, i % 3 == 0)
        orders.add(tuple(vars(thing)))
        thing.y = [i]
        thing.y = thing.y + [i]
        if i % 5 == 0:
            thing.__dict__["z"] = 1
            thing.x = -i
        assert Ring().me.me is not None
    return sorted(orders), Watched.stores, len(died), died[-3:]


class WithProperty:
    def __init__(self, x):
        object.__setattr__(self, "x", x)
        object.__setattr__(self, "half", x)

    @property
    def half(self):
        return self.x / 2

    @half.setter
    def half(self, value):
        object.__setattr__(self, "stored", value + 1)


class Changing:
    def __init__(self, x):
        object.__setattr__(self, "x", x)

    def __setattr__(self, name, value):
        raise AttributeError(name)


def changing(n):
    """The class gets a property of that name, which refuses; then it is plain again."""
    seen = []
    for i in range(n):
        if i == n - 6:
            Changing.x = property(lambda self: "property")
        if i == n - 3:
            del Changing.x
        try:
            seen.append(Changing(i).x)
        except AttributeError as error:
            seen.append(str(error))
    return seen[-8:]


class Number(int):
    def __init__(self, x):
        object.__setattr__(self, "half", x // 2)


class Kind(type):
    def __init__(cls, *arguments):
        try:
            object.__setattr__(cls, "kind", 1)
        except TypeError as error:
            refused.append(str(error))


refused = []


def others(n):
    total = 0
    for i in range(n):
        total += WithProperty(i).stored + Number(i).half + Number(i)
        if i % 40 == 0:
            Kind("K", (), {})
        for arguments in ((Number(1), "a"), (Number(1), 2, 3), (None, "a", 1)):
            try:
                object.__setattr__(*arguments)
            except (TypeError, AttributeError) as error:
                total += len(str(error))
    return total, refused[-1], len(refused)


for n in (3, 500):
    print(frozen(n))
    print(watched(n))
    print(others(n))
print(changing(300))


class Plain:
    """An object that is the default of an attribute: no descriptor, at first."""


class WithDefault:
    place = Plain()

    def __init__(self, number):
        object.__setattr__(self, "number", number)
        object.__setattr__(self, "place", number + 1)

    def move(self, number):
        object.__setattr__(self, "place", number)


def with_defaults(count):
    total = 0
    kept = WithDefault(0)
    for number in range(count):
        made = WithDefault(number)
        total += made.number
        kept.move(number)
        total += vars(kept).get("place", 1000) + vars(made).get("place", 5000)
    return total


def defaults_become_descriptors():
    print(with_defaults(200))
    Plain.__get__ = lambda self, instance, owner: 7
    print(with_defaults(200))
    Plain.__set__ = lambda self, instance, value: None
    print(with_defaults(200))
    del Plain.__set__
    print(with_defaults(200))
    del Plain.__get__
    print(with_defaults(200))


defaults_become_descriptors()
