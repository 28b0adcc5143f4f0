"""Value numbering over the dominator tree: an operation that was done before, with the same outcome, is not done again.

Removes common subexpressions; guards that an equal one dominates; conditions that a branch or guard has decided; loads
of registers and of what objects hold when nothing in between can have written that; loads of what was stored; boxing
followed by unboxing. Constants are folded on the way (simplify.py).

Right, because two operations have one result when name, operands and immediates are equal, and the memory that they
read has one version (hir/memory.py). One that dominates another has been done whenever the other would be, so a guard
that is left out has succeeded already, and no exit is taken that would not have been taken: a frame state that goes
with its operation goes for good, the other one's stays as it was. An object that was loaded before and would be loaded
again is alive as long as its container holds it, and that it does: a version says that nothing was stored there.
Operations that only act, run code or exit for reasons of their own (`safepoint`) are left alone.

Stands after trivial_parameters, whose work makes values equal, and again behind those passes that make new operations.
"""

from __future__ import annotations

from ..hir.analysis import dominators, find_loops, reverse_postorder
from ..hir.graph import Block, Function, Immediate, Op, Value
from ..hir.memory import ITEMS, RANGES, Versions, reads, slot_classes
from ..hir.ops import OPS
from ..hir.types import BOOL, DOUBLE, INERT, INT, is_subtype
from .simplify import constant_of, simplified

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Key = tuple[object, ...]

#: Guards without a result: once passed, passed.
_GUARDS = frozenset(
    """guard guard_bound guard_const guard_inert guard_drop guard_size guard_lacks guard_plain
    guard_release guard_tracked guard_function guard_unit""".split()
)
#: Operations with exits that are not the same again, or whose frame state matters even if they are.
_UNIQUE = frozenset(
    """safepoint counted_safepoint run run_branch run_caught call_unit call_unit_caught argument take leave
    loop_entry""".split()
)
#: Loads from where numbers may have been stored.
_NUMBER_IN = frozenset({"list_load", "slot_load"})
_SLOT_STORES = frozenset({"slot_put", "slot_put_int", "slot_put_double", "slot_swap"})
_UNBOX = {INT: "unbox_int", DOUBLE: "unbox_double"}
_SHOWN = {"show_int": "unbox_int", "show_double": "unbox_double", "show_bool": "unbox_bool"}
#: (Not doubles: of two NaNs, the first is the sum.)
_COMMUTATIVE = frozenset("int_add int_mul int_and int_or int_xor int_wrap_add int_wrap_mul or is".split())


def _numbered(name: str) -> bool:
    """Whether operations with this name have results that a table can hold."""
    info = OPS[name]
    return info.result != "nothing" and not info.effects & {"writes", "runs", "control"} and name not in _UNIQUE


CONSTANTS = (INT, DOUBLE, BOOL)
NUMBERED = frozenset(name for name in OPS if _numbered(name))


class _Numbering:
    def __init__(self, function: Function) -> None:
        self.function = function
        self.idom = dominators(function)
        self.memory = Versions(function, find_loops(function, self.idom))
        #: What is known at the present place; `undo` says what held before, to go back up the tree.
        self.values: dict[Key, Value] = {}
        self.replaced: dict[Value, Value] = {}
        self.undo: list[tuple[dict[Any, Any], object, object]] = []
        self.constants: dict[tuple[str, Immediate], Value] = {}
        entry = function.blocks[0]
        constants = [op for op in entry.ops if op.name in CONSTANTS]
        entry.ops[:] = [*constants, *(op for op in entry.ops if op.name not in CONSTANTS)]
        for op in constants:
            assert op.result is not None
            self.constants.setdefault(self._constant_key(op.name, op.immediates[0]), op.result)

    @staticmethod
    def _constant_key(name: str, number: Immediate) -> tuple[str, Immediate]:
        return name, number.hex() if isinstance(number, float) else number

    def constant(self, name: str, number: Immediate) -> Value:
        """A constant, made in the entry block."""
        key = self._constant_key(name, number)
        if key not in self.constants:
            result = self.function.new_value(name)
            self.function.blocks[0].ops.insert(0, Op(name, [], (number,), result))
            self.constants[key] = result
        return self.constants[key]

    # --- What is known here -----------------------------------------------------------------------------

    def _set(self, table: dict[Any, Any], key: object, value: object) -> None:
        self.undo.append((table, key, table.get(key)))
        table[key] = value

    def remember(self, key: Key, value: Value) -> None:
        self._set(self.values, key, value)

    def replace(self, value: Value, by: Value) -> None:
        self._set(self.replaced, value, by)

    def decided(self, condition: Value, outcome: int) -> None:
        """A condition has this outcome in all that follows."""
        while constant_of(condition) is None and condition not in self.replaced:
            self.replace(condition, self.constant(BOOL, outcome))
            origin = condition.origin
            if origin is None or origin.name != "not":
                return
            condition, outcome = origin.operands[0], 1 - outcome

    # --- The walk -----------------------------------------------------------------------------------------

    def run(self) -> None:
        below: dict[Block, list[Block]] = {}
        order = reverse_postorder(self.function)
        for block in order[1:]:
            below.setdefault(self.idom[block], []).append(block)
        sources: dict[Block, list[tuple[Op, int]]] = {}
        for block in order:
            for place, target in enumerate(block.terminator.targets):
                sources.setdefault(target.block, []).append((block.terminator, place))
        stack: list[tuple[Block, int]] = [(order[0], -1)]
        while stack:
            block, mark = stack.pop()
            if mark >= 0:
                self._back_to(mark)
                continue
            stack.append((block, len(self.undo)))
            ways = sources.get(block, [])
            if len(ways) == 1 and ways[0][0].name == "branch":
                jump, place = ways[0]
                if jump.targets[0].block is not jump.targets[1].block:
                    self.decided(jump.operands[0], 1 - place)
            self._block(block)
            stack += [(child, -1) for child in reversed(below.get(block, []))]

    def _back_to(self, mark: int) -> None:
        while len(self.undo) > mark:
            table, key, old = self.undo.pop()
            if old is None:
                del table[key]
            else:
                table[key] = old

    def _block(self, block: Block) -> None:
        self.memory.begin(block)
        kept: list[Op] = []
        before = list(block.ops)
        for op in before:
            if self.replaced:
                op.replace(self.replaced)
            if not self._known(op):
                kept.append(op)
                self.memory.step(op)
                self._learn(op)
        # Constants made on the way stand at the start of the entry block.
        block.ops[:] = block.ops[: len(block.ops) - len(before)] + kept

    def _known(self, op: Op) -> bool:
        """Whether the operation need not be done: its result, if any, is another value."""
        name = op.name
        if op.result is None:
            if name in _SHOWN:
                return constant_of(op.operands[1]) == 0
            if name in ("note_order", "note_place"):
                return ("guard_bound", op.operands[-1], (), ()) in self.values
            if name not in _GUARDS:
                return False
            if name == "guard":
                return bool(constant_of(op.operands[0]))
            if name == "guard_bound" and (op.operands[0].type != "object"):
                return True
            if name in ("guard_release", "guard_drop") and self._inert(op.operands[0]):
                return True
            return self._key(op) in self.values
        if name not in NUMBERED:
            return False
        if name in CONSTANTS:
            value = self.constant(name, op.immediates[0])
            if value is not op.result:
                self.replace(op.result, value)
            return value is not op.result
        simpler = simplified(op)
        if simpler is not None:
            value = simpler if isinstance(simpler, Value) else self.constant(*simpler)
        else:
            found = self.values.get(self._key(op))
            if found is None or not is_subtype(found.type, op.result.type):
                return False
            value = self.replaced.get(found, found)
        self.replace(op.result, value)
        return True

    def _inert(self, object: Value) -> bool:
        """Whether the object is of a type that dies unseen."""
        if object.type in INERT:
            return True
        return any((unbox, object, (), ()) in self.values for unbox in ("unbox_int", "unbox_double"))

    def _key(self, op: Op) -> Key:
        operands = op.operands
        if op.name in _COMMUTATIVE:
            operands = sorted(operands, key=_number)
        # A register's type is what is known of it at the place: not part of what is asked.
        immediates = op.immediates if op.name != "slot" else op.immediates[1:]
        return (op.name, *operands, immediates, self.memory.of(reads(op)))

    def _learn(self, op: Op) -> None:
        """What is known once an operation was done."""
        name = op.name
        if op.result is not None and name in NUMBERED:
            self.remember(self._key(op), op.result)
            if name == "slot":
                self._learn_number(op)
            elif name == "item_place":
                self.remember(("known_place", *op.operands, (), ()), op.result)
            elif name in _NUMBER_IN:
                self._learn_item(op)
        elif name == "guard":
            self.decided(op.operands[0], 1)
        elif name in _GUARDS:
            self.remember(self._key(op), op.operands[0])
        elif name in ("put", "put_new"):
            self._stored("slot", op.immediates[:1], op.operands[0])
        elif name in _SHOWN:
            self._stored(_SHOWN[name], op.immediates[:1], op.operands[0])
        elif name in ("list_put", "list_put_double", "list_put_int"):
            version = self.memory.of(frozenset({ITEMS}))
            if version is not None:
                load = "list_load" if name == "list_put" else "number_at"
                self.remember((load, *op.operands[:2], (), version), op.operands[2])
        elif name in _SLOT_STORES:
            self._learn_slot(op)
        elif name == "set_field" and op.operands[0].type == "tuple":
            self.remember(("field", op.operands[0], op.immediates, ()), op.operands[1])
        elif name == "set_range_index":
            version = self.memory.of(frozenset({RANGES}))
            if version is not None:
                self.remember(("range_index", op.operands[0], (), version), op.operands[1])

    def _stored(self, load: str, register: tuple[Immediate, ...], value: Value) -> None:
        """A register holds an object, or one that unboxes to a number."""
        version = self.memory.of(frozenset({int(register[0])}))
        if version is not None:
            self.remember((load, register, version), value)

    def _learn_number(self, op: Op) -> None:
        """The object in a register that shows a known number unboxes to that number."""
        version = self.memory.of(reads(op))
        for unbox in _SHOWN.values():
            number = self.values.get((unbox, op.immediates[1:], version))
            if number is not None:
                self.remember((unbox, op.result, (), ()), number)

    def _learn_item(self, op: Op) -> None:
        """What was loaded from where a number was stored unboxes to that number."""
        number = self.values.get(("number_at", *op.operands, op.immediates, self.memory.of(reads(op))))
        if number is not None:
            self.remember((_UNBOX[number.type], op.result, (), ()), number)
            self.remember(("guard_bound", op.result, (), ()), number)

    def _learn_slot(self, op: Op) -> None:
        """A slot holds what was stored in it: something."""
        version = self.memory.of(slot_classes(op))
        stored = op.operands[2]
        if stored.type not in _UNBOX:
            self.remember(("guard_bound", stored, (), ()), stored)
        if version is not None:
            load = "number_at" if stored.type in _UNBOX else "slot_load"
            self.remember((load, op.operands[0], op.immediates, version), stored)


def _number(value: Value) -> int:
    return value.number


def number_values(function: Function) -> None:
    """Run the pass."""
    _Numbering(function).run()
