"""Attributes whose load or store is a call of a function of the engine: setters of properties, descriptors,
`__getattr__` and `__setattr__`. They are inlined like operators: the operands stay in the caller's registers until the
method has returned, the frame is marked, and where code leaves inside the method the loop finishes the instruction
(vm_core/special_methods.pxi). Getters of properties are calls that need no mark (operators.py).

The version of the instance's class stands for the descriptor, that of the descriptor's class for its method.
"""

from __future__ import annotations

from fastvm.bytecode.words import Word

from ..hir.graph import LEVEL, Value
from ..hir.types import OBJECT
from ..llvm.layouts import FRAME_OPERATOR
from .emitter import Unsupported
from .inlining import NOTHING_GIVEN, RESULT
from .plain import FOREIGN
from .registers import Register
from .special_methods import SpecialMethods


class AttributeMethods(SpecialMethods):
    """GETATTR and SETATTR where a method is behind them."""

    def attribute_method(self, word: Word) -> bool:
        """A load or store that calls a function of the engine; whether it was built in place."""
        storing = (word.row.base or word.row.name) == "SETATTR"
        if word.row.base is not None and word.row.name != "GETATTR_DESCRIPTOR":
            return False
        a, b, c = word.operands
        owner = a if storing else b
        version = self._class_at(word, owner) if owner >= 0 and self._may_inline(word) else 0
        name = self.view.constant(c)
        assert isinstance(name, str)
        found = self.calls.callees.attribute_method(version, name, storing) if version else None
        if found is None or not self._is_object(owner):
            return False
        how, cls, held, address, held_version, callee = found
        taken = 2 if how in ("property", "getattr") else 3
        view = self._view_of(word, callee) if callee[7] == taken else None
        if view is None:
            return False
        for operand in (owner, b):
            if self.is_virtual(operand):
                self.show(operand)
        instance = self.op("guard_class", self.as_object(owner), imm=(version,))
        given: list[Value | int]
        view.classes = (version,)
        if how == "property":
            # (It may be given another setter, which the version does not tell.)
            function = self.op("property_setter", self.op("class_attribute", instance, imm=(self.known(held),)))
            self.act("guard_bound", function)
            given = [owner, b]
        elif how in ("getattr", "setattr"):
            if how == "getattr":
                self.act("guard_missing", instance, self.constant_object(c))
            function = self.op("class_attribute", instance, imm=(self.known(address),))
            given = [owner, c, b] if storing else [owner, c]
        else:
            if how == "other":
                self.act("guard_missing", instance, self.constant_object(c))
            descriptor = self.op("class_attribute", instance, imm=(self.known(held),))
            guarded = self.op("guard_class", descriptor, imm=(held_version,))
            function = self.op("class_attribute", guarded, imm=(self.known(address),))
            last = b if storing else self.op("class_attribute", instance, imm=(self.known(cls),))
            given = [descriptor, owner, last]
            view.classes = (held_version,)
        self.act("guard_function", function, imm=(view.level,))  # (it may be given other code)
        self.act("guard_call", imm=(len(self.active),))
        frame = self._enter_frame(word, view, FRAME_OPERATOR)
        for number, each in enumerate(given):
            if isinstance(each, Value):
                self.state[view.base + number] = Register(OBJECT, each, True)
            else:
                self._lend(each, view.base + number)
        self.state[frame.function] = Register(OBJECT, function, True)
        self._build_callee(word, view)
        return True

    def _class_at(self, word: Word, operand: int) -> int:
        """The version of the class whose instance most likely comes here; 0: it is not known."""
        if self.is_virtual(operand):
            return self.state[operand].version if self.is_virtual_instance(operand) else 0
        if word.row.name == "GETATTR_DESCRIPTOR":
            return self.view.attribute_cache(word).version
        if self.view.level and operand == self.view.base and len(self.view.classes) == 1:
            return self.view.classes[0]
        seen = self.calls.callees.operands(self.view.code, word.index % LEVEL)
        return seen[0] if seen is not None else 0

    # --- getattr() and setattr() ----------------------------------------------------------------------------------

    def get_named(self, word: Word, name: str, arguments: list[int]) -> bool:
        """`getattr(x, name)`, also with a default, where looking runs nothing; whether it was built."""
        text = self.typed(arguments[1], "exact_str") if len(arguments) in (2, 3) else None
        if text is None or word.index in self.view.foreign:
            return False
        default = self.as_object(arguments[2]) if len(arguments) == 3 else self.op("null")
        found = self.op("named_attribute", self.as_object(arguments[0]), text, default, reason=FOREIGN)
        self.end_window(word)
        self.write_owned(word.operands[0], found)
        return True

    def set_named(self, word: Word, name: str, arguments: list[int]) -> bool:
        """`setattr(x, name, value)` likewise."""
        text = self.typed(arguments[1], "exact_str") if len(arguments) == 3 else None
        if text is None or word.index in self.view.mortal:
            return False
        self.settle(runs=False)
        target = self.as_object(arguments[0])
        place = self.op("find_place", target, text)
        old = self.op("slot_load", place, imm=("found", 0))
        self.act("guard_release", old, reason="dies")
        self.act("note_place", target, place, old)
        value, _ = self.owned(arguments[2], True)
        self.act("slot_put", place, old, value, imm=("found", 0))
        self.end_window(word)
        self.write_borrowed(word.operands[0], self.op("none"))
        return True

    # --- Behind the method ----------------------------------------------------------------------------------------

    def operator_result(self, word: Word, call: Word) -> tuple[int, Value | None]:
        name = call.row.base or call.row.name
        if name == "GETATTR":
            return RESULT, None
        if name == "SETATTR":
            if self.is_virtual(word.operands[0]):
                raise Unsupported("the result of a method that stores is an instance")
            return NOTHING_GIVEN, None
        return super().operator_result(word, call)

    def kill_operands(self, call: Word) -> None:
        if (call.row.base or call.row.name) == "SETATTR":
            self.kill_sources(call, 1, 0)  # the host's order
        else:
            super().kill_operands(call)
