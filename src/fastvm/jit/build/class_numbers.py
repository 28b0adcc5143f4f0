"""Numbers that a program keeps in a class and changes (`Node.made += 1`): no cache has them, as the class keeps its
version (vm_core/class_numbers.pxi), so the core looks them up, and replaces them, whenever they are asked for.
"""

from __future__ import annotations

from fastvm.bytecode.words import Word

from ..hir.graph import Value
from .objects import Objects


class ClassNumbers(Objects):
    def class_number(self, word: Word) -> bool:
        """GETATTR of what most likely is a class's number; whether it was built."""
        dst, b, c = word.operands
        cls = self._class_with_numbers(word, b)
        if cls is None:
            return False
        self.reserve(word, dst)
        number = self.op("class_number", cls, self.constant_object(c))
        if not self.outlives(word, b):
            self.act("incref", number)
            self.kill_sources(word, 1)
            self.write_owned(dst, number)
        else:
            self.kill_sources(word, 1)
            self.write_borrowed(dst, number)
        return True

    def set_class_number(self, word: Word) -> bool:
        """SETATTR likewise."""
        a, b, c = word.operands
        cls = self._class_with_numbers(word, a)
        if cls is None or self.is_virtual(b):
            return False
        self.settle(runs=False)
        self.act("set_class_number", cls, self.constant_object(c), self.as_object(b))
        self.kill_sources(word, 1, 0)
        return True

    def _class_with_numbers(self, word: Word, operand: int) -> Value | None:
        """The operand, if it is a class and the instruction has no cache."""
        if operand < 0 or word.row.base is not None or word.index in self.view.generic or self.is_virtual(operand):
            return None
        value = self.state[operand].value
        if value is None or (value not in self.classes and value.type != "class"):
            return None
        return self.typed(operand, "class")
