"""Scripts that need only the standard library, `-m pytest` on a small suite of ours, and a look at the others.

The scripts that need packages from PyPI run with `python -m tests.packages`.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests import support
from tests.packages import environment

SUITE = Path(__file__).parent / "suite"


@pytest.mark.parametrize("name", environment.STANDARD_LIBRARY)
def test_script(name: str) -> None:
    message = environment.compare_script(support.python_command(), support.engine(), name)
    assert not message, message


def test_pytest_under_the_engine(tmp_path: Path) -> None:
    """`fastvm -m pytest`: rewritten assertions, fixtures, parameters, failures reported as they are."""
    message, count = environment.compare_suite(
        support.python_command(), support.engine(), SUITE, "bank_suite.py", tmp_path
    )
    assert not message, message
    assert count > 20


def test_failure_reports_are_the_same(tmp_path: Path) -> None:
    """What pytest prints about failing assertions: it looks at frames, locals and rewritten code."""
    outcomes = []
    for command in (support.python_command(), support.engine("--no-jit", "--adopt=all")):
        outcome = support.run(
            [*command, "-m", "pytest", "-q", "-l", "-p", "no:cacheprovider", "--no-header", "bank_suite.py"],
            cwd=SUITE,
            timeout=600,
        )
        text = re.sub(r"0x[0-9a-f]+", "ADDRESS", outcome.stdout)
        outcomes.append(support.Outcome(outcome.status, re.sub(r" in [0-9.]+s", " in TIME", text), outcome.stderr))
    assert outcomes[0].status == 1
    assert not support.difference(*outcomes), support.difference(*outcomes)


def test_scripts_say_what_they_are_for() -> None:
    names = environment.scripts()
    assert set(environment.STANDARD_LIBRARY) < set(names)
    for name in names:
        tree = ast.parse((environment.SCRIPTS / f"{name}.py").read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), name


def test_every_requirement_is_pinned() -> None:
    lines = [
        line
        for line in environment.REQUIREMENTS.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert all("==" in line for line in lines)
    assert environment.requirement("click") in lines
    with pytest.raises(LookupError):
        environment.requirement("nothing")
