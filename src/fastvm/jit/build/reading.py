"""Reading registers and constants: as objects, as numbers, as objects of one type; guarded where that is a guess."""

from __future__ import annotations

from ..hir.graph import LEVEL, Value
from ..hir.types import BOOL, COMPLEX, DOUBLE, INERT, INT, OBJECT, UNBOXED_FORM
from ..records import replace
from .registers import EMPTY, NULL, NUMBERS, RANGE, UNBOXED, VIRTUAL, Register
from .showing import Showing

UNBOX = {INT: "unbox_int", DOUBLE: "unbox_double", BOOL: "unbox_bool"}
_BOX = {INT: "box_int", DOUBLE: "box_double", BOOL: "box_bool"}


class Reading(Showing):
    """The operands of instructions."""

    def as_object(self, operand: int) -> Value:
        """The operand as an object, borrowed."""
        if operand < 0:
            return self.constant_object(operand)
        known = self.state[operand]
        if known.kind == OBJECT:
            assert known.value is not None
            return known.value
        if known.kind == RANGE:
            self.leave_range(operand)
            return self.as_object(operand)
        if known.kind == VIRTUAL:
            self.show(operand)
            return self.as_object(operand)
        if known.kind == NULL:
            return self.op("null")
        self.show(operand)
        boxed = next(name for name, form in UNBOXED_FORM.items() if form == known.kind)
        return self.slot(operand, boxed if not known.unbound else OBJECT)

    def constant_object(self, operand: int) -> Value:
        value = self.view.constant(operand)
        if value is None:
            return self.op("none")
        type = self._type_of(value)
        return self.op("const", imm=(type, self.view.level * LEVEL - 1 - operand))

    def _type_of(self, value: object) -> str:
        from ..hir.types import BY_HOST_TYPE

        return BY_HOST_TYPE.get(type(value), OBJECT)

    def owned(self, operand: int, killed: bool) -> tuple[Value, Value | None]:
        """The operand as an object of our own, with its number if that is known. A killed register is left empty."""
        if operand < 0:
            object = self.constant_object(operand)
            self.act("incref", object)
            return object, self.constant_number(operand)
        if self.state[operand].kind == RANGE:
            self.leave_range(operand)
        known = self.state[operand]
        view = known.view
        if known.kind == VIRTUAL and killed:
            return self.take_instance(operand), None
        if known.kind == COMPLEX:
            return self._owned_complex(operand, killed), None
        if known.kind in NUMBERS:
            view = known.value
            if killed and known.fresh is True and not self._has_twin(operand):
                assert known.value is not None
                self.state[operand] = EMPTY
                return self.box(known.value), view
            self.show(operand)
            known = self.state[operand]
        if killed and known.is_shown:
            object = self.op("take", imm=(operand,))
            if known.kind == OBJECT and known.value is not None:
                object = known.value
            self.state[operand] = EMPTY
            return object, view
        object = self.as_object(operand)
        self.act("incref", object)
        if killed:
            self.state[operand] = EMPTY
        return object, view

    def _owned_complex(self, operand: int, killed: bool) -> Value:
        known = self.state[operand]
        if killed and known.fresh is True and not self._has_twin(operand):
            assert known.value is not None
            self.state[operand] = EMPTY
            return self.op("box_complex", known.value, *known.bounds, imm=(self.pc,))
        object = self.as_object(operand)
        if killed:
            self.op("take", imm=(operand,))
            self.state[operand] = EMPTY
        else:
            self.act("incref", object)
        return object

    def box(self, value: Value) -> Value:
        if value.type == BOOL:
            return self.op("box_bool", value)
        return self.op(_BOX[value.type], value, imm=(self.pc,))

    def constant_number(self, operand: int) -> Value | None:
        """A constant operand's number, if it has one that fits."""
        return self.number_constant(self.view.constant(operand))

    def number_constant(self, value: object) -> Value | None:
        if type(value) is bool:
            return self.constant("bool", int(value))
        if type(value) is int and -(2**59) < value < 2**59:
            return self.constant("int", value)
        if type(value) is float:
            return self.constant("double", value)
        return None

    def known_kind(self, operand: int) -> str | None:
        """INT, DOUBLE, BOOL or COMPLEX when the operand is known to be one."""
        if operand < 0:
            number = self.constant_number(operand)
            if number is not None:
                return number.type
            return COMPLEX if type(self.view.constant(operand)) is complex else None
        known = self.state[operand]
        if known.kind in UNBOXED:
            return known.kind
        if known.view is not None:
            return known.view.type
        return UNBOXED_FORM.get(known.value.type) if known.value is not None else None

    def unboxed(self, operand: int, kind: str) -> Value | None:
        """The operand as an INT, DOUBLE or BOOL, guarded; None when it is known to be something else."""
        if operand < 0:
            number = self.constant_number(operand)
            return number if number is not None and number.type == kind else None
        known = self.state[operand]
        if known.kind in NUMBERS:
            return known.value if known.kind == kind else None
        if known.kind != OBJECT or known.value is None:
            return None
        if known.view is not None:
            return known.view if known.view.type == kind else None
        if known.value.type != OBJECT and UNBOXED_FORM.get(known.value.type) != kind:
            return None
        value = self.op(UNBOX[kind], known.value)
        if known.fresh is True:
            self.state[operand] = replace(known, view=value)
        else:
            self.state[operand] = Register(kind, value)
        return value

    def complex_parts(self, operand: int) -> tuple[Value, Value] | None:
        """The operand, a number of any kind but a bool, as a complex number: real and imaginary part; guarded to be
        complex when nothing is known of it. None when it is known to be something else."""
        kind = self.known_kind(operand)
        if kind in (INT, DOUBLE):
            number = self.unboxed(operand, kind)
            if number is None:
                return None
            return self.op("int_to_double", number) if kind == INT else number, self.constant("double", 0.0)
        if operand < 0:
            value = self.view.constant(operand)
            if type(value) is not complex:
                return None
            return self.constant("double", value.real), self.constant("double", value.imag)
        known = self.state[operand]
        if known.kind == COMPLEX and known.value is not None:
            return known.value, known.bounds[0]
        if known.kind != OBJECT or known.view is not None:
            return None
        object = self.typed(operand, "exact_complex")
        if object is None:
            return None
        parts = self.op("complex_real", object), self.op("complex_imag", object)
        if not self.state[operand].fresh:
            self.state[operand] = Register(COMPLEX, parts[0], bounds=parts[1:])
        return parts

    def class_at(self, operand: int, version: int, metaclass: int) -> Value | None:
        """The operand as the class of this version, guarded; None when it is known to be something else. `metaclass`:
        the version of that, which may change what a class does without a new version of the class; 0: it is `type`."""
        if metaclass:
            return self.op("guard_versions", self.as_object(operand), imm=(version, metaclass))
        cls = self.typed(operand, "class")
        return self.op("guard_version", cls, imm=(version,)) if cls is not None else None

    def typed(self, operand: int, type: str) -> Value | None:
        """The operand as an object of an exact type, guarded; None when it is known to be something else."""
        object = self.as_object(operand)
        if object.type == type:
            return object
        if object.type != OBJECT:
            return None
        guarded = self.op("guard_type", object, imm=(type,))
        if object in self.classes:
            self.classes[guarded] = self.classes[object]
        if operand >= 0 and self.state[operand].kind == OBJECT:
            self.state[operand] = replace(self.state[operand], value=guarded, inert=type in INERT)
        return guarded
