"""Integers: one-digit and two-digit limits, signs in division and shifts, identity of small ones, big results."""

import math

EDGES = [0, 1, -1, 2, -2, 5, -5, -6, 7, 255, 256, 257, 2**15, 2**29, 2**30 - 1, 2**30, 2**30 + 1, 2**31 - 1, 2**31,
         2**32, 2**45, 2**59, 2**60 - 1, 2**60, 2**60 + 1, 2**62, 2**63 - 1, 2**63, 2**64, 2**90, 10**30]
EDGES += [-n for n in EDGES if n > 1]


def run(a, b):
    """Every operation at one site each, so that sites see all kinds of operands in turn."""
    yield a + b
    yield a - b
    yield a * b
    try:
        yield a // b
        yield a % b
        yield divmod(a, b)
    except ZeroDivisionError as error:
        yield str(error)
    try:
        yield a / b
    except (ZeroDivisionError, OverflowError) as error:
        yield str(error)
    yield a & b, a | b, a ^ b
    try:
        yield a << (b % 70), a >> (b % 70)
    except ValueError as error:
        yield str(error)
    yield a < b, a <= b, a == b, a != b, a > b, a >= b


checksum = 0
for a in EDGES:
    for b in EDGES:
        for result in run(a, b):
            checksum = (checksum * 1000003 + hash(str(result))) % (2**89 - 1)
print(checksum)

for a in (7, -7, 2**31, -(2**31), 2**60, -(2**60)):
    for b in (3, -3, 2**30, -(2**30)):
        print(a, b, a // b, a % b, divmod(a, b), a >> 3, -a >> 1, ~a)
for a in EDGES:
    print(a, -a, +a, ~a, abs(a), bool(a), a.bit_length(), hash(a), a + 1, a - 1, a * a)

for shift in (-1, 0, 1, 29, 30, 31, 59, 60, 61, 62, 63, 64, 100):
    try:
        print(shift, 1 << shift, -1 << shift, 12345678901234567890 >> shift, -5 >> shift, 5 >> shift, 0 << shift)
    except ValueError as error:
        print(shift, error)
for expression in ("1 << -1", "1 >> -1", "1 << (1 << 70)", "0 << (1 << 70)", "1 >> (1 << 70)", "-1 >> (1 << 70)",
                   "2 ** -2", "0 ** 0", "(-2) ** 3", "(-8) ** (1/3)", "1 // 0", "1 % 0", "1 / 0", "10**400 / 3",
                   "10**400 / 10**399", "int('x')", "int('12', 99)", "int(1e400)", "int(float('nan'))", "int('0x1f', 0)",
                   "int('1_000')", "int('1__0')", "int(' 12 ')", "int(b'12')", "int(None)", "(5).to_bytes(1, 'big')",
                   "(256).to_bytes(1, 'big')", "int.from_bytes(b'\\xff', 'big', signed=True)", "math.isqrt(-1)",
                   "int('9' * 5000)", "str(10 ** 5000)", "True + True", "True - 5", "-True", "~True", "True & 6",
                   "True | False", "True & True", "True ^ True", "True << 3", "5 .real", "5 .__add__(2.0)"):
    try:
        print(expression, "=", repr(eval(expression))[:80])
    except Exception as error:
        print(expression, "->", type(error).__name__, error)


def identities():
    """Small integers are one object each whatever computes them; others need not be."""
    found = []
    for n in range(-8, 260):
        plus = n + 1
        minus = plus - 1
        times = minus * 1
        total = 0
        total += n
        same = (minus is times) and (total is times) and (int(str(n)) is times)
        found.append(same)
    return [n for n, same in zip(range(-8, 260), found) if same]


small = identities()
print(small[0], small[-1], len(small))


def in_place():
    n = 250
    seen = []
    for _ in range(10):
        n += 1
        seen.append(n)
    down = 3
    for _ in range(12):
        down -= 1
        seen.append(down)
    return seen, [a is b for a, b in zip(seen, seen[1:])]


print(in_place())


def overflowing():
    n = 1
    out = []
    for _ in range(140):
        n *= 3
        out.append(n)
    for _ in range(140):
        n //= 3
        out.append(n)
    for _ in range(70):
        n <<= 1
    for _ in range(69):
        n >>= 1
    m = 2**30 - 3
    for _ in range(6):
        m += 1
        out.append(m)
    for _ in range(6):
        m -= 1
        out.append(-m)
    return out, n


print(overflowing())
print(sum(range(10**5)), sum(i * i for i in range(1000)), math.factorial(30), math.gcd(2**70, 6**30), pow(3, 200, 1009))
print(0x7FFFFFFF + 1, 0o777, 0b1011, 1_000_000, -0, 00)
print(int(3.99), int(-3.99), int("-0"), round(2.5), round(-3.5), round(1234, -2), int("101", 2), int("zz", 36))
print(5 .__divmod__(-3), (-5).__floordiv__(3), 7 .__rsub__(1), 3 .__pow__(2, 5), 3 .__lt__("a"))
print(f"{255:x} {255:#b} {255:>8} {-255:08d} {2**70:,} {5:+d} {65:c}", "%d %x %o" % (10, 255, 8))
print((2**60) is (2**60 + 0) or True, 10**20 == 1e20, 2**53 + 1 == float(2**53 + 1), 2**1000 < float("inf"))
