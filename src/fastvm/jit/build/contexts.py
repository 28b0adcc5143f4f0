"""`with`: `__enter__` and `__exit__` of plain Python classes, built in place.

BEFORE_WITH keeps the bound `__exit__` for the block's end. As long as nobody sees it, it is not made: it is a virtual
instance (build/virtuals.py) of the host's type of bound methods, whose members are its function and its object. So a
manager that is made for the block only need not be made either. Where code runs in the block the bound method is made,
and it is still known what it was made of. What an exception in the block leads to calls it by the core's function.

A frame of `__enter__` that is left in the middle is marked as an operator's: the loop finishes BEFORE_WITH when it
returns (vm_core/special_methods.pxi).
"""

from __future__ import annotations

from fastvm.bytecode.words import Word

from ..hir.graph import LEVEL, Value
from ..hir.types import OBJECT
from ..llvm.layouts import FRAME_OPERATOR, METHOD_FUNCTION, METHOD_SELF
from ..records import replace
from .binding import Site
from .inlining import RESULT
from .registers import BOUND, EMPTY, VIRTUAL, Field, Register
from .special_methods import SpecialMethods


class Contexts(SpecialMethods):
    def before_with(self, word: Word) -> None:
        if not self._entered(word):
            self.generic(word)

    def _entered(self, word: Word) -> bool:
        """Whether `__enter__` was built in place."""
        dst, b, _ = word.operands
        if b < 0 or not self._may_inline(word):
            return False
        seen = self.calls.callees.operands(self.view.code, word.index % LEVEL)
        version = self.state[b].version if self.is_virtual_instance(b) else seen[0] if seen is not None else 0
        enter = self.calls.callees.method(version, "__enter__", "") if version else None
        leave = self.calls.callees.method(version, "__exit__", "") if version else None
        if enter is None or leave is None or not self._is_object(b) or self.bound(enter[1], Site(b, ()), 1) != []:
            return False
        view = self._view_of(word, enter[1])
        if view is None:
            return False
        instance = self.evidence(b, version)
        function = self.op("class_attribute", instance, imm=(self.known(enter[0]),))
        bound = self.op("class_attribute", instance, imm=(self.known(leave[0]),))
        self.act("guard_function", function, imm=(view.level,))  # (it may be given other code)
        self.act("guard_call", imm=(len(self.active),))
        self.found[bound] = leave[1]
        held = self.take_held(b, word.kills(1))
        fields = (
            Field("member", METHOD_FUNCTION, "__func__", Register(OBJECT, bound, True)),
            Field("member", METHOD_SELF, "__self__", held),
        )
        method = self.new_virtual(self.op("method_type"), BOUND)
        self.state[dst] = replace(method, fields=fields)
        view.classes = (version,)
        frame = self._enter_frame(word, view, FRAME_OPERATOR)
        self.state[view.base] = held if held.kind == VIRTUAL else replace(held, fresh=True)
        self.state[frame.function] = Register(OBJECT, function, True)
        self._build_callee(word, view)
        return True

    def operator_result(self, word: Word, call: Word) -> tuple[int, Value | None]:
        if call.row.name == "BEFORE_WITH":
            return RESULT, None
        return super().operator_result(word, call)

    def kill_operands(self, call: Word) -> None:
        if call.row.name != "BEFORE_WITH":  # (the bound method has taken it)
            super().kill_operands(call)

    def bound_call(self, word: Word) -> bool:
        """A call of a bound method whose function is known; whether it was built in place."""
        site = self._site(word) if self._may_inline(word) else None
        known = self.state[site.function] if site is not None else EMPTY
        virtual = known.kind == VIRTUAL and known.version == BOUND
        fields = known.fields if virtual else self.bound_methods.get(known.value, ()) if known.value is not None else ()
        if site is None or not fields:
            return False
        function, own = fields[0].held.value, fields[1].held
        callee = self.found.get(function) if function is not None else None
        sources = self.bound(callee, site, 1) if callee is not None else None
        view = self._view_of(word, callee) if callee is not None and sources is not None else None
        if function is None or sources is None or view is None or (own.kind != VIRTUAL and own.value is None):
            return False
        self.act("guard_function", function, imm=(view.level,))
        self.act("guard_call", imm=(len(self.active),))
        defaults = self.defaults_of(function, sources)
        if virtual:
            self.state[site.function] = EMPTY
        else:
            assert own.value is not None
            self.act("incref", own.value)
            self.act("incref", function)
            self.kill(site.function)
        frame = self._enter_frame(word, view)
        if virtual and (own.kind == VIRTUAL or own.fresh is True):
            self.state[view.base] = own
        else:
            assert own.value is not None
            self.write_owned(view.base, own.value, own.view)
        if virtual:
            self.state[frame.function] = Register(OBJECT, function, True)
        else:
            self.write_owned(frame.function, function)
        self.pass_all(site, sources, view.base + 1, defaults)
        self._build_callee(word, view)
        return True
