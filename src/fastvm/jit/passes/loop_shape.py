"""Gives every loop a preheader, and loops that share a header a header each: places to put what a loop needs only once.

A preheader is a block that all ways into the loop from outside pass, and nothing else. Code compiled from the header
of an inner loop on has one block that is both the inner loop's header and, entered from the end of the outer loop's
body, the outer loop's. Such loops are told apart by their parameters: a back edge that hands a parameter on as it is
belongs to the inner loop, one that brings another value for it to the outer. Were that wrong, nothing would be lost:
the new header is passed on just the ways on which the old one was.

The builder puts a `loop_entry` with the frame's state into each header. Nothing is done between the end of a block
that jumps to the header and the header's start, so the state with the jump's arguments for the parameters is good at
the end of that block too: that is what the preheader's own `loop_entry` says.

Stands in front of the passes that use preheaders (parameter_types, loop_invariants), and after the first
trivial_parameters: parameters that are handed round outer loops as well tell nothing.
"""

from __future__ import annotations

from ..hir.analysis import dominates, dominators, find_loops
from ..hir.graph import Block, Function, Op, Target


def shape_loops(function: Function) -> None:
    """Run the pass."""
    while _separate(function):
        pass
    idom = dominators(function)
    edges = _edges(function)
    for loop in find_loops(function, idom):
        outer = [target for source, target in edges[loop.header] if not dominates(idom, loop.header, source)]
        _put_in_front(function, loop.header, outer)


def _edges(function: Function) -> dict[Block, list[tuple[Block, Target]]]:
    """The jumps to each block."""
    edges: dict[Block, list[tuple[Block, Target]]] = {block: [] for block in function.blocks}
    for block in function.blocks:
        for target in block.terminator.targets:
            edges[target.block].append((block, target))
    return edges


def _separate(function: Function) -> bool:
    """Give one outer loop that shares its header with an inner one a header of its own."""
    idom = dominators(function)
    edges = _edges(function)
    for loop in find_loops(function, idom):
        header = loop.header
        back = [target for source, target in edges[header] if dominates(idom, header, source)]
        for place, parameter in enumerate(header.parameters):
            inner = [target for target in back if target.arguments[place] is parameter]
            if inner and len(inner) < len(back):
                _put_in_front(function, header, [target for _, target in edges[header] if target not in inner])
                return True
    return False


def _put_in_front(function: Function, header: Block, targets: list[Target]) -> Block:
    """A block that these jumps to the header pass first."""
    block = function.new_block()
    function.blocks.remove(block)
    function.blocks.insert(function.blocks.index(header), block)
    block.parameters = [function.new_value(parameter.type) for parameter in header.parameters]
    for target in targets:
        target.block = block
    first = header.ops[0]
    if first.name == "loop_entry" and first.state is not None:
        own = dict(zip(header.parameters, block.parameters))
        block.ops.append(Op("loop_entry", [], (), None, first.state.with_values(own)))
    block.ops.append(Op("jump", [], (), None, None, [Target(header, list(block.parameters))]))
    return block


def preheader(function: Function, header: Block, inside: set[Block]) -> Block | None:
    """The block that all ways into a loop pass, if the loop has been given one."""
    outside = [block for block in function.blocks if block not in inside and header in block.successors()]
    return outside[0] if len(outside) == 1 and outside[0].terminator.name == "jump" else None


def entry_state_of(block: Block) -> Op | None:
    """The `loop_entry` of a preheader."""
    op = block.ops[-2] if len(block.ops) > 1 else None
    return op if op is not None and op.name == "loop_entry" else None


def drop_loop_entries(function: Function) -> None:
    """Remove the frame states of loop entries, when no pass moves guards any more."""
    for block in function.blocks:
        block.ops = [op for op in block.ops if op.name != "loop_entry"]
