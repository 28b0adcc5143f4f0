"""Signals: handlers that run in tight loops of every shape, handlers that raise, in calls, generators and handlers."""

import os
import signal
import sys
import time


class Alarm(Exception):
    pass


def handler(number, frame):
    raise Alarm(frame.f_code.co_name)


signal.signal(signal.SIGALRM, handler)


def loop_while():
    n = 0
    while True:
        n += 1


def loop_while_pass():
    while True:
        pass


def loop_for():
    import itertools
    for _ in itertools.count():
        pass


def loop_for_range():
    for i in range(10**15):
        i * 2


def loop_call():
    def f(x):
        return x
    while True:
        f(1)


def loop_recursion():
    def f(n):
        if n:
            f(n - 1)
    while True:
        f(10)


def loop_generator():
    def g():
        while True:
            yield
    for _ in g():
        pass


def loop_comprehension():
    import itertools
    [None for _ in itertools.count() if False]


def loop_try():
    while True:
        try:
            continue
        finally:
            pass


def loop_catching():
    while True:
        try:
            raise ValueError
        except ValueError:
            pass


def loop_condition():
    x = 1
    while x:
        if x == 2:
            break


def loop_do():
    while True:
        for _ in range(3):
            if _ == 1:
                break


for function in (loop_while, loop_while_pass, loop_for, loop_for_range, loop_call, loop_recursion, loop_generator, loop_comprehension,
                 loop_try, loop_catching, loop_condition, loop_do):
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.02)
        function()
    except Alarm as error:
        print(function.__name__, "interrupted")
received = []


def counting(number, frame):
    received.append(number)


signal.signal(signal.SIGUSR1, counting)
for i in range(5):
    os.kill(os.getpid(), signal.SIGUSR1)
    received.append(i)
print([n if n < 5 else "signal" for n in received])


def in_handler(number, frame):
    print("handler in", frame.f_code.co_name, sorted(k for k in frame.f_locals if not k.startswith("_"))[:3])


signal.signal(signal.SIGUSR1, in_handler)


def receiver():
    here = "local"
    os.kill(os.getpid(), signal.SIGUSR1)
    after = "local"
    return here


receiver()


def raises_in_except():
    signal.signal(signal.SIGUSR1, handler)
    try:
        raise KeyError("first")
    except KeyError:
        try:
            os.kill(os.getpid(), signal.SIGUSR1)
            for _ in range(10):
                pass
        except Alarm as error:
            return repr(error.__context__)


print(raises_in_except())


def finally_runs():
    log = []
    try:
        try:
            os.kill(os.getpid(), signal.SIGUSR1)
            for _ in range(10):
                pass
        finally:
            log.append("finally")
    except Alarm:
        log.append("caught")
    return log


print(finally_runs())
try:
    os.kill(os.getpid(), signal.SIGINT)
    for _ in range(10):
        pass
except KeyboardInterrupt:
    print("KeyboardInterrupt")
signal.signal(signal.SIGALRM, lambda *a: None)
signal.setitimer(signal.ITIMER_REAL, 0.01)
time.sleep(0.05)
print("slept on")
signal.signal(signal.SIGALRM, handler)
try:
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    time.sleep(10)
except Alarm as error:
    print("sleep interrupted in", error)
ticks = 0


def tick(number, frame):
    global ticks
    ticks += 1


signal.signal(signal.SIGALRM, tick)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
total = 0.0
n = 0
while ticks < 20:
    total += 0.5
    n += 1
signal.setitimer(signal.ITIMER_REAL, 0)
print(total == n * 0.5, n > 0)
signal.signal(signal.SIGALRM, signal.SIG_IGN)
os.kill(os.getpid(), signal.SIGALRM)
print(signal.getsignal(signal.SIGALRM), signal.getsignal(signal.SIGUSR1) is handler)
