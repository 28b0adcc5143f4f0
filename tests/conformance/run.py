"""Runs one module of CPython's test-suite on an interpreter and reads how it went.

Each module is a process of its own (`-m test -v --junit-xml`), in a process group of its own, so that a crash or a
hang concerns only that module. The engine prints its statistics as one line of JSON on stderr when it
ends (`--stats=json`): from it comes how many frames the host ran, and why.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests import support

#: What the engine is asked for, besides what the JIT does.
ENGINE_OPTIONS = ("--adopt=all", "--stats=json")
#: What the host's own options are on both sides: no test may wait for a terminal.
TEST_OPTIONS = ("-v",)


@dataclass
class ModuleResult:
    """How one module went on one interpreter."""

    module: str
    status: str  # passed, failed, skipped, crashed, timeout
    tests: int = 0
    failures: list[str] = field(default_factory=list)  # test ids that failed or raised
    skipped: int = 0
    seconds: float = 0.0
    host_frames: int | None = None  # frames the host ran although the engine was asked to; None: not told
    engine_frames: int | None = None
    host_reasons: dict[str, int] = field(default_factory=dict)
    note: str = ""  # last words of a process that crashed, or why it was skipped

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ModuleResult:
        return cls(**{name: value for name, value in data.items() if name in cls.__dataclass_fields__})


def run_module(
    command: Sequence[str],
    module: str,
    timeout: float,
    log: Path | None = None,
    extra: Mapping[str, str] | None = None,
    without: Sequence[str] = (),
) -> ModuleResult:
    """Run a module to its end. `log` receives everything it printed; `extra` is added to its environment; tests that match
    a pattern in `without` are left out."""
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="conformance-") as folder:
        report = Path(folder) / "report.xml"
        left_out = [f"--ignore={pattern}" for pattern in without]
        # The tests write into the temporary directory of their process and into the current directory.
        environment = support.environment({"TMPDIR": folder, **(extra or {})})
        del environment["PYTHONHASHSEED"], environment["PYTHONIOENCODING"], environment["COLUMNS"]
        process = subprocess.Popen(
            [*command, "-m", "test", *TEST_OPTIONS, *left_out, "--junit-xml", str(report), module],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=environment,
            start_new_session=True,
            preexec_fn=support.default_signals,
        )
        timed_out = False
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            timed_out = True
            _kill_group(process)
            out, err = process.communicate()
        else:
            _kill_group(process)  # what the tests left running
        stdout, stderr = out.decode("utf-8", "replace"), err.decode("utf-8", "replace")
        result = ModuleResult(module, "", seconds=round(time.monotonic() - start, 1))
        _read_report(result, report)
    if log is not None:
        log.write_text(f"{stdout}\n----- stderr\n{stderr}\n", encoding="utf-8")
    _read_statistics(result, stderr)
    _judge(result, process.returncode, timed_out, stdout, stderr)
    return result


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _read_report(result: ModuleResult, report: Path) -> None:
    try:
        root = ElementTree.parse(report).getroot()
    except (OSError, ElementTree.ParseError):
        return
    for case in root.iter("testcase"):
        result.tests += 1
        kinds = {child.tag for child in case}
        if kinds & {"failure", "error"}:
            result.failures.append(case.get("name", "?").removeprefix("test."))
        elif "skipped" in kinds:
            result.skipped += 1


def _read_statistics(result: ModuleResult, stderr: str) -> None:
    """Frames by tier: {"core": {"frames": {"engine": n, "host": n, "host_reasons": {...}}}}."""
    for line in reversed(stderr.splitlines()):
        if not line.startswith("{"):
            continue
        try:
            numbers = json.loads(line)
        except ValueError:
            continue
        frames = numbers.get("core", numbers).get("frames") if isinstance(numbers, dict) else None
        if isinstance(frames, dict):
            result.engine_frames = frames.get("engine")
            result.host_frames = frames.get("host")
            result.host_reasons = dict(frames.get("host_reasons", {}))
            return


def _judge(result: ModuleResult, code: int, timed_out: bool, stdout: str, stderr: str) -> None:
    if timed_out:
        result.status = "timeout"
        result.note = _last_lines(stdout)
    elif code < 0 or code >= 128:
        result.status = "crashed"
        number = -code if code < 0 else code - 128
        name = signal.Signals(number).name if number in set(signal.Signals) else str(code)
        result.note = f"{name} in {_running_test(stdout)}"
    elif "Result: " not in stdout:
        result.status = "crashed"
        result.note = f"exit status {code} without a result; {_last_lines(stderr)}"
    elif code == 0 or code == 4 or "Result: SUCCESS" in stdout:
        # The runner passes a module whose tests all passed and that left something behind in its process.
        ran = re.search(r"^(?:All )?\d+ tests? (?:OK\.|altered the execution environment)", stdout, re.MULTILINE)
        result.status = "passed" if ran else "skipped"
        if not ran:
            found = re.search(r"skipped -- (.*)$", stdout, re.MULTILINE)
            result.note = found.group(1) if found else "no tests ran"
    else:
        result.status = "failed"
        if not result.failures:
            found = re.search(r"^Result: (.*)$", stdout, re.MULTILINE)
            result.note = found.group(1) if found else ""


def _running_test(stdout: str) -> str:
    """The test that had started and not ended."""
    found = re.findall(r"^(\w+ \([\w.]+\)) \.\.\. (?!ok|skipped|FAIL|ERROR|expected)", stdout, re.MULTILINE)
    return found[-1] if found else _last_lines(stdout)


def _last_lines(text: str, count: int = 2) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return " / ".join(lines[-count:])[:300]
