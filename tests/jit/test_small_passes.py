"""Subscripts taken apart, and the cleaning of blocks."""

from __future__ import annotations

from fastvm.jit.passes.blocks import clean_blocks
from fastvm.jit.passes.dead_code import remove_dead_code
from fastvm.jit.passes.subscripts import expand_subscripts
from fastvm.jit.passes.value_numbering import number_values
from tests.jit.texts import assert_becomes


def test_subscripts() -> None:
    """`l[i] = l[i] * 2.0`: one check of the index."""
    assert_becomes(
        """
function f
B0():
    %1:list = slot #list, #0
    %2:int = int #3
    %3:object = list_item %1, %2 @1{}
    %4:double = unbox_double %3 @2{r4=object %3}
    %5:double = double_add %4, %4
    guard_list_store %1, %2 @3{r4=double %5}
    list_store_double %1, %2, %5, #3
    leave @4:left{}
""",
        """
function f
B0():
    %2:int = int #3
    %1:list = slot #list, #0
    %6:int = list_length %1
    %7:int = item_place %2, %6 @1{}
    %8:items = list_items %1
    %3:object = list_load %8, %7
    %4:double = unbox_double %3 @2{r4=object %3}
    %5:double = double_add %4, %4
    list_put_double %8, %7, %5
    leave @4:left{}
""",
        expand_subscripts,
        number_values,
        remove_dead_code,
    )


def test_blocks() -> None:
    assert_becomes(
        """
function f
B0():
    %1:bool = bool #1
    %2:int = int #5
    branch %1 B1() B2()
B1():
    jump B3(%2)
B2():
    jump B3(%2)
B3(%3:int):
    %4:int = int_and %3, %3
    jump B4(%4)
B4(%5:int):
    leave @1:left{r0=int %5}
""",
        """
function f
B0():
    %1:bool = bool #1
    %2:int = int #5
    %4:int = int_and %2, %2
    leave @1:left{r0=int %4}
""",
        clean_blocks,
    )


def test_blocks_of_loops_stay() -> None:
    text = """
function f
B0():
    %1:bool = bool #1
    %2:object = slot #object, #0
    %3:bool = bound %2
    jump B1(%1)
B1(%4:bool):
    safepoint @1:safepoint{}
    branch %4 B1(%3) B2()
B2():
    leave @2:left{}
"""
    assert_becomes(text, text.replace("branch %4 B1(%3) B2()\nB2()", "branch %4 B1(%3) B2()\nB2()"), clean_blocks)
