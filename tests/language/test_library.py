"""The library: `run_string`, `run_path`, `run_module`, `enable`, `disable`, `@jit`, `stats`; what the engine runs."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from tests.language.conftest import frames

fastvm = pytest.importorskip("fastvm")


@pytest.fixture(autouse=True)
def leave_disabled() -> object:
    """Whatever a test does, the engine is as it was afterwards."""
    was = fastvm.is_enabled()
    yield
    (fastvm.enable if was else fastvm.disable)()


def counted(function, *args):  # type: ignore[no-untyped-def]
    """The result, how many frames the engine ran for it, and how many the host ran that it should not have.

    Library code that is not hot yet is the host's by design.
    """
    before = frames()
    result = function(*args)
    after = frames()
    handed = {reason: count - before["host_reasons"].get(reason, 0) for reason, count in after["host_reasons"].items()}
    handed.pop("not hot yet", None)
    return result, after["engine"] - before["engine"], {reason: count for reason, count in handed.items() if count}


def test_run_string_uses_the_namespace() -> None:
    names = {"start": 41}
    assert fastvm.run_string("total = start + 1", names) is names
    assert names["total"] == 42
    assert fastvm.run_string("x = __name__")["x"] == "__main__"
    with pytest.raises(ValueError, match="inside"):
        fastvm.run_string("raise ValueError('inside')")
    with pytest.raises(SyntaxError):
        fastvm.run_string("a b")


def test_run_string_runs_on_the_engine() -> None:
    text = "def f(n):\n    return n and f(n - 1)\nf(50)\nlist(map(f, range(5)))\nsorted([3, 1], key=lambda v: f(v))\n"
    _, engine, host = counted(fastvm.run_string, text)
    assert engine >= 60
    assert not host


def test_generators_and_classes_run_on_the_engine() -> None:
    text = """
class K:
    def __init__(self, n): self.n = n
    def __iter__(self): yield from range(self.n)
    def __lt__(self, other): return self.n < other.n
sorted(K(i) for i in range(5))
[x for k in map(K, range(4)) for x in k]
exec("def g(): return 1\\ng()")
eval("[i for i in range(3)]")
import dataclasses
@dataclasses.dataclass
class D:
    a: int = 1
D().a
"""
    _, engine, host = counted(fastvm.run_string, text)
    assert engine > 20
    assert not host


def test_run_path(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("def f(): return __name__\n")
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\nsys.path.insert(0, __file__.rpartition('/')[0])\n"
        "import helper\nvalue = helper.f(), __name__, given\n"
    )
    names = fastvm.run_path(str(script), {"given": 1})
    assert names["value"] == ("helper", "__main__", 1)
    assert fastvm.run_path(str(script), {"given": 1}, "other")["value"][1] == "other"
    sys.path.remove(str(tmp_path))
    with pytest.raises(FileNotFoundError):
        fastvm.run_path(str(tmp_path / "missing.py"))


def test_run_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "some_module_to_run.py").write_text("value = __name__\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert fastvm.run_module("some_module_to_run")["value"] == "some_module_to_run"
    assert fastvm.run_module("some_module_to_run", run_name="__main__")["value"] == "__main__"
    with pytest.raises(ImportError):
        fastvm.run_module("no_such_module_at_all")


def test_enable_and_disable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "users_module.py").write_text(
        "def f(n):\n    return sum(g(i) for i in range(n))\n\ndef g(i):\n    return i * 2\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    import users_module  # type: ignore[import-not-found]

    fastvm.disable()
    assert not fastvm.is_enabled()
    _, engine, _ = counted(users_module.f, 10)
    assert engine == 0
    fastvm.enable("user")
    assert fastvm.is_enabled()
    result, engine, _ = counted(users_module.f, 10)
    assert result == 90 and engine >= 11
    fastvm.disable()
    result, engine, _ = counted(users_module.f, 10)
    assert result == 90 and engine == 0
    fastvm.enable()
    fastvm.enable()
    assert fastvm.is_enabled()
    with pytest.raises(ValueError):
        fastvm.enable("nonsense")


def test_jit_puts_one_function_on_the_engine() -> None:
    fastvm.disable()
    result, engine, _ = counted(jitted, 10)
    assert result == 45 and engine >= 1
    for wrong in (5, "text", len, int):
        with pytest.raises(TypeError):
            fastvm.jit(wrong)
    with pytest.raises(ValueError):
        fastvm.jit(eval("lambda: 1"))


@fastvm.jit
def jitted(n: int) -> int:
    total = 0
    for i in range(n):
        total += i
    return total


def test_threads_run_on_the_engine() -> None:
    names = fastvm.run_string(
        "def work(n):\n    for i in range(n): helper(i)\n    done.append(n)\ndef helper(i): return i\ndone = []"
    )
    fastvm.enable()
    before = frames()["engine"]
    threads = [threading.Thread(target=names["work"], args=(100,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names["done"] == [100] * 3
    assert frames()["engine"] - before >= 303


def test_traced_frames_go_to_the_host() -> None:
    names = fastvm.run_string("def f(n):\n    x = n\n    return x\n")
    events = []

    def tracer(frame, event, argument):  # type: ignore[no-untyped-def]
        if frame.f_code.co_name != "f":
            return None
        events.append((event, frame.f_lineno))
        return tracer

    fastvm.enable()
    sys.settrace(tracer)
    try:
        names["f"](1)
    finally:
        sys.settrace(None)
    assert events == [("call", 1), ("line", 2), ("line", 3), ("return", 3)]
    _, engine, _ = counted(names["f"], 1)
    assert engine >= 1


def test_stats_are_plain_values() -> None:
    import json

    numbers = fastvm.stats()
    assert json.loads(json.dumps(numbers)) == numbers
    assert {"engine", "host", "host_reasons"} <= set(numbers["core"]["frames"])
