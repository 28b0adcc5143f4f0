"""Removes operations without effects whose results nobody needs, parameters that nobody needs, and blocks that nobody
jumps to.

Needed is what an operation with an effect uses, frame states included, and what needed values are made from. A
parameter that is only handed round a loop is not needed.
"""

from __future__ import annotations

from ..hir.analysis import reverse_postorder
from ..hir.graph import Block, Function, Value


def remove_dead_code(function: Function) -> None:
    order = reverse_postorder(function)
    function.blocks = order
    home: dict[Value, tuple[Block, int]] = {}
    arguments: dict[Value, list[Value]] = {}
    for block in function.blocks:
        for place, parameter in enumerate(block.parameters):
            home[parameter] = (block, place)
            arguments[parameter] = []
    for block in function.blocks:
        for target in block.terminator.targets:
            for parameter, value in zip(target.block.parameters, target.arguments):
                arguments[parameter].append(value)
    needed: set[Value] = set()
    work: list[Value] = []
    for _, op in function.ops():
        if not op.info.removable:
            work += op.operands
            if op.state is not None:
                work += op.state.values()
    while work:
        value = work.pop()
        if value in needed:
            continue
        needed.add(value)
        if value in arguments:
            work += arguments[value]
        elif value.origin is not None:
            work += value.origin.used()
    for block in function.blocks:
        block.ops = [op for op in block.ops if not op.info.removable or op.result in needed]
        for target in block.terminator.targets:
            pairs = zip(target.block.parameters, target.arguments)
            target.arguments = [value for parameter, value in pairs if parameter in needed]
    for block in function.blocks:
        block.parameters = [parameter for parameter in block.parameters if parameter in needed]
