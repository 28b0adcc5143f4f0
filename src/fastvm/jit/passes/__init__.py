"""The passes over HIR, in their order. Each is a function that changes an HIR function in place.

1. trivial_parameters  loop headers get a parameter for every register: most are the same on all ways. First, because it
                       joins values that the others then see to be one.
2. dead_code           operations and parameters that nobody uses: the builder reads registers on suspicion.
"""

from __future__ import annotations

from collections.abc import Callable

from ..hir.graph import Function
from .dead_code import remove_dead_code
from .trivial_parameters import remove_trivial_parameters

PASSES: tuple[tuple[str, Callable[[Function], None]], ...] = (
    ("trivial_parameters", remove_trivial_parameters),
    ("dead_code", remove_dead_code),
)


def run(function: Function, after: Callable[[str, Function], None] = lambda name, function: None) -> None:
    """Run all passes; `after` sees the function after each."""
    for name, action in PASSES:
        action(function)
        after(name, function)
