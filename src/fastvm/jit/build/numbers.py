"""Arithmetic and comparison. What the operands are known to be decides first; then what the interpreter has seen.

A form that does not fit falls back to the instruction as it is (`generic`), which is what the interpreter does too.
"""

from __future__ import annotations

from fastvm.bytecode.instructions import BRANCH_ON_TRUE, EQUAL, GREATER, LESS, UNORDERED
from fastvm.bytecode.words import Word

from ..hir.graph import Value
from ..hir.types import BOOL, COMPLEX, DOUBLE, INT, UNBOXED_FORM
from .tuple_comparisons import TupleComparisons

INT_OPS = {
    "ADD": "int_add",
    "SUB": "int_sub",
    "MUL": "int_mul",
    "FLOORDIV": "int_floordiv",
    "MOD": "int_mod",
    "LSHIFT": "int_lshift",
    "RSHIFT": "int_rshift",
    "AND": "int_and",
    "OR": "int_or",
    "XOR": "int_xor",
    "TRUEDIV": "int_truediv",
}
DOUBLE_OPS = {
    "ADD": "double_add",
    "SUB": "double_sub",
    "MUL": "double_mul",
    "TRUEDIV": "double_truediv",
    "POW": "double_pow",
}
ALL_ORDERINGS = LESS | EQUAL | GREATER | UNORDERED


class Numbers(TupleComparisons):
    """Binary and unary operations, comparisons."""

    def binary(self, word: Word) -> None:
        name = word.row.base or word.row.name
        dst, b, c = word.operands
        if word.row.name == "ADD_STR" and word.index not in self.view.generic:
            self.add_str(word)
            return
        form = self._form(word, b, c)
        result: Value | None = None
        if form == INT and name in INT_OPS:
            x, y = self.integer(b), self.integer(c)
            if x is not None and y is not None:
                result = self.op(INT_OPS[name], x, y)
        elif form == COMPLEX:
            self._complex_binary(word, name)
            return
        elif form == DOUBLE and name in DOUBLE_OPS:
            x, y = self.double(b, c), self.double(c, b)
            if x is not None and y is not None:
                result = self.op(DOUBLE_OPS[name], x, y)
        if result is None:
            if not self.operator(word) and not self.plain_binary(word):
                self.generic(word)
            return
        self.kill_sources(word, 1, 2)
        self.write_number(dst, result)

    def _form(self, word: Word, b: int, c: int) -> str | None:
        """INT, DOUBLE, COMPLEX, or None: none is likely."""
        kinds = (self.known_kind(b), self.known_kind(c))
        name = word.row.base or word.row.name
        if self.is_large(b) or self.is_large(c):
            return None
        if kinds == (INT, INT):
            return INT if word.index not in self.view.generic else None
        likely = self._likely_kinds(word, kinds)
        if COMPLEX in likely:
            # (A quotient is simple where the divisor is real.)
            fits = name in ("ADD", "SUB", "MUL") or (name == "TRUEDIV" and likely[1] in (INT, DOUBLE))
            sure = None not in kinds or word.index not in self.view.generic
            return COMPLEX if fits and sure and BOOL not in likely else None
        if word.index in self.view.generic:
            # Only these on doubles cannot fail.
            safe = kinds == (DOUBLE, DOUBLE) and name in ("ADD", "SUB", "MUL")
            return DOUBLE if safe else None
        if BOOL in kinds:
            # A bool beside an int is one; what is beside a bool is likely an int. (Two bools have a bool as `&`.)
            of_two = kinds != (BOOL, BOOL) or name in ("ADD", "SUB", "MUL")
            return INT if of_two and DOUBLE not in kinds and name != "TRUEDIV" else None
        if DOUBLE in kinds and set(kinds) <= {INT, DOUBLE, None}:
            if None not in kinds or word.row.name.endswith("_FLOAT"):
                return DOUBLE
        suffix = word.row.name.rpartition("_")[2]
        return {"INT": INT, "FLOAT": DOUBLE}.get(suffix)

    def _likely_kinds(self, word: Word, kinds: tuple[str | None, str | None]) -> tuple[str | None, str | None]:
        """What the operands most likely are if one is complex: the interpreter has no forms for that."""
        if None not in kinds or word.row.base is not None or word.index in self.view.generic:
            return kinds
        seen = self.seen_kinds(word)
        if COMPLEX not in (*kinds, *seen):
            left, right = (UNBOXED_FORM.get(self.view.type_now(operand) or "") for operand in word.operands[1:])
            seen = left, right
        likely = kinds[0] or seen[0], kinds[1] or seen[1]
        return likely if COMPLEX in likely else kinds

    def _complex_binary(self, word: Word, name: str) -> None:
        """As the host does it: a real operand is a complex one with the imaginary part 0.0."""
        dst, b, c = word.operands
        for operand, kind in zip((b, c), self._likely_kinds(word, (self.known_kind(b), self.known_kind(c)))):
            if kind in (INT, DOUBLE) and self.known_kind(operand) is None:
                self.unboxed(operand, kind)
        x = self.complex_parts(b)
        y = self.complex_parts(c) if x is not None else None
        if x is None or y is None:
            self.generic(word)
            return
        (a, b_), (c_, d) = x, y
        if name == "MUL":
            real = self.op("double_sub", self.op("double_mul", a, c_), self.op("double_mul", b_, d))
            imag = self.op("double_add", self.op("double_mul", a, d), self.op("double_mul", b_, c_))
        elif name == "TRUEDIV":
            # (The host's order of steps, with `d` being 0.0; the first one leaves where the divisor is 0.)
            ratio = self.op("double_truediv", d, c_)
            whole = self.op("double_add", c_, self.op("double_mul", d, ratio))
            real = self.op("double_truediv", self.op("double_add", a, self.op("double_mul", b_, ratio)), whole)
            imag = self.op("double_truediv", self.op("double_sub", b_, self.op("double_mul", a, ratio)), whole)
        else:
            real, imag = (self.op(DOUBLE_OPS[name], *pair) for pair in ((a, c_), (b_, d)))
        self.kill_sources(word, 1, 2)
        self.write_complex(dst, real, imag)

    def fits(self, operand: int) -> bool:
        """Whether an operand's number is known, so that there is nothing to guard."""
        if operand < 0:
            return self.constant_number(operand) is not None
        return self.state[operand].is_number or self.state[operand].view is not None

    def integer(self, operand: int) -> Value | None:
        """An operand of an operation on ints: an int or a bool."""
        if self.known_kind(operand) == BOOL:
            number = self.unboxed(operand, BOOL)
            return self.op("bool_to_int", number) if number is not None else None
        return self.unboxed(operand, INT)

    def double(self, operand: int, other: int) -> Value | None:
        """An operand of an operation on floats as a double: a float, or an int beside a float."""
        kind = self.known_kind(operand)
        if kind == DOUBLE:
            return self.unboxed(operand, DOUBLE)
        if kind == INT:
            if self.known_kind(other) == INT:
                return None
            number = self.unboxed(operand, INT)
            return self.op("int_exact_double", number) if number is not None else None
        if kind is not None:
            return None
        return self.unboxed(operand, DOUBLE)

    def unary(self, word: Word) -> None:
        name = word.row.name
        dst, b, _ = word.operands
        kind = self.known_kind(b) if word.index not in self.view.generic else None
        if kind == COMPLEX and name == "NEG" and (parts := self.complex_parts(b)) is not None:
            real, imag = (self.op("double_neg", part) for part in parts)
            self.kill_sources(word, 1)
            self.write_complex(dst, real, imag)
            return
        value = self.unboxed(b, kind) if kind in (INT, DOUBLE) else None
        if value is None or name == "POS":
            if not self.operator(word) and not self.plain_unary(word):
                self.generic(word)
            return
        if name == "NEG":
            result = self.op("int_sub", self.constant("int", 0), value) if kind == INT else self.op("double_neg", value)
        elif name == "INVERT" and kind == INT:
            result = self.op("int_xor", value, self.constant("int", -1))
        else:
            self.generic(word)
            return
        self.kill_sources(word, 1)
        self.write_number(dst, result)

    def negation(self, word: Word) -> None:
        dst, b, _ = word.operands
        value = self.truth(word, b)
        if value is None:
            self.generic(word)
            return
        self.kill_sources(word, 1)
        self.write_number(dst, self.op("not", value))

    def truth(self, word: Word, operand: int) -> Value | None:
        """Whether an operand is true, where finding out runs nothing; None: it has to be asked."""
        size = self.packed_size(operand)
        if size is not None:
            return self.constant("bool", int(size > 0))
        kind = self.known_kind(operand)
        if kind == BOOL:
            return self.unboxed(operand, BOOL)
        if kind is not None and operand >= 0 and self.state[operand].is_number:
            value = self.unboxed(operand, kind)
            assert value is not None
            if kind == INT:
                return self.op("compare_int", value, self.constant("int", 0), imm=(LESS | GREATER,))
            return self.op("compare_double", value, self.constant("double", 0.0), imm=(ALL_ORDERINGS & ~EQUAL,))
        if word.index in self.view.generic:
            return None
        return self.op("truth", self.as_object(operand))

    def comparison(self, word: Word, b: int, c: int, mask: int) -> Value | None:
        """The truth of a comparison of numbers, text or virtual tuples, or None."""
        result = self.compare_tuples(word, b, c, mask)
        if result is not None:
            return result
        generic = word.index in self.view.generic or self.is_large(b) or self.is_large(c)
        kinds = (self.known_kind(b), self.known_kind(c))
        seen = word.row.name.rpartition("_")[2]
        if seen == "STR" and not generic:
            s = self.typed(b, "exact_str")
            t = self.typed(c, "exact_str") if s is not None else None
            if s is None or t is None:
                return None
            if mask not in (EQUAL, ALL_ORDERINGS & ~EQUAL):
                return self.op("compare_int", self.op("str_order", s, t), self.constant("int", 0), imm=(mask,))
            equal = self.op("str_equal", s, t)
            return equal if mask == EQUAL else self.op("not", equal)
        sure = not generic or (self.fits(b) and self.fits(c))
        if (kinds == (INT, INT) and sure) or (seen == "INT" and not generic and set(kinds) <= {INT, None}):
            x, y = self.unboxed(b, INT), self.unboxed(c, INT)
            if x is not None and y is not None:
                return self.op("compare_int", x, y, imm=(mask,))
        elif kinds == (DOUBLE, DOUBLE) or (not generic and set(kinds) <= {INT, DOUBLE, None}):
            if kinds == (DOUBLE, DOUBLE) or (seen == "FLOAT") or (DOUBLE in kinds and None not in kinds):
                x, y = self.double(b, c), self.double(c, b)
                if x is not None and y is not None:
                    return self.op("compare_double", x, y, imm=(mask,))
        return None

    def compare(self, word: Word) -> None:
        dst, b, c = word.operands
        result = self.comparison(word, b, c, word.variant & ALL_ORDERINGS)
        if result is not None:
            self.kill_sources(word, 1, 2)
        elif self.operator(word):
            return
        else:
            result = self.plain_comparison(word, word.variant & ALL_ORDERINGS)
        if result is None:
            self.generic(word)
        else:
            self.write_number(dst, result)

    def jump_compare(self, word: Word) -> None:
        _, b, c = word.operands
        target = word.target()
        assert target is not None
        result = self.comparison(word, b, c, word.variant & ALL_ORDERINGS)
        if result is not None:
            self.kill_sources(word, 1, 2)
            self.branch_on(word, result)
        elif not self.operator(word):
            result = self.plain_comparison(word, word.variant & ALL_ORDERINGS)
            if result is not None:
                self.branch_on(word, result)
            else:
                self.branch(self.generic_branch(word), target, word.end)

    def branch_on(self, word: Word, result: Value) -> None:
        """Jump, or do not, as the comparison's result says."""
        target = word.target()
        assert target is not None
        if word.variant & BRANCH_ON_TRUE:
            self.branch(result, target, word.end)
        else:
            self.branch(result, word.end, target)
