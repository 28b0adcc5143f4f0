"""Instances that nobody sees, and those that somebody does see after all: identity, weak references, destructors,
frames, the collector, exceptions half-way, classes that change."""

import gc
import sys
import weakref

ROUNDS = 400


class Vec:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Vec(self.x - other.x, self.y - other.y)

    def __mul__(self, factor):
        return Vec(self.x * factor, self.y * factor)

    def __rmul__(self, factor):
        return Vec(factor * self.x, factor * self.y)

    def __neg__(self):
        return Vec(-self.x, -self.y)

    def __lt__(self, other):
        return self.x < other.x

    def dot(self, other):
        return self.x * other.x + self.y * other.y

    @property
    def square(self):
        return self.dot(self)

    def same(self):
        return self

    def swapped(self):
        return Vec(self.y, self.x)


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self, a, b):
        self.b = b
        self.a = a


class Mixed(Slotted):
    def __init__(self, a, b, c):
        Slotted.__init__(self, a, b)
        self.c = c


class Narrow(Vec):
    __slots__ = ()


class Pair:
    def __init__(self, first, second):
        self.first = first
        self.second = second


class Late:
    def __init__(self, flag):
        if flag:
            self.b = 1
            self.a = 2
        else:
            self.a = 3
            self.b = 4
            self.c = 5


class Dying:
    def __init__(self, number):
        self.number = number

    def __del__(self):
        died.append(self.number)


died = []
kept = []


def arithmetic(n):
    total = 0.0
    corner = Vec(0.5, -0.25)
    for i in range(n):
        p = Vec(i * 0.5, 1.5)
        q = -(p + corner) * 2.0 - corner
        total += q.dot(p) + (0.5 * q).square
        if q < p:
            total += 1.0
    return total, q.x, p.y, q is p


def accumulated(n):
    p = Vec(0.0, 0.0)
    step = Vec(0.5, 0.25)
    for i in range(n):
        p = p + step
        if i % 100 == 99:
            kept.append(p)
    return p.x, p.y


def mutated(n):
    p = Vec(0, 0)
    for i in range(n):
        p.x += i
        p.y = p.x - p.y
        if p.x % 7 == 3:
            p.z = i
            p = p.swapped()
    return sorted(vars(p).items())


def identities(n):
    found = [0] * 8
    for i in range(n):
        p = Vec(i, i)
        q = p
        r = Vec(i, i)
        found[0] += p is q
        found[1] += p is r
        found[2] += p is not r
        found[3] += p is p.same()
        found[4] += p is None
        pair = Pair(p, q)
        found[5] += pair.first is pair.second
        other = Pair(pair, r)
        found[6] += other.first.second is p
        found[7] += other.second is p
    return found


def numbers(n):
    """One number is one object, in whatever it is."""
    found = 0
    for i in range(n):
        x = i * 1.5 + 1000.5
        p = Vec(x, x)
        pair = Pair(x, p)
        q = Pair(p.y, i + 100000)
        found += (p.x is x) + (p.x is p.y) + (pair.first is p.x) + (q.first is x)
        if i % 50 == 3:
            objects = [p.x, x, pair.second.y, q.first, q.second]
            found += (objects[0] is objects[1]) + (objects[1] is objects[2]) + (objects[2] is objects[3])
            kept.append(q)
            found += q.second is q.second and q.first is x
    return found


def escapes(n):
    """On one way only."""
    total = 0
    for i in range(n):
        p = Pair(Vec(i, 2), [i])
        if i % 60 == 5:
            kept.append(p)
            kept.append(p.first)
            total += kept[-2].first is kept[-1]
        if i % 90 == 7:
            p.first.x = "text"
            kept.append(p.second)
            continue
        total += p.first.x
    return total, len(kept)


def orders(n):
    seen = set()
    for i in range(n):
        late = Late(i % 3 == 0)
        if i % 17 in (0, 1):
            seen.add(tuple(vars(late).items()))
    return sorted(seen)


def members(n):
    total = 0
    for i in range(n):
        s = Slotted(i, 2)
        m = Mixed(i, s, 4)
        w = Narrow(s.a, m.c)
        total += m.b.a + w.x + m.a
        if i % 70 == 9:
            kept.append(m)
            total += kept[-1].b is s
    return total, vars(m), m.b.b


def weak(n):
    found = 0
    for i in range(n):
        p = Pair(i, Vec(1, i))
        if i % 40 == 11:
            r = weakref.ref(p.second)
            found += r() is p.second
            p = None
            found += r() is None
    return found


def counted(n):
    found = set()
    marker = object()
    for i in range(n):
        p = Pair(marker, i)
        q = Pair(p, marker)
        if i % 80 == 21:
            found.add((sys.getrefcount(p), sys.getrefcount(q), sys.getrefcount(marker)))
    return sorted(found), sys.getrefcount(marker)


def destructors(n):
    for i in range(n):
        p = Pair(Dying(i), None)
        if i % 100 == 50:
            p.first = None
            died.append("replaced")
        q = Pair(p, p.first)
    del p
    died.append("end")
    q = None
    return died[:3], died[-6:], len(died)


def collected(n):
    found = []
    for i in range(n):
        p = Vec(i, i)
        if i % 150 == 33:
            gc.collect()
            found.append(sum(type(o) is Vec and o.x == i for o in gc.get_objects()))
    return found


def framed():
    frame = sys._getframe(1)
    return sorted((name, type(value).__name__) for name, value in frame.f_locals.items())


def looked_at(n):
    found = set()
    for i in range(n):
        p = Vec(i, 0.5)
        q = p.same()
        if i % 110 == 13:
            found.add(tuple(framed()))
            found.add(sys._getframe().f_locals["p"] is q)
    return sorted(map(str, found))


class Halfway:
    def __init__(self, a, b):
        self.a = a
        self.ratio = a / b
        self.b = b
        if a == 13 and b == 3:
            kept.append(self)
            raise ValueError(a)


def exceptions(n):
    total, errors = 0.0, []
    for i in range(n):
        try:
            total += Halfway(i, i % 50).ratio + Halfway(i % 20, 3).b
        except ZeroDivisionError as error:
            if i % 100 == 0:
                local = error.__traceback__.tb_next.tb_frame.f_locals
                errors.append((str(error), vars(local["self"])))
        except ValueError as error:
            errors = errors[-8:] + [str(error)]
    return total, errors, vars(kept[-1])


def unbound(n):
    for i in range(n):
        if i > 3:
            p = Vec(i, p.x)
        elif i == 3:
            p = Vec(3, 4)
    return p.x, p.y


def joined(n):
    total = 0
    for i in range(n):
        if i % 2:
            p = Vec(i, 1)
        else:
            p = Vec(2, i * 0.5)
        if i % 5 == 0:
            q = p
        elif i % 5 == 1:
            q = Pair(p, p)
        else:
            q = Vec(p.y, p)
        total += p.x + p.y
        if type(q) is Pair:
            total += q.first is q.second
        elif q is not p:
            total += q.y is p
    return total


def nested(n):
    def outer(i):
        pair = Pair(inner(Vec(i, 1)), Vec(i, 2))
        return pair

    def inner(v):
        w = Vec(v.y, v.x)
        if v.x == 77:
            kept.append(v)
        return Pair(w, v)

    total = 0
    for i in range(n):
        p = outer(i)
        total += p.first.first.x + p.first.second.x + p.second.y
    return total, p.first.second is p.second


def conditional(n):
    total = 0
    for i in range(n):
        node = None
        for k in range(3):
            node = Pair(k, node)
        while node is not None:
            total += node.first
            node = node.second
    return total


def large(n):
    p = Vec(1, 1)
    for i in range(n):
        p = Vec(p.x * 3 + 1, p.y + 1)
    return p.x % 1000007, p.y


def mixed_types(n):
    found = set()
    for i in range(n):
        x = i if i % 3 else i * 1.0 if i % 2 else str(i)
        p = Vec(x, True)
        q = Vec(p.y, p.x)
        if i % 37 < 3:
            found.add((type(p.x).__name__, type(q.x).__name__, type(q.y).__name__))
    return sorted(found)


class Changing:
    def __init__(self, value):
        self.value = value

    def get(self):
        return self.value


def changing(n):
    total = 0
    for i in range(n):
        c = Changing(i)
        if i == n // 2:
            Changing.get = lambda self: -self.value
        if i == n // 2 + 20:
            Changing.__del__ = lambda self: died.append(self.value)
        if i == n // 2 + 40:
            del Changing.__del__
            c.__class__ = Pair
            c.first = 5
            total += c.first
            continue
        total += c.get()
    return total, died[-25:]


def returned(n):
    def make(i):
        return Vec(i, i + 1)

    return [make(i).y for i in range(n)][-1], make(n).x


def shadowing(n):
    total = 0
    for i in range(n):
        c = Changing(i)
        if i % 30 == 4:
            c.get = lambda: 1000
        total += c.get()
    return total


def deleted(n):
    errors = 0
    for i in range(n):
        p = Vec(i, 1)
        if i % 25 == 1:
            del p.y
        try:
            errors += p.y
        except AttributeError as error:
            errors += 1000
            last = str(error)
    return errors, last


class Node:
    def __init__(self, left, right):
        self.left = left
        self.right = right

    def check(self):
        if self.left is None:
            return 1
        return 1 + self.left.check() + self.right.check()


def tree(depth):
    if depth == 0:
        return Node(None, None)
    return Node(tree(depth - 1), tree(depth - 1))


def trees(n):
    return sum(tree(4).check() for _ in range(n // 10))


for function in (
    arithmetic,
    accumulated,
    mutated,
    identities,
    numbers,
    escapes,
    orders,
    members,
    weak,
    counted,
    destructors,
    collected,
    looked_at,
    exceptions,
    unbound,
    joined,
    nested,
    conditional,
    large,
    mixed_types,
    changing,
    returned,
    shadowing,
    deleted,
    trees,
):
    for repetition in range(3):
        print(function.__name__, function(ROUNDS))
    kept.clear()
    died.clear()
