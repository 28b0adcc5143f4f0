"""Names and nested code: private names, and which code object belongs to which node."""

import _ast

import pytest

from fastvm.frontend.compiler import children
from fastvm.frontend.positions import COUNTERPARTS, NOWHERE, PositionMap
from fastvm.frontend.scopes import NestedCode, Scope, mangle, scope_nodes

_ONLY_AST = 0x400


def tree_of(source: str) -> _ast.AST:
    return compile(source, "<test>", "exec", _ONLY_AST)


@pytest.mark.parametrize(
    ("class_name", "name", "expected"),
    [
        ("C", "__x", "_C__x"),
        ("__C", "__x", "_C__x"),
        ("___", "__x", "__x"),
        ("C", "__x__", "__x__"),
        ("C", "_x", "_x"),
        ("C", "__a.b", "__a.b"),
        (None, "__x", "__x"),
    ],
)
def test_private_names(class_name: str | None, name: str, expected: str) -> None:
    assert mangle(class_name, name) == expected


@pytest.mark.parametrize(
    "source",
    [
        "a = lambda: 1, lambda: 2, lambda: 3",
        "a = lambda x=lambda: 1: 2",
        "a = [x for x in [y for y in z]], [w for w in v]",
        "a = (i for i in (j for j in (k for k in b)))",
        "a = [[j for j in i] for i in b]",
        "@d(lambda: 1)\ndef f(x=lambda: 2): pass",
    ],
)
def test_code_of_several_scopes_on_a_line(source: str) -> None:
    tree = tree_of(source)
    code = compile(source, "<test>", "exec")
    pairs = list(children(code, tree))
    assert len({id(child) for child, _, _ in pairs}) == len(pairs) == len(list(scope_nodes(tree)))
    for child, node, _ in pairs:
        last = max(position[3] or 0 for position in child.co_positions())
        assert last <= (node.end_col_offset or 0) or node.__class__ is _ast.FunctionDef


def test_equal_code_without_columns_is_shared() -> None:
    source = "a = (lambda: 1, lambda: 2)"
    code = compile(source, "<test>", "exec")
    blank = code.replace(
        co_consts=tuple(
            value.replace(co_linetable=bytes([0xE8 | 7, 0])) if hasattr(value, "co_code") else value
            for value in code.co_consts
        )
    )
    nested = NestedCode(blank)
    first, second = scope_nodes(tree_of(source))
    assert [nested.find(first), nested.find(second), nested.find(first)] == [0, 1, 0]


def test_class_name_follows_nesting() -> None:
    source = "class A:\n    def f(self):\n        def g(): pass\n"
    tree = tree_of(source)
    code = compile(source, "<test>", "exec")
    [(class_code, class_node, outside)] = children(code, tree)
    [(method_code, method, inside)] = children(class_code, class_node, outside)
    [(_, _, nested)] = children(method_code, method, inside)
    assert (outside, inside, nested) == (None, "A", "A")


def test_class_with_class_cell_and_free_variable() -> None:
    source = (
        "def f():\n    __class__ = 1\n    class X:\n        nonlocal __class__\n        __class__ = 42\n"
        "        def g(): __class__\n"
    )
    outer = compile(source, "<test>", "exec").co_consts[0]
    body = next(value for value in outer.co_consts if hasattr(value, "co_code"))
    scope = Scope(body)
    assert scope.raw_cells["__class__"] == 0
    assert scope.cells["__class__"] == 1


def test_global_names_of_a_module() -> None:
    scope = Scope(compile("class C:\n    global x\n    x = 1\n    y = x\n", "<test>", "exec").co_consts[0])
    assert scope.globals == {"x"}


def test_delegating_and_plain_yields_are_told_apart() -> None:
    code = compile("def f():\n    yield 1; yield from x\n", "<test>", "exec").co_consts[0]
    positions = PositionMap(code)
    plain = positions.find((2, 2, 4, 11), "YIELD")
    delegating = positions.find((2, 2, 13, 25), "YIELD_FROM")
    raw = code.co_code
    assert raw[2 * plain + 3] == 1
    assert raw[2 * delegating + 3] == 2


def test_positions_fall_back_on_the_line() -> None:
    code = compile("x = 1\ny = x + 2\n", "<test>", "exec")
    positions = PositionMap(code)
    assert positions.find((2, 2, 77, 78), "ADD") == positions.find((2, 2, 4, 9), "ADD") != NOWHERE
    assert positions.find((9, 9, 0, 1), "ADD") == NOWHERE


def test_counterparts_are_for_instructions() -> None:
    from fastvm.bytecode.instructions import BY_NAME

    assert set(COUNTERPARTS) <= set(BY_NAME)
