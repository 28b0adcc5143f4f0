"""Generators and coroutines that die in every way there is, and new ones in their memory: nothing is left of the old ones."""

import gc
import sys
import weakref


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("dies", self.name)


class Name(str):
    def __del__(self):
        print("name dies", str(self))


def items(count):
    for n in range(count):
        yield n


def returning(value):
    yield value
    return value


def holding(thing):
    try:
        yield thing.name
    finally:
        print("closed", thing.name)


def raising(text):
    yield 1
    raise ValueError(text)


async def done(value):
    return value


async def waits(values):
    total = 0
    for value in values:
        total += await done(value)
    return total


def wide(a, b, c, d, e, f):
    g = h = i = j = k = m = a
    yield a + b + c + d + e + f
    yield g + h + i + j + k + m


def very_wide():
    (a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, b0, b1, b2, b3, b4, b5, b6, b7, b8, b9) = range(20)
    (c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, d0, d1, d2, d3, d4, d5, d6, d7, d8, d9) = range(20)
    (e0, e1, e2, e3, e4, e5, e6, e7, e8, e9, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9) = range(20)
    yield a0 + a9 + b0 + b9 + c0 + c9 + d0 + d9 + e0 + e9 + f0 + f9
    yield a1 + b1 + c1 + d1 + e1 + f1


def run(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value


def shown(generator):
    return (
        generator.__name__,
        generator.gi_running,
        generator.gi_suspended,
        generator.gi_frame is None,
        generator.gi_yieldfrom,
        gc.is_tracked(generator),
        weakref.getweakrefcount(generator),
        sys.getrefcount(generator),
    )


def many(rounds):
    """Finished ones, one after the other and several at once."""
    total = 0
    for n in range(rounds):
        for item in items(n % 5):
            total += item
        total += sum(wide(n, 1, 2, 3, 4, 5)) + sum(very_wide()) + run(waits((n, 1, 2)))
        several = [items(3), wide(n, n, n, n, n, n), returning(n), items(2)]
        for each in several:
            total += sum(each)
        fresh = items(4)
        assert shown(fresh) == ("items", False, False, False, None, True, 0, 3), shown(fresh)
        next(fresh)
    return total


def endings(n):
    """The ways in which one may die."""
    unstarted = items(n)
    suspended = holding(Noisy(f"held {n}"))
    print(next(suspended), shown(unstarted))
    del unstarted, suspended
    failing = raising("text")
    try:
        print(list(failing))
    except ValueError as error:
        print(error, error.__traceback__.tb_next.tb_frame.f_locals)
    print(shown(failing))
    seen = items(1)
    reference = weakref.ref(seen, lambda _: print("reference dies"))
    print(list(seen), reference() is seen)
    del seen
    print(reference())
    renamed = returning(Noisy(f"returned {n}"))
    renamed.__name__ = Name(f"name {n}")
    renamed.__qualname__ = Name(f"qualname {n}")
    print([thing.name for thing in renamed])
    del renamed
    frame = (each := items(2)) and each.gi_frame
    print(list(each), frame.f_locals)
    del each, frame
    inner = holding(Noisy(f"inner {n}"))

    def around():
        yield from inner

    outer = around()
    print(next(outer), outer.gi_yieldfrom is inner)
    del inner
    outer.close()
    print(shown(outer))


def revived():
    """One that lives on after its finalizer has run."""
    kept = []
    box = []

    def lives_on(box):
        try:
            yield 1
        finally:
            kept.append(box[0])

    box.append(lives_on(box))
    next(box[0])
    del box
    gc.collect()
    return [type(each).__name__ for each in kept]


def traced():
    """Generators of frames that the host runs, and of ours that it takes over."""
    ours = items(6)
    next(ours)
    events = []

    def trace(frame, event, argument):
        events.append(event)
        return trace

    sys.settrace(trace)
    next(ours)
    theirs = items(3)
    total = sum(theirs) + sum(items(2))
    del theirs
    theirs = items(3)
    next(theirs)
    sys.settrace(None)
    total += sum(theirs) + sum(ours)
    del ours, theirs
    return total, len(events)


def origins():
    sys.set_coroutine_origin_tracking_depth(2)
    try:
        coroutine = done(1)
        names = [entry[2] for entry in coroutine.cr_origin]
        run(coroutine)
        del coroutine
    finally:
        sys.set_coroutine_origin_tracking_depth(0)
    coroutine = done(2)
    print(names, coroutine.cr_origin, run(coroutine))


def main():
    print(many(400))
    for n in range(3):
        endings(n)
    for _ in range(3):
        print(revived(), traced())
        origins()
    gc.collect()
    print(many(100))


main()
