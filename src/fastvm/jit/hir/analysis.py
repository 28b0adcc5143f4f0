"""Facts about a function's control flow: predecessors, reverse postorder, dominators, loops."""

from __future__ import annotations

from .graph import Block, Function


def predecessors(function: Function) -> dict[Block, list[Block]]:
    result: dict[Block, list[Block]] = {block: [] for block in function.blocks}
    for block in function.blocks:
        for successor in block.successors():
            result[successor].append(block)
    return result


def reverse_postorder(function: Function) -> list[Block]:
    """The blocks that can be reached, every one before its successors except along back edges."""
    order: list[Block] = []
    seen = {function.blocks[0]}
    stack = [(function.blocks[0], iter(function.blocks[0].successors()))]
    while stack:
        block, rest = stack[-1]
        for successor in rest:
            if successor not in seen:
                seen.add(successor)
                stack.append((successor, iter(successor.successors())))
                break
        else:
            order.append(block)
            stack.pop()
    order.reverse()
    return order


def dominators(function: Function) -> dict[Block, Block]:
    """The immediate dominator of each block (Cooper, Harvey, Kennedy); the entry's is itself."""
    order = reverse_postorder(function)
    number = {block: i for i, block in enumerate(order)}
    before = predecessors(function)
    entry = order[0]
    idom = {entry: entry}
    changed = True
    while changed:
        changed = False
        for block in order[1:]:
            known = [p for p in before[block] if p in idom]
            new = known[0]
            for other in known[1:]:
                while new is not other:
                    while number[new] > number[other]:
                        new = idom[new]
                    while number[other] > number[new]:
                        other = idom[other]
            if idom.get(block) is not new:
                idom[block] = new
                changed = True
    return idom


def dominates(idom: dict[Block, Block], above: Block, below: Block) -> bool:
    while True:
        if above is below:
            return True
        parent = idom[below]
        if parent is below:
            return False
        below = parent


class Loop:
    """A natural loop: its header, all of its blocks, and those that jump back to the header."""

    def __init__(self, header: Block, blocks: set[Block], latches: list[Block]) -> None:
        self.header = header
        self.blocks = blocks
        self.latches = latches


def natural_loop(header: Block, latches: list[Block], before: dict[Block, list[Block]]) -> set[Block]:
    """The blocks that reach a latch without passing the header, and the header."""
    blocks = {header}
    work = list(latches)
    while work:
        block = work.pop()
        if block not in blocks:
            blocks.add(block)
            work += before[block]
    return blocks


def find_loops(function: Function, idom: dict[Block, Block]) -> list[Loop]:
    """The natural loops, inner ones before the loops around them."""
    before = predecessors(function)
    loops = []
    for block in function.blocks:
        latches = [source for source in before[block] if dominates(idom, block, source)]
        if latches:
            loops.append(Loop(block, natural_loop(block, latches, before), latches))
    loops.sort(key=lambda loop: len(loop.blocks))
    return loops
