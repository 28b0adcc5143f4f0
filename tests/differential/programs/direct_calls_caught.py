"""Exceptions that come out of functions that are not built in place, caught by compiled callers."""

import traceback


def worker(n, k):
    t = 0
    for i in range(n):
        t += i
    if n == k:
        raise KeyError(n)
    if n > 4:
        return worker(n - 1, k) + t
    return t


class Make:
    def __init__(self, n, k):
        self.n = n
        for i in range(3):
            self.n += i
        if n == k:
            raise ValueError(n)
        worker(n, k + 1)


def outer(k):
    good = bad = 0
    for i in range(12):
        try:
            x = worker(i, k)
            good += x
        except KeyError as e:
            bad += e.args[0]
        finally:
            good += 1
        try:
            good += Make(i, k).n
        except (KeyError, ValueError):
            bad += 1
            if k == 3 and i == 3:
                print(traceback.format_exc())
    return good, bad


def nested(k, d):
    if d == 0:
        return worker(k, 5) * 1.5
    try:
        return nested(k, d - 1)
    except KeyError:
        if d < 3:
            raise
        return -1.0


for _ in range(40):
    print([outer(k) for k in range(8)], [nested(k, 4) for k in range(8)])
    try:
        print(nested(5, 2))
    except KeyError as e:
        print(len(traceback.extract_tb(e.__traceback__)))
