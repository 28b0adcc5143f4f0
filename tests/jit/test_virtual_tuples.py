"""Tuples that are not made: what is built of them, where they are made, and how frame states show them."""

from __future__ import annotations

import re

import pytest

from fastvm.bytecode.instructions import EQUAL, GREATER, LESS
from fastvm.jit.hir.check import check
from fastvm.jit.hir.text import parse, show

from .test_inlining import hir_of, operations

FUNCTIONS = """
kept = []
def both(a, b):
    return a, b
def swapped(pair):
    x, y = pair
    return y, x
def added(a, b):
    return a[0] + b[0], a[1] + b[-1]
def same(*args):
    return args
def ends(*args):
    a, *_, b = args
    return a, b
"""


def kernel(body: str, before: str = "pass", times: int = 20) -> str:
    lines = "\n".join(f"        {line}" for line in body.splitlines())
    loop = f"    total = 0.0\n    {before}\n    for i in range(n):\n{lines}\n    return total\n"
    return f"{FUNCTIONS}\ndef kernel(n):\n{loop}for _ in range({times}):\n    kernel(100)\n"


@pytest.mark.parametrize(
    "body",
    [
        "x, y = both(i * 0.5, 2.5)\ntotal += x * y",
        "total += swapped(swapped((i * 0.5, 2.5)))[0]",
        "a, (b, c) = (i * 0.5, (i + 1, 2))\ntotal += a + b + c",
        "match (i, 2):\n    case (a, b):\n        total += a + b",
        "a, *b, c = (i * 0.5, i, 2.5)\ntotal += a + c + len(b)",
        "x, y = same(i * 0.5, 2.5)\ntotal += x * y + same(i, 3)[1] + len(same(i))",
        "x, y = ends(*same(i * 0.5, i, 2.5))\ntotal += x * y",
    ],
)
def test_taken_apart(body: str) -> None:
    """Tuples that are taken apart again leave arithmetic only."""
    hir = hir_of("kernel", kernel(body))
    for name in ("make_tuple", "new_tuple", "box_double", "box_int", "run", "guard_size", "field", "tuple_item"):
        assert operations(hir, name) == 0, name


def test_frame_state() -> None:
    """An exit makes the tuples, and what is in them."""
    hir = hir_of("kernel", kernel("p = (i * 0.5, (i + 1, 2))\ntotal += p[0] + i / (i + 1)"))
    assert re.search(r"r\d+=virtual %\d+ \(0=double %\d+, 1=virtual %\d+ \(0=int %\d+, 1=int %\d+\)\)", hir)


@pytest.mark.parametrize(
    "body", ["p = added(p, (i * 1.0, 0.5))\ntotal += p[1]", "p = (i * 0.5, 2.5)\ntotal += p[0] * p[-1]"]
)
def test_round_a_loop(body: str) -> None:
    """A local that is such a tuple in every round but the first."""
    hir = hir_of("kernel", kernel(body, "p = (0.0, 1.0)"))
    rounds = hir[hir.rindex("\nB", 0, hir.rindex("compare_int")) :]
    assert operations(rounds, "counted_safepoint") == 1
    for name in ("make_tuple", "new_tuple", "box_double", "unbox_double", "kill_any", "run"):
        assert operations(rounds, name) == 0, name


def test_made_on_one_way() -> None:
    hir = hir_of("kernel", kernel("total += (i, 2)[1] if i % 10 else len([(i, 3)])"))
    assert operations(hir, "make_tuple") == 1


def test_stores_into_containers_make_none() -> None:
    """A store may change any container, but lets nobody look."""
    hir = hir_of("kernel", kernel("p = (i * 2.0, 0.5)\nd['k'] = i\ntotal += p[1]", "d = {'k': 1}"))
    assert operations(hir, "dict_store") >= 1
    assert operations(hir, "make_tuple") == 0


def test_items_are_given_away() -> None:
    """What is unpacked at once is neither counted nor guarded to live on."""
    hir = hir_of("kernel", kernel("a, b = both([i], 2)\ntotal += len(a)"))
    for name in ("make_tuple", "guard_outlives", "release", "drop"):
        assert operations(hir, name) == 0, name


def test_identity_is_known() -> None:
    hir = hir_of("kernel", kernel("total += ((i, 1) is (i, 1)) + ((i, 2) is not None)"))
    assert operations(hir, "is") == operations(hir, "make_tuple") == 0


COMPARED = """
def key(pair):
    return pair[1], pair[0]
def kernel(pairs):
    count = 0
    for i in range(len(pairs) - 1):
        if key(pairs[i]) < key(pairs[i + 1]):
            count += 1
    return count
for _ in range(20):
    kernel([(i * 7 % 11, i % 3) for i in range(100)])
"""


def test_compared_item_by_item() -> None:
    """Neither tuple is made; the second items count where the first are equal."""
    hir = hir_of("kernel", COMPARED)
    for name in ("make_tuple", "compare_plain", "run"):
        assert operations(hir, name) == 0, name
    less, equal = f"#{LESS}", f"#{EQUAL}"
    assert len(re.findall(f"compare_int .*, {less}$", hir, re.M)) == 3  # (one is the range's)
    assert len(re.findall(f"compare_int .*, {equal}$", hir, re.M)) == 1


@pytest.mark.parametrize(("body", "masks"), [("(i, 2.5) == (i, i * 0.5)", 1), ("(i * 0.5, i) <= (2.5, 3)", 2)])
def test_nan_is_left_to_the_interpreter(body: str, masks: int) -> None:
    """Where doubles are compared they are guarded to be in order: the same NaN is its own equal in a tuple."""
    hir = hir_of("kernel", kernel(f"total += {body}"))
    assert operations(hir, "make_tuple") == operations(hir, "compare_plain") == 0
    guarded = re.search(f"(%\\d+):bool = compare_double .*, #{LESS | EQUAL | GREATER}$", hir, re.M)
    assert guarded is not None
    assert re.search(f"guard {guarded[1]} ", hir)
    assert operations(hir, "compare_double") == 1 + masks


STATE = """
function f
B0():
    %1:object = slot #object, #0
    %2:guarded = container_type #tuple
    %3:guarded = virtual %2, #1
    %4:guarded = virtual %2, #2
    %5:double = double #0x1.8000000000000p+0
    leave @1{r1=virtual %3 (0=double %5, 1=virtual %4 (0=owned %1)), r2=virtual %4 (0=owned %1)}
"""


def test_text() -> None:
    function = parse(STATE)
    check(function)
    assert show(function).split() == STATE.split()
    entry = function.blocks[0].terminator.state.entries[0]
    assert [each.representation for each in entry.with_fields()] == ["virtual", "double", "virtual", "owned"]


def test_local_of_a_function_that_returns() -> None:
    """Nobody else drops what a virtual local of a frame owns: it is, under a guard that this is not seen."""
    text = "def holding(item):\n    kept = (item, 7)\n    return kept[1]\nfor i in range(60):\n    holding([])\n"
    hir = hir_of("holding", text)
    assert operations(hir, "make_tuple") == 0
    assert re.search(r"guard_outlives (%\d+), #1 (.*\n)+ +release \1\n +return_int", hir)
