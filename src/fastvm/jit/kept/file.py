"""The file on disk: what is kept of the native code of a source file's units.

`__pycache__/mod.cpython-311.fastvm-native` stands next to the host's .pyc, and is as the cache of units
(adoption/cache.py): valid for one state of the source file, one compiler and (as it holds machine code) one kind of
processor and one llvmlite; ignored when it is damaged, stale or foreign; written at the end of the process, and
replaced as a whole, so that other processes see the old one or the new one.

    stamp       8 bytes: hash of all that it is valid for
    checksum    8 bytes: of the payload (damaged data must not reach marshal, nor the processor)
    saved       8 bytes: seconds that processes have put aside for compiling code of this file (policy.SHARE_SAVED)
    payload     marshal of {unit: [entry]}; an entry is (key, ...), newer ones last (entries.py)

What is put aside changes with each process, also where there is nothing else to be written: it is written in its place.
"""

from __future__ import annotations

import marshal
import os
import sys
from _frozen_importlib_external import _calc_mode, _write_atomic  # type: ignore[attr-defined]
from _imp import source_hash
from _struct import pack, unpack_from

from fastvm import _core
from fastvm.adoption.cache import compiler_stamp, file_stamp

from .. import policy
from ..codegen import library
from ..plans import counters
from .paths import path_of
from .savings import savings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Entries = dict[str, list[tuple[Any, ...]]]

#: Entries of a unit or loop: for the states that the interpreter may have left it in, and versions.
MOST_ENTRIES = 12
#: Bytes of a file. What would not fit is compiled anew in each process.
MOST_BYTES = 8 << 20

_SEED = 0x6E61746976  # any fixed number
_SAVED = 16  # where in a file what is put aside stands
_HEADER_SIZE = 24
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_files: dict[str, File | None] = {}
_valid_for: bytes | None = None


def _state(path: str) -> bytes:
    status = os.stat(path)
    return b"%s %d %d\n" % (os.fsencode(path), status.st_mtime_ns, status.st_size)


def _environment() -> bytes:
    """What machine code depends on, besides the source file. (All sources would take too long to read: their times and
    sizes stand for them.)"""
    global _valid_for
    if _valid_for is None:
        parts = [compiler_stamp(), b"%d" % _core.processor(), _state(library()), _state(_core.__file__)]
        for folder, _, names in os.walk(_PACKAGE):
            parts += [_state(os.path.join(folder, name)) for name in sorted(names) if not name.endswith(".pyc")]
        _valid_for = b"".join(parts)
    return _valid_for


class File:
    """What is kept for one source file, in memory and on disk."""

    def __init__(self, source: str, path: str) -> None:
        self.source = source
        self.path = path
        self.stamp = self._stamp()
        self.saved, self.units = self._read()
        self.changed: Entries = {}  # units with new entries
        self.wanting = False  # it was too early for something
        _core.set_budget(*policy.budget(self.saved))

    def _stamp(self) -> bytes:
        return source_hash(_SEED, _environment() + (file_stamp(self.source) or b""))

    def replace(self, unit: str, old: tuple[Any, ...] | None, new: tuple[Any, ...]) -> None:
        """Keep an entry, as the newest of its unit, perhaps instead of another one."""
        entries = [entry for entry in self.units.get(unit, []) if entry is not old]
        self.units[unit] = self.changed[unit] = [*entries, new][-MOST_ENTRIES:]

    def write(self) -> None:
        """Write what is new, together with what other processes have written."""
        if not (self.changed or self.wanting) or sys.dont_write_bytecode:
            return
        try:
            if self.stamp != self._stamp():
                return  # the source was edited meanwhile
            saved = pack("=d", policy.put_aside(self.saved, counters.spent(), counters.gaining()))
            if not self.changed and self.units:
                with open(self.path, "r+b", buffering=0) as stream:
                    if stream.read(len(self.stamp)) == self.stamp:
                        stream.seek(_SAVED)
                        stream.write(saved)
                return
            payload = marshal.dumps({**self._read()[1], **self.changed})
            if len(payload) > MOST_BYTES:
                payload = marshal.dumps(self.changed)
            if len(payload) <= MOST_BYTES:
                os.makedirs(os.path.dirname(self.path), exist_ok=True)
                data = self.stamp + source_hash(_SEED, payload) + saved + payload
                _write_atomic(self.path, data, _calc_mode(self.source))
        except (OSError, MemoryError, ValueError):
            pass  # a read-only folder, a full disk: the next process compiles again
        self.changed = {}

    def _read(self) -> tuple[float, Entries]:
        nothing: tuple[float, Entries] = 0.0, {}
        try:
            with open(self.path, "rb", buffering=0) as stream:
                data = stream.read()
        except OSError:
            return nothing
        if saved := savings(data):
            return saved, {}
        payload = data[_HEADER_SIZE:]
        if len(data) < _HEADER_SIZE or data[:_SAVED] != self.stamp + source_hash(_SEED, payload):
            return nothing
        try:
            units = marshal.loads(payload)
            (saved,) = unpack_from("=d", data, _SAVED)
        except (ValueError, EOFError, TypeError):
            return nothing
        return (saved if 0.0 <= saved <= policy.SAVED_MOST else 0.0), units


def file_of(source: str) -> File | None:
    """What is kept for a source file; None for code that has none, where the host would keep no .pyc, and on machines
    whose object files cannot be loaded."""
    if source not in _files:
        path = path_of(source)
        usable = path is not None and _core.processor() and file_stamp(os.path.abspath(source)) is not None
        _files[source] = File(os.path.abspath(source), path) if path is not None and usable else None
    return _files[source]


def write_all() -> None:
    """Write what is new in all files."""
    for file in _files.values():
        if file is not None:
            file.write()
