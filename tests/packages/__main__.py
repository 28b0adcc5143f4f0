"""`python -m tests.packages`: programs with real packages, on CPython and on fastvm, in an environment of their own.

    python -m tests.packages                       everything
    python -m tests.packages numpy_arrays          one script
    python -m tests.packages --jit eager           with the JIT in one of its modes (tests/modes.py)
    python -m tests.packages --folder ../packages  keep the environment there and use it again

Needs the network: the packages come from PyPI. The exit status is 1 when anything differs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.modes import MODES, OFF
from tests.packages import environment
from tests.packages.environment import Environment, tell

SUITE = "pytest"


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.packages", description="Programs with real packages on CPython and fastvm."
    )
    parser.add_argument(
        "names", nargs="*", metavar="SCRIPT", help=f"some of: {', '.join([*environment.scripts(), SUITE])}"
    )
    parser.add_argument("--folder", type=Path, help="where the virtual environment is (a temporary folder)")
    parser.add_argument("--jit", choices=sorted(MODES), default=OFF, help="what the JIT does (off)")
    options = parser.parse_args()
    names = options.names or [*environment.scripts(), SUITE]
    unknown = set(names) - {*environment.scripts(), SUITE}
    if unknown:
        parser.error(f"no such script: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as scratch:
        place = Environment.create(options.folder or Path(scratch) / "environment", tell)
        failed = [name for name in names if not check(place, name, Path(scratch), options.jit)]
    print(
        f"{len(names)} programs, {len(failed)} differ: {' '.join(failed)}"
        if failed
        else f"{len(names)} programs, all the same"
    )
    return 1 if failed else 0


def check(place: Environment, name: str, scratch: Path, jit: str) -> bool:
    """Run one program; tell how it went."""
    if name == SUITE:
        folder = environment.download_suite(place, scratch)
        message, count = environment.compare_suite([place.python], [place.fastvm], folder, "tests", scratch, jit)
        label = f"{SUITE} ({count} tests of {folder.name})"
    else:
        message, label = environment.compare_script([place.python], [place.fastvm], name, jit), name
    print(f"{label}: {'differs' if message else 'the same'}", flush=True)
    if message:
        print(message, flush=True)
    return not message


if __name__ == "__main__":
    sys.exit(main())
