"""Methods behind attributes in the place of their instructions: nothing of them is left to the core."""

from __future__ import annotations

import pytest

from tests.jit.test_inlining import hir_of, operations

PROGRAM = """
    class Field:
        def __set_name__(self, owner, name):
            self.name = "_" + name
        def __get__(self, instance, owner):
            return getattr(instance, self.name)
        def __set__(self, instance, value):
            setattr(instance, self.name, value)
    class Computed:
        def __get__(self, instance, owner):
            return instance.x
    class Thing:
        field = Field()
        computed = Computed()
        def __init__(self):
            self.x = 1
            self.field = 3
        @property
        def half(self):
            return self.x // 2
        @half.setter
        def half(self, value):
            self.x = value * 2
    class Hooked:
        def __init__(self):
            object.__setattr__(self, "x", 1)
        def __getattr__(self, name):
            return self.x
        def __setattr__(self, name, value):
            pass
    class InDict:
        def __init__(self):
            self.__dict__["x"] = 1
    def kernel(n, thing):
        total = 0
        for i in range(n):
            BODY
        return total
    for _ in range(40):
        kernel(100, MADE())
"""


@pytest.mark.parametrize(
    ("made", "body", "calls"),
    [
        ("Thing", "thing.half = i", 1),
        ("Thing", "thing.field = i", 1),
        ("Thing", "total += thing.field", 1),
        ("Thing", "total += thing.computed", 1),
        ("Hooked", "total += thing.missing", 1),
        ("Hooked", "total += thing.x", 0),
        ("Hooked", "thing.x = i", 1),
        ("InDict", "total += thing.x", 0),
    ],
)
def test_inlined(made: str, body: str, calls: int) -> None:
    hir = hir_of("kernel", PROGRAM.replace("MADE", made).replace("BODY", body))
    assert operations(hir, "enter") == calls
    assert operations(hir, "run") == 0


@pytest.mark.parametrize("slots", ["", '__slots__ = ("call",)'])
@pytest.mark.parametrize(("argument", "made"), [("held", 0), ("Holder(add)", 1)])
def test_what_an_instance_has_is_called_in_place(slots: str, argument: str, made: int) -> None:
    """The function in an attribute is guarded by its code, like any other, also where the instance is not made."""
    hir = hir_of(
        "kernel",
        f"""
        class Holder:
            {slots or "pass"}
            def __init__(self, call):
                self.call = call
        def add(a, b):
            return a + b
        def kernel(n, held):
            total = 0
            for i in range(n):
                total = {argument}.call(total, i)
            return total
        for _ in range(40):
            kernel(100, Holder(add))
        """,
    )
    assert operations(hir, "enter") == 1 + made
    assert operations(hir, "run") == operations(hir, "new_instance") == operations(hir, "find_attribute") == 0
