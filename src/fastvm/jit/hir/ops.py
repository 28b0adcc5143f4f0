"""The operations of HIR: one table, which the checker, the text form, the passes and the lowering read.

Columns: operand types, immediates (written `#x`), result type, effects, meaning. A result type `*` is the type given as the
first immediate. Effects, in words:

    exits    has a frame state, and may leave to the interpreter, which goes on at the state's pc
    reads    depends on memory that other operations change (registers of the frame, objects)
    writes   changes such memory
    runs     may run any Python code: locals must be shown, nothing borrowed from containers survives it
    shows    has a frame state, whose values are shown when something is dropped that has a destructor; then it goes on
    control  ends its block

An operation without `writes`, `runs`, `exits` and `control` may be dropped when nobody uses its result.

Ownership. The frame's registers own the objects they show, as in the interpreter. An object value is borrowed from its
register, or (between two operations that write) from a container. `owned` results are references that exactly one
operation takes over (`take` in its meaning): a put, a store, a return.

Numbers. A local whose number is only in SSA is *fresh*: its register shows an older, harmless value, or nothing. The
frame state lists the fresh registers, and the exit shows their numbers. A condition (`if`) says when the number is
fresh in those places where that depends on the way the program came.
"""

from __future__ import annotations

from .types import BOOL, DOUBLE, DRAWN, GUARDED, INT, ITEMS, NOTHING, OBJECT, RESULT, SLOTS


class OpInfo:
    """One row of the table."""

    def __init__(
        self,
        name: str,
        operands: tuple[str, ...],
        immediates: tuple[str, ...],  # kinds: pc, reg, int, double, type, mask, index
        result: str,
        effects: frozenset[str],
        doc: str,
    ) -> None:
        self.name = name
        self.operands = operands
        self.immediates = immediates
        self.result = result
        self.effects = effects
        self.doc = doc
        self.exits = "exits" in effects
        self.has_state = bool(effects & {"exits", "shows"})
        self.removable = not effects & {"writes", "runs", "exits", "shows", "control"}


OPS: dict[str, OpInfo] = {}


def _op(name: str, operands: str, immediates: str, result: str, effects: str, doc: str) -> None:
    OPS[name] = OpInfo(
        name, tuple(operands.split()), tuple(immediates.split()), result, frozenset(effects.split()), doc
    )


# --- Constants ------------------------------------------------------------------------------------
_op("int", "", "int", INT, "", "A 64-bit number.")
_op("double", "", "double", DOUBLE, "", "A double.")
_op("bool", "", "int", BOOL, "", "1 or 0.")
_op("const", "", "type index", "*", "", "Constant -1 - index of the unit, borrowed.")
_op("none", "", "", "none", "", "None, borrowed.")
_op("null", "", "", OBJECT, "", "What an empty register holds.")

# --- Registers of the frame -----------------------------------------------------------------------
_op("slot", "", "type reg", "*", "reads", "What the register shows, borrowed; its type is known to be this.")
_op("take", "", "reg", OBJECT, "reads writes", "What the register shows, owned; the register is left empty.")
_op(
    "put",
    "object",
    "reg",
    NOTHING,
    "reads writes",
    "Show the object (taken) in the register, whose old value is inert: drop that.",
)
_op("put_new", "object", "reg", NOTHING, "writes", "Show the object (taken) in a register known to be empty.")
_op(
    "put_any",
    "object",
    "reg",
    NOTHING,
    "reads writes runs shows",
    "Show the object (taken); drop the old value, which may run its destructor.",
)
_op("kill", "", "reg", NOTHING, "reads writes", "Empty the register, whose value dies unseen.")
_op(
    "kill_any",
    "",
    "reg",
    NOTHING,
    "reads writes runs shows",
    "Empty the register; dropping what it held may run its destructor.",
)
_op(
    "show_int",
    "int bool",
    "reg pc",
    NOTHING,
    "reads writes",
    "If the bool: show the number in the register, in the box that is there when nobody else sees it.",
)
_op("show_double", "double bool", "reg pc", NOTHING, "reads writes", "As show_int.")
_op("show_complex", "double double bool", "reg pc", NOTHING, "reads writes", "As show_int: real and imaginary part.")
_op("show_bool", "bool bool", "reg pc", NOTHING, "reads writes", "As show_int.")
_op(
    "share",
    "bool",
    "reg reg",
    NOTHING,
    "reads writes",
    "Unless the bool: show in the first register what the second shows. Else empty it. Its old value is inert.",
)
_op("incref", "object", "", NOTHING, "writes", "One more reference: the object is owned from here on.")

# --- Guards ---------------------------------------------------------------------------------------
_op("guard", "bool", "", NOTHING, "exits", "Go on if true.")
_op("guard_type", "object", "type", "*", "exits", "Go on if the object is exactly of this type.")
_op("guard_bound", "object", "", NOTHING, "exits", "Go on if it is not NULL.")
_op("guard_inert", "object", "", NOTHING, "exits reads", "Go on if it is NULL, or runs nothing when it dies.")
_op("guard_size", "object", "int", NOTHING, "exits reads", "Go on if the tuple or list has so many items.")
_op("guard_unshared", "object", "", NOTHING, "exits reads", "Go on if there is no other reference.")
_op(
    "guard_function",
    "object",
    "level",
    NOTHING,
    "exits reads",
    "Go on if it is a function with the code that is inlined as this level.",
)
_op("has_code", "object", "level", BOOL, "reads", "What guard_function guards.")
_op(
    "guard_call",
    "",
    "int",
    NOTHING,
    "exits reads",
    "Go on if so many more frames fit the recursion limit, and the thread is not traced.",
)
_op(
    "guard_ends",
    "object",
    "",
    NOTHING,
    "exits reads",
    "Go on if a list's or tuple's iterator has no other reference, and dies unseen, with its sequence if need be.",
)
_op("guard_const", "object object", "", NOTHING, "exits", "Go on if both are the same object.")
_op("unbox_int", "object", "", INT, "exits", "The number of an exact int, if that is what it is and it fits.")
_op("unbox_double", "object", "", DOUBLE, "exits", "The number of an exact float, if that is what it is.")
_op("unbox_bool", "object", "", BOOL, "exits", "Whether it is True, if it is True or False.")

# --- Boxes ----------------------------------------------------------------------------------------
_op("box_int", "int", "pc", OBJECT, "writes", "An int object, owned.")
_op("box_double", "double", "pc", OBJECT, "writes", "A float object, owned.")
_op("box_complex", "double double", "pc", "exact_complex", "writes", "A complex object, owned.")
_op("box_bool", "bool", "", OBJECT, "writes", "True or False, owned.")

# --- Ints: what would not fit into 64 bits exits ---------------------------------------------------
_op("int_add", "int int", "", INT, "exits", "Sum.")
_op("int_sub", "int int", "", INT, "exits", "Difference.")
_op("int_mul", "int int", "", INT, "exits", "Product.")
_op("int_floordiv", "int int", "", INT, "exits", "Python's floor division; exits for a zero divisor.")
_op("int_mod", "int int", "", INT, "exits", "Python's modulo; exits for a zero divisor.")
_op("int_lshift", "int int", "", INT, "exits", "Left shift.")
_op("int_rshift", "int int", "", INT, "exits", "Right shift; exits for a negative distance.")
_op("int_and", "int int", "", INT, "", "Bitwise and.")
_op("int_or", "int int", "", INT, "", "Bitwise or.")
_op("int_xor", "int int", "", INT, "", "Bitwise exclusive or.")
_op("int_wrap_add", "int int", "", INT, "", "Sum of two numbers whose sum is known to fit.")
_op("int_wrap_mul", "int int", "", INT, "", "Product of two numbers whose product is known to fit.")
_op("int_wrap_sub", "int int", "", INT, "", "Difference of two numbers whose difference is known to fit.")
_op("int_wrap_lshift", "int int", "", INT, "", "Left shift by 0 to 62 whose result is known to fit.")
_op("int_short_rshift", "int int", "", INT, "", "Right shift by 0 to 63.")
_op("int_natural_div", "int int", "", INT, "", "Floor division of a number not negative by a positive one.")
_op("int_natural_mod", "int int", "", INT, "", "As int_natural_div: the modulo.")
_op("int_low_add", "int int", "", INT, "", "The low 64 bits of the sum.")
_op("int_low_sub", "int int", "", INT, "", "The low 64 bits of the difference.")
_op("int_low_mul", "int int", "", INT, "", "The low 64 bits of the product.")
_op("int_low_lshift", "int int", "", INT, "", "The low 64 bits of a left shift by 0 to 63.")
_op("int_truediv", "int int", "", DOUBLE, "exits", "Quotient of two ints that are exact as doubles.")
_op("int_to_double", "int", "", DOUBLE, "", "The nearest double.")
_op("int_exact_double", "int", "", DOUBLE, "exits", "The int as a double, if that is exact.")
_op("int_abs", "int", "", INT, "exits", "Magnitude.")
_op("int_min", "int int", "", INT, "", "The lesser.")
_op("int_max", "int int", "", INT, "", "The greater.")
_op("compare_int", "int int", "mask", BOOL, "", "Whether the ordering of the two is in the mask.")
_op("bool_to_int", "bool", "", INT, "", "1 or 0.")

# --- Doubles ----------------------------------------------------------------------------------------
_op("double_add", "double double", "", DOUBLE, "", "Sum.")
_op("double_sub", "double double", "", DOUBLE, "", "Difference.")
_op("double_mul", "double double", "", DOUBLE, "", "Product.")
_op("double_truediv", "double double", "", DOUBLE, "exits", "Quotient; exits for a zero divisor.")
_op("double_pow", "double double", "", DOUBLE, "exits", "Power, where the C library's is Python's and finite.")
_op("double_neg", "double", "", DOUBLE, "", "Negation.")
_op("double_abs", "double", "", DOUBLE, "", "Magnitude.")
_op("double_min", "double double", "", DOUBLE, "", "The second if it is less, else the first.")
_op("double_max", "double double", "", DOUBLE, "", "The second if it is greater, else the first.")
_op("double_to_int", "double", "", INT, "exits", "The number without its fraction; exits if it does not fit.")
_op(
    "double_call",
    "double",
    "type",
    DOUBLE,
    "exits",
    "A function of `math` of one float; exits where it would raise.",
)
_op("complex_real", "exact_complex", "", DOUBLE, "", "The real part.")
_op("complex_imag", "exact_complex", "", DOUBLE, "", "The imaginary part.")
_op("complex_abs", "double double", "", DOUBLE, "exits", "The magnitude, where all three are finite.")
_op("compare_double", "double double", "mask", BOOL, "", "Whether the ordering of the two is in the mask.")

# --- Truth and identity -----------------------------------------------------------------------------
_op("truth", "object", "", BOOL, "exits reads", "Whether the object is true, where finding out runs nothing.")
_op("not", "bool", "", BOOL, "", "Negation.")
_op("or", "bool bool", "", BOOL, "", "Either.")
_op("and", "bool bool", "", BOOL, "", "Both.")
_op("is", "object object", "", BOOL, "", "Whether both are the same object.")
_op(
    "exc_match",
    "object object",
    "",
    BOOL,
    "exits reads",
    "Whether an exception is caught by a class or tuple of classes; exits if these are no exceptions.",
)
_op("is_sequence", "object", "", BOOL, "reads", "Whether patterns take it for a sequence.")
_op("is_mapping", "object", "", BOOL, "reads", "Whether patterns take it for a mapping.")
_op("bound", "object", "", BOOL, "", "Whether it is not NULL.")

# --- Ranges, lists, tuples --------------------------------------------------------------------------
_op("range_index", "range_iterator", "", INT, "reads", "How many numbers it has given.")
_op("range_length", "range_iterator", "", INT, "", "How many numbers it gives in all.")
_op("range_start", "range_iterator", "", INT, "", "Its first number.")
_op("range_step", "range_iterator", "", INT, "", "Its step.")
_op("set_range_index", "range_iterator int", "", NOTHING, "writes", "How many numbers it has given.")
_op(
    "show_range",
    "int int int int",
    "reg",
    NOTHING,
    "reads writes",
    "Show a range iterator, by index, length, start and step: the one in the register or, if it is empty, a new one.",
)
_op(
    "list_item",
    "list int",
    "",
    OBJECT,
    "exits reads",
    "The item at an index (negative ones too), borrowed; exits out of range.",
)
_op("tuple_item", "tuple int", "", OBJECT, "exits reads", "As list_item.")
_op("bytes_item", "exact_bytes int", "", INT, "exits", "As list_item: a byte.")
_op("bytearray_item", "bytearray int", "", INT, "exits reads", "As list_item: a byte.")
_op(
    "bytearray_store",
    "bytearray int int",
    "",
    NOTHING,
    "exits writes",
    "Store a byte; exits beyond the range of either.",
)
_op("str_equal", "exact_str exact_str", "", BOOL, "", "Whether two str are equal.")
_op("field", "object", "int", OBJECT, "reads", "An item of a tuple or list that is known to have it, borrowed.")
_op(
    "list_next",
    "list_iterator",
    "",
    OBJECT,
    "reads writes",
    "The next item, borrowed; NULL at the end, where nothing changes.",
)
_op("tuple_next", "tuple_iterator", "", OBJECT, "reads writes", "As list_next.")
_op(
    "guard_list_store",
    "list int",
    "",
    NOTHING,
    "exits reads",
    "Go on if the index is in range, and dropping the old item runs nothing.",
)
_op(
    "list_store",
    "list int object",
    "",
    NOTHING,
    "reads writes",
    "Store an object (taken) where guard_list_store allowed it; drop the old item.",
)
_op(
    "list_store_double",
    "list int double",
    "pc",
    NOTHING,
    "reads writes",
    "Store a number, in the old item's box when nobody else sees it.",
)
_op("list_store_int", "list int int", "pc", NOTHING, "reads writes", "As list_store_double.")
_op(
    "list_store_complex",
    "list int double double",
    "pc",
    NOTHING,
    "reads writes",
    "As list_store_double: real and imaginary part.",
)

# --- The parts of subscripts, which passes/subscripts.py makes ----------------------------------------
_op("list_length", "list", "", INT, "reads", "How many items it has.")
_op("tuple_length", "tuple", "", INT, "", "As list_length.")
_op("list_items", "list", "", ITEMS, "reads", "Where its items are.")
_op("tuple_items", "tuple", "", ITEMS, "", "As list_items.")
_op(
    "item_place",
    "int int",
    "",
    INT,
    "exits",
    "The place of an index (negative ones too) in so many items; exits beyond.",
)
_op("known_place", "int int", "", INT, "", "As item_place, of an index known to be in range.")
_op("list_load", "items int", "", OBJECT, "reads", "The item at a place, borrowed.")
_op("tuple_load", "items int", "", OBJECT, "", "As list_load.")
_op(
    "guard_drop",
    "object",
    "",
    NOTHING,
    "exits reads",
    "Go on if the object lives on, or dies unseen, when its item is replaced.",
)
_op("list_put", "items int object", "", NOTHING, "reads writes", "Store an object (taken); drop the old item.")
_op(
    "list_put_double",
    "items int double",
    "",
    NOTHING,
    "reads writes",
    "Store a number, in the old item's box if possible.",
)
_op("list_put_int", "items int int", "", NOTHING, "reads writes", "As list_put_double.")
_op("list_put_complex", "items int double double", "", NOTHING, "reads writes", "As list_put_double.")

# --- Attributes and names ---------------------------------------------------------------------------------
# Where attributes, globals and the like are: in slots, which have a space and a number in it.
#     value    of an instance without a dict: the place in its values
#     member   of an object whose class has `__slots__`: the offset in it
#     cell     what a cell holds: 0
#     name     of a dict with unicode keys: the entry
#     found    any slot of an instance, or member
_op("guard_class", "object", "int", GUARDED, "exits reads", "The object, if its class has this version.")
_op(
    "guard_classes",
    "object",
    "int int int int",
    GUARDED,
    "exits reads",
    "As guard_class, for one of four versions. (What relies on it relies on what they have in common.)",
)
_op("guard_version", "class", "int", GUARDED, "exits reads", "The class, if it has this version.")
_op(
    "guard_versions",
    "object",
    "int int",
    GUARDED,
    "exits reads",
    "The object, if it is the class of this version, and the metaclass that it has is that of the other one.",
)
_op(
    "guard_lacks",
    "guarded",
    "int",
    NOTHING,
    "exits reads",
    "Go on if the instance has no dict, and its class's instances only names of this keys' version.",
)
_op(
    "guard_plain",
    "object",
    "",
    NOTHING,
    "exits reads",
    "Go on if the object is no descriptor: its type has no `__get__`.",
)
_op(
    "guard_missing",
    "object exact_str",
    "",
    NOTHING,
    "exits reads",
    "Go on if the object itself has no attribute of this name, whatever its class has.",
)
_op(
    "class_attribute",
    "guarded",
    "index",
    OBJECT,
    "",
    "An object known at compile time, which the class's version stands for, borrowed.",
)
_op("module_dict", "module", "", OBJECT, "exits", "The module's dict.")
_op(
    "class_names", "class", "int", SLOTS, "exits reads", "The entries of a class's dict, if its keys have this version."
)
_op(
    "store_class_number",
    "class exact_str object",
    "index",
    NOTHING,
    "exits reads writes",
    "Replace the number that the class has under the name, which is in this entry of its dict.",
)
_op("namespace", "", "type", OBJECT, "", "The frame's `globals`, `builtins` or `locals`.")
_op(
    "namespace_of",
    "object",
    "type",
    OBJECT,
    "",
    "As namespace, of a function that is inlined: its `globals` or `builtins`.",
)
_op("values", "guarded", "", SLOTS, "exits reads", "The values of an instance, if it has no dict.")
_op("members", "guarded", "", SLOTS, "", "The members of an object.")
_op("cell", "object", "", SLOTS, "", "The slot of a cell.")
_op("names", "object", "int", SLOTS, "exits reads", "The entries of a dict, if its keys have this version.")
_op("property_getter", "object", "", OBJECT, "reads", "The getter of a property, borrowed; NULL if it has none.")
_op("property_setter", "object", "", OBJECT, "reads", "The setter likewise.")
_op(
    "wrapped_function",
    "object",
    "",
    OBJECT,
    "exits reads",
    "The plain function in a static or class method, borrowed; exits if it has another callable.",
)
_op("class_of", "object", "", OBJECT, "reads", "The class of an object, borrowed.")
_op("closure_cell", "object", "index", OBJECT, "", "The cell of a function's free variable, borrowed.")
_op(
    "default_argument",
    "object",
    "int",
    OBJECT,
    "exits reads",
    "The default of a function's parameter, counted from the last one (1), borrowed; exits if it has none.",
)
_op(
    "keyword_default",
    "object",
    "index",
    OBJECT,
    "exits reads",
    "The default of a function's keyword-only parameter, by its place among the locals, borrowed; exits if it has none.",
)
_op("new_cell", "", "", OBJECT, "exits writes", "An empty cell, owned.")
_op("slot_load", "slots", "type index", OBJECT, "reads", "What a slot holds, borrowed; NULL if it is empty.")
_op(
    "find_global",
    "object object object",
    "",
    OBJECT,
    "exits reads",
    "What a name means in globals and builtins, whatever else they have, borrowed; exits if it is in neither.",
)
_op(
    "find_attribute",
    "object exact_str",
    "",
    OBJECT,
    "exits reads",
    "The attribute of this name, for any class whose place for it is known, borrowed; else exits.",
)
_op(
    "find_method",
    "object exact_str",
    "",
    OBJECT,
    "exits reads",
    "As find_attribute: the function that a call of the method calls.",
)
_op(
    "named_attribute",
    "object exact_str object",
    "",
    OBJECT,
    "exits reads writes",
    "getattr() with a default, or NULL: the attribute, a function bound to the object, or the default; owned.",
)
_op(
    "find_super",
    "object object exact_str",
    "",
    OBJECT,
    "exits reads",
    "As find_method: what the second object's class has behind the class that is the first.",
)
_op(
    "find_place",
    "object exact_str",
    "",
    SLOTS,
    "exits reads",
    "As find_attribute: the slot, for a store. (Space `found`, number 0.)",
)
_op("note_place", "object slots object", "", NOTHING, "writes", "As note_order, after find_place.")
_op(
    "store_entry",
    "object exact_str object",
    "",
    NOTHING,
    "exits reads writes",
    "Give an attribute that is in the object's dict, or of an exception, another value (the last); the old one dies unseen.",
)
_op(
    "guard_release", "object", "", NOTHING, "exits reads", "Go on if it is NULL, others hold it too, or it dies unseen."
)
_op(
    "guard_outlives", "object", "int", NOTHING, "exits reads", "As guard_release, where so many references are dropped."
)
_op("dies_unseen", "object", "", BOOL, "reads", "Whether it is NULL, others hold it too, or nothing runs when it dies.")
_op("release", "object", "", NOTHING, "writes", "Drop a reference of one's own, after guard_outlives.")
_op(
    "note_order",
    "slots object",
    "index",
    NOTHING,
    "writes",
    "If the second is NULL: the value comes next in the order of the instance's attributes.",
)
_op("guard_tracked", "object", "", NOTHING, "exits reads", "Go on if the collector knows the object.")
_op("new_version", "object", "", NOTHING, "writes", "The dict gets a new version.")
_op(
    "slot_put",
    "slots object object",
    "type index",
    NOTHING,
    "reads writes",
    "Store the last (taken) in a slot, which holds the second: drop that, after guard_release.",
)
_op(
    "slot_put_int",
    "slots object int",
    "type index",
    NOTHING,
    "reads writes",
    "As slot_put, in the old value's box when nobody else sees it.",
)
_op("slot_put_double", "slots object double", "type index", NOTHING, "reads writes", "As slot_put_int.")
_op(
    "slot_swap",
    "slots object object",
    "type index",
    OBJECT,
    "reads writes",
    "Store the last (taken) in a slot, which holds the second: that, owned, or NULL.",
)
_op(
    "drop",
    "object",
    "",
    NOTHING,
    "reads writes runs shows",
    "Drop a reference of one's own, or NULL, which may run a destructor.",
)

# --- Builtin functions, methods and containers, where no Python code can run ------------------------------
# (vm_core/host/builtins311.h says when. Those with `exits` and `writes` exit before they have any effect.)
_op("builtin", "", "type", OBJECT, "", "A builtin function, method or type that the core knows by this name, borrowed.")
_op("length", "object", "", INT, "exits reads", "The length of a container or string of the host.")
_op(
    "is_instance",
    "object object",
    "",
    BOOL,
    "exits reads",
    "Whether it is an instance of a class, or of one of a tuple of classes.",
)
_op("ord_of", "object", "", INT, "exits", "The number of a character.")
_op("chr_of", "int", "", "exact_str", "exits writes", "The character of a number, owned.")
_op(
    "call_plain_1",
    "object object",
    "type",
    "*",
    "exits writes",
    "Call a builtin that runs nothing on an argument that is plain; the result is owned.",
)
_op("call_plain_2", "object object object", "type", "*", "exits writes", "As call_plain_1, with two arguments.")
_op(
    "call_plain_3", "object object object object", "type", "*", "exits writes", "As call_plain_1, with three arguments."
)
_op(
    "call_plain_4",
    "object object object object object",
    "type",
    "*",
    "exits writes",
    "As call_plain_1, with four arguments.",
)
_op(
    "call_view",
    "object object",
    "type",
    "*",
    "exits reads writes",
    "Call a method without arguments that runs nothing on an object of its type; owned.",
)
_op("known_object", "", "index", OBJECT, "", "An object known at compile time, which something keeps alive for good.")
# A C function that runs nothing on arguments that meet the conditions, four bits for each (build/quiet_calls.py); the last
# immediate: what it changes (QUIET_EFFECTS in hir/memory.py).
_op("call_quiet_0", "object", "type index index", "*", "exits reads writes", "Call it without arguments; owned.")
_op("call_quiet_1", "object object", "type index index", "*", "exits reads writes", "As call_quiet_0, with one.")
_op("call_quiet_2", "object object object", "type index index", "*", "exits reads writes", "With two.")
_op("call_quiet_3", "object object object object", "type index index", "*", "exits reads writes", "With three.")
_op("call_quiet_4", "object object object object object", "type index index", "*", "exits reads writes", "With four.")
_op("new_record", "guarded", "index", OBJECT, "exits writes", "As new_tuple: of a named tuple's class.")
_op("heap_push", "list object", "", NOTHING, "exits reads writes", "heapq.heappush, where comparing runs nothing.")
_op("heap_pop", "list", "", OBJECT, "exits reads writes", "heapq.heappop, likewise; owned.")
_op("heap_replace", "list object", "", OBJECT, "exits reads writes", "heapq.heapreplace, likewise; owned.")
_op("heap_push_pop", "list object", "", OBJECT, "exits reads writes", "heapq.heappushpop, likewise; owned.")
_op(
    "dict_setdefault",
    "dict object object",
    "",
    OBJECT,
    "exits reads writes",
    "The value of a key, which is stored if the key is missing; owned.",
)
_op("dict_item", "dict object", "", OBJECT, "exits reads", "The value of a key, borrowed; exits when it is missing.")
_op("dict_find", "dict object", "", OBJECT, "exits reads", "The value of a key, borrowed; NULL when it is missing.")
_op(
    "dict_get",
    "dict object object",
    "",
    OBJECT,
    "exits reads",
    "The value of the first, or the second when it is missing; borrowed.",
)
_op(
    "dict_store",
    "dict object object",
    "",
    NOTHING,
    "exits reads writes",
    "Store the second under the first; the old value dies unseen.",
)
_op("set_add", "set object", "", NOTHING, "exits reads writes", "Add a key.")
_op("set_discard", "set object", "", NOTHING, "exits reads writes", "Remove a key if it is there.")
_op("contains", "object object", "", BOOL, "exits reads", "Whether the first has the second.")
_op(
    "str_item",
    "exact_str int",
    "",
    "exact_str",
    "exits writes",
    "The character at an index (negative ones too), owned.",
)
_op(
    "extreme_of",
    "object object",
    "int",
    OBJECT,
    "exits",
    "The second if it is less (1: greater), else the first, where comparing them runs nothing; borrowed as they are.",
)
_op(
    "extreme_among",
    "object object",
    "int",
    OBJECT,
    "exits reads writes",
    "The first, min (1: max), of the second, a container of plain objects; owned.",
)
_op("str_order", "exact_str exact_str", "", INT, "", "-1, 0 or 1: how two str are ordered.")
_op("str_concat", "exact_str exact_str", "", "exact_str", "exits writes", "Both in a row, owned.")
_op(
    "str_append",
    "exact_str exact_str",
    "",
    "exact_str",
    "exits reads writes",
    "Both in a row, owned. The first's reference is taken (it is in the register, until that is emptied): it may grow.",
)
_op(
    "str_join",
    "exact_str object",
    "",
    "exact_str",
    "exits reads writes",
    "The strings of a list or tuple with the first between them, owned.",
)
_op(
    "slice_of",
    "object int int",
    "type",
    "*",
    "exits reads writes",
    "The part of a sequence of the host between two places, owned.",
)
_op("list_room", "list", "", NOTHING, "exits reads writes", "Make sure that there is room for one more item.")
_op("list_push", "list object", "", NOTHING, "reads writes", "Append an object (taken) where list_room has made room.")
_op(
    "list_pop",
    "list int",
    "",
    OBJECT,
    "exits reads writes",
    "Remove the item at an index (negative ones too): it is owned now.",
)
_op(
    "new_tuple",
    "",
    "index",
    "tuple",
    "exits writes",
    "A tuple of so many items, owned; set_field sets each before anything else happens.",
)
_op("new_list", "", "index", "list", "exits writes", "As new_tuple: a list.")
_op("new_instance", "guarded", "", OBJECT, "exits writes", "object.__new__ of the class of this version, owned.")
_op(
    "new_exception",
    "guarded object object object object",
    "index",
    OBJECT,
    "exits writes",
    "BaseException.__new__ of the class of this version and the first so many of the arguments, owned.",
)
_op(
    "set_arguments",
    "object object object object object",
    "index",
    NOTHING,
    "exits reads writes",
    "BaseException.__init__ of an exception (the first) likewise; the old arguments live on, or die unseen.",
)
_op(
    "virtual",
    "guarded",
    "index",
    GUARDED,
    "",
    "An instance, other than those with other numbers, of the guarded class: it is not made. Its class.",
)
_op("container_type", "", "type", GUARDED, "", "As guard_version of a type of the host: `tuple`, `list` or `dict`.")
_op("method_type", "", "", GUARDED, "", "The host's type of bound methods, which are virtual as instances are.")
_op("make_instance", "guarded", "", OBJECT, "writes", "object.__new__ of a virtual instance's class, owned.")
_op("new_slots", "object", "type", SLOTS, "", "The slots (`value` or `member`) of an instance that was just made.")
_op("new_dict", "", "", "dict", "exits writes", "An empty dict, owned.")
_op("set_field", "object object", "index", NOTHING, "writes", "An item (taken) of a tuple or list that is new.")
_op("iterate", "object", "type", "*", "exits reads writes", "The iterator of a container of the host, owned.")
_op(
    "next_of",
    "object",
    "",
    OBJECT,
    "reads writes",
    "An iterator's next item, owned; NULL, with nothing changed, at the end and where it may run code.",
)
_op(
    "at_end",
    "object",
    "",
    BOOL,
    "reads writes",
    "Whether it is an iterator of the host that is surely at its end, which it remembers as it does for next(), or a "
    "generator that is done; and no exception is set.",
)
_op(
    "draw_numbered",
    "object",
    "",
    DRAWN,
    "reads writes",
    "The next item of enumerate(), owned, and its number; as next_of, NULL where it cannot be told.",
)
_op("draw_two", "object", "", DRAWN, "reads writes", "The next two items of zip() of two, likewise, both owned.")
_op(
    "draw_entry",
    "object",
    "",
    DRAWN,
    "reads writes",
    "A key and its value of an iterator over a dict's items, likewise.",
)
_op("drawn_object", "drawn", "", OBJECT, "", "The object of the two.")
_op("drawn_other", "drawn", "", OBJECT, "", "The other object; only behind a look at the first.")
_op("drawn_number", "drawn", "", INT, "", "The number.")

# --- Objects of the host's types, whichever they are, where no Python code can run ------------------------
# (vm_core/host/operators311.h and vm_core/jit/operations.pxi. Those with `exits` and `writes` exit before any effect.)
_op(
    "scalar_binary",
    "object object",
    "type index",
    "*",
    "exits writes",
    "An operation (its number in the core's table) on numbers and text of any size; owned.",
)
_op(
    "container_binary",
    "object object",
    "index",
    OBJECT,
    "exits reads writes",
    "The same on two containers, or a sequence and a number: a new container, owned.",
)
_op("scalar_unary", "object", "index", OBJECT, "exits writes", "An operation (the instruction) on a number; owned.")
_op(
    "compare_plain",
    "object object",
    "index",
    BOOL,
    "exits reads",
    "Whether two objects compare as asked (the host's number): plain ones, sequences of such, identities.",
)
_op(
    "format",
    "object object",
    "index",
    "exact_str",
    "exits writes",
    "A field of an f-string: plain value, specification.",
)
_op(
    "build",
    "",
    "type pc reg index",
    "*",
    "exits reads writes",
    "What the instruction builds of its window (first register, how many), which is empty then; owned.",
)
_op("item_of", "object object", "", OBJECT, "exits reads writes", "What a subscript of any container is, owned.")
_op(
    "store_item",
    "object object object",
    "",
    NOTHING,
    "exits reads writes",
    "Store the last under the second; what it replaces dies unseen.",
)
_op("delete_item", "object object", "", NOTHING, "exits reads writes", "Remove what is there, which dies unseen.")
_op("list_extend", "list object", "", NOTHING, "exits reads writes", "Extend a list by another container's items.")
_op(
    "rest_of",
    "object",
    "index index",
    "list",
    "exits reads writes",
    "A list of what is left of a list or tuple without so many first and last items, owned; exits when there are fewer.",
)
_op(
    "item_at",
    "object list",
    "int",
    OBJECT,
    "reads",
    "The item at a place, from behind if it is negative, of what rest_of has made the list of; borrowed.",
)
_op("tuple_of", "list", "", "tuple", "exits reads writes", "A tuple of a list's items, owned.")

# --- Bytecode instructions as they are -----------------------------------------------------------------
_op(
    "run",
    "",
    "pc",
    NOTHING,
    "exits reads writes runs",
    "Run the instruction on the frame by the core's function for it. On an exception, leave with it.",
)
_op(
    "run_rest",
    "",
    "pc",
    NOTHING,
    "exits reads writes runs",
    "As run, of an operator whose first method has returned NotImplemented: what the host does then.",
)
_op(
    "run_caught",
    "",
    "pc level",
    INT,
    "exits reads writes runs",
    "As run: 0; 1 when it jumps; -1 when it has raised an exception, and the core has unwound to the handler in the frame "
    "of this level, where the exception is pending.",
)
_op(
    "run_branch", "", "pc", BOOL, "exits reads writes runs", "As run, of an instruction that may jump: whether it does."
)

# --- Inlined calls --------------------------------------------------------------------------------------
_op(
    "enter",
    "",
    "reg reg int",
    NOTHING,
    "writes",
    "An inlined call begins: its function's register, and so many registers from a first one on, are empty.",
)
_op("count_call", "", "", NOTHING, "writes", "The function that the code is of was called in its own code.")

# --- What `*args` and `**kwargs` take --------------------------------------------------------------------
_op("empty_tuple", "", "", "tuple", "", "The empty tuple, borrowed.")
_op("make_tuple", "", "index", "tuple", "writes", "As new_tuple, but never exits.")
_op("make_list", "", "index", "list", "writes", "As new_list, but never exits.")
_op("make_dict", "", "", "dict", "writes", "As new_dict, but never exits.")
_op(
    "set_entry",
    "dict object object",
    "",
    NOTHING,
    "writes",
    "Give a dict that nobody else has a name, which it does not have yet, with an object (taken).",
)

# --- Direct calls ---------------------------------------------------------------------------------------
# Between the guard and the call stand `empty`, and a `put_new` for the function and each argument or a `pass_` for one that
# is a number without an object, and nothing that exits.
_op(
    "empty",
    "",
    "reg int",
    NOTHING,
    "writes",
    "So many registers of a frame that begins, from a first one on, are empty.",
)
_op("pass_int", "int", "index", NOTHING, "writes", "The argument of this number, whose register is empty, is an int.")
_op("pass_double", "double", "index", NOTHING, "writes", "As pass_int.")
_op(
    "passed",
    "",
    "type reg",
    "*",
    "reads",
    "The number that the caller has passed for the parameter in this empty register.",
)
_op(
    "argument",
    "",
    "type reg",
    "*",
    "exits reads",
    "The number that the parameter in this register begins with: the object's that is there, or what the caller has passed.",
)
_op(
    "guard_unit",
    "object",
    "level int",
    NOTHING,
    "exits reads",
    "Go on if it is a function with the unit of this level, which still has this serial number.",
)
_op("has_unit", "object", "level int", BOOL, "reads", "What guard_unit guards.")
_op(
    "call_unit",
    "",
    "pc level index mask",
    RESULT,
    "exits reads writes runs",
    "Run the frame of this level, for the instruction. The kind of result: 0 an object, 1 that or an int that has none, "
    "2 that or a double; 3: the instance in the window, of an `__init__`. Two bits of the mask for each argument: 1 an int, "
    "2 a double, without an object. On an exception, leave with it.",
)
_op(
    "call_unit_caught",
    "",
    "pc level index mask level",
    RESULT,
    "exits reads writes runs",
    "As call_unit; an exception is pending in the handler in the frame of the second level, to which the core has unwound.",
)
_op(
    "draw_next",
    "object",
    "pc mask",
    OBJECT,
    "reads writes runs",
    "For FORITER: the next item (owned) of a generator whose native code can be resumed at once, or a mark that it is a "
    "number of the kind wanted, in the buffer for exits. NULL: there is none, an exception is set, or nothing was done; "
    "the instruction finds out which.",
)
_op(
    "draw_by_next",
    "object",
    "pc",
    OBJECT,
    "reads writes runs",
    "The same for a call of next(). NULL also where the generator has returned: StopIteration is set if it has a value.",
)
_op("item_is_number", "object", "", BOOL, "", "Whether what draw_next gave is that mark.")
for _number in (INT, DOUBLE):
    _op(f"item_{_number}", "object", "", _number, "reads", "The number; directly behind draw_next.")
_op("result_is_none", "result", "", BOOL, "", "Whether there is none, as an exception was caught.")
_op("result_object", "result", "", OBJECT, "", "The object, owned; only where it is no number.")
_op("result_is_number", "result", "", BOOL, "", "Whether it is a number that has no object.")
_op("result_int", "result", "", INT, "", "The number; only where it is one.")
_op("result_double", "result", "", DOUBLE, "", "As result_int.")
_op(
    "result_unseen",
    "result",
    "",
    BOOL,
    "",
    "Whether nobody could look at the frame meanwhile: it does not show its numbers.",
)

# --- Loops --------------------------------------------------------------------------------------------
_op(
    "loop_entry",
    "",
    "",
    NOTHING,
    "exits",
    "Nothing: its state is the frame's where a loop begins, for guards moved there.",
)

# --- Control ------------------------------------------------------------------------------------------
_op("safepoint", "", "", NOTHING, "exits", "Leave if a signal, another thread or a pending call wants attention.")
_op("counted_safepoint", "", "", NOTHING, "exits", "As safepoint; leave also if the core wants to look at this round.")
_op("jump", "", "", NOTHING, "control", "Go on in the target.")
_op("branch", "bool", "", NOTHING, "control", "Go on in the first target if true, else in the second.")
_op("leave", "", "", NOTHING, "control exits", "Go on in the interpreter.")
_op(
    "resumed_at", "", "pc", BOOL, "", "Of a generator: whether its frame stood at this instruction when it was resumed."
)
_op("refuse", "", "", NOTHING, "control", "It stands where the code has no entry: nothing is done.")
_op(
    "suspend",
    "object",
    "pc",
    NOTHING,
    "control reads",
    "Leave a generator's frame, which shows everything, at this YIELD, with the object (taken).",
)
for _number in (INT, DOUBLE):
    _op(f"suspend_{_number}", _number, "pc", NOTHING, "control reads", "Likewise, with a number that has no object.")
_op("guard_unseen", "", "", NOTHING, "exits reads", "Go on if nobody has made a frame object for the frame.")
_op("return", "object", "", NOTHING, "control reads", "Leave the frame with the object (taken).")
_op("return_int", "int", "", NOTHING, "control reads", "Leave the frame with a number that has no object.")
_op("return_double", "double", "", NOTHING, "control reads", "As return_int.")
