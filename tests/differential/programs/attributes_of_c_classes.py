"""Methods of instances of C classes that have a dict of their own, in hot loops."""

import asyncio
import collections


def lengths(loop, n):
    found = 0
    futures = [loop.create_future() for _ in range(3)]
    for i in range(n):
        for future in futures:
            found += future.cancelled() + future.done()
    futures[0].cancelled = lambda: True
    for i in range(n):
        for future in futures:
            found += future.cancelled()
    return found


class Queue(collections.deque):
    pass


def shadowed(n):
    queue, total = Queue([1, 2, 3]), 0
    for i in range(n):
        total += queue.count(2)
        if i == n // 2:
            queue.count = lambda x: 100
    return total


loop = asyncio.new_event_loop()
for _ in range(4):
    print(lengths(loop, 60), shadowed(60))
loop.close()
