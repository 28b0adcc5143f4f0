"""Which constants of equal value are one object: in a function, between functions, in tuples, folded and written out."""
# What `is` says of constants is the compiler's doing: it must be the same folding and the same merging.


def described(x=1 << 62):
    a = 1 << 62
    b = 2**62
    c = 4611686018427387904
    d = (2**62, 1)[0]
    e = (1 << 62, (2**62,))
    f = -(-(2**62))
    g = 2**62 if x else 1 << 62
    h = 2**31 * 2**31
    i = [1 << 62, 2**62]
    j = 2.0**62
    k = 4611686018427387904.0
    m = "a" + "b"
    n = "ab"
    o = "a b" * 2
    p = "a ba b"
    q = b"a b" * 2
    r = b"a ba b"
    s = 1e300 * 10
    t = 1e301
    u = (1, 2.5, "x") + (3,)
    v = (1, 2.5, "x", 3)
    return [a, b, c, d, *e, e[1][0], f, g, h, *i, j, k, m, n, o, p, q, r, s, t, u, v, x]


def other():
    return [2**62, 4611686018427387904, 2.0**62, "a b" * 2, b"a b" * 2, 1e301, (1, 2.5, "x", 3)]


class Holder:
    a = 1 << 62
    b = 2.0**62
    c = (1, 2.5, "x", 3)

    def compare(self, d=2**62):
        return d is self.a, self.b is 2.0**62, (1, 2.5, "x", 3) is Holder.c


module = [1 << 62, 2**62, 2.0**62, "a ba b", (1, 2.5, "x", 3)]
for turn in range(200):
    values = described() + other() + module
    same = [[i for i, value in enumerate(values) if value is one] for one in values]
    if turn % 66 == 0:
        print(same, Holder().compare(), described()[0] is values[0])
