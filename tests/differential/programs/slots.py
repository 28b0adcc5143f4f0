"""__slots__: storage, inheritance, errors, unset slots, slots with dict and weakref."""

import weakref


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def move(self, dx):
        self.x += dx
        return self


p = Point(1, 2)
print(p.x, p.y, p.move(5).x, hasattr(p, "__dict__"))
for code in ("p.z = 1", "p.z", "p.__dict__", "weakref.ref(p)", "del p.x; p.x", "del p.x", "Point.x.__get__(3)",
             "Point.x.__set__(p, 7); print(p.x)", "Point.x.__delete__(p); p.x", "p.x = 9; print(p.x)",
             "Point.x.__get__(p, Point)"):
    try:
        exec(code)
        print(code, "fine")
    except Exception as error:
        print(code, "->", type(error).__name__, error)


class Unset:
    __slots__ = ["a"]


u = Unset()
try:
    u.a
except AttributeError as error:
    print(error)
for _ in range(40):
    try:
        u.a
    except AttributeError:
        pass
u.a = 1
print(u.a)


class WithDict(Point):
    __slots__ = ("__dict__", "__weakref__", "z")


w = WithDict(1, 2)
w.other = 3
w.z = 4
print(w.__dict__, w.z, w.x, weakref.ref(w)() is w)


class Child(Point):
    pass


c = Child(1, 2)
c.free = 1
print(c.__dict__, c.x)


class Mangled:
    __slots__ = ("__private", "_single")

    def __init__(self):
        self.__private = "hidden"


print(Mangled()._Mangled__private, [s for s in Mangled.__dict__ if "rivate" in s])
for source in (
    "class A:\n    __slots__ = ('a',)\n    a = 1",
    "class A:\n    __slots__ = ('1a',)",
    "class A(int):\n    __slots__ = ('a',)",
    "class A(tuple):\n    __slots__ = ('a',)",
    "class A:\n    __slots__ = ('__dict__', '__dict__')",
    "class A:\n    __slots__ = 3",
    "class A:\n    __slots__ = 'single'\nprint(A.single)",
    "class A:\n    __slots__ = {'a': 'doc of a'}\nprint(A.a.__doc__)",
    "class A: __slots__ = ('a',)\nclass B: __slots__ = ('b',)\nclass C(A, B): pass",
):
    try:
        exec(source, {"__name__": "m"})
        print("fine")
    except Exception as error:
        print(type(error).__name__, error)


class Empty:
    __slots__ = ()


class Both(Empty, Point):
    __slots__ = ()


b = Both(3, 4)
b.x += 1
print(b.x)
try:
    b.w = 1
except AttributeError as error:
    print(error)


class Left:
    __slots__ = ("v",)


class Right:
    __slots__ = ("v",)


def total(items):
    result = 0
    for item in items:
        result += item.v
    return result


left, right = Left(), Right()
left.v, right.v = 1, 2.5
print(total([left] * 20), total([left, right] * 10))
left.__class__ = Right
print(type(left).__name__, left.v)

# A number held in a slot and elsewhere must not change in place.
q = Point(100.5, 2.5)
kept = q.x
for _ in range(5):
    q.x += 1.0
print(kept, q.x)
kept = []
for _ in range(5):
    q.x = q.x * 2.0
    kept.append(q.x)
print(kept)
