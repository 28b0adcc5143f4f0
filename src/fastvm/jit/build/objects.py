"""Moves, subscripts of lists and tuples, identity."""

from __future__ import annotations

from fastvm.bytecode.words import Word

from ..hir.graph import Value
from ..hir.types import BOOL, COMPLEX, DOUBLE, INT, OBJECT
from ..passes.simplify import constant_of
from ..records import replace
from .plain import FOREIGN
from .registers import EMPTY, NULL, RANGE, SMALL_INTS, UNBOXED, VIRTUAL, Register
from .unpacked_calls import UnpackedCalls


class Objects(UnpackedCalls):
    """Instructions on objects that need not run Python code."""

    def move(self, word: Word) -> None:
        dst, b, _ = word.operands
        self.reserve(word, dst)
        self.copy(dst, b, word.kills(1))

    def move2(self, word: Word) -> None:
        dst, b, c = word.operands
        self.copy(dst, b, word.kills(1))
        self.copy(dst + 1, c, word.kills(2))

    def copy(self, dst: int, source: int, killed: bool) -> None:
        if dst != source and self.is_virtual(dst):
            self.kill(dst)
        if source < 0:
            number = self.constant_number(source)
            value = self.view.constant(source)
            if number is not None and (number.type == BOOL or (number.type == INT and value in SMALL_INTS)):
                self.write_number(dst, number)
            elif dst in self.view.locals:
                self.write_owned(dst, *self.owned(source, killed))
            else:
                self.write_borrowed(dst, self.constant_object(source), number)
            return
        known = self.state[source]
        if known.kind == VIRTUAL:
            if dst != source:
                if killed:
                    self.state[source] = EMPTY
                self.write_virtual(dst, known)
            return
        if known.kind == RANGE and killed:
            self.leave_range(source)
            known = self.state[source]
        if known.kind in UNBOXED and known.fresh is True and known.value is not None:
            if self.state[dst].inert:
                if killed:
                    self.state[source] = EMPTY
                self.state[dst] = replace(known)
                return
        if known.kind in UNBOXED and isinstance(known.fresh, Value) and dst != source and self.state[dst].inert:
            # In one case a copy of the number, in the other one more reference to its object.
            if killed:
                self.act("put", self.op("take", imm=(source,)), imm=(dst,))
                self.state[source] = EMPTY
            else:
                self.act("share", known.fresh, imm=(dst, source))
            self.state[dst] = known
            return
        if known.kind == NULL:
            raise AssertionError("an empty register is read")
        if known.unbound:
            # The front end has proven that it is bound here: else there would have been a CHECK.
            self.state[source] = replace(known, unbound=False)
        if self._outlived(dst, source, killed):
            self.state[dst] = Register(OBJECT, self.state[source].value, True)
            return
        object, view = self.owned(source, killed)
        self.write_owned(dst, object, view)

    def _outlived(self, dst: int, source: int, killed: bool) -> bool:
        """Whether an object is copied from a temporary to one that dies before it (they are allocated like a stack); or
        from a local that only borrows it, and will always show it."""
        known = self.state[source]
        last = max(self.view.locals, default=-1)
        if killed or known.kind != OBJECT or known.view is not None or self.state[dst].kind != NULL or dst <= last:
            return False
        return last < source < dst or (source <= last and known.fresh is True and not self.view.writes(source))

    def clear(self, word: Word) -> None:
        self.kill(word.operands[0])

    def check(self, word: Word) -> None:
        register = word.operands[0]
        known = self.state[register]
        if known.kind == NULL:
            self.missing[word.index] = "an unbound local"
            self.leave("missing")
        elif known.unbound:
            if known.kind in UNBOXED:
                bound = self.op("bound", self.slot(register))
                if known.fresh is not False:
                    bound = self.op("or", self.flag(known.fresh), bound)
                self.act("guard", bound)
            else:
                assert known.value is not None
                self.act("guard_bound", known.value)
            self.state[register] = replace(known, unbound=False)

    # --- Subscripts -------------------------------------------------------------------------------------

    def getitem(self, word: Word) -> None:
        dst, b, c = word.operands
        if self.item_of_tuple(word):
            return
        kind = {"GETITEM_LIST": "list", "GETITEM_TUPLE": "tuple"}.get(word.row.name)
        if kind is None or word.index in self.view.generic:
            if not self.getitem_by_core(word) and not self.operator(word) and not self.plain_getitem(word):
                self.generic(word)
            return
        container = self.typed(b, kind)
        index = self.unboxed(c, INT) if container is not None else None
        if container is None or index is None:
            self.generic(word)
            return
        self.reserve(word, dst)
        item = self.op(f"{kind}_item", container, index)
        if not self.outlives(word, b):
            # The container may die here: own the item first.
            self.act("incref", item)
            self.kill_sources(word, 1, 2)
            self.write_owned(dst, item)
        else:
            self.kill_sources(word, 1, 2)
            self.write_borrowed(dst, item)

    def dying_number(self, word: Word, position: int) -> Register | None:
        """An operand that is a fresh number and dies here: it needs no box of its own."""
        operand = word.operands[position]
        if operand < 0 or not word.kills(position):
            return None
        known = self.state[operand]
        return known if known.kind in (INT, DOUBLE, COMPLEX) and known.fresh is True else None

    def setitem(self, word: Word) -> None:
        a, b, c = word.operands
        if word.row.name != "SETITEM_LIST" or word.index in self.view.generic:
            done = self.setitem_by_core(word) or self.special(word, "__setitem__", (a, b, c))
            if not done and not self.plain_setitem(word):
                self.generic(word)
            return
        container = self.typed(a, "list")
        index = self.unboxed(b, INT) if container is not None else None
        if container is None or index is None:
            self.generic(word)
            return
        self.settle(runs=False)
        self.act("guard_list_store", container, index)
        number = self.dying_number(word, 2)
        if number is not None:
            assert number.value is not None
            self.act(f"list_store_{number.kind}", container, index, number.value, *number.bounds, imm=(self.pc,))
            self.kill(c)
        else:
            object, _ = self.owned(c, word.kills(2))
            self.act("list_store", container, index, object)
        self.kill_sources(word, 0, 1)

    def unpack(self, word: Word) -> None:
        a, b, count = word.operands
        if word.index in self.drawn or self.unpack_tuple(word, count):
            return
        kind = {"UNPACK_TUPLE": "tuple", "UNPACK_LIST": "list"}.get(word.row.name)
        sequence = self.typed(b, kind) if kind is not None and word.index not in self.view.generic else None
        if sequence is None:
            self.generic(word)
            return
        self.act("guard_size", sequence, imm=(count,))
        items = [self.op("field", sequence, imm=(place,)) for place in range(count)]
        if not self.outlives(word, b):
            for item in items:
                self.act("incref", item)
            self.kill_sources(word, 1)
            for place, item in enumerate(items):
                self.write_owned(a + place, item)
            return
        self.kill_sources(word, 1)
        if any(not self.state[a + place].inert for place in range(count)):
            # A destructor of an old value may change the sequence: own all items first.
            for item in items:
                self.act("incref", item)
            for place, item in enumerate(items):
                self.write_owned(a + place, item)
        else:
            for place, item in enumerate(items):
                self.write_borrowed(a + place, item)

    def unpack_ex(self, word: Word) -> None:
        before, after = word.operands[2] & 255, word.operands[2] >> 8 & 255
        if not self.unpack_tuple(word, before, after) and not self._unpack_rest(word, before, after):
            self.generic(word)

    def _unpack_rest(self, word: Word, before: int, after: int) -> bool:
        """UNPACK_EX of what most likely is a list or tuple; whether it was built."""
        a, b, _ = word.operands
        if word.index in self.view.foreign or word.index in self.view.generic:
            return False
        sequence = self.as_object(b)
        rest = self.op("rest_of", sequence, imm=(before, after), reason=FOREIGN)
        places = [*range(before), *range(-after, 0)]
        items = [self.op("item_at", sequence, rest, imm=(place,)) for place in places]
        for item in items:
            self.act("incref", item)
        self.kill_sources(word, 1)
        for number, item in enumerate([*items[:before], rest, *items[before:]]):
            self.write_owned(a + number, item)
        return True

    # --- Identity -----------------------------------------------------------------------------------------

    #: An operand that stands for None.
    NONE = 1 << 20

    def same(self, b: int, c: int) -> Value:
        """Whether two operands are one object."""
        left, right = (self.state[each] if 0 <= each != self.NONE else EMPTY for each in (b, c))
        if VIRTUAL in (left.kind, right.kind):
            return self.constant("bool", int(left.kind == right.kind and left.value is right.value))
        for x, y in ((b, c), (c, b)):
            if x == self.NONE or (x < 0 and self.view.constant(x) is None):
                if y != self.NONE and self.known_kind(y) is not None:
                    return self.constant("bool", 0)
        objects = [self.op("none") if operand == self.NONE else self.as_object(operand) for operand in (b, c)]
        if all(object.type == "none" for object in objects):
            return self.constant("bool", 1)
        return self.op("is", *objects)

    def outlives(self, word: Word, operand: int) -> bool:
        """Whether the operand b is alive after the instruction that kills it: something else owns it."""
        return not word.kills(1) or operand < 0 or self.state[operand].fresh is True

    def identity(self, word: Word) -> None:
        dst, b, c = word.operands
        result = self.same(b, c)
        if word.variant & 1:
            known = constant_of(result)
            result = self.op("not", result) if known is None else self.constant("bool", int(not known))
        self.kill_sources(word, 1, 2)
        self.write_number(dst, result)
