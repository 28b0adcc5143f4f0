"""Finds the syntax node of a code object.

`CodeIndex` is built from a syntax tree and the genuine code object compiled from it: it walks both at once and
pairs every node that makes a code object with that object. A live code object is then looked up by its key, as in the
cache on disk: bytecode, constants, names and positions must be the same, so a node is only ever found for code that
this very tree compiles to.

It is not looked up by equality. The host's comparison takes twice as long for each level of nested functions, and some
code equals no other: with a NaN among its constants; the copies with one more flag that `types.coroutine` makes
of the code of generator functions; functions of frozen modules that test for membership in a set of constants.
"""

from fastvm.adoption.keys import CodeType, matches
from fastvm.frontend import syntax as ast
from fastvm.frontend.compiler import children

# The flag of generator functions that `types.coroutine` marked.
_ITERABLE_COROUTINE = 0x100


class Located:
    """A syntax node with what its compilation needs to know from around it."""

    __slots__ = ("code", "node", "class_name", "optimize")

    def __init__(self, code: CodeType, node: ast.AST, class_name: "str | None", optimize: int) -> None:
        self.code = code  # the genuine code object compiled from this tree
        self.node = node
        self.class_name = class_name  # of the innermost class around it: private names are mangled with it
        self.optimize = optimize


class CodeIndex:
    """The code objects of one tree, each with its node."""

    def __init__(self, tree: ast.AST, code: CodeType, optimize: int) -> None:
        self._located: dict[tuple[str, int], list[Located]] = {}
        pending: list[tuple[CodeType, ast.AST, str | None]] = [(code, tree, None)]
        while pending:
            code, node, class_name = pending.pop()
            place = (code.co_qualname, code.co_firstlineno)
            self._located.setdefault(place, []).append(Located(code, node, class_name, optimize))
            pending.extend(children(code, node, class_name))

    def find(self, code: CodeType) -> "Located | None":
        """The node of a live code object; None when this tree does not compile to it."""
        for located in self._located.get((code.co_qualname, code.co_firstlineno), ()):
            if matches(code, located.code, _ITERABLE_COROUTINE):
                return located
        return None

    def everything(self) -> list[Located]:
        """All code objects with their nodes."""
        return [located for same_place in self._located.values() for located in same_place]
