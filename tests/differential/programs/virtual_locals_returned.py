"""Functions that end with tuples and instances in their locals that nobody has seen: what these hold is dropped once."""

import sys


class Pair:
    def __init__(self, first, second):
        self.first = first
        self.second = second


class Loud:
    def __del__(self):
        frame = sys._getframe(1)
        log.append((frame.f_code.co_name, sorted(frame.f_locals)))


log = []


def of_tuple(item):
    kept = (item, 7)
    return kept[1]


def of_instance(item):
    pair = Pair(item, 0.5)
    return pair.second


def of_both(item):
    pair = Pair((item, item), item)
    other = pair
    kept = (pair, other, item)
    return len(kept)


def itself(item):
    kept = (item, 1)
    other = kept
    return kept


def held(item):
    kept = (item, 1)
    return kept[0]


def named(*args, **kwargs):
    pair = (args, kwargs)
    return len(args)


def number(item, n):
    kept = (item, n * 0.5)
    total = kept[1]
    if n % 3 == 0:
        return total
    return n


def seen(n):
    kept = (Loud(), n)
    return kept[1]


def drawn(items):
    for item in items:
        kept = (item, 1)
        yield kept[1]
    return kept[1]


async def awaited(item):
    kept = Pair(item, 1)
    return kept.second


def finished(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value


def calls(item):
    return (
        of_tuple(item),
        of_instance(item),
        of_both(item),
        len(itself(item)),
        held(item) is item,
        named(item, 2, last=item),
        number(item, 3),
        number(item, 4),
        sum(drawn([item] * 3)),
        finished(awaited(item)),
    )


item = object()
for _ in range(150):
    result = calls(item)
print(result, sys.getrefcount(item))
for function in (of_tuple, of_instance, of_both, itself, held, named):
    for _ in range(150):
        function(item)
    print(function.__name__, sys.getrefcount(item))
for n in range(150):
    number(item, n)
    sum(drawn([item, item]))
    finished(awaited(item))
print(sys.getrefcount(item))
for n in range(90):
    seen(n)
print(len(log), log[0], log[-1])
