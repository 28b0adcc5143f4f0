"""Operator overloading: fractions, polynomials, matrices, a sparse vector, a query DSL.

Stresses: arithmetic, comparison, item, call, containment, iteration and conversion
methods; reflected operators and NotImplemented.
From: the number classes everybody writes once.
"""

from math import gcd

SIZE = 3_000
SMALL_SIZE = 6
SMALL_RESULT = (7293, "9/1", 149, 20, 106, 14)


class Ratio:
    def __init__(self, top, bottom=1):
        if bottom < 0:
            top, bottom = -top, -bottom
        shared = gcd(top, bottom)
        self.top = top // shared
        self.bottom = bottom // shared

    def __add__(self, other):
        if isinstance(other, int):
            return Ratio(self.top + other * self.bottom, self.bottom)
        if not isinstance(other, Ratio):
            return NotImplemented
        return Ratio(self.top * other.bottom + other.top * self.bottom, self.bottom * other.bottom)

    __radd__ = __add__

    def __mul__(self, other):
        if isinstance(other, int):
            return Ratio(self.top * other, self.bottom)
        if not isinstance(other, Ratio):
            return NotImplemented
        return Ratio(self.top * other.top, self.bottom * other.bottom)

    __rmul__ = __mul__

    def __neg__(self):
        return Ratio(-self.top, self.bottom)

    def __sub__(self, other):
        return self + -other

    def __truediv__(self, other):
        return self * Ratio(other.bottom, other.top)

    def __eq__(self, other):
        if isinstance(other, int):
            return self.bottom == 1 and self.top == other
        return isinstance(other, Ratio) and self.top == other.top and self.bottom == other.bottom

    def __lt__(self, other):
        return self.top * other.bottom < other.top * self.bottom

    def __hash__(self):
        return hash((self.top, self.bottom))

    def __bool__(self):
        return self.top != 0

    def __repr__(self):
        return f"{self.top}/{self.bottom}"


class Polynomial:
    def __init__(self, *coefficients):
        self.coefficients = coefficients

    def __len__(self):
        return len(self.coefficients)

    def __getitem__(self, power):
        return self.coefficients[power] if power < len(self.coefficients) else 0

    def __iter__(self):
        return iter(self.coefficients)

    def __call__(self, x):
        value = 0
        for coefficient in reversed(self.coefficients):
            value = value * x + coefficient
        return value

    def __add__(self, other):
        return Polynomial(*(self[k] + other[k] for k in range(max(len(self), len(other)))))

    def __mul__(self, other):
        product = [0] * (len(self) + len(other) - 1)
        for i, a in enumerate(self):
            for j, b in enumerate(other):
                product[i + j] = product[i + j] + a * b
        return Polynomial(*product)


class Matrix:
    def __init__(self, rows):
        self.rows = rows

    def __getitem__(self, place):
        row, column = place
        return self.rows[row][column]

    def __setitem__(self, place, value):
        row, column = place
        self.rows[row][column] = value

    def __matmul__(self, other):
        size = len(self.rows)
        result = Matrix([[0] * size for _ in range(size)])
        for i in range(size):
            for j in range(size):
                result[i, j] = sum(self[i, k] * other[k, j] for k in range(size))
        return result

    def __pow__(self, exponent):
        result = Matrix([[int(i == j) for j in range(len(self.rows))] for i in range(len(self.rows))])
        base = self
        while exponent:
            if exponent & 1:
                result = result @ base
            base = base @ base
            exponent >>= 1
        return result


class Sparse:
    def __init__(self, values):
        self.values = values

    def __getitem__(self, index):
        return self.values.get(index, 0)

    def __contains__(self, index):
        return index in self.values

    def __and__(self, other):
        return Sparse({k: v * other[k] for k, v in self.values.items() if k in other})

    def __iadd__(self, other):
        for index, value in other.values.items():
            self.values[index] = self[index] + value
        return self


class Field:
    """Field("age") > 3 is a predicate; predicates combine with & and |."""

    def __init__(self, name):
        self.name = name

    def __gt__(self, limit):
        return Predicate(lambda record: record[self.name] > limit)

    def __eq__(self, value):
        return Predicate(lambda record: record[self.name] == value)

    __hash__ = None


class Predicate:
    def __init__(self, test):
        self.test = test

    def __and__(self, other):
        return Predicate(lambda record: self.test(record) and other.test(record))

    def __or__(self, other):
        return Predicate(lambda record: self.test(record) or other.test(record))

    def __invert__(self):
        return Predicate(lambda record: not self.test(record))

    def __call__(self, record):
        return self.test(record)


def run(size=SIZE):
    """Results of each kind of arithmetic at `size`."""
    total = Ratio(0)
    distinct = set()
    for n in range(1, size * 8):
        term = Ratio(n % 12 + 1, n % 8 + 1)
        total = 1 + (total * Ratio(1, 2) - term) / Ratio(3, 2)
        if total.bottom > 10**12:
            total = Ratio(total.top // 10**9, total.bottom // 10**9 + 1)
        distinct.add(term)
    largest = Ratio(0)
    for ratio in distinct:
        if largest < ratio:
            largest = ratio
    product = Polynomial(1)
    for n in range(size // 6 + 2):
        product = product * Polynomial(n % 3 + 1, 1) + Polynomial(n)
    transfer = Matrix([[(i * j + 1) % 3 for j in range(6)] for i in range(6)]) ** (size // 2)
    sparse = Sparse({})
    for n in range(size):
        sparse += Sparse({k * n % 101: k for k in range(6)}) & Sparse({k: 2 for k in range(0, 101, 2)})
    wanted = (Field("age") > 30) & ~(Field("city") == "Rome") | (Field("age") == 7)
    people = [{"age": n * 7 % 60, "city": ("Rome", "Bern", "Riga")[n % 3]} for n in range(size * 6)]
    chosen = sum(1 for person in people if wanted(person))
    value = product(Ratio(1, 2))
    return (
        total.top % 10_007,
        repr(largest),
        value.top % 10_007,
        transfer[1, 2] % 10_007,
        sum(sparse.values.values()),
        chosen,
    )


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
