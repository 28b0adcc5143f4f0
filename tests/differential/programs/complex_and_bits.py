"""Complex numbers, decimals, fractions, bit tricks, and operators mixing all numeric types."""

import cmath
import decimal
import fractions

z = 3 + 4j
print(z, abs(z), z.real, z.imag, z.conjugate(), z * 1j, z ** 2, z / 2, -z, +z, z == 3 + 4j, z != 3, bool(0j), 1j * 1j, (1 + 2j) - 1, 2.5 + 1j, complex("1+2j"), complex(1, -0.0), hash(3 + 0j) == hash(3))
for expression in ("z < 1", "z // 2", "z % 2", "divmod(z, 1)", "int(z)", "float(z)", "z / 0", "0j ** -1", "complex('x')", "complex('1', 2)", "complex(None)", "1j ** 0.5", "(1+1j) ** (2-1j)", "round(z)", "abs(1e200+1e200j) > 1e200", "z << 1", "~z", "z & 1", "1 < z",
                   "cmath.sqrt(-1)", "pow(z, 2, 3)", "format(z, '.2f')", "f'{z!r:>10}'", "str(-0j)", "repr(complex(float('nan'), float('inf')))", "3 .__add__(1j)", "1.5 .__mul__(1j)", "True + 1j", "sum([1, 2.5, 1j])"):
    try:
        print(expression, "=", eval(expression))
    except Exception as error:
        print(expression, "->", type(error).__name__, error)


def mix(a, b):
    out = []
    for name, operation in (("+", lambda: a + b), ("-", lambda: a - b), ("*", lambda: a * b), ("/", lambda: a / b), ("//", lambda: a // b), ("%", lambda: a % b), ("**", lambda: a ** b), ("<", lambda: a < b), ("==", lambda: a == b)):
        try:
            out.append(f"{name}{operation()!r}")
        except Exception as error:
            out.append(f"{name}{type(error).__name__}")
    return out


VALUES = [2, -3, True, 2.5, 1j, fractions.Fraction(1, 3), decimal.Decimal("1.5"), "s"]
for a in VALUES:
    for b in VALUES:
        print(a, b, *mix(a, b))


def bits(n):
    count = 0
    m = n
    while m:
        m &= m - 1
        count += 1
    return count, n.bit_count(), n.bit_length(), n & -n, n ^ (n >> 1), ~n & 0xFF


print([bits(n) for n in (0, 1, 255, 256, 2**31, 2**64 - 1, 0xDEADBEEF)])


def xorshift(seed, n):
    out = []
    for _ in range(n):
        seed ^= (seed << 13) & 0xFFFFFFFFFFFFFFFF
        seed ^= seed >> 7
        seed ^= (seed << 17) & 0xFFFFFFFFFFFFFFFF
        out.append(seed % 1000)
    return out


print(xorshift(88172645463325252, 10))


def fnv(data):
    h = 0xCBF29CE484222325
    for byte in data:
        h = ((h ^ byte) * 0x100000001B3) % 2**64
    return h


print(fnv(b"hello"), hex(fnv(bytes(range(256)))))


def lcg(n):
    x = 12345
    for _ in range(n):
        x = (1103515245 * x + 12345) & 0x7FFFFFFF
    return x


print(lcg(1000))


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


print(gcd(2**64 * 3, 6**20), gcd(-12, 18), gcd(0, 5))


def modpow(b, e, m):
    r = 1
    while e > 0:
        if e & 1:
            r = r * b % m
        b = b * b % m
        e >>= 1
    return r


print(modpow(3, 10**18, 10**9 + 7), modpow(2, 100, 2**61 - 1))


def mandelbrot(n):
    rows = []
    for y in range(n):
        row = ""
        for x in range(n):
            c = complex(2.5 * x / n - 2, 2 * y / n - 1)
            z = 0
            for i in range(30):
                z = z * z + c
                if abs(z) > 2:
                    break
            row += " .:*#@"[i // 5]
        rows.append(row)
    return "\n".join(rows)


print(mandelbrot(16))


def newton(x, turns=20):
    guess = x
    for _ in range(turns):
        guess = (guess + x / guess) / 2
    return guess


print(newton(2.0), newton(2), newton(fractions.Fraction(2), 10).limit_denominator(1000), newton(1e-300))


def matmul(a, b):
    return [[sum(x * y for x, y in zip(row, col)) for col in zip(*b)] for row in a]


print(matmul([[1, 2.5], [3, 4]], [[5, 6], [7, 8.5]]))


def pi_digits(n):
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    out = []
    while len(out) < n:
        if 4 * q + r - t < m * t:
            out.append(m)
            q, r, m = 10 * q, 10 * (r - m * t), 10 * (3 * q + r) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2
    return out


print("".join(map(str, pi_digits(60))))
