"""The results of conformance runs: kept as JSON, shown as `docs/conformance.md`."""

from __future__ import annotations

import json
import platform
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.conformance.run import ModuleResult
from tests.modes import MODES, OFF
from tests.support import ROOT

RESULTS = Path(__file__).with_name("results.json")
REASONS = Path(__file__).with_name("reasons.toml")
PAGE = ROOT / "docs" / "conformance.md"

#: How many failing tests a row names.
NAMED = 4


def results_of(mode: str) -> Path:
    """Where a mode's results are kept. What the host does is kept once, with those of the mode `off`."""
    return RESULTS if mode == OFF else RESULTS.with_name(f"results-jit-{mode}.json")


@dataclass
class Results:
    """What is known of every module that was ever run, by interpreter."""

    host: dict[str, ModuleResult]
    engine: dict[str, ModuleResult]

    @classmethod
    def load(cls, path: Path = RESULTS) -> Results:
        if not path.exists():
            return cls({}, {})
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            *(
                {name: ModuleResult.from_json(entry) for name, entry in data[side].items()}
                for side in ("host", "engine")
            )
        )

    def save(self, path: Path = RESULTS) -> None:
        data = {
            side: {name: result.as_json() for name, result in sorted(results.items())}
            for side, results in (("host", self.host), ("engine", self.engine))
        }
        path.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def reasons(path: Path = REASONS) -> dict[str, str]:
    """Module -> why it does not pass."""
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def regressions(host: ModuleResult | None, engine: ModuleResult) -> list[str]:
    """The tests that fail on the engine and not on the host."""
    known = set(host.failures) if host else set()
    return [name for name in engine.failures if name not in known]


def is_regression(host: ModuleResult | None, engine: ModuleResult) -> bool:
    """Whether the engine does worse than the host."""
    if engine.status in ("passed", "skipped") and (
        host is None or host.status != "passed" or engine.status == "passed"
    ):
        return False
    if host is None or host.status == "passed":
        return True
    # The host fails too: only what fails in addition counts.
    return engine.status != host.status or bool(regressions(host, engine))


def page(results: Results, why: Mapping[str, str]) -> str:
    """The document: a summary, the modules that do worse than on the host with the reason, and all modules."""
    lines = [
        "# Conformance: CPython's own test-suite",
        "",
        "Written by `python -m tests.conformance`; not edited by hand. Every module of the host's test-suite runs in",
        f"a process of its own, on the host (CPython {platform.python_version()}) and on fastvm with all code adopted",
        "(`fastvm --no-jit --adopt=all -m test`). A module that fails on the",
        "host as well is held to the tests that pass there.",
        "",
    ]
    both = [(name, results.host.get(name), result) for name, result in sorted(results.engine.items())]
    worse = [(name, host, engine) for name, host, engine in both if is_regression(host, engine)]
    lines += ["| | host | fastvm |", "|---|---:|---:|"]
    for status in ("passed", "failed", "crashed", "timeout", "skipped"):
        counts = [sum(result.status == status for result in side.values()) for side in (results.host, results.engine)]
        if any(counts):
            lines.append(f"| modules {status} | {counts[0]} | {counts[1]} |")
    for label, value in (
        ("tests run", lambda r: r.tests),
        ("tests failed", lambda r: len(r.failures)),
        ("tests skipped", lambda r: r.skipped),
    ):
        lines.append(
            f"| {label} | {sum(map(value, results.host.values())):,} | {sum(map(value, results.engine.values())):,} |"
        )
    host_passes = [name for name, result in results.host.items() if result.status == "passed"]
    agree = [name for name in host_passes if name in results.engine and results.engine[name].status == "passed"]
    lines += ["", f"Of the {len(host_passes)} modules that pass on the host, {len(agree)} pass on fastvm.", ""]
    told = [result for result in results.engine.values() if result.host_frames is not None]
    if told:
        handed = Counter()
        for result in told:
            handed.update(result.host_reasons)
        lines += [
            f"Frames: in {len(told)} processes the engine ran {sum(r.engine_frames or 0 for r in told):,};"
            f" the host ran {sum(r.host_frames or 0 for r in told):,}, because",
            "",
            *(f"- {reason}: {count:,}" for reason, count in handed.most_common()),
            "",
        ]
    lines += ["## Worse than the host", ""]
    if worse:
        lines += ["| module | status | tests that fail only here | why |", "|---|---|---|---|"]
        for name, host, engine in worse:
            extra = regressions(host, engine)
            shown = ", ".join(f"`{test.rpartition('.')[2]}`" for test in extra[:NAMED])
            if len(extra) > NAMED:
                shown += f" and {len(extra) - NAMED} more"
            reason = _cell(why.get(name, "**no reason given yet**"))
            lines.append(f"| {name} | {engine.status} | {shown or _cell(engine.note)} | {reason} |")
    else:
        lines.append("None.")
    lines += _with_the_jit(results)
    lines += [
        "",
        "## All modules",
        "",
        "| module | host | fastvm | tests | failed | skipped |",
        "|---|---|---|---:|---:|---:|",
    ]
    for name, host, engine in both:
        lines.append(
            f"| {name} | {host.status if host else ''} | {engine.status}"
            f" | {engine.tests} | {len(engine.failures) or ''} | {engine.skipped or ''} |"
        )
    return "\n".join(lines) + "\n"


def _with_the_jit(results: Results) -> list[str]:
    """A row for each of the JIT's modes that was ever run, against what passes without it."""
    lines: list[str] = []
    for name, mode in MODES.items():
        if name == OFF or not results_of(name).exists():
            continue
        engine = Results.load(results_of(name)).engine
        worse = [module for module, result in sorted(engine.items()) if is_regression(results.engine.get(module), result)]
        passed = sum(result.status == "passed" for result in engine.values())
        lines.append(f"| `--jit {name}`: {mode.meaning} | {len(engine)} | {passed} | {' '.join(worse)} |")
    if lines:
        lines[:0] = ["", "## With the JIT", "", "| mode | modules run | passed | worse than without |", "|---|---:|---:|---|"]
    return lines


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
