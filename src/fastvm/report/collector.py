"""What the collector of cycles did: `fastvm.gc_stats()`, and its part of `--stats`.

The native core counts (`vm_core/host/collector/statistics.h`); here the figures get names.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from fastvm import _core


@dataclass(frozen=True)
class GenerationStats:
    """The collections of one generation: "young", "middle" or "full".

    collections:    how many there were, and of these
    automatic:      how many the policy decided on (the others were asked for: `gc.collect()`).
    examined:       objects that were looked at, counted each time.
    freed:          objects found unreachable and freed.
    uncollectable:  unreachable objects that cannot be freed (`gc.garbage`).
    untracked:      tuples and dicts found to hold nothing that could be in a cycle: not looked at again.
    seconds:        what all of them took together, finalizers included.
    longest:        seconds of the longest pause.
    pauses:         how many were shorter than 1, 2, 4, 8, ... microseconds (and not shorter still); the last: the rest.
    """

    name: str
    collections: int = 0
    automatic: int = 0
    examined: int = 0
    freed: int = 0
    uncollectable: int = 0
    untracked: int = 0
    seconds: float = 0.0
    longest: float = 0.0
    pauses: list[int] = field(default_factory=list)

    @property
    def survival(self) -> float:
        """The part of the examined objects that lived on."""
        return 1.0 - self.freed / self.examined if self.examined else 1.0

    def pause_below(self, share: float) -> float:
        """A time in seconds that this share of the pauses stayed below: `pause_below(0.99)`. 0.0: no collections."""
        seen = 0
        for power, count in enumerate(self.pauses):
            seen += count
            if seen and seen >= share * self.collections:
                return float(min(2**power / 1e6, self.longest))
        return self.longest

    def since(self, earlier: GenerationStats) -> GenerationStats:
        """What has been counted since `earlier`. (The longest pause is the longest of all.)"""
        return GenerationStats(
            self.name,
            self.collections - earlier.collections,
            self.automatic - earlier.automatic,
            self.examined - earlier.examined,
            self.freed - earlier.freed,
            self.uncollectable - earlier.uncollectable,
            self.untracked - earlier.untracked,
            self.seconds - earlier.seconds,
            self.longest,
            [now - then for now, then in zip(self.pauses, earlier.pauses)],
        )


@dataclass(frozen=True)
class CollectorStats:
    """generations: what was done. The rest is the policy as it stands:

    young_size:  a young collection comes after so many more objects have been allocated than freed.
    growth:      a full one when the old objects have grown by this part.
    adaptive:    whether these two count: False once a program has set thresholds of its own.
    """

    generations: tuple[GenerationStats, GenerationStats, GenerationStats]
    young_size: int
    growth: float
    adaptive: bool

    @property
    def seconds(self) -> float:
        """What all collections took together."""
        return sum(generation.seconds for generation in self.generations)


def current() -> CollectorStats:
    """The figures now."""
    return named(_core.collector_stats())


def named(figures: _core.CollectorFigures) -> CollectorStats:
    """What `_core.collector_stats()` gave."""
    (young, middle, full), young_size, growth, adaptive = figures
    generations = GenerationStats("young", *young), GenerationStats("middle", *middle), GenerationStats("full", *full)
    return CollectorStats(generations, young_size, growth, adaptive)


def rows(stats: CollectorStats) -> list[tuple[str, str, str]]:
    """For the table of `--stats`: what, how many, remark."""
    table = []
    for generation in stats.generations:
        if not generation.collections:
            table.append((f"{generation.name} collections", "0", ""))
            continue
        times = [1000 * seconds for seconds in (generation.seconds, generation.pause_below(0.5), generation.longest)]
        table += [
            (
                f"{generation.name} collections",
                f"{generation.collections:,}",
                f"in {times[0]:.1f} ms; half of them under {times[1]:.3g} ms, the longest {times[2]:.3g} ms",
            ),
            (
                "  objects examined",
                f"{generation.examined:,}",
                f"{generation.freed:,} freed, {100 * generation.survival:.0f}% lived on, "
                f"{generation.untracked:,} untracked",
            ),
        ]
    return table
