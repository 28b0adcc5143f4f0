"""One attempt to build a function: what it knows, and operations with their frame states."""

from __future__ import annotations

from ..feedback import View
from ..hir.graph import Block, Entry, FrameState, Function, Immediate, InlinedFrame, Value
from ..hir.ops import OPS, OpInfo
from ..hir.types import COMPLEX, OBJECT
from .calls import Calls
from .registers import NULL, VIRTUAL, Field, Register, Shape

State = list[Register]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FunctionType, ModuleType

    from ..callees import Callee

#: A frame state may show so many values: the size of the buffer that the core gives native code.
MOST_VALUES = 200


class Unsupported(Exception):
    """The unit is left to the interpreter; the text says why."""


class Restart(Exception):
    """A call was inlined on wrong assumptions: build the function again."""


class Refused(Exception):
    """A call that was inlined will not be: build the instruction again."""


class Visible(Exception):
    """An exception has to be made: what handles it does something that may not be done twice."""


class Handling:
    """The handler of an exception that nobody sees, while it is built: every exit goes back to where it is raised."""

    def __init__(self, state: FrameState) -> None:
        self.state = state
        self.done = False  # something has been done that must not be done twice

    def admit(self, info: OpInfo) -> None:
        """An operation is going to be added."""
        if info.effects & {"runs", "shows", "control"} or (self.done and info.has_state):
            raise Visible
        self.done |= "writes" in info.effects


class Emitter:
    """The ground of the builder: every other part derives from it."""

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
        #: Parameters that are numbers when the function is entered, and which kind.
        self.arguments: dict[int, str] = {}
        self._returns: list[list[tuple[Block, State]]] = []
        self.assumptions = assumptions
        #: Header registers whose type was guessed once in this build; they are not guessed again.
        self.speculated = speculated
        self.header = entry
        self.members = view.loop(entry) if entry is not None else None
        self.within = self.members  # the places of the outermost frame that are built; None: all
        #: The registers that the last frame state was made of, and what it shows of them.
        self._shown: tuple[State, tuple[Entry, ...]] = [], ()
        self.function = Function(view.name if entry is None else f"{view.name}@{entry}")
        self.entry_block = self.function.new_block()
        self.block = self.entry_block
        self.state: State = []
        self.pc = 0  # where a guard that fails now makes the interpreter go on
        self.released: set[Value] = set()  # objects that were found to live on, or die unseen, likewise
        self.reserved: set[int] = set()  # registers whose old value was found to die unseen, in this instruction
        self.ended = False  # the current block has its control operation
        self.widened = False  # an assumption was wrong, and is another one now: build again
        #: What nothing in the frame holds at the moment: virtual instances (build/virtuals.py; and how many were made),
        #: and the object that an inlined call returns.
        self.hands: list[Register] = []
        self._virtuals = 0
        self._constants: dict[tuple[str, Immediate], Value] = {}
        self._pending: dict[int, list[tuple[Block, State]]] = {}
        self._headers: dict[int, tuple[Block, list[Shape]]] = {}
        #: The ways from the first round of a compiled loop to the others, which are built apart (build/edges.py); and
        #: whether that is what is built now.
        self._rounds: list[tuple[Block, State]] = []
        self._later = False
        #: Places of UNPACK whose items were drawn without a tuple.
        self.drawn: set[int] = set()
        #: Values that were found in the builtins, or most likely are builtin functions: by which name.
        self.loaded_builtins: dict[Value, str] = {}
        #: Values that are most likely these modules.
        self.modules: dict[Value, ModuleType] = {}
        #: Values that are most likely functions known now.
        self.functions: dict[Value, FunctionType] = {}
        #: Of addresses that caches hold: the version of the class whose object that is. As long as a class has this
        #: version, the object is there. (Other addresses are answers of the core, which has just seen the objects.)
        self.cached: dict[int, int] = {}
        #: And those that are most likely classes known now.
        self.classes: dict[Value, type] = {}
        #: Functions found when the code is made, in what the version of a class stands for: with their units.
        self.found: dict[Value, Callee] = {}
        #: What is looked up for several classes: the methods that it may be, with the versions of those classes.
        self.several: dict[Value, list[tuple[Callee, tuple[int, ...]]]] = {}
        #: Bound methods that were made here: what of (build/contexts.py).
        self.bound_methods: dict[Value, tuple[Field, ...]] = {}
        #: And what does nothing at all when it is called with its object only.
        self.idle: set[Value | None] = set()
        #: And what stores the arguments of an exception.
        self.storing: set[Value | None] = set()
        #: Places of GETMETHOD that are done together with what is in front of them.
        self.looked_up: set[int] = set()
        #: Where the handler of an exception that nobody sees is built (build/unseen.py).
        self.handling: Handling | None = None
        #: Places where the code leaves to the interpreter for want of something better: reason by pc.
        self.missing: dict[int, str] = {}

    def op(self, name: str, *operands: Value, imm: tuple[Immediate, ...] = (), reason: str = "guard") -> Value:
        """Append an operation with a result. Its frame state, if it needs one, is the present one."""
        if self.handling is not None:
            self.handling.admit(OPS[name])
        state = self.frame_state(reason) if OPS[name].has_state else None
        added = self.function.add(self.block, name, list(operands), imm, state)
        assert added.result is not None
        return added.result

    def act(self, name: str, *operands: Value, imm: tuple[Immediate, ...] = (), reason: str = "guard") -> None:
        """Append an operation without a result."""
        if self.handling is not None:
            self.handling.admit(OPS[name])
        state = self.frame_state(reason) if OPS[name].has_state else None
        self.function.add(self.block, name, list(operands), imm, state)

    def frame_state(self, reason: str = "guard", register: int = -1) -> FrameState:
        if self.handling is not None:
            return self.handling.state
        shown, entries = self._shown
        if shown != self.state:
            entries = self._entries()
            self._shown = list(self.state), entries
        return FrameState(self.pc, entries, reason, register)

    def _entries(self) -> tuple[Entry, ...]:
        """What the registers hold that the frame does not show."""
        entries: list[Entry] = []
        for number, known in enumerate(self.state):
            if known.fresh is False or known.kind == NULL:  # (a range's index is always fresh)
                continue
            assert known.value is not None
            if known.kind == VIRTUAL:
                entries.append(self.instance_entry(number, known))
                continue
            entry = known._entry
            if entry is None or entry.register != number:
                fresh = known.fresh if known.fresh is not True else None
                bounds = known.bounds if known.unbound or known.kind == COMPLEX else ()
                entry = Entry(number, known.kind, known.value, fresh, 0, bounds)
                known._entry = entry  # type: ignore[misc]
            entries.append(entry)
        if sum([2 + len(entry.bounds) for shown in entries for entry in shown.with_fields()]) > MOST_VALUES:
            raise Unsupported("a frame state shows too many values")
        return tuple(entries)

    def instance_entry(self, register: int, known: Register) -> Entry:
        raise NotImplementedError

    def _guard_on_entry(self, register: int, name: str, object: Value, imm: tuple[Immediate, ...] = ()) -> Value:
        state = self.frame_state("entry", register)
        op = self.function.add(self.block, name, [object], imm, state)
        assert op.result is not None
        return op.result

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

    def known_object(self, number: int) -> object:
        """The object of that number; None, too, if it may have died since it was cached."""
        address = self.function.known[number]
        return self.calls.callees.object_at(address, self.cached.get(address, 0))

    def active_frames(self) -> list[InlinedFrame]:
        """The frames of the inlined calls that the present place is in."""
        return [self.function.frames[view.level] for view in self.active if view.level]
