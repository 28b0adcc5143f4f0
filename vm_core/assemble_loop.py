"""Puts the interpreter loop together: a step of the build, before Cython.

The loop is one function with one switch over the opcode (see interpreter.pxi), or the C compiler could not keep its
state in registers, and Cython has no means to spread one function over files. So each family of instructions has a
file of its own in instructions/, a chain of `if op == OP_...:` at the left margin. This joins them into one chain, in
the place that interpreter.pxi leaves for them.
"""

from __future__ import annotations

import os
import re

_PLACE = re.compile(r"^( *)# INSTRUCTIONS: (.+)\n", re.MULTILINE)


def assemble(folder: str) -> str:
    """interpreter.pxi of a folder, with the families of instructions in their place.

    ValueError: there is no such place, or a line of a family is neither an instruction nor part of one."""
    with open(os.path.join(folder, "interpreter.pxi"), encoding="utf-8") as file:
        text = file.read()
    place = _PLACE.search(text)
    if place is None:
        raise ValueError("interpreter.pxi has no place for the instructions")
    margin, names = place.group(1), place.group(2).split()
    parts = [_family(os.path.join(folder, "instructions", f"{name}.pxi"), margin) for name in names]
    # The first of all instructions begins the chain.
    chain = "\n".join(parts).replace(f"{margin}elif ", f"{margin}if ", 1)
    return text[: place.start()] + chain + text[place.end() :]


def _family(path: str, margin: str) -> str:
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    joined = []
    for number, line in enumerate(lines, 1):
        if line and line[0] not in " #" and not line.startswith(("if op ==", "if (op ==")):
            raise ValueError(f"{path}:{number}: not an instruction: {line}")
        line = re.sub(r"^if ", "elif ", line)
        joined.append(f"{margin}{line}" if line else "")
    return "\n".join(joined) + "\n"


def write(folder: str, path: str) -> None:
    """Write the loop of a folder to a file, if it is not there already."""
    text = assemble(folder)
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            if file.read() == text:
                return
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
