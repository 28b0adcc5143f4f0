"""Checks a unit against its genuine code object, so that the native core need not.

The core trusts units: a register out of range or a temporary read before it is written would be a crash. Tests
run every unit the front end makes through `verify`. It has two parts:

* structure: operands in the range of their role, flags that mean something, jumps that land on instructions,
  a sane exception table, positions inside the genuine code;
* flow, along all paths and into the handlers: registers hold something when they are read (locals too: the front
  end leaves out the CHECK it can prove needless), windows are filled by temporaries, `out` runs are
  dead before, and nothing is alive at RETURN.

For each register the flow knows whether it *must* and whether it *may* hold something; where paths meet, must is what
holds on both. The first instruction found wrong is reported with its line of the listing.
"""

from __future__ import annotations

from types import CodeType

from .disassembler import Listing
from .instructions import CONST, DST, INPLACE, JUMP32, NONE, OUT, REG, SRC, UNPACK_LOCALS, WIN
from .unit import CodeUnit, local_names
from .words import NOWHERE, HandlerRow, Word, exception_rows

_HANDLER_STARTS = ("PUSH_EXC", "UNWIND")
# Instructions after which the frame is gone: what they run, and its errors, are the caller's.
_NEVER_REACH_HANDLERS = ("RETURN",)
# REG operands that may be NULL before the instruction.
_MAY_BE_NULL = ("CLEAR", "CHECK", "DELETE", "MAKE_CELL")
# The largest variant of each instruction that has one, besides binary operations.
_VARIANTS = {
    "COMPARE": 15,
    "JUMP_COMPARE": 31,
    "IS": 1,
    "IN": 1,
    "JUMP_IS": 1,
    "JUMP_IN": 1,
    "MAKE_FUNCTION": 15,
    "FORMAT": 3,
    "GET_AWAITABLE": 2,
}
_ARITHMETIC = frozenset("ADD SUB MUL TRUEDIV FLOORDIV MOD POW MATMUL LSHIFT RSHIFT AND OR XOR".split())


class VerificationError(Exception):
    """A unit that the native core must not run."""


class _State:
    """What registers must and may hold something, as bit sets."""

    __slots__ = ("must", "may")

    def __init__(self, must: int, may: int) -> None:
        self.must = must
        self.may = may

    def merged(self, other: _State) -> _State:
        return _State(self.must & other.must, self.may | other.may)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _State) and (self.must, self.may) == (other.must, other.may)


def verify(unit: CodeUnit, code: CodeType) -> None:
    """Raise VerificationError unless the unit is sound for that code object."""
    _Verifier(unit, code).run()


class _Verifier:
    def __init__(self, unit: CodeUnit, code: CodeType) -> None:
        self.unit = unit
        self.code = code
        self._check_constants()
        try:
            self.listing = Listing(unit, code)
            self.rows = exception_rows(unit)
        except ValueError as error:
            raise VerificationError(f"{code.co_qualname}: {error}") from None
        self.words = {word.index: word for word in self.listing.words}
        self.size = len(unit.code) // 8
        self.first_temp = len(local_names(code))
        self.registers = self.first_temp + unit.temps
        self.temp_mask = ((1 << unit.temps) - 1) << self.first_temp

    def run(self) -> None:
        if not self.words:
            raise VerificationError(f"{self.code.co_qualname}: the unit is empty")
        self._check_positions()
        for word in self.listing.words:
            self._check_word(word)
        self._check_end()
        for row in self.rows:
            self._check_row(row)
        self._check_flow()

    def _fail(self, word: Word, problem: str) -> None:
        raise VerificationError(f"{self.code.co_qualname}: {problem}\n    {self.listing.line(word)}")

    # --- Structure ------------------------------------------------------------------------------

    def _check_constants(self) -> None:
        for ref in self.unit.const_refs:
            if isinstance(ref, tuple) and len(ref) == 1:
                continue
            good = isinstance(ref, int) and -len(self.code.co_names) <= ref < len(self.code.co_consts)
            if not good:
                raise VerificationError(f"{self.code.co_qualname}: {ref!r} refers to no constant")

    def _check_positions(self) -> None:
        where = self.listing._where
        if len(where) != self.size:
            raise VerificationError(f"{self.code.co_qualname}: {len(where)} positions for {self.size} words")
        limit = len(self.code.co_code) // 2
        for word in self.listing.words:
            if where[word.index] != NOWHERE and where[word.index] >= limit:
                self._fail(word, f"position {where[word.index]} is outside the genuine code")

    def _check_word(self, word: Word) -> None:
        if word.row.base is not None:
            self._fail(word, "a specialised instruction in a new unit")
        cache = self.unit.code[(word.index + 1) * 8 : word.end * 8]
        if any(cache):
            self._fail(word, "cache words that are not zero")
        for position, (role, operand) in enumerate(zip(word.roles, word.operands)):
            self._check_operand(word, position, role, operand)
        self._check_variant(word)
        target = word.target()
        if target is not None and target not in self.words:
            self._fail(word, f"the jump lands on word {target}, which starts no instruction")
        filled = word.filled()
        if filled and word.row.name == "UNPACK" and filled[-1] < self.first_temp and len(filled) <= UNPACK_LOCALS:
            filled = None  # straight into locals
        for registers in (word.window(self.unit, self.listing.const_sizes), filled):
            if registers and not self.first_temp <= registers[0] <= registers[-1] < self.registers:
                self._fail(word, "a window or run that is not all temporaries")

    def _check_operand(self, word: Word, position: int, role: str, operand: int) -> None:
        constants = len(self.unit.const_refs)
        if role == NONE:
            if operand and JUMP32 not in word.roles:
                self._fail(word, f"operand {'abc'[position]} is unused and not zero")
        elif role == CONST or role == SRC and operand < 0:
            if not -constants <= operand < 0:
                self._fail(word, f"operand {'abc'[position]} names no constant")
        elif role in (DST, SRC, REG, OUT, WIN):
            limit = self.registers + (role in (OUT, WIN))  # an empty window may lie behind the last one
            if not 0 <= operand < limit:
                self._fail(word, f"operand {'abc'[position]} names no register")
        if word.kills(position) and not (role in (SRC, REG) and operand >= 0):
            self._fail(word, f"a kill flag on operand {'abc'[position]}, which is no register that is read")

    def _check_variant(self, word: Word) -> None:
        limit = INPLACE if word.row.name in _ARITHMETIC else _VARIANTS.get(word.row.name, 0)
        if word.variant > limit:
            self._fail(word, f"variant {word.variant} means nothing")

    def _check_end(self) -> None:
        last = self.listing.words[-1]
        if not last.row.ends_block:
            self._fail(last, "control falls off the end")

    def _check_row(self, row: HandlerRow) -> None:
        text = f"exception row {row.start}..{row.end} -> {row.handler}, depth {row.depth}"
        problem = None
        if row.start >= row.end or row.start not in self.words or (row.end not in self.words and row.end != self.size):
            problem = "covers no whole instructions"
        elif row.handler not in self.words:
            problem = "has no instruction for a handler"
        elif self.words[row.handler].row.name not in _HANDLER_STARTS and self._can_be_entered(row):
            problem = f"has a handler that starts with {self.words[row.handler].row.name}"
        elif not 0 <= row.depth <= self.unit.temps:
            problem = "keeps temporaries that there are not"
        if problem is not None:
            raise VerificationError(f"{self.code.co_qualname}: {text} {problem}")

    def _can_be_entered(self, row: HandlerRow) -> bool:
        """Whether anything that the row covers raises. (Of a handler for nothing, only the row is left.)"""
        return any(word.row.raises and row.covers(word.index) for word in self.listing.words)

    # --- Flow -----------------------------------------------------------------------------------

    def _check_flow(self) -> None:
        parameters = self.code.co_argcount + self.code.co_kwonlyargcount
        parameters += bool(self.code.co_flags & 0x04) + bool(self.code.co_flags & 0x08)  # *args and **kwargs
        start = (1 << parameters) - 1
        states: dict[int, _State] = {0: _State(start, start)}
        pending = [0]
        while pending:
            index = pending.pop()
            word = self.words[index]
            before = states[index]
            after = self._step(word, before)
            edges: list[tuple[int, _State]] = []
            target = word.target()
            if target is not None:
                edges.append((target, self._at_target(word, before, after)))
            if not word.row.ends_block and word.row.name != "END_ASYNC_FOR":
                edges.append((word.end, after))
            if word.row.raises and word.row.name not in _NEVER_REACH_HANDLERS:
                edge = self._exception_edge(word, before, after)
                if edge is not None:
                    edges.append(edge)
            for successor, state in edges:
                known = states.get(successor)
                merged = state if known is None else known.merged(state)
                if merged != known:
                    if successor not in self.words:
                        self._fail(word, "control falls off the end")
                    states[successor] = merged
                    pending.append(successor)

    def _step(self, word: Word, before: _State) -> _State:
        """The state after an instruction (on the way that does not jump)."""
        name = word.row.name
        must, may = before.must, before.may
        drop = 0
        for position, (role, operand) in enumerate(zip(word.roles, word.operands)):
            if name == "RAISE" and position >= word.operands[2]:
                continue
            if role in (SRC, REG) and operand >= 0:
                bit = 1 << operand
                if name not in _MAY_BE_NULL and not must & bit:
                    self._fail(word, f"{self.listing.register(operand)} may be empty when it is read")
                if word.kills(position) or position in word.row.dying:
                    drop |= bit
        window = word.window(self.unit, self.listing.const_sizes)
        for register in window or ():
            if not must & (1 << register):
                self._fail(word, f"{self.listing.register(register)} may be empty in the window")
            drop |= 1 << register
        must &= ~drop
        may &= ~drop
        for register in word.filled() or ():
            bit = 1 << register
            if may & bit and register >= self.first_temp:
                self._fail(word, f"{self.listing.register(register)} may be alive, and would be lost")
            must |= bit
            may |= bit
        if DST in word.roles:
            must |= 1 << word.operands[0]
            may |= 1 << word.operands[0]
        if name in ("CHECK", "MAKE_CELL"):
            must |= 1 << word.operands[0]
            may |= 1 << word.operands[0]
        elif name == "COPY_FREE":
            free = ((1 << word.operands[0]) - 1) << (self.first_temp - word.operands[0])
            must |= free
            may |= free
        elif name == "RETURN" and may & self.temp_mask:
            alive = [self.listing.register(r) for r in range(self.first_temp, self.registers) if may >> r & 1]
            self._fail(word, f"{', '.join(alive)} may be alive at the return")
        return _State(must, may)

    def _at_target(self, word: Word, before: _State, after: _State) -> _State:
        """The state where an instruction jumps to."""
        if word.row.name == "FORITER":  # at the end: nothing was written, and the iterator is gone
            iterator = 1 << word.operands[1]
            return _State(before.must & ~iterator, before.may & ~iterator)
        return after

    def _exception_edge(self, word: Word, before: _State, after: _State) -> tuple[int, _State] | None:
        """The handler of an instruction, and the state it is entered with: what was alive below its depth."""
        for row in self.rows:
            if row.covers(word.index):
                kept = (1 << (self.first_temp + row.depth)) - 1
                if word.row.name == "END_ASYNC_FOR":
                    after = before  # going on to raise, it leaves the saved exception to its handler
                must = before.must & after.must & kept
                missing = ~must & kept & self.temp_mask
                if missing:
                    register = self.listing.register((missing & -missing).bit_length() - 1)
                    self._fail(word, f"{register} may be empty when its handler, which keeps it, is entered")
                return row.handler, _State(must, (before.may | after.may) & kept)
        return None
