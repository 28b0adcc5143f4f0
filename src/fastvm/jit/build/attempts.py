"""Where an instruction's building began: to build it again, when a call in it was built in place and is not to be, or
when the exception that it raises has to be made (unseen.py).

That a callee is mostly calls of the core's functions is known when it is built. What has been built of the instruction
is then taken back: the operations at the end of the block, the blocks behind it, and what the builder has come to know.
What is only ever looked up by what was taken back (facts about its values, numbers of calls) may stay.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .emitter import Emitter


class Beginning:
    """The state of a builder in front of an instruction."""

    def __init__(self, builder: Emitter) -> None:
        function = builder.function
        self.builder = builder
        self.block, self.pc = builder.block, builder.pc
        self.ops = len(builder.block.ops)
        self.constants = len(builder._constants)
        self.blocks = len(function.blocks)
        self.known = len(function.known)
        self.view, self.members = builder.view, builder.members
        self.state, self.hands, self.rounds = list(builder.state), list(builder.hands), list(builder._rounds)
        self.active = list(builder.active)
        self.returns = [list(edges) for edges in builder._returns]
        self.pending = {place: list(edges) for place, edges in builder._pending.items()}
        self.headers, self.missing = dict(builder._headers), dict(builder.missing)
        self.views, self.frames = dict(builder.views), dict(function.frames)
        self.released, self.reserved = set(builder.released), set(builder.reserved)
        self.drawn, self.looked_up = set(builder.drawn), set(builder.looked_up)
        self.handling = builder.handling

    def restore(self) -> None:
        """Go back there. (Once: what was kept is the builder's from now on.)"""
        builder, function = self.builder, self.builder.function
        ops = self.ops
        if self.block is builder.entry_block:
            ops += len(builder._constants) - self.constants  # these stay, in front of the others
        del self.block.ops[ops:]
        del function.blocks[self.blocks :]
        del function.known[self.known :]
        function.frames = self.frames
        builder.block, builder.pc, builder.ended = self.block, self.pc, False
        builder.view, builder.members = self.view, self.members
        builder.state, builder.hands, builder._rounds = self.state, self.hands, self.rounds
        builder.active, builder._returns, builder._pending = self.active, self.returns, self.pending
        builder._headers, builder.missing, builder.views = self.headers, self.missing, self.views
        builder.released, builder.reserved = self.released, self.reserved
        builder.drawn, builder.looked_up = self.drawn, self.looked_up
        builder.handling = self.handling
