"""Loops over enumerate() and zip() whose pairs are unpacked at once: with and without their tuples."""

import sys


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone:", self.name)


def numbered(items):
    total = 0
    for i, x in enumerate(items):
        total += i * x
        if i % 5 == 4:
            continue
        total ^= i
    return total, i, x


def numbered_from(items, start):
    found = []
    for i, x in enumerate(items, start):
        found.append((i, x))
        if len(items) > 40 or i == start + 3:
            break
        if i == start + 1 and type(items) is list:
            items.append("more")
    return found


def zipped(a, b):
    total = 0.0
    for x, y in zip(a, b):
        total += x * y
    return total


def nested(n):
    seen = []
    for i, row in enumerate([[k] * 3 for k in range(n)]):
        for j, (x, y) in enumerate(zip(row, row[1:])):
            seen.append(i * x - j * y)
        for a, b in zip(range(i), range(n, 0, -1)):
            seen.append(a * b)
    return seen


def lifetimes(n):
    """The tuple of the iterator keeps the last item."""
    for i, x in enumerate([Loud(k) for k in range(n)]):
        x = None
        print("round", i)
    for x, y in zip([Loud(-k) for k in range(n)], range(n)):
        del x
        print("pair", y)


def counts(n):
    found = set()
    for i, x in enumerate([object() for _ in range(n)]):
        found.add(sys.getrefcount(x))
    for x, y in zip([object() for _ in range(n)], [object() for _ in range(n)]):
        found.add((sys.getrefcount(x), sys.getrefcount(y)))
    return found


def same_iterator(items):
    it = iter(items)
    return [x + y for x, y in zip(it, it)], list(it)


def drawn(n):
    yield from range(n)


def strange(n):
    found = []
    for i, x in enumerate(drawn(n)):
        found.append(i + x)
    for x, y in zip(drawn(n), "abc" * n):
        found.append((x, y))
    for x, y in zip([1, 2, 3]) if n > 5 else ():
        found.append("never")
    return found


def of_mappings(mapping):
    found = []
    for i, (key, value) in enumerate(mapping.items()):
        found.append((i, key, value))
    for i, key in enumerate(mapping):
        found.append(i + key)
    for i, pair in enumerate(mapping.items(), 5):
        found.append((i, pair))
    for i, (a, (b, c)) in enumerate(zip(mapping, mapping.items())):
        found.append((i, a == b, c))
    for i, (j, x) in enumerate(enumerate(mapping.values())):
        found.append(i - j + len(x))
    for i, c in enumerate("".join(mapping.values())):
        found.append((c, i))
    return found


def changed(mapping, when):
    try:
        for i, (key, value) in enumerate(mapping.items()):
            if i == when:
                mapping[-1] = "new"
    except RuntimeError as error:
        return i, key, value, str(error)
    return i, key, value


def loud_items(n):
    for i, (key, value) in enumerate({k: Loud(k) for k in range(n)}.items()):
        value = None
        print("round", i, key)
    loud = Loud("twice")
    for x, y in zip([loud, loud, 3], [loud, Loud("once"), Loud("last")]):
        loud = None
        print("pair of two", type(x).__name__)


def raising(items):
    try:
        for i, x in enumerate(items):
            last = 1 / x
    except ZeroDivisionError as error:
        return i, x, str(error)
    return last


for k in range(1, 12):
    print(numbered(list(range(k))), zipped([0.5] * k, [float(j) for j in range(k + 1)]), nested(k)[-6:])
    print(numbered_from(list(range(k)), k * 10), numbered_from(tuple(range(k)), 2**62), same_iterator(range(k)))
    print(numbered_from(list(range(k)), 2**63 - 3)[-3:], raising([3, 2, 1, 0][: k % 6]) if k % 6 else "")
    try:
        print(strange(k))
    except ValueError as error:
        print(error)
for k in range(1, 12):
    print(of_mappings({j: chr(97 + j % 26) * 2 for j in range(k)})[-9:], changed({j: "old" for j in range(k)}, k - 2))
print(len(of_mappings({j: "text" for j in range(2000)})))
for k in range(1, 5):
    loud_items(k)
for k in range(1, 5):
    lifetimes(k)
    print(counts(k * 10))
print(numbered([2] * 3000), zipped([0.25] * 3000, [2] * 3000), zipped(range(5), [1, 2, 3]))
