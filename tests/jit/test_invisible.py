"""The compiler's Python code runs in the program's threads: what comes meanwhile is the program's all the same."""

from __future__ import annotations

import textwrap

import pytest

from tests import support

SENDING = """
import ctypes, sys, threading, time

class Sent(Exception):
    pass

send = ctypes.pythonapi.PyThreadState_SetAsyncExc
send.argtypes = ctypes.c_ulong, ctypes.py_object
main = threading.main_thread().ident
stop = ready = False
sent = received = 0

def sender():
    global sent, ready
    while not stop:
        if ready:
            ready = False
            sent += 1
            assert send(main, Sent) == 1
        time.sleep(0.0003)

TEXT = '''
def f(n):
    total = 0
    for i in range(n):
        total += i * {k} % 7
        if total > 100:
            total -= 50 + i % 3
    return total
'''
turn = 0

def work(until):
    global ready, stop, turn
    ready = True
    while time.time() < until:
        turn += 1
        names = {}
        exec(TEXT.replace("{k}", str(turn)), names)
        names["f"](3000)
    stop = True
    thread.join()
    for _ in range(1000):
        pass
    return True

sys.setswitchinterval(1e-5)
thread = threading.Thread(target=sender)
thread.start()
until = time.time() + 3
done = False
while not done:
    try:
        done = work(until)
    except Sent:
        received += 1
print(sent > 5, sent - received)
"""


@pytest.mark.parametrize("wait", ["0", "1"])
def test_asynchronous_exceptions_arrive(wait: str) -> None:
    """Each that another thread sends, and with no word about it of ours."""
    settings = {"FASTVM_JIT_THRESHOLD": "100", "FASTVM_JIT_WAIT": wait}
    actual = support.run([*support.engine("--jit", "--adopt=all"), "-c", SENDING], env=settings)
    assert (actual.status, actual.stdout, actual.stderr) == (0, "True 0\n", "")


@pytest.mark.parametrize("threshold", ["", "50"])
def test_rounds_are_counted_where_a_loop_is_given_up(threshold: str) -> None:
    """Without a threshold the loop is asked for before it may be compiled."""
    text = """
    def f(n):
        total = 0
        for i in range(n):
            total += [i for i in (i,)][0]
        return total
    print(f(1000))
    import fastvm
    print(0 < fastvm.stats()["core"]["loop_turns"] < 100_000)
    """
    command = [*support.engine("--jit", "--adopt=user"), "-c", textwrap.dedent(text)]
    assert support.run(command, env={"FASTVM_JIT_THRESHOLD": threshold}).stdout == "499500\nTrue\n"


def test_the_compiler_imports_nothing_that_is_written_in_python() -> None:
    """It may be imported while the program imports that very module: there would be two of it."""
    text = """
    import sys
    def f(n):
        total = 0
        for i in range(n):
            total += i % 3
        return total
    before = set(sys.modules)
    print(f(1000))
    print(set(sys.modules) ^ before)
    """
    settings = {"FASTVM_JIT_THRESHOLD": "50", "FASTVM_JIT_LOG": "1"}
    actual = support.run([*support.engine("--jit", "--adopt=user"), "-c", textwrap.dedent(text)], env=settings)
    assert actual.stdout == "999\nset()\n"
    assert "compiled" in actual.stderr or support.is_control_run()
