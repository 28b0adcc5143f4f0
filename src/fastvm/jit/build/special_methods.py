"""Special methods that are no operators, inlined as those of operators are: `x in c`, `c[k] = v`, `len(c)`, the truth
of an object, and instances that are called. What the instruction makes of a result is done here; what needs an
exception is left to the loop, which finishes the instruction when the method returns (vm_core/special_methods.pxi).

`super().name` in a method is what the class of the instance has after the method's own class: its version stands for
both, so no object of `super` is made, and what is found is called like any method. Where several classes come that have
different things there, it is looked up (`find_super`).
"""

from __future__ import annotations

from fastvm.bytecode.instructions import EQUAL, GREATER
from fastvm.bytecode.words import Word
from fastvm.jit.host_types import CodeType, FunctionType

from ..callees import stores_arguments
from ..hir.graph import LEVEL, Value
from ..hir.types import BOOL, INT, OBJECT
from .emitter import Unsupported
from .inlining import CONDITION, MOST_CLASSES, NOTHING_GIVEN, NUMBER
from .operators import Operators
from .plain import FOREIGN
from .registers import Register

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..callees import Callee

#: Instructions whose methods are inlined here.
SPECIAL = {"IN", "JUMP_IN", "SETITEM", "JUMP_IF_FALSE", "JUMP_IF_TRUE", "CALL"}

#: What a new instance's class is guarded by.
MADE_OF = ("guard_version", "guard_versions")


class SpecialMethods(Operators):
    def special(self, word: Word, name: str, operands: tuple[int, ...]) -> bool:
        """An instruction for which a class has a method; whether it was built in place."""
        if not self._may_inline(word) or any(map(self.is_virtual_instance, operands)):
            return False
        seen = self.calls.callees.operands(self.view.code, word.index % LEVEL)
        if seen is None:
            return False
        for operand in operands:
            if self.is_virtual(operand):
                self.show(operand)
        return self.method(word, seen[0], name, operands)

    def operator_result(self, word: Word, call: Word) -> tuple[int, Value | None]:
        name = call.row.base or call.row.name
        if name in SPECIAL and self.is_virtual(word.operands[0]):
            raise Unsupported("the result of a special method is an instance")
        if name in ("IN", "JUMP_IN"):
            found = self._usable(self.truth(word, word.operands[0]))
            if call.variant & 1:
                found = self.op("not", found)
            return NUMBER if name == "IN" else CONDITION, found
        if name == "SETITEM":
            return NOTHING_GIVEN, None
        if name.startswith("JUMP_IF"):
            return CONDITION, self._usable(self._number(word, BOOL))
        if name == "CALL":
            length = self._usable(self._number(word, INT))
            self.act("guard", self.op("compare_int", length, self.constant("int", 0), imm=(GREATER | EQUAL,)))
            return NUMBER, length
        return super().operator_result(word, call)

    def _number(self, word: Word, kind: str) -> Value | None:
        """What a method returns, as a number of this kind."""
        return self.unboxed(word.operands[0], kind) if word.index not in self.view.generic else None

    def _usable(self, result: Value | None) -> Value:
        if result is None:
            raise Unsupported("the result of a special method has to be asked")
        return result

    def kill_operands(self, call: Word) -> None:
        name = call.row.base or call.row.name
        if name == "SETITEM":
            self.kill_sources(call, 2, 0, 1)  # the host's order
        elif name == "CALL":
            self.end_window(call)
        elif name.startswith("JUMP_IF"):
            self.kill_sources(call, 0)
        else:
            super().kill_operands(call)

    def go_on_by(self, call: Word, condition: Value) -> None:
        name = call.row.base or call.row.name
        target = call.target()
        assert target is not None
        if name == "JUMP_COMPARE":
            self.branch_on(call, condition)
        elif name == "JUMP_IF_FALSE":
            self.branch(condition, call.end, target)
        else:
            self.branch(condition, target, call.end)

    # --- Instances that are called ----------------------------------------------------------------------------

    def instance_called(self, word: Word) -> bool:
        """A call of an instance whose `__call__` is a function of the engine; whether it was built in place."""
        site = self._site(word) if self._may_inline(word) else None
        seen = self.calls.callees.operands(self.view.code, word.index % LEVEL)
        if site is None or seen is None or self.state[site.function].kind != OBJECT:
            return False
        found = self.calls.callees.method(seen[0], "__call__", "")
        sources = self.bound(found[1], site, 1) if found is not None else None
        view = self._view_of(word, found[1]) if found is not None and sources is not None else None
        if found is None or sources is None or view is None or not self._is_object(site.function):
            return False
        if self.state[site.function].unbound:
            self.act("guard_bound", self.as_object(site.function))
        instance = self.op("guard_class", self.as_object(site.function), imm=(seen[0],))
        function = self.op("class_attribute", instance, imm=(self.known(found[0]),))
        self.act("guard_function", function, imm=(view.level,))  # (it may be given other code)
        self.act("guard_call", imm=(len(self.active),))
        defaults = self.defaults_of(function, sources)
        view.classes = (seen[0],)
        frame = self._enter_frame(word, view)
        self.pass_register(site.function, view.base)
        self.pass_all(site, sources, view.base + 1, defaults)
        self.state[frame.function] = Register(OBJECT, function, True)
        self._build_callee(word, view)
        return True

    # --- super() ------------------------------------------------------------------------------------------------

    def super_method(self, word: Word, name: str, arguments: list[int]) -> bool:
        """`super().name(...)`: the call of `super` together with the GETMETHOD that follows it."""
        lookup = self.view.at.get(word.end)
        code = self.view.code
        if arguments or lookup is None or not isinstance(code, CodeType) or not self._only_looked_up(word, lookup):
            return False
        own = self.view.base
        instance = self.state[own]
        if "__class__" not in code.co_freevars or not code.co_argcount or code.co_varnames[0] in code.co_cellvars:
            return False
        if instance.kind != OBJECT or instance.view is not None or instance.unbound or instance.value is None:
            return False
        place = self.view.nlocals - len(code.co_freevars) + code.co_freevars.index("__class__")
        cell = self.op("cell", self.as_object(self.view.locals[place]))
        cls = self.op("slot_load", cell, imm=("cell", 0))
        function = self._inherited(word, lookup, instance.value, cls)
        if function is None:
            if word.index in self.view.foreign:
                return False
            self.act("guard_bound", cls)
            method = self.constant_object(lookup.operands[2])
            function = self.op("find_super", cls, instance.value, method, reason=FOREIGN)
            self.several[function] = self._all_inherited(word, lookup, instance.value)
        self.end_window(word)
        dst = lookup.operands[0]
        if self.view.is_kept(lookup, own):
            self.state[dst + 1] = Register(OBJECT, instance.value, True)  # the local owns it
        else:
            self.copy(dst + 1, own, False)
        self.state[dst] = Register(OBJECT, function, True)
        self.looked_up.add(lookup.index)
        return True

    def _inherited(self, word: Word, lookup: Word, instance: Value, cls: Value) -> Value | None:
        """What `super()` finds behind the class `cls`, where it is one function for all classes that the instance most
        likely has."""
        if not self.guesses(word):
            return None
        code, method = self.view.code, self.view.constant(lookup.operands[2])
        assert isinstance(code, CodeType) and isinstance(method, str)
        versions = self._classes_of(word, instance)
        known = [self.calls.callees.inherited(version, code, method) for version in versions]
        first = known[0] if known else None
        if first is None or any(each is None or each[:2] != first[:2] for each in known):
            return None
        owner, found, callee = first
        guarded = self.guard_classes(instance, tuple(versions))
        owner_now = self.op("class_attribute", guarded, imm=(self.known(id(owner)),))
        self.act("guard", self.op("is", cls, owner_now))
        function = self.op("class_attribute", guarded, imm=(self.known(id(found)),))
        if callee is not None:
            self.found[function] = callee
        if isinstance(found, FunctionType):
            self.functions[function] = found
        elif found is OBJECT_INIT:
            self.idle.add(function)
        elif stores_arguments(found):
            self.storing.add(function)
        return function

    def _all_inherited(self, word: Word, lookup: Word, instance: Value) -> list[tuple[Callee, tuple[int, ...]]]:
        """The functions that `super()` finds for those classes that are known to have this method."""
        code, method = self.view.code, self.view.constant(lookup.operands[2])
        assert isinstance(code, CodeType) and isinstance(method, str)
        versions = dict.fromkeys(self._classes_of(word, instance))
        for callee, classes in self.calls.callees.methods(code.co_name):
            if callee[0] is code:
                versions |= dict.fromkeys(classes)
        found: dict[int, tuple[Callee, tuple[int, ...]]] = {}
        for version in versions:
            known = self.calls.callees.inherited(version, code, method)
            if known is not None and known[2] is not None:
                callee, others = found.get(id(known[2][0]), (known[2], ()))
                found[id(callee[0])] = callee, (*others, version)
        return list(found.values())

    def _only_looked_up(self, word: Word, lookup: Word) -> bool:
        """Whether the result is for this GETMETHOD only, and it has no other."""
        dst = word.operands[0]
        if (lookup.row.base or lookup.row.name) != "GETMETHOD" or lookup.operands[1] != dst or not lookup.kills(1):
            return False
        return dst not in self.view.locals and all(each.target() != lookup.index for each in self.view.words)

    def _classes_of(self, word: Word, instance: Value) -> list[int]:
        """The versions of the classes that the first argument of a method most likely has."""
        origin = instance.origin
        if origin is not None and origin.name in ("guard_class", "guard_classes"):
            return [int(version) for version in dict.fromkeys(origin.immediates)]
        if origin is not None and origin.name in ("new_instance", "new_exception"):
            made = origin.operands[0].origin
            return [int(made.immediates[0])] if made is not None and made.name in MADE_OF else []
        if 0 < len(self.view.classes) <= MOST_CLASSES:
            return list(self.view.classes)
        seen = self.calls.callees.operands(self.view.code, word.index % LEVEL)
        return [seen[0]] if seen is not None else []

    def idle_call(self, word: Word, callee: Value | None, arguments: int) -> bool:
        """A call of object.__init__ without arguments, which does nothing; whether it is one."""
        if arguments or callee not in self.idle:
            return False
        self.end_window(word)
        self.write_borrowed(word.operands[0], self.op("none"))
        return True


OBJECT_INIT = object.__init__
