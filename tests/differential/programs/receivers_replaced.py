"""Method calls whose arguments replace the local that the method was taken from, in hot loops."""


class P:
    def __init__(self, v):
        self.v = v

    def pair(self, other):
        return self.v, other.v

    def add(self, x):
        return self.v + x


def instances(n):
    out = []
    for i in range(n):
        p = P(i)
        out.append(p.pair((p := P(i + 1))))
        out.append(p.add((p := P(7)).v))
    return out[-4:]


def ints(n):
    total = 0
    k = 1000
    for i in range(n):
        k = 1000 + i
        total += k.__add__((k := k + 1))
        total += k
    return total


def strings(n):
    out = []
    for i in range(n):
        s = "ab" + str(i)
        out.append(s.replace("a", (s := "x" + str(i))))
        out.append(s.__add__((s := "y" + str(i))))
    return out[-3:]


def floats(n):
    total = 0.0
    for i in range(n):
        x = i * 0.5
        total += x.__add__((x := x + 0.25))
    return total


for n in (3, 10, 300, 5000):
    print(instances(n), ints(n), strings(n), floats(n))
