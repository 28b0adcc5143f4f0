"""A package for `imports.py`: relative and circular imports, `__all__`, a module-level `__getattr__`."""

print("running helper_package", __name__, __package__, __spec__.name)
from . import first
from .sub import deep as renamed_deep

__all__ = ["first", "value", "lazy_in_all"]
value = 1
_private = 2


def __getattr__(name):
    if name.startswith("lazy_"):
        print("module getattr", name)
        return name.upper()
    raise AttributeError(f"helper has no {name}")


def __dir__():
    return ["custom", "dir"]
