"""Bytecode and feedback to HIR: one walk over the instructions, in an order where a block comes after what leads to it.

The ground, each part resting on the one above:

    registers.py   what the builder knows of each register, and how that merges where ways join
    calls.py       what was decided about calls, in all attempts
    emitter.py     one attempt to build a function: operations, frame states
    packed.py      arguments in tuples and dicts that are not made
    virtuals.py    instances that are not made
    showing.py     making the frame's registers hold what is only in SSA
    reading.py     operands: as objects, as numbers, guarded
    writing.py     results, and the death of old values
    shaping.py     registers into the shapes that a join takes
    expectations.py   what a loop's header may expect of its registers
    edges.py       blocks, joins, loop headers
    handlers.py    exceptions that are caught in native code
    generic.py     any instruction, by the core's function for it
    attempts.py    where an instruction began: to build it again
    builder.py     the walk over the instructions, and the attempts it takes

The instruction families on it:

    numbers.py     arithmetic and comparison on unboxed numbers
    tuples.py, tuple_comparisons.py   tuples that are not made
    objects.py     moves, subscripts
    attributes.py  attributes, globals, cells
    descriptors.py attributes behind descriptors in C
    class_numbers.py   numbers that the program keeps in a class
    attribute_methods.py, bare_stores.py   methods behind attributes, and stores past them
    binding.py     which argument each parameter gets
    unpacked_calls.py  calls that unpack arguments, and what they collect before
    likely.py      which function, class or module a value most likely is
    raised.py      exceptions that are made
    inlining.py    calls whose callee is built in their place
    direct_calls.py, arguments.py   calls of machine code, and numbers as their arguments
    operators.py, special_methods.py   methods that instructions call, in their place
    contexts.py    `with`
    unseen.py      exceptions that nobody sees
    patterns.py    class patterns, which exceptions are caught
    builtins.py, containers.py   what the host has of its own: functions, methods, containers, strings
    quiet_calls.py   C functions that run no Python code
    named_tuples.py  their attributes as items
    generators.py  where generators are suspended and resumed
    consumers.py   generators compiled together with what uses them up
    plain.py       what is tried on objects of the host's types before an instruction is left to the core
    flow.py        jumps, loops over ranges, returns

A loop's header is built before its back edges are known. It is built on the assumption that its registers stay what
they are on entry, but for what the bytecode tells of the loop (expectations.py); when a back edge brings something
else, the assumption is widened and the function built again.
"""

from .builder import build
from .emitter import Unsupported

__all__ = ["Unsupported", "build"]
