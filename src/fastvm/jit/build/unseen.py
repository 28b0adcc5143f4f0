"""Exceptions that nobody sees: neither the exception nor its traceback is made.

Where an instruction raises an exception of a known class, and the handler that catches it does nothing with it and
runs nothing that could look for it (sys.exc_info(), a frame, a destructor), raising is a jump behind the handler's end.
What makes that simple is that it can always be taken back: until the handler is over, nothing that it does may have an
effect, so each of its exits goes back to the instruction that raises, and the interpreter does all of it as it is. One
effect is allowed, if no exit follows it (Handling in emitter.py).

The handlers' instructions are built for each place that raises, in a row: what decides between clauses is known. Where
that does not work out, what was built is forgotten, and the exception is made (handlers.py).

What must hold:

* Up to POP_EXC nothing runs Python code, and what happens can be done again from the start, but for the last.
* What the exception would keep alive (the locals of an inlined call that it leaves) dies when the exception would, at
  POP_EXC. Temporaries die where it is raised; as they are dropped at POP_EXC, too, they have to die unseen.
* Making an exception of the class runs nothing, and nothing happens when it dies.
"""

from __future__ import annotations

from fastvm import _core
from fastvm.bytecode.words import Word

from ..feedback import View
from ..hir.graph import LEVEL, Target, Value
from ..hir.types import OBJECT
from ..records import replace
from .attempts import Beginning
from .emitter import Handling, Visible
from .handlers import Handlers
from .registers import EMPTY, NULL, RANGE, VIRTUAL, Register

#: The longest way through handlers, in instructions.
MOST_STEPS = 40
#: The builtin exceptions, by what the table of native code calls them.
EXCEPTIONS = {f"builtins.{cls.__name__}": cls for cls in _core.jit_builtin_exceptions()}
#: Instructions that are built in handlers as elsewhere.
PLAIN = frozenset(
    """NOP MOVE MOVE2 CLEAR GETGLOBAL GETATTR SETATTR SETGLOBAL GETCELL SETCELL GETITEM SETITEM COMPARE IS NOT NEG POS
    INVERT ADD SUB MUL TRUEDIV FLOORDIV MOD POW LSHIFT RSHIFT AND OR XOR BUILD_TUPLE BUILD_LIST BUILD_MAP LIST_APPEND
    SET_ADD MAP_ADD""".split()
)


class Unseen(Handlers):
    """Raising and catching without the exception."""

    def raised_unseen(self, word: Word) -> bool:
        """RAISE of an exception class, or the call of one whose result is only raised; whether it was built so."""
        call = (word.row.base or word.row.name) == "CALL"
        raising = self.view.at.get(word.end) if call else word
        if raising is None or raising.row.name != "RAISE" or raising.operands[2] != 1:
            return False
        if word.index in self.view.generic:
            return False
        if call and (raising.operands[0] != word.operands[0] or not raising.kills(0)):
            return False
        register = word.operands[1] if call else word.operands[0]
        found = self._handler_of(word)
        if register < 0 or found is None or found != self._handler_of(raising):
            return False
        known = self.state[register]
        cls = self._class_of(known.value) if known.kind == OBJECT and not known.unbound else None
        return cls is not None and self._caught_unseen(word, cls, known.value)

    def misses_unseen(self, word: Word, cls: type) -> Target | None:
        """Where to go when an instruction, which has done nothing yet, would raise an exception of a builtin class;
        None: that has to be made."""
        block, ended = self.block, self.ended
        self.block = landing = self.function.new_block()
        caught = self._caught_unseen(word, cls)
        self.block, self.ended = block, ended
        if not caught:
            self.function.blocks.remove(landing)
            return None
        return Target(landing)

    # --- Classes ----------------------------------------------------------------------------------------------

    def _class_of(self, value: Value | None) -> type | None:
        """The exception class that a value most likely is."""
        if value is None:
            return None
        cls = EXCEPTIONS.get(self.loaded_builtins.get(value, "")) or self.classes.get(value)
        return cls if cls is not None and issubclass(cls, BaseException) else None

    def _expect_class(self, value: Value, cls: type) -> None:
        """Guard that a value is this class, with the bases that it has now."""
        name = self.loaded_builtins.get(value)
        if name is not None:
            self.act("guard_const", value, self.op("builtin", imm=(name,)))
            return
        self.calls.callees.exception_bases(cls)  # (which gives the class a version)
        version = self.calls.callees.version(cls)
        if not version:
            raise Visible
        known = value if value.type == "class" else self.op("guard_type", value, imm=("class",))
        self.op("guard_version", known, imm=(version,))

    # --- The way through the handlers -----------------------------------------------------------------------

    def _caught_unseen(self, word: Word, cls: type, raised: Value | None = None) -> bool:
        """End the current block by what follows when an instruction, which has done nothing yet, raises an exception of
        a class (that is in `raised`, or builtin); whether that could be done without the exception."""
        found = self._handler_of(word)
        left = self.active[self.active.index(found[0]) + 1 :] if found is not None else []
        # (guard_unseen looks at one frame.)
        if found is None or self.handling is not None or len(left) > 1 or any(view.consumer for view in self.active):
            return False
        bases = self.calls.callees.exception_bases(cls) if raised is not None else cls.__mro__
        beginning = Beginning(self)
        state, view, members, active = self.state, self.view, self.members, self.active
        block, pc = self.block, self.pc
        released, reserved, hands = self.released, self.reserved, self.hands
        self.released, self.reserved, self.hands = set(released), set(reserved), list(hands)
        self.state = list(state)
        try:
            if left:
                self.act("guard_unseen", reason="left")
            self.handling = Handling(self.frame_state())
            if raised is not None:
                self._expect_class(raised, cls)
            if not bases:
                raise Visible
            self._go_through(bases, left, *found)
        except Visible:
            beginning.restore()
            return False
        self.handling = None
        self.view, self.members, self.active = view, members, active
        self.released, self.reserved, self.hands = released, reserved, hands
        self.block, self.state, self.pc, self.ended = block, state, pc, True
        return True

    def _go_through(self, bases: tuple[type, ...], left: list[View], view: View, target: int, depth: int) -> None:
        """The handlers' instructions, from the beginning of the first to the end of the one that catches."""
        self.view = view
        self.active = self.active[: self.active.index(view) + 1]
        landing, start = self.block, len(self.block.ops)
        kept, end = view.base + view.nlocals + depth, view.base + view.nregs
        dying = self._put_aside(range(kept, len(self.state)), left)
        tuples: dict[int, list[Value]] = {}
        taken: set[int] = set()  # the registers with the exception and the one handled before
        word = view.at[target]
        for _ in range(MOST_STEPS):
            name = word.row.base or word.row.name
            following = word.end
            self.pc = word.index
            self.reserved.clear()
            if name == "PUSH_EXC":
                taken |= {word.operands[0], word.operands[0] + 1}
            elif name in ("RERAISE", "UNWIND"):
                row = view.handler(word.index)
                if row is None:
                    raise Visible
                following = view.level * LEVEL + row.handler
                self.state[kept:end] = [EMPTY] * (end - kept)  # (handlers have put there what is borrowed, or a number)
                if view.nlocals + row.depth < kept - view.base:
                    kept, old = view.base + view.nlocals + row.depth, kept
                    dying += self._put_aside(range(kept, old), [])
            elif name == "POP_EXC":
                reused = any(self.state[register].kind != NULL for register, _ in dying)
                if reused or word.end in self._headers or self._touched(start, dying):
                    raise Visible
                self._let_go(word, dying)
                return
            elif name == "JUMP":
                following = word.target() or 0
            elif name == "CLEAR" and word.operands[0] in taken:
                pass
            elif name == "EXC_MATCH":
                following = self._choose_clause(word, bases, tuples)
            elif name == "BUILD_TUPLE" and view.at[word.end].row.name == "EXC_MATCH":
                window = word.window(view.unit, view.const_sizes) or ()
                tuples[word.operands[0]] = [self._borrowed(register) for register in window]
            elif name not in PLAIN or not taken.isdisjoint(self._named(word)):
                raise Visible
            else:
                self.instruction(word)
                if self.block is not landing or self.ended:
                    raise Visible
            word = view.at[following]
        raise Visible

    def _named(self, word: Word) -> set[int]:
        """The registers that an instruction reads or writes."""
        return {*word.operands, *(word.window(self.view.unit, self.view.const_sizes) or ()), *(word.filled() or ())}

    def _borrowed(self, register: int) -> Value:
        """What a temporary holds that owns nothing; it is left empty."""
        known = self.state[register]
        if known.kind != OBJECT or known.fresh is not True or known.value is None:
            raise Visible
        self.state[register] = EMPTY
        return known.value

    def _choose_clause(self, word: Word, bases: tuple[type, ...], tuples: dict[int, list[Value]]) -> int:
        """EXC_MATCH, and the jump behind it: where they lead."""
        wanted = word.operands[2]
        jump = self.view.at[word.end]
        target = jump.target()
        if jump.row.name != "JUMP_IF_FALSE" or jump.operands[0] != word.operands[0] or target is None:
            raise Visible
        if wanted not in tuples and not word.kills(2):
            raise Visible
        caught = False
        for value in tuples.pop(wanted, None) or [self._borrowed(wanted)]:
            other = self._class_of(value)
            if other is None:
                raise Visible
            self._expect_class(value, other)
            caught |= other in bases
        return jump.end if caught else target

    # --- What dies --------------------------------------------------------------------------------------------

    def _put_aside(self, registers: range, left: list[View]) -> list[tuple[int, Register]]:
        """Empty registers that unwinding drops, but leave in the frame what is there. Those that have to be dropped at
        the end, and what they are."""
        late = {register for view in left for register in view.locals}
        late |= {self.function.frames[view.level].function for view in left}
        dying: list[tuple[int, Register]] = []
        for register in registers:
            known = self.state[register]
            self.state[register] = EMPTY
            if known.kind == VIRTUAL and self.holds_objects(known):
                raise Visible
            if known.kind in (NULL, VIRTUAL) or (known.fresh is True and known.kind != RANGE and register not in late):
                continue
            if not known.inert and known.kind != RANGE and register not in late:
                if not self._is_shown_below(known, registers.start):
                    raise Visible
                known = replace(known, inert=True)  # a local holds it, too
            dying.append((register, known))
        return dying

    def _is_shown_below(self, known: Register, end: int) -> bool:
        """Whether a register in front of those that unwinding drops holds the same object."""
        return any(other.value is known.value and other.kind == OBJECT and other.is_shown for other in self.state[:end])

    def _touched(self, start: int, dying: list[tuple[int, Register]]) -> bool:
        """Whether the handlers have done something with registers that wait to be dropped."""
        waiting = {register for register, _ in dying}
        return any(
            kind == "reg" and register in waiting
            for op in self.block.ops[start:]
            for kind, register in zip(op.info.immediates, op.immediates)
        )

    def _let_go(self, word: Word, dying: list[tuple[int, Register]]) -> None:
        """POP_EXC: the exception dies, and what it has kept alive."""
        self.handling = None
        self.state = self.state[: self.view.base + self.view.nregs]
        for register, known in dying:
            if known.inert or known.fresh is True or known.kind == RANGE:
                self.act("kill", imm=(register,))
            else:
                self.settle()
                self.act("kill_any", imm=(register,), reason="drop")
        self.pc = word.end
        self.goto(word.end)

    # --- What the builder has beside this -----------------------------------------------------------------------

    def instruction(self, word: Word) -> None:
        raise NotImplementedError
