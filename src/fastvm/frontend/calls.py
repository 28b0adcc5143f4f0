"""Calls, and what makes functions and classes: windows of a callable and its arguments."""

from __future__ import annotations

from ..bytecode.instructions import (
    HAS_ANNOTATIONS,
    HAS_CLOSURE,
    HAS_DEFAULTS,
    HAS_KWDEFAULTS,
    KILL_B,
    VARIANT_SHIFT,
)
from . import syntax as _ast
from .builder import attribute_position
from .expressions import Expressions
from .scopes import CO_COROUTINE, CO_FUTURE_ANNOTATIONS, LOAD_CONST, genuine_instructions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType

    from .positions import Position

#: Most arguments that are passed in a window; calls with more gather them in a tuple and a dict.
_ARGUMENT_LIMIT = 200


class Calls(Expressions):
    """Visitors of calls and of what is made by calls: functions, classes, comprehensions."""

    # --- Calls ----------------------------------------------------------------------------------

    def visit_call(self, node: _ast.Call, target: int) -> int:
        function = node.func
        window = self.next
        if isinstance(function, _ast.Attribute) and _is_plain(node.args, node.keywords):
            position = attribute_position(function, function)
            value = self.operand(function.value)
            self.next = window
            self.emit("GETMETHOD", window, value, self.name_operand(function.attr), self.kill_b(value), position)
            self.push()
            self.push()
            count = self._plain_arguments(node.args, node.keywords)
            self.next = window
            name = "CALL_METHOD_KW" if node.keywords else "CALL_METHOD"
            self.emit(name, target, window, count, 0, attribute_position(function, node))
            return target
        self.argument(function)
        return self.call_window(window, 0, node.args, node.keywords, target, node)

    def _plain_arguments(self, arguments: list[_ast.expr], keywords: list[_ast.keyword]) -> int:
        """Generate arguments (and the tuple of keyword names) into the window. Returns how many arguments."""
        for argument in arguments:
            self.argument(argument)
        if keywords:
            for keyword in keywords:
                self.argument(keyword.value)
            self.load(self.pool.constant(tuple([keyword.arg for keyword in keywords])))
        return len(arguments) + len(keywords)

    def call_window(
        self,
        window: int,
        count: int,
        arguments: list[_ast.expr],
        keywords: list[_ast.keyword],
        target: int,
        node: _ast.AST | Position,
    ) -> int:
        """Generate a call. The callable and the first `count` arguments are in the window, taken."""
        if _is_plain(arguments, keywords):
            count += self._plain_arguments(arguments, keywords)
            self.next = window
            self.emit("CALL_KW" if keywords else "CALL", target, window, count, 0, node)
            return target
        whole = node if isinstance(node, _ast.AST) else None
        if not count and len(arguments) == 1 and isinstance(arguments[0], _ast.Starred):
            self.argument(arguments[0].value)
        else:
            positional = self.next - count
            result = self.positional_display(arguments, count, "tuple", positional, whole)
            self.next = positional
            if result != positional:
                self.emit("MOVE", positional, result)
            self.push()
        if keywords:
            self._keyword_dict(window, keywords, whole)
        self.next = window
        self.emit("CALL_EX", target, window, 1 if keywords else 0, 0, node)
        return target

    def _keyword_dict(self, window: int, keywords: list[_ast.keyword], node: _ast.AST | None) -> None:
        """Generate and take the mapping of keyword arguments of a call with `**` or very many keywords."""
        built = -1
        pending: list[_ast.keyword] = []

        def flush() -> None:
            nonlocal built
            register = self._keyword_items(pending, node)
            pending.clear()
            if built < 0:
                built = register
            else:
                self.emit("DICT_MERGE", built, register, window, KILL_B, node)
                self.next = built + 1

        for keyword in keywords:
            if keyword.arg is not None:
                pending.append(keyword)
                continue
            if pending:
                flush()
            if built < 0:
                built = self.next
                self.emit("BUILD_MAP", built, built, 0, 0, node)
                self.push()
            value = self.operand(keyword.value)
            self.emit("DICT_MERGE", built, value, window, self.kill_b(value), node)
            self.next = built + 1
        if pending:
            flush()

    def _keyword_items(self, keywords: list[_ast.keyword], node: _ast.AST | None) -> int:
        """Generate a dict of plain keyword arguments and take it."""
        register = self.next
        if len(keywords) * 2 > _ARGUMENT_LIMIT:
            self.emit("BUILD_MAP", register, register, 0, 0, node)
            self.push()
            for keyword in keywords:
                value = self.operand(keyword.value)
                name = self.pool.constant(keyword.arg)
                self.emit("MAP_ADD", register, name, value, self.kills(-1, -1, value), node)
                self.next = register + 1
            return register
        for keyword in keywords:
            self.argument(keyword.value)
        self.next = register
        names = self.pool.constant(tuple([keyword.arg for keyword in keywords]))
        self.emit("BUILD_CONST_MAP", register, register, names, 0, node)
        return self.push()

    # --- Functions ------------------------------------------------------------------------------

    def visit_lambda(self, node: _ast.Lambda, target: int) -> int:
        return self._make_function(node, node.args, None, target)

    def function_definition(self, node: _ast.FunctionDef | _ast.AsyncFunctionDef) -> None:
        window = self.next
        for decorator in node.decorator_list:
            self.argument(decorator)
        register = self.fast_register(node.name)
        target = register if register >= 0 and not node.decorator_list else self.next
        result = self._make_function(node, node.args, node.returns, target)
        self._decorate_and_store(node, window, result)

    def _decorate_and_store(
        self, node: _ast.FunctionDef | _ast.AsyncFunctionDef | _ast.ClassDef, window: int, result: int
    ) -> None:
        """Call the decorators in the window, last first, and store what comes out under the name."""
        for decorator in reversed(node.decorator_list):
            result -= 1
            self.emit("CALL", result, result, 1, 0, decorator)
        self.next = window
        self.store_name(node.name, result, node)

    def _make_function(
        self,
        node: _ast.Lambda | _ast.FunctionDef | _ast.AsyncFunctionDef,
        arguments: _ast.arguments,
        returns: _ast.expr | None,
        target: int,
    ) -> int:
        window = self.next
        variant = 0
        if arguments.defaults:
            self._take(self.positional_display(arguments.defaults, 0, "tuple", self.next, node))
            variant |= HAS_DEFAULTS
        defaults = [
            (argument, default)
            for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults)
            if default is not None
        ]
        if defaults:
            start = self.next
            for _, default in defaults:
                self.argument(default)
            self.next = start
            names = self.pool.constant(tuple([self.mangled(argument.arg) for argument, _ in defaults]))
            self.emit("BUILD_CONST_MAP", start, start, names, 0, node)
            self.push()
            variant |= HAS_KWDEFAULTS
        if self._annotations(node, arguments, returns):
            variant |= HAS_ANNOTATIONS
        return self.make_code_function(node, window, variant, target)

    def _take(self, result: int) -> None:
        """Take the next temporary for the result of a visit that aimed at it."""
        if result != self.next:
            self.emit("MOVE", self.next, result)
        self.push()

    def make_code_function(self, node: _ast.AST, window: int, variant: int, target: int) -> int:
        """Generate the function of a scope node, with what the window holds already. As `visit`."""
        if self.dead:
            self.next = window
            return target
        index = self.nested.find(node)
        if index < 0:
            raise SystemError(f"no code object for {node.__class__.__name__} in {self.genuine.co_qualname}")
        code: CodeType = self.genuine.co_consts[index]
        if code.co_freevars:
            start = self.next
            for name in code.co_freevars:
                self.load(self.scope.raw_cells[name])
            self.next = start
            self.emit("BUILD_TUPLE", start, start, len(code.co_freevars), 0, node)
            self.push()
            variant |= HAS_CLOSURE
        self.next = window
        self.emit("MAKE_FUNCTION", target, window, self.pool.code(index, code), variant << VARIANT_SHIFT, node)
        return target

    def _annotations(self, node: _ast.AST, arguments: _ast.arguments, returns: _ast.expr | None) -> bool:
        """Generate and take the tuple of annotations; False when there are none."""
        annotated = [
            (argument.arg, argument.annotation)
            for argument in (
                *arguments.args,
                *arguments.posonlyargs,
                *([arguments.vararg] if arguments.vararg else ()),
                *arguments.kwonlyargs,
                *([arguments.kwarg] if arguments.kwarg else ()),
            )
            if argument.annotation is not None
        ]
        if returns is not None:
            annotated.append(("return", returns))
        if not annotated:
            return False
        if self.genuine.co_flags & CO_FUTURE_ANNOTATIONS:
            texts = annotation_texts([annotation for _, annotation in annotated])
            pairs = [part for (name, _), text in zip(annotated, texts) for part in (self.mangled(name), text)]
            self.load(self.pool.constant(tuple(pairs)))
            return True
        start = self.next
        for name, annotation in annotated:
            self.load(self.pool.constant(self.mangled(name)))
            if isinstance(annotation, _ast.Starred):
                register = self.next
                value = self.operand(annotation.value)
                self.next = register
                self.emit("UNPACK", register, value, 1, self.kill_b(value), annotation)
                self.push()
            else:
                self.argument(annotation)
        self.next = start
        self.emit("BUILD_TUPLE", start, start, 2 * len(annotated), 0, node)
        self.push()
        return True

    # --- Classes --------------------------------------------------------------------------------

    def class_definition(self, node: _ast.ClassDef) -> None:
        window = self.next
        for decorator in node.decorator_list:
            self.argument(decorator)
        call = self.next
        self.emit("GET_BUILD_CLASS", call, 0, 0, 0, node)
        self.push()
        body = self.next
        self.make_code_function(node, body, 0, body)
        self.push()
        self.load(self.pool.constant(node.name))
        register = self.fast_register(node.name)
        target = register if register >= 0 and not node.decorator_list else call
        self.call_window(call, 2, node.bases, node.keywords, target, node)
        self._decorate_and_store(node, window, target)

    # --- Comprehensions -------------------------------------------------------------------------

    def visit_comprehension(
        self, node: _ast.ListComp | _ast.SetComp | _ast.DictComp | _ast.GeneratorExp, target: int
    ) -> int:
        """The call of the comprehension's own function with its first iterator."""
        window = self.next
        self.make_code_function(node, window, 0, window)
        self.push()
        first = node.generators[0]
        outside = self.location
        self.location = node
        iterator = self.next
        value = self.operand(first.iter) if first.is_async else self.iterable(first.iter)
        self.next = iterator
        self.emit("GET_AITER" if first.is_async else "GETITER", iterator, value, 0, self.kill_b(value), node)
        self.location = outside
        self.next = window
        index = self.nested.find(node)
        waits = (
            not isinstance(node, _ast.GeneratorExp)
            and index >= 0
            and self.genuine.co_consts[index].co_flags & CO_COROUTINE
        )
        if not waits:
            self.emit("CALL", target, window, 1, 0, node)
            return target
        self.emit("CALL", window, window, 1, 0, node)
        self.emit("GET_AWAITABLE", window, window, 0, KILL_B, node)
        return self.delegate(target, node)


def _is_plain(arguments: list[_ast.expr], keywords: list[_ast.keyword]) -> bool:
    """Whether a call has no `*` and no `**`, nor more arguments than a window should hold."""
    if len(arguments) + len(keywords) > _ARGUMENT_LIMIT:
        return False
    for argument in arguments:
        if argument.__class__ is _ast.Starred:
            return False
    return all(keyword.arg is not None for keyword in keywords)


def annotation_texts(annotations: list[_ast.expr]) -> list[str]:
    """The strings that annotations become under `from __future__ import annotations`.

    The host has its own way of writing expressions, which no module offers: so it is asked to compile them.
    """
    names: list[_ast.stmt] = [
        _ast.AnnAssign(
            _ast.Name(f"a{index}", _ast.Store(), lineno=1, col_offset=0, end_lineno=1, end_col_offset=0),
            annotation,
            None,
            1,
            lineno=1,
            col_offset=0,
            end_lineno=1,
            end_col_offset=0,
        )
        for index, annotation in enumerate(annotations)
    ]
    code = compile(_ast.Module(names, []), "<annotations>", "exec", CO_FUTURE_ANNOTATIONS, True)
    loaded = [code.co_consts[argument] for opcode, argument in genuine_instructions(code) if opcode == LOAD_CONST]
    # Each annotation, then the name it belongs to.
    return loaded[0 : 2 * len(annotations) : 2]
