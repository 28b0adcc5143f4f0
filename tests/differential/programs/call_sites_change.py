"""Calls whose site meets every kind of callable in turn: functions, bound methods, classes, C functions, held by names and
by attributes, with defaults, with wrong arguments, traced, and too deep."""

import math
import sys
import types


def exact(a):
    return "exact", a


def more(a, b=2, *, c=3):
    return "more", a, b, c


def named(a, b="default"):
    return "named", a, b


def generator(a):
    yield a
    yield "second"


class Plain:
    def __init__(self, a, b="b"):
        self.values = a, b

    def method(self, a, b="method's"):
        return self.values, a, b

    @classmethod
    def made(cls, a):
        return cls.__name__, a

    def __call__(self, a):
        return "called", self.values, a


class Wrong:
    def __init__(self, a):
        return a


class Lazy:
    def __init__(self, a):
        yield a


class Raising:
    def __init__(self, a):
        raise ValueError(a)


class Holder:
    pass


CALLABLES = [
    exact, more, named, generator, Plain, Plain(1).method, Plain.made, Plain(2), Wrong, Lazy, Raising, abs, len, math.sqrt,
    int, str, type, "x".join, [].append, divmod, max, lambda: None, lambda a, /, b, c: a,
]  # fmt: skip


def show(value):
    if isinstance(value, types.GeneratorType):
        return list(value)
    if isinstance(value, Plain):
        return value.values
    if isinstance(value, Wrong | Lazy | Raising):
        return type(value).__name__
    return value


def by_name(function, a):
    return function(a)


def by_attribute(holder, a):
    return holder.held(a)


def attempt(call, *args):
    try:
        return show(call(*args))
    except Exception as error:
        lines = []
        traceback = error.__traceback__.tb_next
        while traceback is not None:
            lines.append((traceback.tb_frame.f_code.co_name, traceback.tb_lineno - traceback.tb_frame.f_code.co_firstlineno))
            traceback = traceback.tb_next
        return type(error).__name__, str(error), lines


holder = Holder()
for again in range(3):
    for function in CALLABLES:
        holder.held = function
        for a in (4, "text", None):
            for _ in range(3):
                print(attempt(by_name, function, a), attempt(by_attribute, holder, a))

# A module's functions, of either kind, and one that takes another's place.
module = types.ModuleType("module")
module.function = named
module.root = math.sqrt
for n in range(6):
    print(module.function(n), module.root(n * n))
    if n == 3:
        module.function, module.root = math.sqrt, named


# Tracing that begins in what is called.
def start(a, b=None):
    sys.settrace(trace)
    return a


class Starts:
    def __init__(self, a):
        sys.settrace(trace)
        self.a = a


def trace(frame, event, argument):
    events.append((frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno))
    return trace


def traced(function):
    result = function(1)
    result = exact(result)
    sys.settrace(None)
    return result


def traced_attribute(holder):
    result = holder.held(1)
    result = exact(result)
    sys.settrace(None)
    return result


class Starter:
    def start(self, a):
        return start(a)


for function in (exact, Plain(3).method, Plain):
    for _ in range(4):
        traced(function)
for function in (start, Starter().start, Starts):
    holder.held = function
    for _ in range(3):
        events = []
        traced(function)
        traced_attribute(holder)
        print(events)


# Too deep, through each.
class Deep:
    def __init__(self, n):
        self.n = n
        self.deeper = self.down
        if n < 0:
            Deep(n - 1)

    def down(self, n):
        deeper = self.deeper
        return deeper(n + 1)

    def held(self, n):
        return self.down(n + 1)


for call in (Deep(1).down, Deep(1).held, lambda n: Deep(-1)):
    try:
        call(0)
    except RecursionError as error:
        print(type(error).__name__)

# What dies with a call: the bound method and its instance, before the body runs or after it.
class Dying:
    def __init__(self, name):
        self.name = name

    def method(self, log):
        log.append(f"in {self.name}")
        return log

    def __del__(self):
        log.append(f"dead {self.name}")


log = []
for n in range(4):
    method = Dying(n).method
    method(log)
    del method
    Dying(n + 10)
print(log)
