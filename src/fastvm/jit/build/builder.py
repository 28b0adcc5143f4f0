"""The builder's frame: blocks and edges, loop headers, frame states, and showing what is only in SSA.

What holds between two instructions: every register's state in `self.state` is true on all ways that lead here;
a dead temporary's register is empty; a fresh number's register holds nothing or something inert.
"""

from __future__ import annotations

from fastvm.bytecode.instructions import DST, EQUAL, LESS
from fastvm.bytecode.words import Word

from ..feedback import View
from ..hir.graph import LEVEL, Block, Entry, FrameState, Function, Immediate, InlinedFrame, Target, Value
from ..hir.ops import OPS
from ..hir.types import BOOL, COMPLEX, DOUBLE, EXACT, INERT, INT, OBJECT, UNBOXED_FORM
from ..records import replace
from .callees import Callees, Calls
from .registers import EMPTY, NULL, NUMBERS, RANGE, UNBOXED, Register, Shape, merge, one_object, shape_of, shown_object

State = list[Register]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FunctionType, ModuleType

    from .callees import Callee

#: A function may be built so often with widened assumptions before it counts as not compilable.
MOST_ATTEMPTS = 40
#: A frame state may show so many values: the size of the buffer that the core gives native code.
MOST_VALUES = 200

_UNBOX = {INT: "unbox_int", DOUBLE: "unbox_double", BOOL: "unbox_bool"}
_SHOW = {INT: "show_int", DOUBLE: "show_double", BOOL: "show_bool", COMPLEX: "show_complex"}
_BOX = {INT: "box_int", DOUBLE: "box_double", BOOL: "box_bool"}


class Unsupported(Exception):
    """The unit is left to the interpreter; the text says why."""


class Restart(Exception):
    """A call that was inlined will not be: build again."""


class BuilderBase:
    """One attempt to build a function; the instruction families derive from this."""

    def __init__(
        self,
        view: View,
        entry: int | None,
        assumptions: dict[tuple[int, int], Shape],
        speculated: set[tuple[int, int]],
        calls: Calls,
    ) -> None:
        self.view = view
        self.calls = calls
        #: The units whose frames are active at the present place, by level; `view` is the innermost.
        self.active = [view]
        self.views = {0: view}
        #: The units that are called directly, by level.
        self.called: dict[int, Callee] = {}
        self._returns: list[list[tuple[Block, State]]] = []
        self.assumptions = assumptions
        #: Header registers whose type was guessed once in this build; they are not guessed again.
        self.speculated = speculated
        self.header = entry
        self.members = view.loop(entry) if entry is not None else None
        self.within = self.members  # the places of the outermost frame that are built; None: all
        self.function = Function(view.name if entry is None else f"{view.name}@{entry}")
        self.entry_block = self.function.new_block()
        self.block = self.entry_block
        self.state: State = []
        self.pc = 0  # where a guard that fails now makes the interpreter go on
        self.reserved: set[int] = set()  # registers whose old value was found to die unseen, in this instruction
        self.ended = False  # the current block has its control operation
        self.widened = False  # an assumption was wrong, and is another one now: build again
        self._constants: dict[tuple[str, Immediate], Value] = {}
        self._pending: dict[int, list[tuple[Block, State]]] = {}
        self._headers: dict[int, tuple[Block, list[Shape]]] = {}
        #: Places of UNPACK whose items were drawn without a tuple.
        self.drawn: set[int] = set()
        #: Values that were found in the builtins, or most likely are builtin functions: by which name.
        self.loaded_builtins: dict[Value, str] = {}
        #: Values that are most likely these modules.
        self.modules: dict[Value, ModuleType] = {}
        #: Values that are most likely functions known now.
        self.functions: dict[Value, FunctionType] = {}
        #: And those that are most likely classes known now.
        self.classes: dict[Value, type] = {}
        #: Functions found when the code is made, in what the version of a class stands for: with their units.
        self.found: dict[Value, Callee] = {}
        #: And what does nothing at all when it is called with its object only.
        self.idle: set[Value | None] = set()
        #: Places of GETMETHOD that are done together with what is in front of them.
        self.looked_up: set[int] = set()
        #: Places where the code leaves to the interpreter for want of something better: reason by pc.
        self.missing: dict[int, str] = {}

    # --- Operations -----------------------------------------------------------------------------------

    def op(self, name: str, *operands: Value, imm: tuple[Immediate, ...] = (), reason: str = "guard") -> Value:
        """Append an operation with a result. Its frame state, if it needs one, is the present one."""
        added = self.function.add(self.block, name, list(operands), imm, self._state_for(name, reason))
        assert added.result is not None
        return added.result

    def act(self, name: str, *operands: Value, imm: tuple[Immediate, ...] = (), reason: str = "guard") -> None:
        """Append an operation without a result."""
        self.function.add(self.block, name, list(operands), imm, self._state_for(name, reason))

    def _state_for(self, name: str, reason: str) -> FrameState | None:
        return self.frame_state(reason) if OPS[name].has_state else None

    def frame_state(self, reason: str = "guard", register: int = -1) -> FrameState:
        entries: list[Entry] = []
        for number, known in enumerate(self.state):
            if known.fresh is False or known.kind == NULL:  # (a range's index is always fresh)
                continue
            assert known.value is not None
            fresh = known.fresh if known.fresh is not True else None
            bounds = known.bounds if known.unbound or known.kind == COMPLEX else ()
            entries.append(Entry(number, known.kind, known.value, fresh, 0, bounds))
        if sum(2 + len(entry.bounds) for entry in entries) > MOST_VALUES:
            raise Unsupported("a frame state shows too many values")
        return FrameState(self.pc, tuple(entries), reason, register)

    def constant(self, name: str, value: Immediate) -> Value:
        """A constant number: made once, in the entry block, so that equal ones are the same value."""
        key = (name, value.hex() if isinstance(value, float) else value)
        if key not in self._constants:
            op = self.function.add(self.entry_block, name, [], (value,))
            self.entry_block.ops.remove(op)
            self.entry_block.ops.insert(len(self._constants), op)
            assert op.result is not None
            self._constants[key] = op.result
        return self._constants[key]

    def flag(self, fresh: bool | Value) -> Value:
        return fresh if isinstance(fresh, Value) else self.constant("bool", int(fresh))

    def slot(self, register: int, type: str = OBJECT) -> Value:
        return self.op("slot", imm=(type, register))

    def known(self, address: int) -> int:
        """The number of an object known at compile time."""
        known = self.function.known
        if address not in known:
            known.append(address)
        return known.index(address)

    # --- Showing values -------------------------------------------------------------------------------

    def show(self, register: int) -> None:
        """Make the frame's register hold the value that the interpreter would have there."""
        known = self.state[register]
        if known.is_shown or known.kind in (NULL, RANGE):
            return
        assert known.value is not None
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
        return any(twin != register and self._twins(known, other) for twin, other in enumerate(self.state))

    def settle(self, runs: bool = True) -> None:
        """Give borrowed objects to their registers, before something may take them out of their containers.
        Where no code can run, inlined functions stay alive (what is dropped has other references, or is no function),
        and so does what another register shows."""
        held: set[Value | None] = set()
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

    def active_frames(self) -> list[InlinedFrame]:
        """The frames of the inlined calls that the present place is in."""
        return [self.function.frames[view.level] for view in self.active if view.level]

    def show_locals(self) -> None:
        """Before something that may run Python code: whoever looks at the frame sees what the interpreter shows."""
        self.settle()
        for view in self.active:
            for register in view.locals:
                if self.state[register].kind == RANGE:
                    self.leave_range(register)  # a comprehension's: whoever looks may draw from it
                self.show(register)

    # --- Reading registers ----------------------------------------------------------------------------

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
        value = self.view.constant(operand)
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
        value = self.op(_UNBOX[kind], known.value)
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

    def typed(self, operand: int, type: str) -> Value | None:
        """The operand as an object of an exact type, guarded; None when it is known to be something else."""
        object = self.as_object(operand)
        if object.type == type:
            return object
        if object.type != OBJECT:
            return None
        object = self.op("guard_type", object, imm=(type,))
        if operand >= 0 and self.state[operand].kind == OBJECT:
            self.state[operand] = replace(self.state[operand], value=object, inert=type in INERT)
        return object

    # --- Writing registers ----------------------------------------------------------------------------

    def reserve(self, word: Word, register: int) -> None:
        """Make sure, before an instruction has done anything, that writing a register will run nothing: the object in
        it is held by others too, or dies unseen. So code that goes over objects in a local need not forget what it
        knows of memory with each. Where objects do die, `write_owned` drops them as they are."""
        known = self.state[register]
        if known.kind != OBJECT or not known.is_shown or known.inert or word.index in self.view.mortal:
            return
        for position, operand in enumerate(word.operands):
            if word.kills(position) and operand >= 0 and self.state[operand].kind == OBJECT:
                if self.state[operand].is_shown and not self.state[operand].inert:
                    return  # it might be the other reference
        assert known.value is not None
        self.act("guard_release", known.value, reason="dies")
        self.reserved.add(register)

    def _vacate(self, register: int) -> bool:
        """Empty a register if what it holds dies unseen."""
        if register in self.reserved:
            self.act("kill", imm=(register,))
            self.state[register] = EMPTY
        return self.state[register].inert

    def write_number(self, register: int, value: Value) -> None:
        """Write a number that was computed just now."""
        if self._vacate(register):
            self.state[register] = Register(value.type, value, True)
        else:
            self.write_owned(register, self.box(value), value)

    def write_complex(self, register: int, real: Value, imag: Value) -> None:
        """Write a complex number that was computed just now."""
        if self._vacate(register):
            self.state[register] = Register(COMPLEX, real, True, bounds=(imag,))
        else:
            self.write_owned(register, self.op("box_complex", real, imag, imm=(self.pc,)))

    def write_owned(self, register: int, object: Value, view: Value | None = None) -> None:
        """Write an object (taken). What the register held is dropped."""
        old = self.state[register]
        new = Register(view.type, view) if view is not None else shown_object(object)
        if old.kind == NULL:
            self.act("put_new", object, imm=(register,))
        elif old.inert or register in self.reserved:
            self.act("put", object, imm=(register,))
        else:
            self.state[register] = EMPTY  # (it is not shown as anything else meanwhile)
            self.settle()
            self.act("put_any", object, imm=(register,), reason="drop")
        self.state[register] = new

    def write_borrowed(self, register: int, object: Value, view: Value | None = None) -> None:
        """Write an object that a container (or the constants) owns for now; and its number, if that is known."""
        if self._vacate(register):
            self.state[register] = Register(OBJECT, object, True, view=view)
        else:
            self.act("incref", object)
            self.write_owned(register, object, view)

    def kill(self, register: int) -> None:
        """Empty a register, and drop what it held."""
        known = self.state[register]
        if known.kind == NULL:
            return
        local = any(register in view.locals for view in self.active)
        if known.fresh is True and known.kind != RANGE and not local:
            pass  # the frame's register is empty already
        elif known.inert or known.kind == RANGE:
            self.act("kill", imm=(register,))
        else:
            self.state[register] = EMPTY
            self.settle()
            self.act("kill_any", imm=(register,), reason="drop")
        self.state[register] = EMPTY

    def kill_sources(self, word: Word, *positions: int) -> None:
        for position in positions:
            if word.kills(position) and word.operands[position] >= 0:
                self.kill(word.operands[position])

    # --- Any instruction, by the core's function for it ------------------------------------------------

    def generic(self, word: Word) -> None:
        """Run the instruction on the frame, as the interpreter does."""
        self._prepare(word)
        self.run_word(word)
        self._finish(word)

    def generic_branch(self, word: Word) -> Value:
        """The same for an instruction that may jump: whether it does."""
        self._prepare(word)
        jumps = self.run_branch(word)
        self._finish(word)
        return jumps

    def run_word(self, word: Word) -> None:
        """Run the instruction by the core's function. All locals are shown."""
        handler = self._handler_of(word)
        if handler is None:
            self.act("run", imm=(word.index,), reason="run")
        else:
            self._run_caught(word, *handler)

    def run_branch(self, word: Word) -> Value:
        """The same for an instruction that may jump: whether it does."""
        handler = self._handler_of(word)
        if handler is None:
            return self.op("run_branch", imm=(word.index,), reason="run")
        outcome = self._run_caught(word, *handler)
        return self.op("compare_int", outcome, self.constant("int", 1), imm=(EQUAL,))

    def raising(self, word: Word) -> None:
        """An instruction that always raises an exception."""
        self._prepare(word)
        handler = self._handler_of(word)
        if handler is None:
            self.act("run", imm=(word.index,), reason="run")
            self.leave("left")  # (it does not come here)
        else:
            self.op("run_caught", imm=(word.index, handler[0].level), reason="run")
            self._unwind(word, *handler)

    # --- Handlers ---------------------------------------------------------------------------------------

    def _handler_of(self, word: Word) -> tuple[View, int, int] | None:
        """The handler of an exception that an instruction raises, where native code has it: in which frame, its place,
        how many temporaries it keeps."""
        if not word.row.raises:
            return None
        place = word.index
        for view in reversed(self.active):
            row = view.handler(place)
            if row is not None:
                target = view.level * LEVEL + row.handler
                left = view.level == 0 and self.within is not None and target not in self.within
                return None if left or target in self._headers else (view, target, row.depth)
            if view.level:
                place = self.function.frames[view.level].site
        return None

    def _run_caught(self, word: Word, view: View, target: int, depth: int) -> Value:
        """Run an instruction, and go on in a handler if it raises an exception. What it gives otherwise."""
        outcome = self.op("run_caught", imm=(word.index, view.level), reason="run")
        raised = self.op("compare_int", outcome, self.constant("int", 0), imm=(LESS,))
        self._catch(word, raised, view, target, depth)
        return outcome

    def _catch(self, word: Word, raised: Value, view: View, target: int, depth: int) -> None:
        """Go on in a handler if an instruction has raised an exception, else behind it."""
        landing, normal = self.function.new_block(), self.function.new_block()
        self.function.add(self.block, "branch", [raised], targets=[Target(landing), Target(normal)])
        state = self.state
        self.block = landing
        self._unwind(word, view, target, depth)
        self.block, self.state, self.pc, self.ended = normal, state, word.index, False

    def _unwind(self, word: Word, view: View, target: int, depth: int) -> None:
        """Go on in a handler, to which the core has unwound: of the temporaries it has kept the first ones."""
        end = view.base + view.nregs
        kept = view.base + view.nlocals + depth
        made = self.state[end - 1 : end] if view.consumer and not view.level else []  # (what a consumer has made stays)
        self.state = [*self.state[:kept], *[EMPTY] * (end - len(made) - kept), *made]
        dst = word.operands[0]
        if word.roles[0] == DST and dst < kept and dst == word.operands[1] and not self.state[dst].is_number:
            # Out of memory: a string that was to grow in place is gone.
            self.state[dst] = replace(shown_object(self.slot(dst)), inert=False, unbound=True)
        self.pc = target
        self.goto(target)

    def _prepare(self, word: Word) -> None:
        self.show_locals()
        self._show_operands(word)

    def _show_operands(self, word: Word) -> None:
        operands = [operand for role, operand in zip(word.roles, word.operands) if role in ("src", "reg")]
        for register in [*operands, *(word.window(self.view.unit, self.view.const_sizes) or ())]:
            if register >= 0:
                if self.state[register].kind == RANGE:
                    self.leave_range(register)
                self.show(register)

    def _finish(self, word: Word) -> None:
        for position, (role, operand) in enumerate(zip(word.roles, word.operands)):
            if role in ("src", "reg") and operand >= 0 and (word.kills(position) or position in word.row.dying):
                self.state[operand] = EMPTY
        for register in word.window(self.view.unit, self.view.const_sizes) or ():
            self.state[register] = EMPTY
        name = word.row.base or word.row.name
        if name == "EG_MATCH":
            self.state[word.operands[1]] = shown_object(self.slot(word.operands[1]))
        elif name == "MAKE_CELL":
            self.state[word.operands[0]] = shown_object(self.slot(word.operands[0]))
        elif name == "COPY_FREE":
            for register in self.view.locals[self.view.nlocals - word.operands[0] :]:
                self.state[register] = shown_object(self.slot(register))
        for role, operand in zip(word.roles, word.operands):
            if role == "dst":
                type = RESULT_TYPES.get(name, OBJECT)
                self.state[operand] = shown_object(self.slot(operand, type))
        for register in word.filled() or ():
            unbound = name == "GETMETHOD"  # its first result may be NULL
            self.state[register] = replace(shown_object(self.slot(register)), unbound=unbound)

    # --- Blocks and edges -----------------------------------------------------------------------------

    def leave(self, reason: str) -> None:
        """End the block by going back to the interpreter at the present place."""
        self.act("leave", reason=reason)
        self.ended = True

    def goto(self, target: int) -> None:
        """End the block by going on at a place of the bytecode."""
        if target in self._headers:
            self._close_loop(target)
        else:
            self._pending.setdefault(target, []).append((self.block, self.state))
        self.ended = True

    def branch(self, condition: Value, target: int, otherwise: int) -> None:
        """End the block by going on at one of two places."""
        self.branch_with(condition, self.state, target, self.state, otherwise)

    def branch_with(self, condition: Value, state: State, target: int, other: State, otherwise: int) -> None:
        yes, no = self.function.new_block(), self.function.new_block()
        self.function.add(self.block, "branch", [condition], targets=[Target(yes), Target(no)])
        for block, known, place in ((yes, state, target), (no, other, otherwise)):
            self.block, self.state, self.pc = block, list(known), place
            self.goto(place)

    def _end(self, name: str, block: Block, arguments: list[Value]) -> None:
        self.function.add(self.block, name, [], targets=[Target(block, arguments)])

    def _close_loop(self, header: int) -> None:
        """A back edge: the registers must be what the header assumes."""
        block, shapes = self._headers[header]
        self.pc = header
        self._share_twins()
        for register, shape in enumerate(shapes):
            found = shape_of(self.state[register])
            wanted = self._widened(header, register, shape, found)
            if wanted != shape:
                self.assumptions[header, register] = wanted
        if any(self.assumptions.get((header, r), shape) != shape for r, shape in enumerate(shapes)):
            # The rest is built nevertheless: it may show more of what has to be widened.
            self.widened = True
            self.leave("left")
            return
        self._end("jump", block, self._arguments(shapes))

    def _widened(self, header: int, register: int, shape: Shape, found: Shape) -> Shape:
        """What the header must assume of a register when a back edge brings `found`."""
        key = (header, register)
        if shape.kind == OBJECT and key not in self.view.pinned and key not in self.speculated:
            speculation = self._speculation(shape, found)
            if speculation is not None:
                self.speculated.add(key)
                return speculation
        if shape.kind == RANGE and found.kind == OBJECT and not found.unbound and key not in self.view.pinned:
            if found.type in (OBJECT, "range_iterator"):
                return shape  # the header of an inner loop, entered again from an outer one
        return merge(shape, found)

    def _speculation(self, shape: Shape, found: Shape) -> Shape | None:
        """An object on entry that turns out to be a number or of a known type in the loop is taken for one."""
        if shape.type not in (OBJECT, found.type) and UNBOXED_FORM.get(shape.type) != found.kind:
            return None
        if found.kind in UNBOXED:
            fresh = False if found.fresh is False else None
            return Shape(found.kind, OBJECT, fresh, shape.unbound or found.unbound)
        if found.kind == RANGE and not shape.unbound:
            return Shape(RANGE, OBJECT, True, found.unbound)
        return None

    def _share_twins(self) -> None:
        """Two registers with one fresh number show one object: after a join nobody would know."""
        for register, known in enumerate(self.state):
            if known.fresh is not False and known.kind in (INT, DOUBLE):
                if any(r < register and self._twins(known, other) for r, other in enumerate(self.state)):
                    for r, other in enumerate(self.state):
                        if self._twins(known, other):
                            self.show(r)

    def _arguments(self, shapes: list[Shape]) -> list[Value]:
        """Turn the registers into the shapes, in the current block; the values that go along."""
        arguments: list[Value] = []
        for register, shape in enumerate(shapes):
            arguments += self._argument(register, shape)
        return arguments

    def _argument(self, register: int, shape: Shape) -> list[Value]:
        known = self.state[register]
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
        value = self._guard_on_entry(register, _UNBOX[kind], known.value)
        self.state[register] = Register(kind, value)

    def _nothing(self, kind: str) -> Register:
        """A register that has no number yet, of this kind."""
        if kind in (DOUBLE, COMPLEX):
            zero = self.constant("double", 0.0)
            return Register(kind, zero, False, True, bounds=(zero,) if kind == COMPLEX else ())
        return Register(kind, self.constant(kind, 0), False, True)

    def _guard_on_entry(self, register: int, name: str, object: Value, imm: tuple[Immediate, ...] = ()) -> Value:
        state = self.frame_state("entry", register)
        op = self.function.add(self.block, name, [object], imm, state)
        assert op.result is not None
        return op.result

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

    # --- The walk -----------------------------------------------------------------------------------------

    def run(self) -> Function:
        """Build the function."""
        start = self.header if self.header is not None else 0
        self.pc = start
        self._enter(start)
        self._walk(start)
        return self.function

    def _walk(self, start: int) -> None:
        """Build what can be reached from a place of the present unit."""
        order, joins, headers = self._plan(start)
        self.goto(start)
        for place in order:
            edges = self._pending.pop(place, [])
            if not edges:
                continue
            self.ended = False
            if self.members is not None and place not in self.members:
                for block, state in edges:
                    self.block, self.state, self.pc = block, state, place
                    self.leave("left")
                continue
            if place in headers or len(edges) > 1:
                self._join(place, edges, place in headers)
            else:
                (self.block, self.state), self.pc = edges[0], place
            self._block_from(place, joins)

    def _enter(self, start: int) -> None:
        """The registers on entry, as they are right now: guarded where the types matter."""
        for register in range(self.view.nregs):
            live = self.view.live_type(register)
            if live is None and (register >= self.view.nlocals or self.header is None):
                self.state.append(EMPTY)
                continue
            known = shown_object(self.slot(register, OBJECT))
            self.state.append(replace(known, inert=False, unbound=live is None))
        if self.header is None:
            return
        for register in range(self.view.nregs):
            live = self.view.live_type(register)
            local = register < self.view.nlocals
            if local:
                self.state[register] = replace(self.state[register], unbound=True)
            if (start, register) in self.view.pinned or (local and register not in self.view.live_at(start)):
                continue
            if live is None:
                self._empty_on_entry(register)
                continue
            if local:
                known = self.state[register]
                assert known.value is not None
                self.function.add(self.block, "guard_bound", [known.value], (), self.frame_state("entry", register))
                self.state[register] = replace(known, unbound=False)
            if live in UNBOXED_FORM and UNBOXED_FORM[live] != BOOL:
                self._unbox_on_entry(register, UNBOXED_FORM[live], start)
            elif live in EXACT and live not in ("range_iterator", "exact_bool"):
                known = self.state[register]
                assert known.value is not None
                object = self._guard_on_entry(register, "guard_type", known.value, (live,))
                self.state[register] = shown_object(object)

    def _empty_on_entry(self, register: int) -> None:
        """A register that is empty now is expected to be empty on every entry."""
        known = self.state[register]
        if known.kind == OBJECT and known.value is not None:
            state = self.frame_state("entry", register)
            empty = self.op("not", self.op("bound", known.value))
            self.function.add(self.block, "guard", [empty], (), state)
            self.state[register] = EMPTY

    def _plan(self, start: int) -> tuple[list[int], set[int], set[int]]:
        """The places where blocks begin, in reverse postorder; and which of them are loop headers."""
        view = self.view
        leaders = {start}
        for word in view.words:
            leaders.update(view.leads_to(word)[1:])
            if (target := word.target()) is not None:
                leaders |= {target, word.end}
        order: list[int] = []
        headers: set[int] = set()
        active: set[int] = set()
        seen = {start}
        stack = [(start, iter(self._leads_to(start, leaders)))]
        active.add(start)
        while stack:
            place, rest = stack[-1]
            for successor in rest:
                if successor in active:
                    headers.add(successor)
                if successor not in seen:
                    seen.add(successor)
                    active.add(successor)
                    stack.append((successor, iter(self._leads_to(successor, leaders))))
                    break
            else:
                order.append(place)
                active.discard(place)
                stack.pop()
        order.reverse()
        return order, leaders, headers

    def _leads_to(self, place: int, leaders: set[int]) -> list[int]:
        """The places that the bytecode's block at `place` leads to. (Blocks outside a compiled loop lead nowhere.)"""
        if self.members is not None and place not in self.members:
            return []
        word = self.view.at[place]
        handlers: list[int] = []
        while True:
            following = list(self.view.successors(word))
            handlers += self.view.leads_to(word)[len(following) :]
            if not following or word.target() is not None or following[0] in leaders:
                # Later in the order comes first: handlers come last, a loop's body before what follows the loop.
                return [*handlers, *reversed(following)]
            word = self.view.at[following[0]]

    def _join(self, place: int, edges: list[tuple[Block, State]], header: bool) -> None:
        """Begin a block that several ways lead to."""
        shared: list[tuple[Block, State]] = []
        for block, state in edges:
            self.block, self.state, self.pc = block, list(state), place
            self._share_twins()
            shared.append((block, self.state))
        edges = shared
        shapes: list[Shape] = []
        kept: dict[int, Register] = {}
        for register in range(len(edges[0][1])):
            same = one_object([state[register] for _, state in edges]) if not header else None
            if same is not None:
                kept[register] = same
                shapes.append(Shape(NULL))
                continue
            found = [shape_of(state[register]) for _, state in edges]
            shape = found[0]
            for other in found[1:]:
                shape = merge(shape, other)
            if header:
                shape = self._assumed(place, register, shape)
            shapes.append(shape)
        target = self.function.new_block()
        for block, state in edges:
            self.block, self.pc = block, place
            self.state = state
            for register, known in kept.items():
                if known.fresh is False:
                    self.show(register)
                self.state[register] = EMPTY
            self._end("jump", target, self._arguments(shapes))
        self.block, self.pc = target, place
        self.state = [self._parameter(target, shape) for shape in shapes]
        for register, known in kept.items():
            self.state[register] = known
        if header:
            self._headers[place] = (target, shapes)
            self.act("loop_entry", reason="hoisted")

    def _assumed(self, place: int, register: int, shape: Shape) -> Shape:
        """A loop header's register: what was learned in earlier attempts, if the entry still allows it."""
        assumed = self.assumptions.get((place, register))
        if assumed is None:
            return shape
        if shape.kind == OBJECT and assumed.kind in (*UNBOXED, RANGE):
            possible = shape.type in (OBJECT, "range_iterator") or UNBOXED_FORM.get(shape.type) == assumed.kind
            if possible:
                return replace(assumed, unbound=assumed.unbound or shape.unbound)
        merged = merge(assumed, shape)
        return merged

    def _parameter(self, block: Block, shape: Shape) -> Register:
        def parameter(type: str) -> Value:
            value = self.function.new_value(type)
            block.parameters.append(value)
            return value

        if shape.kind == NULL:
            return EMPTY
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

    def _block_from(self, place: int, leaders: set[int]) -> None:
        """The instructions of the bytecode's block at `place`."""
        first = True
        while not self.ended:
            if place in leaders and not first:
                self.pc = place
                self.goto(place)
                return
            first = False
            word = self.view.at[place]
            self.pc = place
            self.reserved.clear()
            self.instruction(word)
            place = word.end

    def instruction(self, word: Word) -> None:
        raise NotImplementedError

    def add_str(self, word: Word) -> None:
        raise NotImplementedError

    def copy(self, dst: int, source: int, killed: bool) -> None:
        raise NotImplementedError

    def operator(self, word: Word) -> bool:
        raise NotImplementedError

    def truth(self, word: Word, operand: int) -> Value | None:
        raise NotImplementedError

    def branch_on(self, word: Word, result: Value) -> None:
        raise NotImplementedError

    def end_window(self, word: Word) -> None:
        raise NotImplementedError


#: What some instructions always make.
RESULT_TYPES = {
    "BUILD_LIST": "list",
    "BUILD_TUPLE": "tuple",
    "BUILD_MAP": "dict",
    "BUILD_CONST_MAP": "dict",
    "BUILD_STRING": "exact_str",
    "FORMAT": "exact_str",
    "IN": "exact_bool",
    "IS": "exact_bool",
    "NOT": "exact_bool",
    "LIST_TO_TUPLE": "tuple",
}


def build(view: View, entry: int | None, callees: Callees | None = None) -> BuilderBase:
    """Build a function from its beginning, or (`entry` given) a loop from its header. Unsupported: not possible."""
    from .flow import Builder

    assumptions: dict[tuple[int, int], Shape] = {}
    speculated: set[tuple[int, int]] = set()
    calls = Calls(callees or Callees())
    for _ in range(MOST_ATTEMPTS):
        builder = Builder(view, entry, assumptions, speculated, calls)
        try:
            builder.run()
        except Unsupported:
            if not builder.widened:  # (what is built on wrong assumptions says nothing)
                raise
        except Restart:
            builder.widened = True
        if not builder.widened:
            return builder
        builder.function.dismantle()
        builder.__dict__.clear()
    raise Unsupported("the loops' assumptions do not settle")
