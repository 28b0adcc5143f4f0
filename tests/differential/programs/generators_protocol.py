"""Generators: next, send, throw, close, return values, attributes, reentrancy, cleanup."""

import inspect


def count(limit):
    n = 0
    while n < limit:
        received = yield n
        if received is not None:
            n = received
        else:
            n += 1
    return "finished"


g = count(5)
print(next(g), g.send(None), g.send(3), next(g))
try:
    next(g)
except StopIteration as stop:
    print("value", stop.value, stop.args)
for _ in range(2):
    try:
        next(g)
    except StopIteration as stop:
        print("again", stop.value)
g = count(5)
try:
    g.send(1)
except TypeError as error:
    print(error)
print(next(g))


def careful():
    while True:
        try:
            got = yield "ready"
            print("got", got)
        except ValueError as error:
            print("caught", error)
            yield "handled"
        except GeneratorExit:
            print("exit")
            raise
        finally:
            print("finally")


c = careful()
print(next(c), c.send(1), c.throw(ValueError("thrown")), next(c))
try:
    c.throw(KeyError("uncaught"))
except KeyError as error:
    print("out", error)
c = careful()
next(c)
print(c.close(), c.close())
c = careful()
print(c.close())
try:
    next(c)
except StopIteration:
    print("closed generators are finished")


def ignores_exit():
    while True:
        try:
            yield
        except GeneratorExit:
            print("ignored")
            yield "still here"
            return


i = ignores_exit()
next(i)
try:
    i.close()
except RuntimeError as error:
    print(error)


def stop_inside():
    yield 1
    raise StopIteration("mine")


try:
    list(stop_inside())
except RuntimeError as error:
    print(error, repr(error.__cause__), error.__suppress_context__)


def throw_stop():
    try:
        yield
    except StopIteration as stop:
        print("caught thrown stop", stop.value)
    yield "next"


t = throw_stop()
next(t)
print(t.throw(StopIteration(5)))
for arguments in ((ValueError,), (ValueError, "text"), (ValueError, ValueError("value")), (ValueError, ("a", "b"), None)):
    g = count(3)
    next(g)
    try:
        g.throw(*arguments)
    except ValueError as error:
        print(repr(error))
for arguments in ((5,), ("text",), (ValueError("v"), "x"), (int,), (ValueError, "x", 5)):
    g = count(3)
    next(g)
    try:
        g.throw(*arguments)
    except TypeError as error:
        print(error)


def attributes():
    x = 1
    yield x
    y = 2
    yield from [10]


a = attributes()
print(a.gi_running, a.gi_yieldfrom, a.gi_frame.f_lineno - attributes.__code__.co_firstlineno, a.gi_code is attributes.__code__,
      inspect.getgeneratorstate(a), a.gi_suspended)
next(a)
print(a.gi_frame.f_locals, a.gi_frame.f_lineno - attributes.__code__.co_firstlineno, inspect.getgeneratorstate(a),
      inspect.getgeneratorlocals(a), a.gi_suspended, a.gi_frame.f_back)
next(a)
print(type(a.gi_yieldfrom).__name__, a.gi_frame.f_locals)
print(list(a), a.gi_frame, a.gi_yieldfrom, inspect.getgeneratorstate(a), a.__name__, a.__qualname__)
a.__name__ = "renamed"
print(repr(a).split(" at ")[0])


def running():
    yield me.gi_running
    try:
        next(me)
    except ValueError as error:
        yield str(error)
    yield me.gi_frame.f_back.f_code.co_name


me = running()


def drive():
    return list(me)


print(drive())


def with_return_in_finally():
    try:
        yield 1
    finally:
        return "from finally"


w = with_return_in_finally()
next(w)
try:
    w.throw(ValueError)
except StopIteration as stop:
    print(stop.value)


def yield_in_except():
    try:
        raise KeyError("first")
    except KeyError:
        yield "inside except"
        try:
            raise ValueError("second")
        except ValueError as error:
            yield repr(error.__context__)
    import sys
    yield sys.exc_info()


print(list(yield_in_except()))


def exc_info_isolated():
    import sys
    yield sys.exc_info()[0]
    try:
        1 / 0
    except ZeroDivisionError:
        yield sys.exc_info()[0].__name__
        yield sys.exc_info()[0].__name__


e = exc_info_isolated()
import sys
try:
    raise OSError
except OSError:
    print(next(e).__name__, next(e), sys.exc_info()[0].__name__)
print(next(e), sys.exc_info()[0])


def dropped(name):
    try:
        yield
    finally:
        print("cleanup", name)


d = dropped("by del")
next(d)
del d
dropped("never started")
for value in dropped("loop left by break"):
    break
print("after loop")
for value in [next(dropped("temporary"))]:
    print("in loop")


def expression_yields():
    x = (yield 1) + (yield 2)
    y = [(yield 3), (yield 4)]
    z = {(yield 5): (yield 6)}
    print(f"{(yield 7)}", x, y, z, (yield))
    assert (yield 8), "message"
    return (yield)


g = expression_yields()
values = [next(g)]
for n in range(100, 111):
    try:
        values.append(g.send(n))
    except StopIteration as stop:
        values.append(("stop", stop.value))
        break
print(values)


def infinite():
    n = 0
    while True:
        n += 1
        yield n


def take(n, it):
    return [x for _, x in zip(range(n), it)]


print(take(5, infinite()), sum(x for x in take(10, infinite())))
print(list(x * y for x in range(3) for y in range(x)), tuple(c for c in "ab" if c > "a"))
ge = (x for x in undefined_name) if False else (x for x in [1])
print(ge.gi_code.co_name, next(ge))
try:
    (x for x in 5)
except TypeError as error:
    print(error)
try:
    list(1 // x for x in [1, 0])
except ZeroDivisionError as error:
    print(error)
lazy = (print("evaluated", x) for x in [1, 2])
print("made")
next(lazy)


def numbers():
    total = 0.5
    while True:
        total += 1
        yield total


n = numbers()
kept = [next(n) for _ in range(4)]
print(kept, max(kept), sorted(kept, reverse=True))
print(type(n).__name__, iter(n) is n, hasattr(n, "__next__"), bool(n))
