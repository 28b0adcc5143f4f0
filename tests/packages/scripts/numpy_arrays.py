"""NumPy: arrays mixed with Python loops, callbacks from C into Python functions, ufuncs made of them, object arrays."""

import numpy as np

np.set_printoptions(precision=6, suppress=True)
rng = np.random.default_rng(42)
a = np.arange(12, dtype=np.float64).reshape(3, 4)
print(a, a.T @ a, a.sum(axis=0), a[1:, ::2], a[a > 5], a.mean(), (a * 2 + 1).astype(int).tolist())
total = 0.0
for row in a:
    for value in row:
        total += value * 1.5
print(
    total,
    type(total).__name__,
    type(a[0, 0]).__name__,
    a[0, 1] + 1,
    1 + a[0, 1],
    float(a[0, 1]),
    int(a[1, 1]),
    a[0, 0] == 0,
    bool(a[0, 0]),
)
for i in range(3):
    for j in range(4):
        a[i, j] += i * j
        a[i, j] *= 0.5
print(a)
square = np.frompyfunc(lambda x, y: x * y + 1, 2, 1)
print(
    square(np.arange(4), 3),
    square.reduce([1, 2, 3, 4]),
    square.outer([1, 2], [3, 4]).tolist(),
    square.accumulate([1, 2, 3], dtype=object),
)


@np.vectorize
def clip(x, low=0, high=5):
    if x < low:
        return low
    if x > high:
        return high
    return x


print(clip(np.array([-1, 3, 9])), clip([[1, 7]], high=6), np.vectorize(lambda s: s.upper())(np.array(["a", "b"])))
print(
    np.apply_along_axis(lambda row: sorted(row, reverse=True), 1, a),
    np.fromfunction(lambda i, j: i * 10 + j, (2, 3)),
    np.piecewise(np.array([-1.0, 1.0]), [[True, False]], [lambda x: -x, lambda x: x * 10]),
)


class Money:
    def __init__(self, cents):
        self.cents = cents

    def __add__(self, other):
        return Money(self.cents + other.cents)

    def __mul__(self, other):
        return Money(int(self.cents * other))

    __rmul__ = __mul__

    def __lt__(self, other):
        return self.cents < other.cents

    def __repr__(self):
        return f"{self.cents}c"


objects = np.array([Money(5), Money(1), Money(3)], dtype=object)
print(objects + objects, objects.sum(), np.sort(objects), objects * 2, 3 * objects, np.array([1, 2]) * Money(4))


class Tagged(np.ndarray):
    def __new__(cls, values, tag):
        self = np.asarray(values).view(cls)
        self.tag = tag
        return self

    def __array_finalize__(self, other):
        self.tag = getattr(other, "tag", "none")

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        calls.append((ufunc.__name__, method))
        inputs = [np.asarray(i) for i in inputs]
        return Tagged(getattr(ufunc, method)(*inputs, **kwargs), self.tag + "'")


calls = []
t = Tagged([1, 2, 3], "t")
u = np.sqrt(t + 1) * 2
print(np.asarray(u), u.tag, calls, t[1:].tag)


class Wrapper:
    def __array__(self, dtype=None, copy=None):
        return np.array([7, 8], dtype=dtype)

    def __array_function__(self, func, types, args, kwargs):
        return "intercepted " + func.__name__


print(np.asarray(Wrapper()), np.concatenate([Wrapper()]), np.mean(Wrapper()))
for bad in (
    lambda: a + np.ones(5),
    lambda: a[10],
    lambda: np.array([1, 2]) @ np.ones((3, 3)),
    lambda: np.zeros(3).reshape(2, 2),
    lambda: bool(a),
    lambda: np.vectorize(lambda x: 1 / x)(np.array([1, 0], dtype=object)),
    lambda: int(a),
    lambda: np.int64("x"),
):
    try:
        print(bad())
    except Exception as error:
        print(type(error).__name__, error)
with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
    print(np.float64(1) / np.float64(0), np.float64(0) / 0, np.array([1.0, -1.0]) / 0)
scalar = np.float64(0.5)
kept = []
for i in range(5):
    kept.append(scalar)
    scalar += i
    scalar *= 1.5
print(kept, scalar, np.int32(5) + 2**30, np.uint8(250) // np.uint8(3), np.float32(0.1) + 0.2, isinstance(scalar, float))


def mandelbrot(n):
    ys, xs = np.mgrid[-1 : 1 : n * 1j, -2 : 0.5 : n * 1j]
    c = xs + 1j * ys
    z = np.zeros_like(c)
    count = np.zeros(c.shape, dtype=int)
    for _ in range(30):
        alive = np.abs(z) <= 2
        z[alive] = z[alive] ** 2 + c[alive]
        count += alive
    return count


print(mandelbrot(12))


def heat(grid, steps):
    for _ in range(steps):
        new = grid.copy()
        for i in range(1, grid.shape[0] - 1):
            for j in range(1, grid.shape[1] - 1):
                new[i, j] = (grid[i - 1, j] + grid[i + 1, j] + grid[i, j - 1] + grid[i, j + 1]) / 4
        grid = new
    return grid


grid = np.zeros((8, 8))
grid[0] = 100
print(heat(grid, 10).round(3))
print(
    np.linalg.solve(np.array([[3.0, 1], [1, 2]]), np.array([9.0, 8])),
    np.linalg.det(rng.integers(0, 5, (3, 3)).astype(float)).round(6),
    np.fft.fft([1, 2, 3, 4]),
    rng.normal(size=3).round(6),
)
records = np.array([("a", 1, 2.5), ("b", 3, 4.5)], dtype=[("name", "U5"), ("n", int), ("v", float)])
print(
    [(r["name"], r["n"] * r["v"]) for r in records], records[records["n"] > 1]["name"], np.sort(records, order="v")[0]
)
print(
    sorted([np.array([3, 1]), np.array([2, 2])], key=lambda v: v[1].item()),
    max(np.array([1, 5, 2]), key=lambda v: -v),
    sum(np.arange(5)),
    [*np.arange(3)],
    dict(zip(np.array([1, 2]), "ab")),
)
it = np.nditer(a, flags=["multi_index"], op_flags=["readwrite"])
for x in it:
    x[...] = it.multi_index[0] + it.multi_index[1]
print(
    a,
    np.einsum("ij,kj->ik", a, a)[0],
    np.where(a > 2, a, -a)[0],
    np.unique([3, 1, 3], return_counts=True),
    np.histogram([1, 2, 1], bins=2),
)
