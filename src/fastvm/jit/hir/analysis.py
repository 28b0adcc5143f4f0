"""Facts about a function's control flow: predecessors, reverse postorder, dominators."""

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
