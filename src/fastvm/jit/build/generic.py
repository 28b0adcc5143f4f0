"""Any instruction, run by the core's function for it: on the frame, as the interpreter does."""

from __future__ import annotations

from fastvm.bytecode.instructions import EQUAL
from fastvm.bytecode.words import Word

from ..hir.graph import Value
from ..hir.types import OBJECT
from ..records import replace
from .registers import EMPTY, RANGE, shown_object
from .unseen import Unseen

#: What some instructions always make.
RESULT_TYPES = {
    "BUILD_LIST": "list",
    "BUILD_TUPLE": "tuple",
    "BUILD_MAP": "dict",
    "BUILD_CONST_MAP": "dict",
    "BUILD_STRING": "exact_str",
    "FORMAT": "exact_str",
    "IN": "exact_bool",
    "IS": "exact_bool",
    "NOT": "exact_bool",
    "LIST_TO_TUPLE": "tuple",
}


class Generic(Unseen):
    """What is built of an instruction that has no better form."""

    def generic(self, word: Word) -> None:
        """Run the instruction on the frame, as the interpreter does."""
        self._prepare(word)
        self.run_word(word)
        self._finish(word)

    def generic_rest(self, word: Word) -> None:
        """The same for what is left to do of an operator, after its method has returned NotImplemented."""
        self._prepare(word)
        self.act("run_rest", imm=(word.index,), reason="run")
        self._finish(word)

    def generic_branch(self, word: Word) -> Value:
        """The same for an instruction that may jump: whether it does."""
        self._prepare(word)
        jumps = self.run_branch(word)
        self._finish(word)
        return jumps

    def run_word(self, word: Word) -> None:
        """Run the instruction by the core's function. All locals are shown."""
        handler = self._handler_of(word)
        if handler is None:
            self.act("run", imm=(word.index,), reason="run")
        else:
            self._run_caught(word, *handler)

    def run_branch(self, word: Word) -> Value:
        """The same for an instruction that may jump: whether it does."""
        handler = self._handler_of(word)
        if handler is None:
            return self.op("run_branch", imm=(word.index,), reason="run")
        outcome = self._run_caught(word, *handler)
        return self.op("compare_int", outcome, self.constant("int", 1), imm=(EQUAL,))

    def raising(self, word: Word) -> None:
        """An instruction that always raises an exception."""
        if self.raised_unseen(word):
            return
        self._prepare(word)
        handler = self._handler_of(word)
        if handler is None:
            self.act("run", imm=(word.index,), reason="run")
            self.leave("left")  # (it does not come here)
        else:
            self.op("run_caught", imm=(word.index, handler[0].level), reason="run")
            self._unwind(word, *handler)

    def _prepare(self, word: Word) -> None:
        self.show_locals()
        self._show_operands(word)

    def _show_operands(self, word: Word) -> None:
        operands = [operand for role, operand in zip(word.roles, word.operands) if role in ("src", "reg")]
        for register in [*operands, *(word.window(self.view.unit, self.view.const_sizes) or ())]:
            if register >= 0:
                if self.state[register].kind == RANGE:
                    self.leave_range(register)
                self.show(register)

    def _finish(self, word: Word) -> None:
        for position, (role, operand) in enumerate(zip(word.roles, word.operands)):
            if role in ("src", "reg") and operand >= 0 and (word.kills(position) or position in word.row.dying):
                self.state[operand] = EMPTY
        for register in word.window(self.view.unit, self.view.const_sizes) or ():
            self.state[register] = EMPTY
        name = word.row.base or word.row.name
        if name == "EG_MATCH":
            self.state[word.operands[1]] = shown_object(self.slot(word.operands[1]))
        elif name == "MAKE_CELL":
            self.state[word.operands[0]] = shown_object(self.slot(word.operands[0]))
        elif name == "COPY_FREE":
            for register in self.view.locals[self.view.nlocals - word.operands[0] :]:
                self.state[register] = shown_object(self.slot(register))
        for role, operand in zip(word.roles, word.operands):
            if role == "dst":
                type = RESULT_TYPES.get(name, OBJECT)
                self.state[operand] = shown_object(self.slot(operand, type))
        for register in word.filled() or ():
            unbound = name == "GETMETHOD"  # its first result may be NULL
            self.state[register] = replace(shown_object(self.slot(register)), unbound=unbound)
