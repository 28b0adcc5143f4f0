"""N queens, three ways: sets in a generator, bit masks, permutations.

Stresses: recursive generators, set membership, bit operations, comprehensions over
`itertools.permutations`.
From: Bezzel's chess puzzle (1848).
"""

from itertools import permutations

SIZE = 8
SMALL_SIZE = 5
SMALL_RESULT = (10, [0, 2, 4, 1, 3], 352)


def solutions(size, row, columns, rising, falling):
    if row == size:
        yield columns
        return
    for column in range(size):
        if column not in columns and row + column not in rising and row - column not in falling:
            yield from solutions(size, row + 1, columns + [column], rising | {row + column}, falling | {row - column})


def count_bits(full, columns, rising, falling):
    if columns == full:
        return 1
    count = 0
    free = full & ~(columns | rising | falling)
    while free:
        bit = free & -free
        free -= bit
        count += count_bits(full, columns | bit, (rising | bit) << 1, (falling | bit) >> 1)
    return count


def count_permutations(size):
    rows = range(size)
    return sum(
        1
        for board in permutations(rows)
        if len({board[i] + i for i in rows}) == size and len({board[i] - i for i in rows}) == size
    )


def run(size=SIZE):
    """(solutions on a `size` board, first solution, solutions on a board four wider)."""
    boards = list(solutions(size, 0, [], set(), set()))
    assert len(boards) == count_bits((1 << size) - 1, 0, 0, 0) == count_permutations(size)
    return len(boards), boards[0], count_bits((1 << (size + 4)) - 1, 0, 0, 0)


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
