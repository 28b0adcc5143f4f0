"""Inlined calls: which are built in the place of the call, and what their operations and frame states look like."""

from __future__ import annotations

import re
import textwrap

from fastvm.jit.feedback import Learned, View
from fastvm.jit.hir.graph import LEVEL
from fastvm.jit.hir.memory import disturbs, reads, writes
from fastvm.jit.hir.text import parse, show
from fastvm.jit.passes.loop_invariants import move_invariants
from fastvm.jit.passes.loop_shape import shape_loops
from tests import support


def hir_of(name: str, text: str) -> str:
    """The HIR of the last version of a function or of its loop."""
    command = [*support.engine("--jit", f"--jit-dump=hir:{name}", "--adopt=user"), "-c", textwrap.dedent(text)]
    outcome = support.run(command, env={"FASTVM_JIT_THRESHOLD": "50", "FASTVM_JIT_CHECK": "1"})
    assert outcome.status == 0, outcome
    return outcome.stderr.split("--- hir of ")[-1]


def operations(text: str, name: str) -> int:
    return len(re.findall(rf"^ +(?:%\d+:\w+ = )?{name}\b", text, re.M))


def test_function() -> None:
    """Numbers go in and come back in SSA; a guard says who is called, in front of the loop."""
    hir = hir_of(
        "kernel",
        """
        def add(a, b):
            return a + b
        def kernel(n):
            total = 0
            for i in range(n):
                total = add(total, i)
            return total
        for _ in range(20):
            kernel(100)
        """,
    )
    assert operations(hir, "enter") == 1
    assert operations(hir, "run") == operations(hir, "box_int") == 0
    assert operations(hir, "unbox_int") == 1  # of what the local shows when the loop is entered
    assert re.search(r"int_add .* @1\.\d+\{", hir)


def test_method() -> None:
    hir = hir_of(
        "kernel",
        """
        class Point:
            def __init__(self):
                self.x = 0.5
            def get(self):
                return self.x
            def move(self, by):
                self.x = self.get() + by
        def kernel(point, n):
            for i in range(n):
                point.move(0.25)
            return point.x
        for _ in range(20):
            kernel(Point(), 100)
        """,
    )
    assert operations(hir, "enter") == 2
    assert operations(hir, "run") == 0
    assert re.search(r"double_add", hir) and "@2." in hir


def test_constructor() -> None:
    """`__init__` is built in the place of the call. (The instance need not be made: test_virtuals.py.)"""
    hir = hir_of(
        "kernel",
        """
        class Point:
            def __init__(self, x):
                self.x = x
        def kernel(n):
            total = 0
            for i in range(n):
                total += Point(i).x
            return total
        for _ in range(20):
            kernel(100)
        """,
    )
    assert operations(hir, "virtual") == operations(hir, "enter") == 1
    assert operations(hir, "run") == 0


VECTORS = """
    class Vector:
        def __init__(self, x):
            self.x = x
        def __add__(self, other):
            return Vector(self.x + other.x)
        def __rmul__(self, factor):
            return Vector(self.x * factor)
        def __lt__(self, other):
            return self.x < other.x
        @property
        def twice(self):
            return self.x + self.x
    def kernel(n):
        v = w = Vector(0.5)
        total = 0.0
        for i in range(n):
            if v < w:
                total += 1.0
            BODY
        return v, total
    for _ in range(40):
        kernel(100)
"""


def test_operators() -> None:
    """Their methods, and the constructors in them: the result of a comparison goes straight to the jump."""
    # (Where `v` is an instance that is not made, the first round is built apart from the others.)
    for body, calls in (("v = v + w", 6), ("v = 2.0 * w", 6), ("total += w.twice", 2)):
        hir = hir_of("kernel", VECTORS.replace("BODY", body))
        assert operations(hir, "enter") == calls, body
        assert operations(hir, "run") == operations(hir, "run_branch") == 0, body


def test_methods_of_several_classes() -> None:
    """All that are known are there; in one that two classes have, one guard stands for both."""
    hir = hir_of(
        "kernel",
        """
        class Shape:
            def __init__(self, size):
                self.size = size
            def area(self):
                return self.size * self.size
        class Square(Shape):
            pass
        class Circle(Shape):
            def area(self):
                return self.size * 3
        shapes = [Shape(1), Square(2), Circle(3)]
        def kernel(shapes, n):
            total = 0
            for i in range(n):
                total += shapes[i % 3].area()
            return total
        for _ in range(500):
            list(map(kernel, [shapes], [100]))
        """,
    )
    assert operations(hir, "find_method") == 1
    assert operations(hir, "enter") == 2
    assert operations(hir, "has_code") == operations(hir, "guard_function") == 1
    assert operations(hir, "guard_classes") >= 1
    assert operations(hir, "run") == operations(hir, "find_attribute") == 0


INLINED = {
    "closures": "def make():\n    y = 1\n    def callee(x):\n        return x + y\n    return callee\ncallee = make()",
    "cells": "def callee(x):\n    def inner():\n        return x\n    return inner",
    "defaults": "def callee(x, y=1):\n    return x",
    "packed": "def callee(*x):\n    return x",
    "keyword only": "def callee(x, *, y=1):\n    return x",
    "named": "def named(x, **others):\n    return others\ndef callee(x):\n    return named(x, y=2)",
    "keywords": "def named(x, y=1):\n    return x\ndef callee(x):\n    return named(y=2, x=x)",
}


def test_inlined() -> None:
    """Closures, and arguments that are not simply the parameters."""
    for name, callee in INLINED.items():
        kernel = "def kernel(n):\n    for i in range(n):\n        callee(i)\nfor _ in range(20):\n    kernel(100)\n"
        hir = hir_of("kernel", f"{callee}\n{kernel}")
        assert operations(hir, "enter") == 1 + (name in ("keywords", "named")), name
        assert operations(hir, "run") == (name == "cells"), name


PASSED_ON = {
    "function": "def callee(*args, **kwargs):\n    return add(*args, **kwargs)",
    "closure": "def wrap(f):\n    def w(*a, **k):\n        return f(*a, **k)\n    return w\ncallee = wrap(add)",
    "more": "def callee(a, *args):\n    return add(*args, a)",
    "length": "def callee(*args):\n    return add(args[0], b=len(args))",
    "keywords": "def callee(*args, **kwargs):\n    return named(*args, b=1, **kwargs)",
}


def test_passed_on() -> None:
    """Arguments that are packed and unpacked again: nothing is made."""
    functions = "def add(a, b):\n    return a + b\ndef named(a, *, c, b, **more):\n    return a + b + c + len(more)\n"
    for name, callee in PASSED_ON.items():
        arguments = "i, c=i" if name == "keywords" else "i, 1"
        loop = f"    for i in range(n):\n        t += callee({arguments})\n    return t\n"
        kernel = f"def kernel(n):\n    t = 0\n{loop}for _ in range(20):\n    kernel(100)\n"
        hir = hir_of("kernel", f"{functions}{callee}\n{kernel}")
        assert operations(hir, "enter") == 2, name
        assert operations(hir, "virtual") >= 1, name
        made = ("make_tuple", "make_dict", "make_list", "new_tuple", "new_list", "new_dict", "call_unit", "run")
        assert not any(operations(hir, each) for each in made), name


NOT_INLINED = {
    "generators": "def callee(x):\n    yield x",
    "calls": "def callee(x):\n" + "    a, *b = 'ab'\n" * 3 + "    return x",
    "large": "def callee(x):\n" + "    x = x + 1\n" * 60 + "    return x",
}


def test_not_inlined() -> None:
    for name, callee in NOT_INLINED.items():
        kernel = "def kernel(n):\n    for i in range(n):\n        callee(i)\nfor _ in range(20):\n    kernel(100)\n"
        hir = hir_of("kernel", f"{callee}\n{kernel}")
        direct = operations(hir, "call_unit")
        assert operations(hir, "enter") == 0 and operations(hir, "run") + direct == 1, name
        assert direct == (name in ("calls", "large")), name


def test_levels_as_text() -> None:
    text = """
        function f
        B0():
            %1:int = int #3
            enter #7, #16, #4
            %2:int = int_add %1, %1 @2.7{r16=int %1}
            safepoint @1.4:safepoint{r16=int %2}
            leave @9:left{}
    """
    function = parse(text)
    states = [op.state for _, op in function.ops() if op.state is not None]
    assert [state.level for state in states] == [2, 1, 0]
    assert [state.pc for state in states] == [2 * LEVEL + 7, LEVEL + 4, 9]
    assert show(parse(show(function))) == show(function)
    assert "@2.7{" in show(function)


def test_enter_writes_the_registers_of_its_frame() -> None:
    function = parse(
        """
        function f
        B0():
            enter #7, #16, #4
            %1:object = slot #object, #6
            %2:object = slot #object, #7
            %3:object = slot #object, #19
            %4:object = slot #object, #20
            leave @9:left{}
        """
    )
    enter, *slots, _ = [op for _, op in function.ops()]
    assert [disturbs(writes(enter), reads(op)) for op in slots] == [False, True, True, False]


def test_guards_of_calls_leave_the_loop() -> None:
    function = parse(
        """
        function f
        B0():
            %1:object = slot #object, #1
            %2:int = int #0
            %3:int = int #1
            jump B1(%2)
        B1(%4:int):
            loop_entry @5:hoisted{}
            guard_function %1, #1 @7{r2=int %4}
            guard_call #1 @7{r2=int %4}
            %5:int = int_wrap_add %4, %3
            safepoint @9:safepoint{r2=int %5}
            jump B1(%5)
        """
    )
    shape_loops(function)
    move_invariants(function)
    text = show(function)
    loop = text.index("int_wrap_add")
    for guard in ("guard_function %1, #1 @5:hoisted:7{", "guard_call #1 @5:hoisted:7{"):
        assert 0 < text.index(guard) < loop
    assert "@7{" not in text


def test_places_of_an_inlined_unit() -> None:
    """Words and registers are numbered on, what was learned is found by the path to it."""
    from fastvm.bytecode.instructions import INSTRUCTIONS

    names = [row.name for row in INSTRUCTIONS]
    add, give = names.index("ADD_INT"), names.index("RETURN")
    words = bytes([add, 0]) + b"".join(n.to_bytes(2, "little", signed=True) for n in (2, 0, -1))
    words += bytes([give, 0]) + b"".join(n.to_bytes(2, "little", signed=True) for n in (2, 0, 0))
    learned = Learned()
    learned.generic = {(1,), (9, 0), (9, 5, 1), (8, 0)}
    view = View("f", words, b"", (7,), 2, 3, [], 6, learned, 3, 20, (9,))
    first, second = view.words
    assert (first.index, first.end, second.index) == (3 * LEVEL, 3 * LEVEL + 1, 3 * LEVEL + 1)
    assert first.operands == (22, 20, -1) and second.operands[0] == 22
    assert view.generic == {3 * LEVEL}
    assert view.path_to(second.index) == (9, 1)
    assert list(view.locals) == [20, 21]


def test_argument_of_a_borrowed_local() -> None:
    """What the loop variable only borrows, the parameter owns, and gives to it in the end: nothing is dropped, and what
    is virtual stays so."""
    hir = hir_of(
        "kernel",
        """
        class Item:
            def __init__(self):
                self.number = 1
        def first(item):
            return item.number, 2
        def kernel(items):
            total = 0
            for item in items:
                total += first(item)[0] + item.number
            return total
        for _ in range(20):
            kernel([Item() for _ in range(100)])
        """,
    )
    assert re.search(r"(%\d+):object = take #\d+\n +put \1, #\d+\n", hir)
    for name in ("kill_any", "drop", "make_tuple"):
        assert operations(hir, name) == 0, name


def test_recursion() -> None:
    """A function is built once in the place of each of its own calls, and counted: the calls in there are direct ones."""
    hir = hir_of(
        "depth",
        """
        def depth(n):
            return 0 if n == 0 else depth(n - 1) + 1
        for _ in range(20):
            depth(20)
        """,
    )
    assert operations(hir, "enter") == operations(hir, "count_call") == operations(hir, "call_unit") == 1


def test_recursion_in_a_loop() -> None:
    """The rounds of a loop's own code are counted, not the calls of its function."""
    hir = hir_of(
        "nested",
        """
        def nested(n):
            total = 0
            for i in range(n):
                total += nested(i) if i < 2 else 1
            return total
        nested(400)
        """,
    )
    assert "nested@" in hir.split("\n")[0]
    assert operations(hir, "count_call") == 0 and operations(hir, "call_unit") == 1


def test_names_of_a_module_that_grows() -> None:
    """Functions that are hot when their module gets new names are made again, for the names that there are then."""
    text = """
        def one():
            return 1
        def kernel(n):
            return one() + n
        for _ in range(100):
            kernel(1)
        NAMES
        for _ in range(400):
            kernel(1)
        """
    hir = hir_of("kernel", text.replace("NAMES", "first = 1"))
    assert operations(hir, "names") == 1 and operations(hir, "find_global") == 0
    assert operations(hir, "enter") == 1 and operations(hir, "run") == 0
    more = "\n".join(f"        name_{n} = 1\n        for _ in range(90): kernel(1)" for n in range(2))
    hir = hir_of("kernel", text.replace("        NAMES", more))
    assert operations(hir, "find_global") == 1 and operations(hir, "names") == 0
    assert operations(hir, "enter") == 1 and operations(hir, "run") == 0
