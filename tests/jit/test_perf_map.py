"""The map of native code for `perf`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fastvm import _core
from tests import support

PROGRAM = """
import os
def total(count):
    result = 0
    for number in range(count):
        result += number % 7
    return result
for _ in range(100):
    total(100)
print(os.getpid(), flush=True)
"""
SETTINGS = {"FASTVM_JIT_THRESHOLD": "20"}


@pytest.mark.skipif(_core.processor() == 0, reason="no object files that we can read on this machine")
def test_compiled_functions_have_a_line_each() -> None:
    outcome = support.run([*support.engine("--jit", "--perf-map"), "-c", PROGRAM], env=SETTINGS)
    written = Path(f"/tmp/perf-{int(outcome.stdout)}.map")
    try:
        lines = written.read_text().splitlines()
    finally:
        written.unlink()
    found = [re.fullmatch(r"([0-9a-f]+) ([0-9a-f]+) fastvm:(.*total.*)", line) for line in lines]
    ranges = [(int(line[1], 16), int(line[2], 16)) for line in found if line]
    assert ranges and all(start > 4096 and 16 < size < 1 << 20 for start, size in ranges), lines


def test_nothing_is_written_unless_it_is_asked_for() -> None:
    outcome = support.run([*support.engine("--jit"), "-c", PROGRAM], env=SETTINGS)
    assert not Path(f"/tmp/perf-{int(outcome.stdout)}.map").exists()
