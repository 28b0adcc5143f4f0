"""Augmented assignment: in-place methods, fallbacks, targets evaluated once, errors after the operation."""

import operator


class InPlace:
    def __init__(self, value):
        self.value = value

    def __iadd__(self, other):
        self.value += other
        return self

    def __isub__(self, other):
        return "replaced"

    def __imul__(self, other):
        return NotImplemented

    def __mul__(self, other):
        return "mul", other

    def __add__(self, other):
        return "add", other


x = y = InPlace(1)
x += 5
print(x is y, y.value)
x -= 1
print(x)
y *= 3
print(y)

a = b = [1]
a += (2, 3)
print(a is b, b)
a = a + [4]
print(a is b, a, b)
a *= 2
print(a)
try:
    a += 5
except TypeError as error:
    print(error)
t = ([1],)
try:
    t[0] += [2]
except TypeError as error:
    print(error, t)
s = "abc"
r = s
s += "def"
print(s, r)
n = m = 5
n += 1
n -= 10
n *= 3
n **= 3
n //= 7
n %= 5
n <<= 3
n |= 1
n ^= 0xFF
n &= 0x7F
n >>= 1
n /= 4
print(n, m)
d = {"k": 1}
d |= {"j": 2}
d["k"] += 10
print(d)
e = d
e |= [("z", 26)]
print(d is e, d)
u = {1, 2}
v = u
u |= {3}
u &= {2, 3}
u ^= {9}
u -= {2}
print(u is v, sorted(v))


class Trace:
    def __init__(self):
        object.__setattr__(self, "log", [])

    def __getattr__(self, name):
        self.log.append(f"get {name}")
        return 1

    def __setattr__(self, name, value):
        self.log.append(f"set {name} {value}")

    def __getitem__(self, key):
        self.log.append(f"getitem {key}")
        return 10

    def __setitem__(self, key, value):
        self.log.append(f"setitem {key} {value}")


trace = Trace()


def target():
    trace.log.append("target")
    return trace


def index():
    trace.log.append("index")
    return 0


def value():
    trace.log.append("value")
    return 5


target().attr += value()
target()[index()] -= value()
target()[index():value()] += 1
print(trace.log)


def local_numbers():
    total = 0
    big = 2 ** 62
    real = 0.5
    kept = []
    for i in range(5):
        total += i
        big += big
        real *= 3.0
        kept.append((total, big, real))
    return kept


print(local_numbers())


def aliasing():
    """A number box may only be reused when nobody else holds it."""
    a = 1.5
    b = a
    a += 1
    c = a
    a += c
    pair = (a, a)
    a -= 1
    return a, b, c, pair


print(aliasing())


def aliasing_ints():
    a = 100000
    b = a
    a += 1
    held = [a]
    a += 1
    a *= 3
    alias = a
    alias -= 1
    return a, b, held, alias


print(aliasing_ints())


def undefined():
    missing += 1


try:
    undefined()
except UnboundLocalError as error:
    print(error)


class Descriptor:
    def __get__(self, instance, owner):
        return 7

    def __set__(self, instance, value):
        print("descriptor set", value)


class Owner:
    d = Descriptor()


Owner().d += 3
matrix = [[0] * 2 for _ in range(2)]
matrix[1][0] += 5
matrix[0][1] -= matrix[1][0]
print(matrix)


class MatMul:
    def __imatmul__(self, other):
        return "imatmul"

    def __matmul__(self, other):
        return "matmul"


mm = MatMul()
print(mm @ 1)
mm @= 1
print(mm)
print(operator.iadd([1], [2]), operator.ior({1: 1}, {2: 2}))
for statement in ("x = 1; x += 'a'", "x = 'a'; x += 1", "x = 1; x @= 2", "x = 1.5; x <<= 1", "x = None; x -= 1",
                  "x = {}; x += {}", "x = 5; x **= 'a'", "x = (); x |= ()"):
    try:
        exec(statement)
    except TypeError as error:
        print(statement, "->", error)
g = (i for i in range(3))
lst = [10]
lst += g
print(lst, list(g))
lst += "ab"
lst[1:3] += ["x"]
print(lst)
