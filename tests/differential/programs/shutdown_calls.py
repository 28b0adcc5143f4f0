"""Functions called for the first time while the interpreter is shut down: by atexit, finalizers, the collector."""

import atexit
import gc
import os
import sys

gc.disable()  # what is in cycles is for the end


def say(*words, write=os.write, str=str):
    """As print, also when sys.stdout is gone already."""
    write(1, (" ".join([str(word) for word in words]) + "\n").encode())


def first(n=1):
    return [n + i for i in range(3)]


def second(*args, **kwargs):
    def inner():
        return args, kwargs
    return inner()


def generator(n):
    for i in range(n):
        yield i * n


def at_exit():
    say("at exit", first(), list(generator(3)), eval("1 + 2"), sys.is_finalizing())
    exec("def made(x):\n    return x * 2\nsay(made(4))")


atexit.register(at_exit)
atexit.register(lambda: 1 / 0 if sys.argv is None else say("lambda at exit"))


class Late:
    """Finalized when the module is cleared, or later."""

    # What the finalizer needs is its own: the module's names may be gone.
    def __init__(self, name, tools=(sys.is_finalizing, say, exec, compile, second, generator, list, sum, type)):
        self.name = name
        self.tools = tools

    def __del__(self):
        is_finalizing, say, exec, compile, second, generator, list, sum, type = self.tools
        say(self.name, is_finalizing(), second(1, a=2), list(generator(2)))
        exec("def late(x):\n    return [x, x]\nsay(late(5))", {"say": say})
        exec(compile("say(sum(i for i in (1, 2, 3)))", "<late>", "exec"), {"say": say, "sum": sum})
        try:
            self.helper(0)
        except ZeroDivisionError as error:
            say(self.name, type(error).__name__, error)

    def helper(self, n):
        return 1 / n


late = Late("of the module")
sys.late = Late("of sys")
cycle = Late("in a cycle")
cycle.itself = cycle
del cycle
kept_by_a_default = (lambda kept=Late("in a default"): kept)


def suspended():
    kept = Late("in a generator")
    try:
        yield 1
    finally:
        say("the generator ends")
    del kept


waiting = suspended()
next(waiting)


def fails(n):
    return n.missing


class Fails:
    def __del__(self, fails=fails):
        fails(1)


failing = Fails()


say("the program ends")
