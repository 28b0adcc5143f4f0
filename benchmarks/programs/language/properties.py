"""Properties and descriptors: computed, checked, cached, inherited, looked up late.

Stresses: property getters and setters, user-written descriptors, `__getattr__`,
`__setattr__`, class attributes, static and class methods, `functools.cached_property`.
From: models and settings objects as frameworks write them.
"""

from functools import cached_property

SIZE = 40_000
SMALL_SIZE = 40
SMALL_RESULT = (1292, 16, 3, 80, 552, 127.769, 208, 3)


class Checked:
    """A field that refuses values outside a range."""

    def __init__(self, low, high):
        self.low = low
        self.high = high

    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return getattr(instance, self.name)

    def __set__(self, instance, value):
        if not self.low <= value <= self.high:
            raise ValueError(f"{self.name[1:]} {value}")
        setattr(instance, self.name, value)


class Temperature:
    count = 0
    celsius = Checked(-273, 10_000)

    def __init__(self, celsius):
        self.celsius = celsius
        Temperature.count += 1

    @property
    def kelvin(self):
        return self.celsius + 273

    @kelvin.setter
    def kelvin(self, value):
        self.celsius = value - 273

    @property
    def fahrenheit(self):
        return self.celsius * 9 // 5 + 32

    @classmethod
    def from_fahrenheit(cls, value):
        return cls((value - 32) * 5 // 9)

    @staticmethod
    def is_freezing(celsius):
        return celsius <= 0


class Rectangle:
    def __init__(self, width, height):
        self.width = width
        self.height = height

    @property
    def area(self):
        return self.width * self.height

    @property
    def is_square(self):
        return self.width == self.height

    @cached_property
    def diagonal(self):
        return (self.width**2 + self.height**2) ** 0.5


class Square(Rectangle):
    def __init__(self, side):
        super().__init__(side, side)

    @property
    def area(self):
        return super().area + 1


class Settings:
    """Looks unknown names up in layers, and remembers what was set."""

    def __init__(self, *layers):
        self.__dict__["layers"] = layers
        self.__dict__["changed"] = []

    def __getattr__(self, name):
        for layer in self.layers:
            if name in layer:
                return layer[name]
        raise AttributeError(name)

    def __setattr__(self, name, value):
        self.changed.append(name)
        self.layers[0][name] = value


def run(size=SIZE):
    """Sums over `size` objects of each kind."""
    Temperature.count = 0
    degrees = freezing = refused = 0
    for n in range(size):
        temperature = Temperature(n % 60 - 20)
        temperature.kelvin += 5
        degrees += temperature.fahrenheit + Temperature.from_fahrenheit(n % 100).celsius
        freezing += temperature.is_freezing(temperature.celsius)
        if n % 16 == 0:
            try:
                temperature.kelvin = -1
            except ValueError:
                refused += 1
    area = 0
    diagonal = 0.0
    for n in range(size):
        shape = Square(n % 9) if n % 2 else Rectangle(n % 7, n % 5)
        area += shape.area
        if not shape.is_square:
            diagonal += shape.diagonal + shape.diagonal
    settings = Settings({}, {"color": 3, "size": 2}, {"depth": 1, "color": 9})
    looked_up = 0
    for n in range(size // 2):
        looked_up += settings.color + settings.depth
        if n % 8 == 0:
            settings.size = n
        looked_up += hasattr(settings, "missing") + settings.size
    return degrees, freezing, refused, Temperature.count, area, round(diagonal, 3), looked_up, len(settings.changed)


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
