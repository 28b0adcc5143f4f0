"""The verifier: accepts what the front end makes of real code, and finds each kind of damage."""

from __future__ import annotations

import struct
import sys
from pathlib import Path
from types import CodeType

import pytest

from fastvm.bytecode.instructions import HAS_DEFAULTS, KILL_A, KILL_B, VARIANT_SHIFT
from fastvm.bytecode.unit import CodeUnit
from fastvm.bytecode.verifier import VerificationError, verify
from fastvm.frontend.compiler import compile_tree
from tests.test_disassembler import assemble, function_code

STDLIB = Path(sys._stdlib_dir)  # type: ignore[attr-defined]
CODE = function_code("def f(n, m):\n    x = n\n    return x\n")  # registers: n, m, x; temporaries from 3 on
T0, T1 = 3, 4


def reason(unit: CodeUnit, code: CodeType = CODE) -> str:
    """The verifier's complaint about a unit."""
    with pytest.raises(VerificationError) as caught:
        verify(unit, code)
    return str(caught.value)


def test_a_sound_unit_passes() -> None:
    verify(assemble(("ADD", 0, T0, 0, 1), ("MOVE", KILL_B, 2, T0, 0), ("RETURN", 0, 2, 0, 0)), CODE)


@pytest.mark.parametrize(
    "module",
    ["argparse", "asyncio/base_events", "contextlib", "dataclasses", "enum", "inspect", "test/test_patma"]
    + ["test/test_coroutines", "test/test_except_star", "test/test_grammar", "tempfile", "typing", "zipfile"],
)
def test_everything_the_front_end_makes_of_the_standard_library_passes(module: str) -> None:
    path = STDLIB / f"{module}.py"
    if not path.exists():
        pytest.skip(f"this host comes without {path.name}")
    tree = compile(path.read_bytes(), str(path), "exec", 0x400)
    code = compile(tree, str(path), "exec", dont_inherit=True)
    units = compile_tree(code, tree)
    assert len(units) > 10
    for scope, unit in units.items():
        verify(unit, scope)


def test_reading_a_temporary_that_was_never_written() -> None:
    assert "t0 may be empty" in reason(assemble(("MOVE", KILL_B, 2, T0, 0), ("RETURN", 0, 2, 0, 0)))


def test_reading_an_unbound_local() -> None:
    assert "x may be empty" in reason(assemble(("RETURN", 0, 2, 0, 0)))
    verify(assemble(("CHECK", 0, 2, 0, 0), ("RETURN", 0, 2, 0, 0)), CODE)


def test_killing_a_temporary_twice() -> None:
    unit = assemble(("MOVE", 0, T0, 0, 0), ("CLEAR", 0, T0, 0, 0), ("RETURN", KILL_A, T0, 0, 0))
    assert "t0 may be empty" in reason(unit)


def test_a_temporary_alive_at_the_return() -> None:
    assert "t0 may be alive at the return" in reason(assemble(("MOVE", 0, T0, 0, 0), ("RETURN", 0, 0, 0, 0)))


def test_a_temporary_alive_on_one_of_two_paths() -> None:
    unit = assemble(
        ("JUMP_IF_TRUE", 0, 0, 1, 0),
        ("MOVE", 0, T0, 1, 0),
        ("RETURN", 0, 0, 0, 0),
    )
    assert "t0 may be alive" in reason(unit)


def test_a_window_with_a_hole() -> None:
    unit = assemble(("MOVE", 0, T0, 0, 0), ("CALL+2", 0, T0, T0, 1), ("RETURN", KILL_A, T0, 0, 0))
    assert "t1 may be empty in the window" in reason(unit)


def test_a_window_among_the_locals() -> None:
    assert "not all temporaries" in reason(assemble(("BUILD_TUPLE", 0, 2, 0, 2), ("RETURN", 0, 2, 0, 0)))


def test_filling_a_run_that_is_alive() -> None:
    unit = assemble(("MOVE", 0, T1, 0, 0), ("UNPACK", 0, T0, 1, 2), ("RETURN", 0, 0, 0, 0))
    assert "would be lost" in reason(unit)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([("MOVE", 0, 9, 0, 0), ("RETURN", 0, 0, 0, 0)], "names no register"),
        ([("MOVE", 0, 2, -5, 0), ("RETURN", 0, 0, 0, 0)], "names no constant"),
        ([("GETATTR+3", 0, 2, 0, 1), ("RETURN", 0, 0, 0, 0)], "names no constant"),
        ([("MOVE", 0, 2, 0, 7), ("RETURN", 0, 0, 0, 0)], "unused and not zero"),
        ([("MOVE", KILL_A, 2, 0, 0), ("RETURN", 0, 0, 0, 0)], "a kill flag on operand a"),
        ([("MOVE", 1 << VARIANT_SHIFT, 2, 0, 0), ("RETURN", 0, 0, 0, 0)], "variant 1 means nothing"),
        ([("ADD_INT", 0, 2, 0, 1), ("RETURN", 0, 0, 0, 0)], "a specialised instruction"),
        ([("MOVE", 0, 2, 0, 0)], "control falls off the end"),
        ([("JUMP", 0, 0, 5, 0), ("RETURN", 0, 0, 0, 0)], "starts no instruction"),
        ([("JUMP", 0, 0, 1, 0), ("JUMP_BACK+1", 0, 0, -1, -1), ("RETURN", 0, 0, 0, 0)], "starts no instruction"),
    ],
)
def test_damaged_structure(words: list[tuple[str, int, int, int, int]], complaint: str) -> None:
    assert complaint in reason(assemble(*words))


def test_the_complaint_shows_the_line_of_the_listing() -> None:
    assert "RETURN" in reason(assemble(("RETURN", 0, 2, 0, 0))).splitlines()[-1]


def test_torn_code_and_references_to_nothing() -> None:
    sound = assemble(("RETURN", 0, 0, 0, 0))
    assert "whole number of words" in reason(CodeUnit(sound.code[:-1], (), 2, sound.where, b""))
    assert "refers to no constant" in reason(CodeUnit(sound.code, (99,), 2, sound.where, b""))
    assert "positions for" in reason(CodeUnit(sound.code, (), 2, b"", b""))
    assert "exception rows" in reason(CodeUnit(sound.code, (), 2, sound.where, b"123"))
    cut = assemble(("GETATTR+3", 0, 2, 0, -1))
    assert "cut off" in reason(CodeUnit(cut.code[:8], ((1,),), 2, cut.where[:4], b""))
    assert "unknown opcode" in reason(CodeUnit(b"\xff" + bytes(7), (), 2, sound.where, b""))


def test_cache_words_must_be_zero_and_positions_inside() -> None:
    unit = assemble(("GETATTR+3", 0, 2, 0, -1), ("RETURN", 0, 0, 0, 0), refs=(("size",),))
    verify(unit, CODE)
    dirty = bytearray(unit.code)
    dirty[9] = 1
    assert "cache words" in reason(CodeUnit(bytes(dirty), unit.const_refs, 2, unit.where, b""))
    far = (10**6).to_bytes(4, "little") * 5
    assert "outside the genuine code" in reason(CodeUnit(unit.code, unit.const_refs, 2, far, b""))


HANDLED = [
    ("MOVE", 0, T0, 0, 0),
    ("NEG", 0, 2, 0, 0),
    ("RETURN", KILL_A, T0, 0, 0),
    ("PUSH_EXC", 0, T1, 0, 0),
    ("CLEAR", 0, T1 + 1, 0, 0),
    ("POP_EXC", 0, T1, 0, 0),
    ("RETURN", KILL_A, T0, 0, 0),
]


def handled(row: tuple[int, int, int, int], temps: int = 3) -> CodeUnit:
    unit = assemble(*HANDLED, temps=temps)
    return CodeUnit(unit.code, (), temps, unit.where, struct.pack("<4i", *row))


def test_handlers_keep_the_first_temporaries() -> None:
    verify(handled((1, 2, 3, 1)), CODE)
    assert "t0 may be empty" in reason(handled((1, 2, 3, 0)))


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ((1, 2, 4, 1), "starts with CLEAR"),
        ((2, 2, 3, 1), "covers no whole instructions"),
        ((1, 2, 30, 1), "no instruction for a handler"),
        ((1, 2, 3, 9), "keeps temporaries that there are not"),
        ((1, 2, 3, 3), "may be empty when its handler"),
    ],
)
def test_damaged_exception_tables(row: tuple[int, int, int, int], complaint: str) -> None:
    assert complaint in reason(handled(row))


def test_a_function_without_the_parts_its_variant_names() -> None:
    code = function_code("def f():\n    def g(a=1): pass\n    return g\n")
    inner = next(i for i, const in enumerate(code.co_consts) if isinstance(const, CodeType))
    words = (("MAKE_FUNCTION", HAS_DEFAULTS << VARIANT_SHIFT, 0, 1, -1), ("RETURN", 0, 0, 0, 0))
    assert "t0 may be empty in the window" in reason(assemble(*words, refs=(inner,)), code)
