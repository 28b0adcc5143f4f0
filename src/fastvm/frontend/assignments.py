"""Assignments of every kind: plain, unpacking, augmented, annotated, `del`, and imports."""

from __future__ import annotations

from ..bytecode.instructions import KILL_A, KILL_B, KILL_C, UNPACK_LOCALS
from . import syntax as _ast
from .builder import attribute_position
from .calls import Calls, annotation_texts
from .scopes import CO_FUTURE_ANNOTATIONS

_SIMPLE_TARGETS = (_ast.Name, _ast.Attribute, _ast.Subscript)
_SEQUENCES = (_ast.Tuple, _ast.List)


class Assignments(Calls):
    """Visitors of what binds names, attributes and items."""

    # --- Stores ---------------------------------------------------------------------------------

    def assign(self, target: _ast.expr, source: int, keep: bool = False) -> None:
        """Store `source`; a temporary dies (unless `keep`) and must be the last one taken, or be below a run of them.

        The caller gives the register of a dying temporary back.
        """
        base = self.base
        dies = source >= base and not keep
        if isinstance(target, _ast.Name):
            self.store_name(target.id, source, target, keep)
        elif isinstance(target, _ast.Attribute):
            saved = self.next
            source = self.protect(source, target.value)
            value = self.operand(target.value)
            self.next = saved
            flags = (KILL_A if value >= base else 0) | (KILL_B if dies or source >= saved else 0)
            self.emit(
                "SETATTR", value, source, self.name_operand(target.attr), flags, attribute_position(target, target)
            )
        elif isinstance(target, _ast.Subscript):
            saved = self.next
            source = self.protect(source, target.value, target.slice)
            value = self.protect(self.operand(target.value), target.slice)
            index = self.operand(target.slice)
            self.next = saved
            flags = self.kills(value, index, -1) | (KILL_C if dies or source >= saved else 0)
            self.emit("SETITEM", value, index, source, flags, target)
        elif isinstance(target, _SEQUENCES):
            self._unpack(target, source, keep)
        else:
            raise SyntaxError(f"cannot assign to {target.__class__.__name__}")

    def _unpack(self, target: _ast.Tuple | _ast.List, source: int, keep: bool) -> None:
        elements = target.elts
        count = len(elements)
        saved = self.next
        dies = source >= self.base and not keep
        # The values may take the place of a source that dies here.
        start = source if dies and source == saved - 1 else saved
        starred = -1
        for index, element in enumerate(elements):
            if isinstance(element, _ast.Starred):
                starred = index
        flags = KILL_B if dies else 0
        run = self._run_of_locals(elements) if starred < 0 else -1
        if run >= 0:
            self.emit("UNPACK", run, source, count, flags, target)
            return
        if starred < 0:
            self.emit("UNPACK", start, source, count, flags, target)
        else:
            self.emit("UNPACK_EX", start, source, starred | (count - 1 - starred) << 8, flags, target)
        self.next = start + count
        if self.next > self.high:
            self.high = self.next
        for index, element in enumerate(elements):
            self.assign(element.value if isinstance(element, _ast.Starred) else element, start + index)
        self.next = saved

    def _run_of_locals(self, elements: list[_ast.expr]) -> int:
        """The first register of targets that are plain locals in consecutive registers, or -1."""
        if not 0 < len(elements) <= UNPACK_LOCALS:
            return -1
        first = -1
        for index, element in enumerate(elements):
            register = self.fast_register(element.id) if isinstance(element, _ast.Name) else -1
            if register < 0 or (index and register != first + index):
                return -1
            if index == 0:
                first = register
        return first

    # --- Assignment statements ------------------------------------------------------------------

    def visit_assign(self, node: _ast.Assign) -> None:
        targets = node.targets
        value = node.value
        first = targets[0]
        saved = self.next
        if len(targets) == 1:
            if isinstance(first, _ast.Name):
                register = self.fast_register(first.id)
                if register >= 0:
                    self.into(value, register, first)
                    return
            elif (
                isinstance(first, _SEQUENCES)
                and isinstance(value, _SEQUENCES)
                and len(first.elts) == len(value.elts)
                and self._assign_in_parallel(first.elts, value.elts)
            ):
                return
            self.assign(first, self.operand(value))
            self.next = saved
            return
        if isinstance(first, _ast.Name) and all(isinstance(target, _SIMPLE_TARGETS) for target in targets):
            register = self.fast_register(first.id)
            if register >= 0 and not self._rebinds(targets[1:], register):
                self.into(value, register, first)
                for target in targets[1:]:
                    self.assign(target, register)
                return
        source = self.operand(value)
        if 0 <= source < self.base:
            # A local that one of the targets may rebind.
            register = self.push()
            self.emit("MOVE", register, source)
            source = register
        for target in targets[:-1]:
            self.assign(target, source, keep=True)
        self.assign(targets[-1], source)
        self.next = saved

    def _rebinds(self, targets: list[_ast.expr], register: int) -> bool:
        return self.walrus and any(self._assigns(target, register) for target in targets)

    def _assign_in_parallel(self, targets: list[_ast.expr], values: list[_ast.expr]) -> bool:
        """`a, b = x, y` without making a tuple. False (and nothing generated) where that would show."""
        if not values or len(values) > 16:
            return False
        for target, value in zip(targets, values):
            if not isinstance(target, _SIMPLE_TARGETS) or isinstance(value, _ast.Starred):
                return False
        if self.walrus and any(self._has_walrus(part) for part in (*targets, *values)):
            return False
        saved = self.next
        overwritten: set[int] = set()
        sources = []
        for target, value in zip(targets, values):
            source = self.operand(value)
            if source in overwritten:
                register = self.push()
                self.emit("MOVE", register, source)
                source = register
            sources.append(source)
            register = self.fast_register(target.id) if isinstance(target, _ast.Name) else -1
            if register >= 0:
                overwritten.add(register)
        for target, source in zip(targets, sources):
            self.assign(target, source)
        self.next = saved
        return True

    def _has_walrus(self, node: object) -> bool:
        pending = [node]
        while pending:
            item = pending.pop()
            if isinstance(item, list):
                pending.extend(item)
            elif isinstance(item, _ast.NamedExpr):
                return True
            elif isinstance(item, _ast.AST):
                pending.extend([getattr(item, field, None) for field in item._fields])
        return False

    def visit_augassign(self, node: _ast.AugAssign) -> None:
        target = node.target
        saved = self.next
        if isinstance(target, _ast.Name):
            register = self.fast_register(target.id)
            left = self.load_name(target.id, target, saved)
            if left == saved:
                self.push()
            left = self.protect(left, node.value)
            right = self.operand(node.value)
            self.next = saved
            result = register if register >= 0 else saved
            self.binary(node.op, result, left, right, node)
            if register < 0:
                self.store_name(target.id, saved, target)
        elif isinstance(target, _ast.Attribute):
            position = attribute_position(target, target)
            name = self.name_operand(target.attr)
            value = self.protect(self.operand(target.value), node.value)
            result = self.push()
            self.emit("GETATTR", result, value, name, 0, position)
            right = self.operand(node.value)
            self.binary(node.op, result, result, right, node)
            flags = KILL_B | (KILL_A if value >= self.base else 0)
            self.emit("SETATTR", value, result, name, flags, position)
            self.next = saved
        else:
            value = self.protect(self.operand(target.value), target.slice, node.value)
            index = self.protect(self.operand(target.slice), node.value)
            result = self.push()
            self.emit("GETITEM", result, value, index, 0, target)
            right = self.operand(node.value)
            self.binary(node.op, result, result, right, node)
            self.emit("SETITEM", value, index, result, KILL_C | self.kills(value, index, -1), target)
            self.next = saved

    def visit_annassign(self, node: _ast.AnnAssign) -> None:
        target = node.target
        saved = self.next
        if node.value is not None:
            register = self.fast_register(target.id) if isinstance(target, _ast.Name) else -1
            if register >= 0:
                self.into(node.value, register, target)
            else:
                self.assign(target, self.operand(node.value))
                self.next = saved
        stringified = bool(self.genuine.co_flags & CO_FUTURE_ANNOTATIONS)
        if isinstance(target, _ast.Name):
            if node.simple and not self.scope.optimized:
                if stringified:
                    annotation = self.pool.constant(annotation_texts([node.annotation])[0])
                else:
                    annotation = self.operand(node.annotation)
                mapping = self.load_name("__annotations__", node, self.next)
                if mapping == self.next:
                    self.push()
                key = self.pool.constant(self.mangled(target.id))
                self.emit("SETITEM", mapping, key, annotation, self.kills(mapping, -1, annotation), node)
                self.next = saved
        elif node.value is None:
            if isinstance(target, _ast.Attribute):
                self.evaluate(target.value)
            else:
                self.evaluate(target.value)
                self._evaluate_index(target.slice)
        if not node.simple and not stringified and not self.scope.optimized:
            self.evaluate(node.annotation)

    def evaluate(self, node: _ast.expr) -> None:
        """Generate an expression whose value nobody wants."""
        register = self.next
        if self.visit(node, register) == register:
            self.clear(register)

    def _evaluate_index(self, node: _ast.expr) -> None:
        if isinstance(node, _ast.Slice):
            for part in (node.lower, node.upper, node.step):
                if part is not None:
                    self.evaluate(part)
        elif isinstance(node, _ast.Tuple):
            for element in node.elts:
                self._evaluate_index(element)
        else:
            self.evaluate(node)

    def visit_delete(self, node: _ast.Delete) -> None:
        for target in node.targets:
            self._delete(target)

    def _delete(self, target: _ast.expr) -> None:
        saved = self.next
        if isinstance(target, _ast.Name):
            self.delete_name(target.id, target)
        elif isinstance(target, _ast.Attribute):
            value = self.operand(target.value)
            self.next = saved
            name = self.name_operand(target.attr)
            self.emit("DELATTR", value, 0, name, self.kills(value, -1, -1), attribute_position(target, target))
        elif isinstance(target, _ast.Subscript):
            value = self.protect(self.operand(target.value), target.slice)
            index = self.operand(target.slice)
            self.next = saved
            self.emit("DELITEM", value, index, 0, self.kills(value, index, -1), target)
        elif isinstance(target, _SEQUENCES):
            for element in target.elts:
                self._delete(element)
        else:
            raise SyntaxError(f"cannot delete {target.__class__.__name__}")

    # --- Imports --------------------------------------------------------------------------------

    def _import(self, level: int, names: tuple[str, ...] | None, module: str, target: int, node: _ast.AST) -> None:
        window = self.next
        self.load(self.pool.constant(level))
        self.load(self.pool.constant(names))
        self.next = window
        self.emit("IMPORT_NAME", target, window, self.name_operand(module), 0, node)

    def visit_import(self, node: _ast.Import) -> None:
        saved = self.next
        for alias in node.names:
            name = alias.name
            stored = alias.asname or name.partition(".")[0]
            register = self.fast_register(stored)
            attributes = name.split(".")[1:] if alias.asname else []
            target = register if register >= 0 and not attributes else saved
            self._import(0, None, name, target, node)
            for attribute in attributes:
                last = attribute is attributes[-1]
                result = register if last and register >= 0 else saved
                self.emit("IMPORT_FROM", result, target, self.name_operand(attribute), KILL_B, node)
                target = result
            self.next = saved
            self.store_name(stored, target, node)

    def visit_importfrom(self, node: _ast.ImportFrom) -> None:
        module = self.next
        names = tuple([alias.name for alias in node.names])
        self._import(node.level or 0, names, node.module or "", module, node)
        if names[0] == "*":
            self.emit("IMPORT_STAR", 0, module, 0, KILL_B, node)
            return
        self.push()
        for alias in node.names:
            stored = alias.asname or alias.name
            register = self.fast_register(stored)
            target = register if register >= 0 else self.next
            self.emit("IMPORT_FROM", target, module, self.name_operand(alias.name), 0, node)
            self.store_name(stored, target, node)
        self.next = module
        self.clear(module)
