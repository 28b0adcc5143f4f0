"""Statements: control flow, exceptions, with, match, unpacking, imports, deletion."""

from __future__ import annotations

import traceback

import pytest

from tests.language.conftest import Run


def test_loops(run: Run) -> None:
    names = run("""
        def f(n):
            out = []
            for i in range(n):
                if i == 1: continue
                if i == 4: break
                out.append(i)
            else:
                out.append("for else")
            while n > 0:
                n -= 1
                if n == 2: break
            else:
                out.append("while else")
            return out, n
        result = f(3), f(9), f(0)
    """)
    assert names["result"] == (([0, 2, "for else"], 2), ([0, 2, 3], 2), (["for else", "while else"], 0))


def test_finally(run: Run) -> None:
    names = run("""
        def leave(how):
            log = []
            for i in range(3):
                try:
                    if how == "return": return log.append("try") or log
                    if how == "break": break
                    if how == "continue": continue
                    if how == "raise": raise ValueError
                except ValueError:
                    log.append("except")
                    return log
                else:
                    log.append("else")
                finally:
                    log.append(i)
                    if how == "override": return "overridden"
            return log
        result = [leave(how) for how in ("return", "break", "continue", "raise", "none", "override")]
    """)
    assert names["result"] == [
        ["try", 0],
        [0],
        [0, 1, 2],
        ["except", 0],
        ["else", 0, "else", 1, "else", 2],
        "overridden",
    ]


def test_exception_chaining(run: Run) -> None:
    names = run("""
        def chain(how):
            try:
                try:
                    raise KeyError("first")
                except KeyError as error:
                    if how == "from": raise ValueError("second") from error
                    if how == "none": raise ValueError("second") from None
                    if how == "bare": raise
                    raise ValueError("second")
            except Exception as error:
                return type(error).__name__, repr(error.__cause__), repr(error.__context__), error.__suppress_context__
        result = [chain(how) for how in ("from", "none", "bare", "context")]
    """)
    first = "KeyError('first')"
    assert names["result"] == [
        ("ValueError", first, first, True),
        ("ValueError", "None", first, True),
        ("KeyError", "None", "None", False),
        ("ValueError", "None", first, False),
    ]


def test_exception_groups(run: Run) -> None:
    names = run("""
        log = []
        try:
            try:
                inner = ExceptionGroup("h", [ValueError(3), KeyError(4)])
                raise ExceptionGroup("g", [ValueError(1), TypeError(2), inner])
            except* ValueError as group:
                log.append(repr(group))
            except* TypeError:
                log.append("type")
        except ExceptionGroup as rest:
            log.append(repr(rest))
    """)
    assert names["log"] == [
        "ExceptionGroup('g', [ValueError(1), ExceptionGroup('h', [ValueError(3)])])",
        "type",
        "ExceptionGroup('g', [ExceptionGroup('h', [KeyError(4)])])",
    ]


def test_traceback_has_lines_and_markers(run: Run) -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        run("def f(a):\n    return (a +\n            1 // a)\nf(0)")
    entries = traceback.extract_tb(caught.value.__traceback__)[-2:]
    assert [(e.name, e.lineno, e.end_lineno, e.colno, e.end_colno) for e in entries] == [
        ("<module>", 4, 4, 0, 4),
        ("f", 3, 3, 12, 18),
    ]


def test_with(run: Run) -> None:
    names = run("""
        log = []
        class M:
            def __init__(self, name, swallow=False): self.name, self.swallow = name, swallow
            def __enter__(self): log.append(f"enter {self.name}"); return self.name
            def __exit__(self, kind, value, tb):
                log.append(f"exit {self.name} {kind and kind.__name__}")
                return self.swallow
        with M("a", True) as a, M("b") as b:
            log.append(a + b)
            raise KeyError
        def f():
            with M("c"):
                return "returned"
        result = f()
    """)
    assert names["log"] == ["enter a", "enter b", "ab", "exit b KeyError", "exit a KeyError", "enter c", "exit c None"]
    assert names["result"] == "returned"


def test_match(run: Run) -> None:
    names = run("""
        class Point:
            __match_args__ = ("x", "y")
            def __init__(self, x, y): self.x, self.y = x, y
        def kind(v):
            match v:
                case 0 | None: return "empty"
                case int(n) if n > 9: return f"big {n}"
                case str() as s: return f"text {s}"
                case [a, *rest]: return f"{a} then {rest}"
                case {"k": value, **others}: return f"{value} {others}"
                case Point(0, y=y): return f"axis {y}"
                case Point(x, y): return f"point {x} {y}"
                case _: return "other"
        values = 0, None, 10, 5, "s", [1, 2, 3], [], {"k": 1, "z": 2}, Point(0, 5), Point(1, 2), 1.5
        result = [kind(v) for v in values]
    """)
    assert names["result"] == [
        "empty",
        "empty",
        "big 10",
        "other",
        "text s",
        "1 then [2, 3]",
        "other",
        "1 {'z': 2}",
        "axis 5",
        "point 1 2",
        "other",
    ]


def test_unpacking(run: Run) -> None:
    names = run("""
        a, (b, *c), d = 1, "xyz", [4]
        *e, f = range(3)
        i, lst = 0, [0, 0]
        i, lst[i] = 1, 9
        [g] = {5}
        x = y = z = []
        result = a, b, c, d, e, f, lst, g, x is z
        errors = []
        for bad in ("a, b = 1,", "a, b = 1, 2, 3", "a, *b, c = [1]", "a, b = 5"):
            try:
                exec(bad)
            except (ValueError, TypeError) as error:
                errors.append(str(error))
    """)
    assert names["result"] == (1, "x", ["y", "z"], [4], [0, 1], 2, [0, 9], 5, True)
    assert names["errors"] == [
        "not enough values to unpack (expected 2, got 1)",
        "too many values to unpack (expected 2)",
        "not enough values to unpack (expected at least 2, got 1)",
        "cannot unpack non-iterable int object",
    ]


def test_imports(run: Run) -> None:
    names = run("""
        import os.path, sys as system
        from math import floor as down, pi
        from collections import *
        def local():
            import json.decoder as d
            from json import dumps
            return d.__name__, dumps([1])
        errors = []
        for bad in ("import no_such_module", "from os import no_such_name", "from . import x"):
            try:
                exec(bad)
            except ImportError as error:
                errors.append(type(error).__name__)
        result = os.path.basename("a/b"), system.__name__, down(1.5), pi > 3, OrderedDict.__name__, local(), errors
    """)
    assert names["result"] == (
        "b",
        "sys",
        1,
        True,
        "OrderedDict",
        ("json.decoder", "[1]"),
        ["ModuleNotFoundError", "ImportError", "ImportError"],
    )


def test_deletion_and_annotations(run: Run) -> None:
    names = run("""
        a, b = 1, [1, 2, 3]
        del a, b[0]
        x: int = 5
        y: "text"
        class K:
            z: float = 1.0
        def f(p: int, *q: str) -> None:
            local: undefined = 1
            return local
        result = "a" in globals(), b, __annotations__, K.__annotations__, f.__annotations__, f(1)
    """)
    assert names["result"] == (
        False,
        [2, 3],
        {"x": int, "y": "text"},
        {"z": float},
        {"p": int, "q": str, "return": None},
        1,
    )


@pytest.mark.parametrize(
    "text",
    [
        "def f(:",
        "x = (1,",
        "return 1",
        "a b",
        "f(**k, *a)",
        "nonlocal x",
        "'\\N{nothing}'",
        "break",
        "def f(a, a): pass",
        "await x",
    ],
)
def test_syntax_errors_are_the_hosts(text: str, run: Run) -> None:
    with pytest.raises(SyntaxError) as here:
        compile(text, "<string>", "exec")
    fastvm = pytest.importorskip("fastvm")
    with pytest.raises(SyntaxError) as there:
        fastvm.run_string(text)
    assert (there.value.msg, there.value.lineno, there.value.offset) == (
        here.value.msg,
        here.value.lineno,
        here.value.offset,
    )
