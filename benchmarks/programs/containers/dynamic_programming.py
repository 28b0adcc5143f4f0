"""Dynamic programming: edit distance, common subsequence, knapsack, coins, matrix chain.

Stresses: tables as lists of lists, min and max of few values, string indexing, loops
whose every iteration depends on the last.
From: Bellman's method, by its best known exercises.
"""

SIZE = 650
SMALL_SIZE = 12
SMALL_RESULT = (7, 7, 25, 9038, 416)


def edit_distance(a, b):
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        current = [i]
        for j, y in enumerate(b, start=1):
            current.append(min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (x != y)))
        previous = current
    return previous[-1]


def common_subsequence(a, b):
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a)):
        for j in range(len(b)):
            if a[i] == b[j]:
                table[i + 1][j + 1] = table[i][j] + 1
            else:
                table[i + 1][j + 1] = max(table[i][j + 1], table[i + 1][j])
    found = []
    i, j = len(a), len(b)
    while i and j:
        if a[i - 1] == b[j - 1]:
            found.append(a[i - 1])
            i -= 1
            j -= 1
        elif table[i - 1][j] >= table[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return "".join(reversed(found))


def knapsack(items, capacity):
    best = [0] * (capacity + 1)
    for weight, value in items:
        for room in range(capacity, weight - 1, -1):
            candidate = best[room - weight] + value
            if candidate > best[room]:
                best[room] = candidate
    return best[capacity]


def change(amount, coins):
    ways = [1] + [0] * amount
    for coin in coins:
        for total in range(coin, amount + 1):
            ways[total] += ways[total - coin]
    return ways[amount]


def matrix_chain(dimensions):
    count = len(dimensions) - 1
    cost = {(i, i): 0 for i in range(count)}
    for length in range(2, count + 1):
        for i in range(count - length + 1):
            j = i + length - 1
            cost[i, j] = min(
                cost[i, k] + cost[k + 1, j] + dimensions[i] * dimensions[k + 1] * dimensions[j + 1] for k in range(i, j)
            )
    return cost[0, count - 1]


def run(size=SIZE):
    """The answers to the five problems at `size`."""
    a = "".join("ACGT"[n * n * 7 % 11 % 4] for n in range(size))
    b = "".join("ACGT"[n * n * 5 % 13 % 4] for n in range(size))
    items = [(n % 13 + 2, n * 17 % 29 + 1) for n in range(size // 4)]
    dimensions = [n * 7 % 19 + 2 for n in range(size // 8 + 3)]
    return (
        edit_distance(a, b),
        len(common_subsequence(a, b)),
        knapsack(items, size * 3),
        change(size * 10, (1, 2, 5, 10, 20, 50, 100, 200)),
        matrix_chain(dimensions),
    )


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
