"""A run against an older one: what got slower, what got faster, what broke or was mended."""

from benchmarks.results import Cell, Run
from benchmarks.summary import mean, milliseconds, times
from benchmarks.tables import BAD, DIM, GOOD, PLAIN, Entry, Table

NOTABLE = 0.05


def changes(old: Run, new: Run) -> "list[Table]":
    """Means for each interpreter, then each program that changed by more than its noise, the slower ones first."""
    before = {(cell.program, cell.peer): cell for cell in old.cells}
    sizes = {program.name: program.size for program in old.programs}
    same_size = {program.name for program in new.programs if sizes.get(program.name) == program.size}
    pairs = [
        (before[cell.program, cell.peer], cell)
        for cell in new.cells
        if (cell.program, cell.peer) in before and cell.program in same_size
    ]
    return [_means(new, pairs), _programs(pairs)]


def _means(new: Run, pairs: "list[tuple[Cell, Cell]]") -> Table:
    table = Table(
        "Since the older run",
        ["interpreter", "steady", "cold", "memory", "programs"],
        caption="Geometric means of old over new: above 1x is faster now; for memory, new over old.",
    )
    for peer in new.peer_names:
        both = [(old, cell) for old, cell in pairs if cell.peer == peer and old.ok and cell.ok]
        cold = [(old.cold_seconds, cell.cold_seconds) for old, cell in both]
        memory = [(cell.peak_kb, old.peak_kb) for old, cell in both]
        table.add(
            Entry(peer),
            times(mean(old.steady / cell.steady for old, cell in both)),
            times(mean(a / b for a, b in cold if a and b)),
            times(mean(a / b for a, b in memory if a and b), good_above=False),
            Entry(str(len(both))),
        )
    return table


def _programs(pairs: "list[tuple[Cell, Cell]]") -> Table:
    table = Table(
        "Programs that changed, the slower first", ["program", "interpreter", "old ms", "new ms", "change", "notes"]
    )
    broken = [(old, new) for old, new in pairs if old.ok and not new.ok]
    mended = [(old, new) for old, new in pairs if not old.ok and new.ok]
    both = [(old, new) for old, new in pairs if old.ok and new.ok]
    for old, new in broken:
        table.add(
            *_names(new), milliseconds(old.steady), Entry(new.status, BAD), Entry("-", DIM), Entry(new.detail, BAD)
        )
    for old, new in sorted(both, key=lambda pair: pair[0].steady / pair[1].steady):
        # A change within what the processes of one run differ by says nothing.
        noise = max(NOTABLE, old.spread, new.spread)
        if abs(old.steady / new.steady - 1) > noise:
            note = Entry("noisy" if noise > NOTABLE else "", PLAIN)
            table.add(
                *_names(new), milliseconds(old.steady), milliseconds(new.steady), times(old.steady / new.steady), note
            )
    for old, new in mended:
        table.add(
            *_names(new), Entry(old.status, DIM), milliseconds(new.steady), Entry("-", DIM), Entry("mended", GOOD)
        )
    if not table.rows:
        table.caption = "Nothing changed by more than the noise."
    return table


def _names(cell: Cell) -> "tuple[Entry, Entry]":
    return Entry(cell.program), Entry(cell.peer)
