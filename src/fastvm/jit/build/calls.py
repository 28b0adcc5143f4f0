"""What was decided so far about the calls that a function may be built together with."""

from __future__ import annotations

from ..callees import Callees
from ..feedback import View


class Calls:
    """Which calls are inlined, in all attempts to build a function."""

    def __init__(self, callees: Callees) -> None:
        self.callees = callees
        self.levels: dict[tuple[int, int], int] = {}  # by place of the call, and which of its callees
        self.refused: set[tuple[int, int]] = set()
        self.views: dict[int, View] = {}  # of the units that are inlined, by level
        #: Whether names of attributes and methods are known to the shared caches, by the instruction that looks for it.
        self.names: dict[tuple[str, str], bool] = {}
