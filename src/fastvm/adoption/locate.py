"""Finds the syntax node of a code object.

`CodeIndex` is built from a syntax tree and the genuine code object compiled from it: it walks both at once and
pairs every node that makes a code object with that object. A live code object is then looked up by equality,
which in the host compares bytecode, constants, names and positions: a node is only ever
found for code that this very tree compiles to.

Three kinds of code equal no other and are looked up by their key, as in the cache: code with a NaN among its constants,
the copies with one more flag that `types.coroutine` makes of the code of generator functions, and functions of frozen
modules that test for membership in a set of constants.
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
        self._located: dict[CodeType, Located] = {}
        pending: list[tuple[CodeType, ast.AST, str | None]] = [(code, tree, None)]
        while pending:
            code, node, class_name = pending.pop()
            self._located.setdefault(code, Located(code, node, class_name, optimize))
            pending.extend(children(code, node, class_name))

    def find(self, code: CodeType) -> "Located | None":
        """The node of a live code object; None when this tree does not compile to it."""
        return self._located.get(code) or self._find_by_key(code)

    def _find_by_key(self, code: CodeType) -> "Located | None":
        for located in self._located.values():
            genuine = located.code
            if genuine.co_firstlineno == code.co_firstlineno and genuine.co_qualname == code.co_qualname:
                if matches(code, genuine, _ITERABLE_COROUTINE):
                    return located
        return None

    def everything(self) -> list[Located]:
        """All code objects with their nodes."""
        return list(self._located.values())
