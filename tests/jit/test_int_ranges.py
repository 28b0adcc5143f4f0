"""Ranges of ints: which checks go, and which have to stay."""

from __future__ import annotations

import pytest

from fastvm.jit.passes.int_ranges import use_ranges
from tests.jit.texts import after

LOOP = """
function count
B0():
    %1:int = int #START
    %2:int = int #1
    %3:object = slot #object, #0
    %4:int = unbox_int %3 @0{}
    jump B1(%1, %1)
B1(%5:int, %6:int):
    %7:bool = compare_int %5, %4, #MASK
    branch %7 B2() B3()
B2():
    %8:int = int_add %5, %2 @2{}
    %9:int = int_sub %5, %2 @3{}
    %10:int = int_add %6, %5 @4{}
    %11:int = int_add %5, %5 @5{}
    jump B1(%8, %10)
B3():
    leave @9:left{r0=int %9, r1=int %11}
""".replace("{r0=int %9, r1=int %11}", "{}")

LESS, EQUAL, GREATER = 1, 2, 4


def test_a_counter_below_a_bound_cannot_overflow() -> None:
    text = after(LOOP.replace("START", "0").replace("MASK", str(LESS)), use_ranges)
    assert "%8:int = int_wrap_add %5, %2" in text
    assert "%9:int = int_wrap_sub %5, %2" in text  # it starts at 0 and grows
    assert "%10:int = int_add" in text  # a sum may
    assert "%11:int = int_add" in text  # and so may the double


def test_a_counter_up_to_a_bound_can() -> None:
    text = after(LOOP.replace("START", "0").replace("MASK", str(LESS | EQUAL)), use_ranges)
    assert "%8:int = int_add" in text


def test_a_counter_that_starts_anywhere_can_go_below() -> None:
    loop = LOOP.replace("int #START", "unbox_int %12 @0{}").replace("MASK", str(LESS))
    text = after(loop.replace("B0():", "B0():\n    %12:object = slot #object, #1"), use_ranges)
    assert "%8:int = int_wrap_add" in text and "%9:int = int_sub" in text


COMPARED = "%5:int = int_and %2, %3\n %7:bool = compare_int"


@pytest.mark.parametrize(
    ("lines", "becomes"),
    [
        ("%5:int = int_and %2, %3\n %6:int = int_lshift %5, %4 @1{}", "int_wrap_lshift %5, %4"),
        ("%6:int = int_lshift %2, %4 @1{}", "int_lshift %2, %4 @1{}"),
        ("%6:int = int_rshift %2, %4 @1{}", "int_short_rshift %2, %4"),
        ("%6:int = int_rshift %4, %2 @1{}", "int_rshift %4, %2 @1{}"),
        ("%5:int = int_and %2, %3\n %6:int = int_mod %5, %4 @1{}", "int_natural_mod %5, %4"),
        ("%5:int = int_and %2, %3\n %6:int = int_floordiv %5, %4 @1{}", "int_natural_div %5, %4"),
        ("%6:int = int_mod %2, %4 @1{}", "int_mod %2, %4 @1{}"),
        ("%5:int = int_mod %2, %4 @1{}\n %6:int = int_add %5, %3 @2{}", "int_wrap_add %5, %3"),
        ("%5:int = int_xor %2, %3\n %6:int = int_add %5, %3 @2{}", "int_add %5, %3 @2{}"),
        (f"{COMPARED} %5, %3, #3\n %6:int = bool_to_int %7", "%7:bool = bool #1"),
        (f"{COMPARED} %5, %3, #1\n %6:int = bool_to_int %7", "compare_int %5, %3, #1"),
        (f"{COMPARED} %5, %3, #4\n %6:int = bool_to_int %7", "%7:bool = bool #0"),
    ],
)
def test_single_operations(lines: str, becomes: str) -> None:
    text = after(
        f"""
function f
B0():
    %1:object = slot #object, #0
    %2:int = unbox_int %1 @0{{}}
    %3:int = int #255
    %4:int = int #8
    {lines}
    leave @1:left{{r0=int %6}}
""",
        use_ranges,
    )
    assert becomes in text


def test_what_a_guard_says_holds_behind_it_only() -> None:
    text = after(
        """
function f
B0():
    %1:object = slot #object, #0
    %2:int = unbox_int %1 @0{}
    %3:int = int #100
    %4:int = int_add %2, %3 @1{}
    %5:bool = compare_int %2, %3, #1
    guard %5 @2{}
    %6:int = int_add %2, %3 @3{}
    %7:double = int_exact_double %2 @4{}
    %8:bool = compare_int %2, %3, #6
    branch %8 B1() B2()
B1():
    leave @5:left{r0=int %4, r1=int %6, r2=double %7}
B2():
    leave @6:left{}
""",
        use_ranges,
    )
    assert "%4:int = int_add" in text and "%6:int = int_wrap_add" in text
    assert "int_exact_double" in text  # it may be far below
    assert "%8:bool = bool #0" in text


def test_least_and_greatest() -> None:
    """How often a range loop goes round is not negative, and no more than its end."""
    text = after(
        """
function f
B0():
    %1:int = int #0
    %2:int = int #1000
    %3:object = slot #object, #0
    %4:int = unbox_int %3 @0{}
    %5:int = int_max %4, %1
    %6:int = int_min %5, %2
    %7:int = int_mul %6, %6 @1{}
    %8:int = int_sub %1, %5 @2{}
    %9:int = int_add %5, %2 @3{}
    leave @9:left{r0=int %7, r1=int %8, r2=int %9}
""",
        use_ranges,
    )
    assert "int_wrap_mul" in text and "int_wrap_sub" in text and "%9:int = int_add" in text
