"""Blocks and the edges between them: joins, and loop headers.

A loop's header is built before its back edges are known. What they bring may widen what the header assumes; then
`widened` is set, and the function is built again.
"""

from __future__ import annotations

from .. import policy
from ..hir.graph import Block, Target, Value
from ..hir.types import OBJECT, UNBOXED_FORM
from ..records import replace
from .emitter import State
from .expectations import expected
from .registers import EMPTY, NULL, RANGE, UNBOXED, VIRTUAL, Register, Shape, merge, one_object, shapes_of
from .shaping import Shaping

#: Of assumptions on the rounds after the first, where that is built apart: added to the header's place.
LATER = 1 << 32


class Edges(Shaping):
    """How blocks end and begin."""

    def leave(self, reason: str) -> None:
        """End the block by going back to the interpreter at the present place."""
        self.act("leave", reason=reason)
        self.ended = True

    def goto(self, target: int) -> None:
        """End the block by going on at a place of the bytecode."""
        if target in self._headers:
            self._close_loop(target)
        else:
            self._pending.setdefault(target, []).append((self.block, self.state))
        self.ended = True

    def branch(self, condition: Value, target: int, otherwise: int) -> None:
        """End the block by going on at one of two places."""
        self.branch_with(condition, self.state, target, self.state, otherwise)

    def branch_with(self, condition: Value, state: State, target: int, other: State, otherwise: int) -> None:
        if condition.origin is not None and condition.origin.name == "bool":
            self.state, self.pc = (state, target) if condition.origin.immediates[0] else (other, otherwise)
            self.goto(self.pc)
            return
        yes, no = self.function.new_block(), self.function.new_block()
        self.function.add(self.block, "branch", [condition], targets=[Target(yes), Target(no)])
        for block, known, place in ((yes, state, target), (no, other, otherwise)):
            self.block, self.state, self.pc = block, list(known), place
            self.goto(place)

    def _end(self, name: str, block: Block, arguments: list[Value]) -> None:
        self.function.add(self.block, name, [], targets=[Target(block, arguments)])

    def _join(self, place: int, edges: list[tuple[Block, State]], header: bool) -> None:
        """Begin a block that several ways lead to."""
        shared: list[tuple[Block, State]] = []
        for block, state in edges:
            self.block, self.state, self.pc = block, list(state), place
            self._share_twins()
            shared.append((block, self.state))
        edges = shared
        shapes: list[Shape] = []
        kept: dict[int, Register] = {}
        of_edges = [shapes_of(state) for _, state in edges]
        for register in range(len(edges[0][1])):
            if not header and all([state[register] is EMPTY for _, state in edges]):
                shapes.append(of_edges[0][register])
                continue
            same = one_object([state[register] for _, state in edges]) if not header else None
            if same is not None:
                kept[register] = same
                shapes.append(Shape(NULL))
                continue
            found = [of_edge[register] for of_edge in of_edges]
            shape = found[0]
            for other in found[1:]:
                shape = merge(shape, other)
            if header:
                shape = self._assumed(place, register, shape)
            shapes.append(shape)
        for _, state in edges:
            self.agree(shapes, state)
        if header:
            for register, shape in enumerate(shapes):
                if self._key(place, register) in self.assumptions:
                    self.assumptions[self._key(place, register)] = shape
        target = self.function.new_block()
        for block, state in edges:
            self.block, self.pc = block, place
            self.state = state
            for register, known in kept.items():
                if known.fresh is False:
                    self.show(register)
                self.state[register] = EMPTY
            self._end("jump", target, self._arguments(shapes))
        self.block, self.pc = target, place
        joined: dict[tuple[int, ...], Register] = {}
        self.state = [self._parameter(target, shape, joined) for shape in shapes]
        for register, known in kept.items():
            self.state[register] = known
        if header:
            self._keep_known([state for _, state in edges])
            self._headers[place] = (target, shapes)
            self.act("loop_entry", reason="hoisted")

    # --- Loop headers -----------------------------------------------------------------------------------

    def _keep_known(self, entered: list[State]) -> None:
        """No round of a loop in an inlined call changes what the registers of its callers hold: so those are what they
        were, with all that is known of it (which function it is that the call's result is passed to)."""
        for register in range(self.view.base):
            here, value = self.state[register], entered[0][register].value
            if here.kind == OBJECT and all(s[register].kind == OBJECT and s[register].value is value for s in entered):
                self.state[register] = replace(here, value=value)

    def _close_loop(self, header: int) -> None:
        """A back edge: the registers must be what the header assumes."""
        block, shapes = self._headers[header]
        self.pc = header
        if self._peels(header, shapes):
            self._rounds.append((self.block, self.state))
            return
        self._share_twins()
        for register, (shape, found) in enumerate(zip(shapes, shapes_of(self.state))):
            if shape is found:
                continue
            wanted = self._widened(header, register, shape, found)
            if wanted != shape:
                self.assumptions[self._key(header, register)] = wanted
        agreed = list(shapes)
        self.agree(agreed, self.state)
        for register, (shape, wanted) in enumerate(zip(shapes, agreed)):
            if wanted is not shape and wanted != shape:
                self.assumptions[self._key(header, register)] = wanted
        if any(self.assumptions.get(self._key(header, r), shape) != shape for r, shape in enumerate(shapes)):
            # The rest is built nevertheless: it may show more of what has to be widened.
            self.widened = True
            self.leave("left")
            return
        self._end("jump", block, self._arguments(shapes))

    def _key(self, header: int, register: int) -> tuple[int, int]:
        """What assumptions are remembered by."""
        return header + self._later * LATER, register

    def _peels(self, header: int, shapes: list[Shape]) -> bool:
        """Whether the first round of a compiled loop is built apart from the others: a local is a virtual instance from
        then on, and something else where the loop is entered from the interpreter."""
        if header != self.header or self._later or len(self.members or ()) > policy.PEELED_WORDS:
            return False
        changed = zip(shapes, self.state)
        return bool(self._rounds) or any(shape.kind != VIRTUAL and known.kind == VIRTUAL for shape, known in changed)

    def _widened(self, header: int, register: int, shape: Shape, found: Shape) -> Shape:
        """What the header must assume of a register when a back edge brings `found`."""
        key = self._key(header, register)
        pinned = (header, register) in self.view.pinned
        if shape.kind == OBJECT and not pinned and key not in self.speculated:
            speculation = self._speculation(shape, found)
            if speculation is not None:
                self.speculated.add(key)
                return expected(self.view, header, register, speculation)
        if shape.kind == RANGE and found.kind == OBJECT and not found.unbound and not pinned:
            if found.type in (OBJECT, "range_iterator"):
                return shape  # the header of an inner loop, entered again from an outer one
        wider = merge(shape, found)
        return expected(self.view, header, register, wider) if wider != shape else shape

    def _speculation(self, shape: Shape, found: Shape) -> Shape | None:
        """An object on entry that turns out to be a number or of a known type in the loop is taken for one."""
        if shape.type not in (OBJECT, found.type) and UNBOXED_FORM.get(shape.type) != found.kind:
            return None
        if found.kind in UNBOXED:
            fresh = False if found.fresh is False else None
            return Shape(found.kind, OBJECT, fresh, shape.unbound or found.unbound)
        if found.kind == RANGE and not shape.unbound:
            return Shape(RANGE, OBJECT, True, found.unbound)
        return None

    def _assumed(self, place: int, register: int, shape: Shape) -> Shape:
        """A loop header's register: what was learned in earlier attempts, if the entry still allows it."""
        assumed = self.assumptions.get(self._key(place, register))
        if assumed is None:
            return expected(self.view, place, register, shape)
        possible = shape.type in (OBJECT, "range_iterator") or UNBOXED_FORM.get(shape.type) == assumed.kind
        guess = shape.kind == OBJECT and assumed.kind in (*UNBOXED, RANGE) and possible
        shape = replace(assumed, unbound=assumed.unbound or shape.unbound) if guess else merge(assumed, shape)
        self.assumptions[self._key(place, register)] = shape  # (a wider one, which the back edge is compared with)
        return shape
