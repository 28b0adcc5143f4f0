# Calls inlined into generators, whose frames are not on the data stack.
import sys, traceback

def element(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)

def add(a, b):
    return a + b

def twice(x):
    return add(x, x)

class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def norm(self):
        return add(self.x * self.x, self.y * self.y)
    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)

def row(i, vector):
    return sum(element(i, j) * v for j, v in enumerate(vector))

def norms(points):
    for p in points:
        yield p.norm()

def added(points, n):
    for p in points:
        q = p + Point(1, 2)
        yield q.x * twice(q.y)

def observed(n):
    def see(i):
        frame = sys._getframe()
        names = []
        while frame.f_code.co_name != "<module>":
            names.append((frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno))
            frame = frame.f_back
        return i, tuple(names)
    def through(i):
        return see(i + 1)
    for i in range(n):
        yield through(i)

def failing(values):
    def divide(a, b):
        return a // b
    def half(x):
        return divide(100, x)
    for v in values:
        yield half(v)

def attempt(function, *arguments):
    try:
        return function(*arguments)
    except Exception as error:
        return type(error).__name__, str(error), [(f.name, f.lineno) for f in traceback.extract_tb(error.__traceback__)[1:]]

def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

def fibs(n):
    for i in range(n):
        yield fib(i)

def interleaved(n):
    a, b = norms([Point(i, i + 1) for i in range(n)]), fibs(n)
    total = 0
    for x in a:
        total += x * next(b)
        if total > 10 ** 6:
            total -= sum(twice(y) for y in range(x % 7))
    return total

class Dies:
    log = []
    def __init__(self, i): self.i = i
    def __del__(self): Dies.log.append((self.i, sys._getframe(1).f_code.co_name))

def make(i):
    d = Dies(i)
    return d.i + 1

def dying(n):
    Dies.log.clear()
    out = sum(make(i) for i in range(n)), list(make(i) * 2 for i in range(n))
    return out, list(Dies.log)

for turn in range(40):
    n = 3 + turn % 9
    vector = [float(i) for i in range(n)]
    print([row(i, vector) for i in range(n)], sum(norms([Point(i, i) for i in range(n)])), list(norms([Point(i, 0.5) for i in range(n)])))
    print(list(added([Point(i, i) for i in range(n)], n)), sum(added([Point(i, 2.5) for i in range(n)], n)))
    print(list(observed(2)), max(observed(3)))
    print(attempt(lambda: list(failing(range(9, 9 - n, -1)))), attempt(lambda: sum(failing([5, 2.5, "x"] if turn > 20 else [1, 2]))))
    print(list(fibs(n)), sum(fibs(n)), interleaved(n), dying(n))
    print(max(twice(x) for x in vector), min(add(x, -x * x) for x in vector), any(add(x, 1) > 5 for x in vector), sum(twice(2 ** 60 + i) for i in range(n)))
def deep(n):
    yield add(n, 1)
    if n:
        for x in deep(n - 1):
            yield twice(x) & 0xFFFF
for n in (3, 30, 200):
    print(sum(deep(n)))
print(attempt(lambda: sum(deep(5000)))[0])
