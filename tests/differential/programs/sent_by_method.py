"""`send` of generators and coroutines: what is given, how it ends, what is refused, who looks on meanwhile."""
import sys


def echo(end=None):
    got = yield "ready"
    while got is not end:
        got = yield got, got
    return end


def mean():
    total = count = 0
    value = yield None
    while True:
        total += value
        count += 1
        value = yield total // count


def failing(n):
    while True:
        n = yield 10 // n


def outer(end):
    return "through", (yield from echo(end))


def chain(depth):
    if depth:
        return (yield from chain(depth - 1))
    got = None
    while True:
        got = yield sys._getframe().f_code.co_name, depth, got


def itself():
    global running
    yield
    for _ in range(3):
        try:
            yield running.send(None)
        except ValueError as error:
            yield str(error)


class Suspend:
    def __await__(self):
        return (yield self)


async def waits(n):
    total = 0
    while n:
        total += await Suspend()
        n -= 1
    return total


async def above(n):
    return await waits(n), await waits(1)


def names(depth):
    """Who called the generator."""
    while True:
        frame, found = sys._getframe(), []
        while frame is not None and len(found) < depth:
            found.append((frame.f_code.co_name, frame.f_lineno))
            frame = frame.f_back
        yield found


def ended(generator, *values):
    """What a generator gives for some values, and how it ends."""
    given = []
    try:
        for value in values:
            given.append(generator.send(value))
    except BaseException as error:
        given.append((type(error).__name__, error.args, getattr(error, "value", None)))
        trace = error.__traceback__
        while trace is not None:
            given.append((trace.tb_frame.f_code.co_name, trace.tb_lineno - trace.tb_frame.f_code.co_firstlineno))
            trace = trace.tb_next
    return given


def means(values):
    generator = mean()
    next(generator)
    total = 0
    for value in values:
        total += generator.send(value)
    return total


def held(values):
    generator = mean()
    next(generator)
    send = generator.send
    return [send(value) for value in values]


def looked_at():
    generator = names(3)
    return generator.send(None), next(generator), generator.send(1)


def deep(depth, generator):
    if depth:
        return deep(depth - 1, generator)
    return generator.send(1)


def deepest(limit):
    """Where the frames end, `send` says so, and leaves the generator alone or not, as the host."""
    found = []
    for depth in range(limit - 8, limit):
        generator = mean()
        next(generator)
        try:
            found.append(deep(depth, generator))
        except RecursionError:
            found.append("too deep")
            try:
                found.append(generator.send(5))
            except StopIteration:
                found.append("gone")
    return found


for turn in range(70):
    running = itself()
    error = ValueError("sent")
    results = [
        ended(echo(), None, 1, "x", None, 2),
        ended(echo(7), None, 1, 7, 7),
        ended(echo((1, 2)), None, (1, 2)),
        ended(echo(error), None, error)[:1],
        ended(echo(), 1),
        ended(failing(3), None, 2, 0, 1),
        ended(outer(5), None, 4, 5),
        ended(chain(6), *[None, 1, 2.5, "y"]),
        [ended(running, None) for _ in range(3)],
        ended(waits(1), None, 5)[1:],
        ended(above(2), None, 3, 4, 5)[-2:],
        means(range(50)),
        held(range(5)),
        looked_at(),
    ]
    coroutine = waits(0)
    results.append((ended(coroutine, None), ended(coroutine, None)))
    closed = waits(2)
    results.append(ended(closed, 3))
    closed.close()
    if turn in (0, 1, 40, 69):
        for result in results:
            print(result)

base = len(deepest.__code__.co_varnames) and sys.getrecursionlimit()
print(deepest(base - 2)[-8:].count("too deep") > 0)

events = []


def watch(frame, event, argument):
    if frame.f_code.co_name in ("mean", "traced"):
        events.append((frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno))
    return watch


def traced(generator):
    first = generator.send(4)
    sys.settrace(watch)
    second = generator.send(8)
    third = generator.send(9)
    sys.settrace(None)
    return first, second, third, generator.send(1)


def profiled(generator):
    calls = []
    sys.setprofile(lambda frame, event, argument: calls.append((event, getattr(argument, "__name__", None))))
    generator.send(3)
    sys.setprofile(None)
    return calls


generator = mean()
next(generator)
for turn in range(60):
    results = traced(generator), profiled(generator)
    if turn in (0, 59):
        print(results, events[:12])
del generator  # (the host's collector does not see what its frame's trace function holds)
