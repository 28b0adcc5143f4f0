"""Complex numbers in loops: arithmetic, parts, magnitudes, identity, and what has no finite result."""

import cmath, sys


def julia(z, c, n):
    for i in range(n):
        if abs(z) > 2.0:
            return i, z
        z = z * z + c
    return n, z


def fft(values):
    count = len(values)
    length = 2
    while length <= count:
        root = cmath.exp(-2j * cmath.pi / length)
        half = length // 2
        for start in range(0, count, length):
            w = 1 + 0j
            for k in range(start, start + half):
                u = values[k]
                v = values[k + half] * w
                values[k] = u + v
                values[k + half] = u - v
                w *= root
        length *= 2
    return values


def mixed(n):
    z = 1j
    t = 0
    s = []
    for i in range(n):
        z = -z * 2 + i - 1.5
        x = z
        y = x
        if abs(z) > 1e10:
            z = z * 1e-10
        t += z.real - z.imag
        s.append((x is y, x is z, z.real, x))
        if i % 10 == 5:
            x = y = 3
            z = z + y
        q = x if i % 3 else z
        s.append(q)
        w = z * float("inf") if i == 13 else z - z
        s.append(repr(w))
        s.append(2 * z)
        s.append(z - 0.0)
        s.append(True + z)
    return s, t


def identity(n, values):
    same = 0
    a = values[0]
    for i in range(n):
        b = a
        c = values[i % len(values)]
        if b is a:
            same += 1
        if c is a:
            same += 100
        d = c * 1.0
        e = d
        if d is e:
            same += 10000
        if i % 5 == 0:
            a = c
        elif i % 5 == 2:
            a = d
        if i == n - 1:
            print(sorted(sys._getframe().f_locals.items(), key=str), a is c, a is d)
    return same, a, b is a


def over(n):
    z = 1e300 + 1e300j
    for i in range(n):
        try:
            a = abs(z)
        except OverflowError as e:
            a = str(e)
        z = z * 3
        if i % 4 == 0:
            z = 1e307 + 1e307j
        if i % 4 == 2:
            z = complex(float("nan"), float("inf"))
    return a, repr(z)


def passing(z, k):
    return z * k


def calls(n):
    z = 0.5 + 1j
    r = []
    for i in range(n):
        z = passing(z, 1.01j)
        z = passing(z, z)
        if i % 3 == 0:
            z = passing(z, 2)
        if abs(z) > 100:
            z = z * 0.001
        r.append(z)
    return r


def products(first, second):
    return [x * y - y for x, y in zip(first, second)]


def quotients(values, divisors):
    found = []
    for value in values:
        for divisor in divisors:
            try:
                found.append(repr(value / divisor))
            except ZeroDivisionError as error:
                found.append(str(error))
    return found


def scale(values, count):
    for i in range(len(values)):
        values[i] /= count
    return values


def twisted(values):
    count = len(values)
    return [cmath.exp(-2j * cmath.pi * k / count) * values[k] for k in range(count)]


for k in range(1, 25):
    print(julia(0.1 * k + 0.2j, -0.4 + 0.01j * k, 40))
    print(identity(k, [1j * k, 2.5 + 1j, 7j]), over(k) if k else 0)
print(mixed(60))
print(fft([complex(k * 37 % 19 - 9, 0) for k in range(64)]))
print(calls(50))
VALUES = [complex(k % 7 - 3, k * 0.25 - 4) for k in range(40)]
ODD = [complex(float("inf"), 1), complex(float("nan"), -0.0), complex(-0.0, 0.0), complex(0.0, -0.0), 1e308 + 1e308j]
for _ in range(6):
    print(products(VALUES, VALUES[::-1])[:5], scale(VALUES[:], 7)[-3:], scale(VALUES[:], 0.3)[:3], twisted(VALUES)[:4])
    print(products(VALUES, [1, 2.5, True, 3j, 2**70] * 8)[:7])
    print(quotients(VALUES[:4] + ODD, [3, -7, 0.1, -1e-300, float("inf"), float("nan")]))
    print(quotients(VALUES[:2] + ODD, [0, 2**70, 2.0, 0.0, -0.0, 1j, True]))
