"""`async with` and `async for` under asyncio: managers, cancellation, gather, tasks, timeouts, queues, task groups."""

import asyncio
import contextlib


class Manager:
    def __init__(self, name, swallow=False, fail_enter=False, fail_exit=False):
        self.name, self.swallow, self.fail_enter, self.fail_exit = name, swallow, fail_enter, fail_exit

    async def __aenter__(self):
        print("enter", self.name)
        await asyncio.sleep(0)
        if self.fail_enter:
            raise RuntimeError("enter " + self.name)
        return self.name

    async def __aexit__(self, kind, value, tb):
        print("exit", self.name, kind and kind.__name__, value)
        await asyncio.sleep(0)
        if self.fail_exit:
            raise RuntimeError("exit " + self.name)
        return self.swallow


async def body(managers, error=None, leave=None):
    for _ in range(2):
        async with managers[0] as a, managers[1] as (b):
            print("body", a, b)
            if error:
                raise error
            if leave == "return":
                return "returned"
            if leave == "break":
                break
            if leave == "continue":
                continue
        print("after with")
    return "end"


async def attempt(*args, **kwargs):
    try:
        print("->", await body(*args, **kwargs))
    except BaseException as error:
        print("-> raised", repr(error), repr(error.__context__))


class NoExit:
    async def __aenter__(self):
        pass


class NoEnter:
    async def __aexit__(self, *a):
        pass


class SyncOnly:
    def __enter__(self):
        return self

    def __exit__(self, *a):
        pass


class BadAwait:
    def __aenter__(self):
        return 5

    async def __aexit__(self, *a):
        return False


class BadExitAwait:
    async def __aenter__(self):
        return 5

    def __aexit__(self, *a):
        return 7


async def basic():
    await attempt([Manager("a"), Manager("b")])
    await attempt([Manager("a"), Manager("b")], error=ValueError("v"))
    await attempt([Manager("a", swallow=True), Manager("b")], error=ValueError("v"))
    await attempt([Manager("a"), Manager("b", fail_enter=True)])
    await attempt([Manager("a"), Manager("b", fail_exit=True)], error=ValueError("v"))
    for leave in ("return", "break", "continue"):
        await attempt([Manager("a"), Manager("b")], leave=leave)
    for bad in (NoExit(), NoEnter(), SyncOnly(), BadAwait(), BadExitAwait(), 5):
        await attempt([bad, Manager("b")])


asyncio.run(basic())


@contextlib.asynccontextmanager
async def managed(name):
    print("managed enter", name)
    try:
        yield name
    except KeyError:
        print("managed swallowed")
    finally:
        print("managed exit", name)


async def with_contextlib():
    async with managed("one") as one, managed("two"):
        print(one)
    async with managed("three"):
        raise KeyError
    async with contextlib.AsyncExitStack() as stack:
        for n in range(3):
            await stack.enter_async_context(managed(n))
    try:
        async with managed("four"):
            raise ValueError("through")
    except ValueError as error:
        print(error)


asyncio.run(with_contextlib())


async def worker(name, queue, log):
    while True:
        item = await queue.get()
        log.append((name, item))
        await asyncio.sleep(0)
        queue.task_done()


async def tasks():
    queue = asyncio.Queue()
    log = []
    workers = [asyncio.create_task(worker(n, queue, log), name=f"w{n}") for n in range(2)]
    for i in range(6):
        queue.put_nowait(i)
    await queue.join()
    for w in workers:
        w.cancel()
    print(await asyncio.gather(*workers, return_exceptions=True))
    print(log)


asyncio.run(tasks())


async def cancellation():
    async def sleeper():
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError:
            print("cancelled")
            raise
        finally:
            print("sleeper finally")
    task = asyncio.create_task(sleeper())
    await asyncio.sleep(0)
    task.cancel("message")
    try:
        await task
    except asyncio.CancelledError as error:
        print("awaited", error.args)
    try:
        await asyncio.wait_for(sleeper(), 0.001)
    except asyncio.TimeoutError:
        print("timeout")
    try:
        async with asyncio.timeout(0.001):
            await sleeper()
    except TimeoutError:
        print("timeout block")


asyncio.run(cancellation())


async def groups():
    async def fail(n):
        await asyncio.sleep(0)
        raise ValueError(n)

    async def fine(n):
        await asyncio.sleep(0)
        return n
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(1))
            group.create_task(fail(2))
    except* ValueError as error:
        print("group", sorted(e.args[0] for e in error.exceptions))
    async with asyncio.TaskGroup() as group:
        made = [group.create_task(fine(n)) for n in range(3)]
    print([t.result() for t in made])
    print(await asyncio.gather(fine(1), fine(2)), await asyncio.gather(fail(3), fine(4), return_exceptions=True))


asyncio.run(groups())


async def events():
    loop = asyncio.get_running_loop()
    order = []
    future = loop.create_future()
    loop.call_soon(order.append, "soon")
    loop.call_soon(future.set_result, "done")
    order.append(await future)
    lock = asyncio.Lock()

    async def critical(n):
        async with lock:
            order.append(("in", n))
            await asyncio.sleep(0)
            order.append(("out", n))
    await asyncio.gather(*(critical(n) for n in range(3)))
    event = asyncio.Event()

    async def waiter():
        await event.wait()
        order.append("event")
    task = asyncio.create_task(waiter())
    await asyncio.sleep(0)
    event.set()
    await task
    print(order)
    print(await asyncio.to_thread(lambda: "thread"), await loop.run_in_executor(None, sum, [1, 2]))


asyncio.run(events())


async def agen(n):
    try:
        for i in range(n):
            yield i
            await asyncio.sleep(0)
    finally:
        print("agen closed")


async def async_for():
    total = 0
    async for i in agen(5):
        if i == 1:
            continue
        if i == 4:
            break
        total += i
    else:
        print("not reached")
    async with contextlib.aclosing(agen(3)) as g:
        async for i in g:
            break
    return total, [i async for i in agen(3)]


print(asyncio.run(async_for()))


async def failing_task():
    async def boom():
        raise RuntimeError("in task")
    task = asyncio.create_task(boom())
    try:
        await task
    except RuntimeError as error:
        import traceback
        print([entry.name for entry in traceback.extract_tb(error.__traceback__)])


asyncio.run(failing_task())
