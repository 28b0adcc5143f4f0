"""What an operation is worth without running it: constant folding and algebraic identities.

Not a pass: value_numbering asks for each operation it meets, when the operands are as simple as they get. A rule
belongs here when it looks at one operation and those that made its operands, needs no other facts, and results in an
existing value or a constant: never in more code.

Doubles are folded where IEEE 754 leaves one result: Python's own arithmetic on the same numbers. `x + 0.0` is not `x`
(for `-0.0`), and nothing is reassociated. A folded int operation is one that does not exit: its result fits.
"""

from __future__ import annotations

from _collections_abc import Callable

from fastvm.bytecode.instructions import EQUAL, GREATER, LESS, UNORDERED

from ..hir.graph import Immediate, Op, Value
from ..hir.types import BOOL, DOUBLE, INT, OBJECT

#: The name of a constant's operation, and its number.
Constant = tuple[str, Immediate]
Simpler = Value | Constant | None

LEAST, MOST = -(2**63), 2**63 - 1
#: Ints up to here are exact as doubles.
EXACT = 2**53


def constant_of(value: Value) -> Immediate | None:
    """The number of a value that is a constant."""
    origin = value.origin
    return origin.immediates[0] if origin is not None and origin.name in (INT, DOUBLE, BOOL) else None


def _integer(value: Value) -> int | None:
    origin = value.origin
    return int(origin.immediates[0]) if origin is not None and origin.name == INT else None


def simplified(op: Op) -> Simpler:
    """The value or the constant that an operation results in; None: it has to be run to know."""
    rule = _RULES.get(op.name)
    return rule(op) if rule is not None else None


# --- Ints ------------------------------------------------------------------------------------------------

_FOLD: dict[str, Callable[[int, int], int]] = {
    "int_add": lambda x, y: x + y,
    "int_sub": lambda x, y: x - y,
    "int_mul": lambda x, y: x * y,
    "int_wrap_add": lambda x, y: x + y,
    "int_wrap_sub": lambda x, y: x - y,
    "int_wrap_mul": lambda x, y: x * y,
    "int_and": lambda x, y: x & y,
    "int_or": lambda x, y: x | y,
    "int_xor": lambda x, y: x ^ y,
    "int_floordiv": lambda x, y: x // y,
    "int_mod": lambda x, y: x % y,
    "int_lshift": lambda x, y: x << y,
    "int_rshift": lambda x, y: x >> y,
    "int_wrap_lshift": lambda x, y: x << y,
    "int_short_rshift": lambda x, y: x >> y,
    "int_natural_div": lambda x, y: x // y,
    "int_natural_mod": lambda x, y: x % y,
    "int_min": min,
    "int_max": max,
}
_DIVISIONS = frozenset({"int_floordiv", "int_mod", "int_natural_div", "int_natural_mod"})
_SHIFTS = frozenset({"int_lshift", "int_rshift", "int_wrap_lshift", "int_short_rshift"})
#: Operations for which a number on the right changes nothing; and on the left.
_NEUTRAL_RIGHT = {
    "int_add": 0,
    "int_sub": 0,
    "int_mul": 1,
    "int_wrap_add": 0,
    "int_wrap_sub": 0,
    "int_wrap_mul": 1,
    "int_and": -1,
    "int_or": 0,
    "int_xor": 0,
    "int_floordiv": 1,
    "int_natural_div": 1,
    "int_lshift": 0,
    "int_rshift": 0,
}
_NEUTRAL_LEFT = {
    "int_add": 0,
    "int_mul": 1,
    "int_wrap_add": 0,
    "int_wrap_mul": 1,
    "int_and": -1,
    "int_or": 0,
    "int_xor": 0,
}
#: Operations for which a number on either side is the result.
_ABSORBING = {"int_mul": 0, "int_wrap_mul": 0, "int_and": 0, "int_or": -1}


def _int_operation(op: Op) -> Simpler:
    x, y = op.operands
    a, b = _integer(x), _integer(y)
    name = op.name
    if a is not None and b is not None:
        if name in _DIVISIONS and b in (0, -1):
            return None
        if name in _SHIFTS and not 0 <= b < 64:
            return None
        result = _FOLD[name](a, b)
        return (INT, result) if LEAST <= result <= MOST else None
    if b is not None and b == _NEUTRAL_RIGHT.get(name):
        return x
    if a is not None and a == _NEUTRAL_LEFT.get(name):
        return y
    absorbing = _ABSORBING.get(name)
    if absorbing is not None and absorbing in (a, b):
        return INT, absorbing
    if x is y:
        if name in ("int_and", "int_or", "int_min", "int_max"):
            return x
        if name in ("int_sub", "int_wrap_sub", "int_xor"):
            return INT, 0
    return None


def _compare_int(op: Op) -> Simpler:
    x, y = op.operands
    mask = int(op.immediates[0])
    a, b = _integer(x), _integer(y)
    if x is y:
        return BOOL, int(mask & EQUAL != 0)
    if a is not None and b is not None:
        return BOOL, int(mask & (LESS if a < b else EQUAL if a == b else GREATER) != 0)
    return None


# --- Doubles ----------------------------------------------------------------------------------------------


def _double(value: Value) -> float | None:
    origin = value.origin
    return float(origin.immediates[0]) if origin is not None and origin.name == DOUBLE else None


def _double_operation(op: Op) -> Simpler:
    x, y = op.operands
    a, b = _double(x), _double(y)
    if a is not None and b is not None:
        if op.name == "double_truediv":
            return (DOUBLE, a / b) if b != 0.0 else None
        return DOUBLE, {"double_add": a + b, "double_sub": a - b, "double_mul": a * b}[op.name]
    if b == 1.0 and op.name in ("double_mul", "double_truediv"):
        return x
    if a == 1.0 and op.name == "double_mul":
        return y
    return None


def _compare_double(op: Op) -> Simpler:
    a, b = map(_double, op.operands)
    if a is None or b is None:
        return None
    ordering = LESS if a < b else GREATER if a > b else EQUAL if a == b else UNORDERED
    return BOOL, int(int(op.immediates[0]) & ordering != 0)


def _to_double(op: Op) -> Simpler:
    a = _integer(op.operands[0])
    return (DOUBLE, float(a)) if a is not None and abs(a) <= EXACT else None


# --- Bools, guards, identity -------------------------------------------------------------------------------


def _not(op: Op) -> Simpler:
    value = op.operands[0]
    known = constant_of(value)
    if known is not None:
        return BOOL, 1 - int(known)
    origin = value.origin
    return origin.operands[0] if origin is not None and origin.name == "not" else None


def _or(op: Op) -> Simpler:
    x, y = op.operands
    for one, other in ((x, y), (y, x)):
        known = constant_of(one)
        if known is not None:
            return (BOOL, 1) if known else other
    return x if x is y else None


def _bool_to_int(op: Op) -> Simpler:
    known = constant_of(op.operands[0])
    return (INT, int(known)) if known is not None else None


def _is(op: Op) -> Simpler:
    x, y = op.operands
    if x is y:
        return BOOL, 1
    # Two exact types: no object is of both. (None's type counts as one.)
    return (BOOL, 0) if x.type != y.type and OBJECT not in (x.type, y.type) else None


def _bound(op: Op) -> Simpler:
    value = op.operands[0]
    origin = value.origin
    if origin is not None and origin.name == "null":
        return BOOL, 0
    return (BOOL, 1) if value.type != OBJECT or (origin is not None and origin.name == "const") else None


def _guard_type(op: Op) -> Simpler:
    value = op.operands[0]
    return value if value.type == op.immediates[0] else None


def _unbox(op: Op) -> Simpler:
    """The number that was boxed."""
    origin = op.operands[0].origin
    if origin is not None and origin.name == op.name.replace("unbox", "box"):
        return origin.operands[0]
    return None


_RULES: dict[str, Callable[[Op], Simpler]] = {
    **dict.fromkeys(_FOLD, _int_operation),
    "compare_int": _compare_int,
    **dict.fromkeys(("double_add", "double_sub", "double_mul", "double_truediv"), _double_operation),
    "compare_double": _compare_double,
    "int_to_double": _to_double,
    "int_exact_double": _to_double,
    "not": _not,
    "or": _or,
    "bool_to_int": _bool_to_int,
    "is": _is,
    "bound": _bound,
    "guard_type": _guard_type,
    **dict.fromkeys(("unbox_int", "unbox_double", "unbox_bool"), _unbox),
}
