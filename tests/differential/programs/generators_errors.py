"""Exceptions and generators: tracebacks through them, frames left behind, reference counts of what they held."""

import sys
import traceback


def trace(error):
    for entry in traceback.extract_tb(error.__traceback__):
        print("   ", entry.name, entry.lineno, entry.line)


def failing(n):
    for i in range(3):
        if i == n:
            raise ValueError(i)
        yield i


def middle(n):
    yield from failing(n)


for n in range(3):
    try:
        print(list(middle(n)))
    except ValueError as error:
        trace(error)


def catches():
    try:
        yield 1
    except ValueError as error:
        trace(error)
        raise KeyError("new") from error


c = catches()
next(c)
try:
    c.throw(ValueError("thrown in"))
except KeyError as error:
    trace(error)
    print(repr(error.__cause__), repr(error.__context__))


def context_is_callers():
    yield
    raise RuntimeError("in generator")


g = context_is_callers()
next(g)
try:
    try:
        raise OSError("outside")
    except OSError:
        next(g)
except RuntimeError as error:
    print(repr(error.__context__))


class Probe:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def holds(name):
    local = Probe(name)
    yield 1
    raise ValueError(name)


h = holds("finished by error")
next(h)
try:
    next(h)
except ValueError as error:
    print("caught, local still held by the traceback")
    kept = error
print("frame cleared:", h.gi_frame)
del kept
h = holds("closed")
next(h)
h.close()
print("after close")
h = holds("dropped")
next(h)
h = None
print("after drop")


def holds_argument(argument):
    yield


h = holds_argument(Probe("argument"))
del h
print("after never started")
h = holds_argument(Probe("argument 2"))
list(h)
print("after exhaustion")


def throw_keeps_traceback():
    yield


try:
    raise ValueError("old")
except ValueError as error:
    old = error
t = throw_keeps_traceback()
next(t)
try:
    t.throw(old)
except ValueError as error:
    trace(error)
t = throw_keeps_traceback()
try:
    t.throw(KeyError("not started"))
except KeyError as error:
    trace(error)
print(t.gi_frame)
t = throw_keeps_traceback()
list(t)
try:
    t.throw(KeyError("finished"))
except KeyError as error:
    trace(error)


def generator_in_except():
    try:
        raise ValueError("one")
    except ValueError:
        yield from reraises()


def reraises():
    yield sys.exc_info()[0].__name__
    try:
        raise
    except ValueError as error:
        yield repr(error)


print(list(generator_in_except()))


def bare():
    yield
    raise


b = bare()
next(b)
try:
    next(b)
except RuntimeError as error:
    print(error)
b = bare()
next(b)
try:
    try:
        raise LookupError("from the caller")
    except LookupError:
        next(b)
except Exception as error:
    print(repr(error))


def assertion():
    x = yield
    assert x > 1, f"got {x}"
    return x


for value in (0, 5):
    a = assertion()
    next(a)
    try:
        a.send(value)
    except AssertionError as error:
        print("assertion", error)
    except StopIteration as stop:
        print("stop", stop.value)
try:
    next(iter([]))
except StopIteration as stop:
    print(repr(stop.value), stop.args)


def genexp_error():
    return list(10 // n for n in (1, 0))


try:
    genexp_error()
except ZeroDivisionError as error:
    trace(error)


def unraisable():
    try:
        yield
    finally:
        raise ValueError("in cleanup nobody can catch")


sys.unraisablehook = lambda u: print("unraisable", repr(u.exc_value), u.object.__name__ if u.object else None)
u = unraisable()
next(u)
del u
print("end")
