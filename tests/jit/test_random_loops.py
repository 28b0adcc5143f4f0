"""Random loops on the JIT: compiled at once, after some rounds, and with guards that fail at random."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import support
from tests.jit.random_loops import program_for

MODES = {
    "at once": {"FASTVM_JIT_THRESHOLD": "1", "FASTVM_JIT_CHECK": "1"},
    "warm": {"FASTVM_JIT_THRESHOLD": "3", "FASTVM_JIT_CHECK": "1"},
    "failing guards": {"FASTVM_JIT_THRESHOLD": "2", "FASTVM_JIT_STRESS": "7"},
}
#: Programs in a process, and processes.
PROGRAMS, PROCESSES = 8, 6


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("process", range(PROCESSES))
def test_random_loops(process: int, mode: str, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    numbers = range(process * PROGRAMS, (process + 1) * PROGRAMS)
    program.write_text("\n".join(f"print('program', {number})\n{program_for(number)}" for number in numbers))
    expected = support.run([*support.python_command(), str(program)])
    actual = support.run([*support.engine("--jit"), str(program)], env=MODES[mode])
    message = support.difference(expected, actual)
    assert not message, message
