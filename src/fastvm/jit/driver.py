"""What the native core calls when a function or a loop is hot, or when its native code keeps failing.

Puts the steps together: feedback, HIR, passes, LLVM's form, machine code. Whatever goes wrong here leaves the unit to
the interpreter; nothing that the program does depends on it.
"""

from __future__ import annotations

import sys
import time
import weakref
from types import CodeType
from typing import Any

from . import log, passes, policy
from .build import Unsupported, build
from .build.builder import BuilderBase
from .codegen import Machine, assemble, assembly
from .feedback import View
from .hir.check import check
from .hir.graph import Function
from .hir.text import show
from .llvm.lower_builtins import Lower

#: What the core gets: address, exits, their rows, after how many failures to ask again, what keeps it alive.
Answer = tuple[int, bytes, bytes, int, Machine]
History = tuple[Machine, list[int]]


#: What operations that make code faster begin with, and those that are calls of the core.
GAINS = tuple(
    """int_ double_ compare_ list_ tuple_ field str_ slot_ class_ dict_ set_ new_ next_of length contains is_instance
    ord_of chr_of call_plain call_view slice_of iterate""".split()
)
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
        self.seconds = 0.0
        self.internal_errors: dict[str, int] = {}
        self.instructions = 0

    def expected(self, instructions: int) -> float:
        """How long compiling so many instructions will probably take."""
        if self.instructions < 50:
            return policy.PER_INSTRUCTION * instructions
        return self.seconds / self.instructions * instructions


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
) -> Answer | int | None:
    """Native code for a unit (`pc` -1) or for the loop whose header is at `pc`. None: never; a number: ask again
    later."""
    name = code.co_qualname
    known = _known(code, pc)
    view = View(name, words, exceptions, constants, nlocals, nregs, live)
    if history is not None:
        _learn(known, view, *history)
    view.generic, view.broad, view.pinned = known.generic, known.broad, known.pinned
    view.fixed, view.mortal = known.fixed, known.mortal
    known.versions += 1
    what = name if pc < 0 else f"the loop at {pc} of {name}"
    if policy.too_early(counters.seconds, counters.expected(len(view.words))):
        known.versions -= 1
        return policy.ASK_AGAIN
    started = time.perf_counter()
    try:
        if known.versions > policy.VERSIONS:
            raise Unsupported("its guards keep failing")
        if known.missing and not policy.testing():
            raise Unsupported("it goes back to the interpreter too often")
        _suitable(view, pc)
        machine, exits, rows = _compile(view, None if pc < 0 else pc)
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
    seconds = time.perf_counter() - started
    counters.compiled += 1
    counters.seconds += seconds
    counters.instructions += len(view.words)
    again = f" (version {known.versions})" if known.versions > 1 else ""
    log.say(f"compiled {what}{again}: {len(view.words)} instructions, {len(machine)} exits, {seconds * 1000:.1f} ms")
    return machine.address, exits, rows, policy.FAILURES, machine


def _learn(known: Knowledge, view: View, failed: Machine, hits: list[int]) -> None:
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
        elif place not in known.broad and _base(view, place) in ("GETATTR", "GETMETHOD"):
            known.broad.add(place)
        else:
            known.generic.add(place)
        log.say(f"  exit at {place} ({reason}) taken {count} times")


def _base(view: View, place: int) -> str:
    row = view.at[place].row
    return row.base or row.name


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


def _compile(view: View, entry: int | None) -> tuple[Machine, bytes, bytes]:
    builder = build(view, entry)
    try:
        return _finish(view, entry, builder)
    finally:
        # Cycles would never be found: the collector does not look at what the compiler makes.
        builder.function.dismantle()
        builder.__dict__.clear()


def _finish(view: View, entry: int | None, builder: BuilderBase) -> tuple[Machine, bytes, bytes]:
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
        log.dump("hir", function.name, show(function))
    if log.wants("llvm", view.name):
        log.dump("llvm", function.name, text)
    if log.wants("asm", view.name):
        log.dump("asm", function.name, assembly(text))
    exits, rows = lower.packed_exits()
    machine = assemble(text, len(lower.exits), policy.checking())
    machine.known = b"".join(address.to_bytes(8, sys.byteorder) for address in function.known)
    machine.places = [(known.state.pc, known.state.reason, known.state.register) for known in lower.exits]
    return machine, exits, rows


def _checked(name: str, function: Function) -> None:
    try:
        check(function)
    except Exception as error:
        raise AssertionError(f"after {name}: {error}\n{show(function)}") from error


def stats() -> dict[str, Any]:
    return {
        "compiled": counters.compiled,
        "compile_seconds": counters.seconds,
        "given_up": dict(counters.given_up),
        "internal_errors": dict(counters.internal_errors),
    }
