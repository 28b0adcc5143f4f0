"""`python -m tests.conformance`: CPython's own test-suite on fastvm and on the host, and `docs/conformance.md` from it.

    python -m tests.conformance test_int test_list     these modules
    python -m tests.conformance --list language        the modules about the language
    python -m tests.conformance --all                  the whole suite (hours)
    python -m tests.conformance --jit eager test_int   with the JIT in one of its modes (tests/modes.py)
    python -m tests.conformance --gc-stress test_gc    with a collection at every safepoint; the results are not kept

The exit status is 1 when a module does worse than on the host and `reasons.toml` has no reason for it.
Results of modules that are not run now are kept from earlier runs.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from tests import support
from tests.conformance import modules, table
from tests.conformance.run import ENGINE_OPTIONS, ModuleResult, run_module
from tests.modes import MODES, OFF


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.conformance", description="CPython's test-suite on fastvm and on the host."
    )
    parser.add_argument("names", nargs="*", metavar="MODULE", help="modules, for instance test_int")
    parser.add_argument("--list", choices=sorted(modules.LISTS), help="the modules of a list")
    parser.add_argument("--all", action="store_true", help="every module of the suite")
    parser.add_argument("--jit", choices=sorted(MODES), default=OFF, help="what the JIT does (off)")
    parser.add_argument(
        "--gc-stress", action="store_true", help="collect at every safepoint; the results are printed, not kept"
    )
    parser.add_argument(
        "--without", action="append", default=[], metavar="PATTERN", help="leave out tests; the results are not kept"
    )
    parser.add_argument("--jobs", type=int, default=2, help="modules at a time (2)")
    parser.add_argument("--timeout", type=float, default=900, help="seconds for one module (900)")
    parser.add_argument(
        "--no-host", action="store_true", help="do not run the host again for modules it has run before"
    )
    parser.add_argument("--logs", type=Path, help="a folder for what each module printed on the engine")
    options = parser.parse_args()
    if not modules.is_available():
        print("This Python comes without its test-suite (the `test` package): nothing to run.", file=sys.stderr)
        return 2
    names = list(options.names) + (modules.LISTS[options.list] if options.list else [])
    if not names and not options.all:
        parser.error("name modules, or use --list or --all")
    known = modules.on_host(support.python_command())
    chosen = known if options.all else modules.select(names, known)
    mode = MODES[options.jit]
    stored = table.results_of(options.jit)
    results = table.Results.load(stored)
    if options.jit != OFF:
        results.host.update(table.Results.load().host)
    work = [("engine", name) for name in chosen]
    if options.no_host:
        work += [("host", name) for name in chosen if name not in results.host]
    else:
        work += [("host", name) for name in chosen]
    engine = support.engine(*mode.options, *ENGINE_OPTIONS)
    environment = {**mode.environment, **({"FASTVM_GC_STRESS": "1"} if options.gc_stress else {})}
    kept = not (options.gc_stress or options.without)
    if options.logs:
        options.logs.mkdir(parents=True, exist_ok=True)

    def run_one(side: str, name: str) -> tuple[str, ModuleResult]:
        log = options.logs / f"{name}.{side}.txt" if options.logs else None
        if side == "engine":
            return side, run_module(engine, name, options.timeout, log, environment, options.without)
        return side, run_module(support.python_command(), name, options.timeout, log, without=options.without)

    with ThreadPoolExecutor(options.jobs) as pool:
        futures = [pool.submit(run_one, side, name) for side, name in work]
        for done, future in enumerate(as_completed(futures), 1):
            side, result = future.result()
            (results.engine if side == "engine" else results.host)[result.module] = result
            failures = f", {len(result.failures)} failed" if result.failures else ""
            where = "fastvm" if side == "engine" else "host"
            note = f" ({result.note})" if result.status not in ("passed", "failed") and result.note else ""
            print(
                f"[{done}/{len(work)}] {result.module} {result.status} on {where}:"
                f" {result.tests} tests{failures}, {result.seconds} s{note}",
                flush=True,
            )
            if result.failures:
                print("   ", " ".join(result.failures), flush=True)
            if kept:
                results.save(stored)
    why = table.reasons()
    if kept:
        table.PAGE.parent.mkdir(exist_ok=True)
        table.PAGE.write_text(table.page(table.Results.load(), why), encoding="utf-8")
    worse = [
        name
        for name in chosen
        if name in results.engine and table.is_regression(results.host.get(name), results.engine[name])
    ]
    unexplained = [name for name in worse if name not in why]
    passed = sum(results.engine[name].status == "passed" for name in chosen if name in results.engine)
    print(f"{len(chosen)} modules, {passed} pass on fastvm, {len(worse)} do worse than on the host: {' '.join(worse)}")
    if kept:
        print(f"written: {table.PAGE.relative_to(support.ROOT)}")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
