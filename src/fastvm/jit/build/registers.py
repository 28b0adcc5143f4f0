"""What the builder knows of a register at one place, and the shapes that registers have where ways join.

A register's value is *shown* when the frame's register holds it, as the interpreter has it, and *fresh* when it is
only in SSA. Where it depends on the way that was taken, `fresh` is an HIR value.
"""

from __future__ import annotations

from _collections_abc import Iterable

from ..hir.graph import Entry, Value
from ..hir.types import BOOL, COMPLEX, DOUBLE, INERT, INT, OBJECT, UNBOXED_FORM
from ..records import record, replace

#: Kinds of registers that are no types of values.
NULL = "null"  # empty
RANGE = "range"  # a range iterator whose index is in SSA
VIRTUAL = "virtual"  # an instance, a container or a bound method that was not made

#: What a VIRTUAL is where it is no instance, in the place of a class's version (build/packed.py, contexts.py).
TUPLE, LIST, DICT, BOUND = -1, -2, -3, -4
CONTAINERS = frozenset({TUPLE, LIST, DICT})

#: Kinds of registers whose number is in SSA: one value, but of complex numbers two.
NUMBERS = frozenset({INT, DOUBLE, BOOL})
UNBOXED = NUMBERS | {COMPLEX}


@record
class Field:
    """An attribute of an instance that was not made, or an item of a tuple (in the space `item`): where it is, and what
    it is. A number is fresh, an object is the instance's own or (fresh) a constant."""

    space: str
    number: int
    name: str
    held: Register

    @property
    def place(self) -> tuple[str, int]:
        return self.space, self.number


@record
class Register:
    """One register.

    kind:     NULL, OBJECT, INT, DOUBLE, BOOL, COMPLEX, RANGE or VIRTUAL.
    value:    the object or the number; of a RANGE, the index; of a COMPLEX, the real part; of a VIRTUAL, which it is.
    fresh:    True, False or a condition. A fresh object is borrowed: from a container, or a constant.
    unbound:  it may be empty (of a number: where it is not fresh; of a RANGE: there may be no iterator yet).
    inert:    what the frame's register holds, if anything, runs nothing when it is dropped.
    view:     of a fresh object: its number, when that is known.
    bounds:   of a RANGE: length, start, step; of a COMPLEX: the imaginary part.
    version:  of a VIRTUAL: its class's; or that it is a TUPLE, LIST or DICT, or a bound method.
    fields:   of a VIRTUAL: its attributes, in the order in which they were set; its items; its keys and values.
    """

    kind: str
    value: Value | None = None
    fresh: bool | Value = False
    unbound: bool = False
    inert: bool = True
    view: Value | None = None
    bounds: tuple[Value, ...] = ()
    version: int = 0
    fields: tuple[Field, ...] = ()
    _shape: Shape | None = None
    _entry: Entry | None = None  # of the last frame state that it was in

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS

    @property
    def is_shown(self) -> bool:
        return self.fresh is False and self.kind != RANGE


EMPTY = Register(NULL)
#: Ints that the host has one object each for: their identity follows from their value.
SMALL_INTS = range(-5, 257)


def same_object(a: Value | None, b: Value | None) -> bool:
    """Whether two values are one object, as far as its type's guards tell it apart."""
    return _unguarded(a) is _unguarded(b)


def _unguarded(value: Value | None) -> Value | None:
    while value is not None and value.origin is not None and value.origin.name == "guard_type":
        value = value.origin.operands[0]
    return value


def instances_in(roots: Iterable[Register]) -> dict[Value, Register]:
    """The virtual instances that some registers hold, and those within them."""
    found: dict[Value, Register] = {}
    for known in roots:
        if known.kind == VIRTUAL and known.value is not None and known.value not in found:
            found[known.value] = known
            found.update(instances_in(field.held for field in known.fields))
    return found


def shown_object(value: Value) -> Register:
    """A register that shows an object."""
    return Register(OBJECT, value, False, inert=value.type in INERT)


@record
class Shape:
    """What a register is at the start of a block that ways join in. `fresh` None: a condition comes with the value.

    `first`, of a virtual instance: where it is held first, as a register and places within; `fields`: its attributes.
    """

    kind: str
    type: str = OBJECT  # of an object
    fresh: bool | None = False
    unbound: bool = False
    inert: bool = True
    version: int = 0
    first: tuple[int, ...] = ()
    fields: tuple[tuple[str, int, str, Shape], ...] = ()

    def __str__(self) -> str:
        return self.kind if self.kind != OBJECT else self.type


def shapes_of(state: Iterable[Register]) -> list[Shape]:
    """The shapes of all registers."""
    firsts: dict[Value, tuple[int, ...]] = {}
    return [
        _instance_shape(known, (number,), firsts) if known.kind == VIRTUAL else shape_of(known)
        for number, known in enumerate(state)
    ]


def _instance_shape(held: Register, place: tuple[int, ...], firsts: dict[Value, tuple[int, ...]]) -> Shape:
    """The shape of a virtual instance, or of what one holds."""
    assert held.value is not None
    if held.kind == OBJECT:
        return Shape(OBJECT, held.value.type)
    if held.kind != VIRTUAL:
        return Shape(held.kind, OBJECT, True)
    first = firsts.setdefault(held.value, place)
    fields = tuple(
        (field.space, field.number, field.name, _instance_shape(field.held, (*place, number), firsts))
        for number, field in enumerate(held.fields)
    )
    return Shape(VIRTUAL, OBJECT, True, version=held.version, first=first, fields=fields)


def shape_of(register: Register) -> Shape:
    """The shape of a register that holds no virtual instance."""
    if register._shape is None:
        register._shape = _shape_of(register)  # type: ignore[misc]
    return register._shape


def _shape_of(register: Register) -> Shape:
    if register.kind == OBJECT:
        assert register.value is not None
        kind = register.value.type
        if register.fresh is True and register.view is not None:
            # Shown at the join, it is a number that is not fresh.
            return _one_shape(register.view.type, OBJECT, False, False, True)
        inert = register.inert if register.fresh is False else kind in INERT
        return _one_shape(OBJECT, kind, False, register.unbound, inert)
    fresh = register.fresh if isinstance(register.fresh, bool) else None
    return _one_shape(register.kind, OBJECT, fresh, register.unbound, register.inert)


#: Of each shape without fields, one: most that are compared are the same.
_shapes: dict[tuple[object, ...], Shape] = {}


def _one_shape(kind: str, type: str, fresh: bool | None, unbound: bool, inert: bool) -> Shape:
    key = kind, type, fresh, unbound, inert
    if key not in _shapes:
        _shapes[key] = Shape(*key)
    return _shapes[key]


def merge(a: Shape, b: Shape) -> Shape:
    """The shape that both can be turned into without guessing."""
    if a is b or a == b:
        return a
    if a.kind == VIRTUAL or b.kind == VIRTUAL:
        return _merge_instances(a, b)
    unbound = a.unbound or b.unbound
    if a.kind == NULL or b.kind == NULL:
        other = b if a.kind == NULL else a
        if other.kind == NULL:
            return other
        fresh: bool | None = other.fresh if other.fresh is False else None
        kind = OBJECT if other.kind == RANGE else other.kind
        return replace(other, kind=kind, type=OBJECT, fresh=fresh if kind != OBJECT else False, unbound=True)
    if a.kind == b.kind and a.kind != OBJECT:
        fresh = a.fresh if a.fresh == b.fresh else None
        return replace(a, fresh=fresh, unbound=unbound, inert=a.inert and b.inert)
    for number, object in ((a, b), (b, a)):
        if number.kind in UNBOXED and object.kind == OBJECT and UNBOXED_FORM.get(object.type) == number.kind:
            return replace(number, fresh=number.fresh if number.fresh is False else None, unbound=unbound)
    type = a.type if a.kind == b.kind and a.type == b.type and not unbound else OBJECT
    return Shape(OBJECT, type, False, unbound, a.inert and b.inert)


def _merge_instances(a: Shape, b: Shape) -> Shape:
    """As merge, where one is a virtual instance: it has to be made unless the other is, too, of the same class with the
    same attributes."""
    fields: list[tuple[str, int, str, Shape]] = []
    if (a.kind, a.version, a.first, len(a.fields)) == (b.kind, b.version, b.first, len(b.fields)):
        for x, y in zip(a.fields, b.fields):
            merged = _merge_attributes(x[3], y[3])
            if x[:3] != y[:3] or merged is None:
                break
            fields.append((*x[:3], merged))
        else:
            return replace(a, fields=tuple(fields))
    return Shape(OBJECT, OBJECT, False, NULL in (a.kind, b.kind) or a.unbound or b.unbound, False)


def _merge_attributes(x: Shape, y: Shape) -> Shape | None:
    """The shape of an attribute that has either; None: it would have to be made."""
    if x == y:
        return x
    if VIRTUAL in (x.kind, y.kind):
        merged = merge(x, y)
        return merged if merged.kind == VIRTUAL else None
    return Shape(OBJECT, x.type if x.type == y.type else OBJECT)  # (of a number: that of its box)


def one_object(known: list[Register]) -> Register | None:
    """What a register is where several ways meet, if it has the same object on all of them: it goes on being borrowed,
    or being shown; where some ways show it, the others have to."""
    first = known[0]
    if first.kind != OBJECT or not isinstance(first.fresh, bool):
        return None
    for each in known:
        if each is not first and each != first:
            break
    else:
        return first
    for each in known:
        if each.kind != OBJECT or each.value is not first.value or each.view is not None or each.unbound:
            return None
    return next(each for each in known if not each.fresh)
