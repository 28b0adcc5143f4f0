"""How often a function is walked over until it is built: what the bytecode tells, and what can be taken back, costs no
attempt."""

from __future__ import annotations

import textwrap

from tests import support

COUNTING = """
from fastvm.jit.build import flow
walks = []
run = flow.Builder.run
def counted(self):
    walks.append(self.function.name)
    return run(self)
flow.Builder.run = counted
"""


def walks(name: str, program: str) -> tuple[int, str]:
    """How often the loop's first version was walked over, and its HIR."""
    text = COUNTING + textwrap.dedent(program) + "import sys\nsys.stderr.write(f'walks {walks}')\n"
    command = [*support.engine("--jit", f"--jit-dump=hir:{name}", "--adopt=user"), "-c", text]
    outcome = support.run(command, env={"FASTVM_JIT_THRESHOLD": "50", "FASTVM_JIT_CHECK": "1"})
    assert outcome.status == 0, outcome
    hir, _, names = outcome.stderr.partition("walks ")
    assert hir.count("--- hir of") == 1, outcome.stderr
    return names.count(f"'{name}"), hir


def test_numbers_that_a_loop_writes() -> None:
    """They are fresh when a round is done; what is empty at first is an object then."""
    count, _ = walks(
        "kernel",
        """
        class Box:
            pass
        box = Box()
        box.next = box
        def kernel(n):
            total, i = 1, 0
            while i < n:
                total = total + i * 3
                if i > 5:
                    other = box.next
                i = i + 1
            return total, other is box
        print(kernel(400))
        """,
    )
    assert count == 1


def test_a_refused_call_is_taken_back() -> None:
    """The callee turns out to be mostly calls when it is built. Nothing of it is left, the arithmetic is built once."""
    count, hir = walks(
        "kernel",
        """
        def busy(x):
            print(x, end="", file=nothing)
            print(x, end="", file=nothing)
            print(x, end="", file=nothing)
            return x + 1
        class Nothing:
            def write(self, text):
                pass
        nothing = Nothing()
        def kernel(n):
            total, i = 1, 0
            while i < n:
                total = busy(i) + total * 3 & 255
                i = i + 1
            return total
        print(kernel(120))
        """,
    )
    assert count == 1
    assert "@1." not in hir  # no place of an inlined call
    assert "call_unit" in hir or "run" in hir
