"""The command: everything a program can see of its start and its end is as under `python`.

Most tests run CPython and fastvm on the same arguments and compare all that comes out.
"""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from fastvm.command import options
from tests import support
from tests.support import (
    check_same,
    environment,
    fastvm_command,
    is_control_run,
    python_command,
    run,
    same_name,
)

# --- The command line, parsed in this process ------------------------------------------------------------


def parsed(*arguments: str) -> options.CommandLine:
    return options.parse(list(arguments))


def test_options_end_at_the_program() -> None:
    line = parsed("-O", "script.py", "-O", "--stats")
    assert (line.kind, line.target, line.arguments) == ("script", "script.py", ["-O", "--stats"])
    assert line.host_flags == ["-O"] and line.stats == ""
    line = parsed("-c", "pass", "-c", "x")
    assert (line.kind, line.target, line.arguments) == ("command", "pass", ["-c", "x"])
    line = parsed("-mthis", "-s")
    assert (line.kind, line.target, line.arguments, line.host_flags) == ("module", "this", ["-s"], [])
    assert (parsed("-", "a").kind, parsed("-", "a").arguments) == ("stdin", ["a"])
    assert parsed("--", "-x.py").target == "-x.py"
    assert parsed().kind == "stdin"


def test_joined_flags_and_values() -> None:
    line = parsed("-BsWerror", "-X", "dev", "-uEc", "pass")
    assert line.host_flags == ["-B", "-s", "-W", "error", "-X", "dev", "-u", "-E"]
    assert (line.kind, line.target) == ("command", "pass")
    assert parsed("-OO", "x").host_flags == ["-O", "-O"]
    assert parsed("--check-hash-based-pycs", "always", "x").host_flags == ["--check-hash-based-pycs", "always"]


def test_own_options_come_from_the_line_or_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    line = parsed("--adopt=all", "--jit", "--stats=json", "--show=ast,bytecode", "x.py")
    assert (line.adopt, line.jit, line.stats, line.show) == ("all", True, "json", ["ast", "bytecode"])
    assert parsed("--stats", "x.py").stats == "table"
    monkeypatch.setenv("FASTVM_ADOPT", "user")
    monkeypatch.setenv("FASTVM_JIT", "1")
    assert parsed("x.py").jit is True
    assert parsed("--no-jit", "x.py").jit is False
    monkeypatch.setenv("FASTVM_JIT", "0")
    assert parsed("x.py").jit is False
    assert parsed("--jit", "x.py").jit is True
    monkeypatch.setenv("FASTVM_JIT", "")
    assert parsed("x.py").jit is None  # the engine decides
    monkeypatch.setenv("FASTVM_JIT", "1")
    monkeypatch.setenv("FASTVM_STATS", "1")
    monkeypatch.setenv("FASTVM_SHOW", "tokens")
    line = parsed("x.py")
    assert (line.adopt, line.jit, line.stats, line.show) == ("user", True, "table", ["tokens"])
    assert parsed("--adopt=hot", "x.py").adopt == "hot"
    assert line.host_argv == ["x.py"]
    assert parsed("-B", "--adopt=hot", "x.py", "y").host_argv == ["-B", "x.py", "y"]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["-Z"], "Unknown option: -Z"),
        (["-c"], "Argument expected for the -c option"),
        (["-X"], "Argument expected for the -X option"),
        (["-J"], "-J is reserved for Jython"),
        (["--nonsense"], "unknown option --nonsense"),
        (["--adopt=some", "x"], "--adopt must be one of user, hot, all, not 'some'"),
        (["--adopt", "all"], "Argument expected for the --adopt option: --adopt=..."),
        (["--show=source", "x"], "--show takes some of tokens,ast,scopes,bytecode, not 'source'"),
        (["--stats=yaml", "x"], "--stats or --stats=json, not --stats=yaml"),
        (
            ["--check-hash-based-pycs", "sometimes"],
            "--check-hash-based-pycs must be one of 'default', 'always', or 'never'",
        ),
    ],
)
def test_wrong_command_lines(arguments: list[str], complaint: str) -> None:
    with pytest.raises(options.UsageError) as caught:
        parsed(*arguments)
    assert str(caught.value) == complaint


# --- What the program sees --------------------------------------------------------------------------------

LOOK = """\
import sys
import __main__
print(sys.argv, sys.orig_argv[1:], sys.path[:2])
print(sys.flags, sys.warnoptions, sys._xoptions)
print({name: value if isinstance(value, (str, type(None), dict)) else type(value).__name__
       for name, value in vars(__main__).items()})
print(getattr(__spec__, "name", None), getattr(__loader__, "name", None), getattr(__loader__, "path", None))
def callers():
    frame, names = sys._getframe(), []
    while frame := frame.f_back:
        names.append((frame.f_code.co_filename, frame.f_code.co_name, frame.f_lineno))
    return names
print(callers(), sys.exc_info(), sys.excepthook is sys.__excepthook__)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "look.py").write_text(LOOK)
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.py").symlink_to("look.py")
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "__init__.py").write_text("")
    (tmp_path / "package" / "__main__.py").write_text(LOOK)
    with zipfile.ZipFile(tmp_path / "app.zip", "w") as archive:
        archive.writestr("__main__.py", LOOK)
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        ["look.py", "a", "-O"],
        ["./look.py"],
        ["sub/../look.py"],
        ["link.py"],
        ["-m", "look", "x"],
        ["-m", "package", "x"],
        ["package", "x"],
        ["app.zip"],
        ["-c", LOOK, "x", "-y"],
        ["--", "look.py"],
        ["-O", "look.py"],
        ["-OO", "-B", "look.py"],
        ["-I", "look.py"],
        ["-P", "look.py"],
        ["-P", "package"],
        ["-E", "-s", "-S", "look.py"],
        ["-W", "error", "-Wignore::DeprecationWarning", "look.py"],
        ["-X", "utf8", "-Xtracemalloc=2", "look.py"],
        ["-X", "dev", "-b", "-q", "-u", "look.py"],
        ["-x", "look.py"],
    ],
    ids=" ".join,
)
def test_the_program_sees_itself_as_under_python(folder: Path, arguments: list[str]) -> None:
    outcome = check_same(arguments, cwd=folder)
    assert outcome.status == 0 or "-x" in arguments, outcome


@pytest.mark.parametrize("arguments", [[], ["-"], ["-", "x"], ["-O", "-", "x"]])
def test_a_program_on_standard_input(folder: Path, arguments: list[str]) -> None:
    outcome = check_same(arguments, stdin=LOOK, cwd=folder)
    assert outcome.status == 0, outcome


def test_the_pyc_of_a_script(folder: Path) -> None:
    import py_compile

    py_compile.compile(str(folder / "look.py"), cfile=str(folder / "look.pyc"))
    check_same(["look.pyc", "x"], cwd=folder)
    (folder / "disguised").write_bytes((folder / "look.pyc").read_bytes())
    check_same(["disguised"], cwd=folder)


# --- How it ends -------------------------------------------------------------------------------------------

ENDINGS = {
    "status": "import sys; sys.exit(7)",
    "status out of range": "import sys; sys.exit(1000)",
    "message": "import sys; sys.exit('goodbye')",
    "none": "import sys; sys.exit()",
    "raise SystemExit": "raise SystemExit(3)",
    "error": "def f():\n    return 1 / 0\nf()",
    "chained": "try:\n    {}['k']\nexcept KeyError as e:\n    raise ValueError('v') from e",
    "context": "try:\n    {}['k']\nexcept KeyError:\n    nonsense",
    "group": "raise ExceptionGroup('g', [ValueError(1), ExceptionGroup('h', [TypeError(2)])])",
    "notes": "e = ValueError(1)\ne.add_note('a note')\nraise e",
    "excepthook": "import sys\nsys.excepthook = lambda *a: print('hook', a[:2], a[2].tb_frame.f_code.co_name, "
    "sys.last_value is a[1], sys.last_traceback is a[2])\n1 / 0",
    "failing excepthook": "import sys\ndef hook(*a):\n    [][1]\nsys.excepthook = hook\n1 / 0",
    "exiting excepthook": "import sys\nsys.excepthook = lambda *a: sys.exit(9)\n1 / 0",
    "no excepthook": "import sys\ndel sys.excepthook\n1 / 0",
    "atexit": "import atexit, sys\natexit.register(lambda: print('bye', sys.excepthook is sys.__excepthook__, "
    "type(sys.last_value)))\n1 / 0",
    "failing atexit": "import atexit, sys\nsys.unraisablehook = lambda u: print(u.exc_value, u.err_msg)\n"
    "atexit.register(lambda: 1 / 0)",
    "finaliser": "class A:\n    def __del__(self):\n        print('deleted')\na = A()",
    "thread": "import threading, time\ndef f():\n    time.sleep(0.1)\n    print('done')\n"
    "threading.Thread(target=f).start()",
    "failing thread": "import threading\nt = threading.Thread(target=lambda: 1 / 0)\nt.start()\nt.join()",
    "recursion": "def f(n):\n    return f(n + 1)\nf(0)",
    "recursion depth": "def f(n):\n    try:\n        return f(n + 1)\n    except RecursionError:\n        return n\n"
    "print(f(0))",
    "recursion depth of exec": "exec('def f(n):\\n    try:\\n        return f(n + 1)\\n    except RecursionError:\\n"
    "        return n\\nprint(f(0))')",
    "warning": "import warnings\nwarnings.warn('careful')\nwarnings.warn('deep', stacklevel=2)",
    "syntax warning": "x = 1\nprint(x is 1)",
    "os._exit": "import os\nprint('lost', flush=True)\nos._exit(4)",
    "abort": "import os, resource\nresource.setrlimit(resource.RLIMIT_CORE, (0, 0))\nos.abort()",
}


@pytest.mark.parametrize("name", ENDINGS)
@pytest.mark.parametrize("way", ["script", "command", "stdin"])
def test_endings(tmp_path: Path, name: str, way: str) -> None:
    text = ENDINGS[name]
    if way == "script":
        (tmp_path / "program.py").write_text(text)
        check_same(["program.py"], cwd=tmp_path)
    elif way == "command":
        check_same(["-c", text], cwd=tmp_path)
    else:
        check_same([], stdin=text, cwd=tmp_path)


@pytest.mark.parametrize("name", ["error", "recursion", "status", "message"])
def test_endings_of_a_module(tmp_path: Path, name: str) -> None:
    (tmp_path / "program.py").write_text(ENDINGS[name])
    check_same(["-m", "program"], cwd=tmp_path)


# --- Bad input ---------------------------------------------------------------------------------------------


def anonymous(errors: str, command: list[str]) -> str:
    """Messages without the program's name: also where it is not in front, and where the host gives its own."""
    errors = errors.replace(f"usage: {command[0]}", "usage: PROGRAM")
    errors = errors.replace(f"`{Path(command[0]).name} -h", "`PROGRAM -h")
    # An environment has several names for the same interpreter.
    folder = re.escape(str(Path(sys.executable).parent))
    return re.sub(rf"{folder}/python[\d.]*: ", "PROGRAM: ", errors)


@pytest.mark.parametrize(
    "arguments",
    [
        ["missing.py"],
        ["empty_folder"],
        ["sub"],
        ["-m", "no_such_module"],
        ["-m", "sub"],
        ["-c", "x ="],
        ["-c", "if x:\npass"],
        ["-c", "return 1"],
        ["-c", "f(**{'a': 1}, *b)"],
        ["syntax.py"],
        ["indent.py"],
        ["compile_error.py"],
        ["nulls.py"],
        ["latin.py"],
        ["cookie.py"],
        ["unknown_cookie.py"],
        ["binary"],
        ["empty.py"],
        ["no_newline.py"],
        ["crlf.py"],
        ["bom.py"],
        ["bad.pyc"],
        ["-m", "syntax"],
        ["-Z"],
        ["-c"],
        ["-m"],
        ["-W"],
        ["--nonsense"],
        ["--check-hash-based-pycs", "x"],
        ["-W", "nonsense", "empty.py"],
    ],
    ids=" ".join,
)
def test_bad_input(folder: Path, arguments: list[str]) -> None:
    (folder / "empty_folder").mkdir()
    files = {
        "syntax.py": b"print('not run')\nx = = 1\n",
        "indent.py": b"if True:\n  x = 1\n y = 2\n",
        "compile_error.py": b"def f():\n    nonlocal x\n",
        "nulls.py": b"x = 1\0\n",
        "latin.py": b"x = '\xff'\n",
        "cookie.py": b"# coding: latin-1\nprint('\xe9')\n",
        "unknown_cookie.py": b"# coding: nonsense\nprint(1)\n",
        "binary": bytes(range(256)) * 4,
        "empty.py": b"",
        "no_newline.py": b"print(1)",
        "crlf.py": b"print(1)\r\nif 1:\r\n    print('''a\r\nb''')\r\n",
        "bom.py": b"\xef\xbb\xbfprint('bom')\n",
        "bad.pyc": b"rubbish",
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    python, fastvm = python_command(), fastvm_command()
    expected = same_name(run([*python, *arguments], cwd=folder), python)
    actual = same_name(run([*fastvm, *arguments], cwd=folder), fastvm)
    assert anonymous(actual.stderr, fastvm) == anonymous(expected.stderr, python)
    assert (actual.status, actual.stdout) == (expected.status, expected.stdout)


@pytest.mark.parametrize("data", [b"x = 1\0\n", b"x = '\xff'\n", b"x = = 1\n", b"", b"print(1)"])
def test_bad_standard_input(folder: Path, data: bytes) -> None:
    check_same([], stdin=data, cwd=folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_script(folder: Path) -> None:
    (folder / "look.py").chmod(0)
    check_same(["look.py"], cwd=folder)


# --- Signals and pipes -------------------------------------------------------------------------------------


def interrupted(command: list[str], folder: Path) -> tuple[int, str]:
    script = folder / "loop.py"
    script.write_text("import sys\nprint('ready', flush=True)\nwhile True:\n    pass\n")
    process = subprocess.Popen(
        [*command, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        text=True,
        preexec_fn=support.default_signals,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    return process.returncode, errors.splitlines()[-1]


def test_ctrl_c_in_a_tight_loop(tmp_path: Path) -> None:
    assert interrupted(python_command(), tmp_path) == (-signal.SIGINT, "KeyboardInterrupt")
    assert interrupted(fastvm_command(), tmp_path) == (-signal.SIGINT, "KeyboardInterrupt")


def broken_pipe(command: list[str]) -> tuple[int, str]:
    text = "for i in range(100000):\n    print(i)\n"
    process = subprocess.Popen(
        [*command, "-c", text], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), text=True
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    errors = process.stderr.read()
    return process.wait(timeout=20), errors


def test_a_broken_pipe() -> None:
    assert broken_pipe(fastvm_command()) == broken_pipe(python_command())


# --- The prompt --------------------------------------------------------------------------------------------

STATEMENTS = """\
1 + 1
for i in range(2):
    print(i)

1 / 0
x =
def f():
    return x

f()
from __future__ import annotations
def g(a: nonsense): pass

g.__annotations__
(
1)
_
'''a
b'''
# only a comment

import sys
sys.last_value
class A:
    x = [n for n in range(3)]

A.x
exec("eee = 2")
eee
"""


def without_banner(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("Python 3."))


@pytest.mark.parametrize("end", ["", "sys.exit(4)\n", "raise SystemExit('so long')\n", "exit()\n"])
def test_the_prompt_on_a_pipe(folder: Path, end: str) -> None:
    expected = run([*python_command(), "-i"], stdin=STATEMENTS + end, cwd=folder)
    actual = run([*fastvm_command(), "-i"], stdin=STATEMENTS + end, cwd=folder)
    assert actual.stdout == expected.stdout
    assert without_banner(actual.stderr) == without_banner(expected.stderr)
    assert actual.status == expected.status


@pytest.mark.parametrize("program", ["a = 5", "1 / 0", "import sys; sys.exit(3)"])
def test_the_prompt_after_a_program(folder: Path, program: str) -> None:
    (folder / "program.py").write_text(program)
    lines = "print(sorted(n for n in globals() if n != 'sys'))\nimport sys\nsys.argv\n"
    check_same(["-i", "program.py", "x"], stdin=lines, cwd=folder)
    check_same(["-i", "-c", program, "x"], stdin=lines, cwd=folder)


def test_quiet_and_startup_file(folder: Path) -> None:
    (folder / "start.py").write_text("print('starting', __file__); here = 1\n")
    check_same(["-q", "-i"], stdin="here\n__file__\n", cwd=folder, env={"PYTHONSTARTUP": "start.py"})
    check_same(["-q", "-i"], stdin="1\n", cwd=folder, env={"PYTHONSTARTUP": "missing.py"})


def at_terminal(command: list[str], keys: list[bytes]) -> str:
    """What a terminal shows after these keys have been typed, one group after the other."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(environment({"TERM": "dumb"}))
        os.execv(command[0], command)
    shown = b""
    try:
        for group in keys:
            shown += _read_until_quiet(terminal)
            os.write(terminal, group)
        shown += _read_until_quiet(terminal)
    finally:
        os.close(terminal)
        os.waitpid(child, 0)
    return without_banner(shown.decode().replace("\r\n", "\n"))


def _read_until_quiet(terminal: int) -> bytes:
    shown = b""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        ready, _, _ = select.select([terminal], [], [], 1.0 if not shown else 0.3)
        if not ready and shown:
            break
        if ready:
            try:
                data = os.read(terminal, 4096)
            except OSError:
                break
            if not data:
                break
            shown += data
    return shown


def test_the_prompt_at_a_terminal() -> None:
    keys = [b"def f():\r  return 5\r\r", b"f()\r", b"abc\x03", b"1/0\r", b"input('name? ')\r", b"me\r", b"\x04"]
    assert at_terminal(fastvm_command(), keys) == at_terminal(python_command(), keys)


# --- fastvm's own options ----------------------------------------------------------------------------------

own_options = pytest.mark.skipif(is_control_run(), reason="CPython does not have these options")


@own_options
def test_version_and_help() -> None:
    from fastvm import __version__

    assert run([*fastvm_command(), "-V"]).stdout == f"fastvm {__version__} (Python {sys.version.split()[0]})\n"
    assert run([*fastvm_command(), "--version"]).status == 0
    shown = run([*fastvm_command(), "--help"])
    assert (shown.status, shown.stderr) == (0, "")
    for option in ("--no-jit", "--adopt", "--stats", "--show", "-c cmd", "-m mod"):
        assert option in shown.stdout


@own_options
def test_everything_is_adopted_when_asked() -> None:
    import json

    text = "import argparse, collections, json, re, string; collections.namedtuple('P', 'x y'); exec('a = 1')"
    outcome = run([*fastvm_command(), "--adopt=all", "--stats=json", "-c", text])
    numbers = json.loads(outcome.stderr)
    assert numbers["core"]["frames"]["engine"] > 100
    assert numbers["core"]["frames"]["host"] == 0, numbers["core"]["frames"]["host_reasons"]
    assert numbers["adoption"]["internal_errors"] == {}


@own_options
@pytest.mark.parametrize("form", ["table", "json"])
def test_statistics_import_nothing_before_the_program(form: str) -> None:
    """What the engine imports is not compiled by it: a program that is the first to import it would run on the host."""
    text = "import sys; print('collections' in sys.modules, 'dataclasses' in sys.modules, 'inspect' in sys.modules)"
    assert run([*fastvm_command(), f"--stats={form}" if form == "json" else "--stats", "-c", text]).stdout == (
        "False False False\n"
    )


@own_options
def test_statistics_as_a_table() -> None:
    outcome = run([*fastvm_command(), "--stats", "-c", "for i in range(3): print(i)"])
    assert outcome.stdout == "0\n1\n2\n"
    for word in ("Frames", "engine", "host", "Units", "compiled", "instructions", "Collector", "young collections"):
        assert word in outcome.stderr
    went_back = re.search(r"loops went back +(\d+)", outcome.stderr)
    assert went_back is not None and int(went_back[1]) >= 3


@own_options
def test_the_pipeline_is_shown_and_the_program_not_run(tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text("def add(a, b):\n    return a + b\n\nprint(add(1, 2))\n")
    shown = run([*fastvm_command(), "--show=tokens,ast,scopes,bytecode", str(script)])
    assert (shown.status, shown.stderr) == (0, "")
    lines = shown.stdout.splitlines()
    assert "3" not in lines  # which the program would have printed
    place = lines.index("2 |     return a + b")
    following = lines[place + 1 : lines.index("3 | ")]
    text = "\n".join(following)
    assert "tokens" in text and "NAME 'return'" in text
    assert "ast" in text and "BinOp op=Add" in text
    assert "bytecode" in text and "ADD" in text
    assert any("a: parameter, local" in line for line in lines)
    only = run([*fastvm_command(), "--show=bytecode", str(script)]).stdout
    assert "ADD" in only and "BinOp" not in only


@own_options
def test_the_pipeline_of_what_cannot_be_shown(tmp_path: Path) -> None:
    outcome = run([*fastvm_command(), "--show=ast", "missing.py"], cwd=tmp_path)
    assert outcome.status == 2 and "can't open file 'missing.py'" in outcome.stderr
    outcome = run([*fastvm_command(), "--show=ast", "-c", "x ="], cwd=tmp_path)
    assert outcome.status == 1 and "SyntaxError" in outcome.stderr and "Traceback" not in outcome.stderr


@own_options
def test_options_reach_the_children_of_multiprocessing(tmp_path: Path) -> None:
    script = tmp_path / "children.py"
    script.write_text(
        "import multiprocessing, sys\n"
        "def report(queue):\n"
        "    queue.put(sys.modules['fastvm.engine'].resolver.mode)\n"
        "if __name__ == '__main__':\n"
        "    context = multiprocessing.get_context('spawn')\n"
        "    queue = context.SimpleQueue()\n"
        "    child = context.Process(target=report, args=(queue,))\n"
        "    child.start(); print(queue.get()); child.join()\n"
    )
    assert run([*fastvm_command(), "--adopt=user", str(script)]).stdout == "user\n"


@own_options
@pytest.mark.parametrize("options", [[], ["-B"], ["-Ib"], ["-X", "dev"]], ids=" ".join)
def test_the_command_as_a_module(options: list[str]) -> None:
    """`python -m fastvm`: the program finds no traces of how it was started."""
    script = "import sys; print(sorted(sys.modules), sys.flags, sys.argv, __name__); print('warnings' in sys.modules)"
    head = [*options[:-1], options[-1] + "m"] if options and len(options[-1]) == 2 else [*options, "-m"]
    command = [sys.executable, *head, "fastvm"]
    if is_control_run():
        pytest.skip("nothing to compare in a control run")
    expected = run([*fastvm_command(), *options, "-c", script, "a"])
    assert run([*command, "-c", script, "a"]) == expected
    assert expected.status == 0 and expected.stderr == ""


def test_a_cold_start_stays_short() -> None:
    """Not a benchmark, but a heavy import on the way would be seen: nothing of the standard library is
    imported that `python` would not have imported."""
    text = "import sys; print(sorted(m for m in sys.modules if m.partition('.')[0] != 'fastvm'))"
    host = set(eval(run([*python_command(), "-I", "-c", text]).stdout))
    engine = set(eval(run([*fastvm_command(), "-I", "-c", text]).stdout))
    added = {name for name in engine - host if "cython" not in name}  # the extension brings two empty modules
    # (Builtin modules; the collector puts functions of its own into gc. The JIT's compiler needs the last three, and
    # sys.modules must not grow while a program looks at it.)
    assert added <= {"atexit", "gc", "_functools", "_struct", "math"}


@own_options
def test_compiling_leaves_sys_modules_alone() -> None:
    text = "import sys\nfor module in sys.modules:\n    (lambda: [n for n in range(2)])()\nprint('done')\n"
    assert run([*fastvm_command(), "-c", text]).stdout == "done\n"
    text = "import sys; before = list(sys.modules)\ndef f(): return [n for n in range(3)]\nf()\n"
    text += "print(set(sys.modules) - set(before), sys.modules['fastvm.frontend.compiler'].compile_unit.__name__)"
    assert run([*fastvm_command(), "-c", text]).stdout == "set() compile_unit\n"
