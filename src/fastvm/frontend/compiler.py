"""The entry point of the front end: a syntax node and its genuine code object in, a code unit out.

`compile_unit` compiles one scope and nothing inside it: nested functions, classes and comprehensions stay the
genuine code objects of the constants, and get units of their own when they are wanted (`children` says which node
belongs to which).
"""

from __future__ import annotations

from ..bytecode.unit import CodeUnit
from . import syntax as _ast
from .host_opcodes import opmap
from .patterns import Patterns
from .scopes import (
    CO_ASYNC_GENERATOR,
    CO_COROUTINE,
    CO_GENERATOR,
    CO_VARARGS,
    CO_VARKEYWORDS,
    NestedCode,
    scope_nodes,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CodeType
    from typing import Any

_SUSPENDS = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR
_SETUP_ANNOTATIONS = opmap["SETUP_ANNOTATIONS"]


class UnitCompiler(Patterns):
    """Compiles one scope; `compile_unit` is its interface."""

    def compile(self, node: _ast.AST) -> CodeUnit:
        code = self.genuine
        parameters = (
            code.co_argcount
            + code.co_kwonlyargcount
            + bool(code.co_flags & CO_VARARGS)
            + bool(code.co_flags & CO_VARKEYWORDS)
        )
        self.bound_count = parameters if self.scope.optimized else 0
        self._prologue(code)
        if isinstance(node, (_ast.FunctionDef, _ast.AsyncFunctionDef)):
            self.final_statements(_without_docstring(node.body) or node.body[:1])
        elif isinstance(node, _ast.Lambda):
            self._return_value(node.body)
        elif isinstance(node, (_ast.ListComp, _ast.SetComp, _ast.DictComp, _ast.GeneratorExp)):
            self.comprehension_body(node)
        elif isinstance(node, _ast.ClassDef):
            self._class_body(node)
        elif isinstance(node, _ast.Module):
            self._documented_body(node.body)
            self._return_none(node.body)
        elif isinstance(node, _ast.Interactive):
            self._interactive_body(node.body)
            self._return_none(node.body)
        elif isinstance(node, _ast.Expression):
            self._return_value(node.body)
        else:
            raise TypeError(f"{node.__class__.__name__} is not a scope")
        bound = (1 << self.bound_count) - 1
        return self.finish(bound)

    def _prologue(self, code: CodeType) -> None:
        """Cells, the closure, and leaving at once with the generator."""
        for name in code.co_cellvars:
            self.emit("MAKE_CELL", self.scope.raw_cells[name])
        if code.co_freevars:
            self.emit("COPY_FREE", len(code.co_freevars))
        if code.co_flags & _SUSPENDS:
            self.emit("RETURN_GENERATOR")

    def _return_none(self, body: list[_ast.stmt]) -> None:
        self.emit("RETURN", self.pool.constant(None), 0, 0, 0, body[-1] if body else None)

    def _return_value(self, node: _ast.expr) -> None:
        """The body of a lambda or of an expression: its value is returned."""
        self.location = node
        value = self.operand(node)
        self.emit("RETURN", value, 0, 0, 1 if value >= self.base else 0, node)

    def _documented_body(self, body: list[_ast.stmt]) -> None:
        """The body of a module or class: annotations, docstring, statements."""
        if _SETUP_ANNOTATIONS in self.genuine.co_code[::2]:
            self.emit("SETUP_ANNOTATIONS", 0, 0, 0, 0, body[0])
        docstring = _docstring(body)
        if docstring is not None and self.optimize < 2:
            self.store_name("__doc__", self.pool.constant(docstring.value), docstring)
            body = body[1:]
        self.statements(body)

    def _interactive_body(self, body: list[_ast.stmt]) -> None:
        if _SETUP_ANNOTATIONS in self.genuine.co_code[::2]:
            self.emit("SETUP_ANNOTATIONS", 0, 0, 0, 0, body[0])
        self.statement_visitors = {**self.statement_visitors, _ast.Expr: UnitCompiler.print_expression}
        self.statements(body)

    def _class_body(self, node: _ast.ClassDef) -> None:
        code = self.genuine
        saved = self.next
        name = self.load_name("__name__", None, saved)
        self.push()
        self.store_name("__module__", name, None)
        self.next = saved
        self.store_name("__qualname__", self.pool.constant(code.co_qualname), None)
        self._documented_body(node.body)
        cell = self.scope.raw_cells.get("__class__") if "__class__" in code.co_cellvars else None
        if cell is None:
            self.emit("RETURN", self.pool.constant(None))
        else:
            self.store_name("__classcell__", cell, None)
            self.emit("RETURN", cell)


def _docstring(body: list[_ast.stmt]) -> _ast.Constant | None:
    first = body[0] if body else None
    if isinstance(first, _ast.Expr) and isinstance(first.value, _ast.Constant) and first.value.value.__class__ is str:
        return first.value
    return None


def _without_docstring(body: list[_ast.stmt]) -> list[_ast.stmt]:
    return body[1:] if _docstring(body) is not None else body


_EXPRESSIONS: dict[str, Callable[[Any, Any, int], int]] = {
    "Constant": UnitCompiler.visit_constant,
    "Name": UnitCompiler.visit_name,
    "NamedExpr": UnitCompiler.visit_namedexpr,
    "BoolOp": UnitCompiler.visit_boolop,
    "BinOp": UnitCompiler.visit_binop,
    "UnaryOp": UnitCompiler.visit_unaryop,
    "Lambda": UnitCompiler.visit_lambda,
    "IfExp": UnitCompiler.visit_ifexp,
    "Dict": UnitCompiler.visit_dict,
    "Set": UnitCompiler.visit_set,
    "List": UnitCompiler.visit_list,
    "Tuple": UnitCompiler.visit_tuple,
    "ListComp": UnitCompiler.visit_comprehension,
    "SetComp": UnitCompiler.visit_comprehension,
    "DictComp": UnitCompiler.visit_comprehension,
    "GeneratorExp": UnitCompiler.visit_comprehension,
    "Await": UnitCompiler.visit_await,
    "Yield": UnitCompiler.visit_yield,
    "YieldFrom": UnitCompiler.visit_yieldfrom,
    "Compare": UnitCompiler.visit_compare,
    "Call": UnitCompiler.visit_call,
    "FormattedValue": UnitCompiler.visit_formattedvalue,
    "JoinedStr": UnitCompiler.visit_joinedstr,
    "Attribute": UnitCompiler.visit_attribute,
    "Subscript": UnitCompiler.visit_subscript,
    "Slice": UnitCompiler.visit_slice,
    "Starred": UnitCompiler.visit_starred,
}
_STATEMENTS: dict[str, Callable[[Any, Any], None]] = {
    "FunctionDef": UnitCompiler.function_definition,
    "AsyncFunctionDef": UnitCompiler.function_definition,
    "ClassDef": UnitCompiler.class_definition,
    "Return": UnitCompiler.visit_return,
    "Delete": UnitCompiler.visit_delete,
    "Assign": UnitCompiler.visit_assign,
    "AugAssign": UnitCompiler.visit_augassign,
    "AnnAssign": UnitCompiler.visit_annassign,
    "For": UnitCompiler.visit_for,
    "AsyncFor": UnitCompiler.visit_asyncfor,
    "While": UnitCompiler.visit_while,
    "If": UnitCompiler.visit_if,
    "With": UnitCompiler.visit_with,
    "AsyncWith": UnitCompiler.visit_with,
    "Match": UnitCompiler.visit_match,
    "Raise": UnitCompiler.visit_raise,
    "Try": UnitCompiler.visit_try,
    "TryStar": UnitCompiler.visit_trystar,
    "Assert": UnitCompiler.visit_assert,
    "Import": UnitCompiler.visit_import,
    "ImportFrom": UnitCompiler.visit_importfrom,
    "Global": UnitCompiler.visit_nothing,
    "Nonlocal": UnitCompiler.visit_nothing,
    "Expr": UnitCompiler.visit_expression_statement,
    "Pass": UnitCompiler.visit_nothing,
    "Break": UnitCompiler.visit_break,
    "Continue": UnitCompiler.visit_continue,
}
UnitCompiler.expression_visitors = {getattr(_ast, name): visitor for name, visitor in _EXPRESSIONS.items()}
UnitCompiler.statement_visitors = {getattr(_ast, name): visitor for name, visitor in _STATEMENTS.items()}


def compile_unit(code: CodeType, node: _ast.AST, optimize: int = 0, class_name: str | None = None) -> CodeUnit:
    """Compile one scope.

    code:       what the host's `compile()` made of the scope, from the same source.
    node:       its syntax node: Module, Interactive, Expression, a function, class, lambda or comprehension.
    optimize:   the host's optimisation level (0, 1 or 2) that `code` was compiled with.
    class_name: the innermost class around the scope (not itself), for private names; None outside of classes.

    Raises TypeError when `node` is not a scope, RecursionError when the source nests too deeply.
    """
    return UnitCompiler(code, optimize, private_name(node, class_name)).compile(node)


def private_name(node: _ast.AST, class_name: str | None) -> str | None:
    """The class whose private names a scope sees: its own if it is a class, else the one around it."""
    return node.name if isinstance(node, _ast.ClassDef) else class_name


def children(
    code: CodeType, node: _ast.AST, class_name: str | None = None
) -> Iterator[tuple[CodeType, _ast.AST, str | None]]:
    """The scopes directly inside one: (code object, syntax node, `class_name` for `compile_unit`)."""
    nested = NestedCode(code)
    inside = private_name(node, class_name)
    for child in scope_nodes(node):
        index = nested.find(child)
        if index >= 0:
            yield code.co_consts[index], child, inside


def compile_tree(code: CodeType, tree: _ast.AST, optimize: int = 0) -> dict[CodeType, CodeUnit]:
    """Compile a scope and everything inside it at once."""
    units: dict[CodeType, CodeUnit] = {}
    pending: list[tuple[CodeType, _ast.AST, str | None]] = [(code, tree, None)]
    while pending:
        scope_code, node, class_name = pending.pop()
        units[scope_code] = compile_unit(scope_code, node, optimize, class_name)
        pending.extend(children(scope_code, node, class_name))
    return units
