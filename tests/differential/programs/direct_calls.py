"""Calls from compiled functions to functions that are not built in place: frames, exceptions, lifetimes, tracing."""

import gc
import sys
import traceback


class Tree:
    def __init__(self, left, right=None):
        self.left = left
        self.right = right
        self.weigh(left)
        if right is not None:
            for i in range(3):
                self.weigh(i)
            try:
                if right == 7:
                    raise ValueError(right)
            except ValueError:
                self.right = 8

    def weigh(self, x):
        y = 0
        for i in range(4):
            y += i
        return y


def make(depth):
    if depth == 0:
        return Tree(1)
    return Tree(make(depth - 1), make(depth - 1))


def is_even(n):
    if n == 0:
        return True
    x = n - 1
    return is_odd(x)


def is_odd(n):
    if n == 0:
        return False
    x = n - 1
    return is_even(x)


def with_defaults(n, x=1.5, y=None):
    if n == 0:
        return x
    z = with_defaults(n - 1, y=3)
    return with_defaults(n - 1, x + 1.0) + z


def deep(n):
    if n == 0:
        return 0
    return deep(n - 1) + 1


def large(n):
    if n == 0:
        return 1
    return large(n - 1) * 3 + n


def looking(n):
    if n == 0:
        found = []
        frame = sys._getframe()
        while frame is not None and frame.f_code.co_name == "looking":
            found.append((frame.f_lineno, frame.f_locals["n"], sorted(frame.f_locals)))
            frame = frame.f_back
        return found
    a = n * 3
    result = looking(n - 1)
    assert a == n * 3
    return result


def raising(n):
    if n == 0:
        raise KeyError(n)
    if n % 3 == 0:
        try:
            return raising(n - 1)
        finally:
            n += 1
    if n == 8:
        try:
            return raising(n - 1)
        except KeyError:
            return 8.5
    return raising(n - 1) + 1


def adding_up(k):
    def inner(n):
        if n == 0:
            return k
        return inner(n - 1) + n

    return inner


class Careless:
    def __init__(self, n):
        if n > 3:
            return None
        for i in range(n):
            self.x = i
        if n == 2:
            return self.y(n)

    def y(self, n):
        for i in range(3):
            n += i
        return n


class Falling:
    """Looks at its caller when it dies."""

    seen = []

    def __init__(self, name):
        self.name = name

    def __del__(self):
        frame = sys._getframe(1)
        self.seen.append((self.name, frame.f_code.co_name, sorted(frame.f_locals)))


def drop(falling, n):
    if n == 0:
        falling = None
        return n
    kept = n * 2.5
    n = drop(falling, n - 1)
    return n + 1 if kept else 1


def passes_on(n):
    drop(Falling(n), n)
    return Falling(-n)


def changing(n):
    """What it calls is another function now and then."""
    return helper(n) if n < 2 else changing(n - 1) + helper(n)


def helper(n):
    total = 0
    for i in range(n):
        total += i
    return total


def other_helper(n, more=2):
    a = b = c = d = n
    for i in range(n):
        a += i * more
    return a + b + c + d


def identity(n, value):
    return value if n == 0 else identity(n - 1, value)


def mixed(n):
    """An int, a float, a large int, a string."""
    if n == 0:
        return what
    return mixed(n - 1) + one


def both(n, value, other):
    return (value, other) if n == 0 else both(n - 1, value, other)


def pair(value, other):
    return value, other


def same(rounds):
    """One number that is passed on in two places is one object."""
    found = []
    for i in range(rounds):
        value = 10**6 + i
        x = i * 1.5
        a, b = both(i % 3, value, value)
        c, d = both(i % 3, x, x)
        e, f = both(i % 2, y := x * 2.5, y)
        g, h = both(i % 2, value + 1, value + 1)
        j, k = pair(value, value)
        found.append((a is value, a is b, c is x, c is d, e is f, e is y, g is h, g == h, j is k, j is value))
    return found


def rules():
    for i in range(30):
        make(3)
        adding_up(i)(5)
        with_defaults(4)
        is_even(i)
        deep(40 + i)
        print(looking(i % 5))
        try:
            print(raising(i % 7))
        except KeyError:
            print(traceback.format_exc())
        print(raising(8), raising(9) if i % 9 == 0 else 0)
        try:
            Careless(i % 4)
        except TypeError as error:
            print(error)
        print(large(20 + i))
        passes_on(i % 4)
        value = 10**6 + i
        print(identity(i % 5, value) is value, identity(3, 1.5 * i))
    print(Falling.seen)
    print(make(2).right.right.right, with_defaults(5), adding_up(4)(7), deep(300), is_even(101))


def replaced():
    global helper, what, one
    for i in range(40):
        if i == 25:
            helper.__code__ = other_helper.__code__
            helper.__defaults__ = (5,)
        elif i == 30:
            helper = other_helper
        elif i == 35:
            helper = len
            changing.__defaults__ = None
        try:
            print(changing(i % 6), end=" ")
        except TypeError as error:
            print(error)
    for pair in ((1, 1), (1.5, 1), (2**62, 2**62), ("a", "b"), (True, 1)):
        what, one = pair
        print([mixed(n) for n in range(12)])


def made_and_gone():
    """Functions that die, and others in their place."""
    for round in range(30):
        scope = {}
        more = ", ".join(f"p{i}={i}" for i in range(round % 4))
        exec(f"def callee(n, {more}):\n    for i in range(n): n += {round}\n    return n\n", scope)
        exec("def caller(n):\n    return callee(n) if n < 2 else caller(n - 1) + callee(n)\n", scope)
        print([scope["caller"](n) for n in range(6)], end=" ")
        del scope
        gc.collect()
    print()


def limits():
    sys.setrecursionlimit(200)
    for _ in range(5):
        try:
            deep(10000)
        except RecursionError:
            print("too deep")
    sys.setrecursionlimit(1000000)
    print(deep(30000))
    sys.setrecursionlimit(1000)


def tracing():
    lines = []

    def tracer(frame, event, argument):
        lines.append((frame.f_code.co_name, event, frame.f_lineno))
        return tracer

    def turned_on(n):
        if n == 0:
            sys.settrace(tracer)
            return 1
        result = turned_on(n - 1)
        return result + 1

    for i in range(40):
        turned_on(i % 3)
        sys.settrace(None)
    lines.clear()
    print(turned_on(4))
    sys.settrace(None)
    print(lines)


print([same(20) for _ in range(30)])
rules()
replaced()
made_and_gone()
limits()
tracing()
