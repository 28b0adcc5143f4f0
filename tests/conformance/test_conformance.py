"""The conformance tool itself, and a few quick modules of CPython's test-suite as a sample of what it runs.

The whole suite takes hours: `python -m tests.conformance` runs it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import support
from tests.conformance import modules, table
from tests.conformance.run import ENGINE_OPTIONS, ModuleResult, run_module

needs_suite = pytest.mark.skipif(
    not modules.is_available(), reason="this Python comes without its test-suite (the `test` package)"
)

SAMPLE = (
    "test_grammar",
    "test_scope",
    "test_augassign",
    "test_unpack_ex",
    "test_generator_stop",
    "test_raise",
    "test_super",
    "test_named_expressions",
)


@needs_suite
@pytest.mark.parametrize("module", SAMPLE)
def test_sample(module: str) -> None:
    host = run_module(support.python_command(), module, timeout=300)
    assert host.status == "passed"
    result = run_module(support.engine("--no-jit", *ENGINE_OPTIONS), module, timeout=600)
    assert result.status == "passed", f"{result.status}: {result.failures[:5]} {result.note}"
    assert result.tests == host.tests


@needs_suite
def test_a_failing_module_is_seen(tmp_path: Path) -> None:
    """A module of tests that fail, are skipped and crash gives those numbers."""
    result = run_module(support.python_command(), "test_no_such_module", timeout=120)
    assert result.status == "failed"


def result(status: str, failures: tuple[str, ...] = (), **more: object) -> ModuleResult:
    return ModuleResult("test_x", status, tests=10, failures=list(failures), **more)  # type: ignore[arg-type]


def test_worse_than_the_host() -> None:
    assert not table.is_regression(result("passed"), result("passed"))
    assert table.is_regression(result("passed"), result("failed", ("a",)))
    assert table.is_regression(result("passed"), result("crashed"))
    assert table.is_regression(result("passed"), result("skipped"))
    assert table.is_regression(None, result("timeout"))
    # On a host that fails itself, only more failures count.
    assert not table.is_regression(result("failed", ("a",)), result("failed", ("a",)))
    assert not table.is_regression(result("failed", ("a",)), result("passed"))
    assert table.is_regression(result("failed", ("a",)), result("failed", ("a", "b")))
    assert table.is_regression(result("failed", ("a",)), result("crashed"))


def test_page_names_failures_and_reasons() -> None:
    results = table.Results(
        {"test_a": result("passed"), "test_b": result("passed")},
        {
            "test_a": result("passed", host_frames=3, host_reasons={"traced": 3}),
            "test_b": result("failed", ("m.K.test_one", "m.K.test_two")),
        },
    )
    text = table.page(results, {"test_b": "because of | this"})
    assert "Of the 2 modules that pass on the host, 1 pass on fastvm." in text
    assert "| test_b | failed | `test_one`, `test_two` | because of \\| this |" in text
    assert "- traced: 3" in text
    assert "no reason given" in table.page(results, {})


def test_results_survive_storage(tmp_path: Path) -> None:
    results = table.Results({"test_x": result("passed")}, {"test_x": result("failed", ("a",), host_reasons={"r": 1})})
    results.save(tmp_path / "results.json")
    assert table.Results.load(tmp_path / "results.json") == results


def test_selection() -> None:
    known = ["test.test_asyncio.test_base", "test_int", "test_inspect_more"]
    assert modules.select(["test_asyncio", "test_int"], known) == ["test.test_asyncio.test_base", "test_int"]
    assert modules.select(["test_unknown"], known) == ["test_unknown"]
    assert len(modules.LANGUAGE) == len(set(modules.LANGUAGE)) > 100


def test_stored_host_table() -> None:
    stored = modules.stored_host_table()
    assert set(stored.values()) == {"passed", "failed", "skipped"}
    assert sum(status == "passed" for status in stored.values()) > 380


def test_every_reason_names_a_module() -> None:
    stored = table.reasons()
    assert all(name.startswith("test") and text.strip() for name, text in stored.items())
