"""Expressions: each program leaves what it computed in `result`."""

from __future__ import annotations

import pytest

from tests.language.conftest import Run

CASES = {
    "arithmetic": ("2 + 3 * 4 - 10 // 3 ** 2 % 5", 13),
    "power binds tighter than minus": ("-2 ** 2, (-2) ** 2, 2 ** -1", (-4, 4, 0.5)),
    "floor division and modulo of negatives": (
        "-7 // 2, -7 % 2, 7 // -2, 7 % -2, divmod(-7, 2)",
        (-4, 1, -4, -1, (-4, 1)),
    ),
    "shifts": ("1 << 70, (1 << 70) >> 69, -1 >> 5", (1 << 70, 2, -1)),
    "one-digit limits": (
        "2**30 - 1 + 1, -(2**30) - 1, (2**30 - 1) * (2**30 - 1)",
        (1 << 30, -(1 << 30) - 1, (2**30 - 1) ** 2),
    ),
    "floats": ("0.1 + 0.2, 1e308 * 10, 7.5 // 2, -7.5 % 2", (0.30000000000000004, float("inf"), 3.0, 0.5)),
    "mixed numbers": ("1 + 2.5, True + 1, 3 / 2, 4 // 2.0", (3.5, 2, 1.5, 2.0)),
    "big integers": ("10 ** 30 + 1, 10 ** 30 - 10 ** 30", (10**30 + 1, 0)),
    "bit operations": ("6 & 3, 6 | 3, 6 ^ 3, ~6, -6 & 255", (2, 7, 5, -7, 250)),
    "boolean operators give operands": ("0 or 'a', [] and 1, not [], 1 and 2 or 3, None or 0", ("a", [], True, 2, 0)),
    "chained comparison": ("1 < 2 < 3, 1 < 3 < 2, 3 > 2 == 2", (True, False, True)),
    "comparison of kinds": (
        "1 == 1.0 == True, 'a' < 'b', [1, 2] < [1, 3], (1,) == (1,), {1} <= {1, 2}",
        (True, True, True, True, True),
    ),
    "identity and membership": (
        "None is None, [] is [], 1 in [1], 'a' not in 'abc', 2 in {1: 0}",
        (True, False, True, False, False),
    ),
    "conditional": ("('yes' if 1 else 'no', 'yes' if 0 else 'no', 1 if 0 else 2 if 0 else 3)", ("yes", "no", 3)),
    "lambda": ("(lambda a, b=2, *c, d=4, **e: (a, b, c, d, e))(1, 5, 6, d=7, z=8)", (1, 5, (6,), 7, {"z": 8})),
    "displays": (
        "[1, *range(3), 2], (*'ab',), {*[1], 2}, {**{'a': 1}, 'b': 2}",
        ([1, 0, 1, 2, 2], ("a", "b"), {1, 2}, {"a": 1, "b": 2}),
    ),
    "comprehensions": (
        "[i * j for i in range(3) for j in range(i) if j], {i: i * i for i in range(2)}, {i % 2 for i in range(4)}",
        ([2], {0: 0, 1: 1}, {0, 1}),
    ),
    "generator expression": ("sum(i * i for i in range(4)), list(i for i in 'ab')", (14, ["a", "b"])),
    "subscripts": ("[1, 2, 3][-1], 'abc'[1], {'k': 5}['k'], (1, 2)[0], b'ab'[0]", (3, "b", 5, 1, 97)),
    "slices": (
        "[1, 2, 3, 4][1:3], 'abcd'[::-1], [1, 2, 3][:], (1, 2, 3)[-2:], list(range(10))[8:1:-3]",
        ([2, 3], "dcba", [1, 2, 3], (2, 3), [8, 5, 2]),
    ),
    "f-strings": ("f'{1 + 1}{\"a\"!r:>5}{2.5:.2f}{{}}' + f'{[1]=}'", "2  'a'2.50{}[1]=[1]"),
    "string formatting": ("'%s-%03d' % ('a', 7), '{:>4}|{k}'.format('x', k=1)", ("a-007", "   x|1")),
    "walrus": ("[y := 5, y ** 2, (z := y + 1) * z]", [5, 25, 36]),
    "attribute and method": ("'a,b'.split(','), (5).real, [3, 1].__len__()", (["a", "b"], 5, 2)),
    "calls": (
        "max(1, 3, key=lambda v: -v), dict(a=1, **{'b': 2}), print.__name__, int('ff', base=16)",
        (1, {"a": 1, "b": 2}, "print", 255),
    ),
    "constants": (
        "0x1F, 0b11, 0o17, 1_000, 1e3, 1j * 1j, ..., None, True",
        (31, 3, 15, 1000, 1000.0, (-1 + 0j), ..., None, True),
    ),
    "implicit concatenation": ("'a' 'b' \"c\" f'{1}' r'\\n'", "abc1\\n"),
    "starred subscripts": (
        "type('S', (), {'__getitem__': lambda s, k: k})()[1, *'ab', 2:3]",
        (1, "a", "b", slice(2, 3)),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_value(name: str, run: Run) -> None:
    text, expected = CASES[name]
    assert run(f"result = ({text})")["result"] == expected
    # The same in a function, where names are locals and temporaries registers.
    assert run(f"def f():\n    return ({text})\nresult = f()")["result"] == expected


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("1 / 0", ZeroDivisionError, "division by zero"),
        ("1 // 0", ZeroDivisionError, "integer division or modulo by zero"),
        ("1 << -1", ValueError, "negative shift count"),
        ("1 + 'a'", TypeError, "unsupported operand type(s) for +: 'int' and 'str'"),
        ("'a' + 1", TypeError, 'can only concatenate str (not "int") to str'),
        ("1 < 'a'", TypeError, "'<' not supported between instances of 'int' and 'str'"),
        ("-'a'", TypeError, "bad operand type for unary -: 'str'"),
        ("[1][5]", IndexError, "list index out of range"),
        ("(1,)['a']", TypeError, "tuple indices must be integers or slices, not str"),
        ("{}['k']", KeyError, "'k'"),
        ("None[0]", TypeError, "'NoneType' object is not subscriptable"),
        ("None.attribute", AttributeError, "'NoneType' object has no attribute 'attribute'"),
        ("None()", TypeError, "'NoneType' object is not callable"),
        ("undefined", NameError, "name 'undefined' is not defined"),
        ("(lambda a: 0)()", TypeError, "f.<locals>.<lambda>() missing 1 required positional argument: 'a'"),
        ("(lambda: 0)(1)", TypeError, "f.<locals>.<lambda>() takes 0 positional arguments but 1 was given"),
        ("len(5)", TypeError, "object of type 'int' has no len()"),
        ("[*5]", TypeError, "Value after * must be an iterable, not int"),
        ("{**5}", TypeError, "'int' object is not a mapping"),
        ("print(**{1: 2})", TypeError, "keywords must be strings"),
        ("1 in 5", TypeError, "argument of type 'int' is not iterable"),
        ("{[]: 1}", TypeError, "unhashable type: 'list'"),
        ("f'{1:zz}'", ValueError, "Unknown format code 'z' for object of type 'int'"),
    ],
)
def test_error(text: str, error: type[Exception], message: str, run: Run) -> None:
    for program in (f"result = ({text})", f"def f():\n    return ({text})\nf()"):
        with pytest.raises(error) as caught:
            run(program)
        # At module level a lambda is just called <lambda>.
        assert message.removeprefix("f.<locals>.") in str(caught.value)


def test_numbers_are_not_changed_under_others(run: Run) -> None:
    """Boxes of numbers are reused in place only when nobody else holds them."""
    names = run("""
        def f():
            kept, x, i = [], 0.5, 2**40
            for _ in range(4):
                y = x
                kept.append((x, y, i))
                x += 1.25
                i += 1
            return kept, x, i
        result = f()
    """)
    assert names["result"] == ([(0.5 + 1.25 * n, 0.5 + 1.25 * n, 2**40 + n) for n in range(4)], 5.5, 2**40 + 4)


def test_small_integers_are_one_object_each(run: Run) -> None:
    names = run("""
        def f(n):
            total = 0
            out = []
            for _ in range(n):
                total += 1
                out.append(total)
            return out
        result = f(300)
    """)
    assert [a is b for a, b in zip(names["result"], range(1, 301))][:256] == [True] * 256
