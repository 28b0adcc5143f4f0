"""Standard streams, files and iteration over them, `input`, encodings, and print with odd files."""

import io
import os
import sys
import tempfile

print(sys.stdin.read() == "", sys.stdin.readline() == "")
try:
    input("prompt> ")
except EOFError as error:
    print(error)
with tempfile.TemporaryDirectory() as folder:
    name = os.path.join(folder, "file.txt")
    with open(name, "w", encoding="utf-8") as stream:
        for i in range(3):
            stream.write(f"line {i} é\n")
        print("printed", file=stream)
    with open(name, encoding="utf-8") as stream:
        for number, line in enumerate(stream):
            print(number, line.rstrip())
    with open(name, "rb") as stream:
        while chunk := stream.read(16):
            print(chunk)
    print([line for line in open(name, encoding="utf-8") if "1" in line])
    for bad in (lambda: open(name + "missing"), lambda: open(folder), lambda: open(name, "zz"), lambda: open(name, "rb", encoding="utf-8"), lambda: stream.read(), lambda: open(5000), lambda: open(name, encoding="ascii").read()):
        try:
            bad()
        except Exception as error:
            print(type(error).__name__, str(error).replace(folder, "FOLDER"))


class Upper(io.StringIO):
    def write(self, text):
        return super().write(text.upper())


stream = Upper()
print("shout", 1, file=stream)
print(stream.getvalue())
old = sys.stdout
sys.stdout = Upper()
print("captured")
text, sys.stdout = sys.stdout.getvalue(), old
print(text)


class Reader(io.RawIOBase):
    def __init__(self, data):
        self.data = data

    def readable(self):
        return True

    def readinto(self, buffer):
        part, self.data = self.data[:len(buffer)], self.data[len(buffer):]
        buffer[:len(part)] = part
        return len(part)


print(io.BufferedReader(Reader(b"raw data\nmore")).readlines(), io.TextIOWrapper(io.BufferedReader(Reader("é\nx".encode()))).read())
sys.stdin = io.StringIO("typed line\nsecond\n")
print(input(), input("p: "), list(sys.stdin))
sys.stdin = sys.__stdin__
print("é", "\u20ac", "\U0001f600")
sys.stdout.buffer.write(b"bytes\n")
sys.stdout.flush()
sys.stderr.write("to stderr\n")
