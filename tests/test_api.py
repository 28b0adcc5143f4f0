"""The library: what `import fastvm` gives."""

from __future__ import annotations

import doctest
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import fastvm
from fastvm import _core, api
from tests.support import ROOT, run


@pytest.fixture(autouse=True)
def engine_as_it_was() -> Iterator[None]:
    yield
    fastvm.disable()


def test_everything_it_promises_is_there() -> None:
    for name in fastvm.__all__:
        assert getattr(fastvm, name) is not None
        assert name in dir(fastvm)
    with pytest.raises(AttributeError, match="nonsense"):
        fastvm.nonsense  # noqa: B018


def test_importing_it_loads_nothing_else() -> None:
    script = "import sys; before = set(sys.modules); import fastvm; print(sorted(set(sys.modules) - before))"
    assert run([sys.executable, "-c", script]).stdout == "['fastvm']\n"


def test_run_string() -> None:
    names = fastvm.run_string("import sys\nanswer = 6 * 7\nname = __name__\n")
    assert (names["answer"], names["name"]) == (42, "__main__")
    given = {"start": 1, "__name__": "mine"}
    assert fastvm.run_string("start += 1\nname = __name__", given) is given
    assert (given["start"], given["name"]) == (2, "mine")
    assert not fastvm.is_enabled()
    with pytest.raises(ZeroDivisionError) as caught:
        fastvm.run_string("def f():\n    1 / 0\nf()", filename="<mine>")
    assert caught.traceback[-1].frame.code.raw.co_filename == "<mine>"
    with pytest.raises(SyntaxError):
        fastvm.run_string("x =")


def test_what_it_runs_is_run_by_the_engine() -> None:
    names = fastvm.run_string("def f(n):\n    return n + 1\nfor i in range(3):\n    f(i)\n")
    assert _core.is_attached(names["f"].__code__)


def test_run_path_and_run_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "some_script.py"
    script.write_text("def f(): return seed * 2\nresult = f()\nname = __name__\n")
    names = fastvm.run_path(str(script), {"seed": 21})
    assert (names["result"], names["name"]) == (42, "__main__")
    assert fastvm.run_path(str(script), {"seed": 1}, run_name="other")["name"] == "other"
    monkeypatch.syspath_prepend(str(tmp_path))
    assert fastvm.run_module("some_script", {"seed": 2})["result"] == 4


def test_enable_and_disable() -> None:
    assert not fastvm.is_enabled()
    fastvm.enable(adopt="user")
    assert fastvm.is_enabled() and fastvm.stats()["adoption"]["mode"] == "user"

    def helper(n: int) -> int:
        return n + 1

    assert [helper(n) for n in range(3)] == [1, 2, 3]
    assert _core.is_attached(helper.__code__)
    fastvm.disable()

    def untouched(n: int) -> int:
        return n + 2

    assert untouched(1) == 3
    assert not _core.is_attached(untouched.__code__)
    with pytest.raises(ValueError, match="adopt must be one of"):
        fastvm.enable(adopt="some")


def test_jit_puts_one_function_on_the_engine() -> None:
    @fastvm.jit
    def area(width: float, height: float = 2.0) -> float:
        return width * height

    assert area(3.0) == 6.0 and area(2, height=4) == 8
    assert _core.is_attached(area.__code__)
    assert not fastvm.is_enabled()

    @fastvm.jit
    def frames_so_far() -> int:
        return _core.stats()["frames"]["engine"]

    before = frames_so_far()
    area(1.0)
    assert frames_so_far() == before + 2  # it ran there, although the engine is off


def test_jit_says_why_not() -> None:
    namespace: dict[str, object] = {}
    exec("def f(): return 1", namespace)
    with pytest.raises(fastvm.NoSource, match="f .*no source"):
        fastvm.jit(namespace["f"])  # type: ignore[type-var]
    with pytest.raises(TypeError, match="takes a Python function, not 'builtin_function_or_method'"):
        fastvm.jit(len)


def test_stats_are_plain_values() -> None:
    import json

    numbers = json.loads(json.dumps(fastvm.stats()))
    assert {"version", "adoption", "unit_cache", "core"} <= set(numbers)
    assert numbers["version"] == fastvm.__version__


def test_the_examples_in_the_documentation_run() -> None:
    for module in (fastvm, api):
        failures, attempted = doctest.testmod(module, optionflags=doctest.ELLIPSIS)
        assert attempted and not failures


def test_another_host_is_refused_in_one_line() -> None:
    script = (
        "import sys; sys.version_info = (3, 12, 0, 'final', 0)\n"
        "try:\n    import fastvm\nexcept ImportError as error:\n    print(type(error).__name__, error)"
    )
    shown = run([sys.executable, "-c", script]).stdout
    assert shown == f"UnsupportedHost fastvm {fastvm.__version__} runs on CPython 3.11 only; this is cpython 3.12\n"


def test_the_build_refuses_another_host() -> None:
    script = "import sys, runpy; sys.version_info = (3, 12, 0, 'final', 0); runpy.run_path('setup.py')"
    process = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert process.returncode == 1
    assert process.stderr == (
        "fastvm runs on CPython 3.11 only: this is cpython 3.12. Create the environment with a python3.11.\n"
    )


def test_it_is_typed() -> None:
    assert (Path(fastvm.__file__).parent / "py.typed").exists()
