"""The switch: connects the native core with adoption, and turns the engine on and off.

One engine per process. The command and the public API both come through here.
"""

import atexit

from fastvm import _core
from fastvm.adoption import late, policy
from fastvm.adoption.resolver import Resolver
from fastvm.adoption.sources import file_caches

resolver = Resolver()
_prepared = False


def enable(adopt: str = policy.DEFAULT_MODE) -> None:
    """Turn the engine on: new frames of all threads come to it, as far as `adopt` lets them."""
    if adopt not in policy.MODES:
        raise ValueError(f"adopt must be one of {', '.join(policy.MODES)}, not {adopt!r}")
    prepare()
    resolver.mode = adopt
    _core.enable()


def prepare() -> None:
    """Make the core able to ask, without turning it on."""
    global _prepared
    if not _prepared:
        _prepared = True
        late.reserve()
        _core.set_resolver(resolver)
        _core.set_lander(land)
        atexit.register(_core.run_private, save_caches)  # Ctrl-C at the exit must not end in the middle of it


def land(*unit: object) -> bytes:
    """Where the host can go on with frames of a unit. The module is needed by debuggers only."""
    from fastvm.frontend import landings

    return landings.table(*unit)  # type: ignore[arg-type]


def disable() -> None:
    """Turn the engine off. What it compiled stays, for the next time."""
    _core.disable()


def is_enabled() -> bool:
    return _core.is_enabled()


def save_caches() -> None:
    """Write the units compiled since the start into the caches on disk."""
    for cache in file_caches():
        cache.write()
