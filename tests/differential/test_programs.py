"""Every program of the corpus does on the engine what it does on CPython: output, tracebacks and exit status.

A program is a file in `programs/` that prints a deterministic trace of what it observes. There are no stored
expectations: CPython runs first, and its outcome is the expectation.
"""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from tests import support

PROGRAMS = Path(__file__).parent / "programs"

#: The ways to start the engine. What is adopted changes which library code runs on it.
MODES = {"user": ("--no-jit", "--adopt=user"), "all": ("--no-jit", "--adopt=all")}


@functools.cache
def on_python(program: Path) -> support.Outcome:
    return support.run([*support.python_command(), str(program)], cwd=PROGRAMS)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", sorted(path.stem for path in PROGRAMS.glob("*.py")))
def test_program(name: str, mode: str) -> None:
    program = PROGRAMS / f"{name}.py"
    expected = on_python(program)
    # A program whose name does not announce an uncaught exception must work: else it would test nothing.
    assert (expected.status == 0) == (not name.startswith("uncaught_")), f"the program itself is broken:\n{expected}"
    assert expected.stdout or expected.stderr, "the program shows nothing"
    actual = support.run([*support.engine(*MODES[mode]), str(program)], cwd=PROGRAMS)
    message = support.difference(expected, actual)
    assert not message, message
