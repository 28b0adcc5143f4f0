"""What the native core asks when a function or a loop is hot, or when its native code keeps failing.

Most short programs come only this far: what is imported here is imported by all that have a loop of some hundred
rounds. As long as nothing useful is kept of a source file (kept/), and code is not hot enough to be compiled, no more
is needed.
"""

from __future__ import annotations

import sys

from fastvm import _core, engine

from . import policy
from .kept.header import any_useful, is_useful, times_stayed
from .waiting import Waiting, put_off, put_off_until_later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any

_first = min(policy.threshold(0), engine.FIRST_LOOK)
_core.set_jit(engine.request_native, _first, _first, policy.choosy())
#: After how many calls or rounds a unit or loop is asked for. (A code object that has another one's identity waits for
#: as long as that would.)
_waited: dict[tuple[int, int], int] = {}
_MOST_WAITING = 10000
#: The identities of code objects of which a loop is hot. Then the function is, too: it is asked for if it is called
#: again and again.
_looping: set[int] = set()
#: Source files of which something was asked for: what recalls kept code has been imported, and sees to their files.
_asked: set[str] = set()


def _may_recall() -> bool:
    return policy.keeping() and (bool(_asked) or policy.time_to_recall())


def forget_waiting() -> None:
    """Who asks again is treated as one that asks for the first time."""
    _waited.clear()
    _looping.clear()


def _too_early(size: int) -> float:
    """How many seconds the process has to run yet before it pays to compile the first code, of so many words."""
    building = policy.IMPORTING + policy.PER_WORD * size
    job = policy.LOADING + policy.PER_WORD_BESIDE * size
    if policy.offloading() and (copying := policy.copying()) < building:
        return policy.too_early_to_copy(policy.RECALLING + copying, 0.0, building + job, 1.0)
    return policy.too_early(building, 0.0, job, 1.0)


def leave_work() -> None:
    """At the end of the process: what there was no time for is compiled afterwards."""
    budget = policy.afterwards()
    if not budget or sys.dont_write_bytecode:
        return
    waiting = list(put_off.values())
    to_optimise = False
    if _asked:
        from . import offload
        from .kept.entries import to_be_optimised

        waiting += offload.unfinished()
        to_optimise = to_be_optimised()
    waiting = [each for each in waiting if times_stayed(each.source) < policy.MOST_STAYED]
    if waiting or to_optimise:
        _core.stay_behind(lambda: _work_afterwards(waiting, budget), int(budget) + policy.LONGEST_COMPILATION)


def _work_afterwards(waiting: list[Waiting], budget: float) -> None:
    from . import afterwards

    afterwards.work(waiting, budget)


def _put_off(code: CodeType, pc: int, rest: tuple[Any, ...]) -> None:
    """It is too early for what is asked for. `rest`: as of requests.request."""
    words, exceptions, constants, nlocals, nregs, slots, live, _, globals, missed, size = rest
    sizes = nlocals, nregs + (pc < -1), slots
    put_off_until_later(Waiting(code, pc, words, exceptions, constants, sizes, live, globals, missed, size))


def _say_passed(code: CodeType, pc: int) -> None:
    from . import log

    log.say(f"passed over: {code.co_qualname if pc < 0 else f'the loop at {pc} of {code.co_qualname}'}")


def request(code: CodeType, pc: int, *rest: Any) -> Any:
    """Native code for a unit (`pc` -1), for the loop whose header is at `pc`, or for a generator together with what
    consumes it (`pc` -2 and down: policy.CONSUMERS). The last arguments: whether native code calls it directly again
    and again, and there is none; and how many words there are to be compiled, 0 if it does not look worth it.

    None: never; False: as it does not look worth compiling; True: when there are news of the copy of the process that
    compiles (offload.py). A number, of calls or rounds or (a float) of seconds: it is too early, ask again then."""
    if len(_waited) > _MOST_WAITING:
        forget_waiting()
    key = id(code), pc
    waited = _waited.setdefault(key, _first)
    enough = policy.threshold(pc)
    if pc == -1 and id(code) in _looping:
        waited = _waited[key] = max(waited, enough)
    if waited < enough and not (_may_recall() and is_useful(code.co_filename)):
        _waited[key] = enough
        return enough - waited
    if pc >= 0 and waited >= enough:
        _looping.add(id(code))
    source = code.co_filename
    if not is_useful(source):
        size = rest[-1]
        if not size:
            _say_passed(code, pc)
            return False
        soonest = _too_early(size)
        again = key in put_off
        if soonest > 0.0:
            _put_off(code, pc, rest)
        if soonest > 0.0 and again and not any_useful():
            return min(soonest, policy.LONGEST_PAUSE)
        if soonest > 0.0:  # but others need not wait: they may be recalled, or are yet to be put off, too
            later = max(_first, waited // 4)
            _waited[key] = waited + later
            return later
    _asked.add(source)
    from .requests import request

    answer = request(waited, code, pc, *rest)
    if answer is False:
        _say_passed(code, pc)
    elif answer is not True and isinstance(answer, int):
        _waited[key] = waited + answer
    return answer
