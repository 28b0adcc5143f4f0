"""Static and class methods, numbers of classes, functions that may raise, stores past a class's own `__setattr__`: what
is built in the place of their calls."""

from __future__ import annotations

import pytest

from tests.jit.test_inlining import hir_of, operations

PROGRAM = """
    class Thing:
        made = 0
        def __init__(self, x):
            self.x = x
        @staticmethod
        def twice(x):
            return x + x
        @classmethod
        def of(cls, x):
            return cls(x)
        @classmethod
        def count(cls):
            Thing.made += 1
            return cls.made
        def check(self, x):
            if x < 0:
                raise ValueError(f"{self.x!r} {x:d} {[x][0]}", [self], {x: self})
            return x
    def kernel(n, thing):
        total = 0
        for i in range(n):
            BODY
        return total
    for _ in range(40):
        kernel(100, Thing(3))
"""


@pytest.mark.parametrize(
    ("body", "calls"),
    [
        ("total += Thing.twice(i)", 1),
        ("total += thing.twice(i)", 1),
        ("total += Thing.of(i).x", 2),
        ("total += thing.of(i).x", 2),
        ("total += thing.of(i).of(i).x", 4),
        ("total += Thing.count()", 1),
        ("Thing.made += 1", 0),
    ],
)
def test_inlined(body: str, calls: int) -> None:
    hir = hir_of("kernel", PROGRAM.replace("BODY", body))
    assert operations(hir, "enter") == calls
    assert operations(hir, "run") == operations(hir, "new_instance") == 0


@pytest.mark.parametrize("metaclass", ["type", "Meta", "Hooked", "ABCMeta"])
@pytest.mark.parametrize(
    ("body", "calls"),
    [
        ("total += Thing.twice(i)", 1),
        ("total += Thing.of(i).x", 2),
        ("total += Thing(i).x", 1),
        ("total += Thing(i).x + (Thing.empty is None)", 1),
    ],
)
def test_classes_with_a_metaclass(metaclass: str, body: str, calls: int) -> None:
    made = """
    from abc import ABCMeta
    class Meta(type):
        limit = 3
    class Hooked(type):
        def __getattr__(cls, name):
            return 1
    class Thing(metaclass=METACLASS):
        empty = None
    """.replace("METACLASS", metaclass)
    hir = hir_of("kernel", made[:-5] + PROGRAM.replace("BODY", body).replace("    class Thing:\n    ", "    "))
    assert operations(hir, "enter") == calls
    assert operations(hir, "run") == operations(hir, "new_instance") == operations(hir, "find_attribute") == 0
    assert (operations(hir, "guard_versions") > 0) == (metaclass != "type")


def test_what_prepares_an_exception_is_no_reason_against_inlining() -> None:
    hir = hir_of("kernel", PROGRAM.replace("BODY", "total += thing.check(i)"))
    assert operations(hir, "enter") == 1
    assert operations(hir, "run") > 1  # (in the way that leads to the exception)
    assert operations(hir, "call_unit") == 0


@pytest.mark.parametrize(
    ("slots", "body", "stores"),
    [
        ("", "total += Frozen(i).x", 0),  # (the instance is not made)
        ("", "thing.store(i)", 1),
        ("__slots__ = ('x',)", "total += Frozen(i).x", 0),
        ("__slots__ = ('x',)", "thing.store(i)", 1),
    ],
)
def test_stores_past_the_setattr_of_a_class(slots: str, body: str, stores: int) -> None:
    hir = hir_of(
        "kernel",
        f"""
    class Frozen:
        {slots}
        def __init__(self, x):
            object.__setattr__(self, "x", x)
        def store(self, x):
            object.__setattr__(self, "x", x)
        def __setattr__(self, name, value):
            raise AttributeError(name)
    def kernel(n, thing):
        total = 0
        for i in range(n):
            {body}
        return total
    for _ in range(40):
        kernel(100, Frozen(3))
    """,
    )
    assert operations(hir, "run") == operations(hir, "new_instance") == 0
    assert operations(hir, "slot_put") + operations(hir, "slot_put_int") == stores


def test_what_cells_of_a_method_hold_is_known() -> None:
    """A dataclass's `__init__` has the factories of its defaults in cells: the host's containers run nothing."""
    made = """
    from dataclasses import dataclass, field
    @dataclass
    class Order:
        number: int
        lines: list = field(default_factory=list)
        tags: set = field(default_factory=set)
        names: dict = field(default_factory=dict)
    def kernel(n):
        total = 0
        for i in range(n):
            order = Order(i)
            order.lines.append(i)
            total += order.number
        return total
    for _ in range(40):
        kernel(100)
    """
    hir = hir_of("kernel", made)
    assert operations(hir, "call_quiet_0") in (3, 6)  # (the first round may be built apart from the others)
    assert operations(hir, "run") == operations(hir, "new_instance") == 0


def test_attributes_of_instances_that_have_dicts_are_looked_up() -> None:
    """In a method that is built for its receiver's class, too, whose other instances may have the attribute inline."""
    made = """
    class Settings:
        def __init__(self, layers):
            self.__dict__["layers"] = layers
        def size(self):
            return self.layers[0]
    def kernel(n, settings):
        total = 0
        for i in range(n):
            total += settings.size()
        return total
    for _ in range(40):
        kernel(100, Settings([1, 2]))
    """
    hir = hir_of("kernel", made)
    assert operations(hir, "find_attribute") == 1
    assert operations(hir, "values") == 0


def test_a_bare_store_where_the_class_has_a_default() -> None:
    """An enumeration's member, say: its class is guarded not to have become a descriptor's."""
    made = """
    from dataclasses import dataclass
    from enum import Enum
    class Unit(Enum):
        EURO = 1
    @dataclass(frozen=True)
    class Money:
        cents: int
        unit: Unit = Unit.EURO
    def kernel(n, unit):
        total = 0
        for i in range(n):
            total += Money(i, unit).cents
        return total
    for _ in range(40):
        kernel(100, Unit.EURO)
    """
    hir = hir_of("kernel", made)
    assert operations(hir, "virtual") > 0
    assert operations(hir, "run") == operations(hir, "new_instance") == operations(hir, "make_instance") == 0
