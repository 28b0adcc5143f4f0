"""What a loop's header assumes of its registers: it is widened until the loop can be built, whatever comes in."""

from __future__ import annotations

import textwrap

import pytest

from tests import support

#: In each a register is of one type on entry and of another in the loop, or both differ from call to call.
PROGRAMS = {
    "int on entry, float inside": """
        def largest(rows):
            best = 0
            for row in rows:
                total = 0
                for value in row:
                    total = total + value
                if total > best:
                    best = total
            return best
        for _ in range(6):
            print(largest([[0.5] * 100] * 100), largest([[1] * 100] * 100))
        """,
    "unbound on entry, a number inside": """
        def last(rows, known):
            if known:
                total = 0
            for row in rows:
                for value in row:
                    if value == 3:
                        total = value * 0.5
                    elif known:
                        total = total + value
            return total
        for turn in range(6):
            print(last([[3, 4, 5] * 20] * 30, turn % 2), last([[3.0, 4, 1 << 70] * 20] * 30, not turn % 2))
        """,
    "swapped every round": """
        def swap(a, b, count):
            for i in range(count):
                a, b = b, a + i
                for _ in range(3):
                    b = b * 0.5 if i % 7 == 3 else b
            return a, b
        print(swap(1, 2, 100), swap(1.5, 2, 100), swap(1, 2.5, 100), swap(1 << 80, 0, 100))
        """,
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_assumptions_settle(name: str) -> None:
    program = textwrap.dedent(PROGRAMS[name])
    expected = support.run([*support.python_command(), "-c", program])
    settings = {"FASTVM_JIT_THRESHOLD": "20", "FASTVM_JIT_CHECK": "1", "FASTVM_JIT_LOG": "1"}
    actual = support.run([*support.engine("--jit", "--adopt=user"), "-c", program], env=settings)
    assert (actual.status, actual.stdout) == (expected.status, expected.stdout)
    assert "compiled" in actual.stderr or support.is_control_run()
    assert "settle" not in actual.stderr
