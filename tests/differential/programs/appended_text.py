"""Text that grows by `+` and `+=`, where nobody else has it and where somebody does."""

PIECES = ["a", "bc", "", "\xe9", "\u20ac", "\U0001f600", "plain text that is longer than most"]


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("dies:", self.name)


def grow(rounds):
    """Every kind of character comes to every other."""
    seen = []
    text = ""
    for n in range(rounds):
        text += PIECES[n * n % len(PIECES)]
        if n % 11 == 10:
            seen.append(text)
            text = str(n)
    return len(seen), sum(map(len, seen)), seen[-1], hash("".join(seen)) == hash("".join(list(seen)))


def labels(rounds):
    """Parts in a row, into a local that holds the one before."""
    found = {}
    label = None
    for n in range(rounds):
        label = ("E" if n % 3 else "W") + ("N" if n % 5 else "S") + str(n % 4) + "!"
        found[label] = found.get(label, 0) + 1
    return sorted(found.items()), label


def shared(rounds):
    """Whoever has the text keeps what it was."""
    kept, borrowed = [], [str(n) * 2 for n in range(7)]
    for n in range(rounds):
        text = str(n)
        other = text
        text += "x"
        assert other == str(n) and text == other + "x", (text, other)
        item = borrowed[n % 7]
        item += text
        assert borrowed[n % 7] == str(n % 7) * 2
        known = {text: n}
        text += "y"
        assert list(known) == [str(n) + "x"] and hash(text) == hash(str(n) + "xy")
        twice = str(n)
        twice += twice
        assert twice == str(n) * 2
        kept.append(item)
    return kept[:3], kept[-3:]


def suffixed(text, suffix):
    text = text + suffix
    return text


def through_calls(rounds):
    words = [str(n) for n in range(9)]
    total = 0
    for n in range(rounds):
        word = words[n % 9]
        longer = suffixed(word, "-s")
        assert word == str(n % 9) and longer == word + "-s"
        total += len(suffixed(suffixed(word + "!", "\u20ac"), word))
    return total, words


def over_others(rounds):
    """The local that takes the text held something that says when it dies."""
    for n in range(rounds):
        text = Loud(n) if n % 50 == 0 else n
        text = str(n) + "a" + "b"
    return text


def wrong(pieces):
    text = "start"
    for n, piece in enumerate(pieces):
        try:
            text = text + "," + piece
        except TypeError as error:
            text += repr(error)[:20] + str(n)
    return text


print(grow(3000))
print(labels(2000))
print(shared(1500))
print(through_calls(1500))
print(over_others(200))
print(wrong(["a", 1, "b"] * 200)[-200:])
