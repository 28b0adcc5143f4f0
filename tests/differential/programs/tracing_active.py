"""Tracing and profiling turned on under running frames: what a debugger sees of functions that are active already."""

import asyncio
import sys

events = []


def shown(value):
    if isinstance(value, tuple) and len(value) == 3:
        return value[0].__name__, str(value[1])
    return value if isinstance(value, (int, str, type(None))) else type(value).__name__


def local(frame, event, argument):
    if frame.f_code.co_filename == __file__:
        events.append((frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno, shown(argument)))
    return local


def start(up=1):
    """Trace the caller and those above it that are functions, as a debugger's set_trace does."""
    frame = sys._getframe(up)
    while frame is not None and frame.f_code.co_name not in ("<module>", "record"):
        frame.f_trace = local
        frame = frame.f_back
    sys.settrace(local)
    return up


def record(function, *args):
    events.clear()
    try:
        result = function(*args)
    except Exception as error:
        result = repr(error)
    sys.settrace(None)
    print(function.__name__, shown(result))
    for event in events:
        print("   ", *event)


def statements():
    start()
    try:
        pass
    except ValueError:
        never = 1
    while True:
        x = 1
        if x:
            break
    for i in range(2):
        if i: continue
    else:
        x = 2
    with Context() as c:
        x = c
    del c
    return [
        x,
        i,
    ]


class Context:
    def __enter__(self):
        return 1

    def __exit__(self, *args):
        return True


class Starting(Context):
    def __enter__(self):
        return start(2)


def entering():
    with Starting() as s:
        x = s
    return x


def in_expression(a):
    b = a + 1
    return (a, b, [start() for _ in "x"], a + start() * b
            + len(str(start())), {a: start(), **{"k": b}}, f"{a}{start()}{b!r}")


def in_calls(a):
    return max(a, start(), *[start()], key=lambda v: -v), dict(k=start(), **{"l": a}), "x".join([str(start()), str(a)])


def in_conditions(a):
    while start() > a:
        a += 1
    if a and start() or a:
        a += 1
    b = start() if a else a
    return a < start() < b or 5


def callee_starts():
    def inner():
        start()
        return 3
    total = 1
    total += inner()
    total += inner()
    return total


def callee_raises():
    def inner():
        start()
        raise KeyError("inner")
    try:
        inner()
    except KeyError as error:
        x = str(error)
    except ValueError:
        x = 0
    finally:
        y = 1
    return x


def through_frames():
    def deepest(n):
        start()
        return 1 // n

    def middle(n):
        x = deepest(n)
        return x

    def raising():
        try:
            return middle(0)
        finally:
            x = 1
    middle(1)
    try:
        raising()
    except ZeroDivisionError:
        return "caught"


def in_handlers():
    try:
        raise ValueError("a")
    except ValueError as error:
        start()
        x = str(error)
        try:
            raise KeyError(x)
        except (TypeError, KeyError):
            x += "b"
    else:
        x = 0
    finally:
        x += "c"
    return x


def in_finally(how):
    for turn in range(2):
        try:
            if how == "break":
                break
            if how == "return":
                return turn
            if how == "raise":
                raise ValueError(how)
        finally:
            start()
            x = turn
    return "end"


def in_groups():
    try:
        raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
    except* ValueError as group:
        start()
        x = len(group.exceptions)
    except* KeyError:
        x += 1
    return x


def comprehensions():
    return [start() + i for i in range(2)], {i: start() for i in range(2)}, {start() for i in range(2)}


def numbers():
    yield 1
    x = yield start()
    yield x


def delegating():
    result = yield from numbers()
    yield result


def generators():
    g = delegating()
    seen = [next(g), next(g), g.send(7)]
    for rest in g:
        seen.append(rest)
    return str(seen)


def suspended():
    """Generators begun before tracing, resumed under it."""
    g, h, i, j = numbers(), delegating(), (x + 1 for x in range(3)), numbers()
    next(g), next(h), next(i), next(j)
    start()
    seen = [next(g), next(h), *i]
    try:
        g.throw(ValueError("thrown"))
    except ValueError as error:
        seen.append(str(error))
    h.close()
    del j
    return str(seen)


def coroutines():
    async def leaf(n):
        if n:
            start(1)
        await asyncio.sleep(0)
        return n

    async def agen():
        yield 1
        yield await leaf(1)

    class Manager:
        async def __aenter__(self):
            return await leaf(1)

        async def __aexit__(self, *args):
            return False

    async def main():
        x = await leaf(0)
        x += await leaf(1)
        async for y in agen():
            x += y
        async with Manager() as z:
            x += z
        return x

    def run(coroutine):
        try:
            while True:
                coroutine.send(None)
        except StopIteration as stop:
            return stop.value
    return run(main())


def classes():
    class A:
        x = start()

        def __init__(self):
            start()
            self.y = 1

        @property
        def z(self):
            return start()
    a = A()
    x = a.z
    return x + a.y


def matching(v):
    match v:
        case [a, b] if start() == a:
            return a
        case {"k": x, **rest}:
            start()
            return x
        case _:
            start()
            return 0


def ends_again():
    start()
    x = 1
    sys.settrace(None)
    y = 2
    start()
    z = x + y
    return z


def jumps():
    def jumper(frame, event, argument):
        if event == "line" and frame.f_lineno == frame.f_code.co_firstlineno + 11:
            frame.f_lineno += 2
        return jumper
    log = []
    sys._getframe().f_trace = jumper
    sys.settrace(jumper)
    log.append(1)
    for x in (1, 2):
        log.append(2)
    log.append(3)
    log.append(4)
    log.append(5)
    return str(log)


def changes():
    def changer(frame, event, argument):
        if event == "line" and "x" in frame.f_locals:
            frame.f_locals["x"] += 10
        return changer
    sys._getframe().f_trace = changer
    sys.settrace(changer)
    x = 1
    y = x
    return x + y


def opcodes():
    def tracer(frame, event, argument):
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        events.append((event, frame.f_lasti > 0))
        return tracer
    sys._getframe().f_trace = tracer
    sys.settrace(tracer)
    x = 1
    return x + 1


def profiled():
    def profiler(frame, event, argument):
        if frame.f_code.co_filename == __file__:
            events.append((frame.f_code.co_name, event, getattr(argument, "__name__", shown(argument))))

    def inner(turn):
        if turn == 1:
            sys.setprofile(profiler)
        return len("abc")
    total = 0
    for turn in range(3):
        total += inner(turn)
    try:
        int("x")
    except ValueError:
        total += 1
    sys.setprofile(None)
    return total


def tracer_raises():
    def bad(frame, event, argument):
        raise RuntimeError(f"at {event}")
    try:
        sys._getframe().f_trace = bad
        sys.settrace(bad)
        x = 1
        never = 2
    except RuntimeError as error:
        return str(error), sys.gettrace() is None


for function, *args in (
    (statements,), (entering,), (in_expression, 1), (in_calls, 1), (in_conditions, 0), (callee_starts,), (callee_raises,),
    (through_frames,), (in_handlers,), (in_finally, "no"), (in_finally, "break"), (in_finally, "return"), (in_finally, "raise"),
    (in_groups,), (comprehensions,), (generators,), (suspended,), (coroutines,), (classes,), (matching, [1, 2]),
    (matching, {"k": 1}), (matching, 3), (ends_again,), (jumps,), (changes,), (opcodes,), (profiled,), (tracer_raises,),
):
    record(function, *args)
