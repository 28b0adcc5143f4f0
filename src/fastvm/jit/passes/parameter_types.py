"""Types of loop parameters: what a loop guards in every round, of a value that it only hands on, is guarded on entry.

A header's parameter of type `object` gets an exact type when a guard for that type on it is passed in every round, and
every back edge brings a value of that type (the guarded one, most often). The guard moves to the ways into the loop:
to the preheader, with the state of the loop's entry, where its failing leaves the whole loop to the interpreter; where
the value that comes in is of the type anyway, it needs none. In the loop the guards' results are the parameter.

Right for the reason that loop_invariants gives; and like there, guards of places that failed so before are left alone.

Stands between loop_shape, which makes preheaders, and the second trivial_parameters, to which a parameter that is only
handed round with its type known is no parameter any more; only then loop_invariants sees what does not change.
"""

from __future__ import annotations

from ..hir.analysis import Loop, dominates, dominators, find_loops
from ..hir.graph import Block, Function, Op, Value
from ..hir.types import OBJECT
from ..records import replace
from .loop_shape import entry_state_of, preheader


def type_parameters(function: Function) -> None:
    """Run the pass."""
    idom = dominators(function)
    guards: dict[Value, list[tuple[Block, Op]]] = {}
    unbound: set[Value] = set()  # what may be NULL: guarded before its type is looked at
    for block, op in function.ops():
        if op.name == "guard_bound":
            unbound.add(op.operands[0])
        elif op.name == "guard_type" and op.operands[0].origin is None:
            guards.setdefault(op.operands[0], []).append((block, op))
    if not guards:
        return
    replacement: dict[Value, Value] = {}
    for loop in reversed(find_loops(function, idom)):
        entry = preheader(function, loop.header, loop.blocks)
        if entry is not None and entry_state_of(entry) is not None:
            _type_header(function, loop, entry, idom, guards, unbound, replacement)
    if replacement:
        for block in function.blocks:
            block.ops = [op for op in block.ops if op.result not in replacement]
        function.replace(replacement)


def _type_header(
    function: Function,
    loop: Loop,
    entry: Block,
    idom: dict[Block, Block],
    guards: dict[Value, list[tuple[Block, Op]]],
    unbound: set[Value],
    replacement: dict[Value, Value],
) -> None:
    arguments: dict[int, list[Value]] = {}
    for latch in loop.latches:
        for target in latch.terminator.targets:
            if target.block is loop.header:
                for place, value in enumerate(target.arguments):
                    arguments.setdefault(place, []).append(value)
    for place, parameter in enumerate(loop.header.parameters):
        if parameter.type != OBJECT:
            continue
        for block, op in guards.get(parameter, ()):
            assert op.state is not None
            wanted = str(op.immediates[0])
            if op.state.pc in function.fixed or not all(dominates(idom, block, latch) for latch in loop.latches):
                continue
            if all(value is parameter or value.type == wanted for value in arguments[place]):
                _guard_on_entry(function, entry, place, wanted, op.state.pc, parameter in unbound)
                parameter.type = wanted
                for _, other in guards[parameter]:
                    if other.immediates[0] == wanted and other.result is not None:
                        replacement[other.result] = parameter
                break


def _guard_on_entry(function: Function, entry: Block, place: int, type: str, origin: int, unbound: bool) -> None:
    """Make sure of the type of what the preheader gives for a parameter."""
    arguments = entry.terminator.targets[0].arguments
    if arguments[place].type == type:
        return
    state = entry_state_of(entry)
    assert state is not None and state.state is not None
    result = function.new_value(type)
    hoisted = replace(state.state, reason="hoisted", register=origin)
    if unbound:
        entry.ops.insert(len(entry.ops) - 2, Op("guard_bound", [arguments[place]], (), None, hoisted))
    entry.ops.insert(len(entry.ops) - 2, Op("guard_type", [arguments[place]], (type,), result, hoisted))
    arguments[place] = result
