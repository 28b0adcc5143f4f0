"""A code unit: the register bytecode of one genuine code object.

The front end makes units, the cache on disk stores them, and the native core attaches them to the
code object they belong to (`fastvm._core.attach`). A unit holds no object of the program: constants are
references into the genuine code object, so that identities are the program's own.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType


class CodeUnit:
    """Register bytecode for one code object.

    code:        instruction words, eight bytes each (`instructions.py`), cache words zero.
    const_refs:  one entry for each constant operand: an int i >= 0 is `co_consts[i]`, an int i < 0 is
                 `co_names[-1 - i]`, and a 1-tuple holds a marshallable constant of the unit's own.
    temps:       number of temporaries.
    where:       for each word, u32: index of the genuine instruction (in code units) that
                 has the same source position; 0xFFFFFFFF where there is none.
    exceptions:  rows of four i32 `start, end, handler, depth`: words [start, end) are covered, inner
                 rows first.
    """

    __slots__ = ("code", "const_refs", "temps", "where", "exceptions")

    def __init__(
        self, code: bytes, const_refs: tuple[object, ...], temps: int, where: bytes, exceptions: bytes
    ) -> None:
        self.code = code
        self.const_refs = const_refs
        self.temps = temps
        self.where = where
        self.exceptions = exceptions

    def as_tuple(self) -> tuple[bytes, tuple[object, ...], int, bytes, bytes]:
        """The marshallable form, which the native core and the cache take."""
        return (self.code, self.const_refs, self.temps, self.where, self.exceptions)

    def constants(self, code: CodeType) -> list[object]:
        """The constants in operand order (operand -1 first), taken from the genuine code object."""
        resolved: list[object] = []
        for ref in self.const_refs:
            if isinstance(ref, tuple):
                resolved.append(ref[0])
            elif isinstance(ref, int):
                resolved.append(code.co_consts[ref] if ref >= 0 else code.co_names[-1 - ref])
        return resolved


def local_names(code: CodeType) -> tuple[str, ...]:
    """Names of the registers below the temporaries, in the host's `localsplus` order."""
    own = code.co_varnames
    cells = tuple(name for name in code.co_cellvars if name not in own)
    return own + cells + code.co_freevars
