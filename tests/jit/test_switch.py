"""Who has a JIT: everybody on x86-64, unless it is told not to; nobody without llvmlite."""

from __future__ import annotations

import os
import sys
import textwrap
from pathlib import Path

import pytest

from tests import support

#: Ends with whether there is native code, by what is imported for it.
HOT = """
def kernel(n):
    total = 0
    for i in range(n):
        total += i * 3 % 7
    return total
print(kernel(5000))
"""
RESULT = str(sum(i * 3 % 7 for i in range(5000)))
COMPILED = "import sys; print('fastvm.jit.driver' in sys.modules)"
SOON = {"FASTVM_JIT_THRESHOLD": "50"}
TESTED = os.uname().machine == "x86_64"


@pytest.mark.parametrize(
    "options, setting, compiled",
    [
        ((), None, TESTED),
        ((), "", TESTED),
        ((), "0", False),
        ((), "1", True),
        (("--jit",), "0", True),
        (("--no-jit",), "1", False),
    ],
)
def test_the_command(options: tuple[str, ...], setting: str | None, compiled: bool) -> None:
    env = SOON if setting is None else SOON | {"FASTVM_JIT": setting}
    outcome = support.run([*support.engine(*options), "-c", HOT + COMPILED], env=env)
    assert outcome.stdout.split() == [RESULT, str(compiled)] and not outcome.stderr


@pytest.mark.parametrize(
    "calls, setting, compiled",
    [
        ("fastvm.enable()", "", TESTED),
        ("fastvm.enable()", "0", False),
        ("fastvm.enable(jit=True)", "0", True),
        ("fastvm.enable(jit=False)", "1", False),
        ("fastvm.enable(jit=False); fastvm.enable()", "1", False),  # as before
        ("fastvm.enable(jit=True); fastvm.enable(jit=False)", "", False),
        ("fastvm.enable(jit=False); fastvm.enable(jit=True)", "", True),
    ],
)
def test_the_library(tmp_path: Path, calls: str, setting: str, compiled: bool) -> None:
    program = tmp_path / "program.py"
    program.write_text(f"import fastvm; {calls}\ndef main():\n{textwrap.indent(HOT, '    ')}\nmain()\n{COMPILED}\n")
    outcome = support.run([sys.executable, str(program)], env=SOON | {"FASTVM_JIT": setting})
    assert outcome.stdout.split() == [RESULT, str(compiled)] and not outcome.stderr


@pytest.mark.parametrize("setting, compiled", [("", TESTED), ("0", False)])
def test_the_decorator(tmp_path: Path, setting: str, compiled: bool) -> None:
    program = tmp_path / "program.py"
    program.write_text(f"import fastvm{HOT.replace('def', '@fastvm.jit' + chr(10) + 'def')}{COMPILED}\n")
    outcome = support.run([sys.executable, str(program)], env=SOON | {"FASTVM_JIT": setting})
    assert outcome.stdout.split() == [RESULT, str(compiled)] and not outcome.stderr


def test_another_processor() -> None:
    """It is off where it is not tested."""
    text = "import os\nclass uname: machine = 'riscv64'\nos.uname = uname\nfrom fastvm import engine\n"
    text += "engine.enable(); print(engine.is_jit_enabled())\nengine.enable(jit=True); print(engine.is_jit_enabled())"
    assert support.run([sys.executable, "-c", text]).stdout.split() == ["False", "True"]


def test_without_llvmlite(tmp_path: Path) -> None:
    """It is interpreted, and nobody is asked again."""
    (tmp_path / "llvmlite").mkdir()  # found first, and without its library
    (tmp_path / "llvmlite" / "__init__.py").write_text("")
    program = tmp_path / "program.py"
    text = "\nfrom fastvm import engine; print(engine.is_jit_enabled())\n"
    program.write_text(HOT + COMPILED + text + "print(kernel(5000))\n")
    outcome = support.run([*support.engine("--jit"), str(program)], env=SOON)
    assert outcome.stdout.split() == [RESULT, "False", "False", RESULT] and not outcome.stderr
