"""Small classes that are nothing but their fields: `@record`, and `replace` for a record with other fields.

As dataclasses, of which the compiler makes no other use: but importing those takes longer than the rest of the
compiler's modules together, and records are made faster here. A record is not changed after it is made; but fields
whose names begin with an underscore are no part of it: there it keeps what it has found out about the others (`_hash`:
its hash).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar, dataclass_transform

    T = TypeVar("T")

    @dataclass_transform(frozen_default=True)
    def record(cls: type[T]) -> type[T]: ...

    def replace(old: T, **changes: Any) -> T: ...

else:

    def record(cls: type) -> type:
        """Give a class the methods of its fields: they are its annotations, with the defaults given there."""
        found = [name for name in cls.__annotations__ if name.startswith("_")]
        fields = [name for name in cls.__annotations__ if not name.startswith("_")]
        space = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__", *found)}
        defaults = {name: space.pop(name) for name in fields if name in space}
        parameters = [f"{name}=_{name}" if name in defaults else name for name in fields]
        key = "".join(f"self.{name}, " for name in fields)
        same = " and ".join(f"self.{name} == other.{name}" for name in fields)
        lines = [
            f"def __init__(self, {', '.join(parameters)}):",
            *(f"    self.{name} = {name}" for name in fields),
            *(f"    self.{name} = None" for name in found),
            "def __eq__(self, other):",
            "    if self is other:",
            "        return True",
            f"    return type(self) is type(other) and {same}",
            "def __hash__(self):",
            *([] if "_hash" in found else [f"    return hash(({key}))"]),
            *(["    if self._hash is None:", f"        self._hash = hash(({key}))"] if "_hash" in found else []),
            *(["    return self._hash"] if "_hash" in found else []),
            "def _replaced(self, changes):",
            "    new = object.__new__(type(self))",
            *(f"    new.{name} = changes[{name!r}] if {name!r} in changes else self.{name}" for name in fields),
            *(f"    new.{name} = None" for name in found),
            "    return new",
        ]
        made: dict[str, Any] = {f"_{name}": value for name, value in defaults.items()}
        exec("\n".join(lines), made)
        space |= {name: made[name] for name in ("__init__", "__eq__", "__hash__", "_replaced")}
        space |= {"__slots__": (*fields, *found), "_fields": tuple(fields), "__repr__": _show}
        return type(cls.__name__, cls.__bases__, space)

    def replace(old: Any, **changes: Any) -> Any:
        """A record with some other fields."""
        return old._replaced(changes)

    def _show(self: Any) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in type(self)._fields)
        return f"{type(self).__name__}({fields})"
