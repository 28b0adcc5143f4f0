"""Numbers that change in a class: its version stays, so caches about it do."""

from __future__ import annotations

import pytest

import fastvm

PROGRAM = """
from fastvm import _core

class Base:
    made = 0

class Derived(Base):
    made = 5

def versions():
    return [_core.type_version(kind) for kind in (Base, Derived)]

def store(value):
    Base.made = value
    return Base.made, Base().made, Derived().made

store(1)  # the host's: what caches know of the name goes
store(2)
before = versions()
found = [store(n) for n in range(500)]
stays = before == versions() and 0 not in before
"""


def test_versions() -> None:
    seen = fastvm.run_string(PROGRAM)
    assert seen["found"] == [(n, n, 5) for n in range(500)]
    assert seen["stays"]


@pytest.mark.parametrize("value", ["None", "'text'", "property(int)", "True"])
def test_other_values(value: str) -> None:
    seen = fastvm.run_string(PROGRAM + f"Base.made = {value}\nstays = before == versions()")
    assert not seen["stays"]
