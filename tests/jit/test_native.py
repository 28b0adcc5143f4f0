"""Native code by itself: it is made and run, it gives what CPython gives, and it can be turned off."""

from __future__ import annotations

import re

import pytest

from tests import support

KERNELS = {
    "floats": """
        def kernel(n):
            zr = zi = 0.0
            for step in range(n):
                a, b = zr * zr, zi * zi
                if a + b > 4.0:
                    return step, zr
                zi = 2.0 * zr * zi + 0.01
                zr = a - b + 0.2
            return n, zr, zi
    """,
    "ints": """
        def kernel(n):
            x, s = 12345, 0
            for i in range(n):
                x = (x * 1103515245 + 12345) & 0x7FFFFFFF
                s += x % 10 - (x >> 3) // 7
            return x, s
    """,
    "big": """
        def kernel(n):
            x, y = 1, 1.0
            for i in range(n % 300):
                x = x * 3 + i
                y *= 1.5
            return x, y
    """,
    "while": """
        def kernel(n):
            i = s = 0
            while i < n:
                if i % 3 == 0:
                    s += i
                elif not i & 4:
                    s -= 1
                i += 1
            return i, s
    """,
    "lists": """
        def kernel(n):
            items = [0.5] * 100
            flags = [True] * 100
            for i in range(n):
                k = i % 100
                items[k] = items[k] * 0.5 + i
                flags[-k] = not flags[k]
            return sum(items), flags
    """,
    "swaps": """
        def kernel(n):
            a, b = 0, 1
            for i in range(n):
                a, b = b, (a + b) % 1000007
            return a, b
    """,
    "attributes": """
        class Point:
            def __init__(self, x):
                self.x = x
                self.count = 0
        def kernel(n):
            p = Point(1.5)
            for i in range(n):
                p.x = p.x * 0.999 + i
                p.count += 1
            return p.x, p.count
    """,
    "calls": """
        def add(a, b=1):
            return a + b
        def kernel(n):
            s = 0
            for i in range(n):
                s = add(s, i) + add(1)
            return s
    """,
    "changing": """
        def kernel(n):
            x = 0
            for i in range(n):
                x = x + 1 if i < n // 2 else x + 0.5
                if i == n - 10:
                    x = "text"
                    break
            return x
    """,
    "looking": """
        import sys
        def kernel(n):
            seen, x = [], 0.0
            for i in range(n):
                x += 0.25
                if i % 1000 == 0:
                    seen.append(dict(sys._getframe().f_locals, seen=None))
            return seen
    """,
}


def program(name: str) -> str:
    import textwrap

    return textwrap.dedent(KERNELS[name]) + "\nfor n in (0, 1, 7, 5000, 5000, 9000):\n    print(kernel(n))\n"


@pytest.mark.parametrize("stress", ["", "3"])
@pytest.mark.parametrize("threshold", ["1", "300"])
@pytest.mark.parametrize("name", KERNELS)
def test_kernel(name: str, threshold: str, stress: str) -> None:
    expected = support.run([*support.python_command(), "-c", program(name)])
    settings = {"FASTVM_JIT_THRESHOLD": threshold, "FASTVM_JIT_CHECK": "1", "FASTVM_JIT_STRESS": stress}
    actual = support.run([*support.engine("--jit", "--adopt=user"), "-c", program(name)], env=settings)
    assert support.difference(expected, actual) == ""


def test_log_and_dump() -> None:
    settings = {"FASTVM_JIT_THRESHOLD": "300"}
    command = [*support.engine("--jit", "--jit-log", "--jit-dump=hir,llvm,asm:kernel"), "-c", program("ints")]
    outcome = support.run(command, env=settings)
    assert re.search(r"\[jit\] compiled the loop at \d+ of kernel: .* exits, .* ms", outcome.stderr)
    for form in ("hir of kernel@", "llvm of kernel@", "asm of kernel@"):
        assert form in outcome.stderr


#: (Those whose code has not been run are of another type: adoption/late.py.)
MODULES = """
import sys
names = [name for name, module in sys.modules.items() if type(module) is type(sys)]
print([name for name in names if name.startswith(('fastvm.jit', 'llvmlite'))])
"""


@pytest.mark.parametrize("options", [("--jit",), ()])
def test_nothing_is_imported_before_it_is_needed(options: tuple[str, ...]) -> None:
    assert support.run([*support.engine(*options), "-c", MODULES]).stdout == "[]\n"


def test_off() -> None:
    text = program("ints") + MODULES
    outcome = support.run([*support.engine("--no-jit"), "-c", text], env={"FASTVM_JIT_THRESHOLD": "1"})
    assert outcome.stdout.endswith("\n[]\n")
