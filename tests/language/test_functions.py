"""Functions: arguments, closures, scopes, generators, coroutines, and that the objects are the host's own."""

from __future__ import annotations

import copy
import inspect
import pickle
import sys
import types

import pytest

import fastvm

from tests.language.conftest import Run


def test_functions_are_ordinary_functions(run: Run) -> None:
    text = "def f(a, b=2, *c, d=4, **e) -> int:\n    'doc'\n    return a\nf(1)"
    f = run(text)["f"]
    assert type(f) is types.FunctionType
    assert (
        f.__doc__ == "doc"
        and f.__defaults__ == (2,)
        and f.__kwdefaults__ == {"d": 4}
        and f.__annotations__ == {"return": int}
    )
    assert str(inspect.signature(f)) == "(a, b=2, *c, d=4, **e) -> int"
    (genuine,) = (
        c for c in compile(text, "<string>", "exec", dont_inherit=True).co_consts if isinstance(c, types.CodeType)
    )
    for name in ("co_code", "co_consts", "co_names", "co_varnames", "co_flags", "co_linetable", "co_exceptiontable"):
        assert getattr(f.__code__, name) == getattr(genuine, name), name
    assert copy.deepcopy(f) is f
    with pytest.raises(pickle.PicklingError):
        pickle.dumps(f)


def test_arguments(run: Run) -> None:
    f = run("def f(a, b=2, /, c=3, *args, d, e=5, **kwargs): return a, b, c, args, d, e, kwargs")["f"]
    assert f(1, d=4) == (1, 2, 3, (), 4, 5, {})
    assert f(1, 9, 8, 7, d=4, z=0) == (1, 9, 8, (7,), 4, 5, {"z": 0})
    assert f(*[1, 2], **{"c": 3, "d": 4}) == (1, 2, 3, (), 4, 5, {})
    for wrong, message in (
        (lambda: f(), "f() missing 1 required positional argument: 'a'"),
        (lambda: f(1), "f() missing 1 required keyword-only argument: 'd'"),
        (lambda: f(1, c=1, d=2, **{"c": 5}), "got multiple values for keyword argument 'c'"),
        (lambda: f(1, 2, 3, c=4, d=5), "f() got multiple values for argument 'c'"),
    ):
        with pytest.raises(TypeError) as caught:
            wrong()
        assert message in str(caught.value)


def test_closures_share_cells(run: Run) -> None:
    names = run("""
        def counter(start):
            def step(by=1):
                nonlocal start
                start += by
                return start
            def peek():
                return start
            return step, peek
        step, peek = counter(10)
        result = step(), step(5), peek(), [f() for f in [lambda: i for i in range(3)]]
    """)
    assert names["result"] == (11, 16, 16, [2, 2, 2])
    assert names["step"].__closure__[0] is names["peek"].__closure__[0]


def test_scopes(run: Run) -> None:
    names = run("""
        x = "global"
        def outer():
            x = "outer"
            class K:
                seen = x
                x = "class"
                def method(self):
                    return x
                listed = [x for _ in "a"]
            def use_global():
                global x
                x = "changed"
                return x
            return K.seen, K.x, K().method(), K.listed, use_global(), x
        result = outer(), x
    """)
    assert names["result"] == (("global", "class", "outer", ["outer"], "changed", "outer"), "changed")


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("print(x)\nx = 1", "cannot access local variable 'x' where it is not associated with a value"),
        ("x = 1\ndel x\nprint(x)", "cannot access local variable 'x' where it is not associated with a value"),
        (
            "def g(): return x\ng()\nx = 1",
            "cannot access free variable 'x' where it is not associated with a value in enclosing scope",
        ),
        (
            "try: 1 / 0\nexcept ZeroDivisionError as x: pass\nx",
            "cannot access local variable 'x' where it is not associated with a value",
        ),
    ],
)
def test_unbound(body: str, error: str, run: Run) -> None:
    text = "def f():\n" + "".join(f"    {line}\n" for line in body.splitlines()) + "f()"
    with pytest.raises(NameError) as caught:
        run(text)
    assert str(caught.value) == error


def test_generator_protocol(run: Run) -> None:
    names = run("""
        def g(limit):
            try:
                got = yield "first"
                while limit:
                    limit -= 1
                    try:
                        got = yield got
                    except ValueError as error:
                        got = f"caught {error}"
                return "returned"
            finally:
                log.append("finally")
        log = []
        it = g(3)
        out = [next(it), it.send(1), it.throw(ValueError("v")), it.send(2)]
        try:
            next(it)
        except StopIteration as stop:
            out.append(stop.value)
        def outer():
            return (yield from g(1))
        out.append(list(outer()))
        closed = outer()
        next(closed)
        closed.close()
    """)
    assert names["out"] == ["first", 1, "caught v", 2, "returned", ["first", None]]
    assert names["log"] == ["finally"] * 3
    assert type(names["it"]) is types.GeneratorType


def test_generator_attributes(run: Run) -> None:
    g = run("def g(a):\n    b = 1\n    yield a\n    yield from [b]\nit = g(5)")["it"]
    assert inspect.getgeneratorstate(g) == "GEN_CREATED"
    assert next(g) == 5
    assert g.gi_frame.f_locals == {"a": 5, "b": 1} and g.gi_frame.f_lineno == 3
    assert next(g) == 1 and g.gi_yieldfrom is not None
    assert list(g) == [] and g.gi_frame is None


def test_coroutines(run: Run) -> None:
    names = run("""
        import asyncio

        class Manager:
            async def __aenter__(self):
                await asyncio.sleep(0)
                return "entered"
            async def __aexit__(self, *error):
                log.append(error[0])
                return True

        async def numbers(n):
            for i in range(n):
                yield i
                await asyncio.sleep(0)

        async def main():
            async with Manager() as entered:
                log.append(entered)
                raise KeyError
            total = 0
            async for i in numbers(4):
                total += i
            squares = [i * i async for i in numbers(3)]
            return total, squares, await asyncio.gather(*(child(i) for i in range(3)))

        async def child(i):
            await asyncio.sleep(0)
            return i

        log = []
        result = asyncio.run(main())
    """)
    assert names["result"] == (6, [0, 1, 4], [0, 1, 2])
    assert names["log"] == ["entered", KeyError]


def test_frames_are_seen(run: Run) -> None:
    names = run("""
        import sys
        def inner():
            frame = sys._getframe()
            chain = (frame, frame.f_back, frame.f_back.f_back)
            return [(f.f_code.co_name, f.f_lineno) for f in chain], frame.f_back.f_locals["here"]
        def outer():
            here = "local"
            return inner()
        result = outer()
    """)
    assert names["result"] == ([("inner", 6), ("outer", 9), ("<module>", 10)], "local")


def test_deep_recursion_is_an_error_not_a_crash(run: Run) -> None:
    names = run("""
        def f(n):
            return f(n + 1)
        try:
            f(0)
        except RecursionError as error:
            result = str(error)
        def down(n):
            return 0 if n == 0 else 1 + down(n - 1)
        after = down(500)
    """)
    assert names["result"].startswith("maximum recursion depth exceeded") and names["after"] == 500
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(100_000)
    fastvm.enable()
    try:
        assert names["down"](50_000) == 50_000
    finally:
        fastvm.disable()
        sys.setrecursionlimit(limit)


def test_exec_eval_compile(run: Run) -> None:
    names = run("""
        space = {"a": 1}
        exec("b = a + 1\\ndef f(): return b * 10", space)
        def local():
            x = 5
            return eval("x + 1"), eval("[y for y in range(x)]", {"x": 2})
        result = space["b"], space["f"](), local(), eval(compile("1 + 1", "<e>", "eval"))
    """)
    assert names["result"] == (2, 20, (6, [0, 1]), 2)


def test_lifetimes(run: Run) -> None:
    """Objects die when CPython would let them die."""
    names = run("""
        log = []
        class Probe:
            def __init__(self, name):
                self.name = name
            def __del__(self):
                log.append(self.name)
        def f():
            a = Probe("a")
            b = Probe("b")
            a = None
            log.append("after a")
            Probe("temporary")
            log.append("after temporary")
            for c in [Probe("c")]:
                pass
            log.append("c still there")
            try:
                raise ValueError(Probe("argument"))
            except ValueError:
                pass
            log.append("end")
        f()
        log.append("returned")
    """)
    assert names["log"] == [
        "a",
        "after a",
        "temporary",
        "after temporary",
        "c still there",
        "argument",
        "end",
        "b",
        "c",
        "returned",
    ]


def test_constants_of_the_program_are_not_interned(run: Run) -> None:
    names = run("""
        import sys
        def f(a): return a + "two words, in one place"
        result = f("")
        (constant,) = [c for c in f.__code__.co_consts if c]
        interned = sys.intern("".join(["two words,", " in one place"])) is constant
    """)
    assert names["result"] == "two words, in one place" and not names["interned"]
