"""startswith(), endswith() and find() of text in loops: with and without positions, of every kind."""


class Text(str):
    pass


TEXTS = ["", "a", "abcabc", "héllo wörld", "日本語のテキスト", "a\U0001f600b" * 3, "x" * 300]
PARTS = ["", "a", "abc", "bc", "ö", "本語", "\U0001f600b", "xx", "zz"]
POSITIONS = [0, 1, 3, -1, -3, 100, -100, None, True, 2**59, -(2**59), 2**70, -(2**70)]


def without_positions():
    found = []
    for text in TEXTS:
        for part in PARTS:
            found.append((text.startswith(part), text.endswith(part), text.find(part)))
    return found


def from_positions():
    found = []
    for text in TEXTS:
        for part in PARTS:
            for start in POSITIONS:
                found.append((text.startswith(part, start), text.endswith(part, start), text.find(part, start)))
    return found


def between_positions():
    found = []
    for text in TEXTS:
        for part in PARTS:
            for start in POSITIONS:
                for end in POSITIONS:
                    found.append(
                        text.startswith(part, start, end) * 100 + text.endswith(part, start, end) * 1000
                        + text.find(part, start, end)
                    )
    return found


def counted(text, words):
    """As a tokenizer does it."""
    position = 0
    found = []
    while position < len(text):
        for word in words:
            if text.startswith(word, position):
                found.append(word)
                position += len(word)
                break
        else:
            position += 1
    return found


def strange(parts):
    found = []
    for part in parts:
        for text in ("abc", Text("abc")):
            try:
                found.append((text.startswith(part), text.endswith(part, 1)))
                found.append(text.find(part, 0, 2))
            except TypeError as error:
                found.append(str(error))
    return found


def positions(given):
    found = []
    for position in given:
        try:
            found.append("abc".find("c", position))
        except TypeError as error:
            found.append(str(error))
    return found


def identities(n):
    found = []
    for i in range(n):
        text = "x" * i + "y"
        place, other = text.find("y"), text.find("y")
        found.append((place is other, text.startswith("x") is True, text.endswith("x") is False))
    return found


class Index:
    def __index__(self):
        print("asked")
        return 1


for _ in range(8):
    print(without_positions()[::7])
    print(sum(a + 2 * b + 3 * c for a, b, c in from_positions()), sum(between_positions()))
    print(counted("if (x <<= 3) while (yy >= x) { x >>= yy }" * 5, ["<<=", ">>=", ">=", "<<", "if", "while", "x"])[-8:])
    print(strange(["a", ("a", "x"), Text("ab"), b"a", None, 1, "c"]))
    print(positions([0, 2, 3, Index(), None, 1.0, "2", -2]))
    print(identities(300)[250:262])
