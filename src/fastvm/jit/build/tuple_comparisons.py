"""Comparisons of tuples that are not made (tuples.py), item by item: keys like `(cost, name)`, points, versions.

The host looks for the first place where the items differ, and compares these as the operator says; where there is none,
the lengths. Items are numbers or texts here, whose comparisons run nothing, so all of them are done at once, without
a branch. What is not known of the items is guessed: those beside known ones are of their kind, others are ints.
"""

from __future__ import annotations

from fastvm.bytecode.instructions import EQUAL, GREATER, LESS
from fastvm.bytecode.words import Word

from ..hir.graph import Value
from ..hir.types import BOOL, DOUBLE, INT, OBJECT, UNBOXED_FORM
from ..records import replace
from .plain import Plain
from .reading import UNBOX
from .registers import NUMBERS, TUPLE, Register

#: What the kind of an item may be, beside that of a number; and that of an item which may be anything.
TEXT, UNKNOWN = "exact_str", "unknown"


class TupleComparisons(Plain):
    """Truths of such comparisons."""

    def compare_tuples(self, word: Word, b: int, c: int, mask: int) -> Value | None:
        """The truth of a comparison of virtual tuples, or of one with a constant; None: it has to be asked."""
        x, y = self._items(b), self._items(c)
        if x is None or y is None:
            return None
        found = [_common(_kind(each), _kind(other)) for each, other in zip(x, y)]
        kinds = [kind for kind in found if kind is not None]
        sure = DOUBLE not in kinds and all(_fits(each) and _fits(other) for each, other in zip(x, y))
        if len(kinds) < len(found) or (word.index in self.view.generic and not sure):
            return None
        values = [(kind, self._item(b, place, kind), self._item(c, place, kind)) for place, kind in enumerate(kinds)]
        for kind, value, other in values:
            if kind == DOUBLE:
                # (A NaN is no other's equal, but the host takes the same object for equal.)
                self.act("guard", self.op("compare_double", value, other, imm=(LESS | EQUAL | GREATER,)))
        result: Value | None = None
        if len(x) != len(y):
            result = self.constant("bool", int(mask & (LESS if len(x) < len(y) else GREATER) != 0))
        for each in reversed(values):
            if result is None:
                result = self._in_order(*each, mask)
                continue
            result = self.op("and", self._in_order(*each, EQUAL), result)
            if mask != EQUAL:
                result = self.op("or", self._in_order(*each, mask & ~EQUAL), result)
        return result

    def _items(self, operand: int) -> list[Register] | None:
        """What a virtual or constant tuple holds; None: the operand is none, or a constant that holds no numbers."""
        fields = self.packed_in(operand, TUPLE)
        if fields is not None:
            return [field.held for field in fields]
        constant = self.view.constant(operand) if operand < 0 else None
        if type(constant) is not tuple:
            return None
        numbers = [number for each in constant if (number := self.number_constant(each)) is not None]
        return [Register(each.type, each, True) for each in numbers] if len(numbers) == len(constant) else None

    def _item(self, operand: int, place: int, kind: str) -> Value:
        """An item, guarded, as what two of this kind are compared as."""
        items = self._items(operand)
        assert items is not None
        held, object = items[place], items[place].value
        assert object is not None
        if kind == TEXT:
            if object.type != TEXT:
                object = self.op("guard_type", object, imm=(TEXT,))
                self._know_item(operand, place, replace(held, value=object))
            return object
        number = held.value if held.kind in NUMBERS else held.view
        if number is None:
            number = self.op(UNBOX[UNBOXED_FORM.get(object.type, kind)], object)
            self._know_item(operand, place, replace(held, view=number))
        if number.type == BOOL:
            return self.op("bool_to_int", number)
        return self.op("int_exact_double", number) if number.type == INT and kind == DOUBLE else number

    def _know_item(self, operand: int, place: int, held: Register) -> None:
        """More is known of what a virtual tuple holds."""
        known = self.state[operand]
        assert known.value is not None
        fields = list(known.fields)
        fields[place] = replace(fields[place], held=held)
        self._change_fields({known.value: tuple(fields)})

    def _in_order(self, kind: str, x: Value, y: Value, mask: int) -> Value:
        if kind == TEXT and mask == EQUAL:
            return self.op("str_equal", x, y)
        if kind == TEXT:
            return self.op("compare_int", self.op("str_order", x, y), self.constant("int", 0), imm=(mask,))
        return self.op("compare_double" if kind == DOUBLE else "compare_int", x, y, imm=(mask,))


def _kind(held: Register) -> str | None:
    """What an item is: INT, DOUBLE, BOOL, TEXT or UNKNOWN; None: something else."""
    if held.kind in NUMBERS:
        return held.kind
    if held.kind != OBJECT or held.value is None:
        return None
    if held.view is not None:
        return held.view.type
    if held.value.type == OBJECT:
        return UNKNOWN
    kind = UNBOXED_FORM.get(held.value.type, held.value.type)
    return kind if kind in NUMBERS or kind == TEXT else None


def _fits(held: Register) -> bool:
    """Whether there is nothing to guard."""
    return held.kind in NUMBERS or held.view is not None or (held.value is not None and held.value.type == TEXT)


def _common(kind: str | None, other: str | None) -> str | None:
    """As what two items are compared, which are of these kinds; None: that is the host's."""
    if UNKNOWN in (kind, other):
        known = other if kind == UNKNOWN else kind
        return INT if known == UNKNOWN else known
    if kind == other:
        return kind
    kinds = {kind, other}
    if kinds == {INT, BOOL}:
        return INT
    return DOUBLE if kinds == {INT, DOUBLE} else None
