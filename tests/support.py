"""What every test needs to run a program on CPython and on the engine, and to compare the two.

The host interpreter is always `sys.executable`; the engine is the `fastvm` command installed next to it.
Nothing here knows an expected value: what CPython does at run time is what is expected.
"""

from __future__ import annotations

import difflib
import importlib.util
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent

#: Seconds after which a program counts as hung. Generous: the machine may be busy building.
TIMEOUT = 120


def build_step(name: str) -> ModuleType:
    """A module of vm_core that only the build uses, and is not installed."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "vm_core" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def python_command() -> list[str]:
    """The host interpreter, as a command."""
    return [sys.executable]


def fastvm_command() -> list[str]:
    """The engine, as a command.

    FASTVM_TEST_COMMAND replaces it: `FASTVM_TEST_COMMAND=python` compares CPython with itself, which shows
    that the tests themselves are deterministic.
    """
    override = os.environ.get("FASTVM_TEST_COMMAND")
    if override:
        return shlex.split(override)
    installed = Path(sys.executable).parent / "fastvm"
    if installed.exists():
        return [str(installed)]
    return [sys.executable, "-m", "fastvm"]


def is_control_run() -> bool:
    """True when the tests compare CPython with itself, so that the engine's own options must be left out."""
    return bool(os.environ.get("FASTVM_TEST_COMMAND"))


def engine(*options: str) -> list[str]:
    """The engine with some of its own options (left out in a control run, where it is CPython)."""
    return fastvm_command() + ([] if is_control_run() else list(options))


@dataclass(frozen=True)
class Outcome:
    """All that a finished program shows of itself."""

    status: int
    stdout: str
    stderr: str

    def __str__(self) -> str:
        return f"exit status {self.status}\n--- stdout\n{self.stdout}--- stderr\n{self.stderr}"


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a child: ours without what would make two runs differ."""
    # Python's own variables and fastvm's switches must not leak in from whoever runs the tests.
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "FASTVM_", "COLUMNS", "NO_COLOR", "FORCE_COLOR"))
    }
    env["PYTHONHASHSEED"] = "0"
    env["PYTHONIOENCODING"] = "utf-8"
    env["COLUMNS"] = "80"
    env["FASTVM_JIT_AFTERWARDS"] = "0"  # no run is to depend on what a copy may have made since the one before
    env.update(extra or {})
    return env


def default_signals() -> None:
    """Run in a child before it starts: signals work there even where the tests were started with them ignored."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def run(
    command: Sequence[str],
    *,
    stdin: str | bytes = "",
    cwd: Path | str | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = TIMEOUT,
) -> Outcome:
    """Run a command to its end, in a process group of its own so that nothing of it stays behind."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    process = subprocess.Popen(
        list(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=cwd,
        env=environment(env),
        start_new_session=True,
        preexec_fn=default_signals,
    )
    try:
        out, err = process.communicate(data, timeout=timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        err += f"\n[killed: still running after {timeout} s]".encode()
    return Outcome(process.returncode, out.decode("utf-8", "backslashreplace"), err.decode("utf-8", "backslashreplace"))


def program_name(command: Sequence[str]) -> str:
    """The name a command gives itself in its own messages (`python: can't open file ...`)."""
    return Path(command[0]).name


def same_name(outcome: Outcome, command: Sequence[str]) -> Outcome:
    """The outcome with the interpreter's own name at the start of messages replaced by `PROGRAM`."""
    names = {command[0], str(Path(command[0]).resolve()), program_name(command), sys.executable}
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    # The installed command's first line may name the interpreter by another of its links: python, python3, python3.11.
    pattern += "|" + re.escape(str(Path(sys.executable).parent)) + r"/python[0-9.]*"
    return Outcome(
        outcome.status,
        outcome.stdout,
        re.sub(rf"^(?:{pattern})(?=:)", "PROGRAM", outcome.stderr, flags=re.MULTILINE),
    )


def difference(expected: Outcome, actual: Outcome) -> str:
    """What differs between two outcomes, for a person; empty when nothing does."""
    if expected == actual:
        return ""
    lines = difflib.unified_diff(
        str(expected).splitlines(), str(actual).splitlines(), "python", "fastvm", lineterm="", n=3
    )
    return "\n".join(list(lines)[:200])


def check_same(arguments: Sequence[str], *options: str, **how: object) -> Outcome:
    """Run CPython and the engine with the same arguments; fail unless they do the same. Returns what they did."""
    python, fastvm = python_command(), engine(*options)
    expected = same_name(run([*python, *arguments], **how), python)  # type: ignore[arg-type]
    actual = same_name(run([*fastvm, *arguments], **how), fastvm)  # type: ignore[arg-type]
    message = difference(expected, actual)
    if message:
        raise AssertionError(f"`{' '.join(arguments)}` differs ({' '.join(options) or 'no options'}):\n{message}")
    return expected
