"""Where the native code of a source file is kept."""

from __future__ import annotations

import os
from _frozen_importlib_external import cache_from_source

_paths: dict[str, str | None] = {}


def path_of(source: str) -> str | None:
    """The file for a source file; None where the host would keep no .pyc either."""
    if source not in _paths:
        _paths[source] = None
        try:
            pyc: str = cache_from_source(os.path.abspath(source))
            _paths[source] = pyc.removesuffix(".pyc") + ".fastvm-native"
        except (NotImplementedError, ValueError, OSError):
            pass
    return _paths[source]
