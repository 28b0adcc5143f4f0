"""Spectral norm of an infinite matrix, by the power method.

Stresses: a small pure function called in a nested loop, int-to-float division,
sum() over a generator.
From: Trefethen's hundred-digit challenge, as popularised by benchmark collections.
"""

import math

SIZE = 220
SMALL_SIZE = 10
SMALL_RESULT = 1.271844019


def element(i, j):
    """Entry (i, j) of the matrix 1, 1/2, 1/3; 1/4, ... read along its diagonals."""
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(vector):
    return [sum(element(i, j) * v for j, v in enumerate(vector)) for i in range(len(vector))]


def transposed_times(vector):
    result = []
    for i in range(len(vector)):
        total = 0.0
        for j, v in enumerate(vector):
            total += element(j, i) * v
        result.append(total)
    return result


def run(size=SIZE):
    """The norm's first digits from a `size` by `size` corner of the matrix."""
    u = [1.0] * size
    v = u
    for _ in range(6):
        v = transposed_times(times(u))
        u = transposed_times(times(v))
    v_bv = sum(a * b for a, b in zip(u, v))
    v_v = sum(b * b for b in v)
    return round(math.sqrt(v_bv / v_v), 9)


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
