"""Wrappers: what decorators put around functions, built in the place of a call together with what they call."""

from __future__ import annotations

from .test_inlining import hir_of, operations


def test_a_counting_wrapper_makes_neither_tuple_nor_dict() -> None:
    """The count is in the function's dict: the store runs nothing, so what is borrowed and virtual stays so."""
    hir = hir_of(
        "kernel",
        """
        def counted(function):
            def wrapper(*args, **kwargs):
                wrapper.calls += 1
                return function(*args, **kwargs)
            wrapper.calls = 0
            return wrapper
        @counted
        def scaled(value, *, factor=2):
            return value * factor
        def kernel(n):
            total = 0
            for i in range(n):
                total += scaled(i, factor=3)
            return total
        for _ in range(20):
            kernel(100)
        """,
    )
    assert operations(hir, "enter") == 2
    assert operations(hir, "store_entry") == 1
    assert operations(hir, "run") == operations(hir, "make_tuple") == operations(hir, "make_dict") == 0
    assert operations(hir, "kill_any") == 0


def test_the_smaller_of_two_is_a_scalar() -> None:
    """What the core has compared dies unseen, so nothing need be shown when it is dropped."""
    hir = hir_of(
        "kernel",
        """
        def clamped(low, high):
            def clamp(value):
                return max(low, min(high, value))
            return clamp
        clamp = clamped(0, 500)
        def kernel(n):
            total = 0
            for i in range(n):
                total += clamp(i)
            return total
        for _ in range(20):
            kernel(100)
        """,
    )
    assert operations(hir, "enter") == 1
    assert operations(hir, "extreme_of") == 2
    assert operations(hir, "run") == operations(hir, "kill_any") == 0
