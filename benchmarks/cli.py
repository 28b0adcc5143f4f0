"""The command line of `python -m benchmarks`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import compare, machine, page, peers, plots, results, schedule, summary, tables
from benchmarks.catalog import QUICK, Program, UnknownProgram, all_programs, select

HERE = Path(__file__).resolve().parent
RUNS = HERE / "results"
PAGE = HERE.parent / "docs" / "benchmarks.md"
MINUTES = {"full": 36.0, "part": 36.0, "quick": 2.5, "small": 36.0}
QUICK_PEERS = ("fastvm", "fastvm-interpreter", "cpython3.11", "pypy")


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Compare fastvm with other Pythons: how fast, how soon, how much memory.",
        epilog="A full run takes about 36 minutes, --quick under 3.",
    )
    add = made.add_argument
    add("names", nargs="*", metavar="NAME", help="programs or groups; default: all")
    add("--list", action="store_true", help="list the programs and stop")
    add("--quick", action="store_true", help="a few programs of each group, one round, under 3 minutes")
    add("--small", action="store_true", help="every program at its small size: checks results, times mean nothing")
    add(
        "--peers",
        default=None,
        metavar="NAME[=COMMAND],...",
        help=f"interpreters to compare, by name or as name=command; known: {', '.join(peers.KNOWN)}",
    )
    add("--subject", help="the interpreter whose losses come first; default: fastvm")
    add("--base", help="the interpreter others are measured against; default: CPython 3.11")
    add("--minutes", type=float, help="time budget (default: 36; with --quick 2.5)")
    add("--rounds", type=int, help="visits to each program on each interpreter (default: 2; with --quick 1)")
    add("--timeout", type=float, default=30.0, metavar="SECONDS", help="longest time for one process (default: 30)")
    add("--json", type=Path, metavar="FILE", help="where to store the run (default: benchmarks/results/<kind>.json)")
    add("--plots", type=Path, metavar="FOLDER", help="where to put the SVG plots (default: beside the stored run)")
    add("--no-plots", action="store_true", help="draw nothing")
    add("--from", type=Path, dest="stored", metavar="FILE", help="report on a stored run; measure nothing")
    add("--compare", type=Path, metavar="OLD", help="also show what changed since an older stored run")
    add("--page", type=Path, nargs="?", const=PAGE, metavar="FILE", help="write the report page (docs/benchmarks.md)")
    add("--quiet", action="store_true", help="no progress")
    return made


class Progress:
    """Says what is going on: on one line of a terminal, on a line each elsewhere. Failures always stay visible."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.terminal = sys.stderr.isatty()

    def __call__(self, message: str) -> None:
        if self.quiet:
            return
        if self.terminal:
            failed = any(f": {status}:" in message for status in ("wrong", "crash", "timeout"))
            sys.stderr.write("\r\x1b[K" + (message + "\n" if failed else message[:150]))
        else:
            sys.stderr.write(message + "\n")
        sys.stderr.flush()

    def done(self) -> None:
        if self.terminal and not self.quiet:
            sys.stderr.write("\r\x1b[K")


def kind_of(options: argparse.Namespace) -> str:
    """What a run is called: its results are stored under this name, so that a short run never replaces a full one."""
    if options.small:
        return "small"
    if options.quick:
        return "quick"
    return "part" if options.names else "full"


def make_plan(options: argparse.Namespace, shares: float) -> schedule.Plan:
    """How much to do for one round of visits of `shares` in all."""
    kind = kind_of(options)
    rounds = options.rounds or (1 if kind in ("quick", "small") else 2)
    minutes = options.minutes or MINUTES[kind]
    if not options.minutes:
        # A few programs need not fill the budget of all.
        minutes = min(minutes, shares * rounds * schedule.MOST_SECONDS / 60)
    return schedule.Plan(rounds, minutes * 60, options.timeout, options.small, kind)


def measure_now(options: argparse.Namespace, programs: "list[Program]") -> results.Run:
    progress = Progress(options.quiet)
    wanted = options.peers.split(",") if options.peers else list(QUICK_PEERS if options.quick else peers.KNOWN)
    modules = sorted({name for program in programs for name in program.requires})
    progress("looking for interpreters")
    found, missing = peers.gather(wanted, modules)
    progress.done()
    if not found:
        raise peers.NoPeer(
            "none of the interpreters asked for is there: " + "; ".join(f"{m.name}: {m.reason}" for m in missing)
        )
    if not options.quiet:
        for peer in found:
            print(f"{peer.name}: {peer.version}", file=sys.stderr)
        for absent in missing:
            print(f"{absent.name}: skipped ({absent.reason})", file=sys.stderr)
    plan = make_plan(options, len(programs) * sum(map(schedule.share, found)))
    run = schedule.new_run(machine.describe())
    run.missing = missing
    try:
        schedule.execute(run, programs, found, plan, progress)
    except KeyboardInterrupt:
        # What has been measured until now is still worth a report.
        results.check_agreement(run)
        print("\ninterrupted: what follows is what was measured until here", file=sys.stderr)
    progress.done()
    results.save(run, options.json)
    return run


def show_list(programs: "list[Program]") -> None:
    table = tables.Table("", ["program", "group", "what it is", "size"])
    for program in programs:
        entries = (program.name, program.group, program.title, str(program.size))
        table.add(*map(tables.Entry, entries))
    tables.show(table)


def main(arguments: "Sequence[str] | None" = None) -> int:
    """Returns the exit status: 1 if a program failed on an interpreter, 2 for a call that makes no sense."""
    options = parser().parse_args(arguments)
    try:
        options.json = options.json or RUNS / f"{kind_of(options)}.json"
        programs = select(options.names or (QUICK if options.quick else ()), all_programs())
        if options.list:
            show_list(programs)
            return 0
        run = results.load(options.stored) if options.stored else measure_now(options, programs)
        for name in (options.subject, options.base):
            if name and run.peer(name) is None:
                raise peers.NoPeer(f"{name} is not in this run; it has {', '.join(run.peer_names)}")
        older = results.load(options.compare) if options.compare else None
    except (UnknownProgram, peers.NoPeer, ValueError, OSError) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    view = summary.View.of(run, options.subject, options.base)
    for table in summary.report(view):
        tables.show(table)
    print("\n" + summary.headline(view))
    if older is not None:
        for table in compare.changes(older, run):
            tables.show(table)
    write_files(options, run, view)
    failed = any(cell.status in ("wrong", "crash", "timeout", "unmeasured") for cell in run.cells)
    return 1 if failed else 0


def write_files(options: argparse.Namespace, run: results.Run, view: summary.View) -> None:
    made = [] if options.stored else [options.json]
    folder = options.plots or (None if options.stored else options.json.with_suffix(""))
    if folder and not options.no_plots and not options.small:
        if plots.available():
            made += plots.draw(view, folder)
        else:
            print("no plots: matplotlib is not installed", file=sys.stderr)
    if options.page:
        # The page keeps its run beside it, so that it can be made again.
        results.save(run, options.page.with_suffix("") / "run.json")
        made += page.write(run, options.page, view)
    for path in made:
        print(f"wrote {path}", file=sys.stderr)
