"""sys.setprofile: call, return, c_call, c_return and c_exception events in order; cProfile's counts."""

import cProfile
import io
import pstats
import sys

events = []


def profiler(frame, event, argument):
    if frame.f_code.co_filename != __file__:
        return
    if event.startswith("c_"):
        shown = argument.__name__
    else:
        shown = argument if isinstance(argument, (int, str, type(None))) else type(argument).__name__
    events.append((frame.f_code.co_name, event, shown))


def record(function, *args):
    events.clear()
    sys.setprofile(profiler)
    try:
        function(*args)
    except Exception as error:
        sys.setprofile(None)
        print("raised", repr(error))
    sys.setprofile(None)
    print(function.__name__)
    for event in events:
        print("   ", *event)


def python_calls():
    def inner(x):
        return x + 1
    return inner(inner(1))


def c_calls():
    len("abc")
    [1].append(2)
    "a,b".split(",")
    max(1, 2, key=lambda v: v)
    isinstance(1, int)
    sorted([2, 1], key=str)
    print(end="")
    dict(a=1)
    int("5")
    list(map(abs, [1]))
    {}.get(1)
    str.upper("a")


def c_exception():
    try:
        int("x")
    except ValueError:
        pass
    try:
        [].pop()
    except IndexError:
        pass


class K:
    def __init__(self):
        self.v = 1

    def method(self):
        return self.v

    @property
    def prop(self):
        return self.v

    def __add__(self, other):
        return 5

    def __getattr__(self, name):
        return 6

    def __iter__(self):
        return iter([1])

    def __del__(self):
        pass


def objects():
    k = K()
    k.method()
    k.prop
    k + 1
    k.missing
    for _ in k:
        pass


def generators():
    def g():
        yield 1
        yield 2
    list(g())
    h = g()
    next(h)
    h.close()


def raising():
    def inner():
        raise ValueError("v")
    try:
        inner()
    except ValueError:
        pass
    inner()


def star():
    len(*["abc"])
    f = lambda *a, **k: len(a)
    f(*[1], **{"k": 2})
    print(*[], end="", **{})


for function in (python_calls, c_calls, c_exception, objects, generators, raising, star):
    record(function)


def work(n):
    return sum(helper(i) for i in range(n))


def helper(i):
    return abs(i) + len("ab")


profile = cProfile.Profile()
profile.enable()
work(10)
profile.disable()
stats = pstats.Stats(profile, stream=io.StringIO())
print(sorted((name[2] if "<method" not in name[2] else "method", counts[0], counts[1]) for name, counts in stats.stats.items()))
import threading
seen = []
threading.setprofile(lambda frame, event, argument: seen.append((event, frame.f_code.co_name)) if frame.f_code.co_filename == __file__ else None)


def in_thread():
    helper(1)


t = threading.Thread(target=in_thread)
t.start()
t.join()
threading.setprofile(None)
print(seen)


def bad_profiler(frame, event, argument):
    raise RuntimeError("profiler failed")


sys.setprofile(bad_profiler)
try:
    helper(1)
except RuntimeError as error:
    print(error, sys.getprofile())
sys.setprofile(None)
