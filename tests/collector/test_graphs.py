"""Random graphs of every kind of container: each object is finalized once, and freed when it cannot be reached."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from tests import support

GRAPHS = Path(__file__).with_name("graphs.py")
BATCH = 25

WAYS = {
    "interpreter": (["--no-jit"], {}),
    "everything adopted": (["--no-jit", "--adopt=all"], {}),
    "jit": (["--jit"], {"FASTVM_JIT_THRESHOLD": "1"}),
    "stress": (["--no-jit"], {"FASTVM_GC_STRESS": "1"}),
}


@functools.cache
def on_python(mode: str, first: int) -> support.Outcome:
    return support.run([*support.python_command(), str(GRAPHS), mode, str(first), str(BATCH)], cwd=GRAPHS.parent)


@pytest.mark.parametrize("first", [0, 1000, 2000])
@pytest.mark.parametrize("mode", ["explicit", "automatic"])
@pytest.mark.parametrize("way", WAYS)
def test_graphs(way: str, mode: str, first: int) -> None:
    options, environment = WAYS[way]
    expected = on_python(mode, first)
    assert expected.status == 0 and expected.stdout.count("seed") == BATCH and "WRONG" not in expected.stdout
    command = [*support.engine(*options), str(GRAPHS), mode, str(first), str(BATCH)]
    actual = support.run(command, cwd=GRAPHS.parent, env=environment, timeout=600)
    message = support.difference(expected, actual)
    assert not message, message
