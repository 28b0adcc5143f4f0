"""Running a program again and again leaves nothing behind: object counts, reference counts and memory stay flat.

Each program runs in one process several times (`leak_probe.py`): first to warm up, then at least three times more,
with a look at the process after each. There is no debug build to give `sys.gettotalrefcount`, so
the looks are at: objects the collector tracks, by type; allocated blocks; the reference counts of None, True, small
integers and other objects that everything uses.
"""

from __future__ import annotations

import importlib.util
import json
import statistics
from collections.abc import Mapping
from pathlib import Path

import pytest

from benchmarks import catalog
from tests import support
from tests.modes import MODES, OFF

PROBE = Path(__file__).with_name("leak_probe.py")
PROGRAMS = Path(__file__).parent / "differential" / "programs"

#: It leaves an audit hook behind with each run, and all that it can see: they cannot be taken away.
LEAVES_MUCH = {"audit_hooks"}

CORPUS = [
    path
    for path in sorted(PROGRAMS.glob("*.py"))
    if not path.stem.startswith("uncaught_") and path.stem not in LEAVES_MUCH
]

TURNS = 3  # after two to warm up
#: Where something grew: how many looks there are then, and how many of the last must still grow to be a leak.
LONG_TURNS, LAST = 16, 6


def probe(
    command: list[str], path: Path, kind: str, turns: int = TURNS, env: Mapping[str, str] | None = None
) -> list[dict[str, int]]:
    outcome = support.run([*command, str(PROBE), kind, str(path), str(turns)], cwd=path.parent, timeout=600, env=env)
    assert outcome.status == 0, str(outcome)[-3000:]
    line = next(line for line in reversed(outcome.stdout.splitlines()) if line.startswith('[{"'))
    result: list[dict[str, int]] = json.loads(line)
    return result


def counts(looks: list[dict[str, int]], name: str) -> list[int]:
    return [look.get(name, 0) for look in looks]


def rise(values: list[int]) -> float:
    """By how much a count rises with a run, as a rule: something that is made only once may come late."""
    return statistics.median(b - a for a, b in zip(values, values[1:]))


def growth(looks: list[dict[str, int]]) -> dict[str, list[int]]:
    """What grows from every look to the next: a leak. What grows once or goes up and down is a cache or a free list."""
    names = {name for look in looks for name in look}
    growing = {}
    for name in sorted(names):
        values = counts(looks, name)
        if all(b > a for a, b in zip(values, values[1:])):
            growing[name] = values
    return growing


def check(path: Path, kind: str, jit: str = OFF) -> None:
    command = support.engine(*MODES[jit].options, "--adopt=all")
    env = MODES[jit].environment
    growing = growth(probe(command, path, kind, env=env))
    if growing:
        # A cache that is still filling stops growing some time; a leak never does.
        growing = growth(probe(command, path, kind, LONG_TURNS, env=env)[-LAST:])
    if growing:
        # The program itself may keep things, on CPython too: only what the engine adds counts.
        host = probe(support.python_command(), path, kind, LONG_TURNS)[-LAST:]
        growing = {name: values for name, values in growing.items() if rise(values) > 2 * rise(counts(host, name))}
    assert not growing, f"grows with every run: {growing}"


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_corpus_program(path: Path) -> None:
    check(path, "script")


@pytest.mark.parametrize("program", catalog.all_programs(), ids=lambda program: program.name)
def test_benchmark_program(program: catalog.Program) -> None:
    missing = [name for name in program.requires if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")
    check(program.path, "benchmark")


def test_compiled_program() -> None:
    """With the JIT: native code, what it refers to, and what its exits make."""
    check(PROGRAMS / "unbound_in_loops.py", "script", "eager")


def test_a_leak_is_seen(tmp_path: Path) -> None:
    """The method itself: a program that keeps something with every run is found out."""
    leaking = tmp_path / "leaking.py"
    leaking.write_text("import sys\nclass Kept: pass\nsys.__dict__.setdefault('kept', []).append(Kept())\nprint(1)\n")
    growing = growth(probe(support.engine("--no-jit"), leaking, "script"))
    assert any("Kept" in name for name in growing), growing
    counted = tmp_path / "counted.py"
    counted.write_text("import sys\nsys.__dict__.setdefault('kept', []).extend([None] * 10)\n")
    assert "references to None" in growth(probe(support.engine("--no-jit"), counted, "script"))
    flat = tmp_path / "flat.py"
    flat.write_text("class K: pass\nk = K()\nk.k = k\nprint([K() for _ in range(10)][0] is None)\n")
    assert not growth(probe(support.engine("--no-jit"), flat, "script"))
