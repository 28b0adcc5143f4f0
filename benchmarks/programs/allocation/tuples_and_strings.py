"""Small immutable values: tuples, floats, strings and slices, made and dropped at once.

Stresses: allocation of short-lived built-in objects, tuple packing and unpacking,
functions returning several values.
From: geometry helpers and record shuffling in scripts.
"""

SIZE = 150_000
SMALL_SIZE = 100
SMALL_RESULT = ((-11.0, 40.0, 47.0), (-8.0, -6.0, -3.0), (8.0, 6.0, 3.0), [("EN1", 1), ("EN2", 2), ("EN3", 3)], 202)


def add(a, b):
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def cross(a, b):
    ax, ay, az = a
    bx, by, bz = b
    return ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx


def bounds(low, high, point):
    return tuple(map(min, low, point)), tuple(map(max, high, point))


def polar(dx, dy):
    return (dx * dx + dy * dy) ** 0.5, dx >= 0, dy >= 0


def run(size=SIZE):
    """(rounded sum vector, bounding box, count of labels, length of the kept text)."""
    total = (0.0, 0.0, 0.0)
    low = (1e9, 1e9, 1e9)
    high = (-1e9, -1e9, -1e9)
    previous = (0.0, 0.0, 1.0)
    labels = {}
    kept = 0
    for n in range(size):
        point = (n % 17 - 8.0, n % 13 - 6.0, n % 7 - 3.0)
        total = add(total, cross(previous, point))
        if n % 4 == 0:
            low, high = bounds(low, high, point)
        length, right, up = polar(point[0], point[1])
        label = ("E" if right else "W") + ("N" if up else "S") + str(int(length))
        labels[label] = labels.get(label, 0) + 1
        kept += len(label[1:])
        previous = point
    return tuple(round(value, 3) for value in total), low, high, sorted(labels.items())[:3], kept


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
