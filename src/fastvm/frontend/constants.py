"""Constants: the operand pool of a unit, and the folding of constant expressions.

Constants are references into the genuine code object wherever it has an equal one, so that identities are the
program's own. That only works when the same expressions are folded as the host folds, with the same limits.
"""

from __future__ import annotations

from . import syntax as _ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType
    from typing import Any

# The host's limits on what is folded.
_MAX_INT_BITS = 128
_MAX_COLLECTION_ITEMS = 256
_MAX_STRING_LENGTH = 4096
_MAX_TOTAL_ITEMS = 1024

# Operands in use after which further values are kept in tuples: names still need operands of their own.
_OPERAND_LIMIT = 28000
# Values in one such tuple.
_FAR_CHUNK = 1024


def constant_key(value: Any) -> Any:
    """A dict key that is equal only for constants that are the same in type and value (so 0.0 is not -0.0)."""
    kind = value.__class__
    if kind is str or kind is int or kind is bytes or value is None or kind is bool:
        return (kind, value)
    if kind is tuple:
        return (kind, tuple([constant_key(item) for item in value]))
    if kind is frozenset:
        return (kind, frozenset([constant_key(item) for item in value]))
    if kind is float:
        # repr() tells the zeros apart and is exact.
        return (kind, repr(value))
    if kind is complex:
        return (kind, repr(value.real), repr(value.imag))
    return (kind, value) if value is Ellipsis else (kind, id(value))


class ConstantPool:
    """The constants of a unit, by operand: the first is -1, the second -2, and so on."""

    __slots__ = ("refs", "values", "_operands", "_names", "_genuine", "_genuine_names", "_far", "_far_chunk")

    def __init__(self, code: CodeType) -> None:
        self.refs: list[object] = []
        self.values: list[object] = []
        self._operands: dict[Any, int] = {}
        self._names: dict[str, int] = {}
        genuine: dict[Any, int] = {}
        for index, value in enumerate(code.co_consts):
            genuine.setdefault(constant_key(value), index)
        self._genuine = genuine
        self._genuine_names = {name: index for index, name in enumerate(code.co_names)}
        self._far: dict[Any, tuple[int, int]] = {}
        self._far_chunk: list[object] = []

    def _add(self, ref: object, value: object) -> int:
        self.refs.append(ref)
        self.values.append(value)
        return -len(self.refs)

    def constant(self, value: object) -> int:
        """Operand of a constant."""
        key = constant_key(value)
        operand = self._operands.get(key)
        if operand is None:
            index = self._genuine.get(key)
            operand = self._operands[key] = self._add((value,) if index is None else index, value)
        return operand

    def code(self, index: int, code: CodeType) -> int:
        """Operand of the code object at `index` of the genuine constants."""
        key = (CodeTypeKey, index)
        operand = self._operands.get(key)
        if operand is None:
            operand = self._operands[key] = self._add(index, code)
        return operand

    def far(self, value: object) -> tuple[int, int] | None:
        """Where a constant is when no operands are left for it: (operand of a tuple, index); None when they are.

        The tuple is a list until the unit is finished.
        """
        key = constant_key(value)
        if len(self.refs) < _OPERAND_LIMIT or key in self._operands:
            return None
        place = self._far.get(key)
        if place is None:
            if not self._far_chunk or len(self._far_chunk) == _FAR_CHUNK:
                self._far_chunk = []
                self._add((self._far_chunk,), self._far_chunk)
            place = self._far[key] = (-len(self.refs), len(self._far_chunk))
            self._far_chunk.append(value)
        return place

    def finished_refs(self) -> list[object]:
        """The references, in operand order."""
        if not self._far:
            return self.refs
        return [(tuple(ref[0]),) if isinstance(ref, tuple) and ref[0].__class__ is list else ref for ref in self.refs]

    def name(self, name: str) -> int:
        """Operand of a name (of a global, an attribute, ...): always an interned string."""
        operand = self._names.get(name)
        if operand is None:
            index = self._genuine_names.get(name)
            operand = self._names[name] = self._add((name,) if index is None else -1 - index, name)
        return operand


class CodeTypeKey:
    """Marks pool keys of code objects, which are told apart by index and not by value."""


def _complexity_left(value: object, limit: int) -> int:
    """`limit` less the number of items in a nested collection; negative when there are too many."""
    if isinstance(value, (tuple, frozenset)):
        limit -= len(value)
        for item in value:
            if limit < 0:
                break
            limit = _complexity_left(item, limit)
    return limit


def _multiply(left: Any, right: Any) -> Any:
    if isinstance(left, int):
        if isinstance(right, int):
            if left and right and left.bit_length() + right.bit_length() > _MAX_INT_BITS:
                raise OverflowError
        elif isinstance(right, (tuple, frozenset)):
            size = len(right)
            if size:
                if left < 0 or left > _MAX_COLLECTION_ITEMS // size:
                    raise OverflowError
                if left and _complexity_left(right, _MAX_TOTAL_ITEMS // left) < 0:
                    raise OverflowError
        elif isinstance(right, (str, bytes)):
            if right and (left < 0 or left > _MAX_STRING_LENGTH // len(right)):
                raise OverflowError
    elif isinstance(right, int) and isinstance(left, (tuple, frozenset, str, bytes)):
        return _multiply(right, left)
    return left * right


def _power(left: Any, right: Any) -> Any:
    if isinstance(left, int) and isinstance(right, int) and left and right > 0:
        if left.bit_length() > _MAX_INT_BITS // right:
            raise OverflowError
    return left**right


def _shift(left: Any, right: Any) -> Any:
    if isinstance(left, int) and isinstance(right, int) and left and right:
        if right < 0 or right > _MAX_INT_BITS or left.bit_length() > _MAX_INT_BITS - right:
            raise OverflowError
    return left << right


def _modulo(left: Any, right: Any) -> Any:
    if isinstance(left, (str, bytes)):
        raise OverflowError
    return left % right


_BINARY: dict[type, Callable[[Any, Any], Any]] = {
    _ast.Add: lambda left, right: left + right,
    _ast.Sub: lambda left, right: left - right,
    _ast.Mult: _multiply,
    _ast.Div: lambda left, right: left / right,
    _ast.FloorDiv: lambda left, right: left // right,
    _ast.Mod: _modulo,
    _ast.Pow: _power,
    _ast.LShift: _shift,
    _ast.RShift: lambda left, right: left >> right,
    _ast.BitOr: lambda left, right: left | right,
    _ast.BitXor: lambda left, right: left ^ right,
    _ast.BitAnd: lambda left, right: left & right,
}
_UNARY: dict[type, Callable[[Any], Any]] = {
    _ast.Invert: lambda value: ~value,
    _ast.Not: lambda value: not value,
    _ast.UAdd: lambda value: +value,
    _ast.USub: lambda value: -value,
}


class NotConstant(Exception):
    """The expression cannot be folded: it is left for run time, where its error belongs."""


def fold_binary(op: _ast.operator, left: object, right: object) -> object:
    """The value of a binary operation on constants. Raises NotConstant."""
    function = _BINARY.get(op.__class__)
    if function is None:
        raise NotConstant
    try:
        return function(left, right)
    except Exception:
        raise NotConstant


def fold_unary(op: _ast.unaryop, value: object) -> object:
    """The value of a unary operation on a constant. Raises NotConstant."""
    try:
        return _UNARY[op.__class__](value)
    except Exception:
        raise NotConstant


def fold_subscript(value: Any, index: Any) -> object:
    """The value of a subscript of a constant by a constant. Raises NotConstant."""
    try:
        return value[index]
    except Exception:
        raise NotConstant
