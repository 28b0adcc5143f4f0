"""`yield from`: values, sends, throws and closes passed through; delegation to iterators that are no generators."""

import inspect


def inner():
    try:
        a = yield "inner 1"
        print("inner got", a)
        b = yield "inner 2"
        print("inner got", b)
    except ValueError as error:
        print("inner caught", error)
        yield "inner recovered"
    finally:
        print("inner finally")
    return "inner result"


def outer():
    try:
        result = yield from inner()
        print("outer got", result)
        yield "outer"
    except KeyError as error:
        print("outer caught", error)
        yield "outer recovered"
    finally:
        print("outer finally")


o = outer()
print(next(o), o.send("a"), o.send("b"), list(o))
o = outer()
next(o)
print(o.throw(ValueError("v")), next(o), list(o))
o = outer()
next(o)
print(o.throw(KeyError("k")), list(o))
o = outer()
next(o)
o.close()
o = outer()
next(o)
print(type(o.gi_yieldfrom).__name__, o.gi_yieldfrom.gi_frame.f_code.co_name, inspect.getgeneratorstate(o))
del o


class Iterator:
    def __init__(self):
        self.n = 0

    def __repr__(self):
        return type(self).__name__

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 2:
            raise StopIteration("iterator value")
        return self.n


class Full(Iterator):
    def send(self, value):
        print("send", value)
        return "sent"

    def throw(self, *args):
        print("throw", args)
        return "thrown"

    def close(self):
        print("close")


def delegate(it):
    result = yield from it
    return "delegate", result


for it in (Iterator(), [1, 2], "ab", range(2), (x for x in "xy"), {1: 2}, iter([]), map(str, [1])):
    d = delegate(it)
    got = []
    while True:
        try:
            got.append(next(d))
        except StopIteration as stop:
            print(got, stop.value)
            break
d = delegate(Full())
print(next(d), d.send("x"), d.throw(ValueError("v")))
d.close()
d = delegate(Iterator())
next(d)
try:
    d.send("not possible")
except AttributeError as error:
    print(error)
d = delegate(Iterator())
next(d)
try:
    d.throw(ValueError("no throw method"))
except ValueError as error:
    print(error)
d = delegate(Iterator())
next(d)
d.close()
for bad in (5, None, object):
    try:
        next(delegate(bad))
    except TypeError as error:
        print(error)


class BadThrow(Iterator):
    @property
    def throw(self):
        raise RuntimeError("throw lookup failed")

    @property
    def close(self):
        raise RuntimeError("close lookup failed")


d = delegate(BadThrow())
next(d)
try:
    d.throw(ValueError)
except RuntimeError as error:
    print(error)
d = delegate(BadThrow())
next(d)
try:
    d.close()
except RuntimeError as error:
    print(error)


def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)


print(list(tree(4)))


def deep(n):
    if n == 0:
        received = yield "bottom"
        return received
    return (yield from deep(n - 1)) + 1


d = deep(50)
print(next(d))
try:
    d.send(0)
except StopIteration as stop:
    print(stop.value)


def close_order(n):
    try:
        if n:
            yield from close_order(n - 1)
        else:
            yield
    finally:
        print("closing", n)


c = close_order(3)
next(c)
c.close()


def raises_in_finally():
    try:
        yield
    finally:
        raise OSError("cleanup failed")


d = delegate(raises_in_finally())
next(d)
try:
    d.close()
except OSError as error:
    print(error, repr(error.__context__))
d = delegate(raises_in_finally())
next(d)
try:
    d.throw(ValueError("original"))
except OSError as error:
    print(error, repr(error.__context__))


def shared(it):
    yield from it


source = iter(range(6))
one, two = shared(source), shared(source)
print(next(one), next(two), next(one), list(two), list(one))


def reentrant():
    yield 1
    yield from me


me = reentrant()
try:
    list(me)
except ValueError as error:
    print(error)


def value_chain():
    a = yield from iter([1])
    b = yield from (lambda: (yield 2))()
    c = yield from finish(3)
    return a, b, c


def finish(v):
    return v
    yield


v = value_chain()
print(next(v), next(v))
try:
    v.send("sent")
except StopIteration as stop:
    print(stop.value)


def stop_with_tuple():
    return (1, 2)
    yield


def stop_with_stop():
    return StopIteration(5)
    yield


def stop_with_error():
    return ValueError("as value")
    yield


def run(it):
    print(repr((yield from it)))


for it in (stop_with_tuple(), stop_with_stop(), stop_with_error()):
    list(run(it))
