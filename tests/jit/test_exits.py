"""What `--stats` says about native code that went back to the interpreter."""

from __future__ import annotations

import json

from tests import support

PROGRAM = """
def total(values):
    result = 0
    for value in values:
        result += value
    return result

for _ in range(40):
    total([1, 2, 3] * 20)
for _ in range(20):
    total([0.5] * 20)
"""


def test_failed_guards_are_counted_by_reason() -> None:
    command = [*support.engine("--jit", "--stats=json"), "-c", PROGRAM]
    outcome = support.run(command, env={"FASTVM_JIT_THRESHOLD": "20"})
    jit = json.loads(outcome.stderr)["jit"]
    exits = jit["exits"]
    assert sum(each["count"] for each in exits.values()) == jit["failures"] > 0
    assert any("total" in what for what in exits["other kind of value"]["most"])
    assert all(each["count"] >= sum(each["most"].values()) for each in exits.values())


def test_people_get_a_row_for_each_reason() -> None:
    command = [*support.engine("--jit", "--stats"), "-c", PROGRAM]
    outcome = support.run(command, env={"FASTVM_JIT_THRESHOLD": "20"})
    rows = [line.split() for line in outcome.stderr.splitlines()]
    assert any(row[:2] == ["went", "back"] and "total" in row for row in rows), outcome.stderr
