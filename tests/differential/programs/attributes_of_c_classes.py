"""Attributes and methods of instances whose dict is at an offset, in hot loops: of C classes, and of subclasses of built-in
types."""

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


class Numbers(list):
    step = 2

    def moved(self, by):
        return len(self) + by * self.step


class Name(Exception):
    step = 3

    def moved(self, by):
        return by - self.step


def total(objects, n):
    found = 0
    for i in range(n):
        for item in objects:
            found += item.step + item.moved(i)
    return found


for objects in ([Numbers()], [Name()], [Numbers([1]), Name("x")]):
    print(total(objects, 4000))
    objects[0].other = 1
    print(total(objects, 4000))
    objects[0].step = 10
    print(total(objects, 4000))
    objects[-1].moved = lambda by: by
    print(total(objects, 4000))
    del objects[0].step
    print(total(objects, 4000))
