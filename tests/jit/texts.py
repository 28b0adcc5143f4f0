"""HIR texts before and after passes."""

from __future__ import annotations

from collections.abc import Callable

from fastvm.jit.hir.check import check
from fastvm.jit.hir.graph import Function
from fastvm.jit.hir.text import parse, show


def normal(text: str) -> str:
    """A text as it is printed."""
    return show(parse(text))


def after(text: str, *passes: Callable[[Function], None]) -> str:
    """What passes make of a text. It is checked before, between and after."""
    function = parse(text)
    check(function)
    for action in passes:
        action(function)
        check(function)
    return show(function)


def assert_becomes(text: str, expected: str, *passes: Callable[[Function], None]) -> None:
    assert after(text, *passes) == normal(expected)
