"""What the engine is asked to do while it runs the test-suite: without the JIT, and with it in its modes.

Each mode keeps results of its own; what the host does is kept once, with those of the mode `off`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Mode:
    """Options and environment of the engine, what that means, and where its results are kept."""

    meaning: str
    options: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    results: Path = Path(__file__).with_name("results.json")


def _jit(name: str, meaning: str, **environment: str) -> Mode:
    results = Path(__file__).with_name(f"results-jit-{name}.json")
    return Mode(meaning, ("--jit", "--adopt=all", "--stats=json"), environment, results)


MODES = {
    "off": Mode("without the JIT", ("--no-jit", "--adopt=all", "--stats=json")),
    "hot": _jit("hot", "what is hot is compiled"),
    "eager": _jit("eager", "everything is compiled at once", FASTVM_JIT_THRESHOLD="1"),
    "stress": _jit(
        "stress",
        "everything is compiled at once, and one guard in 20 fails at random",
        FASTVM_JIT_THRESHOLD="1",
        FASTVM_JIT_STRESS="20",
    ),
}
