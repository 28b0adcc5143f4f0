"""Removes block parameters that have the same argument on all ways into the block (Braun et al., CC 2013).

The builder gives each loop header a parameter for every register, before it knows what the loop changes. A parameter
whose arguments are one value and itself is that value.
"""

from __future__ import annotations

from ..hir.graph import Block, Function, Target, Value


def remove_trivial_parameters(function: Function) -> None:
    incoming: dict[Block, list[Target]] = {block: [] for block in function.blocks}
    for block in function.blocks:
        for target in block.terminator.targets:
            incoming[target.block].append(target)
    replaced: dict[Value, Value] = {}

    def final(value: Value) -> Value:
        while value in replaced:
            value = replaced[value]
        return value

    changed = True
    while changed:
        changed = False
        for block in function.blocks:
            for place in reversed(range(len(block.parameters))):
                parameter = block.parameters[place]
                arguments = {final(target.arguments[place]) for target in incoming[block]} - {parameter}
                if len(arguments) != 1 or (other := arguments.pop()).type != parameter.type:
                    continue
                replaced[parameter] = other
                del block.parameters[place]
                for target in incoming[block]:
                    del target.arguments[place]
                changed = True
    if replaced:
        everything = {value: final(value) for value in replaced}
        function.replace(everything)
