"""Direct calls: the callee's native code is run on a frame that is not filled in, where the unit allows it; else the
core makes the call (vm_core/jit/direct_calls.pxi). What somebody who looks would have to see of the caller is in a
record on the stack (vm_core/jit/direct_frames.pxi).
"""

from __future__ import annotations

from ..feedback import View
from ..hir.graph import Function, InlinedFrame, Op, Value
from ..hir.types import INT
from ..records import record, replace
from . import layouts
from .lower import STATUS_RETURN, TYPES, lowers
from .lower_objects import LowerObjects

#: Where the core has the parts of what it is told of a call site.
_FROM, _WANT, _EXIT = 16, 32, 36
_RESULT = "{ptr, i64}"
_WANT_OBJECT, _WANT_NONE = 0, 3
_A_NUMBER = "inttoptr (i64 1 to ptr)"
#: The locals of a frame are dropped in line, if there are so few.
_DROPPED_IN_LINE = 4


@record
class Result:
    """What a direct call has given: LLVM's values."""

    object: str
    number: str
    unseen: str


class LowerCalls(LowerObjects):
    def __init__(self, function: Function, views: dict[int, View], stress: int = 0) -> None:
        super().__init__(function, views, stress)
        self._results: dict[Value, Result] = {}
        self._most_values = -1  # of the caller's, that are in the record at some call; -1: there is no call

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

    @lowers("count_call")
    def count_call(self, op: Op) -> None:
        """As the loop counts calls: trials measure the time for each (vm_core/jit/trials.pxi)."""
        unit = self.of_frame("unit", 0)
        calls = self.out.let(f"add i64 {self.load('i64', unit, layouts.UNIT_CALLS)}, 1")
        self.store(f"i64 {calls}", unit, layouts.UNIT_CALLS)

    @lowers("empty")
    def empty(self, op: Op) -> None:
        first, count = map(int, op.immediates)
        for register in range(first, first + count):
            self.store("ptr null", self.register_place(register), 0)

    @lowers("pass_int", "pass_double")
    def pass_number(self, op: Op) -> None:
        self.store(self.typed(op.operands[0]), "%values", layouts.ARGUMENTS + 8 * int(op.immediates[0]))

    @lowers("passed")
    def passed(self, op: Op) -> None:
        """(Where the register is not empty, any number: nothing shows it.)"""
        type, register = str(op.immediates[0]), int(op.immediates[1])
        self.define(op, self.load(TYPES[type], "%values", layouts.ARGUMENTS + 8 * register))

    @lowers("argument")
    def argument(self, op: Op) -> None:
        """The caller has left the register empty if it passes a number without an object."""
        type, register = str(op.immediates[0]), int(op.immediates[1])
        object = self.load("ptr", self.register_place(register), 0)
        passed, held, done = (self.out.new_label() for _ in range(3))
        self.out.do(f"br i1 {self.out.let(f'icmp eq ptr {object}, null')}, label %{passed}, label %{held}")
        self.out.begin(passed)
        number = self.load(TYPES[type], "%values", layouts.ARGUMENTS + 8 * register)
        self.out.do(f"br label %{done}")
        self.out.begin(held)
        unboxed = self.unboxed_int(op, object) if type == INT else self.unboxed_double(op, object)
        end = self.out.label
        self.out.do(f"br label %{done}")
        self.out.begin(done)
        self.define(op, self.out.let(f"phi {TYPES[type]} [ {number}, %{passed} ], [ {unboxed}, %{end} ]"))

    # --- The call -------------------------------------------------------------------------------------------

    def record_of_calls(self) -> list[str]:
        if self._most_values < 0:
            return []
        return [
            f"  %call = alloca [{layouts.CALL_VALUES // 8 + self._most_values} x i64], align 16",
            "  store ptr %native, ptr %call",
        ]

    @lowers("call_unit", "call_unit_caught")
    def call_unit(self, op: Op) -> None:
        assert op.state is not None and op.result is not None
        pc, level, want, kinds, *handler = map(int, op.immediates)
        frame = self.function.frames[level]
        callee = self.inlined_frame(level)
        self._record(op, level, want)
        called = None
        if want != _WANT_NONE:
            called = self._if_allowed(op, frame, callee, kinds, want)
        # By the core:
        arguments = ("ptr %thread", "ptr %frame", f"ptr {callee}", "ptr %call", "ptr %values")
        answer = self.call(_RESULT, "call_direct", *arguments, f"i64 {kinds}")
        if called is not None:
            result, clean, go_on, finish, outcome, code = called
            slow, joined = self.out.label, self.out.new_label()
            first = self._parts(answer)
            self.out.do(f"br label %{joined}")
            self.out.begin(finish)
            second = self._parts(self.call(_RESULT, "finish_direct", *arguments, f"i64 {outcome}", f"ptr {code}"))
            self.out.do(f"br label %{joined}")
            self.out.begin(joined)
            object = self._phi("ptr", [(slow, first[0]), (finish, second[0])])
            number = self._phi("i64", [(slow, first[1]), (finish, second[1])])
        else:
            object, number = self._parts(answer)
        if called is None:
            go_on = self.out.new_label()
        before, stopped = self.out.label, self.out.new_label("stop")
        # (All registers are shown then.)
        self.stop(stopped, replace(op.state, entries=()), f"add i64 0, {number}")
        ways = [(before, Result(object, number, "false"))]
        raised = stopped
        if handler:
            raised = self.out.new_label("caught")
            failed = self.out.let(f"sub i64 0, {number}")  # (as a step says it)
            self.catch(op, raised, f"ptr {self.word_place(pc)}", handler[0], failed, go_on, stopped)
            ways.append((raised, Result("null", "0", "false")))
        done = self.out.let(f"icmp ne ptr {object}, null")
        self.out.do(f"br i1 {done}, label %{go_on}, label %{raised}, !prof !0")
        self.out.begin(go_on)
        if called is not None:
            ways.append((clean, result))
        self._results[op.result] = Result(
            self._phi("ptr", [(label, way.object) for label, way in ways]),
            self._phi("i64", [(label, way.number) for label, way in ways]),
            self._phi("i1", [(label, way.unseen) for label, way in ways]),
        )

    def _parts(self, answer: str) -> tuple[str, str]:
        """(LLVM's quick code generation knows no phi of a structure.)"""
        return self.out.let(f"extractvalue {_RESULT} {answer}, 0"), self.out.let(f"extractvalue {_RESULT} {answer}, 1")

    def _phi(self, type: str, ways: list[tuple[str, str]]) -> str:
        return self.out.let(f"phi {type} " + ", ".join(f"[ {value}, %{label} ]" for label, value in ways))

    def _record(self, op: Op, level: int, want: int) -> None:
        """Note what the frame of the caller shows, and where it stands."""
        assert op.state is not None
        label = self.out.new_label("shown")
        lines = self._store_values(op.state, label, f"%{label}.values")
        self.out.do(f"%{label}.values = getelementptr i8, ptr %call, i64 {layouts.CALL_VALUES}")
        for line in lines:
            self.out.do(line.strip())
        self._most_values = max(self._most_values, len(self._places(op.state)))
        site = level | op.state.level << _FROM | want << _WANT | self._exit_number(op.state) << _EXIT
        self.store(f"i64 {site}", "%call", layouts.CALL_SITE)

    def _if_allowed(
        self, op: Op, frame: InlinedFrame, callee: str, kinds: int, want: int
    ) -> tuple[Result, str, str, str, str, str]:
        """Call the native code if the unit allows it. What it gives, in the block of the second label, from which the
        third is reached; the label of the block to finish the call in otherwise, with what the code has returned, and
        the code's description. Goes on where the code may not be called."""
        out = self.out
        drop, ended, finish, go_on = (out.new_label() for _ in range(4))
        slow = out.new_label("slow")

        def slow_unless(condition: str) -> None:
            go_on = out.new_label()
            out.do(f"br i1 {out.let(condition)}, label %{go_on}, label %{slow}, !prof !0")
            out.begin(go_on)

        unit = self.of_frame("unit", frame.level)
        left = self.load("i64", unit, layouts.UNIT_DIRECT_LEFT)
        slow_unless(f"icmp sgt i64 {left}, 0")
        remaining = self.load("i32", "%thread", layouts.RECURSION_REMAINING)
        depth = self._depth(op)
        slow_unless(f"icmp sgt i32 {remaining}, {depth + layouts.RECURSION_SLACK}")
        slow_unless(f"icmp eq i32 {out.let(f'load volatile i32, ptr {self.eval_breaker()}')}, 0")
        slow_unless(f"icmp ugt ptr %call, {self.load('ptr', '%values', layouts.STACK_END)}")
        code = self.load("ptr", unit, layouts.UNIT_DIRECT)
        slots = self.load("i32", code, layouts.NATIVE_INLINE_SLOTS)
        end = self.at(callee, layouts.REGISTERS + 8 * frame.slots)
        end = out.let(f"getelementptr ptr, ptr {end}, i32 {slots}")
        slow_unless(f"icmp ult ptr {end}, {self.load('ptr', '%thread', layouts.DATASTACK_LIMIT)}")
        if kinds:
            taken = out.let(f"and i64 {self.load('i64', code, layouts.NATIVE_KINDS)}, {kinds}")
            slow_unless(f"icmp eq i64 {taken}, {kinds}")
        self.store(f"i64 {out.let(f'sub i64 {left}, 1')}", unit, layouts.UNIT_DIRECT_LEFT)
        self.store(f"i32 {out.let(f'sub i32 {remaining}, {depth + 1}')}", "%thread", layouts.RECURSION_REMAINING)
        self.store("ptr %frame", callee, layouts.FRAME_PREVIOUS)
        self.store("ptr %call", callee, layouts.FRAME_CODE)
        function = self.load("ptr", code, layouts.NATIVE_FUNCTION)
        outcome = out.let(f"call i64 {function}(ptr %thread, ptr {callee}, ptr {code}, ptr %values)")
        status = out.let(f"lshr i64 {outcome}, 32")
        cframe = self.load("ptr", "%thread", layouts.CFRAME)
        looked, returned = out.new_label(), out.let(f"icmp uge i64 {status}, {STATUS_RETURN}")
        out.do(f"br i1 {returned}, label %{looked}, label %{ended}, !prof !0")
        out.begin(looked)
        lazy = out.let(f"icmp ne ptr {self.load('ptr', cframe, layouts.CURRENT_FRAME)}, {callee}")
        out.do(f"br i1 {lazy}, label %{drop}, label %{ended}, !prof !0")
        out.begin(ended)
        out.do(f"br label %{finish}")
        out.begin(drop)
        number = self.load("i64", "%values", 0)
        remaining = self.load("i32", "%thread", layouts.RECURSION_REMAINING)
        self.store(f"i32 {out.let(f'add i32 {remaining}, {depth + 1}')}", "%thread", layouts.RECURSION_REMAINING)
        unseen = self._drop_frame(frame, callee)
        object = self._object_of(outcome, status, number, want)
        result = Result(object, number, unseen), out.label, go_on, finish, outcome, code
        out.do(f"br label %{go_on}")
        out.begin(slow)
        return result

    def _depth(self, op: Op) -> int:
        """How many inlined calls the call is made in: their frames count for the recursion limit."""
        assert op.state is not None
        level, depth = op.state.level, 0
        while level:
            level, depth = self.function.frames[level].parent, depth + 1
        return depth

    def _drop_frame(self, frame: InlinedFrame, callee: str) -> str:
        """Drop what the frame of a call that is done owns. Whether nobody could look at the caller's meanwhile."""
        shown = "false"
        places = [self.at(callee, layouts.REGISTERS + 8 * local) for local in range(frame.locals)]
        if frame.locals > _DROPPED_IN_LINE:
            arguments = ("ptr %thread", "ptr %frame", f"ptr {callee}", "ptr %call")
            shown = self.out.let(f"trunc i64 {self.call('i64', 'drop_all_direct', *arguments)} to i1")
            places = []
        for place in [*places, self.at(callee, layouts.FRAME_FUNCTION)]:
            shown = self._drop(self.load("ptr", place, 0), callee, shown)
        return self.out.let(f"xor i1 {shown}, true")

    def _drop(self, object: str, callee: str, shown: str) -> str:
        some, last, done = (self.out.new_label() for _ in range(3))
        before = self.out.label
        empty = self.out.let(f"icmp eq ptr {object}, null")
        self.out.do(f"br i1 {empty}, label %{done}, label %{some}")
        self.out.begin(some)
        less = self.out.let(f"sub i64 {self.load('i64', object, layouts.REFCOUNT)}, 1")
        self.store(f"i64 {less}", object, layouts.REFCOUNT)
        self.out.do(f"br i1 {self.out.let(f'icmp eq i64 {less}, 0')}, label %{last}, label %{done}")
        self.out.begin(last)
        arguments = ("ptr %thread", "ptr %frame", f"ptr {callee}", "ptr %call", f"ptr {object}")
        looked = self.out.let(f"trunc i64 {self.call('i64', 'drop_direct', *arguments)} to i1")
        either = self.out.let(f"or i1 {shown}, {looked}")
        self.out.do(f"br label %{done}")
        self.out.begin(done)
        return self._phi("i1", [(before, shown), (some, shown), (last, either)])

    def _object_of(self, outcome: str, status: str, number: str, want: int) -> str:
        """The object that native code has returned, or the mark of a number that the caller can do with."""
        make, done = self.out.new_label(), self.out.new_label()
        known = self.out.let(f"inttoptr i64 {number} to ptr")
        ready = self.out.let(f"icmp eq i64 {status}, {STATUS_RETURN}")
        if want != _WANT_OBJECT:
            is_number = self.out.let(f"icmp eq i64 {status}, {STATUS_RETURN + want}")
            known = self.out.let(f"select i1 {is_number}, ptr {_A_NUMBER}, ptr {known}")
            ready = self.out.let(f"or i1 {ready}, {is_number}")
        before = self.out.label
        self.out.do(f"br i1 {ready}, label %{done}, label %{make}")
        self.out.begin(make)
        made = self.call("ptr", "number_object", f"i64 {outcome}", f"i64 {number}")
        self.out.do(f"br label %{done}")
        self.out.begin(done)
        return self._phi("ptr", [(before, known), (make, made)])

    # --- Items of generators ----------------------------------------------------------------------------------

    @lowers("draw_next")
    def draw_next(self, op: Op) -> None:
        pc, want = map(int, op.immediates)
        self.link()
        arguments = (f"ptr {self.value(op.operands[0])}", f"ptr {self.word_place(pc)}", f"i64 {want}", "ptr %values")
        self.define(op, self.call("ptr", "draw_next", "ptr %thread", "ptr %frame", *arguments))

    @lowers("draw_by_next")
    def draw_by_next(self, op: Op) -> None:
        self.link()
        place = self.word_place(int(op.immediates[0]))
        arguments = (self.typed(op.operands[0]), f"ptr {place}", "ptr %values")
        self.define(op, self.call("ptr", "draw_by_next", "ptr %thread", "ptr %frame", *arguments))

    @lowers("item_is_number")
    def item_is_number(self, op: Op) -> None:
        self.define(op, self.out.let(f"icmp eq ptr {self.value(op.operands[0])}, {_A_NUMBER}"))

    @lowers("item_int", "item_double")
    def item_number(self, op: Op) -> None:
        self.define(op, self.load("i64" if op.name == "item_int" else "double", "%values", 0))

    # --- Its result -----------------------------------------------------------------------------------------

    def result(self, op: Op) -> Result:
        return self._results[op.operands[0]]

    @lowers("result_is_none")
    def result_is_none(self, op: Op) -> None:
        self.define(op, self.out.let(f"icmp eq ptr {self.result(op).object}, null"))

    @lowers("result_object")
    def result_object(self, op: Op) -> None:
        self.define(op, self.result(op).object)

    @lowers("result_unseen")
    def result_unseen(self, op: Op) -> None:
        self.define(op, self.result(op).unseen)

    @lowers("result_is_number")
    def result_is_number(self, op: Op) -> None:
        self.define(op, self.out.let(f"icmp eq ptr {self.result(op).object}, {_A_NUMBER}"))

    @lowers("result_int", "result_double")
    def result_number(self, op: Op) -> None:
        number = self.result(op).number
        self.define(op, number if op.name == "result_int" else self.out.let(f"bitcast i64 {number} to double"))
