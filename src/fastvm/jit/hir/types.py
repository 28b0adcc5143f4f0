"""The types of HIR values: a small lattice.

Unboxed values (`int`: 64 bits, `double`, `bool`) live in machine registers. All others are objects: `object` is any,
and below it stand the exact host types that guards establish. An object value is a borrowed pointer: something else
owns it (a register of the frame, a container, the unit's constants), unless an operation says that its result is owned.
"""

from __future__ import annotations

INT = "int"
DOUBLE = "double"
BOOL = "bool"
OBJECT = "object"
#: No value: what operations that only act result in.
NOTHING = "nothing"

#: The address of a list's or tuple's items. Never in a frame state, nor a parameter.
ITEMS = "items"

#: The address of an object's slots: an instance's values or fields, a cell, a dict's entries. As ITEMS.
SLOTS = "slots"

#: An object and another one, or a number, as one function gives them. As ITEMS.
DRAWN = "drawn"

#: What a direct call gives: an object, or a number that has none. As ITEMS.
RESULT = "result"

UNBOXED = frozenset({INT, DOUBLE, BOOL, ITEMS, SLOTS, DRAWN, RESULT})

#: Exact host types: the HIR name and the symbol of the type object.
EXACT = {
    "exact_int": "PyLong_Type",
    "exact_float": "PyFloat_Type",
    "exact_bool": "PyBool_Type",
    "exact_complex": "PyComplex_Type",
    "exact_str": "PyUnicode_Type",
    "exact_bytes": "PyBytes_Type",
    "bytearray": "PyByteArray_Type",
    "list": "PyList_Type",
    "tuple": "PyTuple_Type",
    "dict": "PyDict_Type",
    "set": "PySet_Type",
    "range": "PyRange_Type",
    "range_iterator": "PyRangeIter_Type",
    "list_iterator": "PyListIter_Type",
    "tuple_iterator": "PyTupleIter_Type",
    "module": "PyModule_Type",
    "class": "PyType_Type",
}
#: An object behind a guard of its class's version. It says so in the data: what relies on the version has one of these
#: as operand, and cannot be moved in front of the guard. Not a type that lasts: Python code may change the class.
GUARDED = "guarded"
#: The singletons' types need no guard of their own.
NONE = "none"
ALL = UNBOXED | frozenset(EXACT) | {OBJECT, GUARDED, NONE, NOTHING}

#: The HIR name of a host type, as the feedback names it.
BY_HOST_TYPE: dict[type, str] = {
    int: "exact_int",
    float: "exact_float",
    bool: "exact_bool",
    complex: "exact_complex",
    str: "exact_str",
    bytes: "exact_bytes",
    bytearray: "bytearray",
    list: "list",
    tuple: "tuple",
    dict: "dict",
    set: "set",
    range: "range",
    type(iter(range(0))): "range_iterator",
    type(iter([])): "list_iterator",
    type(iter(())): "tuple_iterator",
    type(None): NONE,
}

#: Objects of these types run nothing when they die, and hold nothing that would: when they are dropped is invisible.
INERT = frozenset("exact_int exact_float exact_bool exact_complex exact_str exact_bytes".split()) | {
    "range",
    "range_iterator",
    NONE,
}

#: The unboxed form of a complex number: two doubles. No type of values.
COMPLEX = "complex"

#: The unboxed form of an exact type.
UNBOXED_FORM = {"exact_int": INT, "exact_float": DOUBLE, "exact_bool": BOOL, "exact_complex": COMPLEX}


def is_object(name: str) -> bool:
    return name not in UNBOXED and name != NOTHING


def is_subtype(name: str, other: str) -> bool:
    """Whether every value of one type is of the other."""
    return name == other or (other == OBJECT and is_object(name))
