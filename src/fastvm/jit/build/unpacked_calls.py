"""Calls with unpacked arguments: `f(*args)`, `f(1, *args, **kwargs)`.

What they unpack is most often a tuple whose length is known: one that was packed for this call or for an inlined one
(packed.py), or one that has as many items as the interpreter has seen here, which is guarded. Then such a call is like
any other: its arguments are the items, and they are bound when the code is built. Tuple and dict stay in the window
until the call returns, as in the interpreter: they keep the arguments alive.
"""

from __future__ import annotations

from fastvm.bytecode.instructions import EQUAL
from fastvm.bytecode.words import Word

from ..hir.graph import Value
from ..hir.types import OBJECT
from ..llvm.layouts import FRAME_EX
from .binding import Argument, Site
from .builtins import Builtins
from .direct_calls import WANT_OBJECT
from .packed import MOST_ITEMS
from .registers import DICT, LIST, TUPLE, VIRTUAL, Register

#: Operations that make a tuple of as many items as their immediate says.
_OF_KNOWN_SIZE = {"new_tuple", "make_tuple"}


class UnpackedCalls(Builtins):
    # --- Packing ------------------------------------------------------------------------------------------

    def _next_is(self, word: Word, *names: str) -> bool:
        """Whether the next instruction is one of these, on the register that this one has written."""
        following = self.view.at.get(word.end)
        return following is not None and following.row.name in names and following.operands[0] == word.operands[0]

    def build_map(self, word: Word) -> None:
        """The dict that `f(**kwargs)` collects its keyword arguments in."""
        if word.operands[2] == 0 and self.guesses(word) and self._next_is(word, "DICT_MERGE"):
            self.write_virtual(word.operands[0], self.new_packed(DICT, ()))
        else:
            super().build_map(word)

    def dict_merge(self, word: Word) -> None:
        a, b, _ = word.operands
        own, others = self.packed_in(a, DICT), self.packed_in(b, DICT)
        if own is not None and others is None and self._merges_nothing(word):
            dict = self.typed(b, "dict")
            if dict is not None:
                empty = self.op("compare_int", self.op("length", dict), self.constant("int", 0), imm=(EQUAL,))
                self.act("guard", empty)
                others = ()
        fits = own is not None and others is not None and len(own) + len(others) <= 2 * MOST_ITEMS
        if own is None or others is None or not fits or {f.name for f in own[::2]} & {f.name for f in others[::2]}:
            self.generic(word)
            return
        known = self.state[a]
        held = [field.held for field in own] + [self.shared(field.held) for field in others]
        names = [field.name for field in (*own, *others)[::2]]
        self.state[a] = self.new_packed(DICT, held, names) if others else known
        self.kill_sources(word, 1)

    def _merges_nothing(self, word: Word) -> bool:
        """Whether the call that the dict is for has had no keyword arguments."""
        call = self.view.at.get(word.end)
        if call is None or call.row.name != "CALL_EX" or not self.guesses(word):
            return False
        return self.view.called(call) != 0 and self.view.unpacked(call)[1] == 0

    def build_const_map(self, word: Word) -> None:
        """Likewise, if it has some with names."""
        names = self.view.constant(word.operands[2])
        packs = isinstance(names, tuple) and len(names) <= MOST_ITEMS and self.guesses(word)
        if not packs or not (self._next_is(word, "DICT_MERGE") or self._ends_call(word)):
            self.build(word)
            return
        assert isinstance(names, tuple)
        first = word.operands[1]
        constant = self.constant_object(word.operands[2])
        held: list[Register] = []
        for place in range(len(names)):
            key = self.op("field", constant, imm=(place,))
            held += Register(OBJECT, key, True), self.take_held(first + place, True)
        self.write_virtual(word.operands[0], self.new_packed(DICT, held, names))

    def _ends_call(self, word: Word) -> bool:
        """Whether the next instruction is the call that a dict is for."""
        call = self.view.at.get(word.end)
        return call is not None and call.row.name == "CALL_EX" and call.operands[1] + 2 == word.operands[0]

    # --- Calls --------------------------------------------------------------------------------------------

    def call_unpacked(self, word: Word) -> None:
        if not self.guesses(word) or not (self._inlined_unpacked(word) or self._called_unpacked(word)):
            self.generic(word)

    def _guard_function(self, word: Word, guard: str, *which: int) -> Value:
        """What CALL_EX calls, guarded to be the function it is taken for."""
        register = word.operands[1]
        function = self.as_object(register)
        if self.state[register].unbound:
            self.act("guard_bound", function)
        self.act(guard, function, imm=which)
        return function

    def _inlined_unpacked(self, word: Word) -> bool:
        """CALL_EX of a function of the engine; whether it was built in place."""
        b = word.operands[1]
        called = self.state[b].value
        callee = self.callee_now(called)
        if not self._may_inline(word):
            return False
        address = self.view.called(word)
        if callee is None and address:
            callee = self.calls.callees.unit(address)
        if callee is None or self.state[b].kind != OBJECT or not self.calls.callees.may_keep(callee):
            return False
        view = self._view_of(word, callee, function=called)
        site = self._site_unpacked(word) if view is not None else None
        sources = self.bound(callee, site, 0) if site is not None else None
        if view is None or site is None or sources is None:
            return False
        function = self._guard_function(word, "guard_function", view.level)
        self.act("guard_call", imm=(len(self.active),))
        defaults = self.defaults_of(function, sources)
        frame = self._enter_frame(word, view, FRAME_EX)
        self.pass_register(b, frame.function)
        self.pass_all(site, sources, view.base, defaults)
        if site.keywords:
            # (As the core does: all arguments have one more reference.)
            self.state[b] = self.new_packed(TUPLE, map(self.shared, self._held_by(site)))
        self._build_callee(word, view)
        return True

    def _called_unpacked(self, word: Word) -> bool:
        """CALL_EX of a function of the engine, without a dict; whether it was built as a direct call."""
        _, b, with_keywords = word.operands
        address = self.view.called(word)
        callee = self.callee_now(self.state[b].value) if not with_keywords else None
        if callee is None and address and not with_keywords:
            callee = self.calls.callees.called(address)
        if callee is None or self.state[b].kind != OBJECT or not self.is_called_directly(callee):
            return False
        self.as_object(b + 1)  # (it is made, to keep the arguments alive)
        site = self._site_unpacked(word)
        sources = self.bound(callee, site, 0) if site is not None else None
        if site is None or sources is None:
            return False
        which = self.direct_frame(word, callee)
        frame = self.function.frames[which[0]]
        function = self._guard_function(word, "guard_unit", *which)
        self.act("guard_call", imm=(0,))
        defaults = self.defaults_of(function, sources)
        self.show(b + 1)
        self._show_all_but([b], self._handler_of(word) is None)
        kinds = self._fill_parameters(frame, callee, site, sources, frame.base, defaults)
        self.act("put_new", self.owned(b, True)[0], imm=(frame.function,))
        object = self.op("result_object", self._run_unit(word, frame, WANT_OBJECT, kinds))
        self.end_window(word)
        self.write_owned(word.operands[0], object)
        return True

    def _held_by(self, site: Site) -> list[Register]:
        return [argument for argument in site.arguments if isinstance(argument, Register)]

    def _site_unpacked(self, word: Word) -> Site | None:
        """What CALL_EX calls with what; None: that is not known here."""
        _, b, with_keywords = word.operands
        items = self._items_of(b + 1, word)
        if items is None:
            return None
        if not with_keywords:
            return Site(b, tuple(items))
        fields = self.packed_in(b + 2, DICT)
        if fields is None:
            return None
        arguments: list[Argument] = [*items, *(field.held for field in fields[1::2])]
        names = tuple(field.name for field in fields[::2])
        return Site(b, tuple(arguments), names, keys=tuple(field.held for field in fields[::2]))

    def _items_of(self, register: int, word: Word) -> list[Argument] | None:
        """The items of a tuple, which it keeps alive; None: how many there are is not known."""
        known = self._known_items(register)
        if known is not None:
            return [*known]
        count = self.view.unpacked(word)[0]
        tuple = self.typed(register, "tuple")
        if tuple is None or count > MOST_ITEMS:
            return None
        self.act("guard_size", tuple, imm=(count,))
        return [*self._fields(tuple, count)]

    def _known_items(self, register: int) -> list[Register] | None:
        """The items of a tuple that was made here, or is virtual."""
        packed = self.packed_in(register, TUPLE)
        if packed is not None:
            return [field.held for field in packed]
        object = self.as_object(register)
        count = self._size_of(object)
        return None if count is None else self._fields(object, count)

    def _fields(self, tuple: Value, count: int) -> list[Register]:
        return [Register(OBJECT, self.op("field", tuple, imm=(place,))) for place in range(count)]

    def _size_of(self, object: Value) -> int | None:
        """How many items a tuple has that was made here."""
        origin = object.origin
        if origin is None:
            return None
        if origin.name == "empty_tuple":
            return 0
        size = origin.immediates[0] if origin.name in _OF_KNOWN_SIZE else None
        return size if isinstance(size, int) and size <= MOST_ITEMS else None

    # --- Lists that become the tuple ------------------------------------------------------------------------

    def build_sequence(self, word: Word) -> None:
        """The list that `f(1, *items)` collects its arguments in."""
        dst, first, count = word.operands
        packs = word.row.name == "BUILD_LIST" and self.guesses(word) and self._next_is(word, "LIST_EXTEND")
        if not packs or count > MOST_ITEMS or not self._becomes_tuple(word):
            super().build_sequence(word)
            return
        items = [self.take_held(first + place, True) for place in range(count)]
        self.write_virtual(dst, self.new_packed(LIST, items))

    def _becomes_tuple(self, word: Word) -> bool:
        """Whether a list is made into a tuple at once, when it is complete."""
        place = word.end
        while (each := self.view.at.get(place)) is not None and not each.row.ends_block and each.target() is None:
            if each.row.name == "LIST_TO_TUPLE":
                return each.operands[1] == word.operands[0]
            place = each.end
        return False

    def list_extend(self, word: Word) -> None:
        a, b, _ = word.operands
        own = self.packed_in(a, LIST)
        items = None
        if own is not None and b >= 0 and self.state[b].kind in (OBJECT, VIRTUAL):
            items = self._known_items(b)
        if own is None or items is None or len(own) + len(items) > MOST_ITEMS:
            super().list_extend(word)
            return
        held = [field.held for field in own] + [self.shared(item) for item in items]
        self.state[a] = self.new_packed(LIST, held)
        self.kill_sources(word, 1)

    def list_append(self, word: Word) -> None:
        a, b, _ = word.operands
        own = self.packed_in(a, LIST)
        if own is None or len(own) == MOST_ITEMS:
            super().list_append(word)
            return
        item = self.take_held(b, word.kills(1))
        own = self.packed_in(a, LIST) or ()  # (its items may have got their objects meanwhile)
        self.state[a] = self.new_packed(LIST, [*(field.held for field in own), item])

    def list_to_tuple(self, word: Word) -> None:
        dst, b, _ = word.operands
        own = self.packed_in(b, LIST)
        if own is None or dst != b:
            super().list_to_tuple(word)
        elif own:
            self.state[b] = self.new_packed(TUPLE, [field.held for field in own])
        else:
            self.state[b] = Register(OBJECT, self.op("empty_tuple"), True)
