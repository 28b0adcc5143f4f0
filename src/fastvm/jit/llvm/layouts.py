"""Offsets that native code uses: the core's and the host's structures as the core sees them
(fastvm._core.jit_layout), and the object headers that the host's ABI fixes."""

from __future__ import annotations

from fastvm import _core

REFCOUNT, TYPE = 0, 8
SIZE = 16  # of variable-size objects; of ints: signed number of digits
FLOAT_VALUE = 16
INT_DIGITS = 24
LIST_ITEMS = 24
LIST_ROOM = 32
TUPLE_ITEMS = 24
CELL_CONTENT = 16
DIGIT_BITS = 30

_layout = _core.jit_layout()
#: Places in the table of addresses, by name.
TABLE: dict[str, int] = _layout["table"]
REGISTERS: int = _layout["registers"]
FRAME_OBJECT: int = _layout["frame_object"]
NATIVE_CODE: int = _layout["native_code"]
NATIVE_CONSTS: int = _layout["native_consts"]
NATIVE_TABLE: int = _layout["native_table"]
NATIVE_KNOWN: int = _layout["native_known"]
INTERPRETER: int = _layout["interpreter"]
EVAL_BREAKER: int = _layout["eval_breaker"]
RANGE_FIELDS: dict[str, int] = {
    name: _layout[name] for name in ("range_index", "range_length", "range_start", "range_step")
}
NAMESPACES: dict[str, int] = {name: _layout[name] for name in ("globals", "builtins", "locals")}
TYPE_VERSION: int = _layout["type_version"]
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
