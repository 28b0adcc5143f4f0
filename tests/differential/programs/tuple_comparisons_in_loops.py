"""Comparisons of tuples that nobody else sees: numbers of all kinds, NaN, texts, other lengths, and what does not fit."""

NAN = float("nan")


def orders(a, b):
    return (a < b), (a <= b), (a == b), (a != b), (a > b), (a >= b)


def pairs(values, others):
    """All comparisons of pairs made in the place."""
    counts = [0] * 8
    for a, b in values:
        for c, d in others:
            counts[0] += (a, b) < (c, d)
            counts[1] += (a, b) <= (c, d)
            counts[2] += (a, b) == (c, d)
            counts[3] += (a, b) != (c, d)
            counts[4] += (a, b) > (c, d)
            counts[5] += (a, b) >= (c, d)
            if (a, b) < (c, d):
                counts[6] += 1
            while not (a, b) != (c, d):
                counts[7] += 1
                break
    return counts


NUMBERS = [(a, b) for a in range(-2, 5) for b in range(4)]
print(pairs(NUMBERS, NUMBERS * 3))
print(pairs(NUMBERS, [(2**70, 1), (1, 2**70), (2**63, -(2**64)), (1, 2**63 - 1)] * 9))
print(pairs([(2**62 + k, k) for k in range(9)], [(2**62 + k, 3) for k in range(9)] * 4))
FLOATS = [(a / 4, b) for a in range(4) for b in (0.0, -0.0, 1.5, float("inf"))]
print(pairs(FLOATS, FLOATS * 4))
print(pairs(FLOATS, [(NAN, 1.0), (0.25, NAN), (0.0, 0.0)] * 9))
print(pairs([(NAN, 1.0)] * 9, [(NAN, 1.0), (float("nan"), 1.0)] * 9))
print(pairs(NUMBERS, FLOATS * 3))
print(pairs([(1, 2**53 + 1), (2**53 + 1, 0)] * 9, [(1.0, 2.0**53), (2.0**53, 0.0)] * 9))


def same_nan(x, n):
    """A NaN is its own equal in a tuple, if it is the same object."""
    counts = [0] * 4
    for i in range(n):
        y = x * 0.5
        counts[0] += (x, i) == (x, i)
        counts[1] += (y, i) == (y, i)
        counts[2] += (y, i) == (x, i)
        counts[3] += (i, y, i) < (i, y, i + 1)
    return counts


print(same_nan(2.5, 90), same_nan(NAN, 90), same_nan(-0.0, 90))
TEXTS = [(a, b) for a in ("", "a", "b", "ä", "\U0001f600") for b in ("x", "xy")]
print(pairs(TEXTS, TEXTS * 5))
FLAGS = [(a, b) for a in (True, False) for b in (0, 1, 2)]
print(pairs(FLAGS, FLAGS * 9))
print(pairs(FLAGS, NUMBERS * 2))


def mixed(values):
    counts = [0] * 6
    for a, b in values:
        for c, d in values:
            try:
                counts[0] += (a, b) < (c, d)
            except TypeError as error:
                counts[1] += len(str(error))
            counts[2] += (a, b) == (c, d)
            counts[3] += (a, b) != (c, d)
    return counts


ODD = [(1, "a"), ("a", 1), (1, None), (None, 1), (1, (2, 3)), (1.5, 2), (True, b"x"), (2, [1])]
print(mixed(NUMBERS[:9] + ODD * 4))


def lengths(values):
    counts = [0] * 9
    for a, b, c in values:
        counts[0] += (a, b) < (a, b, c)
        counts[1] += (a, b, c) < (a, c)
        counts[2] += (a,) == (a, b)
        counts[3] += (a,) != (b, c)
        counts[4] += (a, b, c) >= (a, b)
        counts[5] += (a, b) <= (c,)
        counts[6] += (a, b) == (1, 2)
        counts[7] += (3, 1, 4) > (a, b, c)
        counts[8] += (a, b, c) in [(1, 2, 3)] or (a, b, c) == ()
    return counts


TRIPLES = [(a, b, c) for a in range(4) for b in range(4) for c in range(4)]
print(lengths(TRIPLES * 3))
print(lengths([(a / 2, b, c * 1.0) for a, b, c in TRIPLES]))
print(lengths([(True, 2, 3), (False, 1, 4)] * 30))


class Odd:
    """Nobody may know what its comparisons do."""

    def __init__(self, number):
        self.number = number

    def __eq__(self, other):
        log.append(("==", self.number))
        return NotImplemented if other is None else self.number == getattr(other, "number", other)

    def __lt__(self, other):
        log.append(("<", self.number))
        return self.number < getattr(other, "number", other)

    def __del__(self):
        log.append(("gone", self.number))


log = []


def with_odd(n):
    count = 0
    for i in range(n):
        count += (i, Odd(i)) < (i, Odd(i + 1))
        count += (Odd(i % 3), i) == (1, i)
        count += (i, Odd(i)) < (i + 1, Odd(0))
        count += (i, i) == (i, i, Odd(i))
    return count


print(with_odd(60), len(log), log[:12], log[-12:])


def keyed(items):
    key = lambda pair: (pair[1], pair[0])
    least = items[0]
    swaps = 0
    for item in items:
        if key(item) < key(least):
            least = item
            swaps += 1
        if key(item) == key(least):
            swaps += 100
    return least, swaps


print(keyed([(k * 7919 % 101, -k % 7) for k in range(300)]))
print(keyed([(k * 7919 % 101, str(-k % 7)) for k in range(300)]))
print(keyed([(k * 7919 % 101 + 0.5, -k % 7) for k in range(300)]))


def kept(n):
    """One of the tuples is seen after all."""
    seen = []
    last = (0, 0)
    for i in range(n):
        new = (i * 7 % 11, i)
        if new > last:
            seen.append(new)
        last = new
        if last == (5, 7):
            seen.append(last is new)
    return seen


print(kept(60))
print([orders((x, 1), (y, 1)) for x in (1, 2.0, NAN) for y in (1, 2, NAN)])
