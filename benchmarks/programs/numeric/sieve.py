"""Sieve of Eratosthenes, twice: a list of booleans, and a bytearray with slices.

Stresses: list stores in a stepped loop, int arithmetic, slice assignment.
From: Eratosthenes; the first loop program most people write.
"""

SIZE = 2_000_000
SMALL_SIZE = 100
SMALL_RESULT = (25, 97, 8)


def sieve_list(limit):
    is_prime = [True] * (limit + 1)
    is_prime[0] = is_prime[1] = False
    n = 2
    while n * n <= limit:
        if is_prime[n]:
            for multiple in range(n * n, limit + 1, n):
                is_prime[multiple] = False
        n += 1
    return [n for n in range(limit + 1) if is_prime[n]]


def sieve_bytes(limit):
    flags = bytearray([1]) * (limit + 1)
    flags[0] = flags[1] = 0
    for n in range(2, int(limit**0.5) + 1):
        if flags[n]:
            flags[n * n :: n] = bytes(len(range(n * n, limit + 1, n)))
    return sum(flags)


def run(size=SIZE):
    """(number of primes up to `size`, the largest, the widest gap between two)."""
    primes = sieve_list(size)
    assert len(primes) == sieve_bytes(size)
    gap = 0
    for i in range(1, len(primes)):
        if primes[i] - primes[i - 1] > gap:
            gap = primes[i] - primes[i - 1]
    return len(primes), primes[-1], gap


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
