"""One place of a loop that meets several classes: methods, attributes, and classes that come late."""

import sys


class Shape:
    def __init__(self, size):
        self.size = size
        self.count = 0

    def hit(self, by=1):
        self.count += by
        return self.size

    def name(self):
        return "shape"


class Square(Shape):
    def area(self):
        return self.size * self.size

    def name(self):
        return "square"


class Circle(Shape):
    def area(self):
        if self.size == 13:
            raise ValueError(self.size)
        return 3.25 * self.size

    def describe(self, prefix, suffix=""):
        frame = sys._getframe(1)
        return prefix + suffix + str(frame.f_code.co_name)


class Slotted:
    __slots__ = ("size", "count")

    def __init__(self, size):
        self.size = size
        self.count = 0

    def area(self):
        return -self.size

    def hit(self, by=1):
        self.count += 2 * by
        return [self.size]

    def name(self):
        return "slotted"

    def describe(self, prefix, suffix="none"):
        return f"{prefix}{suffix}{self.size}"


class Late(Shape):
    def area(self):
        return None

    def describe(self, prefix):
        return prefix


class Shadowing(Shape):
    def __init__(self, size):
        super().__init__(size)
        self.area = lambda: 1000


def areas(shapes, turns):
    total = 0
    errors = 0
    for turn in range(turns):
        for shape in shapes:
            try:
                area = shape.area()
            except ValueError as error:
                errors += 1
                if turn == 10:
                    print(error.__traceback__.tb_lineno, error.__traceback__.tb_next.tb_lineno)
                continue
            if area is None:
                total += 1
            else:
                total += area
            got = shape.hit(2)
            if got.__class__ is list:
                got = got[0]
            total += got + shape.count
            if len(shape.name()) == 6:
                shape.size = shape.size % 17
    return total, errors, [shape.count for shape in shapes]


def described(shapes, turns):
    found = set()
    for turn in range(turns):
        for shape in shapes:
            found.add(shape.describe("<", suffix=">") if turn % 3 else shape.describe("<"))
    return sorted(found)


for more in ([], [Late(3)], [Shadowing(4)], [Late(1), Shadowing(2), Slotted(9)]):
    for _ in range(3):
        print(areas([Square(3), Circle(13), Circle(2), Slotted(5), *more], 60))
print(described([Circle(1), Slotted(2), Slotted(3)], 90))
try:
    described([Circle(1), Slotted(2), Late(3)], 90)
except TypeError as error:
    print(error)
