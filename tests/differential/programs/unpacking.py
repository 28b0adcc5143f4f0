"""Unpacking: sequences, iterators, starred targets, nesting, order of stores, and what each failure says."""

a, b = 1, 2
a, b = b, a
print(a, b)
(a, [b, (c, d)]), e = (1, (2, "xy")), 5
print(a, b, c, d, e)
first, *middle, last = range(6)
print(first, middle, last)
*start, end = "ab"
print(start, end)
head, *tail = [1]
print(head, tail)
*everything, = {"k": 1}
print(everything)
(x, *y), *z = [(1, 2, 3), 4, 5]
print(x, y, z)
[p, q] = "pq"
print(p, q)
() = []
[] = ()
for i, (j, *k) in enumerate([(1, 2, 3), "ab"]):
    print(i, j, k)
print([*range(3), *"ab"], (*[1], 2, *()), {*[1, 2], 3}, {**{"a": 1}, "b": 2, **{"a": 3}})
a = b = c = [1]
print(a is b is c)
x = y, z = 1, 2
print(x, y, z)


class Seq:
    """An old-style sequence."""

    def __getitem__(self, index):
        if index < 3:
            return index
        raise IndexError


class BadIter:
    def __iter__(self):
        return 5


class Raises:
    def __iter__(self):
        yield 1
        raise KeyError("in the middle")


class Closed:
    def __iter__(self):
        try:
            yield 1
            yield 2
            yield 3
        finally:
            print("closed")


m, n, o = Seq()
print(m, n, o)
for statement in ("a, b = 1,", "a, b = 1, 2, 3", "a, b = 5", "a, b = None", "a, *b = ()", "a, *b, c = [1]", "a, b = 'abc'",
                  "a, b = {1: 1, 2: 2, 3: 3}", "a, b = BadIter()", "a, b = Raises()", "*a, = Raises()", "a, b = iter([1])",
                  "a, b = Seq()", "a, (b, c) = 1, 2", "(a, b), c = (1, 2, 3), 4", "[*5]", "(*5,)", "{*5}", "{**5}",
                  "print(*5)", "print(**5)", "a, b = Closed()", "a, b, c, d = Closed()", "[*BadIter()]", "a, b = int",
                  "a, b, *c, d = 1, 2", "for a, b in [(1, 2), (3,)]: pass", "a, b = [1]", "a, b = (1,)", "a, b = {}",
                  "[a, b] = 1.5", "{**[1]}", "a, b = range(3)", "dict(**{1: 2})", "{**{1: 2}, **None}"):
    try:
        exec(statement)
        print(statement, "fine")
    except Exception as error:
        print(statement, "->", type(error).__name__, error)


class Log:
    def __init__(self, name):
        object.__setattr__(self, "name", name)

    def __setattr__(self, attribute, value):
        print("store", self.name, attribute, value)

    def __setitem__(self, key, value):
        print("store item", self.name, key, value)


def log(name):
    print("evaluate", name)
    return Log(name)


log("one").a, log("two")[log("key").name], *log("three").c = (print("right side"), 1, 2, 3)
i = 0
target = [0, 0, 0]
i, target[i] = 1, 9
print(i, target)
target[i], i = 5, 2
print(i, target)
(i, j), target[i] = (0, 1), 7
print(i, j, target)
one = two = three = (lambda: print("once") or 4)()
print(one, two, three)


def swap_many(a, b, c, d):
    a, b, c, d = d, c, b, a
    a, b, c = c, a, b
    a, b = b, a
    return a, b, c, d


print(swap_many(1, 2, 3, 4))


def star_in_return():
    rest = [1, 2]
    return *rest, 3


def star_in_yield():
    yield *"ab", 1


print(star_in_return(), list(star_in_yield()))
for item in *[1, 2], 3:
    print(item, end=" ")
print()


def hot(pairs):
    total = 0
    for a, b in pairs:
        total += a * b
    return total


print(hot([(1, 2), [3, 4], (5, 6)] * 20), hot(zip(range(5), range(5))), hot({(1, 2): 0}))
try:
    hot([(1, 2)] * 50 + [(1, 2, 3)])
except ValueError as error:
    print(error)
try:
    hot([(1, 2)] * 50 + [7])
except TypeError as error:
    print(error)
before, *_, after = (c for c in "generator")
print(before, after)
(a), (b,) = 1, [2]
print(a, b)
a, a, a = 1, 2, 3
print(a)
