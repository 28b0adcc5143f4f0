"""HIR as text, the checker, and the passes on small texts."""

from __future__ import annotations

import pytest

from fastvm.jit.hir.check import Malformed, check
from fastvm.jit.hir.text import parse, show
from fastvm.jit.passes.dead_code import remove_dead_code
from fastvm.jit.passes.trivial_parameters import remove_trivial_parameters

LOOP = """
function sum
B0():
    %1:int = int #0
    %2:object = slot #object, #0
    %3:int = unbox_int %2 @4:entry:0{}
    jump B1(%1, %3)
B1(%4:int, %5:int):
    %6:bool = compare_int %4, %5, #1
    branch %6 B2() B3()
B2():
    %7:int = int_add %4, %1 @6{r1=int %4}
    safepoint @8:safepoint{r1=int %7 if %6}
    jump B1(%7, %5)
B3():
    leave @9:left{r1=int %4}
"""


def normal(text: str) -> str:
    return show(parse(text))


def test_text_round_trip() -> None:
    text = normal(LOOP)
    assert normal(text) == text
    check(parse(text))


BOUNDS = """
function f
B0():
    %1:int = int #3
    %2:double = double #0x1.8p+0
    %3:double = double_add %2, %2
    %4:bool = bool #1
    leave @4:left{r1=range %1 of %1 %1 %1, r2=complex %2 of %3, r3=complex %2#1 of %3 if %4, r4=range %1}
"""


def test_bounds_of_entries() -> None:
    """Of ranges and complex numbers: read, printed, checked, replaced."""
    function = parse(BOUNDS)
    assert show(function) == normal(BOUNDS) and "r3=complex %2#1 of %3 if %4" in show(function)
    check(function)
    (state,) = [op.state for _, op in function.ops() if op.state is not None]
    one, two, three = (op.result for op in function.blocks[0].ops[:3])
    assert one and two and three
    assert {one, two, three} <= set(state.values())
    merged = state.with_values({three: two})
    assert [entry.bounds for entry in merged.entries[1:3]] == [(two,), (two,)]
    assert [entry.copy for entry in merged.entries[1:3]] == [0, 1]  # two objects stay two


def test_numbers_with_one_part_in_common_are_two() -> None:
    """Whatever is found to be the same: what was another number is another object."""
    text = BOUNDS.replace("complex %2#1 of %3", "complex %2 of %2")
    function = parse(text)
    (state,) = [op.state for _, op in function.ops() if op.state is not None]
    three = function.blocks[0].ops[2].result
    two = function.blocks[0].ops[1].result
    assert two and three
    assert [entry.copy for entry in state.with_values({three: two}).entries[1:3]] == [0, 1]


def test_trivial_parameters() -> None:
    function = parse(LOOP)
    remove_trivial_parameters(function)
    text = show(function)
    assert "B1(%4:int):" in text
    assert "compare_int %4, %3" in text
    check(function)


def test_dead_code() -> None:
    function = parse(
        """
function f
B0():
    %1:int = int #1
    %2:double = double #0x1.8p+0
    %3:double = double_add %2, %2
    %4:int = int_add %1, %1 @3{}
    jump B1(%3)
B1(%5:double):
    leave @5:left{}
B2():
    leave @6:left{}
"""
    )
    remove_dead_code(function)
    assert show(function) == normal(
        """
function f
B0():
    %1:int = int #1
    %4:int = int_add %1, %1 @3{}
    jump B1()
B1():
    leave @5:left{}
"""
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("B0():\n %1:int = int #1", "control in the middle"),
        ("B0():\n %2:int = int_and %1, %1\n leave @0{}", "is , not int"),
        ("B0():\n %1:int = int #1\n %2:double = double_neg %1\n leave @0{}", "is int, not double"),
        ("B0():\n %1:int = int #1\n %2:int = int_add %1, %1\n leave @0{}", "frame state"),
        ("B0():\n %1:int = int #1\n %1:int = int #2\n leave @0{}", "made twice"),
        ("B0():\n jump B1()\nB1(%1:int):\n leave @0{}", "parameters"),
        ("B0():\n %1:int = int #1\n leave @0{r1=int %1, r1=int %1}", "shown twice"),
        ("B0():\n %1:int = int #1\n leave @0{r1=double %1}", "shown as double"),
        ("B0():\n %1:int = int #1\n leave @0{r1=range %1 of %1}", "number of bounds"),
        ("B0():\n %1:int = int #1\n leave @0{r1=int %1 of %1}", "number of bounds"),
        ("B0():\n %1:double = double #0x1.8p+0\n leave @0{r1=complex %1}", "number of bounds"),
        (
            "B0():\n %1:bool = bool #1\n branch %1 B1() B2()\nB1():\n %2:int = int #1\n jump B3()\n"
            "B2():\n jump B3()\nB3():\n leave @0{r0=int %2}",
            "not always made",
        ),
    ],
)
def test_checker_complains(text: str, complaint: str) -> None:
    with pytest.raises(Malformed, match=complaint):
        check(parse("function f\n" + text))
