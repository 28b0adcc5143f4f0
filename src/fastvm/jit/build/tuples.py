"""Tuples that are not made as long as nobody sees them (see virtuals.py): most are taken apart again soon, where an
inlined call has returned several values, or where points and pairs are passed about.

A tuple never changes, and its type has no version. So unlike an instance a virtual one needs no guard; all else is
the same: its items are what registers are, it is made where anything else wants it, and before Python code may run.
The tuples that arguments are packed into (packed.py) are the same things, and are taken apart here, too.
"""

from __future__ import annotations

from _collections_abc import Sequence

from fastvm.bytecode.words import Word

from ..hir.graph import Value
from ..hir.types import OBJECT
from ..records import replace
from .builder import BuilderBase
from .registers import EMPTY, LIST, TUPLE, VIRTUAL, Field, Register
from .virtuals import MOST_FIELDS

#: Tuples with more items are made: they all are in every frame state. (So are others while virtual objects have
#: MOST_FIELDS fields.)
MOST_ITEMS = 8


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
        new = self.new_packed(TUPLE, ())
        assert new.value is not None
        self.hands.append(new)
        for place in range(count):
            held = self.take_held(first + place, True)
            # (To take one may give others their objects.)
            fields = self.hands[-1].fields
            self._change_fields({new.value: (*fields, Field("item", place, "", held))})
        self.write_virtual(dst, self.hands.pop())
        return True

    def item_of_tuple(self, word: Word) -> bool:
        """GETITEM of a virtual tuple; whether it was that."""
        dst, b, c = word.operands
        items = self.packed_in(b, TUPLE)
        index = self.view.constant(c) if c < 0 else None
        if items is None or type(index) is not int or not -len(items) <= index < len(items):
            return False
        if word.kills(1):
            if not self._make_way(word, [dst]):
                return False
            self.expect_deaths(word, [b], [self.state[b].fields[index].held])
        return self._take_apart(word, [dst], [index % len(items)])

    def unpack_tuple(self, word: Word, before: int, after: int | None = None) -> bool:
        """UNPACK of a virtual tuple; whether it was that. `after`: so many items stand behind a list of those between
        (None: there is no list)."""
        first, b, _ = word.operands
        items = self.packed_in(b, TUPLE)
        rest = len(items) - before - (after or 0) if items is not None else -1
        if rest < 0 or (after is None and rest > 0):
            return False
        places: list[int | range] = [*range(before)]
        if after is not None:
            places += [range(before, before + rest), *range(before + rest, before + rest + after)]
        return self._take_apart(word, range(first, first + len(places)), places)

    def _make_way(self, word: Word, targets: Sequence[int]) -> bool:
        """Make sure, before an instruction that cannot fail, that writing registers runs nothing: they are emptied,
        under guards that what they hold lives on or dies unseen. Whether it is so."""
        for target in targets:
            known = self.state[target]
            if target == word.operands[1] and word.kills(1):
                continue  # what is taken apart goes anyway
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

    def _take_apart(self, word: Word, targets: Sequence[int], places: Sequence[int | range]) -> bool:
        """Write some items of the virtual tuple b, or lists of some; False: with nothing done."""
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
            for target, place in zip(targets, places):
                if isinstance(place, range):
                    items = [self._copied(owner.value, each) for each in place]
                    self.write_virtual(target, self.new_packed(LIST, items))
                else:
                    item = self._copied(owner.value, place).value
                    assert item is not None
                    self.write_owned(target, item)
            self.settle()
            self.act("drop", owner.value, reason="drop")
            return True
        dies = owner.value not in self.instances()  # then it gives the items away
        taken: set[int] = set()
        for target, place in zip(targets, places):
            if isinstance(place, range):
                items = [owner.fields[each].held for each in place]
                self.write_virtual(target, self.new_packed(LIST, items if dies else map(self.shared, items)))
                taken.update(place)
                continue
            self._write_item(target, owner.fields[place].held, dies)
            taken.add(place)
        if dies:
            self.bury(replace(owner, fields=tuple(each for each in owner.fields if each.number not in taken)))
        return True

    def _copied(self, tuple: Value, place: int) -> Register:
        """An item of a tuple that was made, with a reference of our own."""
        item = self.op("field", tuple, imm=(place,))
        self.act("incref", item)
        return Register(OBJECT, item)

    def _write_item(self, target: int, held: Register, given: bool) -> None:
        """Write what a virtual tuple holds, which gives it away, or lives on."""
        if held.kind == VIRTUAL:
            self.write_virtual(target, held)
        elif held.kind != OBJECT:
            self.state[target] = held
        else:
            assert held.value is not None
            if given and held.fresh is False:
                self.write_owned(target, held.value, held.view)
            else:
                self.write_borrowed(target, held.value, held.view)
