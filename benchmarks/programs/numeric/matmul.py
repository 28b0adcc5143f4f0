"""Matrix product on lists of lists: the triple loop, and zip with sum.

Stresses: nested indexing of lists of floats, generator expressions, `zip(*rows)`.
From: linear algebra as written by people who have no NumPy at hand.
"""

SIZE = 120
SMALL_SIZE = 6
SMALL_RESULT = (-4.875, -2.9375, 1.335051)


def make(size, seed):
    return [[((i * seed + j * 7) % 11 - 5) / 4 for j in range(size)] for i in range(size)]


def multiply_loops(a, b):
    rows, inner, columns = len(a), len(b), len(b[0])
    result = [[0.0] * columns for _ in range(rows)]
    for i in range(rows):
        for j in range(columns):
            total = 0.0
            for k in range(inner):
                total += a[i][k] * b[k][j]
            result[i][j] = total
    return result


def multiply_zip(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def determinant(matrix):
    """By Gaussian elimination with partial pivoting."""
    rows = [row[:] for row in matrix]
    size = len(rows)
    result = 1.0
    for column in range(size):
        pivot = max(range(column, size), key=lambda r: abs(rows[r][column]))
        if rows[pivot][column] == 0.0:
            return 0.0
        if pivot != column:
            rows[pivot], rows[column] = rows[column], rows[pivot]
            result = -result
        top = rows[column]
        result *= top[column]
        for r in range(column + 1, size):
            row = rows[r]
            factor = row[column] / top[column]
            if factor:
                for c in range(column, size):
                    row[c] -= factor * top[c]
    return result


def run(size=SIZE):
    """(trace of the product, sum of its entries, rounded determinant of a diagonally heavy matrix)."""
    a, b = make(size, 3), make(size, 5)
    product = multiply_loops(a, b)
    assert product == multiply_zip(a, b)  # every entry is a multiple of 1/16, so sums are exact
    heavy = [[value / size + (1.0 if i == j else 0.0) for j, value in enumerate(row)] for i, row in enumerate(a)]
    return sum(product[i][i] for i in range(size)), sum(map(sum, product)), round(determinant(heavy), 6)


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
