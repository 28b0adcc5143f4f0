"""Statements about exceptions: `try` in its forms, and `with`.

A handler starts with PUSH_EXC, which puts the exception handled so far and the new one into the two temporaries
above those alive when the block was entered. While the handler runs, its own handler is the *cleanup*: an UNWIND
that makes the earlier exception the handled one again and goes on unwinding.
"""

from __future__ import annotations

from ..bytecode.instructions import KILL_A, KILL_B, KILL_C, VARIANT_SHIFT
from . import syntax as _ast
from .assembler import Handler, Label
from .builder import Block
from .flow import Flow

_FROM_ENTER, _FROM_EXIT = 1, 2


class Exceptions(Flow):
    """Visitors of `try` and `with`."""

    def _enter_handler(self, handler: Handler) -> tuple[int, Handler]:
        """Place a handler: the exceptions go into two temporaries, taken. Returns the first, and the cleanup.

        The cleanup is in force then; `_finish_handler` generates it.
        """
        self.place(handler.label)
        handled = self.push()
        self.push()
        self.emit("PUSH_EXC", handled)
        self.handler = cleanup = Handler(handled + 1 - self.base)
        return handled, cleanup

    def _get_place(self) -> int:
        """Remember where the exception came from: RERAISE_AT goes back there, whatever the handler did."""
        place = self.push()
        self.emit("GET_PLACE", place)
        return place

    def _finish_handler(self, handled: int, cleanup: Handler, outside: Handler | None) -> None:
        """Generate the cleanup of a handler; control does not arrive here otherwise."""
        self.handler = outside
        self.dead = True
        self.place(cleanup.label)
        self.emit("UNWIND", handled)

    # --- try ------------------------------------------------------------------------------------

    def visit_try(self, node: _ast.Try) -> None:
        if not node.finalbody:
            self._try_except(node)
            return
        outside = self.handler
        register = self.next
        end = Label()
        self.handler = handler = Handler(register - self.base)
        self.blocks.append(Block("FINALLY", outside, register, node.finalbody))
        if node.handlers:
            self._try_except(node)
        else:
            self.statements(node.body)
        self.blocks.pop()
        self.handler = outside
        self.statements(node.finalbody)
        self.jump(end)
        self._finally_handler(handler, node, outside)
        self.place(end)

    def _finally_handler(self, handler: Handler, node: _ast.Try | _ast.TryStar, outside: Handler | None) -> None:
        """The copy of a `finally` body that runs when something was raised."""
        register = self.next
        handled, cleanup = self._enter_handler(handler)
        self.blocks.append(Block("FINALLY_HANDLER", outside, handled))
        self.statements(node.finalbody)
        self.blocks.pop()
        last = node.finalbody[-1]
        self.emit("RERAISE", handled + 1, 0, 0, 0, None if hasattr(last, "body") else last)
        self._finish_handler(handled, cleanup, outside)
        self.next = register

    def _try_except(self, node: _ast.Try) -> None:
        outside = self.handler
        register = self.next
        end = Label()
        self.handler = handler = Handler(register - self.base)
        self.blocks.append(Block("TRY", outside))
        self.statements(node.body)
        self.blocks.pop()
        self.handler = outside
        self.statements(node.orelse)
        self.jump(end)
        handled, cleanup = self._enter_handler(handler)
        exception = handled + 1
        for clause in node.handlers:
            self._except_clause(clause, handled, exception, cleanup, outside, end)
        self.next = exception + 1
        self.emit("RERAISE", exception, 0, 0, 0, node.handlers[-1])
        self._finish_handler(handled, cleanup, outside)
        self.next = register
        self.place(end)

    def _except_clause(
        self,
        clause: _ast.ExceptHandler,
        handled: int,
        exception: int,
        cleanup: Handler,
        outside: Handler | None,
        end: Label,
    ) -> None:
        following = Label()
        self.next = exception + 1
        self.location = clause
        if clause.type is not None:
            matches = self.next
            wanted = self.operand(clause.type)
            self.next = matches
            self.emit("EXC_MATCH", matches, exception, wanted, KILL_C if wanted >= self.base else 0, clause)
            self.emit("JUMP_IF_FALSE", matches, 0, 0, KILL_A, clause, following)
        self.next = exception
        if clause.name is None:
            self.clear(exception)
            self.blocks.append(Block("HANDLER", outside, handled))
            self.statements(clause.body)
            self.blocks.pop()
            self.emit("POP_EXC", handled)
        else:
            self.next = exception + 1
            self.store_name(clause.name, exception, clause)
            self.next = exception
            self.handler = forgetting = Handler(exception - self.base)
            self.blocks.append(Block("HANDLER", outside, handled, None, None, None, clause.name))
            self.statements(clause.body)
            self.blocks.pop()
            self.handler = outside
            self.emit("POP_EXC", handled)
            self.forget(clause.name)
            self.jump(end)
            self._forget_and_reraise(forgetting, clause.name, cleanup)
        self.handler = cleanup
        self.jump(end)
        self.place(following)

    def _forget_and_reraise(self, handler: Handler, name: str, cleanup: Handler) -> None:
        """What a named clause does when its body raised: forget the name, and let the exception go on."""
        self.handler = cleanup
        register = self.next
        handled, inner = self._enter_handler(handler)
        place = self._get_place()
        self.forget(name)
        self.emit("RERAISE_AT", handled + 1, place)
        self._finish_handler(handled, inner, cleanup)
        self.next = register

    # --- try ... except* ------------------------------------------------------------------------

    def visit_trystar(self, node: _ast.TryStar) -> None:
        if not node.finalbody:
            self._try_except_star(node)
            return
        outside = self.handler
        register = self.next
        end = Label()
        self.handler = handler = Handler(register - self.base)
        self.blocks.append(Block("FINALLY", outside, register, node.finalbody))
        if node.handlers:
            self._try_except_star(node)
        else:
            self.statements(node.body)
        self.blocks.pop()
        self.handler = outside
        self.statements(node.finalbody)
        self.jump(end)
        self._finally_handler(handler, node, outside)
        self.place(end)

    def _try_except_star(self, node: _ast.TryStar) -> None:
        outside = self.handler
        register = self.next
        end, reraise = Label(), Label()
        self.handler = handler = Handler(register - self.base)
        self.blocks.append(Block("TRY", outside))
        self.statements(node.body)
        self.blocks.pop()
        self.handler = outside
        self.statements(node.orelse)
        self.jump(end)
        # Temporaries: handled, original exception, list of raised ones, what is not matched yet.
        handled, cleanup = self._enter_handler(handler)
        original, raised = handled + 1, handled + 2
        rest = handled + 3
        self.emit("BUILD_LIST", self.push(), raised, 0, 0, node)
        self.emit("MOVE", self.push(), original)
        for clause in node.handlers:
            self._except_star_clause(clause, raised, rest, cleanup)
        self.next = handled
        self.emit("LIST_APPEND", raised, rest, 0, KILL_B, node)
        self.emit("PREP_RERAISE_STAR", original, original, raised, KILL_B | KILL_C, node)
        self.emit("JUMP_IF_NOT_NONE", original, 0, 0, 0, None, reraise)
        self.clear(original)
        self.emit("POP_EXC", handled)
        self.jump(end)
        self.place(reraise)
        self.handler = outside
        self.emit("POP_EXC", handled)
        self.emit("RERAISE", original)
        self._finish_handler(handled, cleanup, outside)
        self.next = register
        self.place(end)

    def _except_star_clause(self, clause: _ast.ExceptHandler, raised: int, rest: int, cleanup: Handler) -> None:
        unmatched, following = Label(), Label()
        match = rest + 1
        self.next = match
        self.location = clause
        assert clause.type is not None
        wanted = self.operand(clause.type)
        self.next = match
        self.emit("EG_MATCH", match, rest, wanted, KILL_C if wanted >= self.base else 0, clause)
        self.emit("JUMP_IF_NONE", match, 0, 0, 0, None, unmatched)
        self.push()
        if clause.name is None:
            self.clear(match)
        else:
            self.store_name(clause.name, match, clause)
        self.next = match
        self.handler = collecting = Handler(match - self.base)
        self.blocks.append(Block("HANDLER", cleanup, -1, None, None, None, clause.name))
        self.statements(clause.body)
        self.blocks.pop()
        self.handler = cleanup
        if clause.name is not None:
            self.forget(clause.name)
        self.jump(following)
        # What the body raised joins the list.
        handled, inner = self._enter_handler(collecting)
        if clause.name is not None:
            self.forget(clause.name)
        self.emit("LIST_APPEND", raised, handled + 1, 0, KILL_B, clause)
        self.emit("POP_EXC", handled)
        self.jump(following)
        self._finish_handler(handled, inner, cleanup)
        self.handler = cleanup
        self.next = match
        self.place(unmatched)
        self.clear(match)
        self.place(following)

    # --- with -----------------------------------------------------------------------------------

    def visit_with(self, node: _ast.With | _ast.AsyncWith) -> None:
        self._with(node, 0)

    def _with(self, node: _ast.With | _ast.AsyncWith, index: int) -> None:
        item = node.items[index]
        waits = isinstance(node, _ast.AsyncWith)
        outside = self.handler
        method = self.next
        manager = self.operand(item.context_expr)
        self.next = method
        flags = self.kill_b(manager)
        self.emit("BEFORE_ASYNC_WITH" if waits else "BEFORE_WITH", method, manager, 0, flags, node)
        self.push()
        entered = self.push()
        if waits:
            self.next = entered
            self._await_here(entered, _FROM_ENTER, node)
            self.push()
        end = Label()
        self.handler = handler = Handler(method + 1 - self.base)
        block = Block("ASYNC_WITH" if waits else "WITH", outside, method, node)
        self.blocks.append(block)
        if item.optional_vars is None:
            self.clear(entered)
        else:
            self.assign(item.optional_vars, entered)
        self.next = entered
        if index + 1 < len(node.items):
            self._with(node, index + 1)
        else:
            self.statements(node.body)
        self.blocks.pop()
        self.handler = outside
        self.leave_with(block, -1)
        self.jump(end)
        # An exception: the exit method decides whether it goes on.
        self.next = entered
        handled, cleanup = self._enter_handler(handler)
        exception, place = handled + 1, self._get_place()
        answer = self.next
        swallowed = Label()
        self.emit("WITH_EXCEPT", answer, method, exception, 0, node)
        if waits:
            self._await_here(answer, _FROM_EXIT, node)
        self.emit("JUMP_IF_TRUE", answer, 0, 0, KILL_A, node, swallowed)
        self.emit("RERAISE_AT", exception, place)
        self.place(swallowed)
        self.clear(place)
        self.clear(exception)
        self.emit("POP_EXC", handled)
        self.handler = outside
        self.clear(method)
        self.jump(end)
        self._finish_handler(handled, cleanup, outside)
        self.next = method
        self.place(end)

    def _await_here(self, register: int, variant: int, node: _ast.AST) -> None:
        """Await what is in `register`, which is `self.next` (not taken)."""
        self.emit("GET_AWAITABLE", register, register, 0, KILL_B | variant << VARIANT_SHIFT, node)
        self.delegate(register, node)

    def leave_with(self, block: Block, value: int) -> int:
        method = block.register
        window = method
        if value >= self.base:
            # The value goes down to where the exit method was; the call happens above.
            window = value + 1
            self.emit("MOVE", window, method, 0, KILL_B)
            self.emit("MOVE", method, value, 0, KILL_B)
            value = method
        self.next = window
        self.push()
        none = self.pool.constant(None)
        for _ in range(3):
            self.load(none)
        self.next = window
        self.emit("CALL", window, window, 3, 0, block.node)
        if block.kind == "ASYNC_WITH":
            self._await_here(window, _FROM_EXIT, block.node)
        self.clear(window)
        self.next = method + 1 if value >= self.base else method
        return value
