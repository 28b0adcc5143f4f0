"""Where objects lie: arenas in huge pages, given back like the host's; the dead of cycles, kept for the next objects."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import support

SETTING = Path("/sys/kernel/mm/transparent_hugepage/enabled")
HUGE_PAGES = SETTING.exists() and "[never]" not in SETTING.read_text()

ARENAS = """
import sys

def pages():
    with open("/proc/self/smaps_rollup") as file:
        sizes = {line.split()[0]: int(line.split()[1]) for line in file if line.endswith("kB\\n")}
    return sizes["Rss:"], sizes["AnonHugePages:"]

small, huge = pages()
print("a small process has none:", huge == 0)
objects = [[i] for i in range(400_000)]
large, huge = pages()
print("most of a large heap:", huge > (large - small) * 0.6)
del objects
empty, huge = pages()
print("given back:", empty - small < 8192, huge <= 4096)
"""

TURNED_OFF = """
import fastvm

def fill():
    return [[i] for i in range(200_000)]

for _ in range(3):
    ours = fill()
    fastvm.disable()
    its = fill()
    ours, its = its, ours
    del its
    fastvm.enable()
    del ours
print("done")
"""

DEAD_CYCLES = """
import gc, sys

class Link:
    def __init__(self, before):
        self.before = before

def ring(length):
    first = last = Link(None)
    for _ in range(length - 1):
        last = Link(last)
    first.before = last

def growth(make):
    before = sys.getallocatedblocks()
    kept = make()
    return sys.getallocatedblocks() - before

ring(300)
gc.disable()
gc.collect()  # which empties the pools
ring(300)
gc.collect(0)
print("made of dead ones:", growth(lambda: [Link(None) for _ in range(200)]) < 50)
kept = [Link(None) for _ in range(5000)]
full = sys.getallocatedblocks()
del kept
print("what no pool takes is freed:", full - sys.getallocatedblocks() > 2 * 4000)
"""


@pytest.mark.skipif(not HUGE_PAGES or support.is_control_run(), reason="no huge pages, or it is CPython")
def test_large_heaps_lie_in_huge_pages() -> None:
    outcome = support.run([*support.engine(), "-c", ARENAS])
    assert outcome.stdout.splitlines() == [
        "a small process has none: True",
        "most of a large heap: True",
        "given back: True True",
    ], outcome


def test_arenas_outlive_the_engine() -> None:
    outcome = support.run([*support.python_command(), "-c", "import fastvm; fastvm.enable()" + TURNED_OFF])
    assert outcome.stdout == "done\n", outcome


@pytest.mark.skipif(support.is_control_run(), reason="about the engine's pools")
@pytest.mark.parametrize("option", ["--jit", "--no-jit"])
def test_the_dead_of_cycles_become_the_next_objects(option: str) -> None:
    outcome = support.run([*support.engine(option), "-c", DEAD_CYCLES])
    assert outcome.stdout.splitlines() == [
        "made of dead ones: True",
        "what no pool takes is freed: True",
    ], outcome
