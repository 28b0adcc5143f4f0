"""Random number generators: xorshift, a Mersenne twister, and a Monte Carlo pi.

Stresses: masking, shifting and xoring 32- and 64-bit integers, where unboxed
integers meet their overflow checks.
From: Marsaglia (2003); Matsumoto and Nishimura (1998).
"""

SIZE = 100_000
SMALL_SIZE = 20
SMALL_RESULT = (4273321188009010294, 15, 3889561454, 1302294, 32544)
MASK64 = (1 << 64) - 1
MASK32 = (1 << 32) - 1


class XorShift:
    def __init__(self, seed):
        self.state = seed & MASK64 or 1

    def next(self):
        x = self.state
        x ^= x << 13 & MASK64
        x ^= x >> 7
        x ^= x << 17 & MASK64
        self.state = x
        return x

    def random(self):
        return (self.next() >> 11) / 9007199254740992.0

    def below(self, limit):
        return self.next() % limit


class MersenneTwister:
    length, middle = 624, 397

    def __init__(self, seed):
        state = [seed & MASK32]
        for i in range(1, self.length):
            previous = state[-1]
            state.append((1812433253 * (previous ^ previous >> 30) + i) & MASK32)
        self.state = state
        self.index = self.length

    def refill(self):
        state = self.state
        for i in range(self.length):
            y = (state[i] & 0x80000000) | (state[(i + 1) % self.length] & 0x7FFFFFFF)
            state[i] = state[(i + self.middle) % self.length] ^ y >> 1
            if y & 1:
                state[i] ^= 0x9908B0DF
        self.index = 0

    def next(self):
        if self.index >= self.length:
            self.refill()
        y = self.state[self.index]
        self.index += 1
        y ^= y >> 11
        y ^= y << 7 & 0x9D2C5680
        y ^= y << 15 & 0xEFC60000
        return y ^ y >> 18


def linear_congruential(seed, count):
    total = 0
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) % 4294967296
        total += seed >> 16
    return total


def run(size=SIZE):
    """(last 64-bit number, points in the quarter circle, twister checksum, LCG total, shuffle check)."""
    source = XorShift(88172645463325252)
    inside = 0
    for _ in range(size):
        x, y = source.random(), source.random()
        if x * x + y * y <= 1.0:
            inside += 1
    twister = MersenneTwister(5489)
    mixed = 0
    for _ in range(size):
        mixed = (mixed ^ twister.next()) * 3 & MASK32
    deck = list(range(52))
    for i in range(51, 0, -1):
        j = source.below(i + 1)
        deck[i], deck[j] = deck[j], deck[i]
    return source.state, inside, mixed, linear_congruential(1, size * 2), sum(i * card for i, card in enumerate(deck))


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
