"""Attributes, names and cells: guards of versions, and slots by their address."""

from __future__ import annotations

from ..hir.graph import Op
from . import layouts
from .lower import lowers
from .lower_calls import LowerCalls


class LowerAttributes(LowerCalls):
    # --- Guards -------------------------------------------------------------------------------------------

    @lowers("guard_class", "guard_version")
    def guard_class(self, op: Op) -> None:
        object = self.value(op.operands[0])
        type = self.load("ptr", object, layouts.TYPE) if op.name == "guard_class" else object
        version = self.load("i32", type, layouts.TYPE_VERSION)
        self.exit_unless(self.out.let(f"icmp eq i32 {version}, {self.process_number('v', int(op.immediates[0]))}"), op)
        self.define(op, object)

    @lowers("guard_versions")
    def guard_versions(self, op: Op) -> None:
        object = self.value(op.operands[0])
        for place, wanted in zip((self.load("ptr", object, layouts.TYPE), object), reversed(op.immediates)):
            version = self.load("i32", place, layouts.TYPE_VERSION)
            same = self.out.let(f"icmp eq i32 {version}, {self.process_number('v', int(wanted))}")
            self.exit_unless(same, op)
        self.define(op, object)

    @lowers("guard_classes")
    def guard_classes(self, op: Op) -> None:
        object = self.value(op.operands[0])
        version = self.load("i32", self.load("ptr", object, layouts.TYPE), layouts.TYPE_VERSION)
        fits = "false"
        for wanted in dict.fromkeys(op.immediates):
            same = self.out.let(f"icmp eq i32 {version}, {self.process_number('v', int(wanted))}")
            fits = self.out.let(f"or i1 {fits}, {same}")
        self.exit_unless(fits, op)
        self.define(op, object)

    @lowers("guard_lacks")
    def guard_lacks(self, op: Op) -> None:
        object = self.value(op.operands[0])
        dict = self.load("ptr", object, layouts.INSTANCE_DICT)
        self.exit_unless(self.out.let(f"icmp eq ptr {dict}, null"), op)
        type = self.load("ptr", object, layouts.TYPE)
        keys = self.load("ptr", type, layouts.TYPE_CACHED_KEYS)
        self.guard_keys(op, keys, int(op.immediates[0]))

    def guard_keys(self, op: Op, keys: str, version: int) -> None:
        found = self.load("i32", keys, layouts.KEYS_VERSION)
        self.exit_unless(self.out.let(f"icmp eq i32 {found}, {self.process_number('k', version)}"), op)

    @lowers("guard_plain")
    def guard_plain(self, op: Op) -> None:
        type = self.load("ptr", self.value(op.operands[0]), layouts.TYPE)
        getter = self.load("ptr", type, layouts.TYPE_DESCRIPTOR_GET)
        self.exit_unless(self.out.let(f"icmp eq ptr {getter}, null"), op)

    @lowers("guard_missing")
    def guard_missing(self, op: Op) -> None:
        lacks = self.call("i64", "lacks", *map(self.typed, op.operands))
        self.exit_unless(self.out.let(f"icmp ne i64 {lacks}, 0"), op)

    @lowers("guard_tracked")
    def guard_tracked(self, op: Op) -> None:
        following = self.load("i64", self.value(op.operands[0]), layouts.GC_NEXT)
        self.exit_unless(self.out.let(f"icmp ne i64 {following}, 0"), op)

    @lowers("guard_outlives")
    def guard_outlives(self, op: Op) -> None:
        self.guard_dies_unseen(op, self.value(op.operands[0]), int(op.immediates[0]))

    @lowers("dies_unseen")
    def dies_unseen(self, op: Op) -> None:
        answer = self.call("i64", "dies_unseen", self.typed(op.operands[0]))
        self.define(op, self.out.let(f"trunc i64 {answer} to i1"))

    @lowers("release")
    def release(self, op: Op) -> None:
        self.decrement(self.value(op.operands[0]), op)

    @lowers("guard_release")
    def guard_release(self, op: Op) -> None:
        object = self.value(op.operands[0])
        some, done = self.out.new_label(), self.out.new_label()
        empty = self.out.let(f"icmp eq ptr {object}, null")
        self.out.do(f"br i1 {empty}, label %{done}, label %{some}")
        self.out.begin(some)
        self.guard_dies_unseen(op, object)
        self.out.do(f"br label %{done}")
        self.out.begin(done)

    def guard_dies_unseen(self, op: Op, object: str, dropped: int = 1) -> None:
        """References elsewhere, or a float: that decides it, most often."""
        count = self.load("i64", object, layouts.REFCOUNT)
        shared = self.out.let(f"icmp sgt i64 {count}, {dropped}")
        type = self.load("ptr", object, layouts.TYPE)
        same = self.out.let(f"icmp eq ptr {type}, {self.table('PyFloat_Type')}")
        usual = self.out.let(f"or i1 {shared}, {same}")
        other, good = self.out.new_label(), self.out.new_label()
        self.out.do(f"br i1 {usual}, label %{good}, label %{other}")
        self.out.begin(other)
        inert = self.out.let(f"icmp eq ptr {type}, {self.table('PyLong_Type')}")
        for symbol in ("PyUnicode_Type", "PyBytes_Type", "PyComplex_Type"):
            same = self.out.let(f"icmp eq ptr {type}, {self.table(symbol)}")
            inert = self.out.let(f"or i1 {inert}, {same}")
        self.exit_unless(inert, op)
        self.out.do(f"br label %{good}")
        self.out.begin(good)

    # --- Where slots are ----------------------------------------------------------------------------------

    @lowers("class_attribute", "known_object")
    def class_attribute(self, op: Op) -> None:
        self.define(op, self.load("ptr", self.known(), 8 * int(op.immediates[0])))

    @lowers("module_dict")
    def module_dict(self, op: Op) -> None:
        self._present(op, self.load("ptr", self.value(op.operands[0]), layouts.MODULE_DICT))

    def _present(self, op: Op, pointer: str) -> None:
        self.exit_unless(self.out.let(f"icmp ne ptr {pointer}, null"), op)
        self.define(op, pointer)

    @lowers("namespace")
    def namespace(self, op: Op) -> None:
        name = str(op.immediates[0])
        if self.function.direct and name in layouts.FUNCTION_NAMESPACES:
            function = self.load("ptr", "%frame", layouts.FRAME_FUNCTION)
            self.define(op, self.load("ptr", function, layouts.FUNCTION_NAMESPACES[name]))
        else:
            self.define(op, self.load("ptr", "%frame", layouts.NAMESPACES[name]))

    @lowers("namespace_of")
    def namespace_of(self, op: Op) -> None:
        offset = layouts.FUNCTION_NAMESPACES[str(op.immediates[0])]
        self.define(op, self.load("ptr", self.value(op.operands[0]), offset))

    @lowers("property_getter")
    def property_getter(self, op: Op) -> None:
        self.define(op, self.load("ptr", self.value(op.operands[0]), layouts.PROPERTY_GETTER))

    @lowers("property_setter")
    def property_setter(self, op: Op) -> None:
        self.define(op, self.load("ptr", self.value(op.operands[0]), layouts.PROPERTY_SETTER))

    @lowers("wrapped_function")
    def wrapped_function(self, op: Op) -> None:
        function = self.load("ptr", self.value(op.operands[0]), layouts.WRAPPED_CALLABLE)
        self._present(op, function)
        self.guard_exact(op, function, "PyFunction_Type")

    @lowers("class_of")
    def class_of(self, op: Op) -> None:
        self.define(op, self.load("ptr", self.value(op.operands[0]), layouts.TYPE))

    @lowers("closure_cell")
    def closure_cell(self, op: Op) -> None:
        cells = self.load("ptr", self.value(op.operands[0]), layouts.FUNCTION_CLOSURE)
        self.define(op, self.load("ptr", cells, layouts.TUPLE_ITEMS + 8 * int(op.immediates[0])))

    @lowers("values")
    def values(self, op: Op) -> None:
        self._present(op, self.load("ptr", self.value(op.operands[0]), layouts.INSTANCE_VALUES))

    @lowers("members", "cell")
    def members(self, op: Op) -> None:
        self.define(op, self.value(op.operands[0]))

    @lowers("names")
    def names(self, op: Op) -> None:
        """The entries stand behind the indices, whose size the keys tell."""
        dict = self.value(op.operands[0])
        self.guard_exact(op, dict, "PyDict_Type")
        self._entries(op, dict)

    @lowers("class_names")
    def class_names(self, op: Op) -> None:
        self._entries(op, self.load("ptr", self.value(op.operands[0]), layouts.TYPE_DICT))

    def _entries(self, op: Op, dict: str) -> None:
        keys = self.load("ptr", dict, layouts.DICT_KEYS)
        self.guard_keys(op, keys, int(op.immediates[0]))
        power = self.out.let(f"zext i8 {self.load('i8', keys, layouts.KEYS_INDEX_SIZE)} to i64")
        size = self.out.let(f"shl i64 1, {power}")
        indices = self.at(keys, layouts.KEYS_INDICES)
        self.define(op, self.out.let(f"getelementptr i8, ptr {indices}, i64 {size}"))

    def slot_place(self, op: Op) -> str:
        space, number = op.immediates
        offset = {
            "value": 8 * int(number),
            "member": int(number),
            "cell": layouts.CELL_CONTENT,
            "found": 0,
            "name": layouts.ENTRY_SIZE * int(number) + layouts.ENTRY_VALUE,
        }[str(space)]
        return self.at(self.value(op.operands[0]), offset)

    @lowers("find_global", "find_attribute", "find_method", "find_super", "find_place")
    def find(self, op: Op) -> None:
        self._present(op, self.call("ptr", op.name, *map(self.typed, op.operands)))

    @lowers("note_place")
    def note_place(self, op: Op) -> None:
        object, slots, old = op.operands
        first, done = self.out.new_label(), self.out.new_label()
        empty = self.out.let(f"icmp eq ptr {self.value(old)}, null")
        self.out.do(f"br i1 {empty}, label %{first}, label %{done}")
        self.out.begin(first)
        self.call("void", "note_place", self.typed(object), self.typed(slots))
        self.out.do(f"br label %{done}")
        self.out.begin(done)

    # --- Loads and stores -----------------------------------------------------------------------------------

    @lowers("slot_load")
    def slot_load(self, op: Op) -> None:
        self.define(op, self.load("ptr", self.slot_place(op), 0))

    @lowers("note_order")
    def note_order(self, op: Op) -> None:
        """In front of the values stand their numbers in order, from behind, and in front of all how many there are."""
        slots, old = map(self.value, op.operands)
        first, done = self.out.new_label(), self.out.new_label()
        empty = self.out.let(f"icmp eq ptr {old}, null")
        self.out.do(f"br i1 {empty}, label %{first}, label %{done}")
        self.out.begin(first)
        count_place = self.at(slots, -2)
        count = self.out.let(f"load i8, ptr {count_place}")
        more = self.out.let(f"add i8 {count}, 1")
        back = self.out.let(f"sub i64 0, {self.out.let(f'zext i8 {more} to i64')}")
        place = self.out.let(f"getelementptr i8, ptr {count_place}, i64 {back}")
        self.out.do(f"store i8 {op.immediates[0]}, ptr {place}")
        self.out.do(f"store i8 {more}, ptr {count_place}")
        self.out.do(f"br label %{done}")
        self.out.begin(done)

    @lowers("new_version")
    def new_version(self, op: Op) -> None:
        """As fvm_entry_replace makes one."""
        dict = self.value(op.operands[0])
        version = self.load("i64", dict, layouts.DICT_VERSION)
        more = self.out.let(f"add i64 {version}, {1 << 32}")
        self.store(f"i64 {more}", dict, layouts.DICT_VERSION)

    @lowers("slot_put")
    def slot_put(self, op: Op) -> None:
        self.out.do(f"store {self.typed(op.operands[2])}, ptr {self.slot_place(op)}")
        self.decrement_some(self.value(op.operands[1]), op)

    @lowers("slot_swap")
    def slot_swap(self, op: Op) -> None:
        self.out.do(f"store {self.typed(op.operands[2])}, ptr {self.slot_place(op)}")
        self.define(op, self.value(op.operands[1]))

    @lowers("drop")
    def drop(self, op: Op) -> None:
        self.decrement_some(self.value(op.operands[0]), op)

    def decrement_some(self, object: str, op: Op) -> None:
        """Drop a reference, if it is not NULL."""
        some, done = self.out.new_label(), self.out.new_label()
        empty = self.out.let(f"icmp eq ptr {object}, null")
        self.out.do(f"br i1 {empty}, label %{done}, label %{some}")
        self.out.begin(some)
        self.decrement(object, op)
        self.out.do(f"br label %{done}")
        self.out.begin(done)

    @lowers("slot_put_int")
    def slot_put_int(self, op: Op) -> None:
        self.store_int(op, self.slot_place(op), self.value(op.operands[1]), self.value(op.operands[2]), True)

    @lowers("slot_put_double")
    def slot_put_double(self, op: Op) -> None:
        self.store_double(self.slot_place(op), self.value(op.operands[1]), self.typed(op.operands[2]), True)

    def store_double(self, slot: str, old: str, value: str, nullable: bool) -> None:
        """Into the box that is in the slot, if it is a float that nobody else sees; else by the core."""
        other, done = self.out.new_label(), self.out.new_label()
        self._begin_reuse(old, "PyFloat_Type", nullable, other)
        self.store(value, old, layouts.FLOAT_VALUE)
        self.out.do(f"br label %{done}")
        self.out.begin(other)
        self.call("void", "show_double", f"ptr {slot}", value)
        self.out.do(f"br label %{done}")
        self.out.begin(done)

    def store_int(self, op: Op, slot: str, old: str, value: str, nullable: bool) -> None:
        """An object that the host shares; or into the box that is there, where both have one digit and no sign; else by
        the core."""
        small, large, reuse, other, done = (self.out.new_label() for _ in range(5))
        self.out.do(f"br i1 {self.is_shared(value)}, label %{small}, label %{large}")
        self.out.begin(small)
        self.store(f"ptr {self.shared_int(value)}", slot, 0)
        (self.decrement_some if nullable else self.decrement)(old, op)
        self.out.do(f"br label %{done}")
        self.out.begin(large)
        self._begin_reuse(old, "PyLong_Type", nullable, other)
        size = self.load("i64", old, layouts.SIZE)
        digit = self.out.let(f"icmp eq i64 {size}, 1")
        fits = self.out.let(f"icmp ult i64 {value}, {1 << 30}")
        both = self.out.let(f"and i1 {digit}, {fits}")
        self.out.do(f"br i1 {both}, label %{reuse}, label %{other}")
        self.out.begin(reuse)
        self.store(f"i32 {self.out.let(f'trunc i64 {value} to i32')}", old, layouts.INT_DIGITS)
        self.out.do(f"br label %{done}")
        self.out.begin(other)
        self.call("void", "show_int", f"ptr {slot}", f"i64 {value}")
        self.out.do(f"br label %{done}")
        self.out.begin(done)

    def _begin_reuse(self, old: str, symbol: str, nullable: bool, other: str) -> None:
        """Begin what is done where an object is of this type and has one reference; `other` is for the rest."""
        reuse = self.out.new_label()
        if nullable:
            some = self.out.new_label()
            empty = self.out.let(f"icmp eq ptr {old}, null")
            self.out.do(f"br i1 {empty}, label %{other}, label %{some}")
            self.out.begin(some)
        type = self.load("ptr", old, layouts.TYPE)
        same = self.out.let(f"icmp eq ptr {type}, {self.table(symbol)}")
        count = self.load("i64", old, layouts.REFCOUNT)
        own = self.out.let(f"icmp eq i64 {count}, 1")
        both = self.out.let(f"and i1 {same}, {own}")
        self.out.do(f"br i1 {both}, label %{reuse}, label %{other}")
        self.out.begin(reuse)
