"""A JSON parser and writer in plain Python.

Stresses: walking a string by index, string comparison and slicing, recursive
methods, building lists and dicts, escapes.
From: the recursive-descent parser people write to learn parsing.
"""

SIZE = 4_000
SMALL_SIZE = 2
SMALL_RESULT = (349, 1.25, ["new", "café", "lot-1"])

ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
WRITE_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


class ParseError(ValueError):
    pass


class Parser:
    def __init__(self, text):
        self.text = text
        self.position = 0

    def parse(self):
        value = self.value()
        self.skip_space()
        if self.position != len(self.text):
            raise ParseError(f"trailing text at {self.position}")
        return value

    def skip_space(self):
        while self.position < len(self.text) and self.text[self.position] in " \t\r\n":
            self.position += 1

    def expect(self, word):
        if not self.text.startswith(word, self.position):
            raise ParseError(f"expected {word!r} at {self.position}")
        self.position += len(word)

    def value(self):
        self.skip_space()
        char = self.text[self.position]
        if char == "{":
            return self.object()
        if char == "[":
            return self.array()
        if char == '"':
            return self.string()
        if char == "t":
            self.expect("true")
            return True
        if char == "f":
            self.expect("false")
            return False
        if char == "n":
            self.expect("null")
            return None
        return self.number()

    def object(self):
        self.expect("{")
        result = {}
        self.skip_space()
        if self.text[self.position] == "}":
            self.position += 1
            return result
        while True:
            self.skip_space()
            key = self.string()
            self.skip_space()
            self.expect(":")
            result[key] = self.value()
            self.skip_space()
            if self.text[self.position] == ",":
                self.position += 1
                continue
            self.expect("}")
            return result

    def array(self):
        self.expect("[")
        result = []
        self.skip_space()
        if self.text[self.position] == "]":
            self.position += 1
            return result
        while True:
            result.append(self.value())
            self.skip_space()
            if self.text[self.position] == ",":
                self.position += 1
                continue
            self.expect("]")
            return result

    def string(self):
        self.expect('"')
        chars = []
        while True:
            char = self.text[self.position]
            self.position += 1
            if char == '"':
                return "".join(chars)
            if char == "\\":
                char = self.text[self.position]
                self.position += 1
                if char == "u":
                    chars.append(chr(int(self.text[self.position : self.position + 4], 16)))
                    self.position += 4
                else:
                    chars.append(ESCAPES[char])
            else:
                chars.append(char)

    def number(self):
        start = self.position
        while self.position < len(self.text) and self.text[self.position] in "+-0123456789.eE":
            self.position += 1
        digits = self.text[start : self.position]
        try:
            return int(digits)
        except ValueError:
            return float(digits)


def write(value, out):
    if value is None:
        out.append("null")
    elif value is True:
        out.append("true")
    elif value is False:
        out.append("false")
    elif isinstance(value, str):
        out.append('"' + "".join(WRITE_ESCAPES.get(char, char) for char in value) + '"')
    elif isinstance(value, (int, float)):
        out.append(repr(value))
    elif isinstance(value, list):
        out.append("[")
        for index, item in enumerate(value):
            if index:
                out.append(", ")
            write(item, out)
        out.append("]")
    else:
        out.append("{")
        for index, (key, item) in enumerate(value.items()):
            if index:
                out.append(", ")
            write(key, out)
            out.append(": ")
            write(item, out)
        out.append("}")


def make_document(size):
    return {
        "title": 'The "inventory"',
        "items": [
            {
                "id": n,
                "name": f"item\t{n}",
                "price": n * 1.25,
                "tags": ["new", "caf\u00e9", f"lot-{n % 7}"],
                "stock": {"north": n % 5, "south": None, "open": n % 2 == 0, "notes": "two\nlines"},
            }
            for n in range(size)
        ],
    }


def run(size=SIZE):
    """(length of the text, sum of the prices) of a document of `size` items, there and back."""
    document = make_document(size)
    out = []
    write(document, out)
    text = "".join(out)
    parsed = Parser(text).parse()
    assert parsed == document
    return len(text), sum(item["price"] for item in parsed["items"]), parsed["items"][-1]["tags"]


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
