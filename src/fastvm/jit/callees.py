"""What the compiler asks the core about the functions, classes and operands of the program."""

from __future__ import annotations

import builtins
import sys

from fastvm import _core
from fastvm.jit.host_types import BuiltinFunctionType, ModuleType

from .memories import kept_alive
from .named_tuples import class_with, fields_of, place_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import CodeType, FunctionType
    from typing import Any, TypeVar

    F = TypeVar("F", bound=Callable[..., Any])

    #: What the core tells of a unit that is called (callee_of in vm_core/jit/inlining.pxi).
    Callee = tuple[CodeType, bytes, bytes, tuple[object, ...], int, int, int, int, int, int]
    #: How; the addresses of class, descriptor, and function; the version of the descriptor's class; the function's unit
    #: (jit_attribute_method in vm_core/jit/attribute_methods.pxi).
    AttributeMethod = tuple[str, int, int, int, int, Callee]


class Callees:
    """What may be inlined. (Here: nothing. The driver asks the core.)"""

    def unit(self, address: int) -> Callee | None:
        """The unit at an address that a call's cache holds."""
        return None

    def called(self, address: int) -> Callee | None:
        """As unit, for a direct call: which may be one of a ring."""
        return None

    def initialised(self, version: int) -> tuple[int, Callee] | None:
        """As constructor, for a direct call."""
        return None

    def function_unit(self, function: FunctionType) -> Callee | None:
        """The unit of a function of the engine, if it has been called."""
        return None

    def captured(self, function: FunctionType, number: int) -> object:
        """The function, class or module that a cell of a function's closure holds now; None: none of them."""
        return None

    def in_cell(self, register: int) -> object:
        """The same of the cell in a register of the outermost frame, or that the frame is going to put there."""
        return None

    def may_keep(self, callee: Callee) -> bool:
        """Whether the code may keep the unit alive, as it does when it inlines it."""
        return True

    def object_at(self, address: int, version: int) -> object:
        """The object at an address that a cache holds as what the class of this version has, or (0) that an answer has
        named. None: no class has the version any more."""
        return None

    def c_function(self, name: str) -> tuple[BuiltinFunctionType, str] | None:
        """The C function that a module has under a name, and what it calls itself."""
        return None

    def class_in(self, register: int) -> object:
        """The class of what a register of the outermost frame holds now; None: it is empty."""
        return None

    def fields_of(self, cls: type) -> int:
        """How many fields a named tuple's class has; 0: it is none."""
        return 0

    def item_of(self, cls: type, name: str) -> tuple[int, int] | None:
        """Which item of a named tuple an attribute is, and of how many."""
        return None

    def record_with(self, globals: dict[str, object] | None, name: str) -> type | None:
        """The named tuple's class among the globals that is the only one with a field of this name."""
        return None

    def methods(self, name: str) -> list[tuple[Callee, tuple[int, ...]]]:
        """Methods of this name, with the versions of the classes that have it."""
        return []

    def may_be_virtual(self, version: int) -> bool:
        """Whether instances of the class of this version need not be made as long as nobody sees them."""
        return False

    def places(self, name: str, storing: bool) -> list[tuple[int, str, int]]:
        """Where classes have an attribute: version, instruction, place."""
        return []

    def version(self, cls: type) -> int:
        """The version of a class; 0: it has none."""
        return 0

    def place(self, cls: type, name: str) -> tuple[str, int] | None:
        """Where instances of exactly this class have an attribute: the space of slots, and the place."""
        return None

    def place_at(self, version: int, name: str, storing: bool) -> tuple[str, int] | None:
        """The same of the class of this version, for loads or for stores."""
        return None

    def bare_place(self, version: int, name: str) -> tuple[str, int, int, int] | None:
        """The same for object.__setattr__, whatever `__setattr__` the class has. With the address of what the class has
        under the name, if that is an object whose class may yet get a `__set__`, and that class's version."""
        return None

    def class_number(self, cls: type, name: str) -> tuple[int, int] | None:
        """Where a class has a number that the program changes: the version of the keys of its dict, and the entry."""
        return None

    def operands(self, code: object, word: int) -> tuple[int, int] | None:
        """The versions of the types that the operands of an instruction had."""
        return None

    def method(self, version: int, name: str, without: str) -> tuple[int, Callee] | None:
        """What an operator calls for the class of this version, if it has no method `without`."""
        return None

    def property(self, version: int, name: str) -> tuple[int, Callee] | None:
        """A property of the class of this version: its address, its getter's unit."""
        return None

    def attribute_method(self, version: int, name: str, storing: bool) -> AttributeMethod | None:
        """What a load or store of an attribute of the class of this version calls."""
        return None

    def constructor(self, version: int) -> tuple[int, Callee] | None:
        """The `__init__` that follows object.__new__ in a call of the class of this version: its address, its unit."""
        return None

    def metaclass(self, version: int) -> int:
        """The version of the metaclass of the class of this version; 0: it is `type`."""
        return 0

    def exception(self, version: int) -> tuple[int, Callee] | None:
        """The `__init__` that follows BaseException.__new__ likewise."""
        return None

    def plain_class(self, version: int) -> bool:
        """Whether a call of the class of this version, without arguments, only makes the instance."""
        return False

    def exception_bases(self, cls: type) -> tuple[type, ...]:
        """The classes that an exception of this class is caught by, if making one (of whatever) and dropping it runs
        nothing. The class has a version then."""
        return ()

    def inherited(self, version: int, code: CodeType, name: str) -> tuple[type, object, Callee | None] | None:
        """What `super().name` is in a method with this code of an instance of the class of this version: the class that
        has the method, what is found, and its unit."""
        return None


#: The names of the questions whose answers are remembered (once).
ONCE: set[str] = set()


def once(ask: F) -> F:
    """A question to the core whose answer is the same as long as a compilation takes: it goes over all classes, or is
    asked in each attempt."""
    ONCE.add(ask.__name__)

    def asked(self: CoreCallees, *about: Any) -> Any:
        question = ask.__name__, about
        if question not in self.answers:
            self.answers[question] = ask(self, *about)
        return self.answers[question]

    return asked  # type: ignore[return-value]


#: Functions that native code compares with by their address: they stay.
_compared: dict[int, BuiltinFunctionType] = {}


def c_function(name: str) -> tuple[BuiltinFunctionType, str] | None:
    """The C function that a module has under a name, and what the table calls it."""
    owner, _, attribute = name.rpartition(".")
    module = sys.modules.get(owner)
    found = vars(module).get(attribute) if type(module) is ModuleType else None
    if type(found) is not BuiltinFunctionType:
        return None
    home = found.__self__
    if type(home) is ModuleType:
        return found, f"{vars(home).get('__name__')}.{found.__name__}"
    return found, f"{type(home).__module__}.{found.__qualname__}"


def builtin_name(cls: type) -> str | None:
    """The name of a class among the host's builtins."""
    return cls.__name__ if vars(builtins).get(cls.__name__) is cls else None


def stores_arguments(found: object) -> bool:
    """Whether this is the `__init__` of a builtin exception that stores its arguments, and does nothing else."""
    return _core.jit_sets_arguments(found)


def _order(code: CodeType) -> tuple[str, str, int]:
    """The core finds methods in the order of their addresses: this one is the same in every process."""
    return code.co_qualname, code.co_filename, code.co_firstlineno


class CoreCallees(Callees):
    """What may be inlined into a unit, by the core."""

    def __init__(self, code: CodeType, live: Sequence[object]) -> None:
        self.code = code
        self.live = live  # the types of what the frame's registers hold
        self.answers: dict[tuple[str, tuple[Any, ...]], Any] = {}

    @once
    def unit(self, address: int) -> Callee | None:
        found = _core.jit_callee(address)
        return found if found is not None and self.allowed(found[0]) else None

    @once
    def constructor(self, version: int) -> tuple[int, Callee] | None:
        found = _core.jit_constructor(version)
        return found if found is not None and self.allowed(found[1][0]) else None

    @once
    def exception(self, version: int) -> tuple[int, Callee] | None:
        found = _core.jit_exception(version)
        return found if found is not None and self.allowed(found[1][0]) else None

    @once
    def called(self, address: int) -> Callee | None:
        return _core.jit_callee(address)

    @once
    def initialised(self, version: int) -> tuple[int, Callee] | None:
        return _core.jit_constructor(version)

    def object_at(self, address: int, version: int) -> object:
        return _core.known_object(address, version)

    def c_function(self, name: str) -> tuple[BuiltinFunctionType, str] | None:
        found = c_function(name)
        if found is not None:
            _compared[id(found[0])] = found[0]
        return found

    def function_unit(self, function: FunctionType) -> Callee | None:
        return _core.jit_function_unit(function)

    def captured(self, function: FunctionType, number: int) -> object:
        return _core.jit_captured(function, number)

    def in_cell(self, register: int) -> object:
        return _core.jit_in_cell(register)

    def class_in(self, register: int) -> object:
        return self.live[register]

    def fields_of(self, cls: type) -> int:
        return fields_of(cls)

    def item_of(self, cls: type, name: str) -> tuple[int, int] | None:
        return place_in(cls, name)

    def record_with(self, globals: dict[str, object] | None, name: str) -> type | None:
        return class_with(globals, name)

    @once
    def methods(self, name: str) -> list[tuple[Callee, tuple[int, ...]]]:
        found = [(callee, tuple(sorted(classes))) for callee, classes in _core.jit_methods(name)]
        return sorted(found, key=lambda each: _order(each[0][0]))

    def may_keep(self, callee: Callee) -> bool:
        return self.allowed(callee[0])

    @once
    def may_be_virtual(self, version: int) -> bool:
        return _core.jit_virtual_class(version)

    @once
    def places(self, name: str, storing: bool) -> list[tuple[int, str, int]]:
        return sorted(_core.jit_places(name, storing))

    def version(self, cls: type) -> int:
        return _core.type_version(cls)

    def place(self, cls: type, name: str) -> tuple[str, int] | None:
        return _core.jit_place(cls, name)

    @once
    def place_at(self, version: int, name: str, storing: bool) -> tuple[str, int] | None:
        return _core.jit_place_at(version, name, storing)

    def class_number(self, cls: type, name: str) -> tuple[int, int] | None:
        return _core.jit_class_number(cls, name)

    @once
    def bare_place(self, version: int, name: str) -> tuple[str, int, int, int] | None:
        return _core.jit_bare_place(version, name)

    @once
    def metaclass(self, version: int) -> int:
        return _core.jit_metaclass(version)

    @once
    def plain_class(self, version: int) -> bool:
        return _core.jit_plain_class(version)

    def exception_bases(self, cls: type) -> tuple[type, ...]:
        return cls.__mro__ if _core.jit_plain_exception(cls) else ()

    def inherited(self, version: int, code: CodeType, name: str) -> tuple[type, object, Callee | None] | None:
        return _core.jit_super(version, code, name)

    def operands(self, code: object, word: int) -> tuple[int, int] | None:
        return _core.jit_operands(code, word)

    @once
    def method(self, version: int, name: str, without: str) -> tuple[int, Callee] | None:
        found = _core.jit_method(version, name, without)
        return found if found is not None and self.allowed(found[1][0]) else None

    @once
    def property(self, version: int, name: str) -> tuple[int, Callee] | None:
        found = _core.jit_property(version, name)
        return found if found is not None and self.allowed(found[1][0]) else None

    @once
    def attribute_method(self, version: int, name: str, storing: bool) -> AttributeMethod | None:
        found = _core.jit_attribute_method(version, name, storing)
        return found if found is not None and self.allowed(found[5][0]) else None

    def allowed(self, callee: CodeType) -> bool:
        """No ring of code objects may keep itself alive."""
        if callee is self.code:
            return True
        return id(self.code) not in kept_alive(callee)
