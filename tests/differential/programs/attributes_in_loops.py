"""Attributes, globals and cells in loops that are long enough for any tier, while what they rest on changes."""

import builtins
import sys
import types

ROUNDS = 300


class Point:
    kind = "point"

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def norm(self):
        return self.x * self.x + self.y * self.y


class Slotted:
    __slots__ = ("x", "y", "__weakref__")

    def __init__(self, x, y):
        self.x = x
        self.y = y


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        frame = sys._getframe(1)
        print("gone:", self.name, frame.f_code.co_name, sorted(k for k, v in frame.f_locals.items() if isinstance(v, int)))


def total(points):
    result = 0
    for p in points:
        result += p.x * p.y
    return result


def move(points, dt):
    for p in points:
        p.x += p.y * dt
        p.y -= p.x * dt


# Two objects with the same slot, and two names for one object.
def alias(a, b, n):
    seen = 0
    for i in range(n):
        a.x = i
        b.x = i + 1000
        seen += a.x
    return seen


for cls in (Point, Slotted):
    points = [cls(i, i + 1) for i in range(ROUNDS)]
    print(total(points))
    points = [cls(i * 0.5, 1.0) for i in range(ROUNDS)]
    move(points, 0.25)
    print(points[7].x, points[7].y, total(points))
    p, q = cls(1, 2), cls(3, 4)
    print(alias(p, q, ROUNDS), alias(p, p, ROUNDS), p.x, q.x)

# A number read before its box may be reused stays the number it was.
def keep(p, n):
    olds = []
    for i in range(n):
        old = p.x
        p.x = p.x + 0.5
        olds.append(old)
    return olds, old is p.x


olds, same = keep(Point(0.0, 0), ROUNDS)
print(olds[:3], olds[-1], same, len(set(map(id, olds))))


# One object stored twice is one object.
def store_twice(p, q, n):
    for i in range(n):
        value = i * 0.5
        p.x = value
        q.x = value
        q.y = p.x
    return p.x is q.x, p.x is q.y


print(store_twice(Point(0, 0), Slotted(0, 0), ROUNDS))


# New attributes come in the order in which they are first stored.
def fill(n):
    made = []
    for i in range(n):
        p = Point.__new__(Point)
        if i % 3 == 0:
            p.y = i
            p.x = i + 0.5
        else:
            p.x = i + 0.5
            p.y = i
        made.append(p)
    return made


made = fill(ROUNDS)
print([list(vars(p)) for p in made[:4]], vars(made[-1]))


# Instances lose their inline values, attributes, their class.
def change(points, step):
    log = []
    for i, p in enumerate(points):
        if i == ROUNDS // 2:
            step(p)
        try:
            log.append(p.x)
        except AttributeError as error:
            log.append(str(error))
        p.z = i
    return log[ROUNDS // 2 - 1 : ROUNDS // 2 + 2]


class Other(Point):
    @property
    def x(self):
        return "a property"

    @x.setter
    def x(self, value):
        pass


def become_other(p):
    p.__class__ = Other


def use_dict(p):
    p.__dict__["x"] = "from the dict"


def drop_x(p):
    del p.x


for step in (become_other, use_dict, drop_x):
    print(change([Point(i, i) for i in range(ROUNDS)], step))


# The class changes while the loop runs.
def watch(p, n, at, action):
    log = []
    for i in range(n):
        if i == at:
            action()
        log.append((p.kind, p.x, p.norm()))
    return log[at - 1], log[at], log[-1]


class Changing(Point):
    pass


def new_kind():
    Changing.kind = "new"


def new_method():
    Changing.norm = lambda self: "replaced"


def shadowing_property():
    Changing.x = property(lambda self: -1, lambda self, value: None)


def instance_kind():
    changing.kind = "own"


def instance_method():
    changing.norm = lambda: "own method"


changing = Changing(1, 2)
for action in (new_kind, instance_kind, new_method, instance_method, shadowing_property):
    print(watch(changing, ROUNDS, ROUNDS // 2, action))


# A class attribute whose type becomes a descriptor.
class Plain:
    pass


class Holder:
    attribute = Plain()


def become_descriptor():
    Plain.__get__ = lambda self, instance, owner: "described"


def read_attribute(h, n, at):
    log = []
    for i in range(n):
        if i == at:
            become_descriptor()
        log.append(type(h.attribute).__name__ + type(Holder.attribute).__name__)
    return log[at - 1], log[at]


print(read_attribute(Holder(), ROUNDS, ROUNDS // 2))


# Values with destructors, in attributes and in the loop's variable.
def replace_loud(p, n):
    count = 0
    for i in range(n):
        count += 1
        if i % 100 == 0:
            p.x = Loud(f"attribute {i}")
        else:
            p.x = i


replace_loud(Point(0, 0), ROUNDS)
replace_loud(Slotted(0, 0), ROUNDS)


def last_reference(objects):
    count = 0
    while objects:
        o = objects.pop()
        count += len(o.name)
    return count


print(last_reference([Loud(f"item {i}") for i in range(4)]))


# Globals and builtins that come, go and change.
counter = 0
factor = 2


def count(n):
    global counter
    for i in range(n):
        counter += factor
    return counter


def rename(n, at):
    global factor
    log = []
    for i in range(n):
        if i == at:
            globals()["len"] = lambda x: "shadowed"
        elif i == at + 2:
            del globals()["len"]
        elif i == at + 4:
            builtins.len = lambda x: "patched"
        elif i == at + 6:
            builtins.len = real_len
        elif i == at + 8:
            del globals()["factor"]
        try:
            log.append((len("abc"), factor))
        except NameError as error:
            log.append(str(error))
        if i == at + 8:
            factor = 5
    return log[at - 1 : at + 10]


real_len = len
print(count(ROUNDS), counter)
print(rename(ROUNDS, ROUNDS // 2))

module = types.ModuleType("module")
module.value = 1


def read_module(n, at):
    log = []
    for i in range(n):
        if i == at:
            module.extra = 1
        elif i == at + 1:
            module.value = 2.5
        elif i == at + 2:
            del module.value
        try:
            log.append(module.value)
        except AttributeError as error:
            log.append(str(error))
        if i == at + 2:
            module.value = 3
    return log[at - 1 : at + 4]


print(read_module(ROUNDS, ROUNDS // 2))

namespace = {"n": ROUNDS}
exec("total = 0\nfor i in range(n):\n    total += i\n    last = [total]\n", namespace)
print(namespace["total"], namespace["last"])


# Cells.
def cells(n):
    total = 0
    value = 0.0
    holder = None

    def add(i):
        nonlocal total, value, holder
        for k in range(4):
            total += i
            value += 0.5
            old = holder
            holder = [i, k]
            if old is not None and old[0] > i:
                print("never")

    for i in range(n):
        add(i)
    return total, value, holder


def loud_cell(n):
    holder = None

    def put(i):
        nonlocal holder
        holder = Loud(f"cell {i}") if i % 100 == 0 else i

    for i in range(n):
        put(i)
    return holder


print(cells(ROUNDS), loud_cell(ROUNDS))


# Several classes at one place.
def several(objects):
    log = 0
    for o in objects:
        log += o.x + len(o.kind)
        o.x = log % 7
    return log


class Third:
    __slots__ = ("w", "x")
    kind = "third"

    def __init__(self, x):
        self.x = x


mixed = [(Point(i, 0), Changing(i, 0), Third(i), Holder())[i % 3] for i in range(ROUNDS)]
print(several([o for o in mixed if not isinstance(o, Changing)]))


# Stores of several classes at one place: constructors that subclasses share.
class Base:
    def __init__(self, a, b):
        self.b = b
        self.a = a
        self.a = self.a + 1


class Left(Base):
    pass


class Right(Base):
    __slots__ = ("b", "other")


class Upper(Right):
    def __setattr__(self, name, value):
        super().__setattr__(name, [value])


def construct(n):
    made = []
    for i in range(n):
        made.append((Base, Left, Right)[i % 3](i, i * 0.5))
        if i % 50 == 49:
            try:
                made.append(Upper([i], i))
            except TypeError as error:
                print(error)
    return made


made = construct(ROUNDS)
print([(type(o).__name__, list(vars(o)), o.a, o.b) for o in (*made[:4], *made[-2:])])
