"""A run as data: what was measured, the figures read off it, and its JSON form.

Only what was measured is stored; every figure is computed from it, so that a better way to
read a run works on old runs too.
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.peers import Missing

FORMAT = 1
NOISY = 0.05
SETTLED = 1.10  # An iteration within 10% of the steady state is as good as there.


@dataclass
class Process:
    """One worker process: the time of each iteration, the program's import, the most memory held."""

    times: "list[float]"
    load: float = 0.0
    peak_kb: "int | None" = None

    @property
    def steady(self) -> float:
        """Median of the last half of the iterations."""
        return median(self.last_half)

    @property
    def last_half(self) -> "list[float]":
        return self.times[-max(1, (len(self.times) + 1) // 2) :]

    @property
    def settled_after(self) -> float:
        """Seconds of running until the first iteration that is as fast as the steady state."""
        elapsed = 0.0
        for seconds in self.times:
            if seconds <= self.steady * SETTLED:
                break
            elapsed += seconds
        return elapsed


@dataclass
class Cell:
    """One program on one interpreter. Status is ok, wrong, crash, timeout, skipped or unmeasured."""

    program: str
    peer: str
    status: str = "unmeasured"
    detail: str = ""
    result: "str | None" = None
    processes: "list[Process]" = field(default_factory=list)
    cold: "list[float]" = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return self.status == "ok" and bool(self.processes)

    @property
    def steady(self) -> float:
        return median(process.steady for process in self.processes)

    @property
    def first(self) -> float:
        return median(process.times[0] for process in self.processes)

    @property
    def settled_after(self) -> float:
        return median(process.settled_after for process in self.processes)

    @property
    def peak_kb(self) -> "int | None":
        peaks = [process.peak_kb for process in self.processes if process.peak_kb]
        return max(peaks) if peaks else None

    @property
    def cold_seconds(self) -> "float | None":
        return median(self.cold) if self.cold else None

    @property
    def spread(self) -> float:
        """How far processes disagree, relative to the steady state; for one process, how far it still drifts.

        Twice the median distance from the median: for two processes their difference, for more
        a figure that one outlier does not move.
        """
        values = [process.steady for process in self.processes]
        if len(values) == 1:
            # Single iterations may well differ (a collection here and there) while their median stands firm.
            tail = self.processes[0].last_half
            half = len(tail) // 2
            values = [median(tail[:half]), median(tail[half:])] if half else tail
        middle = median(values)
        return 2 * median(abs(value - middle) for value in values) / middle if middle else 0.0

    @property
    def noisy(self) -> bool:
        return self.spread > NOISY

    def fail(self, status: str, detail: str) -> None:
        """The first failure is the cell's; later ones add nothing."""
        if self.status in ("ok", "unmeasured"):
            self.status, self.detail = status, detail


@dataclass
class PeerInfo:
    name: str
    version: str
    compiler: str = ""
    start_up: "list[float]" = field(default_factory=list)

    @property
    def start_up_seconds(self) -> "float | None":
        return median(self.start_up) if self.start_up else None


@dataclass
class ProgramInfo:
    name: str
    group: str
    title: str
    size: int


@dataclass
class Run:
    """Everything one call of `python -m benchmarks` measured."""

    started: str
    machine: "dict[str, str]"
    kind: str = "full"
    seconds: float = 0.0
    peers: "list[PeerInfo]" = field(default_factory=list)
    missing: "list[Missing]" = field(default_factory=list)
    programs: "list[ProgramInfo]" = field(default_factory=list)
    cells: "list[Cell]" = field(default_factory=list)

    def cell(self, program: str, peer: str) -> "Cell | None":
        return self._index().get((program, peer))

    def peer(self, name: str) -> "PeerInfo | None":
        return next((peer for peer in self.peers if peer.name == name), None)

    @property
    def peer_names(self) -> "list[str]":
        return [peer.name for peer in self.peers]

    def _index(self) -> "dict[tuple[str, str], Cell]":
        return {(cell.program, cell.peer): cell for cell in self.cells}


def check_agreement(run: Run) -> None:
    """Mark as wrong each cell whose result is not the reference: CPython's if one ran, else the most common."""
    for program in run.programs:
        cells = [cell for cell in run.cells if cell.program == program.name and cell.ok and cell.result is not None]
        if not cells:
            continue
        by_cpython = [cell.result for cell in cells if cell.peer.startswith("cpython")]
        results = by_cpython or [cell.result for cell in cells]
        reference = max(results, key=results.count)
        for cell in cells:
            if cell.result != reference:
                cell.fail("wrong", f"gave {_short(cell.result)}, not {_short(reference)}")


def _short(text: "str | None", length: int = 60) -> str:
    text = str(text)
    return text if len(text) <= length else text[: length - 3] + "..."


def save(run: Run, path: Path) -> None:
    data = {"format": FORMAT, **asdict(run)}
    for cell in data["cells"]:
        for process in cell["processes"]:
            process["times"] = [float(f"{seconds:.6g}") for seconds in process["times"]]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_dump(data), encoding="utf-8")


def _dump(data: "dict[str, Any]") -> str:
    """JSON with a line for each cell: readable, and its changes show in a diff."""
    cells = data.pop("cells")
    head = json.dumps(data, indent=1)
    lines = ",\n  ".join(json.dumps(cell) for cell in cells)
    return f'{head[:-2]},\n "cells": [\n  {lines}\n ]\n}}\n'


def load(path: Path) -> Run:
    data = json.loads(path.read_text(encoding="utf-8"))
    if data.pop("format", None) != FORMAT:
        raise ValueError(f"{path} is not a run of this version of the comparison")
    data["peers"] = [PeerInfo(**each) for each in data["peers"]]
    data["missing"] = [Missing(**each) for each in data["missing"]]
    data["programs"] = [ProgramInfo(**each) for each in data["programs"]]
    cells = []
    for each in data["cells"]:
        each["processes"] = [Process(**process) for process in each["processes"]]
        cells.append(Cell(**each))
    return Run(**{**data, "cells": cells})
