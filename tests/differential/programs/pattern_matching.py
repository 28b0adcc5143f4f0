"""`match`: every kind of pattern, guards, captures kept after failure, class patterns, order of lookups, errors."""

import collections
import dataclasses
import enum


class Color(enum.Enum):
    RED = 1
    BLUE = 2


@dataclasses.dataclass
class Point:
    x: int
    y: int


class Plain:
    __match_args__ = ("a", "b")

    def __init__(self, **kw):
        self.__dict__.update(kw)


def classify(value):
    match value:
        case None:
            return "none"
        case True | False as flag:
            return f"bool {flag}"
        case 0:
            return "zero"
        case -1 | 1.5 | 2 + 3j:
            return "number literal"
        case "text" | b"bytes":
            return "string"
        case int(n) if n > 100:
            return f"big int {n}"
        case int():
            return "int"
        case str(s):
            return f"str {s}"
        case Color.RED:
            return "red"
        case Color():
            return "other color"
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=y):
            return f"on y axis {y}"
        case Point(x, y) if x == y:
            return f"diagonal {x}"
        case Point():
            return "point"
        case []:
            return "empty sequence"
        case [x]:
            return f"one {x}"
        case [1, *rest]:
            return f"one then {rest}"
        case [*start, 9]:
            return f"{start} then nine"
        case [a, [b, c], *_]:
            return f"nested {a} {b} {c}"
        case (x, y):
            return f"pair {x} {y}"
        case [_, _, _]:
            return "three"
        case {"kind": "a", "value": v}:
            return f"kind a {v}"
        case {"kind": kind, **rest}:
            return f"kind {kind} rest {rest}"
        case {1: _, "x": [*_]}:
            return "mapping with sequence"
        case {}:
            return "mapping"
        case Plain(1, b=2):
            return "plain 1 2"
        case Plain(a, b):
            return f"plain {a} {b}"
        case Plain(a=a):
            return f"plain only a {a}"
        case float() | complex():
            return "inexact"
        case object(__class__=cls):
            return f"object of {cls.__name__}"


VALUES = [None, True, False, 0, 0.0, -1, 1.5, 2 + 3j, "text", b"bytes", 101, 7, "other", Color.RED, Color.BLUE, Point(0, 0),
          Point(0, 5), Point(3, 3), Point(1, 2), [], [5], [1, 2, 3], [4, 5, 9], (4, [5, 6], 7), (1,), (4, 5), (7, 7, 7),
          [7, 7, 7, 7], {"kind": "a", "value": 5}, {"kind": "b", "z": 1}, {1: 2, "x": []}, {}, {"q": 1}, Plain(a=1, b=2),
          Plain(a=5, b=6), Plain(a=7), Plain(), 1.25, 1j, set(), range(3), collections.deque([1, 2]), b"xx",
          bytearray(b"ab"), collections.OrderedDict(kind="o"), iter([1]), "ab", collections.UserList([5])]
for value in VALUES:
    print(type(value).__name__, classify(value))


def captures(value):
    """Names captured before a pattern fails stay bound."""
    a = b = "unset"
    match value:
        case [a, 1]:
            which = 1
        case [a, b, 2]:
            which = 2
        case [a, b] if a > b:
            which = 3
        case _:
            which = "none"
    return which, a, b


for value in ([5, 1], [5, 6, 2], [6, 5], [5, 6], [7, 8, 9], []):
    print(captures(value))


class Trace:
    def __init__(self, name, **attributes):
        self._name, self._attributes = name, attributes

    def __getattr__(self, attribute):
        print("  getattr", attribute)
        if attribute in self._attributes:
            return self._attributes[attribute]
        raise AttributeError(attribute)

    def __eq__(self, other):
        print("  eq", other)
        return self._attributes.get("eq") == other


class Meta(type):
    @property
    def __match_args__(cls):
        print("  match_args")
        return ("first", "second")

    def __instancecheck__(cls, other):
        print("  instancecheck")
        return isinstance(other, Trace)


class Pattern(metaclass=Meta):
    pass


class Mapping(collections.abc.Mapping):
    def __getitem__(self, key):
        print("  getitem", key)
        return {"a": 1, "b": 2}[key]

    def get(self, key, default=None):
        print("  get", key)
        return {"a": 1, "b": 2}.get(key, default)

    def __iter__(self):
        return iter("ab")

    def __len__(self):
        print("  len")
        return 2

    def keys(self):
        print("  keys")
        return super().keys()


class Sequence(collections.abc.Sequence):
    def __len__(self):
        print("  len")
        return 3

    def __getitem__(self, index):
        print("  getitem", index)
        return [1, 2, 3][index]


def probe(value):
    match value:
        case "one" | "two":
            return "string"
        case Pattern(1, second=2):
            return "pattern 1 2"
        case Pattern(first, 3):
            return f"pattern {first} 3"
        case {"a": 5}:
            return "a is 5"
        case {"a": a, "b": 2, **rest}:
            return f"mapping {a} {rest}"
        case [1, _, 4]:
            return "1 _ 4"
        case [1, *middle, 3]:
            return f"middle {middle}"
    return "fell out"


for value in (Trace("t", first=1, second=2), Trace("t", first=9, second=3), Trace("t", first=1), Trace("t", eq="two"), Mapping(),
              Sequence()):
    print("probe", type(value).__name__)
    print(" ", probe(value))


class TooFew:
    __match_args__ = ("a",)
    a = 1


class BadArgs:
    __match_args__ = ["a"]


class BadItem:
    __match_args__ = (5,)


class Duplicate:
    __match_args__ = ("a", "a")
    a = 1


class NoArgs:
    a = 1


class Raising:
    __match_args__ = ("boom",)

    @property
    def boom(self):
        raise ValueError("boom")


for source in ("TooFew(1, 2)", "BadArgs(1)", "BadItem(1)", "Duplicate(1, 1)", "NoArgs(1)", "NoArgs()", "int(1, 2)", "Raising(1)",
               "len()", "TooFew(1, a=1)", "5()", "str(x, y)", "list([1, *x])", "dict({})", "bool(x)", "object(1)"):
    try:
        namespace = dict(globals())
        name = source.split("(")[0]
        subject = {"len": "0", "int": "1", "str": "'a'", "list": "[1, 2]", "dict": "{}", "bool": "True", "object": "1"}.get(name, f"{name}()")
        exec(f"match {subject}:\n  case {source}:\n    print('matched', {source!r})\n  case _:\n    print('no match', {source!r})", namespace)
    except Exception as error:
        print(source, "->", type(error).__name__, error)


def guards(x):
    log = []

    def check(label, result):
        log.append(label)
        return result
    match x:
        case int() if check("first", False):
            pass
        case int() | str() if check("second", x == 3):
            log.append("matched second")
        case _ if check("third", True):
            log.append("default")
    return log


print(guards(3), guards("a"), guards(1.5))


def nested_or(v):
    match v:
        case [("a" | "b") as letter, (1 | 2) as number] | {"letter": letter, "number": number}:
            return letter, number
        case (((x))):
            return x


print(nested_or(["a", 1]), nested_or({"letter": "q", "number": 2}), nested_or(["c", 1]))
match = "soft keyword"
case = [match]
match case:
    case [_]:
        print("soft keywords work", match[:4], case)
match (1, 2):
    case x, y:
        print(x, y)
match 1, 2:
    case (1, z) if z:
        print(z)
match [*range(3)]:
    case [0, *_, last]:
        print(last)


def loop(commands):
    out = []
    for command in commands:
        match command.split():
            case ["quit"]:
                break
            case ["skip", *_]:
                continue
            case ["add", a, b]:
                out.append(int(a) + int(b))
            case [other]:
                out.append(other)
    else:
        out.append("no quit")
    return out


print(loop(["add 1 2", "skip x", "one", "quit", "two"]), loop(["one"]))


class Holder:
    KEY = "k"
    LIMIT = 5


match {"k": 5}:
    case {Holder.KEY: Holder.LIMIT}:
        print("dotted keys and values")
match 5:
    case Holder.LIMIT as found:
        print(found)
for bad in ("match 1:\n case x: pass\n case y: pass", "match 1:\n case [a, a]: pass", "match 1:\n case a | b: pass",
            "match 1:\n case {**rest, 'a': 1}: pass", "match 1:\n case [*a, *b]: pass", "match 1:\n case A(x=1, x=2): pass",
            "match 1:\n case 1 + 2: pass", "match 1:\n case {'a': 1, 'a': 2}: pass", "match 1:\n case _ | 1: pass",
            "match 1:\n case f'x': pass", "match 1:\n case -x: pass", "match 1:\n case 1 as _: pass"):
    try:
        compile(bad, "<m>", "exec")
        print("compiles")
    except SyntaxError as error:
        print(error.msg)
