"""Globals that are ints: compiled code takes them for constants, until they are others."""

import types

MASK = 0xFFFFFFFF
SIZE = 7
count = 0
limit = 10


def rotate(x, n):
    return (x >> n | x << (32 - n)) & MASK


def mixed(n):
    t = 1
    for i in range(n):
        t = rotate(t * 5 + i, 7) ^ SIZE
    return t


def counted(n):
    global count
    for i in range(n):
        count += SIZE
        if i % 10 == 3:
            raise_limit()
    return count


def raise_limit():
    global limit
    limit += 1


def summed(n):
    t = 0
    for i in range(n):
        raise_limit()
        t += limit
    return t


def replaced(n):
    t = 0
    for i in range(n):
        if i == n // 2:
            globals()["SIZE"] = 2.5
        if i == n - 3:
            globals()["SIZE"] = 2**70
        t += SIZE
    return t


def same(n):
    return sum([SIZE is number for i in range(n)])


print([mixed(50) for k in range(30)][-1], [counted(30) for k in range(20)][-1], summed(200), summed(3000), limit)
for k in range(10):
    print(replaced(100), replaced(33))
    SIZE = k
    MASK = 2**33 - 1 + k
    print(mixed(50))
# One code object, other globals.
other = types.FunctionType(rotate.__code__, {"MASK": 255})
print([other(123456789 * k, 3) for k in range(40)][-1])
rotate = other
print(mixed(100))
number = SIZE = 10**9
print(same(200))
SIZE = 10**9 + k - 9  # as much, but another object
print(same(200))
