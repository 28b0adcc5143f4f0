"""functools, itertools, operator with functions of ours: C code calling back in every way."""

import functools
import itertools
import operator


@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


@functools.cache
def keyed(*args, **kwargs):
    return args, tuple(kwargs.items())


@functools.wraps(fib)
def wrapped(*args):
    return fib(*args)


class K:
    calls = 0

    @functools.cached_property
    def value(self):
        K.calls += 1
        return K.calls

    @functools.singledispatchmethod
    def show(self, arg):
        return f"object {arg}"

    @show.register
    def _(self, arg: int):
        return f"int {arg}"

    partial = functools.partialmethod(lambda self, a, b: (a, b), 1)

    @functools.lru_cache
    def method(self, n):
        return n * 2


@functools.total_ordering
class Ordered:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n < other.n

    def __eq__(self, other):
        return self.n == other.n

    def __repr__(self):
        return f"O{self.n}"


@functools.singledispatch
def dispatch(value):
    return "default"


@dispatch.register(list)
@dispatch.register(tuple)
def _(value):
    return "sequence"


@dispatch.register
def _(value: str) -> str:
    return "string"


print(fib(100), fib.cache_info(), wrapped.__name__, wrapped.__wrapped__ is fib, keyed(1, a=2), keyed(1, a=2) is keyed(1, a=2))
k = K()
print(k.value, k.value, K.calls, k.show(1), k.show("a"), k.partial(2), k.method(4))
print(Ordered(1) <= Ordered(2), sorted([Ordered(3), Ordered(1), Ordered(2)]), max([Ordered(3), Ordered(5)]), Ordered(1) >= Ordered(1))
print(dispatch(1), dispatch([]), dispatch(()), dispatch("s"), dispatch.dispatch(str).__name__)
print(functools.reduce(lambda a, b: a * b, range(1, 6)), functools.reduce(operator.add, ["a", "b"], ">"))
print(sorted("bCa", key=functools.cmp_to_key(lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower()))))
try:
    functools.reduce(lambda a, b: a, [])
except TypeError as error:
    print(error)
p = functools.partial(lambda *a, **kw: (a, kw), 1, x=2)
print(p(3, y=4), p.func.__name__, p.args, p.keywords, functools.partial(p, 5)(6))
print([list(g) for _, g in itertools.groupby([1, 3, 2, 4, 5], key=lambda n: n % 2)], list(itertools.accumulate([1, 2, 3], lambda a, b: a * b)))
print(list(itertools.starmap(lambda a, b: a - b, [(5, 2), (1, 1)])), list(itertools.takewhile(lambda n: n < 3, itertools.count())),
      list(itertools.dropwhile(lambda n: n < 3, range(6))), list(itertools.filterfalse(lambda n: n % 2, range(5))))
print(list(map(lambda a, b: a + b, [1, 2], [3, 4, 5])), list(filter(None, [0, 1, "", "a"])), list(filter(lambda n: n > 1, [1, 2, 3])),
      list(zip("ab", itertools.count())), list(itertools.chain.from_iterable(x * 2 for x in "ab")), list(itertools.islice((i for i in range(9)), 1, 6, 2)))
try:
    list(zip([1, 2], [1], strict=True))
except ValueError as error:
    print(error)
a, b = itertools.tee(i * i for i in range(4))
print(next(a), list(b), list(a), list(itertools.product("ab", repeat=2))[:3], list(itertools.permutations(range(3), 2))[:3])
print(sorted(range(5), key=lambda n: -n), min("abc", key=lambda c: -ord(c)), sorted([(1, "b"), (1, "a")], key=operator.itemgetter(1)),
      max([], default="none"), sum((x for x in [1.5, 2]), 10), list(iter(iter([1, 2, 3]).__next__, 2)))
print(operator.attrgetter("real", "imag")(3 + 4j), operator.methodcaller("split", ",")("a,b"), operator.itemgetter(1, 0)("xy"))
for expression in ("sorted([1], key=lambda: 0)", "list(map(lambda a: a, [1], [2]))", "max([1, 2], key=5)", "sorted([1, 'a'])",
                   "list(map(int, ['1', 'x']))", "sum(['a'], 'b')", "min()", "[].sort(key=lambda: 0)", "list(filter(lambda: 0, [1]))"):
    try:
        print(eval(expression))
    except Exception as error:
        print(expression, "->", type(error).__name__, error)


def mutate_during_sort():
    items = [3, 1, 2]

    def key(n):
        items.append(n)
        return n
    try:
        items.sort(key=key)
    except ValueError as error:
        print(error)


mutate_during_sort()


class Raises:
    def __lt__(self, other):
        raise KeyError("in comparison")


try:
    sorted([Raises(), Raises()])
except KeyError as error:
    print(error)


def key_raises(n):
    if n == 2:
        raise ValueError("in key")
    return n


try:
    sorted([1, 2, 3], key=key_raises)
except ValueError as error:
    print(error, error.__traceback__.tb_next.tb_frame.f_code.co_name)
import re
print(re.sub(r"\d+", lambda m: str(int(m.group()) * 2), "a1b22"), re.sub("x", lambda m: "y" if m.start() else "z", "xx"))
import bisect
import heapq
heap = []
for n in (5, 1, 4):
    heapq.heappush(heap, (n, f"item {n}"))
print(heapq.heappop(heap), heapq.nlargest(2, range(10), key=lambda n: n % 7), bisect.bisect([1, 3, 5], 6, key=lambda n: n * 2))
print(dict.fromkeys("ab", 0), {**dict(zip("ab", map(ord, "ab")))}, list(reversed([1, 2])), any(map(lambda n: n > 2, range(5))))
