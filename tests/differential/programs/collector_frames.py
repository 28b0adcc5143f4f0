"""What finalizers and gc.callbacks see on the stack when every allocation may start a collection: the program."""

import gc
import sys

OWN_FILES = frozenset((__file__, "<string>"))
foreign = []
calls = 0


def look_around(phase=None, info=None):
    global calls
    calls += 1
    frame = sys._getframe().f_back
    while frame is not None:
        if frame.f_code.co_filename not in OWN_FILES:
            foreign.append(frame.f_code)
        frame = frame.f_back


class Finalized:
    def __del__(self, look_around=look_around):
        look_around()


def called_first_during_a_collection(n):
    made = [[Finalized()] for _ in range(n)]
    for item in made:
        item.append(item)
    del made, item
    return sum((lambda x: x * 2)(i) for i in range(n))


def resumed():
    while True:
        yield []


gc.disable()
generator = resumed()
next(generator)
gc.collect()
threshold = gc.get_threshold()
gc.callbacks.append(look_around)
gc.set_threshold(1, 0, 0)
gc.enable()
doubled = called_first_during_a_collection(5)
exec("def f(x):\n    return [y for y in x]\nlisted = f(range(3))")
on = gc.isenabled()
gc.disable()
print(doubled, listed, on, foreign, calls > 10)

# Tracing begins while the generator is suspended: its frame changes hands.
calls = 0
gc.enable()
sys.settrace(lambda frame, event, argument: None)
next(generator)
sys.settrace(None)
gc.disable()
print(generator.gi_frame is not None, foreign, calls > 0)

gc.callbacks.remove(look_around)
gc.set_threshold(*threshold)
calls = 0
loop = Finalized()
loop.itself = loop
del loop
print(gc.collect() > 0, calls > 0, foreign)
gc.enable()
