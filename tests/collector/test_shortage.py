"""When memory runs out: MemoryError where the program can handle it, also out of native code, whose numbers become visible
where nothing can be raised; and the pools of dead objects are emptied."""

from __future__ import annotations

import sys
import textwrap

import pytest

from tests import support

PROGRAM = """
import resource

class Node:
    def __init__(self, number):
        self.number = number
        self.half = number * 0.5

    def method(self):
        return self.number

def floats():
    chain = None
    x = 0.5
    while True:
        x += 1.5
        chain = (x, chain)

def ints():
    chain = None
    x = 1 << 40
    while True:
        x += 3
        chain = (chain, x)

def complexes():
    chain = None
    z = 1j
    while True:
        z += 1.5
        chain = (chain, z)

def instances():
    last = None
    n = 1000
    while True:
        node = Node(n)
        node.next = last
        last = node
        n += 1

def methods():
    node = Node(1)
    chain = None
    while True:
        chain = (node.method, chain)

def cell(n):
    return lambda: n

def cells():
    kept = []
    while True:
        kept.append(cell(0.5))

def generators():
    def numbers(n):
        while True:
            yield n * 1.5
    chain = None
    while True:
        g = numbers(3)
        next(g)
        chain = (g, chain)

def strings():
    chain = None
    n = 0
    while True:
        n += 1
        chain = (f"{n} {n}", chain)

resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))
work = globals()[NAME]
for _ in range(3):
    try:
        work()
    except MemoryError as error:
        failed = type(error), error.args
    print(failed)
print(sum(range(1000)))
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the address space cannot be limited")


@pytest.mark.parametrize("jit, megabytes", [("--no-jit", 100), ("--jit", 300)])
@pytest.mark.parametrize("name", ["floats", "ints", "complexes", "instances", "methods", "cells", "generators", "strings"])
def test_it_can_be_handled(name: str, jit: str, megabytes: int) -> None:
    program = f"NAME = {name!r}\nLIMIT = {megabytes} << 20\n{PROGRAM}"
    outcome = support.run([*support.fastvm_command(), jit, "-c", program])
    assert outcome.status == 0, outcome
    assert outcome.stdout.splitlines() == ["(<class 'MemoryError'>, ())"] * 3 + ["499500"]


def test_pools_are_emptied() -> None:
    """Instances, ints, cells, bound methods."""
    text = """
        import sys
        class K:
            def __init__(self, n):
                self.n = n
            def method(self):
                pass
        def cell(n):
            return lambda: n
        def work():
            many = [K(n) for n in range(400)]
            many = [n + 1000 for n in range(400)]
            methods = [K.method.__get__(n) for n in range(100)]
            cells = [cell(n) for n in range(100)]
        for _ in range(50):
            work()
        before = sys.getallocatedblocks()
        try:
            bytearray(1 << 62)
        except MemoryError:
            pass
        print(before - sys.getallocatedblocks())
    """
    outcome = support.run([*support.fastvm_command(), "-c", textwrap.dedent(text)])
    assert outcome.status == 0 and int(outcome.stdout) > 1000, outcome


@pytest.mark.parametrize("kind, done", [("def", "list(made)"), ("async def", "made.send(None)")])
def test_generators_wait_in_pools_too(kind: str, done: str) -> None:
    text = f"""
        import sys
        {kind} work(n):
            return n
            {"yield" if kind == "def" else ""}
        def finish(made):
            try:
                {done}
            except StopIteration:
                pass
        for _ in range(50):
            many = [work(n) for n in range(100)]
            for made in many:
                finish(made)
            del many, made
        before = sys.getallocatedblocks()
        try:
            bytearray(1 << 62)
        except MemoryError:
            pass
        print(before - sys.getallocatedblocks())
    """
    outcome = support.run([*support.fastvm_command(), "-c", textwrap.dedent(text)])
    assert outcome.status == 0 and int(outcome.stdout) >= 90, outcome
