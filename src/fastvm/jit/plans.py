"""Versions of native code as they are remembered while they are in use, and what the core is told of one."""

from __future__ import annotations

import sys

from . import log, perf_map, policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any

    from .kept.entries import Entry
    from .learning import Knowledge, Path, Place
    from .memories import Memory

    #: The frame of an inlined call as the core gets it: code, level and word of the caller, first register, mark.
    Inlined = tuple[CodeType | None, int, int, int, int]
    #: What the core gets: LLVM's text form, exits, their rows, after how many failures to ask again, what is
    #: remembered; whether the text is to be verified, whether to compile it quickly, and whether to wait for the
    #: machine code; inlined frames, and how many slots they need on the data stack; and of code that an earlier process
    #: has kept, the object file and how long making it took.
    Answer = tuple[bytes, bytes, bytes, int, "Plan", bool, bool, bool, list[Inlined], int, tuple[bytes, float] | None]
    History = tuple["Plan", list[int]]


#: Why native code is given up that has lost its trials.
SLOWER = "slower than the interpreter"
#: Why the core has not compiled a text (vm_core/compiler/llvm.h).
REFUSED = ("too little memory", "memory cannot be made executable")


class Plan:
    """What is remembered of a version of native code. `len()` is the number of its exits."""

    def __init__(self, what: str, instructions: int) -> None:
        self.what = what
        self.instructions = instructions
        #: Objects known at compile time, as the core's `void* known[]` (vm_core/jit/code.pxi).
        self.known = b""
        self.places: list[Place] = []  # of each exit
        #: By place: those of instructions on attributes of the same local (View.attributes_like).
        self.alike: dict[Path, set[Path]] = {}
        self.globals: set[Path] = set()  # the places of names whose module is guarded to have no others
        #: By the calls that lead to them: what is remembered of the codes that it was built of. (Of code that another
        #: process has made: its own only.)
        self.memories: dict[Path, Memory] = {}
        self.size = 0  # in words, about
        self.quick = False  # whether its first code is made quickly
        self.seconds = 0.0  # that making its text took
        self.knowledge: Knowledge | None = None
        self.kinds = 0  # how it takes arguments of direct calls (vm_core/jit/direct_calls.pxi)
        self.learned = False  # whether its failures have been learned from
        self.kept: Entry | None = None  # what other processes will be told of it
        self.expected = 0.0  # seconds that LLVM will probably take, until it is done
        self.copied = False  # whether it was made in a copy of the process

    def __len__(self) -> int:
        return len(self.places)

    def expect(self, seconds: float) -> None:
        """So long will LLVM probably take."""
        self.expected = seconds
        counters.waiting += seconds

    def compiled(self, seconds: float, error: str | None, optimised: bool, object: bytes | None, address: int) -> None:
        """The core has its machine code, or none. `optimised`: it replaces code that was made quickly. `object`: what
        LLVM has made, if it has just made it; `address`: where the machine code is."""
        counters.waiting -= self.expected
        self.expected = 0.0
        if error in REFUSED:
            counters.refused(self.what, error)
            return
        if error is not None:
            counters.failed(self.what, error)
            if policy.checking():
                print(f"{self.what}: {error}", file=sys.stderr)
            return
        recalled = self.kept.object if object is None and self.kept is not None else b""
        perf_map.note(address, object or recalled, self.what)
        if object is None and not self.copied:
            counters.recalled += 1
            log.say(f"recalled {self.what}: {self.instructions} instructions, {len(self)} exits")
            return
        if object is not None:
            counters.seconds += seconds
            if self.kept is not None:
                self.kept.made(object, seconds, self.quick and not optimised)
        if optimised:
            counters.optimised += 1
            log.say(f"optimised {self.what}: {seconds * 1000:.1f} ms")
            return
        counters.compiled += 1
        if self.quick:
            counters.words += self.size
            counters.quick_seconds += seconds
        beside = " beside the program" if self.copied else ""
        log.say(
            f"compiled {self.what}: {self.instructions} instructions, {len(self)} exits, "
            f"{self.seconds * 1000:.1f} + {seconds * 1000:.1f} ms{beside}"
        )

    def compared(self, pairs: int, slower: int, given_up: bool) -> None:
        """It has taken turns with the interpreter, and was the slower one in some of the pairs."""
        counters.compared(pairs, slower)
        log.say(f"compared {self.what} with the interpreter: slower in {slower} of {pairs} turns")
        if self.kept is not None and not given_up:
            self.kept.compared(pairs, slower)
        if given_up:
            if self.knowledge is not None:
                self.knowledge.slower = True
            if self.kept is not None:
                self.kept.refuse(SLOWER)
            counters.refused(self.what, SLOWER)


class Counters:
    """For --stats."""

    def __init__(self) -> None:
        self.compiled = 0
        self.optimised = 0
        self.recalled = 0  # of what earlier processes have kept
        self.given_up: dict[str, int] = {}
        self.seconds = 0.0  # in LLVM
        self.quick_seconds = 0.0  # of these, for code that was to be made quickly
        self.waiting = 0.0  # that LLVM will probably take for what has been asked of it
        self.building = 0.0  # on the program's time: importing the compiler, and up to LLVM's text form
        self.copied = 0.0  # seconds of processor time that copies of the process have used (offload.py)
        self.internal_errors: dict[str, int] = {}
        self.begun = False  # whether anything has been built
        self.built = 0  # words of what was built after that
        self.built_seconds = 0.0  # that these took
        self.words = 0  # of what was made quickly
        self.trials = 0
        self.won = 0  # of these

    def stats(self) -> dict[str, Any]:
        return {
            "compiled": self.compiled,
            "optimised": self.optimised,
            "recalled": self.recalled,
            "compile_seconds": self.seconds,
            "build_seconds": self.building,
            "beside_seconds": self.copied,
            "given_up": dict(self.given_up),
            "internal_errors": dict(self.internal_errors),
        }

    def note_copied(self, words: int, building: float, used: float) -> None:
        """A copy has built something, and used so much processor time in all."""
        self.copied += used
        self.built += words
        self.built_seconds += building

    def compared(self, pairs: int, slower: int) -> None:
        """Native code has taken turns with the interpreter."""
        self.trials += 1
        self.won += slower * policy.WINNING <= pairs

    def refused(self, what: str, reason: str) -> None:
        """Something is left to the interpreter, for good."""
        self.given_up[reason] = self.given_up.get(reason, 0) + 1
        log.say(f"left to the interpreter: {what}: {reason}")

    def failed(self, what: str, error: str) -> None:
        """The compiler has failed."""
        self.internal_errors[error] = self.internal_errors.get(error, 0) + 1
        log.say(f"internal error: {what}: {error}")

    def note_built(self, words: int, seconds: float) -> None:
        """Something has been built, or refused on the way. (The first time most of that is importing the compiler,
        which says nothing about the next.)"""
        self.building += seconds
        if self.begun:
            self.built += words
            self.built_seconds += seconds
        self.begun = True

    def worth(self) -> float:
        """Which part of the budget compiling is worth, as far as the trials have shown."""
        unknown = policy.TRIALS_UNKNOWN
        return max(policy.LEAST_WORTH, (self.won + unknown) / (self.trials + unknown))

    def expected(self, words: int, quick: bool) -> tuple[float, float]:
        """How long building so many words, and LLVM's work on them, will probably take."""
        known = self.compiled >= 3 and self.words > 0 and self.built > 0
        building = self.built_seconds / self.built if known else policy.PER_WORD
        job = self.quick_seconds / self.words if known else policy.PER_WORD_BESIDE
        loading = 0.0 if self.compiled else policy.LOADING
        return building * words, job * words * (1.0 if quick else policy.OPTIMISING) + loading


counters = Counters()
