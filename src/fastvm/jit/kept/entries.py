"""Keeping a version of native code for later processes, and recalling one.

An entry has what a version had learned, the questions that the compiler asked with their answers (facts.py), and
what came of it, one of three:

- the reason why the unit was left to the interpreter, a string
- what more was learned when the version's guards kept failing, a list: whoever comes to it knows that, too, and goes on
  looking
- what the core needs of the version, a tuple: the object file, the exits, and what stands for something of this
  process in terms of the answers

and, at last, whether a trial has found the version not to be clearly faster than the interpreter: then only a process
that runs for long recalls it.

What goes into the key is what the compiler sees before it asks anything.
"""

from __future__ import annotations

from fastvm import _core, engine

from .. import log, policy
from ..hir.types import BY_HOST_TYPE
from ..llvm.layouts import FRAME_DIRECT
from ..memories import memory_of
from ..plans import Plan
from ..waiting import unit_name
from .facts import Facts, Recorder, Unsayable, digest, plain_constants, skeleton
from .file import USELESS, file_of, files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import CodeType
    from typing import Any

    from ..learning import Knowledge
    from ..plans import Answer
    from .file import File

#: Host types that the compiler knows by name only: those of builtin iterators, for the most part.
_HEAP_TYPE = 1 << 9

_LEARNED = ("generic", "pinned", "fixed", "broad", "mortal", "varying", "foreign", "searched", "renewed")


class Request:
    """A request for native code, in terms that hold in other processes."""

    def __init__(
        self,
        code: CodeType,
        pc: int,
        words: bytes,
        exceptions: bytes,
        constants: tuple[object, ...],
        sizes: tuple[int, int, int],
        live: list[object],
        globals: dict[str, object] | None,
    ) -> None:
        self.code = code
        self.words = words
        self.globals = globals
        self.file: File | None = file_of(code.co_filename) if policy.keeping() and not engine.jit_dump else None
        self.unit = unit_name(code, pc)
        self.pc = pc
        self.exceptions, self.constants, self.sizes, self.live = exceptions, constants, sizes, live
        self._key: bytes | None = None
        #: Where it is compiled in a copy of the process, what is made has to be said to another one in any case.
        self.copied = False
        self.recorded: Recorder | None = None
        self.refusal: tuple[Any, ...] | None = None  # the entry that says why there is no native code

    def what(self) -> str:
        """What it is, for people."""
        name = self.code.co_qualname
        if self.pc < -1:
            return f"{policy.CONSUMERS[-2 - self.pc]}() of {name}"
        return name if self.pc < 0 else f"the loop at {self.pc} of {name}"

    def key(self) -> bytes:
        """What the compiler sees. ValueError: it cannot be said."""
        if self._key is None:
            counts = self.code.co_argcount, self.code.co_posonlyargcount, self.code.co_kwonlyargcount
            names = self.code.co_varnames, self.code.co_flags, *counts
            types = tuple([_type_name(kind) for kind in self.live])
            constants = plain_constants(self.constants)
            seen = names, _core.outline(self.words), self.exceptions, constants, self.sizes, types
            self._key = digest(seen)
        return self._key

    def recorder(self) -> Recorder | None:
        """Who writes down what the compiler asks, if that is wanted."""
        if self.file is not None or self.copied:
            self.recorded = Recorder(self.code, self.words, self.globals, self.live)
            self.recorded.skeletons = [skeleton(self.words)] if self.copied else None
        return self.recorded

    def known(self) -> bool:
        """Whether anything is kept of the unit or loop."""
        return self.file is not None and bool(self.file.entries(self.unit))

    def useless(self) -> bool:
        """Whether code of this has turned out not to be clearly faster than the interpreter."""
        return self.file is not None and self.file.verdict(self.unit) == USELESS

    def recall(self, knowledge: Knowledge, missed: bool) -> Answer | str | None:
        """What an earlier process has made of this: native code, or (a string, if it is not `missed`) why there is
        none."""
        if not self.known():
            return None
        assert self.file is not None
        try:
            key = self.key()
        except ValueError:
            return None
        for entry in reversed(self.file.entries(self.unit)):
            if entry[0] == key:
                facts = Facts(self.code, self.words, self.globals, self.live)
                found = self.adopt(entry, facts, knowledge, missed)
                if found is not None:
                    return found
        return None

    def adopt(self, entry: tuple[Any, ...], facts: Facts, knowledge: Knowledge, missed: bool) -> Answer | str | None:
        """What another process has made of this, as recall says, if what that saw is so here, too."""
        _, learned, questions, made, _ = entry
        if not _has_learned(learned, knowledge) or missed and isinstance(made, str) or not facts.agrees(questions):
            return None
        _adopt(knowledge, learned)
        if isinstance(made, str):
            return made
        if isinstance(made, tuple):
            return self._answer(entry, facts, knowledge)
        _adopt(knowledge, made)
        return None

    def keep(self, entry: tuple[Any, ...]) -> None:
        """For other processes."""
        if self.file is not None:
            self.file.replace(self.unit, None, entry)

    def _answer(self, entry: tuple[Any, ...], facts: Facts, knowledge: Knowledge) -> Answer:
        object, seconds, quick, text, exits, rows, what, instructions, size, kinds, known, *rest = entry[3]
        *places, built, inlined, slots = rest
        plan = Plan(what, instructions)
        plan.known = b"".join([facts.value(name).to_bytes(8, "little") for name in known])
        plan.places, plan.alike, plan.globals = places
        plan.size, plan.quick, plan.kinds = size, quick, kinds
        plan.knowledge = knowledge
        plan.memories = {path: memory_of(facts.codes[number]) for path, number in built}
        plan.kept = Entry(self, entry)
        frames = []
        for number, *where in inlined:
            callee = facts.codes[number] if number is not None else None
            if callee is not None and callee is not self.code and where[3] != FRAME_DIRECT:
                memory_of(self.code).keeps.add(id(callee))
            frames.append((callee, *where))
        how = False, quick, False
        return text, exits, rows, policy.failures(knowledge.versions + 1), plan, *how, frames, slots, (object, seconds)


class Entry:
    """What is kept of a version of native code, or will be when it has been compiled. It lives as long as the native
    code, so nothing in here keeps the program's objects alive."""

    def __init__(self, request: Request, entry: tuple[Any, ...]) -> None:
        self.file = request.file
        self.unit = request.unit
        self.entry = entry

    @property
    def object(self) -> bytes:
        """The machine code, as an object file; empty where there is none."""
        made = self.entry[3]
        return made[0] if isinstance(made, tuple) else b""

    def made(self, object: bytes, seconds: float, quick: bool) -> None:
        """LLVM has made its machine code."""
        if isinstance(self.entry[3], tuple) and _core.can_keep(object):
            self._replace(with_machine_code(self.entry, object, seconds, quick))

    def compared(self, pairs: int, slower: int) -> None:
        """It has taken turns with the interpreter, and was the slower one in some of the pairs."""
        doubtful = slower * (policy.WINNING_BACK if self.entry[4] else policy.WINNING) > pairs
        if doubtful != self.entry[4]:
            self._replace((*self.entry[:4], doubtful))

    def supersede(self, knowledge: Knowledge) -> None:
        """Its guards have kept failing, which has taught something."""
        self._replace((*self.entry[:3], list(_learned(knowledge)), False))

    def refuse(self, reason: str) -> None:
        """It has turned out not to be worth being entered."""
        self._replace((*self.entry[:3], reason, False))

    def _replace(self, made: tuple[Any, ...]) -> None:
        if self.file is not None:
            self.file.replace(self.unit, self.entry, made)
        self.entry = made


def with_machine_code(entry: tuple[Any, ...], object: bytes, seconds: float, quick: bool) -> tuple[Any, ...]:
    """An entry for a version whose machine code LLVM has made. (Of what was made quickly the text is kept, too.)"""
    key, learned, questions, (_, _, _, text, *rest), _ = entry
    return key, learned, questions, (object, seconds, quick, text if quick else b"", *rest), False


def to_be_optimised() -> bool:
    """Whether there are versions that were made quickly, and are worth being made with all care."""
    few = [file for file in files() if file.stayed < policy.MOST_STAYED]
    return any(text_to_optimise(entry) for file in few for _, entry in file.newest())


def text_to_optimise(entry: tuple[Any, ...]) -> bytes:
    """The text of a version that was made quickly; empty where it is not worth being made with all care, or was."""
    made, doubtful = entry[3:]
    return made[3] if isinstance(made, tuple) and made[0] and made[2] and not doubtful else b""


def _type_name(kind: object) -> str | None:
    """What the compiler may see of the type of what a register holds."""
    if not isinstance(kind, type):
        return None
    return BY_HOST_TYPE.get(kind) or ("object" if kind.__flags__ & _HEAP_TYPE else kind.__name__)


def _learned(knowledge: Knowledge) -> tuple[tuple[Any, ...], ...]:
    return tuple([tuple(sorted(getattr(knowledge, name))) for name in _LEARNED])


def _adopt(knowledge: Knowledge, learned: Iterable[tuple[Any, ...]]) -> None:
    """Learn what a version had learned."""
    for name, more in zip(_LEARNED, learned):
        getattr(knowledge, name).update(more)


def _has_learned(learned: tuple[tuple[Any, ...], ...], knowledge: Knowledge) -> bool:
    """Whether a version knew all that is known now."""
    return all(getattr(knowledge, name).issubset(there) for name, there in zip(_LEARNED, learned))


def keep(
    request: Request,
    recorder: Recorder,
    knowledge: Knowledge,
    text: bytes,
    plan: Plan,
    exits: bytes,
    rows: bytes,
    numbers: list[tuple[str, int]],
    inlined: list[Any],
    slots: int,
) -> None:
    """Have a version kept, when its machine code is there."""
    try:
        known = [recorder.known_name(*number) for number in numbers]
        frames = [(recorder.code_name(code) if code is not None else None, *where) for code, *where in inlined]
        built = [(path, recorder.code_name(memory.code())) for path, memory in plan.memories.items()]
        key = request.key()
    except (Unsayable, ValueError):
        recorder.complete = False
    if not recorder.complete:
        log.say(f"not kept: {plan.what}")
        return
    made = b"", 0.0, plan.quick, text, exits, rows, plan.what, plan.instructions, plan.size, plan.kinds
    rest = known, plan.places, plan.alike, plan.globals, built, frames, slots
    plan.kept = Entry(request, (key, _learned(knowledge), recorder.questions(), (*made, *rest), False))


def keep_refusal(request: Request, recorder: Recorder, knowledge: Knowledge, reason: str) -> None:
    """Have it kept that, and why, there is no native code."""
    try:
        key = request.key()
    except ValueError:
        return
    if recorder.complete:
        request.refusal = key, _learned(knowledge), recorder.questions(), reason, False
        request.keep(request.refusal)
