"""Generators and coroutines that delegate, resumed by C code: what is sent goes straight to the last delegate, and all
frames in between look as they do when each resumes the next."""
import asyncio
import sys
import traceback
from collections import deque


def frames(count):
    """The functions below this one, and their lines."""
    frame, found = sys._getframe(1), []
    while frame is not None and len(found) < count:
        found.append((frame.f_code.co_name, frame.f_lineno))
        frame = frame.f_back
    return found


def leaf(n, look):
    for i in range(n):
        yield frames(4) if i == look else i
    return n


def inner(n, look):
    got = yield from leaf(n, look)
    yield -got
    return got + 1


def outer(n, look):
    total = 0
    for k in range(2):
        total += yield from inner(n, look)
    yield total


def consume():
    for n in range(60):
        values = deque(outer(n, 57), maxlen=4)
    print(list(values))
    pairs = list(enumerate(outer(40, 20)))
    print(pairs[20], pairs[-2:])


class Odd(Exception):
    pass


def failing(n, at):
    for i in range(n):
        if i == at:
            raise Odd(i, sys.exc_info()[0])
        yield i


def between(n, at):
    try:
        yield from failing(n, at)
    except Odd as error:
        yield error.args
        yield from failing(n, n - 1)


def top(n, at):
    yield from between(n, at)


def errors():
    seen = []
    for at in range(50):
        try:
            raise KeyError(at)
        except KeyError:
            try:
                for item in map(str, top(30, at)):
                    seen.append(item)
            except Odd as error:
                seen.append(repr(error))
                last = error
    print(len(seen), seen[-3:])
    print("".join(traceback.format_tb(last.__traceback__)))


def interrupted():
    """Something else resumes, throws into and closes what a frame delegates to."""
    seen = []

    def shared():
        n = 0
        while n < 200:
            try:
                n += (yield n) or 1
            except Odd:
                n += 10
        return n

    def delegating(generator):
        seen.append((yield from generator))

    for round in range(40):
        generator = shared()
        outside = delegating(generator)
        through = map(int, outside)
        for step in range(30):
            seen.append(next(through))
            if step == 10:
                try:
                    seen.append(next(generator))
                except (ValueError, StopIteration) as error:
                    seen.append(repr(error))
            if step == 15:
                seen.append(outside.throw(Odd))
            if step == 20:
                seen.append(outside.send(5))
        seen.append(outside.gi_yieldfrom is generator)
        (generator if round % 2 else outside).close()
        seen.extend(through)
    print(len(seen), seen[-12:], sum(x for x in seen if x is not None and not isinstance(x, str)))


class Later:
    def __await__(self):
        got = yield
        return got


async def nap(n):
    for _ in range(n):
        await asyncio.sleep(0)
    return n


async def worker(queue, done):
    while (item := await queue.get()) is not None:
        done.append(item + await nap(item % 3))
        if item % 50 == 49:
            done.append([name for name, _ in frames(2)])


async def main():
    queue, done = asyncio.Queue(5), []
    tasks = [asyncio.create_task(worker(queue, done)) for _ in range(3)]
    for n in range(300):
        await queue.put(n)
    for _ in tasks:
        await queue.put(None)
    await asyncio.gather(*tasks)
    sleeper = asyncio.create_task(nap(1000))
    for _ in range(20):
        await asyncio.sleep(0)
    sleeper.cancel()
    try:
        await sleeper
    except asyncio.CancelledError:
        done.append("cancelled")
    numbers = sorted(item for item in done if isinstance(item, int))
    print(len(done), sum(numbers), [item for item in done if not isinstance(item, int)])


async def deep(n):
    return await Later() if n == 0 else 1 + await deep(n - 1)


def depths():
    """Chains too deep to be resumed: RecursionError comes where it would come."""
    for depth in (5, 50, 300):
        coroutine = deep(depth)
        coroutine.send(None)
        try:
            coroutine.send(1)
        except StopIteration as stop:
            print(depth, stop.value)


def watched(n, at, watch):
    for i in range(n):
        if i == at:
            frame = sys._getframe()
            while frame.f_code.co_name != "traced":
                frame.f_trace = watch
                frame = frame.f_back
            sys.settrace(watch)
        if i == at + 3:
            sys.settrace(None)
        yield i


def passing(n, at, watch):
    yield from watched(n, at, watch)


def traced():
    """Tracing begins, and the trace function raises, while the last delegate runs."""
    events = []

    def watch(frame, event, argument):
        events.append((frame.f_code.co_name, event, argument))
        return watch

    def refuse(frame, event, argument):
        if (frame.f_code.co_name, event) == ("passing", "return"):
            raise Odd("refused")
        return refuse

    for round in range(40):
        at = 15 if round > 35 else 100
        for _ in enumerate(top_of(passing(30, at, watch))):
            pass
        try:
            for _ in map(str, top_of(passing(30, at, refuse))):
                pass
        except Odd as error:
            sys.settrace(None)
            events.append((error.args, [entry.name for entry in traceback.extract_tb(error.__traceback__)]))
    print(len(events), [event for event in events if event[1] != "line"][:12], events[-1])


def top_of(generator):
    yield from generator


consume()
errors()
traced()
interrupted()
asyncio.run(main())
depths()
