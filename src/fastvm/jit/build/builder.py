"""The walk over a unit's instructions, and the attempts it takes.

What holds between two instructions: every register's state in `self.state` is true on all ways that lead here;
a dead temporary's register is empty; a fresh number's register holds nothing or something inert.
"""

from __future__ import annotations

from fastvm.bytecode.words import Word

from .. import policy
from ..callees import Callees
from ..feedback import View
from ..hir.graph import Function, Value
from ..hir.types import BOOL, EXACT, OBJECT, UNBOXED_FORM
from ..records import replace
from .attempts import Beginning
from .calls import Calls
from .emitter import Refused, Restart, Unsupported
from .generic import Generic
from .registers import EMPTY, Shape, shown_object

#: Frequent instructions in whose place no call is built.
CALLING_NOTHING = frozenset("NOP MOVE MOVE2 CLEAR CHECK JUMP JUMP_BACK JUMP_IF_NONE JUMP_IF_NOT_NONE JUMP_IS".split())

#: A function may be built so often with widened assumptions before it counts as not compilable.
MOST_ATTEMPTS = 40


class BuilderBase(Generic):
    """One attempt to build a function; the instruction families derive from this."""

    def run(self) -> Function:
        """Build the function."""
        start = self.header if self.header is not None else 0
        self.pc = start
        self._enter(start)
        self._walk(start)
        if self._rounds:
            self._later = True
            self._headers.clear()
            *self._pending[start], (self.block, self.state) = self._rounds
            self._walk(start)
        return self.function

    def _walk(self, start: int) -> None:
        """Build what can be reached from a place of the present unit."""
        if start not in self.view.walks:
            self.view.walks[start] = self._plan(start)
        order, joins, headers = self.view.walks[start]
        self.goto(start)
        for place in order:
            edges = self._pending.pop(place, [])
            if not edges:
                continue
            self.ended = False
            if self.members is not None and place not in self.members:
                for block, state in edges:
                    self.block, self.state, self.pc = block, state, place
                    self.leave("left")
                continue
            if place in headers or len(edges) > 1:
                self._join(place, edges, place in headers)
            else:
                (self.block, self.state), self.pc = edges[0], place
            self._block_from(place, joins)

    def _enter(self, start: int) -> None:
        """The registers on entry, as they are right now: guarded where the types matter."""
        for register in range(self.view.nregs):
            live = self.view.live_type(register)
            if live is None and (register >= self.view.nlocals or self.header is None):
                self.state.append(EMPTY)
                continue
            known = shown_object(self.slot(register, OBJECT))
            unbound = live is None or register in self.view.unproven()
            self.state.append(replace(known, inert=False, unbound=unbound))
        if self.header is None:
            self.enter_arguments()
            return
        for register in range(self.view.nregs):
            live = self.view.live_type(register)
            local = register < self.view.nlocals
            if local:
                self.state[register] = replace(self.state[register], unbound=True)
            if (start, register) in self.view.pinned or (local and register not in self.view.live_at(start)):
                continue
            if live is None:
                self._empty_on_entry(register)
                continue
            if local:
                known = self.state[register]
                assert known.value is not None
                self.function.add(self.block, "guard_bound", [known.value], (), self.frame_state("entry", register))
                self.state[register] = replace(known, unbound=False)
            if live in UNBOXED_FORM and UNBOXED_FORM[live] != BOOL:
                self._unbox_on_entry(register, UNBOXED_FORM[live], start)
            elif live in EXACT and live not in ("range_iterator", "exact_bool"):
                known = self.state[register]
                assert known.value is not None
                object = self._guard_on_entry(register, "guard_type", known.value, (live,))
                self.state[register] = shown_object(object)

    def _empty_on_entry(self, register: int) -> None:
        """A register that is empty now is expected to be empty on every entry."""
        known = self.state[register]
        if known.kind == OBJECT and known.value is not None:
            state = self.frame_state("entry", register)
            empty = self.op("not", self.op("bound", known.value))
            self.function.add(self.block, "guard", [empty], (), state)
            self.state[register] = EMPTY

    def _plan(self, start: int) -> tuple[list[int], set[int], set[int]]:
        """The places where blocks begin, in reverse postorder; and which of them are loop headers."""
        view = self.view
        leaders = {start}
        for word in view.words:
            leaders.update(view.leads_to(word)[1:])
            if (target := word.target()) is not None:
                leaders |= {target, word.end}
            elif word.row.name == "POP_EXC":
                leaders.add(word.end)  # (here exceptions go on that nobody has seen)
        order: list[int] = []
        headers: set[int] = set()
        active: set[int] = set()
        seen = {start}
        stack = [(start, iter(self._leads_to(start, leaders)))]
        active.add(start)
        while stack:
            place, rest = stack[-1]
            for successor in rest:
                if successor in active:
                    headers.add(successor)
                if successor not in seen:
                    seen.add(successor)
                    active.add(successor)
                    stack.append((successor, iter(self._leads_to(successor, leaders))))
                    break
            else:
                order.append(place)
                active.discard(place)
                stack.pop()
        order.reverse()
        return order, leaders, headers

    def _leads_to(self, place: int, leaders: set[int]) -> list[int]:
        """The places that the bytecode's block at `place` leads to. (Blocks outside a compiled loop lead nowhere.)"""
        if self.members is not None and place not in self.members:
            return []
        word = self.view.at[place]
        handlers: list[int] = []
        while True:
            following = self.view.successors(word)
            handlers += self.view.leads_to(word)[len(following) :]
            if not following or word.target() is not None or following[0] in leaders:
                # Later in the order comes first: handlers come last, a loop's body before what follows the loop.
                return [*handlers, *reversed(following)]
            word = self.view.at[following[0]]

    def _block_from(self, place: int, leaders: set[int]) -> None:
        """The instructions of the bytecode's block at `place`."""
        first = True
        while not self.ended:
            if place in leaders and not first:
                self.pc = place
                self.goto(place)
                return
            first = False
            word = self.view.at[place]
            self.pc = place
            self.reserved.clear()
            self.settled_instruction(word)
            place = word.end

    def settled_instruction(self, word: Word) -> None:
        """An instruction, also when a call in it turns out not to be worth being built in place."""
        while True:
            may_call = (word.row.base or word.row.name) not in CALLING_NOTHING
            beginning = Beginning(self) if may_call and len(self.active) <= policy.SMALL_INLINE_DEPTH else None
            try:
                return self.instruction(word)
            except Refused:
                assert beginning is not None
                beginning.restore()

    def instruction(self, word: Word) -> None:
        raise NotImplementedError

    def enter_arguments(self) -> None:
        raise NotImplementedError

    def kinds_of_arguments(self) -> int:
        raise NotImplementedError

    def add_str(self, word: Word) -> None:
        raise NotImplementedError

    def copy(self, dst: int, source: int, killed: bool) -> None:
        raise NotImplementedError

    def operator(self, word: Word) -> bool:
        raise NotImplementedError

    def truth(self, word: Word, operand: int) -> Value | None:
        raise NotImplementedError

    def branch_on(self, word: Word, result: Value) -> None:
        raise NotImplementedError

    def end_window(self, word: Word) -> None:
        raise NotImplementedError


def build(view: View, entry: int | None, callees: Callees | None = None) -> BuilderBase:
    """Build a function from its beginning, or (`entry` given) a loop from its header. Unsupported: not possible."""
    from .flow import Builder

    assumptions: dict[tuple[int, int], Shape] = {}
    speculated: set[tuple[int, int]] = set()
    calls = Calls(callees or Callees())
    for _ in range(MOST_ATTEMPTS):
        builder = Builder(view, entry, assumptions, speculated, calls)
        try:
            builder.run()
        except Unsupported:
            if not builder.widened:  # (what is built on wrong assumptions says nothing)
                raise
        except Restart:
            builder.widened = True
        if not builder.widened:
            return builder
        builder.function.dismantle()
        builder.__dict__.clear()
    raise Unsupported("the loops' assumptions do not settle")
