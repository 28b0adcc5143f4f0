"""Operators and properties whose method is a function of the engine: inlined like calls, or called directly.

The interpreter remembers the types of an instruction's operands when one is of a Python class. The method is what that
class has at its version; a guard of the version stands for it. The operands stay in the caller's registers until the
method has returned, so its parameters borrow them. Where code leaves inside the method, the frame is marked, and the
loop finishes the instruction when it returns (vm_core/operators.pxi). After a direct call native code does: what the
host tries where a method returns NotImplemented is done by the core, in code that is hardly ever reached.
"""

from __future__ import annotations

from fastvm import _core
from fastvm.bytecode.instructions import EQUAL, GREATER, INPLACE, LESS, SRC, UNORDERED
from fastvm.bytecode.words import Word

from ..hir.graph import LEVEL, Target, Value
from ..hir.types import BY_HOST_TYPE, GUARDED, OBJECT, UNBOXED_FORM
from ..llvm.layouts import FRAME_OPERATOR
from ..records import replace
from .binding import Site, takes
from .direct_calls import DirectCalls
from .emitter import Unsupported
from .inlining import CONDITION, RESULT
from .registers import NULL, NUMBERS, RANGE, UNBOXED, VIRTUAL, Register

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..callees import Callee

#: By instruction: what its methods are called after their underscores.
BINARY = {
    "ADD": "add",
    "SUB": "sub",
    "MUL": "mul",
    "TRUEDIV": "truediv",
    "FLOORDIV": "floordiv",
    "MOD": "mod",
    "POW": "pow",
    "MATMUL": "matmul",
    "LSHIFT": "lshift",
    "RSHIFT": "rshift",
    "AND": "and",
    "OR": "or",
    "XOR": "xor",
}
COMPARISONS = {
    LESS: "__lt__",
    LESS | EQUAL: "__le__",
    EQUAL: "__eq__",
    LESS | GREATER | UNORDERED: "__ne__",
    GREATER: "__gt__",
    GREATER | EQUAL: "__ge__",
}
ALL_ORDERINGS = LESS | EQUAL | GREATER | UNORDERED
#: Builtin types whose operators, and those whose comparisons, know nothing of Python classes. (Strings are no operands
#: of the first kind: they can be repeated, and `%` formats anything.)
UNRELATED = (int, float, bool, type(None))
UNRELATED_IN_ORDER = (*UNRELATED, str)


class Operators(DirectCalls):
    def operator(self, word: Word) -> bool:
        """An operator whose method is a function of the engine; whether it was built, in place or as a direct call."""
        if word.index in self.view.generic:
            return False
        seen = self.calls.callees.operands(self.view.code, word.index % LEVEL)
        if seen is None:
            return False
        name = word.row.base or word.row.name
        _, b, c = word.operands
        seen = self.state[b].version if self.is_virtual_instance(b) else seen[0], seen[1]
        if name in BINARY:
            return self._binary(word, BINARY[name], seen)
        if name in ("COMPARE", "JUMP_COMPARE"):
            return self.method(word, seen[0], COMPARISONS[word.variant & ALL_ORDERINGS], (b, c), seen[1])
        if name == "GETITEM":
            return self.method(word, seen[0], "__getitem__", (b, c))
        return name == "NEG" and self.method(word, seen[0], "__neg__", (b,))

    def _binary(self, word: Word, name: str, seen: tuple[int, int]) -> bool:
        _, b, c = word.operands
        inplace = f"__i{name}__" if word.variant & INPLACE else ""
        if inplace and name != "pow" and self.method(word, seen[0], inplace, (b, c)):
            return True
        if self._builtin(b, seen[0], UNRELATED) is not None:
            # The left operand's own operator gives NotImplemented.
            return self.method(word, seen[1], f"__r{name}__", (c, b), seen[0])
        return self.method(word, seen[0], f"__{name}__", (b, c), seen[1], inplace)

    def _builtin(self, operand: int, version: int, types: tuple[type, ...]) -> str | None:
        """The HIR type of an operand that is, or was, of one of some builtin types."""
        names = {BY_HOST_TYPE[type]: _core.type_version(type) for type in types}
        kind = self.known_kind(operand)
        if kind is not None:
            return next((exact for exact in names if UNBOXED_FORM.get(exact) == kind), None)
        if self.is_virtual_instance(operand):
            return None
        type = self.as_object(operand).type
        if type in names:
            return type
        if type != OBJECT or version == 0:
            return None
        return next((name for name, known in names.items() if known == version), None)

    def method(
        self,
        word: Word,
        version: int,
        name: str,
        operands: tuple[int, ...],
        other: int | None = None,
        without: str = "",
    ) -> bool:
        """Call a method of the class of this version on operands, the first of which is its instance. `other`: the
        version of the second one's type, where that matters; `without`: a method that would come before it."""
        found = self.calls.callees.method(version, name, without)
        first, second = operands[0], operands[-1]
        if found is None or not takes(found[1][0], len(operands)) or not self._is_object(first):
            return False
        view = self._view_of(word, found[1]) if self._may_inline(word) else None
        if view is None and not (self._gives_result(word) and self.is_called_directly(found[1])):
            return False
        types = UNRELATED if (word.row.base or word.row.name) in BINARY else UNRELATED_IN_ORDER
        if other is not None and not self._unrelated(version, second, other, types):
            return False
        instance = self.evidence(first, version)
        function = self.op("class_attribute", instance, imm=(self.known(found[0]),))
        if view is None:
            self._call_method(word, found[1], operands, function)
            return True
        self.act("guard_function", function, imm=(view.level,))  # (it may be given other code)
        self.act("guard_call", imm=(len(self.active),))
        view.classes = (version,)
        frame = self._enter_frame(word, view, FRAME_OPERATOR)
        for number, operand in enumerate(operands):
            self._lend(operand, view.base + number)
        self.state[frame.function] = Register(OBJECT, function, True)
        self._build_callee(word, view)
        return True

    # --- Direct calls ---------------------------------------------------------------------------------------

    def _gives_result(self, word: Word) -> bool:
        """Whether what the method returns is what the instruction gives."""
        name = word.row.base or word.row.name
        return name in BINARY or name in ("COMPARE", "GETITEM", "NEG")

    def _call_method(self, word: Word, callee: Callee, operands: tuple[int, ...], function: Value) -> None:
        """A direct call of an operator's method. The operands stay in the caller's registers meanwhile."""
        which = self.direct_frame(word, callee)
        frame = self.function.frames[which[0]]
        self.act("guard_unit", function, imm=which)
        self.act("guard_call", imm=(0,))
        lent = [Register(OBJECT, self.as_object(operand), True) for operand in operands]
        self._show_all_but([], self._handler_of(word) is None)
        kinds = self._fill_parameters(frame, callee, Site(-1, ()), [*lent], frame.base, {})
        self.act("incref", function)
        self.act("put_new", function, imm=(frame.function,))
        self._finish_call(word, frame, self._wanted(word), kinds)

    def _go_behind(self, word: Word, result: Value) -> None:
        if not self._gives_result(word):
            super()._go_behind(word, result)
            return
        object = self.op("result_object", result)
        edges = []
        if (word.row.base or word.row.name) not in ("GETITEM", "NEG"):
            same = self.op("is", object, self.op("builtin", imm=("NotImplemented",)))
            refused, computed = self.function.new_block(), self.function.new_block()
            self.function.add(self.block, "branch", [same], targets=[Target(refused), Target(computed)])
            state = self.state
            self.block, self.state = refused, list(state)
            self.act("release", object)
            self.generic_rest(word)
            edges.append((self.block, self.state))
            self.block, self.state = computed, list(state)
        self.kill_operands(word)
        self.write_owned(word.operands[0], object)
        self._go_on(word, [*edges, (self.block, self.state)])

    def _end_call(self, word: Word) -> None:
        if self._gives_result(word):
            self.kill_operands(word)

    def operator_result(self, word: Word, call: Word) -> tuple[int, Value | None]:
        operand = word.operands[0]
        name = call.row.base or call.row.name
        if word.index in self.view.generic:
            raise Unsupported("an operator's result is not always usable")
        if name == "JUMP_COMPARE":
            condition = self.truth(word, operand)
            if condition is None:
                raise Unsupported("the truth of a comparison's result has to be asked")
            return CONDITION, condition
        if name not in ("GETITEM", "NEG") and not self.is_virtual(operand) and self.known_kind(operand) is None:
            object = self.as_object(operand)
            made = object.origin is not None and object.origin.name.startswith("new_")
            if object.type == OBJECT and not made:
                same = self.op("is", object, self.op("builtin", imm=("NotImplemented",)))
                self.act("guard", self.op("not", same))
        return RESULT, None

    def kill_operands(self, call: Word) -> None:
        self.kill_sources(call, *(place for place in (1, 2) if call.roles[place] == SRC))

    def _is_object(self, operand: int) -> bool:
        """Whether an operand may be of a Python class."""
        if self.is_virtual(operand):
            return self.is_virtual_instance(operand)
        return self.known_kind(operand) is None and self.as_object(operand).type in (OBJECT, GUARDED)

    def _unrelated(self, version: int, operand: int, other: int, types: tuple[type, ...]) -> bool:
        """Guard that the second operand is of the first one's class, or of a builtin type that leaves the operator to
        it."""
        type = self._builtin(operand, other, types)
        if type is None:
            if self.is_virtual_instance(operand):
                return self.state[operand].version == version
            if other != version or not self._is_object(operand):
                return False
            self.op("guard_class", self.as_object(operand), imm=(version,))
            return True
        if type in UNBOXED_FORM:
            return self.unboxed(operand, UNBOXED_FORM[type]) is not None
        if type == "none":
            if self.as_object(operand).type != "none":
                self.act("guard_const", self.as_object(operand), self.op("none"))
            return True
        return self.typed(operand, type) is not None

    def _lend(self, operand: int, target: int) -> None:
        """Let a parameter show an operand, which its own register goes on holding."""
        if operand < 0:
            number = self.constant_number(operand)
            self.state[target] = Register(OBJECT, self.constant_object(operand), True, view=number)
            return
        if self.state[operand].kind == RANGE:
            self.leave_range(operand)
        known = self.state[operand]
        assert known.kind != NULL
        if known.kind in (*UNBOXED, VIRTUAL) and known.fresh is True:
            self.state[target] = replace(known, unbound=False)
            return
        view = known.value if known.kind in NUMBERS else known.view
        self.state[target] = Register(OBJECT, self.as_object(operand), True, view=view)

    def property(self, word: Word) -> bool:
        """GETATTR of a property; whether it was built in place."""
        _, b, c = word.operands
        if not self._may_inline(word) or b < 0:
            return False
        version = self.view.attribute_cache(word).version
        name = self.view.constant(c)
        assert isinstance(name, str)
        found = self.calls.callees.property(version, name)
        if found is None or not takes(found[1][0], 1) or not self._is_object(b):
            return False
        view = self._view_of(word, found[1])
        if view is None:
            return False
        instance = self.evidence(b, version)
        property = self.op("class_attribute", instance, imm=(self.known(found[0]),))
        # (A property may be given another getter, which the version does not tell.)
        getter = self.op("property_getter", property)
        self.act("guard_bound", getter)
        self.act("guard_function", getter, imm=(view.level,))
        self.act("guard_call", imm=(len(self.active),))
        view.classes = (version,)
        frame = self._enter_frame(word, view)
        if word.kills(1):
            self.pass_register(b, view.base)
        else:
            self._lend(b, view.base)
        self.state[frame.function] = Register(OBJECT, getter, True)
        self._build_callee(word, view)
        return True
