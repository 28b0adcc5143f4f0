"""repr, str, format and print of everything, recursion in repr, reprs that fail, and where they are called."""

import sys


class R:
    def __repr__(self):
        return "R()"


class S(R):
    def __str__(self):
        return "S str"


class Bad:
    def __repr__(self):
        return 5


class Raises:
    def __repr__(self):
        raise ValueError("repr raises")

    def __str__(self):
        return "str is fine"


class Self:
    def __init__(self):
        self.items = [self]

    def __repr__(self):
        return f"Self({self.items if len(self.items) > 1 else 'one'})"


print(R(), S(), [S()], {S(): R()}, (R(),), f"{S()} {S()!r}", str(R()), repr(S()), "%s %r" % (S(), S()), "{} {!r}".format(S(), S()))
for expression in ("repr(Bad())", "str(Bad())", "[Raises()]", "str(Raises())", "repr(Raises())", "f'{Raises()}'", "f'{Raises()!r}'", "'%r' % Raises()", "print(Raises(), Bad())", "{1: Raises()}.__repr__()"):
    try:
        print(expression, "=", eval(expression))
    except Exception as error:
        print(expression, "->", type(error).__name__, error)
l = [1]
l.append(l)
d = {"self": None}
d["self"] = d
t = ([],)
t[0].append(t)
s = Self()
print(l, d, t, s)
s.items.append(2)
try:
    repr(s)
except RecursionError:
    print("recursion in repr")
import collections
import reprlib
q = collections.deque([1], 3)
q.append(q)
o = collections.OrderedDict()
o["me"] = o
print(q, o, collections.defaultdict(R().__class__, {1: R()}))


class Guarded(list):
    @reprlib.recursive_repr("<again>")
    def __repr__(self):
        return "Guarded" + list.__repr__(self)


g = Guarded([1])
g.append(g)
print(g)


def function():
    pass


def strip(text):
    import re
    return re.sub(r" at 0x[0-9a-f]+", "", text)


for thing in (function, R.__repr__, R().__repr__, R, len, [].append, int, type, None, ..., NotImplemented, sys, range(3), slice(1, 2), lambda: 0, (i for i in ()),
              object(), super(R, R()), property(), staticmethod(function), classmethod(function), 1.0, 1e100, -0.0, 1j, 10**20, b"\x00a'", "\n\t'\"", frozenset([1]), set(), {},
              bytearray(b"x"), memoryview(b"x"), enumerate([]), zip(), map(str, []), iter([]), iter(""), Exception(), Exception(1), Exception(1, "a"), KeyError("k"), ValueError,
              function.__code__, {}.keys(), {1: 2}.items(), {1: 2}.values(), int.__add__, (1).__add__, str.join, dict.fromkeys, R.__dict__, type(R.__dict__), list[int], int | str, True, (1,), ()):
    print(strip(repr(thing)).replace(__file__, "FILE"))
print("a", 1, None, sep="|", end="<\n")
print(*[1, 2], sep="")
print("x", "y", sep=None, end=None)
print("err", file=sys.stderr)
for bad in (lambda: print(1, sep=5), lambda: print(1, end=5), lambda: print(1, file=5), lambda: print(1, nothing=2)):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__, error)
print(flush=True)


class Writer:
    def write(self, text):
        written.append(text)


written = []
print("a", 1, file=Writer())
print(written)
sys.stdout.write("direct\n")
old = sys.displayhook
import builtins
sys.displayhook(5)
print(builtins._)
sys.displayhook(None)
