"""A tokenizer for a C-like language, written as a loop over characters.

Stresses: string indexing, character tests, slicing, small state machines, building
a list of named tuples.
From: the hand-written lexer in front of most compilers.
"""

from collections import namedtuple

SIZE = 2_000
SMALL_SIZE = 2
SMALL_RESULT = ([("float", 4), ("int", 8), ("keyword", 20), ("name", 44), ("operator", 82), ("string", 2)], 369961181)

Token = namedtuple("Token", "kind text line column")

KEYWORDS = {"if", "else", "while", "return", "int", "float", "for"}
TWO_CHAR = {"==", "!=", "<=", ">=", "&&", "||", "++", "+="}

SOURCE = """
/* greatest common divisor */
int gcd(int a, int b) {
    while (b != 0) {     // Euclid
        int t = a % b;
        a = b; b = t;
    }
    return a;
}
float scale(float value_1) { return value_1 * 3.25e2 + 0.5; }
for (i = 0; i <= 10 && ok; i++) { total += gcd(i, 12) || "none \\"here\\""; }
"""


class LexError(Exception):
    pass


def tokenize(source):
    tokens = []
    position, line, line_start = 0, 1, 0
    length = len(source)
    while position < length:
        char = source[position]
        if char == "\n":
            line += 1
            position += 1
            line_start = position
            continue
        if char.isspace():
            position += 1
            continue
        start = position
        if char.isalpha() or char == "_":
            while position < length and (source[position].isalnum() or source[position] == "_"):
                position += 1
            text = source[start:position]
            kind = "keyword" if text in KEYWORDS else "name"
        elif char.isdigit():
            while position < length and (source[position].isdigit() or source[position] in ".e"):
                position += 1
            text = source[start:position]
            kind = "float" if "." in text else "int"
        elif char == '"':
            position += 1
            while source[position] != '"':
                position += 2 if source[position] == "\\" else 1
            position += 1
            text = source[start:position]
            kind = "string"
        elif source.startswith("//", position):
            while position < length and source[position] != "\n":
                position += 1
            continue
        elif source.startswith("/*", position):
            end = source.find("*/", position)
            if end < 0:
                raise LexError(f"comment from line {line} has no end")
            line += source.count("\n", position, end)
            position = end + 2
            continue
        elif source[position : position + 2] in TWO_CHAR:
            position += 2
            text = source[start:position]
            kind = "operator"
        elif char in "+-*/%=<>!&|(){};,":
            position += 1
            text = char
            kind = "operator"
        else:
            raise LexError(f"{char!r} at line {line}")
        tokens.append(Token(kind, text, line, start - line_start))
    return tokens


def run(size=SIZE):
    """Tokens by kind, and a checksum of their places, in `size` copies of a source."""
    counts = {}
    places = 0
    for token in tokenize(SOURCE * size):
        counts[token.kind] = counts.get(token.kind, 0) + 1
        places = (places * 31 + token.line * 100 + token.column) % 1_000_000_007
    return sorted(counts.items()), places


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
