"""Calls in loops that pass on what they were given: `f(*args, **kwargs)`, in wrappers, closures and by hand."""

import functools
import sys


def add(a, b=1, *rest, c=2, **more):
    return a, b, rest, c, more


def one(a, b):
    return a + b


def pass_on(function, *args, **kwargs):
    return function(*args, **kwargs)


def pass_twice(function, *args, **kwargs):
    return pass_on(function, *args, **kwargs)


def pass_some(function, first, *args):
    return function(first, *args, first)


def pass_more(function, *args, **kwargs):
    return function(0, *args, 5, c=7, **kwargs)


def wrap(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)

    wrapper.calls = 0
    return wrapper


wrapped = wrap(add)
wrapped_twice = wrap(wrap(one))


def given_back(*args, **kwargs):
    return args, kwargs


def same(*args, **kwargs):
    again = given_back(*args, **kwargs)
    return again[0] is args, again[1] is kwargs, again


def identity(x, y):
    return x is y


def loop(n):
    out = []
    for i in range(n):
        pair = i, i * 0.5
        x = i * 1.5
        out.append(one(*pair))
        out.append(add(*pair))
        out.append(add(1, *pair, i))
        out.append(add(*pair, *pair, c=i, d=x))
        out.append(add(*[i, 2]))
        out.append(add(*range(i % 5 + 1)))
        out.append(pass_on(one, i, x))
        out.append(pass_on(add, i, x, 3, c=x, e=i))
        out.append(pass_twice(add, i, z=x))
        out.append(pass_twice(one, b=i, a=x))
        out.append(pass_some(add, i, x))
        out.append(pass_more(add, i, k=x))
        out.append(wrapped(i, c=x))
        out.append(wrapped_twice(i, x))
        out.append(same(i, x, k=x))
        out.append(pass_on(identity, x, x))
        out.append(pass_twice(identity, x, y=x))
        out.append(pass_on(max, i, x))
        out.append(pass_on(dict, a=i))
    return out


for _ in range(3):
    for line in loop(40)[-80:]:
        print(line)
print(wrapped.calls, wrapped_twice.calls)


class Noisy:
    alive = 0

    def __init__(self):
        Noisy.alive += 1

    def __del__(self):
        Noisy.alive -= 1


def forget(a, b, *rest, **more):
    a = b = rest = more = None
    return Noisy.alive


def keeps(a, *rest, **more):
    return rest


def dying(n):
    out = set()
    for i in range(n):
        out.add(pass_on(forget, Noisy(), Noisy(), Noisy(), x=Noisy()))
        out.add(Noisy.alive)
        kept = pass_on(keeps, Noisy(), Noisy(), i, x=Noisy())
        out.add((len(kept), kept[1] == i, Noisy.alive))
        kept = None
        held = Noisy(), Noisy()
        out.add(("held", forget(*held), Noisy.alive))
        held = None
        out.add(Noisy.alive)
    return sorted(map(str, out))


print(dying(150))


def counts(value, *rest, **more):
    return sys.getrefcount(value), rest and sys.getrefcount(rest), sys.getrefcount(more)


def counted(n):
    out = set()
    value = object()
    for _ in range(n):
        out.add(pass_on(counts, value))
        out.add(pass_on(counts, value, value, x=value))
        pair = value, value
        out.add(counts(*pair))
    return sorted(map(str, out))


print(counted(150))


def looked_at(a, *rest, **more):
    if a == 57:
        outer = sys._getframe(1).f_locals
        return sorted(sys._getframe().f_locals.items(), key=str)[:2], outer["args"], outer["kwargs"]
    return None


def named(function, *args, **kwargs):
    return function(*args, **kwargs)


def looking(n):
    found = []
    for i in range(n):
        found.append(named(looked_at, i, i * 2.0, "s", key=i))
    return [each for each in found if each]


print(looking(100))


def divide(a, *rest, by, **more):
    return a // by, rest, more


def caught(n):
    out = []
    for i in range(n):
        try:
            out.append(pass_twice(divide, i, i * 0.5, by=i % 10, z=i))
        except ZeroDivisionError as error:
            trace = error.__traceback__
            while trace is not None:
                names = sorted(name for name in trace.tb_frame.f_locals if name in ("args", "kwargs", "rest", "more"))
                out.append([(name, trace.tb_frame.f_locals[name]) for name in names])
                out.append((trace.tb_frame.f_code.co_name, trace.tb_lineno - trace.tb_frame.f_code.co_firstlineno))
                trace = trace.tb_next
    return out


print(caught(60)[-60:])


def changing(n):
    """Other callees, other numbers of arguments, other kinds of keywords."""
    out = []
    functions = [one, add, divide, wrapped, dict]
    for i in range(n):
        function = functions[i // 10 % 5]
        arguments = [i, 2][: 2 - (i // 50) % 2] + [3] * (i // 100 % 2)
        for keywords in ({}, {"by": 3}, {"c": i}, {1: 2}, {"a": 1}):
            try:
                out.append(pass_on(function, *arguments, **keywords))
            except TypeError as error:
                out.append(str(error))
            try:
                out.append(function(*arguments, **keywords))
            except TypeError as error:
                out.append(str(error))
    return out


for line in changing(200)[::7]:
    print(line)


def nested(n):
    total = 0
    for i in range(n):
        def inner(x, *more, k=1):
            return x + i + k + len(more)

        total += pass_on(inner, i, k=i) + pass_on(inner, i, i) + inner(*(i, i))
    return total


print(nested(200))


def truths(*args, **kwargs):
    if not args and kwargs:
        return "keywords"
    if args:
        first, *_ = args
        return first, args[0], args[-1], len(args), len(kwargs), "k" in kwargs, kwargs.get("k")
    return None


def asking(n):
    return [(truths(), truths(i), truths(i, i * 0.5, k=i), truths(k=i)) for i in range(n)]


print(asking(60)[-3:])


def pairs(*args):
    a, b = args
    return b, a


def unpacking(n):
    out = []
    for i in range(n):
        try:
            out.append(pairs(i, i * 0.5))
            out.append(pairs(*range(2 + (i % 7 == 6))))
        except ValueError as error:
            out.append(str(error))
    return out


print(unpacking(60)[-20:])


def large(first, second=1, *others, scale=1):
    total = first
    for value in others:
        total += value * scale
    total = total * 3 + second
    total = total // 2 - 5
    total = total * total % 1000
    if total > 500:
        total -= len(others)
    if total < 100:
        total += len(others) * 7
    if total == 77:
        raise ValueError(others)
    return total, others


def calling(n):
    """Functions that are too large to be built in place."""
    out = []
    for i in range(n):
        pair = i, i + 1
        out.append(large(*pair))
        out.append(large(*pair, i, *pair))
        out.append(large(*[i] * (i % 4 + 1)))
        out.append(pass_on(large, i, 2, 3, scale=i))
        try:
            out.append(pass_on(large, i * 1000003, 2.5, i))
        except ValueError as error:
            out.append(str(error))
    return out


for line in calling(120)[::9]:
    print(line)


def joined(n):
    """What is packed on two ways, and goes round."""
    last = ()
    out = []
    for i in range(n):
        kept = given_back(i, a=i) if i % 2 else given_back(i * 0.5, a=None)
        out.append((last, kept))
        last = kept
    return out


print(joined(60)[-3:])
