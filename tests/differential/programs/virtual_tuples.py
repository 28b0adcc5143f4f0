"""Tuples that nobody sees, and those that somebody does see after all: identity of the tuple and of its items,
deaths in the host's order, frames, exceptions half-way, ways that join."""

import gc
import sys

ROUNDS = 400
kept = []
died = []


class Dying:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        died.append(self.name)


class Vec:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def pair(self):
        return self.x, self.y


def add(a, b):
    return a[0] + b[0], a[1] + b[1], a[-1] + b[-1]


def cross(a, b):
    ax, ay, az = a
    bx, by, bz = b
    return ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx


def swapped(pair):
    x, y = pair
    return y, x


def same(value):
    return value


def numbers(n):
    total = (0.0, 0.0, 0.0)
    previous = (0.0, 0.0, 1.0)
    for i in range(n):
        point = (i % 17 - 8.0, i % 13 - 6.0, i % 7 - 3.0)
        total = add(total, cross(previous, point))
        if i % 50 == 3:
            kept.append(point)
            kept.append(total)
        previous = point
    return total, previous, point is previous, kept[-1], kept[-2]


def identities(n):
    found = [0] * 12
    for i in range(n):
        x = i * 1.5 + 1000.25
        p = (x, i + 100000)
        q = p
        r = (x, i + 100000)
        found[0] += p is q
        found[1] += p is r
        found[2] += p == r
        found[3] += same(p) is q
        found[4] += p[0] is x
        found[5] += p[0] is r[0]
        found[6] += swapped(p)[1] is x
        nested = (p, r, p)
        found[7] += nested[0] is nested[2]
        found[8] += nested[0] is nested[1]
        if i % 40 == 7:
            kept.append(nested)
            found[9] += kept[-1][0] is p and kept[-1][2] is q
            found[10] += kept[-1][0][0] is x and r[0] is x
            found[11] += p in kept[-1]
    return found


def ways(n):
    """Where ways join, one of which has made the tuple, or has another one."""
    best = (-1, -1)
    total = 0
    for i in range(n):
        p = (i * 7 % 31, i)
        if type(best[0]) is type(best[1]) is int and p[0] > best[0]:
            best = p
        elif i % 9 == 0:
            best = swapped(best)
        elif i % 11 == 0:
            best = p[0], "text"
        q = p if i % 2 else (i, i, i)
        total += len(q) + (q[-1] if q else 0)
        if best[1] == 3:
            best = (0, 0)
    return best, total


def unpacked(n):
    a, b = [0], [1]
    out = []
    for i in range(n):
        a, b = swapped((a, b))
        c, d = same((a, [i]))
        (e, (f, g)), h = ((c, (d, i)), b)
        out.append((c is a, d[0], e is c, f is d, g, h is b))
        first, *rest = (i, c, d)
        out.append((first, len(rest)))
        a = [len(out)]
    return out[-4:], a, b


def errors(n):
    out = []
    for i in range(n):
        p = (i, i * 0.5)
        try:
            if i % 3 == 0:
                p[2]
            elif i % 3 == 1:
                a, b, c = p
            else:
                p[0] = 1
        except (IndexError, ValueError, TypeError) as error:
            if i % 50 < 3:
                out.append((str(error), p))
    return out


def overflows(n):
    """An exit in the middle of an inlined call."""
    total = (1, 1)
    for i in range(n):
        x, y = swapped(total)
        total = (x + y, x * 3 + i)
        if total[0] > 2**70:
            total = (i, 1)
    return total


def deaths(n):
    for i in range(n):
        p = (Dying((i, 0)), (Dying((i, 1)), Dying((i, 2))), Dying((i, 3)))
        if i % 2:
            x = p[1][0]
            p = None
            died.append(("x", x.name))
            x = None
        else:
            q = (p, Dying((i, 4)))
            p = 1
            q = 2
            died.append("end")
    return len(died), died[:8], died[-12:]


def given(n):
    """An item that lives on when its tuple dies."""
    for i in range(n):
        d = (Dying(i), 1)[0]
        e, f = same((Dying(i + n), d))
        died.append(f.name)
        f = d = None
        died.append("f")
        e = None
    return len(died), died[-9:]


def looked_at(n):
    """A frame that somebody looks at, and a tuple in each of its locals."""
    out = []
    for i in range(n):
        p = (i, i + 0.5)
        q = (p, p)
        if i % 60 == 1:
            seen = sys._getframe().f_locals
            out.append((seen["p"], seen["q"], seen["p"] is seen["q"][1], p is seen["p"]))
            del seen
        if i % 90 == 2:
            out.append(sys.getrefcount(p) - sys.getrefcount(q))
            out.append(gc.is_tracked(q))
    return out


def instances(n):
    total = 0.0
    for i in range(n):
        v = Vec(i * 0.5, (i, 1.5))
        x, (y, z) = v.pair()
        total += x + y * z
        w = (v, Vec(1, 2))
        total += w[0].y[1] + w[1].x
        if i % 70 == 5:
            kept.append(w)
            total += (kept[-1][0] is v) + (kept[-1][0].y is v.y)
    return total


def stores(n):
    counts = {}
    cells = [0] * 5
    for i in range(n):
        key = (i % 5, i % 3)
        value = (i, i * 2.0)
        counts[key] = counts.get(key, 0) + 1
        cells[key[0]] = value
        counts["last"] = value[1]
        if (i % 4, 0) in counts:
            counts[i % 4, 0] += 1
    return sorted(counts.items(), key=str), cells


def matched(n):
    total = 0
    for i in range(n):
        match (i % 3, i):
            case (0, x):
                total += x
            case (1, _):
                total += 1
            case _:
                total -= 1
    return total


def generated(n):
    p = (0, 1)
    for i in range(n):
        p = (p[1], i)
        yield p
        q = (i, p)
        yield q[1][0]


for function in (
    numbers,
    identities,
    ways,
    unpacked,
    errors,
    overflows,
    deaths,
    given,
    looked_at,
    instances,
    stores,
    matched,
):
    for _ in range(3):
        kept.clear()
        died.clear()
        print(function.__name__, function(ROUNDS))
for _ in range(3):
    print(sum(item if type(item) is int else item[0] for item in generated(ROUNDS)))
