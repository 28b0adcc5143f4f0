"""Loads the front end and the JIT late, without a trace.

Most starts find all units in the cache and need no compiler, so it is loaded with the first miss; the JIT's compiler is
when something is hot. That may be in the middle of anything, also of a loop of the program over `sys.modules`, which
must not grow meanwhile. So `reserve` enters the modules at the start, empty, and each runs its code when something is
first looked up in it.

All of the engine's Python code sees the builtins as they were at the start: a program may put anything in the place of
`len` or `open`. The core sees to that where it calls it (vm_core/private.pxi).
"""

import builtins
import os
import sys
from _frozen_importlib import _gcd_import as import_module  # type: ignore[attr-defined]
from _frozen_importlib import _init_module_attrs, _ModuleLockManager  # type: ignore[attr-defined]
from _frozen_importlib_external import spec_from_file_location

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any
else:
    ModuleType = type(sys)

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_modules: "dict[str, LateModule]" = {}
_import = builtins.__import__
# Besides all of the front end: what it needs, and what needs it.
_OTHERS = (
    "bytecode/__init__.py",
    "bytecode/instructions.py",
    "bytecode/unit.py",
    "bytecode/words.py",
    "adoption/locate.py",
    "adoption/stamp.py",
)


class _FutureFeatures:
    """What the modules import from `__future__`. Only the compiler looks at these imports, and the real module would
    be entered into sys.modules for them."""

    annotations = None


def _import_unseen(name: str, *rest: "Any") -> object:
    return _FutureFeatures if name == "__future__" else _import(name, *rest)


builtins_at_start: "dict[str, object]" = {**vars(builtins), "__import__": _import_unseen}


class LateModule(ModuleType):
    """A module whose code runs when one of its attributes is first wanted. Then it is an ordinary module."""

    def __getattr__(self, name: str) -> object:
        # Programs look for `__file__`, `__warningregistry__` and the like in all modules there are.
        if name.startswith("__") and name != "__path__":
            raise AttributeError(name)
        _load(self)
        try:
            return self.__dict__[name]
        except KeyError:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}") from None


def reserve() -> None:
    """Enter the front end's modules into sys.modules."""
    _reserve(("frontend",), _OTHERS)


def reserve_jit() -> None:
    """Enter the compiler's modules into sys.modules, and what they import of the host."""
    _reserve(("jit", *[f"jit/{part}" for part in ("build", "hir", "kept", "llvm", "passes")]))
    for name in ("_functools", "_struct", "math"):  # (math: its functions are in the table of native code)
        import_module(name)


def loaded(name: str) -> "Any":
    """One of these modules if its code has been run, else None."""
    module = _modules.get(name) or sys.modules.get(name)
    return None if type(module) is LateModule else module


def _reserve(folders: "tuple[str, ...]", others: "tuple[str, ...]" = ()) -> None:
    try:
        files = [f"{part}/{file}" for part in folders for file in sorted(os.listdir(f"{_PACKAGE}/{part}"))]
    except OSError:
        return  # installed in a zip file: then it is imported as anything else is
    for file in (*others, *[file for file in files if file.endswith(".py")]):
        name = "fastvm." + file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        if name not in sys.modules:
            sys.modules[name] = _modules[name] = module = LateModule(name)
            parent, _, child = name.rpartition(".")
            if name != "fastvm.jit":  # (`fastvm.jit` is the decorator)
                sys.modules[parent].__dict__.setdefault(child, module)
            module.__file__ = f"{_PACKAGE}/{file}"


def module(name: str) -> "Any":
    """One of these modules, whatever the program did to sys.modules meanwhile."""
    return _modules.get(name) or import_module(name)


def _load(module: LateModule) -> None:
    name = module.__name__
    with _ModuleLockManager(name):
        if type(module) is not LateModule or getattr(module.__spec__, "_initializing", False):
            return  # another thread was first, or the modules need each other in a circle
        spec = spec_from_file_location(name, module.__file__)
        assert spec is not None and spec.loader is not None
        _init_module_attrs(spec, module, override=True)
        spec._initializing = True  # type: ignore[attr-defined]
        module.__dict__["__builtins__"] = builtins_at_start  # (also for calls from elsewhere)
        try:
            spec.loader.exec_module(module)
        finally:
            spec._initializing = False  # type: ignore[attr-defined]
        if type(module) is LateModule:
            module.__class__ = ModuleType  # type: ignore[assignment]
