"""Signal handlers that raise while functions are called for the first time: each exception arrives in the program."""

import signal
import sys


class Tick(Exception):
    pass


KINDS = [Tick, BaseException, SyntaxError, OSError, RecursionError, MemoryError, KeyError, StopIteration, SystemExit, KeyboardInterrupt]
TEMPLATE = """
def f(a, b=2, *c, **d):
    x = [a for a in range(3) if a]
    with open("/dev/null") as file:
        y = {k: v for k, v in zip(x, x)}
    return x, y, f"{a}{b!r}", lambda: (yield x)
"""
waiting = False
raised = arrived = wrong = 0
foreign = set()


def handler(number, frame):
    global waiting, raised
    if waiting:
        waiting = False
        raised += 1
        raise KINDS[raised % len(KINDS)]("tick")


def first_call(function):
    """Call it; the exception that came out of it."""
    global waiting
    try:
        try:
            waiting = True
            function(1)
        finally:
            waiting = False
    except BaseException as error:
        return error
    return None


unraisable = []
sys.unraisablehook = unraisable.append
signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.0002, 0.0002)
made = 0
while raised < 30:
    made += 1
    namespace = {}
    # A new text each time, so that there is something to find and to compile.
    exec(compile(f"{TEMPLATE}{made}", f"<made {made}>", "exec"), namespace)
    before = raised
    error = first_call(namespace["f"])
    if error is None:
        wrong += raised != before
        continue
    arrived += 1
    wrong += type(error) is not KINDS[raised % len(KINDS)] or error.args != ("tick",)
    traceback = error.__traceback__
    while traceback is not None:
        if "fastvm/" in traceback.tb_frame.f_code.co_filename:
            foreign.add(traceback.tb_frame.f_code)
        traceback = traceback.tb_next
    del error, traceback
signal.setitimer(signal.ITIMER_REAL, 0)
signal.signal(signal.SIGALRM, signal.SIG_DFL)
sys.unraisablehook = sys.__unraisablehook__
print(arrived == raised, wrong, foreign, unraisable)
