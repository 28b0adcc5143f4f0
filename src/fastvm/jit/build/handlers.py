"""Instructions that raise: native code goes on in the handler, in whichever active frame has it.

The core has unwound to the handler, as the loop would, before native code goes on there; the builder forgets what has
gone.
"""

from __future__ import annotations

from fastvm.bytecode.instructions import DST, LESS
from fastvm.bytecode.words import Word

from ..feedback import View
from ..hir.graph import LEVEL, Target, Value
from ..records import replace
from .edges import Edges
from .registers import EMPTY, shown_object


class Handlers(Edges):
    """The edges to handlers."""

    def _handler_of(self, word: Word) -> tuple[View, int, int] | None:
        """The handler of an exception that an instruction raises, where native code has it: in which frame, its place,
        how many temporaries it keeps."""
        if not word.row.raises:
            return None
        place = word.index
        for view in reversed(self.active):
            row = view.handler(place)
            if row is not None:
                target = view.level * LEVEL + row.handler
                left = view.level == 0 and self.within is not None and target not in self.within
                return None if left or target in self._headers else (view, target, row.depth)
            if view.level:
                place = self.function.frames[view.level].site
        return None

    def _run_caught(self, word: Word, view: View, target: int, depth: int) -> Value:
        """Run an instruction, and go on in a handler if it raises an exception. What it gives otherwise."""
        outcome = self.op("run_caught", imm=(word.index, view.level), reason="run")
        raised = self.op("compare_int", outcome, self.constant("int", 0), imm=(LESS,))
        self._catch(word, raised, view, target, depth)
        return outcome

    def _catch(self, word: Word, raised: Value, view: View, target: int, depth: int) -> None:
        """Go on in a handler if an instruction has raised an exception, else behind it."""
        landing, normal = self.function.new_block(), self.function.new_block()
        self.function.add(self.block, "branch", [raised], targets=[Target(landing), Target(normal)])
        state = self.state
        self.block = landing
        self._unwind(word, view, target, depth)
        self.block, self.state, self.pc, self.ended = normal, state, word.index, False

    def _unwind(self, word: Word, view: View, target: int, depth: int) -> None:
        """Go on in a handler, to which the core has unwound: of the temporaries it has kept the first ones."""
        end = view.base + view.nregs
        kept = view.base + view.nlocals + depth
        made = self.state[end - 1 : end] if view.consumer and not view.level else []  # (what a consumer has made stays)
        self.state = [*self.state[:kept], *[EMPTY] * (end - len(made) - kept), *made]
        dst = word.operands[0]
        if word.roles[0] == DST and dst < kept and dst == word.operands[1] and not self.state[dst].is_number:
            # Out of memory: a string that was to grow in place is gone.
            self.state[dst] = replace(shown_object(self.slot(dst)), inert=False, unbound=True)
        self.pc = target
        self.goto(target)
