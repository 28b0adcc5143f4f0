"""Async generators: asend, athrow, aclose, comprehensions over them, hooks, errors, attributes."""

import sys
import types


@types.coroutine
def suspend(tag):
    return (yield tag)


def drive(awaitable):
    """Run an awaitable to its end, answering every suspension with its own tag."""
    iterator = awaitable.__await__()
    seen = []
    value = None
    try:
        while True:
            value = iterator.send(value)
            seen.append(value)
    except StopIteration as stop:
        return stop.value, seen
    except BaseException as error:
        return repr(error), seen


async def numbers(limit):
    for i in range(limit):
        await suspend(f"before {i}")
        received = yield i
        if received:
            print("received", received)
    await suspend("end")


async def collect():
    return [i async for i in numbers(3)]


print(drive(collect()))


async def protocol():
    g = numbers(3)
    print(await g.__anext__(), await g.asend("hello"), g.ag_running, g.ag_frame.f_locals, g.ag_await, g.ag_code.co_name)
    try:
        await g.athrow(ValueError("thrown"))
    except ValueError as error:
        print("out", error)
    try:
        await g.__anext__()
    except StopAsyncIteration as stop:
        print("finished", stop.args, g.ag_frame)
    g = numbers(1)
    await g.aclose()
    try:
        await g.asend(None)
    except StopAsyncIteration:
        print("closed")
    try:
        await numbers(1).asend(5)
    except TypeError as error:
        print(error)


print(drive(protocol()))


async def careful():
    try:
        yield 1
        yield 2
    except KeyError as error:
        print("caught", error)
        yield "recovered"
    except GeneratorExit:
        print("exit")
        await suspend("cleanup")
        raise
    finally:
        print("finally")


async def use():
    g = careful()
    print(await g.__anext__(), await g.athrow(KeyError("k")))
    await g.aclose()
    g = careful()
    await g.__anext__()
    await g.aclose()
    async for value in careful():
        print("value", value)
        break
    else:
        print("else")
    async for value in careful():
        pass
    else:
        print("exhausted")


asyncgen = []
sys.set_asyncgen_hooks(firstiter=lambda g: print("first", g.__name__), finalizer=lambda g: (print("final", g.__name__), asyncgen.append(g)))
print(drive(use()))
print(len(asyncgen))
for g in asyncgen:
    print(drive(g.aclose()))
sys.set_asyncgen_hooks(None, None)


async def comprehensions():
    return ([i * 2 async for i in numbers(3) if i], {i: str(i) async for i in numbers(2)}, {i async for i in numbers(2)},
            [i + j async for i in numbers(2) for j in range(2)], [await suspend(i) for i in "ab"],
            [i for i in [j async for j in numbers(2)]], [x async for x in (i async for i in numbers(2))],
            [await suspend(x) async for x in numbers(1)], [[j async for j in numbers(i)] for i in range(2)])


print(drive(comprehensions()))


async def genexp():
    g = (i * 10 async for i in numbers(3))
    print(type(g).__name__, g.__name__)
    return [v async for v in g]


print(drive(genexp()))


async def ignores():
    try:
        yield 1
    except GeneratorExit:
        yield 2


async def ignoring():
    g = ignores()
    await g.__anext__()
    await g.aclose()


print(drive(ignoring()))


async def stops():
    yield 1
    raise StopAsyncIteration("inside")


async def stops2():
    yield 1
    raise StopIteration("inside")


for make in (stops, stops2):
    async def consume():
        return [x async for x in make()]
    print(drive(consume()))


async def concurrent():
    g = numbers(3)
    a = g.__anext__()
    b = g.__anext__()
    a.send(None)
    try:
        b.send(None)
    except RuntimeError as error:
        print(error)
    a.close()
    b.close()
    await suspend("x")


print(drive(concurrent()))


async def reused():
    g = numbers(2)
    step = g.__anext__()
    print(await step)
    try:
        await step
    except RuntimeError as error:
        print(error)


print(drive(reused()))


async def delegating():
    async for i in numbers(2):
        yield i
    yield [j async for j in numbers(2)]


async def outer():
    return [x async for x in delegating()]


print(drive(outer()))


class Iterable:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        await suspend("anext")
        return self.n


class NoAnext:
    def __aiter__(self):
        return 5


class NoAiter:
    pass


class BadAnext:
    def __aiter__(self):
        return self

    def __anext__(self):
        return 5


class RaisingAnext:
    def __aiter__(self):
        return self

    async def __anext__(self):
        raise KeyError("anext")


async def over(iterable):
    out = []
    async for i in iterable:
        out.append(i)
    return out


for iterable in (Iterable(3), NoAnext(), NoAiter(), BadAnext(), RaisingAnext(), [1, 2]):
    print(drive(over(iterable)))
print(drive(anext(Iterable(1))), drive(anext(Iterable(0), "default")), aiter(Iterable(1)).n)
for source in ("async def f():\n yield 1\n return 2", "async def f(): yield from x", "def f(): [x async for x in y]",
               "async def f(): await (yield)", "x = (i async for i in y)", "[i async for i in y]"):
    try:
        compile(source, "<s>", "exec")
        print("compiles")
    except SyntaxError as error:
        print(error.msg)


async def return_bare():
    yield 1
    if True:
        return
    yield 2


async def r():
    return [x async for x in return_bare()]


print(drive(r()))


async def expression():
    x = yield
    while x:
        x = yield x * 2


async def e():
    g = expression()
    await g.asend(None)
    return [await g.asend(i) for i in (1, 2, 3)]


print(drive(e()))
