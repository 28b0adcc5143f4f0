"""Fixtures all tests share: the engine and the host interpreter as commands."""

from __future__ import annotations

import pytest

from tests import support


@pytest.fixture(scope="session")
def fastvm_command() -> list[str]:
    """The command that starts the engine."""
    return support.fastvm_command()


@pytest.fixture(scope="session")
def python_command() -> list[str]:
    """The command that starts the host interpreter."""
    return support.python_command()
