"""The instruction table, and what is generated from it: the core's include file and the reference page."""

from __future__ import annotations

import opcode
import re

from fastvm.bytecode import generate, instructions, reference
from fastvm.frontend import host_opcodes
from tests.support import ROOT


def test_opcodes_number_the_rows() -> None:
    assert [row.opcode for row in instructions.INSTRUCTIONS] == list(range(len(instructions.INSTRUCTIONS)))
    assert len(instructions.BY_NAME) == len(instructions.INSTRUCTIONS)


def test_specialised_forms_have_the_shape_of_their_generic_instruction() -> None:
    forms = [row for row in instructions.INSTRUCTIONS if row.base is not None]
    assert forms
    for form in forms:
        assert form.base is not None
        generic = instructions.BY_NAME[form.base]
        assert generic.base is None
        assert (form.a, form.b, form.c, form.cache) == (generic.a, generic.b, generic.c, generic.cache)
        assert form.dying == generic.dying


def test_operands_that_die_without_a_flag_are_registers() -> None:
    dying = {row.name: row.dying for row in instructions.INSTRUCTIONS if row.dying}
    assert dying["DELETE"] == (0,) and dying["RERAISE_AT"] == (0, 1) and dying["YIELD_FROM"] == (1, 2)
    for name, places in dying.items():
        row = instructions.BY_NAME[name]
        assert {(row.a, row.b, row.c)[place] for place in places} == {instructions.REG}


def test_every_instruction_is_in_one_section() -> None:
    listed = [row.name for _, rows in instructions.SECTIONS for row in rows]
    assert listed == [row.name for row in instructions.INSTRUCTIONS]


def test_the_committed_reference_page_is_current() -> None:
    page = (ROOT / "docs" / "bytecode.md").read_text(encoding="utf-8")
    assert page == reference.page(), "run: python -m fastvm.bytecode.reference > docs/bytecode.md"


def test_the_include_file_says_what_the_table_says() -> None:
    text = generate.core_opcodes(generate.load_table())
    enum = dict(re.findall(r"^    OP_(\w+) = (\d+)$", text, re.MULTILINE))
    assert enum.pop("COUNT") == str(len(instructions.INSTRUCTIONS))
    assert enum == {row.name: str(row.opcode) for row in instructions.INSTRUCTIONS}

    arrays = {
        name: [int(number) for number in numbers.replace("\n", " ").split(",")]
        for name, numbers in re.findall(r"static const unsigned char (\w+)\[256\] = \{([^}]*)\}", text)
    }
    assert {len(numbers) for numbers in arrays.values()} == {256}
    for row in instructions.INSTRUCTIONS:
        assert arrays["CACHE_WORDS"][row.opcode] == row.cache
        assert arrays["GENERIC_OF"][row.opcode] == instructions.OPCODES[row.base or row.name]
        assert arrays["OP_RUNS"][row.opcode] == row.runs
    assert f"KILL_C = {instructions.KILL_C}" in text


def test_a_changed_table_has_another_fingerprint() -> None:
    rows = list(instructions.INSTRUCTIONS)
    assert generate.table_fingerprint(rows) == generate.table_fingerprint(rows)
    assert generate.table_fingerprint(rows) != generate.table_fingerprint(rows[:-1])


def test_writing_the_include_file_leaves_a_current_one_alone(tmp_path) -> None:
    path = tmp_path / "opcodes.pxi"
    generate.write_core_opcodes(str(path))
    first = path.stat().st_mtime_ns
    generate.write_core_opcodes(str(path))
    assert path.stat().st_mtime_ns == first
    path.write_text("old")
    generate.write_core_opcodes(str(path))
    assert "OP_NOP = 0" in path.read_text()


def test_the_front_ends_host_opcodes_are_the_hosts() -> None:
    assert host_opcodes.opmap == opcode.opmap
    assert host_opcodes.EXTENDED_ARG == opcode.EXTENDED_ARG
