"""Arguments that are packed into a container and are not made into one as long as nobody sees it: the tuple of `*args`,
the dict of `**kwargs`, and what a call `f(*args, **kwargs)` collects.

They are virtual objects like instances (virtuals.py), with items in the place of attributes: so where they escape, join
or die, and what exits do, is said there. The keys of a dict are constants, and known when the code is built; each
stands in front of its value.
"""

from __future__ import annotations

from _collections_abc import Iterable

from ..hir.graph import Value
from ..hir.types import OBJECT
from ..records import replace
from .emitter import Emitter
from .registers import CONTAINERS, DICT, LIST, TUPLE, VIRTUAL, Field, Register

#: A container with more items is made.
MOST_ITEMS = 12

_TYPES = {TUPLE: "tuple", LIST: "list", DICT: "dict"}
_MADE = {TUPLE: "make_tuple", LIST: "make_list", DICT: "make_dict"}


def lent(held: Register) -> Register:
    """What a register is that shows what a virtual container holds, which lives longer."""
    if held.kind == OBJECT:
        return Register(OBJECT, held.value, True, view=held.view)
    return replace(held, unbound=False)


class Packed(Emitter):
    """Virtual tuples and dicts of arguments."""

    def packed_in(self, operand: int, kind: int) -> tuple[Field, ...] | None:
        """What a virtual container of this kind holds; None: the operand is none."""
        known = self.state[operand] if operand >= 0 else None
        return known.fields if known is not None and known.kind == VIRTUAL and known.version == kind else None

    def packed_size(self, operand: int) -> int | None:
        """How long a virtual container is; None: the operand is none."""
        known = self.state[operand] if operand >= 0 else None
        if known is None or known.kind != VIRTUAL or known.version not in CONTAINERS:
            return None
        return len(known.fields) // 2 if known.version == DICT else len(known.fields)

    def new_packed(self, kind: int, held: Iterable[Register], names: Iterable[str] = ()) -> Register:
        """A container with what is given to it: items; or keys, whose names are known, and values."""
        self._virtuals += 1
        type = self.op("container_type", imm=(_TYPES[kind],))
        identity = self.op("virtual", type, imm=(self._virtuals,))
        labels = [label for name in names for label in (name, "")]
        fields = [Field("item", place, labels[place] if labels else "", each) for place, each in enumerate(held)]
        return Register(VIRTUAL, identity, True, version=kind, fields=tuple(fields))

    def shared(self, held: Register) -> Register:
        """The same for another container, which owns it, too."""
        if held.kind == OBJECT and held.fresh is not True:
            assert held.value is not None
            self.act("incref", held.value)
        return held

    def make_packed(self, known: Register) -> Value:
        """Make a container, all of whose items are objects by now: an object of our own."""
        size = () if known.version == DICT else (len(known.fields),)
        object = self.op(_MADE[known.version], imm=size)
        values = []
        for place, field in enumerate(known.fields):
            value = field.held.value
            assert value is not None and field.held.kind == OBJECT
            is_key = known.version == DICT and place % 2 == 0
            if field.held.fresh is True and not is_key:
                self.act("incref", value)
            values.append(value)
        if known.version == DICT:
            for key, value in zip(values[::2], values[1::2]):
                self.act("set_entry", object, key, value)
            for field in known.fields[::2]:
                if field.held.fresh is not True and field.held.value is not None:  # (behind a join)
                    self.act("release", field.held.value)
        else:
            for place, value in enumerate(values):
                self.act("set_field", object, value, imm=(place,))
        return object
