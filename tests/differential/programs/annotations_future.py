"""Annotations under `from __future__ import annotations`: strings, never evaluated, unparsed by the host's rules."""

from __future__ import annotations

import typing


def f(a: undefined, b: list[int | None] = None, *args: "already a string", c: lambda x: x + 1 = 3, **kw: (1, 2)) -> not_there[0]:
    local: missing = 5
    return local


print(f.__annotations__, f(1))
x: int = 5
y: unknown.attribute
print(__annotations__)


class K:
    a: K
    b: typing.List["K"] = []
    c: f"{x!r:>{5}}" = 1
    d: [i for i in range(3)] = 2
    e: {1: 2, **z} = 3
    f: -x ** 2 = 4
    g: (a if b else c) = 5
    h: not (a and b or c) = 6
    i: a[1:2, ::3, ...] = 7
    j: 'quoted' = 8
    k: b'bytes' = 9
    l: 1.5e10 + 2j = 10
    m: (yield_) = 11
    n: f(*args, k=1, **kw) = 12
    o: {a, b} = 13
    p: (lambda a, /, b=1, *c, d, **e: 0) = 14
    q: a < b <= c is not d not in e = 15


for name, text in K.__annotations__.items():
    print(name, text)
print(typing.get_type_hints(f.__class__) if False else typing.get_type_hints(type("T", (), {"__annotations__": {"v": "int"}})))


def inner():
    class Local:
        def method(self) -> Local:
            return self

        async def co(self, other: Local): ...
    return Local


print(inner().method.__annotations__, inner().co.__annotations__)
lam = lambda: 0
print(lam.__annotations__)
import dataclasses


@dataclasses.dataclass
class D:
    a: int = 1
    b: typing.ClassVar[int] = 2
    c: dataclasses.InitVar[int] = 3


print(D(), [field.name for field in dataclasses.fields(D)])
exec("def g(a: nothing): pass\nprint(g.__annotations__)")
print(compile("z: nothing", "<c>", "exec", dont_inherit=True).co_names, compile("z: nothing", "<c>", "exec").co_names)
