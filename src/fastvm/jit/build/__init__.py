"""Bytecode and feedback to HIR: one walk over the instructions, in an order where a block comes after what leads to it.

    registers.py   what the builder knows of each register, and how that merges where ways join
    frame.py       the function, the registers' states, operations and their frame states
    virtuals.py    instances that are not made
    builder.py     the walk: blocks, edges, loop headers, showing values in registers
    numbers.py     arithmetic and comparison on unboxed numbers
    objects.py     moves, subscripts
    attributes.py  attributes, globals, cells
    inlining.py    calls whose callee is built in their place
    patterns.py    class patterns, which exceptions are caught
    builtins.py, containers.py   what the host has of its own: functions, methods, containers, strings
    generators.py  where generators are suspended and resumed
    consumers.py   generators compiled together with what uses them up
    plain.py       what is tried on objects of the host's types before an instruction is left to the core
    flow.py        jumps, loops over ranges, returns

A loop's header is built before its back edges are known. It is built on the assumption that its registers stay what
they are on entry; when a back edge brings something else, the assumption is widened and the function built again.
"""

from .builder import build
from .frame import Unsupported

__all__ = ["Unsupported", "build"]
