"""What is left to do in the loops of small programs: the operations of HIR that they are compiled to."""

from __future__ import annotations

import re
import textwrap

import pytest

from tests import support


def compiled(source: str) -> str:
    """The HIR of the last version of `kernel`."""
    settings = {"FASTVM_JIT_THRESHOLD": "300", "FASTVM_JIT_CHECK": "1"}
    command = [*support.engine("--jit", "--jit-dump=hir:kernel"), "-c", textwrap.dedent(source)]
    outcome = support.run(command, env=settings)
    assert outcome.status == 0, outcome.stderr
    return "function kernel" + outcome.stderr.rpartition("function kernel")[2].partition("\n---")[0]


def loop_of(text: str) -> str:
    """What comes after the entry block."""
    return text.partition("\nB1(")[2]


@pytest.mark.parametrize("bounds", ["n", "i, n", "n, i, -2", "i, n, 3", "i, n, n"])
def test_inner_ranges_are_not_made(bounds: str) -> None:
    text = compiled(
        f"""
        def kernel(n):
            total = 0
            for i in range(n):
                for j in range({bounds}):
                    total += j ^ i
            return total
        for _ in range(9):
            kernel(100)
        """
    )
    assert "int_xor" in text and "=range" in text
    assert not re.search("call_plain|iterate|range_index" if "@" not in text.split()[1] else "call_plain|iterate", text)
    assert "run #" not in text


MASKED = """
    MASK = 0xFFFFFFFF
    def kernel(n):
        total = 1
        for i in range(n):
            {}
            total = (total * 0x10001 << 7 | i) & MASK
        return total
    def change(i):
        global MASK
        MASK = 0xFFFF + i
    for _ in range(5):
        kernel(1000)
    """


def test_a_global_mask_is_a_constant() -> None:
    text = loop_of(compiled(MASKED.format("")))
    assert "int_low_mul" in text and "int_low_lshift" in text
    assert "slot_load" not in text and "compare_int" in text.partition("branch")[0]


def test_a_global_that_changes_is_no_constant() -> None:
    text = compiled(MASKED.format("if i % 3 == 0: change(i)"))
    assert ":varies" not in text and "int_low_mul" not in text


def test_arguments_that_may_be_shown_are_not_boxed() -> None:
    """On the way into the loop `x` has an object, after a round it has none: both are passed on as they are."""
    text = loop_of(
        compiled(
            """
            def rotated(x, y):
                return x * y
            def kernel(n):
                x = 1.5
                for i in range(n):
                    x, y = rotated(x, 0.5), x
                return x, y
            for _ in range(5):
                kernel(1000)
            """
        )
    )
    assert "double_mul" in text and "box_double" not in text and "show_double" not in text


def test_complex_numbers_have_no_objects() -> None:
    text = loop_of(
        compiled(
            """
            def kernel(n):
                z = 0j
                c = 0.1 + 0.2j
                for i in range(n):
                    z = z * z + c
                    if abs(z) > 2 or z.real > 9:
                        break
                return z
            for _ in range(5):
                kernel(1000)
            """
        )
    )
    assert text.count("double_mul") == 4 and "complex_abs" in text
    assert "run #" not in text and "box_complex" not in text and "show_complex" not in text


def test_complex_numbers_are_expected_where_the_interpreter_saw_them() -> None:
    text = loop_of(
        compiled(
            """
            def kernel(first, second):
                total = 0j
                for x, y in zip(first, second):
                    total = total + x * y / 3
                return total
            numbers = [complex(i, -i) for i in range(1000)]
            for _ in range(5):
                kernel(numbers, numbers[::-1])
            """
        )
    )
    assert "double_truediv" in text and "scalar_binary" not in text and "box_complex" not in text



def test_bools_are_ints_in_arithmetic() -> None:
    text = compiled(
        """
        def kernel(items):
            total = 0
            for i in range(len(items)):
                total += items[i] + (i > 5)
            return total
        for _ in range(5):
            kernel(list(range(1000)))
        """
    )
    assert "bool_to_int" in text and "run #" not in text


def test_roots_of_zero() -> None:
    text = compiled(
        """
        def kernel(n):
            total = 0.0
            for i in range(n):
                total += ((i % 3) * 1.0) ** 0.5
            return total
        for _ in range(5):
            kernel(1000)
        """
    )
    assert "double_pow" in text and "run #" not in text


@pytest.mark.parametrize(("pairs", "draw"), [("enumerate(items)", "draw_numbered"), ("zip(items, items)", "draw_two")])
def test_pairs_have_no_tuples(pairs: str, draw: str) -> None:
    text = compiled(
        f"""
        def kernel(items):
            total = 0
            for x, y in {pairs}:
                total += x * y
            return total
        for _ in range(5):
            kernel(list(range(1000)))
        """
    )
    assert draw in text and "guard_size" not in text and "= box_int" not in text


def test_iterators_that_run_code_are_drawn_from_as_they_are() -> None:
    """After a few failures: there is no tuple to be avoided."""
    text = compiled(
        """
        def drawn(n):
            yield from range(n)
        def kernel(n):
            total = 0
            for x, y in enumerate(drawn(n)):
                total += x * y
            return total
        for _ in range(9):
            kernel(1000)
        """
    )
    assert "draw_numbered" not in text and "next_of" in text and "guard_size" in text


def test_bytes_are_items_in_line() -> None:
    text = compiled(
        """
        def kernel(data, text):
            total = 0
            for i in range(len(text)):
                data[i] = text[i] ^ data[-1 - i]
                total += data[i] << 3
            return total
        for _ in range(5):
            kernel(bytearray(1000), bytes(1000))
        """
    )
    assert all(name in text for name in ("bytes_item", "bytearray_item", "bytearray_store")) and "run #" not in text


@pytest.mark.parametrize("iterable", ["numbers.items()", "zip(list(numbers), list(numbers))", "map(str, numbers)"])
def test_numbered_items_are_drawn_whatever_they_are_drawn_from(iterable: str) -> None:
    """Of what the core can draw from: else the loop is made again with the instruction as it is."""
    text = compiled(
        f"""
        def kernel(numbers):
            total = 0
            for i, item in enumerate({iterable}):
                total += i
            return total
        numbers = dict.fromkeys(range(200), 1)
        for _ in range(40):
            kernel(numbers)
        """
    )
    assert ("draw_numbered" in text) == ("map" not in iterable)


@pytest.mark.parametrize("kind, first", [("int", "1000"), ("double", "0.5"), ("complex", "1j")])
def test_a_number_that_is_stored_takes_the_box_of_the_old_item(kind: str, first: str) -> None:
    text = loop_of(
        compiled(
            f"""
            def kernel(n):
                items = [{first}] * 4
                for i in range(n):
                    items[i & 3] = items[i & 3] + {first}
                return items
            for _ in range(5):
                kernel(1000)
            """
        )
    )
    assert f"list_put_{kind}" in text and " box_" not in text


def test_the_objects_that_the_host_shares_are_found_in_line() -> None:
    program = """
    def kernel(n):
        items = []
        for i in range(n):
            items.append(i & 63)
        return items
    for _ in range(5):
        kernel(1000)
    """
    command = [*support.engine("--jit", "--jit-dump=llvm:kernel"), "-c", textwrap.dedent(program)]
    outcome = support.run(command, env={"FASTVM_JIT_THRESHOLD": "300"})
    assert outcome.status == 0, outcome.stderr
    assert re.search(r"icmp ult i64 %\S+, 262\n", outcome.stderr)
