"""A map of native code for `perf`: `--perf-map` (FASTVM_PERF_MAP=1) writes a line for each function and loop that is
compiled to /tmp/perf-PID.map, where `perf report` looks for the names of code that is in no file.

The format is that of tools/perf/Documentation/jit-interface.txt of Linux: start and size in hexadecimal, name.
"""

from __future__ import annotations

import os
from _struct import iter_unpack, unpack_from

from fastvm import engine

#: Of 64-bit ELF: a section's header (name, type, flags, address, offset, size, link, info, alignment, size of entries),
#: and a symbol (name, info, other, section, value, size).
_SECTION = "=IIQQQQIIQQ"
_SYMBOL = "=IBBHQQ"
_SYMBOLS = 2  # type of the section that has them
_GLOBAL_FUNCTION = 0x12

_lines: list[str] = []
_written_by = 0


def size_of(object: bytes) -> int:
    """Bytes of machine code of the only global function of an object file; 0: it is no ELF file."""
    if object[:6] != b"\x7fELF\x02\x01":
        return 0
    (sections,) = unpack_from("=Q", object, 0x28)
    size, count = unpack_from("=HH", object, 0x3A)
    for number in range(count):
        _, kind, _, _, start, length, *_ = unpack_from(_SECTION, object, sections + number * size)
        if kind == _SYMBOLS:
            for _, info, _, _, _, code in iter_unpack(_SYMBOL, object[start : start + length]):
                if info == _GLOBAL_FUNCTION:
                    return int(code)
    return 0


def note(address: int, object: bytes, what: str) -> None:
    """Native code is there. (A forked child writes a map of its own, of all that it has.)"""
    global _written_by
    if not engine.perf_map or not address:
        return
    _lines.append(f"{address:x} {size_of(object):x} fastvm:{what}\n")
    lines, mode = _lines[-1:], "a"
    if _written_by != os.getpid():
        _written_by = os.getpid()
        lines, mode = _lines, "w"
    try:
        with open(f"/tmp/perf-{_written_by}.map", mode, encoding="utf-8", errors="backslashreplace") as file:
            file.writelines(lines)
    except OSError:
        engine.perf_map = False
