"""Flow of control: conditionals, loops, comprehension bodies, `return`, `break`, `continue`, `raise`, `assert`.

Leaving a block early unwinds the statements around it, innermost first: iterators are dropped, `finally` bodies
are generated in place, exit methods are called. What is generated for a block's way out runs under the exception
handler outside that block.
"""

from __future__ import annotations

from ..bytecode.instructions import KILL_A, KILL_B
from . import syntax as _ast
from .assembler import Handler, Label
from .assignments import Assignments
from .builder import Block

_COMPREHENSIONS = {_ast.ListComp: "BUILD_LIST", _ast.SetComp: "BUILD_SET", _ast.DictComp: "BUILD_MAP"}


class Flow(Assignments):
    """Visitors of control flow that is not about exceptions."""

    # --- Plain statements -----------------------------------------------------------------------

    def visit_nothing(self, node: _ast.stmt) -> None:
        """`pass`, `global`, `nonlocal`."""

    def visit_expression_statement(self, node: _ast.Expr) -> None:
        if not isinstance(node.value, _ast.Constant):
            self.evaluate(node.value)

    def print_expression(self, node: _ast.Expr) -> None:
        """An expression statement at the interactive prompt."""
        saved = self.next
        value = self.operand(node.value)
        self.next = saved
        self.emit("PRINT_EXPR", 0, value, 0, self.kill_b(value), node)

    def final_statements(self, body: list[_ast.stmt]) -> None:
        """The end of a function's body: each way out returns None, from the line that it ends on."""
        last = body[-1] if body else None
        if isinstance(last, _ast.If):
            self.statements(body[:-1])
            if not self.dead:
                self.visit_if(last, True)
        else:
            self.statements(body)
            self.emit("RETURN", self.pool.constant(None), 0, 0, 0, last)

    def visit_if(self, node: _ast.If, final: bool = False) -> None:
        # Iterative down the `elif`s.
        statements = self.final_statements if final else self.statements
        end = Label()
        while True:
            otherwise = Label() if node.orelse else end
            self.location = node
            self.jump_if(node.test, otherwise, False)
            statements(node.body)
            if not node.orelse:
                break
            self.jump(end)
            self.place(otherwise)
            if self.dead:
                break
            following = node.orelse[0]
            if len(node.orelse) == 1 and isinstance(following, _ast.If):
                node = following
                continue
            statements(node.orelse)
            break
        self.place(end)
        if final:
            self.emit("RETURN", self.pool.constant(None), 0, 0, 0, node.test)

    def visit_assert(self, node: _ast.Assert) -> None:
        if self.optimize:
            return
        end = Label()
        self.jump_if(node.test, end, True)
        register = self.next
        at = self.location
        self.emit("GET_ASSERTION_ERROR", register, 0, 0, 0, at)
        if node.msg is not None:
            self.push()
            self.argument(node.msg)
            self.next = register
            self.emit("CALL", register, register, 1, 0, at)
        self.emit("RAISE", register, self.pool.constant(None), 1, KILL_A, at)
        self.place(end)

    def visit_raise(self, node: _ast.Raise) -> None:
        saved = self.next
        exception = cause = self.pool.constant(None)
        count = 0
        if node.exc is not None:
            exception = self.protect(self.operand(node.exc), node.cause)
            count = 1
            if node.cause is not None:
                cause = self.operand(node.cause)
                count = 2
        self.next = saved
        flags = self.kills(exception, cause, -1)
        self.emit("RAISE", exception, cause, count, flags, node)

    # --- Loops ----------------------------------------------------------------------------------

    def back_to(self, start: Label, body: list[_ast.stmt]) -> None:
        """The back edge of a loop. Signals are handled there: it stands on the last statement of the body."""
        self.emit("JUMP_BACK", 0, 0, 0, 0, body[-1] if body else None, start)

    def visit_while(self, node: _ast.While) -> None:
        start, otherwise, end = Label(), Label(), Label()
        self.place(start)
        self.jump_if(node.test, otherwise, False)
        self.blocks.append(Block("LOOP", self.handler, -1, node, start, end))
        self.statements(node.body)
        self.blocks.pop()
        self.back_to(start, node.body)
        self.place(otherwise)
        self.statements(node.orelse)
        self.place(end)

    def iterate(self, target: _ast.expr, iterator: int, end: Label, node: _ast.AST) -> None:
        """The head of a loop: take the next item and assign it."""
        register = self.fast_register(target.id) if isinstance(target, _ast.Name) else -1
        if register >= 0:
            self.emit("FORITER", register, iterator, 0, 0, node, end)
            return
        item = self.next
        self.emit("FORITER", item, iterator, 0, 0, node, end)
        self.push()
        self.assign(target, item)
        self.next = item

    def visit_for(self, node: _ast.For) -> None:
        start, otherwise, end = Label(), Label(), Label()
        iterator = self.next
        value = self.iterable(node.iter)
        self.next = iterator
        self.emit("GETITER", iterator, value, 0, self.kill_b(value), node)
        self.push()
        self.place(start)
        self.iterate(node.target, iterator, otherwise, node)
        self.blocks.append(Block("LOOP", self.handler, iterator, node, start, end))
        self.statements(node.body)
        self.blocks.pop()
        self.back_to(start, node.body)
        self.next = iterator
        self.place(otherwise)
        self.statements(node.orelse)
        self.place(end)

    def next_async(self, iterator: int, at: _ast.AST) -> Handler:
        """Generate the waiting for the next item of an asynchronous iterator into `self.next` (not taken).

        Returns the handler of its end, for `end_async`.
        """
        outside = self.handler
        self.handler = handler = Handler(self.next - self.base)
        item = self.next
        self.emit("GET_ANEXT", item, iterator, 0, 0, at)
        self.delegate(item, at)
        self.handler = outside
        return handler

    def end_async(self, handler: Handler, end: Label, node: _ast.AST) -> None:
        """The handler of an asynchronous iterator's end: goes on at `end`, which is not placed here."""
        outside = self.handler
        self.place(handler.label)
        handled = self.push()
        exception = self.push()
        self.emit("PUSH_EXC", handled)
        self.handler = cleanup = Handler(handled + 1 - self.base)
        self.emit("END_ASYNC_FOR", handled, exception, 0, KILL_B, node, end)
        self.handler = outside
        self.next = handled
        # END_ASYNC_FOR goes on at `end`, or raises.
        self.dead = True
        self.place(cleanup.label)
        self.emit("UNWIND", handled)

    def visit_asyncfor(self, node: _ast.AsyncFor) -> None:
        start, otherwise, end = Label(), Label(), Label()
        iterator = self.next
        value = self.operand(node.iter)
        self.next = iterator
        self.emit("GET_AITER", iterator, value, 0, self.kill_b(value), node)
        self.push()
        self.place(start)
        handler = self.next_async(iterator, node)
        item = self.push()
        self.assign(node.target, item)
        self.next = item
        self.blocks.append(Block("LOOP", self.handler, iterator, node, start, end))
        self.statements(node.body)
        self.blocks.pop()
        self.back_to(start, node.body)
        self.end_async(handler, otherwise, node.iter)
        self.place(otherwise)
        self.clear(iterator)
        self.next = iterator
        self.statements(node.orelse)
        self.place(end)

    # --- Comprehension bodies -------------------------------------------------------------------

    def comprehension_body(self, node: _ast.ListComp | _ast.SetComp | _ast.DictComp | _ast.GeneratorExp) -> None:
        """The code of a comprehension's own function; its argument `.0` is the first iterator.

        The host gives its instructions the position of the whole, until a condition that compares has been passed:
        then that one's. `self.location` follows it.
        """
        self.location = node
        result = -1
        build = _COMPREHENSIONS.get(node.__class__)
        if build is not None:
            result = self.next
            self.emit(build, result, result, 0, 0, node)
            self.push()
        self._comprehension_loops(node, 0, result)
        if result >= 0:
            self.next = result
            self.emit("RETURN", result, 0, 0, KILL_A, self.location)
        else:
            self.emit("RETURN", self.pool.constant(None), 0, 0, 0, self.location)

    def _comprehension_loops(
        self, node: _ast.ListComp | _ast.SetComp | _ast.DictComp | _ast.GeneratorExp, index: int, result: int
    ) -> None:
        if index == len(node.generators):
            self._comprehension_element(node, result)
            return
        generator = node.generators[index]
        start, onwards, end = Label(), Label(), Label()
        saved = self.next
        iterator = 0  # `.0`
        loops = True
        handler: Handler | None = None
        if index:
            iterator = saved
            source = generator.iter
            if not generator.is_async and isinstance(source, (_ast.List, _ast.Tuple)) and len(source.elts) == 1:
                loops = isinstance(source.elts[0], _ast.Starred)
            if not loops:
                # `for y in [f(x)]` is the idiom for a local variable.
                register = self.fast_register(generator.target.id) if isinstance(generator.target, _ast.Name) else -1
                if register >= 0:
                    self.into(source.elts[0], register, generator.target)  # type: ignore[attr-defined]
                else:
                    self.assign(generator.target, self.operand(source.elts[0]))  # type: ignore[attr-defined]
                    self.next = saved
            else:
                value = self.operand(source) if generator.is_async else self.iterable(source)
                self.next = iterator
                name = "GET_AITER" if generator.is_async else "GETITER"
                self.emit(name, iterator, value, 0, self.kill_b(value), self.location)
                self.push()
        if loops:
            self.place(start)
            if generator.is_async:
                handler = self.next_async(iterator, self.location or node)
                item = self.push()
                self.assign(generator.target, item)
                self.next = item
            else:
                self.iterate(generator.target, iterator, end, self.location or node)
        for condition in generator.ifs:
            self.jump_if(condition, onwards, False)
        self._comprehension_loops(node, index + 1, result)
        self.place(onwards)
        if loops:
            self.emit("JUMP_BACK", 0, 0, 0, 0, self.location, start)
            if handler is not None:
                self.end_async(handler, end, self.location or node)
            self.place(end)
            if handler is not None and index:
                self.clear(iterator)
        self.next = saved

    def _comprehension_element(
        self, node: _ast.ListComp | _ast.SetComp | _ast.DictComp | _ast.GeneratorExp, result: int
    ) -> None:
        saved = self.next
        at = self.location
        if isinstance(node, _ast.DictComp):
            key = self.protect(self.operand(node.key), node.value)
            value = self.operand(node.value)
            self.emit("MAP_ADD", result, key, value, self.kills(-1, key, value), at)
        elif isinstance(node, _ast.GeneratorExp):
            value = self.operand(node.elt)
            self.next = saved
            if self.async_generator:
                self.emit("ASYNC_GEN_WRAP", saved, value, 0, self.kill_b(value), at)
                value = saved
            self.emit("YIELD", saved, value, saved - self.base, self.kill_b(value), at)
            self.clear(saved)
        else:
            value = self.operand(node.elt)
            name = "LIST_APPEND" if isinstance(node, _ast.ListComp) else "SET_ADD"
            self.emit(name, result, value, 0, self.kill_b(value), at)
        self.next = saved

    # --- Leaving --------------------------------------------------------------------------------

    def visit_return(self, node: _ast.Return) -> None:
        saved = self.next
        if node.value is None:
            value = self.pool.constant(None)
        else:
            value = self.operand(node.value)
            if 0 <= value < self.base and any(block.kind in ("FINALLY", "HANDLER") for block in self.blocks):
                # The way out may rebind the local.
                register = self.push()
                self.emit("MOVE", register, value)
                value = register
        handler = self.handler
        at = node.value if node.value is not None and value < 0 else node
        value = self.unwind(0, value, node)
        self.emit("RETURN", value, 0, 0, KILL_A if value >= self.base else 0, at)
        self.next, self.handler = saved, handler

    def visit_break(self, node: _ast.Break) -> None:
        saved, handler = self.next, self.handler
        index = self._innermost_loop()
        block = self.blocks[index]
        self.unwind(index, -1, node)
        assert block.end is not None
        self.jump(block.end)
        self.next, self.handler = saved, handler

    def visit_continue(self, node: _ast.Continue) -> None:
        saved, handler = self.next, self.handler
        index = self._innermost_loop()
        block = self.blocks[index]
        self.unwind(index + 1, -1, node)
        assert block.start is not None
        self.emit("JUMP_BACK", 0, 0, 0, 0, node, block.start)
        self.next, self.handler = saved, handler

    def _innermost_loop(self) -> int:
        for index in range(len(self.blocks) - 1, -1, -1):
            if self.blocks[index].kind == "LOOP":
                return index
        raise SyntaxError("not in a loop")

    def unwind(self, bottom: int, value: int, node: _ast.stmt) -> int:
        """Generate the way out of the blocks from `bottom` up, innermost first.

        `value` is the operand to be kept alive meanwhile; a temporary may have to move. Returns where it is then.
        The handler outside the blocks is left in force, for what comes next: the caller puts the old one back.
        """
        blocks = self.blocks
        for index in range(len(blocks) - 1, bottom - 1, -1):
            if self.dead:
                break
            block = blocks[index]
            self.handler = block.handler
            if block.kind != "LOOP":
                # What is generated below sees only the blocks outside.
                self.blocks = blocks[:index]
            value = self.unwind_block(block, value, node)
        self.blocks = blocks
        return value

    def sink(self, register: int, value: int) -> int:
        """The temporaries from `register` up are dead except `value`: move it down to keep the live ones dense."""
        if value < self.base:
            self.next = register
            return value
        self.move(register, value)
        self.next = register + 1
        return register

    def unwind_block(self, block: Block, value: int, node: _ast.stmt) -> int:
        """Generate the way out of one block; see `unwind`."""
        kind = block.kind
        register = block.register
        if kind == "LOOP":
            if register >= 0:
                self.clear(register)
        elif kind == "FINALLY":
            # The value must survive the body, which may leave with another one.
            if value >= self.base:
                value = self.sink(register, value)
                self.blocks = [*self.blocks, Block("VALUE", self.handler, value)]
            else:
                self.next = register
            self.statements(block.node)
        elif kind == "FINALLY_HANDLER":
            self.clear(register + 1)
            self.emit("POP_EXC", register)
        elif kind == "HANDLER":
            self.emit("POP_EXC", register)
            if block.name is not None:
                if value >= self.base:
                    value = self.sink(register, value)
                else:
                    self.next = register
                self.forget(block.name)
        elif kind == "VALUE":
            self.clear(register)
        elif kind in ("WITH", "ASYNC_WITH"):
            value = self.leave_with(block, value)
        return value

    def forget(self, name: str) -> None:
        """`name = None; del name`: what the end of `except ... as name` does."""
        register = self.fast_register(name)
        if register >= 0:
            self.clear(register)
            return
        self.store_name(name, self.pool.constant(None), None)
        self.delete_name(name, None)

    def leave_with(self, block: Block, value: int) -> int:
        """Generate the call of a context manager's exit method when nothing was raised."""
        raise NotImplementedError
