"""Masked arithmetic: what need not be checked for overflow, and what must be."""

from __future__ import annotations

from fastvm.jit.passes.dead_code import remove_dead_code
from fastvm.jit.passes.low_bits import use_low_bits
from tests.jit.texts import after


def names(lines: str) -> list[str]:
    """The operations that are left of a straight piece of code on two numbers, %1 and %2."""
    start = "%1:int = int #5\n%2:int = int #7\n%3:int = int #4294967295\n%4:int = int #-1\n%5:int = int #256\n"
    text = after(f"function f\nB0():\n{start}{lines}", use_low_bits, remove_dead_code)
    found = [line.strip().partition(" = ")[2].partition(" ")[0] for line in text.splitlines()[2:-1]]
    return [name for name in found if name != "int"]


def test_a_chain_that_ends_in_a_mask_is_not_checked() -> None:
    """`(a * b + a) & mask`: the product is shown by the sum's state only, which goes."""
    assert names(
        """
    %10:int = int_mul %1, %2 @1{}
    %11:int = int_add %10, %1 @2{r4=int %10}
    %12:int = int_xor %11, %2
    %13:int = int_and %12, %3
    leave @4:left{r1=int %13}
"""
    ) == ["int_low_mul", "int_low_add", "int_xor", "int_and"]


def test_a_remainder_by_a_power_of_two_is_a_mask() -> None:
    assert names(
        """
    %10:int = int_mul %1, %2 @1{}
    %11:int = int_mod %10, %5 @2{r4=int %10}
    leave @4:left{r1=int %11}
"""
    ) == ["int_low_mul", "int_and"]


def test_what_else_sees_the_number_keeps_it_checked() -> None:
    """A frame state; a comparison; a mask that lets all through; a distance that is not known."""
    assert names(
        """
    %10:int = int_mul %1, %2 @1{}
    %11:int = int_and %10, %3
    leave @4:left{r1=int %11, r2=int %10}
"""
    ) == ["int_mul", "int_and"]
    assert names(
        """
    %10:int = int_mul %1, %2 @1{}
    %11:bool = compare_int %10, %3, #1
    %12:int = int_and %10, %3
    leave @4:left{r1=int %12, r2=bool %11}
"""
    ) == ["int_mul", "compare_int", "int_and"]
    assert names(
        """
    %10:int = int_mul %1, %2 @1{}
    %11:int = int_and %10, %4
    leave @4:left{r1=int %11}
"""
    ) == ["int_mul", "int_and"]
    assert names(
        """
    %9:object = slot #object, #0
    %8:int = unbox_int %9 @0{}
    %10:int = int_lshift %1, %8 @1{}
    %11:int = int_and %10, %3
    leave @4:left{r1=int %11}
"""
    ) == ["slot", "unbox_int", "int_lshift", "int_and"]


def test_a_sum_that_a_later_exit_shows_stays_and_with_it_its_operands() -> None:
    assert names(
        """
    %10:int = int_mul %1, %2 @1{}
    %11:int = int_add %10, %2 @2{r4=int %10}
    %12:int = int_and %11, %3
    %13:int = int_floordiv %12, %1 @3{r3=int %12, r4=int %11}
    leave @4:left{r1=int %13}
"""
    ) == ["int_mul", "int_add", "int_and", "int_floordiv"]


def test_what_is_known_to_fit_is_part_of_the_chain() -> None:
    """A sum that fits, of a product that does not need to: it does not fit either, then."""
    text = after(
        """
function f
B0():
    %1:int = int #255
    %2:object = slot #object, #0
    %3:int = unbox_int %2 @0{}
    %4:int = int_mul %3, %3 @1{}
    %5:int = int_wrap_add %4, %1
    %7:int = int_and %5, %1
    leave @2:left{r0=int %7}
""",
        use_low_bits,
    )
    assert "%4:int = int_low_mul %3, %3" in text and "%5:int = int_low_add %4, %1" in text
