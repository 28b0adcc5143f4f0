"""Calls that a compiler builds in the place of the call: what looks at their frames must not see a difference."""

import gc
import sys
import traceback


def add(a, b):
    return a + b


def overflow(n):
    total = 1
    for i in range(n):
        total = add(total, total)
    return total


print(overflow(200))


def changing(values):
    return [add(x, y) for x, y in zip(values, values)]


print(changing([1, 2, 3] * 20 + [1.5, "a", (1,), [2]] * 3 + [True, 10**20]))


# --- Exceptions: tracebacks show every frame ---------------------------------------------------------------


def quotient(a, b):
    c = a - 1
    return c // b


def ratio(a, b):
    d = b - 50
    return quotient(a, d) + 1


def all_ratios():
    results = []
    for i in range(60):
        try:
            results.append(ratio(i, i))
        except ZeroDivisionError as error:
            results.append(str(error))
            for frame, line in traceback.walk_tb(error.__traceback__):
                print(frame.f_code.co_name, line - frame.f_code.co_firstlineno, sorted(frame.f_locals)[:4])
    return results


print(all_ratios())


def uncaught():
    total = 0
    for i in range(80):
        total += ratio(i, 90 - i)
    return total


try:
    uncaught()
except ZeroDivisionError:
    print(traceback.format_exc().count("ratio"), traceback.format_exc().splitlines()[-1])


# --- Looking at frames ---------------------------------------------------------------------------------------


def who():
    names = []
    frame = sys._getframe()
    while frame is not None and frame.f_code.co_name != "<module>":
        names.append((frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno, sorted(frame.f_locals)))
        frame = frame.f_back
    return names


def middle(i):
    j = i + 1
    if j % 25 == 0:
        return who(), locals()
    return j


def outer(n):
    seen = []
    total = 0
    for i in range(n):
        x = i * 2
        found = middle(x + i)
        if type(found) is int:
            total += found
        else:
            seen.append(found)
    return seen, total


for found in outer(60)[0]:
    print(found)


def keep():
    return sys._getframe(1)


def kept(i):
    y = i * 3
    if i % 20 == 7:
        return keep()
    return None


def keeper(n):
    frames = []
    for i in range(n):
        frame = kept(i)
        if frame is not None:
            frames.append(frame)
    return frames


for frame in keeper(70):
    print(frame.f_code.co_name, frame.f_locals["i"], frame.f_locals["y"], frame.f_back.f_code.co_name)


# --- Destructors of arguments and locals ---------------------------------------------------------------------


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        caller = sys._getframe(1)
        log.append((self.name, caller.f_code.co_name, caller.f_lineno - caller.f_code.co_firstlineno))


log = []


def drops(thing, i):
    other = thing
    thing = i
    return i


def drop_all(n):
    total = 0
    for i in range(n):
        total += drops(Noisy(i), i)
    return total


print(drop_all(40), log[:3], log[-3:], len(log))


def swaps(thing, i):
    thing = i + 1
    return thing * 2


log.clear()


def swap_all(n):
    total = 0
    for i in range(n):
        total += swaps(Noisy(i), i)
    return total


print(swap_all(40), log[:3], log[-3:], len(log))


# --- Other functions in the same place ----------------------------------------------------------------------


def twice(x):
    return x * 2


def thrice(x):
    return x * 3


def apply(function, n):
    total = 0
    for i in range(n):
        total += function(i)
    return total


print(apply(twice, 50), apply(thrice, 50), apply(abs, 50), apply(lambda x: x - 1, 50), apply(float, 50))


def replaced(n):
    global twice
    results = []
    for i in range(n):
        if i == 40:
            twice.__code__ = thrice.__code__
        if i == 60:
            twice = lambda x: -x  # noqa: E731
        results.append(twice(i))
    return results


print(replaced(80))


def makes_itself_vanish(i):
    global makes_itself_vanish
    if i == 30:
        del makes_itself_vanish
        gc.collect()
        return "gone", makes_itself_vanish_name()
    return i


def makes_itself_vanish_name():
    return sys._getframe(1).f_code.co_name


def vanishing():
    results = []
    for i in range(31):
        results.append(makes_itself_vanish(i))
    return results[-2:]


print(vanishing())


# --- Methods -----------------------------------------------------------------------------------------------------


class Counter:
    def __init__(self):
        self.value = 0

    def get(self):
        return self.value

    def step(self, by):
        if by > 3:
            self.value += by
        else:
            self.value -= 1
        return self.get()


class Loud(Counter):
    def get(self):
        return "loud", self.value


def stepping(counters, n):
    last = None
    for i in range(n):
        counter = counters[i % len(counters)]
        last = counter.step(i % 7)
    return last


print(stepping([Counter()], 60), stepping([Loud()], 60), stepping([Counter(), Loud()], 60))

shadowed = Counter()
shadowed.get = lambda: "shadowed"
print(stepping([shadowed], 40), stepping([Counter()], 40))


def patched(n):
    counter = Counter()
    results = []
    for i in range(n):
        if i == 50:
            Counter.get = lambda self: ("patched", self.value)
        results.append(counter.step(i))
    return results


print(patched(60)[45:])


# --- Recursion ----------------------------------------------------------------------------------------------------


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(15))


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


print(even(60), odd(60), even(61))


def depth(n):
    return 1 + inner_depth(n - 1) if n else 0


def inner_depth(n):
    return 1 + depth(n - 1) if n else 0


def deepest():
    low, high = 1, 5000
    while low < high:
        half = (low + high + 1) // 2
        try:
            depth(half)
            low = half
        except RecursionError:
            high = half - 1
    return low


old = sys.getrecursionlimit()
sys.setrecursionlimit(300)
first = deepest()


def at_depth(n):
    if not n:
        return leaf(1)
    return at_depth(n - 1)


def leaf(x):
    return x + 1


def exact():
    for n in range(first - 10, first + 10):
        try:
            at_depth(n)
        except RecursionError as error:
            return n - first, str(error)[:32]
    return None


for _ in range(3):
    print(exact())
sys.setrecursionlimit(old)


# --- Loops, several results, conditions in the callee ---------------------------------------------------------------


def collatz(n):
    steps = 0
    while n != 1:
        if n % 2:
            n = 3 * n + 1
        else:
            n //= 2
        steps += 1
    return steps


def classify(x):
    if x < 10:
        return 1
    if x < 20:
        return 0.5
    if x < 30:
        return None
    return "much"


def counted(n):
    kinds = []
    best = 0
    for i in range(1, n):
        steps = collatz(i)
        if steps > best:
            best = steps
        kinds.append(classify(steps))
    return best, [kinds.count(kind) for kind in (1, 0.5, None, "much")]


print(counted(100))


def pair(a, b):
    return a, b


def first_of(a, b):
    x, y = pair(a, b)
    return x


def pairs(n):
    result = []
    for i in range(n):
        result.append(first_of(i, str(i)))
    return sum(result)


print(pairs(50))


# --- Tracing that begins in an inlined call ---------------------------------------------------------------------------

events = []


def tracer(frame, event, argument):
    events.append((frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno))
    return tracer


def start_tracing():
    sys.settrace(tracer)
    sys._getframe(1).f_trace = tracer
    sys._getframe(2).f_trace = tracer


def maybe_trace(i):
    x = i
    if i == 30:
        start_tracing()
    x += 1
    return x


def traced(n):
    total = 0
    for i in range(n):
        total += maybe_trace(i)
    sys.settrace(None)
    return total


print(traced(32))
print(events)


# --- Defaults, keywords and stars go the general way ---------------------------------------------------------------------


def with_default(a, b=2):
    return a * b


def with_keywords(a, *, b):
    return a - b


def with_star(*a):
    return len(a)


def general(n):
    total = 0
    for i in range(n):
        total += with_default(i) + with_default(i, 3) + with_keywords(i, b=1) + with_star(i, i)
    return total


print(general(50))


# --- Other globals with the same code ---------------------------------------------------------------------------------------

scale = 1
source = "def scaled(x):\n    return x * scale\n"
namespaces = [{"scale": k} for k in (2, 3)]
for namespace in namespaces:
    exec(source, namespace)
same = type(add)(namespaces[0]["scaled"].__code__, namespaces[1])


def scaling(function, n):
    total = 0
    for i in range(n):
        total += function(i)
    return total


print(scaling(namespaces[0]["scaled"], 40), scaling(same, 40), scaling(namespaces[1]["scaled"], 40))


# --- Identity ---------------------------------------------------------------------------------------------------------------


def identity(x):
    return x


def constant():
    return 1234567


def number_identities(n):
    same = 0
    for i in range(n):
        y = i + 0.5
        same += identity(y) is y
        same += constant() is constant()
        same += identity(i * 1000) is identity(i * 1000)
    return same


print(number_identities(50))


def references(n):
    thing = object()
    before = sys.getrefcount(thing)
    for i in range(n):
        identity(thing)
        pair(thing, i)
        first_of(thing, i)
    return sys.getrefcount(thing) - before


print(references(50))


# --- The place of an exception that an instruction of a callee raises ----------------------------------------------


def label(
    names,
    i,
):
    found = (
        names[
            i % 7
        ]
    )
    return found


def labels(n):
    names = {k: str(k) for k in range(6)}
    lines = []
    for i in range(n):
        try:
            label(names, i)
        except KeyError as error:
            rows = [(f.f_code.co_name, line - f.f_code.co_firstlineno) for f, line in traceback.walk_tb(error.__traceback__)]
            if rows not in lines:
                lines.append(rows)
    return lines


print(labels(60))
