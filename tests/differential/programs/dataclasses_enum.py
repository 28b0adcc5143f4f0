"""dataclasses, enum, namedtuple, typing: library code that builds classes by exec and metaclasses."""

import collections
import dataclasses
import enum
import typing


@dataclasses.dataclass(order=True)
class Point:
    x: int
    y: int = 0
    tags: list = dataclasses.field(default_factory=list, compare=False, repr=False)
    total: int = dataclasses.field(init=False)

    def __post_init__(self):
        self.total = self.x + self.y


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    a: int
    b: str = "b"


@dataclasses.dataclass
class Child(Point):
    z: int = 5
    k: typing.ClassVar[int] = 9
    i: dataclasses.InitVar[int] = 1

    def __post_init__(self, i):
        super().__post_init__()
        self.total += i


p, q = Point(1, 2), Point(1, 3)
print(p, p == Point(1, 2), p < q, sorted([q, p]), dataclasses.asdict(p), dataclasses.astuple(q), p.tags is q.tags)
print(dataclasses.replace(p, y=9), [f.name for f in dataclasses.fields(Child)], Child(1, 2, i=10), Point.__match_args__)
f = Frozen(a=1)
print(f, hash(f) == hash(Frozen(a=1)), Frozen.__slots__)
for action in ("f.a = 2", "del f.a", "f.new = 1", "Frozen(1)", "Frozen()", "Point()", "Point(1, 2, 3, 4, 5)", "p < 5",
               "Frozen(a=1, z=2)", "dataclasses.replace(p, total=1)", "hash(p)"):
    try:
        exec(action)
        print(action, "fine")
    except Exception as error:
        print(action, "->", type(error).__name__, error)
for source in ("@dataclasses.dataclass\nclass A:\n a: int = 1\n b: int", "@dataclasses.dataclass\nclass A:\n a: list = []",
               "@dataclasses.dataclass(order=True, eq=False)\nclass A: pass"):
    try:
        exec(source)
    except (TypeError, ValueError) as error:
        print(error)


class Color(enum.Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1

    @property
    def pretty(self):
        return self.name.title()

    def __str__(self):
        return f"<{self.name}>"


class Flag(enum.Flag):
    A = enum.auto()
    B = enum.auto()
    C = A | B


class Number(enum.IntEnum):
    ONE = 1
    TWO = 2


class Auto(enum.Enum):
    def _generate_next_value_(name, start, count, last):
        return name.lower()
    X = enum.auto()
    Y = enum.auto()


class Planet(enum.Enum):
    EARTH = (5.97, 6.37)

    def __init__(self, mass, radius):
        self.mass, self.radius = mass, radius


print(list(Color), Color.RED, Color(1) is Color.CRIMSON, Color["GREEN"].pretty, repr(Color.RED), Color.RED in Color, len(Color))
print(Flag.A | Flag.B, Flag.C & Flag.A, ~Flag.A, Flag(0), list(Flag.C), Number.ONE + 1, Number.TWO > 1, Auto.X.value, Planet.EARTH.mass)
for action in ("Color(9)", "Color['BLUE']", "Color.RED = 5", "class X(Color): pass", "Color.BLUE", "del Color.RED", "Number('x')"):
    try:
        exec(action)
    except Exception as error:
        print(action, "->", type(error).__name__, error)
print({Color.RED: 1}[Color.RED], Color.__members__.keys(), enum.Enum("Made", "a b").b.value)

Pair = collections.namedtuple("Pair", "left right", defaults=[0])
print(Pair(1), Pair(1, 2)._replace(left=5), Pair._fields, Pair(1, 2) == (1, 2), Pair._make([3, 4]), Pair(1)._asdict(), Pair(1).left)
for action in ("Pair()", "Pair(1, 2, 3)", "Pair(x=1)", "Pair(1).left = 2", "collections.namedtuple('A', 'a a')",
               "collections.namedtuple('A', 'class')"):
    try:
        exec(action)
    except Exception as error:
        print(action, "->", type(error).__name__, error)


class Typed(typing.NamedTuple):
    a: int
    b: str = "default"

    def both(self):
        return self.a, self.b


print(Typed(1), Typed(1, "x").both(), Typed.__annotations__)


class TD(typing.TypedDict, total=False):
    a: int


T = typing.TypeVar("T")


class Box(typing.Generic[T]):
    def __init__(self, item: T):
        self.item = item


class Proto(typing.Protocol):
    def run(self) -> int: ...


@typing.runtime_checkable
class Sized(typing.Protocol):
    def __len__(self) -> int: ...


print(TD(a=1), Box[int](5).item, Box[int], typing.get_type_hints(Typed), isinstance([], Sized), isinstance(5, Sized))
print(typing.Optional[int], typing.Union[int, str], int | None, typing.Callable[[int], str], list[T][int], typing.cast(int, "x"))
try:
    Proto()
except TypeError as error:
    print(error)


@typing.overload
def over(a: int) -> int: ...
@typing.overload
def over(a: str) -> str: ...
def over(a):
    return a


print(over(1), len(typing.get_overloads(over)))


@dataclasses.dataclass
class Hot:
    n: int = 0
    f: float = 0.5

    def step(self):
        self.n += 1
        self.f *= 1.5
        return self.n


h = Hot()
kept = []
for _ in range(5):
    kept.append((h.step(), h.f))
print(kept, h, Hot())
Counter = collections.Counter("abracadabra")
print(Counter.most_common(2), Counter + collections.Counter("a"), collections.ChainMap({1: 2}, {3: 4})[3],
      collections.defaultdict(list, {1: [2]}), collections.deque([1, 2, 3], 2), collections.OrderedDict(a=1))
