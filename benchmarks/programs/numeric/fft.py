"""Fast Fourier transform: recursive on slices, then iterative in place.

Stresses: complex arithmetic, slices with steps, list comprehensions, bit reversal.
From: Cooley and Tukey (1965); used here to multiply polynomials.
"""

import cmath

SIZE = 16_384
SMALL_SIZE = 16
SMALL_RESULT = (0, [0, 0, 3, 12, 30, 50], 152)


def fft_recursive(values):
    count = len(values)
    if count == 1:
        return values
    even = fft_recursive(values[0::2])
    odd = fft_recursive(values[1::2])
    twisted = [cmath.exp(-2j * cmath.pi * k / count) * odd[k] for k in range(count // 2)]
    return [e + t for e, t in zip(even, twisted)] + [e - t for e, t in zip(even, twisted)]


def fft_in_place(values, inverse=False):
    count = len(values)
    j = 0
    for i in range(1, count):
        bit = count >> 1
        while j & bit:
            j ^= bit
            bit >>= 1
        j |= bit
        if i < j:
            values[i], values[j] = values[j], values[i]
    length = 2
    while length <= count:
        angle = (2 if inverse else -2) * cmath.pi / length
        root = complex(cmath.cos(angle).real, cmath.sin(angle).real)
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
    if inverse:
        for i in range(count):
            values[i] /= count


def multiply(a, b):
    """The product of two polynomials with integer coefficients."""
    count = 1
    while count < len(a) + len(b):
        count *= 2
    fa = [complex(x) for x in a] + [0j] * (count - len(a))
    fb = [complex(x) for x in b] + [0j] * (count - len(b))
    fft_in_place(fa)
    fft_in_place(fb)
    product = [x * y for x, y in zip(fa, fb)]
    fft_in_place(product, inverse=True)
    return [round(value.real) for value in product[: len(a) + len(b) - 1]]


def run(size=SIZE):
    """(largest error between the two transforms, in thousandths, and checks of a product)."""
    signal = [complex((k * 37) % 19 - 9, 0) for k in range(size)]
    spectrum = fft_recursive(signal)
    other = signal[:]
    fft_in_place(other)
    error = max(abs(x - y) for x, y in zip(spectrum, other))
    a = [k % 10 for k in range(size // 2)]
    b = [(k * 3) % 10 for k in range(size // 2)]
    product = multiply(a, b)
    assert sum(product) == sum(a) * sum(b)
    return round(error * 1000), product[:6], max(product)


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
