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


SHORTAGE = """
before = sys.getallocatedblocks()
try:
    bytearray(1 << 62)
except MemoryError:
    pass
print(before - sys.getallocatedblocks())
"""


def freed_by_a_shortage(text: str) -> int:
    """How many blocks that wait in pools when the program has run a MemoryError frees."""
    outcome = support.run([*support.fastvm_command(), "-c", textwrap.dedent(text) + SHORTAGE])
    assert outcome.status == 0, outcome
    return int(outcome.stdout)


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
    """
    assert freed_by_a_shortage(text) > 1000


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
    """
    assert freed_by_a_shortage(text) >= 90


FAILING = """
import _testcapi, sys
def arithmetic(n, kept):
    x = 0.5
    y = 1000
    z = 1j
    for i in range(n):
        x = x * 3.9 * (1 - x)
        y += 1000
        z = z * z / 3
        if i % 7 == 3:
            kept.append((x, y, z, str(i)))
    return x, y
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def moved(self, by):
        return Point(self.x + by, self.y * 1.5)
def instances(n, kept):
    point = Point(0, 1.0)
    for i in range(n):
        point = point.moved(i * 1000)
        kept.append({i * 1000: point.x})
    return point.x
def numbers(n):
    for i in range(n):
        yield i * 1.5
def generators(n, kept):
    total = 0.0
    for x in numbers(n):
        total += x
        kept.append(x)
    return total
def patterns(n, kept):
    for i in range(n):
        match {"k": i, 1: [i * 1000, "a"]}:
            case {"k": number, 1: [first, *others], **more}:
                kept.append((number, first, others, more))
    return len(kept)
for work in (arithmetic, instances, generators, patterns):
    for _ in range(100):
        expected = work(20, [])
    failed = 0
    for n in range(1, 200):
        kept = []
        result = None
        try:
            _testcapi.set_nomemory(n % 67 + 1, n % 67 + 2)
            result = work(20, kept)
        except MemoryError:
            failed += 1
        _testcapi.remove_mem_hooks()
        assert result is None or result == expected
    print(work.__name__, file=sys.stdout if failed or NATIVE else sys.stderr)
"""


@pytest.mark.parametrize("jit", ["--no-jit", "--jit"])
def test_any_allocation_may_fail(jit: str) -> None:
    """Again and again, once in each call: what is kept for it is there again the next time. (Native code that is refused
    memory may leave to the interpreter, which asks once more.)"""
    pytest.importorskip("_testcapi")
    program = f"NATIVE = {jit == '--jit'}\n{FAILING}"
    outcome = support.run([*support.fastvm_command(), jit, "-c", program], env={"FASTVM_JIT_THRESHOLD": "20"})
    assert outcome.status == 0, outcome
    assert outcome.stdout.split() == ["arithmetic", "instances", "generators", "patterns"], outcome
