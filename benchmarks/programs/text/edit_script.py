"""A line diff and a patch: Myers' algorithm, a trie and fuzzy matching of words.

Stresses: dictionaries indexed by small and negative ints, list copies, string
comparison, nested dicts as a trie, recursion over it.
From: Myers, "An O(ND) Difference Algorithm" (1986); spelling correction by trie.
"""

SIZE = 4_000
SMALL_SIZE = 15
SMALL_RESULT = ([3, 4, 12], [(1, [(2, "bakerba")]), (0, []), (0, []), (0, [])])


def diff(a, b):
    """The shortest edit script: a list of (operation, line)."""
    frontier = {1: 0}
    history = []
    for distance in range(len(a) + len(b) + 1):
        history.append(dict(frontier))
        for k in range(-distance, distance + 1, 2):
            if k == -distance or (k != distance and frontier[k - 1] < frontier[k + 1]):
                x = frontier[k + 1]
            else:
                x = frontier[k - 1] + 1
            y = x - k
            while x < len(a) and y < len(b) and a[x] == b[y]:
                x += 1
                y += 1
            frontier[k] = x
            if x >= len(a) and y >= len(b):
                return script(a, b, history)
    raise AssertionError("some edit script always exists")


def script(a, b, history):
    edits = []
    x, y = len(a), len(b)
    for distance in range(len(history) - 1, -1, -1):
        frontier = history[distance]
        k = x - y
        if k == -distance or (k != distance and frontier[k - 1] < frontier[k + 1]):
            previous_k = k + 1
        else:
            previous_k = k - 1
        previous_x = frontier[previous_k]
        previous_y = previous_x - previous_k
        while x > previous_x and y > previous_y:
            x -= 1
            y -= 1
            edits.append((" ", a[x]))
        if distance:
            edits.append(("+", b[previous_y]) if x == previous_x else ("-", a[previous_x]))
            x, y = previous_x, previous_y
    edits.reverse()
    return edits


def patch(a, edits):
    result = []
    lines = iter(a)
    for operation, line in edits:
        if operation != "+":
            assert next(lines) == line
        if operation != "-":
            result.append(line)
    return result


def make_trie(words):
    root = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node["$"] = word
    return root


def similar(trie, word, limit):
    """Words of the trie within `limit` edits, found row by row of the distance table."""
    found = []

    def walk(node, letter, previous):
        current = [previous[0] + 1]
        for column, other in enumerate(word, start=1):
            current.append(min(current[-1] + 1, previous[column] + 1, previous[column - 1] + (other != letter)))
        if "$" in node and current[-1] <= limit:
            found.append((current[-1], node["$"]))
        if min(current) <= limit:
            for following, child in node.items():
                if following != "$":
                    walk(child, following, current)

    first = list(range(len(word) + 1))
    for letter, child in trie.items():
        walk(child, letter, first)
    return sorted(found)


def make_words(count):
    syllables = ["ba", "ker", "lin", "mo", "ra", "ste", "tu", "vin"]
    return [syllables[n % 8] + syllables[n // 8 % 8] + syllables[n * 5 // 64 % 8] for n in range(count)]


def run(size=SIZE):
    """(deleted, added, kept) lines of a diff at `size` lines, and the words found by a fuzzy search."""
    a = [f"line {n * n % 97}" for n in range(size)]
    b = [line for n, line in enumerate(a) if n % 7] + [f"new {n}" for n in range(size // 10)]
    b[size // 3 : size // 3] = ["inserted"] * 3
    edits = diff(a, b)
    assert patch(a, edits) == b
    counts = [sum(operation == sign for operation, _ in edits) for sign in "-+ "]
    trie = make_trie(make_words(size))
    matches = [similar(trie, word, 2) for word in ("bakermo", "tuvinra", "stelinko", "morabaker")]
    return counts, [(len(match), match[:2]) for match in matches]


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
