"""What the engine did: `fastvm.stats()` and `--stats`.

The native core counts frames and loops and knows which form each instruction has taken; the resolver counts
compilations; the collector counts its collections. Here they come together as one dictionary of plain
values (`--stats=json` prints just that) and as tables for a person, through `rich`.
"""

from __future__ import annotations

import sys

from fastvm import _core, engine
from fastvm.adoption import late
from fastvm.adoption.sources import file_caches
from fastvm.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from fastvm.report.collector import CollectorStats

Row = tuple[str, str, str]  # what, how many, remark

_MOST_ROWS = 20  # of a long list of reasons or instructions


def collect() -> dict[str, Any]:
    """Everything that is counted, as plain values."""
    resolver = engine.resolver
    caches = file_caches()
    return {
        "version": __version__,
        "adoption": {
            "mode": resolver.mode,
            "compiled": resolver.compiled,
            "compile_seconds": resolver.compile_ns / 1e9,
            "from_cache": resolver.cached,
            "internal_errors": dict(resolver.errors),
        },
        "unit_cache": {
            "files": sum(cache.hits + cache.misses > 0 for cache in caches),
            "hits": sum(cache.hits for cache in caches),
            "misses": sum(cache.misses for cache in caches),
        },
        "collector": _collector(),
        "jit": _jit(),
        "core": _core.stats(),
    }


def _collector() -> dict[str, Any]:
    import dataclasses

    figures = dataclasses.asdict(_collector_since_start())
    return {**figures, "generations": list(figures["generations"])}


def _collector_since_start() -> CollectorStats:
    """Not what happened before the program: the command's own start counts as little as the host's."""
    from fastvm.report import collector

    now = collector.current()
    if _collector_before is None:
        return now
    before = collector.named(_collector_before).generations
    young, middle, full = (late.since(early) for late, early in zip(now.generations, before))
    return collector.CollectorStats((young, middle, full), now.young_size, now.growth, now.adaptive)


#: Without names until the program is done: they need modules that it may be the first to import.
_collector_before: _core.CollectorFigures | None = None


def print_at_exit(form: str) -> None:
    """Count from here on, and print the statistics at the exit: `form` is "table" or "json"."""
    global _collector_before
    import atexit

    atexit.register(print_to_stderr, form)
    _collector_before = _core.collector_stats()


def _jit() -> dict[str, Any]:
    """What the JIT did; empty where it was never needed."""
    if late.loaded("fastvm.jit.plans") is None:
        return {}
    from fastvm.jit import exits
    from fastvm.jit.plans import counters

    return {**counters.stats(), **_core.jit_stats(), "exits": exits.by_reason()}


def print_to_stderr(form: str) -> None:
    """Print the statistics: `form` is "table" or "json"."""
    was_enabled = engine.is_enabled()
    engine.disable()  # not to count the printing
    try:
        numbers = collect()
        if sys.stderr is None:
            return
        if form == "json":
            import json

            print(json.dumps(numbers), file=sys.stderr)
        else:
            _print_tables(numbers)
    finally:
        if was_enabled:
            engine.enable(engine.resolver.mode)


def sections(numbers: dict[str, Any]) -> Iterator[tuple[str, list[Row]]]:
    """The tables: a title and rows each."""
    from fastvm.report import collector

    core = dict(numbers["core"])
    frames = core.pop("frames", {})
    yield "Frames", [*_frame_rows(frames), ("loops went back", f"{core.pop('loop_turns', 0):,}", "")]
    adoption, cache = numbers["adoption"], numbers["unit_cache"]
    rows: list[Row] = [
        ("compiled", f"{adoption['compiled']:,}", f"in {adoption['compile_seconds'] * 1000:.1f} ms"),
        ("from the cache on disk", f"{cache['hits']:,}", f"of {cache['hits'] + cache['misses']:,} looked up"),
    ]
    if "units" in core:
        of = f"of {core.pop('instructions', 0):,} instructions"
        rows.append(("attached to code objects", f"{core.pop('units'):,}", of))
    rows += [(f"! {reason}", f"{count:,}", "") for reason, count in adoption["internal_errors"].items()]
    yield "Units", rows
    jit = numbers["jit"]
    if jit:
        beside = jit["compile_seconds"] + jit["beside_seconds"]
        rows = [
            (
                "compiled",
                f"{jit['compiled']:,}",
                f"in {jit['build_seconds'] * 1000:.1f} ms, {beside * 1000:.1f} ms beside the program",
            ),
            ("optimised", f"{jit['optimised']:,}", "after they had been made quickly"),
            ("recalled", f"{jit['recalled']:,}", "of what earlier processes have kept"),
            ("passed over", f"{jit['passed_over']:,}", "not worth asking for"),
            ("entries of native code", f"{jit['entries']:,}", f"{jit['failures']:,} failed guards"),
        ]
        for reason, exits in jit["exits"].items():
            most = ", ".join(f"{what} ({count:,})" for what, count in exits["most"].items())
            rows.append(("went back", f"{exits['count']:,}", f"{reason}: {most}"))
        rows += [("left alone", f"{count:,}", reason) for reason, count in jit["given_up"].items()]
        rows += [(f"! {reason}", f"{count:,}", "") for reason, count in jit["internal_errors"].items()]
        yield "Native code", rows
    sites = core.pop("sites", {})
    if sites:
        yield "Instructions and their specialised forms", list(_site_rows(sites))
    yield "Collector", collector.rows(_collector_since_start())
    for name, value in core.items():  # whatever else the core counts
        if isinstance(value, dict):
            yield name.replace("_", " ").capitalize(), [(str(key), _number(item), "") for key, item in value.items()]
        else:
            yield name.replace("_", " ").capitalize(), [(name, _number(value), "")]


def _frame_rows(frames: dict[str, Any]) -> Iterator[Row]:
    tiers = {name: count for name, count in frames.items() if isinstance(count, int)}
    total = sum(tiers.values()) or 1
    for name, count in tiers.items():
        yield name, f"{count:,}", f"{100 * count / total:.1f}%"
    reasons = frames.get("host_reasons", {})
    for reason, count in sorted(reasons.items(), key=lambda item: -item[1])[:_MOST_ROWS]:
        yield f"  host: {reason}", f"{count:,}", ""


def _site_rows(sites: dict[str, dict[str, int]]) -> Iterator[Row]:
    ordered = sorted(sites.items(), key=lambda item: -sum(item[1].values()))
    for generic, forms in ordered[:_MOST_ROWS]:
        total = sum(forms.values())
        special = {name: count for name, count in forms.items() if name != generic}
        parts = [f"{name.removeprefix(generic + '_').lower()} {count:,}" for name, count in special.items()]
        yield generic, f"{total:,}", f"{100 * sum(special.values()) / total:.0f}% {', '.join(parts)}"


def _number(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _print_tables(numbers: dict[str, Any]) -> None:
    try:
        from rich.console import Console
        from rich.table import Table
    except ImportError:  # with -S or -I there may be no site-packages
        _print_plain(numbers)
        return
    console = Console(file=sys.stderr, highlight=False)
    for title, rows in sections(numbers):
        table = Table(
            title=title, title_justify="left", title_style="bold", show_header=False, box=None, padding=(0, 2)
        )
        table.add_column(no_wrap=True)
        table.add_column(justify="right", no_wrap=True)
        table.add_column(style="dim")
        for row in rows:
            table.add_row(*row)
        console.print(table)


def _print_plain(numbers: dict[str, Any]) -> None:
    for title, rows in sections(numbers):
        print(title, file=sys.stderr)
        for what, count, remark in rows:
            print(f"  {what:32} {count:>14}  {remark}".rstrip(), file=sys.stderr)
