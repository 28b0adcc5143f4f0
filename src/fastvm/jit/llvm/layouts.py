"""Offsets that native code uses: the core's and the host's structures as the core sees them
(fastvm._core.jit_layout), and the object headers that the host's ABI fixes."""

from __future__ import annotations

from fastvm import _core

REFCOUNT, TYPE = 0, 8
SIZE = 16  # of variable-size objects; of ints: signed number of digits
FLOAT_VALUE = 16
COMPLEX_REAL, COMPLEX_IMAG = 16, 24
INT_DIGITS = 24
LIST_ITEMS = 24
LIST_ROOM = 32
TUPLE_ITEMS = 24
BYTES_ITEMS = 32
BYTEARRAY_ITEMS = 40
CELL_CONTENT = 16

_layout = _core.jit_layout()
#: Places in the table of addresses, by name.
TABLE: dict[str, int] = _layout["table"]
REGISTERS: int = _layout["registers"]
FRAME_OBJECT: int = _layout["frame_object"]
FRAME_FUNCTION: int = _layout["frame_function"]
FRAME_LOCALS: int = _layout["frame_locals"]
#: How many slots a frame has before its registers.
FRAME_SPECIALS: int = _layout["frame_specials"]
FUNCTION_CODE: int = _layout["function_code"]
#: The mark of a frame of an operator's method.
FRAME_OPERATOR: int = _layout["frame_operator"]
PROPERTY_GETTER: int = _layout["property_getter"]
PROPERTY_SETTER: int = _layout["property_setter"]
#: What a static or class method wraps.
WRAPPED_CALLABLE: int = _layout["wrapped_callable"]
FUNCTION_CLOSURE: int = _layout["function_closure"]
FUNCTION_DEFAULTS: int = _layout["function_defaults"]
FUNCTION_NAMESPACES: dict[str, int] = {name: _layout[f"function_{name}"] for name in ("globals", "builtins")}
RECURSION_REMAINING: int = _layout["recursion_remaining"]
RECURSION_SLACK: int = _layout["recursion_slack"]
DATASTACK_TOP: int = _layout["datastack_top"]
CFRAME: int = _layout["cframe"]
USE_TRACING: int = _layout["use_tracing"]
NATIVE_FRAMES: int = _layout["native_frames"]
#: The mark of a frame whose arguments were unpacked.
FRAME_EX: int = _layout["frame_ex"]
#: The mark of a frame of an `__init__`, whose caller gets the instance.
FRAME_INIT: int = _layout["frame_init"]
#: Fields of bound methods.
METHOD_FUNCTION: int = _layout["method_function"]
METHOD_SELF: int = _layout["method_self"]
INLINED_SIZE: int = _layout["inlined_size"]
INLINED_CODE: int = _layout["inlined_code"]
INLINED_CONSTS: int = _layout["inlined_consts"]
INLINED_CODE_OBJECT: int = _layout["inlined_code_object"]
#: What a frame of a direct call is told by, and where its unit is; the unit's owner and serial number.
FRAME_DIRECT: int = _layout["frame_direct"]
INLINED_UNIT: int = _layout["inlined_unit"]
UNIT_OWNER: int = _layout["unit_owner"]
UNIT_SERIAL: int = _layout["unit_serial"]
#: How often it was called.
UNIT_CALLS: int = _layout["unit_calls"]
#: What the unit lets be called directly, and how often (vm_core/jit/direct_calls.pxi).
UNIT_DIRECT: int = _layout["unit_direct"]
UNIT_DIRECT_LEFT: int = _layout["unit_direct_left"]
NATIVE_FUNCTION: int = _layout["native_function"]
NATIVE_KINDS: int = _layout["native_kinds"]
NATIVE_INLINE_SLOTS: int = _layout["native_inline_slots"]
#: The record of a direct call (vm_core/jit/direct_frames.pxi), and the frame's fields while it is not filled in.
CALL_SITE: int = _layout["call_site"]
CALL_VALUES: int = _layout["call_values"]
FRAME_CODE: int = _layout["frame_code"]
FRAME_PREVIOUS: int = _layout["frame_previous"]
CURRENT_FRAME: int = _layout["current_frame"]
DATASTACK_LIMIT: int = _layout["datastack_limit"]
#: In the buffer for exits: where the C stack is to end, and arguments of direct calls.
STACK_END: int = _layout["stack_end"]
#: Kinds of numbers without objects; where, above its word, a suspended generator's item has its kind.
KIND_INT: int = _layout["kind_int"]
KIND_DOUBLE: int = _layout["kind_double"]
ITEM_KIND_SHIFT: int = _layout["item_kind_shift"]
ARGUMENTS: int = _layout["arguments"]
NATIVE_TABLE: int = _layout["native_table"]
NATIVE_ROUNDS_LEFT: int = _layout["native_rounds_left"]
NATIVE_KNOWN: int = _layout["native_known"]
INTERPRETER: int = _layout["interpreter"]
EVAL_BREAKER: int = _layout["eval_breaker"]
RANGE_FIELDS: dict[str, int] = {
    name: _layout[name] for name in ("range_index", "range_length", "range_start", "range_step")
}
SEQUENCE: int = _layout["sequence"]  # of a list's or tuple's iterator
SEQUENCE_INDEX: int = _layout["sequence_index"]
NAMESPACES: dict[str, int] = {name: _layout[name] for name in ("globals", "builtins", "locals")}
TYPE_VERSION: int = _layout["type_version"]
TYPE_FLAGS: int = _layout["type_flags"]
#: Flags of types, by the operation that asks for them.
FEATURES: dict[str, int] = {name: _layout[name] for name in ("is_sequence", "is_mapping")}
TYPE_DICT: int = _layout["type_dict"]
TYPE_CACHED_KEYS: int = _layout["cached_keys"]
TYPE_DESCRIPTOR_GET: int = _layout["descriptor_get"]
MODULE_DICT: int = _layout["module_dict"]
DICT_KEYS: int = _layout["dict_keys"]
DICT_VERSION: int = _layout["dict_version"]
KEYS_VERSION: int = _layout["keys_version"]
KEYS_INDEX_SIZE: int = _layout["keys_index_size"]
KEYS_INDICES: int = _layout["keys_indices"]
ENTRY_SIZE: int = _layout["entry_size"]
ENTRY_VALUE: int = _layout["entry_value"]
#: In front of an instance.
INSTANCE_VALUES: int = _layout["instance_values"]
INSTANCE_DICT: int = _layout["instance_dict"]
GC_NEXT: int = _layout["gc_next"]
