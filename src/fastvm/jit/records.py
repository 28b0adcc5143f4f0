"""Small classes that are nothing but their fields: `@record`, and `replace` for a record with other fields.

As dataclasses, of which the compiler makes no other use: but importing those takes longer than the rest of the
compiler's modules together, and records are made faster here. A record is not changed after it is made; but
fields whose names begin with an underscore are no part of it: there it keeps what it has found out about the others.
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
        lines = [
            f"def __init__(self, {', '.join(parameters)}):",
            *(f"    self.{name} = {name}" for name in fields),
            *(f"    self.{name} = None" for name in found),
            "def _key(self):",
            f"    return ({''.join(f'self.{name}, ' for name in fields)})",
        ]
        made: dict[str, Any] = {f"_{name}": value for name, value in defaults.items()}
        exec("\n".join(lines), made)
        space |= {"__init__": made["__init__"], "_key": made["_key"]}
        space |= {"__slots__": (*fields, *found), "_fields": tuple(fields), "_found": tuple(found)}
        space |= {"__eq__": _equal, "__hash__": _hash, "__repr__": _show}
        return type(cls.__name__, cls.__bases__, space)

    def replace(old: Any, **changes: Any) -> Any:
        """A record with some other fields."""
        cls = type(old)
        new = cls.__new__(cls)
        for name in cls._fields:
            setattr(new, name, changes[name] if name in changes else getattr(old, name))
        for name in cls._found:
            setattr(new, name, None)
        return new

    def _equal(self: Any, other: Any) -> bool:
        return self is other or (type(self) is type(other) and self._key() == other._key())

    def _hash(self: Any) -> int:
        return hash(self._key())

    def _show(self: Any) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in type(self)._fields)
        return f"{type(self).__name__}({fields})"
