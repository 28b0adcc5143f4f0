"""sys.settrace: calls, lines, returns and exceptions as a debugger sees them, switching on and off, f_trace, errors."""

import sys

events = []
base = 0


def tracer(frame, event, argument):
    if frame.f_code.co_filename != __file__:
        return None
    shown = argument
    if event == "exception":
        shown = (argument[0].__name__, str(argument[1]), argument[2] is not None)
    elif event == "return" and not isinstance(argument, (int, str, type(None), list)):
        shown = type(argument).__name__
    events.append((frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno, shown))
    return tracer


def record(function, *args):
    events.clear()
    sys.settrace(tracer)
    try:
        result = function(*args)
    except Exception as error:
        result = repr(error)
    finally:
        sys.settrace(None)
    print(function.__name__, result if isinstance(result, (int, str, list, tuple, type(None))) else type(result).__name__)
    for event in events:
        print("   ", *event)


def straight(a):
    b = a + 1
    c = b * 2; d = c
    return (
        b
        + c
    )


def branches(n):
    if n > 1:
        x = 1
    elif n:
        x = 2
    else:
        x = 3
    while n:
        n -= 1
        if n == 1:
            continue
        if n > 5:
            break
    else:
        x = 4
    for i in range(2):
        pass
    return x


def raising():
    try:
        int("x")
    except ValueError as error:
        caught = True
    else:
        never = 1
    finally:
        done = 1
    return "handled"


def escaping():
    with_finally()


def with_finally():
    try:
        raise KeyError("k")
    finally:
        x = 1


def generator():
    x = yield 1
    yield 2


def consume():
    g = generator()
    next(g)
    g.send(5)
    g.close()
    return list(generator())


def comprehension():
    return [i for i in range(2) if i] + list(j for j in "a")


def nested():
    def inner(v=1):
        return v
    class K:
        attribute = inner()

        def method(self):
            return self.attribute
    return K().method()


def with_block():
    class M:
        def __enter__(self):
            return 1

        def __exit__(self, *a):
            return True
    with M() as m:
        raise ValueError("in with")
    return "after"


def lambdas():
    f = lambda x: x + 1
    return sorted([3, 1], key=lambda v: -v), f(1)


def matches(v):
    match v:
        case 1:
            return "one"
        case [a, b] if a > b:
            return "pair"
        case _:
            return "other"


def decorated():
    def deco(f):
        return f
    @deco
    @deco
    def g(a=1,
          b=2):
        return a
    return g()


def async_run():
    async def leaf():
        return 1

    async def main():
        return await leaf() + 1
    try:
        main().send(None)
    except StopIteration as stop:
        return stop.value


def recursion(n):
    return n if n == 0 else recursion(n - 1)


def multiline_call():
    return max(
        1,
        int("2"),
        key=lambda v: (
            -v
        ),
    )


def assertion():
    assert 1 == 1, "fine"
    assert 1 == 2, (
        "message"
    )


for function, args in ((straight, (1,)), (branches, (3,)), (branches, (0,)), (raising, ()), (escaping, ()), (consume, ()),
                       (comprehension, ()), (nested, ()), (with_block, ()), (lambdas, ()), (matches, (1,)), (matches, ([2, 1],)),
                       (matches, ("x",)), (decorated, ()), (async_run, ()), (recursion, (2,)), (multiline_call, ()), (assertion, ())):
    record(function, *args)


def switched_inside():
    log = []

    def local(frame, event, argument):
        log.append((event, frame.f_lineno - frame.f_code.co_firstlineno))
        return local

    def callee():
        return 1
    sys._getframe().f_trace = local
    sys.settrace(lambda frame, event, argument: local if event == "call" and frame.f_code.co_name == "callee" else None)
    a = 1
    callee()
    b = 2
    sys.settrace(None)
    c = 3
    return log


print(switched_inside())


def tracer_raises():
    def bad(frame, event, argument):
        raise RuntimeError("tracer failed")
    def callee():
        return "not reached"
    sys.settrace(bad)
    try:
        callee()
    except RuntimeError as error:
        return str(error), sys.gettrace()
    finally:
        sys.settrace(None)


print(tracer_raises())


def opcodes():
    seen = []

    def local(frame, event, argument):
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        seen.append(event)
        return local

    def callee(a):
        return a + 1
    sys.settrace(local)
    callee(1)
    sys.settrace(None)
    return seen


print(opcodes())


def jump():
    log = []

    def callee():
        log.append(1)
        log.append(2)
        log.append(3)

    def local(frame, event, argument):
        if event == "line" and frame.f_lineno == callee.__code__.co_firstlineno + 2:
            frame.f_lineno = callee.__code__.co_firstlineno + 3
        return local
    sys.settrace(local)
    callee()
    sys.settrace(None)
    return log


print(jump())


def changes_locals():
    def callee():
        x = 1
        y = 2
        return x

    def local(frame, event, argument):
        if event == "line" and frame.f_lineno == callee.__code__.co_firstlineno + 2:
            frame.f_locals["x"] = 99
        return local
    sys.settrace(local)
    result = callee()
    sys.settrace(None)
    return result


print(changes_locals())


def hot_then_traced(n):
    total = 0
    for i in range(n):
        total += callee_of_hot(i)
        if i == 50:
            sys.settrace(tracer)
        if i == 52:
            sys.settrace(None)
    return total


def callee_of_hot(i):
    return i + 1


events.clear()
print(hot_then_traced(100))
print(events)
