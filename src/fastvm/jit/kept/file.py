"""The file on disk: what is kept of the native code of a source file's units.

`__pycache__/mod.cpython-311.fastvm-native` stands next to the host's .pyc, and is as the cache of units
(adoption/cache.py): valid for one state of the source file, one compiler and (as it holds machine code) one kind of
processor and one llvmlite; ignored when it is damaged, stale or foreign; written at the end of the process, and
replaced as a whole, so that other processes see the old one or the new one.

    stamp       8 bytes: hash of all that it is valid for
    checksum    8 bytes: of the index (damaged data must not reach marshal, nor the processor)
    useful      8 bytes: of how many units there is machine code that may be faster than the interpreter
    stayed      8 bytes: how often a copy of a process has stayed behind to make some (afterwards.py)
    index       marshal of {unit: (begin, end, verdict)}, and before it its size, 8 bytes
    contents    of each unit, from `begin` to `end`: a checksum, 8 bytes, and marshal of [entry]; an entry is
                (key, ...), newer ones last (entries.py)

A file may be large, and a short process that recalls little of it must not read all: so each unit is checked and read
when it is first asked for.
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

from ..codegen import library
from .header import HEADER_SIZE, NUMBERS, in_header, numbers
from .paths import path_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Entries = dict[str, list[tuple[Any, ...]]]
    Contents = dict[str, tuple[bytes | memoryview, int]]  # of units: as it stands in the file, and the verdict

#: Entries of a unit or loop: for the states that the interpreter may have left it in, and versions.
MOST_ENTRIES = 12
#: Bytes of a file. What would not fit is compiled anew in each process.
MOST_BYTES = 8 << 20

#: Verdicts on the code of a unit: known not to be clearly faster than the interpreter (or not to be had), nothing is
#: known, and not known to be no faster.
USELESS, UNKNOWN, USEFUL = -1, 0, 1

_SEED = 0x6E61746976  # any fixed number
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
        self.stayed, self._contents = self._read()
        self._units: Entries = {}  # those that were asked for
        self.changed: Entries = {}  # units with new entries
        self._counted = False

    def _stamp(self) -> bytes:
        return source_hash(_SEED, _environment() + (file_stamp(self.source) or b""))

    def replace(self, unit: str, old: tuple[Any, ...] | None, new: tuple[Any, ...]) -> None:
        """Keep an entry, as the newest of its unit, instead of one that is for the same, and perhaps of another one."""
        same = new[:3], type(new[3])
        entries = [each for each in self.entries(unit) if each is not old and (each[:3], type(each[3])) != same]
        self._units[unit] = self.changed[unit] = [*entries, new][-MOST_ENTRIES:]

    def verdict(self, unit: str) -> int:
        """USELESS, UNKNOWN or USEFUL, as it was when the file was read."""
        return self._contents[unit][1] if unit in self._contents else UNKNOWN

    def entries(self, unit: str) -> list[tuple[Any, ...]]:
        """What is kept of a unit or loop, newer ones last."""
        found = self._units.get(unit)
        if found is None:
            found = self._units[unit] = _loaded(self._contents[unit][0]) if unit in self._contents else []
        return found

    def newest(self) -> list[tuple[str, tuple[Any, ...]]]:
        """Of each unit that was asked for, the newest entry."""
        return [(unit, entries[-1]) for unit, entries in self._units.items() if entries]

    def count(self) -> None:
        """This is a copy that has stayed behind, and makes code of this file."""
        if not self._counted:
            self._counted = True
            self.stayed += 1

    def write(self) -> None:
        """Write what is new, together with what other processes have written."""
        if not (self.changed or self._counted) or sys.dont_write_bytecode:
            return
        try:
            if self.stamp != self._stamp():
                return  # the source was edited meanwhile
            stayed, contents = self._read()
            self.stayed = max(self.stayed, stayed)
            changed: Contents = {unit: _dumped(entries) for unit, entries in self.changed.items()}
            contents = {**contents, **changed}
            if _size(contents) > MOST_BYTES:
                contents = changed
            if _size(contents) <= MOST_BYTES:
                os.makedirs(os.path.dirname(self.path), exist_ok=True)
                _write_atomic(self.path, self._joined(contents), _calc_mode(self.source))
        except (OSError, MemoryError, ValueError):
            pass  # a read-only folder, a full disk: the next process compiles again
        self.changed = {}

    def _joined(self, contents: Contents) -> bytes:
        """What is written."""
        index, end = {}, 0
        for unit, (content, verdict) in contents.items():
            index[unit] = end, end + len(content), verdict
            end += len(content)
        head = marshal.dumps(index)
        useful = sum([verdict == USEFUL for _, verdict in contents.values()])
        header = self.stamp, source_hash(_SEED, head), numbers(useful, self.stayed), pack("=q", len(head))
        return b"".join([*header, head, *[content for content, _ in contents.values()]])

    def _read(self) -> tuple[int, Contents]:
        nothing: tuple[int, Contents] = 0, {}
        try:
            with open(self.path, "rb", buffering=0) as stream:
                data = stream.read()
        except OSError:
            return nothing
        begin = HEADER_SIZE + 8
        end = begin + unpack_from("=q", data, HEADER_SIZE)[0] if len(data) >= begin else 0
        head = data[begin : max(begin, end)]
        if data[:NUMBERS] != self.stamp + source_hash(_SEED, head):
            return nothing
        try:
            index = marshal.loads(head)
        except (ValueError, EOFError, TypeError):
            return nothing
        rest = memoryview(data)[end:]
        return in_header(data)[1], {unit: (rest[first:last], how) for unit, (first, last, how) in index.items()}


def _dumped(entries: list[tuple[Any, ...]]) -> tuple[bytes, int]:
    """What stands in the file of a unit, and the verdict."""
    content = marshal.dumps(entries)
    return source_hash(_SEED, content) + content, verdict_on(entries)


def _loaded(content: bytes | memoryview) -> list[tuple[Any, ...]]:
    """The entries of a unit; none if what stands in the file is damaged."""
    if content[:8] != source_hash(_SEED, content[8:]):
        return []
    try:
        entries: list[tuple[Any, ...]] = marshal.loads(content[8:])
    except (ValueError, EOFError, TypeError):
        return []
    return entries


def _size(contents: Contents) -> int:
    return sum([len(content) for content, _ in contents.values()])


def verdict_on(entries: list[tuple[Any, ...]]) -> int:
    """Whether it pays to recall code of a unit: what the newest entry with code, or why there is none, says."""
    for *_, made, doubtful in reversed(entries):
        if isinstance(made, str) or isinstance(made, tuple) and doubtful:
            return USELESS
        if isinstance(made, tuple) and made[0]:
            return USEFUL
    return UNKNOWN


def file_of(source: str) -> File | None:
    """What is kept for a source file; None for code that has none, where the host would keep no .pyc, and on machines
    whose object files cannot be loaded."""
    if source not in _files:
        path = path_of(source)
        usable = path is not None and _core.processor() and file_stamp(os.path.abspath(source)) is not None
        _files[source] = File(os.path.abspath(source), path) if path is not None and usable else None
    return _files[source]


def files() -> list[File]:
    """Those of which something was asked for."""
    return [file for file in _files.values() if file is not None]


def write_all() -> None:
    """Write what is new in all files."""
    for file in files():
        file.write()
