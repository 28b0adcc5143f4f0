"""Pictures of a run, as SVG: bars of speed-ups, means by group, and the warm-up curve of every program.

Needs matplotlib, which nothing else here does.
"""

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.results import ProgramInfo
from benchmarks.summary import View

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLORS = {
    "fastvm": "#c44e52",
    "fastvm-interpreter": "#e39a9c",
    "cpython3.11": "#4c72b0",
    "cpython3.12": "#7c9bd0",
    "cpython3.13": "#aec4e8",
    "pypy": "#55a868",
}
SPARE_COLORS = ("#8172b3", "#937860", "#64b5cd", "#8c8c8c")
CURVES_PER_ROW = 4
# A curve shows its first iterations one by one, and of the rest so many, evenly spaced.
FIRST_POINTS, MORE_POINTS = 60, 60


def available() -> bool:
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        return False
    return True


def draw(view: View, folder: Path) -> "list[Path]":
    """Draw every picture into `folder`; the files made."""
    import matplotlib

    matplotlib.use("svg")
    # The same run gives the same file, so that a picture in the repository changes only with its run.
    matplotlib.rcParams["svg.hashsalt"] = "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    made = [_save(group_bars(view), folder / "groups.svg"), _save(program_bars(view), folder / "programs.svg")]
    for group in dict.fromkeys(program.group for program in view.run.programs):
        programs = [program for program in view.run.programs if program.group == group]
        made.append(_save(warm_up_curves(view, group, programs), folder / f"warmup-{group}.svg"))
    return made


def _save(figure: "Figure", path: Path) -> Path:
    from matplotlib import pyplot

    figure.savefig(path, format="svg", metadata={"Date": None})
    pyplot.close(figure)
    return path


def color(view: View, peer: str) -> str:
    unknown = [name for name in view.run.peer_names if name not in COLORS]
    return COLORS.get(peer) or SPARE_COLORS[unknown.index(peer) % len(SPARE_COLORS)]


def _bars(view: View, titles: Sequence[str], speed_ups: "dict[str, list[float | None]]", title: str) -> "Figure":
    """Horizontal bars of speed-ups over the base, on a logarithmic axis, so that 2x and 0.5x are equally long."""
    from matplotlib import pyplot

    peers = list(speed_ups)
    height = 0.8 / max(1, len(peers))
    figure, axes = pyplot.subplots(figsize=(9, 1.2 + len(titles) * (0.12 + 0.11 * len(peers))), layout="constrained")
    for index, peer in enumerate(peers):
        places = [row + index * height for row in range(len(titles))]
        # Bars start at 1x: the base's own speed.
        values = [(value or 1.0) - 1.0 for value in speed_ups[peer]]
        axes.barh(places, values, height, left=1.0, color=color(view, peer), label=peer)
    axes.set_xscale("log", base=2)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}x")
    axes.set_yticks([row + 0.4 - height / 2 for row in range(len(titles))], titles, fontsize=8)
    axes.set_ylim(len(titles), -0.4)
    axes.axvline(1.0, color="black", linewidth=0.8)
    axes.grid(axis="x", alpha=0.3)
    axes.set_title(title, fontsize=10)
    axes.legend(fontsize=8, loc="lower right")
    figure_of_axes: Figure = figure
    return figure_of_axes


def group_bars(view: View) -> "Figure":
    names = list(dict.fromkeys(program.group for program in view.run.programs))
    speed_ups = {
        peer: [*(view.mean_speed_up(peer, group=name) for name in names), view.mean_speed_up(peer)]
        for peer in view.others
    }
    return _bars(view, [*names, "overall"], speed_ups, f"Steady state: speed-up over {view.base}, geometric means")


def program_bars(view: View) -> "Figure":
    programs = view.by_speed_up()
    speed_ups = {peer: [view.speed_up(program.name, peer) for program in programs] for peer in view.others}
    title = f"Steady state: speed-up over {view.base}, {view.subject}'s losses first"
    return _bars(view, [program.name for program in programs], speed_ups, title)


def warm_up_curves(view: View, group: str, programs: Sequence[ProgramInfo]) -> "Figure":
    """For each program, the time of each iteration against the time the process has been iterating."""
    from matplotlib import pyplot

    rows = -(-len(programs) // CURVES_PER_ROW)
    figure, grid = pyplot.subplots(
        rows, CURVES_PER_ROW, figsize=(12, 2.6 * rows + 0.6), layout="constrained", squeeze=False
    )
    for axes, program in zip(grid.flat, programs):
        _curve(view, axes, program)
    for axes in list(grid.flat)[len(programs) :]:
        axes.set_axis_off()
    handles: dict[str, Any] = {}
    for axes in grid.flat:
        for handle, label in zip(*axes.get_legend_handles_labels()):
            handles.setdefault(label, handle)
    figure.suptitle(f"Warm-up, {group}: milliseconds of each iteration over seconds since the first began", fontsize=10)
    figure.legend(handles.values(), handles.keys(), loc="outside lower center", ncols=6, fontsize=8)
    figure_of_curves: Figure = figure
    return figure_of_curves


def thinned(points: "list[tuple[float, float]]") -> "list[tuple[float, float]]":
    """Few enough points to draw; a fast program has thousands of iterations."""
    rest = points[FIRST_POINTS:]
    return points[:FIRST_POINTS] + rest[:: max(1, len(rest) // MORE_POINTS)]


def _curve(view: View, axes: "Axes", program: ProgramInfo) -> None:
    for peer in view.run.peer_names:
        cell = view.cell(program.name, peer)
        if not cell.ok:
            continue
        times = cell.processes[0].times
        shown = thinned(list(zip(accumulate(times), times)))
        axes.plot(
            [elapsed for elapsed, _ in shown],
            [seconds * 1000 for _, seconds in shown],
            color=color(view, peer),
            linewidth=1,
            marker=".",
            markersize=3,
            label=peer,
        )
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_minor_formatter("{x:g}")
    axes.set_title(program.name, fontsize=8)
    axes.tick_params(labelsize=6, which="both")
    axes.grid(alpha=0.3)
