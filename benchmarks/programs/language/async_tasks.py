"""asyncio: tasks, queues, gather, semaphores, timeouts that never fire.

Stresses: the standard event loop in Python, futures and callbacks, task switching by
the thousand, exceptions through await.
From: the crawler and worker-pool examples of asynchronous services, without a network.
"""

import asyncio

SIZE = 8_000
SMALL_SIZE = 20
SMALL_RESULT = (1344, 7770, 2)


class Fault(Exception):
    pass


async def fetch(number):
    """Stands for a request: a few trips through the event loop."""
    for _ in range(number % 3):
        await asyncio.sleep(0)
    if number % 11 == 0:
        raise Fault(number)
    return number * 7 % 1000


async def fetch_with_retry(number, limiter):
    async with limiter:
        for attempt in range(3):
            try:
                return await fetch(number + attempt)
            except Fault:
                continue
    return 0


async def worker(queue, results):
    while True:
        number = await queue.get()
        if number is None:
            return
        results.append(await fetch(number * 11 + 1))


async def main(size):
    limiter = asyncio.Semaphore(20)
    gathered = await asyncio.gather(*(fetch_with_retry(n, limiter) for n in range(size)))

    queue = asyncio.Queue(maxsize=10)
    results = []
    workers = [asyncio.create_task(worker(queue, results)) for _ in range(8)]
    for n in range(size):
        await queue.put(n)
    for _ in workers:
        await queue.put(None)
    await asyncio.gather(*workers)

    outcomes = await asyncio.gather(*(fetch(n) for n in range(size)), return_exceptions=True)
    faults = sum(isinstance(outcome, Fault) for outcome in outcomes)
    return sum(gathered), sum(results), faults


def run(size=SIZE):
    """(sum of the gathered, sum of the workers' results, faults) for `size` requests."""
    return asyncio.run(main(size))


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
