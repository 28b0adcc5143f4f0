"""Loop-invariant code motion: what has the same outcome in every round is done once, in the loop's preheader.

Moved are operations whose operands are made outside the loop, and whose memory the loop does not write: pure ones,
loads and guards. From inner loops to outer ones, so what is invariant in both ends up outside both.

Right, because the operands exist in the preheader, and the memory is there as every round would find it: a loop that
attends to signals or other threads leaves native code (`safepoint`), so what it does not write does not change. A
moved load reads from an object that the loop reads from, alive at its entry; loads whose safety rests on a guard
stay behind it, unless that is an operand (`load_item` on `item_place`) or is moved first. What a guard in the loop
keeps from being NULL is looked at behind that guard.

A moved guard that fails leaves at the loop's header, with the state of the loop's entry: the interpreter does the
whole loop, so nothing is lost. But it may fail where the loop would not have come to it. Therefore only guards that
every complete round passes are moved, and of those that depend on numbers only the header's own, which are passed even
if there is no round. The state names the place that the guard comes from; when it keeps failing, the driver has the
loop compiled again with the guards of that place left in it (`Function.fixed`).

Stands after parameter_types, which makes the types of what loops hand round known on entry.
"""

from __future__ import annotations

from ..hir.analysis import Loop, dominates, dominators, find_loops
from ..hir.graph import Block, Function, Op, Value
from ..hir.memory import MemoryClass, disturbs, reads, written_in
from ..records import replace
from .loop_shape import entry_state_of, preheader

#: Guards on what an object is: of those, one that every round passes is passed by most loops that are entered.
_KINDS = frozenset(
    """guard_type guard_bound guard_const unbox_int unbox_double unbox_bool guard_class guard_classes guard_version
    guard_versions guard_lacks guard_plain guard_tracked guard_function guard_call module_dict class_names values
    names""".split()
)
#: Guards and operations that exit because of numbers.
_NUMBERS = frozenset(
    """int_add int_sub int_mul int_floordiv int_mod int_lshift int_rshift int_truediv int_exact_double double_truediv
    double_pow item_place guard guard_size list_item tuple_item""".split()
)
#: Loads that are safe only behind a guard that is not one of their operands.
_GUARDED = frozenset({"field", "int_natural_div", "int_natural_mod"})
#: Loads that are safe only where their operand is known to be a function: behind a guard of that, or a branch.
_OF_FUNCTIONS = frozenset({"closure_cell", "namespace_of"})
_FUNCTION_GUARDS = frozenset({"guard_function", "guard_unit"})


def move_invariants(function: Function) -> None:
    """Run the pass."""
    idom = dominators(function)
    for loop in find_loops(function, idom):
        entry = preheader(function, loop.header, loop.blocks)
        if entry is not None:
            _Motion(function, loop, entry, idom).run()


class _Motion:
    """Moves what it can out of one loop."""

    def __init__(self, function: Function, loop: Loop, entry: Block, idom: dict[Block, Block]) -> None:
        self.function = function
        self.loop = loop
        self.entry = entry
        self.idom = idom
        #: What was moved, by what it does: the same is moved once.
        self.moved: dict[tuple[object, ...], Value | None] = {}
        self.replaced: dict[Value, Value] = {}
        #: Values that a guard in the loop keeps from being NULL: what looks at them stays behind it.
        self.unproven: set[Value] = set()
        self.written: frozenset[MemoryClass] = written_in(loop.blocks)
        self.inside: set[Value] = set()
        for block in loop.blocks:
            self.inside |= set(block.parameters)
            self.inside |= {op.result for op in block.ops if op.result is not None}

    def run(self) -> None:
        # In an order in which what makes an operand comes first.
        for block in self.function.blocks:
            if block in self.loop.blocks:
                always = all(dominates(self.idom, block, latch) for latch in self.loop.latches)
                kept = []
                for op in block.ops:
                    if not self._move(op, block, always):
                        kept.append(op)
                        if op.name == "guard_bound":
                            self.unproven.add(op.operands[0])
                block.ops = kept
        if self.replaced:
            self.function.replace(self.replaced)

    def _move(self, op: Op, block: Block, always: bool) -> bool:
        if self.replaced:
            op.operands = [self.replaced.get(value, value) for value in op.operands]
        if not (self.inside.isdisjoint(op.operands) and self.unproven.isdisjoint(op.operands)):
            return False
        if disturbs(self.written, reads(op)):
            return False
        if op.info.exits:
            if not self._may_fail_early(op, block, always):
                return False
        elif not op.info.removable or op.name in _GUARDED:
            return False
        elif op.name in _OF_FUNCTIONS and not self._is_function(op.operands[0]):
            return False
        key = (op.name, *op.operands, op.immediates)
        if key in self.moved:
            same = self.moved[key]
            if op.result is not None and same is not None:
                self.replaced[op.result] = same
            return True
        self.moved[key] = op.result
        state = entry_state_of(self.entry)
        if op.info.exits:
            assert state is not None and state.state is not None and op.state is not None
            origin = op.state.register if op.state.reason == "hoisted" else op.state.pc
            op.state = replace(state.state, reason="hoisted", register=origin)
        last = len(self.entry.ops) - (1 if state is None else 2)
        self.entry.ops.insert(last, op)
        if op.result is not None:
            self.inside.discard(op.result)
        return True

    def _is_function(self, value: Value) -> bool:
        """Whether a guard in front of the loop, perhaps one that was moved there, says that it is a function."""
        return any(
            op.name in _FUNCTION_GUARDS and op.operands[0] is value and dominates(self.idom, block, self.entry)
            for block, op in self.function.ops()
        )

    def _may_fail_early(self, op: Op, block: Block, always: bool) -> bool:
        """Whether a guard is one to move."""
        if entry_state_of(self.entry) is None or op.state is None or not always:
            return False
        if op.state.reason == "hoisted":
            place = op.state.register
        elif op.state.reason in ("guard", "varies"):
            place = op.state.pc
        else:
            return False
        if place in self.function.fixed:
            return False
        return op.name in _KINDS or op.state.reason == "varies" or (op.name in _NUMBERS and block is self.loop.header)
