# Builtin functions that use up generators: sum, any, all, min, max, list, tuple, sorted, str.join, in the middle of which
# everything may happen.
import sys, traceback, builtins
from fractions import Fraction

def squares(n):
    return sum(i * i for i in range(n))

def kinds(values):
    return sum(v for v in values)

def doubled(values):
    return [sum(v + v for v in values), list(v for v in values), tuple(v for v in values if v)]

def attempt(function, *arguments):
    try:
        return function(*arguments)
    except Exception as error:
        frames = [(f.name, f.lineno) for f in traceback.extract_tb(error.__traceback__)[1:]]
        return type(error).__name__, str(error), frames, type(error.__cause__).__name__

def below(values, limit):
    return any(v > limit for v in values), all(v < limit for v in values)

def truths(values):
    return any(v for v in values), all(v for v in values)

def extremes(values):
    return min(v for v in values), max(v for v in values)

def joined(values):
    return "-".join(v for v in values)

def ordered(values):
    return sorted(v for v in values)

class Noisy:
    log = []
    def __init__(self, name): self.name = name
    def __del__(self): Noisy.log.append(self.name)
    def __bool__(self): return self.name > 3
    def __radd__(self, other): return other + self.name
    def __lt__(self, other): return self.name < other.name
    def __gt__(self, other): return self.name > other.name
    def __repr__(self): return f"N{self.name}"

def noisy(n):
    Noisy.log.clear()
    out = [sum(Noisy(i) for i in range(n)), any(Noisy(i) for i in range(n)), all(Noisy(n - i) for i in range(n)),
           min(Noisy(i % 3) for i in range(n)).name, max(Noisy(i % 3) for i in range(n)).name,
           [x.name for x in sorted(Noisy(-i) for i in range(n))]]
    return out, list(Noisy.log)

def failing(n, at):
    return sum(10 // (at - i) for i in range(n))

def outer_frames(n):
    def look(i):
        frame = sys._getframe(1)
        return i + (frame.f_code.co_name == "<genexpr>") * 100 + (frame.f_back.f_code.co_name == "outer_frames") * 1000 + frame.f_locals["i"] + frame.f_lineno % 1
    return sum(look(i) for i in range(n)), max(look(i) for i in range(n)), list(look(i) for i in range(n))

def running(n):
    def state(i):
        try:
            next(gen)
        except ValueError as error:
            return str(error), gen.gi_running
    gen = (state(i) for i in range(n))
    return list(gen), gen.gi_frame

def partly(n):
    gen = (i * 2 for i in range(n))
    first = next(gen), next(gen)
    found = any(x == 8 for x in gen)
    return first, found, gen.gi_frame.f_locals["i"], next(gen), sum(gen), list(gen), sum(gen)

def counting(n):
    i = 0
    while i < n:
        i += 1
        sent = yield i
        if sent is not None:
            print("sent", sent)
    return "result"

def statement(n):
    return sum(counting(n)), list(counting(n))[-2:], max(counting(n)), all(counting(n)), tuple(counting(n))[:2]

def cleaning(n, log):
    try:
        for i in range(n):
            yield i
    finally:
        log.append(i)

def closing(n):
    log = []
    found = any(i == 3 for i in cleaning(n, log)), any(cleaning(n, log)), all(cleaning(n, log))
    return found, log, sum(cleaning(n, log)), log

def nested(n):
    return sum(sum(i * j for j in range(i)) for i in range(n)), max(min(i ^ j for j in range(1, 9)) for i in range(n)), \
        "".join("".join(chr(65 + (i + j) % 26) for j in range(i)) for i in range(n))

def tree(n):
    if n == 0:
        return 1
    return sum(tree(n - 1) for _ in range(2)) + any(tree(n - 2) > 5 for _ in range(2) if n > 1)

def stopping(n):
    def end(i):
        if i == n - 2:
            raise StopIteration("early")
        return i
    return sum(end(i) for i in range(n))

def appending(n):
    values = list(range(n))
    def grow(v):
        if len(values) < n + 5:
            values.append(v)
        return v
    return sum(grow(v) for v in values), len(values)

def unpacked(n):
    pairs = [(i, i + 0.5) for i in range(n)]
    return sum(a * b for a, b in pairs), sum(i * v for i, v in enumerate(range(n))), sum(a * b for a, b in zip(range(n), pairs[0])), \
        sum(1 for _ in pairs), sum(a for a, b in pairs if b > 2)

def identities(values):
    return [max(v for v in values) is v for v in values], [min(v for v in values) is v for v in values]

big = 10 ** 25
lists = [[1, 2, 3], [1.5, 2.5], [1, 2.5, True], [True, False, True], [2 ** 62, 2 ** 62, 1], [big, 1, big], [1j, 2, 3.5],
         [Fraction(1, 3), 2, 0.5], [], [-0.0], [0.0, -0.0], [float("nan"), 1.0, float("inf")], ["a", "b"], [None], [1, "a"],
         [[1], [2]], [3, -3.0, 1e308, 1e308], [2 ** 53, 1.0, 1], [0, 0.0, False, 7], [-5, 300, 1 << 61]]
for turn in range(12):
    print(squares(50), squares(0))
    for values in lists:
        print(attempt(kinds, values), attempt(doubled, values), attempt(below, values, 2), attempt(truths, values))
        print(attempt(extremes, values), attempt(joined, values), attempt(ordered, values), attempt(identities, values))
    print(joined(["x", "yz"] * 5), attempt(joined, ["x", 5, "y"]), attempt(ordered, [1, "x", 2]))
    print(noisy(6))
    print(attempt(failing, 9, 20), attempt(failing, 9, 5))
    print(outer_frames(7), running(3), partly(12), statement(20), closing(8))
    print(nested(9), tree(6), attempt(stopping, 9), appending(9), unpacked(9))

def traced(n, at):
    seen = []
    def tracer(frame, event, arg):
        seen.append((frame.f_code.co_name, event, frame.f_lineno))
        return tracer
    def switch(i):
        if i == at:
            sys.settrace(tracer)
        if i == at + 2:
            sys.settrace(None)
        return i
    out = sum(switch(i) for i in range(n)), list(switch(i) for i in range(n)), max(switch(i) for i in range(n))
    sys.settrace(None)
    return out, seen
for turn in range(20):
    print(traced(9, 3))

def profiled(n):
    seen = []
    sys.setprofile(lambda frame, event, arg: seen.append((event, frame.f_code.co_name)))
    sum(i for i in range(n)); any(i for i in range(n))
    sys.setprofile(None)
    return seen
print(profiled(4))

def deep(n):
    return n if n == 0 else sum(deep(n - 1) for _ in range(1)) + 1
def deeper(n):
    return n if n == 0 else int(all(deeper(n - 1) >= 0 for _ in range(1))) + 1
print([deep(n) for n in (5, 50, 150)], [deeper(n) for n in (5, 50, 150)])
print(attempt(deep, 5000)[0], attempt(deeper, 5000)[0])

def patched(n):
    return sum(i for i in range(n))
print(patched(30))
builtins.sum, original = (lambda values: ("mine", list(values))), builtins.sum
print(patched(5))
builtins.sum = original
print(patched(30))

class Sub(list): pass
print(Sub(i for i in range(5)), set(i % 3 for i in range(9)), dict((i, i * i) for i in range(4)), sum((i for i in range(5)), 10), sum((c for c in [[1], [2]]), []))
print(max((i for i in range(9)), key=lambda i: -i), max((i for i in ()), default=3), sorted((i for i in range(5)), reverse=True))
