"""The corpus of tests/differential on the JIT, with everything compiled at once, and with guards that fail at random.

Native code must show what CPython shows: output, tracebacks, exit status.
"""

from __future__ import annotations

import pytest

from tests import support
from tests.differential.test_programs import PROGRAMS, on_python
from tests.modes import MODES, OFF

#: Compiling at once imports the compiler at once: these programs see which library modules are imported already.
SEES_IMPORTS = {"imports", "traceback_markers"}
#: Seconds: the largest program takes half a minute to compile as a whole, and the machine may have more to do.
TIMEOUT = 900


@pytest.mark.parametrize("mode", [name for name in MODES if name != OFF])
@pytest.mark.parametrize("name", sorted(path.stem for path in PROGRAMS.glob("*.py")))
def test_program(name: str, mode: str) -> None:
    if name in SEES_IMPORTS and MODES[mode].environment:
        pytest.skip("it sees that the compiler was imported")
    program = PROGRAMS / f"{name}.py"
    expected = on_python(program)
    engine = support.engine(*MODES[mode].options, "--adopt=user")
    actual = support.run([*engine, str(program)], cwd=PROGRAMS, env=MODES[mode].environment, timeout=TIMEOUT)
    message = support.difference(expected, actual)
    assert not message, message
