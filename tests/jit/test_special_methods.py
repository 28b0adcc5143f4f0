"""Special methods and super() in the place of their instructions: nothing of them is left to the core."""

from __future__ import annotations

import re

import pytest

from tests.jit.test_inlining import hir_of, operations

SUPERS = """
    class Base:
        def __init__(self, x):
            self.x = x
        def value(self):
            return self.x
    class Middle(Base):
        def __init__(self, x):
            super().__init__(x)
            self.y = 2
        def value(self):
            return super().value() + self.y
    class Idle:
        def __init__(self):
            super().__init__()
            self.x = 1
    class Plain:
        pass
    def kernel(n):
        total = 0
        for i in range(n):
            BODY
        return total
    for _ in range(40):
        kernel(100)
"""


@pytest.mark.parametrize(
    ("body", "calls", "made"),
    [
        ("total += Middle(i).value()", 4, 1),
        ("total += Idle().x", 1, 1),
        ("made = Plain(); made.x = i; total += made.x", 0, 0),
    ],
)
def test_super(body: str, calls: int, made: int) -> None:
    hir = hir_of("kernel", SUPERS.replace("BODY", body))
    assert operations(hir, "enter") == calls
    assert operations(hir, "new_instance") == made
    assert operations(hir, "run") == 0


SEVERAL = """
    class Base:
        def __init__(self, x):
            self.x = x
        def value(self):
            return self.x
    class Other(Base):
        def value(self):
            return -self.x
    class More:
        def value(self):
            return super().value() + 1
    class A(More, Base):
        pass
    class B(More, Other):
        pass
    def kernel(n, each):
        total = 0
        for i in range(n):
            total += each[i & 1].value()
        return total
    kernel(30_000, [A(1), B(2)])
"""


def test_super_of_several_classes_is_looked_up() -> None:
    hir = hir_of("kernel", SEVERAL)
    assert operations(hir, "find_super") == 1
    assert operations(hir, "enter") > 2


BAGS = """
    class Bag:
        def __init__(self):
            self.n = 0
        def __contains__(self, x):
            return x == self.n
        def __len__(self):
            return self.n
        def __bool__(self):
            return self.n > 3
        def __setitem__(self, key, value):
            self.n = key + value
        def __call__(self, x, y=2):
            return x + y + self.n
        def __iadd__(self, x):
            self.n += x
            return self
    class Plain:
        pass
    def kernel(n):
        bag = Bag()
        plain = Plain()
        total = 0
        for i in range(n):
            BODY
        return total
    for _ in range(40):
        kernel(100)
"""


@pytest.mark.parametrize(
    ("body", "calls"),
    [
        ("total += i in bag", 1),
        ("total += 2 if i not in bag else 1", 1),
        ("total += len(bag)", 1),
        ("total += 2 if bag else 1", 1),
        ("total += 2 if plain else 1", 0),
        ("bag[i] = 1", 1),
        ("total += bag(i) + bag(i, y=3)", 2),
        ("bag += i", 1),
    ],
)
def test_special_method(body: str, calls: int) -> None:
    hir = hir_of("kernel", BAGS.replace("BODY", body))
    assert operations(hir, "enter") == calls
    assert operations(hir, "run") == operations(hir, "run_branch") == 0


SHAPES = """
    class Shape:
        def __init__(self, size):
            self.size = size
            self.parts = None
            self.seen = 0
        def take(self):
            parts = self.parts
            if parts is not None:
                self.parts = None
            self.seen = 1
            return parts
        def bump(self):
            self.seen = self.size
    class Square(Shape):
        def step(self, parts):
            self.bump()
            return self.size
    class Disc(Shape):
        def __init__(self, size):
            self.extra = 1
            super().__init__(size)
        def step(self, parts):
            self.bump()
            return 2
    def kernel(shapes, n):
        total = 0
        for i in range(n):
            for shape in shapes:
                BODY
        return total
    shapes = [Square(1), Disc(2)]
    for _ in range(40):
        kernel(shapes, 100)
"""


def test_method_that_is_called_behind_a_join() -> None:
    """Which methods it may be is still known when the arguments have been computed on two ways."""
    hir = hir_of("kernel", SHAPES.replace("BODY", "total += shape.step(shape.take())"))
    assert operations(hir, "find_method") == 2
    assert operations(hir, "has_code") == 1
    assert operations(hir, "run") == 1  # the end of the list


def test_class_of_the_receiver() -> None:
    """In a method that is found by a guard of the class, attributes are looked up by that class, though the method's
    own sites have seen the other one last."""
    hir = hir_of("kernel", SHAPES.replace("BODY", "total += shape.step(None)"))
    guards = re.findall(r"guard_class %\d+, #\d+ @(\d+)\.", hir)
    assert set(guards) == {"1", "2"} and "guard_classes" not in hir  # in both of `step`,
    assert {level for level in re.findall(r" = values %\d+ @(\d+)\.", hir)} >= {"3", "4"}  # which are for `bump`, too
