"""Builtin functions, methods and containers in hot loops: results, errors, what code that runs in between sees."""

import builtins
import gc
import sys

log = []


class Noisy:
    """Its destructor looks at the frame that dropped it."""

    def __init__(self, name):
        self.name = name

    def __del__(self):
        frame = sys._getframe(1)
        log.append((self.name, frame.f_code.co_name, sorted(k for k in frame.f_locals if len(k) == 1)))


class Key:
    """A key whose comparison looks at the frame that asks."""

    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return hash(self.number)

    def __eq__(self, other):
        log.append(("eq", self.number, sys._getframe(1).f_locals.get("i")))
        return other == self.number


def counts(text):
    found = {}
    for c in text:
        found[c] = found.get(c, 0) + 1
        if c in found and "a" <= c <= "z" and c not in "xyz":
            found[c] += 0
    return found


def lists(n):
    out = []
    for i in range(n):
        out.append((i, i * 2.5, str(i)))
    total = 0.0
    for a, b, c in out:
        total += a + b + len(c)
    rest = [x[0] for x in out if x[0] % 3]
    while out:
        total -= out.pop()[0]
        if len(out) > 5:
            total -= out.pop(0)[1] + out.pop(-2)[1]
    return total, rest, rest[1:4], rest[-3:], rest[:-90], rest[100:]


def keyed(n):
    pairs, table = set(), {}
    for i in range(n):
        pairs.add((i % 7, i % 5))
        table[i % 13] = [i]
        if i % 11 in table:
            table[i % 11].append(i)
        if (i % 7, 3) in pairs:
            pairs.discard((i % 7, 3))
        pairs.discard((i, i))
    return sorted(pairs), table, 3 in table, 3.0 in table, True in table, (1, 2) in table


def numbers(n):
    total = 0
    for i in range(n):
        total += abs(i - 50) + min(i, 100 - i) + max(i % 7, 3) + ord(chr(i % 1000)) + int(i / 3)
        total += isinstance(i, int) + isinstance(total, (str, int)) + len(str(i)) + int(str(i)) + (i + 1).bit_length()
        total += int(float(i)) + min(i * 3, i * 2, 70) + max(i - 3, -i)
    return total, min(2.5 * total, -0.0), max(-total * 1.0, 0.0)


def identities(n):
    """What is a number that min, max, abs, int and float give?"""
    a, b, same = 1000.5, 10**6 + n, 0
    for i in range(n):
        c = b + i
        same += max(a, a) is a
        same += min(c, 10**9) is c
        same += abs(c) is c
        same += int(c) is c
        same += float(a) is a
        same += max([c, a]) is c
    return same


def words(text):
    found = []
    for i, w in enumerate(text.split()):
        for a, b in zip(w, w[1:]):
            if a < b or a == "é":
                found.append(a + b)
        found.append(w[::1][1:])
        found.append(w.upper())
        found.append(w[-1])
        if w.startswith("a") and w.isalpha() and w.find("b") < 0:
            found.append(w.replace("a", "b") + f"{i}")
    return "".join(found), {w: w.count("a") for w in found if w}, {len(w) for w in found}


def dying(n):
    table = {i: Noisy(i) for i in range(5)}
    for i in range(n):
        table[i % 5] = Noisy(-i)
    items = [Noisy("item") for _ in range(n)]
    for i, x in enumerate(items):
        items[i] = None
    x = None
    for i in range(n):
        y = [Noisy("in list")]
        z = (Noisy("in tuple"), y)
    pairs = [[Noisy("one")] for i in range(n)]
    for (x,), i in zip(pairs, range(n)):
        pairs[i] = None
    return len(table)


def foreign(n):
    table, keys = {Key(k): k for k in range(5)}, {Key(2)}
    total = 0
    for i in range(n):
        total += table.get(i % 7, 100) + (i % 3 in keys) + (i % 3 in [Key(1)])
        table[i % 3] = i
    return total


def errors(n):
    table, items, caught = {1: 2}, [3], []
    for i in range(n):
        for action in (
            lambda: table[i],
            lambda: items[i],
            lambda: "abc"[i],
            lambda: [].pop(),
            lambda: ord("ab"),
            lambda: chr(-i),
            lambda: len(i),
            lambda: i in i,
            lambda: table[[]],
            lambda: {[]},
            lambda: "a" + i,
            lambda: "a" < i,
            lambda: int("x"),
            lambda: ",".join([i]),
            lambda: isinstance(i, 5),
        ):
            try:
                action()
            except Exception as error:
                caught.append(f"{type(error).__name__}: {error}")
    return caught[:16], len(caught)


def missing(n):
    table, found = {k: k for k in range(0, n, 2)}, 0
    for i in range(n):
        try:
            found += table[i]
        except KeyError as error:
            found -= error.args[0]
    return found


def changing(n):
    table = {i: i for i in range(n)}
    try:
        for k in table:
            table[k + n] = 1
    except RuntimeError as error:
        return str(error)


def all_iterators(n):
    table = {i: str(i) for i in range(n)}
    total = 0
    for k in table:
        total += k
    for k in table.keys():
        total += k
    for v in table.values():
        total += len(v)
    for k, v in table.items():
        total += k + len(v)
    for k in reversed([*table]):
        total = total * 3 + k & 0xFFFF
    for k in reversed((*table,)):
        total = total * 3 + k & 0xFFFF
    for k in set(table):
        total += k
    for c in "text" * n:
        total += ord(c)
    for c in "tèxt\u1234" * n:
        total += ord(c)
    for b in b"bytes" * n:
        total += b
    for i, (a, b) in enumerate(zip(range(n), "abc" * n)):
        total += i * a + ord(b)
    for pair in zip(range(n), range(n)):
        kept = pair
    kept_all = list(enumerate("abc")), [pair for pair in zip("abc", [1, 2, 3])]
    return total, kept, kept_all


def namespaces(n):
    space = globals()
    instance = Noisy("plain")
    attributes = instance.__dict__
    total = 0
    for i in range(n):
        space["from_outside"] = i
        attributes["name"] = i
        total += from_outside + instance.name  # noqa: F821
    instance.name = "plain"
    return total


def rebound(n):
    """The name of a builtin comes to mean something else in the middle."""
    total = 0
    for i in range(n):
        total += ord("c")
        if i == n // 2:
            builtins.ord = lambda x: 100
        if i == n - 5:
            builtins.ord = original
    return total


def rebinding(n):
    out = []
    for i in range(n):
        x = [i]
        x.append((x := [i, i]))
        s = f"a{i}"
        out.append(s.startswith((s := "b")))
        out.append((s, x))
        t = "start"
        u = t
        t += s
        out.append((t, u))
    return out[-6:]


def collected(n):
    """Objects that wait in cycles for the collector, whose finalizers look at the frame."""
    kept = []
    for i in range(n):
        a = Noisy("cycle")
        a.self = a
        kept.append((i, [i], {}, [a]))
        if i % 100 == 99:
            kept.clear()
    return len(kept)


original = ord
for _ in range(4):
    print(counts("hello world, this is some text " * 5))
    print(lists(80))
    print(keyed(90))
    print(numbers(150))
    print(identities(60))
    joined, letters, sizes = words("alpha beta gamma abc axe éa " * 4)
    print(joined, letters, sorted(sizes))
    print(dying(40), len(log), log[:3], log[-3:])
    log.clear()
    print(foreign(40), len(log), log[:5], log[-5:])
    log.clear()
    print(errors(12))
    print(missing(70))
    print(changing(40))
    print(all_iterators(50))
    print(namespaces(60))
    print(rebound(90))
    print(rebinding(60))
gc.collect()
log.clear()
collected(3000)
print({entry[:2] for entry in log} <= {("cycle", "collected")}, len(log) > 500)
gc.collect()
