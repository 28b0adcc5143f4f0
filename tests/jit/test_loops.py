"""The passes on loops: their shape, the types of what they hand round, what is moved out of them."""

from __future__ import annotations

from fastvm.jit.hir.check import check
from fastvm.jit.hir.text import parse, show
from fastvm.jit.passes.dead_code import remove_dead_code
from fastvm.jit.passes.loop_invariants import move_invariants
from fastvm.jit.passes.loop_shape import drop_loop_entries, shape_loops
from fastvm.jit.passes.parameter_types import type_parameters
from fastvm.jit.passes.trivial_parameters import remove_trivial_parameters
from tests.jit.test_inlining import hir_of, operations
from tests.jit.texts import after, assert_becomes

WALK = """
function walk
B0():
    %1:int = int #0
    %2:object = slot #object, #0
    %3:int = int #1
    jump B1(%1, %2)
B1(%4:int, %5:object):
    loop_entry @5:hoisted{r1=int %4}
    %6:object = slot #object, #2
    %7:int = unbox_int %6 @5{r1=int %4}
    %8:bool = compare_int %4, %7, #1
    branch %8 B2() B3()
B2():
    %9:list = guard_type %5, #list @6{r1=int %4}
    %10:int = list_length %9
    %11:int = item_place %4, %10 @6{r1=int %4}
    %12:items = list_items %9
    %13:object = list_load %12, %11
    %14:double = unbox_double %13 @7{r1=int %4, r3=object %13}
    list_put_double %12, %11, %14
    %15:int = int_add %4, %3 @8{r1=int %4}
    safepoint @9:safepoint{r1=int %15}
    jump B1(%15, %9)
B3():
    leave @10:left{r1=int %4}
"""


def test_types_are_guarded_on_entry_and_invariants_moved() -> None:
    """The list's type, length and items, and the number in register 2: once. Its items, which are stored: not."""
    assert_becomes(
        WALK,
        """
function walk
B0():
    %1:int = int #0
    %2:object = slot #object, #0
    %3:int = int #1
    jump B4()
B4():
    %18:list = guard_type %2, #list @5:hoisted:6{r1=int %1}
    %6:object = slot #object, #2
    %7:int = unbox_int %6 @5:hoisted:5{r1=int %1}
    %10:int = list_length %18
    %12:items = list_items %18
    jump B1(%1)
B1(%4:int):
    %8:bool = compare_int %4, %7, #1
    branch %8 B2() B3()
B3():
    leave @10:left{r1=int %4}
B2():
    %11:int = item_place %4, %10 @6{r1=int %4}
    %13:object = list_load %12, %11
    %14:double = unbox_double %13 @7{r1=int %4, r3=object %13}
    list_put_double %12, %11, %14
    %15:int = int_add %4, %3 @8{r1=int %4}
    safepoint @9:safepoint{r1=int %15}
    jump B1(%15)
""",
        shape_loops,
        type_parameters,
        remove_trivial_parameters,
        move_invariants,
        drop_loop_entries,
        remove_dead_code,
    )


def test_places_whose_guards_failed_are_left_alone() -> None:
    function = parse(WALK)
    function.fixed = {5, 6}
    for action in (shape_loops, type_parameters, remove_trivial_parameters, move_invariants):
        action(function)
        check(function)
    text = show(function)
    assert "%9:list = guard_type %5, #list @6{" in text
    assert "%7:int = unbox_int %6 @5{" in text


def test_only_guards_that_every_round_passes_are_moved() -> None:
    """A guard behind a condition stays; so does a check of numbers behind the header's condition."""
    text = after(
        """
function f
B0():
    %1:object = slot #object, #0
    %2:int = int #1
    %3:bool = bool #0
    jump B1(%3, %2)
B1(%4:bool, %5:int):
    loop_entry @1:hoisted{r1=int %5}
    branch %4 B2() B5()
B2():
    %6:int = int_add %2, %2 @2{r1=int %5}
    branch %4 B3() B4()
B3():
    %7:int = unbox_int %1 @3{r1=int %5}
    jump B4()
B4():
    %8:list = guard_type %1, #list @4{r1=int %5}
    %9:bool = truth %8 @4{r1=int %5}
    safepoint @5:safepoint{r1=int %5}
    jump B1(%9, %6)
B5():
    leave @6:left{r1=int %5}
""",
        shape_loops,
        move_invariants,
    )
    before, _, rest = text.partition("\nB1(")
    assert "guard_type" in before and "guard_type" not in rest
    assert "unbox_int" in rest and "int_add" in rest
    assert "@1:hoisted:4{r1=int %11}" in before


def test_writes_keep_loads_in_the_loop() -> None:
    text = """
function f
B0():
    %1:list = slot #list, #0
    %2:bool = bool #1
    jump B1(%2)
B1(%3:bool):
    loop_entry @1:hoisted{}
    %4:int = list_length %1
    %5:object = slot #object, #3
    %6:bool = bound %5
    WRITE
    branch %6 B1(%6) B2()
B2():
    leave @6:left{r1=int %4}
"""
    moved = after(text.replace("WRITE", "kill #4"), shape_loops, move_invariants)
    assert moved.index("list_length") < moved.index("B1(%3") and moved.index("slot #object, #3") < moved.index("B1(%3")
    moved = after(text.replace("WRITE", "kill #3"), shape_loops, move_invariants)
    assert moved.index("list_length") < moved.index("B1(%3") < moved.index("slot #object, #3")
    moved = after(text.replace("WRITE", "run #4 @4:run{}"), shape_loops, move_invariants)
    assert moved.index("B1(%3") < moved.index("list_length")


def test_what_is_in_a_function_is_looked_at_behind_the_guard_that_it_is_one() -> None:
    """The guard is in one way through the loop, so it stays there; and the closure of what may be anything with it."""
    text = """
function f
B0():
    %1:object = slot #object, #0
    %2:bool = bool #1
    jump B1(%2)
B1(%3:bool):
    loop_entry @1:hoisted{}
    FIRST
    kill #4
    branch %3 B2() B3()
B2():
    branch %2 B4() B5()
B4():
    SECOND
    %4:object = closure_cell %1, #0
    %5:object = namespace_of %1, #globals
    jump B1(%3)
B5():
    jump B1(%3)
B3():
    leave @6:left{}
"""
    guard = "guard_function %1, #1 @3{}"
    found = {}
    for name, first, second in (("always", guard, ""), ("sometimes", "", guard), ("never", "", "")):
        changed = after(text.replace("FIRST", first).replace("SECOND", second), shape_loops, move_invariants)
        places = [changed.index(op) for op in ("closure_cell", "namespace_of", "B1(%3")]
        found[name] = max(places) == places[2]
    assert found == {"always": True, "sometimes": False, "never": False}


def test_loops_with_one_header_are_told_apart() -> None:
    """An inner loop that was entered first: %2 is handed on by its back edge, and changed by the outer one's."""
    text = after(
        """
function f
B0():
    %1:object = slot #object, #0
    jump B1(%1, %1)
B1(%2:object, %3:object):
    loop_entry @1:hoisted{}
    %4:bool = is %2, %3
    branch %4 B2() B3()
B2():
    %5:object = slot #object, #1
    jump B1(%2, %5)
B3():
    %6:object = slot #object, #2
    %7:bool = bound %6
    branch %7 B4() B5()
B4():
    jump B1(%6, %6)
B5():
    leave @4:left{}
""",
        shape_loops,
    )
    # B6 is the outer loop's header; B7 and B8 are the preheaders.
    assert "B6(%8:object, %9:object):\n    loop_entry @1:hoisted{}\n    jump B7(%8, %9)" in text
    assert "jump B6(%6, %6)" in text and "jump B1(%2, %5)" in text and "jump B8(%1, %1)" in text


def test_end_of_a_sequence() -> None:
    """The iterator is dropped in line, and no number needs its object for that; where the death of what it holds is
    seen, the interpreter does it."""
    text = """
        class Noted:
            def __del__(self):
                pass
        def kernel(n, rows):
            total = 0
            for i in range(n):
                for number in ROWS:
                    total += i
            return total
        for _ in range(40):
            kernel(60, [1, 2])
        """
    hir = hir_of("kernel", text.replace("ROWS", "rows"))
    assert operations(hir, "guard_ends") == 1
    assert operations(hir, "run_branch") == operations(hir, "show_int") == 0
    hir = hir_of("kernel", text.replace("ROWS", "[Noted(), Noted()]"))
    assert operations(hir, "guard_ends") == 0 and operations(hir, "run_branch") == 1
