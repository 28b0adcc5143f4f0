"""`python -m tests.differential`: a long run of random programs on CPython and on the engine.

    python -m tests.differential --programs 10000 --seed 1
    python -m tests.differential --programs 1000 --jit stress      with the JIT in one of its modes (tests/modes.py)

Each program has a number: seed, seed + 1, ... `--show NUMBER` prints one. The first failing ones are
printed in a reduced form. The exit status is 1 when any differed.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings

from tests.differential.compare import compare, reduce
from tests.differential.generator import program_for
from tests.modes import MODES, OFF


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.differential", description="Random programs on CPython and fastvm."
    )
    parser.add_argument("--programs", type=int, default=1000, help="how many (1000)")
    parser.add_argument("--seed", type=int, default=0, help="number of the first one (0)")
    parser.add_argument("--batch", type=int, default=50, help="how many to a process (50)")
    parser.add_argument("--jit", choices=sorted(MODES), default=OFF, help="what the JIT does (off)")
    parser.add_argument("--failures", type=int, default=3, help="stop after that many (3)")
    parser.add_argument("--no-reduce", action="store_true", help="print failing programs as they are")
    parser.add_argument("--show", type=int, metavar="NUMBER", help="print the program with that number and stop")
    options = parser.parse_args()
    warnings.simplefilter("ignore", SyntaxWarning)  # random programs compare literals by identity
    if options.show is not None:
        print(program_for(options.show), end="")
        return 0

    def progress(text: str) -> None:
        print(f"    {text}", file=sys.stderr, flush=True)

    start = time.monotonic()
    failed = 0
    done = 0
    while done < options.programs and failed < options.failures:
        count = min(options.batch, options.programs - done)
        numbers = range(options.seed + done, options.seed + done + count)
        sources = {program_for(number): number for number in numbers}
        for failure in compare(list(sources), MODES[options.jit]):
            failed += 1
            number = sources[failure.source]
            print(f"=== program {number} differs", flush=True)
            if not options.no_reduce:
                failure = reduce(failure, progress, MODES[options.jit])
            print(failure, flush=True)
            if failed >= options.failures:
                break
        done += count
        print(f"{done} programs, {failed} differ, {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    print(f"{done} random programs compared, {failed} differ")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
