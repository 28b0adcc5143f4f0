"""Pattern matching: simplify and differentiate expressions, route messages.

Stresses: the match statement with class, sequence, mapping, value, or- and guard
patterns; deep recursion over small objects.
From: symbolic algebra, the example every book on pattern matching opens with.
"""

from dataclasses import dataclass

SIZE = 1_700
SMALL_SIZE = 5
SMALL_RESULT = (7074616, 156)
MINIMUM_PYTHON = (3, 10)


@dataclass(frozen=True)
class Const:
    value: int


@dataclass(frozen=True)
class Var:
    name: str


@dataclass(frozen=True)
class Op:
    sign: str
    left: object
    right: object


def simplify(node):
    match node:
        case Op("+", left, right):
            match simplify(left), simplify(right):
                case Const(a), Const(b):
                    return Const(a + b)
                case (Const(0), other) | (other, Const(0)):
                    return other
                case a, b:
                    return Op("+", a, b)
        case Op("*", left, right):
            match simplify(left), simplify(right):
                case Const(a), Const(b):
                    return Const(a * b)
                case (Const(0), _) | (_, Const(0)):
                    return Const(0)
                case (Const(1), other) | (other, Const(1)):
                    return other
                case a, b:
                    return Op("*", a, b)
        case Op("^", base, Const(exponent)):
            match simplify(base):
                case Const(value):
                    return Const(value**exponent)
                case base if exponent == 1:
                    return base
                case base:
                    return Op("^", base, Const(exponent))
    return node


def derivative(node, name):
    match node:
        case Const():
            return Const(0)
        case Var(name=found):
            return Const(1 if found == name else 0)
        case Op("+", left, right):
            return Op("+", derivative(left, name), derivative(right, name))
        case Op("*", left, right):
            return Op("+", Op("*", derivative(left, name), right), Op("*", left, derivative(right, name)))
        case Op("^", base, Const(n)):
            return Op("*", Op("*", Const(n), Op("^", base, Const(n - 1))), derivative(base, name))
        case _:
            raise TypeError(node)


def evaluate(node, values):
    match node:
        case Const(value):
            return value
        case Var(name):
            return values[name]
        case Op(sign="+", left=a, right=b):
            return evaluate(a, values) + evaluate(b, values)
        case Op(sign="*", left=a, right=b):
            return evaluate(a, values) * evaluate(b, values)
        case Op(sign="^", left=a, right=b):
            return evaluate(a, values) ** evaluate(b, values)
    raise TypeError(node)


def route(message):
    match message:
        case ["move", (int(x), int(y))]:
            return x + y
        case ["move", ("left" | "right") as side, int(steps)] if steps >= 0:
            return -steps if side == "left" else steps
        case ["say", str(text), *rest]:
            return len(text) + len(rest)
        case {"type": "key", "code": int(code), **others}:
            return code + len(others)
        case {"type": "wheel" | "button"}:
            return 1
        case [] | None:
            return 0
        case _:
            return -1


MESSAGES = [
    ["move", (3, 4)],
    ["move", "left", 5],
    ["move", "right", 2],
    ["say", "hello", 1, 2, 3],
    {"type": "key", "code": 13, "shift": True},
    {"type": "wheel", "delta": 3},
    [],
    None,
    42,
]


def run(size=SIZE):
    """(checksum of `size` derivatives evaluated, sum of routed messages)."""
    x, y = Var("x"), Var("y")
    checksum = 0
    for n in range(size):
        polynomial = Op("+", Op("*", Const(n % 7), Op("^", x, Const(n % 4 + 1))), Op("*", Op("+", x, y), Const(n % 3)))
        slope = simplify(derivative(Op("*", polynomial, polynomial), "x"))
        checksum = (checksum * 31 + evaluate(slope, {"x": n % 11, "y": 3})) % 1_000_000_007
    routed = 0
    for n in range(size * 10):
        routed += route(MESSAGES[n % len(MESSAGES)])
    return checksum, routed


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
