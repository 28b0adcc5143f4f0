"""Functions, blocks, operations and values of HIR.

A block has parameters in the place of phi nodes; the jumps to it give the arguments. The last operation of a block is
its only one with the effect `control`.
"""

from __future__ import annotations

from _collections_abc import Iterator, Mapping, Sequence

from ..records import record, replace
from .ops import OPS, OpInfo
from .types import NOTHING

Immediate = int | float | str

#: Words and constants of inlined calls are numbered from here on: those of the first from LEVEL, of the second from
#: 2 * LEVEL. So a number says which frame it belongs to, its *level*; 0 is the function's own frame.
LEVEL = 1 << 16


@record
class InlinedFrame:
    """The frame of an inlined call. Its registers, from `base` on, are counted from the outermost frame's first."""

    level: int
    site: int  # the place of the call, in its caller's frame
    base: int
    registers: int
    function: int  # the register with the function
    mark: int = 0  # what the core marks it with (NativeFrame.mark)
    locals: int = 0  # of a direct call: how many of the registers are locals, and the size of all that the frame has
    slots: int = 0

    @property
    def parent(self) -> int:
        return self.site // LEVEL


class Value:
    """An SSA value: the result of an operation, or a parameter of a block."""

    __slots__ = ("number", "type", "origin")

    def __init__(self, number: int, type: str) -> None:
        self.number = number
        self.type = type
        self.origin: Op | None = None  # None: a parameter

    def __repr__(self) -> str:
        return f"%{self.number}"


#: How an exit shows a value in a register. `object`: a borrowed object that gets a reference; `range`: the index that a
#: range iterator stands at: the one in the register or, if the entry has bounds and the register is empty, a new one;
#: `virtual`: an instance that was not made, the same one wherever its value is. Its fields are entries, too, in the
#: order in which they were set, with the place among the instance's values (or the negative offset of a member) for a
#: register; `owned`: a field's object, whose reference goes to the instance.
REPRESENTATIONS = ("int", "double", "bool", "object", "range", "complex", "virtual", "owned")


#: The numbers that the entries of a frame state show, by what stands for them now: what stood for them before.
Copies = dict[tuple[object, ...], list[tuple[object, ...]]]


@record
class Entry:
    """A register that does not show its value: what the exit must do. `fresh` is the condition, None: always.

    One number in two registers is one object, as it was computed once; unless `copy` differs: then the program computed
    it twice, and a pass found that it need not.

    `bounds`, of a range iterator that may not have been made: its length, start and step; of a complex number: its
    imaginary part.
    """

    register: int
    representation: str
    value: Value
    fresh: Value | None = None
    copy: int = 0
    bounds: tuple[Value, ...] = ()
    fields: tuple[Entry, ...] = ()
    _hash: int | None = None

    def with_fields(self) -> Sequence[Entry]:
        """The entry, and those of all fields within."""
        if not self.fields:
            return (self,)
        return [self, *[entry for field in self.fields for entry in field.with_fields()]]

    def with_values(self, replacement: Mapping[Value, Value], copies: Copies) -> Entry:
        """As FrameState.with_values. `copies`: the numbers of the frame state that were met so far."""
        value = replacement.get(self.value, self.value)
        fresh = replacement.get(self.fresh, self.fresh) if self.fresh is not None else None
        bounds = tuple(replacement.get(bound, bound) for bound in self.bounds)
        known = copies.setdefault((value, bounds, self.representation), [])
        original = (self.value, self.bounds, self.copy)
        if original not in known:
            known.append(original)
        copy = known.index(original) if self.representation in ("int", "double", "complex") else 0
        fields = tuple(field.with_values(replacement, copies) for field in self.fields)
        return Entry(self.register, self.representation, value, fresh, copy, bounds, fields)


@record
class FrameState:
    """What rebuilds the interpreter's frame: where it goes on, and the registers that must be shown first.

    `reason` says why an exit with this state is taken, for the log and for the policy: `guard` and `entry` (a type at a
    loop's entry) count as failures, and so do `hoisted` (a guard moved in front of its loop), `dies` (dropping an old
    value may run code) and `varies` (a global is no constant, an iterator another one); `left`, `safepoint` and
    `missing` do not.
    """

    pc: int
    entries: tuple[Entry, ...] = ()
    reason: str = "guard"
    register: int = -1  # of an `entry` guard: the register; of a `hoisted` one: the pc that it comes from
    _values: tuple[Value, ...] | None = None  # of all entries: asked for again and again
    _hash: int | None = None

    @property
    def level(self) -> int:
        """The frame that goes on: an inlined call's, or (0) the function's own."""
        return self.pc // LEVEL

    def values(self) -> tuple[Value, ...]:
        if self._values is None:
            found: list[Value] = []
            for shown in self.entries:
                for entry in shown.with_fields():
                    found.append(entry.value)
                    found += entry.bounds
                    if entry.fresh is not None:
                        found.append(entry.fresh)
            self._values = tuple(found)  # type: ignore[misc]
        return self._values

    def with_values(self, replacement: Mapping[Value, Value]) -> FrameState:
        """The state with other values in the place of some. Numbers that were two objects stay two."""
        if replacement.keys().isdisjoint(self.values()):
            return self
        copies: Copies = {}
        return replace(self, entries=tuple(entry.with_values(replacement, copies) for entry in self.entries))


class Op:
    """One operation."""

    __slots__ = ("info", "name", "operands", "immediates", "result", "state", "targets")

    def __init__(
        self,
        name: str,
        operands: list[Value],
        immediates: tuple[Immediate, ...] = (),
        result: Value | None = None,
        state: FrameState | None = None,
        targets: list[Target] | None = None,
    ) -> None:
        self.info: OpInfo = OPS[name]
        self.name = name
        self.operands = operands
        self.immediates = immediates
        self.result = result
        self.state = state
        self.targets: list[Target] = targets or []
        if result is not None:
            result.origin = self

    def become(self, name: str) -> None:
        """Another operation on the same operands."""
        self.name = name
        self.info = OPS[name]

    def used(self) -> Iterator[Value]:
        """Every value that the operation needs."""
        yield from self.operands
        if self.state is not None:
            yield from self.state.values()
        for target in self.targets:
            yield from target.arguments

    def replace(self, replacement: Mapping[Value, Value]) -> None:
        """Use other values in the place of some."""
        replaced = replacement.keys()
        if not replaced.isdisjoint(self.operands):
            self.operands = [replacement.get(value, value) for value in self.operands]
        state = self.state
        if state is not None and state.entries and not replaced.isdisjoint(state._values or state.values()):
            self.state = state.with_values(replacement)
        for target in self.targets:
            if not replaced.isdisjoint(target.arguments):
                target.arguments = [replacement.get(value, value) for value in target.arguments]


class Target:
    """Where a jump goes, with the arguments for the block's parameters."""

    __slots__ = ("block", "arguments")

    def __init__(self, block: Block, arguments: list[Value] | None = None) -> None:
        self.block = block
        self.arguments: list[Value] = arguments if arguments is not None else []


class Block:
    """Operations in a row."""

    __slots__ = ("number", "parameters", "ops")

    def __init__(self, number: int) -> None:
        self.number = number
        self.parameters: list[Value] = []
        self.ops: list[Op] = []

    @property
    def terminator(self) -> Op:
        return self.ops[-1]

    def successors(self) -> list[Block]:
        return [target.block for target in self.terminator.targets]

    def __repr__(self) -> str:
        return f"B{self.number}"


class Function:
    """A unit, or a loop of one, in HIR. The first block is the entry; it has no parameters."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.blocks: list[Block] = []
        #: Places whose guards stay where they are: moved in front of a loop, they failed too often.
        self.fixed: set[int] = set()
        #: The frames of inlined calls, by level.
        self.frames: dict[int, InlinedFrame] = {}
        #: Addresses of objects known at compile time. Borrowed: operations use one only behind the guard that says
        #: that it is still there.
        self.known: list[int] = []
        #: It may run on the frame of a direct call, which is only filled in when somebody may look.
        self.direct = False
        self._values = 0
        self._blocks = 0
        self._made: list[Value] = []
        self._made_blocks: list[Block] = []

    def new_value(self, type: str) -> Value:
        self._values += 1
        value = Value(self._values, type)
        self._made.append(value)
        return value

    def new_block(self) -> Block:
        block = Block(self._blocks)
        self._blocks += 1
        self.blocks.append(block)
        self._made_blocks.append(block)
        return block

    def add(
        self,
        block: Block,
        name: str,
        operands: list[Value] | None = None,
        immediates: tuple[Immediate, ...] = (),
        state: FrameState | None = None,
        targets: list[Target] | None = None,
    ) -> Op:
        """Append an operation to a block; its result is new."""
        info = OPS[name]
        type = str(immediates[0]) if info.result == "*" else info.result
        result = self.new_value(type) if type != NOTHING else None
        op = Op(name, operands or [], immediates, result, state, targets)
        block.ops.append(op)
        return op

    def dismantle(self) -> None:
        """Break the reference cycles between values, operations and blocks, also of those that passes have dropped."""
        for value in self._made:
            value.origin = None
        for block in self._made_blocks:
            for op in block.ops:
                op.targets = []
            block.ops = []
        self.blocks = []
        self._made, self._made_blocks = [], []

    def replace(self, replacement: Mapping[Value, Value]) -> None:
        """Use other values in the place of some, everywhere."""
        replaced = replacement.keys()
        # Operations in a row show the same entries: (these, so that they stay what they are, and what they become)
        known: dict[int, tuple[tuple[Entry, ...], tuple[Entry, ...]]] = {}
        for block in self.blocks:
            for op in block.ops:
                if not replaced.isdisjoint(op.operands):
                    op.operands = [replacement.get(value, value) for value in op.operands]
                state = op.state
                if state is not None and state.entries:
                    before = state.entries
                    if id(before) not in known:
                        known[id(before)] = before, state.with_values(replacement).entries
                    after = known[id(before)][1]
                    if after is not before:
                        op.state = FrameState(state.pc, after, state.reason, state.register)
                for target in op.targets:
                    if not replaced.isdisjoint(target.arguments):
                        target.arguments = [replacement.get(value, value) for value in target.arguments]

    def ops(self) -> Iterator[tuple[Block, Op]]:
        for block in self.blocks:
            for op in block.ops:
                yield block, op
