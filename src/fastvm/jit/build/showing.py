"""Showing values: making the frame's registers hold what the interpreter would have there.

What is only in SSA (a fresh number, a borrowed object, the index of a range) is shown before anything may look.
"""

from __future__ import annotations

from ..hir.graph import Value
from ..hir.types import BOOL, COMPLEX, DOUBLE, INT, OBJECT
from ..records import replace
from .registers import NULL, RANGE, VIRTUAL, Register, shown_object
from .virtuals import Virtuals

_SHOW = {INT: "show_int", DOUBLE: "show_double", BOOL: "show_bool", COMPLEX: "show_complex"}


#: Numbers that may be twins.
_TWINNED = frozenset({INT, DOUBLE, COMPLEX})


class Showing(Virtuals):
    """From SSA to the frame's registers."""

    def show(self, register: int) -> None:
        """Make the frame's register hold the value that the interpreter would have there."""
        known = self.state[register]
        if known.is_shown or known.kind in (NULL, RANGE):
            return
        assert known.value is not None
        if known.kind == VIRTUAL:
            self.make(known.value)
            return
        if known.kind == OBJECT:  # borrowed
            self.act("incref", known.value)
            self.act("put", known.value, imm=(register,))
            if known.view is not None:
                self.state[register] = Register(known.view.type, known.view)
            else:
                self.state[register] = shown_object(known.value)
            return
        self.act(_SHOW[known.kind], known.value, *known.bounds, self.flag(known.fresh), imm=(register, self.pc))
        self.state[register] = replace(known, fresh=False)
        if known.fresh is not False:
            # Other registers with this very number show the same object.
            for twin, other in enumerate(self.state):
                if twin != register and self._twins(known, other):
                    object = self.slot(register)
                    self.act("incref", object)
                    self.act("put", object, imm=(twin,))
                    self.state[twin] = replace(other, fresh=False)
            self.share_with_fields(register, known)

    def _twins(self, a: Register, b: Register) -> bool:
        """Whether two registers hold one number that was computed once, and that is fresh in both or none. Small
        constants are always the same object."""
        if a.fresh is False or a.fresh is not b.fresh:
            return False
        if a.value is not b.value or a.bounds != b.bounds or a.kind not in (INT, DOUBLE, COMPLEX) or b.kind != a.kind:
            return False
        assert a.value is not None
        return a.value.origin is None or a.value.origin.name != "int"

    def _has_twin(self, register: int) -> bool:
        known = self.state[register]
        twins = any(twin != register and self._twins(known, other) for twin, other in enumerate(self.state))
        return twins or self.is_in_fields(known)

    def _share_twins(self) -> None:
        """Two registers with one fresh number show one object: after a join nobody would know."""
        numbers = [r for r, known in enumerate(self.state) if known.fresh is not False and known.kind in _TWINNED]
        for register in numbers:
            known = self.state[register]
            if self.is_in_fields(known):
                self.show(register)
                known = self.state[register]
            if known.fresh is not False and known.kind in (INT, DOUBLE):
                if any(r < register and self._twins(known, other) for r, other in enumerate(self.state)):
                    for r, other in enumerate(self.state):
                        if self._twins(known, other):
                            self.show(r)
        self.box_twins()  # (those that no register has, too)

    def settle(self, runs: bool = True, looks: bool = True, alive: Value | None = None) -> None:
        """Give borrowed objects to their registers, before something may take them out of their containers.
        Where no code can run, inlined functions stay alive (what is dropped has other references, or is no function),
        and so does what another register shows. Where it changes containers only (`looks` is false), functions may die
        (the container may be their namespace), but virtual objects need not be made. `alive`: what lives on, too."""
        held: set[Value | None] = {alive}
        if runs and looks:
            self.make_all()
        if not runs:
            held |= {known.value for known in self.state if known.kind == OBJECT and known.is_shown}
            held |= {self.state[frame.function].value for frame in self.active_frames()}
        for register, known in enumerate(self.state):
            if known.kind == OBJECT and known.fresh is True and known.value not in held:
                if runs or not self._of_function(known.value):
                    self.show(register)

    def _of_function(self, value: Value | None) -> bool:
        """Whether it is a cell of a function's closure: there as long as the function."""
        return value is not None and value.origin is not None and value.origin.name == "closure_cell"

    def show_locals(self) -> None:
        """Before something that may run Python code: whoever looks at the frame sees what the interpreter shows."""
        self.settle()
        for view in self.active:
            for register in view.locals:
                if self.state[register].kind == RANGE:
                    self.leave_range(register)  # a comprehension's: whoever looks may draw from it
                self.show(register)

    # --- Ranges -----------------------------------------------------------------------------------------

    def enter_range(self, register: int, reason: str = "guard") -> None:
        """Take the index of a range iterator in a temporary into SSA. Nobody else may have the iterator."""
        known = self.state[register]
        assert known.kind == OBJECT and known.value is not None
        object = known.value
        if object.type != "range_iterator":
            if reason == "entry":
                object = self._guard_on_entry(register, "guard_type", object, ("range_iterator",))
            else:
                object = self.op("guard_type", object, imm=("range_iterator",))
        self.act("guard_unshared", object)
        bounds = tuple(self.op(name, object) for name in ("range_length", "range_start", "range_step"))
        self.state[register] = Register(RANGE, self.op("range_index", object), True, bounds=bounds)

    def leave_range(self, register: int) -> None:
        """Give the iterator its index back; make it if there is none."""
        known = self.state[register]
        assert known.value is not None
        if known.unbound:
            self.act("show_range", known.value, *known.bounds, imm=(register,))
            self.state[register] = shown_object(self.slot(register, "range_iterator"))
            return
        object = self.slot(register, "range_iterator")
        self.act("set_range_index", object, known.value)
        self.state[register] = shown_object(object)
