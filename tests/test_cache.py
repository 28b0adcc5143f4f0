"""The cache of units on disk: found again, and never trusted when anything about it is off."""

from __future__ import annotations

import marshal
import os
import sys
from pathlib import Path

import pytest

from fastvm.adoption import cache as cache_module
from fastvm.adoption import stamp
from fastvm.adoption.cache import UnitCache
from fastvm.adoption.keys import code_key
from tests.support import ROOT, difference, fastvm_command, python_command, run

KEY = ("f", 1, b"12345678")
UNIT = (b"\0" * 8, (), 0, b"\xff" * 4, b"")


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    path = tmp_path / "mod.py"
    path.write_text("def f(): pass\n")
    return path


@pytest.fixture
def written(source: Path) -> Path:
    """The cache file of `source` with one unit in it."""
    cache = UnitCache(str(source))
    cache.add(KEY, UNIT)
    cache.write()
    (path,) = (source.parent / "__pycache__").iterdir()
    return path


def test_a_unit_is_found_by_the_next_process(source: Path, written: Path) -> None:
    assert written.name == f"mod.{sys.implementation.cache_tag}.fastvm"
    assert UnitCache(str(source)).get(KEY) == UNIT
    assert UnitCache(str(source)).get(("g", 1, b"12345678")) is None


def test_later_units_join_the_earlier_ones(source: Path, written: Path) -> None:
    other = UnitCache(str(source))
    other.add(("g", 2, b"8"), UNIT)
    other.write()
    merged = UnitCache(str(source))
    assert merged.get(KEY) == merged.get(("g", 2, b"8")) == UNIT


def test_every_damaged_byte_and_every_truncation_is_noticed(source: Path, written: Path) -> None:
    good = written.read_bytes()
    for position in range(len(good)):
        damaged = bytearray(good)
        damaged[position] ^= 0x41
        written.write_bytes(damaged)
        assert UnitCache(str(source)).get(KEY) is None, f"byte {position}"
    for length in range(len(good)):
        written.write_bytes(good[:length])
        assert UnitCache(str(source)).get(KEY) is None, f"{length} bytes"
    written.write_bytes(good)
    assert UnitCache(str(source)).get(KEY) == UNIT


def test_a_payload_that_is_no_dictionary_is_ignored(source: Path, written: Path) -> None:
    payload = marshal.dumps([1, 2])
    head = written.read_bytes()[: cache_module._HEADER_SIZE - 8]
    written.write_bytes(head + cache_module.source_hash(cache_module._SEED, payload) + payload)
    assert UnitCache(str(source)).get(KEY) is None


def test_an_edited_source_makes_it_stale(source: Path, written: Path) -> None:
    status = source.stat()
    os.utime(source, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert UnitCache(str(source)).get(KEY) is None
    os.utime(source, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert UnitCache(str(source)).get(KEY) == UNIT
    source.write_text("def f(): pass  # longer\n")
    os.utime(source, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert UnitCache(str(source)).get(KEY) is None


def test_another_compiler_makes_it_foreign(source: Path, written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "_stamp", b"another!")
    assert UnitCache(str(source)).get(KEY) is None


def test_the_stamp_changes_with_every_edit_of_the_compiler(tmp_path: Path) -> None:
    package = tmp_path / "fastvm"
    for part in ("bytecode", "frontend"):
        (package / part).mkdir(parents=True)
        (package / part / "__init__.py").write_text("")
    (package / "version.py").write_text("1")
    seen = {stamp.of_sources(str(package))}
    for part in ("bytecode/__init__.py", "frontend/__init__.py", "frontend/new.py", "version.py"):
        (package / part).write_text("# edited")
        seen.add(stamp.of_sources(str(package)))
    assert len(seen) == 5
    (package / "bytecode" / "notes.txt").write_text("")
    assert stamp.of_sources(str(package)) in seen


def test_an_installed_package_brings_its_stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def made() -> bytes:
        monkeypatch.setattr(cache_module, "_stamp", None)
        return cache_module.compiler_stamp()

    monkeypatch.setattr(cache_module, "_PACKAGE", str(ROOT / "src" / "fastvm"))
    of_sources = made()
    monkeypatch.setattr(cache_module, "_PACKAGE", str(tmp_path))
    (tmp_path / stamp.FILE).write_bytes(stamp.of_sources(str(ROOT / "src" / "fastvm")))
    assert made() == of_sources
    (tmp_path / stamp.FILE).write_bytes(b"another!")
    assert made() != of_sources


def test_a_bad_file_is_written_anew(source: Path, written: Path) -> None:
    written.write_bytes(b"rubbish")
    cache = UnitCache(str(source))
    assert cache.get(KEY) is None
    cache.add(KEY, UNIT)
    cache.write()
    assert UnitCache(str(source)).get(KEY) == UNIT


def test_a_source_edited_while_it_ran_is_not_cached(source: Path) -> None:
    cache = UnitCache(str(source))
    cache.add(KEY, UNIT)
    source.write_text("changed = True\n")
    cache.write()
    assert UnitCache(str(source)).get(KEY) is None


def test_dont_write_bytecode_and_pycache_prefix(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = UnitCache(str(source))
    cache.add(KEY, UNIT)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    cache.write()
    assert not (source.parent / "__pycache__").exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    prefix = tmp_path / "elsewhere"
    monkeypatch.setattr(sys, "pycache_prefix", str(prefix))
    cache = UnitCache(str(source))
    cache.add(KEY, UNIT)
    cache.write()
    assert not (source.parent / "__pycache__").exists()
    assert UnitCache(str(source)).get(KEY) == UNIT
    assert list(prefix.rglob("*.fastvm"))


def test_a_folder_that_cannot_be_written_is_no_error(source: Path) -> None:
    (source.parent / "__pycache__").write_text("a file where the folder should be")
    cache = UnitCache(str(source))
    cache.add(KEY, UNIT)
    cache.write()
    assert UnitCache(str(source)).get(KEY) is None


def test_a_source_that_is_gone_is_no_error(source: Path) -> None:
    source.unlink()
    cache = UnitCache(str(source))
    assert cache.get(KEY) is None
    cache.add(KEY, UNIT)
    cache.write()


def test_keys_tell_code_apart() -> None:
    def key(text: str) -> object:
        return code_key(compile(text, "x.py", "exec"))

    assert key("a = 1") == key("a = 1")
    different = ["a = 1", "a = 2", "a = 1.0", "a = True", "b = 1", "a  = 1", "\na = 1", "a = '1'", "a = b'1'"]
    assert len({key(text) for text in different}) == len(different)


def test_keys_are_the_same_in_every_process() -> None:
    text = "def f(x=('a', 1.5)): return x in {'p', 'q', 'r', 's'}, f'{x}', b'z', 1j"
    show = (
        "from fastvm.adoption.keys import code_key; "
        f"print([code_key(c) for c in compile({text!r}, 'x.py', 'exec').co_consts if hasattr(c, 'co_code')])"
    )
    outputs = {run([sys.executable, "-c", show], env={"PYTHONHASHSEED": seed}).stdout for seed in ("1", "2", "3")}
    assert len(outputs) == 1 and "f" in outputs.pop()


PROGRAM = """\
from fastvm import engine

def double(n):
    return 2 * n

class Box:
    def get(self):
        return [double(n) for n in range(3)]

print(Box().get())
resolver = engine.resolver  # (not fastvm.stats(), which imports and so compiles more)
print(resolver.compiled > 0, resolver.cached > 0, resolver.errors)
"""


def test_a_script_compiles_once(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(PROGRAM)
    # Library code may be in caches of its own.
    command = [*fastvm_command(), "--adopt=user", str(script)]
    assert run(command).stdout == "[0, 2, 4]\nTrue False {}\n"
    assert run(command).stdout == "[0, 2, 4]\nFalse True {}\n"
    (path,) = (tmp_path / "__pycache__").iterdir()
    path.write_bytes(path.read_bytes()[:-5])
    assert run(command).stdout == "[0, 2, 4]\nTrue False {}\n"
    assert run(command).stdout == "[0, 2, 4]\nFalse True {}\n"
    script.write_text(PROGRAM.replace("2 * n", "3 * n"))
    assert run(command).stdout == "[0, 3, 6]\nTrue False {}\n"


ASSERTING = """\
def f():
    assert False
    return __debug__

try:
    print(f())
except AssertionError:
    print("asserted")
"""


def test_optimisation_levels_have_files_of_their_own(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(ASSERTING)
    plain, optimised = [*fastvm_command(), str(script)], [*fastvm_command(), "-O", str(script)]
    for _ in range(2):
        assert run(plain).stdout == "asserted\n"
        assert run(optimised).stdout == "False\n"
    assert len(list((tmp_path / "__pycache__").glob("*.fastvm"))) == 2


# --- The code object of a script ---------------------------------------------------------------------------


def test_a_script_is_compiled_by_the_host_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second run takes the code object from the cache: here that of another text, put there by hand."""
    script = tmp_path / "script.py"
    script.write_text("print('as written')\n")
    command = [*fastvm_command(), str(script)]
    assert run(command).stdout == "as written\n"
    cache = UnitCache(str(script))
    text = script.read_bytes()
    entry = cache.program(text)
    assert entry is not None and marshal.loads(entry) == compile(text, str(script), "exec", dont_inherit=True)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    cache.add_program(text, compile("print('from the cache')", str(script), "exec"))
    cache.write()
    assert run(command).stdout == "from the cache\n"


def test_a_script_edited_without_another_size_or_time_is_compiled_again(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("print(1)\n")
    status = script.stat()
    command = [*fastvm_command(), str(script)]
    assert run(command).stdout == "1\n"
    script.write_text("print(2)\n")
    os.utime(script, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert run(command).stdout == "2\n"


def test_a_script_with_two_names_has_the_one_it_was_run_by(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("print(__file__, (lambda: 0).__code__.co_filename)\n")
    for name in ("script.py", str(script), "./script.py") * 2:
        expected = run([*python_command(), name], cwd=tmp_path)
        assert not difference(expected, run([*fastvm_command(), name], cwd=tmp_path))


@pytest.mark.parametrize("text", ["print(1 is 1)\n", "print('\\d')\n", "def f(:\n"], ids=["warns", "ignored", "wrong"])
def test_what_the_compiler_says_about_a_script_it_says_every_time(tmp_path: Path, text: str) -> None:
    script = tmp_path / "script.py"
    script.write_text(text)
    for options in ([], [], ["-Wdefault"], ["-Werror"], []):
        expected = run([*python_command(), *options, str(script)])
        assert not difference(expected, run([*fastvm_command(), *options, str(script)]))


@pytest.mark.parametrize("options", [["-OO"], ["-X", "no_debug_ranges"]], ids=" ".join)
def test_a_script_is_compiled_as_the_options_say(tmp_path: Path, options: list[str]) -> None:
    script = tmp_path / "script.py"
    script.write_text("def f():\n    'text'\n    return [][0] + 1\nprint(f.__doc__)\nf()\n")
    for given in ([], options, [], options):
        expected = run([*python_command(), *given, str(script)])
        assert not difference(expected, run([*fastvm_command(), *given, str(script)]))
