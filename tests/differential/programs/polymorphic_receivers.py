"""Methods and attributes of many classes at one place in hot loops: inherited, overridden, shadowed, changed."""


class Shape:
    sides = 0

    def __init__(self, size):
        self.size = size
        self.seen = 0
        self.parts = None

    def area(self):
        return self.size * self.scale()

    def scale(self):
        return 1

    def take(self):
        parts = self.parts
        if parts is not None:
            self.parts = parts[1:] or None
        self.seen += 1
        return parts

    def step(self, parts):
        return self.size

    def rarely(self):
        return self.late


class Square(Shape):
    sides = 4

    def scale(self):
        return self.size

    def step(self, parts):
        self.seen += 2
        return self.size + len(parts or ())


class Disc(Shape):
    def __init__(self, size):
        self.extra = 1
        super().__init__(size)

    def scale(self):
        return 3 * self.size

    def step(self, parts):
        return -self.size


class Slotted(Shape):
    __slots__ = ("own",)

    def scale(self):
        self.own = 2
        return self.own


class Line(Shape):
    pass


class Reversed(Shape):
    """Its attributes are in other places."""

    def __init__(self, size):
        self.parts = [1, 2]
        self.seen = 5
        self.size = size

    def step(self, parts):
        return self.sides


class Odd(Shape):
    @property
    def size(self):
        return 7

    @size.setter
    def size(self, value):
        self.stored = value


CLASSES = [Square, Disc, Slotted, Line, Reversed, Odd]


def visit(shapes, n):
    """The receiver is asked, an argument is computed on several ways, the method is called."""
    total = 0
    for i in range(n):
        shape = shapes[i % len(shapes)]
        if i % 5 == 0:
            shape.parts = [i]
        total += shape.step(shape.take())
        total += shape.area() + shape.sides
    return total


def shadowed(n):
    shapes = [cls(3) for cls in CLASSES[:4]]
    total = 0
    for i in range(n):
        if i == n // 2:
            shapes[0].step = lambda parts: 1000
            shapes[1].__dict__["scale"] = lambda: 5
        if i == 3 * n // 4:
            shapes[2].__dict__.clear()
            shapes[2].size = 1
            shapes[2].seen = 0
            shapes[2].parts = None
        shape = shapes[i % 4]
        total += shape.step(shape.take()) + shape.area()
    return total


def changed(n):
    shapes = [cls(2) for cls in CLASSES]
    total = 0
    for i in range(n):
        if i == n // 3:
            Shape.scale = lambda self: 11
        if i == n // 2:
            Line.step = lambda self, parts: 100
        if i == 2 * n // 3:
            shapes[3].__class__ = Square
        shape = shapes[i % 6]
        total += shape.step(shape.take()) + shape.area()
    Shape.scale = lambda self: 1
    del Line.step
    return total


def unset(n):
    shapes = [cls(2) for cls in CLASSES]
    found = 0
    for i in range(n):
        shape = shapes[i % 6]
        if i > n // 2:
            shape.late = i
        try:
            found += shape.rarely()
        except AttributeError as error:
            found += len(str(error))
        if i % 7 == 0 and i > n // 2:
            del shape.late
    return found


def many(n):
    """More classes than one guard asks for, and than the table has room for at one place."""
    made = []
    for k in range(40):

        class Local(Shape):
            number = k

            def step(self, parts):
                return self.number + self.size

        made.append(Local(k))
    return visit(made, n)


for _ in range(3):
    for count in range(1, 7):
        print(count, visit([cls(2) for cls in CLASSES[:count]], 120))
    print(shadowed(200), changed(240), unset(240), many(400))
