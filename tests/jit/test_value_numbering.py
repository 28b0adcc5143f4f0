"""Value numbering, and the simplifications it asks for."""

from __future__ import annotations

import pytest

from fastvm.jit.passes.dead_code import remove_dead_code
from fastvm.jit.passes.value_numbering import number_values
from tests.jit.texts import after, assert_becomes


def body(lines: str) -> str:
    """The operations that are left of a straight piece of code."""
    text = after(f"function f\nB0():\n{lines}\n", number_values)
    return "\n".join(line.strip() for line in text.splitlines()[2:])


def test_common_subexpressions() -> None:
    assert_becomes(
        """
function f
B0():
    %1:object = slot #object, #0
    %2:int = unbox_int %1 @1{}
    %3:int = int_and %2, %2
    %4:int = int_add %2, %2 @2{}
    %5:int = unbox_int %1 @3{}
    %6:int = int_add %5, %3 @4{r1=int %5}
    %7:int = int_mul %4, %6 @5{}
    leave @6:left{r1=int %7}
""",
        """
function f
B0():
    %1:object = slot #object, #0
    %2:int = unbox_int %1 @1{}
    %4:int = int_add %2, %2 @2{}
    %7:int = int_mul %4, %4 @5{}
    leave @6:left{r1=int %7}
""",
        number_values,
    )


def test_two_objects_stay_two() -> None:
    """`x = a + b; y = a + b`: one number, but an exit makes two objects, as the program did."""
    text = body(
        """
    %1:object = slot #object, #0
    %2:double = unbox_double %1 @1{}
    %3:double = double_add %2, %2
    %4:double = double_add %2, %2
    leave @4:left{r1=double %3, r2=double %4, r3=double %3}"""
    )
    assert "leave @4:left{r1=double %3, r2=double %3#1, r3=double %3}" in text
    assert "%4" not in text


def test_a_guard_holds_in_what_it_dominates() -> None:
    assert_becomes(
        """
function f
B0():
    %1:object = slot #object, #0
    %2:bool = truth %1 @0{}
    branch %2 B1() B2()
B1():
    %3:list = guard_type %1, #list @1{}
    jump B3()
B2():
    %4:list = guard_type %1, #list @2{}
    %5:list = guard_type %4, #list @3{}
    %6:list = guard_type %1, #list @4{}
    %7:int = list_length %6
    leave @5:left{r1=int %7}
B3():
    %8:list = guard_type %1, #list @6{}
    leave @7:left{r0=object %8}
""",
        """
function f
B0():
    %1:object = slot #object, #0
    %2:bool = truth %1 @0{}
    branch %2 B1() B2()
B2():
    %4:list = guard_type %1, #list @2{}
    %7:int = list_length %4
    leave @5:left{r1=int %7}
B1():
    %3:list = guard_type %1, #list @1{}
    jump B3()
B3():
    leave @7:left{r0=object %3}
""",
        number_values,
        remove_dead_code,
    )


def test_memory() -> None:
    """Loads are shared up to a write of what they read; what was stored is known."""
    text = body(
        """
    %1:object = slot #object, #0
    %2:object = slot #object, #1
    incref %1
    put %1, #1
    %3:object = slot #object, #0
    %4:object = slot #object, #1
    %5:bool = is %3, %1
    %6:bool = is %4, %2
    %7:bool = is %4, %3
    run #2 @2:run{}
    %8:object = slot #object, #0
    %9:bool = is %8, %1
    leave @5:left{r2=bool %5, r3=bool %6, r4=bool %7, r5=bool %9}"""
    )
    assert "%3:object" not in text and "%4:object" not in text  # not stored to; just stored
    assert "%6:bool = is %1, %2" in text
    assert "%8:object = slot #object, #0" in text  # anything may have run
    assert "r2=bool %10, r3=bool %6, r4=bool %10, r5=bool %9" in text


def test_items_of_lists() -> None:
    """A number stored in a list is known; length and address stay as they are."""
    text = body(
        """
    %1:list = slot #list, #0
    %2:int = int #0
    %3:double = double #0x1.8000000000000p+0
    %4:int = list_length %1
    %5:int = item_place %2, %4 @1{}
    %6:items = list_items %1
    list_put_double %6, %5, %3
    %7:int = list_length %1
    %8:int = item_place %2, %7 @2{}
    %9:items = list_items %1
    %10:object = list_load %9, %8
    %11:double = unbox_double %10 @3{}
    leave @5:left{r2=double %11}"""
    )
    assert text.count("list_length") == text.count("item_place") == text.count("list_items") == 1
    assert "unbox_double" not in text
    assert "leave @5:left{r2=double %3}" in text


def test_loops_that_do_not_write() -> None:
    """What a loop does not write keeps its version round it."""
    text = """
function f
B0():
    %1:list = slot #list, #0
    %2:int = list_length %1
    jump B1(%2)
B1(%3:int):
    %4:int = list_length %1
    %5:object = slot #object, #1
    %6:bool = compare_int %3, %4 #1
    branch %6 B2() B3()
B2():
    WRITE
    jump B1(%4)
B3():
    leave @9:left{r1=object %5}
"""
    text = text.replace("%4 #1", "%4, #1")
    assert "%4:int" not in after(text.replace("WRITE", "kill #1"), number_values)
    assert "%4:int" in after(text.replace("WRITE", "run #5 @5:run{}"), number_values)


def test_decided_conditions() -> None:
    text = after(
        """
function f
B0():
    %1:object = slot #object, #0
    %2:bool = bound %1
    %3:bool = not %2
    branch %3 B1() B2()
B1():
    leave @1:left{r1=bool %2, r2=bool %3}
B2():
    guard %2 @2{}
    %4:int = bool_to_int %2
    leave @3:left{r1=int %4}
""",
        number_values,
    )
    assert "leave @1:left{r1=bool %5, r2=bool %6}" in text
    assert "%6:bool = bool #1" in text and "%5:bool = bool #0" in text
    assert "guard" not in text
    assert "leave @3:left{r1=int %7}" in text and "%7:int = int #1" in text


@pytest.mark.parametrize(
    ("operation", "result"),
    [
        ("int_add %1, %2 @0{}", "int #10"),
        ("int_sub %1, %2 @0{}", "int #4"),
        ("int_floordiv %1, %3 @0{}", "int #-2"),
        ("int_mod %1, %3 @0{}", "int #-1"),
        ("int_lshift %1, %2 @0{}", "int #56"),
        ("int_add %4, %4 @0{}", None),  # does not fit
        ("int_floordiv %1, %5 @0{}", None),  # zero
        ("int_lshift %1, %3 @0{}", None),  # negative
        ("int_mul %9, %5 @0{}", "int #0"),
        ("int_xor %9, %9", "int #0"),
        ("int_sub %5, %9 @0{}", None),
    ],
)
def test_folding(operation: str, result: str | None) -> None:
    text = body(
        f"""
    %1:int = int #7
    %2:int = int #3
    %3:int = int #-4
    %4:int = int #9223372036854775807
    %5:int = int #0
    %8:object = slot #object, #0
    %9:int = unbox_int %8 @0{{}}
    %10:int = {operation}
    leave @1:left{{r0=int %10}}"""
    )
    assert (operation.partition(" ")[0] in text) == (result is None)
    if result is not None:
        assert result in text


def test_doubles_keep_their_sign() -> None:
    text = body(
        """
    %1:double = double #0x0.0p+0
    %2:double = double #0x1.0000000000000p+0
    %3:object = slot #object, #0
    %4:double = unbox_double %3 @0{}
    %5:double = double_add %4, %1
    %6:double = double_mul %5, %2
    leave @1:left{r0=double %6}"""
    )
    assert "%5:double = double_add %4, %1" in text  # -0.0 + 0.0 is 0.0
    assert "leave @1:left{r0=double %5}" in text
