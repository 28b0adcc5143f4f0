"""Writes the native core's view of the instruction table: a Cython include file.

`setup.py` calls `write_core_opcodes` before Cython runs, so that the table in `instructions.py` stays the
only description of the bytecode. This file must work without the `fastvm` package being importable
(the package needs the extension that is about to be built): setup.py loads it by its path, and it loads
`instructions.py`, its neighbour, by path too.

What the include file gives:

* an enum: `OP_<NAME>` for each instruction, and `OP_COUNT`;
* the flag and variant constants, under the names they have in Python;
* static C tables indexed by opcode: `CACHE_WORDS`, `GENERIC_OF` (the instruction itself for a generic one),
  `OP_RAISES`, `OP_RUNS`, `OP_ENDS_BLOCK` and `OP_NAMES`;
* `TABLE_FINGERPRINT`, which tells two versions of the table apart.
"""

from __future__ import annotations

import importlib.util
import os
import zlib
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

_TABLE_PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "instructions.py")

# Constants of instructions.py that the native core uses under the same name.
_SHARED_CONSTANTS = (
    "KILL_A",
    "KILL_B",
    "KILL_C",
    "VARIANT_SHIFT",
    "LESS",
    "EQUAL",
    "GREATER",
    "UNORDERED",
    "BRANCH_ON_TRUE",
    "INPLACE",
    "HAS_DEFAULTS",
    "HAS_KWDEFAULTS",
    "HAS_ANNOTATIONS",
    "HAS_CLOSURE",
    "FORMAT_NONE",
    "FORMAT_STR",
    "FORMAT_REPR",
    "FORMAT_ASCII",
)


def load_table(path: str = _TABLE_PATH) -> ModuleType:
    """Run `instructions.py` as a module of its own, whether or not `fastvm` can be imported."""
    spec = importlib.util.spec_from_file_location("_fastvm_instruction_table", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def table_fingerprint(rows: Iterable[Any]) -> int:
    """A number that changes when the numbering or the shape of any instruction changes."""
    text = "\n".join(f"{r.opcode} {r.name} {r.a},{r.b},{r.c} {r.cache} {r.base}" for r in rows)
    return zlib.crc32(text.encode())


def _numbers(rows: list[Any], value: Callable[[Any], int]) -> str:
    """The initialiser of a C array with one number for each of the 256 opcodes."""
    numbers = [int(value(row)) for row in rows]
    numbers += [0] * (256 - len(numbers))
    lines = [", ".join(map(str, numbers[i : i + 32])) for i in range(0, 256, 32)]
    return "{\n        " + ",\n        ".join(lines) + "}"


def core_opcodes(table: ModuleType) -> str:
    """The text of the include file."""
    rows = list(table.INSTRUCTIONS)
    opcodes = {row.name: row.opcode for row in rows}
    byte_tables = {
        "CACHE_WORDS": _numbers(rows, lambda r: r.cache),
        "GENERIC_OF": _numbers(rows, lambda r: opcodes[r.base or r.name]),
        "OP_RAISES": _numbers(rows, lambda r: r.raises),
        "OP_RUNS": _numbers(rows, lambda r: r.runs),
        "OP_ENDS_BLOCK": _numbers(rows, lambda r: r.ends_block),
    }
    names = ",\n        ".join(f'"{row.name}"' for row in rows)

    out = ["# Generated from src/fastvm/bytecode/instructions.py by generate.py: do not edit.", ""]
    out.append("cdef enum:  # anonymous, so that the constants index the tables below")
    out += [f"    OP_{row.name} = {row.opcode}" for row in rows]
    out += [f"    OP_COUNT = {len(rows)}", ""]
    out.append("cdef enum:")
    out += [f"    {name} = {getattr(table, name)}" for name in _SHARED_CONSTANTS]
    out += ["", "cdef extern from *:", '    """']
    for name, initialiser in byte_tables.items():
        out.append(f"    static const unsigned char {name}[256] = {initialiser};")
    out.append(f"    static const char *const OP_NAMES[256] = {{\n        {names}}};")
    out.append(f"    #define TABLE_FINGERPRINT {table_fingerprint(rows)}u")
    out.append('    """')
    out += [f"    const unsigned char {name}[256]" for name in byte_tables]
    out += ["    const char *OP_NAMES[256]", "    const unsigned int TABLE_FINGERPRINT", ""]
    return "\n".join(out)


def write_core_opcodes(path: str) -> None:
    """Write the include file to `path`, leaving it untouched when it is current (so nothing is rebuilt)."""
    text = core_opcodes(load_table())
    try:
        with open(path, encoding="utf-8") as file:
            if file.read() == text:
                return
    except OSError:
        pass
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
