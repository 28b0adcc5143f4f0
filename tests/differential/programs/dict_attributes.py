"""Attributes that are in dicts: of functions, exceptions, and instances whose `__dict__` was asked for."""

import gc
import sys
import weakref
from functools import wraps


def counted(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        wrapper.last = args
        return function(*args, **kwargs)

    wrapper.calls = 0
    wrapper.last = None
    return wrapper


@counted
def add(a, b=2, *, c=3):
    return a + b + c


@counted
def join(*parts, sep="-"):
    return sep.join(map(str, parts))


def functions(size):
    total = 0
    for n in range(size):
        total += add(n) + add(n, c=n) + add(n, n, c=1)
        total += len(join(n, n + 1)) + len(join(n, sep="::"))
    return total, add.calls, join.calls, add.last, join.last, sorted(vars(add)), sorted(vars(join))


class Plain:
    pass


class Watched:
    """Its death is seen."""

    seen = []

    def __init__(self, name):
        self.name = name

    def __del__(self):
        self.seen.append((self.name, sys._getframe(1).f_code.co_name))


def instances(size):
    one = Plain()
    vars(one)["early"] = 0
    one.count = 0
    one.text = ""
    for n in range(size):
        one.count += n
        one.early += one.count % 7
        one.text = str(n)
        if n == size // 2:
            del one.early
            one.early = 5
    return one.count, one.early, one.text, list(vars(one))


def store(target, value):
    target.value = value


def several(size):
    """One place, and objects of many kinds."""
    function, error, with_dict, with_values = (lambda: 0), ValueError(), Plain(), Plain()
    vars(with_dict)
    found = []
    for n in range(size):
        for target in (function, error, with_dict, with_values):
            store(target, n * 1000)
            store(target, n * 0.5)
            found.append(target.value)
    return sum(found), [list(vars(each)) for each in (function, error, with_dict, with_values)]


def deaths(size):
    def holder():
        pass

    holder.value = None
    for n in range(size):
        holder.value = Watched(n)
    holder.value = None
    seen, Watched.seen[:] = len(Watched.seen), []
    return seen


def shared(size):
    """The dict is the module's."""

    def alias():
        pass

    alias.__dict__ = globals()
    total = 0
    for n in range(size):
        alias.COUNTER = n
        total += COUNTER
        alias.COUNTER += 1
        total += COUNTER
    return total


COUNTER = 0


class Typed:
    """A data descriptor comes into a class."""


def descriptors(size):
    one = Typed()
    vars(one)["value"] = 0
    log = []
    for n in range(size):
        if n == size - 5:
            Typed.value = property(lambda self: -1, lambda self, value: log.append(value))
        one.value = n
    del Typed.value
    return one.value, log


class Strange(dict):
    """A dict whose stores are not seen by attributes."""

    def __setitem__(self, key, value):
        raise AssertionError


def odd_dicts(size):
    def function():
        pass

    function.__dict__ = Strange(value=1)
    one = Plain()
    one.__dict__ = Strange(value=1)
    for n in range(size):
        function.value = n
        one.value = n
    mixed = Plain()
    vars(mixed)[1] = 1
    mixed.value = 0
    for n in range(size):
        mixed.value += n
    return function.value, one.value, mixed.value, len(vars(mixed))


def collected(size):
    """A dict that held numbers only gets something that can be in a cycle."""

    def function():
        pass

    function.value = 0
    for n in range(size):
        function.value = n if n % 3 else [n]
    function.value = function
    alive = weakref.ref(function)
    del function
    gc.collect()
    return alive() is None


def raising(size):
    caught = 0
    for n in range(size):
        for target in (add, 1, "text", len):
            try:
                target.calls = n
            except (AttributeError, TypeError) as error:
                caught += len(str(error))
    return caught, add.calls


for size in (8, 300):
    print(functions(size), instances(size), several(size), deaths(size), shared(size))
    print(descriptors(size), odd_dicts(size), collected(size), raising(size))
