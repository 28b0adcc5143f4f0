"""Generators: the operations that their native code is made of, alone and together with what consumes them."""

from __future__ import annotations

import re
import textwrap

import pytest

from fastvm.jit import policy
from fastvm.jit.hir.analysis import dominators, find_loops
from fastvm.jit.hir.text import parse
from fastvm.jit.passes.blocks import clean_blocks
from fastvm.jit.passes.dead_code import remove_dead_code
from fastvm.jit.passes.value_numbering import number_values
from tests import support

from .texts import assert_becomes


def versions(name: str, source: str, threshold: int = 30) -> list[str]:
    """The HIR of everything that was compiled of the generator `name`."""
    settings = {"FASTVM_JIT_THRESHOLD": str(threshold), "FASTVM_JIT_CHECK": "1"}
    command = [*support.engine("--jit", f"--jit-dump=hir:{name}", "--adopt=user"), "-c", textwrap.dedent(source)]
    outcome = support.run(command, env=settings)
    assert outcome.status == 0, outcome
    return ["function " + text for text in outcome.stderr.split("\nfunction ")[1:]]


def operations(text: str, name: str) -> int:
    return len(re.findall(rf"^ +(?:%\d+:\w+ = )?{name}\b", text, re.M))


def test_entries_and_yields() -> None:
    """One entry for the beginning and for each `yield`; what is known when the frame is left is guarded when it is resumed.
    A number that nobody else has is yielded without an object."""
    *_, hir = versions(
        "count",
        """
        def count(n):
            i = 0
            while i < n:
                yield i
                i += 1
                yield -i
        for _ in range(20):
            for x in count(100):
                pass
        """,
    )
    assert operations(hir, "resumed_at") == 3 and operations(hir, "refuse") == 1
    assert operations(hir, "suspend") == 1 and operations(hir, "suspend_int") == 1
    assert operations(hir, "run") == 0
    assert re.search(r"unbox_int %\d+ @\d+:entry:1", hir)


def test_loops_draw_items() -> None:
    """A loop over a generator resumes its native code at once, and takes a number that has no object as one."""
    *_, hir = versions(
        "total",
        """
        def halves(n):
            for i in range(n):
                yield i * 0.5
        def total(n):
            result = 0.0
            for x in halves(n):
                result += x
            return result
        for _ in range(20):
            total(100)
        """,
    )
    assert operations(hir, "draw_next") == 1 and operations(hir, "item_is_number") == 1
    assert operations(hir, "item_double") == 1 and operations(hir, "run_branch") == 1


def test_a_dead_number_is_written_over() -> None:
    """Nobody reads the loop's variable: what the next round writes takes its box all the same."""
    *_, hir = versions(
        "same",
        """
        def same(n):
            for i in range(n):
                yield n
        for _ in range(20):
            for x in same(100):
                pass
        """,
    )
    assert operations(hir, "guard_inert") == 1 and operations(hir, "show_int") == 1
    assert operations(hir, "put_any") == 0 and operations(hir, "box_int") == 0


CONSUMED = """
    def kernel(values, n):
        return {}(v * 3 {} for v in range(n))
    for _ in range(50):
        kernel([], 40)
    """


@pytest.mark.parametrize(
    "consumer, rest, done, leaves",
    [
        ("sum", "", "int_add", 0),
        ("sum", "> 5", "bool_to_int", 0),
        ("list", "", "list_push", 0),
        ("tuple", "", "list_push", 0),
        ("sorted", "", "list_push", 0),
        ("max", "", "compare_int", 0),
        ("min", "+ 0.5", "compare_double", 0),
        ("any", "> 1000", "compare_int", 1),
        ("all", "< 1000", "compare_int", 1),
        ("set", "", "set_add", 0),
    ],
)
def test_consumers(consumer: str, rest: str, done: str, leaves: int) -> None:
    """The items are taken in a loop, and nothing leaves the frame but what ends it."""
    texts = versions("kernel.<locals>.<genexpr>", CONSUMED.format(consumer, rest))
    hir = texts[-1]
    assert operations(hir, "suspend") == leaves and operations(hir, "run") == 0
    function = parse(hir.partition("\n---")[0].partition("\n[jit]")[0])
    loops = find_loops(function, dominators(function))
    assert any(op.name == done for loop in loops for block in loop.blocks for op in block.ops), hir


def test_consumers_are_numbered_as_in_the_core() -> None:
    assert policy.CONSUMERS == ("list", "sum", "any", "all", "min", "max", "set")


def test_sorted_with_a_key_consumes() -> None:
    hir = versions(
        "kernel.<locals>.<genexpr>",
        """
        def kernel(n):
            return sorted((v * 3 for v in range(n)), key=abs)
        for _ in range(50):
            kernel(40)
        """,
    )[-1]
    assert operations(hir, "list_push") == 1 and operations(hir, "suspend") == 0


DELEGATING = """
    import types
    @types.coroutine
    def pause(n):
        yield n
    async def doubled(n):
        return n * 2
    async def kernel(n):
        total = 0
        for i in range(n):
            if i % 10 == 0:
                await pause(i)
            total += await doubled(i)
        return total
    for _ in range(50):
        coroutine = kernel(40)
        try:
            while True:
                coroutine.send(None)
        except StopIteration as stop:
            assert stop.value == 1560
    """


def test_awaits() -> None:
    """An await that is done at once goes on; one that yields suspends the frame, and the code is entered behind it."""
    hir = versions("kernel", DELEGATING)[-1]
    assert operations(hir, "resumed_at") == 3
    assert operations(hir, "suspend") == 2
    assert operations(hir, "leave") == 0
    assert re.search(r"unbox_int %\d+ @\d+:entry:1", hir)


def test_code_is_entered_behind_an_await() -> None:
    """Where the delegate was resumed by the loop: once for each await that suspends the frame."""
    count = """
        import fastvm._core as core
        before = core.jit_stats()["entries"]
        coroutine = kernel(1000)
        pauses = sum(1 for _ in iter(lambda: next(coroutine.__await__(), None), None))
        print(core.jit_stats()["entries"] - before - pauses)
        """
    source = textwrap.dedent(DELEGATING) + textwrap.dedent(count)
    command = [*support.engine("--jit", "--adopt=user"), "-c", source]
    outcome = support.run(command, env={"FASTVM_JIT_THRESHOLD": "5"})
    assert outcome.status == 0, outcome
    assert int(outcome.stdout) >= 1000, outcome


def test_calls_are_inlined() -> None:
    *_, hir = versions(
        "kernel.<locals>.<genexpr>",
        """
        def element(i, j):
            return 1.0 / (i + j + 1)
        def kernel(n):
            return sum(element(j, 3) * v for j, v in enumerate([1.5] * n))
        for _ in range(50):
            kernel(40)
        """,
    )
    assert operations(hir, "enter") == 1 and operations(hir, "double_truediv") == 1
    assert operations(hir, "run") == 0 and operations(hir, "box_double") == 0


def test_items_that_are_consumed_do_not_enter_native_code() -> None:
    """It is entered a few times for each call of sum(), not for each item."""
    source = """
        import fastvm._core as core
        def total(n):
            return sum(i for i in range(n))
        for _ in range(10):
            total(100)
        before = core.jit_stats()["entries"]
        for _ in range(10):
            assert total(1000) == 499500
        print(core.jit_stats()["entries"] - before)
        """
    command = [*support.engine("--jit", "--adopt=user"), "-c", textwrap.dedent(source)]
    outcome = support.run(command, env={"FASTVM_JIT_THRESHOLD": "5"})
    assert outcome.status == 0, outcome
    assert 10 <= int(outcome.stdout) <= 60


def test_passes_keep_entries() -> None:
    """Loads behind the entries are not the same as those behind another; the question where the frame stands stays."""
    text = """
        function g
        B0():
            %1:bool = resumed_at #5
            branch %1 B1() B2()
        B2():
            %5:bool = resumed_at #0
            branch %5 B3() B4()
        B4():
            refuse
        B3():
            %6:object = slot #object, #0
            incref %6
            suspend %6, #5
        B1():
            %2:object = slot #object, #0
            %3:int = unbox_int %2 @6:entry:0{}
            %4:object = box_int %3, #6
            suspend %4, #5
    """
    assert_becomes(text, text, number_values, clean_blocks, remove_dead_code)


DRIVEN = """
from time import process_time

class Order:
    def __await__(self):
        return (yield 1)

async def step(order):
    return await order

def drive(n):
    total = 0
    for _ in range(n):
        coroutine = step(Order())
        total += coroutine.send(None)
        try:
            coroutine.send(2)
        except StopIteration as stop:
            total += stop.value
    return total

while process_time() < 1.5:
    assert drive(2000) == 6000
"""


def test_what_is_too_small_for_native_code_gets_it_where_native_code_resumes_it() -> None:
    """Resuming such a coroutine by the loop costs more than any code of its own."""
    log = support.run([*support.engine("--jit", "--jit-log", "--adopt=user"), "-c", DRIVEN]).stderr
    assert "passed over: Order.__await__" in log
    assert "compiled Order.__await__: " in log


LOOPED = """
from time import process_time

def count(n):
    i = 0
    while i < n:
        yield i
        i += 1

def total(n):
    result = 0
    for x in count(n):
        result += x
    return result

while process_time() < 1.0:
    assert total(100000) == 4999950000
"""


def test_a_generator_is_compiled_before_the_loop_over_it() -> None:
    """What resumes a generator without native code the long way would lose its trial for that."""
    log = support.run([*support.engine("--jit", "--jit-log", "--adopt=user"), "-c", LOOPED]).stderr
    generator, loop = re.search(r"compiled count: ", log), re.search(r"compiled the loop at \d+ of total: ", log)
    assert generator is not None and loop is not None and generator.start() < loop.start(), log
