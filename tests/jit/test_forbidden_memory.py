"""Where the system does not let memory become executable (a hardened service), the program is interpreted."""

from __future__ import annotations

import ctypes

import pytest

from tests import support

PROGRAM = """
import ctypes

def forbid():
    assert ctypes.CDLL(None).prctl(65, 1, 0, 0, 0) == 0  # PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN

def before(n):
    total = 0
    for i in range(n):
        total += i * 3 % 7
    return total

def after(n):
    total = 0
    for i in range(n):
        total ^= i * 5 % 11
    return total
"""
FROM_THE_START = "forbid()\nprint(before(3000), after(3000))\n"
LATER = "print(before(3000))\nforbid()\nprint(before(3000), after(3000), after(4000))\n"


def supported() -> bool:
    """Whether this Linux knows of it. (Asking for what is in force: 0.)"""
    return ctypes.CDLL(None).prctl(66, 0, 0, 0, 0) >= 0


@pytest.mark.skipif(not supported(), reason="needs Linux 6.3")
@pytest.mark.parametrize("wait", ["0", "1"])
def test_from_the_start(wait: str) -> None:
    settings = {"FASTVM_JIT_THRESHOLD": "10", "FASTVM_JIT_WAIT": wait}
    expected = support.run([*support.python_command(), "-c", PROGRAM + FROM_THE_START])
    actual = support.run([*support.engine("--jit", "--jit-log"), "-c", PROGRAM + FROM_THE_START], env=settings)
    assert support.difference(expected, actual) == ""  # not a word of it


@pytest.mark.skipif(not supported(), reason="needs Linux 6.3")
@pytest.mark.parametrize("wait", ["0", "1"])
def test_from_some_time_on(wait: str) -> None:
    """What is compiled by then stays in use."""
    settings = {"FASTVM_JIT_THRESHOLD": "10", "FASTVM_JIT_WAIT": wait}
    expected = support.run([*support.python_command(), "-c", PROGRAM + LATER])
    actual = support.run([*support.engine("--jit", "--jit-log"), "-c", PROGRAM + LATER], env=settings)
    assert (actual.status, actual.stdout) == (0, expected.stdout)
    assert "of after: memory cannot be made executable" in actual.stderr or wait == "0"
    assert "internal error" not in actual.stderr
