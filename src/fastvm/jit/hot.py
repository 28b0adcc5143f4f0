"""What the native core asks when a function or a loop is hot, or when its native code keeps failing.

Most short programs come only this far: what is imported here is imported by all that have a loop of some hundred
rounds. As long as nothing is kept of a source file (kept/), and code is not hot enough to be compiled, no more is
needed.
"""

from __future__ import annotations

from fastvm import _core, engine

from . import policy
from .kept.paths import is_kept

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
_loaded = False  # what recalls kept code


def _may_recall() -> bool:
    return policy.keeping() and (_loaded or policy.time_to_recall())


def forget_waiting() -> None:
    """Who asks again is treated as one that asks for the first time."""
    _waited.clear()


def request(code: CodeType, pc: int, *rest: Any) -> Any:
    """Native code for a unit (`pc` -1), for the loop whose header is at `pc`, or for a generator together with what
    consumes it (`pc` -2 and down: policy.CONSUMERS). None: never; False: as it does not look worth compiling. A number,
    of calls or rounds or (a float) of seconds: it is too early, ask again then."""
    global _loaded
    if len(_waited) > _MOST_WAITING:
        forget_waiting()
    key = id(code), pc
    waited = _waited.setdefault(key, _first)
    enough = policy.threshold(pc)
    if waited < enough and not (_may_recall() and is_kept(code.co_filename)):
        _waited[key] = enough
        return enough - waited
    _loaded = True
    from .requests import request

    answer = request(waited, code, pc, *rest)
    if isinstance(answer, int):
        _waited[key] = waited + answer
    return answer
