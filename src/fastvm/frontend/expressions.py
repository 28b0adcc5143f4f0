"""Expressions: constants, names, operators, attributes, subscripts, displays, f-strings, yields."""

from __future__ import annotations

from ..bytecode.instructions import (
    FORMAT_ASCII,
    FORMAT_NONE,
    FORMAT_REPR,
    FORMAT_STR,
    INPLACE,
    KILL_B,
    KILL_C,
    VARIANT_SHIFT,
)
from . import syntax as _ast
from .builder import attribute_position
from .conditions import Conditions
from .constants import NotConstant, fold_binary, fold_subscript, fold_unary

BINARY_NAMES = {
    _ast.Add: "ADD",
    _ast.Sub: "SUB",
    _ast.Mult: "MUL",
    _ast.Div: "TRUEDIV",
    _ast.FloorDiv: "FLOORDIV",
    _ast.Mod: "MOD",
    _ast.Pow: "POW",
    _ast.MatMult: "MATMUL",
    _ast.LShift: "LSHIFT",
    _ast.RShift: "RSHIFT",
    _ast.BitAnd: "AND",
    _ast.BitOr: "OR",
    _ast.BitXor: "XOR",
}
_UNARY_NAMES = {_ast.Invert: "INVERT", _ast.UAdd: "POS", _ast.USub: "NEG", _ast.Not: "NOT"}
_CONVERSIONS = {-1: FORMAT_NONE, ord("s"): FORMAT_STR, ord("r"): FORMAT_REPR, ord("a"): FORMAT_ASCII}
_BUILD = {"tuple": "BUILD_TUPLE", "list": "BUILD_LIST", "set": "BUILD_SET"}

#: Most elements that are gathered in a window; longer displays grow an object, as the host's do.
WINDOW_LIMIT = 30


class Expressions(Conditions):
    """Visitors of the plain expressions."""

    # --- Leaves ---------------------------------------------------------------------------------

    def visit_constant(self, node: _ast.Constant, target: int) -> int:
        return self.constant(node.value, target)

    def constant(self, value: object, target: int) -> int:
        """As `visit`, for a constant."""
        far = self.pool.far(value)
        if far is None:
            return self.pool.constant(value)
        # More constants than operands can name (tables of data): this one is reached through a tuple.
        self.emit("GETITEM", target, far[0], self.pool.constant(far[1]))
        return target

    def visit_name(self, node: _ast.Name, target: int) -> int:
        if node.id == "__debug__":
            return self.pool.constant(self.optimize == 0)
        return self.load_name(node.id, node, target)

    def visit_namedexpr(self, node: _ast.NamedExpr, target: int) -> int:
        register = self.fast_register(node.target.id)
        if register >= 0:
            self.into(node.value, register, node.target)
            return register
        result = self.visit(node.value, target if target >= self.base else self.next)
        if result >= self.base:
            saved = self.next
            self.push()
            self.store_name(node.target.id, result, node.target, keep=True)
            self.next = saved
            if result != target:
                self.move(target, result)
            return target
        self.store_name(node.target.id, result, node.target)
        return result

    # --- Operators ------------------------------------------------------------------------------

    def visit_binop(self, node: _ast.BinOp, target: int) -> int:
        # Iterative down the left: long sums are deep trees.
        chain = [node]
        left_node = node.left
        while isinstance(left_node, _ast.BinOp):
            chain.append(left_node)
            left_node = left_node.left
        saved = self.next
        left = self.operand(left_node)
        while chain:
            node = chain.pop()
            op = node.op
            result = target if not chain else saved
            if left < 0 and op.__class__ is _ast.Mod and isinstance(node.right, _ast.Tuple):
                parts = self._format_parts(self.pool.values[-1 - left], node.right)
                if parts is not None:
                    left = self._joined(parts, result, node)
                    self.next = saved + (left == saved)
                    continue
            left = self.protect(left, node.right)
            right = self.operand(node.right)
            if left < 0 and right < 0:
                try:
                    left = self.constant(
                        fold_binary(op, self.pool.values[-1 - left], self.pool.values[-1 - right]), result
                    )
                    self.next = saved + (left == saved)
                    continue
                except NotConstant:
                    pass
            self.emit(BINARY_NAMES[op.__class__], result, left, right, self.kills(-1, left, right), node)
            left = result
            self.next = saved + 1
        self.next = saved
        return left

    def binary(self, op: _ast.operator, target: int, left: int, right: int, node: _ast.AST) -> None:
        """Generate an augmented operation on operands; only `right` may die."""
        flags = INPLACE << VARIANT_SHIFT | (KILL_C if right >= self.base else 0) | (KILL_B if left >= self.base else 0)
        self.emit(BINARY_NAMES[op.__class__], target, left, right, flags, node)

    def visit_unaryop(self, node: _ast.UnaryOp, target: int) -> int:
        operand = node.operand
        kind = node.op.__class__
        if (
            kind is _ast.Not
            and isinstance(operand, _ast.Compare)
            and len(operand.ops) == 1
            and operand.ops[0].__class__ in (_ast.Is, _ast.IsNot, _ast.In, _ast.NotIn)
        ):
            return self.visit_compare(operand, target, negate=True)
        saved = self.next
        value = self.operand(operand)
        self.next = saved
        if value < 0:
            try:
                return self.constant(fold_unary(node.op, self.pool.values[-1 - value]), target)
            except NotConstant:
                pass
        self.emit(_UNARY_NAMES[kind], target, value, 0, self.kill_b(value), node)
        return target

    # --- Attributes and subscripts --------------------------------------------------------------

    def visit_attribute(self, node: _ast.Attribute, target: int) -> int:
        saved = self.next
        value = self.operand(node.value)
        self.next = saved
        name = self.name_operand(node.attr)
        self.emit("GETATTR", target, value, name, self.kill_b(value), attribute_position(node, node))
        return target

    def visit_subscript(self, node: _ast.Subscript, target: int) -> int:
        saved = self.next
        value = self.protect(self.operand(node.value), node.slice)
        index_node = node.slice
        if isinstance(index_node, _ast.Slice) and index_node.step is None:
            window = self.next
            self._slice_bound(index_node.lower)
            self._slice_bound(index_node.upper)
            self.next = saved
            self.emit("GETSLICE", target, value, window, self.kill_b(value), node)
            return target
        index = self.operand(index_node)
        self.next = saved
        if value < 0 and index < 0:
            try:
                folded = fold_subscript(self.pool.values[-1 - value], self.pool.values[-1 - index])
                return self.constant(folded, target)
            except NotConstant:
                pass
        self.emit("GETITEM", target, value, index, self.kills(-1, value, index), node)
        return target

    def _slice_bound(self, node: _ast.expr | None) -> None:
        if node is None:
            self.load(self.pool.constant(None))
        else:
            self.argument(node)

    def visit_slice(self, node: _ast.Slice, target: int) -> int:
        window = self.next
        self._slice_bound(node.lower)
        self._slice_bound(node.upper)
        if node.step is not None:
            self.argument(node.step)
        count = self.next - window
        self.next = window
        self.emit("BUILD_SLICE", target, window, count, 0, node)
        return target

    # --- Displays -------------------------------------------------------------------------------

    def visit_tuple(self, node: _ast.Tuple, target: int) -> int:
        return self.positional_display(node.elts, 0, "tuple", target, node)

    def visit_list(self, node: _ast.List, target: int) -> int:
        return self.positional_display(node.elts, 0, "list", target, node)

    def visit_set(self, node: _ast.Set, target: int) -> int:
        return self.positional_display(node.elts, 0, "set", target, node)

    def constants_of(self, nodes: list[_ast.expr]) -> tuple[object, ...] | None:
        """The values of expressions that are all constant (after folding), else None. Generates nothing."""
        values: list[object] = []
        for node in nodes:
            if isinstance(node, _ast.Constant):
                values.append(node.value)
            elif isinstance(node, (_ast.UnaryOp, _ast.BinOp, _ast.Tuple, _ast.Subscript, _ast.Name)):
                try:
                    values.append(self._fold(node))
                except NotConstant:
                    return None
            else:
                return None
        return tuple(values)

    def _fold(self, node: _ast.expr) -> object:
        """The value of a constant expression. Raises NotConstant."""
        if isinstance(node, _ast.Constant):
            return node.value
        if isinstance(node, _ast.UnaryOp):
            return fold_unary(node.op, self._fold(node.operand))
        if isinstance(node, _ast.BinOp):
            chain = []
            left: _ast.expr = node
            while isinstance(left, _ast.BinOp):
                chain.append(left)
                left = left.left
            value = self._fold(left)
            while chain:
                node = chain.pop()
                value = fold_binary(node.op, value, self._fold(node.right))
            return value
        if isinstance(node, _ast.Tuple):
            return tuple([self._fold(element) for element in node.elts])
        if isinstance(node, _ast.Subscript) and not isinstance(node.slice, _ast.Slice):
            return fold_subscript(self._fold(node.value), self._fold(node.slice))
        if isinstance(node, _ast.Name) and node.id == "__debug__":
            return self.optimize == 0
        raise NotConstant

    def iterable(self, node: _ast.expr) -> int:
        if isinstance(node, _ast.List) and not any(isinstance(item, _ast.Starred) for item in node.elts):
            register = self.next
            result = self.positional_display(node.elts, 0, "tuple", register, node)
            if result == register:
                self.push()
            return result
        if isinstance(node, _ast.Set):
            values = self.constants_of(node.elts)
            if values is not None:
                try:
                    return self.pool.constant(frozenset(values))
                except TypeError:
                    pass
        return self.operand(node)

    def positional_display(
        self, elements: list[_ast.expr], pushed: int, kind: str, target: int, node: _ast.AST | None
    ) -> int:
        """Generate a tuple, list or set display. As `visit`; `pushed` elements are in temporaries already."""
        count = len(elements)
        start = self.next - pushed
        if count > 2 or kind == "tuple":
            values = self.constants_of(elements)
            if values is not None and kind == "tuple" and not pushed:
                return self.constant(values, target)
            if values is not None and count > 2:
                built = self._start_collection("list" if kind == "tuple" else kind, start, pushed, node)
                try:
                    constant = self.pool.constant(frozenset(values) if kind == "set" else values)
                except TypeError:
                    constant = self.pool.constant(values)
                self.emit("SET_UPDATE" if kind == "set" else "LIST_EXTEND", built, constant, 0, 0, node)
                return self._finish_collection(kind, built, target, node)
        starred = any(isinstance(element, _ast.Starred) for element in elements)
        if not starred and count + pushed <= WINDOW_LIMIT:
            for element in elements:
                self.argument(element)
            self.next = start
            self.emit(_BUILD[kind], target, start, count + pushed, 0, node)
            return target
        collection = "list" if kind == "tuple" else kind
        add, extend = ("SET_ADD", "SET_UPDATE") if kind == "set" else ("LIST_APPEND", "LIST_EXTEND")
        built = -1
        if count + pushed > WINDOW_LIMIT:
            built = self._start_collection(collection, start, pushed, node)
        for element in elements:
            if isinstance(element, _ast.Starred):
                if built < 0:
                    built = self._start_collection(collection, start, self.next - start, node)
                value = self.operand(element.value)
                self.emit(extend, built, value, 0, self.kill_b(value), node)
                self.next = built + 1
            elif built < 0:
                self.argument(element)
            else:
                value = self.operand(element)
                self.emit(add, built, value, 0, self.kill_b(value), node)
                self.next = built + 1
        return self._finish_collection(kind, built, target, node)

    def _start_collection(self, kind: str, start: int, count: int, node: _ast.AST | None) -> int:
        """Gather the window of `count` elements from `start` into a collection that will grow, and take it."""
        self.next = start
        self.emit(_BUILD[kind], start, start, count, 0, node)
        return self.push()

    def _finish_collection(self, kind: str, built: int, target: int, node: _ast.AST | None) -> int:
        self.next = built
        if kind == "tuple":
            self.emit("LIST_TO_TUPLE", target, built, 0, KILL_B, node)
        else:
            self.move(target, built)
        return target

    def visit_dict(self, node: _ast.Dict, target: int) -> int:
        built = -1
        pending: list[int] = []
        start = self.next

        def flush() -> None:
            nonlocal built
            register = self.next
            self._dict_items(node, pending, register)
            self.push()
            pending.clear()
            if built < 0:
                built = register
            else:
                self.emit("DICT_UPDATE", built, register, 0, KILL_B, node)
                self.next = built + 1

        if None not in node.keys and 0 < len(node.keys) * 2 <= WINDOW_LIMIT + 2:
            self._dict_items(node, range(len(node.keys)), target)
            self.next = start
            return target
        for index, key in enumerate(node.keys):
            if key is not None:
                pending.append(index)
                if len(pending) * 2 > WINDOW_LIMIT + 2:
                    flush()
                continue
            if pending:
                flush()
            if built < 0:
                self.emit("BUILD_MAP", start, start, 0, 0, node)
                built = self.push()
            value = self.operand(node.values[index])
            self.emit("DICT_UPDATE", built, value, 0, self.kill_b(value), node)
            self.next = built + 1
        if pending:
            flush()
        self.next = start
        if built < 0:
            self.emit("BUILD_MAP", target, start, 0, 0, node)
        else:
            self.move(target, built)
        return target

    def _dict_items(self, node: _ast.Dict, indexes: list[int] | range, target: int) -> None:
        """Build a dict of some items into `target` (not taken)."""
        keys = [key for index in indexes if (key := node.keys[index]) is not None]
        window = self.next
        if len(keys) * 2 > WINDOW_LIMIT:
            self.emit("BUILD_MAP", window, window, 0, 0, node)
            self.push()
            for key, index in zip(keys, indexes):
                key_operand = self.protect(self.operand(key), node.values[index])
                value = self.operand(node.values[index])
                self.emit("MAP_ADD", window, key_operand, value, self.kills(-1, key_operand, value), node)
                self.next = window + 1
            self.next = window
            self.move(target, window)
            return
        constants = self.constants_of(keys) if len(keys) > 1 else None
        if constants is not None:
            for index in indexes:
                self.argument(node.values[index])
            self.next = window
            self.emit("BUILD_CONST_MAP", target, window, self.pool.constant(constants), 0, node)
            return
        for key, index in zip(keys, indexes):
            self.argument(key)
            self.argument(node.values[index])
        self.next = window
        self.emit("BUILD_MAP", target, window, len(keys), 0, node)

    # --- Strings --------------------------------------------------------------------------------

    def visit_joinedstr(self, node: _ast.JoinedStr, target: int) -> int:
        return self._joined(node.values, target, node)

    def _joined(self, values: list[_ast.expr], target: int, node: _ast.AST) -> int:
        if not values:
            return self.pool.constant("")
        if len(values) == 1:
            return self.visit(values[0], target)
        window = self.next
        if len(values) <= 2 * WINDOW_LIMIT:
            for value in values:
                self.argument(value)
            self.next = window
            self.emit("BUILD_STRING", target, window, len(values), 0, node)
            return target
        self.emit("GETMETHOD", window, self.pool.constant(""), self.pool.name("join"), 0, node)
        self.push()
        self.push()
        built = self.next
        self.emit("BUILD_LIST", built, built, 0, 0, node)
        self.push()
        for value in values:
            operand = self.operand(value)
            self.emit("LIST_APPEND", built, operand, 0, self.kill_b(operand), node)
            self.next = built + 1
        self.next = window
        self.emit("CALL_METHOD", target, window, 1, 0, node)
        return target

    def visit_formattedvalue(self, node: _ast.FormattedValue, target: int) -> int:
        saved = self.next
        value = self.protect(self.operand(node.value), node.format_spec)
        specification = self.pool.constant(None) if node.format_spec is None else self.operand(node.format_spec)
        self.next = saved
        flags = self.kills(-1, value, specification) | _CONVERSIONS[node.conversion] << VARIANT_SHIFT
        self.emit("FORMAT", target, value, specification, flags, node)
        return target

    def _format_parts(self, template: object, values: _ast.Tuple) -> list[_ast.expr] | None:
        """The parts of an f-string equal to `template % values`, for the simple conversions the host treats so."""
        if template.__class__ is not str or any(isinstance(value, _ast.Starred) for value in values.elts):
            return None
        if self.constants_of(values.elts) is not None:
            return None
        text = str(template)
        parts: list[_ast.expr] = []
        position, used, size = 0, 0, len(text)
        while True:
            start = position
            while position < size and (text[position] != "%" or text[position + 1 : position + 2] == "%"):
                position += 2 if text[position] == "%" else 1
            if position > start:
                parts.append(_ast.Constant(text[start:position].replace("%%", "%")))
            if position >= size:
                break
            if used >= len(values.elts):
                return None
            parsed = _format_unit(text, position + 1)
            if parsed is None:
                return None
            conversion, specification, position = parsed
            value = values.elts[used]
            used += 1
            part = _ast.FormattedValue(
                value,
                ord(conversion),
                _ast.Constant(specification) if specification else None,
                lineno=value.lineno,
                col_offset=value.col_offset,
                end_lineno=value.end_lineno,
                end_col_offset=value.end_col_offset,
            )
            parts.append(part)
        return parts if used == len(values.elts) else None

    # --- Leaving and coming back ----------------------------------------------------------------

    def visit_yield(self, node: _ast.Yield, target: int) -> int:
        saved = self.next
        value = self.pool.constant(None) if node.value is None else self.operand(node.value)
        self.next = saved
        if self.async_generator:
            self.emit("ASYNC_GEN_WRAP", saved, value, 0, self.kill_b(value), node)
            value = saved
        self.emit("YIELD", target, value, saved - self.base, self.kill_b(value), node)
        return target

    def visit_yieldfrom(self, node: _ast.YieldFrom, target: int) -> int:
        register = self.next
        value = self.operand(node.value)
        self.next = register
        self.emit("GET_YIELD_FROM_ITER", register, value, 0, self.kill_b(value), node)
        return self.delegate(target, node)

    def visit_await(self, node: _ast.Await, target: int) -> int:
        register = self.next
        value = self.operand(node.value)
        self.next = register
        self.emit("GET_AWAITABLE", register, value, 0, self.kill_b(value), node)
        return self.delegate(target, node)

    def delegate(self, target: int, node: _ast.AST) -> int:
        iterator = self.push()
        self.load(self.pool.constant(None))
        self.next = iterator
        self.emit("YIELD_FROM", target, iterator, iterator + 1, 0, node)
        return target

    def visit_starred(self, node: _ast.Starred, target: int) -> int:
        raise SyntaxError("can't use starred expression here")


def _format_unit(text: str, position: int) -> tuple[str, str, int] | None:
    """Parse what follows a `%`: (conversion, format specification, position after it), None if not a simple one."""
    size = len(text)
    left = False
    while position < size and text[position] in "-+ #0z":
        left = left or text[position] == "-"
        position += 1
    width = precision = None
    digits = position
    while position < size and "0" <= text[position] <= "9":
        position += 1
    if position > digits:
        if position - digits >= 3:
            return None
        width = int(text[digits:position])
    if text[position : position + 1] == ".":
        position += 1
        digits = position
        while position < size and "0" <= text[position] <= "9":
            position += 1
        if position - digits >= 3:
            return None
        precision = int(text[digits:position] or "0")
    if position >= size or text[position] not in "sra":
        return None
    specification = ">" if width and not left else ""
    if width is not None:
        specification += str(width)
    if precision is not None:
        specification += f".{precision}"
    return text[position], specification, position + 1
