"""Named tuples: their attributes as items, and calls of their classes as new tuples.

`collections.namedtuple` (and `typing.NamedTuple`) makes of each field a descriptor in C that gives an item, and a
`__new__` that is a lambda around tuple's. The class's version stands for both, once the class has been looked at here:
the interpreter has no caches for them. Which class an object is likely of, the live frame says or, for a name that only
one of the globals' classes has a field of, the globals.
"""

from __future__ import annotations

import sys
from types import CodeType, FunctionType

from fastvm.bytecode.words import Word

from ..hir.graph import Value
from .builder import BuilderBase
from .registers import EMPTY

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


def _place(cls: object, name: str) -> tuple[int, int] | None:
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


class NamedTuples(BuilderBase):
    """Instructions on them."""

    def field_of_record(self, word: Word) -> Value | None:
        """An attribute of what most likely is a named tuple, borrowed. None: it is not known to be one."""
        _, b, c = word.operands
        if word.row.base is not None or word.index in self.view.generic:
            return None
        name = self.view.constant(c)
        assert isinstance(name, str)
        cls = self._likely_class(b, name)
        found = _place(cls, name)
        version = self.calls.callees.version(cls) if isinstance(cls, type) and found is not None else 0
        if found is None or not version:
            return None
        self.reserve(word, word.operands[0])
        record = self.op("guard_class", self.as_object(b), imm=(version,))
        self.act("guard_size", record, imm=(found[1],))
        return self.op("field", record, imm=(found[0],))

    def _likely_class(self, operand: int, name: str) -> object:
        if operand in self.view.locals and operand < len(self.view.live):
            return self.view.live[operand]
        if type(self.view.globals) is not dict:
            return None
        classes = [value for value in self.view.globals.values() if fields_of(value)]
        having = [cls for cls in classes if name in vars(cls)["_fields"]]
        return having[0] if len(having) == 1 else None

    def new_record(self, word: Word, register: int, arguments: list[int]) -> bool:
        """A call of the class in a register; whether it was built."""
        value = self.state[register].value
        cls = self.classes.get(value) if value is not None else None
        if cls is None or word.index in self.view.generic or fields_of(cls) != len(arguments):
            return False
        found = self.typed(register, "class")
        version = self.calls.callees.version(cls)
        if found is None or not version:
            return False
        guarded = self.op("guard_version", found, imm=(version,))
        self.act("guard_call", imm=(1,))
        record = self.op("new_record", guarded, imm=(len(arguments),))
        for place, argument in enumerate(arguments):
            item, _ = self.owned(argument, True)
            self.act("set_field", record, item, imm=(place,))
        if self.state[register].fresh is not True:
            self.act("kill", imm=(register,))  # the instance keeps its class alive
        self.state[register] = EMPTY
        self.write_owned(word.operands[0], record)
        return True
