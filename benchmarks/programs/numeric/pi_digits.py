"""Digits of pi: a spigot that streams them, and Machin's formula to check.

Stresses: multiplying and dividing integers that keep growing, a generator of digits.
From: Gibbons, "Unbounded Spigot Algorithms for the Digits of Pi" (2006).
"""

from itertools import islice

SIZE = 2_000
SMALL_SIZE = 20
SMALL_RESULT = ("5897932384", 97)


def spigot():
    q, r, t, k, n, width = 1, 0, 1, 1, 3, 3
    while True:
        if 4 * q + r - t < n * t:
            yield n
            q, r, n = 10 * q, 10 * (r - n * t), 10 * (3 * q + r) // t - 10 * n
        else:
            q, r, t, k, n, width = (
                q * k,
                (2 * q + r) * width,
                t * width,
                k + 1,
                (q * (7 * k + 2) + r * width) // (t * width),
                width + 2,
            )


def arctan_inverse(x, unity):
    """arctan(1/x), in units of 1/unity."""
    term = total = unity // x
    square = x * x
    n, sign = 3, -1
    while term:
        term //= square
        total += sign * (term // n)
        sign = -sign
        n += 2
    return total


def machin(digits):
    unity = 10 ** (digits + 10)
    pi = 4 * (4 * arctan_inverse(5, unity) - arctan_inverse(239, unity))
    return pi // 10**10


def run(size=SIZE):
    """(the last ten of `size` digits of pi, sum of all)."""
    digits = list(islice(spigot(), size))
    text = "".join(map(str, digits))
    assert text == str(machin(size))[:size]
    return text[-10:], sum(digits)


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
