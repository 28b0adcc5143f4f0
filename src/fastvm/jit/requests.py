"""Requests for native code: first what earlier processes have kept (kept/), again and again while the interpreter
learns what they knew; then the compiler (driver.py), whose modules are not imported before.
"""

from __future__ import annotations

from time import thread_time

from fastvm import _core

from . import log, policy
from .codegen import library
from .kept.entries import Request
from .learning import known_of, learn
from .plans import counters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType

    from .plans import Answer, History

library()
_core.set_trials(*policy.trials())
_core.set_budget(*policy.budget(0.0))
_imported = False


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
    global _imported
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
        found = asked.recall(known, missed)
        if isinstance(found, str):
            counters.give_up(found)
            log.say(f"left to the interpreter: {code.co_qualname}, as before: {found}")
            return None
        if found is not None:
            known.versions += 1
            return found
    if history is None and waited < (enough := policy.threshold(pc)):
        return min(waited, enough - waited) if asked.known() else enough - waited
    if not size:
        return False
    # A generator's code with its consumer has no trials, after which it would be optimised.
    quick = policy.quick() and pc >= -1
    building, job = counters.expected(size, quick)
    building += counters.building + (0.0 if _imported else policy.IMPORTING)
    soonest = asked.too_early(building, counters.seconds + counters.waiting, job)
    if soonest > 0.0:
        return min(soonest, policy.LONGEST_PAUSE)
    _imported = True
    started = thread_time()
    from .driver import compile_unit

    counters.building += thread_time() - started
    answer = compile_unit(asked, known, words, exceptions, constants, sizes, live, size, quick, missed)
    asked.share_saved()
    if answer is not None:
        answer[4].expect(job)
    return answer
