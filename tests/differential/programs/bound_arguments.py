"""Calls in loops whose arguments are bound when native code is made: keyword-only parameters, `*args`, `**kwargs`."""

import sys


def scaled(value, *, factor=2, offset=0):
    return value * factor + offset


def rest(first, *others, start=0):
    return first, others, start


def named(a, /, b=1, *, c=2, **others):
    return a, b, c, others


def everything(*args, **kwargs):
    return args, kwargs


def large(first, *others, scale=1, **more):
    total = first
    for value in others:
        total += value * scale
    for name in more:
        total += more[name]
    total = total * 3 + 1
    total = total // 2 - 5
    total = total * total % 1000
    if total > 500:
        total -= len(others)
    if total < 100:
        total += len(more)
    return total, others, more


class Sized:
    def __init__(self, *sizes, unit="m", **more):
        self.sizes = sizes
        self.unit = unit
        self.more = more

    def grown(self, *by, factor=1):
        return [size * factor + sum(by) for size in self.sizes]

    def __call__(self, x, *y, z=0, **w):
        return x, y, z, w


def loop(n):
    seen = []
    sized = Sized(1, 2)
    for i in range(n):
        seen.append(scaled(i, factor=i % 3))
        seen.append(scaled(i, offset=1.5))
        seen.append(scaled(i))
        seen.append(rest(i))
        seen.append(rest(i, i * 1.5, "x", start=i))
        seen.append(named(i, c=i))
        seen.append(named(i, a=1, b=i, d=i * 0.5))
        seen.append(everything())
        seen.append(everything(i, i, x=i, y=i))
        seen.append(large(i))
        seen.append(large(i, i, 2, scale=3))
        seen.append(large(i, i + 1, extra=i, other=2))
        made = Sized(i, i + 1, unit="s", color=i)
        seen.append((made.sizes, made.unit, made.more))
        seen.append(made.grown(1, i, factor=2))
        seen.append(sized(i, i, z=i, w=i))
    return seen


for _ in range(3):
    for line in loop(30)[-60:]:
        print(line)


def one_object(value, *others, **more):
    return value is others[0] is more["v"]


def identities(n):
    same = 0
    for i in range(n):
        x = i * 1.5
        same += one_object(x, x, v=x)
        y = i * 1000003
        same += one_object(y, y, v=y)
    return same


print(identities(200))


def defaults(n):
    out = []
    for i in range(n):
        if i == n // 2:
            scaled.__kwdefaults__["factor"] = 10
        if i == n // 2 + 5:
            scaled.__kwdefaults__ = {"factor": 3}
        try:
            out.append(scaled(i))
        except TypeError as error:
            out.append(str(error))
    scaled.__kwdefaults__ = {"factor": 2, "offset": 0}
    return out


for _ in range(3):
    print(defaults(40))


class Noisy:
    alive = 0

    def __init__(self):
        Noisy.alive += 1

    def __del__(self):
        Noisy.alive -= 1


def drops(*held, **more):
    held = more = None
    return Noisy.alive


def dying(n):
    out = set()
    for _ in range(n):
        out.add(drops(Noisy(), Noisy(), x=Noisy()))
        out.add(Noisy.alive)
    return sorted(out)


print(dying(100))


def counts(value, *others, **more):
    return sys.getrefcount(value), sys.getrefcount(others), sys.getrefcount(more)


def counted(n):
    out = set()
    value = object()
    for _ in range(n):
        out.add(counts(value, value, x=value))
    return out


print(counted(100))


def looked_at(a, *rest, key=1, **more):
    if a == 57:
        return sorted(sys._getframe().f_locals.items())
    return None


def looking(n):
    return [found for i in range(n) if (found := looked_at(i, i * 2.0, "s", key=i, other=i))]


print(looking(100))


def raising(a, *rest, key, **more):
    return a // key, rest, more


def caught(n):
    out = []
    for i in range(n):
        try:
            out.append(raising(i, i, key=i % 10, z=i))
        except ZeroDivisionError as error:
            frame = error.__traceback__.tb_next.tb_frame
            out.append((frame.f_locals["rest"], frame.f_locals["more"], error.__traceback__.tb_next.tb_lineno))
    return out


print(caught(60))


def wrong(n):
    out = []
    for i in range(n):
        for call in (lambda: raising(i), lambda: scaled(i, i), lambda: named(a=i), lambda: scaled(value=i, facto=2)):
            try:
                out.append(call())
            except TypeError as error:
                out.append(str(error))
    return out


print(wrong(30)[-8:])
