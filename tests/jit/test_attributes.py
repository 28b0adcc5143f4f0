"""Attributes and names as guards of versions and slots: what the passes share, forward and move, and what they must not."""

from __future__ import annotations

from fastvm.jit.hir.check import check
from fastvm.jit.hir.text import parse, show
from fastvm.jit.passes.dead_code import remove_dead_code
from fastvm.jit.passes.loop_invariants import move_invariants
from fastvm.jit.passes.loop_shape import drop_loop_entries, shape_loops
from fastvm.jit.passes.parameter_types import type_parameters
from fastvm.jit.passes.value_numbering import number_values
from tests.jit.texts import after, assert_becomes


def body(lines: str) -> str:
    """The operations that are left of a straight piece of code."""
    text = after(f"function f\nB0():\n{lines}\n    leave @9:left{{}}\n", number_values, remove_dead_code)
    return "\n".join(line.strip() for line in text.splitlines()[2:-1])


def test_a_class_is_guarded_once_and_a_store_forwarded() -> None:
    """`p.x = q; p.x + p.x`: stores of attributes change no class, and no place of attributes."""
    assert_becomes(
        """
function f
B0():
    %1:object = slot #object, #0
    %2:object = slot #object, #1
    %3:guarded = guard_class %1, #70 @1{}
    %4:slots = values %3 @1{}
    %5:object = slot_load %4, #value, #2
    slot_put %4, %5, %2, #value, #2
    %6:guarded = guard_class %1, #70 @2{}
    %7:slots = values %6 @2{}
    %8:object = slot_load %7, #value, #2
    guard_bound %8 @2{}
    %9:int = unbox_int %8 @3{}
    leave @4:left{r1=int %9}
""",
        """
function f
B0():
    %1:object = slot #object, #0
    %2:object = slot #object, #1
    %3:guarded = guard_class %1, #70 @1{}
    %4:slots = values %3 @1{}
    %5:object = slot_load %4, #value, #2
    slot_put %4, %5, %2, #value, #2
    %9:int = unbox_int %2 @3{}
    leave @4:left{r1=int %9}
""",
        number_values,
        remove_dead_code,
    )


def test_a_number_stored_in_a_slot_is_known_there() -> None:
    text = body(
        """
    %1:object = slot #object, #0
    %2:double = double #0x1.8p+0
    %3:guarded = guard_class %1, #70 @1{}
    %4:slots = values %3 @1{}
    %5:object = slot_load %4, #value, #2
    slot_put_double %4, %5, %2, #value, #2
    %6:object = slot_load %4, #value, #2
    guard_bound %6 @2{}
    %7:double = unbox_double %6 @2{}
    guard_release %6 @3{}
    slot_put_double %4, %6, %7, #value, #3"""
    )
    assert "unbox_double" not in text and "guard_bound" not in text and "guard_release" not in text
    assert "slot_put_double %4, %6, %2, #value, #3" in text


def test_another_object_may_be_the_same() -> None:
    """Between store and load of `p.x` a store to `q.x`; one to `q.y` would not matter."""
    text = """
    %1:object = slot #object, #0
    %2:object = slot #object, #1
    %3:guarded = guard_class %1, #70 @1{}
    %4:slots = values %3 @1{}
    %5:guarded = guard_class %2, #70 @1{}
    %6:slots = values %5 @1{}
    %7:object = slot_load %4, #value, #2
    %8:object = null
    slot_put %6, %8, %1, #value, #2
    %9:object = slot_load %4, #value, #2
    put %7, #3
    put %9, #4"""
    assert body(text).count("slot_load") == 2
    assert body(text.replace("%1, #value, #2", "%1, #value, #3")).count("slot_load") == 1
    assert body(text.replace("%1, #value, #2", "%1, #member, #2")).count("slot_load") == 1


def test_code_that_runs_may_change_classes() -> None:
    text = body(
        """
    %1:object = slot #object, #0
    %3:guarded = guard_class %1, #70 @1{}
    %4:slots = values %3 @1{}
    run #1 @1:run{}
    %6:guarded = guard_class %1, #70 @2{}
    %7:slots = values %6 @2{}"""
    )
    assert text.count("guard_class") == 2 and text.count("values") == 2


LOOP = """
function f
B0():
    %1:object = slot #object, #0
    %2:int = int #0
    %3:int = int #1
    jump B1(%2)
B1(%4:int):
    loop_entry @5:hoisted{}
    %5:guarded = guard_class %1, #70 @5{}
    %6:slots = values %5 @5{}
    %7:object = slot_load %6, #value, #2
    guard_bound %7 @5{}
    %8:int = unbox_int %7 @6{}
    %9:object = class_attribute %5, #0
    %10:object = namespace #globals
    %11:slots = names %10, #90 @7{}
    %12:object = slot_load %11, #name, #4
    guard_const %9, %12 @7{}
    %13:object = slot_load %6, #value, #3
    slot_put_int %6, %13, %4, #value, #3
    %14:int = int_add %4, %3 @8{r1=int %4}
    %15:bool = compare_int %14, %8, #1
    safepoint @9:safepoint{r1=int %14}
    branch %15 B2() B3()
B2():
    jump B1(%14)
B3():
    leave @10:left{r1=int %14}
"""


def loop_of(text: str) -> str:
    """What is left in the loop."""
    changed = after(text, shape_loops, move_invariants, drop_loop_entries)
    return changed[changed.index("B1(") : changed.index("B3():")]


def test_what_a_loop_does_not_store_moves_out_of_it() -> None:
    left = loop_of(LOOP)
    for name in ("guard_class", "values", "#value, #2", "guard_bound", "unbox_int", "class_attribute", "names", "#name"):
        assert name not in left, name
    assert "guard_const" not in left
    assert "slot_load %6, #value, #3" in left and "slot_put_int" in left


def test_what_rests_on_a_guard_stays_behind_it() -> None:
    """A class known on one way only: what the class has is not looked at before."""
    left = loop_of(LOOP.replace("    %5:guarded", "    run #5 @5:run{}\n    %5:guarded"))
    for name in ("guard_class", "values", "class_attribute", "names", "slot_load %6, #value, #2"):
        assert name in left, name


def test_a_dict_of_names_is_not_an_instance() -> None:
    """A store to a global changes no attribute: neither class nor values are asked for again."""
    text = LOOP.replace("slot_put_int %6, %13, %4, #value, #3", "slot_put_int %11, %12, %4, #name, #4")
    left = loop_of(text)
    assert "guard_class" not in left and "#value, #2" not in left
    assert "slot_load %11, #name, #4" in left


def test_what_may_be_empty_is_looked_at_behind_its_guard() -> None:
    """The guards of place 5 failed in front of the loop: those of other places that need them stay too."""
    function = parse(LOOP)
    function.fixed = {5}
    for action in (shape_loops, move_invariants, drop_loop_entries):
        action(function)
        check(function)
    text = show(function)
    left = text[text.index("B1(") :]
    assert "guard_bound" in left and "unbox_int" in left
    assert "names" not in left


def test_a_parameter_that_may_be_empty_is_guarded_on_entry() -> None:
    text = after(
        """
function f
B0():
    %1:object = slot #object, #0
    jump B1(%1)
B1(%2:object):
    loop_entry @5:hoisted{}
    guard_bound %2 @6{}
    %3:list = guard_type %2, #list @6{}
    safepoint @7:safepoint{}
    jump B1(%3)
""",
        shape_loops,
        type_parameters,
    )
    entry = text[: text.index("B1(")]
    assert "guard_bound" in entry and entry.index("guard_bound") < entry.index("guard_type")


def test_a_stored_class_number_is_loaded_again() -> None:
    """The core stores it. Other names, and where the class has its names, stay known."""
    text = body(
        """
    %1:object = slot #object, #0
    %2:class = guard_type %1, #class @1{}
    %3:slots = class_names %2, #7 @1{}
    %4:object = slot_load %3, #name, #5
    %5:object = slot_load %3, #name, #6
    %6:exact_str = const #exact_str, #-1
    store_class_number %2, %6, %4, #5 @2{}
    %7:slots = class_names %2, #7 @3{}
    %8:object = slot_load %7, #name, #5
    %9:object = slot_load %7, #name, #6
    put %4, #1
    put %5, #2
    put %8, #3
    put %9, #4"""
    )
    assert (text.count("class_names"), text.count("slot_load")) == (1, 3)
    assert "put %8, #3" in text and "put %5, #4" in text
