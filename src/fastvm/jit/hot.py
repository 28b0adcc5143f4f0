"""What the native core asks when a function or a loop is hot, or when its native code keeps failing.

First what earlier processes have kept (kept/), again and again while the interpreter learns what they knew; then the
compiler (driver.py), whose modules are not imported before.
"""

from __future__ import annotations

import time

from fastvm import _core, engine

from . import log, policy
from .codegen import library
from .kept.entries import Request
from .learning import known_of, learn
from .plans import counters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType

    from .learning import Knowledge
    from .plans import Answer, History

library()
_core.set_trials(*policy.trials())
_core.set_budget(*policy.budget(0.0))
_core.set_jit(engine.request_native, *2 * [min(policy.threshold(0), engine.FIRST_LOOK)], policy.choosy())
_imported = False


def request(
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
    worth: bool,
) -> Answer | int | float | None:
    """Native code for a unit (`pc` -1), for the loop whose header is at `pc`, or for a generator together with what
    consumes it (`pc` -2 and down: policy.CONSUMERS). `worth`: whether it looks worth compiling. None: never; False: as
    it is not. A number, of rounds or (a float) of seconds: it is too early, ask again then."""
    global _imported
    known = known_of(code, pc)
    if history is not None:
        learn(known, *history)
    sizes = nlocals, nregs + (pc < -1), slots  # what a consumer has made is one more register
    asked = Request(code, pc, words, exceptions, constants, sizes, live, globals)
    if not (known.slower or known.missing or known.versions >= policy.VERSIONS):
        found = asked.recall(known)
        if isinstance(found, str):
            counters.give_up(found)
            log.say(f"left to the interpreter: {code.co_qualname}: {found}")
            return None
        if found is not None:
            known.versions += 1
            return found
    waiting = _waiting(asked, known) if history is None else 0
    if waiting or not worth:
        return waiting or False
    if not _imported:
        soonest = asked.too_early(policy.IMPORTING, 0.0, policy.LOADING)
        if soonest > 0.0:
            return soonest
        _imported = True
    started = time.thread_time()
    from .driver import compile_unit

    counters.building += time.thread_time() - started
    return compile_unit(asked, known, words, exceptions, constants, sizes, live)


def _waiting(asked: Request, known: Knowledge) -> int:
    """After how many more calls or rounds to ask again; 0: it is hot enough to be compiled."""
    enough = policy.threshold(asked.pc)
    if known.waited == 0:
        known.waited = min(enough, engine.FIRST_LOOK)
    step = enough - known.waited
    if asked.known():
        step = min(known.waited, step)
    known.waited += step
    return step
