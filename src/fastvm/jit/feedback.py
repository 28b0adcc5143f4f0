"""A unit as the compiler sees it: its instructions with what the interpreter has made of them, and the types of the
values that its registers hold right now.

The quickened opcodes are the type feedback: ADD_INT means that the last operands were small ints.
"""

from __future__ import annotations

from fastvm.bytecode.instructions import DST, OUT, REG, SRC, WIN
from fastvm.bytecode.unit import CodeUnit
from fastvm.bytecode.words import HandlerRow, Word, decode, exception_rows

from .hir.graph import LEVEL
from .hir.types import BY_HOST_TYPE, OBJECT
from .kept.facts import read, see
from .learning import Learned, Path
from .records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FunctionType

    from .kept.facts import Recorder

#: Flags of code whose frames are suspended.
CO_SUSPENDED = 0x20 | 0x80 | 0x200

#: The ends of blocks that say nothing about whether a way is often gone.
_NOT_TELLING = ("RAISE", "RERAISE", "RERAISE_AT", "JUMP")


@record
class AttributeCache:
    """As the core's AttrCache (vm_core/attributes.pxi). The versions may be built into code: they are numbers."""

    version: int
    place: int
    value: int = 0  # the address of an object, borrowed: there as long as the class has the version
    keys_version: int = 0  # of caches for classes: the version of the metaclass
    mutable: int = 0


@record
class NameCache:
    """As the core's NameCache."""

    version: int
    place: int
    builtins_version: int = 0


def _instance(word: Word) -> int | None:
    """The operand whose attribute an instruction loads or stores, unless it is for modules or classes."""
    if word.row.name.endswith(("_MODULE", "_CLASS")):
        return None
    position = {"GETATTR": 1, "GETMETHOD": 1, "SETATTR": 0}.get(word.row.base or word.row.name)
    return word.operands[position] if position is not None else None


class View:
    """A unit at the moment of a request. Places and registers are numbered as HIR does (hir/graph.py), so those of an
    inlined call (`level`, whose registers begin at `base`) are told from its caller's."""

    def __init__(
        self,
        name: str,
        words: bytes,
        exceptions: bytes,
        constants: tuple[object, ...],
        nlocals: int,
        nregs: int,
        live: list[object],
        slots: int = 0,
        learned: Learned | None = None,
        level: int = 0,
        base: int = 0,
        path: Path = (),
        code: object = None,
    ) -> None:
        self.name = name
        self.code = code
        self.slots = slots
        self.level = level
        self.base = base
        self.path = path
        self.constants = constants
        self.nlocals = nlocals
        self.nregs = nregs
        #: For each register the type of its value, or None when it is empty.
        self.live = live
        self.unit = CodeUnit(words, (), nregs - nlocals, b"", exceptions)
        self.words = list(decode(self.unit))
        self._handlers = exception_rows(self.unit)
        if level:
            for word in self.words:
                self._place(word)
        self.at = {word.index: word for word in self.words}
        self.locals = range(base, base + nlocals)
        self.const_sizes = {-1 - i: len(value) for i, value in enumerate(constants) if isinstance(value, tuple)}
        self._successors: dict[int, list[int]] = {}
        self._live: dict[int, set[int]] | None = None
        self._size: int | None = None
        #: By where a walk over the instructions begins: its order (build/builder.py).
        self.walks: dict[int, tuple[list[int], set[int], set[int]]] = {}
        self._writers: dict[int, dict[int, set[str]]] = {}
        self._several: dict[int, bool] = {}
        #: The places where that makes the guess one for several classes.
        self.several: set[int] = set()
        self._stored: set[object] | None = None
        self._written: set[int] | None = None
        self._unproven: set[int] | None = None
        #: Of a generator: the function that consumes it, which is compiled together with it. What it has made is the
        #: last register.
        self.consumer = ""
        #: The versions of the classes that the first parameter is known to have, where it is called as their method.
        self.classes: tuple[int, ...] = ()
        self.learned = learned if learned is not None else Learned()
        self.generic = self._here(self.learned.generic)
        self.fixed = self._here(self.learned.fixed)
        self.broad = self._here(self.learned.broad)
        self.searched = self._here(self.learned.searched)
        self.mortal = self._here(self.learned.mortal)
        self.varying = self._here(self.learned.varying)
        self.foreign = self._here(self.learned.foreign)
        #: Which function of this code it most likely is.
        self.likely: FunctionType | None = None
        #: The unit's globals as far as they are known: hints, to be guarded.
        self.globals: dict[str, object] | None = None
        #: Who is to know what is looked up here.
        self.facts: Recorder | None = None
        self.pinned = {(level * LEVEL + p[-1], register) for p, register in self.learned.pinned if p[:-1] == path}

    def _place(self, word: Word) -> None:
        """Number an instruction's places and registers as those of an inlined call."""
        word.index += self.level * LEVEL
        word.end += self.level * LEVEL
        a, b, c = (
            operand + self.base if role in (DST, OUT, REG, WIN) or (role == SRC and operand >= 0) else operand
            for role, operand in zip(word.roles, word.operands)
        )
        word.operands = (a, b, c)

    def _here(self, paths: set[Path]) -> set[int]:
        """The places of this unit among paths."""
        return {self.level * LEVEL + path[-1] for path in paths if path[:-1] == self.path}

    def beginning(self) -> Word | None:
        """Of a generator or coroutine: its RETURN_GENERATOR, behind which it begins."""
        return next((word for word in self.words if word.row.name == "RETURN_GENERATOR"), None)

    def path_to(self, place: int) -> Path:
        return (*self.path, place % LEVEL)

    def _cache(self, word: Word, kind: str, behind: int = 1) -> tuple[int, ...]:
        """A cache behind an instruction, so many words behind it."""
        found = read(self.unit.code, word.index % LEVEL, kind, behind)
        if self.facts is not None:
            self.facts.saw_cache(self.code, word.index % LEVEL, kind, behind, found)
        return found

    def called(self, word: Word) -> int:
        """The address of the unit that a call of a function has called last (UnitCache in vm_core/calls.pxi)."""
        return self._cache(word, "unit")[0]

    def unpacked(self, word: Word) -> tuple[int, int]:
        """How many positional arguments, and others, CALL_EX has passed last (UnpackedCache in vm_core/calls.pxi)."""
        count, keywords = self._cache(word, "unpacked", 2)
        return count, keywords

    def constructed(self, word: Word) -> int:
        """The version of the class that a call has called last (CallCache and UnitCache in vm_core/calls.pxi)."""
        return self._cache(word, "type", 1 if word.row.name == "CALL_TYPE" else 2)[0]

    def live_type(self, register: int) -> str | None:
        """The HIR type of what a register holds now; None: it is empty."""
        kind = self.live[register]
        if kind is None:
            return None
        return BY_HOST_TYPE.get(kind, OBJECT) if isinstance(kind, type) else OBJECT

    def type_now(self, operand: int) -> str | None:
        """The type of what a local holds now, if the view is of a live frame: a hint for where it holds another."""
        return self.live_type(operand) if operand in self.locals and operand < len(self.live) else None

    def constant(self, operand: int) -> object:
        return self.constants[-1 - operand]

    def method_type(self, word: Word) -> str | None:
        """The builtin type whose method GETMETHOD has found."""
        found = self._see("builtin", word) if word.row.name == "GETMETHOD_TYPE" else None
        return found if isinstance(found, str) else None

    def is_cached(self, word: Word) -> bool:
        """Whether the cache behind an instruction on attributes is one to be relied on."""
        return bool(self._see("classed" if word.row.name.endswith("_TYPE") else "filled", word))

    def is_cached_for(self, word: Word, version: int) -> bool:
        """Whether that is for the class of this version."""
        return bool(self._see("for", word, ("v", version)))

    def _see(self, what: str, word: Word, *about: tuple[str, int]) -> object:
        """Something about a cache, whichever class it happens to be for (kept/facts.py)."""
        found = see(what, self.unit.code, word.index % LEVEL, *[number for _, number in about])
        if self.facts is not None:
            self.facts.saw(what, self.code, word.index % LEVEL, found, *about)
        return found

    def attribute_cache(self, word: Word) -> AttributeCache:
        """The cache behind an instruction on attributes. (A store's ends before the value.)"""
        if word.row.cache <= 2:
            return AttributeCache(*self._cache(word, "store"))
        kind = {"MODULE": "module", "CLASS": "held"}.get(word.row.name.rpartition("_")[2], "class")
        return AttributeCache(*self._cache(word, kind))

    def attributes_like(self, place: int) -> set[int]:
        """The places of an instruction on an attribute and of those on other attributes of the same local: when that
        has several classes at one place, it has at the others. None, if the instruction is no such."""
        operand = _instance(self.at[place])
        if operand is None:
            return set()
        local = operand in self.locals
        return {place} | {word.index for word in self.words if local and _instance(word) == operand}

    def meets_several(self, word: Word) -> bool:
        """Whether an instruction on attributes often met an object of another class than the one before."""
        found = self._several.get(word.index)
        if found is None:
            found = self._several[word.index] = bool(self._see("several", word))
        return found

    def name_cache(self, word: Word) -> NameCache:
        """The cache behind an instruction on names. (A store's has the first two only.)"""
        return NameCache(*self._cache(word, "name" if word.row.cache > 1 else "stored name"))

    def successors(self, word: Word) -> list[int]:
        """Where control may go after an instruction, exceptions aside."""
        found = self._successors.get(word.index)
        if found is None:
            target = word.target()
            found = self._successors[word.index] = [] if word.row.ends_block else [word.end]
            if target is not None:
                found.append(target)
        return found

    def handler(self, place: int) -> HandlerRow | None:
        """Where an exception goes that an instruction (or what it calls) raises."""
        within = place % LEVEL
        return next((row for row in self._handlers if row.covers(within)), None)

    def leads_to(self, word: Word) -> list[int]:
        """Where control may go after an instruction: handlers of exceptions come last."""
        row = self.handler(word.index) if word.row.raises and self._handlers else None
        return self.successors(word) if row is None else [*self.successors(word), self.level * LEVEL + row.handler]

    def without_exceptions(self, start: int) -> set[int]:
        """The places that are reached from `start` on if nothing is raised."""
        reached = {start}
        work = [start]
        while work:
            for successor in self.successors(self.at[work.pop()]):
                if successor not in reached:
                    reached.add(successor)
                    work.append(successor)
        return reached

    def often_reached(self, start: int) -> set[int]:
        """Those of them from which something else than a `raise` is reached, if there are such: what prepares an
        exception is rarely run."""
        reached = self.without_exceptions(start)
        before: dict[int, list[int]] = {}
        work = []
        for place in reached:
            word = self.at[place]
            for successor in self.successors(word):
                before.setdefault(successor, []).append(place)
            if word.row.name == "JUMP_BACK" or (word.row.ends_block and word.row.name not in _NOT_TELLING):
                work.append(place)
        often = set(work)
        while work:
            for place in before.get(work.pop(), ()):
                if place not in often:
                    often.add(place)
                    work.append(place)
        return often or reached

    @property
    def size(self) -> int:
        """How many instructions a call of the function has, but for those that are for exceptions."""
        if self._size is None:
            self._size = len(self.often_reached(self.level * LEVEL))
        return self._size

    def keeps(self, word: Word, register: int) -> bool:
        """Whether the register of a GETMETHOD's object owns it for the call."""
        return not word.kills(1) and self.is_kept(word, register)

    def is_kept(self, word: Word, register: int) -> bool:
        """Whether a register is not written between a GETMETHOD and its call. (`x.m((x := y))` writes it.)"""
        start = self.words.index(word) + 1
        for each in self.words[start:]:
            if (each.row.base or each.row.name).startswith("CALL_METHOD") and each.operands[1] == word.operands[0]:
                return True
            filled = each.filled()
            if filled is not None and register in filled:
                return False
            for position, (role, operand) in enumerate(zip(each.roles, each.operands)):
                if operand == register and (role in (DST, REG) or (role == SRC and each.kills(position))):
                    return False
        return False

    def drawn_from(self, word: Word) -> str:
        """What a loop over an iterator (that is no list's and the like) draws from: the name of its type now, or of the
        builtin function, or "." and that of the method, that is called right in front of the loop. A hint."""
        register = word.operands[1]
        kind = self.live[register] if register < len(self.live) else None
        if isinstance(kind, type) and word.row.name == "FORITER_ITERATOR":
            return kind.__name__
        start = self.words.index(word)
        for number in range(start - 1, max(start - 20, -1), -1):
            each = self.words[number]
            if each.row.name.startswith("GETGLOBAL") and each.operands[0] == register:
                return str(self.constant(each.operands[2]))
            if each.row.name.startswith("GETMETHOD") and each.operands[0] == register:
                return f".{self.constant(each.operands[2])}"
            if each.end == word.index and each.row.name != "GETITER":
                break
        return ""

    def constant_global(self, word: Word) -> object:
        """What GETGLOBAL would find now, if the unit itself does not store there: it may well stay what it is."""
        name = self.constant(word.operands[2])
        if type(self.globals) is not dict or word.index in self.varying or name in self._stored_names():
            return None
        if type(name) is not str:
            return None
        found = self.globals.get(name)
        if self.facts is not None:
            self.facts.saw_global(self.globals, name, found)
        return found

    def _stored_names(self) -> set[object]:
        if self._stored is None:
            stores = [word for word in self.words if (word.row.base or word.row.name) in ("SETGLOBAL", "SETNAME")]
            self._stored = {self.constant(word.operands[2]) for word in stores}
        return self._stored

    def live_at(self, place: int) -> set[int]:
        """The locals that may be read from `place` on before they are written."""
        if self._live is None:
            self._live = self._liveness()
        return self._live[place]

    def _liveness(self) -> dict[int, set[int]]:
        live: dict[int, set[int]] = {word.index: set() for word in self.words}
        changed = True
        while changed:
            changed = False
            for word in reversed(self.words):
                after: set[int] = set()
                for successor in self.successors(word):
                    found = live.get(successor, set())
                    if successor == word.end and (word.row.base or word.row.name) == "FORITER":
                        found = found - {word.operands[0]}  # written, except at the iterator's end
                    after |= found
                reads, writes = self._locals_of(word)
                found = (after - writes) | reads
                for handler in self.leads_to(word)[len(self.successors(word)) :]:
                    found |= live[handler]  # (it has written nothing then)
                if found != live[word.index]:
                    live[word.index] = found
                    changed = True
        return live

    def writes(self, register: int) -> bool:
        """Whether an instruction writes a local (a parameter may be one that none does)."""
        if self._written is None:
            self._written = set()
            for word in self.words:
                written = [operand for role, operand in zip(word.roles, word.operands) if role in (DST, OUT, REG)]
                self._written.update(written, word.filled() or ())
        return register in self._written

    def unproven(self) -> set[int]:
        """The registers of which the bytecode alone does not tell, where they are read, whether they are empty."""
        if self._unproven is None:
            self._unproven = set()
            for word in self.words:
                name = word.row.base or word.row.name
                if name in ("CHECK", "DELETE", "CLEAR"):
                    self._unproven.add(word.operands[0])
                elif name in ("GETMETHOD", "PUSH_EXC"):
                    self._unproven.update(word.filled() or ())
        return self._unproven

    def _locals_of(self, word: Word) -> tuple[set[int], set[int]]:
        """The locals that an instruction reads, and those that it surely writes."""
        reads: set[int] = set()
        writes: set[int] = set()
        for role, operand in zip(word.roles, word.operands):
            if operand in self.locals:
                if role in ("src", "reg"):
                    reads.add(operand)
                elif role == "dst" and (word.row.base or word.row.name) != "FORITER":
                    writes.add(operand)
        if word.row.name == "MAKE_CELL":
            reads.add(word.operands[0])
        return reads, writes

    def writers_in_loop(self, header: int) -> dict[int, set[str]]:
        """The names of instructions in the loop with this header, by the register that has their result."""
        if header not in self._writers:
            found = self._writers[header] = {}
            for place in self.loop(header):
                word = self.at[place]
                if word.roles[0] == DST:
                    found.setdefault(word.operands[0], set()).add(word.row.name)
        return self._writers[header]

    def loop(self, header: int) -> set[int]:
        """The words of the natural loop with this header: what reaches a back edge to it without passing it."""
        reachable = {header}
        work = [header]
        before: dict[int, list[int]] = {}
        while work:
            index = work.pop()
            for successor in self.leads_to(self.at[index]):
                before.setdefault(successor, []).append(index)
                if successor not in reachable:
                    reachable.add(successor)
                    work.append(successor)
        members = {header}
        work = [index for index in before.get(header, []) if index in reachable]
        while work:
            index = work.pop()
            if index not in members:
                members.add(index)
                work += before.get(index, [])
        return members
