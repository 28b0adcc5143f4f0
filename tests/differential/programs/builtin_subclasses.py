"""Subclasses of built-in types with overridden methods, at sites that know the built-in type."""


class I(int):
    def __new__(cls, value=0):
        return super().__new__(cls, value)

    def __add__(self, other):
        return I(int(self) + int(other) + 1000)

    def __eq__(self, other):
        return "I.__eq__"

    def __hash__(self):
        return 7

    def __bool__(self):
        return False

    def __index__(self):
        return 1

    def __neg__(self):
        return "neg"

    def __repr__(self):
        return f"I{int(self)}"

    def __lt__(self, other):
        return "lt"

    def __iadd__(self, other):
        return "iadd"

    def __floordiv__(self, other):
        return "floordiv"


class F(float):
    def __mul__(self, other):
        return "F.__mul__"

    def __rmul__(self, other):
        return "F.__rmul__"

    def __bool__(self):
        return True


class S(str):
    def __getitem__(self, key):
        return f"S[{key}]"

    def __len__(self):
        return 99

    def __iter__(self):
        return iter("iterated")

    def __contains__(self, item):
        return "contains"

    def __hash__(self):
        return 5

    def __eq__(self, other):
        return True


class L(list):
    def __getitem__(self, key):
        return f"L[{key}]"

    def __setitem__(self, key, value):
        super().append((key, value))

    def __len__(self):
        return 5

    def __iter__(self):
        return iter("L iter")

    def __contains__(self, item):
        return True

    def append(self, item):
        super().append(("appended", item))

    def __bool__(self):
        return False

    def __eq__(self, other):
        return "L eq"

    def __iadd__(self, other):
        return "L iadd"


class D(dict):
    def __getitem__(self, key):
        return f"D[{key}]"

    def __setitem__(self, key, value):
        super().__setitem__(key, ("set", value))

    def __missing__(self, key):
        return f"missing {key}"

    def __contains__(self, key):
        return True

    def get(self, key, default=None):
        return "D.get"

    def __len__(self):
        return 0

    def __delitem__(self, key):
        print("delitem", key)


class M(dict):
    def __missing__(self, key):
        self[key] = f"made {key}"
        return self[key]


class T(tuple):
    def __getitem__(self, key):
        return f"T[{key}]"

    def __iter__(self):
        return iter("T iter")

    def __len__(self):
        return 2

    def __eq__(self, other):
        return "T eq"


class P(tuple):
    """A plain subclass."""


def use(a, b):
    out = []
    for operation in OPERATIONS:
        try:
            out.append(operation(a, b))
        except Exception as error:
            out.append(f"{type(error).__name__} {error}")
    return out


OPERATIONS = [lambda a, b: a + b, lambda a, b: a == b, lambda a, b: a < b, lambda a, b: a * b, lambda a, b: a // b, lambda a, b: "t" if a else "f",
              lambda a, b: "=" if a == b else "!", lambda a, b: "<" if a < b else ">=", lambda a, b: -a, lambda a, b: [10, 20, 30][a]]
for _ in range(30):
    use(1, 2)
for pair in ((I(1), 2), (1, I(2)), (I(1), I(1)), (F(2), 3.0), (2.0, F(3)), (F(2), F(3)), (True, 2), (1, True), (False, False)):
    print(pair, use(*pair))


def containers(c, k):
    out = []
    for operation in CONTAINER:
        try:
            out.append(operation(c, k))
        except Exception as error:
            out.append(f"{type(error).__name__} {error}")
    return out


CONTAINER = [lambda c, k: c[k], lambda c, k: k in c, lambda c, k: len(c), lambda c, k: [x for x in c][:2], lambda c, k: "t" if c else "f", lambda c, k: list(c)[:2],
             lambda c, k: c == c, lambda c, k: [*c][:1], lambda c, k: c.__class__.__name__]
for _ in range(20):
    containers([1, 2], 0), containers({0: 1}, 0), containers((1, 2), 0), containers("ab", 0)
for pair in ((L([1, 2]), 0), (D(a=1), "a"), (T((1, 2)), 0), (S("ab"), 0), (P((1, 2)), 1), (M(a=1), "q"), (M(), "r")):
    print(containers(*pair))
l = L([1])
l[0] = "x"
l.append(2)
print(list.__repr__(l))
l += [1]
print(l)
d = D(a=1)
d["b"] = 2
del d["a"]
print(dict.__repr__(d), d["zz"], dict.get(d, "b"), {**D(a=1)}, dict(D(a=1)))
i = I(5)
j = i
j += 1
print(j, i, I(1) + 1 + 1, sum([I(1), I(2)]), range(I(5)), "abc"[I(0)], I(3) * 2, type(I(3) * 2).__name__, hash(I(1)), {1: "int"}.get(I(1)), int(I(3)), max(I(1), I(2)))
print(S("ab") + "c", type(S("ab") + "c").__name__, S("a").upper(), "x".join([S("a")]), {"a": 1}.get(S("a")), S("k") == "other", f"{S('v')}", S("ab")[0:1])
a, b = T((1, 2, 3, 4, 5, 6)) if False else P((1, 2))
print(a, b, P((1,)) + (2,), type(P((1,)) + (2,)).__name__, (lambda *a: a)(*P((1, 2))), "%s %s" % P((1, 2)))


class B(bytes):
    pass


class FS(frozenset):
    def __contains__(self, item):
        return "yes"


class E(Exception):
    def __init__(self, code):
        self.code = code

    def __str__(self):
        return f"code {self.code}"


print(B(b"a") + b"b", 5 in FS(), {1} | FS([2]), type(FS([1]) | {2}).__name__)
try:
    raise E(5)
except E as error:
    print(error, error.args, error.code)


class Type(type):
    def __call__(cls, *args):
        return ("Type call", args)

    def __eq__(cls, other):
        return True

    __hash__ = type.__hash__


class Uses(metaclass=Type):
    pass


print(Uses(1), Uses == 5, isinstance(Uses, type))


class Range:
    """Not a range, but looks like one."""

    def __iter__(self):
        return iter(range(2))


def total(r):
    t = 0
    for i in r:
        t += i
    return t


print([total(range(5)) for _ in range(20)][-1], total(Range()), total([True, 2.5]), total((I(1), 1)))
