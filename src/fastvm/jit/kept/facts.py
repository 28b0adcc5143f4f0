"""What the compiler asks about a process, in terms that hold in other processes.

A question is a tuple: its kind, and what it is about. Facts knows how to answer each kind, and how to say question and
answer so that they can be compared with those of another process:

    numbers    (versions, addresses, serial numbers) as how many others were named before; those of builtin types by
               name
    units      as how many others were named before, with a digest of what the compiler sees of them
    globals    by their value, or what they are

Facts is used on both sides. While something is compiled, it stands between the compiler and the core (Recorder) and
writes down; later it asks what was written down again, and compares. So the two sides cannot say things differently.
"""

from __future__ import annotations

import builtins
import marshal
from _imp import source_hash
from _struct import unpack_from

from fastvm import _core
from fastvm.jit.host_types import (
    BuiltinFunctionType,
    CodeType,
    FunctionType,
    GetSetDescriptorType,
    MemberDescriptorType,
    MethodDescriptorType,
    ModuleType,
)

from .. import policy
from ..callees import ONCE, Callees, CoreCallees, builtin_name, stores_arguments
from ..hir.types import BY_HOST_TYPE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ..callees import AttributeMethod, Callee

#: The caches behind instructions (AttrCache and NameCache in vm_core/attributes.pxi, UnitCache, UnpackedCache and
#: CallCache in vm_core/calls.pxi): format, and what the fields are: versions of types (v) and of keys (k), addresses
#: (a), and what is the same in every process (p).
CACHES = {
    "class": ("=IIQII", "vpakp"),
    "held": ("=IIQII", "vpavp"),
    "module": ("=IIQII", "kpakp"),
    "store": ("=II", "vp"),
    "name": ("=III", "kpk"),
    "stored name": ("=II", "kp"),
    "unit": ("=Q", "a"),
    "unpacked": ("=II", "pp"),
    "type": ("=I", "v"),
}
#: In caches of what a type has (vm_core/attributes.pxi): a guard on the version of the type's keys proves that no
#: instance has the name. (Smaller: no proof is needed. Any other number is the offset of the instance's dict.)
BY_KEYS = 1
_SEEN = ("several", "filled", "classed", "for", "builtin")
#: Builtin types with methods that are compiled as operations.
_WITH_METHODS: tuple[type, ...] = (list, dict, set, str, int, bytes, float)
_SEED = 0x6661637473  # any fixed number
#: Ints of other sizes are no constants for the compiler.
_LEAST, _MOST = -(1 << 63), (1 << 63) - 1


class Unsayable(Exception):
    """A question or an answer has a number that no earlier answer has named."""


def read(words: bytes, index: int, kind: str, behind: int) -> tuple[int, ...]:
    """The cache of a kind, so many words behind an instruction."""
    return unpack_from(CACHES[kind][0], words, 8 * (index + behind))


def see(what: str, words: bytes, index: int, version: int = 0) -> object:
    """What there is to be seen of the cache behind an instruction on attributes, whichever class it happens to be for:

    - "several": whether it has often met an object of another class than the one before
    - "filled": whether it is for any class; "classed": and for what a class has, which a guard can prove
    - "for": whether it is for the class of this version
    - "builtin": the builtin type that it is for, of those with methods that the compiler knows
    """
    if what == "several":
        return _core.jit_misses(words, index) >= policy.SEVERAL
    cached: int = read(words, index, "type", 1)[0]
    if what == "for":
        return cached == version
    if what == "builtin":
        return next((BY_HOST_TYPE[type] for type in _WITH_METHODS if _core.type_version(type) == cached), None)
    return cached != 0 and (what == "filled" or read(words, index, "class", 1)[1] <= BY_KEYS)


def digest(content: Any) -> bytes:
    """A hash of numbers, strings, and tuples of them. ValueError: there is something else in it."""
    return source_hash(_SEED, marshal.dumps(content, 2))


def skeleton(words: bytes) -> bytes:
    """A digest of a unit's instructions, whatever the interpreter has made of them."""
    return digest(_core.skeleton(words))


def plain_constants(constants: tuple[object, ...]) -> tuple[object, ...]:
    """A unit's constants without the code of functions made in it: for the compiler one is as good as another."""
    return tuple(["code" if type(value) is CodeType else value for value in constants])


class Facts:
    """Questions and answers about one compilation, in terms that hold in other processes."""

    def __init__(self, code: CodeType, words: bytes, globals: dict[str, object] | None, live: Sequence[object]) -> None:
        self.core = CoreCallees(code, live)
        self.codes: list[CodeType] = [code]
        self.words: list[bytes] = [words]  # of each code
        self.classes: list[type] = []
        self.functions: list[FunctionType] = []
        self.spaces: list[object] = [globals]
        #: Where both sides are the same process, or nearly so (jit/offload.py): of each code, a digest of what the
        #: compiler sees, whatever the interpreter has made of it.
        self.skeletons: list[bytes] | None = None
        #: By kind and value: the number's name. Those of builtin types are known from the start.
        self.names: dict[tuple[str, int], int | str] = {}
        self.values: list[tuple[str, int]] = []
        for kind, name in BY_HOST_TYPE.items():
            self.names["v", _core.type_version(kind)] = name
        self._builtin = {name: value for value, name in self.names.items()}

    # --- Saying numbers, units and objects ------------------------------------------------------------

    def name(self, kind: str, value: int) -> int | str:
        """How a number is called; 0 is no number of anything."""
        if value == 0:
            return 0
        found = self.names.get((kind, value))
        if found is None:
            self.values.append((kind, value))
            found = self.names[kind, value] = len(self.values)
        return found

    def known_name(self, kind: str, value: int) -> int | str:
        """The same for one that an answer must have named."""
        if value and (kind, value) not in self.names:
            raise Unsayable
        return self.name(kind, value)

    def value(self, name: int | str) -> int:
        """The number of this name."""
        if name == 0:
            return 0
        return self._builtin[name][1] if isinstance(name, str) else self.values[name - 1][1]

    def code_name(self, code: object) -> int:
        """Which of the units it is: they are the same objects as long as the compilation takes."""
        for number, known in enumerate(self.codes):
            if known is code:
                return number
        raise Unsayable

    def _fields(self, kind: str, fields: tuple[int, ...]) -> tuple[int | str, ...]:
        what = CACHES[kind][1]
        return tuple([field if what[i] == "p" else self.name(what[i], field) for i, field in enumerate(fields)])

    def _callee(self, callee: Callee | None) -> object:
        if callee is None:
            return None
        # (How its native code takes arguments is only a guess: the core finds out where it is wrong.)
        code, words, exceptions, constants, nlocals, nregs, slots, parameters, serial, _ = callee
        names = code.co_qualname, code.co_varnames, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_flags
        rest = names, exceptions, plain_constants(constants), (nlocals, nregs, slots, parameters)
        try:
            number = self.code_name(code)
            self.words[number] = words
        except Unsayable:
            number = len(self.codes)
            self.codes.append(code)
            self.words.append(words)
            if self.skeletons is not None:
                self.skeletons.append(skeleton(words) + digest(rest))
        seen = self._seen(words, rest)
        return number, seen, self.name("s", serial)

    def _seen(self, words: bytes, rest: tuple[object, ...]) -> object:
        """What the compiler sees of a unit."""
        return digest((_core.outline(words), *rest))

    def _with_address(self, found: tuple[int, Callee] | None) -> object:
        return None if found is None else (self.name("a", found[0]), self._callee(found[1]))

    def _attribute_method(self, found: AttributeMethod | None) -> object:
        if found is None:
            return None
        how, *addresses, version, callee = found
        return how, [self.name("a", each) for each in addresses], self.name("v", version), self._callee(callee)

    def _methods(self, found: list[tuple[Callee, tuple[int, ...]]]) -> object:
        return [(self._callee(callee), tuple([self.name("v", each) for each in classes])) for callee, classes in found]

    def _global(self, found: object) -> object:
        """What the compiler may look at of an object that a global is."""
        kind = type(found)
        if kind is int:
            assert isinstance(found, int)
            return ("int", found) if _LEAST <= found <= _MOST else "other"
        if isinstance(found, FunctionType) and kind is FunctionType:
            return "function", self._function(found), self._space(found.__globals__)
        if isinstance(found, ModuleType) and kind is ModuleType:
            name = found.__dict__.get("__name__")
            return "module", name if type(name) is str else None
        if isinstance(found, BuiltinFunctionType) and kind is BuiltinFunctionType:
            return "builtin", found.__module__ if type(found.__module__) is str else None, found.__name__
        if isinstance(found, type) and kind is type:
            arguments = getattr(found, "__match_args__", ())
            plain = type(arguments) is tuple and all(type(name) is str for name in arguments)
            return "class", self._class(found), arguments if plain else None, builtin_name(found)
        return "other"

    def known_function(self, function: FunctionType) -> int:
        """Which of the functions it is that answers have named."""
        for number, known in enumerate(self.functions):
            if known is function:
                return number
        raise Unsayable

    def _function(self, function: FunctionType) -> int:
        try:
            return self.known_function(function)
        except Unsayable:
            self.functions.append(function)
            return len(self.functions) - 1

    def known_space(self, globals: object) -> int:
        """Which of the globals it is that answers have named."""
        for number, known in enumerate(self.spaces):
            if known is globals:
                return number
        raise Unsayable

    def _space(self, globals: object) -> int:
        try:
            return self.known_space(globals)
        except Unsayable:
            self.spaces.append(globals)
            return len(self.spaces) - 1

    def _object(self, found: object) -> object:
        """What the compiler may look at of an object that a class has."""
        if type(found) in (MethodDescriptorType, GetSetDescriptorType, MemberDescriptorType):
            owner = found.__objclass__  # type: ignore[attr-defined]
            return owner.__module__, owner.__qualname__, found.__name__  # type: ignore[attr-defined]
        if type(found) is FunctionType:
            return self._function(found), self._space(found.__globals__)
        return "object.__setattr__" if found is object.__setattr__ else "other"

    def _inherited(self, found: tuple[type, object, Callee | None] | None) -> object:
        if found is None:
            return None
        owner, method, callee = found
        if isinstance(method, FunctionType):
            what: object = self._function(method), self._space(method.__globals__)
        else:
            what = "object.__init__" if method is object.__init__ else "other"
            if stores_arguments(method):
                what = "BaseException.__init__"
        return self.name("a", id(owner)), self.name("a", id(method)), what, self._callee(callee)

    def _c_function(self, found: tuple[BuiltinFunctionType, str] | None) -> object:
        return None if found is None else (self.name("a", id(found[0])), found[1])

    def known_class(self, cls: type) -> int:
        """Which of the classes it is that answers have named."""
        for number, known in enumerate(self.classes):
            if known is cls:
                return number
        raise Unsayable

    def _class(self, cls: type) -> int:
        try:
            return self.known_class(cls)
        except Unsayable:
            self.classes.append(cls)
            return len(self.classes) - 1

    def _base(self, cls: type) -> int | str:
        """A class that others derive from: of the host's builtin ones the name."""
        return cls.__name__ if vars(builtins).get(cls.__name__) is cls else self._class(cls)

    # --- Asking again ------------------------------------------------------------------------------------

    def answer(self, question: tuple[Any, ...]) -> object:
        """The answer of this process to a question that another one has asked."""
        kind, *about = question
        core, value = self.core, self.value
        if kind == "cache":
            code, index, what, behind = about
            return self._fields(what, read(self.words[code], index, what, behind))
        if kind in _SEEN:
            code, index, *version = about
            return see(kind, self.words[code], index, *map(value, version))
        if kind == "global":
            space = self.spaces[about[0]]
            return self._global(space.get(about[1])) if type(space) is dict else None
        if kind in ("unit", "called"):
            return self._callee(getattr(core, kind)(value(about[0])))
        if kind == "may_be_virtual":
            return core.may_be_virtual(value(about[0]))
        if kind in ("constructor", "initialised", "exception"):
            return self._with_address(getattr(core, kind)(value(about[0])))
        if kind in ("method", "property"):
            return self._with_address(getattr(core, kind)(value(about[0]), *about[1:]))
        if kind == "attribute_method":
            return self._attribute_method(core.attribute_method(value(about[0]), *about[1:]))
        if kind == "object_at":
            return self._object(core.object_at(value(about[0]), value(about[1])))
        if kind == "function_unit":
            return self._callee(core.function_unit(self.functions[about[0]]))
        if kind == "captured":
            return self._global(core.captured(self.functions[about[0]], about[1]))
        if kind == "in_cell":
            return self._global(core.in_cell(about[0]))
        if kind == "c_function":
            return self._c_function(core.c_function(about[0]))
        if kind == "class_in":
            cls = core.class_in(about[0])
            return self._class(cls) if isinstance(cls, type) else None
        if kind == "fields_of":
            return core.fields_of(self.classes[about[0]])
        if kind == "item_of":
            return core.item_of(self.classes[about[0]], about[1])
        if kind == "record_with":
            space = self.spaces[about[0]]
            record = core.record_with(space, about[1]) if type(space) is dict else None
            return None if record is None else self._class(record)
        if kind == "methods":
            return self._methods(core.methods(about[0]))
        if kind == "places":
            return [(self.name("v", version), form, place) for version, form, place in core.places(*about)]
        if kind == "operands":
            seen = core.operands(self.codes[about[0]], about[1])
            return None if seen is None else tuple([self.name("v", version) for version in seen])
        if kind == "version":
            return self.name("v", core.version(self.classes[about[0]]))
        if kind == "place_at":
            return core.place_at(value(about[0]), *about[1:])
        if kind == "class_number":
            place = core.class_number(self.classes[about[0]], about[1])
            return None if place is None else (self.name("k", place[0]), place[1])
        if kind == "bare_place":
            bare = core.bare_place(value(about[0]), about[1])
            return None if bare is None else (*bare[:2], self.name("a", bare[2]), self.name("v", bare[3]))
        if kind == "metaclass":
            return self.name("v", core.metaclass(value(about[0])))
        if kind == "plain_class":
            return core.plain_class(value(about[0]))
        if kind == "exception_bases":
            return [self._base(base) for base in core.exception_bases(self.classes[about[0]])]
        if kind == "inherited":
            return self._inherited(core.inherited(value(about[0]), self.codes[about[1]], about[2]))
        if kind == "place":
            return core.place(self.classes[about[0]], about[1])
        assert kind == "may_keep"
        return core.allowed(self.codes[about[0]])

    def agrees(self, questions: list[tuple[tuple[Any, ...], object]]) -> bool:
        """Whether this process answers all of another one's questions as that did."""
        try:
            return all(self.answer(question) == answer for question, answer in questions)
        except (Unsayable, LookupError, ValueError):
            return False


class _Anything:
    """Equal to all that it is compared with."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


class SameFacts(Facts):
    """Questions and answers where a copy of this process has asked. Numbers that were so when it was made still mean
    the same, if they mean anything: a version is never given a second time. So what caches held then need not be in
    them any more, and what the interpreter has made of a unit's instructions since does not matter either; but these
    have to be the same instructions (`skeletons`)."""

    def __init__(
        self,
        code: CodeType,
        words: bytes,
        globals: dict[str, object] | None,
        live: Sequence[object],
        values: list[tuple[str, int]],
    ) -> None:
        super().__init__(code, words, globals, live)
        self.skeletons = [skeleton(words)]
        for kind, value in values:
            self.name(kind, value)

    def _seen(self, words: bytes, rest: tuple[object, ...]) -> object:
        return _Anything()

    def answer(self, question: tuple[Any, ...]) -> object:
        return _Anything() if question[0] == "cache" or question[0] in _SEEN else super().answer(question)


class Recorder(Facts, Callees):
    """Answers the compiler's questions, and writes them down."""

    def __init__(self, code: CodeType, words: bytes, globals: dict[str, object] | None, live: Sequence[object]) -> None:
        super().__init__(code, words, globals, live)
        self._asked: dict[tuple[Any, ...], object] = {}
        self.complete = True  # nothing was asked that cannot be said

    def questions(self) -> list[tuple[tuple[Any, ...], object]]:
        return list(self._asked.items())

    def _write(self, question: tuple[Any, ...], answer: object) -> None:
        if self._asked.setdefault(question, answer) != answer:
            self.complete = False  # (another thread has run meanwhile)

    def _ask(self, kind: str, *about: Any) -> None:
        """Write down a question and its answer. `about`: numbers with their kind, units, classes, globals; and what is
        the same in every process."""
        try:
            question = kind, *[self._say(each) for each in about]
            if kind in ONCE and question in self._asked:
                return
            self._write(question, self.answer(question))
        except (Unsayable, ValueError):
            self.complete = False

    def _say(self, what: Any) -> Any:
        """How something is called that an answer must have named."""
        if type(what) is tuple:
            return self.known_name(*what)
        if type(what) is CodeType:
            return self.code_name(what)
        if type(what) is FunctionType:
            return self.known_function(what)
        if isinstance(what, type):
            return self.known_class(what)
        return self.known_space(what) if what is None or isinstance(what, dict) else what

    def saw_cache(self, code: object, index: int, kind: str, behind: int, fields: tuple[int, ...]) -> None:
        try:
            self._write(("cache", self.code_name(code), index, kind, behind), self._fields(kind, fields))
        except Unsayable:
            self.complete = False

    def saw(self, what: str, code: object, index: int, found: object, *about: tuple[str, int]) -> None:
        try:
            self._write((what, self.code_name(code), index, *[self.known_name(*each) for each in about]), found)
        except Unsayable:
            self.complete = False

    def saw_global(self, globals: dict[str, object], name: str, found: object) -> None:
        try:
            self._write(("global", self.known_space(globals), name), self._global(found))
        except Unsayable:
            self.complete = False

    def unit(self, address: int) -> Callee | None:
        self._ask("unit", ("a", address))
        return self.core.unit(address)

    def called(self, address: int) -> Callee | None:
        self._ask("called", ("a", address))
        return self.core.called(address)

    def function_unit(self, function: FunctionType) -> Callee | None:
        self._ask("function_unit", function)
        return self.core.function_unit(function)

    def captured(self, function: FunctionType, number: int) -> object:
        self._ask("captured", function, number)
        return self.core.captured(function, number)

    def in_cell(self, register: int) -> object:
        self._ask("in_cell", register)
        return self.core.in_cell(register)

    def constructor(self, version: int) -> tuple[int, Callee] | None:
        self._ask("constructor", ("v", version))
        return self.core.constructor(version)

    def exception(self, version: int) -> tuple[int, Callee] | None:
        self._ask("exception", ("v", version))
        return self.core.exception(version)

    def initialised(self, version: int) -> tuple[int, Callee] | None:
        self._ask("initialised", ("v", version))
        return self.core.initialised(version)

    def object_at(self, address: int, version: int) -> object:
        self._ask("object_at", ("a", address), ("v", version))
        return self.core.object_at(address, version)

    def c_function(self, name: str) -> tuple[BuiltinFunctionType, str] | None:
        self._ask("c_function", name)
        return self.core.c_function(name)

    def class_in(self, register: int) -> object:
        self._ask("class_in", register)
        return self.core.class_in(register)

    def fields_of(self, cls: type) -> int:
        self._ask("fields_of", cls)
        return self.core.fields_of(cls)

    def item_of(self, cls: type, name: str) -> tuple[int, int] | None:
        self._ask("item_of", cls, name)
        return self.core.item_of(cls, name)

    def record_with(self, globals: dict[str, object] | None, name: str) -> type | None:
        self._ask("record_with", globals, name)
        return self.core.record_with(globals, name)

    def methods(self, name: str) -> list[tuple[Callee, tuple[int, ...]]]:
        self._ask("methods", name)
        return self.core.methods(name)

    def may_keep(self, callee: Callee) -> bool:
        self._ask("may_keep", callee[0])
        return self.core.may_keep(callee)

    def may_be_virtual(self, version: int) -> bool:
        self._ask("may_be_virtual", ("v", version))
        return self.core.may_be_virtual(version)

    def places(self, name: str, storing: bool) -> list[tuple[int, str, int]]:
        self._ask("places", name, storing)
        return self.core.places(name, storing)

    def version(self, cls: type) -> int:
        self._ask("version", cls)
        return self.core.version(cls)

    def place(self, cls: type, name: str) -> tuple[str, int] | None:
        self._ask("place", cls, name)
        return self.core.place(cls, name)

    def place_at(self, version: int, name: str, storing: bool) -> tuple[str, int] | None:
        self._ask("place_at", ("v", version), name, storing)
        return self.core.place_at(version, name, storing)

    def class_number(self, cls: type, name: str) -> tuple[int, int] | None:
        self._ask("class_number", cls, name)
        return self.core.class_number(cls, name)

    def bare_place(self, version: int, name: str) -> tuple[str, int, int, int] | None:
        self._ask("bare_place", ("v", version), name)
        return self.core.bare_place(version, name)

    def metaclass(self, version: int) -> int:
        self._ask("metaclass", ("v", version))
        return self.core.metaclass(version)

    def plain_class(self, version: int) -> bool:
        self._ask("plain_class", ("v", version))
        return self.core.plain_class(version)

    def exception_bases(self, cls: type) -> tuple[type, ...]:
        if vars(builtins).get(cls.__name__) is not cls:  # (else it is the same everywhere)
            self._ask("exception_bases", cls)
        return self.core.exception_bases(cls)

    def inherited(self, version: int, code: CodeType, name: str) -> tuple[type, object, Callee | None] | None:
        self._ask("inherited", ("v", version), code, name)
        return self.core.inherited(version, code, name)

    def operands(self, code: object, word: int) -> tuple[int, int] | None:
        self._ask("operands", code, word)
        return self.core.operands(code, word)

    def method(self, version: int, name: str, without: str) -> tuple[int, Callee] | None:
        self._ask("method", ("v", version), name, without)
        return self.core.method(version, name, without)

    def property(self, version: int, name: str) -> tuple[int, Callee] | None:
        self._ask("property", ("v", version), name)
        return self.core.property(version, name)

    def attribute_method(self, version: int, name: str, storing: bool) -> AttributeMethod | None:
        self._ask("attribute_method", ("v", version), name, storing)
        return self.core.attribute_method(version, name, storing)
