"""Chains of generators that delegate, resumed from C code, `for` loops and send(), whatever is at their end."""

import sys


class Items:
    """An iterator of the program's own."""

    def __init__(self, count):
        self.count = count

    def __iter__(self):
        return self

    def __next__(self):
        if not self.count:
            raise StopIteration
        self.count -= 1
        return self.count


def leaf(kind, n):
    if kind == 0:
        for i in range(n):
            yield i
    elif kind == 1:
        yield from [n, n + 1]
    elif kind == 2:
        yield from Items(n)
    elif kind == 3:
        got = yield n
        yield got
    elif kind == 4:
        yield n
        raise ValueError(n)
    else:
        yield sys._getframe().f_back.f_code.co_name, outermost.gi_running, outermost.gi_frame.f_lineno > 0
    return kind


def chain(depth, kind, n):
    if depth:
        result = yield from chain(depth - 1, kind, n)
    else:
        result = yield from leaf(kind, n)
    return result


def top(depth, kind, n):
    result = yield from chain(depth, kind, n)
    yield "returned", result


outermost = None


def drawn(how, depth, kind, n):
    global outermost
    gen = outermost = top(depth, kind, n)
    seen = []
    try:
        if how == 0:
            seen = list(gen)
        elif how == 1:
            for item in gen:
                seen.append(item)
        elif how == 2:
            while True:
                seen.append(next(gen))
        else:
            seen.append(next(gen))
            while True:
                seen.append(gen.send(len(seen)))
    except StopIteration:
        seen.append("stopped")
    except ValueError as error:
        entry, places = error.__traceback__, []
        while entry is not None:
            places.append((entry.tb_frame.f_code.co_name, entry.tb_lineno))
            entry = entry.tb_next
        seen.append((str(error), places))
    return seen


for kind in range(6):
    for how in range(4):
        for depth in (0, 1, 4):
            # send() of something else than None is an error where an iterator of another kind is at the end.
            if how == 3 and kind in (1, 2):
                continue
            results = [drawn(how, depth, kind, 2 + n % 3) for n in range(60)]
            print(kind, how, depth, results[0], results[-1], len({repr(r) for r in results}))


def at_work(n):
    gen = top(3, 0, 5)
    taken = [next(gen) for _ in range(n)]
    return taken, gen.gi_running, gen.gi_yieldfrom.__name__, gen.gi_frame.f_back


for n in (1, 2, 3):
    print([at_work(n) for _ in range(30)][-1])


def thrown(depth):
    gen = top(depth, 0, 5)
    next(gen)
    try:
        gen.throw(KeyError("thrown"))
    except KeyError as error:
        return repr(error), gen.gi_frame


print([thrown(depth % 5) for depth in range(40)][-1])


def deep(depth):
    try:
        return len(list(top(depth, 0, 3)))
    except RecursionError:
        return "too deep"


print([deep(depth) for depth in (10, 100, 300)], deep(5000))
