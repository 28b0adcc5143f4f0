# Generators whose frames are suspended in native code: everything that can be done to them midway.
import sys, inspect

def count(n, step=1):
    i = 0
    while i < n:
        yield i
        i += step

def scaled(values, factor):
    for value in values:
        yield value * factor

def echo():
    got = None
    total = 0
    while True:
        got = yield total
        if got is not None:
            total += got

def guarded(n, log):
    try:
        for i in range(n):
            try:
                yield i * 1.5
            except ValueError as error:
                log.append(("caught", error.args, i))
                yield "recovered"
    finally:
        log.append(("closed", n, i))

def returning(n):
    total = 0
    for i in range(n):
        total += i
        yield total
    return total, n

def exhaust(gen):
    out = []
    while True:
        try:
            out.append(next(gen))
        except StopIteration as stop:
            return out[-3:], len(out), stop.value

class Loud:
    def __init__(self, name, log): self.name, self.log = name, log
    def __del__(self): self.log.append(self.name)

def holding(n, log):
    keep = Loud("keep", log)
    for i in range(n):
        temporary = Loud(i, log)
        yield i
    return "end"

def itself(box):
    for i in range(3):
        try:
            next(box[0])
        except ValueError as error:
            yield str(error)

def recursive(depth):
    if depth == 0:
        yield 0
        return
    for x in recursive(depth - 1):
        yield x + 1
    for x in recursive(depth - 1):
        yield x * 2

def changing(values):
    last = 0
    for value in values:
        last = last + value
        yield last

def unbound(n):
    for i in range(n):
        if i > 3:
            late = i * 2.5
        yield i
        if i > 5:
            yield late
            del late
            late = "text"
            yield late
            late = i

def captured(n):
    def add(k):
        nonlocal total
        total += k
    total = 0
    for i in range(n):
        add(i)
        yield total, (lambda: i)

def stopping(n):
    for i in range(n):
        if i == n - 1:
            raise StopIteration(i)
        yield i

def walrus(n):
    for i in range(n):
        yield (last := i * 1000003)
        yield last

def main():
    for turn in range(40):
        log = []
        print(sum(count(50)), list(count(10, 3)), tuple(scaled(count(5), 2)), set(scaled([1, 1.5], 2)))
        print(sum(scaled([1, 2.5, 3 + 1j, True, 2 ** 70], 3)), "".join(scaled("abc", 2)), max(scaled(count(9), -1)), sorted(scaled((3, 1, 2), 1.5)))
        e = echo(); next(e)
        print([e.send(k) for k in (1, 2.5, None, 3, 2 ** 80)], e.gi_frame.f_locals, inspect.getgeneratorstate(e), e.gi_frame.f_lineno)
        e.close()
        g = guarded(9, log)
        print(next(g), next(g), g.throw(ValueError("mid", turn)), next(g), g.gi_frame.f_locals["i"], g.gi_running)
        g.close()
        g = guarded(9, log)
        next(g)
        try:
            g.throw(KeyError("out"))
        except KeyError as error:
            print("out", error.args, [(f.name, f.lineno) for f in inspect.traceback.extract_tb(error.__traceback__)] if hasattr(inspect, "traceback") else "")
        del g
        print(log)
        print(exhaust(returning(20)), exhaust(returning(0)))
        log = []
        h = holding(8, log)
        print([next(h) for _ in range(4)], log)
        del h
        print(log)
        log = []
        print(exhaust(holding(3, log)), log)
        box = [None]; box[0] = itself(box); print(list(box[0]))
        print(list(recursive(4))[-5:], sum(recursive(6)))
        print(list(changing([1, 2, 3])), list(changing([1, 2.5, 3])), list(changing([2 ** 62, 2 ** 62, 1])), list(changing((True, 2))))
        for n in (3, 8):
            try:
                print(list(unbound(n)))
            except UnboundLocalError as error:
                print("unbound", error)
        print([(a, f()) for a, f in captured(5)])
        try:
            print(list(stopping(6)))
        except RuntimeError as error:
            print(error, repr(error.__cause__))
        it = walrus(4)
        print([a is b for a, b in zip(it, it)])
        g = count(30)
        print([next(g) for _ in range(turn % 7)], g.gi_frame.f_locals, list(g)[-2:], g.gi_frame)
        x = (v * v for v in count(12)); y = (v + 1 for v in x if v % 2)
        print(next(y), next(x), list(y), any(v > 3 for v in count(9)), all(v < 3 for v in count(9)), min(v ^ 5 for v in count(9)))
main()
def traced():
    seen = []
    def tracer(frame, event, arg):
        if frame.f_code.co_name in ("count", "scaled"):
            seen.append((event, frame.f_lineno, arg if event == "return" else None))
        return tracer
    g = scaled(count(10), 2)
    out = [next(g), next(g)]
    sys.settrace(tracer)
    out += [next(g), next(g)]
    sys.settrace(None)
    out += list(g)
    print(out, seen)
for _ in range(5):
    traced()
def switching(n):
    for i in range(n):
        if i == 4:
            sys.settrace(lambda *a: None)
        yield i
        if i == 6:
            sys.settrace(None)
for _ in range(30):
    print(list(switching(9)), sum(switching(9)))
def deep(n):
    if n: yield from deep(n - 1)
    yield n
def nest(n):
    g = iter([1, 2, 3])
    for _ in range(n):
        g = scaled(g, 1)
    return g
for n in (10, 100, 900, 2000):
    try:
        print(sum(nest(n)), sum(deep(n)))
    except RecursionError as error:
        print("RecursionError")
