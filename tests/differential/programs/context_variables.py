"""contextvars with functions, generators, threads and asyncio tasks."""

import asyncio
import contextvars
import threading

var = contextvars.ContextVar("var", default="default")
other = contextvars.ContextVar("other")
print(var.get(), other.get("fallback"))
try:
    other.get()
except LookupError as error:
    print(type(error).__name__)
token = var.set("one")
print(var.get(), token.var is var, token.old_value is contextvars.Token.MISSING)
var.reset(token)
print(var.get())
try:
    var.reset(token)
except RuntimeError as error:
    print(str(error).split("<Token")[0])


def inside(value):
    print("inside", var.get())
    var.set(value)
    return var.get()


context = contextvars.copy_context()
print(context.run(inside, "in context"), var.get(), context[var], var in context)
try:
    context.run(lambda: context.run(print))
except RuntimeError as error:
    print(str(error).split(": <")[0])


def generator():
    var.set("set by generator")
    yield var.get()
    yield var.get()


start = var.set("before the generator")
g = generator()
print(next(g), var.get())
var.set("changed outside")
print(next(g))


def thread():
    seen.append(var.get())
    var.set("thread")
    seen.append(var.get())


seen = []
t = threading.Thread(target=thread)
t.start()
t.join()
print(seen, var.get())


async def child(name):
    before = var.get()
    var.set(name)
    await asyncio.sleep(0)
    return before, var.get()


async def main():
    var.set("main")
    print(await asyncio.gather(*(child(f"c{i}") for i in range(3))), var.get())
    print(await child("direct"), var.get())
    task = asyncio.create_task(child("task"), context=contextvars.Context())
    print(await task, var.get())


asyncio.run(main())
print(var.get(), len(contextvars.copy_context()))
var.reset(start)  # the thread's context would keep what is set in it, run after run
print(var.get(), len(contextvars.copy_context()))
import decimal
with decimal.localcontext() as ctx:
    ctx.prec = 5
    print(decimal.Decimal(1) / 3)
print(decimal.getcontext().prec)
