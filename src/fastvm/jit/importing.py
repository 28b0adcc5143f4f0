"""Importing the compiler (driver.py with all that it needs), which takes as long as a short program: when it is first
needed, on the program's time or in a copy of the process.
"""

from __future__ import annotations

import sys
from time import thread_time

from . import policy
from .plans import counters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType


def to_come() -> float:
    """How many seconds importing will take yet."""
    return 0.0 if "fastvm.jit.driver" in sys.modules else policy.IMPORTING


def driver() -> ModuleType:
    """The compiler. The time that importing takes counts as building."""
    started = thread_time()
    from . import driver

    counters.building += thread_time() - started
    return driver
