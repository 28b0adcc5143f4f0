"""What is remembered of a code object for as long as it lives."""

from __future__ import annotations

import _weakref as weakref
from _functools import partial  # type: ignore[import-not-found]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType

    from .learning import Knowledge


class Memory:
    """What is remembered of one."""

    def __init__(self, code: CodeType) -> None:
        # It dies on the program's time, where no Python code of ours may be seen: what is called then is a C function
        # (with the weak reference as one more argument, the value where there is none).
        self.code = weakref.ref(code, partial(_memories.pop, id(code)))
        self.places: dict[int, Knowledge] = {}  # by the beginning of a loop; -1: the unit
        #: What was learned in any copy of it, and holds for all (learning.py): names of sets of Learned, and words.
        self.shared: set[tuple[str, int]] = set()
        self.keeps: set[int] = set()  # identities of code objects that its native code keeps alive, as it inlines them


#: By the identity of the code object, which has no hash of its own.
_memories: dict[int, Memory] = {}


def memory_of(code: CodeType) -> Memory:
    memory = _memories.get(id(code))
    if memory is None or memory.code() is not code:
        memory = _memories[id(code)] = Memory(code)
    return memory


def kept_alive(code: CodeType) -> set[int]:
    """Identities of the code objects that live as long as this one, because of native code."""
    reached: set[int] = set()
    work = [id(code)]
    while work:
        identity = work.pop()
        if identity not in reached:
            reached.add(identity)
            work += _memories[identity].keeps if identity in _memories else ()
    return reached
