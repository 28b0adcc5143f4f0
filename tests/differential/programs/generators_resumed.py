"""Generators resumed from hot loops: numbers that have no object, delegates that return, raise and are closed, frames
that somebody looks at, and loops that leave in the middle."""

import sys


def halves(n):
    for i in range(n):
        yield i * 0.5


def squares(n):
    i = 0
    while i < n:
        yield i * i
        i += 1


def kept(n):
    total = 0.25
    for i in range(n):
        total += i
        yield total  # the local's own object
        yield total


def mixed(n):
    for i in range(n):
        if i % 50 == 49:
            yield i * 0.5
        elif i % 70 == 69:
            yield str(i)
        else:
            yield i * 3


def through(values):
    count = yield from values
    return count


def counted(n):
    for i in range(n):
        yield i + 1
    return n


def deep(n, levels):
    if levels:
        yield from deep(n, levels - 1)
        yield -levels
    else:
        yield from squares(n)


def failing(n):
    for i in range(n):
        yield i + 0
        if i == n - 2:
            raise KeyError(i)


def guarded(values):
    try:
        yield from values
    except KeyError as error:
        yield -error.args[0]
    finally:
        log.append("closed")


def total(values):
    result = 0
    for value in values:
        result += value
    return result


def texts(values):
    result = []
    for value in values:
        result.append(value if isinstance(value, str) else value + 1)
    return result[-3:], len(result)


def pairs_are_one(n):
    same = different = 0
    last = None
    for value in kept(n):
        if value is last:
            same += 1
        else:
            different += 1
        last = value
    return same, different


def names(n):
    for i in range(n):
        frame, found = sys._getframe(), []
        while frame is not None and len(found) < 3:
            found.append((frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno))
            frame = frame.f_back
        yield found


def looked_at(n):
    seen = set()
    for found in through(names(n)):
        seen.add(tuple(found))
    return sorted(seen)


def reenters(n):
    for i in range(n):
        try:
            next(me[0])
        except ValueError as error:
            yield str(error)


def values_sent(n):
    received = 0
    for i in range(n):
        given = yield i * 2
        if given is not None:
            received += given
    return received


def sends(n):
    generator = through(values_sent(n))
    result = next(generator)
    try:
        for i in range(n):
            result += generator.send(i if i % 3 else None)
    except StopIteration:
        pass
    return result


def first_above(values, limit):
    for value in values:
        if value > limit:
            return value
    return None


def traced(n):
    events = []

    def trace(frame, event, argument):
        events.append((frame.f_code.co_name, event))
        return trace

    def turns_on(n):
        for i in range(n):
            if i == n - 2:
                sys.settrace(trace)
            yield i * 7

    result = 0
    for value in through(turns_on(n)):
        result += value
    sys.settrace(None)
    return result, len(events) > 0


log = []
me = []
N = 300
for turn in range(4):
    print(total(halves(N)), total(squares(N)), total(deep(N, 5)), total(through(counted(N))))
    print(pairs_are_one(N), texts(mixed(N)))
    print(total(guarded(failing(N))), log[-1], len(log))
    print(looked_at(N), sends(N))
    me[:] = [reenters(N)]
    print(set(me[0]))
    walk = deep(N, 4)
    print(first_above(walk, 900), next(walk), total(walk), first_above(walk, 0))
    closing = guarded(squares(N))
    print(first_above(closing, 5000), closing.close(), len(log))
    try:
        print(total(through(through(failing(N)))))
    except KeyError as error:
        trace, depth = error.__traceback__, []
        while trace is not None:
            depth.append((trace.tb_frame.f_code.co_name, trace.tb_lineno - trace.tb_frame.f_code.co_firstlineno))
            trace = trace.tb_next
        print(error, depth)
print(traced(N)[0])
