"""Binary and comparison operators on classes: reflected forms, NotImplemented, subclass priority, order of calls."""

import operator

NAMES = {
    "add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**",
    "lshift": "<<", "rshift": ">>", "and": "&", "or": "|", "xor": "^", "matmul": "@",
}


def make(name, left=True, right=True, base=object):
    namespace = {"__repr__": lambda self: name}
    for op in NAMES:
        def forward(self, other, op=op):
            print(f"  {name}.__{op}__({other!r})")
            return f"{name}-{op}" if left else NotImplemented

        def reflected(self, other, op=op):
            print(f"  {name}.__r{op}__({other!r})")
            return f"{name}-r{op}" if right else NotImplemented
        namespace[f"__{op}__"] = forward
        namespace[f"__r{op}__"] = reflected
    return type(name, (base,), namespace)


Yes = make("Yes")
No = make("No", False, False)
OnlyRight = make("OnlyRight", False, True)
Sub = make("Sub", base=Yes)
pairs = [(Yes(), No()), (No(), Yes()), (No(), OnlyRight()), (Yes(), Sub()), (No(), No()), (1, Yes()), (Yes(), 1),
         (1, No()), ("s", Yes()), ([], Yes()), (1.5, Yes()), (None, No())]
for op, symbol in NAMES.items():
    for a, b in pairs:
        try:
            print(f"{a!r} {symbol} {b!r} =", eval(f"a {symbol} b"))
        except TypeError as error:
            print("  TypeError", error)


class Compared:
    def __init__(self, name, answer=NotImplemented):
        self.name, self.answer = name, answer

    def __repr__(self):
        return self.name

    def _compare(op):
        def method(self, other):
            print(f"  {self}.__{op}__({other})")
            return self.answer
        return method

    for _op in ("lt", "le", "eq", "ne", "gt", "ge"):
        locals()[f"__{_op}__"] = _compare(_op)


class ComparedSub(Compared):
    def __lt__(self, other):
        print("  sub lt")
        return "sub-lt"

    def __gt__(self, other):
        print("  sub gt")
        return "sub-gt"


a, b, s = Compared("a"), Compared("b", "answer"), ComparedSub("s")
for left, right in ((a, b), (b, a), (a, a), (a, s), (s, a), (a, 1), (1, a), ("x", b)):
    for op in ("<", "<=", "==", "!=", ">", ">="):
        try:
            print(f"{left!r} {op} {right!r} =", eval(f"left {op} right"))
        except TypeError as error:
            print("  TypeError", error)


class Unary:
    def __neg__(self):
        return "neg"

    def __pos__(self):
        return "pos"

    def __invert__(self):
        return "invert"

    def __abs__(self):
        return "abs"

    def __index__(self):
        return 3

    def __round__(self, digits=None):
        return "round", digits


u = Unary()
print(-u, +u, ~u, abs(u), [1, 2, 3, 4][u], "ab" * u, round(u), round(u, 2), operator.index(u), hex(u), range(u))
for expression in ("-object()", "+'a'", "~1.5", "-[]", "abs('a')", "[1][1.0]", "1 @ 2", "1 + 'a'", "'a' + 1",
                   "[] + ()", "{} | []", "1 < 'a'", "None + 1", "1 << 1.0", "1.0 << 1", "() * 1.0", "'a' * 'b'",
                   "pow(2, 3, 0)", "2 ** -1", "0 ** -1", "divmod(1, 0)", "1 // 0", "1.0 // 0", "1 % 0", "1.5 % 0"):
    try:
        print(expression, "=", eval(expression))
    except Exception as error:
        print(expression, "->", type(error).__name__, error)


class Pow:
    def __pow__(self, other, modulo=None):
        return "pow", other, modulo

    def __rpow__(self, other):
        return "rpow", other


print(Pow() ** 2, pow(Pow(), 2, 3), 2 ** Pow())
try:
    pow(2, Pow(), 3)
except TypeError as error:
    print(error)


class Divmod:
    def __divmod__(self, other):
        return "divmod", other

    def __rdivmod__(self, other):
        return "rdivmod", other


print(divmod(Divmod(), 1), divmod(1, Divmod()))


class Contains:
    def __contains__(self, item):
        return item


print(5 in Contains(), 0 in Contains(), 0 not in Contains(), "" not in Contains())


class Iterates:
    def __iter__(self):
        return iter([1, 2, 3])


class OldIndex:
    def __getitem__(self, index):
        if index > 3:
            raise IndexError
        return index * 10


print(2 in Iterates(), 9 in Iterates(), 20 in OldIndex(), 21 in OldIndex(), list(OldIndex()))
try:
    1 in 5
except TypeError as error:
    print(error)


class IntSub(int):
    def __add__(self, other):
        return "IntSub add"

    def __radd__(self, other):
        return "IntSub radd"

    def __lt__(self, other):
        return "IntSub lt"


def add(x, y):
    return x + y


print([add(1, 2) for _ in range(20)][-1], add(1, IntSub(2)), add(IntSub(1), 2), add(1, 2.5), add(1.5, IntSub(1)),
      add("a", "b"), add([1], [2]), add(1, True), add(10 ** 30, 1))
print(IntSub(3) < 4, 3 > IntSub(4), IntSub(3) * 2)
