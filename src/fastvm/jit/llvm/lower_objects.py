"""Registers, guards, containers, the core's functions for instructions, control."""

from __future__ import annotations

from _collections_abc import Callable

from ..hir.graph import LEVEL, FrameState, Op
from ..hir.types import EXACT
from . import layouts
from .lower import STATUS_DOUBLE, STATUS_INT, STATUS_LEFT, STATUS_REFUSED, STATUS_RETURN, STATUS_SUSPENDED, lowers
from .lower_numbers import LowerNumbers


class LowerObjects(LowerNumbers):
    # --- Constants and registers ------------------------------------------------------------------------

    @lowers("const")
    def const(self, op: Op) -> None:
        number = int(op.immediates[1])
        self.define(op, self.load("ptr", self.of_frame("consts", number // LEVEL), -8 - 8 * (number % LEVEL)))

    @lowers("none")
    def none(self, op: Op) -> None:
        self.define(op, self.table("None"))

    @lowers("null")
    def null(self, op: Op) -> None:
        self.define(op, "null")

    @lowers("slot")
    def slot(self, op: Op) -> None:
        self.define(op, self.load("ptr", self.register_place(int(op.immediates[1])), 0))

    @lowers("take")
    def take(self, op: Op) -> None:
        place = self.register_place(int(op.immediates[0]))
        self.define(op, self.load("ptr", place, 0))
        self.store("ptr null", place, 0)

    @lowers("put_new")
    def put_new(self, op: Op) -> None:
        self.store(self.typed(op.operands[0]), self.register_place(int(op.immediates[0])), 0)

    @lowers("put", "put_any", "kill", "kill_any")
    def replace(self, op: Op) -> None:
        """Store the new value, or NULL, and drop the old one if there was one."""
        immediates = [int(value) for value in op.immediates]
        place = self.register_place(immediates[0])
        old = self.load("ptr", place, 0)
        self.store(self.typed(op.operands[0]) if op.operands else "ptr null", place, 0)
        some, done = self.out.new_label(), self.out.new_label()
        empty = self.out.let(f"icmp eq ptr {old}, null")
        self.out.do(f"br i1 {empty}, label %{done}, label %{some}")
        self.out.begin(some)
        self.decrement(old, op)
        self.out.do(f"br label %{done}")
        self.out.begin(done)

    @lowers("share")
    def share(self, op: Op) -> None:
        fresh = self.value(op.operands[0])
        place, other = (self.register_place(int(register)) for register in op.immediates)
        old = self.load("ptr", place, 0)
        before = self.out.label
        shown, done, some, dropped = (self.out.new_label() for _ in range(4))
        self.out.do(f"br i1 {fresh}, label %{done}, label %{shown}")
        self.out.begin(shown)
        object = self.load("ptr", other, 0)
        self.increment(object)
        self.out.do(f"br label %{done}")
        self.out.begin(done)
        new = self.out.let(f"phi ptr [ null, %{before} ], [ {object}, %{shown} ]")
        self.store(f"ptr {new}", place, 0)
        empty = self.out.let(f"icmp eq ptr {old}, null")
        self.out.do(f"br i1 {empty}, label %{dropped}, label %{some}")
        self.out.begin(some)
        self.decrement(old, op)
        self.out.do(f"br label %{dropped}")
        self.out.begin(dropped)

    def decrement(self, object: str, op: Op) -> None:
        """Drop a reference. With a frame state, a destructor that runs sees the frame as that says."""
        count = self.load("i64", object, layouts.REFCOUNT)
        less = self.out.let(f"sub i64 {count}, 1")
        self.store(f"i64 {less}", object, layouts.REFCOUNT)
        last, done = self.out.new_label(), self.out.new_label()
        dead = self.out.let(f"icmp eq i64 {less}, 0")
        self.out.do(f"br i1 {dead}, label %{last}, label %{done}")
        self.out.begin(last)
        if op.state is None:
            self.call("void", "bury_inert", f"ptr {object}")
        else:
            for line in self._store_values(op.state, last):
                self.out.do(line.strip())
            number = self._exit_number(op.state)
            frames = ("ptr %thread", "ptr %frame", "ptr %native")
            self.call("void", "bury", *frames, f"i64 {number}", "ptr %values", f"ptr {object}")
        self.out.do(f"br label %{done}")
        self.out.begin(done)

    @lowers("show_int", "show_double", "show_bool", "show_complex")
    def show(self, op: Op) -> None:
        *parts, fresh = op.operands
        value = parts[0]
        place = self.register_place(int(op.immediates[0]))
        always = fresh.origin is not None and fresh.origin.name == "bool"
        if always and fresh.origin is not None and not fresh.origin.immediates[0]:
            return
        show, done = self.out.new_label(), self.out.new_label()
        if not always:
            self.out.do(f"br i1 {self.value(fresh)}, label %{show}, label %{done}")
            self.out.begin(show)
        arguments = list(map(self.typed, parts))
        if op.name == "show_bool":
            arguments = [f"i64 {self.out.let(f'zext i1 {self.value(value)} to i64')}"]
        self.call("void", op.name, f"ptr {place}", *arguments)
        if not always:
            self.out.do(f"br label %{done}")
            self.out.begin(done)

    @lowers("incref")
    def incref(self, op: Op) -> None:
        self.increment(self.value(op.operands[0]))

    # --- Guards -------------------------------------------------------------------------------------------

    @lowers("guard")
    def guard(self, op: Op) -> None:
        self.exit_unless(self.value(op.operands[0]), op)

    @lowers("guard_type")
    def guard_type(self, op: Op) -> None:
        object = self.value(op.operands[0])
        self.guard_exact(op, object, EXACT[str(op.immediates[0])])
        self.define(op, object)

    @lowers("guard_bound")
    def guard_bound(self, op: Op) -> None:
        self.exit_unless(self.out.let(f"icmp ne ptr {self.value(op.operands[0])}, null"), op)

    @lowers("guard_inert")
    def guard_inert(self, op: Op) -> None:
        answer = self.call("i64", "inert", self.typed(op.operands[0]))
        self.exit_unless(self.out.let(f"trunc i64 {answer} to i1"), op)

    @lowers("guard_size")
    def guard_size(self, op: Op) -> None:
        size = self.load("i64", self.value(op.operands[0]), layouts.SIZE)
        self.exit_unless(self.out.let(f"icmp eq i64 {size}, {op.immediates[0]}"), op)

    @lowers("field")
    def field(self, op: Op) -> None:
        container = op.operands[0]
        items = self.value(container)
        offset = 8 * int(op.immediates[0])
        if container.type == "list":
            items = self.load("ptr", items, layouts.LIST_ITEMS)
        else:
            offset += layouts.TUPLE_ITEMS
        self.define(op, self.load("ptr", items, offset))

    @lowers("str_equal")
    def str_equal(self, op: Op) -> None:
        answer = self.call("i64", "str_equal", *map(self.typed, op.operands))
        self.define(op, self.out.let(f"trunc i64 {answer} to i1"))

    @lowers("list_next", "tuple_next")
    def next_item(self, op: Op) -> None:
        iterator = self.value(op.operands[0])
        sequence = self.load("ptr", iterator, layouts.SEQUENCE)
        place = self.load("i64", iterator, layouts.SEQUENCE_INDEX)
        before = self.out.label
        some, more, done = (self.out.new_label() for _ in range(3))
        ended = self.out.let(f"icmp eq ptr {sequence}, null")
        self.out.do(f"br i1 {ended}, label %{done}, label %{some}")
        self.out.begin(some)
        there = self.out.let(f"icmp slt i64 {place}, {self.load('i64', sequence, layouts.SIZE)}")
        self.out.do(f"br i1 {there}, label %{more}, label %{done}")
        self.out.begin(more)
        if op.name == "list_next":
            items = self.load("ptr", sequence, layouts.LIST_ITEMS)
        else:
            items = self.at(sequence, layouts.TUPLE_ITEMS)
        item = self.out.let(f"load ptr, ptr {self.out.let(f'getelementptr ptr, ptr {items}, i64 {place}')}")
        self.store(f"i64 {self.out.let(f'add i64 {place}, 1')}", iterator, layouts.SEQUENCE_INDEX)
        self.out.do(f"br label %{done}")
        self.out.begin(done)
        ways = f"[ null, %{before} ], [ null, %{some} ], [ {item}, %{more} ]"
        self.define(op, self.out.let(f"phi ptr {ways}"))

    @lowers("guard_unshared")
    def guard_unshared(self, op: Op) -> None:
        count = self.load("i64", self.value(op.operands[0]), layouts.REFCOUNT)
        self.exit_unless(self.out.let(f"icmp eq i64 {count}, 1"), op)

    @lowers("guard_ends")
    def guard_ends(self, op: Op) -> None:
        unseen = self.call("i64", "ends_unseen", self.typed(op.operands[0]))
        self.exit_unless(self.out.let(f"icmp ne i64 {unseen}, 0"), op)

    @lowers("guard_const")
    def guard_const(self, op: Op) -> None:
        x, y = map(self.value, op.operands)
        self.exit_unless(self.out.let(f"icmp eq ptr {x}, {y}"), op)

    @lowers("guard_unseen")
    def guard_unseen(self, op: Op) -> None:
        """An inlined call's frame must not have locals for locals() either: nobody would drop them."""
        assert op.state is not None
        level = op.state.level
        frame = self.inlined_frame(level) if level else "%frame"
        seen = self.load("ptr", frame, layouts.FRAME_OBJECT)
        unseen = self.out.let(f"icmp eq ptr {seen}, null")
        if self.function.direct and not level:
            unseen = self.out.let(f"select i1 {self.is_real()}, i1 {unseen}, i1 true")
        self.exit_unless(unseen, op)
        if level:
            seen = self.load("ptr", frame, layouts.FRAME_LOCALS)
            self.exit_unless(self.out.let(f"icmp eq ptr {seen}, null"), op)

    # --- Frames of direct calls -----------------------------------------------------------------------------

    def is_real(self) -> str:
        """Whether the frame is filled in and linked: then it is the current one."""
        cframe = self.load("ptr", "%thread", layouts.CFRAME)
        return self.out.let(f"icmp eq ptr {self.load('ptr', cframe, layouts.CURRENT_FRAME)}, %frame")

    def link(self) -> None:
        """Before something that may look at the frame."""
        if not self.function.direct:
            return
        link, done = self.out.new_label(), self.out.new_label()
        self.out.do(f"br i1 {self.is_real()}, label %{done}, label %{link}")
        self.out.begin(link)
        self.call("void", "link_direct", "ptr %thread", "ptr %frame")
        self.out.do(f"br label %{done}")
        self.out.begin(done)

    # --- Inlined calls --------------------------------------------------------------------------------------

    def inlined_frame(self, level: int) -> str:
        return self.at(self.register_place(self.function.frames[level].function), -layouts.FRAME_FUNCTION)

    @lowers("guard_function")
    def guard_function(self, op: Op) -> None:
        function = self.value(op.operands[0])
        self.guard_exact(op, function, "PyFunction_Type")
        code = self.load("ptr", function, layouts.FUNCTION_CODE)
        wanted = self.of_frame("object", int(op.immediates[0]))
        self.exit_unless(self.out.let(f"icmp eq ptr {code}, {wanted}"), op)

    @lowers("has_code")
    def has_code(self, op: Op) -> None:
        wanted = self.of_frame("object", int(op.immediates[0]))
        self.ask_code(op, lambda code: self.out.let(f"icmp eq ptr {code}, {wanted}"))

    def ask_code(self, op: Op, ask: Callable[[str], str]) -> None:
        """Whether an object is a function for whose code `ask` gives true: only of a function does one look at it."""
        function = self.value(op.operands[0])
        look, done = self.out.new_label(), self.out.new_label()
        type = self.load("ptr", function, layouts.TYPE)
        right = self.out.let(f"icmp eq ptr {type}, {self.table('PyFunction_Type')}")
        before = self.out.label
        self.out.do(f"br i1 {right}, label %{look}, label %{done}")
        self.out.begin(look)
        answer = ask(self.load("ptr", function, layouts.FUNCTION_CODE))
        self.out.do(f"br label %{done}")
        self.out.begin(done)
        self.define(op, self.out.let(f"phi i1 [ false, %{before} ], [ {answer}, %{look} ]"))

    @lowers("guard_call")
    def guard_call(self, op: Op) -> None:
        remaining = self.load("i32", "%thread", layouts.RECURSION_REMAINING)
        needed = int(op.immediates[0]) + layouts.RECURSION_SLACK
        self.exit_unless(self.out.let(f"icmp sge i32 {remaining}, {needed}"), op)
        cframe = self.load("ptr", "%thread", layouts.CFRAME)
        tracing = self.load("i8", cframe, layouts.USE_TRACING)
        self.exit_unless(self.out.let(f"icmp eq i8 {tracing}, 0"), op)

    @lowers("enter")
    def enter(self, op: Op) -> None:
        function, first, count = map(int, op.immediates)
        frame = self.at(self.register_place(function), -layouts.FRAME_FUNCTION)
        for offset in (layouts.FRAME_FUNCTION, layouts.FRAME_OBJECT, layouts.FRAME_LOCALS):
            self.store("ptr null", frame, offset)
        for register in range(first, first + count):
            self.store("ptr null", self.register_place(register), 0)

    @lowers("truth")
    def truth(self, op: Op) -> None:
        """Bools and ints in line, other types of the host by the core."""
        object = self.value(op.operands[0])
        assert op.state is not None
        true = self.out.let(f"icmp eq ptr {object}, {self.table('True')}")
        false = self.out.let(f"icmp eq ptr {object}, {self.table('False')}")
        plain = self.out.let(f"or i1 {true}, {false}")
        before = self.out.label
        rest, number, other, known, done = (self.out.new_label() for _ in range(5))
        self.out.do(f"br i1 {plain}, label %{done}, label %{rest}")
        self.out.begin(rest)
        type = self.load("ptr", object, layouts.TYPE)
        is_number = self.out.let(f"icmp eq ptr {type}, {self.table('PyLong_Type')}")
        self.out.do(f"br i1 {is_number}, label %{number}, label %{other}")
        self.out.begin(number)
        nonzero = self.out.let(f"icmp ne i64 {self.load('i64', object, layouts.SIZE)}, 0")
        self.out.do(f"br label %{done}")
        self.out.begin(other)
        answer = self.call("i64", "truth", f"ptr {object}")
        good = self.out.let(f"icmp sge i64 {answer}, 0")
        exit = self.exit_label(op.state, STATUS_LEFT)
        self.out.do(f"br i1 {good}, label %{known}, label %{exit}, !prof !0")
        self.out.begin(known)
        asked = self.out.let(f"trunc i64 {answer} to i1")
        self.out.do(f"br label %{done}")
        self.out.begin(done)
        ways = f"[ {true}, %{before} ], [ {nonzero}, %{number} ], [ {asked}, %{known} ]"
        self.define(op, self.out.let(f"phi i1 {ways}"))

    @lowers("is")
    def same(self, op: Op) -> None:
        x, y = map(self.value, op.operands)
        self.define(op, self.out.let(f"icmp eq ptr {x}, {y}"))

    @lowers("bound")
    def bound(self, op: Op) -> None:
        self.define(op, self.out.let(f"icmp ne ptr {self.value(op.operands[0])}, null"))

    # --- Ranges ------------------------------------------------------------------

    @lowers("range_index", "range_length", "range_start", "range_step")
    def range_field(self, op: Op) -> None:
        self.define(op, self.load("i64", self.value(op.operands[0]), layouts.RANGE_FIELDS[op.name]))

    @lowers("set_range_index")
    def set_range_index(self, op: Op) -> None:
        iterator, index = op.operands
        self.store(self.typed(index), self.value(iterator), layouts.RANGE_FIELDS["range_index"])

    @lowers("show_range")
    def show_range(self, op: Op) -> None:
        place = self.register_place(int(op.immediates[0]))
        self.call("void", "show_range", f"ptr {place}", *map(self.typed, op.operands))

    # --- Instructions by the core's functions -----------------------------------------------------------------

    @lowers("run", "run_branch", "run_caught", "run_rest")
    def run_instruction(self, op: Op) -> None:
        """(STEP_RAISED and the like are the statuses negated.)"""
        assert op.state is not None
        pc = int(op.immediates[0])
        word = f"ptr {self.word_place(pc)}"
        level = op.state.level
        name = self.step_name(pc) if op.name != "run_rest" else "rest_of_operator"
        if level:
            step = f"ptr {self.table(name)}"
            frames = ("ptr %thread", "ptr %frame", "ptr %native", f"i64 {level}")
            outcome = self.call("i64", "run_inlined", *frames, word, step)
        else:
            self.link()
            outcome = self.call("i64", name, "ptr %thread", "ptr %frame", word)
        good = self.out.let(f"icmp sge i64 {outcome}, 0")
        go_on = self.out.new_label()
        stopped = self.out.new_label("stop")
        before, caught = self.out.label, stopped
        if op.name == "run_caught":
            caught = self.out.new_label("caught")
            self.catch(op, caught, word, int(op.immediates[1]), outcome, go_on, stopped)
        # STEP_RAISED and the like are the statuses negated.
        self.stop(stopped, op.state, f"sub i64 0, {outcome}")
        self.out.do(f"br i1 {good}, label %{go_on}, label %{caught}, !prof !0")
        self.out.begin(go_on)
        if op.name == "run_caught":
            self.define(op, self.out.let(f"phi i64 [ {outcome}, %{before} ], [ -1, %{caught} ]"))
        elif op.result is not None:
            self.define(op, self.out.let(f"trunc i64 {outcome} to i1"))

    def stop(self, label: str, state: FrameState, status: str) -> None:
        """A block that leaves with a status that is only known then."""
        self.out.cold += [
            f"{label}:",
            *self._store_values(state, label),
            f"  %{label}.status = {status}",
            f"  %{label}.high = shl i64 %{label}.status, 32",
            f"  %{label}.outcome = or i64 %{label}.high, {self._exit_number(state)}",
            f"  ret i64 %{label}.outcome",
        ]

    def catch(self, op: Op, label: str, word: str, handler: int, outcome: str, landed: str, stopped: str) -> None:
        """A block that unwinds to a handler in the frame of the level `handler`, and goes on at `landed`; or leaves."""
        assert op.state is not None
        level = op.state.level
        arguments = f"ptr %thread, ptr %frame, ptr %native, i64 {level}, i64 {handler}, {word}, i64 {outcome}"
        self.out.cold += [
            f"{label}:",
            f"  %{label}.done = call i64 {self.table('catch')}({arguments})",
            f"  %{label}.landed = icmp ne i64 %{label}.done, 0",
            f"  br i1 %{label}.landed, label %{landed}, label %{stopped}, !prof !0",
        ]

    @lowers("exc_match")
    def exc_match(self, op: Op) -> None:
        answer = self.call("i64", "exc_match", *map(self.typed, op.operands))
        self.exit_unless(self.out.let(f"icmp sge i64 {answer}, 0"), op)
        self.define(op, self.out.let(f"trunc i64 {answer} to i1"))

    @lowers("is_sequence", "is_mapping")
    def has_feature(self, op: Op) -> None:
        type = self.load("ptr", self.value(op.operands[0]), layouts.TYPE)
        flags = self.load("i64", type, layouts.TYPE_FLAGS)
        feature = self.out.let(f"and i64 {flags}, {layouts.FEATURES[op.name]}")
        self.define(op, self.out.let(f"icmp ne i64 {feature}, 0"))

    @lowers("counted_safepoint")
    def counted_safepoint(self, op: Op) -> None:
        """A round of the compiled loop. The core limits them when it compares native code with the interpreter."""
        # Volatile: a call may have come back to this code.
        place = self.at("%native", layouts.NATIVE_ROUNDS_LEFT)
        left = self.out.let(f"load volatile i64, ptr {place}")
        fewer = self.out.let(f"sub i64 {left}, 1")
        self.out.do(f"store volatile i64 {fewer}, ptr {place}")
        self.exit_unless(self.out.let(f"icmp sgt i64 {fewer}, 0"), op)
        self.safepoint(op)

    @lowers("safepoint")
    def safepoint(self, op: Op) -> None:
        """The eval breaker, asked in line. The interpreter, at the same back edge, does what is wanted.

        Leaving is right however often it happens (another thread wants to run every few milliseconds), and lets the
        passes rely on memory that the code itself does not write.
        """
        # Volatile: another thread or a signal sets it.
        breaker = self.out.let(f"load volatile i32, ptr {self.eval_breaker()}")
        self.exit_unless(self.out.let(f"icmp eq i32 {breaker}, 0"), op)

    # --- Control ----------------------------------------------------------------------------------------------

    @lowers("jump")
    def jump(self, op: Op) -> None:
        self.out.do(f"br label %B{op.targets[0].block.number}")

    @lowers("branch")
    def branch(self, op: Op) -> None:
        yes, no = op.targets
        condition = self.value(op.operands[0])
        self.out.do(f"br i1 {condition}, label %B{yes.block.number}, label %B{no.block.number}")

    @lowers("leave")
    def leave(self, op: Op) -> None:
        assert op.state is not None
        self.out.do(f"br label %{self.exit_label(op.state)}")

    @lowers("resumed_at")
    def resumed_at(self, op: Op) -> None:
        self.define(op, self.out.let(f"icmp eq i64 {self.resumed()}, {op.immediates[0]}"))

    @lowers("refuse")
    def refuse(self, op: Op) -> None:
        self.out.do(f"ret i64 {STATUS_REFUSED << 32}")

    @lowers("suspend", "suspend_int", "suspend_double")
    def suspend(self, op: Op) -> None:
        self.out.do(f"store {self.typed(op.operands[0])}, ptr %values")
        kind = {"suspend": 0, "suspend_int": layouts.KIND_INT, "suspend_double": layouts.KIND_DOUBLE}[op.name]
        kind <<= layouts.ITEM_KIND_SHIFT
        self.out.do(f"ret i64 {(STATUS_SUSPENDED << 32) | kind | int(op.immediates[0])}")

    @lowers("return", "return_int", "return_double")
    def give_back(self, op: Op) -> None:
        self.out.do(f"store {self.typed(op.operands[0])}, ptr %values")
        statuses = {"return": STATUS_RETURN, "return_int": STATUS_INT, "return_double": STATUS_DOUBLE}
        self.out.do(f"ret i64 {statuses[op.name] << 32}")
