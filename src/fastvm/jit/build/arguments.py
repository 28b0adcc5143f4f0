"""Parameters that a function takes as numbers, when it is called directly.

Such a parameter is unboxed when the function is entered, and a direct call may pass the number without an object
(vm_core/jit/direct_calls.pxi). Which ones, caller and callee tell alike from the callee's instructions, so that code of
functions that call each other fits together whichever is compiled first. Where they do not agree, the core makes the
object.
"""

from __future__ import annotations

from fastvm.bytecode.instructions import SRC

from ..feedback import CO_SUSPENDED, View
from ..hir.types import DOUBLE, INT, UNBOXED_FORM
from .builder import BuilderBase
from .registers import Register

#: How the core has kinds: two bits for each parameter; and that native code runs on frames of direct calls at all.
KINDS = {INT: 1, DOUBLE: 2}
KIND_BITS = 2
MOST_KINDS = 31
DIRECT = 1 << 63

CO_OPTIMIZED = 1
#: *args, **kwargs
CO_MORE_PARAMETERS = 4 | 8


def numeric_parameters(view: View, count: int) -> dict[int, str]:
    """Which of the first `count` registers are numbers of one kind to instructions that read them."""
    found: dict[int, str] = {}
    for word in view.words:
        name = word.row.name
        kind = INT if name.endswith("_INT") else DOUBLE if name.endswith("_FLOAT") else None
        if kind is not None:
            for role, operand in zip(word.roles, word.operands):
                if role == SRC and 0 <= operand - view.base < min(count, MOST_KINDS):
                    register = operand - view.base
                    found[register] = kind if found.get(register, kind) == kind else ""
    return {register: kind for register, kind in found.items() if kind}


def pack(kinds: dict[int, str]) -> int:
    return sum(KINDS[kind] << KIND_BITS * register for register, kind in kinds.items())


def unpack(mask: int) -> dict[int, str]:
    numbers = {number: kind for kind, number in KINDS.items()}
    found = ((register, mask >> KIND_BITS * register & 3) for register in range(MOST_KINDS))
    return {register: numbers[number] for register, number in found if number}


class Arguments(BuilderBase):
    def enter_arguments(self) -> None:
        """A function begins: its parameters that are numbers."""
        code = self.view.code
        flags = getattr(code, "co_flags", 0)
        if not flags & CO_OPTIMIZED or flags & CO_SUSPENDED or self.view.consumer:
            return
        self.function.direct = True
        if flags & CO_MORE_PARAMETERS or getattr(code, "co_kwonlyargcount", 0):
            return
        for register, kind in numeric_parameters(self.view, getattr(code, "co_argcount", 0)).items():
            live = self.view.live_type(register)
            if live is not None and UNBOXED_FORM.get(live) == kind and (0, register) not in self.view.pinned:
                self.arguments[register] = kind
        # (Where the guard on one fails, all that was passed without an object is shown: what comes after it, too.)
        for register, kind in self.arguments.items():
            passed = self.op("not", self.op("bound", self.slot(register)))
            self.state[register] = Register(kind, self.op("passed", imm=(kind, register)), passed)
        for register, kind in self.arguments.items():
            state = self.frame_state("entry", register)
            number = self.function.add(self.block, "argument", [], (kind, register), state).result
            assert number is not None
            self.state[register] = Register(kind, number, self.state[register].fresh)

    def kinds_of_arguments(self) -> int:
        """For the core: how the native code takes arguments of direct calls."""
        return pack(self.arguments) | (DIRECT if self.function.direct else 0)
