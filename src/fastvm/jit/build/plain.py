"""Instructions on objects of the host's types that no other form is for, whichever these types are.

Where neither the interpreter nor the values' types tell what an instruction works on, the core's function for it would
do, with all locals shown and everything forgotten that is known of memory. But most such objects are numbers too large
for a register, text, and containers of those, on which the host runs no Python code. So the operation is tried
first: the core (vm_core/jit/operations.pxi, host/operators311.h) looks at the operands and does the work, or
says that it cannot, and the interpreter does the instruction. A place where it could not is remembered (`foreign`).
"""

from __future__ import annotations

from fastvm import _core
from fastvm.bytecode.instructions import EQUAL, GREATER, INPLACE, LESS, OPCODES, UNORDERED
from fastvm.bytecode.words import Word

from ..hir.graph import LEVEL, Value
from ..hir.types import BY_HOST_TYPE, OBJECT, UNBOXED_FORM
from ..records import replace
from .registers import EMPTY, RANGE
from .tuples import Tuples

#: The numbers of operations in the core's table.
OPERATIONS = {
    name: OPCODES[name] - OPCODES["ADD"]
    for name in "ADD SUB MUL TRUEDIV FLOORDIV MOD POW LSHIFT RSHIFT AND OR XOR".split()
}
#: Those that make an int of two.
CLOSED = frozenset("ADD SUB MUL FLOORDIV MOD LSHIFT RSHIFT AND OR XOR".split())
#: Those of them whose result is most likely as large as the larger operand.
GROWING = frozenset(OPERATIONS[name] for name in "ADD SUB MUL LSHIFT OR XOR".split())
#: Types of operands that need no Python code.
SEEN_TYPES = {
    type: BY_HOST_TYPE.get(type, type.__name__)
    for type in (int, float, bool, complex, str, bytes, list, tuple, dict, set, frozenset, slice)
}
#: Types that are no scalars: their operations make containers.
CONTAINERS = frozenset({"list", "tuple", "set", "frozenset", "dict"})
#: Those of which operations look at all items first, which takes longer than showing the locals.
SETS = frozenset({"set", "frozenset"})
#: The host's numbers of comparisons.
COMPARISONS = {
    LESS: 0,
    LESS | EQUAL: 1,
    EQUAL: 2,
    LESS | GREATER | UNORDERED: 3,
    GREATER: 4,
    GREATER | EQUAL: 5,
}
#: What instructions build.
BUILT = {
    "BUILD_TUPLE": "tuple",
    "BUILD_LIST": "list",
    "BUILD_SET": "set",
    "BUILD_MAP": "dict",
    "BUILD_CONST_MAP": "dict",
    "BUILD_STRING": "exact_str",
    "BUILD_SLICE": OBJECT,
}
#: Why such an operation leaves.
FOREIGN = "foreign"


class Plain(Tuples):
    """What is tried before an instruction is left to the core's function for it."""

    def may_be_plain(self, word: Word) -> bool:
        """Whether it has not failed at this place, and no object of a Python class, or of an extension's, was seen
        there."""
        if word.index in self.view.foreign:
            return False
        seen = self.calls.callees.operands(self.view.code, word.index % LEVEL)
        return seen is None or "" not in self._seen_types(word)

    def _seen_types(self, word: Word) -> tuple[str, str]:
        """The types that the operands of a binary instruction had in the interpreter, where it has remembered that; "":
        another than these."""
        seen = self.calls.callees.operands(self.view.code, word.index % LEVEL) or (0, 0)
        names = {_core.type_version(type): name for type, name in SEEN_TYPES.items()}
        names.pop(0, None)  # (that of types of which nothing has been looked up)
        return names.get(seen[0], ""), names.get(seen[1], "")

    def seen_kinds(self, word: Word) -> tuple[str | None, str | None]:
        """What kinds of numbers the operands of a binary instruction had in the interpreter, if one was complex."""
        left, right = self._seen_types(word)
        return UNBOXED_FORM.get(left), UNBOXED_FORM.get(right)

    def is_large(self, operand: int) -> bool:
        """Whether an operand most likely is an int that does not fit: the result of an operation on such."""
        value = self.state[operand].value if operand >= 0 else None
        origin = value.origin if value is not None else None
        return origin is not None and origin.name == "scalar_binary" and origin.immediates[1] in GROWING

    # --- Operators ------------------------------------------------------------------------------------------

    def plain_binary(self, word: Word) -> bool:
        """An operation on numbers, text or containers; whether it was built."""
        name = word.row.base or word.row.name
        dst, b, c = word.operands
        if name not in OPERATIONS or not self.may_be_plain(word):
            return False
        x, y = self.as_object(b), self.as_object(c)
        likely = {x.type, y.type, self.view.type_now(b), self.view.type_now(c)}
        seen = {type for object, type in zip((x, y), self._seen_types(word)) if object.type == OBJECT}
        if seen & SETS:
            return False
        likely |= seen
        number = OPERATIONS[name]
        if likely & CONTAINERS and not (name == "MOD" and "exact_str" in likely):
            if word.variant & INPLACE and x.type != "tuple":
                return False  # (a list or set would change itself)
            result = self.op("container_binary", x, y, imm=(number,), reason=FOREIGN)
            self._kill_operands(word, 1, 2)
            self.write_owned(dst, result)
            return True
        ints = x.type == y.type == "exact_int" and name in CLOSED
        result = self.op("scalar_binary", x, y, imm=("exact_int" if ints else OBJECT, number), reason=FOREIGN)
        self._kill_operands(word, 1, 2, scalars=True)
        self._write_scalar(dst, result)
        return True

    def plain_unary(self, word: Word) -> bool:
        dst, b, _ = word.operands
        name = word.row.base or word.row.name
        if name not in ("NEG", "POS", "INVERT") or not self.may_be_plain(word):
            return False
        result = self.op("scalar_unary", self.as_object(b), imm=(OPCODES[name],), reason=FOREIGN)
        self._kill_operands(word, 1, scalars=True)
        self._write_scalar(dst, result)
        return True

    def plain_comparison(self, word: Word, mask: int) -> Value | None:
        """The truth of a comparison, whose operands are killed; None: it has to be asked."""
        _, b, c = word.operands
        if not self.may_be_plain(word):
            return None
        result = self.op(
            "compare_plain", self.as_object(b), self.as_object(c), imm=(COMPARISONS[mask],), reason=FOREIGN
        )
        self._kill_operands(word, 1, 2)
        return result

    def _kill_operands(self, word: Word, *positions: int, scalars: bool = False) -> None:
        """Kill operands, which are known now to be scalars, or not."""
        for position in positions:
            operand = word.operands[position]
            if word.kills(position) and operand >= 0:
                if self.state[operand].kind == OBJECT and scalars:
                    self.state[operand] = replace(self.state[operand], inert=True)
                self.kill(operand)

    def _write_scalar(self, dst: int, object: Value) -> None:
        self.write_owned(dst, object)
        self.state[dst] = replace(self.state[dst], inert=True)

    # --- Subscripts -----------------------------------------------------------------------------------------

    def plain_getitem(self, word: Word) -> bool:
        dst, b, c = word.operands
        if not self.may_be_plain(word):
            return False
        result = self.op("item_of", self.as_object(b), self.as_object(c), reason=FOREIGN)
        self.kill_sources(word, 1, 2)
        self.write_owned(dst, result)
        return True

    def plain_setitem(self, word: Word) -> bool:
        a, b, c = word.operands
        if not self.may_be_plain(word):
            return False
        container, key, value = self.as_object(a), self.as_object(b), self.as_object(c)
        self.settle(looks=False)
        self.act("store_item", container, key, value, reason=FOREIGN)
        self.kill_sources(word, 2, 0, 1)  # (the host's order)
        return True

    def delete_item(self, word: Word) -> None:
        a, b, _ = word.operands
        if word.index in self.view.foreign:
            self.generic(word)
            return
        container, key = self.as_object(a), self.as_object(b)
        self.settle(looks=False)
        self.act("delete_item", container, key, reason=FOREIGN)
        self.kill_sources(word, 1, 0)

    # --- Text -------------------------------------------------------------------------------------------------

    def format(self, word: Word) -> None:
        """A field of an f-string."""
        dst, b, c = word.operands
        if word.index in self.view.foreign:
            self.generic(word)
            return
        value, spec = self.as_object(b), self.as_object(c)
        text = self.op("format", value, spec, imm=(word.variant,), reason=FOREIGN)
        self.kill_sources(word, 1, 2)
        self.write_owned(dst, text)

    # --- New containers -----------------------------------------------------------------------------------------

    def build(self, word: Word) -> None:
        """What is built of a window's registers."""
        name = word.row.name
        window = word.window(self.view.unit, self.view.const_sizes) or range(0)
        if word.index in self.view.foreign or not window:
            self.generic(word)
            return
        for register in window:
            if self.state[register].kind == RANGE:
                self.leave_range(register)
            self.show(register)
        imm = (BUILT[name], word.index, window.start, len(window))
        result = self.op("build", imm=imm, reason=FOREIGN)
        for register in window:
            self.state[register] = EMPTY
        self.write_owned(word.operands[0], result)

    def list_extend(self, word: Word) -> None:
        a, b, _ = word.operands
        list = self.typed(a, "list") if word.index not in self.view.foreign else None
        if list is None:
            self.generic(word)
            return
        other = self.as_object(b)
        self.act("list_extend", list, other, reason=FOREIGN)
        self.kill_sources(word, 1)

    def list_to_tuple(self, word: Word) -> None:
        dst, b, _ = word.operands
        list = self.typed(b, "list") if word.index not in self.view.foreign else None
        if list is None:
            self.generic(word)
            return
        result = self.op("tuple_of", list, reason=FOREIGN)
        self.kill_sources(word, 1)
        self.write_owned(dst, result)
