"""Calls whose callee is built in their place.

The callee's registers lie where a frame pushed for it would have them, and its function in its frame's place for it.
They are registers of the builder's state like the caller's, only with larger numbers: so frame states, joins and
showing locals need to know nothing of calls. An argument that is a number moves as that, an object without counting
references. There is no other trace of the frame; the core makes it real from the frame state of an operation that
needs it
(vm_core/inlining.pxi).
"""

from __future__ import annotations

from fastvm.bytecode.words import Word

from .. import policy
from ..feedback import View
from ..hir.graph import LEVEL, InlinedFrame, Value
from ..hir.types import BOOL, INT, OBJECT
from ..llvm.layouts import FRAME_SPECIALS
from ..records import replace
from .builder import BuilderBase, Restart, Unsupported
from .registers import EMPTY, NULL, NUMBERS, RANGE, UNBOXED, Register

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .builder import Callee

#: Instructions that make a function unfit: its frame outlives the call, or a call of it is no frame of this kind.
UNFIT = frozenset({"RETURN_GENERATOR", "YIELD", "YIELD_FROM", "COPY_FREE", "MAKE_CELL"})


class Inlining(BuilderBase):
    def inlined(self, word: Word) -> bool:
        """A call of a function of the engine; whether it was built in place."""
        callee = self._callee(word)
        if callee is not None:
            self._inline(word, callee)
        return callee is not None

    # --- Which calls ----------------------------------------------------------------------------------------

    def _callee(self, word: Word) -> View | None:
        """The unit to build in the place of a call, if it is one that is inlined."""
        if word.row.name not in ("CALL_FUNCTION", "CALL_METHOD_FUNCTION") or not self.active[0].inlines:
            return None
        if word.index in self.view.generic or word.index in self.calls.refused:
            return None
        if len(self.active) > policy.INLINE_DEPTH:
            return None
        found = self.calls.find(self.view.called(word))
        if found is None:
            return None
        view = self._view_of(word, found)
        function = self.state[word.operands[1]].value
        likely = self.functions.get(function) if function is not None else None
        view.globals = likely.__globals__ if likely is not None else self.view.globals
        recursions = sum(other.code is view.code for other in self.active)
        if recursions > 1 or (recursions and len(view.words) > policy.INLINED_RECURSIVE):
            return None
        size = sum(len(other.words) for level, other in self.views.items() if level)
        if len(view.words) > policy.INLINED_WORDS or size + len(view.words) > policy.INLINED_IN_ALL:
            return None
        if any((each.row.base or each.row.name) in UNFIT for each in view.words):
            return None
        arguments = word.operands[2] + (word.row.name == "CALL_METHOD_FUNCTION")
        return view if found[7] == arguments else None

    def _view_of(self, word: Word, callee: Callee) -> View:
        code, words, exceptions, constants, nlocals, nregs, slots, _ = callee
        caller = self.view
        level = self.calls.levels.setdefault(word.index, len(self.calls.levels) + 1)
        base = caller.base + caller.slots + FRAME_SPECIALS
        path = caller.path_to(word.index)
        name = code.co_qualname
        return View(
            name, words, exceptions, constants, nlocals, nregs, [], slots, caller.learned, level, base, path, code
        )

    # --- Going in and coming back ---------------------------------------------------------------------------------

    def _inline(self, word: Word, callee: View) -> None:
        window = word.operands[1]
        level, base = callee.level, callee.base
        function = self.as_object(window)
        if self.state[window].unbound:
            self.act("guard_bound", function)
        self.act("guard_function", function, imm=(level,))
        self.act("guard_call", imm=(len(self.active),))
        frame = InlinedFrame(level, word.index, base, callee.nregs, base - FRAME_SPECIALS)
        self.function.frames[level] = frame
        self.function.fixed |= callee.fixed
        self.views[level] = callee
        self.act("enter", imm=(frame.function, base, callee.nregs))
        self.state = self.state + [EMPTY] * (base + callee.nregs - len(self.state))
        arguments = word.operands[2] + (word.row.name == "CALL_METHOD_FUNCTION")
        self._pass(window, frame.function)
        for number in range(arguments):
            self._pass(window + 1 + number, base + number)
        caller, members = self.view, self.members
        self.view, self.members = callee, None
        self.active.append(callee)
        self._returns.append([])
        try:
            self._walk(level * LEVEL)
            if self._runs(level) > policy.INLINED_RUNS:
                raise Unsupported("an inlined call is mostly calls")
        except Unsupported as error:
            if not self.widened:  # (what is built on wrong assumptions says nothing)
                self.calls.refused.add(word.index)
            raise Restart from error
        self.view, self.members = caller, members
        self.active.pop()
        edges = self._returns.pop()
        self.ended = not edges
        self.pc = word.end
        if len(edges) == 1:
            self.block, self.state = edges[0]
        elif edges:
            self._join(word.end, edges, False)

    def _runs(self, level: int) -> int:
        """How many instructions of an inlined call are run by the core."""
        runs = [op for _, op in self.function.ops() if op.name in ("run", "run_branch")]
        return sum(op.state is not None and op.state.level == level for op in runs)

    def _pass(self, source: int, target: int) -> None:
        """Move what a register of the window holds to a register of the callee, which is empty."""
        if self.state[source].kind == RANGE:
            self.leave_range(source)
        known = self.state[source]
        assert known.kind != NULL
        if known.fresh is True:
            self.state[source], self.state[target] = EMPTY, replace(known, unbound=False)
        elif known.kind in UNBOXED and known.fresh is not False:
            self.act("put_new", self.op("take", imm=(source,)), imm=(target,))
            self.state[source], self.state[target] = EMPTY, replace(known, unbound=False)
        else:
            object, view = self.owned(source, True)
            self.write_owned(target, object, view)

    def give_to_caller(self, word: Word) -> None:
        """RETURN of an inlined call: its frame goes as the interpreter drops it, the caller's register is written."""
        callee = self.view
        frame = self.function.frames[callee.level]
        self.act("guard_unseen", reason="left")
        # The locals are dropped with the caller's frame on top, in this order, and the function last.
        dropped = [register for register in (*callee.locals, frame.function) if self._is_owner(register)]
        runs = any(not self.state[register].inert and self.state[register].fresh is False for register in dropped)
        number, object, seen = self._result(word, runs)
        left = self.state
        self.active.pop()
        self.view = self.active[-1]
        call = self.view.at[frame.site]
        self.pc = frame.site
        self.state = left[: self.view.base + self.view.nregs]
        for register in dropped:
            known = left[register]
            if known.kind == NULL:
                continue  # it was given away
            if known.inert or known.fresh is True:
                self.act("kill", imm=(register,))
            else:
                self.settle()
                self.act("kill_any", imm=(register,), reason="drop")
        if number is not None:
            self.write_number(call.operands[0], number)
        elif object is not None:
            self.write_owned(call.operands[0], object, seen)
        else:
            assert seen is not None
            self.write_borrowed(call.operands[0], seen)
        self._returns[-1].append((self.block, self.state))
        self.view = callee
        self.active.append(callee)
        self.ended = True

    def _is_owner(self, register: int) -> bool:
        """Whether a local or the function may have to be dropped. (A function is only ever written once.)"""
        known = self.state[register]
        return known.kind != NULL and (known.fresh is not True or register in self.view.locals)

    def _lives_here(self, known: Register) -> bool:
        """Whether a register that is about to be dropped is what holds a borrowed object."""
        return any(self.state[local].value is known.value and self.state[local].is_shown for local in self.view.locals)

    def _result(self, word: Word, runs: bool) -> tuple[Value | None, Value | None, Value | None]:
        """What RETURN gives: a number that has no object yet (or any that is the same); or an object, owned, and its
        number if that is known; or, when dropping the locals does not run code, a borrowed object."""
        from .objects import SMALL_INTS

        operand = word.operands[0]
        if operand < 0:
            number = self.constant_number(operand)
            small = number is not None and number.type == INT and self.view.constant(operand) in SMALL_INTS
            if number is not None and (number.type == BOOL or small):
                return number, None, None
        else:
            if self.state[operand].kind == RANGE:
                self.leave_range(operand)
            known = self.state[operand]
            if known.kind in NUMBERS and known.fresh is True:
                return known.value, None, None
            borrowed = known.kind == OBJECT and known.fresh is True and known.view is None
            if borrowed and not runs and not self._lives_here(known):
                return None, None, known.value
            if known.kind == OBJECT:
                self.state[operand] = replace(known, unbound=False)
            # (The frame goes: a local that shows its value gives it away.)
            object, seen = self.owned(operand, word.kills(0) or known.kind in UNBOXED or known.is_shown)
            return None, object, seen
        object, seen = self.owned(operand, False)
        return None, object, seen
