"""Operators and properties of Python classes in loops: methods in the place of the operation, and all that may come of it."""

import sys


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        if not isinstance(other, Vector):
            return NotImplemented
        return Vector(self.x - other.x, self.y - other.y)

    def __mul__(self, factor):
        if isinstance(factor, Vector):
            return self.x * factor.x + self.y * factor.y
        if factor == 66:
            return NotImplemented
        return Vector(self.x * factor, self.y * factor)

    def __rmul__(self, factor):
        if factor == 77:
            return NotImplemented
        return Vector(factor * self.x, factor * self.y)

    def __truediv__(self, other):
        return Vector(self.x / other, self.y / other)

    def __neg__(self):
        return Vector(-self.x, -self.y)

    def __eq__(self, other):
        if not isinstance(other, Vector):
            return NotImplemented
        return self.x == other.x and self.y == other.y

    def __lt__(self, other):
        if self.x == 50:
            return NotImplemented
        return [] if self.x < other.x else "no"

    def __gt__(self, other):
        return self.x > other.x

    def __getitem__(self, place):
        return (self.x, self.y)[place]

    @property
    def length(self):
        return (self.x**2 + self.y**2) ** 0.5

    @property
    def where(self):
        if self.x == 30:
            frame = sys._getframe()
            return frame.f_code.co_name, frame.f_lineno, frame.f_back.f_code.co_name, frame.f_back.f_lineno
        return self.x // (self.y - 4)


class Counted:
    alive = 0

    def __init__(self, n):
        self.n = n
        Counted.alive += 1

    def __del__(self):
        Counted.alive -= 1

    def __add__(self, other):
        return Counted(self.n + other.n)

    def __iadd__(self, other):
        self.n += other.n
        return self

    def __le__(self, other):
        return self.n <= other.n

    def __repr__(self):
        return f"Counted({self.n})"


def arithmetic(n):
    total = Vector(0, 0.5)
    step = Vector(1, 2)
    dots = 0
    for i in range(n):
        v = Vector(i, 3)
        total = total + v - step * 2 + 0.5 * v
        total += -v
        dots += v * step + (v / 2)[0] + v[1]
        if v == step or v == Vector(i, 3):
            dots += 1
        if v == i or v != 3:
            dots += 2
        if v < step:
            dots += 5
        if v > step:
            dots += 7
        less = v < step
        dots += len(less) if not isinstance(less, bool) else 100
    return total.x, total.y, dots


def errors(n):
    caught = []
    for i in range(n):
        v = Vector(i, 1)
        try:
            v * i
            i * v
            v - (v if i % 40 else i)
        except TypeError as error:
            tb = error.__traceback__
            caught.append((i, str(error), tb.tb_lineno, tb.tb_next))
        try:
            if i % 40 == 11:
                v -= 2
        except TypeError as error:
            caught.append((i, str(error)))
        try:
            if v < Vector(10, 1):
                caught.append(i)
        except AttributeError as error:
            caught.append(str(error))
    return caught


def properties(n):
    found = []
    total = 0.0
    for i in range(n):
        v = Vector(i, i % 50)
        total += v.length + Vector(i, 1).length
        try:
            w = v.where
            if not isinstance(w, int):
                found.append(w)
        except ZeroDivisionError as error:
            tb = error.__traceback__
            found.append((tb.tb_lineno, tb.tb_next.tb_lineno, tb.tb_next.tb_frame.f_code.co_name))
    return found, round(total, 6)


def deaths(n):
    alive = []
    total = Counted(0)
    for i in range(n):
        total = total + Counted(i)
        total += Counted(1)
        if Counted(i) <= total:
            alive.append(Counted.alive)
    return total, sum(alive), Counted.alive


class Text:
    def __init__(self, text):
        self.text = text

    def __rmod__(self, other):
        return "rmod"

    def __radd__(self, other):
        return other + self.text

    def __mul__(self, other):
        return NotImplemented

    def __str__(self):
        return self.text


def strings(n):
    found = set()
    for i in range(n):
        text = Text("t")
        found.add("%s" % text)
        found.add("a" + text)
        found.add(1.5 % text)
        try:
            text * "abc"
        except TypeError as error:
            found.add(str(error))
        try:
            1 + text
        except TypeError as error:
            found.add(str(error))
    return sorted(found)


def other_code(n):
    seen = []
    for i in range(n):
        v = Vector(i, 1)
        seen.append((v + v).x)
        if i == 60:
            Vector.__add__.__code__ = (lambda self, other: Vector(5, 5)).__code__
        if i == 70:
            Vector.__init__.__code__ = (lambda self, x, y: setattr(self, "x", 7)).__code__
    return seen[-45:]


def changing(n):
    seen = []
    for i in range(n):
        v = Vector(i, 1)
        seen.append((v + v).x + v[0])
        seen.append(v.length)
        if i == 60:
            Vector.__add__ = lambda self, other: Vector(-1, -2)
        if i == 65:
            Vector.length.__init__(lambda self: "other getter")
        if i == 70:
            Vector.length.__init__(None)
        if i == 75:
            break
    return seen[-12:]


for _ in range(3):
    print(arithmetic(100))
    print(errors(100))
    print(properties(100))
    print(deaths(100))
print(strings(100))
try:
    print(changing(100))
except AttributeError as error:
    print(error)


class Vector(Vector):
    def __add__(self, other):
        return Vector(self.x + other.x, 0)

    def __init__(self, x, y):
        self.x = x


print(other_code(100))
