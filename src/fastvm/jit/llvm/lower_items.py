"""Items of lists and tuples by their address."""

from __future__ import annotations

from ..hir.graph import Op
from . import layouts
from .lower import lowers
from .lower_attributes import LowerAttributes


class LowerItems(LowerAttributes):
    @lowers("list_length", "tuple_length")
    def length(self, op: Op) -> None:
        place = self.at(self.value(op.operands[0]), layouts.SIZE)
        self.define(op, self.out.let(f"load i64, ptr {place}, !range !2"))

    @lowers("bytes_item", "bytearray_item")
    def byte(self, op: Op) -> None:
        byte = self.out.let(f"load i8, ptr {self._byte_slot(op)}")
        self.define(op, self.out.let(f"zext i8 {byte} to i64"))

    @lowers("bytearray_store")
    def store_byte(self, op: Op) -> None:
        number = self.value(op.operands[2])
        self.exit_unless(self.out.let(f"icmp ult i64 {number}, 256"), op)
        slot = self._byte_slot(op)
        self.out.do(f"store i8 {self.out.let(f'trunc i64 {number} to i8')}, ptr {slot}")

    def _byte_slot(self, op: Op) -> str:
        """Where the byte at an index is, which may be negative; exits out of range."""
        sequence, index = map(self.value, op.operands[:2])
        length = self.load("i64", sequence, layouts.SIZE)
        negative = self.out.let(f"icmp slt i64 {index}, 0")
        place = self.out.let(f"add i64 {index}, {self.out.let(f'select i1 {negative}, i64 {length}, i64 0')}")
        self.exit_unless(self.out.let(f"icmp ult i64 {place}, {length}"), op)
        if op.operands[0].type == "bytearray":
            bytes = self.load("ptr", sequence, layouts.BYTEARRAY_ITEMS)
        else:
            bytes = self.at(sequence, layouts.BYTES_ITEMS)
        return self.out.let(f"getelementptr i8, ptr {bytes}, i64 {place}")

    @lowers("list_items")
    def list_items(self, op: Op) -> None:
        self.define(op, self.load("ptr", self.value(op.operands[0]), layouts.LIST_ITEMS))

    @lowers("tuple_items")
    def tuple_items(self, op: Op) -> None:
        self.define(op, self.at(self.value(op.operands[0]), layouts.TUPLE_ITEMS))

    @lowers("item_place")
    def item_place(self, op: Op) -> None:
        """In range as it is, most often; a negative index out of the way."""
        index, length = map(self.value, op.operands)
        usual = self.out.let(f"icmp ult i64 {index}, {length}")
        before = self.out.label
        behind, good = self.out.new_label(), self.out.new_label()
        self.out.do(f"br i1 {usual}, label %{good}, label %{behind}, !prof !0")
        self.out.begin(behind)
        negative = self.out.let(f"icmp slt i64 {index}, 0")
        offset = self.out.let(f"select i1 {negative}, i64 {length}, i64 {1 << 62}")
        place = self.out.let(f"add i64 {index}, {offset}")
        self.exit_unless(self.out.let(f"icmp ult i64 {place}, {length}"), op)
        found = self.out.label
        self.out.do(f"br label %{good}")
        self.out.begin(good)
        self.define(op, self.out.let(f"phi i64 [ {index}, %{before} ], [ {place}, %{found} ]"))

    @lowers("known_place")
    def known_place(self, op: Op) -> None:
        index, length = map(self.value, op.operands)
        negative = self.out.let(f"icmp slt i64 {index}, 0")
        offset = self.out.let(f"select i1 {negative}, i64 {length}, i64 0")
        self.define(op, self.out.let(f"add i64 {index}, {offset}"))

    def item_slot(self, op: Op) -> str:
        items, place = map(self.value, op.operands[:2])
        return self.out.let(f"getelementptr ptr, ptr {items}, i64 {place}")

    @lowers("list_load", "tuple_load")
    def load_item(self, op: Op) -> None:
        self.define(op, self.load("ptr", self.item_slot(op), 0))

    @lowers("guard_drop")
    def guard_drop(self, op: Op) -> None:
        self.guard_dies_unseen(op, self.value(op.operands[0]))

    @lowers("list_put")
    def put_item(self, op: Op) -> None:
        slot = self.item_slot(op)
        old = self.load("ptr", slot, 0)
        self.store(self.typed(op.operands[2]), slot, 0)
        self.decrement(old, op)

    @lowers("list_put_double")
    def put_double(self, op: Op) -> None:
        """Into the box that is there, if it is a float that nobody else sees; else by the core."""
        slot = self.item_slot(op)
        self.store_double(slot, self.load("ptr", slot, 0), self.typed(op.operands[2]), False)

    @lowers("list_put_int")
    def put_int(self, op: Op) -> None:
        slot = self.item_slot(op)
        self.store_int(op, slot, self.load("ptr", slot, 0), self.value(op.operands[2]), False)

    @lowers("list_put_complex")
    def put_complex(self, op: Op) -> None:
        self.call("void", "show_complex", f"ptr {self.item_slot(op)}", *map(self.typed, op.operands[2:]))
