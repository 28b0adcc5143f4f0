"""Comprehensions: scopes, evaluation order, nested loops, conditions, errors inside, frames they make."""

import sys

x = "outer"
print([x for x in range(3)], x)
print({x: x * x for x in range(3)}, {x % 2 for x in range(5)}, list(x for x in "ab"), x)
print([(i, j) for i in range(3) for j in range(i) if (i + j) % 2], [[j for j in range(i)] for i in range(3)])
print([i if i % 2 else -i for i in range(4)], [a for a, in [(1,), (2,)]], [a + b for a, *b in ["xy"] for b in b])


def order():
    log = []

    def mark(tag, value):
        log.append(tag)
        return value
    [mark("element", i) for i in mark("outer", [1, 2]) if mark("if", True) for j in mark("inner", [3])]
    {mark("key", i): mark("value", i) for i in [1]}
    return log


print(order())


def scope(n):
    functions = [lambda: i for i in range(n)]
    later = [lambda: n for _ in range(1)]
    n = "changed"
    return [f() for f in functions], [f() for f in later]


print(scope(3))


class Body:
    items = [1, 2, 3]
    direct = [i for i in items]
    try:
        failing = [items for _ in range(1)]
    except NameError as error:
        message = str(error)
    nested = [[j for j in range(i)] for i in items]
    walrus_free = list(map(lambda v: v + 1, items))


print(Body.direct, Body.message, Body.nested, Body.walrus_free)


def names():
    return [sys._getframe().f_code.co_name for _ in range(1)] + list(sys._getframe().f_code.co_name for _ in range(1))


print(names(), [locals().keys() for only in range(1)], {k: sorted(locals()) for k in "a"})


def depth():
    return [sys._getframe(1).f_code.co_name for _ in "a"], [sys._getframe(0).f_code.co_qualname for _ in "a"]


print(depth())
for bad in ("[x for x in 5]", "[1 / x for x in (1, 0)]", "[y for x in [1]]", "{[]: 1 for x in [1]}", "{[] for x in [1]}",
            "[a for a, b in [(1,)]]", "[x.missing for x in [1]]", "list(1 / x for x in [0])", "{x: undefined for x in [1]}"):
    try:
        eval(bad)
    except Exception as error:
        print(bad, "->", type(error).__name__, error)


def errors_propagate():
    try:
        return [int(v) for v in ("1", "x")]
    except ValueError as error:
        return str(error), error.__traceback__.tb_next.tb_frame.f_code.co_name


print(errors_propagate())


def lots():
    return sum([i * j for i in range(100) for j in range(20) if i != j]), len({i: {j for j in range(3)} for i in range(50)})


print(lots())


def early_iter():
    """The first iterable is evaluated at once, the others when they are needed."""
    try:
        g = (i for i in missing_name)
    except NameError as error:
        print("at once:", error)
    g = (j for i in [1] for j in missing_name)
    try:
        next(g)
    except NameError as error:
        print("later:", error)


early_iter()


def nonlocal_in():
    total = 0

    def add(v):
        nonlocal total
        total += v
        return total
    return [add(v) for v in range(5)], total


print(nonlocal_in())


def closure_in_generator():
    k = 10
    g = (i * k for i in range(3))
    k = 100
    return list(g)


print(closure_in_generator(), [[y for y in (z * x for z in range(2))] for x in range(3)])
print([*(i for i in range(3)), *[i for i in "ab"]], dict((k, v) for k, v in zip("ab", range(2))))
print([i for i in range(10) if i > 2 if i < 6 if i % 2], any(i > 3 for i in range(10)), all(i < 3 for i in range(10)))
print(sorted({c for c in "hello"}), {c: n for n, c in enumerate("hello")}, [k for k in {1: 2, 3: 4}])
print([lambda x=x: x for x in range(2)][1](), [x for x in [x for x in [x for x in range(3)]]])
print([f"{i}{j!r}" for i in range(2) for j in "a"], [not i for i in (0, 1)], [(yield_ := i) for i in range(2)], yield_)
matrix = [[1, 2], [3, 4], [5, 6]]
print([[row[i] for row in matrix] for i in range(2)], [cell for row in matrix for cell in row if cell % 2 == 0])
print([i for i in iter([1, 2, 3])], (lambda: [i for i in range(3)])())
