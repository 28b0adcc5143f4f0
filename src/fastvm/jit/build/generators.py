"""Generators: code that is entered where the frame was suspended, and left at the next `yield`.

The native code of a generator has one entry: it asks at which instruction the frame is resumed, and goes on behind it.
A suspended frame is the interpreter's: every value is in its register, nothing is in SSA. What the registers will hold
when the frame is resumed is guessed from what they hold when it is suspended, and guarded like the registers that a
loop is entered with: the interpreter may have run the generator meanwhile.
"""

from __future__ import annotations

from fastvm.bytecode.words import Word
from fastvm.jit.host_types import CodeType

from ..hir.graph import Block, Function, Target
from ..hir.types import BOOL, DOUBLE, EXACT, INT, OBJECT, UNBOXED_FORM
from ..records import replace
from .builder import BuilderBase
from .emitter import State
from .registers import EMPTY, NULL, RANGE, UNBOXED, Register, shown_object

CO_VARARGS, CO_VARKEYWORDS = 0x4, 0x8


class Generators(BuilderBase):
    """The entries of generators, and `yield`."""

    def run(self) -> Function:
        start = self.view.beginning()
        if self.header is not None or start is None:
            return super().run()
        #: Where the frame can be resumed: the instruction that it stands at, and the block that goes on behind it.
        self.resumptions: list[tuple[int, Block]] = []
        self._enter_generator(start)
        self._walk(start.end)
        self._choose_resumption()
        return self.function

    def _enter_generator(self, start: Word) -> None:
        """A generator that has not begun: it has its arguments and cells, and nothing else."""
        code = self.view.code
        assert isinstance(code, CodeType)
        arguments = code.co_argcount + code.co_kwonlyargcount
        arguments += bool(code.co_flags & CO_VARARGS) + bool(code.co_flags & CO_VARKEYWORDS)
        empty = range(arguments, code.co_nlocals)
        block = self._resumption(start.index)
        self.block, self.pc = block, start.end
        for register in range(self.view.nregs):
            if register in empty or register >= self.view.nlocals:
                self.state.append(EMPTY)
            else:
                self.state.append(replace(shown_object(self.slot(register)), inert=False))
        if self.view.consumer:
            self._enter_consumed(start)

    def _enter_consumed(self, start: Word) -> None:
        """What the consumer has made before it has seen an item: of the type that it has now, if it has one."""
        made = self.view.nregs - 1
        type = self.view.live_type(made)
        if type is None:
            return
        self.state[made] = replace(shown_object(self.slot(made)), inert=False)
        if (start.end, made) in self.view.pinned:
            return
        kind = UNBOXED_FORM.get(type)
        if kind in (INT, DOUBLE):
            self._unbox_on_entry(made, kind, start.end)
        else:
            self._expect_type(made, type)

    def _resumption(self, place: int) -> Block:
        block = self.function.new_block()
        self.resumptions.append((place, block))
        return block

    def _choose_resumption(self) -> None:
        """The entry: which block goes on, by where the frame stands. (The last ones first: they are resumed more often
        than the beginning.)"""
        here = self.entry_block
        for place, block in reversed(self.resumptions):
            condition = self.function.add(here, "resumed_at", [], (place,)).result
            assert condition is not None
            following = self.function.new_block()
            self.function.add(here, "branch", [condition], targets=[Target(block), Target(following)])
            here = following
        self.function.add(here, "refuse")

    def suspend(self, word: Word) -> None:
        """YIELD: everything is shown, and the frame is left; then the block that goes on when it is resumed."""
        if self.header is not None or self.view.level:
            self.missing[word.index] = "YIELD"
            self.leave("missing")
            return
        self.leave_frame(word)
        self.resume(word, self.state)

    def leave_frame(self, word: Word) -> None:
        """Leave the frame suspended, with the operand's object."""
        b = word.operands[1]
        if b >= 0 and self.state[b].fresh is not False:
            known = self.state[b]
            if any(r != b and self._twins(known, other) for r, other in enumerate(self.state)):
                self.show(b)
            elif known.kind in (INT, DOUBLE) and word.kills(1) and known.fresh is True and not self._has_twin(b):
                # Nobody else has it: whoever takes the item makes an object of it, if he needs one.
                assert known.value is not None
                self.state[b] = EMPTY
                self._show_everything()
                self.function.add(self.block, f"suspend_{known.kind}", [known.value], (word.index,))
                return
        object, _ = self.owned(b, word.kills(1))
        self._show_everything()
        self.function.add(self.block, "suspend", [object], (word.index,))

    def _show_everything(self) -> None:
        for register, known in enumerate(self.state):
            if known.kind == RANGE:
                self.leave_range(register)
            self.show(register)

    def resume(self, word: Word, left: State) -> None:
        """Begin the block that goes on when the frame is resumed, with the registers guessed from what they are when it
        is left."""
        sent = word.operands[0]
        self.block = self._resumption(word.index)
        self.pc = word.end
        self.ended = False
        self.state = [replace(shown_object(self.slot(r)), inert=False) for r in range(len(left))]
        for register, known in enumerate(left):
            if register != sent:
                self._expect_bound_as(word, register, known)
        for register, known in enumerate(left):
            if (word.end, register) in self.view.pinned or self.state[register].kind == NULL:
                continue
            if register == sent:
                self._expect_none(word, register)
            elif self.state[register].unbound:
                continue
            elif known.kind == RANGE:
                self._expect_type(register, "range_iterator")
            elif known.kind in UNBOXED and known.kind != BOOL:
                self._unbox_on_entry(register, known.kind, word.end)
            elif known.kind == OBJECT and known.value is not None:
                self._expect_type(register, known.value.type)

    def _expect_bound_as(self, word: Word, register: int, left: Register) -> None:
        """A register is empty, or is not, as native code leaves it. The interpreter may have come here on a way that
        native code does not have: so that is guarded, where the bytecode alone does not tell."""
        local = register < self.view.nlocals
        dead = local and register not in self.view.live_at(word.end)
        unproven = register in self.view.unproven()
        known = self.state[register]
        pinned = (word.end, register) in self.view.pinned
        if dead and left.kind in (INT, DOUBLE) and not pinned:
            # What is written over it takes its box: it has to be something that dies unseen.
            self.state[register] = replace(known, unbound=True)
            self._unbox_on_entry(register, left.kind, word.end)
        elif left.kind == NULL:
            if not unproven and not (local and self.view.writes(register)):
                self.state[register] = EMPTY
                return
            self.state[register] = replace(known, unbound=True)
            if not pinned:
                self._empty_on_entry(register)
        elif left.unbound or dead or (unproven and pinned):
            self.state[register] = replace(known, unbound=True)
        elif unproven:
            assert known.value is not None
            self.function.add(self.block, "guard_bound", [known.value], (), self.frame_state("entry", register))

    def make_generator(self, word: Word) -> None:
        """RETURN_GENERATOR, of a frame that is fresh: the interpreter's."""
        self.missing[word.index] = "RETURN_GENERATOR"
        self.leave("missing")

    # --- Delegating -------------------------------------------------------------------------------------------

    def delegate(self, word: Word) -> None:
        """YIELD_FROM: the core draws from the delegate. What that returns is the result: a delegate that never yields
        costs a call. What it yields suspends the frame; then the loop delegates, and enters the code behind that."""
        if self.header is not None or self.view.level:
            self.missing[word.index] = "YIELD_FROM"
            self.leave("missing")
            return
        self._show_everything()
        left = list(self.state)
        left[word.operands[1]] = left[word.operands[2]] = EMPTY
        yields = self.run_branch(word)
        suspended, done = self.function.new_block(), self.function.new_block()
        self.function.add(self.block, "branch", [yields], targets=[Target(suspended), Target(done)])
        item = self.function.add(suspended, "take", [], (word.operands[2],)).result
        assert item is not None
        self.function.add(suspended, "suspend", [item], (word.index,))
        self.block = done
        self._finish(word)
        at_once = self.block, self.state
        self.resume(word, left)
        self._join(word.end, [at_once, (self.block, self.state)], False)

    def end_async_for(self, word: Word) -> None:
        """The end of an `async for`, which jumps if it does not raise."""
        target = word.target()
        assert target is not None
        self.generic_branch(word)
        self.pc = target
        self.goto(target)

    def _expect_type(self, register: int, type: str) -> None:
        if type in EXACT and UNBOXED_FORM.get(type) != BOOL:
            object = self.state[register].value
            assert object is not None
            self.state[register] = shown_object(self._guard_on_entry(register, "guard_type", object, (type,)))

    def _expect_none(self, word: Word, register: int) -> None:
        """Where `yield` is a statement the value sent is dropped: most likely it is None."""
        following = self.view.at.get(word.end)
        if following is None or following.row.name != "CLEAR" or following.operands[0] != register:
            return
        object = self.state[register].value
        assert object is not None
        same = self.op("is", object, self.op("none"))
        self.function.add(self.block, "guard", [same], (), self.frame_state("entry", register))
        self.state[register] = Register(OBJECT, self.op("none"))
