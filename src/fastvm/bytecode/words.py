"""Reading a unit's words: instructions with their operands, jump targets and windows.

The disassembler, the verifier and `frontend/landings.py` read units through this; the native core has its own
reader. Nothing is imported from the standard library: it may be needed while the program runs.
"""

from __future__ import annotations

from .instructions import (
    INSTRUCTIONS,
    JUMP,
    JUMP32,
    KILL_A,
    KILL_B,
    KILL_C,
    OUT,
    VARIANT_SHIFT,
    WIN,
    Instruction,
)
from .unit import CodeUnit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

NOWHERE = 0xFFFFFFFF
KILLS = (KILL_A, KILL_B, KILL_C)


class Word:
    """One instruction of a unit. `index` is its place in words, `end` that of what follows it."""

    __slots__ = ("index", "end", "row", "flags", "variant", "operands")

    def __init__(self, index: int, row: Instruction, flags: int, operands: tuple[int, int, int]) -> None:
        self.index = index
        self.end = index + 1 + row.cache
        self.row = row
        self.flags = flags
        self.variant = flags >> VARIANT_SHIFT
        self.operands = operands

    @property
    def roles(self) -> tuple[str, str, str]:
        return (self.row.a, self.row.b, self.row.c)

    def kills(self, position: int) -> bool:
        """Whether the flag says that the register of this operand dies here."""
        return bool(self.flags & KILLS[position])

    def target(self) -> int | None:
        """The index that the instruction may jump to."""
        a, b, c = self.operands
        roles = self.roles
        if JUMP32 in roles:
            distance = (c << 16) | (b & 0xFFFF)
        elif JUMP in roles:
            distance = self.operands[roles.index(JUMP)]
        else:
            return None
        return self.end + distance

    def window(self, unit: CodeUnit, const_sizes: dict[int, int]) -> range | None:
        """The registers of the window that the instruction consumes. `const_sizes`: lengths of constant
        tuples by operand, for BUILD_CONST_MAP."""
        if WIN not in self.roles:
            return None
        a, b, c = self.operands
        first = self.operands[self.roles.index(WIN)]
        name = self.row.base or self.row.name
        if name == "MAKE_FUNCTION":
            size = self.variant.bit_count()
        elif name == "BUILD_CONST_MAP":
            size = const_sizes.get(c, 0)
        elif name == "BUILD_MAP":
            size = 2 * c
        elif name in _FIXED_WINDOWS:
            size = _FIXED_WINDOWS[name]
        else:
            size = c + _MORE_THAN_C.get(name, 0)
        return range(first, first + size)

    def filled(self) -> range | None:
        """The run of dead temporaries that the instruction fills."""
        if OUT not in self.roles:
            return None
        a, b, c = self.operands
        name = self.row.base or self.row.name
        if name == "UNPACK":
            size = c
        elif name == "UNPACK_EX":
            size = (c & 255) + 1 + (c >> 8)
        else:
            size = 2
        return range(a, a + size)


# Window sizes that do not depend on operand c, and what some windows hold besides c values.
_FIXED_WINDOWS = {"GETSLICE": 2, "MATCH_CLASS": 3, "IMPORT_NAME": 2}
_MORE_THAN_C = {"CALL": 1, "CALL_KW": 2, "CALL_METHOD": 2, "CALL_METHOD_KW": 3, "CALL_EX": 2}


def decode(unit: CodeUnit) -> Iterator[Word]:
    """The instructions of a unit in order. ValueError for an unknown opcode or a torn end."""
    code = unit.code
    if len(code) % 8:
        raise ValueError(f"{len(code)} bytes are no whole number of words")
    count = len(code) // 8
    operands = memoryview(code).cast("h")
    index = 0
    while index < count:
        opcode, flags = code[index * 8], code[index * 8 + 1]
        a, b, c = operands[index * 4 + 1 : index * 4 + 4].tolist()
        if opcode >= len(INSTRUCTIONS):
            raise ValueError(f"word {index}: unknown opcode {opcode}")
        word = Word(index, INSTRUCTIONS[opcode], flags, (a, b, c))
        if word.end > count:
            raise ValueError(f"word {index}: the cache words of {word.row.name} are cut off")
        yield word
        index = word.end


class HandlerRow:
    """A row of the exception table."""

    __slots__ = ("start", "end", "handler", "depth")

    def __init__(self, start: int, end: int, handler: int, depth: int) -> None:
        self.start, self.end, self.handler, self.depth = start, end, handler, depth

    def covers(self, index: int) -> bool:
        return self.start <= index < self.end


def exception_rows(unit: CodeUnit) -> list[HandlerRow]:
    """The exception table, inner rows first. ValueError for a torn end."""
    if len(unit.exceptions) % 16:
        raise ValueError(f"{len(unit.exceptions)} bytes are no whole number of exception rows")
    fields = memoryview(unit.exceptions).cast("i").tolist()
    return [HandlerRow(*fields[i : i + 4]) for i in range(0, len(fields), 4)]


def positions(unit: CodeUnit) -> list[int]:
    """For each word the index of the genuine instruction with its source position, or NOWHERE."""
    return memoryview(unit.where).cast("I").tolist()
