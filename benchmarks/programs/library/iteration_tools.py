"""itertools, functools, operator and collections: pipelines without loops of one's own.

Stresses: C iterators driving Python callbacks and Python loops driving C iterators,
groupby, accumulate, chain, deque, OrderedDict, ChainMap, namedtuple.
From: the recipes section of the itertools documentation's subject matter: batches,
windows, run lengths, moving averages.
"""

from collections import ChainMap, Counter, OrderedDict, deque, namedtuple
from functools import partial, reduce
from itertools import accumulate, chain, count, cycle, dropwhile, groupby, islice, starmap, takewhile, tee, zip_longest
from operator import add, itemgetter, mul

SIZE = 80_000
SMALL_SIZE = 40
SMALL_RESULT = (
    {"a": 410, "b": 282, "c": 423, "d": 418},
    7,
    81,
    410,
    21,
    1449,
    60386,
    5,
    1533,
    17772,
    7,
    6,
    [(1, 12), (0, 11)],
)

Reading = namedtuple("Reading", "sensor time value")


def readings(size):
    sensors = cycle(["a", "b", "c", "d"])
    values = (n * n % 83 for n in count())
    return [Reading(sensor, time, value) for sensor, time, value in zip(sensors, range(size), values)]


def batches(iterable, length):
    iterator = iter(iterable)
    while True:
        batch = tuple(islice(iterator, length))
        if not batch:
            return
        yield batch


def pairs(iterable):
    first, second = tee(iterable)
    next(second, None)
    return zip(first, second)


def moving_average(values, width):
    window = deque(islice(values, width), maxlen=width)
    yield sum(window) // width
    for value in values:
        window.append(value)
        yield sum(window) // width


class LeastRecentlyUsed:
    def __init__(self, capacity):
        self.capacity = capacity
        self.items = OrderedDict()
        self.hits = 0

    def get(self, key, compute):
        if key in self.items:
            self.hits += 1
            self.items.move_to_end(key)
            return self.items[key]
        value = self.items[key] = compute(key)
        if len(self.items) > self.capacity:
            self.items.popitem(last=False)
        return value


def run(size=SIZE):
    """Checks of each pipeline over `size` readings."""
    data = readings(size)
    by_sensor = {
        sensor: sum(reading.value for reading in group)
        for sensor, group in groupby(sorted(data, key=itemgetter(0, 1)), key=itemgetter(0))
    }
    runs = max(len(list(group)) for _, group in groupby(data, key=lambda reading: reading.value > 40))
    values = [reading.value for reading in data]
    highest = list(accumulate(values, max))[-1]
    batch_sum = sum(max(batch) for batch in batches(values, 7))
    rising = sum(1 for a, b in pairs(values) if a < b)
    averages = sum(moving_average(iter(values), 5))
    products = sum(starmap(mul, zip(values, islice(values, 1, None))))
    head = list(takewhile(lambda value: value < 80, dropwhile(lambda value: value < 10, values)))
    joined = reduce(add, (a or b for a, b in zip_longest(values, values[::2], fillvalue=1)), 0)
    cache = LeastRecentlyUsed(40)
    squares = sum(cache.get(value * 3 % 61, partial(pow, 2)) % 1000 for value in values)
    settings = ChainMap({}, {"low": 5}, {"low": 1, "high": 70})
    between = sum(settings["low"] < value < settings["high"] for value in values[: size // 4])
    common = Counter(chain.from_iterable((value % 10, value // 10) for value in values)).most_common(2)
    return (
        by_sensor,
        runs,
        highest,
        batch_sum,
        rising,
        averages,
        products,
        len(head),
        joined,
        squares,
        cache.hits,
        between,
        common,
    )


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
