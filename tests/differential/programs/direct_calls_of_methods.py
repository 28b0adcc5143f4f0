"""Calls of one of several methods that are not built in place: of other results, generators, with other parameters."""


class A:
    def __init__(self, k):
        self.k = k

    def step(self, n, t):
        s = 0
        for i in range(3):
            s += i
        if n == 0:
            return s
        return t.step(n - 1, self) + self.k


class B(A):
    def step(self, n, t):
        s = 1.0
        for i in range(2):
            s += i
        if n == 0:
            return s
        return t.step(n - 1, self)


class C(A):
    def step(self, n, t):
        try:
            return t.step(n - 1, self) if n else 7
        finally:
            self.k += 1


class D:
    def step(self, n, *t):
        return t


class E(A):
    def step(self, n, t):
        yield 1


class F:
    __slots__ = ("k",)

    def step(self, n, t, q=5):
        return q


class G(A):
    def step(self, n, t):
        a = b = c = d = e = n
        a = b
        b = c
        c = d
        d = e
        e = a
        a = b
        b = c
        c = d
        d = e
        e = a
        a = b
        b = c
        c = d
        d = e
        e = a
        a = b
        b = c
        c = d
        d = e
        e = a
        a = b
        b = c
        c = d
        d = e
        e = a
        return t.step(n - 1, self) if n > 0 else None


things = [A(1), B(2), C(3), A(4), G(0)]


def run(things, m):
    out = []
    for i in range(m):
        for t in things:
            for u in things:
                try:
                    out.append(t.step(i % 5, u))
                except TypeError as e:
                    out.append(str(e))
    return out


print(len(str(run(things, 40))), len(run(things, 20)), run(things, 2))
things += [D(), E(1), F()]
r = run(things, 30)
print(
    [type(x).__name__ if type(x).__name__ == "generator" else x if not isinstance(x, tuple) else "t" for x in r[-200:]]
)
