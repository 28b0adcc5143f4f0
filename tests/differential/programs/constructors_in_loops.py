"""Instances made in loops: `__init__` in the place of the call, and everything that may go wrong in one."""
class P:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def add(self, o):
        return P(self.x + o.x, self.y + o.y)
class Bad:
    def __init__(self, n):
        self.n = n
        if n == 77:
            return 5
class D:
    __slots__ = ("a", "b")
    def __init__(self, a):
        self.a = a
        self.b = sum(i for i in range(a % 3))
class R:
    def __init__(self, v):
        self.v = 100 // v
def kernel(n):
    p = P(0, 0.5); q = P(1, 2)
    for i in range(n):
        p = p.add(q)
    return vars(p), p.x, p.y
def bad(n):
    r = 0
    for i in range(n):
        try:
            r += Bad(i).n
        except TypeError as e:
            print(e)
    return r
def slots(n):
    t = 0
    for i in range(n):
        d = D(i)
        t += d.a * d.b
    return t
def raising(n):
    t = 0
    for i in range(n):
        try:
            t += R(i % 10).v
        except ZeroDivisionError as e:
            t += 1
            tb = e.__traceback__
            if i == 50:
                while tb:
                    print(tb.tb_frame.f_code.co_name, tb.tb_lineno, list(tb.tb_frame.f_locals)); tb = tb.tb_next
    return t
for i in range(5):
    print(kernel(200), bad(100), slots(100), raising(100))
P.__init__ = lambda self, x, y: (setattr(self, "y", y), setattr(self, "x", x), None)[2]
print(kernel(100))


class Seen:
    made = []

    def __init__(self, n):
        self.n = n
        if n == 60:
            Seen.made.append(self)
            import sys

            frame = sys._getframe()
            print(frame.f_code.co_name, sorted(frame.f_locals), frame.f_back.f_code.co_name, frame.f_lineno)

    def __del__(self):
        if self.n == 61:
            print("dies", self.n)


class Meta(type):
    def __call__(cls, *arguments):
        return ("called", *arguments)


class Called(metaclass=Meta):
    def __init__(self, n):
        self.n = n


def seen(n):
    total = 0
    for i in range(n):
        total += Seen(i).n
        if i == 80:
            total += Called(i)[1]
    return total


class Changing:
    def __init__(self, n):
        self.n = n


def changing(n):
    found = []
    for i in range(n):
        found.append(Changing(i).n)
        if i == 70:
            Changing.__init__ = lambda self, n: setattr(self, "n", -n)
        if i == 90:
            Changing.__new__ = lambda cls, n: "made anew" if n % 2 else object.__new__(cls)
        if i == 92:
            break
    return found[60:]


for _ in range(3):
    print(seen(100), len(Seen.made))
try:
    changing(100)
except AttributeError as error:
    print(error)
