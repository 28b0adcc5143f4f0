"""Hot coroutines and delegating generators: awaits that complete at once, that suspend, that raise; values sent and
exceptions thrown into frames that delegate; asynchronous generators and loops."""

import sys
import types


class Pause:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        return (yield self.value)


async def added(a, b):
    return a + b


async def doubled(value):
    return await added(value, value)


async def paused(value):
    got = await Pause(value)
    return await added(value, got)


async def failing(n):
    if n % 3 == 0:
        raise ValueError(n)
    if n % 3 == 1:
        await Pause(("before", n))
        raise KeyError(n)
    return n


async def caught(n):
    try:
        return await failing(n)
    except ValueError as error:
        return -error.args[0]
    finally:
        await doubled(n)


def drive(coroutine, sent=0):
    """Run a coroutine; what it yields is answered with numbers. What it yielded, and its end."""
    yielded = []
    value = None
    while True:
        try:
            yielded.append(coroutine.send(value))
        except StopIteration as stop:
            return yielded, stop.value
        except Exception as error:
            return yielded, repr(error)
        value = sent
        sent += 1


async def at_once(n):
    total = 0
    mean = 0.5
    for i in range(n):
        total += await doubled(i)
        mean = mean * 0.5 + i
    return total, mean


async def sometimes(n):
    total = 0
    mean = 0.5
    for i in range(n):
        if i % 5 == 0:
            total += await paused(i)
        else:
            total += await doubled(i)
        mean = mean * 0.25 + total
    return total, mean


async def catching(n):
    return [await caught(i) for i in range(n)]


print(drive(at_once(300)))
for _ in range(5):
    print(drive(sometimes(60)))
    print(drive(catching(20)))


# --- Delegation to generators and to other iterators -------------------------------------------------------


def leaf(n):
    got = yield n
    while got is not None:
        got = yield got * 2
    return n + 1


def branch(n):
    total = 0
    for i in range(n):
        total += yield from leaf(i)
    yield from [total, "list"]
    yield from range(2)
    yield from (x * x for x in range(2))
    return total


def trunk(n):
    result = yield from branch(n)
    yield ("result", result)
    return result


for n in range(30):
    print(list(trunk(n % 5)))
walk = trunk(3)
print(next(walk), walk.send(5), walk.send(6), walk.send(None), next(walk), list(walk))


def tree(depth):
    if depth:
        yield from tree(depth - 1)
    yield depth
    if depth:
        yield from tree(depth - 1)


for _ in range(20):
    print(sum(tree(6)), max(tree(3)), list(tree(2)))


class Closing:
    """A delegate of no known type."""

    def __init__(self):
        self.told = []

    def __iter__(self):
        return self

    def __next__(self):
        self.told.append("next")
        return len(self.told)

    def send(self, value):
        self.told.append(("send", value))
        if value == "stop":
            raise StopIteration("stopped")
        return value

    def throw(self, *error):
        self.told.append(("throw", error[0].__name__ if isinstance(error[0], type) else repr(error[0])))
        raise error[0]

    def close(self):
        self.told.append("close")


def through(delegate):
    try:
        result = yield from delegate
    except LookupError as error:
        result = repr(error)
    yield result


for _ in range(30):
    delegate = Closing()
    outer = through(delegate)
    seen = [next(outer), next(outer), outer.send("x"), outer.throw(IndexError("thrown"))]
    other = through(delegate)
    seen.append(next(other))
    other.close()
    last = through(Closing())
    seen += [next(last), last.send("stop")]
print(seen, delegate.told)


def guarded(n):
    for i in range(n):
        try:
            yield i
        except KeyError as error:
            yield ("caught", repr(error))


def delegates(n):
    try:
        return (yield from guarded(n))
    finally:
        told.append("finally")


told = []
for _ in range(40):
    outer = delegates(4)
    answers = [next(outer), outer.throw(KeyError(1)), next(outer)]
    try:
        outer.throw(ZeroDivisionError())
    except ZeroDivisionError as error:
        answers.append(error.__traceback__.tb_next.tb_frame.f_code.co_name)
    outer = delegates(2)
    next(outer)
    outer.close()
print(answers, len(told))


def stops():
    yield 1
    raise StopIteration("wrong")


def delegates_to_stops():
    yield from stops()


for _ in range(30):
    try:
        print(list(delegates_to_stops()), end=" ")
    except RuntimeError as error:
        print(error, repr(error.__cause__), end=" ")
print()


# --- Who looks at a frame that delegates ----------------------------------------------------------------------


def looks():
    frame = sys._getframe(1)
    yield frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno, sorted(frame.f_locals.items())


def looked_at(n):
    count = n * 2
    share = n / 2
    yield from looks()
    count += 1
    yield from looks()
    return count + share


for n in range(30):
    walk = looked_at(n)
    print(next(walk), walk.gi_yieldfrom.__name__, next(walk), end=" ")
    print(walk.gi_frame.f_lineno - walk.gi_code.co_firstlineno, walk.gi_running, list(walk))


@types.coroutine
def old_style(n):
    got = yield n
    return got


async def awaits_old_style(n):
    total = 0
    for i in range(n):
        total += await old_style(i)
    return total


for _ in range(10):
    print(drive(awaits_old_style(6), 10))


async def awaits_twice(n):
    coroutine = doubled(n)
    first = await coroutine
    try:
        await coroutine
    except RuntimeError as error:
        return first, str(error)


for n in range(30):
    last = drive(awaits_twice(n))
print(last)


async def awaits_nonsense(n):
    try:
        await n
    except TypeError as error:
        return str(error)


for n in range(30):
    last = drive(awaits_nonsense(n))
print(last)


# --- Asynchronous generators, loops and context managers ------------------------------------------------------


async def items(n):
    for i in range(n):
        if i % 4 == 3:
            await Pause(("item", i))
        yield i * 1.5


class Manager:
    depth = 0

    async def __aenter__(self):
        Manager.depth += 1
        return self

    async def __aexit__(self, kind, error, trace):
        Manager.depth -= 1
        return kind is KeyError


async def loops(n):
    total = 0.0
    async for item in items(n):
        async with Manager() as manager:
            total += item
            if item == 3.0:
                raise KeyError
            total += manager.depth
    else:
        total += 1000
    return total, [x async for x in items(4) if x], {x: -x async for x in items(2)}


async def breaks(n):
    generator = items(n)
    async for item in generator:
        if item > 3:
            break
    await generator.aclose()
    try:
        async for item in items(3):
            raise IndexError(item)
    except IndexError as error:
        return item, repr(error)


for _ in range(20):
    print(drive(loops(9)))
    print(drive(breaks(9)))


# --- Tracing that begins in a delegate --------------------------------------------------------------------------


def trace(frame, event, argument):
    events.append((frame.f_code.co_name, event))
    return trace


def begins_tracing(n):
    yield n
    if n == 25:
        sys.settrace(trace)
        sys._getframe(2).f_trace = trace
    yield n + 1
    sys.settrace(None)


def traced(n):
    yield from begins_tracing(n)
    yield "end"


events = []
for n in range(27):
    walked = list(traced(n))
print(walked, events)
