"""Handlers in native code: where an exception goes that the core's function for an instruction raises; and patterns."""

from __future__ import annotations

import re

import pytest

from fastvm.jit.hir.memory import disturbs, reads, writes
from fastvm.jit.hir.text import parse, show
from tests import support
from tests.jit.test_inlining import hir_of, operations


def test_caught_in_the_loop() -> None:
    """The instruction that raises goes on in the handler, and that comes back to the loop: nothing leaves."""
    hir = hir_of(
        "kernel",
        """
        def kernel(table, n):
            found = missing = 0
            for i in range(n):
                try:
                    found += table.missing[i]
                except AttributeError:
                    missing += 1
            return found, missing
        for _ in range(20):
            kernel({}, 100)
        """,
    )
    assert re.search(r"run_caught #\d+, #0 @", hir)
    assert operations(hir, "exc_match") == 1
    assert not re.search(r"leave @\d+:missing", hir)
    # PUSH_EXC and POP_EXC are the core's, and so is going on where no clause matches.
    assert operations(hir, "run") == 2


def test_caught_by_the_caller() -> None:
    """What an inlined call raises goes to the handler of its caller, at level 0, and to its own one."""
    hir = hir_of(
        "kernel",
        """
        class Odd(Exception):
            pass
        def even(i):
            if i & 1:
                raise Odd
            return i
        def kernel(n):
            total = 0
            for i in range(n):
                try:
                    total += even(i)
                except Odd as odd:
                    total -= 1 - len(odd.args)
            return total
        for _ in range(20):
            kernel(100)
        """,
    )
    assert operations(hir, "enter") == 1
    assert re.search(r"run_caught #\d+, #0 @1\.\d+:run", hir)


def test_locals_of_handlers() -> None:
    """A local that only a handler reads is read: what it holds on entry is not taken for nothing."""
    text = """
        def kernel(table, n, kept):
            found = []
            for i in range(n):
                try:
                    table.missing
                except AttributeError:
                    found.append(kept)
                kept = i
            return found
        for _ in range(20):
            result = kernel({}, 50, "first")
        print(result[:3], kernel({}, 3, None), kernel({}, 3, 2.5))
        """
    command = [*support.engine("--jit", "--adopt=user"), "-c", text.replace("\n        ", "\n")]
    outcome = support.run(command, env={"FASTVM_JIT_THRESHOLD": "5", "FASTVM_JIT_CHECK": "1"})
    assert outcome.stdout == "['first', 0, 1] [None, 0, 1] [2.5, 0, 1]\n", outcome


def test_class_pattern() -> None:
    """A known class: its instances' slots are read, no tuple is made."""
    hir = hir_of(
        "kernel",
        """
        class Point:
            __match_args__ = ("x", "y")
            def __init__(self, x, y):
                self.x = x
                self.y = y
        def kernel(points):
            total = 0
            for point in points:
                match point:
                    case Point(0, y):
                        total += y
                    case Point(x=x):
                        total += x
                    case int(n):
                        total += n
            return total
        points = [Point(0, 1), Point(2, 3), 5] * 30
        for _ in range(20):
            kernel(points)
        """,
    )
    assert operations(hir, "run") == operations(hir, "new_tuple") == 0
    assert operations(hir, "is_instance") == 3
    assert operations(hir, "slot_load") >= 3


@pytest.mark.parametrize(
    "statement",
    ["del x", "import string", "from os import sep", "with guard: pass", "match i:\n            case {'a': 1}: pass"],
)
def test_no_instruction_keeps_a_loop_from_being_compiled(statement: str) -> None:
    hir = hir_of(
        "kernel",
        f"""
        import threading
        guard = threading.Lock()
        def kernel(n):
            for i in range(n):
                x = i
                {statement.replace("            case", "                    case")}
        for _ in range(20):
            kernel(100)
        """,
    )
    assert hir.startswith("kernel"), hir
    assert "missing" not in hir


def test_memory() -> None:
    """What a caught instruction may do changes everything; whether an exception matches depends on classes only."""
    text = """
        function f
        B0():
            %0:int = int #0
            %1:object = slot #object, #1
            %2:int = run_caught #3, #0 @3:run{}
            %3:bool = exc_match %1, %1 @4{}
            %4:bool = is_sequence %1
            leave @5:left{}
        """
    function = parse(text)
    assert show(function) == show(parse(show(function)))
    caught, match, kind = function.blocks[0].ops[2:5]
    assert disturbs(writes(caught), reads(match)) and disturbs(writes(caught), reads(kind))
    assert not writes(match) and not writes(kind)


def test_unseen_exceptions_are_jumps() -> None:
    """Nobody sees the exception: neither the missing key's nor the one that is raised is made, in or out of a call."""
    hir = hir_of(
        "kernel",
        """
        class Odd(Exception):
            pass
        def even(i):
            if i & 1:
                raise Odd(i)
            return i
        def kernel(table, n):
            found = missing = odd = 0
            for i in range(n):
                try:
                    found += table[i & 7]
                except (TypeError, KeyError):
                    missing += 1
                try:
                    found += even(i)
                except Odd:
                    odd += 1
            return found, missing, odd
        for _ in range(20):
            kernel({1: 1, 2: 2}, 100)
        """,
    )
    assert operations(hir, "dict_find") == 1
    for made in ("run", "run_caught", "exc_match"):
        assert operations(hir, made) == 0


def test_exceptions_that_may_be_seen_are_made() -> None:
    """The handler runs a function that may ask for the exception, or raises another one, whose context it is."""
    hir = hir_of(
        "kernel",
        """
        import sys
        def kernel(table, n):
            missing = 0
            for i in range(n):
                try:
                    missing += table[i]
                except KeyError:
                    missing += len(sys.exc_info())
            return missing
        for _ in range(20):
            kernel({}, 100)
        """,
    )
    assert operations(hir, "dict_find") == 0
    assert operations(hir, "run_caught") == 1


def test_end_of_an_iterator_is_a_jump() -> None:
    hir = hir_of(
        "kernel",
        """
        def kernel(n):
            total = 0
            for i in range(n):
                source = iter((i, i))
                while True:
                    try:
                        total += next(source)
                    except StopIteration:
                        break
            return total
        for _ in range(20):
            kernel(100)
        """,
    )
    assert operations(hir, "at_end") >= 1


def test_with_is_built_in_place() -> None:
    """Neither the manager nor its bound method is made."""
    hir = hir_of(
        "kernel",
        """
        class Manager:
            def __init__(self):
                self.entered = 0
            def __enter__(self):
                self.entered += 1
                return self
            def __exit__(self, kind, error, trace):
                return kind is not None and issubclass(kind, KeyError)
        def kernel(n):
            total = 0
            for i in range(n):
                with Manager() as manager:
                    total += manager.entered
                manager = None
            return total
        for _ in range(20):
            kernel(100)
        """,
    )
    assert operations(hir, "method_type") == 1
    assert operations(hir, "run") == 0


def test_the_caught_end_of_a_generator() -> None:
    """`next()` draws from its native code; its end is a jump, once others are known to have the generator, too."""
    hir = hir_of(
        "once",
        """
        def numbers(n):
            for i in range(n):
                yield i
        def once(each):
            try:
                return next(each)
            except StopIteration:
                return None
        def kernel(n):
            for i in range(n):
                each = numbers(2)
                assert once(each) == 0 and once(each) == 1 and once(each) is None
        for _ in range(20):
            kernel(100)
        """,
    )
    assert operations(hir, "draw_by_next") == 1
    # A list's iterator, and a generator that was at its end before or is now.
    assert operations(hir, "at_end") == 2
    assert operations(hir, "guard_release") >= 1


def test_numbers_in_classes() -> None:
    """They are loaded and stored without running anything, so an instance that is not made stays so."""
    hir = hir_of(
        "kernel",
        """
        class Count:
            total = 0
            def __enter__(self):
                Count.total += 1
            def __exit__(self, *error):
                Count.total -= 1
        def kernel(n):
            seen = 0
            for i in range(n):
                with Count():
                    seen += Count.total
            return seen
        for _ in range(40):
            assert kernel(100) == 100
        """,
    )
    assert operations(hir, "store_class_number") == 2
    assert operations(hir, "new_instance") == operations(hir, "make_instance") == 0


def test_made_in_line() -> None:
    """An exception with an `__init__` of its own is made without a call, and so are its arguments and attributes."""
    hir = hir_of(
        "kernel",
        """
        class Wrong(Exception):
            def __init__(self, field, value):
                super().__init__(field)
                self.field = field
                self.value = value
        def kernel(n):
            total = 0
            for i in range(n):
                try:
                    raise Wrong("field", i)
                except Wrong as error:
                    total += error.value
            return total
        for _ in range(20):
            kernel(100)
        """,
    )
    assert operations(hir, "new_exception") == 1
    assert operations(hir, "set_arguments") == 1
    assert operations(hir, "store_entry") == 2
    assert operations(hir, "new_instance") == 0


def test_arguments_that_may_die_early() -> None:
    """Where `__init__` rebinds a parameter, the host's way keeps what it held alive until the call returns."""
    hir = hir_of(
        "kernel",
        """
        class Wrong(Exception):
            def __init__(self, value):
                value = str(value)
                super().__init__(value)
        def kernel(n):
            total = 0
            for i in range(n):
                try:
                    raise Wrong(i)
                except Wrong as error:
                    total += len(error.args)
            return total
        for _ in range(20):
            kernel(100)
        """,
    )
    assert operations(hir, "new_exception") == 0
