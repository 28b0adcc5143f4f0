"""Values that die with what they hold where native code keeps locals to itself: what can be seen of it is seen."""

import sys
import weakref


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        frame = sys._getframe(1)
        print("del", self.name, frame.f_code.co_name, frame.f_locals.get("seen"))


class Plain:
    def __init__(self, a, b):
        self.a = a
        self.b = b


class Slots:
    __slots__ = ("a", "b")

    def __init__(self, a, b):
        self.a = a
        self.b = b


def tell(reference):
    frame = sys._getframe(1)
    print("gone", frame.f_code.co_name, frame.f_locals.get("seen"))


def pairs(make, n, special):
    seen = total = 0
    value = None
    for i in range(n):
        seen = i * 3
        value = make(i, special(i))
        total += i
    value = None
    return total, seen


def temporaries(make, n, special):
    seen = total = 0
    for i in range(n):
        seen = i * 2
        if make(i, special(i)) == 3:
            total += 1
    return total, seen


def watched(make, n):
    watching = []
    value = None
    for i in range(n):
        seen = i * 5
        value = make(i, i)
        if i % 40 == 17:
            watching.append(weakref.ref(value, tell))
    return len(watching), seen


shared = Loud("shared")
MAKERS = {
    "tuple": lambda a, b: (a, b),
    "list": lambda a, b: [a, b],
    "twice": lambda a, b: (b, b),
    "nested": lambda a, b: ((a, b), [b]),
    "deep": lambda a, b: (((a, b),),),
    "dict": lambda a, b: {"a": a, "b": b},
    "many": lambda a, b: [a] * 20 + [b],
}
SPECIALS = {
    "none": lambda i: None,
    "number": lambda i: i * 1000,
    "text": lambda i: str(i),
    "loud": lambda i: Loud(i) if i % 50 == 33 else i,
    "shared": lambda i: shared,
    "held": lambda i: (i, Loud(i)) if i % 50 == 21 else (i, i),
}
for name, make in [*MAKERS.items(), ("Plain", Plain), ("Slots", Slots)]:
    for kind, special in SPECIALS.items():
        print(name, kind, pairs(make, 100, special), temporaries(make, 100, special))
print(watched(Plain, 100))


def inlined(n):
    kept = seen = 0
    for i in range(n):
        seen = i
        p = Plain(i, Plain(i, (Loud(i), i) if i % 60 == 44 else None))
        q = Slots(p, (p.b, p.b))
        kept += q.a.b.a + (i, p)[0]
    return kept, seen


print(inlined(200))


class Late:
    pass


def late(n):
    seen = 0
    for i in range(n):
        seen = i
        value = Late()
        value.number = i
        if i == n // 2:
            Late.__del__ = lambda self: print("late", self.number, sys._getframe(1).f_locals.get("seen"))
        if i == n // 2 + 3:
            del Late.__del__
    return seen


print(late(100), late(30))
del shared
