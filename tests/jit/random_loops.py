"""Random programs of the kind that the passes are about: loops over ints near the ends of 64 bits, floats, lists,
identity, and what is raised and caught in them.

Each function is called several times with arguments of changing types, so that guards in and in front of loops fail;
what it leaves in its locals, and what it raises where, is printed.
"""

from __future__ import annotations

import random

INTS = ("0", "1", "2", "-1", "3", "7", "255", "257", "1000", "2**31", "2**62", "-2**62", "2**63-1", "-2**63", "2**64")
FLOATS = ("0.0", "-0.0", "1.0", "0.5", "2.0", "1e300", "float('inf')", "float('nan')", "3", "1+2j", "-0.5j")
LISTS = (
    "[0] * 8",
    "[1.5] * 8",
    "list(range(10))",
    "[1, 2.0, True, None, 'x', 5, 6, 7]",
    "[[1, 2], [3.0, 4]] * 4",
    "[]",
    "bytearray(range(250, 256)) * 2",
    "bytes(9)",
    "[1j, 2.5, 3+1j, 0.25, -1j, 2, 1, 0]",
)
#: What the programs begin with.
PRELUDE = """
def cut(value):
    return value if not isinstance(value, int) or abs(value) < 2**200 else 'big'
def put(value):
    global MASK
    MASK = value
def half(a, b):
    return (a >> 1 ^ b) & MASK
def both(x, y):
    t = x * 0.5
    return t + y
class Odd(Exception):
    pass
def even(value):
    kept = value
    if kept % 2 != 0:
        raise Odd(kept)
    return kept
def mended(value):
    try:
        return even(value)
    except Odd:
        return value + 1
    finally:
        value = None
class Forgiving:
    def __init__(self, number):
        self.number = number
    def __enter__(self):
        return self.number
    def __exit__(self, kind, error, trace):
        return kind is not None and issubclass(kind, ArithmeticError)
def handled():
    import sys
    return type(sys.exc_info()[1]).__name__
def chain(error):
    found = []
    while error is not None and len(found) < 4:
        places, trace = [], error.__traceback__
        while trace is not None:
            places.append(trace.tb_lineno - trace.tb_frame.f_code.co_firstlineno)
            trace = trace.tb_next
        found.append((type(error).__name__, places))
        error = error.__context__
    return found
"""
ERRORS = ("Odd", "ZeroDivisionError", "(IndexError, TypeError)", "OverflowError", "Exception", "(Odd, ArithmeticError)")


class Writer:
    """Writes one function."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.lines: list[str] = []
        self.loops = 0

    def pick(self, *options: str) -> str:
        return self.rng.choice(options)

    def line(self, depth: int, text: str) -> None:
        self.lines.append("    " * depth + text)

    def number(self) -> str:
        """An operand."""
        return self.pick("i", "j", "n", "a", "b", "t", "x", "y", "1", "2", "3", "-1", "1000", "255", "0.5", "2.0")

    def index(self) -> str:
        return self.pick("0", "1", "-1", "-2", "i", "j", "i - 1", "i & 7", "a & 3", "j % 5", "-j", "n")

    def expression(self, depth: int = 0) -> str:
        kind = self.rng.randrange(15)
        if kind < 6 and depth < 3:
            operator = self.pick("+", "+", "+", "-", "-", "*", "*", "//", "%", "/", "&", "|", "^")
            return f"({self.expression(depth + 1)} {operator} {self.expression(depth + 1)})"
        if kind == 6:
            return f"({self.number()} {self.pick('<<', '>>')} {self.pick('1', '3', '31', '62', 'i', 'j & 7')})"
        if kind == 7:
            return f"l[{self.index()}]"
        if kind == 8:
            return f"({self.number()} & {self.pick('7', '255', '0xFFFFFFFF', '2**40-1')})"
        if kind == 9:
            return self.pick("-", "-", "~", "not ") + self.number()
        if kind == 10:
            return f"{self.pick('max', 'min')}({self.number()}, {self.pick(self.number(), f'l[{self.index()}]')})"
        if kind == 11:
            if self.rng.randrange(3) == 0:
                return self.pick("even(i)", "even(a)", "mended(j)", "mended(b)", "even(j) + mended(i)")
            return self.pick("half(a, b)", "half(i, 77)", "both(x, y)", "both(y, 0.25)", "abs(x)", "MASK", "i & MASK")
        if kind == 12:
            return f"({self.number()} {self.pick('<', '==', '!=')} {self.number()})"
        return self.number()

    def condition(self) -> str:
        if self.rng.randrange(4) == 0:
            return f"{self.pick('a', 'x', 'y', 't', 'l[0]')} is {self.pick('a', 'b', 'y', 'x', 'None')}"
        return f"{self.expression(2)} {self.pick('<', '<=', '>', '==', '!=')} {self.expression(2)}"

    def statement(self, depth: int) -> None:
        kind = self.rng.randrange(20)
        name = self.pick("a", "b", "t", "x", "y")
        if kind < 5:
            self.line(depth, f"{name} = {self.expression()}")
        elif kind < 8:
            self.line(depth, f"{name} {self.pick('+', '-', '*', '^', '&')}= {self.expression(1)}")
        elif kind < 10:
            self.line(depth, f"l[{self.index()}] = {self.expression(1)}")
        elif kind == 10:
            self.line(depth, f"{name} = {self.pick('a', 'b', 'x', 'y', 'l', 'l[0]', '1000', '0.25', 'None')}")
        elif kind == 11:
            self.line(depth, f"if {self.condition()}:")
            self.block(depth + 1)
            if self.rng.randrange(2):
                self.line(depth, "else:")
                self.block(depth + 1)
        elif kind == 12 and self.loops < 4 and depth < 5:
            self.loop(depth)
        elif kind == 13:
            self.line(depth, f"if {self.condition()}: {self.pick('break', 'continue')}")
        elif kind == 14 and self.rng.randrange(4) == 0:
            self.line(depth, f"put({self.pick('255', 'i + 1000', '2**32 - 1', '2**64 - 1')})")
        elif kind == 14:
            self.line(depth, f"{name}, {self.pick('a', 'b')} = {self.expression(2)}, {self.expression(2)}")
        elif kind in (16, 17) and depth < 7:
            self.guarded(depth)
        elif kind == 18 and depth < 7:
            self.line(depth, f"with Forgiving({self.number()}) as {name}:")
            self.block(depth + 1)
        elif kind == 19:
            raising = f"if {self.condition()}: raise {self.pick('Odd(i)', 'IndexError')}"
            self.line(depth, self.pick("t = handled()", "even(i)", raising))
        else:
            self.line(depth, f"{name} = len(l)" if self.rng.randrange(2) else "t = x is y, a is b, a == b")

    def guarded(self, depth: int) -> None:
        """A try statement."""
        self.line(depth, "try:")
        self.block(depth + 1)
        clauses = self.rng.randrange(3)
        for _ in range(clauses):
            self.line(depth, f"except {self.pick(*ERRORS)}{self.pick('', ' as error')}:")
            self.block(depth + 1)
            if self.rng.randrange(6) == 0:
                self.line(depth + 1, "raise")
        if clauses and self.rng.randrange(3) == 0:
            self.line(depth, "else:")
            self.block(depth + 1)
        if not clauses or self.rng.randrange(3) == 0:
            self.line(depth, "finally:")
            self.block(depth + 1)

    def block(self, depth: int) -> None:
        for _ in range(self.rng.randint(1, 4)):
            self.statement(depth)

    def loop(self, depth: int) -> None:
        self.loops += 1
        if self.rng.randrange(6) == 0:
            pairs = self.pick("enumerate(l)", "enumerate(l, n)", "zip(l, l[1:])", "zip(l, range(n))", "zip(l, iter(l))")
            self.line(depth, f"for {self.pick('i', 'j')}, {self.pick('a', 'x')} in {pairs}:")
            if self.rng.randrange(2):
                self.line(depth + 1, "if len(l) > 60: break")
            self.block(depth + 1)
        elif self.rng.randrange(3):
            bounds = self.pick("n", "1, n", "n, 0, -1", "0, n, 2", "len(l)", "i, n", "j, n, i + 1", "a & 3, n, 3")
            self.line(depth, f"for {self.pick('i', 'j')} in range({bounds}):")
            self.block(depth + 1)
        else:
            counter = f"k{self.loops}"
            self.line(depth, f"{counter} = 0")
            self.line(depth, f"while {counter} < n:")
            self.line(depth + 1, f"{counter} += 1")
            self.line(depth + 1, f"{self.pick('i', 'j')} = {counter}")
            self.block(depth + 1)


def program_for(number: int) -> str:
    """The program with this number."""
    rng = random.Random(number)
    parts = [PRELUDE]
    for place in range(2):
        writer = Writer(rng)
        writer.line(0, f"def f{place}(n, a, b, x, y, l):")
        writer.line(1, "i = j = 0; t = 0")
        writer.line(1, "try:")
        writer.loop(2)
        writer.block(2) if rng.randrange(2) else None
        if rng.randrange(2):
            writer.loop(2)
        writer.line(1, "except Exception as error:")
        writer.line(2, "print(chain(error))")
        writer.line(1, "print(*map(cut, (n, i, j, a, b, t, x, y)), x is y, a is b, str(l)[:200])")
        # A break or continue outside of loops is none; shifts and powers of big numbers stay small.
        parts += writer.lines
        for _ in range(6):
            arguments = [rng.choice(("7", "9", "3", "0", "20"))]
            arguments += [rng.choice(INTS if rng.randrange(4) else FLOATS) for _ in range(2)]
            arguments += [rng.choice(FLOATS if rng.randrange(4) else INTS) for _ in range(2)]
            arguments.append(rng.choice(LISTS))
            parts.append(f"MASK = 0xFFFFFFFF; f{place}({', '.join(arguments)})")
    text = "\n".join(parts) + "\n"
    try:
        compile(text, "program", "exec")
    except SyntaxError:
        return program_for(number + 1_000_003)
    return text
