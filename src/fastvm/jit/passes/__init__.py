"""The passes over HIR, in their order. Each is a function that changes an HIR function in place.

1. trivial_parameters  loop headers get a parameter for every register: most are the same on all ways. First, because it
                       joins values that the others then see to be one.
2. subscripts          taken apart into length, place, address and item: the next passes share and move the parts.
3. value_numbering     what was computed, loaded or guarded before is not again.
4. low_bits            arithmetic whose result is masked is not checked.
5. int_ranges          checks of overflow and the like that cannot fail go.
6. loop_shape          preheaders, for the next passes.
7. parameter_types     what a loop hands round is guarded when the loop is entered, not in every round.
8. trivial_parameters  again: what is handed round unchanged, now that its type is known.
9. loop_invariants     what is the same in every round is done before the first.
10. drop_loop_entries  nothing is moved in front of loops any more.
11. low_bits           again: a guard that has left the loop no longer wants what is to be masked.
12. blocks             decided branches become jumps, blocks in a row one block.
13. dead_code          operations and parameters that nobody uses: the builder reads registers on suspicion, and what
                       the other passes replaced is still there.
"""

from __future__ import annotations

from _collections_abc import Callable

from ..hir.graph import Function
from .blocks import clean_blocks
from .dead_code import remove_dead_code
from .int_ranges import use_ranges
from .loop_invariants import move_invariants
from .loop_shape import drop_loop_entries, shape_loops
from .low_bits import use_low_bits
from .parameter_types import type_parameters
from .subscripts import expand_subscripts
from .trivial_parameters import remove_trivial_parameters
from .value_numbering import number_values

PASSES: tuple[tuple[str, Callable[[Function], None]], ...] = (
    ("trivial_parameters", remove_trivial_parameters),
    ("subscripts", expand_subscripts),
    ("value_numbering", number_values),
    ("low_bits", use_low_bits),
    ("int_ranges", use_ranges),
    ("loop_shape", shape_loops),
    ("parameter_types", type_parameters),
    ("trivial_parameters", remove_trivial_parameters),
    ("loop_invariants", move_invariants),
    ("drop_loop_entries", drop_loop_entries),
    ("low_bits", use_low_bits),
    ("blocks", clean_blocks),
    ("dead_code", remove_dead_code),
)


def run(function: Function, after: Callable[[str, Function], None] = lambda name, function: None) -> None:
    """Run all passes; `after` sees the function after each."""
    for name, action in PASSES:
        action(function)
        after(name, function)
