"""Which process runs when.

Every round visits every program once on every interpreter, one right after the other and in turning order, so that
a machine that warms up or gets busy hits all alike. The time of a visit follows from what is left of
the budget; an interpreter that compiles gets a larger share of it, as its first seconds are not its steady state.
Time left after the last round goes to the noisiest cells.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks import measure
from benchmarks.catalog import Program
from benchmarks.machine import now
from benchmarks.peers import Peer
from benchmarks.results import Cell, PeerInfo, Process, ProgramInfo, Run, check_agreement

# How long a visit iterates, for a share of one.
LEAST_SECONDS, MOST_SECONDS = 0.5, 3.0
COMPILERS_SHARE = 4.0
START_UPS = 5
MOST_EXTRA_VISITS = 3

Report = Callable[[str], None]


@dataclass
class Plan:
    """How much to do: `budget` in seconds for everything, `timeout` for one process."""

    rounds: int = 2
    budget: float = 36 * 60.0
    timeout: float = 30.0
    small: bool = False
    kind: str = "full"

    def size(self, program: Program) -> int:
        return program.small_size if self.small else program.size


def share(peer: Peer) -> float:
    """How many times as long as others an interpreter iterates."""
    return COMPILERS_SHARE if peer.compiles else 1.0


class Clock:
    """What is left of the budget, and how much of it a visit may iterate. `shares`: of each visit to come."""

    def __init__(self, budget: float, shares: Sequence[float]) -> None:
        self.start = time.monotonic()
        self.budget = budget
        self.visits = len(shares)
        self.shares = sum(shares)
        self.done = 0
        # What a visit takes beside iterating: start-up, loading, the cold run. A guess until measured.
        self.overhead = 0.8

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.start

    @property
    def left(self) -> float:
        return self.budget - self.elapsed

    def seconds(self) -> float:
        """Seconds of iterating for a share of one, of each of the visits still to make."""
        fair = (self.left - (self.visits - self.done) * self.overhead) / max(1.0, self.shares)
        return min(MOST_SECONDS, max(LEAST_SECONDS, fair))

    def visited(self, share: float, asked: float, taken: float) -> None:
        self.done += 1
        self.shares -= share
        weight = 1 / min(self.done, 20)
        self.overhead += (max(0.0, taken - asked) - self.overhead) * weight

    def passed_over(self, share: float) -> None:
        """A visit that was planned is not made."""
        self.visits -= 1
        self.shares -= share


def visit(cell: Cell, program: Program, peer: Peer, plan: Plan, seconds: float) -> None:
    """One cold run and one worker process, into `cell`."""
    size = plan.size(program)
    cold = measure.cold(peer, program, size, plan.timeout)
    if cold.status != "ok":
        cell.fail(cold.status, f"as a script: {cold.detail}")
        return
    outcome, iterations = measure.iterations(peer, program, size, seconds, plan.timeout)
    if iterations.times:
        cell.processes.append(Process(iterations.times, iterations.load, iterations.peak_kb))
        cell.cold.append(cold.seconds)
    if outcome.status != "ok":
        cell.fail(outcome.status, outcome.detail)
        return
    if cell.status == "unmeasured":
        cell.status = "ok"
    if cell.result is None:
        cell.result = iterations.result
    # `print` shows a string without its quotes, everything else as repr does.
    if cell.result != iterations.result:
        cell.fail("wrong", "two processes gave different results")
    elif cold.output.strip() not in (str(cell.result), str(cell.result)[1:-1]):
        cell.fail("wrong", "the program as a script gave another result")


def measure_start_ups(run: Run, peers: Sequence[Peer], count: int) -> None:
    for _ in range(count):
        for peer in peers:
            outcome = measure.start_up(peer)
            info = run.peer(peer.name)
            if outcome.status == "ok" and info is not None:
                info.start_up.append(outcome.seconds)


def execute(run: Run, programs: Sequence[Program], peers: Sequence[Peer], plan: Plan, report: Report) -> Run:
    """Measure everything into `run`; whatever one process does, the rest goes on."""
    run.kind = plan.kind
    run.peers = [PeerInfo(peer.name, peer.version, peer.compiler) for peer in peers]
    run.programs = [ProgramInfo(each.name, each.group, each.title, plan.size(each)) for each in programs]
    cells = {(program.name, peer.name): Cell(program.name, peer.name) for program in programs for peer in peers}
    run.cells = list(cells.values())
    for program in programs:
        for peer in peers:
            lacks = peer.lacks(program)
            if lacks:
                cells[program.name, peer.name].fail("skipped", lacks)
    shares = {peer.name: share(peer) for peer in peers}
    clock = Clock(plan.budget, [shares[cell.peer] for cell in run.cells if cell.status == "unmeasured"] * plan.rounds)

    report("start-up")
    measure_start_ups(run, peers, 1 if plan.small else START_UPS)
    for number in range(plan.rounds):
        for place, program in enumerate(programs):
            if number and clock.left <= 0:
                break
            seconds = 0.0 if plan.small else clock.seconds()
            turn = (place + number) % len(peers)
            for peer in [*peers[turn:], *peers[:turn]]:
                cell = cells[program.name, peer.name]
                if cell.status not in ("ok", "unmeasured"):
                    # It failed before and is not tried again; a visit was planned for it unless it was skipped.
                    if cell.status != "skipped":
                        clock.passed_over(shares[peer.name])
                    continue
                started = time.monotonic()
                iterating = seconds * shares[peer.name]
                visit(cell, program, peer, plan, iterating)
                clock.visited(shares[peer.name], iterating, time.monotonic() - started)
                report(_line(cell, number, plan.rounds, clock))
    if not plan.small and plan.rounds > 1:
        settle(cells, programs, peers, plan, clock, report)
    check_agreement(run)
    run.seconds = clock.elapsed
    return run


def settle(
    cells: "dict[tuple[str, str], Cell]",
    programs: Sequence[Program],
    peers: Sequence[Peer],
    plan: Plan,
    clock: Clock,
    report: Report,
) -> None:
    """Spend what is left of the budget on the cells that are still noisy, the worst first."""
    by_name = {program.name: program for program in programs}
    peer_by_name = {peer.name: peer for peer in peers}
    most = plan.rounds + MOST_EXTRA_VISITS
    while True:
        noisy = [cell for cell in cells.values() if cell.ok and cell.noisy and len(cell.processes) < most]
        if not noisy:
            return
        cell = max(noisy, key=lambda each: each.spread)
        seconds = median_length(cell)
        if clock.left < seconds + clock.overhead:
            return
        report(f"{cell.program} on {cell.peer} once more: {cell.spread:.0%} apart, {clock.left:.0f} s left")
        visit(cell, by_name[cell.program], peer_by_name[cell.peer], plan, seconds)


def median_length(cell: Cell) -> float:
    """How long the cell's worker processes iterated so far."""
    lengths = sorted(sum(process.times) for process in cell.processes)
    return lengths[len(lengths) // 2]


def _line(cell: Cell, number: int, rounds: int, clock: Clock) -> str:
    figure = f"{cell.steady * 1000:.1f} ms" if cell.ok else f"{cell.status}: {cell.detail}"
    left = max(0.0, clock.left)
    return (
        f"[{clock.done}/{clock.visits}] round {number + 1}/{rounds}  {cell.program} on {cell.peer}: {figure}"
        f"  ({left / 60:.1f} min left)"
    )


def new_run(machine: "dict[str, str]") -> Run:
    return Run(started=now(), machine=machine)
