"""`object.__setattr__(self, "x", value)`: how frozen dataclasses, and classes with a `__setattr__`, store attributes.

The wrapper stands in the class `object`, whose version is guarded where it was looked up. Where instances have an
attribute, the version of their class says, whatever its `__setattr__` does.
"""

from __future__ import annotations

from fastvm.bytecode.words import Word

from ..hir.graph import LEVEL, Value
from .attribute_methods import AttributeMethods

OBJECT_SETATTR = object.__setattr__


class BareStores(AttributeMethods):
    """Calls of that function."""

    def bare_store(self, word: Word, callee: Value | None, arguments: list[int]) -> bool:
        """A call of `object.__setattr__` for an attribute whose place is known; whether it was built."""
        origin = callee.origin if callee is not None else None
        if origin is None or origin.name != "class_attribute" or len(arguments) != 3:
            return False
        if self.known_object(int(origin.immediates[0])) is not OBJECT_SETATTR:
            return False
        name = self._text_in(arguments[1])
        version = self._version_of(arguments[0])
        found = self.calls.callees.bare_place(version, name) if name is not None and version else None
        if name is None or found is None or word.index in self.view.mortal or word.index in self.view.generic:
            return False
        space, number, default, held = found
        place = space, number
        if default:  # (it is no descriptor as long as its class is what it is)
            shadowed = self.op("class_attribute", self.evidence(arguments[0], version), imm=(self.known(default),))
            self.op("guard_class", shadowed, imm=(held,))
        if self.is_virtual_instance(arguments[0]):
            if not self.put_field(word, arguments[0], arguments[2], True, place, name):
                return False
        else:
            self._store_bare(version, place, arguments)
        self.end_window(word)
        self.write_borrowed(word.operands[0], self.op("none"))
        return True

    def _store_bare(self, version: int, place: tuple[str, int], arguments: list[int]) -> None:
        space, number = place
        self.settle(runs=False)
        guarded = self.op("guard_class", self.as_object(arguments[0]), imm=(version,))
        slots = self.op("values" if space == "value" else "members", guarded)
        old = self.op("slot_load", slots, imm=(space, number))
        self.act("guard_release", old, reason="dies")
        if space == "value":
            self.act("note_order", slots, old, imm=(number,))
        value, _ = self.owned(arguments[2], True)
        self.act("slot_put", slots, old, value, imm=(space, number))

    def _text_in(self, register: int) -> str | None:
        """The constant string that a register holds, if it holds one."""
        value = self.state[register].value
        if value is None or value.origin is None or value.origin.name != "const":
            return None
        number = int(value.origin.immediates[1])
        text = self.views[number // LEVEL].constant(-1 - number % LEVEL)
        return text if isinstance(text, str) else None

    def _version_of(self, register: int) -> int:
        """The version of the class whose instance is the first argument of the present function, if the register holds
        that, as far as it is known; 0: it is not."""
        if self.is_virtual(register):
            return self.state[register].version if self.is_virtual_instance(register) else 0
        if not self.view.nlocals or self.state[register].value is not self.state[self.view.base].value:
            return 0
        if self.view.level:
            return self.view.classes[0] if len(self.view.classes) == 1 else 0
        cls = self.calls.callees.class_in(self.view.base)
        return self.calls.callees.version(cls) if isinstance(cls, type) else 0
