"""A loop that calls what it is given: closures for a long time, then functions without cells, functions in C, classes,
and instances that are called."""


def split(items, predicate):
    yes, no = [], []
    for item in items:
        if predicate(item):
            yes.append(item)
        else:
            no.append(item)
    return yes, no


def select(items, one, other):
    """The loop passes one of the two calls in a round."""
    chosen = []
    for item in items:
        if item % 3:
            if one(item):
                chosen.append(item)
        elif other(item):
            chosen.append(-item)
    return chosen


LIMIT = 7


def below(limit):
    return lambda item: item < limit


def by_global(item):
    return item > LIMIT


def with_default(item, limit=4):
    return item == limit


class Odd:
    def __call__(self, item):
        return item % 2 == 1

    def even(self, item):
        return item % 2 == 0


class Never:
    def __new__(cls, item):
        return None


others = [bool, abs, Odd(), Odd().even, Never, with_default, by_global, str, (5).__lt__, [1, 2, 3].__contains__, 5, None]
for first in (below(5), by_global, with_default):
    for _ in range(300):
        result = split(range(10), first)
        chosen = select(range(12), first, below(6))
    print(result, chosen)
    for other in others:
        for items in ([], range(10), [3], (0, 1, 2)):
            try:
                print(split(items, other))
                print(select(items, other, first), select(items, first, other), select(items, other, other))
            except TypeError as error:
                print(error)
