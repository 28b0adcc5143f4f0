"""Permutations and subsets: recursive, iterative, by itertools; a word puzzle.

Stresses: recursion that copies lists, itertools, tuples as dictionary keys.
From: the SEND + MORE = MONEY puzzle (Dudeney, 1924) and combinatorics exercises.
"""

from itertools import combinations, permutations, product

SIZE = 8
SMALL_SIZE = 4
SMALL_RESULT = (
    24,
    68,
    24,
    9,
    2,
    25,
    16815,
    [("d", 7), ("e", 5), ("m", 1), ("n", 6), ("o", 0), ("r", 8), ("s", 9), ("y", 2)],
)


def recursive(items):
    if not items:
        return [[]]
    return [[item] + rest for index, item in enumerate(items) for rest in recursive(items[:index] + items[index + 1 :])]


def heaps_algorithm(items, count, visit):
    if count <= 1:
        visit(items)
        return
    for i in range(count - 1):
        heaps_algorithm(items, count - 1, visit)
        other = 0 if count % 2 else i
        items[other], items[count - 1] = items[count - 1], items[other]
    heaps_algorithm(items, count - 1, visit)


def next_permutation(values):
    i = len(values) - 2
    while i >= 0 and values[i] >= values[i + 1]:
        i -= 1
    if i < 0:
        return False
    j = len(values) - 1
    while values[j] <= values[i]:
        j -= 1
    values[i], values[j] = values[j], values[i]
    values[i + 1 :] = reversed(values[i + 1 :])
    return True


def subsets_summing(values, target):
    def search(start, left, chosen):
        if left == 0:
            found.append(tuple(chosen))
        for index in range(start, len(values)):
            if values[index] <= left:
                chosen.append(values[index])
                search(index + 1, left - values[index], chosen)
                chosen.pop()

    found = []
    search(0, target, [])
    return found


def word_sum(first, second, total):
    """Solve an addition of words, the last letters first, a column at a time."""
    letters = {}

    def assign(column, carry):
        if column == len(total):
            return carry == 0
        a, b, c = (word[-1 - column] if column < len(word) else None for word in (first, second, total))
        for x in [letters[a]] if a in letters else range(10) if a else [0]:
            fresh_a = a and a not in letters
            if fresh_a:
                if x in letters.values() or (x == 0 and a in (first[0], second[0], total[0])):
                    continue
                letters[a] = x
            for y in [letters[b]] if b in letters else range(10) if b else [0]:
                fresh_b = b and b not in letters
                if fresh_b:
                    if y in letters.values() or (y == 0 and b in (first[0], second[0], total[0])):
                        continue
                    letters[b] = y
                z = (x + y + carry) % 10
                fresh_c = c not in letters
                if (fresh_c and z not in letters.values()) or letters.get(c) == z:
                    if fresh_c:
                        letters[c] = z
                    if not (z == 0 and c == total[0]) and assign(column + 1, (x + y + carry) // 10):
                        return True
                    if fresh_c:
                        del letters[c]
                if fresh_b:
                    del letters[b]
            if fresh_a:
                del letters[a]
        return False

    assign(0, 0)
    return letters


def run(size=SIZE):
    """Counts and checks over the permutations of `size` items."""
    items = list(range(size))
    everything = recursive(items)
    assert {tuple(each) for each in everything} == set(permutations(items))
    totals = [0]

    def visit(values):
        totals[0] += values[0] * values[-1] + 1

    heaps_algorithm(items[:], size, visit)
    current, ordered = items[:], 1
    while next_permutation(current):
        ordered += 1
    fixed = sum(1 for each in everything if all(place != value for place, value in enumerate(each)))
    dice = {}
    for throw in product(range(1, 7), repeat=max(2, size - 3)):
        key = tuple(sorted(throw))
        dice[key] = dice.get(key, 0) + 1
    sums = len(subsets_summing(list(range(1, size * 3)), size * 4))
    pairs = sum(a * b for a, b in combinations(range(size * 5), 2))
    money = word_sum("send", "more", "money")
    return len(everything), totals[0], ordered, fixed, max(dice.values()), sums, pairs, sorted(money.items())


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
