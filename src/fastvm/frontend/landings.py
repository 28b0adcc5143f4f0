"""Where the host can go on with a frame that the engine has begun.

A debugger or profiler that is turned on while frames of ours are active wants of them what only the host's loop
gives: lines, jumps, events of every kind. So the core hands such a frame over: it arranges the registers as the
host's value stack and lets the host go on after the instruction that has just been finished. This module finds
out, for one unit and the first time it is needed, after which instructions that is possible, and how.

Both codes are run abstractly, with the *origin* of each value in place of the value: which genuine instruction,
named by its source position and opcode, pushes it on the host's stack; which instruction of ours, named by its
genuine counterpart, writes it into a temporary. After an instruction that has a counterpart, the host can take
over if every slot of its stack at that point can be filled from the frame: with the temporary of the same
origin, with a local that it has loaded and not changed since, with a constant or with NULL. Temporaries that
are left are copies of locals and constants; if anything else were left, the two codes would not be at the same
point.

The result is a dictionary: word -> (genuine index of the next instruction, source of slot 0, slot 1, ...), with
the unit's length added to the word where it is an iterator's instruction that finds the iterator at its end. A
source is a register (0 and up), NULL_SLOT, NONE_SLOT, or CONSTANT_SLOT - index into co_consts.
"""

from __future__ import annotations

from fastvm.bytecode.instructions import DST, REG, SRC
from fastvm.bytecode.unit import CodeUnit, local_names
from fastvm.bytecode.words import NOWHERE, HandlerRow, Word, decode, exception_rows, positions

from .host_opcodes import EXTENDED_ARG, opmap
from .positions import COUNTERPARTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType

NULL_SLOT = -1
NONE_SLOT = -2
CONSTANT_SLOT = -3

#: The origin of a value: a tag and what tells it from others of its kind.
Origin = tuple[object, ...]

_UNKNOWN: Origin = ("unknown",)
_NULL: Origin = ("null",)
_FIRST_SENT: Origin = ("sent",)  # what starts a generator: None, popped at once
_ITERATOR: Origin = ("iterator",)
_EXIT: Origin = ("exit",)  # the bound __exit__ of a with statement
_SAVED: Origin = ("saved",)  # the exception handled outside of a handler
_HANDLED: Origin = ("handled",)  # the one handled inside
_RAISED: Origin = ("raised",)
_PLACE: Origin = ("place",)  # where it was raised
_RESULT: Origin = ("result",)  # of a delegation
_COLLECTION: Origin = ("collection",)  # the empty list that a comprehension or except* fills
_COPY: Origin = ("copy",)  # of a local or constant, in a temporary of ours

# Values popped and pushed by the genuine opcodes that do nothing special with them.
_SIMPLE: dict[str, tuple[int, int]] = {
    **dict.fromkeys(
        "NOP CACHE SETUP_ANNOTATIONS DELETE_NAME DELETE_GLOBAL DELETE_DEREF MAKE_CELL COPY_FREE_VARS".split(), (0, 0)
    ),
    **dict.fromkeys("RESUME PRECALL KW_NAMES JUMP_FORWARD JUMP_BACKWARD JUMP_BACKWARD_NO_INTERRUPT".split(), (0, 0)),
    **dict.fromkeys(
        "POP_TOP PRINT_EXPR IMPORT_STAR STORE_NAME STORE_GLOBAL STORE_DEREF DELETE_ATTR POP_EXCEPT".split(), (1, 0)
    ),
    **dict.fromkeys(
        "LIST_APPEND SET_ADD LIST_EXTEND SET_UPDATE DICT_MERGE DICT_UPDATE RETURN_VALUE RERAISE".split(), (1, 0)
    ),
    **dict.fromkeys([name for name in opmap if name.startswith("POP_JUMP_")], (1, 0)),
    **dict.fromkeys("STORE_ATTR DELETE_SUBSCR MAP_ADD END_ASYNC_FOR".split(), (2, 0)),
    "STORE_SUBSCR": (3, 0),
    **dict.fromkeys("LOAD_BUILD_CLASS LOAD_ASSERTION_ERROR LOAD_NAME LOAD_CLOSURE LOAD_DEREF".split(), (0, 1)),
    **dict.fromkeys(
        "LOAD_CLASSDEREF GET_LEN MATCH_MAPPING MATCH_SEQUENCE MATCH_KEYS WITH_EXCEPT_START GET_ANEXT".split(), (0, 1)
    ),
    **dict.fromkeys("IMPORT_FROM FOR_ITER".split(), (0, 1)),
    **dict.fromkeys(
        "UNARY_POSITIVE UNARY_NEGATIVE UNARY_NOT UNARY_INVERT CHECK_EXC_MATCH GET_AITER LOAD_ATTR".split(), (1, 1)
    ),
    **dict.fromkeys("GET_YIELD_FROM_ITER LIST_TO_TUPLE YIELD_VALUE ASYNC_GEN_WRAP GET_AWAITABLE SEND".split(), (1, 1)),
    **dict.fromkeys(
        "BINARY_SUBSCR BINARY_OP COMPARE_OP IS_OP CONTAINS_OP IMPORT_NAME PREP_RERAISE_STAR".split(), (2, 1)
    ),
    "MATCH_CLASS": (3, 1),
    "CHECK_EG_MATCH": (2, 2),
    "LOAD_METHOD": (1, 2),
}
_ENDS = frozenset(
    opmap[name]
    for name in "RETURN_VALUE RERAISE RAISE_VARARGS JUMP_FORWARD JUMP_BACKWARD JUMP_BACKWARD_NO_INTERRUPT".split()
)
_PUSH_EXC_INFO = opmap["PUSH_EXC_INFO"]
_NAMES = {number: name for name, number in opmap.items()}


def landings(code: CodeType, unit: CodeUnit, constants: tuple[object, ...]) -> dict[int, tuple[int, ...]]:
    """The landings of a unit. `constants`: what its operands -1, -2, ... name."""
    host = _Host(code)
    ours = _Ours(code, unit, constants, host)
    found = {}
    for word, index in ours.pairs():
        if word.row.name == "JUMP_BACK":
            target, stack = index, host.before.get(index)  # the host jumps itself
        elif word.row.ends_block or word.target() is not None and word.row.name != "FORITER":
            continue
        else:
            target, stack = host.end(index), host.after.get(index)
        sources = _sources(stack, ours.after.get(word.index), ours.written(word))
        if sources is not None:
            found[word.index] = (target, *sources)
        if word.index in ours.ended:
            # The iterator has come to its end: the host's FOR_ITER or SEND jumps.
            jump = index if word.row.name == "FORITER" else index - 1
            if jump in host.jumps:
                target, stack = host.jumps[jump]
                sources = _sources(stack, *ours.ended[word.index])
                if sources is not None:
                    found[ours.length + word.index] = (target, *sources)
    return found


def _sources(
    stack: tuple[Origin, ...] | None, temporaries: dict[int, Origin] | None, written: tuple[int, Origin] | None
) -> list[int] | None:
    """Where the values of the host's stack are in our frame; None when they cannot all be had."""
    if stack is None or temporaries is None:
        return None
    left = dict(temporaries)
    if written is not None:
        left[written[0]] = written[1]
    registers = sorted(left)
    sources = []
    for origin in stack:
        if origin is _NULL or origin is _FIRST_SENT:
            sources.append(NULL_SLOT if origin is _NULL else NONE_SLOT)
            continue
        register = next((r for r in registers if r in left and left[r] == origin and origin is not _UNKNOWN), None)
        if register is not None:
            del left[register]
            sources.append(register)
        elif origin[0] == "local" and (written is None or origin[1] != written[0]):
            sources.append(origin[1])  # type: ignore[arg-type]
        elif origin[0] == "constant":
            sources.append(CONSTANT_SLOT - origin[1])  # type: ignore[operator]
        else:
            return None
    return sources if all(origin is _COPY for origin in left.values()) else None


class _Host:
    """The genuine code: for each instruction reached, the stack after it (on the way that does not jump)."""

    def __init__(self, code: CodeType) -> None:
        self.raw = code.co_code
        self.positions = list(code.co_positions())
        self.handlers = list(_exception_table(code.co_exceptiontable))
        self.arguments = self._decode()
        self.before: dict[int, tuple[Origin, ...]] = {}
        self.after: dict[int, tuple[Origin, ...]] = {}
        #: Where an instruction jumps to, and the stack there.
        self.jumps: dict[int, tuple[int, tuple[Origin, ...]]] = {}
        self._run()

    def opcode(self, index: int) -> int:
        return self.raw[2 * index]

    def end(self, index: int) -> int:
        """The index after an instruction and its cache."""
        index += 1
        while 2 * index < len(self.raw) and self.raw[2 * index] == 0:
            index += 1
        return index

    def label(self, index: int) -> Origin:
        """What names an instruction: all copies of a `finally` clause have the same."""
        return (self.positions[index], self.opcode(index))

    def handler(self, index: int) -> tuple[int, int, bool] | None:
        """The handler that covers an instruction: its index, the stack's depth, whether the offset is pushed."""
        for start, end, target, depth, lasti in self.handlers:
            if start <= index < end:
                return target, depth, lasti
        return None

    def _decode(self) -> dict[int, int]:
        arguments = {}
        extended = 0
        for index in range(len(self.raw) // 2):
            argument = self.raw[2 * index + 1] | extended
            extended = argument << 8 if self.opcode(index) == EXTENDED_ARG else 0
            arguments[index] = argument
        return arguments

    def _run(self) -> None:
        pending: list[tuple[int, tuple[Origin, ...]]] = [(0, ())]
        while pending:
            index, stack = pending.pop()
            known = self.before.get(index)
            if known is not None:
                merged = tuple(a if a == b else _UNKNOWN for a, b in zip(known, stack))
                if merged == known:
                    continue
                stack = merged
            self.before[index] = stack
            handler = self.handler(index)
            if handler is not None:
                entry, depth, lasti = handler
                pending.append((entry, stack[:depth] + ((_PLACE,) if lasti else ()) + (_RAISED,)))
            after, jumped, target = self._step(index, stack)
            self.after[index] = after
            if target is not None:
                self.jumps[index] = target, jumped
                pending.append((target, jumped))
            if self.opcode(index) not in _ENDS:
                pending.append((self.end(index), after))

    def _step(
        self, index: int, before: tuple[Origin, ...]
    ) -> tuple[tuple[Origin, ...], tuple[Origin, ...], int | None]:
        """The stack after an instruction, where it jumps to, and the stack there."""
        name = _NAMES[self.opcode(index)]
        argument = self.arguments[index]
        stack = list(before)
        target = None
        if "JUMP" in name or name in ("FOR_ITER", "SEND"):
            target = self.end(index) + (-argument if "BACKWARD" in name else argument)
        jumped: list[Origin] | None = None
        origin: Origin = ("value", self.label(index), 0)
        if name == "LOAD_FAST":
            stack.append(("local", argument))
        elif name == "LOAD_CONST":
            stack.append(("constant", argument))
        elif name == "PUSH_NULL":
            stack.append(_NULL)
        elif name == "RETURN_GENERATOR":
            stack.append(_FIRST_SENT)
        elif name == "LOAD_GLOBAL":
            stack += [_NULL, origin] if argument & 1 else [origin]
        elif name in ("STORE_FAST", "DELETE_FAST"):
            if name == "STORE_FAST":
                stack.pop()
            stack = [_UNKNOWN if slot == ("local", argument) else slot for slot in stack]
        elif name == "SWAP":
            stack[-1], stack[-argument] = stack[-argument], stack[-1]
        elif name == "COPY":
            stack.append(stack[-argument])
        elif name == "GET_ITER":
            stack[-1] = _ITERATOR
        elif name == "BUILD_LIST" and argument == 0:
            stack.append(_COLLECTION)
        elif name == "PUSH_EXC_INFO":
            stack[-1:] = [_SAVED, _HANDLED]
        elif name in ("BEFORE_WITH", "BEFORE_ASYNC_WITH"):
            stack[-1:] = [_EXIT, origin]
        elif name in ("JUMP_IF_FALSE_OR_POP", "JUMP_IF_TRUE_OR_POP"):
            jumped = stack[:-1] + [_UNKNOWN]
            stack.pop()
        else:
            if name in _SIMPLE:
                popped, pushed = _SIMPLE[name]
            else:
                popped, pushed = _counted(name, argument)
            if name == "FOR_ITER":
                jumped = stack[:-1]
            elif name == "SEND":
                jumped = stack[:-2] + [_RESULT]
            if popped:
                del stack[-popped:]
            stack += [("value", self.label(index), k) for k in range(pushed)]
        return tuple(stack), tuple(stack if jumped is None else jumped), target


def _counted(name: str, argument: int) -> tuple[int, int]:
    """Values popped and pushed by an opcode whose argument tells."""
    if name in ("BUILD_TUPLE", "BUILD_LIST", "BUILD_SET", "BUILD_STRING", "BUILD_SLICE"):
        return argument, 1
    if name == "BUILD_MAP":
        return 2 * argument, 1
    if name == "BUILD_CONST_KEY_MAP":
        return argument + 1, 1
    if name == "CALL":
        return argument + 2, 1
    if name == "CALL_FUNCTION_EX":
        return 3 + (argument & 1), 1
    if name == "MAKE_FUNCTION":
        return 1 + (argument & 15).bit_count(), 1
    if name == "FORMAT_VALUE":
        return 1 + (argument & 4 == 4), 1
    if name == "UNPACK_SEQUENCE":
        return 1, argument
    if name == "UNPACK_EX":
        return 1, (argument & 255) + 1 + (argument >> 8)
    if name == "RAISE_VARARGS":
        return argument, 0
    return 0, 0  # EXTENDED_ARG


def _exception_table(table: bytes) -> Iterator[tuple[int, int, int, int, bool]]:
    """The host's exception table: start, end, handler, depth, whether the offset is pushed."""
    at = 0

    def number() -> int:
        nonlocal at
        byte = table[at]
        value = byte & 63
        while byte & 64:
            at += 1
            byte = table[at]
            value = value << 6 | byte & 63
        at += 1
        return value

    while at < len(table):
        start, length, target, depth = number(), number(), number(), number()
        yield start, start + length, target, depth >> 1, bool(depth & 1)


class _Ours:
    """A unit: for each instruction reached, the origins of the temporaries alive after it."""

    def __init__(self, code: CodeType, unit: CodeUnit, constants: tuple[object, ...], host: _Host) -> None:
        self.unit = unit
        self.host = host
        self.sizes = {-1 - i: len(value) for i, value in enumerate(constants) if isinstance(value, tuple)}
        self.where = positions(unit)
        self.words = {word.index: word for word in decode(unit)}
        self.rows = exception_rows(unit)
        self.locals = len(local_names(code))
        self.counterparts = self._counterparts()
        self.length = len(unit.code) // 8
        self.after: dict[int, dict[int, Origin]] = {}
        #: For an iterator at its end: the temporaries, and the local written.
        self.ended: dict[int, tuple[dict[int, Origin], tuple[int, Origin] | None]] = {}
        self._run()

    def _counterparts(self) -> dict[int, int]:
        """For each instruction that has a genuine one of its kind: that, or one of its copies."""
        found = {}
        last = -1
        for word in self.words.values():
            index = self.where[word.index]
            if word.row.name == "RETURN_GENERATOR":
                index = self.host.raw[::2].index(opmap["RETURN_GENERATOR"])
            # A word that has no genuine one repeats what stands before it.
            if index not in (last, NOWHERE) and self.host.opcode(index) in _kinds(word.row.name):
                found[word.index] = index
            last = index
        return found

    def pairs(self) -> Iterator[tuple[Word, int]]:
        """Instructions of ours and their genuine counterparts, of all copies the right one."""
        copies: dict[Origin, list[int]] = {}
        for index in sorted(self.host.after):
            copies.setdefault(self.host.label(index), []).append(index)
        same: dict[Origin, list[Word]] = {}
        for at, index in self.counterparts.items():
            if at in self.after:
                same.setdefault(self.host.label(index), []).append(self.words[at])
        handlers: dict[int, set[int]] = {}
        starts = {row.handler for row in self.rows if self.words[row.handler].row.name == "PUSH_EXC"}
        for label, words in same.items():
            indexes = copies.get(label, [])
            if len(indexes) == 1 or self._is_loop_test(indexes):
                indexes = indexes[:1] * len(words)
            if len(indexes) != len(words):
                continue
            for word, index in zip(words, indexes):
                yield word, index
                self._pair_handlers(word, index, handlers)
                start = word.index - 1
                if start in starts and self.host.opcode(index - 1) == _PUSH_EXC_INFO:
                    handlers.setdefault(start, set()).add(index - 1)
        for at, targets in handlers.items():
            if len(targets) == 1:
                target = targets.pop()
                if self.host.opcode(target) == _PUSH_EXC_INFO:
                    yield self.words[at], target

    def _is_loop_test(self, indexes: list[int]) -> bool:
        """Whether the copies are of a `while` loop's test, before it and at its end: one is as good as the other."""
        if len(indexes) != 2:
            return False
        jumps = []
        for index in indexes:
            while "JUMP" not in _NAMES[self.host.opcode(index)]:
                if self.host.opcode(index) in _ENDS:
                    return False
                index = self.host.end(index)
            jumps.append(index)
        names = [_NAMES[self.host.opcode(index)] for index in jumps]
        same_test = self.host.positions[jumps[0]] == self.host.positions[jumps[1]]
        return same_test and "POP_JUMP_FORWARD" in names[0] and "POP_JUMP_BACKWARD" in names[1]

    def _pair_handlers(self, word: Word, index: int, handlers: dict[int, set[int]]) -> None:
        row = self._row(word)
        handler = self.host.handler(index)
        if (
            row is not None
            and handler is not None
            and word.row.name != "PUSH_EXC"
            and self.words[row.handler].row.name == "PUSH_EXC"
        ):
            handlers.setdefault(row.handler, set()).add(handler[0])

    def _row(self, word: Word) -> HandlerRow | None:
        return next((row for row in self.rows if row.covers(word.index)), None)

    def written(self, word: Word) -> tuple[int, Origin] | None:
        """The local that an instruction writes: on the host its value is on the stack still."""
        if word.row.a == DST and word.operands[0] < self.locals and word.row.name != "YIELD_FROM":
            return word.operands[0], self._origin(word, 0)
        return None

    def _origin(self, word: Word, number: int) -> Origin:
        """The origin of what an instruction of ours writes."""
        name = word.row.name
        if name == "GETITER":
            return _ITERATOR
        if name == "BUILD_LIST" and word.operands[2] == 0:
            return _COLLECTION
        if name == "PUSH_EXC":
            return (_SAVED, _HANDLED)[number]
        if name == "GET_PLACE":
            return _PLACE
        if name in ("BEFORE_WITH", "BEFORE_ASYNC_WITH") and number == 0:
            return _EXIT
        index = self.counterparts.get(word.index)
        if index is None:
            return _UNKNOWN
        if name in ("BEFORE_WITH", "BEFORE_ASYNC_WITH"):
            number = 0
        return ("value", self.host.label(index), number)

    def _run(self) -> None:
        before: dict[int, dict[int, Origin]] = {}
        pending: list[tuple[int, dict[int, Origin]]] = [(0, {})]
        while pending:
            at, state = pending.pop()
            known = before.get(at)
            if known is not None:
                # Alive after both: what is alive on one way only is never read.
                merged = {r: o if state[r] == o else _UNKNOWN for r, o in known.items() if r in state}
                if merged == known:
                    continue
                state = merged
            before[at] = state
            word = self.words[at]
            row = self._row(word)
            if row is not None:
                kept = {r: origin for r, origin in state.items() if r < self.locals + row.depth}
                pending.append((row.handler, kept))
            after = self._step(word, state)
            self.after[at] = after
            if word.row.name == "YIELD_FROM":
                # The landing is where it is resumed: it goes on to send what it was sent.
                self.after[at] = {**state, word.operands[2]: self._origin(word, 0)}
                self.ended[at] = after, (word.operands[0], _RESULT)
            target = word.target()
            if target is not None:
                jumped = dict(after)
                if word.row.name == "FORITER":
                    jumped.pop(word.operands[0], None)
                    jumped.pop(word.operands[1], None)
                    self.ended[at] = jumped, None
                pending.append((target, jumped))
            if not word.row.ends_block and word.row.name != "END_ASYNC_FOR":
                pending.append((word.end, after))

    def _step(self, word: Word, before: dict[int, Origin]) -> dict[int, Origin]:
        state = dict(before)
        name = word.row.name
        for place, (role, operand) in enumerate(zip(word.roles, word.operands)):
            if role in (SRC, REG) and (word.kills(place) or place in word.row.dying):
                state.pop(operand, None)
        for register in word.window(self.unit, self.sizes) or ():
            state.pop(register, None)
        written = word.filled() or (word.operands[:1] if word.row.a == DST else ())
        for number, register in enumerate(written):
            if register >= self.locals:
                if name in ("MOVE", "MOVE2"):
                    state[register] = before.get(word.operands[1 + number], _COPY)
                else:
                    state[register] = self._origin(word, number)
        if name == "EG_MATCH":  # the other way round than on the host's stack
            match, rest = word.operands[:2]
            state[rest], state[match] = self._origin(word, 0), self._origin(word, 1)
        return state


def _kinds(name: str) -> tuple[int, ...]:
    if name in ("YIELD", "YIELD_FROM"):
        return (opmap["YIELD_VALUE"],)
    return COUNTERPARTS.get(name, ())


def table(
    code: CodeType, words: bytes, temps: int, where: bytes, exceptions: bytes, constants: tuple[object, ...]
) -> bytes:
    """The landings for the core: rows of int32, (word, next, depth, sources ...)."""
    unit = CodeUnit(words, (), temps, where, exceptions)
    numbers: list[int] = []
    for word, (index, *sources) in sorted(landings(code, unit, constants).items()):
        numbers += (word, index, len(sources), *sources)
    return b"".join([number.to_bytes(4, "little", signed=True) for number in numbers])
