"""The corpus of tests/differential on the JIT, with everything compiled at once, and with guards that fail at random.

Native code must show what CPython shows: output, tracebacks, exit status.
"""

from __future__ import annotations

import pytest

from tests import support
from tests.differential.test_programs import PROGRAMS, on_python

#: Compiling at once imports the compiler at once: these programs see which library modules are imported already.
SEES_IMPORTS = {"imports", "traceback_markers"}

MODES: dict[str, dict[str, str]] = {
    "normal": {},
    "at once": {"FASTVM_JIT_THRESHOLD": "1", "FASTVM_JIT_CHECK": "1"},
    "failing guards": {"FASTVM_JIT_THRESHOLD": "2", "FASTVM_JIT_STRESS": "5"},
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", sorted(path.stem for path in PROGRAMS.glob("*.py")))
def test_program(name: str, mode: str) -> None:
    if name in SEES_IMPORTS and MODES[mode]:
        pytest.skip("it sees that the compiler was imported")
    program = PROGRAMS / f"{name}.py"
    expected = on_python(program)
    actual = support.run([*support.engine("--jit", "--adopt=user"), str(program)], cwd=PROGRAMS, env=MODES[mode])
    message = support.difference(expected, actual)
    assert not message, message
