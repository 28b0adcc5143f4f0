"""`with`: order of calls, exceptions swallowed and replaced, missing methods, targets, leaving by every way."""

import contextlib
import sys


class Manager:
    def __init__(self, name, swallow=False, enter=None, exit=None):
        self.name, self.swallow, self.fail_enter, self.fail_exit = name, swallow, enter, exit
        print("make", name)

    def __enter__(self):
        print("enter", self.name)
        if self.fail_enter:
            raise self.fail_enter
        return self

    def __exit__(self, kind, value, tb):
        print("exit", self.name, kind and kind.__name__, repr(value), tb and tb.tb_lineno - start())
        if self.fail_exit:
            raise self.fail_exit
        return self.swallow


def start():
    return attempt.__code__.co_firstlineno


def attempt(managers, action=None):
    for turn in range(2):
        with managers[0]() as a, managers[1]() as b:
            print("body", a.name, b.name)
            if action == "raise":
                raise ValueError("body")
            if action == "return":
                return "returned"
            if action == "break":
                break
            if action == "continue":
                continue
            if action == "exit":
                sys.exit(3)
        print("after")
    else:
        print("else")
    return "end"


def make(*args, **kwargs):
    return lambda: Manager(*args, **kwargs)


CASES = [
    ([make("a"), make("b")], None),
    ([make("a"), make("b")], "raise"),
    ([make("a"), make("b", True)], "raise"),
    ([make("a", True), make("b")], "raise"),
    ([make("a", enter=KeyError("enter")), make("b")], None),
    ([make("a", True), make("b", enter=KeyError("enter"))], None),
    ([make("a"), make("b", exit=OSError("exit"))], None),
    ([make("a"), make("b", exit=OSError("exit"))], "raise"),
    ([make("a", True), make("b", exit=OSError("exit"))], "raise"),
    ([make("a"), make("b")], "return"),
    ([make("a", True), make("b")], "return"),
    ([make("a"), make("b")], "break"),
    ([make("a"), make("b")], "continue"),
    ([make("a"), make("b")], "exit"),
    ([make("a"), make("b", exit=OSError("exit"))], "return"),
    ([make("a"), lambda: 5], None),
]
for managers, action in CASES:
    print("==", action)
    try:
        print(attempt(managers, action))
    except BaseException as error:
        print("raised", repr(error), repr(error.__context__))


class NoEnter:
    def __exit__(self, *a):
        pass


class NoExit:
    def __enter__(self):
        pass


class InstanceMethods:
    """Special methods on the instance do not count."""

    def __init__(self):
        self.__enter__ = lambda: "no"
        self.__exit__ = lambda *a: True


class AsyncOnly:
    async def __aenter__(self):
        pass

    async def __aexit__(self, *a):
        pass


for bad in (NoEnter(), NoExit(), InstanceMethods(), AsyncOnly(), None, 5, open):
    try:
        with bad:
            print("never")
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)


class Value:
    def __init__(self, value):
        self.value = value

    def __enter__(self):
        return self.value

    def __exit__(self, *a):
        return "truthy string"


class Target:
    pass


t = Target()
items = [0, 0]
with Value(1) as t.attribute, Value(2) as items[1], Value((3, (4, 5))) as (a, (b, *c)):
    print(t.attribute, items, a, b, c)
with (Value(1) as x, Value(2) as y,):
    print(x, y)
with (Value(1), Value(2)):
    pass
with (Value("tuple"), 5)[0] as z:
    print(z)
with Value((1, 2)) as (a, b, c):
    print("unpack error is raised inside: the exit method swallows it")
print("swallowed")


class BadBool:
    def __bool__(self):
        raise ValueError("no truth")


class ExitValue:
    def __init__(self, value):
        self.value = value

    def __enter__(self):
        pass

    def __exit__(self, *a):
        return self.value


for value in (0, "", [], None, 1, "x", BadBool()):
    try:
        with ExitValue(value):
            raise KeyError("body")
        print("swallowed")
    except Exception as error:
        print(repr(error), repr(error.__context__))
with ExitValue(BadBool()):
    print("truth not asked without exception")


@contextlib.contextmanager
def managed(name):
    print("setup", name)
    try:
        yield name.upper()
    except LookupError as error:
        print("handled", error)
    finally:
        print("teardown", name)


with managed("one") as one:
    print(one)
with managed("two"):
    raise KeyError("lookup")
try:
    with managed("three"):
        raise ValueError("passes")
except ValueError as error:
    print(error)


@contextlib.contextmanager
def twice():
    yield 1
    yield 2


@contextlib.contextmanager
def never():
    if False:
        yield


for manager in (twice(), never()):
    try:
        with manager:
            print("in")
    except RuntimeError as error:
        print(error)
with contextlib.ExitStack() as stack:
    for n in range(3):
        stack.enter_context(managed(str(n)))
    stack.callback(print, "callback", end="!\n")
with contextlib.suppress(ZeroDivisionError):
    1 / 0
with contextlib.redirect_stdout(sys.stderr):
    print("to stderr")


@managed("decorator")
def decorated(x):
    return x * 2


print(decorated(4), decorated(5))


def returns_from_with():
    with managed("return") as value:
        return value
    print("never")


def yields_from_with():
    with managed("yield") as value:
        yield value
        yield value * 2


print(returns_from_with(), list(yields_from_with()))
g = yields_from_with()
next(g)
g.close()


def exc_info_in_exit():
    class Look:
        def __enter__(self):
            return self

        def __exit__(self, *a):
            self.seen = sys.exc_info()[1] is a[1]
            return True
    with Look() as look:
        raise ValueError
    return look.seen, sys.exc_info()


print(exc_info_in_exit())


class Swap:
    def __enter__(self):
        Swap.__exit__ = lambda *a: print("replaced exit: not this one")
        return self

    def __exit__(self, *a):
        print("original exit")


with Swap():
    pass
with Swap():
    pass
