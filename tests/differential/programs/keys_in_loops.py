"""Ints, tuples and other keys of dicts, sets and defaultdicts, in loops that are compiled."""

from collections import Counter, OrderedDict, defaultdict


class Equal:
    """Equal to the tuple item that it stands for, and tells when it is asked."""

    asked = 0

    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return hash(self.number)

    def __eq__(self, other):
        Equal.asked += 1
        return self.number == (other.number if isinstance(other, Equal) else other)


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name)


INTS = [0, 1, -1, -2, 2**30 - 1, 2**30, -(2**30), 2**59, 2**60 - 1, 2**60, 2**61 - 1, 2**61, -(2**61), 2**61 - 2, 10**30]
TUPLES = [(), (1,), (-1,), (1, 2), (1, "a"), ("a", 1.5, None), ((1, 2), (3, (4, 5))), (2**61 - 1, True), (0, (0, (0, (0, 0))))]
MIXED = INTS + TUPLES + ["a", "", "é", 1.0, -1.0, 1.5, True, False, None, b"a", 2.0**61]


def by_int(rounds):
    found = {}
    for n in range(rounds):
        key = INTS[n % len(INTS)]
        if key in found:
            found[key] += n
        else:
            found[key] = -n
    return found


def by_tuple(rounds):
    found = {}
    for n in range(rounds):
        key = (n % 7, n % 3, TUPLES[n % len(TUPLES)])
        found[key] = found.get(key, 0) + 1
    return found


def mixed(rounds):
    seen, order = set(), []
    for n in range(rounds):
        key = MIXED[n % len(MIXED)]
        if key not in seen:
            seen.add(key)
            order.append(key)
    return order, len(seen)


def order_of_set(rounds):
    some = set()
    for n in range(rounds):
        some.add((n * 7 % 50, n % 2))
        if n % 3 == 0:
            some.discard((n % 50, 0))
        some.add(n * 1000003 % 97)
        some.discard(n % 60)
    return list(some)


def defaults(rounds):
    counts, places, groups, texts = defaultdict(int), defaultdict(list), defaultdict(set), defaultdict(str)
    nested = defaultdict(lambda: defaultdict(int))
    for n in range(rounds):
        counts[n % 5, n % 2] += n
        places[n % 6].append(n)
        groups[n % 3].add((n % 4, "x"))
        texts["ab"[n % 2]] += str(n % 10)
        nested[n % 3][n % 2] += 1
    return counts, places, {k: sorted(v) for k, v in groups.items()}, texts, nested[1], nested[2]


def no_factory(rounds):
    plain, missing = defaultdict(None, {0: 1}), 0
    for n in range(rounds):
        try:
            missing += plain[n % 2]
        except KeyError as error:
            missing += error.args[0] * 1000
    return missing, dict(plain)


def counted(rounds):
    counts, ordered = Counter(), OrderedDict()
    for n in range(rounds):
        counts[n % 7] += 1
        ordered[n % 5] = n
        if n % 5 == 3:
            ordered.move_to_end(n % 5)
    return counts, list(ordered.items())


class Doubling(dict):
    def __missing__(self, key):
        return key * 2


class Shouting(dict):
    def __getitem__(self, key):
        return "!" + str(dict.get(self, key))

    def __setitem__(self, key, value):
        dict.__setitem__(self, key, value + 1)

    def __contains__(self, key):
        return key == 1


def subclasses(rounds):
    doubling, shouting, total = Doubling({0: 7}), Shouting(), 0
    for n in range(rounds):
        total += doubling[n % 3]
        shouting[n % 3] = n
        total += len(shouting[n % 4]) + (n % 4 in shouting)
    return total, dict(doubling), dict(shouting)


def asks(rounds):
    keys, hits = {(Equal(1), 5): "x"}, 0
    for n in range(rounds):
        if (1, 5) in keys:
            hits += 1
        if (1, n) in keys:
            hits += 10
    return hits, Equal.asked


def replaces(rounds):
    kept = {}
    for n in range(rounds):
        kept[n % 3, "k"] = Loud(n) if n in (5, 6) else n
    return kept


def as_globals(rounds):
    space = globals()
    total = 0
    for n in range(rounds):
        space["changing"] = n
        total += changing
    return total


changing = 0
for rounds in (3, 40, 400):
    print(by_int(rounds))
    print(by_tuple(rounds))
    print(mixed(rounds))
    print(order_of_set(rounds))
    print(*defaults(rounds))
    print(no_factory(rounds), counted(rounds), subclasses(rounds))
    print(asks(rounds), as_globals(rounds))
print(replaces(60))
print([hash(each) for each in TUPLES[:3]], {(n, -n): n for n in range(5)})
