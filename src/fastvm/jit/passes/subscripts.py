"""Takes subscripts of lists and tuples apart, into what the other passes can share, move and leave out one by one.

`list_item` and its like check a place and load an item in one go, which is what the builder wants: one operation, one
frame state. Here they become: the length, the place of the index in it (`item_place`, which exits out of range), the
address of the items, the item. Length and address of a list stay what they are while only items are stored, so they
move out of loops; the same place needs to be checked once.

Right, because the parts do what the whole did, in its order, and each that may exit has its frame state: nothing is
changed before the last of them is passed.

Stands first: value_numbering finds what the parts have in common.
"""

from __future__ import annotations

from ..hir.graph import FrameState, Function, Op, Value
from ..hir.ops import OPS


def expand_subscripts(function: Function) -> None:
    """Run the pass."""
    if not any(op.name in _EXPANSIONS for _, op in function.ops()):
        return
    for block in function.blocks:
        old, block.ops = block.ops, []
        for op in old:
            if op.name in _EXPANSIONS:
                _EXPANSIONS[op.name](_Writer(function, block.ops, op.state), op)
            else:
                block.ops.append(op)


class _Writer:
    """Appends operations that share a frame state."""

    def __init__(self, function: Function, ops: list[Op], state: FrameState | None) -> None:
        self.function = function
        self.ops = ops
        self.state = state

    def act(self, name: str, *operands: Value, result: Value | None = None) -> None:
        state = self.state if OPS[name].exits else None
        self.ops.append(Op(name, list(operands), (), result, state))

    def op(self, name: str, *operands: Value) -> Value:
        result = self.function.new_value(OPS[name].result)
        self.act(name, *operands, result=result)
        return result

    def place(self, kind: str, op: Op) -> tuple[Value, Value]:
        """Where the items are, and the place of the index in them."""
        container, index = op.operands[:2]
        place = self.op("item_place", index, self.op(f"{kind}_length", container))
        return self.op(f"{kind}_items", container), place


def _list_item(to: _Writer, op: Op) -> None:
    to.act("list_load", *to.place("list", op), result=op.result)


def _tuple_item(to: _Writer, op: Op) -> None:
    to.act("tuple_load", *to.place("tuple", op), result=op.result)


def _guard_list_store(to: _Writer, op: Op) -> None:
    to.act("guard_drop", to.op("list_load", *to.place("list", op)))


def _list_store(to: _Writer, op: Op) -> None:
    """After guard_list_store: the place is known to be good, and value_numbering knows it."""
    container, index, *parts = op.operands
    items = to.op("list_items", container)
    place = to.op("known_place", index, to.op("list_length", container))
    to.act(op.name.replace("store", "put"), items, place, *parts)


_EXPANSIONS = {
    "list_item": _list_item,
    "tuple_item": _tuple_item,
    "guard_list_store": _guard_list_store,
    "list_store": _list_store,
    "list_store_double": _list_store,
    "list_store_int": _list_store,
    "list_store_complex": _list_store,
}
