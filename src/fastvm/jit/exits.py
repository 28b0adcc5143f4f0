"""Where native code goes back to the interpreter, and why: the rows of --stats."""

from __future__ import annotations

from fastvm import _core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .plans import Plan

#: Why an exit is taken (fastvm.jit.hir.graph.FrameState.reason), in words.
REASONS = {
    "guard": "other kind of value",
    "several": "none of several classes",
    "entry": "other kind at a loop's entry",
    "hoisted": "guard in front of a loop",
    "dies": "an old value dies",
    "varies": "other global or iterator",
    "foreign": "an object that may run code",
    "result": "other kind of result",
    "missing": "no translation",
}
#: So many functions are named with a reason.
NAMED = 2


def by_reason() -> dict[str, dict[str, Any]]:
    """How often native code that there still is has gone back for each reason, and the functions that did so most."""
    found: dict[str, dict[str, int]] = {}
    for plan, hits in _core.jit_exits():
        _count(found, plan, hits)  # type: ignore[arg-type]
    table = {}
    for reason, counts in sorted(found.items(), key=lambda item: -sum(item[1].values())):
        most = sorted(counts.items(), key=lambda item: -item[1])[:NAMED]
        table[reason] = {"count": sum(counts.values()), "most": dict(most)}
    return table


def _count(found: dict[str, dict[str, int]], plan: Plan, hits: list[int]) -> None:
    for (_, reason, *_), count in zip(plan.places, hits):
        if count:
            counts = found.setdefault(REASONS.get(reason, reason), {})
            counts[plan.what] = counts.get(plan.what, 0) + count
