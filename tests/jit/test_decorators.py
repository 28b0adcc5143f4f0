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


def test_wrappers_of_one_code_are_told_apart_by_their_cells() -> None:
    """What the wrapper's own call has seen last is one of two functions; the global says which it is here."""
    hir = hir_of(
        "kernel",
        """
        def logged(function):
            def wrapper(*args):
                return function(*args)
            return wrapper
        @logged
        def twice(x):
            return x * 2
        @logged
        def both(x, y):
            return x + y
        def kernel(n):
            total = 0
            for i in range(n):
                total += twice(i) + both(i, 1)
            return total
        for _ in range(20):
            kernel(100)
        """,
    )
    assert operations(hir, "enter") == operations(hir, "guard_function") == 4
    assert operations(hir, "run") == operations(hir, "call_unit") == 0


def test_functions_of_a_closure_call_each_other_through_one_code() -> None:
    """Recursion is what comes to the same function again."""
    hir = hir_of(
        "kernel",
        """
        def after(f, g):
            return lambda x: g(f(x))
        chain = after(after(after(lambda x: x + 1, lambda x: x * 2), lambda x: x - 3), lambda x: x * 5)
        def kernel(n):
            total = 0
            for i in range(n):
                total += chain(i)
            return total
        for _ in range(20):
            kernel(100)
        """,
    )
    assert operations(hir, "enter") == 7
    assert operations(hir, "run") == operations(hir, "call_unit") == 0


def test_a_cell_of_the_frame_tells_what_is_called() -> None:
    hir = hir_of(
        "kernel",
        """
        def kernel(n):
            def inner(x):
                return x + step
            def outer(x):
                return inner(x) * 2
            step = 3
            total = 0
            for i in range(n):
                total += outer(i)
            return total + inner(1)
        for _ in range(20):
            kernel(100)
        """,
    )
    assert operations(hir, "enter") >= 2
    assert operations(hir, "run") == 0
