"""How big generators, coroutines and their code say they are; values that stay alive while they are suspended."""

import gc
import sys


def plain():
    yield 1


def delegating():
    yield from plain()


def busy(n):
    for i in range(n):
        for j in [i]:
            x = [i, j, (yield i), (yield from plain()), (yield)]
            yield x


def handling():
    try:
        raise KeyError
    except KeyError as error:
        yield error
        with open(__file__) as file:
            yield file.closed


async def coroutine():
    await coroutine()


async def agenerator():
    yield 1


for function in (plain, delegating, busy, handling, coroutine, agenerator):
    made = function(3) if function is busy else function()
    print(function.__name__, sys.getsizeof(made), function.__code__.co_stacksize)
    if function is coroutine:
        made.close()
    elif function is not agenerator:
        values = [type(next(made)).__name__]
        for i in range(6):
            try:
                values.append(type(made.send(i)).__name__)
            except StopIteration:
                values.append("stop")
        print(values)


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def stubborn():
    while True:
        try:
            yield [Noisy("a"), (yield Noisy("b"))]
        except GeneratorExit:
            pass


# A generator that ignores close() dies suspended; its frame lives on.
sys.unraisablehook = lambda details: print(details.exc_value)
g = stubborn()
next(g)
frame = g.gi_frame
del g
gc.collect()
print(frame.f_lineno - frame.f_code.co_firstlineno, frame.f_locals)
del frame
gc.collect()


def cycle():
    me = yield
    for _ in [Noisy("in a cycle")]:
        yield me


g = cycle()
next(g)
g.send(g)
del g
print(gc.collect() > 0)
