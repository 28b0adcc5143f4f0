"""Coroutines driven by hand: await of awaitables, send, throw, close, attributes, errors, the never-awaited warning."""

import inspect
import sys
import types
import warnings


class Suspend:
    def __init__(self, tag):
        self.tag = tag

    def __await__(self):
        got = yield self.tag
        return f"{self.tag}:{got}"


async def leaf(tag):
    return await Suspend(tag)


async def both():
    first = await leaf("one")
    second = await leaf("two")
    return first, second


def drive(coroutine, *values):
    log = []
    try:
        log.append(coroutine.send(None))
        for value in values:
            log.append(coroutine.throw(value) if isinstance(value, BaseException) else coroutine.send(value))
    except StopIteration as stop:
        log.append(("returned", stop.value))
    except BaseException as error:
        log.append(("raised", repr(error)))
    finally:
        coroutine.close()
    return log


print(drive(both(), 1, 2), drive(both(), ValueError("thrown")), drive(both()))


async def catching():
    try:
        await leaf("guarded")
    except ValueError as error:
        return await leaf(f"recovered {error}")
    finally:
        print("finally")


print(drive(catching(), ValueError("v"), "x"), drive(catching(), KeyError("k")), drive(catching()))
c = catching()
print(inspect.getcoroutinestate(c), c.cr_running, c.cr_await, c.cr_frame.f_code.co_name, c.cr_suspended, c.cr_origin)
c.send(None)
print(inspect.getcoroutinestate(c), type(c.cr_await).__name__, c.cr_await.cr_await is not None, c.cr_frame.f_locals,
      c.cr_suspended)
try:
    iter(c)
except TypeError as error:
    print(error)
try:
    next(c)
except TypeError as error:
    print(error)
c.close()
print(inspect.getcoroutinestate(c), c.cr_frame)
try:
    c.send(None)
except RuntimeError as error:
    print(error)


async def await_twice():
    inner = leaf("x")
    first = await inner
    try:
        await inner
    except RuntimeError as error:
        return first, str(error)


print(drive(await_twice(), 5))


async def await_running():
    try:
        await me
    except RuntimeError as error:
        return str(error)


me = await_running()
print(drive(me))


class NotIterator:
    def __await__(self):
        return 5


class ReturnsCoroutine:
    def __await__(self):
        return leaf("x")


class IterAwait:
    def __await__(self):
        return iter([1, 2])


async def wait_for(what):
    return await what


warnings.simplefilter("ignore")
for what in (5, None, [], NotIterator(), ReturnsCoroutine(), IterAwait(), (x for x in [1])):
    print(drive(wait_for(what), None, None))
warnings.simplefilter("always")


@types.coroutine
def generator_based():
    got = yield "from generator"
    return "generator got", got


print(drive(wait_for(generator_based()), 7))


async def stop_iteration():
    raise StopIteration("inside")


async def raises():
    raise ValueError("from coroutine")


async def returns_nothing():
    pass


async def await_in_expressions():
    values = [await Suspend(i) for i in range(2)]
    table = {await Suspend("k"): await Suspend("v")}
    total = (await Suspend("a")) + (await Suspend("b"))
    text = f"{await Suspend('f')}"
    chosen = await Suspend("yes") if await Suspend("cond") else await Suspend("no")
    called = "{} {}".format(await Suspend("x"), *[await Suspend("y")])
    return values, table, total, text, chosen, called


print(drive(stop_iteration()), drive(raises()), drive(returns_nothing()))
print(drive(await_in_expressions(), *range(20)))


class Method:
    async def method(self, value):
        return self.name, await Suspend(value)

    name = "method"

    @classmethod
    async def cm(cls):
        return cls.__name__

    @staticmethod
    async def sm(a, *, b=2):
        return a, b


print(drive(Method().method("v"), 1), drive(Method.cm()), drive(Method.sm(1, b=3)))


async def recursive(n):
    if n == 0:
        return await Suspend("bottom")
    return (await recursive(n - 1), n)


print(drive(recursive(3), "value"))


async def closure_sum(values):
    total = 0

    async def add(v):
        nonlocal total
        total += v
        await Suspend(v)
    for v in values:
        await add(v)
    return total


print(drive(closure_sum([1, 2, 3]), None, None, None))


def make_unawaited():
    returns_nothing()


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    make_unawaited()
    print([str(w.message) for w in caught])
sys.set_coroutine_origin_tracking_depth(2)


def origin():
    return returns_nothing()


o = origin()
print([(name, line) for _, line, name in o.cr_origin])
o.close()
sys.set_coroutine_origin_tracking_depth(0)
print(inspect.iscoroutinefunction(leaf), inspect.isawaitable(IterAwait()), inspect.iscoroutinefunction(generator_based))
for source in ("await 5", "def f(): await x", "async def f(): yield from []", "[await x for x in y]", "lambda: await x",
               "async with a: pass", "async for a in b: pass", "async def f():\n def g(): await x",
               "async def f(): return [await x for x in y]", "class A:\n await x", "async def f(): return lambda: await x"):
    try:
        compile(source, "<s>", "exec")
        print("compiles")
    except SyntaxError as error:
        print(error.msg)


async def exception_context():
    try:
        raise KeyError("first")
    except KeyError:
        await Suspend("in except")
        print(sys.exc_info()[0].__name__)
        raise ValueError("second")


try:
    e = exception_context()
    e.send(None)
    print(sys.exc_info())
    e.send(None)
except ValueError as error:
    print(repr(error.__context__), sys.exc_info()[0].__name__)


async def never_finishes():
    try:
        await Suspend(1)
    except GeneratorExit:
        await Suspend("awaits while closing")


n = never_finishes()
n.send(None)
try:
    n.close()
except RuntimeError as error:
    print(error)
