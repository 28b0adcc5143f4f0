"""How the tests of the language run a program: in this process, on the engine, with the proof that it ran there."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests import support

Run = Callable[..., dict[str, Any]]


def frames() -> dict[str, Any]:
    """The counters of frames: on the engine, on the host, and the host's reasons."""
    import fastvm

    counted: dict[str, Any] = fastvm.stats()["core"]["frames"]
    return counted


@pytest.fixture
def run() -> Iterator[Run]:
    """Run a program text and return its globals; afterwards, check that the engine ran frames.

    In a control run CPython runs it: what the tests expect must be right there.
    """
    if support.is_control_run():
        yield run_on_host
        return
    import fastvm

    before = frames()["engine"]
    ran = False

    def run_text(text: str, **names: Any) -> dict[str, Any]:
        nonlocal ran
        ran = True
        return fastvm.run_string(textwrap.dedent(text), {"__name__": "program", **names})

    yield run_text
    if ran:
        assert frames()["engine"] > before, "the engine did not run the program"


def run_on_host(text: str, **names: Any) -> dict[str, Any]:
    namespace: dict[str, Any] = {"__name__": "program", **names}
    exec(compile(textwrap.dedent(text), "<string>", "exec", dont_inherit=True), namespace)
    return namespace
