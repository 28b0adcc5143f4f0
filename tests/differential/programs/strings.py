"""Strings and bytes: operators, indexing, methods, concatenation that may work in place, comparisons, identity."""

s = "héllo wörld"
print(s[0], s[-1], s[1:4], s[::-1], s * 2, "w" in s, len(s), s + "!", s[100:], s[:-100])
for expression in ("s[100]", "s['a']", "s[1.5]", "s + 1", "1 + s", "s * 1.5", "s * -1", "s % 3", "'%d' % 'a'",
                   "'%s %s' % (1,)", "'%s' % (1, 2)", "'%(a)s' % {}", "'%(a)s %(b)r' % {'a': 1, 'b': 'x'}",
                   "'%5.2f|%-5d|%05d|%+d|%%|%c|%x' % (3.14159, 42, 42, 42, 'z', 255)", "'%z' % 1", "'%' % 1",
                   "'%s' % None", "'%s%s' % ('a', 'b')", "'%*d' % (5, 3)", "'abc' % ()", "'abc' % (1,)", "'abc' % [1]",
                   "'abc' < 'abd'", "'a' < 'B'", "'é' > 'z'", "'' < 'a'", "'a' == b'a'", "'a' != 'a'", "b'ab'[0]",
                   "b'ab' + 'c'", "b'%d %s' % (1, b'x')", "bytes([256])", "bytes(3)", "bytes('é', 'ascii')",
                   "'é'.encode('ascii', 'replace')", "b'\\xff'.decode()", "'a' in b'a'", "97 in b'a'", "'ab' in 3",
                   "3 in 'ab'", "'ab'.join([1])", "'ab'.join('xyz')", "','.join(str(i) for i in range(4))", "ord('ab')",
                   "chr(1114112)", "'abc'.index('z')", "'abc'.find('z')", "'a,b,,c'.split(',')", "' a  b '.split()",
                   "'abc'.partition('b')", "'aXbX'.replace('X', 'yy', 1)", "'abc'.startswith(('x', 'a'))",
                   "'{} {}'.format(1)", "'{0} {a!r:>5}'.format(1, a='x')", "'{0[k]} {1.real}'.format({'k': 2}, 3)",
                   "'{'.format()", "'{!x}'.format(1)", "'{:d}'.format('a')", "'ß'.upper()", "'ǅ'.swapcase()",
                   "'a\\nb\\r\\nc\\x0bd'.splitlines()", "'tEST'.title()", "'x'.zfill(4), '-4'.zfill(4)", "'a\\tb'.expandtabs(4)",
                   "'abc'.translate({97: 'X', 98: None})", "str.maketrans('ab', 'cd')", "'abc'.center(8, '*')",
                   "'١٢'.isdigit(), int('١٢')", "'a'.isidentifier(), '1'.isidentifier()", "repr('\\x00\\n\\'\"\\u200b\\U0001f600')",
                   "ascii('é\\U0001f600')", "bytearray(b'ab') + b'c'", "b'a' * 3", "bytearray(b'abc')[1:2]", "b'abc'[::-1]",
                   "str(b'a')", "str(b'a', 'utf-8')", "'a' 'b' \"c\"", "'\\N{BULLET}'", "r'\\n'", "b'\\x41'", "'''a\nb'''"):
    try:
        print(expression, "=", repr(eval(expression)))
    except Exception as error:
        print(expression, "->", type(error).__name__, error)


def concatenate():
    text = ""
    kept = []
    for i in range(6):
        text += "ab"
        kept.append(text)
    other = text
    text += "!"
    return kept, other, text


print(concatenate())


def concatenate_attribute():
    class Holder:
        text = ""
    h = Holder()
    for i in range(4):
        h.text += str(i)
    return h.text, Holder.text


print(concatenate_attribute())


def concatenate_failing():
    text = "a" * 10
    try:
        text += None
    except TypeError:
        pass
    return text


print(concatenate_failing())


def hash_kept():
    key = "k" + str(1)
    d = {key: 1}
    key += "x"
    return d, key


print(hash_kept())


def concatenate_cell():
    text = ""

    def add(part):
        nonlocal text
        before = text
        text += part
        return before
    return [add(c) for c in "xyz"], text


print(concatenate_cell())
module_text = "m"
module_alias = module_text
for _ in range(3):
    module_text += "m"
print(module_text, module_alias)


class S(str):
    def __add__(self, other):
        return "S.__add__"

    def __radd__(self, other):
        return "S.__radd__"

    def __mod__(self, other):
        return "S.__mod__"

    def __rmod__(self, other):
        return "S.__rmod__"

    def __eq__(self, other):
        return "S.__eq__"

    __hash__ = str.__hash__


def plus(a, b):
    return a + b


print([plus("a", "b") for _ in range(20)][0], plus(S("a"), "b"), plus("a", S("b")), "a" % S("b"), S("a") % 1, S("a") == "a")
print("a" is "a", "ab" "c" is "abc", "".join(["a"]) is "a")


def chars(text):
    out = []
    for c in text:
        out.append(c.upper() if c < "m" else c)
    return "".join(out)


print(chars(s), chars("日本語"), [c for c in "a\U0001f600é"], [b for b in b"ab"])
first, *rest = "xyz"
print(first, rest, max("hello"), sorted("hello"), "".join(reversed("abc")), dict(zip("ab", "cd")))
print("a" < "b" < "c", "abc"[1] == "b", "abc"[-1:] + "abc"[:1], "%s-%r" % ("x", "x"), f"{'x'!r:>5}")
data = bytearray(b"hello")
data[0] = 72
data[1:3] = b"EL"
data += b"!"
del data[-2]
print(data, memoryview(data)[1], bytes(memoryview(data)[1:3]))
try:
    data[0] = 256
except ValueError as error:
    print(error)
try:
    s[0] = "x"
except TypeError as error:
    print(error)
try:
    del s[0]
except TypeError as error:
    print(error)
