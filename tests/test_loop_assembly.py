"""The interpreter loop is put together from families of instructions: each is there, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

from fastvm.bytecode import instructions
from tests.support import ROOT, build_step

CORE = ROOT / "vm_core"


@pytest.fixture(scope="module")
def assembler() -> ModuleType:
    return build_step("assemble_loop")


def test_every_instruction_is_executed_in_one_place(assembler: ModuleType) -> None:
    loop = assembler.assemble(str(CORE))
    chain = loop[loop.index("=== Instructions") :]
    conditions = re.findall(r"^ {12}(?:el)?if (.+?):\n {16}", chain, re.MULTILINE | re.DOTALL)
    executed = [name for condition in conditions for name in re.findall(r"\bop == OP_(\w+)", condition)]
    assert sorted(executed) == sorted(row.name for row in instructions.INSTRUCTIONS)


def test_every_family_is_in_the_loop() -> None:
    place = re.search(r"# INSTRUCTIONS: (.+)", (CORE / "interpreter.pxi").read_text())
    assert place is not None
    assert sorted(place.group(1).split()) == sorted(path.stem for path in (CORE / "instructions").iterdir())


def small_loop(folder: Path, family: str, place: str = "    # INSTRUCTIONS: one\n") -> str:
    (folder / "instructions").mkdir()
    (folder / "instructions" / "one.pxi").write_text(family)
    (folder / "interpreter.pxi").write_text(f"while True:\n{place}    else:\n        pass\n")
    return str(folder)


def test_a_family_becomes_part_of_one_chain(assembler: ModuleType, tmp_path: Path) -> None:
    folder = small_loop(
        tmp_path, "# One.\n\nif op == OP_A:\n    if x:\n        y\nif (op == OP_B\n        or op == OP_C):\n    z\n"
    )
    assert assembler.assemble(folder).splitlines() == [
        "while True:",
        "    # One.",
        "",
        "    if op == OP_A:",
        "        if x:",
        "            y",
        "    elif (op == OP_B",
        "            or op == OP_C):",
        "        z",
        "    else:",
        "        pass",
    ]


def test_what_is_no_instruction_is_refused(assembler: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"one.pxi:3: not an instruction: else:"):
        assembler.assemble(small_loop(tmp_path, "if op == OP_A:\n    x\nelse:\n    y\n"))


def test_a_loop_without_a_place_is_refused(assembler: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no place"):
        assembler.assemble(small_loop(tmp_path, "", place=""))
