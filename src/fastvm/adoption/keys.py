"""Keys of code objects: what a unit in the cache on disk is looked up by.

A unit belongs to one genuine code object, and refers to its constants and names by index. The key therefore
covers everything of the code object that the unit depends on, so that a unit found by key fits the
live code, whatever happened to the source file in the meantime.
"""

import marshal
from _imp import source_hash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType as CodeType
else:
    # The start-up does without the module `types`; the rest of adoption has the class from here.
    CodeType = type((lambda: None).__code__)

# (qualified name, first line, hash of the rest)
Key = tuple[str, int, bytes]
# What CodeUnit.as_tuple gives: code, const_refs, temps, where, exceptions
UnitTuple = tuple[bytes, tuple[object, ...], int, bytes, bytes]

# Marshal format 1 has no references and no interning marks: equal values give equal bytes in every process.
_PLAIN_FORMAT = 1
# Constants with keys of their own, and those whose order differs between processes.
_NOT_HASHED = (CodeType, frozenset)
_SEED = 0x66617374766D  # any fixed number: the hash must be the same in every process


def code_key(code: CodeType) -> Key:
    """The key of a code object. ValueError when it has constants that no compiler makes."""
    return _key(code, code.co_flags, [value for value in code.co_consts if not isinstance(value, _NOT_HASHED)])


def matches(code: CodeType, genuine: CodeType, ignored_flags: int) -> bool:
    """Whether a unit of `genuine` fits `code`: the keys must be equal, but for some flags."""
    if len(code.co_consts) != len(genuine.co_consts):
        return False
    hashed = []
    for value, original in zip(code.co_consts, genuine.co_consts):
        # In the host's frozen modules, constants that should be frozensets are tuples.
        if not isinstance(value, _NOT_HASHED) and not (isinstance(original, frozenset) and isinstance(value, tuple)):
            hashed.append(value)
    return _key(code, code.co_flags & ~ignored_flags, hashed) == code_key(genuine)


def _key(code: CodeType, flags: int, constants: "list[object]") -> Key:
    content = (
        code.co_code,
        code.co_argcount,
        code.co_posonlyargcount,
        code.co_kwonlyargcount,
        code.co_linetable,
        code.co_exceptiontable,
        code.co_names,
        code.co_varnames,
        code.co_cellvars,
        code.co_freevars,
        flags,
        constants,
    )
    return (code.co_qualname, code.co_firstlineno, source_hash(_SEED, marshal.dumps(content, _PLAIN_FORMAT)))
