"""A unit as text: what `--show=bytecode` prints, and what the verifier points to.

    line  word  instruction       operands
       3     0  GETGLOBAL         t0 = print              [+2]
       3     3  ADD               t1 = n, 1               inplace
       4     4  JUMP_COMPARE      n, t1!, L1              if not <

Registers have the names of their locals; the temporaries are t0, t1, ... A register with a `!` dies there. What
is before the `=` is written. Constants are shown as values, names bare. `[+2]` counts the cache words that follow,
`L1:` is where jumps land, and `~>` says which handler covers the instructions from there on.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import CodeType

from .instructions import (
    BRANCH_ON_TRUE,
    COMPARISONS,
    CONST,
    DST,
    EQUAL,
    FORMAT_ASCII,
    FORMAT_REPR,
    FORMAT_STR,
    GREATER,
    HAS_ANNOTATIONS,
    HAS_CLOSURE,
    HAS_DEFAULTS,
    HAS_KWDEFAULTS,
    IMM,
    INPLACE,
    LESS,
    NONE,
    OUT,
    REG,
    SRC,
    UNORDERED,
    WIN,
)
from .unit import CodeUnit, local_names
from .words import NOWHERE, Word, decode, exception_rows, positions

_ALL_ORDERINGS = LESS | EQUAL | GREATER | UNORDERED
_OPERATORS = {mask: operator for operator, mask in COMPARISONS.items()}
_OPERATORS.update({_ALL_ORDERINGS & ~COMPARISONS[operator]: f"not {operator}" for operator in ("<", "<=", ">", ">=")})
_FUNCTION_PARTS = {
    HAS_DEFAULTS: "defaults",
    HAS_KWDEFAULTS: "keyword defaults",
    HAS_ANNOTATIONS: "annotations",
    HAS_CLOSURE: "closure",
}
_CONVERSIONS = {FORMAT_STR: "!s", FORMAT_REPR: "!r", FORMAT_ASCII: "!a"}
_LONGEST_CONSTANT = 40


class Listing:
    """A unit ready to be shown, line by line."""

    def __init__(self, unit: CodeUnit, code: CodeType) -> None:
        self.unit = unit
        self.code = code
        self.constants = unit.constants(code)
        self.locals = local_names(code)
        self.words = list(decode(unit))
        self.const_sizes = {-1 - i: len(value) for i, value in enumerate(self.constants) if isinstance(value, tuple)}
        self._lines = [line for _, _, line in _code_units(code)]
        self._where = positions(unit)
        targets = {target for word in self.words if (target := word.target()) is not None}
        handlers = {row.handler for row in exception_rows(unit)}
        self.labels = {index: f"L{number}" for number, index in enumerate(sorted(targets | handlers), 1)}

    def source_line(self, word: Word) -> int | None:
        """The source line an instruction belongs to."""
        where = self._where[word.index] if word.index < len(self._where) else NOWHERE
        return self._lines[where] if where < len(self._lines) else None

    def register(self, index: int) -> str:
        if 0 <= index < len(self.locals):
            return self.locals[index]
        return f"t{index - len(self.locals)}" if index >= 0 else f"<register {index}>"

    def constant(self, operand: int) -> str:
        place = -1 - operand
        if not 0 <= place < len(self.constants):
            return f"<constant {place}>"
        value = self.constants[place]
        text = f"<code {value.co_qualname}>" if isinstance(value, CodeType) else repr(value)
        return text if len(text) <= _LONGEST_CONSTANT else text[: _LONGEST_CONSTANT - 3] + "..."

    def line(self, word: Word) -> str:
        """One instruction, without source line and labels."""
        written: list[str] = []
        read: list[str] = []
        for position, (role, operand) in enumerate(zip(word.roles, word.operands)):
            if role == NONE:
                continue
            text = self._operand(word, position, role, operand)
            if text is not None:
                (written if role in (DST, OUT) else read).append(text)
        operands = ", ".join(read)
        if written:
            operands = f"{written[0]} = {operands}" if operands else f"{written[0]} ="
        remarks = [_variant(word)] if word.variant else []
        if word.row.cache:
            remarks.append(f"[+{word.row.cache}]")
        return f"{word.index:5}  {word.row.name:24} {operands:36} {' '.join(remarks)}".rstrip()

    def _operand(self, word: Word, position: int, role: str, operand: int) -> str | None:
        mark = "!" if word.kills(position) else ""
        if role in (DST, REG):
            return self.register(operand) + mark
        if role == SRC:
            return self.register(operand) + mark if operand >= 0 else self.constant(operand)
        if role == CONST:
            text = self.constant(operand)
            names = word.row.name not in ("MAKE_FUNCTION", "BUILD_CONST_MAP")
            return text[1:-1] if names and text[:1] in "'\"" else text
        if role in (WIN, OUT):
            registers = word.window(self.unit, self.const_sizes) if role == WIN else word.filled()
            return self._run(registers) + ("!" if role == WIN else "") if registers else None
        if role == IMM:
            # A count that the shown window tells already is left out.
            return None if WIN in word.roles or word.row.name == "JUMP_BACK" else str(operand)
        if word.roles.index(role) == position:
            target = word.target()
            return self.labels.get(target, f"<{target}>") if target is not None else None
        return None

    def _run(self, registers: range) -> str:
        if len(registers) == 1:
            return self.register(registers[0])
        return f"{self.register(registers[0])}..{self.register(registers[-1])}"

    def lines(self) -> Iterator[tuple[int | None, str]]:
        """Each line of the listing with the source line it belongs to (None: nowhere)."""
        rows = exception_rows(self.unit)
        covered = None
        for word in self.words:
            row = next((row for row in rows if row.covers(word.index)), None)
            now = (row.handler, row.depth) if row is not None else None
            line = self.source_line(word)
            if word.index in self.labels:
                yield line, f"{self.labels[word.index]}:"
            if now != covered:
                covered = now
                if now is None:
                    yield line, "       ~> no handler"
                else:
                    yield line, f"       ~> handler {self.labels[now[0]]}, keeping {now[1]} temporaries"
            yield line, self.line(word)


def disassemble(unit: CodeUnit, code: CodeType) -> str:
    """The listing of a unit, with source line numbers and without the units nested in it."""
    listing = Listing(unit, code)
    name = f"{code.co_qualname} ({code.co_filename}, line {code.co_firstlineno})"
    lines = [f"unit {name}: {len(listing.locals)} locals, {unit.temps} temporaries"]
    last: int | None = None
    for line, text in listing.lines():
        number = ""
        if line is not None and line != last and text.lstrip()[0].isdigit():  # not beside a label
            number, last = str(line), line
        lines.append(f"{number:>5} {text}")
    return "\n".join(lines)


def _variant(word: Word) -> str:
    """The variant in the words of its instruction."""
    name = word.row.base or word.row.name
    variant = word.variant
    if name == "COMPARE":
        return _operator(variant)
    if name == "JUMP_COMPARE":
        when = "if" if variant & BRANCH_ON_TRUE else "unless"
        return f"{when} {_operator(variant & ~BRANCH_ON_TRUE)}"
    if name in ("IS", "IN", "JUMP_IS", "JUMP_IN"):
        return "not"
    if name == "MAKE_FUNCTION":
        return "with " + ", ".join(text for bit, text in _FUNCTION_PARTS.items() if variant & bit)
    if name == "FORMAT":
        return _CONVERSIONS.get(variant, f"variant {variant}")
    if name == "GET_AWAITABLE":
        return {1: "from __aenter__", 2: "from __aexit__"}.get(variant, f"variant {variant}")
    if variant == INPLACE and (word.row.a, word.row.b, word.row.c) == (DST, SRC, SRC):
        return "inplace"
    return f"variant {variant}"


def _operator(mask: int) -> str:
    return _OPERATORS.get(mask, f"orderings {mask:04b}")


def _code_units(code: CodeType) -> Iterator[tuple[int, int, int | None]]:
    """(start, end, line) of each code unit of the genuine code."""
    for index, (line, _, _, _) in enumerate(code.co_positions()):
        yield index, index + 1, line
