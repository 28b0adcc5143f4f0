"""Named tuples: their attributes as items, and calls of their classes as new tuples.

`collections.namedtuple` (and `typing.NamedTuple`) makes of each field a descriptor in C that gives an item, and a
`__new__` that is a lambda around tuple's. The class's version stands for both, once the class has been looked at here:
the interpreter has no caches for them. Which class an object is likely of, the live frame says or, for a name that only
one of the globals' classes has a field of, the globals.
"""

from __future__ import annotations

from fastvm.bytecode.words import Word

from ..hir.graph import Value
from .builder import BuilderBase
from .registers import EMPTY


class NamedTuples(BuilderBase):
    """Instructions on them."""

    def field_of_record(self, word: Word) -> Value | None:
        """An attribute of what most likely is a named tuple, borrowed. None: it is not known to be one."""
        _, b, c = word.operands
        if word.row.name not in ("GETATTR", "GETATTR_DESCRIPTOR") or word.index in self.view.generic:
            return None
        name = self.view.constant(c)
        assert isinstance(name, str)
        callees = self.calls.callees
        cls = self._likely_class(b, name)
        found = callees.item_of(cls, name) if isinstance(cls, type) else None
        version = callees.version(cls) if isinstance(cls, type) and found is not None else 0
        if found is None or not version:
            return None
        self.reserve(word, word.operands[0])
        record = self.op("guard_class", self.as_object(b), imm=(version,))
        self.act("guard_size", record, imm=(found[1],))
        return self.op("field", record, imm=(found[0],))

    def _likely_class(self, operand: int, name: str) -> object:
        if operand in self.view.locals and operand < len(self.view.live):
            return self.calls.callees.class_in(operand)
        return self.calls.callees.record_with(self.view.globals, name)

    def new_record(self, word: Word, register: int, arguments: list[int]) -> bool:
        """A call of the class in a register; whether it was built."""
        value = self.state[register].value
        cls = self.classes.get(value) if value is not None else None
        if cls is None or not arguments or word.index in self.view.generic:
            return False  # (what has no fields may be any class)
        if self.calls.callees.fields_of(cls) != len(arguments):
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
