"""Random programs do the same on CPython and on the engine: a bounded run.

hypothesis makes the programs; they run many to a process, three times each. `python -m tests.differential`
is the long run.
"""

from __future__ import annotations

import ast

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.differential.compare import Failure, compare, reduce
from tests.differential.generator import program_for, programs

PROGRAMS = 300
BATCH = 50


def generate(count: int) -> list[str]:
    """That many programs, the same ones every time."""
    made: list[str] = []

    # Generated only: shrinking one by one would start two processes for each attempt.
    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(programs())
    def collect(source: str) -> None:
        made.append(source)

    collect()
    return list(dict.fromkeys(made))


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_random_programs() -> None:
    sources = generate(PROGRAMS)
    # The engine is worth comparing only on programs that do something.
    assert len(sources) > PROGRAMS / 2
    assert sum(map(len, sources)) > 500 * len(sources)
    failures: list[Failure] = []
    for start in range(0, len(sources), BATCH):
        failures += compare(sources[start : start + BATCH])
    if failures:
        smallest = reduce(min(failures, key=lambda failure: len(failure.source)))
        pytest.fail(f"{len(failures)} of {len(sources)} programs differ; the shortest, reduced:\n{smallest}")


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_seeded_programs_are_valid() -> None:
    """The generator writes programs that compile, with every kind of statement among them."""
    sources = [program_for(seed) for seed in range(150)]
    kinds = set()
    failed = 0
    for source in sources:
        try:
            tree = ast.parse(source)
            compile(source, "<program>", "exec")
        except SyntaxError:
            failed += 1
            continue
        kinds |= {type(node).__name__ for node in ast.walk(tree)}
    assert failed <= 3, f"{failed} of {len(sources)} do not compile"
    wanted = {
        "FunctionDef",
        "AsyncFunctionDef",
        "ClassDef",
        "Yield",
        "YieldFrom",
        "Await",
        "Try",
        "With",
        "Match",
        "While",
        "For",
        "ListComp",
    }
    wanted |= {
        "Lambda",
        "NamedExpr",
        "Starred",
        "Global",
        "Nonlocal",
        "Delete",
        "AugAssign",
        "Raise",
        "JoinedStr",
        "DictComp",
        "TryStar",
    }
    assert wanted <= kinds, f"never written: {sorted(wanted - kinds)}"


def test_a_difference_is_found_and_reduced(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison itself: a program that prints something else on each interpreter is reported, and made small."""
    import sys

    # An interpreter that differs in one thing: asserts do not run.
    monkeypatch.setenv("FASTVM_TEST_COMMAND", f"{sys.executable} -O")
    source = "x = 1\nfor i in range(3):\n    if i:\n        show(i, x)\n"
    source += "try:\n    assert x > 5, 'small'\n    show('after')\nfinally:\n    show('end')\n"
    (failure,) = compare([source, "show('same')\n"])
    assert failure.source == source
    small = reduce(failure)
    assert "assert" in small.source
    assert len(small.source.splitlines()) <= 3, small.source
