"""Calls with `**` and with defaults: what functions of all signatures get, errors, order, who holds what meanwhile."""

import sys
import traceback


def plain(a, b=2, c=3):
    return a, b, c


def only(a, *, key="default", **rest):
    return a, key, sorted(rest.items())


def positional(a, b=1, /, c=2, **rest):
    return a, b, c, rest


def variadic(*args, **kwargs):
    kwargs["added"] = len(args)
    return args, kwargs


def forward(function, *args, **kwargs):
    result = function(*args, **kwargs)
    return result, sorted(kwargs)


def tried(function, *args, **kwargs):
    try:
        return forward(function, *args, **kwargs)
    except TypeError as error:
        return str(error), len(traceback.extract_tb(error.__traceback__))


class Name(str):
    pass


for _ in range(3):
    print(tried(plain, 1), tried(plain, 1, c=5), tried(plain, 1, 2, c=4), tried(plain))
    print(tried(plain, 1, a=2), tried(plain, 1, d=2), tried(plain, 1, 2, 3, 4), tried(plain, b=1))
    print(tried(only, 1), tried(only, 1, key=2, other=3), tried(only, key=1), tried(only, 1, 2))
    print(tried(positional, 1, a=5, b=6), tried(positional, a=1), tried(positional, 1, 2, c=3, d=4))
    print(tried(variadic, 1, 2, x=3), tried(variadic, **{Name("x"): 1, "y": 2}))
for keywords in ({1: 2}, {"a": 1, None: 2}):
    for function in (plain, only, variadic):
        try:
            function(**keywords)
        except TypeError as error:
            print(error)
many = {f"name{n}": n for n in range(30)}
print(len(variadic(**many)[1]), len(variadic(*range(30))[0]), len(variadic(*range(12), **{f"k{n}": n for n in range(13)})[1]))


def generator(start=1, **steps):
    for name, step in steps.items():
        start += step
        yield name, start


def drained(**steps):
    return list(generator(**steps)), list(generator(5, **steps)), list(generator())


print(drained(a=1, b=2), drained())


class Mapping:
    def keys(self):
        return ["b", "c"]

    def __getitem__(self, name):
        return name * 2


def from_mapping(mapping):
    return plain(1, **mapping)


print(from_mapping(Mapping()), from_mapping({"c": 7}), from_mapping({}))


class Mortal:
    def __del__(self):
        print("dies")


def use(value):
    del value
    print("used")


held = {"value": Mortal()}
use(**held)
use(**{"value": Mortal()})


def clear(value, target=held):
    held.clear()
    return type(value).__name__


print(clear(**held), held)


def where(**kwargs):
    frame = sys._getframe()
    return frame.f_code.co_name, frame.f_back.f_code.co_name, sorted(frame.f_locals)


def ask(**kwargs):
    return where(**kwargs)


print(ask(a=1), ask())


def changing(a, b="b", c="c"):
    return a, b, c


def call_one(a):
    return changing(a)


def call_bound(method, a):
    return method(a)


class Owner:
    def method(self, a, b="b", c="c"):
        return a, b, c

    def __init__(self, x=0, y="y"):
        self.place = x, y


owner = Owner()
for defaults in (("b", "c"), (1, 2, 3), ("x", "y", "z"), ("one",), None, ("b", "c")):
    changing.__defaults__ = defaults
    Owner.method.__defaults__ = defaults
    for call in (lambda: call_one(0), lambda: call_bound(owner.method, 0), lambda: owner.method(0), lambda: changing()):
        try:
            print(call(), end=" ")
        except TypeError as error:
            print(error, end=" ")
    print()
print(Owner().place, Owner(1).place, Owner(1, 2).place)
try:
    forward(plain, 1, 2, 3, d=4)
except TypeError:
    traceback.print_exc(file=sys.stdout)
