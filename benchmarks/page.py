"""The report page, docs/benchmarks.md, made from a stored run."""

from pathlib import Path

from benchmarks import plots, summary
from benchmarks.results import Run
from benchmarks.summary import View
from benchmarks.tables import Entry, Table, markdown

METHOD = """\
Each program runs on each interpreter in processes of its own, one interpreter right after the other and in turning
order, so that drift of the machine hits all alike. A round is one visit to every program on every
interpreter; a visit is one *cold* run (the program as a script: start, one run, exit) and one process that
iterates for a while, on an interpreter that compiles four times as long as on others. String hashes are fixed
(`PYTHONHASHSEED=0`).

- **Steady state** is the median of the last half of a process's iterations; of several processes, their median.
- **Speed-up** is the base's time over the interpreter's: above 1x is faster. Means are geometric.
- **First iteration** includes what compiling happens during it; **settled after** is how long a process iterated
  before an iteration came within 10% of its steady state.
- **Memory** is the peak resident set of the iterating process.
- **Noisy** marks a program whose processes' steady states lie more than 5% apart.
- Every iteration's result is compared; a wrong result, a crash or a time-out is listed, and left out of the means.
- A program that an interpreter cannot run (a newer syntax, a package it lacks) is listed as skipped.
"""


def write(run: Run, path: Path, view: "View | None" = None) -> "list[Path]":
    """Write the page, and its pictures into a folder of the same name where matplotlib is there; the files made."""
    view = view or View.of(run)
    pictures: list[Path] = []
    folder = path.with_suffix("")
    if plots.available():
        pictures = plots.draw(view, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text(view, [f"{folder.name}/{picture.name}" for picture in pictures]), encoding="utf-8")
    return [path, *pictures]


def text(view: View, pictures: "list[str]") -> str:
    """The page's Markdown."""
    run = view.run
    bars = [picture for picture in pictures if "warmup" not in picture]
    curves = [picture for picture in pictures if "warmup" in picture]
    failures = summary.problems(view)
    parts = [
        "# Benchmarks\n",
        "<!-- Made by `python -m benchmarks --page`; edit benchmarks/page.py, not this file. -->\n",
        summary.headline(view) + "\n",
        markdown(summary.overview(view)),
        *_images(bars[:1]),
        "## By group\n",
        markdown(summary.groups(view)),
        "## Losses first: every program\n",
        markdown(summary.programs(view)),
        *_images(bars[1:]),
    ]
    if failures:
        parts += ["## Not measured or wrong\n", markdown(failures)]
    if curves:
        parts += ["## Warm-up\n", *_images(curves)]
    parts += [
        "## The programs\n",
        markdown(_programs(run)),
        "## How it was measured\n",
        METHOD,
        markdown(_machine(run)),
    ]
    return "\n".join(parts)


def _images(paths: "list[str]") -> "list[str]":
    return [f"![{Path(path).stem}]({path})\n" for path in paths]


def _programs(run: Run) -> Table:
    table = Table("", ["program", "group", "what it is", "size"])
    for program in run.programs:
        table.add(Entry(program.name), Entry(program.group), Entry(program.title), Entry(str(program.size)))
    return table


def _machine(run: Run) -> Table:
    table = Table("", ["", "this run"])
    table.add(Entry("date"), Entry(run.started))
    table.add(Entry("kind"), Entry(f"{run.kind}, {run.seconds / 60:.0f} minutes"))
    for name, value in run.machine.items():
        table.add(Entry("load before" if name == "load" else name), Entry(value))
    for peer in run.peers:
        table.add(Entry(peer.name), Entry(f"{peer.version}, {peer.compiler}" if peer.compiler else peer.version))
    for missing in run.missing:
        table.add(Entry(missing.name), Entry(f"not measured: {missing.reason}"))
    return table
