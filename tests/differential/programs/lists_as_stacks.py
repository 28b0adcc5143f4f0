"""Lists that grow and shrink at their ends: their items, and the room that they have, which is the host's."""

import heapq
import sys


def pushed_and_popped(depths):
    stack = []
    sizes = []
    total = 0
    for depth in depths:
        for item in range(depth):
            stack.append(item)
            sizes.append(sys.getsizeof(stack))
        while stack:
            total += stack.pop()
            sizes.append(sys.getsizeof(stack))
        stack.append(total)
        stack.pop(-1)
        sizes.append(sys.getsizeof(stack))
    return total, sizes


def between(low, high, rounds):
    """A stack between two depths."""
    stack = [object() for _ in range(low)]
    sizes = set()
    for _ in range(rounds):
        while len(stack) < high:
            stack.append(len(stack))
        while len(stack) > low:
            stack.pop()
            sizes.add((len(stack), sys.getsizeof(stack)))
    return sorted(sizes)


def from_displays():
    sizes = []
    for _ in range(3):
        for stack in ([1], [1, 2], [1, 2, 3], [0] * 9, list(range(40)), list((5,))):
            while stack:
                stack.pop()
                sizes.append(sys.getsizeof(stack))
            stack.append(7)
            sizes.append(sys.getsizeof(stack))
    return sizes


def heaps(count):
    heap = []
    sizes = []
    for item in range(count):
        heapq.heappush(heap, item * 7919 % count)
    while heap:
        sizes.append((heapq.heappop(heap), sys.getsizeof(heap)))
    return sizes


class Loud:
    def __init__(self, number):
        self.number = number

    def __del__(self):
        print("gone", self.number, sys.getsizeof(loud))


for _ in range(3):
    print(pushed_and_popped([1, 2, 3, 4, 5, 8, 13, 40, 100, 3, 1] * 4))
    for low, high in ((0, 1), (0, 3), (1, 2), (1, 4), (2, 9), (3, 30), (17, 18), (8, 100)):
        print(low, high, between(low, high, 30))
    print(from_displays())
    print(heaps(200)[::13])

loud = []
for number in range(30):
    loud.append(Loud(number))
while loud:
    loud.pop()
