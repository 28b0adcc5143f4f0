"""The state of one unit's code generation, and the conventions all visitors share.

Registers. `self.next` is the first temporary that is free; temporaries are taken from there and given back in
reverse, like a stack.

Visitors. `visit(node, target)` generates an expression and returns the operand that holds its value. `target` is
where the value should go: either `self.next` (the visitor does not take it: the caller does, if it keeps the value)
or a local, which is written by the last instruction only, so that an exception leaves the local as it was. The
operand returned is `target`, or else a constant or a local that holds the value already: then nothing was written.
`operand` takes the temporary it may need; `into` insists on the target; `release` says which operands die.
"""

from __future__ import annotations

from ..bytecode.instructions import KILL_A, KILL_B, KILL_C
from . import syntax as _ast
from .assembler import Assembler, Handler, Label
from .scopes import CO_ASYNC_GENERATOR, NestedCode, Scope, mangle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType
    from typing import Any

    from .positions import Position

# `COPY 1; STORE_FAST` in genuine code: what a walrus leaves (a chained assignment too).
_WALRUS_TRACES = (b"\x78\x01\x7d", b"\x78\x01\x90")
_DELETE_FAST = 126


class Block:
    """A statement that `return`, `break` and `continue` must unwind on their way out.

    kind:     LOOP, TRY, FINALLY, FINALLY_HANDLER, WITH, HANDLER, VALUE.
    handler:  the exception handler in force outside.
    register: the temporary it keeps (iterator, exit method, handled exception, value), or -1.
    """

    __slots__ = ("kind", "handler", "register", "node", "start", "end", "name")

    def __init__(
        self,
        kind: str,
        handler: Handler | None,
        register: int = -1,
        node: Any = None,
        start: Label | None = None,
        end: Label | None = None,
        name: str | None = None,
    ) -> None:
        self.kind = kind
        self.handler = handler
        self.register = register
        self.node = node
        self.start = start
        self.end = end
        self.name = name


class Builder(Assembler):
    """Base of the code generator: names, registers, and the dispatch to visitors."""

    #: Visitor of each expression node and of each statement node; filled in by `compiler`.
    expression_visitors: dict[type, Callable[[Any, Any, int], int]] = {}
    statement_visitors: dict[type, Callable[[Any, Any], None]] = {}

    def __init__(self, code: CodeType, optimize: int, class_name: str | None) -> None:
        self.scope = scope = Scope(code)
        super().__init__(code, scope.count)
        self.optimize = optimize
        self.class_name = class_name
        self.nested = NestedCode(code)
        self.next = scope.count
        self.blocks: list[Block] = []
        #: The construct whose position the host would give to instructions without one of their own.
        self.location: _ast.AST | None = None
        self.async_generator = bool(code.co_flags & CO_ASYNC_GENERATOR)
        raw = code.co_code
        #: Whether an expression may assign to a local in the middle of another one.
        self.walrus = scope.optimized and any(trace in raw for trace in _WALRUS_TRACES)
        self.unbinds = scope.optimized and _DELETE_FAST in raw[::2]
        self.bound_count = 0

    # --- Registers ------------------------------------------------------------------------------

    def push(self) -> int:
        """Take the next temporary."""
        register = self.next
        self.next = register + 1
        if register >= self.high:
            self.high = register + 1
        return register

    def kill_b(self, operand: int) -> int:
        """KILL_B if the operand is a temporary."""
        return KILL_B if operand >= self.base else 0

    def kills(self, a: int, b: int, c: int) -> int:
        """The flags that kill those of three operands that are temporaries (locals and constants are not)."""
        base = self.base
        return (KILL_A if a >= base else 0) | (KILL_B if b >= base else 0) | (KILL_C if c >= base else 0)

    def clear(self, register: int) -> None:
        self.emit("CLEAR", register)

    def move(self, target: int, source: int) -> None:
        """`target` = `source`, which dies if it is a temporary."""
        if target != source:
            self.emit("MOVE", target, source, 0, KILL_B if source >= self.base else 0)

    # --- Visiting -------------------------------------------------------------------------------

    def visit(self, node: _ast.expr, target: int) -> int:
        """Generate an expression; see the top of the module."""
        return self.expression_visitors[node.__class__](self, node, target)

    def operand(self, node: _ast.expr) -> int:
        """Generate an expression and return its operand; a temporary is taken if it needs one."""
        register = self.next
        result = self.expression_visitors[node.__class__](self, node, register)
        if result == register:
            self.push()
        return result

    def into(self, node: _ast.expr, target: int, store: _ast.AST | None = None) -> None:
        """Generate an expression into `target` (not taken if it is `self.next`).

        store: the name that `target` is the register of, whose old value may have a destructor.
        """
        result = self.expression_visitors[node.__class__](self, node, target)
        if result != target:
            self.emit("MOVE", target, result, 0, 0, store)

    def argument(self, node: _ast.expr) -> None:
        """Generate an expression into the next temporary and take it: an element of a window."""
        register = self.next
        result = self.expression_visitors[node.__class__](self, node, register)
        if result != register:
            self.emit("MOVE", register, result)
        self.push()

    def load(self, operand: int) -> None:
        """Take the next temporary for an operand that is at hand: an element of a window."""
        self.emit("MOVE", self.push(), operand)

    def protect(self, operand: int, *later: _ast.AST | None) -> int:
        """Copy a local out of the way of the assignment expressions in what is evaluated next."""
        if self.walrus and 0 <= operand < self.base and any(self._assigns(node, operand) for node in later):
            register = self.push()
            self.emit("MOVE", register, operand)
            return register
        return operand

    def _assigns(self, node: _ast.AST | None, register: int) -> bool:
        pending: list[Any] = [node]
        while pending:
            node = pending.pop()
            if node.__class__ is list:
                pending.extend(node)
            elif isinstance(node, _ast.AST):
                if node.__class__ is _ast.NamedExpr:
                    name = mangle(self.class_name, node.target.id)
                    if self.scope.fast.get(name) == register:
                        return True
                pending.extend([getattr(node, field, None) for field in node._fields])
        return False

    def statements(self, body: list[_ast.stmt]) -> None:
        """Generate statements, up to the first that cannot be reached."""
        visitors = self.statement_visitors
        for statement in body:
            if self.dead:
                break
            self.location = statement
            visitors[statement.__class__](self, statement)

    # --- Names ----------------------------------------------------------------------------------

    def mangled(self, name: str) -> str:
        return mangle(self.class_name, name)

    def name_operand(self, name: str) -> int:
        """Operand of a name as it is seen from this scope (attributes, imports)."""
        if name[:2] == "__":
            name = mangle(self.class_name, name)
        return self.pool.name(name)

    def load_name(self, name: str, node: _ast.AST | None, target: int) -> int:
        """Generate the load of a variable; as `visit`."""
        if name[:2] == "__":
            name = mangle(self.class_name, name)
        scope = self.scope
        register = scope.fast.get(name)
        if register is not None:
            if register >= self.bound_count or self.unbinds:
                self.emit("CHECK", register, 0, 0, 0, node)
                self.has_checks = True
            return register
        register = scope.cells.get(name)
        if register is not None:
            if scope.optimized:
                self.emit("GETCELL", target, register, 0, 0, node)
            else:
                self.emit("GETCLASSCELL", target, register, self.pool.name(name), 0, node)
        elif scope.optimized or name in scope.globals:
            self.emit("GETGLOBAL", target, 0, self.pool.name(name), 0, node)
        else:
            self.emit("GETNAME", target, 0, self.pool.name(name), 0, node)
        return target

    def store_name(self, name: str, source: int, node: _ast.AST | None, keep: bool = False) -> None:
        """Generate a store of `source`, which dies if it is a temporary (unless `keep`)."""
        if name[:2] == "__":
            name = mangle(self.class_name, name)
        scope = self.scope
        flags = KILL_B if source >= self.base and not keep else 0
        register = scope.fast.get(name)
        if register is not None:
            if register != source:
                self.emit("MOVE", register, source, 0, flags, node)  # (the old value may have a destructor)
            return
        register = scope.cells.get(name)
        if register is not None:
            self.emit("SETCELL", register, source, 0, flags, node)
        elif scope.optimized or name in scope.globals:
            self.emit("SETGLOBAL", 0, source, self.pool.name(name), flags, node)
        else:
            self.emit("SETNAME", 0, source, self.pool.name(name), flags, node)

    def delete_name(self, name: str, node: _ast.AST | None) -> None:
        name = mangle(self.class_name, name)
        scope = self.scope
        register = scope.fast.get(name)
        if register is not None:
            self.emit("DELETE", register, 0, 0, 0, node)
            return
        register = scope.cells.get(name)
        if register is not None:
            self.emit("DELCELL", register, 0, 0, 0, node)
        elif scope.optimized or name in scope.globals:
            self.emit("DELGLOBAL", 0, 0, self.pool.name(name), 0, node)
        else:
            self.emit("DELNAME", 0, 0, self.pool.name(name), 0, node)

    def fast_register(self, name: str) -> int:
        """Register of a plain local variable, or -1 when the name is not one."""
        return self.scope.fast.get(mangle(self.class_name, name), -1)

    # --- What the parts of the generator use of each other --------------------------------------

    def jump_if(self, test: _ast.expr, label: Label, when: bool) -> None:
        """Jump to `label` if the truth of `test` is `when`, else go on."""
        raise NotImplementedError

    def assign(self, target: _ast.expr, source: int, keep: bool = False) -> None:
        """Store `source` (which dies if it is a temporary, unless `keep`) to an assignment target."""
        raise NotImplementedError

    def iterable(self, node: _ast.expr) -> int:
        """As `operand`, for what a loop iterates over: a literal list or set may become a constant."""
        raise NotImplementedError

    def positional_display(
        self, elements: list[_ast.expr], pushed: int, kind: str, target: int, node: _ast.AST | None
    ) -> int:
        """Generate a tuple, list or set display; see `displays`."""
        raise NotImplementedError

    def call_window(
        self,
        window: int,
        count: int,
        arguments: list[_ast.expr],
        keywords: list[_ast.keyword],
        target: int,
        node: _ast.AST | Position,
    ) -> int:
        """Generate a call whose callable and first `count` arguments are in the window; see `calls`."""
        raise NotImplementedError

    def delegate(self, target: int, node: _ast.AST) -> int:
        """Generate the waiting for the awaitable or iterator in `self.next` (not taken)."""
        raise NotImplementedError


def attribute_position(node: _ast.Attribute, whole: _ast.expr) -> Position:
    """Position of `whole` as the host gives it for an attribute access: if it spans lines, the attribute's name."""
    line: int | None = whole.lineno
    end_line, column, end_column = whole.end_lineno, whole.col_offset, whole.end_col_offset
    if line == node.end_lineno:
        return (line, end_line, column, end_column)
    line = node.end_lineno
    length = len(node.attr)
    if node.end_col_offset is None or line is None or length > node.end_col_offset:
        return (line, line, None, None)
    column = node.end_col_offset - length
    end_line = max(line, end_line or line)
    if line == end_line:
        end_column = max(column, end_column or 0)
    return (line, end_line, column, end_column)
