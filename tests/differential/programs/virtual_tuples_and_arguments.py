"""Tuples that arguments are packed into, and those that expressions build, are the same things where they need not be
made: taken apart, passed on, and dropped."""

died = []


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        died.append(self.name)


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


def first(*args):
    return args[0]


def ends(*args):
    a, *_, b = args
    return b, a


def swapped(*args):
    a, b = args
    return b, a


def same(*args):
    return args


def passed_on(*args, **kwargs):
    return ends(*args, **kwargs)


def numbers(n):
    total = 0
    for i in range(n):
        a, b = swapped(*swapped(i, i * 0.5))
        c, *d, e = (a, b, i + 1, 2, True)
        total += a + b + c + e + len(d) + d[0] + ends(*d)[0] + passed_on(*(c, e))[1]
        total += first((i, 1), 2)[0] + same(i, 3)[-1]
        p = same(i, (i + 1, 2.5))
        x, (y, z) = p
        total += x + y + z + (p is p) + bool(same()) + bool(same(i))
        if i % 50 == 7:
            total += len([p]) + hash(p) % 3 + hash(same(*p, *p)) % 5
    return total


def points(n):
    kept = []
    for i in range(n):
        a, *rest = (Point(i, 1), Point(2, i), (Point(3, 4), i))
        p, (q, k) = rest
        b = first(*(a, p))
        assert b is a and q.x == 3 and k == i
        if i % 40 == 3:
            kept.append((rest, b.x, p.y))
            rest.append(i)
            assert len(rest) == 3
    return [(len(rest), rest[0].y, rest[1][1], x, y) for rest, x, y in kept]


def objects(n):
    for i in range(n):
        t = (Loud(("a", i)), Loud(("b", i)), Loud(("c", i)))
        t = t[1]
        died.append(("left", i))
        t = None
        died.append(("gone", i))
        x, *y = Loud(("d", i)), Loud(("e", i)), i
        died.append(("unpacked", i))
        y = y[1]
        died.append(("list", i))
        first(Loud(("f", i)), Loud(("g", i)))
        died.append(("called", i))
        z = swapped(*(Loud(("h", i)), x))
        x = None
        died.append(("swapped", i))
        z, y = z
        died.append(("again", i))
        z = y = None
        died.append(("end", i))
    return len(died), died[-20:]


def starred(n):
    """The targets hold objects that somebody sees die."""
    a = b = c = None
    for i in range(n):
        a, *b, c = Loud(("s", i)), i, Loud(("t", i)), Loud(("u", i))
        died.append(("stored", i))
        a, *b = same(c, Loud(("v", i)), i)
        died.append(("from arguments", i))
        *b, a = (b, a)
    a = b = c = None
    return len(died), died[-24:]


def refused(n):
    """Too few, too many."""
    found = []
    for i in range(n):
        t = (i, 2) if i % 3 else (i,)
        try:
            a, b, *c = t
            found.append((a, b, c))
            a, b = same(*t, i) if i % 4 == 1 else same(*t)
            found.append(a + b)
            found.append(same(a, b)[2 if i % 5 == 2 else 1])
        except (ValueError, IndexError) as error:
            found.append(str(error))
    return found[-12:]


def patterns(n):
    total = 0
    for i in range(n):
        match same(i, (i, 2)):
            case {}:
                total += 1000
            case (a, (b, 3)):
                total += 100
            case (a, (b, *c)):
                total += a + b + c[0]
        head, *tail = (i, 2, 3)
        match tail:
            case {}:
                total += 1000
            case [x, y]:
                total += x * y + head
        d = dict(a=i)
        match (lambda **k: k)(a=i):
            case {"a": value}:
                total += value + len(d)
    return total


def either(n, value, other):
    return (value, other) if n == 0 else same(value, other)


def shared_numbers(n):
    """A number that two items and a local are is one object, also where two ways to make the tuple join."""
    found = 0
    for i in range(n):
        value = 10**6 + i
        a, b = either(i % 3, value, value)
        x = i * 0.5
        c, d = either(i % 2, x, x)
        found += (a is value) + (a is b) + (c is x) + (c is d)
    return found


for count in (3, 60, 400):
    print(shared_numbers(count))
    print(numbers(count))
    print(points(count))
    print(objects(count))
    died.clear()
    print(starred(count))
    died.clear()
    print(refused(count))
    print(patterns(count))
