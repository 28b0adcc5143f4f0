"""What failed guards have taught about a function or loop, for its next version."""

from __future__ import annotations

from . import log, policy
from .memories import memory_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType

    from .plans import Plan

#: A place, however a function was compiled: the words of the inlined calls that lead to it, and its own.
Path = tuple[int, ...]


class Learned:
    """What earlier versions of a function or loop have taught.

    generic:  places (words) whose speculation failed before: compiled without one.
    broad:    of these, those that are tried with a guess that suits more classes first.
    searched: of these, those where that was not all classes either: what they want is looked up.
    renewed:  places of globals whose module has got other names: they are taken to stay as they are then.
    pinned:   (loop header, register) pairs that were not always the number they had been.
    fixed:    places whose guards are not moved in front of a loop: that failed before.
    mortal:   places whose old values often die, with what they hold.
    varying:  places whose globals were taken for constants, and are none; those that unpack what was to be drawn
              without a tuple, and could not; and calls whose result was no number.
    foreign:  places that met objects on which the host's operations may run code (build/plain.py).
    """

    def __init__(self) -> None:
        self.generic: set[Path] = set()
        self.pinned: set[tuple[Path, int]] = set()
        self.fixed: set[Path] = set()
        self.broad: set[Path] = set()
        self.mortal: set[Path] = set()
        self.varying: set[Path] = set()
        self.foreign: set[Path] = set()
        self.searched: set[Path] = set()
        self.renewed: set[Path] = set()


#: An exit: its path (jit/feedback.py), reason and register; of a guard that was moved, where it comes from.
Place = tuple[tuple[int, ...], str, int, tuple[int, ...]]


class Knowledge(Learned):
    """What earlier versions of a function or loop have taught."""

    def __init__(self) -> None:
        super().__init__()
        self.versions = 0
        self.slower = False  # than the interpreter
        self.missing = False  # it went back to the interpreter too often for want of a translation


def known_of(code: CodeType, pc: int) -> Knowledge:
    """What is known of a unit or loop."""
    return memory_of(code).places.setdefault(pc, Knowledge())


#: Reasons of exits that tell about the objects at a place, whoever calls: by each, what remembers the place. What one
#: copy of an instruction has learned so (the function's own, or one that was built in the place of a call) holds for
#: the others when they are next made. (Types are learned by each copy alone: they are the callers'.)
SHARED = {"dies": "mortal", "varies": "varying", "foreign": "foreign"}


def learn_from_others(known: Learned, code: CodeType, path: Path) -> None:
    """A copy of some code is going to be built, by these calls: what others have learned of it is known, too."""
    for name, word in memory_of(code).shared:
        getattr(known, name).add((*path, word))


def learn(known: Knowledge, failed: Plan, hits: list[int]) -> None:
    """Widen what failed: its places are compiled without a guess from now on."""
    if failed.learned:
        return
    failed.learned = True
    most = max(hits, default=0)
    enough = max(policy.FAILURES_OF_PLACE, min(sum(hits) // policy.SHARE_OF_PLACE, most))
    for (place, reason, register, origin), count in zip(failed.places, hits):
        if count < enough:
            continue
        if reason == "missing" and len(place) > 1:
            known.generic.add(place[:-1])  # the call is not inlined any more
        elif reason == "missing":
            known.missing = True
        elif reason == "entry":
            known.pinned.add((place, register))
        elif reason == "hoisted":
            known.fixed.add(origin)
        elif reason in SHARED:
            getattr(known, SHARED[reason]).add(place)
            if place[:-1] in failed.memories:
                failed.memories[place[:-1]].shared.add((SHARED[reason], place[-1]))
        elif reason == "result":
            known.varying.add(origin)
        elif place in failed.globals and place not in known.renewed:
            known.renewed.add(place)
        elif place not in known.broad and reason != "several" and (others := failed.alike.get(place)):
            known.broad |= others
        elif place not in known.searched and failed.alike.get(place):
            known.searched.add(place)
        else:
            known.generic.add(place)
        log.say(f"  exit at {'.'.join(map(str, place))} ({reason}) taken {count} times")
