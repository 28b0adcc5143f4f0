"""Bad input, hostile surroundings and violent ends: the command does what `python` does, and never crashes.

Output, error text and exit status are compared with CPython's; only the interpreter's own name in messages differs.
"""
# ruff: noqa: E501 (the programs are one line each)

from __future__ import annotations

import marshal
import os
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import support
from tests.support import check_same

PROGRAM = "import sys\nprint('ran', len(sys.argv))\n"


def write(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


# --- Files that are not programs -----------------------------------------------------------------


def test_missing_file(tmp_path: Path) -> None:
    outcome = check_same([str(tmp_path / "missing.py")])
    assert outcome.status == 2


def test_folder_without_main(tmp_path: Path) -> None:
    outcome = check_same([str(tmp_path)])
    assert outcome.status == 1


def test_folder_with_main(tmp_path: Path) -> None:
    write(
        tmp_path, "__main__.py", "import sys\nprint(__name__, __package__ == '', sys.path[0] == sys.argv[0])\n1 / 0\n"
    )
    assert check_same([str(tmp_path)]).status == 1


def test_missing_module(tmp_path: Path) -> None:
    for name in ("no_such_module", "json.no_such_part", "json", "os", ""):
        check_same(["-m", name], cwd=tmp_path)


CONTENTS = {
    "empty": b"",
    "only a comment": b"# nothing",
    "binary": bytes(range(256)) * 4,
    "elf": Path(os.path.realpath(sys.executable)).read_bytes()[:2000],
    "null bytes": b"print(1)\n\x00print(2)\n",
    "null at end": b"print(1)\x00",
    "syntax error": b"print('before')\ndef f(:\n    pass\n",
    "unterminated string": b"x = 'abc\nprint(x)\n",
    "unterminated triple": b"'''abc\n\n\n",
    "unterminated bracket": b"x = (1,\n     2\nprint(x)\n",
    "bad indentation": b"if 1:\n  x = 1\n    y = 2\n",
    "tabs and spaces": b"if 1:\n        x = 1\n\ty = 2\n",
    "only spaces": b"    \n   x = 1\n",
    "wrong encoding": b"# -*- coding: no-such-encoding -*-\nprint(1)\n",
    "not utf-8": b"x = '\xe9'\nprint(x)\n",
    "latin-1": b"# coding: latin-1\nprint('\xe9')\n",
    "bom": b"\xef\xbb\xbfprint('bom')\n1 / 0\n",
    "bom and other encoding": b"\xef\xbb\xbf# coding: latin-1\nprint('bom')\n",
    "utf-16": "print('utf-16')\n".encode("utf-16"),
    "carriage returns": b"print('a')\rprint('b')\r\nprint('c')\n1/0\r\n",
    "no newline at end": b"print('end')",
    "form feed": b"\x0cprint('form feed')\n",
    "shebang": b"#!/usr/bin/env python\nprint('shebang')\n1 / 0\n",
    "return outside": b"return 1\n",
    "await outside": b"await x\n",
    "nonlocal at top": b"nonlocal x\n",
    "future in the middle": b"x = 1\nfrom __future__ import annotations\n",
    "unknown future": b"from __future__ import flying\n",
    "star import in function": b"def f():\n    from os import *\n",
    "duplicate argument": b"def f(a, a): pass\n",
    "assign to literal": b"1 = x\n",
    "assign to debug": b"__debug__ = 1\n",
    "break outside": b"if 1:\n    break\n",
    "too deep": b"(" * 500 + b")" * 500,
    "too deeply indented": b"".join(b" " * i + b"if 1:\n" for i in range(120)) + b" " * 120 + b"pass\n",
    "too many blocks": b"".join(b" " * i + b"for x in []:\n" for i in range(25)) + b" " * 25 + b"pass\n",
    "deep expression": b"x = " + b"-" * 100000 + b"1\n",
    "deep attribute": b"x = a" + b".b" * 20000 + b"\n",
    "long line": b"x = [" + b"1, " * 100000 + b"]\nprint(len(x))\nundefined\n",
    "invalid character": "x = 5€\n".encode(),
    "invalid escape": b"print('\\d')\n",
    "bad escape": b"print('\\N{no such name}')\n",
    "bad number": b"x = 0777\n",
    "huge integer": b"x = " + b"9" * 5000 + b"\n",
    "python 2": b"print 'hello'\n",
    "pickle": b"\x80\x04\x95\x1a\x00\x00\x00\x00\x00\x00\x00]\x94(K\x01K\x02e.",
}


@pytest.mark.parametrize("name", CONTENTS)
def test_file_content(name: str, tmp_path: Path) -> None:
    check_same([write(tmp_path, "program.py", CONTENTS[name])], cwd=tmp_path)


@pytest.mark.parametrize(
    "name", ["binary", "null bytes", "syntax error", "not utf-8", "wrong encoding", "bom", "future in the middle"]
)
def test_imported_content(name: str, tmp_path: Path) -> None:
    """The same when a program imports it."""
    write(tmp_path, "imported.py", CONTENTS[name])
    program = write(tmp_path, "program.py", "print('start')\nimport imported\n")
    check_same([program], cwd=tmp_path)


@pytest.mark.parametrize("name", ["empty", "binary", "null bytes", "syntax error", "not utf-8", "no newline at end"])
def test_piped_content(name: str) -> None:
    check_same([], stdin=CONTENTS[name])
    check_same(["-", "argument"], stdin=CONTENTS[name])


def test_unreadable_names(tmp_path: Path) -> None:
    check_same([write(tmp_path, "sp ace é.py", PROGRAM)])
    check_same([write(tmp_path, "no_extension", PROGRAM)])
    link = tmp_path / "dangling.py"
    link.symlink_to(tmp_path / "nowhere")
    check_same([str(link)])
    loop = tmp_path / "loop.py"
    loop.symlink_to(loop)
    check_same([str(loop)])
    check_same([str(tmp_path / "program.py" / "inside")])
    check_same([""])
    check_same(["x" * 300])


def test_compiled_file(tmp_path: Path) -> None:
    """A .pyc given as the program; a damaged one."""
    import py_compile

    source = write(tmp_path, "program.py", PROGRAM)
    compiled = py_compile.compile(source, cfile=str(tmp_path / "program.pyc"))
    check_same([compiled])
    data = Path(compiled).read_bytes()
    for size in (0, 1, 4, 8, 15, 16, 17, 20, 60, len(data) - 1):
        check_same([write(tmp_path, f"short{size}.pyc", data[:size])])
        check_same([write(tmp_path, f"short{size}", data[:size])])
    for name, content in {"none": None, "number": 5, "text": "print(1)", "tuple": (1, 2)}.items():
        check_same([write(tmp_path, f"{name}.pyc", data[:16] + marshal.dumps(content))])
    check_same([write(tmp_path, "long.pyc", data + b"more")])
    check_same([write(tmp_path, "flags.pyc", data[:4] + b"\xff\xff\xff\xff" + data[8:])])
    check_same([write(tmp_path, "magic.pyc", b"\x00\x00\x00\x00" + data[4:])])


def test_zip_file(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "program.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("__main__.py", "import inside\nprint(inside.f(1))\ninside.f(0)\n")
        archive.writestr("inside.py", "def f(n):\n    return 1 / n\n")
    assert check_same([str(path)]).status == 1
    check_same([write(tmp_path, "damaged.zip", path.read_bytes()[:-30])])


# --- Options -------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["-Z"], ["-c"], ["-m"], ["-W"], ["-X"], ["-QZ"], ["-c", "print(1)", "-Z"]])
def test_wrong_options(arguments: list[str], tmp_path: Path) -> None:
    """Status and first line are `python`'s; the usage text is fastvm's own."""
    expected = support.run([*support.python_command(), *arguments], cwd=tmp_path)
    actual = support.run([*support.engine(), *arguments], cwd=tmp_path)
    assert actual.status == expected.status
    assert actual.stdout == expected.stdout
    assert actual.stderr.splitlines()[:1] == expected.stderr.splitlines()[:1]


@pytest.mark.skipif(support.is_control_run(), reason="these are options of the engine")
@pytest.mark.parametrize("option", ["--nonsense", "--adopt=nothing", "--adopt", "--show=pictures", "--stats=xml"])
def test_unknown_engine_option(option: str) -> None:
    outcome = support.run([*support.fastvm_command(), option, "-c", "print('ran')"])
    assert outcome.status == 2
    assert outcome.stdout == ""
    assert option.split("=")[0] in outcome.stderr
    assert "Traceback" not in outcome.stderr


OPTION_PROGRAM = """
import sys, warnings
print(sys.flags, __debug__, sys.argv, sys.dont_write_bytecode, sys.warnoptions, sys._xoptions, bool(sys.path[0]))
assert False, "asserts run"
"""


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["-O"],
        ["-OO"],
        ["-B"],
        ["-E"],
        ["-I"],
        ["-s"],
        ["-S"],
        ["-u"],
        ["-q"],
        ["-v", "-B"][1:],
        ["-W", "error"],
        ["-Werror::DeprecationWarning"],
        ["-X", "dev"],
        ["-X", "utf8=1"],
        ["-b"],
        ["-bb"],
        ["-d"],
        ["-P"],
        ["-OBs"],
        ["-X", "faulthandler", "-O"],
        ["-X", "int_max_str_digits=700"],
        ["-R"],
    ],
)
def test_options(options: list[str], tmp_path: Path) -> None:
    check_same([*options, "-c", OPTION_PROGRAM, "one", "-O"], cwd=tmp_path)
    check_same([*options, write(tmp_path, "program.py", OPTION_PROGRAM), "one", "--two"], cwd=tmp_path)


def test_modules_as_programs(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    write(package, "__init__.py", "print('init', __name__)\n")
    write(
        package,
        "__main__.py",
        "import sys\nprint('main', __name__, __package__, sys.argv[1:], sys.path[0] == '', __spec__.name)\n",
    )
    write(
        package,
        "module.py",
        "from . import __name__ as parent\nprint(parent, __name__)\nraise ValueError('in module')\n",
    )
    check_same(["-m", "package", "argument"], cwd=tmp_path)
    check_same(["-m", "package.module"], cwd=tmp_path)
    check_same(["-c", "import package.module"], cwd=tmp_path)
    check_same(["-m", "timeit", "-n", "1", "-r", "1", "-h"], cwd=tmp_path)


# --- The cache on disk ---------------------------------------------------------------------------

CACHED = """
import helper
print(helper.add(1, 2), helper.K().method())
helper.fails()
"""
HELPER = """
def add(a, b):
    return a + b

class K:
    def method(self):
        return [self.value() for _ in range(2)]
    def value(self):
        return "value"

def fails():
    return undefined_name
"""


@pytest.fixture
def cached(tmp_path: Path) -> Path:
    """A program and a module, run once, so that there is a cache."""
    write(tmp_path, "program.py", CACHED)
    write(tmp_path, "helper.py", HELPER)
    return tmp_path


def run_cached(folder: Path, *options: str) -> support.Outcome:
    expected = support.run([*support.python_command(), "-B", "program.py"], cwd=folder)
    actual = support.run([*support.engine(*options), "program.py"], cwd=folder)
    assert not support.difference(expected, actual), support.difference(expected, actual)
    return actual


def cache_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("__pycache__/*.fastvm"))


needs_cache = pytest.mark.skipif(support.is_control_run(), reason="CPython has no such cache")


@needs_cache
def test_cache_is_written_and_used(cached: Path) -> None:
    run_cached(cached)
    files = cache_files(cached)
    assert files, "no cache was written"
    before = {file: file.read_bytes() for file in files}
    run_cached(cached)
    assert {file: file.read_bytes() for file in files} == before, "a warm run writes the cache again"


@needs_cache
@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1],
        lambda data: data[:10],
        lambda data: b"\x00" * len(data),
        lambda data: data + b"more",
        lambda data: bytes(byte ^ 0x55 for byte in data),
        lambda data: data[:60] + bytes([data[60] ^ 1]) + data[61:],
        lambda data: data[:-20] + b"\xff" * 20,
        lambda data: b"not a cache at all",
        lambda data: data[len(data) // 2 :] + data[: len(data) // 2],
    ],
    ids=[
        "empty",
        "half",
        "one byte short",
        "ten bytes",
        "zeros",
        "longer",
        "inverted",
        "one bit",
        "end",
        "text",
        "rotated",
    ],
)
def test_damaged_cache(cached: Path, damage: Callable[[bytes], bytes]) -> None:
    run_cached(cached)
    for file in cache_files(cached):
        file.write_bytes(damage(file.read_bytes()))
    run_cached(cached)
    # The damaged file was replaced: another run is fine too.
    run_cached(cached)


@needs_cache
def test_every_byte_of_the_cache_may_be_damaged(cached: Path) -> None:
    """A flipped byte anywhere is noticed: nothing reaches the engine unchecked."""
    run_cached(cached)
    originals = {file: file.read_bytes() for file in cache_files(cached)}
    size = max(map(len, originals.values()))
    for position in range(0, size, max(1, size // 25)):
        for file, data in originals.items():
            where = position % len(data)
            file.write_bytes(data[:where] + bytes([data[where] ^ 0xFF]) + data[where + 1 :])
        run_cached(cached)


@needs_cache
def test_stale_cache(cached: Path) -> None:
    run_cached(cached)
    helper = cached / "helper.py"
    text = helper.read_text().replace("a + b", "a - b")  # the same size
    helper.write_text(text)
    # The host's own .pyc looks at whole seconds.
    os.utime(helper, (time.time() + 10, time.time() + 10))
    assert "-1" in run_cached(cached).stdout
    helper.write_text(text.replace("a - b", "(a * b) * 1000"))
    assert "2000" in run_cached(cached).stdout


@needs_cache
def test_cache_of_another_file(cached: Path) -> None:
    """The cache of one module under the name of another."""
    run_cached(cached)
    write(cached, "other.py", HELPER.replace("a + b", "a ** b"))
    support.run([*support.engine(), "-c", "import other; other.add(1, 2)"], cwd=cached)
    files = cache_files(cached)
    if len(files) < 2:
        pytest.skip("only one cache file was written")
    contents = [file.read_bytes() for file in files]
    for file, data in zip(files, contents[1:] + contents[:1]):
        file.write_bytes(data)
    run_cached(cached)


def test_cache_folder_is_a_file(cached: Path) -> None:
    """Where no cache can be written, the program runs all the same (root may write anywhere: so a file in the way)."""
    (cached / "__pycache__").write_text("in the way")
    run_cached(cached)
    assert (cached / "__pycache__").read_text() == "in the way"


def test_cache_folder_is_read_only(cached: Path) -> None:
    folder = cached / "__pycache__"
    folder.mkdir()
    folder.chmod(0o555)
    cached.chmod(0o555)
    try:
        run_cached(cached)
    finally:
        cached.chmod(0o755)
        folder.chmod(0o755)


@needs_cache
def test_cache_file_is_a_folder(cached: Path) -> None:
    run_cached(cached)
    for file in cache_files(cached):
        file.unlink()
        file.mkdir()
    run_cached(cached)


@needs_cache
def test_no_cache_with_minus_b(cached: Path) -> None:
    support.run([*support.engine(), "-B", "program.py"], cwd=cached)
    assert not cache_files(cached)


def test_two_processes_write_the_cache(cached: Path) -> None:
    """Started together, both write the same cache; neither sees half of it."""
    command = [*support.engine(), "program.py"]
    processes = [
        subprocess.Popen(command, cwd=cached, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=support.environment())
        for _ in range(4)
    ]
    outputs = {process.communicate(timeout=support.TIMEOUT)[0] for process in processes}
    assert len(outputs) == 1
    run_cached(cached)


# --- Recursion and memory ------------------------------------------------------------------------

RECURSIONS = {
    "function": "def f(n): return f(n + 1)\nf(0)\n",
    "method": "class K:\n    def m(self): return self.m()\nK().m()\n",
    "getattr": "class K:\n    def __getattr__(self, name): return getattr(self, name)\nK().x\n",
    "call": "class K:\n    def __call__(self): return self()\nK()()\n",
    "init": "class K:\n    def __init__(self): K()\nK()\n",
    "map": "def f(n): return list(map(f, [n]))\nf(0)\n",
    "sorted": "def f(n): return sorted([1], key=f)\nf(0)\n",
    "repr": "class K:\n    def __repr__(self): return repr(self)\nrepr(K())\n",
    "add": "class K:\n    def __add__(self, other): return self + other\nK() + 1\n",
    "generator": "def g():\n    yield from g()\nnext(g())\n",
    "comprehension": "def f(): return [f() for _ in 'a']\nf()\n",
    "property": "class K:\n    @property\n    def p(self): return self.p\nK().p\n",
    "import": "def f():\n    __import__('functools').reduce(lambda a, b: f(), [1, 2])\nf()\n",
    "exec": "def f(): exec('f()')\nf()\n",
    "del": "class K:\n    def __del__(self): K()\nprint('del')\n",
}


@pytest.mark.parametrize("name", RECURSIONS)
def test_infinite_recursion(name: str, tmp_path: Path) -> None:
    """At the default limit: RecursionError, reported as any exception."""
    expected = support.run([*support.python_command(), "-c", RECURSIONS[name]], cwd=tmp_path)
    actual = support.run([*support.engine(), "-c", RECURSIONS[name]], cwd=tmp_path)
    assert actual.status == expected.status
    assert actual.stdout == expected.stdout
    # Where exactly the limit strikes is not part of the language; that it strikes as RecursionError is.
    last = actual.stderr.splitlines()[-1:]
    assert [line.partition(":")[0] for line in last] == [
        line.partition(":")[0] for line in expected.stderr.splitlines()[-1:]
    ]


@pytest.mark.parametrize("name", ["function", "method", "call", "init", "generator", "comprehension", "property"])
def test_infinite_recursion_with_a_high_limit(name: str, tmp_path: Path) -> None:
    """With the limit at 1,000,000 CPython may run out of stack where it recurses in C; the engine must not crash.

    Either RecursionError or MemoryError may be what ends it.
    """
    program = "import sys\nsys.setrecursionlimit(1_000_000)\ntry:\n" + "".join(
        f"    {line}\n" for line in RECURSIONS[name].splitlines()
    )
    program += "except (RecursionError, MemoryError) as error:\n    print(type(error).__name__)\nprint('went on')\n"
    expected = support.run([*support.python_command(), "-c", program], cwd=tmp_path)
    if support.is_control_run() and expected.status < 0:
        pytest.skip("CPython crashes on this")
    actual = support.run([*support.engine(), "-c", program], cwd=tmp_path)
    assert actual.status == 0, f"{actual}\nCPython: {expected.status}"
    assert actual.stdout.endswith("went on\n"), str(actual)


def test_deep_but_finite_recursion(tmp_path: Path) -> None:
    program = "import sys\nsys.setrecursionlimit(1_000_000)\ndef f(n): return 0 if n == 0 else 1 + f(n - 1)\nprint(f(200_000))\n"
    check_same(["-c", program], cwd=tmp_path)


MEMORY_HOGS = {
    "list": "x = []\ntry:\n    while True: x.append(' ' * 100000)\nexcept MemoryError:\n    del x\n    print('MemoryError')\nprint('went on')\n",
    "string": "x = 'a'\ntry:\n    while True: x += x\nexcept MemoryError:\n    x = ''\n    print('MemoryError')\nprint('went on')\n",
    "integer": "x = 1 << 20\ntry:\n    while True: x <<= x.bit_length()\nexcept (MemoryError, OverflowError):\n    x = 0\n    print('MemoryError')\nprint('went on')\n",
    "dict": "d = {}\ntry:\n    i = 0\n    while True:\n        d[i] = bytes(50000)\n        i += 1\nexcept MemoryError:\n    d.clear()\n    print('MemoryError')\nprint('went on')\n",
    "objects": "class K:\n    def __init__(self, n): self.n, self.data = n, bytes(20000)\nkeep = []\ntry:\n    while True: keep.append(K(keep))\n"
    "except MemoryError:\n    keep.clear()\n    print('MemoryError')\nprint('went on')\n",
    "frames": "import sys\nsys.setrecursionlimit(10**6)\ndef f(n):\n    data = bytes(20000)\n    return f(n + 1)\ntry:\n    f(0)\n"
    "except (MemoryError, RecursionError):\n    print('ended')\nprint('went on')\n",
    "one big": "try:\n    bytearray(10**12)\nexcept MemoryError:\n    print('MemoryError')\nprint('went on')\n",
    "uncaught": "x = [bytes(1000)]\nwhile True: x = [x, bytes(100000)]\n",
}


@pytest.mark.parametrize("name", MEMORY_HOGS)
def test_memory_exhaustion(name: str, tmp_path: Path) -> None:
    """Under a limit of the address space: MemoryError, which can be caught."""
    limit = 700 * 2**20
    program = write(tmp_path, "program.py", MEMORY_HOGS[name])

    def outcome(command: list[str]) -> tuple[int, str, str]:
        done = subprocess.run(
            [*command, program],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=support.TIMEOUT,
            env=support.environment(),
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        )
        return done.returncode, done.stdout, done.stderr[-300:] if name == "uncaught" else done.stderr

    expected, actual = outcome(support.python_command()), outcome(support.engine())
    if (
        name == "frames" and expected[0] != 0
    ):  # CPython loses the exception here (SystemError): the engine may do better
        assert actual in (expected, (0, "ended\nwent on\n", ""))
    else:
        assert actual == expected


# --- Signals and exits ---------------------------------------------------------------------------

LOOPS = {
    "while": "while True: pass",
    "while not": "x = 0\nwhile not x: x = 0",
    "for": "import itertools\nfor i in itertools.count(): i + 1",
    "calls": "def f(): pass\nwhile True: f()",
    "generator": "def g():\n    while True: yield\nfor _ in g(): pass",
    "try": "while True:\n    try: 1 / 0\n    except ZeroDivisionError: pass",
    "comprehension": "import itertools\n[0 for _ in itertools.count() if 0]",
    "sleep": "import time\nwhile True: time.sleep(10)",
    "finally": "try:\n    n = 0\n    while True: n += 1\nfinally:\n    print('finally', flush=True)",
    "caught": "try:\n    n = 0\n    while True: n += 1\nexcept KeyboardInterrupt:\n    print('caught', flush=True)",
    "nested": "def f(n):\n    while True:\n        if n: f(n - 1)\nf(5)",
    "in class": "class K:\n    while True: pass",
    "async": "import asyncio\nasync def f():\n    while True: await asyncio.sleep(0)\nasyncio.run(f())",
    "thread": "import threading\nevent = threading.Event()\nevent.wait()",
    "input": "input()",
}


def interrupt(command: list[str], program: str, number: int) -> support.Outcome:
    """Send a signal to a program that says `ready` and then loops."""
    process = subprocess.Popen(
        [*command, "-c", f"print('ready', flush=True)\n{program}\n"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=support.environment(),
        start_new_session=True,
        preexec_fn=support.default_signals,
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(0.1)  # to be inside the loop; being early is not wrong, only less of a test
    process.send_signal(number)
    try:
        out, err = process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        err += "[still running after the signal]"
    return support.Outcome(process.returncode, first + out, err)


@pytest.mark.parametrize("name", LOOPS)
def test_interrupt(name: str) -> None:
    """Ctrl-C ends a tight loop as it ends it on CPython."""
    expected = interrupt(support.python_command(), LOOPS[name], signal.SIGINT)
    actual = interrupt(support.engine(), LOOPS[name], signal.SIGINT)
    assert actual.status == expected.status
    assert actual.stdout == expected.stdout
    assert actual.stderr.splitlines()[-1:] == expected.stderr.splitlines()[-1:]


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGQUIT], ids=lambda number: number.name
)
def test_killing_signals(number: int) -> None:
    assert interrupt(support.engine(), LOOPS["while"], number).status == -number


HANDLERS = """
import os, signal, sys

class Caught(Exception):
    pass

def handler(number, frame):
    raise Caught(number, frame.f_code.co_name)

signal.signal(signal.SIGUSR1, handler)

def loop():
    n = 0
    while True:
        n += 1
        if n == 1000:
            os.kill(os.getpid(), signal.SIGUSR1)

for _ in range(3):
    try:
        loop()
    except Caught as error:
        print(error.args)
signal.signal(signal.SIGUSR1, lambda number, frame: sys.exit(number))
loop()
"""


def test_handler_that_raises(tmp_path: Path) -> None:
    assert check_same(["-c", HANDLERS], cwd=tmp_path).status == signal.SIGUSR1


EXITS = {
    "none": "import sys; sys.exit()",
    "number": "import sys; sys.exit(3)",
    "text": "import sys; sys.exit('message')",
    "object": "import sys; sys.exit([1])",
    "tuple": "import sys; sys.exit((1, 2))",
    "big": "import sys; sys.exit(2**40)",
    "negative": "import sys; sys.exit(-1)",
    "true": "import sys; sys.exit(True)",
    "float": "import sys; sys.exit(1.5)",
    "raised": "raise SystemExit(4)",
    "in function": "def f():\n  import sys\n  sys.exit(5)\nf()",
    "in finally": "import sys\ntry:\n  sys.exit(1)\nfinally:\n  sys.exit(2)",
    "swallowed": "import sys\ntry:\n  sys.exit(1)\nexcept SystemExit as e:\n  print('caught', e.code)",
    "in generator": "import sys\ndef g():\n  yield\n  sys.exit(6)\nlist(g())",
    "in comprehension": "import sys\n[sys.exit(7) for _ in 'a']",
    "in del": "import sys\nclass K:\n  def __del__(self): sys.exit(8)\nK()\nprint('went on')",
    "in thread": "import sys, threading\nt = threading.Thread(target=sys.exit, args=(9,))\nt.start(); t.join()\nprint('went on')",
    "in class": "import sys\nclass K:\n  sys.exit(10)",
    "in key function": "import sys\nsorted([1], key=sys.exit)",
    "in with": "import sys\nclass M:\n  def __enter__(self): pass\n  def __exit__(self, *a): print(a[0])\nwith M(): sys.exit(11)",
    "in import": "import sys\nsys.path.insert(0, '.')\nimport exits",
    "in exec": "exec('import sys; sys.exit(12)')",
    "in coroutine": "import asyncio, sys\nasync def f(): sys.exit(13)\nasyncio.run(f())",
    "in eval": "import sys\neval('sys.exit(14)')",
    "at exit": "import atexit, sys\natexit.register(sys.exit, 11)",
    "os._exit": "import os\nprint('lost?', flush=True)\nos._exit(12)",
    "uncaught": "raise ValueError('uncaught')",
    "uncaught base": "class E(BaseException): pass\nraise E('base')",
    "uncaught at exit": "import atexit\n@atexit.register\ndef f():\n  1 / 0",
    "several at exit": "import atexit\natexit.register(print, 'last')\natexit.register(lambda: 1 / 0)\natexit.register(print, 'first')",
    "keyboard": "raise KeyboardInterrupt",
    "keyboard with text": "raise KeyboardInterrupt('text')",
    "syntax": "a b",
    "excepthook": "import sys\nsys.excepthook = lambda *a: print('hook', a[0].__name__)\n1 / 0",
    "excepthook fails": "import sys\ndef hook(*a): raise KeyError('hook fails')\nsys.excepthook = hook\n1 / 0",
    "excepthook exits": "import sys\nsys.excepthook = lambda *a: sys.exit(13)\n1 / 0",
    "excepthook gone": "import sys\ndel sys.excepthook\n1 / 0",
    "excepthook none": "import sys\nsys.excepthook = None\n1 / 0",
    "stdout closed": "import sys\nsys.stdout.close()",
    "stdout none": "import sys\nsys.stdout = None\nprint('nowhere')",
    "stderr none": "import sys\nsys.stderr = None\n1 / 0",
    "stdout broken": "import sys\nclass W:\n  def write(self, t): pass\n  def flush(self): raise ValueError('flush')\nsys.stdout = W()",
    "exception group": "raise ExceptionGroup('g', [ValueError(1), ExceptionGroup('h', [KeyError('k')])])",
    "notes": "e = ValueError('v')\ne.add_note('note 1\\nnote 2')\nraise e",
    "bad str": "class E(Exception):\n  def __str__(self): raise TypeError\nraise E",
    "no module name": "class E(Exception): pass\nE.__module__ = None\nraise E(1)",
    "assertion": "assert 1 == 2, 'message'",
    "generator exit": "raise GeneratorExit",
    "stop": "raise StopIteration(5)",
    "never awaited": "async def f(): pass\nf()",
    "del at end": "class K:\n  def __del__(self): print('del at end')\nk = K()",
    "del uses globals": "import os\nclass K:\n  def __del__(self): print(os is None, K is None)\nk = K()",
    "cycle at end": "class K:\n  def __del__(self): print('cycle')\nk = K()\nk.k = k",
    "terminated": "import os, signal\nos.kill(os.getpid(), signal.SIGTERM)",
    "aborted": "import os, signal\nsignal.signal(signal.SIGABRT, lambda *a: print('handled'))\nos.kill(os.getpid(), signal.SIGABRT)",
    "import error": "import nothing_like_this",
    "import name error": "from os import nothing_like_this",
    "daemon thread": "import threading, time\nthreading.Thread(target=time.sleep, args=(100,), daemon=True).start()\nprint('end')",
    "daemon thread running": "import threading\ndef f():\n  while True: pass\nthreading.Thread(target=f, daemon=True).start()\nprint('end')",
    "thread outlives main": "import threading, time\nthreading.Thread(target=lambda: (time.sleep(0.05), print('thread end'))).start()\nprint('main end')",
    "last exception": "import sys\ntry:\n  1 / 0\nexcept ZeroDivisionError:\n  pass\nprint(hasattr(sys, 'last_value'))",
    "main module": "import sys\nprint(sys.modules['__main__'].__dict__ is globals(), sorted(k for k in globals()))",
    "frames": "import sys\nf = sys._getframe()\nn = 0\nwhile f:\n  n += 1\n  f = f.f_back\nprint(n)",
    "stack": "import traceback\ntraceback.print_stack()",
    "unicode": "raise ValueError('é \\ud800 \\U0001f600')",
    "long message": "raise ValueError('x' * 10000)",
}


@pytest.mark.parametrize("name", EXITS)
def test_exit(name: str, tmp_path: Path) -> None:
    write(tmp_path, "exits.py", "import sys\nsys.exit(15)\n")
    program = write(tmp_path, "program.py", EXITS[name] + "\n")
    for arguments in ([program], ["-c", EXITS[name]]):
        expected = support.run([*support.python_command(), *arguments], cwd=tmp_path)
        actual = support.run([*support.engine(), *arguments], cwd=tmp_path)
        # The only addresses in these messages are those of functions.
        expected, actual = without_addresses(expected), without_addresses(actual)
        assert not support.difference(expected, actual), support.difference(expected, actual)


def without_addresses(outcome: support.Outcome) -> support.Outcome:
    import re

    return support.Outcome(outcome.status, outcome.stdout, re.sub(r"0x[0-9a-f]+", "ADDRESS", outcome.stderr))


@pytest.mark.parametrize(
    "program",
    [
        "while True: print('x' * 1000)",
        "print('x' * 10**6)",
        "import sys\nfor i in range(10**6): sys.stdout.write('y\\n')",
    ],
)
def test_broken_pipe(program: str) -> None:
    """Whoever reads the output goes away."""
    outcomes = []
    for command in (support.python_command(), support.engine()):
        reading, writing = os.pipe()
        process = subprocess.Popen(
            [*command, "-c", program], stdout=writing, stderr=subprocess.PIPE, env=support.environment()
        )
        assert process.stderr is not None
        os.read(reading, 10)
        # When the pipe is full, what is left in the buffers does not depend on the clock.
        deadline = time.monotonic() + support.TIMEOUT
        while select.select([], [writing], [], 0)[1]:
            assert time.monotonic() < deadline, "the program does not fill the pipe"
            time.sleep(0.01)
        time.sleep(0.2)  # a last write may still fill up the last page
        os.close(reading)
        os.close(writing)
        error = process.stderr.read().decode()
        process.stderr.close()
        outcomes.append((process.wait(timeout=support.TIMEOUT), error))
    assert outcomes[0] == outcomes[1]


def test_standard_streams_closed() -> None:
    """Started without standard input, output or error."""
    for closing in ("0<&-", "1>&-", "2>&-", "0<&- 1>&- 2>&-"):
        statuses = []
        for command in (support.python_command(), support.engine()):
            line = " ".join(command) + f" -c 'print(1)' {closing}"
            statuses.append(
                subprocess.run(
                    ["sh", "-c", line], capture_output=True, env=support.environment(), timeout=support.TIMEOUT
                ).returncode
            )
        assert statuses[0] == statuses[1], closing


def test_full_device() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    outcomes = []
    for command in (support.python_command(), support.engine()):
        with open("/dev/full", "w") as full:
            done = subprocess.run(
                [*command, "-c", "print('x')"],
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                env=support.environment(),
                timeout=support.TIMEOUT,
            )
        outcomes.append((done.returncode, done.stderr))
    assert outcomes[0] == outcomes[1]


def test_current_folder_is_gone(tmp_path: Path) -> None:
    outcomes = []
    for command in (support.python_command(), support.engine()):
        folder = tmp_path / "gone"
        folder.mkdir()
        done = subprocess.run(
            [
                "sh",
                "-c",
                f'cd {folder} && rmdir {folder} && exec "$@"',
                "sh",
                *command,
                "-c",
                "import sys; print(sys.path[0] == '')",
            ],
            capture_output=True,
            text=True,
            env=support.environment(),
            timeout=support.TIMEOUT,
        )
        outcomes.append((done.returncode, done.stdout, done.stderr))
    assert outcomes[0] == outcomes[1]


def test_environment_variables(tmp_path: Path) -> None:
    """Python's own variables mean what they mean for `python`."""
    program = write(tmp_path, "program.py", OPTION_PROGRAM)
    write(tmp_path, "startup.py", "print('startup')\n")
    for name, value in {
        "PYTHONOPTIMIZE": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "error",
        "PYTHONUTF8": "1",
        "PYTHONSAFEPATH": "1",
        "PYTHONPATH": str(tmp_path),
        "PYTHONSTARTUP": str(tmp_path / "startup.py"),
        "PYTHONNOUSERSITE": "1",
        "PYTHONHASHSEED": "123",
        "PYTHONDEVMODE": "1",
        "PYTHONINTMAXSTRDIGITS": "800",
    }.items():
        check_same([program], env={name: value}, cwd=tmp_path)
        check_same(["-E", program], env={name: value}, cwd=tmp_path)


DAEMONS = """\
import threading
import time


def daemon(number):
    turn = 0
    while True:
        turn += 1
        namespace = {}
        exec(f"def made(): return {turn}, {number}\\ndef others(n): yield from (made() for _ in range(n))", namespace)
        assert list(namespace["others"](2)) == [(turn, number)] * 2
        ready[number].set()
        time.sleep(0)


ready = [threading.Event() for _ in range(4)]
for n in range(4):
    threading.Thread(target=daemon, args=(n,), daemon=True).start()
for event in ready:
    event.wait()
print("the program ends")
"""


def test_daemon_threads_compile_until_the_end(tmp_path: Path) -> None:
    program = write(tmp_path, "program.py", DAEMONS)
    for _ in range(3):
        assert check_same([program]).status == 0
