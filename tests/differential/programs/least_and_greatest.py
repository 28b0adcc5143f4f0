"""min() and max() of objects, bools in arithmetic, truth of what lists hold: of plain objects nothing runs."""

import sys


def ext(n, values, other):
    a = []
    for i in range(n):
        x = values[i % len(values)]
        y = other[i % len(other)]
        m = max(x, y)
        k = min(x, y, values[0])
        a.append((m is x, m is y, m, k is values[0], k))
    return a


def booleans(n):
    t = 0
    s = []
    for i in range(n):
        t += i % 3 == 0
        t = t - (i == 7) * 3
        b = (i > 3) + (i > 5)
        c = (i > 3) & (i % 2 == 0)
        d = (i > 3) & i
        e = True ^ (i == 2)
        f = (i > 3) << 2
        g = i / 2 + (i > 1)
        s.append((t, b, c, d, e, f, g, type(c), type(b), -(i > 2), (i > 2) // 2))
    return s


def loops(items, n):
    out = []
    for k in range(n):
        for x in items:
            if not x:
                continue
            out.append(x)
            if len(out) == 50 and type(items) is list:
                items.append(7)
        it = iter(items)
        for x in it:
            break
        out.append(list(it))
        for y in it:
            out.append("never")
    return out


print([ext(n, [3, 10**12, 2**90, 5], [4, 1, 2**91]) for n in range(20)][-1])
print([ext(n, [3, 1.5, float("nan"), True, 10**20], [4, 1.0, 2, float("nan"), False]) for n in range(40)][-1])
print([ext(n, ["a", "bc"], ["b", "a\u0444"]) for n in range(20)][-1])


class I(int):
    def __lt__(self, other):
        print("lt")
        return False

    def __gt__(self, other):
        print("gt")
        return True


print(ext(3, [I(1), 2], [3, I(4)]))
try:
    ext(100, [1, 2], [3, "x"])
except TypeError as e:
    print(e)
print([booleans(n) for n in range(20)][-1])
for n in range(20):
    r = loops([1, 0, 2, "", "a", None, 3.5, 0.0, (), [], 2**70], n)
    q = loops((1, 0, 2), n)
print(len(r), r[:60], q)
