"""fastvm: a second execution engine inside CPython 3.11.

The usual way in is the command, `fastvm script.py`. From Python::

    >>> import fastvm
    >>> fastvm.run_string("answer = sum(n * n for n in range(10))")["answer"]
    285
    >>> fastvm.enable()       # from here on, this process runs on the engine
    >>> @fastvm.jit           # or: just this function
    ... def triple(n):
    ...     return 3 * n

Importing this package loads nothing but this file: the engine comes with the first use.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from fastvm.api import (
        NoSource,
        disable,
        enable,
        gc_stats,
        has_jit,
        is_enabled,
        jit,
        run_module,
        run_path,
        run_string,
        stats,
    )
    from fastvm.version import __version__

__all__ = [
    "NoSource",
    "UnsupportedHost",
    "__version__",
    "disable",
    "enable",
    "gc_stats",
    "has_jit",
    "is_enabled",
    "jit",
    "run_module",
    "run_path",
    "run_string",
    "stats",
]


class UnsupportedHost(ImportError):
    """fastvm was imported by an interpreter it cannot work in."""


if sys.implementation.name != "cpython" or sys.version_info[:2] != (3, 11):
    from fastvm.version import __version__

    raise UnsupportedHost(
        f"fastvm {__version__} runs on CPython 3.11 only; "
        f"this is {sys.implementation.name} {sys.version_info[0]}.{sys.version_info[1]}"
    )


def __getattr__(name: str) -> object:
    if name == "__version__":
        from fastvm import version

        return version.__version__
    if name in __all__:
        from fastvm import api

        return getattr(api, name)
    raise AttributeError(f"module 'fastvm' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
