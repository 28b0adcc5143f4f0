"""What a file of kept code begins with (file.py): what short programs look at, which import nothing more for it.

Where nothing is kept that is worth being recalled, nothing is, until something is to be compiled. And where copies of
the process have stayed behind often enough to make what there was no time for (afterwards.py), no more do: what then
is still missing will not fit the next time, either.
"""

from __future__ import annotations

import os
from _struct import calcsize, pack, unpack_from

from fastvm import _core

from .paths import path_of

#: Where the numbers stand, behind stamp and checksum: of how many units there is machine code that may be faster than
#: the interpreter, and how often a copy has stayed behind.
NUMBERS = 16
_FORMAT = "=qq"
HEADER_SIZE = NUMBERS + calcsize(_FORMAT)
_useful: dict[str, bool] = {}


def numbers(useful: int, stayed: int) -> bytes:
    """What stands there."""
    return pack(_FORMAT, useful, stayed)


def in_header(data: bytes) -> tuple[int, int]:
    """The same, from what a file begins with; zeros where nothing is kept in it."""
    return unpack_from(_FORMAT, data, NUMBERS) if len(data) >= HEADER_SIZE else (0, 0)


def _header(source: str) -> bytes:
    path = path_of(source)
    try:
        with open(path or "", "rb", buffering=0) as stream:
            return stream.read(HEADER_SIZE)
    except OSError:
        return b""


def is_useful(source: str) -> bool:
    """Whether code is kept that is worth being recalled, as far as is known. (As it was when first asked.)"""
    useful = _useful.get(source)
    if useful is None:
        useful = _useful[source] = in_header(_header(source))[0] > 0
    return useful


def any_useful() -> bool:
    """The same of any of the source files that were asked about."""
    return True in _useful.values()


def times_stayed(source: str) -> int:
    """How often a copy has stayed behind for a source file, as it and fastvm are now."""
    try:
        written = os.stat(path_of(source) or "").st_mtime_ns
        if written < max(os.stat(source).st_mtime_ns, os.stat(_core.__file__).st_mtime_ns):
            return 0
    except OSError:
        return 0
    return in_header(_header(source))[1]
