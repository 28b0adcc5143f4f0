"""Copies of numbers, in locals and as arguments, whose objects may not have been made: identity is exact."""

import sys


def two(x, y):
    return x * 2 + y


def look(x):
    return x


seen = []


def f(n, items):
    a = items[0]
    b = items[1]
    c = items[2]
    same = 0
    for i in range(n):
        d = a
        e = a
        if d is e:
            same += 1
        a, b, c = two(a, b) & 0xFFFFFFFFF, a, b
        if b is d and b is e:
            same += 1
        if i % 7 == 3:
            seen.append((look(d) is e, d is b, c is items[0], b is items[0]))
        if i % 50 == 40:
            seen.append([c, d, e])
    return a, b, c, same, d is e


def g(n, x):
    first = x
    y = 0.5
    for i in range(n):
        z = x
        w = z
        x = two(x, y)
        if x > 1e100:
            x = y
        if z is not w or (i == 0 and w is not first):
            print("!", i)
        if i == n // 2:
            print(sorted((k, v) for k, v in sys._getframe().f_locals.items()))
    return x, z, w, z is w, first is w


for k in range(12):
    items = [10**6 + k, 10**7, 10**8 + 3]
    print(f(k * 9, items) if k else 0, g(k * 7 + 1, 1.5 + k))
print(seen)
