"""What the processes of a program have put aside for compiling, and whether it pays to recall what is kept of it.

A short program that has no time for compiling puts a share of its processor time aside, in the file where its machine
code will be kept one day (paths.py). That must cost next to nothing, so that nothing else is imported for it: a file
that is all savings has no stamp, and is too short to be anything else. It holds whatever is done to the source
meanwhile: it is only time. So it is where code is kept, but none that is known to be faster than the interpreter
(`useful` in the header that file.py writes): then nothing is imported either, until something is to be compiled.
"""

from __future__ import annotations

import os
import sys
from _frozen_importlib_external import _write_atomic  # type: ignore[attr-defined]
from _struct import calcsize, pack, unpack, unpack_from

from .. import policy
from .paths import path_of

_MARK = b"aside  \n"
_SIZE = len(_MARK) + 8
#: Where code is kept, behind stamp and checksum: what is put aside, and how many entries are worth being recalled.
SAVED = 16
_NUMBERS = "=dq"
HEADER_SIZE = SAVED + calcsize(_NUMBERS)
_useful: dict[str, bool] = {}


def savings(data: bytes) -> float:
    """The seconds in what a file has; 0 where it is none of this kind."""
    return float(unpack("=d", data[len(_MARK) :])[0]) if data.startswith(_MARK) and len(data) == _SIZE else 0.0


def numbers(saved: float, useful: int = 0) -> bytes:
    """What stands in a header behind its checksum."""
    return pack(_NUMBERS, saved, useful)


def in_header(data: bytes) -> tuple[float, int]:
    """The same, from what a file begins with; zeros where nothing is kept in it."""
    saved, useful = unpack_from(_NUMBERS, data, SAVED) if len(data) >= HEADER_SIZE else (0.0, 0)
    return (saved if 0.0 <= saved <= policy.SAVED_MOST else 0.0), useful


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
        useful = _useful[source] = in_header(_header(source))[1] > 0
    return useful


def any_useful() -> bool:
    """The same of any of the source files that were asked about."""
    return True in _useful.values()


def saved(source: str) -> float:
    """What has been put aside for a source file."""
    header = _header(source)
    return savings(header) or in_header(header)[0]


def replace_saved(path: str, seconds: float) -> None:
    """Change what is put aside in a file where code is kept. OSError: it cannot be written."""
    with open(path, "r+b", buffering=0) as stream:
        stream.seek(SAVED)
        stream.write(pack("=d", seconds))


def save(source: str, seconds: float) -> None:
    """So many seconds are put aside for a source file."""
    path = path_of(source)
    if path is None or sys.dont_write_bytecode or not os.path.exists(source):
        return
    try:
        if len(_header(source)) == HEADER_SIZE:
            replace_saved(path, seconds)
            return
        os.makedirs(os.path.dirname(path), exist_ok=True)
        _write_atomic(path, _MARK + pack("=d", seconds))
    except OSError:
        pass  # a read-only folder, a full disk: as if it had not run
