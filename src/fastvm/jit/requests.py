"""Requests for native code: first what earlier processes have kept (kept/), again and again while the interpreter
learns what they knew; then the compiler (driver.py), whose modules are not imported before: in a copy of the process
(offload.py) or here.
"""

from __future__ import annotations

from fastvm import _core

from . import importing, offload, policy
from .codegen import library
from .kept.entries import Request
from .learning import known_of, learn
from .plans import counters
from .waiting import put_off, put_off_until_later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType

    from .learning import Knowledge
    from .plans import Answer, History

library()
_core.set_trials(*policy.trials())
_core.set_budget(*policy.budget())


def request(
    waited: int,
    code: CodeType,
    pc: int,
    words: bytes,
    exceptions: bytes,
    constants: tuple[object, ...],
    nlocals: int,
    nregs: int,
    slots: int,
    live: list[object],
    history: History | None,
    globals: dict[str, object] | None,
    missed: bool,
    size: int,
) -> Answer | int | float | None:
    """Native code, as hot.request says. `waited`: after so many calls or rounds it is asked for; `missed`: as in
    driver.compile_unit; `size`: how many words there are to be compiled, about, or 0 where that does not look worth
    it."""
    if offload.awaited(code, pc):
        return True
    known = known_of(code, pc)
    if missed:
        known.slower = False  # (that was in calls by the interpreter)
    if history is not None:
        learn(known, *history)
        failed = history[0]
        if failed.kept is not None:
            failed.kept.supersede(known)
    sizes = nlocals, nregs + (pc < -1), slots  # what a consumer has made is one more register
    asked = Request(code, pc, words, exceptions, constants, sizes, live, globals)
    if asked.useless() and not missed and not policy.time_for_doubtful():
        return policy.DOUBTFUL_PAUSE
    if not (known.slower or known.missing or known.versions >= policy.VERSIONS):
        found = offload.take(asked, known, missed) or asked.recall(known, missed)
        if found is not None:
            return _taken(asked, known, found)
    if history is None and waited < (enough := policy.threshold(pc)):
        return min(waited, enough - waited) if asked.known() else enough - waited
    if not size:
        return False
    job = offload.Job(asked, size, missed)
    first = put_off.pop(job.key, None) is None
    if offload.wanted(code, pc):
        begun = offload.begin(job)
        if begun is True and policy.waiting():
            found = offload.waited_for(asked, known, missed)
            if found is not None:
                return _taken(asked, known, found)
        elif begun is not None:
            return begun if begun is True else _put_off(job, waited, begun, first)
    answer = _compiled(job)
    return _put_off(job, waited, answer, first) if isinstance(answer, float) else answer


def _put_off(job: offload.Job, waited: int, soonest: float, first: bool) -> int | float:
    """It is too early for it, by so many seconds: that holds for everything, but others are to be put off, too."""
    put_off_until_later(job.waiting())
    return max(1, waited // 4) if first else soonest


def _taken(asked: Request, known: Knowledge, found: Answer | str | list[str]) -> Answer | None:
    """What another process has made, or what came of it."""
    if isinstance(found, str):
        counters.refused(asked.what(), found)
        return None
    if isinstance(found, list):
        counters.failed(asked.what(), found[0])
        return None
    known.versions += 1
    return found


def _compiled(job: offload.Job) -> Answer | float | None:
    """Native code that is compiled here and now, if there is time for it."""
    asked = job.asked
    building, beside = counters.expected(job.size, job.quick)
    building += counters.building + importing.to_come()
    soonest = policy.too_early(building, counters.seconds + counters.waiting, beside, counters.worth())
    if soonest > 0.0:
        return min(soonest, policy.LONGEST_PAUSE)
    driver = importing.driver()
    try:
        answer: Answer = driver.compile_unit(asked, job.known, job.size, job.quick, job.missed)
    except driver.Unsupported as reason:
        counters.refused(asked.what(), str(reason))
        return None
    except Exception as error:
        counters.failed(asked.what(), f"{type(error).__name__}: {error}")
        if policy.checking():
            import traceback

            traceback.print_exc()
        return None
    answer[4].expect(beside)
    return answer
