"""Operations on objects of the host's types, whichever they are, stand in the place of the instruction as it is."""

import textwrap

import pytest

from tests import support

KERNELS = {
    "scalar_binary": """
        def kernel(n):
            x = 3 ** 80
            for i in range(n):
                y = x * x
            return y
    """,
    "compare_plain": """
        def kernel(n):
            x, y, found = (1, "a"), (1, "b"), 0
            for i in range(n):
                if x < y:
                    found += 1
            return found
    """,
    "build": """
        def kernel(n):
            for i in range(n):
                text = f"{i}-{i / 2}"
            return text
    """,
    "item_of": """
        def kernel(n):
            x = "abcdef"
            for i in range(n):
                y = x[::2]
            return y
    """,
    "str_append": """
        def kernel(n):
            for i in range(n):
                text = "a" + str(i) + "b"
                text += "c"
            return text
    """,
    "double_call": """
        import math
        def kernel(n):
            total = 0.0
            for i in range(n):
                total += math.sqrt(i * 0.5)
            return total
    """,
}


@pytest.mark.parametrize("operation", KERNELS)
def test_no_generic_instruction(operation: str) -> None:
    program = textwrap.dedent(KERNELS[operation]) + "\nfor _ in range(3):\n    print(kernel(3000))\n"
    command = [*support.engine("--jit", "--jit-dump=hir:kernel", "--adopt=user"), "-c", program]
    outcome = support.run(command, env={"FASTVM_JIT_THRESHOLD": "300"})
    assert outcome.stdout == support.run([*support.python_command(), "-c", program]).stdout
    loops = outcome.stderr.split("--- hir of kernel@")
    assert len(loops) > 1
    last = loops[-1].split("--- ")[0]
    assert f" {operation} " in last
    assert " run " not in last
