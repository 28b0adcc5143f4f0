"""What the collector of cycles costs: its share of the time, its pauses and the memory, here or beside another Python.

    fastvm benchmarks/collector.py                     # this interpreter
    fastvm benchmarks/collector.py --beside python     # and another one, scenario by scenario, in turns

Each scenario runs in a process of its own. The time of the collector is what passes between the two calls of a function
in `gc.callbacks`, in processor time, so other work on the machine does not count. Works with any CPython from 3.9 on.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

PROGRAMS = Path(__file__).parent / "programs"
MINUTES = float(os.environ.get("SERVER_MINUTES", "0.25"))  # how long the server's loop runs


# --- Scenarios ---------------------------------------------------------------------------------------------------


class Node:
    def __init__(self, number: int) -> None:
        self.number = number
        self.links: list[Node] = []
        self.owner: Any = None


def build_records() -> object:
    """5 million live objects: a list of dicts with lists and tuples in them."""
    records = []
    for number in range(1_250_000):
        records.append({"id": number, "tags": [number, "x"], "pair": (number, [number])})
    return records


def build_graph() -> object:
    """5 million live objects: instances and lists that refer to each other at random."""
    nodes: list[Node] = []
    state = 1
    for number in range(2_500_000):
        node = Node(number)
        if nodes:
            state = state * 1103515245 + 12345 & 0x7FFFFFFF
            other = nodes[state % number]
            node.owner = other
            if len(other.links) < 4:
                other.links.append(node)
        nodes.append(node)
    return nodes


def pauses() -> object:
    """A million live objects, and beside them short-lived cycles."""
    nodes = []
    for number in range(500_000):
        nodes.append(Node(number))
    gc.collect()
    watch.reset()
    kept: list[Any] = [None] * 10_000
    for number in range(1_500_000):
        node = Node(number)
        node.owner = node
        kept[number % 10_000] = nodes[number % 500_000].owner = node.links if number % 3 else node
    return nodes


def server() -> object:
    """Requests that leave cycles behind, with sessions that live for a while: memory must not grow."""
    sessions: dict[int, Any] = {}
    sizes = []
    end = time.monotonic() + MINUTES * 60
    number = 0
    while time.monotonic() < end:
        for _ in range(2000):
            number += 1
            request = {"number": number, "headers": [("Host", "example"), ("Accept", ["*"])]}
            session = sessions.setdefault(number % 5000, Node(number))
            context = {"request": request, "session": session}
            request["context"] = context
            session.owner = request
            if number % 7 == 0:
                sessions[number % 5000] = Node(number)
        sizes.append(resident())
    tenth = max(len(sizes) // 10, 1)
    return {
        "units": number,
        "MB after a tenth": round(max(sizes[: 2 * tenth]) / 1e6, 1),
        "MB at the end": round(max(sizes[-tenth:]) / 1e6, 1),
    }


def program(name: str) -> Callable[[], object]:
    """One of the allocation programs, three times over."""

    def run() -> object:
        spec = importlib.util.spec_from_file_location(name, PROGRAMS / "allocation" / f"{name}.py")
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        for _ in range(3):
            module.run(module.SIZE)
        return None

    return run


SCENARIOS: dict[str, Callable[[], object]] = {
    "build_records": build_records,
    "build_graph": build_graph,
    "pauses": pauses,
    "server": server,
    **{path.stem: program(path.stem) for path in sorted((PROGRAMS / "allocation").glob("*.py"))},
}


# --- Measuring ---------------------------------------------------------------------------------------------------


class Watch:
    """Adds up what passes between the beginnings and the ends of collections."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.total = self.started = 0.0
        self.collections = [0, 0, 0]
        self.longest = [0.0, 0.0, 0.0]

    def __call__(self, phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            self.started = time.process_time()
            return
        took = time.process_time() - self.started
        generation = info["generation"]
        self.total += took
        self.collections[generation] += 1
        self.longest[generation] = max(self.longest[generation], took)


watch = Watch()


def resident() -> int:
    """Bytes of memory that the process has now."""
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def measure(name: str) -> dict[str, Any]:
    gc.collect()
    watch.reset()
    gc.callbacks.append(watch)
    started = time.process_time()
    result = SCENARIOS[name]()
    whole = time.process_time() - started
    gc.callbacks.remove(watch)
    return {
        "collector": watch.total,
        "whole": whole,
        "collections": watch.collections,
        "longest": watch.longest,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        "result": result if isinstance(result, dict) else {},
    }


def in_process(command: list[str], name: str) -> dict[str, Any]:
    done = subprocess.run([*command, __file__, "--one", name], stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def line(who: str, figures: dict[str, Any]) -> str:
    collections = "/".join(str(count) for count in figures["collections"])
    longest = "/".join(f"{seconds * 1000:.1f}" for seconds in figures["longest"])
    more = "".join(f"  {key}: {value}" for key, value in figures["result"].items())
    return (
        f"  {who:10} collector {figures['collector']:7.3f} s of {figures['whole']:7.3f}   "
        f"collections {collections:>14}   longest {longest:>18} ms   peak {figures['peak'] / 1024:6.0f} MB{more}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="What the collector of cycles costs.")
    parser.add_argument("names", nargs="*", metavar="SCENARIO", help=", ".join(SCENARIOS))
    parser.add_argument("--beside", metavar="PYTHON", help="an interpreter to compare with")
    parser.add_argument("--turns", type=int, default=1, help="how often to measure; the best counts")
    parser.add_argument("--one", choices=SCENARIOS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one)))
        sys.stdout.flush()
        os._exit(0)  # not to wait for millions of objects to be freed
    commands = {"this": [sys.executable] if "fastvm" not in sys.modules else ["fastvm"]}
    if options.beside:
        commands[options.beside] = [options.beside]
    for name in options.names or SCENARIOS:
        best: dict[str, dict[str, Any]] = {}
        for _ in range(options.turns):
            for who, command in commands.items():
                figures = in_process(command, name)
                if who not in best or figures["collector"] < best[who]["collector"]:
                    best[who] = figures
        print(f"{name}: {(SCENARIOS[name].__doc__ or 'a program of the suite').splitlines()[0]}")
        for who, figures in best.items():
            print(line(who, figures))
        if options.beside:
            ours, theirs = best["this"], best[options.beside]
            done = [figures["result"].get("units", 1) for figures in (ours, theirs)]  # how much work it was
            spent = [ours["collector"] / done[0], theirs["collector"] / done[1]]
            time_ratio = spent[0] / spent[1] if spent[1] else float("nan")
            print(f"  {'ratio':10} collector {time_ratio:.2f}   peak {ours['peak'] / theirs['peak']:.2f}")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
