"""Conditions: tests that jump, comparisons, `and`, `or`, `not` and conditional expressions."""

from __future__ import annotations

from ..bytecode.instructions import BRANCH_ON_TRUE, COMPARISONS, KILL_A, KILL_B, VARIANT_SHIFT
from . import syntax as _ast
from .assembler import Label
from .builder import Builder

_MASKS = {
    _ast.Lt: COMPARISONS["<"],
    _ast.LtE: COMPARISONS["<="],
    _ast.Eq: COMPARISONS["=="],
    _ast.NotEq: COMPARISONS["!="],
    _ast.Gt: COMPARISONS[">"],
    _ast.GtE: COMPARISONS[">="],
}
_MEMBERSHIP = (_ast.In, _ast.NotIn)
_NEGATED = (_ast.IsNot, _ast.NotIn)


class Conditions(Builder):
    """Visitors of what decides."""

    # --- Tests that jump ------------------------------------------------------------------------

    def jump_if(self, test: _ast.expr, label: Label, when: bool) -> None:
        kind = test.__class__
        while kind is _ast.UnaryOp and isinstance(test, _ast.UnaryOp) and test.op.__class__ is _ast.Not:
            test = test.operand
            kind = test.__class__
            when = not when
        if isinstance(test, _ast.Compare):
            self.location = test
            self._jump_if_compare(test, label, when)
        elif isinstance(test, _ast.BoolOp):
            stops_when = test.op.__class__ is _ast.Or
            stop = label if stops_when == when else Label()
            for part in test.values[:-1]:
                self.jump_if(part, stop, stops_when)
            self.jump_if(test.values[-1], label, when)
            if stop is not label:
                self.place(stop)
        elif isinstance(test, _ast.IfExp):
            otherwise, end = Label(), Label()
            self.jump_if(test.test, otherwise, False)
            self.jump_if(test.body, label, when)
            self.jump(end)
            self.place(otherwise)
            self.jump_if(test.orelse, label, when)
            self.place(end)
        else:
            self._jump_if_operand(test, label, when, self.location)

    def _jump_if_operand(self, test: _ast.expr, label: Label, when: bool, tester: _ast.AST | None) -> None:
        """Evaluate and test; an exception of the test itself is at the position of `tester`."""
        saved = self.next
        value = self.operand(test)
        self.next = saved
        if value < 0:
            if bool(self.pool.values[-1 - value]) is when:
                self.jump(label)
            return
        flags = KILL_A if value >= self.base else 0
        self.emit("JUMP_IF_TRUE" if when else "JUMP_IF_FALSE", value, 0, 0, flags, tester, label)

    def _jump_if_part(self, test: _ast.expr, label: Label, when: bool, tester: _ast.AST) -> None:
        """As `jump_if`, for an operand of `and`, `or` and `not` whose value is wanted.

        There CPython tests each operand at the position of the operator that asks, which is `tester` for `test`
        itself. So a comparison is not fused with its test: the two have positions of their own.
        """
        while isinstance(test, _ast.UnaryOp) and test.op.__class__ is _ast.Not:
            tester, test, when = test, test.operand, not when
        if not isinstance(test, _ast.BoolOp):
            self._jump_if_operand(test, label, when, tester)
            return
        stops_when = test.op.__class__ is _ast.Or
        stop = label if stops_when == when else Label()
        for part in test.values[:-1]:
            self._jump_if_part(part, stop, stops_when, test)
        self._jump_if_part(test.values[-1], label, when, tester)
        if stop is not label:
            self.place(stop)

    def _jump_compare(
        self, op: _ast.cmpop, left: int, right: int, flags: int, node: _ast.AST, label: Label, when: bool
    ) -> None:
        """Jump when a comparison of two operands is `when`."""
        kind = op.__class__
        mask = _MASKS.get(kind)
        if mask is not None:
            variant = mask | (BRANCH_ON_TRUE if when else 0)
            self.emit("JUMP_COMPARE", 0, left, right, flags | variant << VARIANT_SHIFT, node, label)
            return
        negated = (kind in _NEGATED) is when
        if kind in _MEMBERSHIP:
            self.emit("JUMP_IN", 0, left, right, flags | negated << VARIANT_SHIFT, node, label)
        elif right < 0 and self.pool.values[-1 - right] is None:
            name = "JUMP_IF_NOT_NONE" if negated else "JUMP_IF_NONE"
            self.emit(name, left, 0, 0, KILL_A if flags & KILL_B else 0, None, label)
        else:
            self.emit("JUMP_IS", 0, left, right, flags | negated << VARIANT_SHIFT, None, label)

    def _jump_if_compare(self, node: _ast.Compare, label: Label, when: bool) -> None:
        saved = self.next
        count = len(node.ops)
        if count == 1:
            left = self.protect(self.operand(node.left), node.comparators[0])
            right = self._comparator(node, 0)
            self.next = saved
            self._jump_compare(node.ops[0], left, right, self.kills(-1, left, right), node, label, when)
            return
        # A chain. A middle value is kept while it is compared twice; where it is a temporary, the way out
        # for "false" passes a place that drops it.
        onwards = Label()
        false = onwards if when else label
        drop = Label()
        left = self.protect(self.operand(node.left), node.comparators[0])
        for index in range(count - 1):
            right = self.protect(self._comparator(node, index), *node.comparators[index + 1 :])
            stop = drop if right >= self.base else false
            if left >= self.base and right >= self.base:
                # Keep the live temporaries dense: the middle value moves down to where the left one was.
                result = self.push()
                self._compare(node.ops[index], result, left, right, KILL_B, node)
                self.move(saved, right)
                self.emit("JUMP_IF_FALSE", result, 0, 0, KILL_A, node, stop)
                right = saved
            else:
                self._jump_compare(node.ops[index], left, right, self.kills(-1, left, -1), node, stop, False)
            self.next = saved + (right >= self.base)
            left = right
        right = self._comparator(node, count - 1)
        self.next = saved
        self._jump_compare(node.ops[-1], left, right, self.kills(-1, left, right), node, label, when)
        if drop.used:
            self.jump(onwards)
            self.place(drop)
            self.clear(saved)
            if not when:
                self.jump(label)
        self.place(onwards)

    # --- Comparisons as values ------------------------------------------------------------------

    def _comparator(self, node: _ast.Compare, index: int) -> int:
        value = node.comparators[index]
        if index == len(node.ops) - 1 and node.ops[index].__class__ in _MEMBERSHIP:
            return self.iterable(value)
        return self.operand(value)

    def _compare(
        self, op: _ast.cmpop, target: int, left: int, right: int, flags: int, node: _ast.AST, negate: bool = False
    ) -> None:
        kind = op.__class__
        mask = _MASKS.get(kind)
        if mask is not None:
            self.emit("COMPARE", target, left, right, flags | mask << VARIANT_SHIFT, node)
        else:
            name = "IN" if kind in _MEMBERSHIP else "IS"
            self.emit(name, target, left, right, flags | ((kind in _NEGATED) is not negate) << VARIANT_SHIFT, node)

    def visit_compare(self, node: _ast.Compare, target: int, negate: bool = False) -> int:
        saved = self.next
        count = len(node.ops)
        left = self.protect(self.operand(node.left), node.comparators[0])
        if count == 1:
            right = self._comparator(node, 0)
            self.next = saved
            self._compare(node.ops[0], target, left, right, self.kills(-1, left, right), node, negate)
            return target
        # A chain: the first false result is the value. It is at `saved`, or above the middle value to be dropped.
        false, false_above, end = Label(), Label(), Label()
        for index in range(count - 1):
            right = self.protect(self._comparator(node, index), *node.comparators[index + 1 :])
            result = self.push() if right >= self.base else saved
            self._compare(node.ops[index], result, left, right, self.kills(-1, left, -1), node)
            if right >= self.base:
                if right != saved:
                    # Keep the live temporaries dense.
                    self.move(saved, right)
                    self.move(saved + 1, result)
                    right, result = saved, saved + 1
                self.emit("JUMP_IF_FALSE", result, 0, 0, 0, node, false_above)
            else:
                self.emit("JUMP_IF_FALSE", result, 0, 0, 0, node, false)
            self.clear(result)
            self.next = saved + (right >= self.base)
            left = right
        right = self._comparator(node, count - 1)
        self.next = saved
        self._compare(node.ops[-1], target, left, right, self.kills(-1, left, right), node)
        if false_above.used:
            self.jump(end)
            self.place(false_above)
            self.clear(saved)
            self.move(saved, saved + 1)
            if target != saved:
                self.place(false)
                self.move(target, saved)
            else:
                self.place(false)
        elif target != saved:
            self.jump(end)
            self.place(false)
            self.move(target, saved)
        else:
            self.place(false)
        self.place(end)
        return target

    # --- and, or, not, if-else ------------------------------------------------------------------

    def visit_boolop(self, node: _ast.BoolOp, target: int) -> int:
        register = self.next
        stops_when = node.op.__class__ is _ast.Or
        values = _flattened(node)
        stop, end = Label(), Label()
        outside = self.location
        self.location = node
        for value, tester in values[:-1]:
            following = Label()
            if isinstance(value, _ast.BoolOp):
                # The other operator: only its last operand can be the value that stops us.
                inner = _flattened(value)
                for part, inner_tester in inner[:-1]:
                    self._jump_if_part(part, following, not stops_when, inner_tester)
                value = inner[-1][0]
            self.location = tester
            result = self.visit(value, register)
            if result < 0:
                if bool(self.pool.values[-1 - result]) is stops_when:
                    self.move(target, result)
                    self.jump(end)
            elif result != register:
                self.emit("JUMP_IF_FALSE" if stops_when else "JUMP_IF_TRUE", result, 0, 0, 0, tester, following)
                self.move(target, result)
                self.jump(end)
            else:
                self.push()
                self.emit("JUMP_IF_TRUE" if stops_when else "JUMP_IF_FALSE", register, 0, 0, 0, tester, stop)
                self.clear(register)
                self.next = register
            self.place(following)
        self.location = node
        self.into(values[-1][0], target)
        self.location = outside
        if stop.used and target != register:
            self.jump(end)
            self.place(stop)
            self.move(target, register)
        else:
            self.place(stop)
        self.place(end)
        return target

    def visit_ifexp(self, node: _ast.IfExp, target: int) -> int:
        otherwise, end = Label(), Label()
        outside = self.location
        self.location = node
        self.jump_if(node.test, otherwise, False)
        self.location = node
        self.into(node.body, target)
        self.jump(end)
        self.place(otherwise)
        self.into(node.orelse, target)
        self.place(end)
        self.location = outside
        return target


def _flattened(node: _ast.BoolOp) -> list[tuple[_ast.expr, _ast.BoolOp]]:
    """The operands, each with the operation that tests it.

    Nested uses of the same operator are dissolved: `(a and b) and c` is `a and b and c`, only that the inner `and`
    tests `a` and the outer one `b`. The last operand of all is tested by none.
    """
    kind = node.op.__class__
    values: list[tuple[_ast.expr, _ast.BoolOp]] = []
    pending: list[tuple[_ast.expr, _ast.BoolOp]] = [(value, node) for value in reversed(node.values)]
    while pending:
        value, tester = pending.pop()
        if isinstance(value, _ast.BoolOp) and value.op.__class__ is kind:
            pending.append((value.values[-1], tester))
            pending.extend((part, value) for part in reversed(value.values[:-1]))
        else:
            values.append((value, tester))
    return values
