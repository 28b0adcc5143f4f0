"""Compiling where memory is short: LLVM, which ends the process when it is refused memory, is not asked, and nothing is
begun where little is left for the program."""

from __future__ import annotations

import sys

import pytest

from tests import support

PROGRAM = """
import re, resource
def limit(megabytes):
    size = int(re.search(r"VmSize:\\s+(\\d+) kB", open("/proc/self/status").read())[1]) << 10
    resource.setrlimit(resource.RLIMIT_AS, (size + (megabytes << 20),) * 2)
def function(lines):
    text = "def f(n, items):\\n    s = 0\\n    for i in range(n):\\n"
    text += "".join(f"        s += items[i % 7] * {j} + (s ^ i) % {j + 3}\\n" for j in range(lines))
    names = {}
    exec(text + "    return s\\n", names)
    return names["f"]
limit(MEGABYTES)
for lines in (2, 10, 40, 80):
    print(function(lines)(300, list(range(7))) % 1000003)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the address space cannot be limited")
@pytest.mark.parametrize("wait", ["0", "1"])
@pytest.mark.parametrize("megabytes", [20, 96, 112, 150, 165, 180, 230])
def test_programs_go_on(megabytes: int, wait: str) -> None:
    program = PROGRAM.replace("MEGABYTES", str(megabytes))
    expected = support.run([*support.python_command(), "-c", program])
    settings = {"FASTVM_JIT_THRESHOLD": "50", "FASTVM_JIT_WAIT": wait}
    actual = support.run([*support.engine("--jit", "--adopt=user"), "-c", program], env=settings)
    assert support.difference(expected, actual) == ""


@pytest.mark.skipif(sys.platform != "linux", reason="the address space cannot be limited")
def test_the_log_says_so() -> None:
    program = PROGRAM.replace("MEGABYTES", "100")
    actual = support.run([*support.engine("--jit", "--jit-log"), "-c", program], env={"FASTVM_JIT_THRESHOLD": "50"})
    assert "of f: too little memory" in actual.stderr or support.is_control_run()
