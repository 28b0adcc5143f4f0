"""Arithmetic whose result is masked: only the low bits of what is computed on the way matter.

    (a * b + c) & 0xFFFFFFFF

The product does not always fit into 64 bits, but the low 64 bits of sums, differences, products and left shifts follow
from the low 64 bits of their operands, and those of `&`, `|` and `^` too. So where a number is used by nothing but
such operations, and at the end of the chain stands `&` with a constant that is not negative, the arithmetic need not be
checked: `int_low_add` and its like, which do not exit. `% 2**k` is such an `&`, and becomes one.

Right, because the mask makes the same number of both, and nobody sees another: a number that is compared, stored, boxed
or shown by a frame state (but those of operations that do not exit any more) is computed as it was. Exits that are left
out would have led to the interpreter, which computes the same. A left shift stays as it was unless its distance is a
constant from 0 to 63.

Stands in front of int_ranges, which must not be told that the results are Python's sums and products; and behind
loop_invariants, because guards that have been in the loop had frame states with those results. Nothing that int_ranges
has concluded is wrong then: a result that it could not bound is not what bounds the masked number.
"""

from __future__ import annotations

from ..hir.graph import Function, Op, Value
from ..hir.types import INT
from .simplify import constant_of

#: Operations that may exit, and what does the same on the low bits.
_LOW = {"int_add": "int_low_add", "int_sub": "int_low_sub", "int_mul": "int_low_mul", "int_lshift": "int_low_lshift"}
#: And operations on numbers that may have become low bits only.
_LOW |= {name.replace("int_", "int_wrap_"): low for name, low in _LOW.items()}
_BITWISE = frozenset({"int_and", "int_or", "int_xor"})


def use_low_bits(function: Function) -> None:
    """Run the pass."""
    _mask_remainders(function)
    names = {op.name for block in function.blocks for op in block.ops}
    if "int_and" not in names or names.isdisjoint(_LOW):
        return
    low = {op for _, op in function.ops() if op.name in _BITWISE or (op.name in _LOW and _can_be_low(op))}
    if not any(op.name in _LOW for op in low):
        return
    uses: dict[Value, list[tuple[Op, bool]]] = {}  # by an operation, and whether as its operand only
    for _, op in function.ops():
        operands = set(op.operands)
        for value in set(op.used()):
            uses.setdefault(value, []).append((op, value in operands))
    # What does not belong among them goes, until all that is left depends on nothing but what is left.
    changed = True
    while changed:
        unfit = {op for op in low if not all(_takes_low_bits(*use, low) for use in uses.get(_of(op), []))}
        changed = bool(unfit)
        low -= unfit
    for op in low:
        if op.name in _LOW:
            op.become(_LOW[op.name])
            op.state = None


def _mask_remainders(function: Function) -> None:
    for block in function.blocks:
        for op in block.ops:
            divisor = _number(op.operands[1]) if op.name == "int_mod" else None
            if divisor is not None and divisor > 0 and divisor & (divisor - 1) == 0:
                entry = function.blocks[0]
                mask = function.add(entry, "int", [], (divisor - 1,))
                entry.ops.insert(0, entry.ops.pop())
                op.become("int_and")
                op.operands = [op.operands[0], _of(mask)]
                op.state = None


def _of(op: Op) -> Value:
    assert op.result is not None
    return op.result


def _number(value: Value) -> int | None:
    number = constant_of(value) if value.type == INT else None
    return int(number) if number is not None else None


def _can_be_low(op: Op) -> bool:
    if not op.name.endswith("lshift"):
        return True
    distance = _number(op.operands[1])
    return distance is not None and 0 <= distance < 64


def _takes_low_bits(user: Op, direct: bool, low: set[Op]) -> bool:
    """Whether a user of a number (direct: not by its frame state) needs no more of it than its low bits."""
    if not direct:
        return user in low and user.name in _LOW  # its frame state goes
    if user.name == "int_and" and any((_number(operand) or 0) > 0 for operand in user.operands):
        return True
    return user in low
