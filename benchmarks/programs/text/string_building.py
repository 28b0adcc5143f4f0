"""String building: +=, join, f-strings, format, %, StringIO, reversing, encoding.

Stresses: string concatenation in loops, formatting of ints and floats, str and bytes
round trips, run-length and hexadecimal encodings a character at a time.
From: report writers, protocol encoders and logging lines.
"""

from io import StringIO

SIZE = 70_000
SMALL_SIZE = 20
SMALL_RESULT = (130, 468, 32, 299, "        row 8;row 9;", " wor 91 wor ")


def by_addition(count):
    text = ""
    for n in range(count):
        text += "row "
        text += str(n)
        text += ";"
    return text


def by_join(count):
    return "".join("row " + str(n) + ";" for n in range(count))


def by_buffer(count):
    buffer = StringIO()
    for n in range(count):
        buffer.write("row ")
        buffer.write(str(n))
        buffer.write(";")
    return buffer.getvalue()


def table(count):
    lines = []
    for n in range(count):
        lines.append(f"{n:>6}|{n * 1.5:10.2f}|{n % 256:02x}|{'yes' if n % 2 else 'no':<4}|")
        lines.append("{:>6}|{:10.2f}|{:02x}|{:<4}|".format(n, n * 1.5, n % 256, "yes" if n % 2 else "no"))
        # The old way is still everywhere, so it is measured too.
        lines.append("%6d|%10.2f|%02x|%-4s|" % (n, n * 1.5, n % 256, "yes" if n % 2 else "no"))  # noqa: UP031
    return lines


def run_lengths(text):
    out = []
    last, length = "", 0
    for char in text:
        if char == last:
            length += 1
        else:
            if length:
                out.append(f"{length}{last}")
            last, length = char, 1
    out.append(f"{length}{last}")
    return "".join(out)


def expand(encoded):
    out = []
    count = 0
    for char in encoded:
        if char.isdigit():
            count = count * 10 + int(char)
        else:
            out.append(char * count)
            count = 0
    return "".join(out)


def hex_dump(data):
    lines = []
    for start in range(0, len(data), 16):
        row = data[start : start + 16]
        codes = " ".join(f"{byte:02x}" for byte in row)
        shown = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
        lines.append(f"{start:08x}  {codes:<48} {shown}")
    return "\n".join(lines)


def run(size=SIZE):
    """Lengths of the texts built, which must agree with each other."""
    text = by_addition(size)
    assert text == by_join(size) == by_buffer(size)
    lines = table(size // 3)
    assert lines[0::3] == lines[1::3] == lines[2::3]
    repeated = "".join("abc"[n % 3] * (n * 7 % 5) for n in range(size))
    encoded = run_lengths(repeated)
    assert expand(encoded) == repeated
    dump = hex_dump((text + "\u00e9\u4e2d").encode("utf-8")[: size * 3])
    reversed_words = " ".join(word[::-1] for word in text.split(";"))
    return len(text), len("".join(lines)), len(encoded), len(dump), dump[-20:], reversed_words[-12:]


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
