"""Binary trees: build perfect trees, count their nodes, throw them away.

Stresses: allocating and freeing small instances, recursion, the cycle collector.
From: Boehm's GCBench, by way of the benchmark collections.
"""

SIZE = 15
SMALL_SIZE = 5
SMALL_RESULT = (62, 63)


class Node:
    def __init__(self, left, right):
        self.left = left
        self.right = right

    def count(self):
        if self.left is None:
            return 1
        return 1 + self.left.count() + self.right.count()


def make(depth):
    if depth == 0:
        return Node(None, None)
    return Node(make(depth - 1), make(depth - 1))


def run(size=SIZE):
    """Total nodes of many short-lived trees of depth 4, 6, ... up to `size`, and of a long-lived one."""
    long_lived = make(size)
    total = 0
    for depth in range(4, size + 1, 2):
        for _ in range(1 << (size - depth)):
            total += make(depth).count()
    return total, long_lived.count()


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
