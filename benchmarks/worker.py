"""Run by an interpreter that is being measured: one program in this process, again and again, each iteration timed.

Prints one line of JSON. Python 3.9 and light on imports, because any peer has to run it and its imports count in
the peer's peak memory. Arguments: program file, size, seconds, least and most iterations.
"""

import importlib
import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[[int], object]


def peak_memory() -> "int | None":
    """The most memory this process ever held, in kB; None where the system does not tell.

    Not getrusage: its figure survives exec, so it would start at what the measuring process uses.
    """
    try:
        with open("/proc/self/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1])
    except OSError:
        pass
    return None


def iterate(
    run: "Run", size: int, seconds: float, least: int, most: int
) -> "tuple[list[float], str | None, int | None]":
    """(times of the iterations, the result's text, number of the first iteration that disagreed or None)."""
    times: list[float] = []
    expected = None
    differing = None
    clock = time.perf_counter
    start = clock()
    while len(times) < most and (len(times) < least or clock() - start < seconds):
        before = clock()
        result = run(size)
        times.append(clock() - before)
        text = repr(result)
        if expected is None:
            expected = text
        elif text != expected and differing is None:
            differing = len(times)
    return times, expected, differing


def main(path: str, size: str, seconds: str, least: str, most: str) -> None:
    folder, file = os.path.split(path)
    sys.path.insert(0, folder)
    start = time.perf_counter()
    program = importlib.import_module(os.path.splitext(file)[0])
    loaded = time.perf_counter() - start
    times, result, differing = iterate(program.run, int(size), float(seconds), int(least), int(most))
    peak = peak_memory()  # Before json is imported, which is not the program's.
    import json

    print(json.dumps({"load": loaded, "times": times, "result": result, "differing": differing, "peak_kb": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
