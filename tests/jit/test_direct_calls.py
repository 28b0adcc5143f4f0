"""Direct calls: which calls go straight to a frame of their own, and what comes back."""

from __future__ import annotations

import re

from fastvm.jit.hir.check import check
from fastvm.jit.hir.memory import disturbs, reads, writes
from fastvm.jit.hir.text import parse, show
from tests import support
from tests.jit.test_inlining import hir_of, operations


def test_recursion() -> None:
    """Numbers come back as such; the sum has no object of its own."""
    hir = hir_of(
        "fib",
        """
        def fib(n):
            return n if n < 2 else fib(n - 1) + fib(n - 2)
        fib(14)
        """,
    )
    # (Each of the two calls is built in its place, with two direct calls.)
    assert operations(hir, "call_unit") == operations(hir, "guard_unit") == 4
    assert operations(hir, "run") == 0
    assert operations(hir, "result_int") == 4
    assert operations(hir, "return_int") == 1


def test_numbers_as_arguments() -> None:
    """They need no objects, and neither do the caller's own while nobody looks."""
    hir = hir_of(
        "fib",
        """
        def fib(n):
            if n < 2:
                return n
            return fib(n - 1) + fib(n - 2)
        fib(14)
        """,
    )
    assert operations(hir, "argument") == 1 and operations(hir, "pass_int") == 4
    assert operations(hir, "box_int") == operations(hir, "show_int") == 0
    assert re.search(r"call_unit #\d+, #\d+, #1, #1 @[\d.]+:run\{r0=int %\d+ if %\d+", hir)
    assert operations(hir, "result_unseen") == 4


def test_a_number_in_two_places_has_its_object() -> None:
    """What the caller keeps and passes on is one object."""
    hir = hir_of(
        "both",
        """
        def both(n, kept):
            if n == 0:
                return kept + 0
            m = n * 3 - n * 2 - 1
            return both(m, m + 0) + (m is kept)
        for _ in range(20):
            both(20, 1)
        """,
    )
    assert operations(hir, "pass_int") == 1 and operations(hir, "argument") == 2


def test_caught() -> None:
    """Before a call whose exceptions are caught all locals are shown: the handler begins with them."""
    hir = hir_of(
        "guarded",
        """
        def guarded(n):
            m = n * 2
            try:
                return 1 + guarded(n - 1) if n else 0
            except ValueError:
                return m
        for _ in range(20):
            guarded(20)
        """,
    )
    assert operations(hir, "call_unit_caught") == 1 and operations(hir, "show_int") > 0


def test_doubles() -> None:
    hir = hir_of(
        "halves",
        """
        def halves(n):
            if n == 0:
                return 1.0
            return halves(n - 1) * 0.5 + 1.0
        for _ in range(20):
            halves(20)
        """,
    )
    assert operations(hir, "result_double") == operations(hir, "return_double") == 1


def test_methods_and_classes() -> None:
    """An `__init__` that is not built in place is called with the instance in the window."""
    hir = hir_of(
        "kernel",
        """
        class Tree:
            def __init__(self, depth, label="x"):
                self.label = label
                self.sizes = [depth, depth + 1, depth + 2, depth + 3, depth + 4, depth + 5, depth + 6, depth + 7]
                self.names = [label, label + "a", label + "b", label + "c", label + "d", label + "e", label + "f"]
                self.parts = [Tree(depth - 1) for _ in range(2)] if depth else []
            def count(self):
                return 1 + sum([part.count() for part in self.parts])
        def kernel(n):
            total = 0
            for i in range(n):
                total += Tree(2, label="y").count()
            return total
        for _ in range(20):
            kernel(20)
        """,
    )
    assert re.search(r"call_unit #\d+, #\d+, #3", hir)


def test_other_results() -> None:
    """A call that was taken for one that gives ints, and does not, is not taken for one any more."""
    hir = hir_of(
        "pick",
        """
        def pick(n):
            if n > 1:
                return pick(n - 2) + pick(n - 2)
            return [1]
        values = [1, 2]
        def number(n):
            return number(n - 1) + 1 if n else zero
        zero = 1
        number(60)
        zero = 1.0
        for _ in range(10):
            pick(9)
        """,
    )
    assert operations(hir, "call_unit") > 1 and operations(hir, "result_int") == 0


def test_effects() -> None:
    """Whatever is known of memory is known no more behind a call."""
    function = parse(
        """
        function f
        B0():
            %1:object = slot #object, #0
            guard_unit %1, #1, #7 @3{}
            %2:result = call_unit #3, #1, #1, #0 @3:run{}
            %3:int = result_int %2
            return_int %3
        """
    )
    slot, guard, call, *_ = [op for _, op in function.ops()]
    assert disturbs(writes(call), reads(slot)) and disturbs(writes(call), reads(guard))
    assert not writes(guard)
    assert show(parse(show(function))) == show(function)


def test_arguments_as_text() -> None:
    text = """
        function f
        B0():
            %1:object = slot #object, #0
            %2:bool = bound %1
            %3:bool = not %2
            %4:int = argument #int, #0 @0:entry:0{}
            %5:double = argument #double, #1 @0:entry:1{r0=int %4 if %3}
            empty #16, #3
            pass_int %4, #0
            pass_double %5, #1
            %6:result = call_unit #3, #1, #0, #9 @3:run{r0=int %4 if %3}
            %7:bool = result_unseen %6
            %8:bool = and %3, %7
            guard %8 @3{}
            return_int %4
        """
    function = parse(text)
    check(function)
    assert show(parse(show(function))) == show(function)
    ops = {op.name: op for _, op in function.ops()}
    assert not writes(ops["pass_int"]) and writes(ops["empty"]) == {16, 17, 18}
    assert disturbs(writes(ops["empty"]), frozenset({17})) and not disturbs(writes(ops["empty"]), frozenset({19}))


def test_operators() -> None:
    """A method that is too large to be built in the place of its operator is called directly; what the host does after
    NotImplemented is there, and hardly ever reached."""
    hir = hir_of(
        "total",
        """
        class Money:
            def __init__(self, cents):
                self.cents = cents
            def __add__(self, other):
                cents = self.cents + other.cents
                for part in (1, 2, 3):
                    cents = (cents * 3 + part) % 1001
                    cents = (cents * 5 + part) % 1001
                    cents = (cents * 7 + part) % 1001
                    cents = (cents * 9 + part) % 1001
                    cents = (cents * 11 + part) % 1001
                    cents = (cents * 13 + part) % 1001
                    cents = (cents * 15 + part) % 1001
                    cents = (cents * 17 + part) % 1001
                    cents = (cents * 19 + part) % 1001
                    cents = (cents * 21 + part) % 1001
                    cents = (cents * 23 + part) % 1001
                    cents = (cents * 25 + part) % 1001
                    cents = (cents * 27 + part) % 1001
                    cents = (cents * 29 + part) % 1001
                    cents = (cents * 31 + part) % 1001
                    cents = (cents * 33 + part) % 1001
                    cents = (cents * 35 + part) % 1001
                    cents = (cents * 37 + part) % 1001
                    cents = (cents * 39 + part) % 1001
                return Money(cents)
        def total(some):
            result = some[0]
            for money in some:
                result = result + money
            return result.cents
        some = [Money(n) for n in range(20)]
        for _ in range(20):
            total(some)
        """,
    )
    assert operations(hir, "call_unit") == operations(hir, "run_rest") == 1
    assert operations(hir, "run") == 0


SMALL_FUNCTIONS = """
import time
import fastvm

class Box:
    def __init__(self, size):
        self.size = size

functions = "".join(f"def add{n}(box):\\n    return box.size + {n}\\n" for n in range(120))
calls = " + ".join(f"add{n}(box)" for n in range(120))
exec(functions + f"def total(box):\\n    return {calls}\\n")
end = time.process_time() + 30
while fastvm.stats()["jit"].get("compiled", 0) < 30 and time.process_time() < end:
    for _ in range(2000):
        assert total(Box(3)) == 120 * 3 + 119 * 60
"""


def test_what_is_too_small_for_native_code_gets_it_for_direct_calls() -> None:
    """Entering native code from the loop does not pay for three instructions; calling the loop from native code less."""
    log = support.run([*support.engine("--jit", "--jit-log"), "-c", SMALL_FUNCTIONS]).stderr
    assert re.search(r"compiled add[89]\d: 3 instructions", log)
    assert "compiled add0: " not in log  # it is built in the place of its call
