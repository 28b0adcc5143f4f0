"""Call sites that remember their callee, and meet another one: replaced code, new closures, code that died; classes called
with keywords and through modules; methods of C classes whose instances have a dict; attributes no cache is for."""

import asyncio
import enum
import functools
import gc
import sys
import types


# --- One site, many functions ----------------------------------------------------------------------------
def call(function, value):
    return function(value)


def call_method(object, value):
    return object.method(value)


def make(step):
    def inner(value):
        return value + step

    return inner


print([call(make(step), 10) for step in range(4)])
print(call(lambda value: value * 2, 5), call(abs, -3), call(make(7), 1))


def first(value):
    return "first", value


def second(value):
    return "second", value


for _ in range(3):
    print(call(first, 1))
first.__code__ = second.__code__
print(call(first, 2))
first.__defaults__ = (9,)
print(call(first, 3))


# The code of the callee dies, and another may come to lie where it was.
def fresh(n):
    names = {}
    exec(f"def made(value):\n    return value, {n}, 'm{n}'\n", names)
    return names["made"]


for n in range(12):
    print(call(fresh(n), n))
    gc.collect()


class Thing:
    def method(self, value):
        return "thing", value


for n in range(6):
    print(call_method(Thing(), n))
    if n == 2:
        Thing.method = lambda self, value: ("replaced", value)
    if n == 4:
        exec("def method(self, value, more=3):\n    return 'made', value, more\nThing.method = method")


class Other:
    def method(self, value, more=4):
        return "other", value, more


for object in (Thing(), Other(), Thing(), Other()):
    print(call_method(object, 0))


# --- Classes, called in every way ---------------------------------------------------------------------------
class Point:
    def __init__(self, x, y=2, *, z=3):
        if x is None:
            raise ValueError("no x")
        self.x, self.y, self.z = x, y, z

    def __repr__(self):
        return f"Point({self.x}, {self.y}, {self.z})"


class Odd:
    def __init__(self, value):
        return value


shapes = types.ModuleType("shapes")
shapes.Point = Point
shapes.Odd = Odd
for turn in range(3):
    print(Point(1, z=turn), Point(x=turn), shapes.Point(turn), shapes.Point(turn, y=5), shapes.Point(*(1, 2), **{"z": turn}))
for attempt in (
    lambda: Point(None, z=1),
    lambda: shapes.Point(None),
    lambda: shapes.Point(1, w=2),
    lambda: shapes.Point(),
    lambda: shapes.Odd(1),
    lambda: Odd(value=2),
    lambda: shapes.Odd(value=None),
):
    for _ in range(2):
        try:
            print(type(attempt()).__name__)
        except (ValueError, TypeError) as error:
            print(type(error).__name__, error)


class Seen:
    alive = 0

    def __init__(self, value, *, fail=False):
        Seen.alive += 1
        self.value = value
        if fail:
            raise ValueError(value)

    def __del__(self):
        Seen.alive -= 1


shapes.Seen = Seen
for fail in (False, True, True, False):
    try:
        shapes.Seen(Seen(1), fail=fail)
    except ValueError:
        print("failed")
    print("alive", Seen.alive)
count = sys.getrefcount(Point)
for _ in range(10):
    shapes.Point(1)
    Point(x=1)
print(sys.getrefcount(Point) - count)


# --- str(x) ---------------------------------------------------------------------------------------------------
class Text:
    def __init__(self, text):
        self.text = text

    def __str__(self):
        return self.text


class Loud(str):
    def __str__(self):
        return "LOUD"


def text_of(value):
    try:
        return str(value)
    except TypeError as error:
        return repr(error)


print([text_of(value) for value in (1, "s", Text("t"), Text(3), Loud("x"), None, 2.5, ["u"])])
print(type(text_of(Loud("y"))).__name__, str(), str(b"bytes", "ascii"), str(object=5))


class Tracer:
    events = []

    def __str__(self):
        sys.settrace(lambda frame, event, argument: Tracer.events.append((frame.f_code.co_name, event)))
        return "traced"


def traced():
    first_text = str(Tracer())
    second_text = str(Text("plain"))
    sys.settrace(None)
    return first_text, second_text


print(traced(), Tracer.events)


# --- Methods of C classes with a dict ----------------------------------------------------------------------------
def done(future):
    return future.done()


loop = asyncio.new_event_loop()
future = loop.create_future()
print([done(future) for _ in range(4)])


class Future(asyncio.Future):
    pass


mine = Future(loop=loop)
print([done(mine) for _ in range(4)])
mine.done = lambda: "its own"
print(done(mine), done(future))
del mine.done
print(done(mine))
Future.done = lambda self: "the class's"
print(done(mine), done(future))
loop.close()


def noted(error):
    return error.with_traceback(None)


error = ValueError("e")
print(noted(error), noted(error))
error.with_traceback = lambda argument: "shadow"
print(noted(error), noted(KeyError("k")))


def rest(partial):
    return partial.__reduce__()[1]


print([rest(functools.partial(call, n))[0].__name__ for n in range(3)])


# --- Attributes that no form is for --------------------------------------------------------------------------------
class Colour(enum.Enum):
    RED = 1


class Painted:
    colour = Colour.RED      # of a class that may yet become a descriptor's

    def __init__(self, colour=None):
        if colour is not None:
            self.colour = colour


def colours(objects):
    return [object.colour for object in objects]


objects = [Painted(), Painted("blue"), types.SimpleNamespace(colour="grey"), Painted()] * 20
print(colours(objects)[:4], len(set(map(str, colours(objects)))))
Colour.__set__ = lambda self, object, value: None
Colour.__get__ = lambda self, object, owner: "described"
print(colours(objects)[:4])
