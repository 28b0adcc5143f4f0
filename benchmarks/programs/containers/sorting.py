"""Sorting: keys, tuples, objects with `__lt__`, cmp functions, and four hand-written sorts.

Stresses: callbacks from C into Python during list.sort, attrgetter and itemgetter,
list indexing and slicing in the hand-written ones.
From: reports ordered by several columns; the sorting chapter of the books.
"""

from functools import cmp_to_key, total_ordering
from operator import attrgetter, itemgetter

SIZE = 20_000
SMALL_SIZE = 40
SMALL_RESULT = (23923, (18775, 54), (18775, 54), (1, 6, 962), "166433623")


@total_ordering
class Version:
    def __init__(self, major, minor, patch):
        self.major = major
        self.minor = minor
        self.patch = patch

    def __eq__(self, other):
        return self.parts() == other.parts()

    def __lt__(self, other):
        return self.parts() < other.parts()

    def parts(self):
        return self.major, self.minor, self.patch


def quick_sort(values):
    if len(values) <= 1:
        return values
    pivot = values[len(values) // 2]
    return (
        quick_sort([v for v in values if v < pivot])
        + [v for v in values if v == pivot]
        + quick_sort([v for v in values if v > pivot])
    )


def partition_sort(values, low, high):
    """Quick sort in place, the smaller part by recursion."""
    while low < high:
        pivot = values[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while values[i] < pivot:
                i += 1
            while values[j] > pivot:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        if j - low < high - i:
            partition_sort(values, low, j)
            low = i
        else:
            partition_sort(values, i, high)
            high = j


def merge_sort(values):
    if len(values) < 2:
        return values
    middle = len(values) // 2
    left, right = merge_sort(values[:middle]), merge_sort(values[middle:])
    merged = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            merged.append(left[i])
            i += 1
        else:
            merged.append(right[j])
            j += 1
    return merged + left[i:] + right[j:]


def insertion_sort(values):
    for i in range(1, len(values)):
        value = values[i]
        j = i
        while j > 0 and values[j - 1] > value:
            values[j] = values[j - 1]
            j -= 1
        values[j] = value


def by_column(a, b):
    return (a[1] > b[1]) - (a[1] < b[1]) or (a[0] < b[0]) - (a[0] > b[0])


def run(size=SIZE):
    """Middles of `size` values sorted in each way."""
    seed = 31
    values = []
    for _ in range(size):
        seed = seed * 16807 % 2147483647
        values.append(seed % 50_000)
    ordered = sorted(values)
    in_place = values[:]
    partition_sort(in_place, 0, size - 1)
    short = values[:250]
    insertion_sort(short)
    assert quick_sort(values) == merge_sort(values) == in_place == ordered and short == sorted(values[:250])

    pairs = [(value, value % 97) for value in values]
    by_second = sorted(pairs, key=itemgetter(1, 0))
    by_lambda = sorted(pairs, key=lambda pair: (pair[1], pair[0]))
    by_compare = sorted(pairs, key=cmp_to_key(by_column))
    versions = sorted(Version(value % 5, value // 5 % 10, value // 50) for value in values[: size // 3])
    by_patch = sorted(versions, key=attrgetter("patch"), reverse=True)
    words = sorted((str(value * 7919) for value in values), key=lambda word: (len(word), word[::-1]))
    assert by_second == by_lambda
    middle = size // 2
    return ordered[middle], by_second[middle], by_compare[middle], by_patch[0].parts(), words[middle]


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
