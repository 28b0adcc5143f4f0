"""Generators compiled together with the builtin function that uses them up (vm_core/consumers.pxi).

At a `yield` the item is *taken*: what the function does with it is done, on what it has made so far, and the generator
goes on as if it had been resumed. An item that is not taken leaves the frame as any `yield` does, and the core deals
with it.

What has been made is the last register, a temporary that lives as long as the frame is not suspended.
"""

from __future__ import annotations

from fastvm.bytecode.instructions import GREATER, LESS
from fastvm.bytecode.words import Word

from ..hir.graph import Block, Target, Value
from ..hir.types import BOOL, DOUBLE, INT
from .emitter import State
from .generators import Generators
from .numbers import Numbers
from .objects import Objects
from .registers import Register

#: Ways out of an instruction: blocks, with the registers at their ends.
Ways = list[tuple[Block, State]]


class Consumers(Numbers, Objects, Generators):
    """`yield` of a generator that is compiled together with its consumer."""

    def suspend(self, word: Word) -> None:
        if not self.view.consumer or self.view.level:
            super().suspend(word)
            return
        taken = self._take(word)
        if not self.ended:
            self.leave_frame(word)  # some items are not taken
        if not taken:
            self.resume(word, self.state)
            return
        # Both ways go on alike: as one, or each on its own where that makes a loop of the items that are taken.
        (block, state), *_ = taken
        self.resume(word, state)
        if len(taken) == 1 and self._leads_back(word.end):
            self._go_back(word.end)
            self.block, self.state, self.ended = block, state, False
            return
        self.ended = False
        self._join(word.end, [*taken, (self.block, self.state)], False)

    # --- After the item ---------------------------------------------------------------------------------------

    def _leads_back(self, place: int) -> bool:
        """Whether what follows is nothing but the way back to the header of a loop."""
        while place not in self._headers:
            word = self.view.at[place]
            target = word.target()
            if target is not None and word.row.name in ("JUMP", "JUMP_BACK"):
                place = target
            elif target is not None or word.row.ends_block or word.row.name == "YIELD":
                return False
            else:
                place = word.end
        return True

    def _go_back(self, place: int) -> None:
        """Build that way for the present block alone."""
        self.ended = False
        while not self.ended:
            word = self.view.at[place]
            target = word.target()
            if place in self._headers:
                self.pc = place
                self.goto(place)
            elif word.row.name == "JUMP" and target is not None:
                place = target
            else:
                self.pc = place
                self.reserved.clear()
                self.settled_instruction(word)
                place = word.end

    # --- Taking it --------------------------------------------------------------------------------------------

    def _take(self, word: Word) -> Ways:
        """The ways on which the item is taken. The present block is where it is not; `ended`, if there is no such."""
        made = self.view.nregs - 1
        operand = word.operands[1]
        self.ended = False
        if word.index in self.view.generic:
            return []
        consumer = self.view.consumer
        if consumer == "list":
            return self._append(word, made, operand)
        if consumer == "set":
            return self._add_key(word, made, operand)
        if consumer == "sum":
            return self._add(word, made, operand)
        if consumer in ("any", "all"):
            return self._decide(word, operand, consumer == "any")
        return self._select(word, made, operand, LESS if consumer == "min" else GREATER)

    def _taken(self, word: Word) -> tuple[Block, State]:
        """The item is done with: the generator is resumed with None."""
        self.kill_sources(word, 1)
        self.reserve(word, word.operands[0])
        self.write_borrowed(word.operands[0], self.op("none"))
        return self.block, self.state

    def _append(self, word: Word, made: int, operand: int) -> Ways:
        list = self.state[made].value
        if list is None or list.type != "list":
            return []
        self.push(list, operand, word.kills(1))
        ways = [self._taken(word)]
        self.ended = True
        return ways

    def _add_key(self, word: Word, made: int, operand: int) -> Ways:
        """A key on which hashing or comparing might run code is the core's to add."""
        set = self.state[made].value
        if set is None or set.type != "set":
            return []
        self.act("set_add", set, self.as_object(operand))
        ways = [self._taken(word)]
        self.ended = True
        return ways

    def _add(self, word: Word, made: int, operand: int) -> Ways:
        kind, item = self.known_kind(made), self.known_kind(operand)
        if kind not in (INT, DOUBLE):
            return []
        number = self.unboxed(operand, item if item in (INT, DOUBLE, BOOL) else kind)
        if number is not None and number.type == BOOL:
            number = self.op("bool_to_int", number)
        if number is None or (kind == INT and number.type == DOUBLE):
            return []
        if kind == DOUBLE and number.type == INT:
            number = self.op("int_to_double", number)
        total = self.unboxed(made, kind)
        assert total is not None
        total = self.op(f"{kind}_add", total, number)
        self.write_number(made, total)
        ways = [self._taken(word)]
        self.ended = True
        return ways

    def _decide(self, word: Word, operand: int, decisive: bool) -> Ways:
        """any() and all() go on while items are false, or true; what the first that is not means is the core's."""
        if self.known_kind(operand) is None and self.unboxed(operand, BOOL) is None:
            return []
        condition = self.truth(word, operand)
        if condition is None:
            return []
        return self._fork(word, self.op("not", condition) if decisive else condition)

    def _fork(self, word: Word, condition: Value) -> Ways:
        """The item is taken if the condition holds."""
        yes, no = self.function.new_block(), self.function.new_block()
        self.function.add(self.block, "branch", [condition], targets=[Target(yes), Target(no)])
        before = list(self.state)
        self.block = yes
        ways = [self._taken(word)]
        self.block, self.state = no, before
        return ways

    def _select(self, word: Word, made: int, operand: int, mask: int) -> Ways:
        """min() and max() of numbers of one kind."""
        kind = self.known_kind(made)
        if kind not in (INT, DOUBLE):
            return []
        number, best = self.unboxed(operand, kind), self.unboxed(made, kind)
        if number is None or best is None:
            return []
        better = self.op("compare_int" if kind == INT else "compare_double", number, best, imm=(mask,))
        yes, no = self.function.new_block(), self.function.new_block()
        self.function.add(self.block, "branch", [better], targets=[Target(yes), Target(no)])
        before: list[Register] = list(self.state)
        self.block = no
        ways = [self._taken(word)]
        self.block, self.state = yes, before
        self.copy(made, operand, word.kills(1))
        ways.append(self._taken(word))
        self.ended = True
        self._join(word.end, ways, False)
        return [(self.block, self.state)]
