"""Ranges of ints: a check that cannot fail is left out, and the operation becomes one that does not exit.

Each int has a range, from what makes it (constants, masks, lengths, remainders, places of items) and, at a place, from
the comparisons that lead there: below `i < n`, `i + 1` cannot overflow. What loops hand round is found by going over
the function until nothing changes; a bound that goes on changing is widened to the end of the 64-bit numbers.

Then overflow checks go (`int_add` becomes `int_wrap_add`), and checks of shift distances, of divisors and signs in
divisions, and of exactness as a double; comparisons whose outcome follows are constants.

Right, because a range only says what holds whenever the place is reached: an operation that exits when its result does
not fit has a result that fits, and an SSA value never changes, so what a branch has found of it holds in all blocks
that the branch's way dominates. Operations only lose exits that could not be taken; the frame states of others are as
before.

Stands after value_numbering, so that a comparison and what it says something about are the same values; and in front
of loop_invariants, because what does not exit can be moved more freely.
"""

from __future__ import annotations

from _collections_abc import Callable

from fastvm.bytecode.instructions import EQUAL, GREATER, LESS

from ..hir.analysis import dominators, predecessors, reverse_postorder
from ..hir.graph import Block, Function, Op, Value
from ..hir.types import INT
from .simplify import EXACT, LEAST, MOST

Range = tuple[int, int]
Facts = dict[Value, Range]

EVERY: Range = (LEAST, MOST)
#: Rounds over the function before changing bounds are widened, and before the pass gives up.
PATIENCE = 3
MOST_ROUNDS = 10
#: No container of the host has more items.
MOST_ITEMS = 2**60


def use_ranges(function: Function) -> None:
    """Run the pass."""
    if any(op.name in _CHECKED for _, op in function.ops()):
        _Ranges(function).run()


# --- Arithmetic on ranges ---------------------------------------------------------------------------------


def _fits(range: Range) -> bool:
    return range[0] >= LEAST and range[1] <= MOST


def _clamped(range: Range) -> Range:
    return max(range[0], LEAST), min(range[1], MOST)


def _corners(operation: Callable[[int, int], int], x: Range, y: Range) -> Range:
    """The range of an operation whose least and greatest results come from ends of its operands' ranges."""
    results = [operation(a, b) for a in x for b in y]
    return min(results), max(results)


def _add(x: Range, y: Range) -> Range:
    return x[0] + y[0], x[1] + y[1]


def _sub(x: Range, y: Range) -> Range:
    return x[0] - y[1], x[1] - y[0]


def _mul(x: Range, y: Range) -> Range:
    return _corners(lambda a, b: a * b, x, y)


def _lshift(x: Range, y: Range) -> Range:
    return _corners(lambda a, b: a << b, x, y) if 0 <= y[0] and y[1] < 64 else (LEAST << 1, MOST << 1)


def _rshift(x: Range, y: Range) -> Range:
    return _corners(lambda a, b: a >> b, x, (max(y[0], 0), min(max(y[1], 0), 64)))


def _and(x: Range, y: Range) -> Range:
    bounds = [range[1] for range in (x, y) if range[0] >= 0]
    return (0, min(bounds)) if bounds else EVERY


def _or(x: Range, y: Range) -> Range:
    """Of bitwise or, and of exclusive or: no bit above the operands'."""
    if x[0] < 0 or y[0] < 0:
        return EVERY
    return 0, (1 << max(x[1].bit_length(), y[1].bit_length())) - 1


def _mod(x: Range, y: Range) -> Range:
    if y[0] <= 0:
        return EVERY
    return 0, min(y[1] - 1, x[1]) if x[0] >= 0 else y[1] - 1


def _floordiv(x: Range, y: Range) -> Range:
    return _corners(lambda a, b: a // b, x, y) if y[0] > 0 else EVERY


def _min(x: Range, y: Range) -> Range:
    return min(x[0], y[0]), min(x[1], y[1])


def _max(x: Range, y: Range) -> Range:
    return max(x[0], y[0]), max(x[1], y[1])


def _item_place(index: Range, length: Range) -> Range:
    return max(index[0], 0), max(length[1] - 1, 0)


_BINARY: dict[str, Callable[[Range, Range], Range]] = {
    "int_add": _add,
    "int_sub": _sub,
    "int_mul": _mul,
    "int_wrap_add": _add,
    "int_wrap_sub": _sub,
    "int_wrap_mul": _mul,
    "int_lshift": _lshift,
    "int_wrap_lshift": _lshift,
    "int_rshift": _rshift,
    "int_short_rshift": _rshift,
    "int_and": _and,
    "int_or": _or,
    "int_xor": _or,
    "int_mod": _mod,
    "int_natural_mod": _mod,
    "int_floordiv": _floordiv,
    "int_natural_div": _floordiv,
    "int_min": _min,
    "int_max": _max,
    "item_place": _item_place,
    "known_place": _item_place,
}
_CONSTANT_RANGES: dict[str, Range] = {
    "bool_to_int": (0, 1),
    "bytes_item": (0, 255),
    "bytearray_item": (0, 255),
    "list_length": (0, MOST_ITEMS),
    "tuple_length": (0, MOST_ITEMS),
    "range_length": (0, MOST),
    "range_index": (0, MOST),
}
#: What the pass can improve.
_CHECKED = frozenset(
    """int_add int_sub int_mul int_lshift int_rshift int_floordiv int_mod int_exact_double compare_int""".split()
)
_UNCHECKED = {"int_add": "int_wrap_add", "int_sub": "int_wrap_sub", "int_mul": "int_wrap_mul"}


# --- The analysis -----------------------------------------------------------------------------------------


class _Ranges:
    def __init__(self, function: Function) -> None:
        self.function = function
        self.order = reverse_postorder(function)
        self.idom = dominators(function)
        self.before = predecessors(function)
        #: The range of each int where it is made; what has none was not reached yet.
        self.known: Facts = {}
        #: What is known besides at the end of each block.
        self.at_end: dict[Block, Facts] = {}
        self.changed = False

    def run(self) -> None:
        for number in range(MOST_ROUNDS):
            self.changed = False
            for block in self.order:
                self._block(block, number > PATIENCE)
            if not self.changed:
                for block in self.order:
                    facts = self._facts_at_start(block)
                    for op in block.ops:
                        self._improve(op, facts)
                        self._learn(op, facts)
                return

    def _block(self, block: Block, impatient: bool) -> None:
        for place, parameter in enumerate(block.parameters):
            if parameter.type == INT:
                self._widen(parameter, self._incoming(block, place), impatient)
        facts = self._facts_at_start(block)
        for op in block.ops:
            if op.result is not None and op.result.type == INT:
                self._widen(op.result, self._made_by(op, facts), False)
            self._learn(op, facts)
        self.at_end[block] = facts

    def _widen(self, value: Value, found: Range, impatient: bool) -> None:
        old = self.known.get(value)
        if old is not None:
            found = min(old[0], found[0]), max(old[1], found[1])
            if impatient:
                found = found[0] if found[0] == old[0] else LEAST, found[1] if found[1] == old[1] else MOST
        if found != old:
            self.known[value] = found
            self.changed = True

    def _incoming(self, block: Block, place: int) -> Range:
        """The range of a parameter by what the jumps bring that were reached."""
        low, high = MOST, LEAST
        for source in self.before[block]:
            if source in self.at_end:
                for target in source.terminator.targets:
                    if target.block is block:
                        found = self._range(target.arguments[place], self.at_end[source])
                        low, high = min(low, found[0]), max(high, found[1])
        return (low, high) if low <= high else EVERY

    def _range(self, value: Value, facts: Facts) -> Range:
        low, high = self.known.get(value, EVERY)
        fact = facts.get(value)
        if fact is not None:
            low, high = max(low, fact[0]), min(high, fact[1])
            if low > high:  # a place that is never reached
                return fact
        return low, high

    def _exact(self, op: Op, facts: Facts) -> Range:
        """The range of an operation's result, as if it could be any number."""
        x, y = (self._range(operand, facts) for operand in op.operands)
        return _BINARY[op.name](x, y)

    def _made_by(self, op: Op, facts: Facts) -> Range:
        if op.name == INT:
            number = int(op.immediates[0])
            return number, number
        if op.name in _BINARY:
            return _clamped(self._exact(op, facts))
        return _CONSTANT_RANGES.get(op.name, EVERY)

    # --- What ways tell -----------------------------------------------------------------------------------

    def _facts_at_start(self, block: Block) -> Facts:
        above = self.idom[block]
        facts = dict(self.at_end.get(above, {})) if above is not block else {}
        sources = self.before[block]
        if len(sources) == 1 and sources[0].terminator.name == "branch":
            jump = sources[0].terminator
            yes, no = (target.block for target in jump.targets)
            if yes is not no:
                self._condition(jump.operands[0], block is yes, facts)
        return facts

    def _learn(self, op: Op, facts: Facts) -> None:
        """What an operation that was passed tells of its operands."""
        if op.name == "guard":
            self._condition(op.operands[0], True, facts)
        elif op.name == "item_place":
            self._narrow(op.operands[1], (1, MOST), facts)

    def _condition(self, condition: Value, outcome: bool, facts: Facts) -> None:
        origin = condition.origin
        if origin is None:
            return
        if origin.name == "not":
            self._condition(origin.operands[0], not outcome, facts)
        elif origin.name == "compare_int":
            mask = int(origin.immediates[0]) & (LESS | EQUAL | GREATER)
            mask = mask if outcome else ~mask & (LESS | EQUAL | GREATER)
            x, y = origin.operands
            self._compared(x, y, mask, facts)
            mirrored = mask & EQUAL | (GREATER if mask & LESS else 0) | (LESS if mask & GREATER else 0)
            self._compared(y, x, mirrored, facts)

    def _compared(self, x: Value, y: Value, mask: int, facts: Facts) -> None:
        """Narrow x by what its ordering to y is one of."""
        low, high = self._range(y, facts)
        if not mask & GREATER:
            self._narrow(x, (LEAST, high if mask & EQUAL else high - 1), facts)
        if not mask & LESS:
            self._narrow(x, (low if mask & EQUAL else low + 1, MOST), facts)

    def _narrow(self, value: Value, by: Range, facts: Facts) -> None:
        low, high = facts.get(value, EVERY)
        low, high = max(low, by[0]), min(high, by[1])
        if low <= high:
            facts[value] = low, high

    # --- What follows -------------------------------------------------------------------------------------

    def _improve(self, op: Op, facts: Facts) -> None:
        """Turn an operation into one without the checks that cannot fail."""
        name = op.name
        if name in _UNCHECKED:
            if _fits(self._exact(op, facts)):
                _become(op, _UNCHECKED[name])
        elif name == "int_lshift":
            distance = self._range(op.operands[1], facts)
            if 0 <= distance[0] and distance[1] < 63 and _fits(self._exact(op, facts)):
                _become(op, "int_wrap_lshift")
        elif name == "int_rshift":
            distance = self._range(op.operands[1], facts)
            if 0 <= distance[0] and distance[1] < 64:
                _become(op, "int_short_rshift")
        elif name in ("int_floordiv", "int_mod"):
            x, y = (self._range(operand, facts) for operand in op.operands)
            if x[0] >= 0 and y[0] > 0:
                _become(op, "int_natural_div" if name == "int_floordiv" else "int_natural_mod")
        elif name == "int_exact_double":
            low, high = self._range(op.operands[0], facts)
            if -EXACT <= low and high <= EXACT:
                _become(op, "int_to_double")
        elif name == "compare_int":
            x, y = (self._range(operand, facts) for operand in op.operands)
            possible = (LESS if x[0] < y[1] else 0) | (GREATER if x[1] > y[0] else 0)
            possible |= EQUAL if x[0] <= y[1] and y[0] <= x[1] else 0
            mask = int(op.immediates[0])
            if not possible & mask or not possible & ~mask:
                op.operands = []
                op.immediates = (int(possible & mask != 0),)
                op.become("bool")


def _become(op: Op, name: str) -> None:
    op.become(name)
    op.state = None
