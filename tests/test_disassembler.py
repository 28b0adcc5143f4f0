"""Listings of units: every operand by its name, kills, variants, labels, handlers and source lines."""

from __future__ import annotations

import struct
from types import CodeType

from fastvm.bytecode.disassembler import disassemble
from fastvm.bytecode.instructions import (
    BRANCH_ON_TRUE,
    COMPARISONS,
    INPLACE,
    KILL_B,
    OPCODES,
    VARIANT_SHIFT,
)
from fastvm.bytecode.unit import CodeUnit
from fastvm.bytecode.words import NOWHERE
from fastvm.frontend.compiler import compile_unit


def function_code(text: str) -> CodeType:
    """The code object of the first function in a text."""
    module = compile(text, "sample.py", "exec")
    return next(const for const in module.co_consts if isinstance(const, CodeType))


def assemble(*words: tuple[str, int, int, int, int], temps: int = 2, refs: tuple[object, ...] = ()) -> CodeUnit:
    """A unit from (name, flags, a, b, c) rows; names ending in `+n` bring n cache words."""
    code = b""
    for name, flags, a, b, c in words:
        name, _, cache = name.partition("+")
        code += struct.pack("<BBhhh", OPCODES[name], flags, a, b, c) + bytes(8 * int(cache or 0))
    return CodeUnit(code, refs, temps, NOWHERE.to_bytes(4, "little") * (len(code) // 8), b"")


def line_with(listing: str, name: str) -> str:
    return next(" ".join(line.split()) for line in listing.splitlines() if f" {name} " in line)


SAMPLE = function_code("def f(n, m):\n    n += m\n    return n\n")


def test_operands_are_named_and_kills_marked() -> None:
    unit = assemble(("MOVE", 0, 2, 0, 0), ("ADD", KILL_B, 0, 2, 1), ("RETURN", 0, 0, 0, 0))
    listing = disassemble(unit, SAMPLE)
    assert "2 locals, 2 temporaries" in listing
    assert line_with(listing, "MOVE") == "0 MOVE t0 = n"
    assert line_with(listing, "ADD") == "1 ADD n = t0!, m"


def test_constants_are_shown_as_values_and_names_bare() -> None:
    code = function_code("def f(n):\n    return n.size + 7\n")
    refs = (code.co_consts.index(7), -1 - code.co_names.index("size"), ("own",))
    unit = assemble(
        ("GETATTR+3", 0, 1, 0, -2), ("ADD", KILL_B, 1, 1, -1), ("MOVE", 0, 2, -3, 0), ("RETURN", 0, 0, 0, 0), refs=refs
    )
    listing = disassemble(unit, code)
    assert line_with(listing, "GETATTR") == "0 GETATTR t0 = n, size [+3]"
    assert line_with(listing, "ADD") == "4 ADD t0 = t0!, 7"
    assert line_with(listing, "MOVE") == "5 MOVE t1 = 'own'"


def test_variants_are_shown_as_operators() -> None:
    not_less = 15 & ~COMPARISONS["<"]
    unit = assemble(
        ("COMPARE", COMPARISONS[">="] << VARIANT_SHIFT, 2, 0, 1),
        ("COMPARE", not_less << VARIANT_SHIFT, 2, 0, 1),
        ("JUMP_COMPARE", (COMPARISONS["!="] | BRANCH_ON_TRUE) << VARIANT_SHIFT, 2, 0, 1),
        ("IS", 1 << VARIANT_SHIFT, 2, 0, 1),
        ("ADD", INPLACE << VARIANT_SHIFT, 0, 0, 1),
        ("RETURN", 0, 0, 0, 0),
    )
    lines = [" ".join(line.split()) for line in disassemble(unit, SAMPLE).splitlines()]
    assert "0 COMPARE t0 = n, m >=" in lines
    assert "1 COMPARE t0 = n, m not <" in lines
    assert "2 JUMP_COMPARE L1, n, m if !=" in lines
    assert "3 IS t0 = n, m not" in lines
    assert "4 ADD n = n, m inplace" in lines


def test_jumps_go_to_labels_past_cache_words_and_backwards() -> None:
    unit = assemble(
        ("JUMP", 0, 0, 0, 0),
        ("JUMP_BACK+1", 0, 0, 0xFFFD - 0x10000, -1),  # three words back from its end
        ("RETURN", 0, 0, 0, 0),
    )
    lines = [" ".join(line.split()) for line in disassemble(unit, SAMPLE).splitlines()]
    assert "0 JUMP L2" in lines
    assert lines[lines.index("L1:") + 1] == "0 JUMP L2"
    assert "1 JUMP_BACK L1 [+1]" in lines
    assert "3 RETURN n" in lines


def test_a_real_function_is_listed_with_source_lines_and_handlers() -> None:
    text = "def f(items):\n    try:\n        return items[0]\n    except IndexError:\n        return None\n"
    code = function_code(text)
    function = compile(text, "sample.py", "exec", 0x400).body[0]  # type: ignore[attr-defined]
    listing = disassemble(compile_unit(code, function), code)
    assert "~> handler L" in listing and "~> no handler" in listing
    getitem = next(line for line in listing.splitlines() if "GETITEM" in line)
    assert getitem.split()[0] == "3"
    assert "PUSH_EXC" in listing and "IndexError" in listing
