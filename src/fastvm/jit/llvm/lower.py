"""The frame of the lowering: blocks become LLVM blocks, their parameters phi nodes, frame states exits.

An exit stores the values of its frame state, and returns its number with a status; the core shows the values
(vm_core/jit/showing.pxi). Operations with the same frame state share one exit.
"""

from __future__ import annotations

import _struct as struct
from _collections_abc import Callable, Iterator

from ..feedback import View
from ..hir.graph import LEVEL, Block, Entry, FrameState, Function, Op, Value
from ..hir.types import BOOL, DOUBLE, INT
from ..records import record
from . import layouts
from .emit import Emitter

#: Representations of numbers: one that was computed once is one object.
NUMBERS = ("int", "double", "complex")
#: LLVM's types of HIR values; objects are pointers.
TYPES = {INT: "i64", DOUBLE: "double", BOOL: "i1"}

STATUS_LEFT, STATUS_RAISED, STATUS_TRACED, STATUS_SUSPENDED, STATUS_UNWINDING, STATUS_REFUSED = range(6)
#: With these the frame is done: its result is an object, or a number that has none.
STATUS_RETURN, STATUS_INT, STATUS_DOUBLE = range(6, 9)
REPRESENTATIONS = {"int": 0, "double": 1, "bool": 2, "object": 3, "range": 4, "complex": 6, "virtual": 7, "owned": 8}
NEW_RANGE = 5  # a range with bounds: they follow the value, as the imaginary part of a complex number does
ALWAYS_FRESH = -1
#: Of a field: what a register shows. After the fields of an instance that was not made.
REGISTER, END = 9, 10
KEPT = "kept"
#: What the core is told of an exit, by its reason: that it is a failed guard, or that something is missing.
FAILURES = {"guard": 1, "result": 1, "entry": 1, "hoisted": 1, "dies": 1, "varies": 1, "foreign": 1, "missing": 2}

RARELY = "!prof !0"


@record
class Exit:
    """An exit as the core gets it, and as the driver remembers it."""

    state: FrameState
    rows: tuple[tuple[int, int, int, int], ...]

    @property
    def failure(self) -> int:
        return FAILURES.get(self.state.reason, 0)


def _representation(entry: Entry) -> int:
    return NEW_RANGE if entry.representation == "range" and entry.bounds else REPRESENTATIONS[entry.representation]


def _shown_as(entry: Entry) -> tuple[Value, object]:
    """What has one place in the values, with its bounds behind it. (Ranges that may have to be made are never one.)"""
    if not entry.bounds:
        return entry.value, entry.copy
    return entry.value, (entry.bounds, entry.copy, entry.register if entry.representation == "range" else None)


def _kept(entry: Entry) -> tuple[Value, object]:
    """Where the core keeps what it makes of an entry that others share: a place that native code stores nothing in."""
    value, kind = _shown_as(entry)
    return value, (KEPT, kind)


def llvm_type(value: Value) -> str:
    return TYPES.get(value.type, "ptr")


class LowerBase:
    """Lowers one function; the families of operations derive from this."""

    def __init__(self, function: Function, views: dict[int, View], stress: int = 0) -> None:
        self.function = function
        self.views = views  # by level
        self.stress = stress
        self.suspends = 0 in views and views[0].beginning() is not None  # its frame is not on the data stack
        self.out = Emitter()
        self.exits: list[Exit] = []
        self._exit_numbers: dict[FrameState, int] = {}
        self._exit_labels: dict[tuple[FrameState, int], str] = {}
        #: By the entries of frame states: many have the same.
        self._places_known: dict[tuple[Entry, ...], dict[tuple[Value, object], int]] = {}
        self._rows_known: dict[tuple[Entry, ...], tuple[tuple[int, int, int, int], ...]] = {}
        self._names: dict[Value, str] = {}
        #: For each HIR block the LLVM block that its control operation is in.
        self._ends: dict[Block, str] = {}
        self._table: dict[str, str] = {}
        self._prologue: list[str] = []
        self._known: set[str] = set()
        self._numbers: dict[tuple[str, int], int] = {}

    # --- Values --------------------------------------------------------------------------------------

    def value(self, value: Value) -> str:
        return self._names[value]

    def define(self, op: Op, name: str) -> None:
        assert op.result is not None
        self._names[op.result] = name

    def typed(self, value: Value) -> str:
        return f"{llvm_type(value)} {self.value(value)}"

    def table(self, name: str) -> str:
        """An entry of the core's table, loaded once at the beginning."""
        if name not in self._table:
            register = f"%table.{len(self._table)}"
            self._table[name] = register
            offset = 8 * layouts.TABLE[name]
            self._prologue.append(f"  {register}.at = getelementptr i8, ptr %table, i64 {offset}")
            self._prologue.append(f"  {register} = load ptr, ptr {register}.at, !invariant.load !1")
        return self._table[name]

    def known(self) -> str:
        """The objects known at compile time."""
        if "known" not in self._table:
            self._table["known"] = "%known"
            self._prologue += self._pointer("known", layouts.NATIVE_KNOWN)
        return "%known"

    def process_number(self, kind: str, value: int) -> str:
        """A number that is another one in other processes: the version of a type (`v`) or of a dict's keys (`k`), or
        the serial number of a unit (`s`). It is no part of the code: it stands behind the objects known at compile
        time."""
        place = len(self.function.known) + self._numbers.setdefault((kind, value), len(self._numbers))
        return self.out.let(f"load i32, ptr {self.at(self.known(), 8 * place)}, !invariant.load !1")

    def numbers(self) -> list[tuple[str, int]]:
        """All of them, in the order in which they stand there."""
        return list(self._numbers)

    def eval_breaker(self) -> str:
        """Where the interpreter's eval breaker is, found once at the beginning."""
        if "breaker" not in self._known:
            self._known.add("breaker")
            self._prologue += [
                f"  %interpreter.at = getelementptr i8, ptr %thread, i64 {layouts.INTERPRETER}",
                "  %interpreter = load ptr, ptr %interpreter.at",
                f"  %breaker = getelementptr i8, ptr %interpreter, i64 {layouts.EVAL_BREAKER}",
            ]
        return "%breaker"

    def resumed(self) -> str:
        """The instruction that a generator's frame stood at when it was resumed: the core says so in the values."""
        if "resumed" not in self._known:
            self._known.add("resumed")
            self._prologue.append("  %resumed = load i64, ptr %values")
        return "%resumed"

    def of_frame(self, kind: str, level: int) -> str:
        """A frame's constants (`consts`) or code object (`object`), loaded once; its unit, or its words (`code`), which
        only calls need, loaded in the place."""
        name = f"%{kind}.{level}"
        if kind in ("unit", "code"):
            offset = level * layouts.INLINED_SIZE + (layouts.INLINED_UNIT if kind == "unit" else layouts.INLINED_CODE)
            return self.out.let(f"load ptr, ptr {self.at('%frames', offset)}, !invariant.load !1")
        if name not in self._known:
            self._known.add(name)
            within = layouts.INLINED_CONSTS if kind == "consts" else layouts.INLINED_CODE_OBJECT
            self._prologue.append(
                f"  {name}.at = getelementptr i8, ptr %frames, i64 {level * layouts.INLINED_SIZE + within}"
            )
            self._prologue.append(f"  {name} = load ptr, ptr {name}.at, !invariant.load !1")
        return name

    def at(self, pointer: str, offset: int) -> str:
        return self.out.let(f"getelementptr i8, ptr {pointer}, i64 {offset}") if offset else pointer

    def load(self, type: str, pointer: str, offset: int) -> str:
        return self.out.let(f"load {type}, ptr {self.at(pointer, offset)}")

    def store(self, typed: str, pointer: str, offset: int) -> None:
        self.out.do(f"store {typed}, ptr {self.at(pointer, offset)}")

    def register_place(self, register: int) -> str:
        frame = "%frame"
        if self.suspends and register >= self.views[0].slots:
            frame = self.above()
        return self.at(frame, layouts.REGISTERS + 8 * register)

    def above(self) -> str:
        """Where a generator's frame would have to be for the registers of its inlined calls to be where the data stack
        ends (vm_core/jit/inlining.pxi)."""
        if "above" not in self._known:
            self._known.add("above")
            distance = -(layouts.REGISTERS + 8 * self.views[0].slots)
            self._prologue += [
                f"  %top.at = getelementptr i8, ptr %thread, i64 {layouts.DATASTACK_TOP}",
                "  %top = load ptr, ptr %top.at",
                f"  %above = getelementptr i8, ptr %top, i64 {distance}",
            ]
        return "%above"

    def word_place(self, pc: int) -> str:
        return self.at(self.of_frame("code", pc // LEVEL), 8 * (pc % LEVEL))

    def call(self, type: str, name: str, *arguments: str) -> str:
        """A call of one of the core's functions, with a result unless `type` is void. (Where the function is, is loaded
        in the place: most calls are on ways that are rarely taken, and registers are few.)"""
        place = self.at("%table", 8 * layouts.TABLE[name])
        function = self.out.let(f"load ptr, ptr {place}, !invariant.load !1")
        text = f"call {type} {function}({', '.join(arguments)})"
        if type == "void":
            self.out.do(text)
            return ""
        return self.out.let(text)

    # --- Exits ---------------------------------------------------------------------------------------

    def exit_label(self, state: FrameState, status: int = STATUS_LEFT) -> str:
        """The label of the block that leaves with this state."""
        key = (state, status)
        if key not in self._exit_labels:
            self._exit_labels[key] = self.out.new_label("exit")
            self._write_exit(state, status, self._exit_labels[key])
        return self._exit_labels[key]

    def _write_exit(self, state: FrameState, status: int, label: str) -> None:
        lines = [f"{label}:"]
        lines += self._store_values(state, label)
        lines.append(f"  ret i64 {(status << 32) | self._exit_number(state)}")
        self.out.cold += lines

    def _exit_number(self, state: FrameState) -> int:
        if state in self._exit_numbers:
            return self._exit_numbers[state]
        self._exit_numbers[state] = len(self.exits)
        self.exits.append(Exit(state, self._rows_of(state)))
        return len(self.exits) - 1

    def _rows_of(self, state: FrameState) -> tuple[tuple[int, int, int, int], ...]:
        if state.entries not in self._rows_known:
            self._rows_known[state.entries] = tuple(self._rows(state))
        return self._rows_known[state.entries]

    def _rows(self, state: FrameState) -> Iterator[tuple[int, int, int, int]]:
        """Those of instances that were not made come last: their fields may be what registers show."""
        places = self._places(state)
        shown: dict[int, int] = {}
        for entry in state.entries:
            if entry.representation != "virtual":
                place = places[_shown_as(entry)]
                if entry.fresh is None and entry.representation in NUMBERS:
                    shown[place] = entry.register
                fresh = places[entry.fresh, 0] if entry.fresh is not None else ALWAYS_FRESH
                yield entry.register, _representation(entry), place, fresh
        made: set[Value] = set()
        for entry in state.entries:
            if entry.representation == "virtual":
                yield from self._virtual_rows(entry, places, shown, made)

    def _virtual_rows(
        self, entry: Entry, places: dict[tuple[Value, object], int], shown: dict[int, int], made: set[Value]
    ) -> Iterator[tuple[int, int, int, int]]:
        """An entry in an instance, or that instance. (Where what they share is kept stands behind the places.)"""
        place = places[_shown_as(entry)]
        if place in shown and entry.representation in NUMBERS:
            yield entry.register, REGISTER, shown[place], ALWAYS_FRESH
            return
        shares = entry.representation in (*NUMBERS, "virtual")
        kept = places[_kept(entry)] if shares else ALWAYS_FRESH
        yield entry.register, _representation(entry), place, kept
        if entry.representation == "virtual":
            if entry.value not in made:
                made.add(entry.value)
                for field in entry.fields:
                    yield from self._virtual_rows(field, places, shown, made)
            yield 0, END, 0, ALWAYS_FRESH

    def _places(self, state: FrameState) -> dict[tuple[Value, object], int]:
        """Where in the values each value of a state is. Copies have places of their own: a place is one object."""
        if state.entries in self._places_known:
            return self._places_known[state.entries]
        places = self._places_known[state.entries] = {}
        for shown in state.entries:
            for entry in shown.with_fields():
                value = _shown_as(entry)
                if value not in places:
                    places[value] = len(places)
                    for number, bound in enumerate(entry.bounds):
                        places[bound, (entry.register, number, len(places))] = len(places)
                if entry.fresh is not None:
                    places.setdefault((entry.fresh, 0), len(places))
            if shown.representation == "virtual":
                for entry in shown.with_fields():
                    places.setdefault(_kept(entry), len(places))
        return places

    def _store_values(self, state: FrameState, label: str, values: str = "%values") -> list[str]:
        """Lines that store what the exit shows."""
        lines = []
        for (value, kind), place in self._places(state).items():
            if isinstance(kind, tuple) and kind[0] == KEPT:
                continue
            text = self.typed(value)
            if value.type == BOOL:
                lines.append(f"  %{label}.w{place} = zext i1 {self.value(value)} to i64")
                text = f"i64 %{label}.w{place}"
            lines.append(f"  %{label}.p{place} = getelementptr i8, ptr {values}, i64 {8 * place}")
            lines.append(f"  store {text}, ptr %{label}.p{place}")
        return lines

    def exit_unless(self, condition: str, op: Op) -> None:
        """Go on when the condition holds, else take the operation's exit."""
        assert op.state is not None
        if self.stress and op.state.reason in ("guard", "hoisted", "dies", "varies", "foreign"):
            condition = self._stressed(condition)
        go_on = self.out.new_label()
        self.out.do(f"br i1 {condition}, label %{go_on}, label %{self.exit_label(op.state)}, {RARELY}")
        self.out.begin(go_on)

    def exit_if(self, condition: str, op: Op) -> None:
        self.exit_unless(self.out.let(f"xor i1 {condition}, true"), op)

    def _stressed(self, condition: str) -> str:
        """A condition that is false at random (a generator of pseudo-random numbers in the last of the values)."""
        place = self.at("%values", 8 * 255)
        old = self.out.let(f"load i64, ptr {place}")
        new = self.out.let(f"mul i64 {old}, 6364136223846793005")
        new = self.out.let(f"add i64 {new}, 1442695040888963407")
        self.out.do(f"store i64 {new}, ptr {place}")
        high = self.out.let(f"lshr i64 {new}, 33")
        rest = self.out.let(f"urem i64 {high}, {self.stress}")
        lucky = self.out.let(f"icmp ne i64 {rest}, 0")
        return self.out.let(f"and i1 {condition}, {lucky}")

    # --- Functions and blocks --------------------------------------------------------------------------

    def run(self) -> str:
        """The module's text, with the function `native`."""
        body = self.out
        for block in self.function.blocks:
            for parameter in block.parameters:
                self._names[parameter] = f"%v{parameter.number}"
        headers: list[tuple[int, Block]] = []
        for block in self.function.blocks:
            body.begin(f"B{block.number}")
            headers.append((len(body.lines), block))
            for op in block.ops:
                self.lower(op)
                if "control" in op.info.effects:
                    self._ends[block] = body.label
        lines = self._with_phis(headers)
        text = [
            "define i64 @native(ptr noalias %thread, ptr %frame, ptr noalias %native, ptr noalias %values) {",
            "entry:",
            *self._pointer("frames", layouts.NATIVE_FRAMES),
            *self._pointer("table", layouts.NATIVE_TABLE),
            *self._prologue,
            *self.record_of_calls(),
            f"  br label %B{self.function.blocks[0].number}",
            *lines,
            *body.cold,
            "}",
            "declare {i64, i1} @llvm.sadd.with.overflow.i64(i64, i64)",
            "declare {i64, i1} @llvm.ssub.with.overflow.i64(i64, i64)",
            "declare {i64, i1} @llvm.smul.with.overflow.i64(i64, i64)",
            "declare double @llvm.fabs.f64(double)",
            '!0 = !{!"branch_weights", i32 10000, i32 1}',
            "!1 = !{}",
            f"!2 = !{{i64 0, i64 {1 << 60}}}",
        ]
        return "\n".join(text) + "\n"

    def record_of_calls(self) -> list[str]:
        """Lines that make room for what direct calls leave behind of the frame."""
        return []

    def _pointer(self, name: str, offset: int) -> list[str]:
        return [
            f"  %{name}.at = getelementptr i8, ptr %native, i64 {offset}",
            f"  %{name} = load ptr, ptr %{name}.at, !invariant.load !1",
        ]

    def _with_phis(self, headers: list[tuple[int, Block]]) -> list[str]:
        """The body's lines with the phi nodes put in, now that all blocks have their ends."""
        incoming: dict[Block, list[tuple[Block, list[Value]]]] = {}
        for block in self.function.blocks:
            for target in block.terminator.targets:
                incoming.setdefault(target.block, []).append((block, target.arguments))
        lines: list[str] = []
        done = 0
        for start, block in headers:
            lines += self.out.lines[done:start]
            done = start
            for place, parameter in enumerate(block.parameters):
                parts = ", ".join(
                    f"[ {self.value(arguments[place])}, %{self._ends[source]} ]"
                    for source, arguments in incoming.get(block, [])
                )
                lines.append(f"  {self.value(parameter)} = phi {llvm_type(parameter)} {parts}")
        return lines + self.out.lines[done:]

    def lower(self, op: Op) -> None:
        METHODS[op.name](self, op)

    def step_name(self, pc: int) -> str:
        row = self.views[pc // LEVEL].at[pc].row
        return f"run_{row.base or row.name}"

    # --- What the core gets -------------------------------------------------------------------------------

    def packed_exits(self) -> tuple[bytes, bytes]:
        """The exits and their rows as the core's structures NativeExit and ExitRow."""
        exits: list[bytes] = []
        rows: list[bytes] = []
        for known in self.exits:
            state = known.state
            exits.append(struct.pack("=5i", state.pc % LEVEL, known.failure, len(rows), len(known.rows), state.level))
            rows += [struct.pack("=4h", *row) for row in known.rows]
        return b"".join(exits), b"".join(rows)


METHODS: dict[str, Callable[..., None]] = {}


def lowers(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare which operations a method lowers."""

    def register(method: Callable[..., None]) -> Callable[..., None]:
        for name in names:
            METHODS[name] = method
        return method

    return register
