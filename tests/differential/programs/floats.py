"""Floats: signs of zero, NaN, infinities, division and modulo of negatives, mixing with integers, conversions."""

import math

nan = float("nan")
inf = float("inf")
VALUES = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, -2.5, 3.0, 1e-308, 5e-324, 1e308, 2.0**53, -(2.0**53), inf, -inf, nan,
          0, 1, -1, 2, 3, -3, 2**30, 2**53, 2**53 + 1, 2**63, 2**64 + 1, -(2**64), 10**400, True, False]


def attempt(operation, a, b):
    try:
        return repr(operation(a, b))
    except (ZeroDivisionError, OverflowError, TypeError) as error:
        return f"{type(error).__name__}: {error}"


OPERATIONS = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
    "//": lambda a, b: a // b, "%": lambda a, b: a % b, "divmod": divmod, "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b, "==": lambda a, b: a == b, "!=": lambda a, b: a != b, ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b, "neg": lambda a, b: (-a, +a, abs(a), bool(a), not a),
}
for name, operation in OPERATIONS.items():
    for a in VALUES:
        if isinstance(a, int) and name != "neg" and a not in (0, 3, 2**53 + 1, 10**400):
            continue
        print(name, a if a != 10**400 else "big", [attempt(operation, a, b)[:30] for b in VALUES])
for a in (0.0, -0.0, 2.0, -2.0, 0.5, inf, -inf, nan, 1.0, -1.0):
    print(a, [attempt(lambda x, y: x ** y, a, b) for b in (0.0, -0.0, 1.0, -1.0, 2, -2, 0.5, inf, -inf, nan, 1000)])


def branches(a, b):
    """Comparisons as conditions: a NaN must take the false branch of all but `!=`."""
    out = []
    if a < b:
        out.append("<")
    if not a < b:
        out.append("!<")
    if a <= b:
        out.append("<=")
    if not a <= b:
        out.append("!<=")
    if a == b:
        out.append("==")
    if not a == b:
        out.append("!==")
    if a != b:
        out.append("!=")
    if not a != b:
        out.append("!!=")
    if a > b:
        out.append(">")
    if not a > b:
        out.append("!>")
    if a >= b:
        out.append(">=")
    if not a >= b:
        out.append("!>=")
    n = 0
    while a < b and n < 2:
        n += 1
    while not (a >= b) and n < 5:
        n += 1
    out.append(n)
    return out


for _ in range(20):
    branches(1.0, 2.0)
for pair in ((nan, nan), (nan, 1.0), (1.0, nan), (1, nan), (nan, 1), (0.0, -0.0), (-0.0, 0), (inf, inf), (1.0, 2.0),
             (2.0, 1.0), (1, 1.0), (2**53 + 1, 2.0**53), (2.0**53, 2**53 + 1)):
    print(pair, branches(*pair))

print(nan is nan, nan == nan, nan in [nan], [nan] == [nan], {nan: 1}[nan], [nan].index(nan), (nan,) == (nan,),
      (float("nan"),) == (float("nan"),), max(1.0, nan), max(nan, 1.0), min(1, nan), sorted([3.0, 1.0, 2.0]))
print(math.copysign(1, -0.0), math.copysign(1, 0.0 * -1), math.copysign(1, 0 * -1.0), math.copysign(1, -0.0 + 0.0),
      math.copysign(1, -0.0 - 0.0), str(-0.0), repr(0.0), -0.0 == 0.0, 0.0 is -0.0, f"{-0.0:.1f}", f"{-0.04:.1f}")
print(5 // -2.0, -5 // 2.0, 5 % -3.0, -5 % 3.0, -1e-20 % 1.0, 1e-20 % -1.0, -0.0 % 1.0, 0.0 % -1.0, 3.0 // 0.1, 1 // 0.1)
print(0.1 + 0.2, 1e16 + 1, 1 / 3, 2 / 3, 1e22, 1e21, 1e-5, 123456789.123456789, 1e400, -1e400, 4.9e-324, 2.5e-324)
for expression in ("float('x')", "float('1e5')", "float(' inf ')", "float('-NaN')", "float('1_0.5')", "int(1e30)",
                   "(1.5).as_integer_ratio()", "(0.1).hex()", "float.fromhex('0x1p-3')", "(2.0).is_integer()",
                   "round(0.5)", "round(1.5)", "round(2.675, 2)", "round(-0.5)", "round(1e300, -300)", "round(nan)",
                   "math.floor(-0.5)", "math.ceil(-0.5)", "math.trunc(-1.7)", "math.fmod(-5, 3)", "1.0 .__add__('a')",
                   "hash(1.0) == hash(1)", "hash(inf)", "hash(-0.0)", "hash(2.0**61)", "1.5 & 1", "float(10**400)",
                   "sum([0.1] * 10)", "math.fsum([0.1] * 10)", "1.5 .__rsub__(1)", "2.0 .__pow__(3)", "-2.0 ** 2",
                   "(-2.0) ** 0.5", "0.0 ** -1", "1e200 * 1e200", "1e200 ** 2", "math.exp(1000)", "1.0.real"):
    try:
        print(expression, "=", eval(expression))
    except Exception as error:
        print(expression, "->", type(error).__name__, error)
for spec in ("", ".3f", "e", ".2e", "g", "10.2f", "<10.1f", "+.1f", "%", ",.2f", "012.3f", ".0f", "#.0f", "n"):
    print(spec, [format(v, spec) for v in (0.0, -1.5, 1234567.891, 1e-7, inf, nan)])


def accumulate():
    total = 0.0
    kept = []
    for i in range(10):
        total += i * 0.25
        kept.append(total)
        half = total / 2
        kept.append(half)
        total -= half - half
    return kept, total


print(accumulate())


def identity():
    a = 1.25
    b = a
    a = a * 1.0
    c = a
    a += 0.0
    return b, c, a, [a, b, c]


print(identity())


class F(float):
    def __add__(self, other):
        return "F add"

    def __radd__(self, other):
        return "F radd"


print(F(1) + 2, 2 + F(1), 2.0 + F(1), F(1) - 0.5, type(F(1) * 2).__name__)


def alternating(values):
    total = 0
    for v in values:
        total = total + v
    return total


print(alternating([1, 2.5, 3, 2**70, 0.5, True]), alternating([1] * 50), alternating([0.5] * 50))
