"""Mandelbrot set: how long each point of a grid takes to escape.

Stresses: tight float loops with a data-dependent exit, plus the complex type.
From: the textbook picture of every language shoot-out; written once with a pair of
floats and once with `complex`, since people write both.
"""

SIZE = 240
SMALL_SIZE = 12
SMALL_RESULT = (3570, 833)
LIMIT = 50


def escape_floats(cr, ci, limit):
    zr = zi = 0.0
    for step in range(limit):
        zr2 = zr * zr
        zi2 = zi * zi
        if zr2 + zi2 > 4.0:
            return step
        zi = 2.0 * zr * zi + ci
        zr = zr2 - zi2 + cr
    return limit


def escape_complex(c, limit):
    z = 0j
    for step in range(limit):
        if abs(z) > 2.0:
            return step
        z = z * z + c
    return limit


def run(size=SIZE):
    """Sum of escape steps over a `size` by `size` grid, by both methods."""
    total = 0
    for row in range(size):
        ci = 2.0 * row / size - 1.0
        for column in range(size):
            total += escape_floats(2.0 * column / size - 1.5, ci, LIMIT)
    total_complex = 0
    for row in range(0, size, 2):
        for column in range(0, size, 2):
            total_complex += escape_complex(complex(2.0 * column / size - 1.5, 2.0 * row / size - 1.0), LIMIT)
    return total, total_complex


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
