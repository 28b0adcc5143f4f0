"""Deep recursion of every kind ends in RecursionError and the program goes on; the limit can be changed."""

import sys


def simple(n):
    return simple(n + 1)


class K:
    def method(self):
        return self.method()

    def __getattr__(self, name):
        return getattr(self, name + "x"[:0])

    def __add__(self, other):
        return self + other

    def __repr__(self):
        return repr(self)

    def __eq__(self, other):
        return self == other

    def __call__(self):
        return self()

    def __getitem__(self, key):
        return self[key]

    def __iter__(self):
        return iter(self)

    def __len__(self):
        return len(self)

    def __bool__(self):
        return bool(self)

    def __contains__(self, item):
        return item in self

    def __hash__(self):
        return hash(self)

    @property
    def prop(self):
        return self.prop

    def __init__(self, again=False):
        if again:
            K(True)

    def __enter__(self):
        with self:
            pass

    def __exit__(self, *a):
        pass


def mutual_a(n):
    return mutual_b(n)


def mutual_b(n):
    return mutual_a(n)


def generator():
    yield from generator()


def comprehension():
    return [comprehension() for _ in range(1)]


def with_map():
    return list(map(lambda _: with_map(), [1]))


def with_sort():
    return sorted([1, 2], key=lambda _: with_sort())


def with_exec():
    exec("with_exec()")


def with_star(*args, **kwargs):
    return with_star(*args, **kwargs)


def with_finally():
    try:
        return with_finally()
    finally:
        pass


def with_class():
    class Inner:
        value = with_class()


async def coroutine():
    return await coroutine()


def decorated():
    import functools
    return functools.partial(decorated)()


def in_lambda():
    f = lambda: f()
    return f()


k = K()
PROBES = {
    "simple": lambda: simple(0), "method": k.method, "getattr": lambda: k.missing, "add": lambda: k + 1, "repr": lambda: repr(k),
    "eq": lambda: k == 1, "call": k, "getitem": lambda: k[0], "iter": lambda: [x for x in k], "len": lambda: len(k), "bool": lambda: not k,
    "contains": lambda: 1 in k, "hash": lambda: {k: 1}, "property": lambda: k.prop, "init": lambda: K(True), "with": k.__enter__,
    "mutual": lambda: mutual_a(0), "generator": lambda: next(generator()), "comprehension": comprehension, "map": with_map, "sort": with_sort,
    "exec": with_exec, "star": lambda: with_star(1, k=2), "finally": with_finally, "class": with_class, "coroutine": lambda: coroutine().send(None),
    "partial": decorated, "lambda": in_lambda,
}
for name, probe in PROBES.items():
    for _ in range(2):
        try:
            probe()
            print(name, "no error")
        except RecursionError as error:
            text = str(error)
    # Where exactly the limit strikes, and so the end of the message, is not part of the language.
    print(name, text.split(" while")[0].split(" during")[0].split(" in ")[0])


def depth(n):
    try:
        return depth(n + 1)
    except RecursionError:
        return n


def measure():
    return depth(0)


first = measure()
print(first > 900, measure() == first, sys.getrecursionlimit())
sys.setrecursionlimit(300)
print(measure())
sys.setrecursionlimit(5000)
print(measure())
sys.setrecursionlimit(1000)


def handles_at_depth(n, log):
    try:
        return handles_at_depth(n + 1, log)
    except RecursionError:
        log.append(n)
        if len(log) > 5:
            return "recovered"
        raise


log = []
print(handles_at_depth(0, log), len(log), [a - b for a, b in zip(log, log[1:])])
nested = []
for _ in range(100000):
    nested = [nested]
try:
    repr(nested)
except RecursionError as error:
    print(error)
try:
    nested == [[]] and nested == list(nested)
    other = []
    for _ in range(100000):
        other = [other]
    nested == other
except RecursionError as error:
    print(error)
while nested:
    nested = nested[0]
while other:
    other = other[0]
try:
    sys.setrecursionlimit(0)
except ValueError as error:
    print(error)


def deep_then_limit():
    def down(n):
        if n:
            return down(n - 1)
        try:
            sys.setrecursionlimit(10)
        except RecursionError as error:
            return str(error)
    return down(50)


print(deep_then_limit())
import traceback


def trace():
    try:
        simple(0)
    except RecursionError as error:
        text = traceback.format_exc()
        return [line for line in text.splitlines() if "simple" not in line or "File" in line][-3:], len(text.splitlines())


print(trace())


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(18), sys.getrecursionlimit())


def count_down(n):
    return 0 if n == 0 else 1 + count_down(n - 1)


print(count_down(900))
sys.setrecursionlimit(50000)
print(count_down(30000))
