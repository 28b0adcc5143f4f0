"""Subscripts, membership, iteration and new containers of the host's types, where no Python code can run.

The core's functions decide at run time whether that is so (vm_core/host/builtins311.h); if not, the operation exits,
and once that has happened a few times the instruction is compiled as it is (`generic`).

An operation that exits after it had an effect would be done twice: so whatever may exit comes first, then what it
takes (owned operands), then results and dying operands.
"""

from __future__ import annotations

from fastvm.bytecode.words import Word

from ..hir.graph import Target, Value
from ..hir.types import INT, OBJECT
from .plain import Plain
from .registers import EMPTY, RANGE, Register, same_object

#: Tuples and lists with more items are built by the core's function.
MOST_ITEMS = 30
#: The type of the iterator of a container.
ITERATORS = {"list": "list_iterator", "tuple": "tuple_iterator"}
#: How pairs are drawn without their tuple, by what a loop draws from (View.drawn_from).
DRAWS = {"enumerate": "draw_numbered", "zip": "draw_two", "dict_itemiterator": "draw_entry", ".items": "draw_entry"}
#: For a slice without an end.
NO_END = 2**62


class Containers(Plain):
    """Instructions on containers and strings."""

    def guesses(self, word: Word) -> bool:
        """Whether the instruction may be compiled on a guess."""
        return word.index not in self.view.generic

    def write_result(self, word: Word, object: Value) -> None:
        """Kill the operands b and c, and write an owned result."""
        self.kill_sources(word, 1, 2)
        self.write_owned(word.operands[0], object)

    def end_window(self, word: Word) -> None:
        """Kill the registers of the instruction's window."""
        for register in word.window(self.view.unit, self.view.const_sizes) or ():
            self.kill(register)

    # --- Subscripts ---------------------------------------------------------------------------------------

    def getitem_by_core(self, word: Word) -> bool:
        """A subscript of a dict, str, bytes or bytearray; whether it is one."""
        dst, b, c = word.operands
        if not self.guesses(word):
            return False
        bytes = self._bytes(b) if word.row.base is None else None
        if bytes is not None:
            place = self.unboxed(c, INT)
            if place is None:
                return False
            self.reserve(word, dst)
            byte = self.op(f"{bytes.type.removeprefix('exact_')}_item", bytes, place)
            self.kill_sources(word, 1, 2)
            self.write_number(dst, byte)
            return True
        if word.row.name == "GETITEM_DICT":
            container = self.typed(b, "dict")
            if container is None:
                return False
            value = self._value_of(word, container, self.as_object(c))
            self.act("incref", value)
        elif word.row.name == "GETITEM_STR":
            text = self.typed(b, "exact_str")
            index = self.unboxed(c, INT) if text is not None else None
            if text is None or index is None:
                return False
            value = self.op("str_item", text, index)
        else:
            return False
        self.write_result(word, value)
        return True

    def _value_of(self, word: Word, dict: Value, key: Value) -> Value:
        """The value of a key. Where it is missing, that need not be an exception."""
        missing = self.misses_unseen(word, KeyError)
        if missing is None:
            return self.op("dict_item", dict, key)
        value = self.op("dict_find", dict, key)
        go_on = self.function.new_block()
        self.function.add(self.block, "branch", [self.op("bound", value)], targets=[Target(go_on), missing])
        self.block = go_on
        return value

    def _bytes(self, operand: int) -> Value | None:
        """The operand if it is bytes or a bytearray, or (a local) is one now: the interpreter has no forms for them."""
        object = self.as_object(operand)
        kinds = ("exact_bytes", "bytearray")
        if object.type in kinds:
            return object
        likely = self.view.type_now(operand)
        return self.typed(operand, likely) if object.type == OBJECT and likely in kinds else None

    def setitem_by_core(self, word: Word) -> bool:
        """A store into a dict or bytearray; whether it is one."""
        a, b, c = word.operands
        bytes = self._bytes(a) if word.row.base is None and self.guesses(word) else None
        if bytes is not None and bytes.type == "bytearray":
            place = self.unboxed(b, INT)
            byte = self.unboxed(c, INT) if place is not None else None
            if place is None or byte is None:
                return False
            self.act("bytearray_store", bytes, place, byte)
            self.kill_sources(word, 2, 0, 1)
            return True
        if word.row.name != "SETITEM_DICT" or not self.guesses(word):
            return False
        container = self.typed(a, "dict")
        if container is None:
            return False
        key, value = self.as_object(b), self.as_object(c)
        self.settle(looks=False)
        self.act("dict_store", container, key, value)
        # The host's order.
        self.kill_sources(word, 2, 0, 1)
        return True

    def getslice(self, word: Word) -> None:
        dst, b, window = word.operands
        bounds = [self.bound_of_slice(window, 0), self.bound_of_slice(window + 1, NO_END)] if self.guesses(word) else []
        if None in bounds or not bounds:
            self.generic(word)
            return
        object = self.as_object(b)
        type = object.type if object.type in ("list", "tuple", "exact_str", "exact_bytes") else OBJECT
        low, high = (bound for bound in bounds if bound is not None)
        result = self.op("slice_of", object, low, high, imm=(type,))
        self.kill_sources(word, 1)
        self.end_window(word)
        self.write_owned(dst, result)

    def bound_of_slice(self, register: int, missing: int) -> Value | None:
        """A bound as a number; None for what is neither a number nor None."""
        value = self.state[register].value
        if value is not None and value.type == "none":
            return self.constant("int", missing)
        return self.unboxed(register, INT)

    # --- Membership -----------------------------------------------------------------------------------------

    def membership(self, word: Word) -> Value | None:
        """Whether b is in c (or not, as the instruction asks); its operands are killed. None: it has to be asked."""
        _, b, c = word.operands
        if not self.guesses(word):
            return None
        found = self.op("contains", self.as_object(c), self.as_object(b))
        if word.variant & 1:
            found = self.op("not", found)
        self.kill_sources(word, 1, 2)
        return found

    def contained(self, word: Word) -> None:
        found = self.membership(word)
        if found is None:
            self.generic(word)
        else:
            self.write_number(word.operands[0], found)

    # --- Text -------------------------------------------------------------------------------------------------

    def add_str(self, word: Word) -> None:
        """A left operand that dies or is overwritten gives its reference away, so it may grow in place."""
        dst, b, c = word.operands
        left = self.typed(b, "exact_str")
        right = self.typed(c, "exact_str") if left is not None else None
        if left is None or right is None:
            self.generic(word)
        elif b >= 0 and (word.kills(1) or dst == b) and self._owns_alone(b):
            text = self.op("str_append", left, right)
            self.op("take", imm=(b,))
            self.state[b] = EMPTY
            self.kill_sources(word, 2)
            self.write_owned(dst, text)
        else:
            self.write_result(word, self.op("str_concat", left, right))

    def _owns_alone(self, register: int) -> bool:
        """Whether a register shows an object that no other one borrows: with one reference, nobody else sees it."""
        known = self.state[register]
        others = [*self.state[:register], *self.state[register + 1 :]]
        return known.is_shown and not any(
            each.kind == OBJECT and each.fresh is True and same_object(each.value, known.value) for each in others
        )

    # --- New containers -----------------------------------------------------------------------------------------

    def build_sequence(self, word: Word) -> None:
        dst, first, count = word.operands
        if word.row.name == "BUILD_TUPLE" and self.virtual_tuple(word):
            return
        if not self.guesses(word) or count > MOST_ITEMS or (word.row.name == "BUILD_TUPLE" and count == 0):
            self.build(word)
            return
        new = self.op("new_tuple" if word.row.name == "BUILD_TUPLE" else "new_list", imm=(count,))
        for place in range(count):
            item, _ = self.owned(first + place, True)
            self.act("set_field", new, item, imm=(place,))
        self.write_owned(dst, new)

    def build_map(self, word: Word) -> None:
        if word.operands[2] != 0:
            self.build(word)
        elif not self.guesses(word):
            self.generic(word)
        else:
            self.write_owned(word.operands[0], self.op("new_dict"))

    def list_append(self, word: Word) -> None:
        """The list is a comprehension's own."""
        a, b, _ = word.operands
        list = self.typed(a, "list") if self.guesses(word) else None
        if list is None:
            self.generic(word)
        else:
            self.push(list, b, word.kills(1))

    def push(self, list: Value, register: int, killed: bool) -> None:
        """Append an operand to a list."""
        self.act("list_room", list)
        item, _ = self.owned(register, killed)
        self.act("list_push", list, item)

    def set_add(self, word: Word) -> None:
        a, b, _ = word.operands
        set = self.typed(a, "set") if self.guesses(word) else None
        if set is None:
            self.generic(word)
        else:
            self.act("set_add", set, self.as_object(b))
            self.kill_sources(word, 1)

    def map_add(self, word: Word) -> None:
        a, b, c = word.operands
        dict = self.typed(a, "dict") if self.guesses(word) else None
        if dict is None:
            self.generic(word)
        else:
            key, value = self.as_object(b), self.as_object(c)
            self.settle(looks=False)
            self.act("dict_store", dict, key, value)
            self.kill_sources(word, 1, 2)

    # --- Iteration ------------------------------------------------------------------------------------------------

    def getiter(self, word: Word) -> None:
        dst, b, _ = word.operands
        if dst == b and self.state[b].kind == RANGE:
            return  # (an iterator is its own)
        object = self.as_object(b)
        following = self.view.at.get(word.end)
        loop = following.row.name if following is not None else ""
        # What the loop has drawn from says what may be iterated over.
        if not self.guesses(word) or loop in ("FORITER", "FORITER_GENERATOR"):
            self.generic(word)
            return
        result = self.op("iterate", object, imm=(ITERATORS.get(object.type, OBJECT),))
        self.kill_sources(word, 1)
        self.write_owned(dst, result)

    def foriter_by_core(self, word: Word, target: int) -> bool:
        """A loop over what the core can draw from without running code; what it cannot, the instruction does."""
        dst, b, _ = word.operands
        if word.row.name != "FORITER_ITERATOR" or self.state[b].kind != OBJECT:
            return False
        item = self.op("next_of", self.as_object(b))
        more = self.op("bound", item)
        body = list(self.state)
        go_on, other = self.function.new_block(), self.function.new_block()
        self.function.add(self.block, "branch", [more], targets=[Target(go_on), Target(other)])
        self.block, self.state = other, list(body)
        self._foriter_any(word, target)
        self.block, self.state, self.pc = go_on, body, word.index
        self.write_owned(dst, item)
        self.pc = word.end
        self.goto(word.end)
        return True

    def foriter_pairs(self, word: Word, target: int) -> bool:
        """A loop over enumerate(), zip() of two or dict.items(), whose items are unpacked at once: there need not be
        a tuple. Whether it is one."""
        dst, b, _ = word.operands
        unpack = self.view.at.get(word.end)
        if unpack is None or (unpack.row.base or unpack.row.name) != "UNPACK" or unpack.index in self.view.varying:
            return False
        first, source, count = unpack.operands
        draw = DRAWS.get(self.view.drawn_from(word))
        if draw is None or count != 2 or source != dst or not unpack.kills(1) or self.state[b].kind != OBJECT:
            return False
        self.reserve(word, first)
        self.reserve(word, first + 1)
        drawn = self.op(draw, self.as_object(b))
        object = self.op("drawn_object", drawn)
        more = self.op("bound", object)
        body = list(self.state)
        go_on, other = self.function.new_block(), self.function.new_block()
        self.function.add(self.block, "branch", [more], targets=[Target(go_on), Target(other)])
        # At the end the instruction does what is to be done. If it is not the end, the interpreter goes on.
        self.block, self.state = other, list(body)
        ended, before = self.next_by_core(word)
        self.state[b] = EMPTY
        after = self.state
        self.state = [*after[:dst], before, *after[dst + 1 :]]
        stop, left = self.function.new_block(), self.function.new_block()
        self.function.add(self.block, "branch", [ended], targets=[Target(stop), Target(left)])
        self.block, self.pc = stop, target
        self.goto(target)
        self.block, self.state, self.pc = left, list(after), word.end
        self.leave("varies")
        self.block, self.state, self.pc = go_on, body, word.end
        self.drawn.add(word.end)
        if draw == "draw_numbered":
            self.write_number(first, self.op("drawn_number", drawn))
            self.write_owned(first + 1, object)
        else:
            second = self.op("drawn_other", drawn)
            self.write_owned(first, object)
            self.write_owned(first + 1, second)
        self.ended = False
        return True

    def next_by_core(self, word: Word) -> tuple[Value, Register]:
        raise NotImplementedError

    def _foriter_any(self, word: Word, target: int) -> None:
        raise NotImplementedError
