"""Counting with dictionaries: letters, pairs, groups, inverted index.

Stresses: dict lookups and stores with string, int and tuple keys, `setdefault`,
`get`, `defaultdict`, `Counter`, iterating over items.
From: the everyday shape of log and text analysis.
"""

from collections import Counter, defaultdict

SIZE = 80_000
SMALL_SIZE = 100
SMALL_RESULT = (
    53,
    97,
    792,
    [("ren", 10), ("ka", 9), ("lu", 9)],
    {
        2: (9, "lu"),
        3: (10, "ren"),
        4: (3, "tolu"),
        5: (3, "tosol"),
        6: (2, "mibaka"),
        7: (1, "mirenne"),
        8: (1, "misolest"),
        9: (1, "estestest"),
    },
    46,
)


def make_words(count):
    syllables = ["ka", "to", "mi", "ren", "sol", "ba", "ne", "vi", "dor", "lu", "pa", "est"]
    seed = 7
    words = []
    for _ in range(count):
        seed = (seed * 16807) % 2147483647
        length = 1 + seed % 3
        word = ""
        for k in range(length):
            word += syllables[(seed >> (k * 4)) % len(syllables)]
        words.append(word)
    return words


def count_with_get(words):
    counts = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts


def count_with_in(words):
    counts = {}
    for word in words:
        if word in counts:
            counts[word] += 1
        else:
            counts[word] = 1
    return counts


def pairs(words):
    counts = defaultdict(int)
    for first, second in zip(words, words[1:]):
        counts[first, second] += 1
    return counts


def positions(words):
    index = {}
    for place, word in enumerate(words):
        index.setdefault(word, []).append(place)
    return index


def by_length(counts):
    groups = defaultdict(set)
    for word, count in counts.items():
        groups[len(word)].add((count, word))
    return {length: max(group) for length, group in sorted(groups.items())}


def run(size=SIZE):
    """Facts about `size` made-up words."""
    words = make_words(size)
    counts = count_with_get(words)
    assert counts == count_with_in(words) == Counter(words)
    pair_counts = pairs(words)
    index = positions(words)
    spread = sum(places[-1] - places[0] for places in index.values())
    letters = Counter()
    for word in words:
        letters.update(word)
    top = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:3]
    return len(counts), len(pair_counts), spread, top, by_length(counts), letters["a"]


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
