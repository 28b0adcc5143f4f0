"""What tests of compiling beside the program have in common: a program that asks for code at once, and goes on."""

from __future__ import annotations

import textwrap

from tests import support

#: Asks for a compilation at once, and goes on meanwhile.
SOON = {"FASTVM_JIT_THRESHOLD": "50", "FASTVM_JIT_WAIT": "0"}
IN_COPIES = {"FASTVM_JIT_OFFLOAD": "1"}

#: `hot()` is long enough to be compiled; `copies()` are the processes that are made of this one, none on CPython.
PRELUDE = """
import gc, os, signal, sys, threading, time

def hot(n):
    a = b = c = 0
    x = 0.5
    for i in range(n):
        a = (a * 31 + i) % 1000003
        b = (b + a) & 0xFFFF if a > b else b - a // 7
        x = x * 0.99 + a / (b * b + 1)
        c += i % 3
    return a, b, c, round(x, 6)

def copies():
    return [int(found) for found in open(f"/proc/self/task/{threading.get_native_id()}/children").read().split()]
"""


def run_soon(text: str, **settings: str) -> support.Outcome:
    """The program on the engine, after comparing it with CPython."""
    program = PRELUDE + textwrap.dedent(text)
    expected = support.run([*support.python_command(), "-c", program])
    actual = support.run([*support.engine("--jit", "--adopt=user"), "-c", program], env=SOON | settings)
    assert support.difference(expected, actual) == ""
    return actual
