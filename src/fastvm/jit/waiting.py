"""Requests for native code that there has been no time for, so far, in a form that keeps nothing of the program alive.

Copies of the process compile them (offload.py): the next one that is made while the program goes on, or one that stays
behind when it ends (afterwards.py). All that have a loop of some hundred rounds import this, so it imports nothing that
costs anything.
"""

from __future__ import annotations

import sys
from _weakref import ref

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any

    #: The identity of a code object, and where the loop begins. (Another one that comes to have the same is told apart
    #: by its code.)
    Key = tuple[int, int]

_CODE = type((lambda: None).__code__)
_MODULE = type(sys)
_MOST_PUT_OFF = 256


class Waiting:
    """A request, as the core makes it (requests.request)."""

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
        missed: bool,
        size: int,
    ) -> None:
        self.key: Key = (id(code), pc)
        self.source = code.co_filename
        self.unit = unit_name(code, pc)
        self.missed = missed
        self.size = size
        self._code = ref(code)
        self._live = [ref(kind) if isinstance(kind, type) else None for kind in live]
        self._constants = [ref(value) if type(value) is _CODE else value for value in constants]
        self._seen = words, exceptions, sizes
        self._module = _module_of(globals)

    def code(self) -> CodeType | None:
        """None: it is gone."""
        return self._code()

    def live(self) -> list[object]:
        """The types of what the frame's registers held."""
        return [None if kind is None else kind() for kind in self._live]

    def request(self, words: bytes | None = None) -> tuple[Any, ...] | None:
        """What kept.entries.Request is made of; `words`: as the unit has them now. None: it is gone."""
        code = self._code()
        module = sys.modules.get(self._module or "")
        if code is None or type(module) is not _MODULE:
            return None
        seen, exceptions, sizes = self._seen
        constants = tuple([value() if type(value) is ref else value for value in self._constants])
        return code, self.key[1], words or seen, exceptions, constants, sizes, self.live(), module.__dict__


#: What it was too early for, when it was asked for last.
put_off: dict[Key, Waiting] = {}


def put_off_until_later(waiting: Waiting) -> None:
    """It is too early for it."""
    if len(put_off) < _MOST_PUT_OFF:
        put_off[waiting.key] = waiting


def unit_name(code: CodeType, pc: int) -> str:
    """Which unit or loop of a source file it is, whatever the interpreter has made of it."""
    return f"{code.co_firstlineno} {pc} {code.co_qualname}"


def _module_of(globals: dict[str, object] | None) -> str | None:
    """The name of the module whose globals these are."""
    name = globals.get("__name__") if globals is not None else None
    module = sys.modules.get(name) if isinstance(name, str) else None
    return str(name) if type(module) is _MODULE and module.__dict__ is globals else None
