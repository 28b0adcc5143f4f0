"""Compiling in a copy of the process, while the program goes on (vm_core/compiler/offload.h).

The copy has the whole compiler and all that the program is made of. What it makes it says in terms that hold in other
processes, as for the files that are kept (kept/): the program takes it over as it recalls what earlier processes have
left, when the function or loop asks again. So whatever the copy has changed for itself while it compiled (versions of
types, what has been learned) is of no account.

What comes of a unit or loop is one of these:

- an entry (kept/entries.py): native code, or why there is none
- a string: why there is none, which holds for this process only
- a list of a string: an error of the compiler's
- None: it cannot be said what the code depends on, so it has to be compiled here
"""

from __future__ import annotations

import marshal
from time import process_time

from fastvm import _core, engine

from . import importing, policy
from .kept.entries import Request
from .kept.facts import SameFacts
from .kept.file import file_of
from .learning import known_of
from .plans import REFUSED, counters
from .waiting import Waiting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, ModuleType
    from typing import Any

    from .learning import Knowledge
    from .plans import Answer
    from .waiting import Key

    #: The job, what has come of it, the numbers that its answers have named with its units (kept/facts.py: SameFacts),
    #: and how many seconds building took.
    Result = tuple["Waiting", Any, Any, float]

_DIED = "the process that compiled it has died"
#: What the copy is making.
_making: dict[Key, Waiting] = {}
#: What is asked for while it does: the next copy's work.
_waiting: dict[Key, Waiting] = {}
_MOST_WAITING = 16
#: What it has made, until that is asked for; the newest.
_made: dict[Key, Result] = {}
_MOST_MADE = 64
#: How often what had been made was no longer of use when it was asked for. After _OUTDATED times it is compiled here.
_outdated: dict[Key, int] = {}
_MOST_OUTDATED = 10000
_OUTDATED = 2


class Job:
    """Something to be compiled: a request, and what compile_unit wants to know besides."""

    def __init__(self, asked: Request, size: int, missed: bool) -> None:
        self.asked = asked
        self.known: Knowledge = known_of(asked.code, asked.pc)
        self.size = size
        # (A generator's code with its consumer has no trials, after which it would be optimised.)
        self.quick = policy.quick() and asked.pc >= -1
        self.missed = missed
        self.key: Key = (id(asked.code), asked.pc)

    def waiting(self) -> Waiting:
        """What keeps nothing of the program alive."""
        asked = self.asked
        seen = asked.words, asked.exceptions, asked.constants, asked.sizes, asked.live, asked.globals
        return Waiting(asked.code, asked.pc, *seen, self.missed, self.size)


def job_of(waiting: Waiting, words: bytes | None = None) -> Job | None:
    """As Waiting.request."""
    request = waiting.request(words)
    return Job(Request(*request), waiting.size, waiting.missed) if request is not None else None


def wanted(code: CodeType, pc: int) -> bool:
    """Whether this is to be compiled in a copy."""
    return policy.offloading() and not engine.jit_dump and _outdated.get((id(code), pc), 0) < _OUTDATED


def awaited(code: CodeType, pc: int) -> bool:
    """Whether the copy is at it, or the next one will be."""
    collect()
    key = id(code), pc
    return key in _making or bool(_making) and key in _waiting


def begin(job: Job) -> bool | float | None:
    """Have it compiled. True: it will be there (or it was put off: ask again when there are news); a number of seconds:
    it is too early; None: it has to be compiled here."""
    if _making:
        if len(_waiting) < _MOST_WAITING:
            _waiting[job.key] = job.waiting()
        return True
    _waiting.pop(job.key, None)
    jobs = [job, *[found for each in _waiting.values() if (found := job_of(each)) is not None]]
    to_import = importing.to_come()
    building, beside = counters.expected(sum([each.size for each in jobs]), True)
    copying = policy.copying()
    if copying > building + to_import and not policy.testing():
        return None
    worth = counters.worth()
    beside += to_import + building
    soonest = policy.too_early_to_copy(counters.building + copying, counters.copied, beside, worth)
    if soonest > 0.0:
        return min(soonest, policy.LONGEST_PAUSE)
    if to_import and policy.too_early(counters.building + to_import, 0.0, 0.0, worth) <= 0.0:
        importing.driver()
    copied = _core.offload(lambda: _work(jobs))
    if copied:
        counters.building += copying
        _waiting.clear()
        _making.update({each.key: each.waiting() for each in jobs})
    return policy.COPY_PAUSE if copied is False else copied


def take(asked: Request, known: Knowledge, missed: bool) -> Answer | str | list[str] | None:
    """What has come of it: native code, why there is none, or the compiler's error. None: it is not there."""
    key = id(asked.code), asked.pc
    if key not in _made:
        return None
    job, made, recorded, building = _made.pop(key)
    if isinstance(made, (str, list)):
        return made if job.code() is asked.code else None
    found = None
    if made is not None:
        values, skeletons = recorded
        facts = SameFacts(asked.code, asked.words, asked.globals, job.live(), values)
        found = asked.adopt(made, facts, known, missed and not job.missed)
        if facts.skeletons != skeletons:
            found = None
    if found is None:
        if len(_outdated) > _MOST_OUTDATED:
            _outdated.clear()
        _outdated[key] = _OUTDATED if made is None else _outdated.get(key, 0) + 1
    elif isinstance(found, tuple):
        plan = found[4]
        plan.copied, plan.seconds = True, building
    return found


def waited_for(asked: Request, known: Knowledge, missed: bool) -> Answer | str | list[str] | None:
    """What comes of it, when it is there."""
    _core.wait_for_copy()
    collect()
    return take(asked, known, missed)


def collect() -> None:
    """See what the copy has made."""
    if not _making:
        return
    records, done = _core.published()
    for record in records:
        key, made, recorded, size, building, used = marshal.loads(record)
        job = _making.pop(key)
        file = file_of(job.source) if policy.keeping() else None
        if file is not None and isinstance(made, tuple):
            file.replace(job.unit, None, made)
        counters.note_copied(size, building, used)
        _made[key] = job, made, recorded, building
    if done is None:
        _making.clear()
    elif done:
        _made.update({key: (job, [_DIED], None, 0.0) for key, job in _making.items()})
        _making.clear()
    while len(_made) > _MOST_MADE:
        del _made[next(iter(_made))]


def unfinished() -> list[Waiting]:
    """At the end: what is in the making, and what waits."""
    return [*_making.values(), *_waiting.values()]


def _work(jobs: list[Job]) -> None:
    """In the copy, which has no file to write its log to."""
    engine.jit_log = False
    driver = importing.driver()
    counters.begun = True
    used = 0.0
    for job in jobs:
        built = counters.built_seconds
        made = make(job, driver)
        recorder = job.asked.recorded
        recorded = None if recorder is None else (recorder.values, recorder.skeletons)
        now = process_time()
        rest = job.size, counters.built_seconds - built, now - used
        used = now
        if not _core.publish(marshal.dumps((job.key, made, recorded, *rest))):
            _core.publish(marshal.dumps((job.key, None, None, *rest)))


def make(job: Job, driver: ModuleType) -> Any:
    """In a copy: compile it, and have it kept. What comes of it."""
    asked = job.asked
    asked.copied = True
    try:
        answer = driver.compile_unit(asked, job.known, job.size, job.quick, job.missed)
        plan = answer[4]
        if plan.kept is None:
            return None
        plan.kept.made(*_core.compile_object(answer[0], plan.quick), plan.quick)
        return plan.kept.entry if plan.kept.object else None
    except driver.Unsupported as reason:
        return asked.refusal or str(reason)
    except Exception as error:
        return str(error) if str(error) in REFUSED else [f"{type(error).__name__}: {error}"]
