"""Calls of functions that are not inlined, generators and handlers, in each other."""
import sys, traceback

class Node:
    def __init__(self, depth, tag=None):
        self.tag = tag
        if depth > 0:
            self.left = Node(depth - 1, tag)
            self.right = Node(depth - 1)
        else:
            self.left = self.right = None
    def check(self):
        if self.left is None:
            return 1
        return 1 + self.left.check() + self.right.check()
    def walk(self):
        if self.left is not None:
            yield from self.left.walk()
            yield self.tag
            yield from self.right.walk()

def fails(n):
    if n == 0:
        raise ValueError("deep")
    return fails(n - 1) + 1

def guarded(n):
    try:
        return fails(n)
    except ValueError as e:
        tb = e.__traceback__; depth = 0
        while tb: depth += 1; tb = tb.tb_next
        return depth
    finally:
        log.append(n)

def values(n):
    for i in range(n):
        try:
            yield guarded(i % 7)
        except KeyError:
            yield -1

def depth():
    f = sys._getframe(); d = 0
    while f: d += 1; f = f.f_back
    return d

def deep(n):
    return depth() if n == 0 else deep(n - 1)

def floats(n):
    return 1.0 if n == 0 else floats(n - 1) * 1.5 + mixed(n)

def mixed(n):
    return n if n % 3 else n / 2

def rec(n):
    return rec(n + 1)

log = []
total = 0
for r in range(60):
    t = Node(4, r)
    total += t.check()
    total += sum(values(20)) + len(list(t.walk())) + sum(deep(i) for i in range(5))
    total += floats(r % 9)
    total += max(guarded(i) for i in range(4))
print(total, len(log))
try:
    rec(0)
except RecursionError as e:
    print(e)
try:
    fails(5)
except ValueError:
    traceback.print_exc(file=sys.stdout)
def tracer(frame, event, arg):
    seen.append((event, frame.f_code.co_name, frame.f_lineno)); return tracer
seen = []
def switch(n):
    if n == 3: sys.settrace(tracer)
    return n + (switch(n - 1) if n else 0)
for i in range(40):
    switch(2)
switch(5); sys.settrace(None)
print(seen)
