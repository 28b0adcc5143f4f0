"""What the front end generates: sound units for everything, and good instructions for what is common."""

import _ast
import sys
from pathlib import Path
from types import CodeType

import pytest

from fastvm.bytecode.disassembler import Listing
from fastvm.bytecode.unit import CodeUnit
from fastvm.bytecode.verifier import verify
from fastvm.frontend.compiler import compile_tree, compile_unit

STANDARD_LIBRARY = Path(sys.modules["os"].__file__ or "").parent
MODULES = ["argparse", "asyncio/base_events", "contextlib", "dataclasses", "enum", "inspect", "typing", "tarfile"]


def compiled(source: str, optimize: int = 0) -> dict[str, tuple[CodeType, CodeUnit]]:
    """The units of a program by qualified name, all verified."""
    code = compile(source, "<test>", "exec", dont_inherit=True, optimize=optimize)
    tree = compile(source, "<test>", "exec", _PyCF_ONLY_AST, dont_inherit=True)
    units = compile_tree(code, tree, optimize)
    for genuine, unit in units.items():
        verify(unit, genuine)
    return {genuine.co_qualname: (genuine, unit) for genuine, unit in units.items()}


_PyCF_ONLY_AST = 0x400


def names(source: str) -> list[str]:
    """The instructions of the function `f` of a program."""
    code, unit = compiled(source)["f"]
    return [word.row.name for word in Listing(unit, code).words]


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("optimize", [0, 2])
def test_standard_library_is_sound(module: str, optimize: int) -> None:
    compiled((STANDARD_LIBRARY / f"{module}.py").read_text(encoding="utf-8"), optimize)


@pytest.mark.parametrize(
    "path", sorted(Path(__file__).parent.glob("differential/programs/*.py")), ids=lambda path: path.stem
)
@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_programs_are_sound(path: Path) -> None:
    try:
        compiled(path.read_text(encoding="utf-8"))
    except SyntaxError:
        assert path.stem.startswith("uncaught_")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("x = a + b", ["ADD", "RETURN"]),
        ("a, b = b, a", ["MOVE", "MOVE", "MOVE", "RETURN"]),
        ("a = b = c", ["MOVE", "MOVE", "RETURN"]),
        ("a[b] = c", ["SETITEM", "RETURN"]),
        ("a.x = b", ["SETATTR", "RETURN"]),
        ("a += b", ["ADD", "RETURN"]),
        ("return a[b:c]", ["MOVE2", "GETSLICE", "RETURN"]),
        ("return a(b, c)", ["MOVE2", "MOVE", "CALL", "RETURN"]),
        ("return a.x(b)", ["GETMETHOD", "MOVE", "CALL_METHOD", "RETURN"]),
        ("if a < b and not c: return 1", ["JUMP_COMPARE", "JUMP_IF_TRUE", "RETURN", "RETURN"]),
        ("if a is None: return 1", ["JUMP_IF_NOT_NONE", "RETURN", "RETURN"]),
        ("if a in [1, 2]: return 1", ["JUMP_IN", "RETURN", "RETURN"]),
        ("while a: b", ["JUMP_IF_FALSE", "JUMP_BACK", "RETURN"]),
        ("for a in b: c", ["GETITER", "FORITER", "JUMP_BACK", "RETURN"]),
        ("if 0: a()", ["RETURN"]),
        ("return a\n    b()", ["RETURN"]),
        ("x = a or b", ["JUMP_IF_FALSE", "MOVE", "RETURN", "MOVE", "RETURN"]),
        ("x = a if b else c", ["JUMP_IF_FALSE", "MOVE", "RETURN", "MOVE", "RETURN"]),
        ("assert a", ["JUMP_IF_TRUE", "GET_ASSERTION_ERROR", "RAISE", "RETURN"]),
    ],
)
def test_instructions(body: str, expected: list[str]) -> None:
    assert names(f"def f(a, b, c):\n    {body}\n") == expected


@pytest.mark.parametrize(
    ("body", "checks"),
    [
        ("x = 1; return x", 0),
        ("if a: x = 1\n    return x", 1),
        ("if a: x = 1\n    else: x = 2\n    return x", 0),
        ("for x in a: pass\n    return x", 1),
        ("for x in a: x", 0),
        ("while a: x = 1\n    return x", 1),
        ("while True:\n        x = 1\n        break\n    return x", 0),
        ("try: x = a()\n    except E: return\n    return x", 0),
        ("try: x = a()\n    except E: pass\n    return x", 1),
        ("try: x = a()\n    finally: x", 1),
        ("del a; return a", 1),
        ("try: a()\n    except E as x: x", 0),
        ("with a as x: x\n    return x", 1),
        ("x; x = 1; return x", 1),
    ],
)
def test_needless_checks_are_deleted(body: str, checks: int) -> None:
    assert names(f"def f(a):\n    {body}\n").count("CHECK") == checks


def test_assignment_inside_an_expression_leaves_what_was_read() -> None:
    assert names("def f(x):\n    return x + (x := 1)\n") == ["MOVE", "MOVE", "ADD", "RETURN"]


def test_constants_are_the_genuine_ones() -> None:
    code, unit = compiled("def f():\n    return (1, 2.0, -0.0, 'a' * 3, (True, None), b'x' + b'y', 2 ** 10)\n")["f"]
    assert unit.const_refs == (code.co_consts.index((1, 2.0, -0.0, "aaa", (True, None), b"xy", 1024)),)


@pytest.mark.parametrize("expression", ["'a' * 5000", "1 << 200", "1 / 0", "2 ** 200", "'%d' % 1", "(1,) * 300"])
def test_what_the_host_does_not_fold_is_left_for_run_time(expression: str) -> None:
    assert len(names(f"def f():\n    return {expression}\n")) == 2


def test_long_chains_do_not_recurse() -> None:
    source = "def f(x):\n    return " + " + ".join(["x"] * 2000) + "\n"
    assert names(source).count("ADD") == 1999
    branches = "".join(f"    elif x == {index}: return {index}\n" for index in range(900))
    assert names(f"def f(x):\n    if x is None: return\n{branches}").count("JUMP_COMPARE") == 900


def test_far_jumps_and_many_constants() -> None:
    body = "".join(f"        x = x + {index}\n" for index in range(40000))
    assert "JUMP_COMPARE" in names(f"def f(x):\n    if x < 0:\n{body}    return x\n")


def test_annotations_are_written_as_the_host_writes_them() -> None:
    source = "from __future__ import annotations\ndef f(a: x [1:2], *, b: (lambda: 0) | -1) -> 'q': pass\n"
    code, unit = compiled(source)["<module>"]
    assert not any(isinstance(ref, tuple) for ref in unit.const_refs)


def test_only_scopes_are_compiled() -> None:
    code = compile("x", "<test>", "eval")
    with pytest.raises(TypeError, match="not a scope"):
        compile_unit(code, _ast.Name("x", _ast.Load()))


@pytest.mark.parametrize(("source", "mode"), [("a + b", "eval"), ("a\nb", "exec"), ("a", "single")])
def test_modes(source: str, mode: str) -> None:
    code = compile(source, "<test>", mode)
    tree = compile(source, "<test>", mode, _PyCF_ONLY_AST)
    unit = compile_unit(code, tree)
    verify(unit, code)
    assert ("PRINT_EXPR" in [word.row.name for word in Listing(unit, code).words]) == (mode == "single")
