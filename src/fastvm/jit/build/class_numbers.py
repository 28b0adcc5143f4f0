"""Numbers that the program keeps in a class and changes (`Node.made += 1`): loads and stores on the class itself.

No cache has such a number (vm_core/class_numbers.pxi), so the interpreter's instructions stay generic. Which class it
is the code has from the global that it is loaded from. That the class has the name in an entry of its dict the version
of the dict's keys proves, as for globals; `type` has no attribute of this name, and what is there is no descriptor, so
it is what the class has. The core stores: what the host remembers of lookups has to be corrected.
"""

from __future__ import annotations

from fastvm.bytecode.words import Word

from ..hir.graph import Value
from ..hir.types import OBJECT
from ..records import replace
from .objects import Objects

#: Types of values that may be ints or floats of a class, and operations that give no such number.
MAYBE_NUMBERS = frozenset({OBJECT, "exact_int", "exact_float"})
NO_NUMBERS = frozenset({"class_attribute", "closure_cell", "const", "new_instance"})


class ClassNumbers(Objects):
    """Loads and stores of such numbers."""

    def _class_number(self, word: Word, operand: int) -> tuple[Value, tuple[int, int]] | None:
        """The class, and where it has the number."""
        known = self.state[operand].value if operand >= 0 else None
        cls = self.classes.get(known) if known is not None else None
        if cls is None or word.row.base is not None or word.index in self.view.generic:
            return None
        name = self.view.constant(word.operands[2])
        assert isinstance(name, str)
        place = self.calls.callees.class_number(cls, name)
        found = self.typed(operand, "class") if place is not None else None
        if found is None or place is None:
            return None
        return found, place

    def _keep_numbers(self) -> None:
        """Before a number goes from its class: what is borrowed and may be this number gets its register."""
        functions = {self.state[frame.function].value for frame in self.active_frames()}
        for register, known in enumerate(self.state):
            value = known.value
            if known.kind != OBJECT or known.fresh is not True or value is None or value in functions:
                continue
            if value.type in MAYBE_NUMBERS and (value.origin is None or value.origin.name not in NO_NUMBERS):
                self.show(register)

    def class_number(self, word: Word) -> Value | None:
        """What a load gives that is one of such a number; the operand lives on."""
        dst, b, _ = word.operands
        found = self._class_number(word, b)
        if found is None:
            return None
        cls, (version, entry) = found
        self.reserve(word, dst)
        value = self.op("slot_load", self.op("class_names", cls, imm=(version,)), imm=("name", entry))
        self.act("guard_bound", value)
        self.act("guard_plain", value)
        return value

    def set_class_number(self, word: Word) -> bool:
        """A store; whether it is one of such a number."""
        a, b, name = word.operands
        found = self._class_number(word, a)
        if found is None:
            return False
        cls, (version, entry) = found
        value = self.as_object(b)
        self._keep_numbers()
        self.op("class_names", cls, imm=(version,))
        self.act("store_class_number", cls, self.constant_object(name), value, imm=(entry,))
        if b >= 0 and self.state[b].kind == OBJECT:
            self.state[b] = replace(self.state[b], inert=True)  # it is a number, or was not stored
        self.kill_sources(word, 1, 0)
        return True
