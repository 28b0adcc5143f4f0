"""Where ways join: registers are turned into the shapes that the block behind the join takes.

A shape says whether a register's value comes as an object, a number or a range's index, and whether the frame shows
it. An object that is to be a number is guarded to be one, on the way to the join.
"""

from __future__ import annotations

from _collections_abc import Sequence

from ..hir.graph import Block, Value
from ..hir.types import BOOL, COMPLEX, DOUBLE, INT, OBJECT
from .emitter import Unsupported
from .reading import UNBOX
from .registers import EMPTY, NULL, NUMBERS, RANGE, UNBOXED, VIRTUAL, Register, Shape
from .writing import Writing


class Shaping(Writing):
    """Registers to shapes, and back."""

    def _arguments(self, shapes: list[Shape]) -> list[Value]:
        """Turn the registers into the shapes, in the current block; the values that go along."""
        arguments: list[Sequence[Value]] = []
        for register, shape in enumerate(shapes):
            both_empty = shape.kind == NULL and self.state[register] is EMPTY
            arguments.append(() if both_empty else self._argument(register, shape))
        for register, shape in enumerate(shapes):
            if shape.kind == VIRTUAL:  # (nothing exits from here on)
                arguments[register] = self.instance_arguments(self.state[register], shape, (register,))
        return [value for values in arguments for value in values]

    def _argument(self, register: int, shape: Shape) -> list[Value]:
        known = self.state[register]
        if shape.kind == VIRTUAL:
            return []
        if shape.kind == NULL:
            if known.kind != NULL:
                raise Unsupported("a register is empty on one way only")
            return []
        if shape.kind in UNBOXED:
            if known.kind == NULL:
                self.state[register] = known = self._nothing(shape.kind)
            if known.kind == OBJECT:
                self._unbox_on_entry(register, shape.kind, self.pc)
                known = self.state[register]
            if known.kind != shape.kind or known.value is None:
                raise Unsupported("a register's kinds do not meet")
            if shape.fresh is False:
                self.show(register)
            elif shape.fresh is True and known.fresh is not True:
                raise Unsupported("a register is shown on one way only")
            flags = [self.flag(self.state[register].fresh)] if shape.fresh is None else []
            return [known.value, *known.bounds, *flags]
        if shape.kind == RANGE:
            if known.kind == OBJECT:
                self.enter_range(register, "entry")
                known = self.state[register]
            if known.kind != RANGE or known.value is None:
                raise Unsupported("a register's kinds do not meet")
            return [known.value, *known.bounds]
        if known.kind == NULL:
            return [self.op("null")]
        if known.kind == RANGE:
            self.leave_range(register)
        self.show(register)
        known = self.state[register]
        object = self.as_object(register) if known.kind in UNBOXED else known.value
        assert object is not None
        if shape.type != OBJECT and object.type != shape.type:
            object = self._guard_on_entry(register, "guard_type", object, (shape.type,))
        return [object]

    def _unbox_on_entry(self, register: int, kind: str, place: int) -> None:
        """Make an object a number, before the block at `place` that wants it as one."""
        self.show(register)  # (a borrowed object's register)
        known = self.state[register]
        if known.kind != OBJECT:
            return
        assert known.value is not None
        if register in self.view.locals and register not in self.view.live_at(place):
            # Nobody reads it before it is written: it may be anything, as long as it can be dropped unseen.
            if not known.inert:
                state = self.frame_state("entry", register)
                self.function.add(self.block, "guard_inert", [known.value], (), state)
            self.state[register] = self._nothing(kind)
            return
        if known.unbound:
            self.function.add(self.block, "guard_bound", [known.value], (), self.frame_state("entry", register))
        if kind == COMPLEX:
            object = self._guard_on_entry(register, "guard_type", known.value, ("exact_complex",))
            real, imag = self.op("complex_real", object), self.op("complex_imag", object)
            self.state[register] = Register(COMPLEX, real, bounds=(imag,))
            return
        value = self._guard_on_entry(register, UNBOX[kind], known.value)
        self.state[register] = Register(kind, value)

    def _nothing(self, kind: str) -> Register:
        """A register that has no number yet, of this kind."""
        if kind in (DOUBLE, COMPLEX):
            zero = self.constant("double", 0.0)
            return Register(kind, zero, False, True, bounds=(zero,) if kind == COMPLEX else ())
        return Register(kind, self.constant(kind, 0), False, True)

    def _parameter(self, block: Block, shape: Shape, joined: dict[tuple[int, ...], Register]) -> Register:
        if shape.kind == NULL:
            return EMPTY

        def parameter(type: str) -> Value:
            value = self.function.new_value(type)
            block.parameters.append(value)
            return value

        if shape.kind == VIRTUAL:
            return self.joined_instance(shape, parameter, joined)
        if shape.kind == COMPLEX:
            parts = [parameter(DOUBLE), parameter(DOUBLE)]
            own: bool | Value = shape.fresh if shape.fresh is not None else parameter(BOOL)
            return Register(COMPLEX, parts[0], own, shape.unbound, bounds=(parts[1],))
        if shape.kind in NUMBERS:
            value = parameter(shape.kind)
            fresh: bool | Value = shape.fresh if shape.fresh is not None else parameter(BOOL)
            return Register(shape.kind, value, fresh, shape.unbound)
        if shape.kind == RANGE:
            values = [parameter(INT) for _ in range(4)]
            return Register(RANGE, values[0], True, shape.unbound, bounds=tuple(values[1:]))
        type = shape.type if not shape.unbound else OBJECT
        return Register(OBJECT, parameter(type), False, shape.unbound, shape.inert)
