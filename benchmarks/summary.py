"""What a run says: ratios, geometric means, and the tables of the report, losses first.

A speed-up is the base's time over the peer's: above 1 the peer is faster. Memory is the peer's over the
base's: above 1 it needs more.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import geometric_mean, median

from benchmarks.results import Cell, ProgramInfo, Run
from benchmarks.tables import BAD, DIM, GOOD, PLAIN, Entry, Table

SUBJECTS = ("fastvm", "fastvm-interpreter", "pypy")
BASES = ("cpython3.11", "cpython3.12", "cpython3.13")
RIVAL = "pypy"

Figure = Callable[[Cell], "float | None"]

STEADY: Figure = lambda cell: cell.steady  # noqa: E731 - a name for each way to read a cell
COLD: Figure = lambda cell: cell.cold_seconds  # noqa: E731
FIRST: Figure = lambda cell: cell.first  # noqa: E731
MEMORY: Figure = lambda cell: cell.peak_kb  # noqa: E731


@dataclass
class View:
    """A run seen from one interpreter, the subject, against another, the base."""

    run: Run
    subject: str
    base: str

    def __post_init__(self) -> None:
        self._cells = {(cell.program, cell.peer): cell for cell in self.run.cells}

    @classmethod
    def of(cls, run: Run, subject: "str | None" = None, base: "str | None" = None) -> "View":
        names = run.peer_names
        base = base or _first(BASES, names) or names[0]
        subject = subject or _first(SUBJECTS, [name for name in names if name != base])
        if subject is None:
            subject = next((name for name in names if name != base), base)
        return cls(run, subject, base)

    @property
    def others(self) -> "list[str]":
        """Every peer but the base; the subject first."""
        rest = [name for name in self.run.peer_names if name not in (self.subject, self.base)]
        return rest if self.subject == self.base else [self.subject, *rest]

    @property
    def rival(self) -> "str | None":
        """PyPy, where it was measured and is not itself the subject."""
        return RIVAL if RIVAL in self.run.peer_names and self.subject != RIVAL else None

    def cell(self, program: str, peer: str) -> Cell:
        return self._cells[program, peer]

    def ratio(self, figure: Figure, program: str, over: str, under: str) -> "float | None":
        """The figure of `over` divided by that of `under`; None unless both were measured."""
        above, below = self.cell(program, over), self.cell(program, under)
        if not (above.ok and below.ok):
            return None
        top, bottom = figure(above), figure(below)
        return top / bottom if top and bottom else None

    def speed_up(self, program: str, peer: str, base: "str | None" = None, figure: Figure = STEADY) -> "float | None":
        return self.ratio(figure, program, base or self.base, peer)

    def mean_speed_up(
        self, peer: str, base: "str | None" = None, group: "str | None" = None, figure: Figure = STEADY
    ) -> "float | None":
        programs = [each for each in self.run.programs if group in (None, each.group)]
        return mean(self.speed_up(each.name, peer, base, figure) for each in programs)

    def by_speed_up(self) -> "list[ProgramInfo]":
        """The programs, those the subject failed first, then from its worst loss to its best win."""

        def key(program: ProgramInfo) -> "tuple[bool, float, str]":
            speed_up = self.speed_up(program.name, self.subject)
            return speed_up is not None, speed_up or 0.0, program.name

        return sorted(self.run.programs, key=key)

    def losses(self) -> "list[ProgramInfo]":
        return [p for p in self.run.programs if (self.speed_up(p.name, self.subject) or 1.0) < 1.0]


def _first(wanted: Iterable[str], names: "list[str]") -> "str | None":
    return next((name for name in wanted if name in names), None)


def mean(values: "Iterable[float | None]") -> "float | None":
    """Geometric mean of the values there are."""
    known = [value for value in values if value is not None]
    return geometric_mean(known) if known else None


# How figures look


def times(value: "float | None", good_above: bool = True) -> Entry:
    if value is None:
        return Entry("-", DIM)
    text = f"{value:.2f}x" if value < 9.95 else f"{value:.1f}x"
    if 0.98 <= value <= 1.02:
        return Entry(text, PLAIN)
    return Entry(text, GOOD if (value > 1) == good_above else BAD)


def milliseconds(seconds: "float | None") -> Entry:
    if seconds is None:
        return Entry("-", DIM)
    value = seconds * 1000
    return Entry(f"{value:.1f}" if value < 100 else f"{value:.0f}", PLAIN)


# The tables


def overview(view: View) -> Table:
    """A line for each interpreter: how fast, how soon, how much memory."""
    base = view.base
    table = Table(
        "At a glance",
        ["interpreter", "steady", "cold", "first iteration", "settled after", "start-up ms", "memory", "programs"],
        caption=f"Speed and memory are geometric means over {base}: steady state, one run as a whole process, first"
        " iteration, peak resident memory. 'Settled after' is the median time until an iteration is as fast as the"
        " steady state.",
    )
    for peer in view.run.peers:
        cells = [view.cell(program.name, peer.name) for program in view.run.programs]
        measured = [cell for cell in cells if cell.ok]
        failed = sum(cell.status not in ("ok", "skipped") for cell in cells)
        skipped = sum(cell.status == "skipped" for cell in cells)
        noisy = sum(cell.noisy for cell in measured)
        counts = [f"{len(measured)} ok"]
        counts += [
            f"{count} {word}" for count, word in ((failed, "failed"), (skipped, "skipped"), (noisy, "noisy")) if count
        ]
        settled = f"{median(cell.settled_after for cell in measured):.2f} s" if measured else "-"
        memory = mean(view.ratio(MEMORY, each.name, peer.name, base) for each in view.run.programs)
        table.add(
            Entry(f"{peer.name} ({peer.version})"),
            times(view.mean_speed_up(peer.name)),
            times(view.mean_speed_up(peer.name, figure=COLD)),
            times(view.mean_speed_up(peer.name, figure=FIRST)),
            Entry(settled),
            milliseconds(peer.start_up_seconds),
            times(memory, good_above=False),
            Entry(", ".join(counts), BAD if failed else PLAIN),
        )
    for missing in view.run.missing:
        table.add(Entry(missing.name, DIM), *[Entry("-", DIM)] * 6, Entry(f"not measured: {missing.reason}", DIM))
    return table


def groups(view: View) -> Table:
    """Geometric means of the steady state for each group, and overall."""
    table = Table("Steady state by group", ["group", *(f"{name} / {view.base}" for name in view.others)])
    if view.rival:
        table.columns.append(f"{view.subject} / {view.rival}")
    names = list(dict.fromkeys(program.group for program in view.run.programs))
    rows: list[tuple[str, str | None]] = [*((name, name) for name in names), ("overall", None)]
    for title, group in rows:
        row = [times(view.mean_speed_up(peer, group=group)) for peer in view.others]
        if view.rival:
            row.append(times(view.mean_speed_up(view.subject, view.rival, group)))
        table.add(Entry(title), *row)
    return table


def programs(view: View) -> Table:
    """A line for each program, the subject's losses first."""
    subject, base, rival = view.subject, view.base, view.rival
    columns = ["program", "group", f"{base} ms", f"{subject} ms", *(f"{name} / {base}" for name in view.others)]
    if rival:
        columns.append(f"{subject} / {rival}")
    columns.append(f"cold / {base}")
    if rival:
        columns.append(f"cold / {rival}")
    table = Table(
        f"Programs, {subject}'s losses first",
        [*columns, "memory", "notes"],
        caption=f"Speed-ups of the steady state, above 1x is faster; 'cold' and 'memory' are {subject}'s.",
    )
    for program in view.by_speed_up():
        name = program.name
        row = [Entry(name), Entry(program.group)]
        for peer in (base, subject):
            cell = view.cell(name, peer)
            row.append(milliseconds(cell.steady) if cell.ok else Entry(cell.status, BAD))
        for peer in view.others:
            row.append(_times_or_status(view, name, peer))
        if rival:
            row.append(times(view.speed_up(name, subject, rival)))
        row.append(times(view.speed_up(name, subject, base, COLD)))
        if rival:
            row.append(times(view.speed_up(name, subject, rival, COLD)))
        row.append(times(view.ratio(MEMORY, name, subject, base), good_above=False))
        noisy = [p for p in view.run.peer_names if view.cell(name, p).ok and view.cell(name, p).noisy]
        row.append(Entry("noisy: " + ", ".join(noisy) if noisy else "", DIM))
        table.add(*row)
    return table


def _times_or_status(view: View, program: str, peer: str) -> Entry:
    cell = view.cell(program, peer)
    if not cell.ok:
        return Entry(cell.status, DIM if cell.status == "skipped" else BAD)
    return times(view.speed_up(program, peer))


def problems(view: View) -> "Table | None":
    """Every program that did not give its result on an interpreter, and why."""
    table = Table("Not measured or wrong", ["program", "interpreter", "what", "why"])
    order = {"wrong": 0, "crash": 1, "timeout": 2, "unmeasured": 3, "skipped": 4}
    failures = [cell for cell in view.run.cells if not cell.ok]
    for cell in sorted(failures, key=lambda each: (order.get(each.status, 9), each.program)):
        style = DIM if cell.status == "skipped" else BAD
        table.add(Entry(cell.program), Entry(cell.peer), Entry(cell.status, style), Entry(cell.detail))
    return table if table.rows else None


def headline(view: View) -> str:
    """The answer in a sentence or two."""
    subject, base = view.subject, view.base
    speed_up = view.mean_speed_up(subject)
    if speed_up is None:
        return f"No program ran on both {subject} and {base}."
    cold = view.mean_speed_up(subject, figure=COLD)
    text = f"{subject} runs these programs {speed_up:.2f} times as fast as {base} in steady state"
    if cold:
        text += f" and {cold:.2f} times as fast as whole processes"
    if view.rival:
        against = view.mean_speed_up(subject, view.rival)
        if against:
            text += f"; {against:.2f} times as fast as {view.rival}"
    losses = len(view.losses())
    counted = sum(view.speed_up(program.name, subject) is not None for program in view.run.programs)
    return f"{text}. It is slower than {base} on {losses} of {counted} programs."


def report(view: View) -> "list[Table]":
    """All tables, in reading order on a page: details of a failure come before the means that leave it out."""
    tables = [problems(view), programs(view), groups(view), overview(view)]
    return [table for table in tables if table is not None]
