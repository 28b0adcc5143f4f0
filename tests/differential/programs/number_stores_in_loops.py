"""Numbers stored into lists and attributes in loops, in the box of the old one or not: which objects can tell."""

import sys


class Point:
    def __init__(self, x):
        self.x = x


class Loud:
    def __del__(self):
        print("gone")


def count_up(items, n):
    for i in range(n):
        items[i % len(items)] += i
    return items


def shared(n):
    """The old item is seen by others: by a local, another list, the same list twice."""
    first = [1000] * 3
    second = list(first)
    kept = []
    for i in range(n):
        old = first[i % 3]
        first[i % 3] = old + 300
        kept.append(old)
        if i % 4 == 3:
            second[i % 3] = first[i % 3] * 2
            first[0] = second[0] - 7
    return first, second, kept[-6:]


def sizes(n):
    """Small ints, one digit, two, more, negative ones; and back."""
    items = [0] * 5
    for i in range(n):
        items[i % 5] = (i - n // 2) * 7 ** (i % 30) if i % 30 < 18 else i
        items[0] = items[1] - items[2]
        items[3] = i & 255
        items[4] = (i & 3) + 254
    return items


def others(n):
    """The old item is no int."""
    items = [None, 1.5, "text", 2j, (1, 2), True]
    seen = []
    for i in range(n):
        items[i % 6] = i * 400
        seen.append(items[(i + 1) % 6])
        if i % 7 == 6:
            items[i % 6] = Loud() if i == 13 else i * 0.5
    return items, seen[-7:]


def identities(n):
    items = [500, 600, 700]
    found = []
    for i in range(n):
        items[0] = i + 1000
        a = items[0]
        items[1] = i + 1000
        b = items[1]
        items[2] = a
        found.append((a is b, items[2] is a, items[0] is a, sys.getrefcount(items[1]) - sys.getrefcount(b)))
        items[0] = a + 1
        found.append((a, items[0], items[2]))
    return found[-4:], len({str(each) for each in found[::2]})


def of_floats(n):
    items = [0.5, 1.5, 2.5]
    for i in range(n):
        old = items[i % 3]
        items[i % 3] = old * 1.5 - items[(i + 1) % 3]
        items[(i + 2) % 3] = old
    return items


def of_complex(n):
    items = [1j, 2 + 1j, 0.5 - 1j]
    again = [items[0], items[2]]
    for i in range(n):
        old = items[i % 3]
        items[i % 3] = old * (0.5 + 0.25j) - items[(i + 1) % 3]
        items[(i + 2) % 3] = items[i % 3] + 1
        if i == n // 2:
            again.append(items[1])
    return items, again, [old is each for each in items]


def in_attributes(n):
    p, q = Point(0), Point(1000)
    kept = []
    for i in range(n):
        p.x += i
        q.x = p.x + q.x
        if i % 5 == 0:
            kept.append(p.x)
            q.x = p.x
        if i % 9 == 8:
            p.x = -p.x
        if i % 50 == 49:
            q.x = 2**30 - 1
            p.x = q.x + 1
    return p.x, q.x, kept[-4:], p.x is q.x


def leaving(n):
    items = [300]
    for i in range(n):
        items[0] = items[0] * 3 + i
        items[0] = items[0] % 100003
        try:
            items[i % 2 * 5 - 1 if i % 40 == 39 else 0] = items[0] + 1
        except IndexError as error:
            items[0] = len(str(error)) + 400
    return items


for n in (5, 40, 200, 3000):
    print(count_up([1, 300, 2**30 - 3, 2**60 - 5, -300], n), shared(n), sizes(n))
    print(others(n), identities(n), of_floats(n))
    print(of_complex(n), in_attributes(n), leaving(n))
