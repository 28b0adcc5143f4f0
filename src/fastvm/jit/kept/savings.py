"""What the processes of a program have put aside for compiling, as long as nothing is kept of it.

A short program that has no time for compiling puts a share of its processor time aside, in the file where its machine
code will be kept one day (paths.py). That must cost next to nothing, so that nothing else is imported for it: a file
that is all savings has no stamp, and is too short to be anything else. It holds whatever is done to the source
meanwhile: it is only time.
"""

from __future__ import annotations

import os
import sys
from _frozen_importlib_external import _write_atomic  # type: ignore[attr-defined]
from _struct import pack, unpack

from .paths import path_of

_MARK = b"aside  \n"
_SIZE = len(_MARK) + 8


def savings(data: bytes) -> float:
    """The seconds in what a file has; 0 where it is none of this kind."""
    return float(unpack("=d", data[len(_MARK) :])[0]) if data.startswith(_MARK) and len(data) == _SIZE else 0.0


def is_kept(source: str) -> bool:
    """Whether more than that is on disk."""
    path = path_of(source)
    try:
        return path is not None and os.stat(path).st_size > _SIZE
    except OSError:
        return False


def saved(source: str) -> float:
    """What has been saved for a source file."""
    path = path_of(source)
    try:
        with open(path or "", "rb", buffering=0) as stream:
            return savings(stream.read(_SIZE + 1))
    except OSError:
        return 0.0


def save(source: str, seconds: float) -> None:
    """So many seconds are put aside for a source file, if that has none of its machine code kept."""
    path = path_of(source)
    if path is None or sys.dont_write_bytecode or is_kept(source) or not os.path.exists(source):
        return
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        _write_atomic(path, _MARK + pack("=d", seconds))
    except OSError:
        pass  # a read-only folder, a full disk: as if it had not run
