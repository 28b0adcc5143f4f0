"""Compiling in copies of the process: what they make is taken over, and the program does not notice."""

from __future__ import annotations

import json
import os
import subprocess
import textwrap
import time

import pytest

from tests import support
from tests.jit.compiling import IN_COPIES, PRELUDE, SOON, run_soon

WAITING = {"FASTVM_JIT_THRESHOLD": "50", **IN_COPIES}


def run(text: str) -> support.Outcome:
    return run_soon(text, **IN_COPIES)


def stats(text: str, **settings: str) -> dict[str, object]:
    """Run it, and tell what the JIT did."""
    program = PRELUDE + textwrap.dedent(text)
    expected = support.run([*support.python_command(), "-c", program])
    command = [*support.engine("--jit", "--adopt=user", "--stats=json"), "-c", program]
    actual = support.run(command, env=WAITING | settings)
    assert (actual.status, actual.stdout) == (expected.status, expected.stdout)
    found: dict[str, object] = json.loads(actual.stderr.splitlines()[-1])["jit"]
    return found


def test_a_copy_compiles() -> None:
    found = stats("for _ in range(100): last = hot(100)\nprint(last)")
    assert found["compiled"]
    assert found["beside_seconds"]
    assert found["build_seconds"] == pytest.approx(0.0, abs=0.1)
    assert not found["internal_errors"]
    assert not found["recalled"]


def test_it_can_be_turned_off() -> None:
    found = stats("for _ in range(100): last = hot(100)\nprint(last)", FASTVM_JIT_OFFLOAD="0")
    assert found["compiled"]
    assert not found["beside_seconds"]


def test_it_is_no_child_to_be_waited_for() -> None:
    run("""
    seen = []
    signal.signal(signal.SIGCHLD, lambda *_: seen.append("a child has ended"))
    for _ in range(300):
        hot(300)
        try:
            seen.append(os.waitpid(-1, os.WNOHANG))
        except ChildProcessError:
            pass
    time.sleep(0.2)
    hot(10)
    print(seen)
    """)


def test_a_real_child_is_waited_for() -> None:
    run("""
    import subprocess
    for _ in range(100):
        hot(300)
    child = subprocess.Popen([sys.executable, "-c", "import sys; sys.exit(7)"])
    for _ in range(100):
        hot(300)
    pid, status = os.wait()
    print(pid == child.pid, os.waitstatus_to_exitcode(status))
    """)


def test_signals_are_for_the_program() -> None:
    run("""
    os.setpgid(0, 0)
    seen = []
    signal.signal(signal.SIGUSR1, lambda number, frame: seen.append(number))
    for _ in range(50):
        hot(300)
        os.killpg(0, signal.SIGUSR1)
    print(len(seen))
    """)


def test_files_are_closed() -> None:
    """Whoever reads sees the end as soon as the program has closed the other side."""
    run("""
    for _ in range(60):
        receiver, sender = os.pipe()
        hot(300)
        os.close(sender)
        print(os.read(receiver, 10), receiver, sender)
        os.close(receiver)
    """)


def test_a_child_of_the_program_compiles_for_itself() -> None:
    """What a copy of its parent is making does not reach it."""
    run("""
    hot(60)
    for _ in range(5):
        child = os.fork()
        if not child:
            if "fastvm" not in sys.modules:
                os._exit(1)
            from fastvm import _core
            end = time.time() + 20
            while time.time() < end and not _core.jit_stats()["entries"]:
                hot(1000)
            os._exit(bool(_core.jit_stats()["entries"]))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    """)


def test_other_threads() -> None:
    """A lock that another thread holds would be held for good in a copy: there is none then."""
    run("""
    stop = threading.Event()
    def work():
        while not stop.is_set():
            hot(100)
    thread = threading.Thread(target=work)
    thread.start()
    found = set()
    for _ in range(200):
        hot(200)
        found.update(copies())
    stop.set()
    thread.join()
    print(found, hot(100))
    """)


def test_a_copy_that_dies() -> None:
    run("""
    end = time.time() + 0.5
    while time.time() < end:
        hot(100)
        for copy in copies():
            os.kill(copy, signal.SIGKILL)
    print(hot(1000))
    """)


def test_nothing_is_kept_alive() -> None:
    run("""
    TEXT = '''
    class Here:
        def __del__(self):
            print("gone")
    def hot(n):
        total = 0
        for i in range(n):
            total += i & n
        return total
    here = Here()
    for _ in range(200): hot(50)
    '''
    import textwrap, weakref
    for _ in range(3):
        space = {}
        exec(textwrap.dedent(TEXT), space)
        there, code = weakref.ref(space["Here"]), weakref.ref(space["hot"].__code__)
        del space
        gc.collect()
        print(there(), code())
    """)


@pytest.mark.parametrize("way", ["", "sys.exit(3)", "os._exit(3)", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_no_process_is_left(way: str) -> None:
    program = PRELUDE + f"for _ in range(60): hot(100)\n{way}\n"
    command = [*support.engine("--jit", "--adopt=user"), "-c", program]
    process = subprocess.Popen(command, env=os.environ | SOON | IN_COPIES, start_new_session=True)
    process.wait()
    end = time.monotonic() + 20.0
    with pytest.raises(ProcessLookupError):
        while time.monotonic() < end:
            os.killpg(process.pid, 0)
            time.sleep(0.01)
