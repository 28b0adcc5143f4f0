"""What the native core calls when a function or a loop is hot, or when its native code keeps failing.

Puts the steps together: feedback, HIR, passes, LLVM's form, machine code. Whatever goes wrong here leaves the unit to
the interpreter; nothing that the program does depends on it.
"""

from __future__ import annotations

import sys
import time
import weakref
from types import CodeType

from fastvm import _core
from fastvm.bytecode.instructions import OPCODES

from . import log, passes, policy
from .build import Unsupported, build
from .build.builder import BuilderBase
from .build.callees import Callees
from .codegen import assembly, find_library
from .feedback import Learned, Path, View
from .hir.graph import LEVEL, FrameState, Function
from .llvm.layouts import FRAME_DIRECT
from .llvm.lower_builtins import Lower

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .build.callees import Callee

find_library()
_core.set_trials(*policy.trials())
_core.set_budget(*policy.budget())


#: An exit: its path (jit/feedback.py), reason and register; of a guard that was moved, where it comes from.
Place = tuple[tuple[int, ...], str, int, tuple[int, ...]]


class Plan:
    """What is remembered of a version of native code. `len()` is the number of its exits."""

    def __init__(self, what: str, instructions: int) -> None:
        self.what = what
        self.instructions = instructions
        #: Objects known at compile time, as the core's `void* known[]` (vm_core/jit_code.pxi).
        self.known = b""
        self.places: list[Place] = []  # of each exit
        #: By place: those of instructions on attributes of the same local (View.attributes_like).
        self.alike: dict[Path, set[Path]] = {}
        self.size = 0  # in words, about
        self.quick = False  # whether its first code is made quickly
        self.seconds = 0.0  # that making its text took
        self.knowledge: Knowledge | None = None

    def __len__(self) -> int:
        return len(self.places)

    def compiled(self, seconds: float, error: str | None, optimised: bool) -> None:
        """The core has its machine code, or none. `optimised`: it replaces code that was made quickly."""
        if error == NO_ROOM:
            counters.give_up(error)
            log.say(f"left to the interpreter: {self.what}: {error}")
            return
        if error is not None:
            counters.internal_errors[error] = counters.internal_errors.get(error, 0) + 1
            log.say(f"internal error: {self.what}: {error}")
            if policy.checking():
                print(f"{self.what}: {error}", file=sys.stderr)
            return
        counters.seconds += seconds
        if optimised:
            counters.optimised += 1
            log.say(f"optimised {self.what}: {seconds * 1000:.1f} ms")
            return
        counters.compiled += 1
        if self.quick:
            counters.words += self.size
            counters.quick_seconds += seconds
        log.say(
            f"compiled {self.what}: {self.instructions} instructions, {len(self)} exits, "
            f"{self.seconds * 1000:.1f} + {seconds * 1000:.1f} ms"
        )

    def compared(self, pairs: int, slower: int, given_up: bool) -> None:
        """It has taken turns with the interpreter, and was the slower one in some of the pairs."""
        log.say(f"compared {self.what} with the interpreter: slower in {slower} of {pairs} turns")
        if given_up:
            if self.knowledge is not None:
                self.knowledge.slower = True
            counters.give_up("slower than the interpreter")
            log.say(f"left to the interpreter: {self.what}: slower than the interpreter")


#: The frame of an inlined call as the core gets it: code, level and word of the caller, first register, mark.
Inlined = tuple[CodeType | None, int, int, int, int]
#: What the core gets: LLVM's text form, exits, their rows, after how many failures to ask again, what is remembered;
#: whether the text is to be verified, whether to compile it quickly, and whether to wait for the machine code; inlined
#: frames, and how many slots they need on the data stack.
Answer = tuple[bytes, bytes, bytes, int, Plan, bool, bool, bool, list[Inlined], int]
History = tuple[Plan, list[int]]

JUMP_BACK = OPCODES["JUMP_BACK"]
#: Why the core has not compiled a text (vm_core/compiler/llvm.h).
NO_ROOM = "too little memory"


#: What operations that make code faster begin with, and those that are calls of the core.
GAINS = tuple(
    """enter int_ double_ compare_ list_ tuple_ field str_ slot_ class_ dict_ set_ new_ next_of length contains
    is_instance ord_of chr_of call_plain call_view call_quiet heap_ draw_ slice_of iterate suspend scalar_ container_
    format build item_of store_item delete_item tuple_of guard_unit""".split()
)
CALLS = ("run",)


class Knowledge(Learned):
    """What earlier versions of a function or loop have taught."""

    def __init__(self) -> None:
        super().__init__()
        self.versions = 0
        self.slower = False  # than the interpreter
        self.missing = False  # it went back to the interpreter too often for want of a translation


class Counters:
    """For --stats."""

    def __init__(self) -> None:
        self.compiled = 0
        self.optimised = 0
        self.given_up: dict[str, int] = {}
        self.seconds = 0.0  # in LLVM
        self.quick_seconds = 0.0  # of these, for code that was to be made quickly
        self.building = 0.0  # on the program's time: importing the compiler, and up to LLVM's text form
        self.internal_errors: dict[str, int] = {}
        self.built = 0  # words of what was built
        self.words = 0  # of what was made quickly

    def give_up(self, reason: str) -> None:
        self.given_up[reason] = self.given_up.get(reason, 0) + 1

    def expected(self, words: int, quick: bool) -> tuple[float, float]:
        """How long building so many words, and LLVM's work on them, will probably take."""
        known = self.compiled >= 3 and self.words > 0
        building = self.building / self.built if known else policy.PER_WORD
        job = self.quick_seconds / self.words if known else policy.PER_WORD_BESIDE
        loading = 0.0 if self.compiled else policy.LOADING
        return building * words, job * words * (1.0 if quick else policy.OPTIMISING) + loading


counters = Counters()
_knowledge: dict[int, tuple[weakref.ref[CodeType], dict[int, Knowledge]]] = {}


def _known(code: CodeType, pc: int) -> Knowledge:
    """What is known of a unit or loop. Forgotten with the code object (which has no identity of its own as a key)."""
    key = id(code)
    if key not in _knowledge or _knowledge[key][0]() is not code:
        _knowledge[key] = (weakref.ref(code, lambda _: _forget(key)), {})
    return _knowledge[key][1].setdefault(pc, Knowledge())


def _forget(key: int) -> None:
    _knowledge.pop(key, None)
    _kept.pop(key, None)


def compile_unit(
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
    globals: dict[str, object] | None = None,
) -> Answer | int | float | None:
    """Native code for a unit (`pc` -1), for the loop whose header is at `pc`, or for a generator together with what
    consumes it (`pc` -2 and down: policy.CONSUMERS). None: never. A number, of rounds or (a float) of seconds: it is
    too early, ask again then."""
    soonest = policy.too_early(counters.building, counters.seconds, 0.0)
    if soonest > 0.0:
        return soonest
    size = len(words) // 8 if pc < 0 else extent(words, pc)
    # A generator's code with its consumer has no trials, after which it would be optimised.
    quick = policy.quick() and pc >= -1
    building, job = counters.expected(size, quick)
    soonest = policy.too_early(counters.building + building, counters.seconds, job)
    if soonest > 0.0:
        return min(soonest, policy.LONGEST_PAUSE)
    started = time.thread_time()
    name = code.co_qualname
    known = _known(code, pc)
    if history is not None:
        _learn(known, *history)
    nregs += pc < -1  # what the consumer has made is one more register
    view = View(name, words, exceptions, constants, nlocals, nregs, live, slots, known, code=code)
    view.globals = globals
    if pc < -1:
        view.consumer = policy.CONSUMERS[-2 - pc]
    known.versions += 1
    what = name if pc < 0 else f"the loop at {pc} of {name}"
    if view.consumer:
        what = f"{view.consumer}() of {name}"
    try:
        if known.versions > policy.VERSIONS:
            raise Unsupported("its guards keep failing")
        if known.slower:
            raise Unsupported("slower than the interpreter")
        if known.missing and not policy.testing():
            raise Unsupported("it goes back to the interpreter too often")
        _suitable(view, pc)
        text, plan, exits, rows, inlined, reserved = _compile(view, None if pc < 0 else pc)
    except Unsupported as reason:
        counters.give_up(str(reason))
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
        counters.built += size
    plan.knowledge = known
    plan.size = size
    plan.seconds = time.thread_time() - started
    plan.what = what + (f" (version {known.versions})" if known.versions > 1 else "")
    plan.quick = quick
    how = policy.checking(), quick, policy.waiting()
    return text, exits, rows, policy.FAILURES, plan, *how, inlined, reserved


def extent(words: bytes, header: int) -> int:
    """About how many instructions a loop has: those up to its last back edge."""
    last = header
    for index in range(header, len(words) // 8):
        if words[8 * index] == JUMP_BACK:
            if index + 2 + int.from_bytes(words[8 * index + 4 : 8 * index + 8], "little", signed=True) == header:
                last = index
    return last - header + 1


def _learn(known: Knowledge, failed: Plan, hits: list[int]) -> None:
    """Widen what failed: its places are compiled without a guess from now on."""
    for (place, reason, register, origin), count in zip(failed.places, hits):
        if count < policy.FAILURES_OF_PLACE:
            continue
        if reason == "missing" and len(place) > 1:
            known.generic.add(place[:-1])  # the call is not inlined any more
        elif reason == "missing":
            known.missing = True
        elif reason == "entry":
            known.pinned.add((place, register))
        elif reason == "hoisted":
            known.fixed.add(origin)
        elif reason == "dies":
            known.mortal.add(place)
        elif reason == "varies":
            known.varying.add(place)
        elif reason == "foreign":
            known.foreign.add(place)
        elif reason == "result":
            known.varying.add(origin)
        elif place not in known.broad and (others := failed.alike.get(place)):
            known.broad |= others
        elif place not in known.searched and failed.alike.get(place):
            known.searched.add(place)
        else:
            known.generic.add(place)
        log.say(f"  exit at {'.'.join(map(str, place))} ({reason}) taken {count} times")


def _suitable(view: View, pc: int) -> None:
    """Raise Unsupported for units that are not compiled."""
    if len(view.words) > policy.MOST_WORDS:
        raise Unsupported("too large")
    small = len(view.words) < policy.LEAST_WORDS and not any(word.row.name == "JUMP_BACK" for word in view.words)
    if pc < 0 and small and not policy.testing():
        raise Unsupported("too small")
    if pc < 0 and view.beginning() is not None and not any(word.row.name == "YIELD" for word in view.words):
        raise Unsupported("a generator or coroutine that only delegates")
    if pc >= 0 and any(view.at[place].row.name == "YIELD" for place in view.loop(pc)):
        raise Unsupported("a generator's loop: its function is compiled")


def _paying(builder: BuilderBase, entry: int | None) -> None:
    """Raise Unsupported when the code would go back to the interpreter too soon to be worth it."""
    if policy.checking() or policy.testing():
        return
    calls = gains = 0
    often = {place for view in builder.views.values() for place in view.without_exceptions(_start(view, entry))}
    for _, op in builder.function.ops():
        if op.state is not None and op.state.pc not in often:
            continue  # in a handler
        calls += op.name.startswith(CALLS)
        gains += op.name.startswith(GAINS)
    if calls > policy.MOST_CALLS * gains:
        raise Unsupported("mostly calls")
    if entry is None:
        missing = [reason for place, reason in builder.missing.items() if place in often]
        if missing:
            raise Unsupported(f"it goes back to the interpreter for {missing[0]}")
    else:
        inside = [reason for place, reason in builder.missing.items() if builder.members and place in builder.members]
        if len(inside) > policy.MISSING_IN_LOOP:
            raise Unsupported(f"the loop goes back to the interpreter for {inside[0]}")


def _start(view: View, entry: int | None) -> int:
    """Where the code of a frame begins."""
    return view.level * LEVEL if view.level or entry is None else entry


def _compile(view: View, entry: int | None) -> tuple[bytes, Plan, bytes, bytes, list[Inlined], int]:
    builder = build(view, entry, CoreCallees(view))
    try:
        return _finish(view, entry, builder)
    finally:
        # Cycles would never be found: the collector does not look at what the compiler makes.
        builder.function.dismantle()
        builder.__dict__.clear()


def _finish(
    view: View, entry: int | None, builder: BuilderBase
) -> tuple[bytes, Plan, bytes, bytes, list[Inlined], int]:
    """From HIR on."""
    _paying(builder, entry)
    function = builder.function
    function.fixed |= view.fixed
    if policy.checking():
        _checked("build", function)
        passes.run(function, _checked)
    else:
        passes.run(function)
    lower = Lower(function, builder.views, policy.stress())
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
    plan.places = [_place(builder, plan, known.state) for known in lower.exits]
    return text.encode(), plan, exits, rows, *_inlined(builder)


#: By the identity of a code object: those of the code objects that its native code keeps alive, as it inlines them.
_kept: dict[int, set[int]] = {}


class CoreCallees(Callees):
    """What may be inlined into a unit, by the core."""

    def __init__(self, view: View) -> None:
        self.code = view.code

    def unit(self, address: int) -> Callee | None:
        found = _core.jit_callee(address)
        return found if found is not None and self._allowed(found[0]) else None

    def constructor(self, version: int) -> tuple[int, Callee] | None:
        found = _core.jit_constructor(version)
        return found if found is not None and self._allowed(found[1][0]) else None

    def called(self, address: int) -> Callee | None:
        return _core.jit_callee(address)

    def initialised(self, version: int) -> tuple[int, Callee] | None:
        return _core.jit_constructor(version)

    def object_at(self, address: int) -> object:
        return _core.known_object(address)

    def methods(self, name: str) -> list[tuple[Callee, tuple[int, ...]]]:
        return _core.jit_methods(name)

    def may_keep(self, callee: Callee) -> bool:
        return self._allowed(callee[0])

    def places(self, name: str, storing: bool) -> list[tuple[int, str, int]]:
        return _core.jit_places(name, storing)

    def version(self, cls: type) -> int:
        return _core.type_version(cls)

    def place(self, cls: type, name: str) -> tuple[str, int] | None:
        return _core.jit_place(cls, name)

    def place_at(self, version: int, name: str, storing: bool) -> tuple[str, int] | None:
        return _core.jit_place_at(version, name, storing)

    def operands(self, code: object, word: int) -> tuple[int, int] | None:
        return _core.jit_operands(code, word)

    def method(self, version: int, name: str, without: str) -> tuple[int, Callee] | None:
        found = _core.jit_method(version, name, without)
        return found if found is not None and self._allowed(found[1][0]) else None

    def property(self, version: int, name: str) -> tuple[int, Callee] | None:
        found = _core.jit_property(version, name)
        return found if found is not None and self._allowed(found[1][0]) else None

    def plain_class(self, version: int) -> bool:
        return _core.jit_plain_class(version)

    def inherited(self, version: int, code: CodeType, name: str) -> tuple[type, object, Callee | None] | None:
        return _core.jit_super(version, code, name)

    def _allowed(self, callee: CodeType) -> bool:
        """No ring of code objects may keep itself alive."""
        if callee is self.code:
            return True
        reached: set[int] = set()
        work = [id(callee)]
        while work:
            code = work.pop()
            if code not in reached:
                reached.add(code)
                work += _kept.get(code, ())
        return id(self.code) not in reached


def _place(builder: BuilderBase, plan: Plan, state: FrameState) -> Place:
    """An exit, in terms that hold for the next version too."""
    origin: Path = ()
    if state.reason in ("hoisted", "result"):
        origin = builder.views[state.register // LEVEL].path_to(state.register)
    view = builder.views[state.level]
    path = view.path_to(state.pc)
    if state.reason == "guard" and path not in plan.alike:
        plan.alike[path] = {view.path_to(place) for place in view.attributes_like(state.pc)}
    return path, state.reason, state.register, origin


def _inlined(builder: BuilderBase) -> tuple[list[Inlined], int]:
    """The frames of inlined and direct calls for the core, and how much of the data stack they need."""
    frames: list[Inlined] = []
    reserved = 0
    for level in range(1, max(builder.function.frames, default=0) + 1):
        frame = builder.function.frames.get(level)
        if frame is None:
            frames.append((None, 0, 0, 0, 0))  # not inlined after all
            continue
        if frame.mark == FRAME_DIRECT:
            callee = builder.called[level]
            frames.append((callee[0], frame.parent, frame.site % LEVEL, frame.base, frame.mark))
            reserved = max(reserved, frame.base + callee[6] - builder.view.slots)
            continue
        view = builder.views[level]
        assert isinstance(view.code, CodeType)
        if view.code is not builder.view.code:
            _kept.setdefault(id(builder.view.code), set()).add(id(view.code))
        frames.append((view.code, frame.parent, frame.site % LEVEL, frame.base, frame.mark))
        reserved = max(reserved, frame.base + view.slots - builder.view.slots)
    return frames, reserved


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
        "optimised": counters.optimised,
        "compile_seconds": counters.seconds,
        "build_seconds": counters.building,
        "given_up": dict(counters.given_up),
        "internal_errors": dict(counters.internal_errors),
    }
