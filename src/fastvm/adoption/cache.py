"""The cache on disk: the units of a source file, next to the host's own .pyc.

`__pycache__/mod.cpython-311.fastvm` holds the units compiled so far for `mod.py`. Functions are compiled when
first called, so a file grows from run to run; it is written at exit, or earlier when many units are new.

    magic       8 bytes
    stamp       8 bytes: hash of the versions of fastvm, of its compiler and of the host
    mtime_ns    8 bytes, size 8 bytes: of the source file
    checksum    8 bytes: of the payload (damaged data must not reach marshal, which trusts its input)
    payload     marshal of {key: unit tuple}, keys as keys.py makes them; for a file that is run as a program also
                {(path, optimization, hash of its text): marshal of its code object}

A file that is damaged, stale or foreign is ignored and written anew; a folder that cannot be read or written is
no error. `-B`, PYTHONDONTWRITEBYTECODE and PYTHONPYCACHEPREFIX mean what they mean for .pyc files.
"""

import marshal
import os
import sys
from _frozen_importlib_external import _calc_mode, _write_atomic, cache_from_source  # type: ignore[attr-defined]
from _imp import source_hash

from fastvm.adoption import late, policy
from fastvm.adoption.keys import CodeType, Key, UnitTuple

_MAGIC = b"fastvm\r\n"
_HEADER_SIZE = 40
_SEED = 0x63616368  # any fixed number
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_STAMP_FILE = "compiler.stamp"  # the same as in stamp.py, which is not loaded to find it

_open = open  # a program may put something else in its place

_stamp: "bytes | None" = None


def compiler_stamp() -> bytes:
    """A hash that changes with the host, with fastvm, and with any edit of its compiler."""
    global _stamp
    if _stamp is None:
        try:
            with _open(os.path.join(_PACKAGE, _STAMP_FILE), "rb", buffering=0) as file:
                own = file.read()
        except OSError:
            own = late.module("fastvm.adoption.stamp").of_sources(_PACKAGE)
        host = f"{sys.implementation.cache_tag}\n{sys.version}"
        _stamp = source_hash(_SEED, own + host.encode())
    return _stamp


def file_stamp(path: str) -> "bytes | None":
    """Size and time of the source file, as they stand in the header; None when there is no such file."""
    try:
        status = policy.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns.to_bytes(8, "little", signed=True) + status.st_size.to_bytes(8, "little")


class UnitCache:
    """The units of one source file, in memory and on disk."""

    __slots__ = ("path", "_entries", "_stamped", "_added", "hits", "misses")

    def __init__(self, path: str) -> None:
        self.path = path
        self._entries: dict[Key, UnitTuple | bytes] | None = None  # None until first asked
        self._stamped: bytes | None = None
        self._added = 0
        self.hits = 0
        self.misses = 0

    def get(self, key: Key) -> "UnitTuple | None":
        unit = self._known().get(key)
        if type(unit) is tuple:
            self.hits += 1
            return unit
        self.misses += 1
        return None

    def add(self, key: Key, unit: "UnitTuple") -> None:
        self._known()[key] = unit
        self._added += 1
        if self._added >= policy.CACHE_FLUSH_UNITS:
            self.write()

    def program(self, text: bytes) -> "bytes | None":
        """The marshalled code object of the file as a program, `text` being what is in it now."""
        entry = self._known().get(self._program_key(text))
        return entry if type(entry) is bytes else None

    def add_program(self, text: bytes, code: CodeType) -> None:
        if not sys.dont_write_bytecode:
            self._known()[self._program_key(text)] = marshal.dumps(code)
            self._added += 1

    def _program_key(self, text: bytes) -> Key:
        return (self.path, sys.flags.optimize, source_hash(_SEED, text))

    def _known(self) -> "dict[Key, UnitTuple | bytes]":
        if self._entries is None:
            self._stamped = file_stamp(self.path)
            self._entries = self._read()
        return self._entries

    def file(self) -> "str | None":
        """Where the cache file is; None when the host would keep no .pyc either."""
        try:
            pyc: str = cache_from_source(self.path)
        except (NotImplementedError, ValueError):
            return None
        return pyc.removesuffix(".pyc") + ".fastvm"

    def write(self) -> None:
        """Write what was added since the last time, together with what other processes wrote."""
        if not self._added or sys.dont_write_bytecode:
            return
        self._added = 0
        try:
            self._write_file()
        except (OSError, MemoryError):
            pass  # a read-only folder, a full disk, no memory left at the end: the next run compiles again

    def _write_file(self) -> None:
        file = self.file()
        # A source edited since it was loaded would get units of its old text under its new stamp.
        if file is None or self._stamped is None or self._stamped != file_stamp(self.path):
            return
        payload = marshal.dumps({**self._read(), **(self._entries or {})})
        header = _MAGIC + compiler_stamp() + self._stamped + source_hash(_SEED, payload)
        os.makedirs(os.path.dirname(file), exist_ok=True)
        _write_atomic(file, header + payload, _calc_mode(self.path))

    def _read(self) -> "dict[Key, UnitTuple | bytes]":
        file = self.file()
        if file is None or self._stamped is None:
            return {}
        try:
            with _open(file, "rb", buffering=0) as stream:
                data = stream.read()
        except (OSError, ValueError):
            return {}
        header, payload = data[:_HEADER_SIZE], data[_HEADER_SIZE:]
        if header != _MAGIC + compiler_stamp() + self._stamped + source_hash(_SEED, payload):
            return {}
        try:
            entries = marshal.loads(payload)
        except (ValueError, EOFError, TypeError):
            return {}
        return entries if isinstance(entries, dict) else {}
