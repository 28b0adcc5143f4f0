"""What a loop's header may expect of its registers before its back edges are known, from the bytecode alone.

A wrong expectation costs another attempt to build the function, as having none does; a right one saves it.

    a number that the frame shows   is fresh at a back edge, if the loop writes it
    an empty local                  holds an object then, or a number, if the loop writes it
"""

from __future__ import annotations

from ..feedback import View
from ..hir.types import INT, OBJECT
from .registers import NULL, NUMBERS, Shape

#: Instructions (or the beginnings of their names) whose results are objects of any type, and those with ints.
_OBJECTS = ("GETATTR", "GETITEM_LIST", "GETITEM_TUPLE", "GETITEM_DICT", "FORITER_LIST", "FORITER_TUPLE", "CALL_TYPE")
_INTS = ("FORITER_RANGE", "ADD_INT", "SUB_INT", "MUL_INT", "MOD_INT", "FLOORDIV_INT", "AND_INT", "OR_INT", "XOR_INT")


def expected(view: View, header: int, register: int, shape: Shape) -> Shape:
    """The shape of a header's register that has this one where the loop is entered."""
    if shape.kind in NUMBERS and shape.fresh is False:
        fresh = register in view.writers_in_loop(header)
        return Shape(shape.kind, shape.type, None, shape.unbound, shape.inert) if fresh else shape
    if shape.kind == NULL and register in view.locals:
        names = view.writers_in_loop(header).get(register)
        if names and all(name.startswith(_INTS) for name in names):
            return Shape(INT, OBJECT, None, True)
        if names and all(name.startswith(_OBJECTS) for name in names):
            return Shape(OBJECT, OBJECT, False, True, False)
    return shape
