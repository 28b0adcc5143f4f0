"""Direct calls: the callee's frame is filled and run by the core (vm_core/direct_calls.pxi)."""

from __future__ import annotations

from ..hir.graph import Op
from . import layouts
from .lower import lowers
from .lower_objects import LowerObjects

#: Where the core has the parts of what it is told of a call site.
_WANT, _FROM = 16, 32
_RESULT = "{ptr, i64}"


class LowerCalls(LowerObjects):
    @lowers("guard_unit")
    def guard_unit(self, op: Op) -> None:
        """The unit may be gone, and its memory another unit's: then the serial number is another one."""
        function = self.value(op.operands[0])
        level, serial = map(int, op.immediates)
        self.guard_exact(op, function, "PyFunction_Type")
        code = self.load("ptr", function, layouts.FUNCTION_CODE)
        unit = self.of_frame("unit", level)
        owner = self.load("ptr", unit, layouts.UNIT_OWNER)
        self.exit_unless(self.out.let(f"icmp eq ptr {code}, {owner}"), op)
        self.exit_unless(self._has_serial(unit, serial), op)

    def _has_serial(self, unit: str, serial: int) -> str:
        found = self.load("i32", unit, layouts.UNIT_SERIAL)
        return self.out.let(f"icmp eq i32 {found}, {self.process_number('s', serial)}")

    @lowers("has_unit")
    def has_unit(self, op: Op) -> None:
        level, serial = map(int, op.immediates)
        unit = self.of_frame("unit", level)

        def is_of_unit(code: str) -> str:
            owned = self.out.let(f"icmp eq ptr {code}, {self.load('ptr', unit, layouts.UNIT_OWNER)}")
            return self.out.let(f"and i1 {owned}, {self._has_serial(unit, serial)}")

        self.ask_code(op, is_of_unit)

    @lowers("call_unit", "call_unit_caught")
    def call_unit(self, op: Op) -> None:
        assert op.state is not None
        pc, level, want, *handler = map(int, op.immediates)
        caller = op.state.level
        site = level | want << _WANT | caller << _FROM
        word = f"ptr {self.word_place(pc)}"
        arguments = ["ptr %thread", f"ptr {self.inlined_frame(level)}", "ptr %native", word]
        arguments += ["ptr %values", f"i64 {site}"]
        if caller:
            result = self.call(_RESULT, "call_from_inlined", *arguments, "ptr %frame")
        else:
            result = self.call(_RESULT, "call_direct", *arguments)
        go_on, stopped = self.out.new_label(), self.out.new_label("stop")
        object = self.out.let(f"extractvalue {_RESULT} {result}, 0")
        status = self.out.let(f"extractvalue {_RESULT} {result}, 1")
        self.stop(stopped, op.state, f"add i64 0, {status}")
        raised = stopped
        if handler:
            raised = self.out.new_label("caught")
            outcome = self.out.let(f"sub i64 0, {status}")  # (as a step says it)
            self.catch(op, raised, word, handler[0], outcome, go_on, stopped)
        done = self.out.let(f"icmp ne ptr {object}, null")
        self.out.do(f"br i1 {done}, label %{go_on}, label %{raised}, !prof !0")
        self.out.begin(go_on)
        self.define(op, result)

    @lowers("result_is_none")
    def result_is_none(self, op: Op) -> None:
        object = self.out.let(f"extractvalue {_RESULT} {self.value(op.operands[0])}, 0")
        self.define(op, self.out.let(f"icmp eq ptr {object}, null"))

    @lowers("result_object")
    def result_object(self, op: Op) -> None:
        self.define(op, self.out.let(f"extractvalue {_RESULT} {self.value(op.operands[0])}, 0"))

    @lowers("result_is_number")
    def result_is_number(self, op: Op) -> None:
        object = self.out.let(f"extractvalue {_RESULT} {self.value(op.operands[0])}, 0")
        self.define(op, self.out.let(f"icmp eq ptr {object}, inttoptr (i64 1 to ptr)"))

    @lowers("result_int", "result_double")
    def result_number(self, op: Op) -> None:
        number = self.out.let(f"extractvalue {_RESULT} {self.value(op.operands[0])}, 1")
        self.define(op, number if op.name == "result_int" else self.out.let(f"bitcast i64 {number} to double"))
