"""A signal's handler starts a trace function while loops are hot: frames that are active and new ones are traced from there."""

import signal
import sys
import time


def inner(n):
    total = 0
    for i in range(n):
        total += i
    return total


def outer(n):
    total = 0
    for i in range(n):
        total += inner(5)
    return total


def pairs(n):
    found = None
    for i in range(n):
        found = (found and found[0], i)  # what the collector looks after
    return found


events = []


def tracer(frame, event, argument):
    if frame.f_code.co_filename == __file__:
        events.append((frame.f_code.co_name, event))
    return tracer


def start(number, frame):
    sys.settrace(tracer)
    frame = sys._getframe()
    while frame:
        frame.f_trace = tracer
        frame = frame.f_back


signal.signal(signal.SIGALRM, start)
for function in (outer, pairs) * 2:
    for _ in range(3):
        function(3000)
    signal.setitimer(signal.ITIMER_REAL, 0.03)
    end = time.monotonic() + 20
    while not events and time.monotonic() < end:
        function(5000)
    sys.settrace(None)
    names = {name for name, _ in events}
    print(function.__name__, len(events) > 1, names <= {"outer", "inner", "pairs", "start", "<module>"})
    events.clear()
