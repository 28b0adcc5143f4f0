"""`with` over instances of plain classes in hot code: entered, left, failing, seen, replaced."""

import gc
import sys
import traceback

ROUNDS = 120
held = []


class Counter:
    def __init__(self):
        self.entered = 0
        self.left = 0

    def __enter__(self):
        self.entered += 1
        return self

    def __exit__(self, kind, error, trace):
        self.left += 1
        return kind is not None and issubclass(kind, KeyError)


class Number:
    def __init__(self, number):
        self.number = number

    def __enter__(self):
        return self.number * 2

    def __exit__(self, kind, error, trace):
        self.number = -1


class Pair(Number):
    def __enter__(self):
        return self.number, "x"


class Mortal:
    log = []

    def __init__(self, number):
        self.number = number

    def __enter__(self):
        return None

    def __exit__(self, kind, error, trace):
        self.log.append(("left", self.number))

    def __del__(self):
        self.log.append(("died", self.number))


class Failing:
    def __init__(self, enter, leave):
        self.fails = enter, leave

    def __enter__(self):
        if self.fails[0]:
            raise ValueError("enter")
        return self

    def __exit__(self, kind, error, trace):
        if self.fails[1]:
            raise IndexError("leave")
        return False


class Looking:
    def __init__(self, every):
        self.every = every
        self.turn = 0

    def __enter__(self):
        self.turn += 1
        if self.turn % self.every == 0:
            held.append(sys._getframe())
            held.append(sys._getframe(1).f_lineno)
        return self.turn

    def __exit__(self, kind, error, trace):
        if self.turn % self.every == 0:
            held.append(sys._getframe(1).f_lineno)


class Late:
    def __init__(self):
        self.log = []

    def __enter__(self):
        return self.log

    def __exit__(self, kind, error, trace):
        self.log.append("first")


def plain(n):
    counter = Counter()
    total = 0
    for i in range(n):
        with counter:
            total += i
    return total, counter.entered, counter.left


def new_ones(n):
    total = 0
    for i in range(n):
        with Number(i) as double:
            total += double
        with Pair(i) as (first, second):
            total += first
        with Counter() as counter:
            total += counter.entered
        total += counter.left * 1000
    return total, second


def overflowing(n):
    counter = Counter()
    counter.entered = 2**62 - n // 2
    total = 2**62
    for i in range(n):
        with counter:
            total += 2**60
    return total, counter.entered, counter.left


def ways_out(n):
    counter = Counter()
    out = []
    for i in range(n):
        with counter as same:
            if i % 7 == 3:
                continue
            if i == n - 2:
                break
            with same, counter:
                if i % 5 == 0:
                    continue
            out.append(i)
    return sum(out), counter.entered, counter.left


def returning(n):
    counter = Counter()

    def inner(i):
        with counter:
            if i % 2:
                return i
            with Number(i) as number:
                return number + 1

    return sum(inner(i) for i in range(n)), counter.entered, counter.left


def suppressing(n):
    counter = Counter()
    others = 0
    for i in range(n):
        try:
            with counter:
                if i % 3 == 0:
                    raise KeyError(i)
                if i % 3 == 1:
                    raise IndexError(i)
        except IndexError as error:
            others += error.args[0]
    return others, counter.entered, counter.left


def lifetimes(n):
    Mortal.log.clear()
    for i in range(n):
        with Mortal(i):
            Mortal.log.append(("body", i))
        Mortal.log.append(("after", i))
    return Mortal.log[-8:], len(Mortal.log)


def failures(n):
    found = []
    for i in range(n):
        manager = Failing(i == n - 3, i == n - 2)
        try:
            with manager as same:
                if i == n - 1:
                    raise KeyError
                assert same is manager
        except (ValueError, IndexError, KeyError):
            found.append(traceback.format_exc().replace(__file__, "file"))
    return found


def frames(n):
    held.clear()
    manager = Looking(50)
    total = 0
    for i in range(n):
        with manager as turn:
            total += turn
    return total, [each if isinstance(each, int) else (each.f_code.co_name, sorted(each.f_locals)) for each in held]


def seen_bodies(n):
    methods = 0
    counter = Counter()
    for i in range(n):
        with counter:
            if i % 60 == 59:
                methods += sum(
                    isinstance(each, type(counter.__exit__)) and each.__self__ is counter
                    for each in gc.get_objects()
                )
    return methods


def second(self, kind, error, trace):
    self.log.append("second")


def replaced(n):
    late = Late()
    original = Late.__exit__
    for i in range(n):
        with late as log:
            if i == n - 5:
                Late.__exit__ = second
            if i == n - 2:
                original.__code__, keep = (lambda self, kind, error, trace: self.log.append("code")).__code__, original.__code__
                Late.__exit__ = original
    original.__code__ = keep
    return late.log[-6:]


def not_managers(n):
    messages = []
    things = [Counter()] * n + [3, object(), type("Half", (), {"__enter__": lambda self: self})()]
    for thing in things:
        try:
            with thing:
                pass
        except TypeError as error:
            messages.append(str(error))
    return messages


def several(n):
    total = 0
    managers = [Counter(), Number(3), Late(), Failing(False, False)]
    for i in range(n):
        with managers[i % 4] as what:
            total += isinstance(what, int)
    return total


def generated(n):
    counter = Counter()
    for i in range(n):
        with counter, Number(i) as number:
            yield number
    yield counter.left


def escaping(n):
    kept = []
    for i in range(n):
        with Number(i) as number:
            manager = Number(number)
            with manager:
                if i % 50 == 49:
                    kept.append(manager)
    return [each.number for each in kept]


def traced(n):
    lines = []

    def tracer(frame, event, argument):
        lines.append((frame.f_code.co_name, event))
        return tracer

    class Tracing(Counter):
        def __enter__(self):
            if self.left == n - 2:
                sys.settrace(tracer)
            return super().__enter__()

        def __exit__(self, *what):
            if self.left == n - 1:
                sys.settrace(None)
            return super().__exit__(*what)

    manager = Tracing()
    for i in range(n):
        with manager:
            pass
    return len(lines) > 3, manager.left


for turn in range(3):
    print(plain(ROUNDS), new_ones(ROUNDS), overflowing(ROUNDS), ways_out(ROUNDS), returning(ROUNDS))
    print(suppressing(ROUNDS), lifetimes(ROUNDS), failures(ROUNDS), frames(ROUNDS), seen_bodies(ROUNDS))
    print(replaced(ROUNDS), not_managers(ROUNDS), several(ROUNDS), sum(generated(ROUNDS)), escaping(ROUNDS), traced(ROUNDS))
