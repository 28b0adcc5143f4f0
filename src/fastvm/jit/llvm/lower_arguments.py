"""Defaults of parameters, and what `*args` and `**kwargs` take (vm_core/jit/arguments.pxi)."""

from __future__ import annotations

from ..hir.graph import Op
from . import layouts
from .lower import lowers
from .lower_builtins import LowerBuiltins


class LowerArguments(LowerBuiltins):
    @lowers("default_argument")
    def default_argument(self, op: Op) -> None:
        """They are a tuple, or NULL."""
        defaults = self.load("ptr", self.value(op.operands[0]), layouts.FUNCTION_DEFAULTS)
        self.exit_unless(self.out.let(f"icmp ne ptr {defaults}, null"), op)
        size = self.load("i64", defaults, layouts.SIZE)
        place = self.out.let(f"sub i64 {size}, {op.immediates[0]}")
        self.exit_unless(self.out.let(f"icmp sge i64 {place}, 0"), op)
        items = self.at(defaults, layouts.TUPLE_ITEMS)
        self.define(op, self.out.let(f"load ptr, ptr {self.out.let(f'getelementptr ptr, ptr {items}, i64 {place}')}"))

    @lowers("keyword_default")
    def keyword_default(self, op: Op) -> None:
        found = self.call_core("ptr", op, self.typed(op.operands[0]), f"i64 {op.immediates[0]}")
        self.unless_done(self.out.let(f"icmp ne ptr {found}, null"), op)
        self.define(op, found)

    @lowers("empty_tuple")
    def empty_tuple(self, op: Op) -> None:
        self.define(op, self.table("empty_tuple"))

    @lowers("make_tuple")
    def make_tuple(self, op: Op) -> None:
        self.define(op, self.call("ptr", "make_tuple", "ptr %thread", f"i64 {op.immediates[0]}"))

    @lowers("make_dict")
    def make_dict(self, op: Op) -> None:
        self.define(op, self.call("ptr", "make_dict", "ptr %thread"))

    @lowers("set_entry")
    def set_entry(self, op: Op) -> None:
        self.call("void", "set_entry", *map(self.typed, op.operands))


class Lower(LowerArguments):
    """All operations."""
