"""What must hold of every HIR function: tests and FASTVM_JIT_CHECK=1 check it after the builder and every pass.

Each value is made once, before every use on every path; operands have the types of the table; blocks end in exactly one
control operation; jumps give a block's parameters; what may leave to the interpreter has a frame state, and
the state shows each register once.
"""

from __future__ import annotations

from .analysis import dominates, dominators
from .graph import REPRESENTATIONS, Block, Function, Op, Value
from .text import show_op
from .types import ALL, BOOL, GUARDED, NOTHING, OBJECT, is_object, is_subtype


class Malformed(Exception):
    """A function that breaks a rule."""


_SHOWN = {"int": "int", "double": "double", "bool": "bool", "object": OBJECT, "range": "int", "complex": "double"}
_SHOWN |= {"virtual": GUARDED, "tuple": GUARDED, "owned": OBJECT}
_BOUNDS = {"range": (0, 3), "complex": (1,)}


def check(function: Function) -> None:
    """Raise Malformed unless everything holds."""
    if not function.blocks or function.blocks[0].parameters:
        raise Malformed("the entry block is missing, or has parameters")
    made: dict[Value, tuple[Block, int]] = {}
    for block in function.blocks:
        for value in block.parameters:
            _define(made, value, block, -1)
        for place, op in enumerate(block.ops):
            _check_op(op, op is block.ops[-1])
            if op.result is not None:
                _define(made, op.result, block, place)
        if not block.ops or "control" not in block.terminator.info.effects:
            raise Malformed(f"{block} does not end in a control operation")
    idom = dominators(function)
    known = set(function.blocks)
    for block in function.blocks:
        if block not in idom:
            raise Malformed(f"{block} cannot be reached")
        for target in block.terminator.targets:
            if target.block not in known:
                raise Malformed(f"{block} jumps out of the function")
        for place, op in enumerate(block.ops):
            for value in op.used():
                if value not in made:
                    raise Malformed(f"{value} is used and never made: {show_op(op)}")
                home, at = made[value]
                if (home is block and at >= place) or (home is not block and not dominates(idom, home, block)):
                    raise Malformed(f"{value} is used where it is not always made: {show_op(op)}")


def _define(made: dict[Value, tuple[Block, int]], value: Value, block: Block, place: int) -> None:
    if value in made:
        raise Malformed(f"{value} is made twice")
    if value.type not in ALL or value.type == NOTHING:
        raise Malformed(f"{value} has no type: {value.type!r}")
    made[value] = (block, place)


def _check_op(op: Op, last: bool) -> None:
    info = op.info
    if ("control" in info.effects) != last:
        raise Malformed(f"control in the middle of a block: {show_op(op)}")
    if len(op.operands) != len(info.operands) or len(op.immediates) != len(info.immediates):
        raise Malformed(f"a wrong number of operands: {show_op(op)}")
    for value, wanted in zip(op.operands, info.operands):
        if not is_subtype(value.type, wanted):
            raise Malformed(f"{value} is {value.type}, not {wanted}: {show_op(op)}")
    result = str(op.immediates[0]) if info.result == "*" else info.result
    if (op.result.type if op.result is not None else NOTHING) != result:
        raise Malformed(f"a wrong result: {show_op(op)}")
    if info.has_state != (op.state is not None):
        raise Malformed(f"a frame state missing or too many: {show_op(op)}")
    if len(op.targets) != {"jump": 1, "branch": 2}.get(op.name, 0):
        raise Malformed(f"a wrong number of targets: {show_op(op)}")
    for target in op.targets:
        if len(target.arguments) != len(target.block.parameters):
            raise Malformed(f"{target.block} has {len(target.block.parameters)} parameters: {show_op(op)}")
        for value, parameter in zip(target.arguments, target.block.parameters):
            if not is_subtype(value.type, parameter.type):
                raise Malformed(f"{value} is no {parameter.type}: {show_op(op)}")
    if op.state is not None:
        registers = [entry.register for entry in op.state.entries]
        if len(set(registers)) != len(registers):
            raise Malformed(f"a register is shown twice: {show_op(op)}")
        for entry in (field for shown in op.state.entries for field in shown.with_fields()):
            if entry.representation not in REPRESENTATIONS:
                raise Malformed(f"unknown representation: {show_op(op)}")
            wanted = _SHOWN[entry.representation]
            if entry.value.type != wanted and not (wanted == OBJECT and is_object(entry.value.type)):
                raise Malformed(f"{entry.value} is shown as {entry.representation}: {show_op(op)}")
            if len(entry.bounds) not in _BOUNDS.get(entry.representation, (0,)):
                raise Malformed(f"a wrong number of bounds: {show_op(op)}")
            if entry.fresh is not None and entry.fresh.type != BOOL:
                raise Malformed(f"{entry.fresh} is no condition: {show_op(op)}")
