"""Heaps: a binary heap class in Python, heap sort, the heapq module, a merge of streams.

Stresses: list indexing with computed positions, swaps, comparing tuples and objects.
From: Williams' heap sort (1964); the scheduler's and the top-k query's favourite.
"""

import heapq

SIZE = 24_000
SMALL_SIZE = 30
SMALL_RESULT = (957671975, 56030, 1239936, [93084, 84559, 82373])


class Heap:
    def __init__(self, key=lambda item: item):
        self.items = []
        self.key = key

    def __len__(self):
        return len(self.items)

    def push(self, item):
        items, key = self.items, self.key
        items.append(item)
        child = len(items) - 1
        while child > 0:
            parent = (child - 1) // 2
            if key(items[parent]) <= key(items[child]):
                break
            items[parent], items[child] = items[child], items[parent]
            child = parent

    def pop(self):
        items, key = self.items, self.key
        items[0], items[-1] = items[-1], items[0]
        smallest = items.pop()
        parent, length = 0, len(items)
        while True:
            child = 2 * parent + 1
            if child >= length:
                return smallest
            if child + 1 < length and key(items[child + 1]) < key(items[child]):
                child += 1
            if key(items[parent]) <= key(items[child]):
                return smallest
            items[parent], items[child] = items[child], items[parent]
            parent = child


def heap_sort(values):
    values = values[:]

    def sift(root, end):
        while True:
            child = 2 * root + 1
            if child >= end:
                return
            if child + 1 < end and values[child] < values[child + 1]:
                child += 1
            if values[root] >= values[child]:
                return
            values[root], values[child] = values[child], values[root]
            root = child

    for root in range(len(values) // 2 - 1, -1, -1):
        sift(root, len(values))
    for end in range(len(values) - 1, 0, -1):
        values[0], values[end] = values[end], values[0]
        sift(0, end)
    return values


class RunningMedian:
    """Two heaps that meet in the middle."""

    def __init__(self):
        self.low = []
        self.high = []

    def add(self, value):
        if self.low and value > -self.low[0]:
            heapq.heappush(self.high, value)
        else:
            heapq.heappush(self.low, -value)
        if len(self.low) > len(self.high) + 1:
            heapq.heappush(self.high, -heapq.heappop(self.low))
        elif len(self.high) > len(self.low):
            heapq.heappush(self.low, -heapq.heappop(self.high))
        return -self.low[0]


def numbers(count):
    seed = 4
    for _ in range(count):
        seed = seed * 48271 % 2147483647
        yield seed % 100_000


def run(size=SIZE):
    """(checksum of a heap's order, middle of the sorted list, sum of medians, top three)."""
    values = list(numbers(size))
    heap = Heap(key=lambda pair: (pair[1], pair[0]))
    for pair in enumerate(values):
        heap.push(pair)
    checksum = 0
    while heap:
        place, value = heap.pop()
        checksum = (checksum * 31 + place + value) % 1_000_000_007
    ordered = heap_sort(values)
    assert ordered == sorted(values)
    median = RunningMedian()
    medians = sum(median.add(value) for value in values)
    merged = list(heapq.merge(*(sorted(values[k::5]) for k in range(5))))
    assert merged == ordered
    return checksum, ordered[size // 2], medians, heapq.nlargest(3, values)


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
