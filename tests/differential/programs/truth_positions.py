"""Where the traceback says that a truth value could not be told: each test of `and`, `or`, `not`, `if`-`else` and
comparisons, nested in each other, as a value and as a condition, with one operand whose `bool()` raises.
"""

import itertools


class Value:
    def __init__(self, true):
        self.true = true

    def __bool__(self):
        if self.true is None:
            raise LookupError
        return self.true

    def __lt__(self, other):
        return self


def expressions():
    """Expressions over a, b, c, d."""
    for first, second, third in itertools.product(("and", "or"), repeat=3):
        yield f"(a {first} b) {second} c"
        yield f"a {first} (b {second} c)"
        yield f"((a {first} b) {second} c) {third} d"
        yield f"(a {first} b) {second} (c {third} d)"
        yield f"(a {first} b {second} c) {third} d"
        yield f"a {first} (b {second} c) {third} d"
        yield f"not (a {first} not (b {second} c)) {third} d"
        yield f"(not a {first} b) {second} (not not c)"
        yield f"(a < b {first} c < d) {second} a < b < c"
        yield f"(a {first} b if c {second} d else d) {third} a"
        yield f"(a if b {first} c else d) {second} b"
        yield f"((a {first} None) {second} 1) {third} b"
        yield f"(a {first} 0) {second} (1 {third} c)"


CONTEXTS = [
    "def f(a, b, c, d):\n    return ({})",
    "def f(a, b, c, d):\n    if {}:\n        return 1\n    return 2",
    "def f(a, b, c, d):\n    while {}:\n        return 1\n    return 2",
    "def f(a, b, c, d):\n    assert {}, 'no'",
    "def f(a, b, c, d):\n    return [1 for _ in 'x' if {}]",
    "def f(a, b, c, d):\n    return 1 if {} else 2",
    "def f(a, b, c, d):\n    x = y = not ({})\n    return x",
    "def f(a, b, c, d):\n    g(1,\n      ({}))\ndef g(*arguments):\n    return arguments[1]",
]


def outcome(function, values):
    try:
        result = function(*values)
    except LookupError as error:
        trace = error.__traceback__
        while trace.tb_next.tb_frame.f_code.co_name != "__bool__":
            trace = trace.tb_next
        code = trace.tb_frame.f_code
        return next(itertools.islice(code.co_positions(), trace.tb_lasti // 2, None)), trace.tb_lineno
    except AssertionError:
        return "assertion"
    return values.index(result) if isinstance(result, Value) else result


yes, no, broken = Value(True), Value(False), Value(None)
for expression in dict.fromkeys(expressions()):
    for context in CONTEXTS:
        namespace = {}
        exec(context.format(expression), namespace)
        for values in itertools.product((yes, no, broken), repeat=4):
            if broken in values:
                print(expression, CONTEXTS.index(context), outcome(namespace["f"], values))
