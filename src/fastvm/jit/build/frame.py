"""The ground of the builder: the function in the making, the state of its registers at the present place, and
operations with the frame states that rebuild the interpreter's frame there.
"""

from __future__ import annotations

from ..feedback import View
from ..hir.graph import Block, Entry, FrameState, Function, Immediate, Value
from ..hir.ops import OPS
from ..hir.types import COMPLEX, OBJECT
from .registers import NULL, VIRTUAL, Register, Shape

State = list[Register]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, FunctionType, ModuleType

    #: What the core tells of a unit that is called (jit_callee in vm_core/inlining.pxi).
    Callee = tuple[CodeType, bytes, bytes, tuple[object, ...], int, int, int, int, int]

#: A frame state may show so many values: the size of the buffer that the core gives native code.
MOST_VALUES = 200


class Unsupported(Exception):
    """The unit is left to the interpreter; the text says why."""


class Restart(Exception):
    """A call that was inlined will not be: build again."""


class Callees:
    """What may be inlined. (Here: nothing. The driver asks the core.)"""

    def unit(self, address: int) -> Callee | None:
        """The unit at an address that a call's cache holds."""
        return None

    def called(self, address: int) -> Callee | None:
        """As unit, for a direct call: which may be one of a ring."""
        return None

    def initialised(self, version: int) -> tuple[int, Callee] | None:
        """As constructor, for a direct call."""
        return None

    def may_keep(self, callee: Callee) -> bool:
        """Whether the code may keep the unit alive, as it does when it inlines it."""
        return True

    def methods(self, name: str) -> list[tuple[Callee, tuple[int, ...]]]:
        """Methods of this name, with the versions of the classes that have it."""
        return []

    def is_plain(self, version: int) -> bool:
        """Whether instances of the class of this version need not be made as long as nobody sees them."""
        return False

    def places(self, name: str, storing: bool) -> list[tuple[int, str, int]]:
        """Where classes have an attribute: version, instruction, place."""
        return []

    def version(self, cls: type) -> int:
        """The version of a class; 0: it has none."""
        return 0

    def place(self, cls: type, name: str) -> tuple[str, int] | None:
        """Where instances of exactly this class have an attribute: the space of slots, and the place."""
        return None

    def operands(self, code: object, word: int) -> tuple[int, int] | None:
        """The versions of the types that the operands of an instruction had."""
        return None

    def method(self, version: int, name: str, without: str) -> tuple[int, Callee] | None:
        """What an operator calls for the class of this version, if it has no method `without`."""
        return None

    def property(self, version: int, name: str) -> tuple[int, Callee] | None:
        """A property of the class of this version: its address, its getter's unit."""
        return None

    def constructor(self, version: int) -> tuple[int, Callee] | None:
        """The `__init__` that follows object.__new__ in a call of the class of this version: its address, its unit."""
        return None


class Calls:
    """Which calls are inlined, in all attempts to build a function."""

    def __init__(self, callees: Callees) -> None:
        self.callees = callees
        self.levels: dict[tuple[int, int], int] = {}  # by place of the call, and which of its callees
        self.refused: set[tuple[int, int]] = set()


class Frame:
    """One attempt to build a function; everything else of the builder derives from this."""

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
        self.released: set[Value] = set()  # objects that were found to live on, or die unseen, likewise
        self.reserved: set[int] = set()  # registers whose old value was found to die unseen, in this instruction
        self.ended = False  # the current block has its control operation
        self.widened = False  # an assumption was wrong, and is another one now: build again
        #: Virtual instances that nothing in the frame holds at the moment (build/virtuals.py), and how many were made.
        self.hands: list[Register] = []
        self._virtuals = 0
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
            if known.kind == VIRTUAL:
                entries.append(self.instance_entry(number, known))
                continue
            fresh = known.fresh if known.fresh is not True else None
            bounds = known.bounds if known.unbound or known.kind == COMPLEX else ()
            entries.append(Entry(number, known.kind, known.value, fresh, 0, bounds))
        if sum(2 + len(entry.bounds) for shown in entries for entry in shown.with_fields()) > MOST_VALUES:
            raise Unsupported("a frame state shows too many values")
        return FrameState(self.pc, tuple(entries), reason, register)

    def instance_entry(self, register: int, known: Register) -> Entry:
        raise NotImplementedError

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
