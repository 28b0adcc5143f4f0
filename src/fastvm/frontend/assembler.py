"""The assembler: collects the instructions of a unit and turns them into words.

While code is generated, an instruction is a small list (see the indexes below): labels are not resolved yet and
each instruction knows the exception handler that covers it. Code that cannot be reached is never collected: after
an instruction that ends a block nothing is, until a label is placed that something jumps to. `finish` removes the
checks that liveness proves needless, shortens jumps, pairs moves, and writes words, positions and exception rows.
"""

from __future__ import annotations

from ..bytecode.instructions import BRANCH_ON_TRUE, BY_NAME, KILL_B, KILL_C, VARIANT_SHIFT
from ..bytecode.unit import CodeUnit
from .constants import ConstantPool
from .liveness import remove_proven_checks
from .positions import NOWHERE, PositionMap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any


#: Indexes into an instruction under construction.
NAME, FLAGS, A, B, C, WHERE, HANDLER, LABEL = range(8)

#: Largest and smallest distance of a 16-bit jump, and the most constants that get an operand of their own.
_FAR = 32767

_RAISES = frozenset(name for name, row in BY_NAME.items() if row.raises)
_ENDS = frozenset(name for name, row in BY_NAME.items() if row.ends_block)
#: Words taken by each instruction.
_SIZES = {name: 1 + row.cache for name, row in BY_NAME.items()}
#: Which operand holds the jump: 16 bits in a or c, or 32 bits in b and c.
_JUMP_OPERAND = {
    name: "a" if row.a == "jump" else "c" if row.c == "jump" else "bc"
    for name, row in BY_NAME.items()
    if "jump" in (row.a, row.c) or "jump32" in (row.b, row.c)
}

#: Name of an instruction that was deleted after it had been collected.
DELETED = ""


class Label:
    """A place in the code. `index` is set when it is placed; `used` when something jumps to it."""

    __slots__ = ("index", "used")

    def __init__(self) -> None:
        self.index = -1
        self.used = False


class Handler:
    """An exception handler: where it starts and how many temporaries stay alive when it is entered."""

    __slots__ = ("label", "depth")

    def __init__(self, depth: int) -> None:
        self.label = Label()
        self.depth = depth


class Assembler:
    """Instructions of one unit. `locals_count` is the number of registers below the temporaries."""

    def __init__(self, code: CodeType, locals_count: int) -> None:
        self.genuine = code
        self.base = locals_count
        #: First register above all that were ever used.
        self.high = locals_count
        self.pool = ConstantPool(code)
        self.positions = PositionMap(code)
        self.code: list[list[Any]] = []
        #: The handler covering the instructions emitted now.
        self.handler: Handler | None = None
        #: True where control cannot arrive: nothing is collected.
        self.dead = False
        #: Set when a CHECK was emitted, or a local may become unbound: liveness has something to look at.
        self.has_checks = False
        #: The handlers that something can reach, by identity; known when finishing.
        self._covering: dict[int, Handler] = {}
        self.unbinds = False

    def emit(
        self,
        name: str,
        a: int = 0,
        b: int = 0,
        c: int = 0,
        flags: int = 0,
        node: Any = None,
        label: Label | None = None,
    ) -> None:
        """Collect one instruction.

        node:  the syntax node it stands for, or its Position; None where nobody could look.
        label: the target, if it jumps.
        """
        if self.dead:
            return
        where = NOWHERE
        if node is not None:
            if node.__class__ is not tuple:
                node = (node.lineno, node.end_lineno, node.col_offset, node.end_col_offset)
            where = self.positions.find(node, name)
        if a >= self.high:
            self.high = a + 1
        handler = self.handler
        if handler is not None and name in _RAISES:
            handler.label.used = True
        if label is not None:
            label.used = True
        if name in _ENDS:
            self.dead = True
        self.code.append([name, flags, a, b, c, where, handler, label])

    def place(self, label: Label) -> None:
        """Put `label` here. What was dead comes to life when something jumps to it."""
        label.index = len(self.code)
        if label.used:
            self.dead = False

    def jump(self, label: Label) -> None:
        """Go on at `label`."""
        self.emit("JUMP", label=label)

    # --- Finishing ------------------------------------------------------------------------------

    def finish(self, bound: int) -> CodeUnit:
        """The finished unit. `bound` is the bit set of the locals that are bound at the start."""
        code = self.code
        if self.has_checks:
            remove_proven_checks(code, bound, self.base)
        targets = self._thread_jumps()
        self._pair_moves(targets)
        offsets = self._lay_out()
        return self._encode(offsets)

    def _thread_jumps(self) -> set[int]:
        """Let jumps to jumps go to the final place, and drop jumps to what follows. Returns all targets."""
        code = self.code
        count = len(code)
        targets = set()
        for index, instruction in enumerate(code):
            label = instruction[LABEL]
            if label is None:
                continue
            target = label.index
            for _ in range(8):
                while target < count and code[target][NAME] == DELETED:
                    target += 1
                if target >= count:
                    break
                landing = code[target]
                if landing[NAME] == "JUMP":
                    target = landing[LABEL].index
                elif instruction[NAME] == "JUMP" and (
                    landing[NAME] == "JUMP_BACK" or (landing[NAME] == "RETURN" and landing[A] < self.base)
                ):
                    # Do here what would be done there.
                    instruction[:] = landing
                    if landing[LABEL] is not None:
                        target = landing[LABEL].index
                    break
                else:
                    break
            if instruction[NAME] == "JUMP":
                following = index + 1
                while following < count and code[following][NAME] == DELETED:
                    following += 1
                if index < target <= following:
                    instruction[NAME] = DELETED
                    continue
            if instruction[LABEL] is None:
                continue
            if target != instruction[LABEL].index:
                instruction[LABEL] = moved = Label()
                moved.index = target
            targets.add(target)
        while True:
            self._covering = {
                id(row[HANDLER]): row[HANDLER] for row in code if row[HANDLER] is not None and row[NAME] in _RAISES
            }
            targets.update([handler.label.index for handler in self._covering.values()])
            if not self._drop_unreachable(targets):
                return targets
            targets = {row[LABEL].index for row in code if row[LABEL] is not None and row[NAME] != DELETED}

    def _drop_unreachable(self, targets: set[int]) -> bool:
        """Delete jumps that nothing passes any more, and handlers of nothing. True when there were any."""
        dropped = False
        dead = False
        for index, instruction in enumerate(self.code):
            if index in targets:
                dead = False
            name = instruction[NAME]
            if name == DELETED:
                continue
            if dead:
                instruction[NAME] = DELETED
                dropped = True
            elif name in _ENDS:
                dead = True
        return dropped

    def _pair_moves(self, targets: set[int]) -> None:
        """Make one MOVE2 of two moves into neighbouring temporaries."""
        base = self.base
        previous: list[Any] | None = None
        for index, instruction in enumerate(self.code):
            name = instruction[NAME]
            if name == DELETED:
                if index in targets:
                    previous = None
                continue
            if name != "MOVE" or instruction[A] < base:
                previous = None
                continue
            if (
                previous is not None
                and index not in targets
                and instruction[A] == previous[A] + 1
                and instruction[B] != previous[A]
                and instruction[HANDLER] is previous[HANDLER]
            ):
                previous[NAME] = "MOVE2"
                previous[C] = instruction[B]
                if instruction[FLAGS] & KILL_B:
                    previous[FLAGS] |= KILL_C
                instruction[NAME] = DELETED
                previous = None
            else:
                previous = instruction

    def _lay_out(self) -> list[int]:
        """Word offset of each instruction (and of the end). Far 16-bit jumps get a jump32 to hop through."""
        while True:
            offsets = []
            offset = 0
            for instruction in self.code:
                offsets.append(offset)
                if instruction[NAME] != DELETED:
                    offset += _SIZES[instruction[NAME]]
            offsets.append(offset)
            if offset <= _FAR or not self._add_islands(offsets):
                return offsets

    def _add_islands(self, offsets: list[int]) -> bool:
        """Rewrite 16-bit jumps that do not reach: `jump L` becomes `jump island; JUMP on; island: JUMP L; on:`."""
        code = self.code
        far = set()
        for index, instruction in enumerate(code):
            if instruction[LABEL] is None or _JUMP_OPERAND[instruction[NAME] or "JUMP"] == "bc":
                continue
            if abs(offsets[instruction[LABEL].index] - offsets[index]) > _FAR - 16:
                far.add(index)
        if not far:
            return False
        labels = {id(row[LABEL]): row[LABEL] for row in code if row[LABEL] is not None}
        labels.update({id(row[HANDLER].label): row[HANDLER].label for row in code if row[HANDLER] is not None})
        moved: list[int] = []
        rewritten: list[list[Any]] = []
        for index, instruction in enumerate(code):
            moved.append(len(rewritten))
            rewritten.append(instruction)
            if index in far:
                island, onwards = Label(), Label()
                rewritten.append(["JUMP", 0, 0, 0, 0, NOWHERE, instruction[HANDLER], onwards])
                rewritten.append(["JUMP", 0, 0, 0, 0, NOWHERE, instruction[HANDLER], instruction[LABEL]])
                island.index = len(rewritten) - 1
                onwards.index = len(rewritten)
                instruction[LABEL] = island
        moved.append(len(rewritten))
        for label in labels.values():
            label.index = moved[label.index]
        self.code = rewritten
        return True

    def _encode(self, offsets: list[int]) -> CodeUnit:
        words: list[bytes] = []
        where: list[bytes] = []
        empty_word = bytes(8)
        nowhere = NOWHERE.to_bytes(4, "little")
        refs: list[object] = []
        operands: dict[int, int] = {}
        pool = self.pool.finished_refs()
        rows = _ExceptionRows()
        covering = self._covering

        def final(operand: int) -> int:
            # Folding leaves constants behind that nobody uses: only those that are used get a place.
            place = operands.get(operand)
            if place is None:
                refs.append(pool[-1 - operand])
                place = operands[operand] = -len(refs)
            return place

        for index, (name, flags, a, b, c, position, handler, label) in enumerate(self.code):
            if name == DELETED:
                continue
            row = BY_NAME[name]
            if a < 0:
                a = final(a)
            if b < 0:
                b = final(b)
            if c < 0:
                c = final(c)
            start = offsets[index]
            size = _SIZES[name]
            if label is not None:
                distance = offsets[label.index] - start - size
                kind = _JUMP_OPERAND[name]
                if kind == "a":
                    a = distance
                elif kind == "c":
                    c = distance
                else:
                    b = distance & 0xFFFF
                    c = distance >> 16
            word = row.opcode | flags << 8 | (a & 0xFFFF) << 16 | (b & 0xFFFF) << 32 | (c & 0xFFFF) << 48
            words.append(word.to_bytes(8, "little"))
            where.append(nowhere if position == NOWHERE else position.to_bytes(4, "little"))
            if size > 1:
                words.append(empty_word * (size - 1))
                where.append(nowhere * (size - 1))
            rows.cover(start, start + size, handler if id(handler) in covering else None)
        return CodeUnit(
            b"".join(words), tuple(refs), max(self.high - self.base, 0), b"".join(where), rows.encode(offsets)
        )


class _ExceptionRows:
    """Collects the exception table: each instruction has one handler, so each run of them makes one row."""

    __slots__ = ("rows",)

    def __init__(self) -> None:
        self.rows: list[tuple[int, int, Handler]] = []

    def cover(self, start: int, end: int, handler: Handler | None) -> None:
        if handler is None:
            return
        if self.rows:
            first, last, previous = self.rows[-1]
            if previous is handler and last == start:
                self.rows[-1] = (first, end, handler)
                return
        self.rows.append((start, end, handler))

    def encode(self, offsets: list[int]) -> bytes:
        return b"".join(
            value.to_bytes(4, "little")
            for start, end, handler in self.rows
            for value in (start, end, offsets[handler.label.index], handler.depth)
        )


def comparison_variant(mask: int, jump_when: bool = False) -> int:
    """Flags of a comparison with this mask of orderings (for a branch: which jumps when `jump_when`)."""
    return (mask | (BRANCH_ON_TRUE if jump_when else 0)) << VARIANT_SHIFT
