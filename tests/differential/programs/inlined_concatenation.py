"""Inlined calls that concatenate strings in place, of parameters and of locals."""


class Reader:
    def __init__(self, text):
        self.text = text
        self.index = 0

    def step(self):
        char = self.text[self.index]
        if char == "\\":
            char += self.text[self.index + 1]
        self.index = self.index + len(char)
        return char

    def matches(self, char):
        if self.step() == char:
            return True
        return False


def escaped(text, rounds):
    found = 0
    for _ in range(rounds):
        reader = Reader(text)
        for _ in range(5):
            found += reader.matches("\\n")
    return found


print(escaped("ab\\nc\\t", 400))


def grow(prefix, suffix):
    prefix += suffix
    return prefix


print(sum(len(grow("x" * (n % 5), "yz")) for n in range(400)))
total = 0
for n in range(400):
    total += len(grow("x" * (n % 5), "yz"))
print(total)
