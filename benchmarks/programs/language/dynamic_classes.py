"""Classes in motion: many subclasses at one call site, multiple inheritance, metaclasses.

Stresses: polymorphic and megamorphic method calls, super() chains, isinstance tests,
`__init_subclass__`, getattr by name, visitors, `__slots__` beside `__dict__`.
From: plug-in registries and visitor-style programs, the hard case for inline caches.
"""

SIZE = 45_000
SMALL_SIZE = 15
SMALL_RESULT = (4286, 4200, 231, 0, 36, [("logged", 4), ("other", 5), ("strip", 6)])


class Shape:
    registry = {}

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        Shape.registry[cls.__name__.lower()] = cls

    def __init__(self, size):
        self.size = size

    def area(self):
        raise NotImplementedError

    def describe(self):
        return len(type(self).__name__) + self.area()


class Square(Shape):
    def area(self):
        return self.size * self.size


class Triangle(Shape):
    def area(self):
        return self.size * self.size // 2


class Circle(Shape):
    def area(self):
        return 3 * self.size * self.size


class Hexagon(Shape):
    __slots__ = ("cached",)

    def area(self):
        self.cached = 6 * self.size * self.size * 433 // 1000
        return self.cached


class Strip(Shape):
    width = 2

    def area(self):
        return self.size * self.width


class WideStrip(Strip):
    width = 5

    def area(self):
        return super().area() + 1


class Logged:
    calls = 0

    def area(self):
        Logged.calls += 1
        return super().area()


class LoggedSquare(Logged, Square):
    pass


class LoggedWideStrip(Logged, WideStrip):
    def describe(self):
        return super().describe() * 2


class Visitor:
    def visit(self, shape):
        for cls in type(shape).__mro__:
            method = getattr(self, "visit_" + cls.__name__.lower(), None)
            if method is not None:
                return method(shape)
        raise TypeError(shape)

    def visit_shape(self, shape):
        return 1


class Measure(Visitor):
    def visit_square(self, shape):
        return shape.size * 4

    def visit_strip(self, shape):
        return (shape.size + shape.width) * 2


def count_kinds(shapes):
    counts = {}
    for shape in shapes:
        kind = "strip" if isinstance(shape, Strip) else "logged" if isinstance(shape, (Logged, Circle)) else "other"
        counts[kind] = counts.get(kind, 0) + 1
    return counts


def run(size=SIZE):
    """Sums over `size` shapes of each class, and over classes made as the program runs."""
    Logged.calls = 0
    classes = [Shape.registry[name] for name in sorted(Shape.registry) if not name.startswith("made")]
    shapes = [classes[n * 7 % len(classes)](n % 13 + 1) for n in range(size)]
    area = described = visited = 0
    measure = Measure()
    for _ in range(4):
        for shape in shapes:
            area += shape.area()
            described += shape.describe()
    for shape in shapes:
        visited += measure.visit(shape)
    made = 0
    for n in range(size // 50):
        cls = type(f"Made{n % 8}", (Square,), {"bonus": n, "area": lambda self: self.size + self.bonus})
        made += cls(3).describe()
    Strip.width = 3  # a class changed after its methods have run hot
    for shape in shapes:
        area += shape.area()
    Strip.width = 2
    for n in range(8):
        Shape.registry.pop(f"made{n}", None)
    return area, described, visited, made, Logged.calls, sorted(count_kinds(shapes).items())


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
