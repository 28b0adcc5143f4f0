"""What there was no time for is compiled when the program has ended: the next run finds it, and nobody notices."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import fastvm.jit
from fastvm import _core, engine
from fastvm.jit import policy
from fastvm.jit.kept import header
from tests import support

pytestmark = pytest.mark.skipif(_core.processor() == 0, reason="no object files are loaded on this machine")

#: Too short for any compiling, with much to be compiled.
PROGRAM = """
import sys
def work(n):
    total = 0
    for i in range(n):
        total += i * i % 7
    return total
"""
PROGRAM += "".join(f"def work{i}(n):\n    return sum([x % {i + 2} for x in range(n)]) + work(n)\n" for i in range(30))
PROGRAM += "print([(work(9000), globals()[f'work{i}'](9000)) for i in range(30)])\n"
#: (Nothing but what a copy makes afterwards.)
SETTINGS = {"FASTVM_JIT_AFTERWARDS": "1", "FASTVM_JIT_OFFLOAD": "0"}
MOST_SECONDS = 60.0


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    return path


def kept_file(program: Path) -> Path:
    return program.parent / "__pycache__" / f"program.{sys.implementation.cache_tag}.fastvm-native"


def run(program: Path, *options: str, **settings: str) -> dict[str, Any]:
    """Run it, compare it with CPython, and tell what the JIT did."""
    expected = support.run([*support.python_command(), str(program)])
    command = [*support.engine("--jit", "--adopt=user", "--stats=json", *options), str(program)]
    actual = support.run(command, env=SETTINGS | settings)
    assert (actual.status, actual.stdout) == (expected.status, expected.stdout)
    found: dict[str, Any] = json.loads(actual.stderr)["jit"]
    return found


def copies_of(program: Path) -> list[int]:
    """The processes that stay behind."""
    found = []
    for name in os.listdir("/proc"):
        try:
            if name.isdigit() and str(program).encode() in Path(f"/proc/{name}/cmdline").read_bytes().split(b"\0"):
                found.append(int(name))
        except OSError:
            pass
    return found


def wait_for_copies(program: Path) -> None:
    end = time.monotonic() + MOST_SECONDS
    while copies_of(program):
        assert time.monotonic() < end, "a copy does not end"
        time.sleep(0.02)


def test_the_next_run_finds_what_was_made(program: Path) -> None:
    first = run(program)
    assert not first.get("compiled") and not first.get("recalled")
    wait_for_copies(program)
    data = kept_file(program).read_bytes()
    useful, stayed = header.in_header(data)
    assert useful > 0 and stayed == 1
    second = run(program)
    assert second["recalled"] > 0 and second["compiled"] == 0 and second["build_seconds"] == 0.0
    wait_for_copies(program)


def test_a_function_is_asked_for_with_its_loops(tmp_path: Path) -> None:
    """It need not have been called as often as others, then."""
    program = tmp_path / "asking.py"
    program.write_text("""
from fastvm.jit import hot, waiting
hot._too_early = lambda size: 1.0
def looping(): pass
def other(): pass
rest = b"", b"", (), 0, 0, 0, [], None, globals(), False, 10
for code, places in (looping.__code__, (5, 5, -1)), (other.__code__, (-1,)):
    print([hot.request(code, pc, *rest) for pc in places], [pc for key, pc in waiting.put_off if key == id(code)])
""")
    outcome = support.run([*support.engine("--jit", "--adopt=user"), str(program)], env={"FASTVM_JIT_OFFLOAD": "0"})
    first, calls, rounds = engine.FIRST_LOOK, policy.CALLS, policy.ROUNDS
    loop, function = [rounds - first, rounds // 4], calls // 4
    assert outcome.stdout == f"{[*loop, function]} [5, -1]\n{[calls - first]} []\n", outcome.stderr


def test_it_has_none_of_the_programs_files(program: Path) -> None:
    """And the program's folder may be removed meanwhile."""
    program.write_text(PROGRAM + "kept_open = open(__file__)\n")
    run(program)
    (copy,) = copies_of(program)
    end = time.monotonic() + MOST_SECONDS
    files: set[str] = set()
    while not (files and all(name == "/dev/null" for name in files)) and time.monotonic() < end:
        try:
            files = {os.readlink(f"/proc/{copy}/fd/{number}") for number in ("0", "1", "2")}
            others = {os.readlink(f"/proc/{copy}/fd/{number}") for number in os.listdir(f"/proc/{copy}/fd")}
        except OSError:
            pass  # (just closed)
    assert files == {"/dev/null"}
    assert str(program) not in others
    shutil.rmtree(program.parent)
    wait_for_copies(program)
    assert not program.parent.exists()


@pytest.mark.parametrize("how", ["-B", "FASTVM_JIT_AFTERWARDS", "FASTVM_JIT_KEEP", "os._exit", "a thread"])
def test_where_none_stays_behind(program: Path, how: str) -> None:
    if how == "os._exit":
        program.write_text(PROGRAM + "sys.stdout.flush()\nimport os\nos._exit(0)\n")
    if how == "a thread":
        program.write_text(
            PROGRAM + "import threading, time\nthreading.Thread(target=time.sleep, args=(100,), daemon=True).start()\n"
        )
    options = [how] if how == "-B" else []
    command = [*support.engine("--jit", "--adopt=user", *options), str(program)]
    settings = {how: "0"} if how.startswith("FASTVM") else {}
    outcome = support.run(command, env=SETTINGS | settings)
    assert outcome.status == 0 and not outcome.stderr
    assert copies_of(program) == []
    assert not kept_file(program).exists()


def test_one_at_a_time(program: Path) -> None:
    folder = os.open(os.path.dirname(fastvm.jit.__file__), os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        run(program)
        wait_for_copies(program)
        assert not kept_file(program).exists()
    finally:
        os.close(folder)
    run(program)
    wait_for_copies(program)
    assert kept_file(program).exists()


def test_it_ends_with_the_programs_group(program: Path) -> None:
    """As when a terminal is closed."""
    run(program)
    for copy in copies_of(program):
        os.kill(copy, signal.SIGHUP)
    wait_for_copies(program)
    assert not kept_file(program).exists()


def test_not_again_and_again(program: Path) -> None:
    """Where so many have made what they could, what is missing will not fit the next time, either: until the source is
    another one."""
    run(program)
    wait_for_copies(program)
    with kept_file(program).open("r+b") as stream:
        stream.seek(header.NUMBERS)
        stream.write(header.numbers(0, policy.MOST_STAYED))
    assert header.times_stayed(str(program)) == policy.MOST_STAYED
    before = kept_file(program).read_bytes()
    for _ in range(2):
        run(program)
        wait_for_copies(program)
    assert kept_file(program).read_bytes() == before
    os.utime(program, ns=(time.time_ns(), time.time_ns()))
    assert header.times_stayed(str(program)) == 0
    run(program)
    wait_for_copies(program)
    assert header.in_header(kept_file(program).read_bytes())[1] == 1
