"""The interpreters to compare: found on PATH or given by path, and asked what they are.

A launcher that a version manager put on PATH may be a shell script that costs more than the interpreter's own
start-up, so a CPython found by name is replaced by the executable it says it is. What is installed beside the running
Python comes first: fastvm and the CPython under it then start in the same environment, with the same packages.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.catalog import Program

PROBE = Path(__file__).resolve().parent / "probe.py"


class NoPeer(ValueError):
    """A peer was named that cannot be used."""


@dataclass(frozen=True)
class Peer:
    """An interpreter that answered, and what it said."""

    name: str
    command: "tuple[str, ...]"
    version: str
    python: "tuple[int, ...]"
    implementation: str = "CPython"
    compiler: str = ""
    modules: "tuple[str, ...]" = ()
    has_jit: "bool | None" = None

    @property
    def compiles(self) -> bool:
        """Whether it makes machine code while a program runs, so that it takes a while to reach its steady state."""
        return bool(self.has_jit) or self.implementation == "PyPy"

    def lacks(self, program: Program) -> "str | None":
        """Why this interpreter cannot run a program; None if it can."""
        if self.python < program.minimum_python:
            return f"needs Python {'.'.join(map(str, program.minimum_python))}"
        missing = [name for name in program.requires if name not in self.modules]
        return f"needs {', '.join(missing)}" if missing else None


@dataclass(frozen=True)
class Missing:
    """A peer that is not there, and why."""

    name: str
    reason: str


# name -> the commands to try, in order
KNOWN: "dict[str, tuple[tuple[str, ...], ...]]" = {
    "fastvm": (("fastvm",),),
    "fastvm-interpreter": (("fastvm", "--no-jit"),),
    "cpython3.11": (("python3.11",),),
    "cpython3.12": (("python3.12",),),
    "cpython3.13": (("python3.13",),),
    "pypy": (("pypy3",), ("pypy",)),
}


def candidates(name: str) -> "Iterable[Path]":
    """Executables called `name`: beside the running Python, on PATH, under pyenv (newest first)."""
    yield Path(sys.executable).parent / name
    found = shutil.which(name)
    if found:
        yield Path(found)
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from sorted(pyenv.glob(f"versions/*/bin/{name}"), key=_version_key, reverse=True)


def _version_key(path: Path) -> "list[int]":
    return [int(number) for number in re.findall(r"\d+", path.parent.parent.name)]


def ask(command: Sequence[str], modules: Iterable[str] = ()) -> "dict[str, Any]":
    """What the interpreter behind `command` says about itself."""
    try:
        done = subprocess.run([*command, str(PROBE), *modules], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoPeer(str(error)) from error
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        raise NoPeer(f"exit status {done.returncode}{': ' + lines[-1] if lines else ''}")
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise NoPeer("it did not run the probe") from None
    return answer


def make(name: str, command: Sequence[str], modules: Iterable[str] = ()) -> Peer:
    """The peer behind `command`; NoPeer if it does not answer, or is not what its name says."""
    answer = ask(command, modules)
    engine = answer["engine"]
    version = answer["version"]
    if name.startswith("fastvm"):
        if engine is None or not engine["enabled"]:
            raise NoPeer("the command runs programs without the fastvm engine")
        version = f"fastvm {engine['version']} on {version}"
    expected = re.fullmatch(r"cpython(\d+)\.(\d+)", name)
    if expected and answer["python"][:2] != [int(number) for number in expected.groups()]:
        raise NoPeer(f"it is {version}")
    if engine is None and len(command) == 1:
        # What was found may be a script that only looks for the interpreter (pyenv's): its time is not the peer's.
        command = [answer["executable"]]
    return Peer(
        name=name,
        command=tuple(command),
        version=version,
        python=tuple(answer["python"]),
        implementation="fastvm" if engine else answer["implementation"],
        compiler=answer["compiler"],
        modules=tuple(answer["modules"]),
        has_jit=engine["jit"] if engine else None,
    )


def find(name: str, modules: Iterable[str] = ()) -> "Peer | Missing":
    """A peer we know by name, wherever it is installed."""
    modules = list(modules)
    reason = "not found"
    for executable, *options in KNOWN[name]:
        for path in candidates(executable):
            if not path.is_file():
                continue
            try:
                command = [str(path), *options]
                if name.startswith("cpython"):
                    command = [ask(command)["executable"]]
                return make(name, command, modules)
            except NoPeer as error:
                reason = f"{executable}: {error}"
    return Missing(name, reason)


def gather(wanted: Iterable[str], modules: Iterable[str] = ()) -> "tuple[list[Peer], list[Missing]]":
    """The peers asked for, each `name` or `name=command`; those that cannot be used, with the reason."""
    modules = list(modules)
    found: list[Peer] = []
    missing: list[Missing] = []
    for item in wanted:
        name, equals, text = item.partition("=")
        answer: Peer | Missing
        if equals:
            try:
                answer = make(name, shlex.split(text), modules)
            except NoPeer as error:
                answer = Missing(name, str(error))
        elif name in KNOWN:
            answer = find(name, modules)
        else:
            raise NoPeer(f"no peer is called {name!r}; known are {', '.join(KNOWN)}, or give name=command")
        if isinstance(answer, Missing):
            missing.append(answer)
        elif answer.name == "fastvm-interpreter" and any(p.name == "fastvm" and not p.has_jit for p in found):
            missing.append(Missing(answer.name, "this engine has no JIT, so it is the same as fastvm"))
        else:
            found.append(answer)
    return found, missing
