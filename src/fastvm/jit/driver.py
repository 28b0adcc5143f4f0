"""The compiler: native code for a function or loop that is hot, or whose native code keeps failing (for requests.py).

Puts the steps together: feedback, HIR, passes, LLVM's form, machine code. Whatever goes wrong here leaves the unit to
the interpreter; nothing that the program does depends on it.
"""

from __future__ import annotations

import sys
from time import thread_time

from fastvm.jit.host_types import CodeType

from . import log, passes, policy
from .build import Unsupported, build
from .build.builder import BuilderBase
from .callees import CoreCallees
from .codegen import assembly
from .feedback import View
from .hir.graph import LEVEL, FrameState, Function
from .hir.ops import OPS
from .kept.entries import keep, keep_refusal
from .learning import learn_from_others
from .llvm.layouts import FRAME_DIRECT
from .llvm.lower_arguments import Lower
from .memories import memory_of
from .plans import SLOWER, Plan, counters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .callees import Callees
    from .kept.entries import Request
    from .learning import Knowledge, Path, Place
    from .plans import Answer, Inlined

#: What operations that make code faster begin with, and those that are calls of the core.
GAINS = tuple(
    """enter int_ double_ compare_ list_ tuple_ field str_ slot_ class_ dict_ set_ new_ next_of length contains
    is_instance ord_of chr_of call_plain call_view call_quiet heap_ draw_ slice_of iterate suspend scalar_ container_
    format build item_of store_item store_entry delete_item tuple_of extreme_ guard_unit""".split()
)
CALLS = ("run",)
_GAINS = frozenset(name for name in OPS if name.startswith(GAINS))
_CALLS = frozenset(name for name in OPS if name.startswith(CALLS))


def compile_unit(request: Request, known: Knowledge, size: int, quick: bool, missed: bool) -> Answer:
    """Native code for a unit (`pc` -1), for the loop whose header is at `pc`, or for a generator together with what
    consumes it (`pc` -2 and down: policy.CONSUMERS). Raises Unsupported: never; and what must not be. `size`: in words,
    about; `quick`: whether its first code is made quickly; `missed`: other native code calls it directly again and
    again, which costs more than any code of its own."""
    code, pc = request.code, request.pc
    started = thread_time()
    nlocals, nregs, slots = request.sizes
    learn_from_others(known, code, ())
    seen = request.words, request.exceptions, request.constants, nlocals, nregs, request.live, slots
    view = View(code.co_qualname, *seen, known, code=code)
    view.globals = request.globals
    if pc < -1:
        view.consumer = policy.CONSUMERS[-2 - pc]
    recorder = view.facts = request.recorder()
    known.versions += 1
    try:
        if known.versions > policy.VERSIONS:
            raise Unsupported("its guards keep failing")
        if known.slower:
            raise Unsupported(SLOWER)
        if known.missing and not policy.testing():
            raise Unsupported("it goes back to the interpreter too often")
        _suitable(view, pc, missed)
        asked = recorder or CoreCallees(code, request.live)
        text, plan, exits, rows, numbers, inlined, reserved = _compile(view, None if pc < 0 else pc, asked, missed)
    except Unsupported as reason:
        if recorder is not None and not known.slower and not known.missing and known.versions <= policy.VERSIONS:
            keep_refusal(request, recorder, known, str(reason))
        raise
    finally:
        counters.note_built(size, thread_time() - started)
    plan.knowledge = known
    plan.size = size
    plan.seconds = thread_time() - started
    plan.what = request.what() + (f" (version {known.versions})" if known.versions > 1 else "")
    plan.quick = quick
    if recorder is not None:
        keep(request, recorder, known, text, plan, exits, rows, numbers, inlined, reserved)
    how = policy.checking(), quick, policy.waiting()
    return text, exits, rows, policy.failures(known.versions), plan, *how, inlined, reserved, None


def _suitable(view: View, pc: int, missed: bool) -> None:
    """Raise Unsupported for units that are not compiled."""
    if len(view.words) > policy.MOST_WORDS:
        raise Unsupported("too large")
    small = len(view.words) < policy.LEAST_WORDS and not any(word.row.name == "JUMP_BACK" for word in view.words)
    if pc < 0 and small and not missed and not policy.testing():
        raise Unsupported("too small")
    if pc >= 0 and any(view.at[place].row.name in ("YIELD", "YIELD_FROM") for place in view.loop(pc)):
        raise Unsupported("a generator's loop: its function is compiled")


def _paying(builder: BuilderBase, entry: int | None) -> None:
    """Raise Unsupported when the code would go back to the interpreter too soon to be worth it."""
    if policy.checking() or policy.testing():
        return
    calls = gains = 0
    often = {place for view in builder.views.values() for place in view.often_reached(_start(view, entry))}
    for _, op in builder.function.ops():
        if op.state is not None and op.state.pc not in often:
            continue  # in a handler, or on the way to a raise
        calls += op.name in _CALLS
        gains += op.name in _GAINS
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


#: LLVM's text form, what is remembered, exits and their rows, numbers that the text has only names for, and inlined
#: frames with the room that they need.
Compiled = tuple[bytes, Plan, bytes, bytes, list[tuple[str, int]], list["Inlined"], int]


def _compile(view: View, entry: int | None, asked: Callees, missed: bool) -> Compiled:
    builder = build(view, entry, asked)
    try:
        if not missed:
            _paying(builder, entry)
        return _finish(view, entry, builder)
    finally:
        # Cycles would never be found: the collector does not look at what the compiler makes.
        builder.function.dismantle()
        builder.__dict__.clear()


def _finish(view: View, entry: int | None, builder: BuilderBase) -> Compiled:
    """From HIR on."""
    assert all(each.facts is view.facts for each in builder.views.values())  # nothing was asked behind its back
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
    codes = [(each.path, each.code) for each in builder.views.values()]
    plan.memories = {path: memory_of(code) for path, code in codes if isinstance(code, CodeType)}
    plan.kinds = builder.kinds_of_arguments()
    numbers = [("a", address) for address in function.known] + lower.numbers()
    plan.known = b"".join(number.to_bytes(8, sys.byteorder) for _, number in numbers)
    plan.places = [_place(builder, plan, known.state) for known in lower.exits]
    return text.encode(), plan, exits, rows, numbers, *_inlined(builder)


def _place(builder: BuilderBase, plan: Plan, state: FrameState) -> Place:
    """An exit, in terms that hold for the next version too."""
    origin: Path = ()
    if state.reason in ("hoisted", "result"):
        origin = builder.views[state.register // LEVEL].path_to(state.register)
    view = builder.views[state.level]
    path = view.path_to(state.pc)
    if state.reason == "guard" and view.at[state.pc].row.base == "GETGLOBAL":
        plan.globals.add(path)
    if state.reason == "guard" and path not in plan.alike:
        plan.alike[path] = {view.path_to(place) for place in view.attributes_like(state.pc)}
    reason = "several" if state.reason == "guard" and state.pc in view.several else state.reason
    return path, reason, state.register, origin


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
            assert isinstance(builder.view.code, CodeType)
            memory_of(builder.view.code).keeps.add(id(view.code))
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
