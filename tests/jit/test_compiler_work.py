"""What the compiler does once though it needs it often."""

from __future__ import annotations

import pytest

from fastvm import _core
from fastvm.jit.callees import CoreCallees
from fastvm.jit.hir.graph import FrameState
from fastvm.jit.hir.text import parse, show


def test_states_that_share_entries_go_on_sharing_them() -> None:
    function = parse("""
function f
B0():
    %1:object = slot #object, #1
    %2:object = slot #object, #2
    guard_bound %1 @1{r1=object %1}
    guard_bound %2 @2{r1=object %1}
    leave @3:left{r2=object %2}
""")
    first, second, third, fourth, last = function.blocks[0].ops
    assert third.state is not None and fourth.state is not None and last.state is not None
    fourth.state = FrameState(2, third.state.entries)
    untouched = last.state
    assert first.result is not None and second.result is not None
    function.replace({first.result: second.result})
    assert third.state.entries is fourth.state.entries
    assert last.state is untouched
    assert "guard_bound %2 @2{r1=object %2}" in show(function)
    function.dismantle()


def test_the_core_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []

    def place_at(*about: object) -> tuple[str, int]:
        asked.append(about)
        return "value", 3

    monkeypatch.setattr(_core, "jit_place_at", place_at)
    callees = CoreCallees(test_the_core_is_asked_once.__code__, [])
    assert [callees.place_at(7, "x", False) for _ in range(3)] == [("value", 3)] * 3
    assert callees.place_at(7, "x", True) == ("value", 3)
    assert asked == [(7, "x", False), (7, "x", True)]
    assert CoreCallees(test_the_core_is_asked_once.__code__, []).place_at(7, "x", False) == ("value", 3)
    assert len(asked) == 3  # (another compilation asks anew)
