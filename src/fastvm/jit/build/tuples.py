"""Tuples that are not made as long as nobody sees them (see virtuals.py): most are taken apart again soon, where an
inlined call has returned several values, or where points and pairs are passed about.

A tuple never changes, and its type has no version. So unlike an instance a virtual one needs no guard; all else is
the same: its items are what registers are, it is made where anything else wants it, and before Python code may run.
"""

from __future__ import annotations

from _collections_abc import Sequence

from fastvm.bytecode.words import Word

from ..hir.types import OBJECT
from ..records import replace
from .builder import BuilderBase
from .registers import EMPTY, ITEM, TUPLE, VIRTUAL, Field, Register

#: Tuples with more items are made: they all are in every frame state.
MOST_ITEMS = 8
#: And so are others while virtual objects have so many fields.
MOST_FIELDS = 24


class Tuples(BuilderBase):
    """Building tuples, and taking them apart."""

    def virtual_tuple(self, word: Word) -> bool:
        """BUILD_TUPLE; whether the tuple need not be made."""
        dst, first, count = word.operands
        alive = sum(len(instance.fields) for instance in self.instances().values())
        if not 0 < count <= MOST_ITEMS or alive + count > MOST_FIELDS:
            return False
        if not first <= dst < first + count:
            self._make_way(word, [dst])
        self._virtuals += 1
        identity = self.op("virtual_tuple", imm=(self._virtuals,))
        new = Register(VIRTUAL, identity, True, version=TUPLE)
        self.hands.append(new)
        for place in range(count):
            held = self.take_held(first + place, True)
            # (To take one may give others their objects.)
            fields = self.hands[-1].fields
            self._change_fields({identity: (*fields, Field(ITEM, place, "", held))})
        self.write_virtual(dst, self.hands.pop())
        return True

    def size_of_tuple(self, operand: int) -> int | None:
        """How many items a virtual tuple has; None: the operand is none."""
        known = self.state[operand] if operand >= 0 else EMPTY
        return len(known.fields) if known.is_tuple else None

    def item_of_tuple(self, word: Word) -> bool:
        """GETITEM of a virtual tuple; whether it was that."""
        dst, b, c = word.operands
        size = self.size_of_tuple(b)
        index = self.view.constant(c) if c < 0 else None
        if size is None or type(index) is not int or not -size <= index < size:
            return False
        if word.kills(1):
            if not self._make_way(word, [dst]):
                return False
            self.expect_deaths(word, [b], [self.state[b].fields[index].held])
        return self._take_apart(word, [dst], [index % size])

    def unpack_tuple(self, word: Word) -> bool:
        """UNPACK of a virtual tuple; whether it was that."""
        first, b, count = word.operands
        if self.size_of_tuple(b) != count:
            return False
        return self._take_apart(word, range(first, first + count), range(count))

    def _make_way(self, word: Word, targets: Sequence[int]) -> bool:
        """Make sure, before an instruction that cannot fail, that writing registers runs nothing: they are emptied,
        under guards that what they hold lives on or dies unseen. Whether it is so."""
        for target in targets:
            known = self.state[target]
            if known.kind == VIRTUAL:
                self.expect_deaths(word, [target])
            elif known.kind == OBJECT and known.is_shown and not known.inert:
                if word.index in self.view.mortal:
                    return False
                assert known.value is not None
                self.settle(runs=False)
                self.act("guard", self.op("dies_unseen", known.value), reason="dies")
                self.act("kill", imm=(target,))
                self.state[target] = EMPTY
        return True

    def _take_apart(self, word: Word, targets: Sequence[int], places: Sequence[int]) -> bool:
        """Write some items of the virtual tuple b; False: with nothing done."""
        b = word.operands[1]
        if not self._make_way(word, targets):
            return False
        self.hands.append(self.state[b])
        if word.kills(1):
            self.state[b] = EMPTY
        for target in targets:
            self._vacate(target)
        owner = self.hands.pop()
        if owner.kind != VIRTUAL:  # (it was made where something died that could be seen)
            assert owner.value is not None
            items = [self.op("field", owner.value, imm=(place,)) for place in places]
            for target, item in zip(targets, items):
                self.act("incref", item)
                self.write_owned(target, item)
            self.settle()
            self.act("drop", owner.value, reason="drop")
            return True
        dies = owner.value not in self.instances()  # then it gives the items away
        for target, place in zip(targets, places):
            held = owner.fields[place].held
            if held.kind == VIRTUAL:
                self.write_virtual(target, held)
            elif held.kind != OBJECT:
                self.state[target] = held
            elif dies and held.fresh is False:
                assert held.value is not None
                self.write_owned(target, held.value, held.view)
            else:
                assert held.value is not None
                self.write_borrowed(target, held.value, held.view)
        if dies:
            self.bury(replace(owner, fields=tuple(each for each in owner.fields if each.number not in places)))
        return True
