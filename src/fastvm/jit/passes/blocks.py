"""Cleans the control flow: branches whose condition is a constant, and blocks that only one jump leads to.

A branch on a constant becomes a jump; what cannot be reached then goes. A block whose only predecessor does nothing
but jump to it is appended to that predecessor, its parameters replaced by the jump's arguments.

Right, because the operations that run, and their order, are the same on every way; frame states change in the
names of their values only.

Stands near the end: constants come from value_numbering and int_ranges, and preheaders that nothing was moved into
are of no more use.
"""

from __future__ import annotations

from ..hir.analysis import predecessors, reverse_postorder
from ..hir.graph import Function, Op, Value
from .simplify import constant_of


def clean_blocks(function: Function) -> None:
    """Run the pass."""
    for block in function.blocks:
        jump = block.terminator
        if jump.name == "branch":
            known = constant_of(jump.operands[0])
            if known is not None:
                block.ops[-1] = Op("jump", [], (), None, None, [jump.targets[0 if known else 1]])
    function.blocks = reverse_postorder(function)
    before = predecessors(function)
    replaced: dict[Value, Value] = {}
    gone = set()
    for block in function.blocks:
        if block in gone:
            continue
        while block.terminator.name == "jump":
            target = block.terminator.targets[0]
            following = target.block
            if len(before[following]) != 1 or following is block or following is function.blocks[0]:
                break
            for parameter, value in zip(following.parameters, target.arguments):
                replaced[parameter] = replaced.get(value, value)
            block.ops[-1:] = following.ops
            gone.add(following)
    if gone:
        function.blocks = [block for block in function.blocks if block not in gone]
    if replaced:
        function.replace(replaced)
