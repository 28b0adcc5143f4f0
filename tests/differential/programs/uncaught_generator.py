"""An exception thrown through nested generators, a comprehension and an async function."""

import asyncio


def source():
    for n in (2, 1, 0):
        yield n


def divide(values):
    for value in values:
        yield 1 // value


def chain():
    yield from divide(source())


async def work():
    return [n for n in chain()]


async def main():
    await asyncio.gather(work())


asyncio.run(main())
