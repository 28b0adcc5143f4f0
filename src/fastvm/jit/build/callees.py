"""Which functions a call may be built together with: what the core knows of them, and what was decided so far."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType

    #: What the core tells of a unit that is called (jit_callee in vm_core/inlining.pxi).
    Callee = tuple[CodeType, bytes, bytes, tuple[object, ...], int, int, int, int, int]


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

    def may_keep(self, callee: Callee) -> bool:
        """Whether the code may keep the unit alive, as it does when it inlines it."""
        return True

    def object_at(self, address: int) -> object:
        """The object at an address that a cache holds."""
        return None

    def methods(self, name: str) -> list[tuple[Callee, tuple[int, ...]]]:
        """Methods of this name, with the versions of the classes that have it."""
        return []

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

    def operands(self, code: object, word: int) -> tuple[int, int] | None:
        """The versions of the types that the operands of an instruction had."""
        return None

    def method(self, version: int, name: str, without: str) -> tuple[int, Callee] | None:
        """What an operator calls for the class of this version, if it has no method `without`."""
        return None

    def property(self, version: int, name: str) -> tuple[int, Callee] | None:
        """A property of the class of this version: its address, its getter's unit."""
        return None

    def constructor(self, version: int) -> tuple[int, Callee] | None:
        """The `__init__` that follows object.__new__ in a call of the class of this version: its address, its unit."""
        return None

    def plain_class(self, version: int) -> bool:
        """Whether a call of the class of this version, without arguments, only makes the instance."""
        return False

    def inherited(self, version: int, code: CodeType, name: str) -> tuple[type, object, Callee | None] | None:
        """What `super().name` is in a method with this code of an instance of the class of this version: the class that
        has the method, what is found, and its unit."""
        return None


class Calls:
    """Which calls are inlined, in all attempts to build a function."""

    def __init__(self, callees: Callees) -> None:
        self.callees = callees
        self.levels: dict[tuple[int, int], int] = {}  # by place of the call, and which of its callees
        self.refused: set[tuple[int, int]] = set()
        #: Whether names of attributes and methods are known to the shared caches, by the instruction that looks for it.
        self.names: dict[tuple[str, str], bool] = {}
