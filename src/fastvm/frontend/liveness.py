"""Definite assignment: deletes the checks of locals that are proven to be bound.

A forward data-flow analysis over the finished instructions of a unit. The fact at a point is the set of locals
bound on every path to it, a bit set in an int; paths meet with `and`. The edge into an exception handler carries
what was bound before each instruction that the handler covers.
"""

from __future__ import annotations

from ..bytecode.instructions import BY_NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# The layout of an instruction under construction (see `assembler`, which imports this module).
NAME, _FLAGS, A, _B, C, _WHERE, HANDLER, LABEL = range(8)

_WRITES_A = frozenset(name for name, row in BY_NAME.items() if row.a in ("dst", "out"))
_ENDS = frozenset(name for name, row in BY_NAME.items() if row.ends_block)


def remove_proven_checks(code: list[list[Any]], bound: int, base: int) -> None:
    """Delete (in place) each CHECK of a local that is bound on every path to it.

    `bound` is the set of locals bound at the start; registers from `base` up are temporaries.
    """
    facts = _flow(code, bound, base)
    for instruction, known in zip(code, facts):
        if instruction[NAME] == "CHECK" and known >> instruction[A] & 1:
            instruction[NAME] = ""


def _flow(code: list[list[Any]], bound: int, base: int) -> list[int]:
    """What is bound before each instruction. Repeats until nothing changes; mostly once or twice."""
    everything = (1 << base) - 1
    incoming: dict[int, int] = {}
    for instruction in code:
        label, handler = instruction[LABEL], instruction[HANDLER]
        if label is not None:
            incoming[label.index] = everything
        if handler is not None:
            incoming[handler.label.index] = everything
    facts: list[int] = []
    while True:
        facts.clear()
        changed = False
        known = bound
        falls = True
        for index, instruction in enumerate(code):
            meeting = incoming.get(index)
            if meeting is not None:
                known = known & meeting if falls else meeting
                if known != meeting:
                    # A later round must see what falls in here too, when a loop comes back.
                    incoming[index] = known
                falls = True
            facts.append(known)
            name = instruction[NAME]
            handler = instruction[HANDLER]
            if handler is not None:
                place = handler.label.index
                if incoming[place] & known != incoming[place]:
                    incoming[place] &= known
                    changed = changed or place <= index
            register = instruction[A]
            if register < base:
                if name == "UNPACK":
                    known |= ((1 << instruction[C]) - 1) << register
                elif name in _WRITES_A or name == "CHECK":
                    known |= 1 << register
                elif name == "DELETE" or name == "CLEAR":
                    known &= ~(1 << register)
            label = instruction[LABEL]
            if label is not None:
                place = label.index
                # The end of an iteration leaves FORITER's destination as it was.
                known_there = facts[-1] if name == "FORITER" else known
                if incoming[place] & known_there != incoming[place]:
                    incoming[place] &= known_there
                    changed = changed or place <= index
            if name in _ENDS:
                falls = False
        if not changed:
            return facts
