"""What values most likely are, where the program shows it when the code is made: functions, classes and modules that
are globals, or that cells of closures hold now.

A function says what its cells hold. So a call of a decorator's wrapper that is a global is known to come to the very
function that this wrapper is for, though all wrappers share their code, and what its call sites have seen. All of that
are guesses about which callee to build: guards ask at run time, and what a cell holds is loaded.
"""

from __future__ import annotations

from fastvm.bytecode.words import Word
from fastvm.jit.host_types import BuiltinFunctionType, FunctionType, ModuleType

from ..callees import builtin_name
from ..hir.graph import Value
from .binding import Binding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..callees import Callee


class Likely(Binding):
    def note_likely(self, value: Value, now: object) -> None:
        """A value is most likely this object, or another one like it."""
        if type(now) is FunctionType:
            self.functions[value] = now
        elif type(now) is ModuleType:
            self.modules[value] = now
        elif type(now) is BuiltinFunctionType and type(now.__module__) is str:
            self.loaded_builtins[value] = f"{now.__module__}.{now.__name__}"
        elif type(now) is type:
            self.classes[value] = now
            if (name := builtin_name(now)) is not None:
                self.loaded_builtins[value] = f"builtins.{name}"

    def content_now(self, word: Word) -> object:
        """What the cell that GETCELL loads from most likely holds; None: that is not known."""
        register = word.operands[1]
        if not self.view.level:
            return self.calls.callees.in_cell(register)
        cell = self.state[register].value
        origin = cell.origin if cell is not None else None
        if origin is None or origin.name != "closure_cell":
            return None
        function = self._function_now(origin.operands[0])
        return self.calls.callees.captured(function, int(origin.immediates[0])) if function is not None else None

    def _function_now(self, value: Value) -> FunctionType | None:
        """The function that a value most likely is: what a class has is known."""
        origin = value.origin
        if origin is None or origin.name != "class_attribute":
            return self.functions.get(value)
        found = self.known_object(int(origin.immediates[0]))
        return found if type(found) is FunctionType else None

    def callee_now(self, function: Value | None) -> Callee | None:
        """The unit of what is called, where that is known now."""
        if function is None:
            return None
        likely = self.functions.get(function)
        found = self.found.get(function)
        return self.calls.callees.function_unit(likely) if found is None and likely is not None else found
