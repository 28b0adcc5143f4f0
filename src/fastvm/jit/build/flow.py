"""Jumps, loops, returns; and the table of which method builds which instruction."""

from __future__ import annotations

from _collections_abc import Callable

from fastvm.bytecode.words import Word

from ..hir.graph import Target, Value
from ..hir.types import BOOL, DOUBLE, INT, OBJECT
from ..records import replace
from .consumers import Consumers
from .direct_calls import WANT_INT, WANT_OBJECT
from .patterns import Patterns
from .plain import FOREIGN
from .registers import EMPTY, RANGE, Register


class Builder(Consumers, Patterns):
    """One attempt to build a function."""

    def instruction(self, word: Word) -> None:
        name = word.row.base or word.row.name
        method = METHODS.get(name)
        if method is not None:
            method(self, word)
        else:
            self.generic(word)

    def nothing(self, word: Word) -> None:
        pass

    def jump(self, word: Word) -> None:
        target = word.target()
        assert target is not None
        self.pc = target
        self.goto(target)

    def jump_back(self, word: Word) -> None:
        self.settle(runs=False)
        self.act("counted_safepoint" if word.target() == self.header else "safepoint", reason="safepoint")
        self.jump(word)

    def jump_if(self, word: Word) -> None:
        target = word.target()
        assert target is not None
        operand = word.operands[0]
        if self.special(word, "__bool__", (operand,)):
            return
        value = self.truth(word, operand)
        if value is None:
            self.branch(self.generic_branch(word), target, word.end)
            return
        self.kill_sources(word, 0)
        if word.row.name == "JUMP_IF_TRUE":
            self.branch(value, target, word.end)
        else:
            self.branch(value, word.end, target)

    def jump_if_none(self, word: Word) -> None:
        target = word.target()
        assert target is not None
        operand = word.operands[0]
        none = self.same(operand, self.NONE)
        self.kill_sources(word, 0)
        if word.row.name == "JUMP_IF_NONE":
            self.branch(none, target, word.end)
        else:
            self.branch(none, word.end, target)

    def jump_is(self, word: Word) -> None:
        _, b, c = word.operands
        target = word.target()
        assert target is not None
        same = self.same(b, c)
        self.kill_sources(word, 1, 2)
        if word.variant & 1:
            self.branch(same, word.end, target)
        else:
            self.branch(same, target, word.end)

    def jump_in(self, word: Word) -> None:
        target = word.target()
        assert target is not None
        if self.special(word, "__contains__", (word.operands[2], word.operands[1])):
            return
        found = self.membership(word)
        self.branch(found if found is not None else self.generic_branch(word), target, word.end)

    def contained(self, word: Word) -> None:
        if not self.special(word, "__contains__", (word.operands[2], word.operands[1])):
            super().contained(word)

    def foriter(self, word: Word) -> None:
        dst, b, _ = word.operands
        target = word.target()
        assert target is not None
        known = self.state[b]
        is_range = known.kind == RANGE or (known.value is not None and known.value.type == "range_iterator")
        if word.index in self.view.generic or not (is_range or word.row.name == "FORITER_RANGE"):
            ways = (self._foriter_sequence, self.foriter_pairs, self.foriter_by_core, self._foriter_generator)
            if not any(way(word, target) for way in ways):
                self._foriter_any(word, target)
            return
        if known.kind != RANGE:
            self.enter_range(b)
            known = self.state[b]
        index, (length, start, step) = known.value, known.bounds
        assert index is not None
        more = self.op("compare_int", index, length, imm=(1,))
        body, end = list(self.state), list(self.state)
        go_on, stop = self.function.new_block(), self.function.new_block()
        self.function.add(self.block, "branch", [more], targets=[Target(go_on), Target(stop)])
        self.block, self.state = stop, end
        self.kill(b)
        self.pc = target
        self.goto(target)
        self.block, self.state, self.pc = go_on, body, word.index
        value = self.op("int_wrap_add", start, self.op("int_wrap_mul", index, step))
        following = self.op("int_wrap_add", index, self.constant("int", 1))
        self.state[b] = replace(known, value=following)
        self.write_number(dst, value)
        self.ended = False

    def _foriter_sequence(self, word: Word, target: int) -> bool:
        """A loop over a list or tuple: the items without a call; whether it is one."""
        dst, b, _ = word.operands
        kind = {"FORITER_LIST": "list", "FORITER_TUPLE": "tuple"}.get(word.row.name)
        if kind is None or word.index in self.view.generic or self.state[b].kind == RANGE:
            return False
        iterator = self.typed(b, f"{kind}_iterator")
        if iterator is None:
            return False
        self.reserve(word, dst)
        item = self.op(f"{kind}_next", iterator)
        more = self.op("bound", item)
        body, end = list(self.state), list(self.state)
        go_on, stop = self.function.new_block(), self.function.new_block()
        self.function.add(self.block, "branch", [more], targets=[Target(go_on), Target(stop)])
        self.block, self.state = stop, end
        self._end_of_sequence(word, iterator)
        self.pc = target
        self.goto(target)
        self.block, self.state, self.pc = go_on, body, word.index
        self.write_borrowed(dst, item)
        self.ended = False
        return True

    def _end_of_sequence(self, word: Word, iterator: Value) -> None:
        """The iterator dies, or (as somebody else has it, too) lets go of its sequence. Where that may run code it is
        done by the core."""
        dst, b, _ = word.operands
        if self.state[b].fresh is False and word.index not in self.view.foreign:
            self.settle(runs=False)
            self.act("guard_ends", iterator, reason=FOREIGN)
            self.act("kill", imm=(b,))
            self.state[b] = EMPTY
            return
        self._prepare(word)
        before = self.state[dst]
        self.run_branch(word)
        self._finish(word)
        self.state[b], self.state[dst] = EMPTY, before

    def _foriter_generator(self, word: Word, target: int) -> bool:
        """A loop over a generator: its native code, if it has any that can be resumed at once; else the instruction
        finds out what is to be done. Whether it is one."""
        dst, b, _ = word.operands
        if word.row.name != "FORITER_GENERATOR" or self.view.level or self.state[b].kind != OBJECT:
            return False
        self._prepare(word)
        want = self._wanted(word)
        item = self.op("draw_next", self.as_object(b), imm=(word.index, want))
        more = self.op("bound", item)
        go_on, other = self.function.new_block(), self.function.new_block()
        self.function.add(self.block, "branch", [more], targets=[Target(go_on), Target(other)])
        body = list(self.state)
        self.block, self.state = other, list(body)
        self._foriter_any(word, target)
        self.block, self.state, self.pc = go_on, body, word.index
        if want == WANT_OBJECT:
            self.write_owned(dst, item)
        else:
            self._take_item(word, item, INT if want == WANT_INT else DOUBLE)
        self.pc = word.end
        self.goto(word.end)
        return True

    def _take_item(self, word: Word, item: Value, kind: str) -> None:
        """The item is most likely a number of this kind, perhaps without an object."""
        number, other = self.function.new_block(), self.function.new_block()
        is_number = self.op("item_is_number", item)
        self.function.add(self.block, "branch", [is_number], targets=[Target(number), Target(other)])
        state = self.state
        self.block, self.state = number, list(state)
        self.write_number(word.operands[0], self.op(f"item_{kind}", item))
        ways = [(self.block, self.state)]
        self.block, self.state = other, list(state)
        self.write_owned(word.operands[0], item)
        self._take_for(word, kind)
        ways.append((self.block, self.state))
        self._join(word.end, ways, False)

    def next_by_core(self, word: Word) -> tuple[Value, Register]:
        """FORITER as it is: whether it was the end; and the destination, which is left as it was then."""
        self._prepare(word)
        before = self.state[word.operands[0]]
        ended = self.run_branch(word)
        self._finish(word)
        return ended, before

    def _foriter_any(self, word: Word, target: int) -> None:
        dst, b, _ = word.operands
        ended, before = self.next_by_core(word)
        end = list(self.state)
        end[b] = EMPTY
        end[dst] = before
        self.branch_with(ended, end, target, self.state, word.end)

    def give_back(self, word: Word) -> None:
        if self.view.level:
            self.give_to_caller(word)
            return
        operand = word.operands[0]
        if self.view.consumer:
            self.show(self.view.nregs - 1)  # (in the same register: the core takes it from there)
        virtual = self._expect_ends(word)
        self.act("guard_unseen", reason="left")
        for register in virtual:
            self.kill(register)
        known = self.state[operand] if operand >= 0 else EMPTY
        if known.kind in (INT, DOUBLE) and known.fresh is not False:
            assert known.value is not None
            if known.fresh is True:
                self._return_number(known.value)
                return
            number, object_ = self.function.new_block(), self.function.new_block()
            self.function.add(self.block, "branch", [known.fresh], targets=[Target(number), Target(object_)])
            self.block = number
            self._return_number(known.value)
            self.block = object_
            self.state[operand] = replace(known, fresh=False)
        if known.kind == BOOL and known.fresh is True:
            assert known.value is not None
            object = self.box(known.value)
        else:
            object, _ = self.owned(operand, word.kills(0))
        self.function.add(self.block, "return", [object])
        self.ended = True

    def _expect_ends(self, word: Word) -> list[int]:
        """Before RETURN: which locals to kill, as they are virtual, and nobody else drops what they own. Where that
        might be seen they are made, and dropped with the frame."""
        operand = word.operands[0]
        virtual = [register for register in self.view.locals if register != operand and self.is_virtual(register)]
        if self.expect_deaths(word, virtual, [self.state[operand]] if self.is_virtual(operand) else []):
            return virtual
        for register in virtual:
            self.show(register)
        return []

    def _return_number(self, number: Value) -> None:
        """Whoever has called gets the number, and makes an object of it if he needs one."""
        self.function.add(self.block, f"return_{number.type}", [number])
        self.ended = True


METHODS: dict[str, Callable[[Builder, Word], None]] = {
    "NOP": Builder.nothing,
    "MOVE": Builder.move,
    "MOVE2": Builder.move2,
    "CLEAR": Builder.clear,
    "CHECK": Builder.check,
    "JUMP": Builder.jump,
    "JUMP_BACK": Builder.jump_back,
    "JUMP_IF_TRUE": Builder.jump_if,
    "JUMP_IF_FALSE": Builder.jump_if,
    "JUMP_IF_NONE": Builder.jump_if_none,
    "JUMP_IF_NOT_NONE": Builder.jump_if_none,
    "JUMP_COMPARE": Builder.jump_compare,
    "JUMP_IS": Builder.jump_is,
    "JUMP_IN": Builder.jump_in,
    "COMPARE": Builder.compare,
    "IS": Builder.identity,
    "NOT": Builder.negation,
    "NEG": Builder.unary,
    "POS": Builder.unary,
    "INVERT": Builder.unary,
    "GETITEM": Builder.getitem,
    "SETITEM": Builder.setitem,
    "GETGLOBAL": Builder.getglobal,
    "GETNAME": Builder.getglobal,
    "GETATTR": Builder.getattr,
    "SETATTR": Builder.setattr,
    "SETGLOBAL": Builder.setglobal,
    "SETNAME": Builder.setglobal,
    "SETCELL": Builder.setcell,
    "FORITER": Builder.foriter,
    "UNPACK": Builder.unpack,
    "GETCELL": Builder.getcell,
    "LIST_APPEND": Builder.list_append,
    "SET_ADD": Builder.set_add,
    "MAP_ADD": Builder.map_add,
    "GETSLICE": Builder.getslice,
    "IN": Builder.contained,
    "BUILD_TUPLE": Builder.build_sequence,
    "BUILD_LIST": Builder.build_sequence,
    "BUILD_MAP": Builder.build_map,
    "BUILD_SET": Builder.build,
    "BUILD_CONST_MAP": Builder.build_const_map,
    "UNPACK_EX": Builder.unpack_ex,
    "BUILD_STRING": Builder.build,
    "BUILD_SLICE": Builder.build,
    "FORMAT": Builder.format,
    "LIST_EXTEND": Builder.list_extend,
    "LIST_TO_TUPLE": Builder.list_to_tuple,
    "DELITEM": Builder.delete_item,
    "GETITER": Builder.getiter,
    "GETMETHOD": Builder.getmethod,
    "CALL_METHOD": Builder.call_method,
    "CALL_METHOD_KW": Builder.call_named,
    "CALL": Builder.call,
    "CALL_KW": Builder.call_named,
    "CALL_EX": Builder.call_unpacked,
    "DICT_MERGE": Builder.dict_merge,
    "COPY_FREE": Builder.copy_free,
    "MAKE_CELL": Builder.make_cell,
    "RETURN": Builder.give_back,
    "RAISE": Builder.raising,
    "RERAISE": Builder.raising,
    "RERAISE_AT": Builder.raising,
    "UNWIND": Builder.raising,
    "EXC_MATCH": Builder.exc_match,
    "BEFORE_WITH": Builder.before_with,
    "MATCH_SEQUENCE": Builder.match_kind,
    "MATCH_MAPPING": Builder.match_kind,
    "GET_LEN": Builder.get_len,
    "MATCH_CLASS": Builder.match_class,
    "RETURN_GENERATOR": Builder.make_generator,
    "YIELD": Builder.suspend,
    "YIELD_FROM": Builder.delegate,
    "END_ASYNC_FOR": Builder.end_async_for,
}
for _name in "ADD SUB MUL TRUEDIV FLOORDIV MOD POW LSHIFT RSHIFT AND OR XOR".split():
    METHODS[_name] = Builder.binary
