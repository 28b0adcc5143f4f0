"""Scopes: what a name means in a unit, and which syntax node each nested code object belongs to.

Nothing is guessed: the genuine code object says which names are locals, cells and free variables, and for the
few names of a class body or module that are not plain ones, its instructions say how they are reached.
"""

from __future__ import annotations

from ..bytecode.unit import local_names
from . import syntax as _ast
from .host_opcodes import EXTENDED_ARG, opmap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType
    from typing import Any

CO_OPTIMIZED = 0x1
CO_VARARGS = 0x4
CO_VARKEYWORDS = 0x8
CO_GENERATOR = 0x20
CO_COROUTINE = 0x80
CO_ASYNC_GENERATOR = 0x200
CO_FUTURE_ANNOTATIONS = 0x1000000

LOAD_CONST = opmap["LOAD_CONST"]
_CLASS_DEREF = opmap["LOAD_CLASSDEREF"]
_DEREF = frozenset((opmap["STORE_DEREF"], opmap["DELETE_DEREF"]))
_GLOBAL_LOAD = opmap["LOAD_GLOBAL"]
_GLOBAL = frozenset((opmap["STORE_GLOBAL"], opmap["DELETE_GLOBAL"]))

#: Names the host gives to the code of nodes that have none.
ANONYMOUS = {
    _ast.Lambda: "<lambda>",
    _ast.ListComp: "<listcomp>",
    _ast.SetComp: "<setcomp>",
    _ast.DictComp: "<dictcomp>",
    _ast.GeneratorExp: "<genexpr>",
}
_FUNCTIONS = (_ast.FunctionDef, _ast.AsyncFunctionDef)
SCOPES = frozenset((*ANONYMOUS, *_FUNCTIONS, _ast.ClassDef))


def mangle(class_name: str | None, name: str) -> str:
    """`name` as it is seen inside the class `class_name`: `__x` becomes `_C__x`."""
    if class_name is None or name[:2] != "__" or name[-2:] == "__" or "." in name:
        return name
    stripped = class_name.lstrip("_")
    return f"_{stripped}{name}" if stripped else name


class Scope:
    """What the names of one unit are.

    fast:      register of each plain local variable (function scopes only).
    cells:     register of each variable that is kept in a cell, own or free, if names reach it that way.
    raw_cells: register of every cell, for the closures of nested functions.
    globals:   names that are global although this is a module or class body.
    """

    __slots__ = ("optimized", "count", "fast", "cells", "raw_cells", "globals")

    def __init__(self, code: CodeType) -> None:
        names = local_names(code)
        registers = {name: register for register, name in enumerate(names)}
        cell_names = code.co_cellvars + code.co_freevars
        self.count = len(names)
        self.optimized = bool(code.co_flags & CO_OPTIMIZED)
        # A class body can have `__class__` twice: as a cell, which closures take, and as a free variable.
        self.raw_cells = {name: names.index(name) for name in cell_names}
        self.globals: frozenset[str] = frozenset()
        if self.optimized:
            self.cells = self.raw_cells
            self.fast = registers
            if cell_names:
                self.fast = {name: register for name, register in registers.items() if name not in self.cells}
        else:
            self.fast = {}
            self.cells = {}
            opcodes = frozenset(code.co_code[::2])
            if code.co_freevars and (_CLASS_DEREF in opcodes or not _DEREF.isdisjoint(opcodes)):
                self.cells = {
                    names[arg]: arg
                    for opcode, arg in genuine_instructions(code)
                    if opcode == _CLASS_DEREF or opcode in _DEREF
                }
            if _GLOBAL_LOAD in opcodes or not _GLOBAL.isdisjoint(opcodes):
                found = set()
                for opcode, arg in genuine_instructions(code):
                    if opcode in _GLOBAL:
                        found.add(code.co_names[arg])
                    elif opcode == _GLOBAL_LOAD:
                        found.add(code.co_names[arg >> 1])
                self.globals = frozenset(found)


def genuine_instructions(code: CodeType) -> Iterator[tuple[int, int]]:
    """(opcode, argument) of the genuine instructions."""
    raw = code.co_code
    extended = 0
    for offset in range(0, len(raw), 2):
        opcode, arg = raw[offset], raw[offset + 1] | extended
        if opcode == EXTENDED_ARG:
            extended = arg << 8
        else:
            extended = 0
            yield opcode, arg


def scope_key(node: _ast.AST) -> tuple[str, int]:
    """(name, first line) that the genuine code object of a scope node has."""
    name = ANONYMOUS.get(node.__class__)
    if name is not None:
        return name, node.lineno  # type: ignore[attr-defined]
    decorators = node.decorator_list  # type: ignore[attr-defined]
    first: Any = decorators[0] if decorators else node
    return node.name, first.lineno  # type: ignore[attr-defined]


class NestedCode:
    """The code objects directly inside `code`, findable by syntax node."""

    __slots__ = ("code", "_by_key", "_taken")

    def __init__(self, code: CodeType) -> None:
        self.code = code
        self._by_key: dict[tuple[str, int], list[int]] | None = None
        #: What nodes got that could only be told apart by their order, by what they look like.
        self._taken: dict[str, int] = {}

    def find(self, node: _ast.AST) -> int:
        """Index into `co_consts` of the code object of a scope node, or -1 when there is none."""
        by_key = self._by_key
        if by_key is None:
            by_key = self._by_key = {}
            kind = self.code.__class__
            for index, value in enumerate(self.code.co_consts):
                if value.__class__ is kind:
                    by_key.setdefault((value.co_name, value.co_firstlineno), []).append(index)
        indexes = by_key.get(scope_key(node))
        if indexes is None:
            return -1
        if len(indexes) == 1:
            return indexes[0]
        # Several on one line. The positions of the right one lie inside the node, and of those that do, the right
        # one reaches farthest (a lambda in the defaults of a lambda lies inside the node of the outer one too).
        best, widest = -1, None
        consts = self.code.co_consts
        for index in indexes:
            extent = _extent(consts[index])
            if extent is None:
                # No columns (`-X no_debug_ranges`): the constants are in order of compilation.
                return self._take(indexes, node)
            start, end = extent
            if start < (node.lineno, node.col_offset) or end > (node.end_lineno, node.end_col_offset):  # type: ignore[attr-defined]
                continue
            if widest is None or end > widest[1] or (end == widest[1] and start < widest[0]):
                best, widest = index, extent
        return best if best >= 0 else self._take(indexes, node)

    def _take(self, indexes: list[int], node: _ast.AST) -> int:
        """The next of several code objects that only their order tells apart. Equal nodes share an equal one."""
        # What is evaluated outside (defaults, the first iterable) is no part of the code.
        inside: list[object] = [node.__class__.__name__]
        if isinstance(node, _ast.Lambda):
            arguments = node.args
            inside += [arguments.posonlyargs, arguments.args, arguments.vararg, arguments.kwonlyargs, arguments.kwarg]
            inside.append(node.body)
        elif node.__class__ in ANONYMOUS:
            inside.extend(_comprehension_inside(node))
        else:
            inside.append(node)
        shape = _shape(inside)
        taken = self._taken.get(shape)
        if taken is None:
            taken = self._taken[shape] = indexes[0]
            indexes.append(indexes.pop(0))
        return taken


def _shape(node: Any) -> str:
    """A string equal for nodes that differ in nothing but position."""
    if isinstance(node, _ast.AST):
        return f"{node.__class__.__name__}({','.join([_shape(getattr(node, field, None)) for field in node._fields])})"
    if node.__class__ is list:
        return f"[{','.join([_shape(item) for item in node])}]"
    return repr(node)


def _extent(code: CodeType) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """First and last (line, column) of the genuine instructions, leaving those out that have no real position."""
    start, end = None, None
    for line, end_line, column, end_column in code.co_positions():
        if line is None or end_line is None or column is None or end_column is None or (column == end_column == 0):
            continue
        if start is None or (line, column) < start:
            start = (line, column)
        if end is None or (end_line, end_column) > end:
            end = (end_line, end_column)
    return None if start is None or end is None else (start, end)


def scope_nodes(node: _ast.AST) -> Iterator[_ast.AST]:
    """The scope nodes directly inside a scope, in the order in which the host compiles them.

    What a nested scope evaluates in the enclosing one (decorators, defaults, annotations, base classes, the
    first iterable of a comprehension) belongs to the enclosing one.
    """
    pending: list[Any] = []
    parts: list[Any]
    kind = node.__class__
    if kind in ANONYMOUS and kind is not _ast.Lambda:
        pending.extend(_comprehension_inside(node))
    elif kind is _ast.Lambda or kind is _ast.Expression:
        pending.append(node.body)  # type: ignore[attr-defined]
    else:
        pending.extend(node.body)  # type: ignore[attr-defined]
    pending.reverse()
    while pending:
        item = pending.pop()
        kind = item.__class__
        if kind is tuple:
            # A scope whose turn comes after what it evaluates outside.
            yield item[0]
            continue
        if kind not in SCOPES:
            parts = list(_parts(item))
        elif kind in _FUNCTIONS or kind is _ast.Lambda:
            parts = [*_evaluated_outside(item), (item,)]
        else:
            yield item
            parts = list(_evaluated_outside(item))
        parts.reverse()
        pending.extend(parts)


def _parts(node: _ast.AST) -> Iterator[_ast.AST]:
    for field in node._fields:
        value = getattr(node, field, None)
        if value.__class__ is list:
            for item in value:
                if isinstance(item, _ast.AST):
                    yield item
        elif isinstance(value, _ast.AST):
            yield value


def _evaluated_outside(node: Any) -> Iterator[Any]:
    kind = node.__class__
    if kind is _ast.ClassDef:
        yield from node.decorator_list
        yield from node.bases
        yield from node.keywords
    elif kind is _ast.Lambda or kind in _FUNCTIONS:
        arguments = node.args
        if kind is not _ast.Lambda:
            yield from node.decorator_list
        yield from arguments.defaults
        yield from [default for default in arguments.kw_defaults if default is not None]
        for group in (arguments.args, arguments.posonlyargs, [arguments.vararg], arguments.kwonlyargs):
            yield from [argument for argument in group if argument is not None]
        if arguments.kwarg is not None:
            yield arguments.kwarg
        if kind is not _ast.Lambda and node.returns is not None:
            yield node.returns
    else:
        yield node.generators[0].iter


def _comprehension_inside(node: Any) -> Iterator[_ast.AST]:
    if node.__class__ is _ast.DictComp:
        yield node.key
        yield node.value
    else:
        yield node.elt
    for index, generator in enumerate(node.generators):
        yield generator.target
        if index:
            yield generator.iter
        yield from generator.ifs
