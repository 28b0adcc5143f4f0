"""Signals that come while big ints are multiplied and written in digits: handlers see the frame, exceptions come through."""

import signal
import sys
import time

told = 0
wrong = []


def tell(number, frame):
    global told
    told += 1
    f = frame
    while f is not None and f.f_code.co_name not in ("products", "texts"):
        f = f.f_back
    if f is not None:
        i, seen = f.f_locals.get("i", 0), f.f_locals.get("seen", 0)
        if seen not in (3 * i, 3 * (i - 1)):
            wrong.append((i, seen))


def products(x, y, n):
    z = seen = i = 0
    for i in range(n):
        seen = i * 3
        z = x * y
    return z == x * y, seen


def texts(x, n):
    text = ""
    seen = i = 0
    for i in range(n):
        seen = i * 3
        text = f"{x}"
    return len(text), seen


class Stop(Exception):
    pass


def stop(number, frame):
    raise Stop


x = 3**9000
signal.signal(signal.SIGALRM, tell)
signal.setitimer(signal.ITIMER_REAL, 0.002, 0.002)
end = time.monotonic() + 20
while told < 60 and time.monotonic() < end:
    assert products(x, x + 1, 300) == (True, 897)
    assert texts(3**600, 300)[1] == 897
signal.setitimer(signal.ITIMER_REAL, 0)
print(told >= 60, wrong)
signal.signal(signal.SIGALRM, stop)
stopped = 0
for attempt in range(10):
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    try:
        products(x, x + 1, 10**9)
    except Stop:
        stopped += 1
        frame = sys.exc_info()[2].tb_next.tb_frame
        if frame.f_locals["seen"] not in (3 * frame.f_locals["i"], 3 * (frame.f_locals["i"] - 1)):
            print(frame.f_locals["i"], frame.f_locals["seen"])
print(stopped)
