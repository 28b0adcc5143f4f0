"""Coroutines without an event loop: a scheduler of our own, awaitables, async generators.

Stresses: async def, await through several levels, `__await__`, async for, async with,
resuming coroutines by send().
From: the toy event loops that explain how asyncio works.
"""

import heapq
from collections import deque

SIZE = 7_000
SMALL_SIZE = 8
SMALL_RESULT = (14, 560, 80, 20)


class Suspend:
    """Awaiting this hands an order to the scheduler."""

    def __init__(self, order, *arguments):
        self.request = (order, *arguments)

    def __await__(self):
        return (yield self.request)


def sleep(ticks):
    return Suspend("sleep", ticks)


class Channel:
    def __init__(self):
        self.items = deque()
        self.waiting = deque()

    async def put(self, item):
        self.items.append(item)
        await Suspend("wake", self.waiting)

    async def get(self):
        while not self.items:
            await Suspend("wait", self.waiting)
        return self.items.popleft()

    async def drain(self, count):
        for _ in range(count):
            yield await self.get()


class Lock:
    def __init__(self):
        self.held = False
        self.waiting = deque()

    async def __aenter__(self):
        while self.held:
            await Suspend("wait", self.waiting)
        self.held = True

    async def __aexit__(self, *error):
        self.held = False
        await Suspend("wake", self.waiting)


class Scheduler:
    def __init__(self):
        self.ready = deque()
        self.sleeping = []
        self.now = self.switches = self.spawned = 0

    def spawn(self, coroutine):
        self.spawned += 1
        self.ready.append(coroutine)

    def run(self):
        while self.ready or self.sleeping:
            if not self.ready:
                self.now, _, coroutine = heapq.heappop(self.sleeping)
                self.ready.append(coroutine)
            coroutine = self.ready.popleft()
            self.switches += 1
            try:
                order, argument = coroutine.send(None)
            except StopIteration:
                continue
            if order == "sleep":
                heapq.heappush(self.sleeping, (self.now + argument, self.switches, coroutine))
            elif order == "wait":
                argument.append(coroutine)
            else:
                self.ready.extend(argument)
                argument.clear()
                self.ready.append(coroutine)


async def produce(channel, count, pace):
    for n in range(count):
        await channel.put(n)
        if n % pace == 0:
            await sleep(pace)


async def consume(channel, count, lock, totals):
    async for item in channel.drain(count):
        async with lock:
            totals["sum"] += await doubled(item)
            totals["items"] += 1


async def doubled(value):
    return await added(value, value)


async def added(a, b):
    return a + b


def run(size=SIZE):
    """(clock, sum, items) after ten producers and consumers have passed `size` items each."""
    scheduler = Scheduler()
    totals = {"sum": 0, "items": 0}
    lock = Lock()
    for n in range(10):
        channel = Channel()
        scheduler.spawn(consume(channel, size, lock, totals))
        scheduler.spawn(produce(channel, size, n + 3))
    scheduler.run()
    return scheduler.now, totals["sum"], totals["items"], scheduler.spawned


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
