"""Native code on disk: entered by the next process without compiling, and never trusted when anything is off."""

from __future__ import annotations

import json
import marshal
import random
import shutil
import struct
import sys
from pathlib import Path
from typing import Any

import pytest

from fastvm import _core
from fastvm.jit import policy
from fastvm.jit.kept import entries, file, header
from tests import support

pytestmark = pytest.mark.skipif(_core.processor() == 0, reason="no object files are loaded on this machine")

#: What stands behind a name differs with the arguments, and so do the numbers of versions.
PROGRAM = """
import sys
how = sys.argv[1:]
exec(50 * "type('Other', (), {'x': 1})().x\\n" if "more" in how else "")
class Base:
    __slots__ = ("y", "x") if "slots" in how else ()
class Point(Base):
    if "swapped" in how:
        def __init__(self, x, y):
            self.y = y
            self.x = x
    else:
        def __init__(self, x, y):
            self.x = x
            self.y = y
    if "other" in how:
        def norm(self, k=2):
            return self.x - self.y * k
    else:
        def norm(self, k=1):
            return self.x * k + self.y
    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)
class Sub(Point):
    def norm(self):
        return -1.5
SCALE = 7 if "seven" in how else 1 << 80 if "large" in how else "s" if "text" in how else 3
def work(n):
    total = 0
    for i in range(n):
        p = (Sub if "sub" in how and i % 3 else Point)(i, i % 7)
        p = p + p if i % 5 else p
        total += p.norm() + len(SCALE * 2 if SCALE == "s" else "") * i + (0 if SCALE == "s" else SCALE % 1000 * i)
    return total
for _ in range(8):
    print(work(300))
"""

KEEPING = {"FASTVM_JIT_THRESHOLD": "20", "FASTVM_JIT_KEEP": "1"}


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    return path


def kept_file(program: Path) -> Path:
    return program.parent / "__pycache__" / f"program.{sys.implementation.cache_tag}.fastvm-native"


def run(program: Path, *arguments: str, **settings: str) -> dict[str, Any]:
    """Run it, compare it with CPython, and tell what the JIT did."""
    expected = support.run([*support.python_command(), str(program), *arguments])
    command = [*support.engine("--jit", "--adopt=user", "--stats=json"), str(program), *arguments]
    actual = support.run(command, env=KEEPING | settings)
    assert (actual.status, actual.stdout) == (expected.status, expected.stdout)
    found: dict[str, Any] = json.loads(actual.stderr)["jit"]
    assert not found.get("internal_errors")  # (there is none where the compiler was not imported)
    return found


def settled(program: Path, *arguments: str) -> dict[str, Any]:
    """Run it until there is nothing left to compile."""
    for _ in range(6):
        found = run(program, *arguments)
        if not found["compiled"]:
            return found
    raise AssertionError(f"always something new: {found}")


def test_the_next_process_compiles_nothing(program: Path) -> None:
    first = run(program)
    assert first["compiled"] > 0 and first["recalled"] == 0
    last = settled(program)
    assert last["recalled"] > 0 and last["failures"] < 100
    assert last["build_seconds"] == 0.0


def test_neither_the_compiler_nor_llvm_is_loaded_for_it(program: Path) -> None:
    program.write_text(PROGRAM + "print('libllvmlite' in open('/proc/self/maps').read(), file=sys.stderr)\n")
    program.write_text(program.read_text() + "print(type(sys.modules['fastvm.jit.passes']) is type(sys), file=sys.stderr)\n")
    command = [*support.engine("--jit", "--adopt=user"), str(program)]
    outcomes = [support.run(command, env=KEEPING).stderr.split() for _ in range(6)]
    assert outcomes[0] == ["True", "True"]
    assert outcomes[-1] == ["False", "False"]


@pytest.mark.parametrize(
    "others",
    [["more"], ["slots"], ["swapped"], ["other"], ["seven"], ["large"], ["text"], ["sub"], ["more", "swapped"]],
)
def test_what_is_recalled_fits_the_process(program: Path, others: list[str]) -> None:
    settled(program)
    kept = kept_file(program).read_bytes()
    run(program, *others)
    settled(program, *others)
    kept_file(program).write_bytes(kept)
    run(program, *others, PYTHONHASHSEED="1")
    assert run(program)["recalled"] > 0


def test_what_failed_guards_have_taught_is_known_to_the_next_process(program: Path) -> None:
    """Numbers become floats in the middle: the first version's guards fail, in the first process only."""
    changes = "def twice(x):\n    y = x + x\n    return y * x - y\n"
    changes += "for i in range(4000):\n    z = twice(i if i < 2000 else i + 0.5)\nprint(z)\n"
    program.write_text(changes)
    assert run(program)["failures"] >= 40
    assert settled(program)["failures"] < 40


def test_versions_may_have_other_numbers(program: Path) -> None:
    settled(program)
    assert run(program, "more")["compiled"] == 0


#: The site of an attribute that no form is for pauses: after how many turns it is looked at again differs.
PAUSING = """
import sys
class Odd:
    def __init__(self, size):
        self.size = size
    def __getattribute__(self, name):
        return object.__getattribute__(self, name)
def size_of(odd):
    return odd.size
def work(odd, n):
    total = 0
    for i in range(n):
        total += size_of(odd) * i
    return total
for _ in range(3 + len(sys.argv)):
    size_of(Odd(1))
print(work(Odd(2), 300))
"""


def test_how_long_a_site_pauses_does_not_matter(program: Path) -> None:
    program.write_text(PAUSING)
    settled(program)
    found = run(program, "more")
    assert (found["compiled"], found["recalled"] > 0) == (0, True)


def test_what_is_known_of_the_class_of_a_local_is_kept(program: Path) -> None:
    """Of two named tuples with an `x`: which it is says the frame only."""
    two = "from typing import NamedTuple\nclass A(NamedTuple):\n    x: int\nclass B(NamedTuple):\n    y: int\n    x: int\n"
    two += "def total(record, n):\n    t = 0\n    for i in range(n):\n        t += record.x * i\n    return t\n"
    program.write_text(two + "import sys\nprint(total(B(4, 5) if 'other' in sys.argv else A(6), 300))\n")
    assert settled(program)["recalled"] > 0
    assert run(program, "other")["compiled"] > 0
    assert settled(program, "other")["recalled"] > 0


def test_damaged_files_are_ignored(program: Path) -> None:
    settled(program)
    file = kept_file(program)
    good = file.read_bytes()
    rng = random.Random(5)
    for _ in range(4):
        damaged = bytearray(good)
        damaged[rng.randrange(len(good))] ^= 1 << rng.randrange(8)
        file.write_bytes(damaged)
        assert run(program)["compiled"] > 0
        file.write_bytes(good[: rng.randrange(len(good))])
        assert run(program)["compiled"] > 0
    file.write_bytes(good)
    assert run(program)["compiled"] == 0


def test_an_edited_source_is_compiled_anew(program: Path) -> None:
    settled(program)
    program.write_text(PROGRAM.replace("i % 7", "i % 9"))
    assert run(program)["recalled"] == 0


def test_a_folder_that_cannot_be_written_is_no_error(program: Path) -> None:
    shutil.rmtree(program.parent / "__pycache__", ignore_errors=True)
    (program.parent / "__pycache__").write_text("in the way")
    assert run(program)["compiled"] > 0
    assert run(program)["recalled"] == 0


def test_processes_at_the_same_time(program: Path) -> None:
    """Each replaces the file as a whole: whatever the order, it is good."""
    program.write_text("import os, sys\nif sys.argv[1:] == ['fork']:\n    sys.argv[1:] = []\n    os.fork()\n" + PROGRAM)
    command = [*support.engine("--jit", "--adopt=user"), str(program), "fork"]
    for _ in range(3):
        outcome = support.run(command, env=KEEPING)
        lines = outcome.stdout.split()
        assert outcome.status == 0 and len(lines) == 16 and lines[:8] == lines[8:]
    assert settled(program)["recalled"] > 0


def test_code_that_is_no_faster_is_left_alone_by_short_processes(program: Path) -> None:
    """The header tells of it."""

    def verdicts() -> list[int]:
        data = kept_file(program).read_bytes()
        useful, _, size = struct.unpack_from("=qqq", data, header.NUMBERS)
        index = marshal.loads(data[header.HEADER_SIZE + 8 :][:size])
        found = [verdict for _, _, verdict in index.values()]
        assert useful == found.count(file.USEFUL)
        return found

    program.write_text(PROGRAM.replace("range(8)", "range(40)"))
    settled(program)
    assert file.USEFUL in verdicts() and file.USELESS not in verdicts()
    short = {"FASTVM_JIT_THRESHOLD": "0", "FASTVM_JIT_TRIALS": "0"}
    assert run(program, **short)["recalled"] > 0
    with kept_file(program).open("r+b") as stream:  # the header alone: nothing is imported
        stream.seek(header.NUMBERS)
        stream.write(header.numbers(0, 0))
    assert not run(program, **short).get("recalled")


def test_trials_decide_whether_code_is_useful() -> None:
    entry = entries.Entry.__new__(entries.Entry)
    entry.file = file.File.__new__(file.File)
    entry.file._contents, entry.file._units, entry.file.changed = {}, {}, {}
    entry.unit, entry.entry = "1 -1 f", (b"key", (), [], (b"object",), False)
    found = []
    for pairs, slower in [(20, 1), (100, 50), (100, 30), (100, 20), (100, 45)]:
        entry.compared(pairs, slower)
        found.append(entry.entry[4])
    assert found == [False, True, True, False, True]
    assert file.verdict_on(entry.file.changed[entry.unit]) == file.USELESS


def test_the_newest_verdict_decides() -> None:
    code = (b"object",), False
    doubtful = (b"object",), True
    refused, learned, unmade = ("why", False), ([], False), ((b"",), False)
    cases = [
        ([], file.UNKNOWN),
        ([learned], file.UNKNOWN),
        ([unmade], file.UNKNOWN),
        ([code], file.USEFUL),
        ([refused, code, learned], file.USEFUL),
        ([code, doubtful, learned], file.USELESS),
        ([code, refused], file.USELESS),
    ]
    for made, verdict in cases:
        assert file.verdict_on([(b"key", (), [], *entry) for entry in made]) == verdict


def test_an_object_file_is_checked(program: Path) -> None:
    """Whatever is in it, it is loaded or refused; it is never entered here."""
    settled(program)
    data = kept_file(program).read_bytes()
    start = data.index(b"\x7fELF")
    size = int.from_bytes(data[start - 4 : start], "little")
    good = data[start : start + size]
    assert _core.can_keep(good)
    assert not _core.can_keep(b"") and not _core.can_keep(good[:64])
    rng = random.Random(7)
    for _ in range(20000):
        damaged = bytearray(good)
        for _ in range(rng.choice((1, 1, 2, 8))):
            damaged[rng.randrange(len(good))] = rng.choice((0, 1, 255, rng.randrange(256)))
        _core.can_keep(bytes(damaged))
    for length in range(0, len(good), 3):
        assert not _core.can_keep(good[:length])


def test_every_question_is_written_down() -> None:
    """What the compiler can ask and the recorder does not pass on would be answered with nothing, or not checked."""
    from fastvm.jit.callees import Callees, CoreCallees
    from fastvm.jit.kept.facts import Recorder

    questions = {name for name in vars(Callees) if not name.startswith("_")}
    assert questions <= set(vars(CoreCallees))
    assert questions <= set(vars(Recorder))


CAPTURING = """
import sys
def around(function):
    def wrapper(*args):
        return function(*args) + 1
    return wrapper
def double(x):
    return x * 2
def triple(x):
    return x * 3
def make(function):
    chosen = around(around(function))
    def work(n):
        total = 0
        for i in range(n):
            total += chosen(i)
        return total
    return work
work = make(triple if "triple" in sys.argv else abs if "abs" in sys.argv else double)
for _ in range(8):
    print(work(300))
"""


def test_what_cells_hold_is_asked_again(program: Path) -> None:
    program.write_text(CAPTURING)
    settled(program)
    assert settled(program)["recalled"] > 0
    for other in ("triple", "abs"):
        settled(program, other)  # (compared with CPython)
    assert settled(program)["failures"] < 100
