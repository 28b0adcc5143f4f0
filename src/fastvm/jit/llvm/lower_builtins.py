"""Builtin functions, methods and containers: calls of the core's functions of vm_core/host/builtins311.h.

Those answer that they have done nothing with NULL, -1 or 0; then the operation exits. What they have done must not be
done again, so guards that fail at random (FASTVM_JIT_STRESS) fail before the call.
"""

from __future__ import annotations

from ..hir.graph import LEVEL, Op
from ..hir.types import BOOL
from . import layouts
from .lower import STATUS_LEFT, lowers
from .lower_items import LowerItems

#: What the core calls an operation's function, where the names differ.
_NAMES = {"slice_of": "slice"}


class LowerBuiltins(LowerItems):
    @lowers("builtin")
    def builtin(self, op: Op) -> None:
        self.define(op, self.table(str(op.immediates[0])))

    def call_core(self, type: str, op: Op, *arguments: str) -> str:
        """Call the core's function of the operation."""
        if self.stress:
            self.exit_unless("true", op)
        arguments = arguments or tuple(map(self.typed, op.operands))
        return self.call(type, _NAMES.get(op.name, op.name), *arguments)

    def unless_done(self, done: str, op: Op) -> None:
        """Exit if the function has done nothing."""
        assert op.state is not None
        go_on = self.out.new_label()
        self.out.do(f"br i1 {done}, label %{go_on}, label %{self.exit_label(op.state, STATUS_LEFT)}, !prof !0")
        self.out.begin(go_on)

    @lowers("heap_pop", "heap_replace", "heap_push_pop", "dict_setdefault")
    @lowers("dict_item", "dict_get", "str_item", "str_concat", "str_append", "str_join")
    @lowers("slice_of", "list_pop", "chr_of")
    def object_of_core(self, op: Op) -> None:
        self._object(op)

    @lowers("dict_find")
    def dict_find(self, op: Op) -> None:
        assert op.state is not None
        if self.stress:
            self.exit_unless("true", op)
        # (No object is where the thread's state is.)
        found = self.call("ptr", "dict_get", *map(self.typed, op.operands), "ptr %thread")
        self.unless_done(self.out.let(f"icmp ne ptr {found}, null"), op)
        missing = self.out.let(f"icmp eq ptr {found}, %thread")
        self.define(op, self.out.let(f"select i1 {missing}, ptr null, ptr {found}"))

    @lowers("call_view", "call_plain_1", "call_plain_2", "call_plain_3", "call_plain_4")
    def call_builtin(self, op: Op) -> None:
        self._object(op)

    @lowers("call_quiet_0", "call_quiet_1", "call_quiet_2", "call_quiet_3", "call_quiet_4")
    def call_quiet(self, op: Op) -> None:
        self._object(op, *map(self.typed, op.operands), f"i64 {op.immediates[1]}")

    @lowers("new_tuple", "new_list")
    def new_sequence(self, op: Op) -> None:
        self._object(op, "ptr %thread", f"i64 {op.immediates[0]}")

    @lowers("new_record")
    def new_record(self, op: Op) -> None:
        self._object(op, "ptr %thread", self.typed(op.operands[0]), f"i64 {op.immediates[0]}")

    @lowers("new_dict", "new_cell")
    def new_dict(self, op: Op) -> None:
        self._object(op, "ptr %thread")

    @lowers("new_instance")
    def new_instance(self, op: Op) -> None:
        self._object(op, "ptr %thread", self.typed(op.operands[0]))

    @lowers("new_exception")
    def new_exception(self, op: Op) -> None:
        self._object(op, "ptr %thread", *map(self.typed, op.operands), f"i64 {op.immediates[0]}")

    @lowers("set_arguments", "store_entry")
    def effect_in_thread(self, op: Op) -> None:
        immediates = [f"i64 {each}" for each in op.immediates]
        result = self.call_core("i64", op, "ptr %thread", *map(self.typed, op.operands), *immediates)
        self.unless_done(self.out.let(f"trunc i64 {result} to i1"), op)

    @lowers("method_type")
    def method_type(self, op: Op) -> None:
        self.define(op, self.table("PyMethod_Type"))

    @lowers("virtual")
    def virtual(self, op: Op) -> None:
        self.define(op, self.value(op.operands[0]))

    @lowers("make_instance")
    def make_instance(self, op: Op) -> None:
        self.define(op, self.call("ptr", "sure_instance", "ptr %thread", self.typed(op.operands[0])))

    @lowers("new_slots")
    def new_slots(self, op: Op) -> None:
        object = self.value(op.operands[0])
        self.define(op, self.load("ptr", object, layouts.INSTANCE_VALUES) if op.immediates[0] == "value" else object)

    @lowers("iterate")
    def iterate(self, op: Op) -> None:
        self._object(op, "ptr %thread", self.typed(op.operands[0]))

    def _object(self, op: Op, *arguments: str) -> None:
        result = self.call_core("ptr", op, *arguments)
        self.unless_done(self.out.let(f"icmp ne ptr {result}, null"), op)
        self.define(op, result)

    @lowers("extreme_of", "extreme_among")
    def extreme_of(self, op: Op) -> None:
        self._object(op, *map(self.typed, op.operands), f"i64 {op.immediates[0]}")

    @lowers("scalar_unary", "format")
    def operation(self, op: Op) -> None:
        self._object(op, *map(self.typed, op.operands), f"i64 {op.immediates[0]}")

    @lowers("rest_of")
    def rest_of(self, op: Op) -> None:
        self._object(op, "ptr %thread", self.typed(op.operands[0]), *(f"i64 {count}" for count in op.immediates))

    @lowers("item_at")
    def item_at(self, op: Op) -> None:
        self.define(op, self.call("ptr", "item_at", self.typed(op.operands[0]), f"i64 {op.immediates[0]}"))

    @lowers("scalar_binary")
    def scalar_binary(self, op: Op) -> None:
        self._object(op, *map(self.typed, op.operands), f"i64 {op.immediates[1]}")

    @lowers("container_binary")
    def container_binary(self, op: Op) -> None:
        self._object(op, "ptr %thread", *map(self.typed, op.operands), f"i64 {op.immediates[0]}")

    @lowers("item_of", "tuple_of", "named_attribute")
    def new_object(self, op: Op) -> None:
        self._object(op, "ptr %thread", *map(self.typed, op.operands))

    @lowers("build")
    def build(self, op: Op) -> None:
        pc = int(op.immediates[1])
        level = pc // LEVEL
        base = self.function.frames[level].base if level else 0
        consts = self.of_frame("consts", level)
        self._object(
            op, "ptr %thread", f"ptr {self.register_place(base)}", f"ptr {consts}", f"ptr {self.word_place(pc)}"
        )

    @lowers("store_item", "list_extend")
    def change(self, op: Op) -> None:
        result = self.call_core("i64", op, "ptr %thread", *map(self.typed, op.operands))
        self.unless_done(self.out.let(f"trunc i64 {result} to i1"), op)

    @lowers("compare_plain")
    def compare_plain(self, op: Op) -> None:
        result = self.call_core("i64", op, *map(self.typed, op.operands), f"i64 {op.immediates[0]}")
        self.unless_done(self.out.let(f"icmp sge i64 {result}, 0"), op)
        self.define(op, self.out.let(f"trunc i64 {result} to i1"))

    @lowers("length", "ord_of", "contains", "is_instance")
    def number_of_core(self, op: Op) -> None:
        result = self.call_core("i64", op)
        self.unless_done(self.out.let(f"icmp sge i64 {result}, 0"), op)
        assert op.result is not None
        self.define(op, self.out.let(f"trunc i64 {result} to i1") if op.result.type == BOOL else result)

    @lowers("dict_store", "set_add", "set_discard", "delete_item", "heap_push", "store_class_number")
    def effect_of_core(self, op: Op) -> None:
        result = self.call_core("i64", op)
        self.unless_done(self.out.let(f"trunc i64 {result} to i1"), op)

    @lowers("str_order")
    def str_order(self, op: Op) -> None:
        self.define(op, self.call("i64", op.name, *map(self.typed, op.operands)))

    @lowers("draw_numbered", "draw_two", "draw_entry")
    def draw(self, op: Op) -> None:
        self.define(op, self.call("{ptr, i64}", op.name, self.typed(op.operands[0])))

    @lowers("drawn_object", "drawn_other", "drawn_number")
    def drawn(self, op: Op) -> None:
        both = self.value(op.operands[0])
        part = self.out.let(f"extractvalue {{ptr, i64}} {both}, {int(op.name != 'drawn_object')}")
        self.define(op, self.out.let(f"inttoptr i64 {part} to ptr") if op.name == "drawn_other" else part)

    @lowers("next_of")
    def next_of(self, op: Op) -> None:
        self.define(op, self.call("ptr", op.name, self.typed(op.operands[0])))

    @lowers("at_end")
    def at_end(self, op: Op) -> None:
        ended = self.call("i64", op.name, self.typed(op.operands[0]))
        self.define(op, self.out.let(f"trunc i64 {ended} to i1"))

    # --- New sequences, items at the end of a list -------------------------------------------------------

    @lowers("set_field")
    def set_field(self, op: Op) -> None:
        container, item = op.operands
        items, offset = self.value(container), 8 * int(op.immediates[0])
        if container.type == "list":
            items = self.load("ptr", items, layouts.LIST_ITEMS)
        else:
            offset += layouts.TUPLE_ITEMS
        self.store(self.typed(item), items, offset)

    @lowers("list_room")
    def list_room(self, op: Op) -> None:
        if self.stress:
            self.exit_unless("true", op)
        list = self.value(op.operands[0])
        size = self.load("i64", list, layouts.SIZE)
        room = self.load("i64", list, layouts.LIST_ROOM)
        enough = self.out.let(f"icmp slt i64 {size}, {room}")
        grow, done = self.out.new_label(), self.out.new_label()
        self.out.do(f"br i1 {enough}, label %{done}, label %{grow}")
        self.out.begin(grow)
        grown = self.call("i64", "list_grow", f"ptr {list}")
        self.unless_done(self.out.let(f"trunc i64 {grown} to i1"), op)
        self.out.do(f"br label %{done}")
        self.out.begin(done)

    @lowers("list_push")
    def list_push(self, op: Op) -> None:
        list = self.value(op.operands[0])
        size = self.load("i64", list, layouts.SIZE)
        items = self.load("ptr", list, layouts.LIST_ITEMS)
        place = self.out.let(f"getelementptr ptr, ptr {items}, i64 {size}")
        self.out.do(f"store {self.typed(op.operands[1])}, ptr {place}")
        self.store(f"i64 {self.out.let(f'add i64 {size}, 1')}", list, layouts.SIZE)

    # --- Numbers ---------------------------------------------------------------------------------------------

    @lowers("int_abs")
    def int_abs(self, op: Op) -> None:
        number = self.value(op.operands[0])
        self.exit_unless(self.out.let(f"icmp ne i64 {number}, {-(2**63)}"), op)
        negative = self.out.let(f"icmp slt i64 {number}, 0")
        other = self.out.let(f"sub i64 0, {number}")
        self.define(op, self.out.let(f"select i1 {negative}, i64 {other}, i64 {number}"))

    @lowers("int_min", "int_max", "double_min", "double_max")
    def choose(self, op: Op) -> None:
        x, y = op.operands
        order = {"int_min": "icmp slt i64", "int_max": "icmp sgt i64", "double_min": "fcmp olt double"}
        test = self.out.let(f"{order.get(op.name, 'fcmp ogt double')} {self.value(y)}, {self.value(x)}")
        self.define(op, self.out.let(f"select i1 {test}, {self.typed(y)}, {self.typed(x)}"))

    @lowers("double_abs")
    def double_abs(self, op: Op) -> None:
        self.define(op, self.out.let(f"call double @llvm.fabs.f64({self.typed(op.operands[0])})"))

    @lowers("double_to_int")
    def double_to_int(self, op: Op) -> None:
        number = self.value(op.operands[0])
        low = self.out.let(f"fcmp oge double {number}, 0xC3E0000000000000")
        high = self.out.let(f"fcmp olt double {number}, 0x43E0000000000000")
        self.exit_unless(self.out.let(f"and i1 {low}, {high}"), op)
        self.define(op, self.out.let(f"fptosi double {number} to i64"))
