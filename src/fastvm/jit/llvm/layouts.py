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
INTERPRETER: int = _layout["interpreter"]
EVAL_BREAKER: int = _layout["eval_breaker"]
RANGE_FIELDS: dict[str, int] = {
    name: _layout[name] for name in ("range_index", "range_length", "range_start", "range_step")
}
