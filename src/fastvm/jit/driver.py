"""What the native core calls when a function or a loop is hot, or when its native code keeps failing.

Puts the steps together: feedback, HIR, passes, LLVM's form, machine code. Whatever goes wrong here leaves the unit to
the interpreter; nothing that the program does depends on it.
"""

from __future__ import annotations

import sys
import time
import weakref
from types import CodeType

from . import log, passes, policy
from .build import Unsupported, build
from .build.builder import BuilderBase
from .codegen import assembly, find_library
from .feedback import View
from .hir.graph import Function
from .llvm.lower_items import Lower

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

find_library()


class Plan:
    """What is remembered of a version of native code. `len()` is the number of its exits."""

    def __init__(self, what: str, instructions: int) -> None:
        self.what = what
        self.instructions = instructions
        #: Objects known at compile time, as the core's `void* known[]` (vm_core/jit.pxi).
        self.known = b""
        self.places: list[tuple[int, str, int]] = []  # of each exit: pc, reason, register
        self.seconds = 0.0  # that making its text took

    def __len__(self) -> int:
        return len(self.places)

    def compiled(self, seconds: float, error: str | None) -> None:
        """The core has its machine code, or none."""
        if error is not None:
            counters.internal_errors[error] = counters.internal_errors.get(error, 0) + 1
            log.say(f"internal error: {self.what}: {error}")
            if policy.checking():
                print(f"{self.what}: {error}", file=sys.stderr)
            return
        counters.compiled += 1
        counters.seconds += seconds
        log.say(
            f"compiled {self.what}: {self.instructions} instructions, {len(self)} exits, "
            f"{self.seconds * 1000:.1f} + {seconds * 1000:.1f} ms"
        )


#: What the core gets: LLVM's text form, exits, their rows, after how many failures to ask again, what is remembered;
#: whether the text is to be verified, and whether to wait for the machine code.
Answer = tuple[bytes, bytes, bytes, int, Plan, bool, bool]
History = tuple[Plan, list[int]]


#: What operations that make code faster begin with, and those that are calls of the core.
GAINS = ("int_", "double_", "compare_", "list_", "tuple_", "field", "str_", "slot_", "class_")
CALLS = ("run",)


class Knowledge:
    """What earlier versions of a function or loop have taught."""

    def __init__(self) -> None:
        self.versions = 0
        self.missing = False  # it went back to the interpreter too often for want of a translation
        self.generic: set[int] = set()
        self.broad: set[int] = set()
        self.pinned: set[tuple[int, int]] = set()
        self.fixed: set[int] = set()
        self.mortal: set[int] = set()


class Counters:
    """For --stats."""

    def __init__(self) -> None:
        self.compiled = 0
        self.given_up: dict[str, int] = {}
        self.seconds = 0.0  # in LLVM
        self.building = 0.0  # on the program's time, up to LLVM's text form
        self.internal_errors: dict[str, int] = {}
        self.instructions = 0

    def expected(self, instructions: int) -> float:
        """How long compiling so many instructions will probably take."""
        if self.instructions < 50:
            return policy.PER_INSTRUCTION * instructions
        return self.building / self.instructions * instructions


counters = Counters()
_knowledge: dict[int, tuple[weakref.ref[CodeType], dict[int, Knowledge]]] = {}


def _known(code: CodeType, pc: int) -> Knowledge:
    """What is known of a unit or loop. Forgotten with the code object (which has no identity of its own as a key)."""
    key = id(code)
    if key not in _knowledge or _knowledge[key][0]() is not code:
        _knowledge[key] = (weakref.ref(code, lambda _: _knowledge.pop(key, None)), {})
    return _knowledge[key][1].setdefault(pc, Knowledge())


def compile_unit(
    code: CodeType,
    pc: int,
    words: bytes,
    exceptions: bytes,
    constants: tuple[object, ...],
    nlocals: int,
    nregs: int,
    live: list[object],
    history: History | None,
) -> Answer | int | float | None:
    """Native code for a unit (`pc` -1) or for the loop whose header is at `pc`. None: never. A number, of rounds or (a
    float) of seconds: it is too early, ask again then."""
    soonest = policy.too_early(counters.building, counters.seconds)
    if soonest > 0.0:
        return soonest
    if policy.too_large(counters.building, counters.expected(len(words) // 8)):
        return policy.ASK_AGAIN
    started = time.thread_time()
    name = code.co_qualname
    known = _known(code, pc)
    view = View(name, words, exceptions, constants, nlocals, nregs, live)
    if history is not None:
        _learn(known, view, *history)
    view.generic, view.broad, view.pinned = known.generic, known.broad, known.pinned
    view.fixed, view.mortal = known.fixed, known.mortal
    known.versions += 1
    what = name if pc < 0 else f"the loop at {pc} of {name}"
    try:
        if known.versions > policy.VERSIONS:
            raise Unsupported("its guards keep failing")
        if known.missing and not policy.testing():
            raise Unsupported("it goes back to the interpreter too often")
        _suitable(view, pc)
        text, plan, exits, rows = _compile(view, None if pc < 0 else pc)
    except Unsupported as reason:
        counters.given_up[str(reason)] = counters.given_up.get(str(reason), 0) + 1
        log.say(f"left to the interpreter: {what}: {reason}")
        return None
    except Exception as error:
        kind = f"{type(error).__name__}: {error}"
        counters.internal_errors[kind] = counters.internal_errors.get(kind, 0) + 1
        log.say(f"internal error: {what}: {kind}")
        if policy.checking():
            import traceback

            traceback.print_exc()
        return None
    finally:
        counters.building += time.thread_time() - started
        counters.instructions += len(words) // 8
    plan.seconds = time.thread_time() - started
    plan.what = what + (f" (version {known.versions})" if known.versions > 1 else "")
    return text, exits, rows, policy.FAILURES, plan, policy.checking(), policy.waiting()


def _learn(known: Knowledge, view: View, failed: Plan, hits: list[int]) -> None:
    """Widen what failed: its places are compiled without a guess from now on."""
    for (place, reason, register), count in zip(failed.places, hits):
        if count < policy.FAILURES_OF_PLACE:
            continue
        if reason == "missing":
            known.missing = True
        elif reason == "entry":
            known.pinned.add((place, register))
        elif reason == "hoisted":
            known.fixed.add(register)
        elif reason == "dies":
            known.mortal.add(place)
        elif place not in known.broad and (others := view.attributes_like(place)):
            known.broad |= others
        else:
            known.generic.add(place)
        log.say(f"  exit at {place} ({reason}) taken {count} times")


def _suitable(view: View, pc: int) -> None:
    """Raise Unsupported for units that are not compiled."""
    if len(view.words) > policy.MOST_WORDS:
        raise Unsupported("too large")
    small = len(view.words) < policy.LEAST_WORDS and not any(word.row.name == "JUMP_BACK" for word in view.words)
    if pc < 0 and small and not policy.testing():
        raise Unsupported("too small")
    if pc < 0 and any(word.row.name in ("RETURN_GENERATOR", "YIELD", "YIELD_FROM") for word in view.words):
        raise Unsupported("a generator or coroutine, whose frames are suspended")


def _paying(builder: BuilderBase, entry: int | None) -> None:
    """Raise Unsupported when the code would go back to the interpreter too soon to be worth it."""
    if policy.checking() or policy.testing():
        return
    calls = gains = 0
    for _, op in builder.function.ops():
        calls += op.name.startswith(CALLS)
        gains += op.name.startswith(GAINS)
    if calls > policy.MOST_CALLS * gains:
        raise Unsupported("mostly calls")
    if entry is not None:
        inside = [reason for place, reason in builder.missing.items() if builder.members and place in builder.members]
        if len(inside) > policy.MISSING_IN_LOOP:
            raise Unsupported(f"the loop goes back to the interpreter for {inside[0]}")


def _compile(view: View, entry: int | None) -> tuple[bytes, Plan, bytes, bytes]:
    builder = build(view, entry)
    try:
        return _finish(view, entry, builder)
    finally:
        # Cycles would never be found: the collector does not look at what the compiler makes.
        builder.function.dismantle()
        builder.__dict__.clear()


def _finish(view: View, entry: int | None, builder: BuilderBase) -> tuple[bytes, Plan, bytes, bytes]:
    """From HIR on."""
    _paying(builder, entry)
    function = builder.function
    function.fixed = view.fixed
    if policy.checking():
        _checked("build", function)
        passes.run(function, _checked)
    else:
        passes.run(function)
    lower = Lower(function, view, policy.stress())
    text = lower.run()
    if log.wants("hir", view.name):
        from .hir.text import show

        log.dump("hir", function.name, show(function))
    if log.wants("llvm", view.name):
        log.dump("llvm", function.name, text)
    if log.wants("asm", view.name):
        log.dump("asm", function.name, assembly(text))
    exits, rows = lower.packed_exits()
    plan = Plan(view.name, len(view.words))
    plan.known = b"".join(address.to_bytes(8, sys.byteorder) for address in function.known)
    plan.places = [(known.state.pc, known.state.reason, known.state.register) for known in lower.exits]
    return text.encode(), plan, exits, rows


def _checked(name: str, function: Function) -> None:
    from .hir.check import check
    from .hir.text import show

    try:
        check(function)
    except Exception as error:
        raise AssertionError(f"after {name}: {error}\n{show(function)}") from error


def stats() -> dict[str, Any]:
    return {
        "compiled": counters.compiled,
        "compile_seconds": counters.seconds,
        "build_seconds": counters.building,
        "given_up": dict(counters.given_up),
        "internal_errors": dict(counters.internal_errors),
    }
