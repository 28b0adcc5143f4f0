"""The public functions of `fastvm` (the package exports them lazily)."""

from collections.abc import Callable, Mapping
from types import CodeType
from typing import Any, TypeVar

from fastvm import _core, engine
from fastvm.adoption import capture, policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from fastvm.report.collector import CollectorStats

Function = TypeVar("Function", bound=Callable[..., Any])


class NoSource(ValueError):
    """A function cannot be put on the engine, because its source is not available or does not match."""


def enable(adopt: str = policy.DEFAULT_MODE, jit: "bool | None" = None) -> None:
    """Run this process on the engine from now on.

    Functions that are already running are finished by the host; calls that begin after this go to the engine.
    `adopt` says how much of the installed code it takes: "user" only the program's own, "hot"
    (the default) also library code that is called often, "all" everything. `jit` says whether hot code is compiled to
    machine code (by default it is, unless the environment has FASTVM_JIT=0; without llvmlite it is interpreted).

    >>> import fastvm
    >>> fastvm.enable()
    >>> fastvm.is_enabled()
    True
    >>> fastvm.disable()
    """
    engine.enable(adopt, jit)


def has_jit() -> bool:
    """Whether hot code can be compiled to machine code here: llvmlite is installed.

    >>> import fastvm
    >>> fastvm.has_jit()
    True
    """
    import importlib.util

    return importlib.util.find_spec("llvmlite") is not None


def disable() -> None:
    """Give new frames back to the host. Frames the engine is running are finished by it."""
    engine.disable()


def is_enabled() -> bool:
    """Whether new frames go to the engine."""
    return engine.is_enabled()


def run_path(path: str, init_globals: "Mapping[str, Any] | None" = None, run_name: str = "__main__") -> dict[str, Any]:
    """Run a script, a directory or a zip file with a `__main__.py` on the engine; return its globals.

    As `runpy.run_path`, which it uses.

    >>> import fastvm
    >>> names = fastvm.run_path("script.py")  # doctest: +SKIP
    """
    import runpy

    with _switched_on():
        return runpy.run_path(path, dict(init_globals) if init_globals is not None else None, run_name)


def run_module(
    name: str, init_globals: "Mapping[str, Any] | None" = None, run_name: "str | None" = None
) -> dict[str, Any]:
    """Run a module by its name on the engine; return its globals. As `runpy.run_module`, which it uses."""
    import runpy

    with _switched_on():
        return runpy.run_module(name, dict(init_globals) if init_globals is not None else None, run_name)


def run_string(text: str, globals: "dict[str, Any] | None" = None, filename: str = "<string>") -> dict[str, Any]:
    """Run a program text on the engine; return its globals.

    >>> import fastvm
    >>> fastvm.run_string("total = start + 1", {"start": 41})["total"]
    42
    """
    namespace: dict[str, Any] = {"__name__": "__main__", "__builtins__": __builtins__}
    if globals is not None:
        namespace = globals
    code = compile(text, filename, "exec", dont_inherit=True)
    with _switched_on():
        capture.note(code, text, "exec", 0, -1)
        # Asked for by name: not left to the host for being short, as other text may be.
        unit = engine.resolver.unit_now(code)
        if not isinstance(unit, str):
            _core.attach(code, unit)
        exec(code, namespace)
    return namespace


def jit(function: Function) -> Function:
    """Put one function on the engine, whether or not the engine is enabled for the rest of the process.

    The function is compiled now, so that an error shows here: NoSource when its source cannot be found.

    >>> import fastvm
    >>> @fastvm.jit
    ... def area(width: float, height: float) -> float:
    ...     return width * height
    """
    code: Any = getattr(function, "__code__", None)
    if not isinstance(code, CodeType):
        raise TypeError(f"@fastvm.jit takes a Python function, not {type(function).__name__!r}")
    engine.prepare()
    unit = engine.resolver.unit_now(code)
    if isinstance(unit, str):
        raise NoSource(f"{code.co_qualname} ({code.co_filename}, line {code.co_firstlineno}): {unit}")
    _core.attach(code, unit)
    engine.switch_jit()
    return function


def stats() -> dict[str, Any]:
    """What the engine did so far: frames by tier, host frames by reason, instructions, caches, compile times.

    >>> import fastvm
    >>> sorted(fastvm.stats())  # doctest: +ELLIPSIS
    ['adoption', ...]
    """
    from fastvm.report.stats import collect

    return collect()


def gc_stats() -> "CollectorStats":
    """What the engine's collector of cycles did since the process began, by generation: collections, the objects they
    examined and freed, and their pauses. All zero while the host's collector works (`gc.get_stats()` counts both).

    >>> import fastvm
    >>> [generation.name for generation in fastvm.gc_stats().generations]
    ['young', 'middle', 'full']
    """
    from fastvm.report.collector import current

    return current()


class _switched_on:
    """With the engine on for the duration, and as it was before afterwards."""

    def __enter__(self) -> None:
        self._was_enabled = engine.is_enabled()
        if not self._was_enabled:
            engine.enable(engine.resolver.mode)

    def __exit__(self, *error: object) -> None:
        if not self._was_enabled:
            engine.disable()
