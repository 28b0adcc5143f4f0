"""Instances that are not made: what is built of them, where they are made, and how frame states show them."""

from __future__ import annotations

import re

import pytest

from fastvm.jit.hir.check import Malformed, check
from fastvm.jit.hir.graph import Value
from fastvm.jit.hir.text import parse, show

from .test_inlining import hir_of, operations

CLASSES = """
class Vec:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y)
    def dot(self, other):
        return self.x * other.x + self.y * other.y
    def same(self):
        return self
"""


def kernel(body: str, result: str = "total", times: int = 20) -> str:
    lines = "\n".join(f"        {line}" for line in body.splitlines())
    calls = f"for _ in range({times}):\n    kernel(100)\n"
    loop = f"    total = 0.0\n    for i in range(n):\n{lines}\n    return {result}\n"
    return f"{CLASSES}\nkept = []\ndef kernel(n):\n{loop}{calls}"


def test_temporaries_are_not_made() -> None:
    """Operators, methods and attributes work on the numbers."""
    hir = hir_of("kernel", kernel("total += (Vec(i * 0.5, 1.5) + Vec(2.5, i * 0.5)).dot(Vec(i * 1.5, 0.5).same())"))
    assert operations(hir, "virtual") == 4
    for name in ("make_instance", "new_instance", "box_double", "guard_class", "values", "run", "kill_any"):
        assert operations(hir, name) == 0, name


def test_frame_state() -> None:
    """An exit makes the instances, with the attributes that they have by then, in their order."""
    hir = hir_of("kernel", kernel("total += Vec(i * 0.5, 1.5 + i).dot(Vec(3 + i, i / (i + 1)))"))
    assert re.search(r"r\d+=virtual %\d+ \(0=double %\d+, 1=double %\d+\)", hir)


def test_escape_on_one_way() -> None:
    """It is made where somebody wants to see it, and only there."""
    hir = hir_of("kernel", kernel("total += Vec(i, 2).same().x if i % 10 else len([Vec(i, 3)])"))
    assert operations(hir, "virtual") == 2
    assert operations(hir, "make_instance") == 1
    assert operations(hir, "note_order") == operations(hir, "slot_put") == 2


def test_objects_in_attributes() -> None:
    """The instance owns them; they are dropped under a guard that they live on."""
    hir = hir_of("kernel", kernel("total += 1 if Vec(kept, 2).x is kept else 2"))
    assert operations(hir, "make_instance") == 0
    assert operations(hir, "guard_outlives") == operations(hir, "release") == 1
    assert "0=owned" in hir


@pytest.mark.parametrize("body", ["p = Vec(i, 2)\ntotal += p.x", "p = p + Vec(0.5, i)\ntotal = p.x"])
def test_round_a_loop(body: str) -> None:
    """A local that is an instance in every round but the first is made in the first only, and there only if the
    death of the old one can be seen."""
    text = kernel(body).replace("    total = 0.0", "    p = Vec(0.5, 1)\n    total = 0.0")
    hir = hir_of("kernel", text)
    assert operations(hir, "dies_unseen") == 1
    assert operations(hir, "make_instance") == 1
    rounds = hir[hir.rindex("\nB", 0, hir.rindex("compare_int")) :]
    assert operations(rounds, "counted_safepoint") == 1
    for name in ("make_instance", "kill_any", "guard_class", "call_unit", "run"):
        assert operations(rounds, name) == 0, name


def test_identity_is_known() -> None:
    hir = hir_of("kernel", kernel("total += 1 if Vec(i, i) is not None else 2"))
    assert operations(hir, "is") == operations(hir, "make_instance") == 0


IN_PLACE = """
    def __iadd__(self, other):
        self.x += other.x
        self.y += other.y
        return self
class Holder:
    def __init__(self):
        self.vec = Vec(1.5, 2.5)
"""


def test_returned_object_that_the_register_has() -> None:
    """An object that a call returns lives on where a register lets go of it: nothing has to be made for a destructor."""
    text = kernel("holder.vec += Vec(i * 0.5, 2.5) + Vec(0.5, 1.5)")
    text = text.replace("    def same", f"{IN_PLACE[1:]}    def same").replace("total = 0.0", "holder = Holder()")
    hir = hir_of("kernel", text.replace("return total", "return holder.vec.x"))
    assert operations(hir, "virtual") == 3
    for name in ("make_instance", "kill_any", "put_any", "run"):
        assert operations(hir, name) == 0, name


def test_class_with_destructor_is_made() -> None:
    text = kernel("total += Vec(i, 2).x").replace("class Vec:", "class Vec:\n    def __del__(self):\n        pass")
    hir = hir_of("kernel", text)
    assert operations(hir, "virtual") == 0
    assert operations(hir, "new_instance") == 1


STATE = """
function f
B0():
    %1:class = slot #class, #0
    %2:guarded = guard_version %1, #7 @0{}
    %3:guarded = virtual %2, #1
    %4:guarded = virtual %2, #2
    %5:int = int #5
    leave @1{r1=virtual %3 (0=int %5, -16=virtual %4 (0=owned %1)), r2=virtual %4 (0=owned %1), r3=int %5}
"""


def test_text() -> None:
    """Frame states with instances in instances are read as they are printed."""
    function = parse(STATE)
    check(function)
    assert show(function).split() == STATE.split()
    entry = function.blocks[0].terminator.state.entries[0]
    assert [field.register for field in entry.fields] == [0, -16]
    assert [each.representation for each in entry.with_fields()] == ["virtual", "int", "virtual", "owned"]


def test_values_within_are_replaced() -> None:
    """A pass that finds another value for a number changes it in the attributes, too; two objects stay two."""
    function = parse(
        STATE.replace("r3=int %5", "r3=int %6").replace("%5:int = int #5", "%5:int = int #5\n    %6:int = int #5")
    )
    leave = function.blocks[0].terminator
    numbers = {value.number: value for value in leave.used()}
    leave.replace({numbers[6]: numbers[5]})
    assert "0=int %5," in show(function)
    assert "r3=int %5#1" in show(function)


def test_checker_looks_within() -> None:
    function = parse(STATE)
    state = function.blocks[0].terminator.state
    state.entries[0].fields[0].value = Value(99, "int")
    with pytest.raises(Malformed):
        check(function)
