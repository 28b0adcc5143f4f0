"""The iteration protocol: __iter__, __next__, old style sequences, iter with a sentinel, changes during iteration."""


class Counter:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        print("iter")
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


class Sequence:
    def __getitem__(self, i):
        print("getitem", i)
        if i == 2:
            raise IndexError
        return i


class StopSequence:
    def __getitem__(self, i):
        if i == 2:
            raise StopIteration
        return i


class BadSequence:
    def __getitem__(self, i):
        raise KeyError(i)


class NotIterable:
    __iter__ = None

    def __getitem__(self, i):
        return 1


class BadIter:
    def __iter__(self):
        return 1


class NoNext:
    def __iter__(self):
        return object()


class RaisesIter:
    def __iter__(self):
        raise ValueError("iter raises")


class InstanceIter:
    def __init__(self):
        self.__iter__ = lambda: iter([1])


class Length:
    def __init__(self, hint):
        self.hint = hint

    def __iter__(self):
        return iter([1, 2])

    def __length_hint__(self):
        print("hint")
        return self.hint


for x in Counter(3):
    print(x)
for x in Sequence():
    print(x)
print(list(StopSequence()))
for thing in (BadSequence(), NotIterable(), BadIter(), NoNext(), RaisesIter(), InstanceIter(), 5, None, int, len, Length(-1), Length("x")):
    try:
        for x in thing:
            pass
        print(type(thing).__name__, "iterates")
    except Exception as error:
        print(type(thing).__name__, type(error).__name__, error)
    try:
        print(list(thing))
    except Exception as error:
        print(" list:", type(error).__name__, error)
items = [1, 2, 3]
seen = []
for x in items:
    seen.append(x)
    if len(items) < 6:
        items.append(x * 10)
print(seen)
items = [1, 2, 3, 4]
for x in items:
    items.remove(x)
print(items)
items = [1, 2, 3]
it = iter(items)
next(it)
items.clear()
print(list(it))
items.extend([5, 6])
print(list(it))
d = {"a": 1, "b": 2}
for change in (lambda k: d.update(new=1), lambda k: d.pop(k), lambda k: d.update({k: 5}), lambda k: (d.pop(k), d.update({k + "x": 1}))):
    d = {"a": 1, "b": 2}
    try:
        for k in d:
            change(k)
        print("no error", d)
    except RuntimeError as error:
        print(error)
for view in ("items", "values", "keys"):
    d = {1: 2}
    try:
        for k in getattr(d, view)():
            d[len(d) + 5] = 1
    except RuntimeError as error:
        print(view, error)
s = {1, 2}
try:
    for x in s:
        s.add(x + 10)
except RuntimeError as error:
    print(error)
values = iter([3, 2, 1, 0, 5])
print(list(iter(lambda: next(values), 0)), list(values))


def pops():
    stack = [1, 2, 3]
    return list(iter(stack.pop, 1)), stack


print(pops(), next(iter([]), "default"), next(iter("a")))
for expression in ("next(5)", "next(iter([]))", "iter(5)", "iter(5, 0)", "iter(len)", "next([])", "list(iter(int, 1))[:0] if False else 'skip'", "reversed({1})", "reversed(5)", "enumerate(5)", "zip([], 5)", "len(5)", "len(Counter(1))"):
    try:
        print(expression, "=", eval(expression))
    except BaseException as error:
        print(expression, "->", type(error).__name__, error)


class Rev:
    def __reversed__(self):
        return iter("reversed")

    def __len__(self):
        return 2

    def __getitem__(self, i):
        return i * 10


class SeqRev:
    def __len__(self):
        return 2

    def __getitem__(self, i):
        return i * 10


print(list(reversed(Rev()))[:2], list(reversed(SeqRev())), list(reversed(range(3))), list(reversed({1: 2, 3: 4})))


def loops():
    out = []
    for i in range(3):
        for i in range(2):
            out.append(i)
        out.append(("outer", i))
    for i in range(0):
        out.append("never")
    out.append(i)
    for i in range(5, 0, -2):
        out.append(i)
    for i in range(2**62, 2**62 + 3):
        out.append(i - 2**62)
    for i in range(2**70, 2**70 + 2):
        out.append(i - 2**70)
    for i in range(-2**63, -2**63 + 2):
        out.append(i)
    for i in range(2**63 - 2, 2**63 + 1):
        out.append(i)
    for i in range(3, 10**30, 10**29):
        if i > 10**29:
            break
    out.append(i)
    for a, b in zip(range(2), "ab"):
        out.append((a, b))
    for i, c in enumerate("xy", start=5):
        out.append((i, c))
    for k, v in {"a": 1, "b": 2}.items():
        out.append((k, v))
    return out


print(loops())


def for_else(items, stop):
    for x in items:
        if x == stop:
            break
    else:
        return "else"
    return "broke", x


print(for_else([1, 2], 2), for_else([1, 2], 5), for_else([], 1))


def while_forms(n):
    out = []
    while True:
        n -= 1
        if n < 0:
            break
        if n % 2:
            continue
        out.append(n)
    while n < 3:
        n += 1
    else:
        out.append("else")
    while 0:
        out.append("never")
    while not out:
        pass
    return out


print(while_forms(6))


def return_in_loop():
    for i in Counter(3):
        if i == 1:
            return i


print(return_in_loop())


class Closes:
    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def __del__(self):
        print("iterator dropped")


def break_drops():
    for x in Closes():
        break
    print("after break")
    for x in Closes():
        return "returned"


print(break_drops())


def exception_drops():
    try:
        for x in Closes():
            raise ValueError
    except ValueError:
        print("in handler")


exception_drops()


class LyingList(list):
    def __iter__(self):
        return iter(["lying"])


class LyingDict(dict):
    def __iter__(self):
        return iter(["lying key"])

    def keys(self):
        return ["lying keys()"]

    def __getitem__(self, k):
        return "got " + k


class LyingTuple(tuple):
    def __iter__(self):
        return iter(["lying tuple"])


print([x for x in LyingList([1])], [*LyingList([1])], (lambda *a: a)(*LyingList([1])), [x for x in LyingDict(a=1)], {**LyingDict(a=1)}, (lambda **k: k)(**LyingDict(a=1)),
      [*LyingTuple((1,))], [x for x in LyingTuple((1,))], dict(LyingDict(a=1)), list(LyingList([1])), sorted(LyingList([1])))
a, = LyingList([1])
b, = LyingTuple((1,))
print(a, b)
