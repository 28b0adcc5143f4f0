"""What the compiler must know of a named tuple's class: whether it is one, as `collections.namedtuple` makes them, and
which item an attribute is.
"""

from __future__ import annotations

import sys

from fastvm.jit.host_types import CodeType, FunctionType

#: What leaves `__new__` alone to make an instance.
_INIT = object.__dict__["__init__"]
#: The code of `__new__` by the number of fields.
_news: dict[int, CodeType] = {}


def _code_of_new(count: int) -> CodeType:
    """The code of the lambda that is made for so many fields."""
    if count not in _news:
        names = ", ".join(f"_{number}" for number in range(count)) + ("," if count == 1 else "")
        code = compile(f"lambda _cls, {names}: _tuple_new(_cls, ({names}))", "<string>", "eval", dont_inherit=True)
        _news[count] = next(value for value in code.co_consts if isinstance(value, CodeType))
    return _news[count]


def fields_of(cls: object) -> int:
    """How many fields a named tuple's class has; 0, if it is none, or not as `namedtuple` made it."""
    if type(cls) is not type or cls.__bases__ != (tuple,) or cls.__basicsize__ != tuple.__basicsize__:
        return 0
    new = cls.__dict__.get("__new__")
    made = new.__func__ if type(new) is staticmethod else None
    fields = cls.__dict__.get("_fields")
    if type(made) is not FunctionType or type(fields) is not tuple or getattr(cls, "__init__", None) is not _INIT:
        return 0
    code, usual = made.__code__, _code_of_new(len(fields)) if fields else None
    if usual is None or (code.co_code, code.co_names, code.co_consts, code.co_argcount, code.co_flags) != (
        usual.co_code,
        usual.co_names,
        usual.co_consts,
        usual.co_argcount,
        usual.co_flags,
    ):
        return 0
    return len(fields) if made.__globals__.get("_tuple_new") == tuple.__new__ else 0


def place_in(cls: object, name: str) -> tuple[int, int] | None:
    """Which item an attribute is, and of how many."""
    getter = vars(sys.modules["_collections"]).get("_tuplegetter") if "_collections" in sys.modules else None
    if not isinstance(cls, type) or not issubclass(cls, tuple) or cls.__getattribute__ is not tuple.__getattribute__:
        return None
    found = next((vars(base)[name] for base in cls.__mro__ if name in vars(base)), None)
    fields = getattr(cls, "_fields", None)
    if getter is None or type(found) is not getter or type(fields) is not tuple:
        return None
    place = int(found.__reduce__()[1][0])
    return (place, len(fields)) if place < len(fields) else None


def class_with(globals: object, name: str) -> type | None:
    """The named tuple's class that has a field of this name, if only one of the globals is such a class."""
    if type(globals) is not dict:
        return None
    having = [value for value in globals.values() if fields_of(value) and name in vars(value)["_fields"]]
    return having[0] if len(having) == 1 else None
