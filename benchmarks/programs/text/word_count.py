"""Word count: clean, split, count, rank, and index a text.

Stresses: str methods (lower, strip, split, translate, replace, startswith), dict
counting, sorting, formatted output.
From: the `wc` and concordance exercises (Kernighan and Pike; McIlroy's pipeline).
"""

SIZE = 2_000
SMALL_SIZE = 3
SMALL_RESULT = (1375, 243, 44, "line            15 100.00%", 15, 5, 18)

TEXT = """It was a bright cold day in the harbour, and the clocks of the old town were
striking eleven. The captain -- a tall woman, grey-haired, quiet -- walked past the
fish market; nobody looked up. "Any word from the north?" she asked. "None," said the
clerk, "none since the ice closed in." She nodded; she had expected as much. Ships
come, ships go; the harbour's clocks keep on striking, and the ice does what ice does.
"""

STOP_WORDS = {"the", "a", "in", "of", "and", "was", "it", "on", "from", "had", "as"}
PUNCTUATION = str.maketrans({char: " " for char in '.,;:!?"-()'})


def make_text(count):
    lines = TEXT.splitlines()
    return "\n".join(lines[n * 3 % len(lines)] + f" Line {n}." for n in range(count * len(lines)))


def words_of(line):
    for word in line.translate(PUNCTUATION).split():
        word = word.lower().strip("'")
        if word.endswith("'s"):
            word = word[:-2]
        if word and not word.isdigit():
            yield word


def wrap(words, width):
    lines, line, length = [], [], 0
    for word in words:
        if length + len(word) + len(line) > width:
            lines.append(" ".join(line))
            line, length = [], 0
        line.append(word)
        length += len(word)
    lines.append(" ".join(line))
    return lines


def caesar(text, shift):
    out = []
    for char in text:
        if "a" <= char <= "z":
            out.append(chr((ord(char) - 97 + shift) % 26 + 97))
        elif "A" <= char <= "Z":
            out.append(chr((ord(char) - 65 + shift) % 26 + 65))
        else:
            out.append(char)
    return "".join(out)


def report(counts):
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "\n".join(f"{word:<12}{count:>6} {count / ranked[0][1]:7.2%}" for word, count in ranked)


def run(size=SIZE):
    """(characters, words, distinct words, the top of the report, lines once wrapped, cipher check)."""
    text = make_text(size)
    counts, index, words = {}, {}, []
    for number, line in enumerate(text.splitlines(), start=1):
        for word in words_of(line):
            words.append(word)
            if word not in STOP_WORDS:
                counts[word] = counts.get(word, 0) + 1
                index.setdefault(word, set()).add(number)
    capitals = sum(word.capitalize() in text for word in counts)
    plain = text[: len(text) // 4]
    assert caesar(caesar(plain, 3), -3) == plain
    top = report(counts).splitlines()[0]
    spread = max(len(lines) for lines in index.values())
    return len(text), len(words), len(counts), top, spread, capitals, len(wrap(words, 72))


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
