"""Arithmetic, comparisons, boxes."""

from __future__ import annotations

import _struct as struct

from fastvm.bytecode.instructions import EQUAL, GREATER, LESS, UNORDERED

from ..hir.graph import Op, Value
from . import layouts
from .lower import STATUS_LEFT, LowerBase, lowers

#: Ints up to here are exact as doubles.
EXACT = 1 << 53

INT_PREDICATES = {
    0: None,
    LESS: "slt",
    LESS | EQUAL: "sle",
    EQUAL: "eq",
    LESS | GREATER: "ne",
    GREATER: "sgt",
    GREATER | EQUAL: "sge",
}
_ALL = LESS | EQUAL | GREATER
DOUBLE_PREDICATES = {
    LESS: "olt",
    LESS | EQUAL: "ole",
    EQUAL: "oeq",
    LESS | GREATER: "one",
    GREATER: "ogt",
    GREATER | EQUAL: "oge",
    _ALL: "ord",
    UNORDERED: "uno",
    LESS | UNORDERED: "ult",
    LESS | EQUAL | UNORDERED: "ule",
    EQUAL | UNORDERED: "ueq",
    LESS | GREATER | UNORDERED: "une",
    GREATER | UNORDERED: "ugt",
    GREATER | EQUAL | UNORDERED: "uge",
}
SIMPLE = {
    "int_and": "and i64",
    "int_or": "or i64",
    "int_xor": "xor i64",
    "int_low_add": "add i64",
    "int_low_sub": "sub i64",
    "int_low_mul": "mul i64",
    "int_low_lshift": "shl i64",
    "int_wrap_add": "add nsw i64",
    "int_wrap_sub": "sub nsw i64",
    "int_wrap_mul": "mul nsw i64",
    "int_wrap_lshift": "shl nsw i64",
    "int_short_rshift": "ashr i64",
    "int_natural_div": "udiv i64",
    "int_natural_mod": "urem i64",
    "double_add": "fadd double",
    "double_sub": "fsub double",
    "double_mul": "fmul double",
    "or": "or i1",
    "and": "and i1",
}


def constant_of(value: Value) -> int | None:
    """An int constant's number."""
    origin = value.origin
    return int(origin.immediates[0]) if origin is not None and origin.name == "int" else None


class LowerNumbers(LowerBase):
    @lowers("int", "bool")
    def number(self, op: Op) -> None:
        self.define(op, str(op.immediates[0]))

    @lowers("double")
    def double(self, op: Op) -> None:
        bits = struct.unpack("=Q", struct.pack("=d", op.immediates[0]))[0]
        self.define(op, f"0x{bits:016X}")

    @lowers(*SIMPLE)
    def simple(self, op: Op) -> None:
        x, y = map(self.value, op.operands)
        self.define(op, self.out.let(f"{SIMPLE[op.name]} {x}, {y}"))

    @lowers("not")
    def negation(self, op: Op) -> None:
        self.define(op, self.out.let(f"xor i1 {self.value(op.operands[0])}, true"))

    @lowers("double_neg")
    def double_neg(self, op: Op) -> None:
        self.define(op, self.out.let(f"fneg double {self.value(op.operands[0])}"))

    @lowers("int_add", "int_sub", "int_mul")
    def overflowing(self, op: Op) -> None:
        x, y = map(self.value, op.operands)
        name = {"int_add": "sadd", "int_sub": "ssub", "int_mul": "smul"}[op.name]
        both = self.out.let(f"call {{i64, i1}} @llvm.{name}.with.overflow.i64(i64 {x}, i64 {y})")
        result = self.out.let(f"extractvalue {{i64, i1}} {both}, 0")
        self.exit_if(self.out.let(f"extractvalue {{i64, i1}} {both}, 1"), op)
        self.define(op, result)

    def _guard_divisor(self, op: Op) -> None:
        """Not zero, and not -1 (whose quotient may overflow)."""
        known = constant_of(op.operands[1])
        if known is not None and known not in (0, -1):
            return
        more = self.out.let(f"add i64 {self.value(op.operands[1])}, 1")
        self.exit_unless(self.out.let(f"icmp ugt i64 {more}, 1"), op)

    @lowers("int_floordiv")
    def floordiv(self, op: Op) -> None:
        self._guard_divisor(op)
        x, y = map(self.value, op.operands)
        known = constant_of(op.operands[1])
        if known is not None and known > 0 and known & (known - 1) == 0:
            self.define(op, self.out.let(f"ashr i64 {x}, {known.bit_length() - 1}"))
            return
        quotient = self.out.let(f"sdiv i64 {x}, {y}")
        less = self.out.let(f"sext i1 {self._rounds_down(x, y, quotient)} to i64")
        self.define(op, self.out.let(f"add i64 {quotient}, {less}"))

    def _rounds_down(self, x: str, y: str, quotient: str) -> str:
        """Whether the quotient was rounded towards zero and Python's is one less."""
        product = self.out.let(f"mul i64 {quotient}, {y}")
        rest = self.out.let(f"icmp ne i64 {product}, {x}")
        signs = self.out.let(f"xor i64 {x}, {y}")
        negative = self.out.let(f"icmp slt i64 {signs}, 0")
        return self.out.let(f"and i1 {rest}, {negative}")

    @lowers("int_mod")
    def mod(self, op: Op) -> None:
        self._guard_divisor(op)
        x, y = map(self.value, op.operands)
        known = constant_of(op.operands[1])
        if known is not None and known > 0 and known & (known - 1) == 0:
            self.define(op, self.out.let(f"and i64 {x}, {known - 1}"))
            return
        rest = self.out.let(f"srem i64 {x}, {y}")
        some = self.out.let(f"icmp ne i64 {rest}, 0")
        signs = self.out.let(f"xor i64 {rest}, {y}")
        negative = self.out.let(f"icmp slt i64 {signs}, 0")
        add = self.out.let(f"and i1 {some}, {negative}")
        more = self.out.let(f"select i1 {add}, i64 {y}, i64 0")
        self.define(op, self.out.let(f"add i64 {rest}, {more}"))

    @lowers("int_lshift")
    def lshift(self, op: Op) -> None:
        x, y = map(self.value, op.operands)
        self.exit_unless(self.out.let(f"icmp ult i64 {y}, 63"), op)
        result = self.out.let(f"shl i64 {x}, {y}")
        back = self.out.let(f"ashr i64 {result}, {y}")
        self.exit_unless(self.out.let(f"icmp eq i64 {back}, {x}"), op)
        self.define(op, result)

    @lowers("int_rshift")
    def rshift(self, op: Op) -> None:
        x, y = map(self.value, op.operands)
        self.exit_unless(self.out.let(f"icmp sge i64 {y}, 0"), op)
        large = self.out.let(f"icmp ugt i64 {y}, 63")
        distance = self.out.let(f"select i1 {large}, i64 63, i64 {y}")
        self.define(op, self.out.let(f"ashr i64 {x}, {distance}"))

    def _exact(self, op: Op, value: Value) -> str:
        """An int as a double, with an exit where that is not exact."""
        number = self.value(value)
        known = constant_of(value)
        if known is None or abs(known) > EXACT:
            more = self.out.let(f"add i64 {number}, {EXACT}")
            self.exit_unless(self.out.let(f"icmp ule i64 {more}, {2 * EXACT}"), op)
        return self.out.let(f"sitofp i64 {number} to double")

    @lowers("int_truediv")
    def int_truediv(self, op: Op) -> None:
        self.exit_unless(self.out.let(f"icmp ne i64 {self.value(op.operands[1])}, 0"), op)
        x, y = (self._exact(op, value) for value in op.operands)
        self.define(op, self.out.let(f"fdiv double {x}, {y}"))

    @lowers("int_to_double")
    def int_to_double(self, op: Op) -> None:
        self.define(op, self.out.let(f"sitofp i64 {self.value(op.operands[0])} to double"))

    @lowers("int_exact_double")
    def int_exact_double(self, op: Op) -> None:
        self.define(op, self._exact(op, op.operands[0]))

    @lowers("bool_to_int")
    def bool_to_int(self, op: Op) -> None:
        self.define(op, self.out.let(f"zext i1 {self.value(op.operands[0])} to i64"))

    @lowers("double_truediv")
    def double_truediv(self, op: Op) -> None:
        x, y = map(self.value, op.operands)
        self.exit_unless(self.out.let(f"fcmp une double {y}, 0x0000000000000000"), op)
        self.define(op, self.out.let(f"fdiv double {x}, {y}"))

    @lowers("double_pow")
    def double_pow(self, op: Op) -> None:
        x, y = map(self.value, op.operands)
        positive = self.out.let(f"fcmp ogt double {x}, 0x0000000000000000")
        zero = self.out.let(f"fcmp oeq double {x}, 0x0000000000000000")
        no_pole = self.out.let(f"fcmp ogt double {y}, 0x0000000000000000")
        good = self.out.let(f"or i1 {positive}, {self.out.let(f'and i1 {zero}, {no_pole}')}")
        square = self.out.let(f"fcmp oeq double {y}, 0x4000000000000000")
        self.exit_unless(self.out.let(f"or i1 {good}, {square}"), op)
        result = self.call("double", "pow", f"double {x}", f"double {y}")
        size = self.out.let(f"call double @llvm.fabs.f64(double {result})")
        self.exit_unless(self.out.let(f"fcmp olt double {size}, 0x7FF0000000000000"), op)
        self.define(op, result)

    @lowers("double_call")
    def double_call(self, op: Op) -> None:
        """The C library's function. The host raises where the result is not finite and the argument is."""
        x = self.value(op.operands[0])
        result = self.call("double", f"c_{op.immediates[0]}", f"double {x}")
        good = self.out.let(f"fcmp olt double {self._magnitude(result)}, 0x7FF0000000000000")
        limit = self.out.let(f"fcmp uge double {self._magnitude(x)}, 0x7FF0000000000000")
        # (Of an infinite argument the result is infinite too, or no number, which the host takes for an error.)
        nan = self.out.let(f"fcmp uno double {x}, {x}")
        infinite = self.out.let(f"fcmp oeq double {self._magnitude(result)}, 0x7FF0000000000000")
        at_limit = self.out.let(f"and i1 {limit}, {self.out.let(f'or i1 {nan}, {infinite}')}")
        self.exit_unless(self.out.let(f"or i1 {good}, {at_limit}"), op)
        self.define(op, result)

    def _magnitude(self, number: str) -> str:
        return self.out.let(f"call double @llvm.fabs.f64(double {number})")

    @lowers("compare_int")
    def compare_int(self, op: Op) -> None:
        x, y = map(self.value, op.operands)
        mask = int(op.immediates[0]) & _ALL
        if mask in (0, _ALL):
            self.define(op, str(int(mask == _ALL)))
        else:
            self.define(op, self.out.let(f"icmp {INT_PREDICATES[mask]} i64 {x}, {y}"))

    @lowers("compare_double")
    def compare_double(self, op: Op) -> None:
        x, y = map(self.value, op.operands)
        mask = int(op.immediates[0])
        if mask in (0, _ALL | UNORDERED):
            self.define(op, str(int(mask != 0)))
        else:
            self.define(op, self.out.let(f"fcmp {DOUBLE_PREDICATES[mask]} double {x}, {y}"))

    # --- Boxes ------------------------------------------------------------------------------------------

    @lowers("box_double", "box_complex")
    def box(self, op: Op) -> None:
        self.define(op, self.call("ptr", op.name, *map(self.typed, op.operands)))

    @lowers("box_int")
    def box_int(self, op: Op) -> None:
        value = self.value(op.operands[0])
        small, large, done = (self.out.new_label() for _ in range(3))
        self.out.do(f"br i1 {self.is_shared(value)}, label %{small}, label %{large}")
        self.out.begin(small)
        shared = self.shared_int(value)
        self.out.do(f"br label %{done}")
        self.out.begin(large)
        new = self.call("ptr", "box_int", f"i64 {value}")
        self.out.do(f"br label %{done}")
        self.out.begin(done)
        self.define(op, self.out.let(f"phi ptr [ {shared}, %{small} ], [ {new}, %{large} ]"))

    def is_shared(self, number: str) -> str:
        """Whether the host shares one object of this int."""
        place = self.out.let(f"add i64 {number}, {-layouts.LEAST_SHARED}")
        return self.out.let(f"icmp ult i64 {place}, {layouts.MOST_SHARED - layouts.LEAST_SHARED + 1}")

    def shared_int(self, number: str) -> str:
        """That object, a new reference."""
        place = self.out.let(f"add i64 {number}, {-layouts.LEAST_SHARED}")
        offset = self.out.let(f"mul i64 {place}, {layouts.INT_SIZE}")
        object = self.out.let(f"getelementptr i8, ptr {self.table('shared_ints')}, i64 {offset}")
        self.increment(object)
        return object

    @lowers("complex_real", "complex_imag")
    def complex_part(self, op: Op) -> None:
        offset = layouts.COMPLEX_REAL if op.name == "complex_real" else layouts.COMPLEX_IMAG
        self.define(op, self.load("double", self.value(op.operands[0]), offset))

    @lowers("complex_abs")
    def complex_abs(self, op: Op) -> None:
        result = self.call("double", "hypot", *map(self.typed, op.operands))
        # (Infinite or not a number as soon as one of the parts is.)
        self.exit_unless(self.out.let(f"fcmp olt double {result}, 0x7FF0000000000000"), op)
        self.define(op, result)

    @lowers("box_bool")
    def box_bool(self, op: Op) -> None:
        value = self.value(op.operands[0])
        result = self.out.let(f"select i1 {value}, ptr {self.table('True')}, ptr {self.table('False')}")
        self.increment(result)
        self.define(op, result)

    def increment(self, pointer: str) -> None:
        count = self.load("i64", pointer, layouts.REFCOUNT)
        self.store(f"i64 {self.out.let(f'add i64 {count}, 1')}", pointer, layouts.REFCOUNT)

    @lowers("unbox_double")
    def unbox_double(self, op: Op) -> None:
        self.define(op, self.unboxed_double(op, self.value(op.operands[0])))

    def unboxed_double(self, op: Op, object: str) -> str:
        self.guard_exact(op, object, "PyFloat_Type")
        return self.load("double", object, layouts.FLOAT_VALUE)

    def guard_exact(self, op: Op, object: str, symbol: str) -> None:
        type = self.load("ptr", object, layouts.TYPE)
        self.exit_unless(self.out.let(f"icmp eq ptr {type}, {self.table(symbol)}"), op)

    @lowers("unbox_bool")
    def unbox_bool(self, op: Op) -> None:
        object = self.value(op.operands[0])
        true = self.out.let(f"icmp eq ptr {object}, {self.table('True')}")
        false = self.out.let(f"icmp eq ptr {object}, {self.table('False')}")
        self.exit_unless(self.out.let(f"or i1 {true}, {false}"), op)
        self.define(op, true)

    @lowers("unbox_int")
    def unbox_int(self, op: Op) -> None:
        self.define(op, self.unboxed_int(op, self.value(op.operands[0])))

    def unboxed_int(self, op: Op, object: str) -> str:
        """One digit in line, more by the core."""
        assert op.state is not None
        self.guard_exact(op, object, "PyLong_Type")
        size = self.load("i64", object, layouts.SIZE)
        more = self.out.let(f"add i64 {size}, 1")
        small = self.out.let(f"icmp ult i64 {more}, 3")
        easy, hard, unboxed, done = (self.out.new_label() for _ in range(4))
        self.out.do(f"br i1 {small}, label %{easy}, label %{hard}, !prof !0")
        self.out.begin(easy)
        digit = self.load("i32", object, layouts.INT_DIGITS)
        wide = self.out.let(f"zext i32 {digit} to i64")
        quick = self.out.let(f"mul i64 {wide}, {size}")
        self.out.do(f"br label %{done}")
        self.out.begin(hard)
        fits = self.call("i64", "unbox_int", f"ptr {object}", "ptr %values")
        good = self.out.let(f"icmp ne i64 {fits}, 0")
        exit = self.exit_label(op.state, STATUS_LEFT)
        self.out.do(f"br i1 {good}, label %{unboxed}, label %{exit}, !prof !0")
        self.out.begin(unboxed)
        slow = self.out.let("load i64, ptr %values")
        self.out.do(f"br label %{done}")
        self.out.begin(done)
        return self.out.let(f"phi i64 [ {quick}, %{easy} ], [ {slow}, %{unboxed} ]")
