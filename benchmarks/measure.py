"""One process, measured from outside: how long, how much memory, which result, or what went wrong.

Nothing here raises for what a measured process does: a crash or a time-out is an outcome like any other.
"""

import json
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.catalog import Program
from benchmarks.peers import Peer

HERE = Path(__file__).resolve().parent
WORKER = HERE / "worker.py"
EMPTY = HERE / "empty.py"


@dataclass
class Outcome:
    """How a process ended: `status` is ok, wrong, crash or timeout; `detail` says more about the last three."""

    status: str
    detail: str = ""
    seconds: float = 0.0
    output: str = ""


@dataclass
class Iterations:
    """What a worker process reported."""

    times: "list[float]" = field(default_factory=list)
    result: "str | None" = None
    load: float = 0.0
    peak_kb: "int | None" = None


def environment() -> "dict[str, str]":
    """Ours, with string hashes fixed: a dictionary's layout must not differ from one process to the next."""
    env = dict(os.environ, PYTHONHASHSEED="0")
    for name in ("PYTHONPATH", "PYTHONSTARTUP", "PYTHONDONTWRITEBYTECODE"):
        env.pop(name, None)
    return env


def run_process(command: Sequence[str], timeout: float) -> Outcome:
    """Run a command to its end, or kill it and its children after `timeout` seconds."""
    start = time.perf_counter()
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            env=environment(),
            start_new_session=True,
        )
    except OSError as error:
        return Outcome("crash", f"cannot start: {error.strerror}")
    try:
        output, errors = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        _kill(process)
        return Outcome("timeout", f"no answer in {timeout:.0f} s", time.perf_counter() - start)
    except BaseException:  # Ctrl-C must not leave the process behind.
        _kill(process)
        raise
    seconds = time.perf_counter() - start
    if process.returncode == 0:
        return Outcome("ok", "", seconds, output)
    return Outcome("crash", describe_exit(process.returncode, errors), seconds, output)


def _kill(process: "subprocess.Popen[str]") -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.communicate()


def describe_exit(status: int, errors: str) -> str:
    """A crash in one line: the signal's name, or the last line of the error output."""
    lines = errors.strip().splitlines()
    if status < 0:
        try:
            ended = f"killed by {signal.Signals(-status).name}"
        except ValueError:
            ended = f"killed by signal {-status}"
    else:
        ended = f"exit status {status}"
    return f"{ended}: {lines[-1].strip()[:200]}" if lines else ended


def iterations(
    peer: Peer, program: Program, size: int, seconds: float, timeout: float, least: int = 3, most: int = 2000
) -> "tuple[Outcome, Iterations]":
    """A worker process that iterates for about `seconds`."""
    limits = [str(size), f"{seconds:.3f}", str(least), str(most)]
    outcome = run_process([*peer.command, str(WORKER), str(program.path), *limits], timeout)
    if outcome.status != "ok":
        return outcome, Iterations()
    try:
        report = json.loads(outcome.output)
    except ValueError:
        return Outcome("crash", f"unreadable answer {outcome.output[-100:]!r}", outcome.seconds), Iterations()
    if report["differing"] is not None:
        outcome = Outcome("wrong", f"iteration {report['differing']} gave another result", outcome.seconds)
    return outcome, Iterations(report["times"], report["result"], report["load"], report["peak_kb"])


def cold(peer: Peer, program: Program, size: int, timeout: float) -> Outcome:
    """The program as a script of its own: interpreter start, one run, interpreter end."""
    return run_process([*peer.command, str(program.path), str(size)], timeout)


def start_up(peer: Peer, timeout: float = 30.0) -> Outcome:
    """An empty script."""
    return run_process([*peer.command, str(EMPTY)], timeout)
