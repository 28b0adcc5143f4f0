"""Ints of more than 60 bits: generators of random numbers, hashes, every operator on every size, identity."""

from zlib import crc32

MASK = (1 << 64) - 1
SIZES = [0, 1, 2**29, 2**30 - 1, 2**30, 2**59, 2**60 - 1, 2**60, 2**63 - 1, 2**63, 2**64 - 1, 2**64, 2**89, 2**90 - 1]
SIZES += [2**90, 2**119, 2**120 - 1, 2**120, 2**121, 3**90, 12345678901234567890]
NUMBERS = [*SIZES, *(-size for size in SIZES if size)]


def xorshift(x, n):
    for i in range(n):
        x ^= x << 13 & MASK
        x ^= x >> 7
        x ^= x << 17 & MASK
    return x, (x >> 11) / 9007199254740992.0, x % 52, x // 1000, -x >> 3, ~x & MASK


def fnv(text):
    h = 14695981039346656037
    for c in text:
        h ^= ord(c)
        h = h * 1099511628211 % (MASK + 1)
    return h


def split_mix(state, n):
    found = []
    for i in range(n):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        found.append(z ^ (z >> 31))
    return found


def bits(board):
    squares = []
    while board:
        low = board & -board
        squares.append(low.bit_length())
        board ^= low
    return squares


def sums(numbers):
    found = []
    for x in numbers:
        for y in numbers:
            found.append(x + y)
            found.append(x - y)
            found.append(x * y)
    return crc32(repr(found).encode()), sum(found)


def bitwise(numbers):
    found = []
    for x in numbers:
        for y in numbers:
            found.append((x & y, x | y, x ^ y))
    return crc32(repr(found).encode()), found[-3:]


def quotients(numbers):
    found = []
    for x in numbers:
        for y in numbers:
            try:
                found.append((x // y, x % y, abs(x) >= 2**60 and ((x % y) is x, (x // y) is x)))
            except ZeroDivisionError as error:
                found.append(str(error))
    return crc32(repr(found).encode()), found[-3:]


def shifts(numbers):
    found = []
    for x in numbers:
        for distance in (0, 1, 29, 30, 31, 60, 63, 64, 90, 119, 120, 121, 127, 128, 1000, -1):
            try:
                found.append((x << distance, x >> distance, abs(x) >= 2**60 and ((x >> distance) is x, (x << distance) is x)))
            except ValueError as error:
                found.append(str(error))
    return crc32(repr(found).encode()), found[-3:]


def beside_floats(numbers):
    found = []
    for x in numbers:
        for y in (0.1, -2.5, 1e300, 9007199254740993.0, 0.0, float("inf")):
            try:
                found.append((x + y, x - y, y - x, x * y, x / y))
                found.append(y / x)
            except ZeroDivisionError as error:
                found.append(str(error))
    return crc32(repr(found).encode()), found[-3:]


for k in range(1, 12):
    print(xorshift(88172645463325252 * k & MASK, 40 * k), fnv("hash me " * k), bits(2**64 // k))
print(split_mix(7, 60)[-4:])
for function in (sums, bitwise, quotients, shifts, beside_floats):
    for _ in range(2):
        print(function(NUMBERS))
