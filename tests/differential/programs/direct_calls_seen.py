"""Direct calls whose frames are only filled in when somebody looks: what he sees, and that the numbers of all callers are the
same objects afterwards."""

import gc
import sys
import traceback

seen = []


def look(depth):
    """The locals of the frames that have called."""
    frame = sys._getframe(1)
    found = []
    for _ in range(depth):
        found.append((frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno, sorted(frame.f_locals.items())))
        frame = frame.f_back
    return found


def descend(n, x):
    m = n * 1000 + 7
    if n == 0:
        seen.append(look(4) if looking else None)
        return x
    y = descend(n - 1, x * 0.5 + 1.0)
    return y + m * 0.25


for looking in (False,) * 60 + (True,) * 3:
    result = descend(12, 3.0)
print(result, seen[-1], len(seen))


def ladder(n, kept):
    """A number that the caller keeps, and that is looked at in between, stays the same object."""
    big = n * 100003 + 5
    copy = big
    if n:
        below = ladder(n - 1, kept)
    else:
        if kept is not None:
            frame = sys._getframe()
            while frame.f_code.co_name == "ladder":
                kept.append(frame.f_locals["big"])
                frame = frame.f_back
        below = 0
    if kept is not None:
        matches.append(kept[n] is big and copy is big)
    return below + (big & 3)


matches = []
for turn in range(80):
    kept = [] if turn > 70 else None
    result = ladder(8, kept)
print(result, len(matches), all(matches))


def passed(x, n):
    if n:
        return passed(x, n - 1)
    return x


def same(n):
    x = n * 1.5
    y = passed(x, 5)
    z = n + 100000
    return x is y, z is passed(z, 3), passed(n * 2.5, 2)


for n in range(90):
    result = same(n)
print(result)


def failing(n, x):
    y = x + 1
    if n == 0:
        return 1 // zero
    return failing(n - 1, y) + y


zero = 1
for _ in range(70):
    failing(6, 1)
zero = 0
for _ in range(3):
    try:
        failing(6, 1)
    except ZeroDivisionError as error:
        entries = traceback.extract_tb(error.__traceback__)
        frames = []
        step = error.__traceback__
        while step is not None:
            frames.append(step.tb_frame.f_locals.get("y"))
            step = step.tb_next
        print(len(entries), [entry.name for entry in entries][-3:], frames)


def stops(n):
    m = n + 1
    try:
        return stops(n - 1) + m if n else [][0]
    except IndexError:
        return m * 10


def falls(n):
    m = n * 2
    if n == 0:
        return stops(3) + None
    try:
        return falls(n - 1) + m
    except TypeError:
        if n < 3:
            raise
        return m


for _ in range(70):
    result = stops(9), falls(6)
print(result)


class Dies:
    """Looks at the frames when its last reference goes, which a callee's argument is."""

    def __del__(self):
        frame = sys._getframe(1)
        deaths.append((frame.f_code.co_name, frame.f_locals.get("number"), frame.f_back.f_locals.get("number")))


def takes(thing, n):
    number = n * 7
    if n == 0:
        return number
    return takes(None, n - 1) + number


def gives(n):
    number = n + 50000
    other = takes(Dies() if n % 10 == 0 else None, 3)
    return other + number


deaths = []
for n in range(100):
    result = gives(n)
gc.collect()
print(result, len(deaths), deaths[:2], deaths[-2:])


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


def deepest(function):
    """How deep a function can go in a recursion limit: the same each time."""
    low, high = 1, 3000
    while low < high:
        half = (low + high + 1) // 2
        try:
            function(half)
            low = half
        except RecursionError:
            high = half - 1
    return low


def sinking(n):
    m = n - 1
    return sinking(m) + 1 if n else 0


def aside(n):
    return n + 1


def sinking_aside(n):
    return aside(sinking_aside(n - 1)) if n else aside(0)


old = sys.getrecursionlimit()
sys.setrecursionlimit(500)
for _ in range(4):
    print(deepest(sinking), deepest(even), deepest(sinking_aside), even(400), odd(401))
# Over the ends of several chunks of the data stack, there and back.
sys.setrecursionlimit(60000)
for depth in (300, 3000, 20000):
    print(sinking(depth), sum(sinking(k) for k in range(depth - 40, depth)), descend(depth // 10, 1.0))
sys.setrecursionlimit(old)


def kinds(x, n):
    """Arguments that are not always what they were."""
    if n == 0:
        return x
    return kinds(x + 1, n - 1)


for _ in range(60):
    kinds(1, 5)
print(kinds(1.5, 5), kinds(2**62, 5), kinds(True, 5), kinds(2**70, 2))
print([type(kinds(x, 3)).__name__ for x in (1, 1.0, False, 1j, 2**63 - 3)])


def defaults(n, step=1, scale=2.0):
    if n <= 0:
        return scale
    return defaults(n - step, scale=scale * 1.5)


for _ in range(60):
    result = defaults(9)
print(result, defaults(4, 2, 1.0), defaults(4, scale=3))
try:
    defaults()
except TypeError as error:
    print(error)


def counts(n):
    """The function is rebound, and its code replaced, while calls of it are under way."""
    if n == 3 and change:
        change()
    return counts(n - 1) + 1 if n else 0


change = None
for _ in range(70):
    counts(9)
first = counts


def rebind():
    global counts
    counts = lambda n: 100


def recode():
    counts.__code__ = (lambda n: 1000).__code__


change = rebind
print(counts(9))
counts = first
change = recode
print(counts(9), counts(9))
