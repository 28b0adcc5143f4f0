"""The match statement.

The subject of a case stays in its temporary while the patterns look at it. What a pattern takes out of it goes into
temporaries above, and stays there until the whole pattern has matched: then the captured values are stored, in
the order the host stores them, and the rest is dropped. A failure drops everything above the subject.
"""

from __future__ import annotations

from ..bytecode.instructions import COMPARISONS, KILL_A, KILL_B, VARIANT_SHIFT
from . import syntax as _ast
from .assembler import Label, comparison_variant
from .exceptions import Exceptions

_NOT = 1 << VARIANT_SHIFT


class _Case:
    """The state of one attempt to match. `floor` is the first temporary above the subject.

    captures: (name, register) in the order of matching.
    failures: for each number of temporaries to be dropped, the label of a failure that must drop them.
    """

    __slots__ = ("floor", "captures", "failures")

    def __init__(self, floor: int) -> None:
        self.floor = floor
        self.captures: list[tuple[str, int]] = []
        self.failures: dict[int, Label] = {}


class Patterns(Exceptions):
    """The visitor of `match`, and a method for each kind of pattern."""

    def visit_match(self, node: _ast.Match) -> None:
        subject = self.next
        self.argument(node.subject)
        floor = self.next
        end = Label()
        cases = node.cases
        last = cases[-1]
        has_default = len(cases) > 1 and _is_wildcard(last.pattern)
        for match_case in cases[:-1] if has_default else cases:
            self.next = floor
            case = _Case(floor)
            self.location = match_case.pattern
            self._pattern(match_case.pattern, subject, case)
            self._store_captures(case)
            self.next = floor
            if match_case.guard is not None:
                self.location = match_case.pattern
                self.jump_if(match_case.guard, self._failure(case), False)
            self.clear(subject)
            self.next = subject
            self.statements(match_case.body)
            self.jump(end)
            self._place_failures(case)
        if has_default:
            self.next = floor
            self.clear(subject)
            self.next = subject
            if last.guard is not None:
                self.location = last.pattern
                self.jump_if(last.guard, end, False)
            self.statements(last.body)
        else:
            self.clear(subject)
        self.next = subject
        self.place(end)

    def _failure(self, case: _Case) -> Label:
        """The label to jump to when a pattern fails now: all temporaries above the subject are dropped there."""
        count = self.next - case.floor
        label = case.failures.get(count)
        if label is None:
            label = case.failures[count] = Label()
        return label

    def _place_failures(self, case: _Case) -> None:
        failures = case.failures
        for count in range(max(failures, default=0), 0, -1):
            if count in failures:
                self.place(failures[count])
            self.clear(case.floor + count - 1)
        if 0 in failures:
            self.place(failures[0])

    def _store_captures(self, case: _Case) -> None:
        """Store what was captured and drop the rest of the temporaries above the subject."""
        last_use = {register: index for index, (_, register) in enumerate(case.captures)}
        for index, (name, register) in enumerate(case.captures):
            dies = register >= case.floor and last_use[register] == index
            self.store_name(name, register, self.location, keep=not dies)
        for register in range(self.next - 1, case.floor - 1, -1):
            if register not in last_use:
                self.clear(register)

    def _pattern(self, pattern: _ast.pattern, subject: int, case: _Case) -> None:
        """Generate a pattern: on failure it jumps, on success it has added captures and taken temporaries."""
        outside = self.location
        self.location = pattern
        if isinstance(pattern, _ast.MatchValue):
            saved = self.next
            value = self.operand(pattern.value)
            self.next = saved
            flags = comparison_variant(COMPARISONS["=="]) | (0b100 if value >= self.base else 0)
            self.emit("JUMP_COMPARE", 0, subject, value, flags, pattern, self._failure(case))
        elif isinstance(pattern, _ast.MatchSingleton):
            value = self.pool.constant(pattern.value)
            self.emit("JUMP_IS", 0, subject, value, _NOT, None, self._failure(case))
        elif isinstance(pattern, _ast.MatchSequence):
            self._sequence(pattern, subject, case)
        elif isinstance(pattern, _ast.MatchMapping):
            self._mapping(pattern, subject, case)
        elif isinstance(pattern, _ast.MatchClass):
            self._class(pattern, subject, case)
        elif isinstance(pattern, _ast.MatchStar):
            if pattern.name is not None:
                case.captures.append((pattern.name, subject))
        elif isinstance(pattern, _ast.MatchAs):
            if pattern.pattern is not None:
                self._pattern(pattern.pattern, subject, case)
            if pattern.name is not None:
                case.captures.append((pattern.name, subject))
        elif isinstance(pattern, _ast.MatchOr):
            self._alternatives(pattern, subject, case)
        self.location = outside

    def _check(self, name: str, subject: int, pattern: _ast.pattern, case: _Case) -> None:
        """Fail unless the instruction says that the subject is of a kind."""
        self.emit(name, self.next, subject, 0, 0, pattern)
        self.emit("JUMP_IF_FALSE", self.next, 0, 0, KILL_A, pattern, self._failure(case))

    def _check_length(self, mask: str, length: int, subject: int, pattern: _ast.pattern, case: _Case) -> None:
        self.emit("GET_LEN", self.next, subject, 0, 0, pattern)
        flags = KILL_B | comparison_variant(COMPARISONS[mask])
        self.emit("JUMP_COMPARE", 0, self.next, self.pool.constant(length), flags, pattern, self._failure(case))

    def _take_run(self, count: int) -> int:
        """Take `count` temporaries, filled by the instruction just emitted. Returns the first."""
        first = self.next
        self.next += count
        self.high = max(self.high, self.next)
        return first

    def _sequence(self, pattern: _ast.MatchSequence, subject: int, case: _Case) -> None:
        patterns = pattern.patterns
        size = len(patterns)
        star = next((index for index, item in enumerate(patterns) if isinstance(item, _ast.MatchStar)), -1)
        self._check("MATCH_SEQUENCE", subject, pattern, case)
        if star < 0:
            self._check_length("==", size, subject, pattern, case)
        elif size > 1:
            self._check_length(">=", size - 1, subject, pattern, case)
        if all(_is_wildcard(item) for item in patterns):
            return
        if star >= 0 and _is_wildcard(patterns[star]):
            # Nobody wants what the star takes: look at the others one by one.
            for index, item in enumerate(patterns):
                if _is_wildcard(item):
                    continue
                register = self.next
                position = self.pool.constant(index)
                flags = 0
                if index > star:
                    # From the end, without negative indexes: the subject may not know them.
                    self.emit("GET_LEN", register, subject, 0, 0, pattern)
                    distance = self.pool.constant(size - index)
                    self.emit("SUB", register, register, distance, KILL_B, pattern)
                    position, flags = register, 0b100
                self.emit("GETITEM", register, subject, position, flags, pattern)
                self.push()
                self._pattern(item, register, case)
            return
        if star < 0:
            self.emit("UNPACK", self.next, subject, size, 0, pattern)
        else:
            self.emit("UNPACK_EX", self.next, subject, star | (size - 1 - star) << 8, 0, pattern)
        first = self._take_run(size)
        for index, item in enumerate(patterns):
            self._pattern(item, first + index, case)

    def _mapping(self, pattern: _ast.MatchMapping, subject: int, case: _Case) -> None:
        size = len(pattern.keys)
        self._check("MATCH_MAPPING", subject, pattern, case)
        if size:
            self._check_length(">=", size, subject, pattern, case)
        elif pattern.rest is None:
            return
        keys = self.next
        constants = self.constants_of(pattern.keys)
        if constants is not None:
            self.load(self.pool.constant(constants))
        else:
            for key in pattern.keys:
                self.argument(key)
            self.next = keys
            self.emit("BUILD_TUPLE", keys, keys, size, 0, pattern)
            self.push()
        values = self.next
        self.emit("MATCH_KEYS", values, subject, keys, 0, pattern)
        self.push()
        self.emit("JUMP_IF_NONE", values, 0, 0, 0, None, self._failure(case))
        self.next = values
        self.emit("UNPACK", values, values, size, KILL_B, pattern)
        self._take_run(size)
        for index, item in enumerate(pattern.patterns):
            self._pattern(item, values + index, case)
        if pattern.rest is not None:
            rest = self.next
            self.emit("COPY_MAP_WITHOUT", rest, subject, keys, 0, pattern)
            self.push()
            case.captures.append((pattern.rest, rest))

    def _class(self, pattern: _ast.MatchClass, subject: int, case: _Case) -> None:
        window = self.next
        self.load(subject)
        self.argument(pattern.cls)
        self.load(self.pool.constant(tuple(pattern.kwd_attrs)))
        self.next = window
        self.emit("MATCH_CLASS", window, window, len(pattern.patterns), 0, pattern)
        self.push()
        self.emit("JUMP_IF_NONE", window, 0, 0, 0, None, self._failure(case))
        self.next = window
        items = [*pattern.patterns, *pattern.kwd_patterns]
        self.emit("UNPACK", window, window, len(items), KILL_B, pattern)
        self._take_run(len(items))
        for index, item in enumerate(items):
            self._pattern(item, window + index, case)

    def _alternatives(self, pattern: _ast.MatchOr, subject: int, case: _Case) -> None:
        """Alternatives that capture leave the values in the same temporaries, reserved before the first."""
        reserved = self.next
        end = Label()
        none = self.pool.constant(None)
        names: list[str] = []
        count = len(_captured_names(pattern.patterns[0]))
        for _ in range(count):
            self.load(none)
        floor = self.next
        for alternative in pattern.patterns:
            self.next = floor
            attempt = _Case(floor)
            self._pattern(alternative, subject, attempt)
            if not names:
                names = [name for name, _ in attempt.captures]
            found = dict(attempt.captures)
            uses = [found[name] for name in names]
            for index, register in enumerate(uses):
                dies = register >= floor and register not in uses[index + 1 :]
                self.clear(reserved + index)
                self.emit("MOVE", reserved + index, register, 0, KILL_B if dies else 0)
            for register in range(self.next - 1, floor - 1, -1):
                if register not in uses:
                    self.clear(register)
            self.jump(end)
            self._place_failures(attempt)
        self.next = floor
        self.jump(self._failure(case))
        self.place(end)
        case.captures.extend((name, reserved + index) for index, name in enumerate(names))


def _is_wildcard(pattern: _ast.pattern) -> bool:
    """`_` or `*_`."""
    if isinstance(pattern, _ast.MatchAs):
        return pattern.name is None and pattern.pattern is None
    return isinstance(pattern, _ast.MatchStar) and pattern.name is None


def _captured_names(pattern: _ast.pattern) -> set[str]:
    names: set[str] = set()
    pending: list[_ast.pattern] = [pattern]
    while pending:
        item = pending.pop()
        if isinstance(item, (_ast.MatchAs, _ast.MatchStar)) and item.name is not None:
            names.add(item.name)
        if isinstance(item, _ast.MatchMapping) and item.rest is not None:
            names.add(item.rest)
        if isinstance(item, _ast.MatchAs):
            if item.pattern is not None:
                pending.append(item.pattern)
        elif isinstance(item, (_ast.MatchSequence, _ast.MatchOr, _ast.MatchMapping, _ast.MatchClass)):
            pending.extend(item.patterns)
            if isinstance(item, _ast.MatchClass):
                pending.extend(item.kwd_patterns)
    return names
