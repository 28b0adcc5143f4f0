"""Random programs: what to run on CPython and on the engine when nobody has thought of the case.

A program is built from typed expressions and from statements of every kind: loops with bounds, functions with
closures, defaults and star arguments, classes with inheritance and operators, generators, coroutines, `try` with
everything that can leave it, `with`, `match`, comprehensions, augmented assignments, unpacking, deletions. It ends by
construction: loops are bounded, functions call only functions defined before them, and numbers and
sequences are kept small by `cap`. It prints its state as it goes. Now and then an expression of the wrong type or a
name that may be unbound is put in on purpose, because errors and their tracebacks are compared too.

Every decision comes from one function, `choose(n)`, a number below n. hypothesis supplies it in the
tests (`programs()`), a seeded `random.Random` in long runs (`program_for`).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st

Choose = Callable[[int], int]

#: How many statements a program has, about.
STATEMENTS = 60
#: How often the innermost statement of nested loops may run.
MOST_TURNS = 400

#: Numbers at which representations change: one-digit integers, machine words, cached small integers.
INTEGERS = (
    "0",
    "1",
    "-1",
    "2",
    "3",
    "5",
    "-5",
    "-6",
    "7",
    "10",
    "255",
    "256",
    "257",
    "1000",
    "-1000",
    "2**15",
    "2**30 - 1",
    "2**30",
    "-2**30",
    "2**30 + 1",
    "2**31",
    "2**32 - 1",
    "2**60 - 1",
    "2**60",
    "-2**60",
    "2**62",
    "2**63 - 1",
    "2**63",
    "-2**63",
    "2**64",
    "10**18",
    "True",
    "False",
)
FLOATS = (
    "0.0",
    "-0.0",
    "1.0",
    "-1.5",
    "0.5",
    "2.5",
    "1e10",
    "1e-7",
    "3.0",
    "float('inf')",
    "float('nan')",
    "1e300",
    "-2.0",
    "100.25",
    "2.0**53",
)
STRINGS = ("''", "'a'", "'abc'", "'héllo'", "'0'", "'12'", "'x y z'", "('A' * 3)", "'\\n'", "'日本'", "'%s'", "'key'")
METHODS = ("upper()", "strip()", "title()", "replace('a', 'bb')", "zfill(4)", "swapcase()")
ERRORS = ("ValueError", "KeyError", "TypeError", "ZeroDivisionError", "RuntimeError", "LookupError")
TYPES = ("int", "int", "int", "float", "str", "list", "dict", "obj")

SHIFTS = ("0", "1", "3", "29", "30", "31", "63", "-1")
INPLACE = ("+=", "-=", "*=", "//=", "%=", "&=", "|=", "^=", ">>=", "+=", "-=")
COMPARISONS = ("<", "<=", "==", "!=", ">", ">=")


@dataclass
class Function:
    """A function a program can call."""

    name: str
    parameters: list[tuple[str, str]]  # name and type of those without default
    optional: list[tuple[str, str]]
    star: bool = False
    keywords: bool = False
    keyword_only: list[tuple[str, str]] = field(default_factory=list)
    kind: str = "function"  # or "generator", "coroutine"
    cost: int = 1  # statements a call may run
    returns: str = "any"


@dataclass
class Scope:
    """The names a block can use, by type."""

    kind: str  # "module", "function", "generator", "coroutine", "class"
    parent: Scope | None = None
    names: dict[str, list[str]] = field(default_factory=dict)
    functions: list[Function] = field(default_factory=list)
    declared: set[str] = field(default_factory=set)  # by global or nonlocal, or used before: not to be declared now
    classes: list[str] = field(default_factory=list)

    def visible(self, kind: str) -> list[str]:
        """Names of that type in this scope and, closures, in those around it."""
        found = list(self.names.get(kind, ()))
        scope = self.parent
        while scope is not None:
            if scope.kind != "class":
                found += scope.names.get(kind, ())
            scope = scope.parent
        return found

    def callables(self) -> list[Function]:
        found = list(self.functions)
        scope = self.parent
        while scope is not None:
            if scope.kind != "class":
                found += scope.functions
            scope = scope.parent
        return found

    def all_classes(self) -> list[str]:
        found = list(self.classes)
        scope = self.parent
        while scope is not None:
            if scope.kind != "class":
                found += scope.classes
            scope = scope.parent
        return found


class Writer:
    """Writes one program."""

    def __init__(self, choose: Choose) -> None:
        self.choose = choose
        self.lines: list[str] = []
        self.depth = 0  # of indentation
        self.counter = 0
        self.left = STATEMENTS
        self.turns = 1  # product of the bounds of the loops around
        self.cost = 0  # of the function being written
        self.loops = 0  # loops around, inside the current function: break and continue are allowed
        self.comprehensions = 0  # around the expression being written
        self.scope = Scope("module")

    # --- Decisions --------------------------------------------------------------------------------

    def pick(self, items: Sequence[str]) -> str:
        return items[self.choose(len(items))]

    def chance(self, one_in: int) -> bool:
        return self.choose(one_in) == one_in - 1

    def number(self, least: int, most: int) -> int:
        return least + self.choose(most - least + 1)

    # --- Lines ------------------------------------------------------------------------------------

    def line(self, text: str) -> None:
        self.lines.append("    " * self.depth + text)

    def guarded(self, lines: list[str]) -> None:
        """Lines whose errors are reported and do not end the program."""
        self.line("try:")
        self.lines += ["    " * (self.depth + 1) + text for text in lines]
        self.line("except Exception as error:")
        self.line("    report(error)")

    def fresh(self, prefix: str) -> str:
        self.counter += 1
        return f"{prefix}{self.counter}"

    def bind(self, kind: str, new_in: int = 2) -> str:
        """A name to assign to: a new one or one of this scope that has this type already."""
        known = self.scope.names.setdefault(kind, [])
        if known and not self.chance(new_in):
            return self.pick(known)
        name = self.fresh(kind[0] if kind != "float" else "r")
        known.append(name)
        return name

    # --- Expressions ------------------------------------------------------------------------------

    def expression(self, kind: str, depth: int = 3) -> str:
        if self.chance(40):
            kind = self.pick(("str", "none", "list", "float"))  # wrong on purpose
        if kind == "none":
            return "None"
        if kind == "any":
            return self.any(depth)
        return getattr(self, f"{kind}_expression")(depth)

    def variable(self, kind: str) -> str | None:
        names = self.scope.visible(kind)
        return self.pick(names) if names else None

    def int_expression(self, depth: int) -> str:
        case = self.choose(30) if depth > 0 else self.choose(8)
        deeper = depth - 1
        if case < 5:
            return self.variable("int") or self.pick(INTEGERS)
        if case < 8:
            return self.pick(INTEGERS)
        if case < 14:
            return f"({self.int_expression(deeper)} {self.pick('+-+-*&|^')} {self.int_expression(deeper)})"
        if case < 16:
            return f"({self.int_expression(deeper)} {self.pick(('//', '%'))} {self.int_expression(deeper)})"
        if case == 16:
            return f"({self.int_expression(deeper)} {self.pick(('<<', '>>'))} {self.pick(SHIFTS)})"
        if case == 17:
            return f"{self.pick('-+~')}({self.int_expression(deeper)})"
        if case == 18:
            return f"len({self.expression(self.pick(('str', 'list', 'dict')), deeper)})"
        if case == 19:
            return f"({self.int_expression(deeper)} if {self.condition(deeper)} else {self.int_expression(deeper)})"
        if case == 20:
            return f"{self.pick(('min', 'max'))}({self.int_expression(deeper)}, {self.int_expression(deeper)})"
        if case == 21:
            element = self.pick(("x", "x + 1", "x * 2"))
            return f"sum({element} for x in range({self.number(0, 6)}) if x != {self.number(0, 5)})"
        if case == 22:
            return f"{self.expression('obj', deeper)}.n"
        if case == 23:
            return f"{self.expression('list', deeper)}[{self.pick(('0', '-1', '1', '2'))}]"
        if case == 24:
            return f"{self.expression('dict', deeper)}.get({self.pick(STRINGS)}, {self.int_expression(deeper)})"
        if case == 25:
            return self.walrus("int", deeper)
        if case == 26:
            return f"int({self.expression('float', deeper)})"
        if case == 27:
            return f"(lambda x, y={self.int_expression(0)}: x - y)({self.int_expression(deeper)})"
        if case == 28:
            return f"abs(cap({self.int_expression(deeper)}))"
        return self.call("int", deeper)

    def float_expression(self, depth: int) -> str:
        case = self.choose(12) if depth > 0 else self.choose(3)
        deeper = depth - 1
        if case < 2:
            return self.variable("float") or self.pick(FLOATS)
        if case == 2:
            return self.pick(FLOATS)
        if case < 7:
            return f"({self.number_expression(deeper)} {self.pick('+-*/')} {self.float_expression(deeper)})"
        if case == 7:
            return f"({self.float_expression(deeper)} {self.pick(('//', '%', '-'))} {self.number_expression(deeper)})"
        if case == 8:
            return f"-({self.float_expression(deeper)})"
        if case == 9:
            return f"abs({self.float_expression(deeper)})"
        if case == 10:
            return (
                f"({self.float_expression(deeper)} if {self.condition(deeper)} else {self.number_expression(deeper)})"
            )
        return f"({self.int_expression(deeper)} / {self.number_expression(deeper)})"

    def number_expression(self, depth: int) -> str:
        return self.int_expression(depth) if self.chance(2) else self.float_expression(depth)

    def str_expression(self, depth: int) -> str:
        case = self.choose(15) if depth > 0 else self.choose(4)
        deeper = depth - 1
        if case < 2:
            return self.variable("str") or self.pick(STRINGS)
        if case < 4:
            return self.pick(STRINGS)
        if case < 6:
            return f"({self.expression('str', deeper)} + {self.expression('str', deeper)})"
        if case == 6:
            return f"({self.str_expression(deeper)} * {self.number(0, 3)})"
        if case == 7:
            return f"{self.str_expression(deeper)}[{self.slice()}]"
        if case == 8:
            return f"f'<{{{self.plain(self.int_expression(0))}}}:{{{self.plain(self.any(0))}!r}}>'"
        if case == 9:
            return f"str({self.any(deeper)})"
        if case == 10:
            return f"{self.str_expression(deeper)}.{self.pick(METHODS)}"
        if case == 11:
            return f"','.join(str(x) for x in {self.expression('list', deeper)})"
        if case == 12:
            return f"('%s-%r' % ({self.any(deeper)}, {self.int_expression(deeper)}))"
        if case == 13:
            return f"({self.str_expression(deeper)} if {self.condition(deeper)} else {self.str_expression(deeper)})"
        return f"{self.expression('str', deeper)}[{self.pick(('0', '-1', '1'))}]"

    @staticmethod
    def plain(text: str) -> str:
        """An expression that may stand in a single-quoted f-string."""
        return (
            "0"
            if "'" in text or "\\" in text or '"' in text or "{" in text or ":=" in text or "lambda" in text
            else text
        )

    def slice(self) -> str:
        part = ("", "", "1", "-1", "2", "-2", "0")
        text = f"{self.pick(part)}:{self.pick(part)}"
        return f"{text}:{self.pick(('1', '-1', '2'))}" if self.chance(3) else text

    def list_expression(self, depth: int) -> str:
        case = self.choose(15) if depth > 0 else self.choose(5)
        deeper = depth - 1
        if case < 3:
            return self.variable("list") or f"[{self.items('int', 0)}]"
        if case < 5:
            return f"[{self.items(self.pick(TYPES[:5]), max(0, deeper))}]"
        if case == 5:
            return f"({self.expression('list', deeper)} + {self.expression('list', deeper)})[:20]"
        if case == 6:
            return f"list(range({self.number(-2, 8)}))"
        if case == 7:
            return f"{self.list_expression(deeper)}[{self.slice()}]"
        if case == 8:
            return f"[*{self.expression('list', deeper)}, *{self.pick(('()', 'range(2)', repr('ab')))}][:20]"
        if case < 12:
            return self.comprehension(deeper)
        if case == 12:
            return f"[{self.list_expression(deeper)}, {self.any(deeper)}]"
        if case == 13:
            return f"list({self.expression('dict', deeper)})"
        return self.generator_call() or f"[{self.items('any', deeper)}]"

    def comprehension(self, depth: int) -> str:
        x = self.fresh("x")
        self.comprehensions += 1
        source = self.pick((f"range({self.number(0, 6)})", self.expression("list", max(0, depth)), repr("abc")))
        element = self.pick(
            (x, f"({x}, {x})", f"str({x})", self.int_expression(max(0, depth - 1)), f"[{x}] * 2", f"(lambda: {x})()")
        )
        condition = f" if {self.pick((x, f'{x} != 1', self.condition(0)))}" if self.chance(2) else ""
        inner = f" for {x}_ in range({self.number(0, 3)})" if self.chance(4) else ""
        self.comprehensions -= 1
        return f"[{element} for {x} in {source}{condition}{inner}]"

    def items(self, kind: str, depth: int) -> str:
        return ", ".join(self.expression(kind, depth) for _ in range(self.number(0, 4)))

    def dict_expression(self, depth: int) -> str:
        case = self.choose(8) if depth > 0 else self.choose(4)
        deeper = max(0, depth - 1)
        if case < 3:
            return self.variable("dict") or "{'a': 1}"
        if case < 6:
            pairs = ", ".join(f"{self.pick(STRINGS)}: {self.any(deeper)}" for _ in range(self.number(0, 4)))
            return f"{{{pairs}}}"
        if case == 6:
            x = self.fresh("k")
            return f"{{{x}: {self.int_expression(0)} for {x} in {self.pick((repr('abc'), 'range(3)'))}}}"
        return f"{{**{self.expression('dict', deeper)}, 'more': {self.any(deeper)}}}"

    def obj_expression(self, depth: int) -> str:
        case = self.choose(8) if depth > 0 else self.choose(5)
        deeper = depth - 1
        if case < 3:
            return self.variable("obj") or "Box(1)"
        if case < 5:
            return f"{self.pick((*self.scope.all_classes(), 'Box', 'Slotted'))}({self.int_expression(0)})"
        if case == 5:
            return f"({self.obj_expression(deeper)} {self.pick('+-|')} {self.any(deeper)})"
        if case == 6:
            return f"({self.int_expression(deeper)} {self.pick('+-')} {self.obj_expression(deeper)})"
        return f"{self.obj_expression(deeper)}.child()"

    def any(self, depth: int) -> str:
        case = self.choose(14)
        deeper = depth - 1
        if case < 5 or depth <= 0:
            return self.expression(self.pick(TYPES), max(0, deeper))
        if case == 5:
            return "None"
        if case < 8:
            return f"({self.any(deeper)}, {self.any(deeper)})"
        if case == 8:
            return f"({self.any(deeper)} {self.pick(('and', 'or'))} {self.any(deeper)})"
        if case == 9:
            return self.condition(deeper)
        if case == 10:
            return f"{{{self.int_expression(0)}}}"
        if case == 11:
            attribute = self.pick(("n", "items", "double", "missing", "method(1)", "child()"))
            return f"{self.expression('obj', deeper)}.{attribute}"
        if case == 12:
            return self.walrus("any", deeper)
        return self.call("any", deeper)

    def walrus(self, kind: str, depth: int) -> str:
        if self.scope.kind == "class" or self.comprehensions:  # not allowed everywhere in them
            return self.expression(kind, depth)
        value = self.expression(kind, max(0, depth))
        return f"({self.bind(kind)} := {value})"

    def condition(self, depth: int) -> str:
        case = self.choose(12) if depth > 0 else self.choose(4)
        deeper = max(0, depth - 1)
        if case < 3:
            return f"{self.int_expression(deeper)} {self.pick(COMPARISONS)} {self.int_expression(deeper)}"
        if case == 3:
            return self.pick(("True", "False", self.variable("int") or "1"))
        if case == 4:
            first, second = self.pick(COMPARISONS), self.pick(COMPARISONS)
            middle = self.number_expression(deeper)
            return f"{self.number_expression(deeper)} {first} {middle} {second} {self.int_expression(deeper)}"
        if case == 5:
            return f"not ({self.condition(deeper)})"
        if case == 6:
            return f"({self.condition(deeper)} {self.pick(('and', 'or'))} {self.condition(deeper)})"
        if case == 7:
            container = self.expression(self.pick(("list", "dict")), deeper)
            return f"{self.any(deeper)} {self.pick(('in', 'not in'))} {container}"
        if case == 8:
            return f"{self.any(deeper)} {self.pick(('is', 'is not'))} None"
        if case == 9:
            return f"isinstance({self.any(deeper)}, {self.pick(('int', 'str', '(int, float)', 'list', 'Box'))})"
        if case == 10:
            return f"{self.str_expression(deeper)} {self.pick(COMPARISONS)} {self.str_expression(deeper)}"
        return self.any(deeper)

    # --- Calls ------------------------------------------------------------------------------------

    def call(self, kind: str, depth: int) -> str:
        known = [f for f in self.scope.callables() if f.kind == "function" and f.cost * self.turns <= 4000]
        if not known:
            return self.expression("int" if kind == "any" else kind, 0)
        function = known[self.choose(len(known))]
        self.cost += function.cost
        text = f"{function.name}({self.arguments(function, max(0, depth))})"
        return f"as_int({text})" if kind == "int" else text

    def generator_call(self) -> str | None:
        known = [f for f in self.scope.callables() if f.kind == "generator" and f.cost * self.turns <= 4000]
        if not known:
            return None
        function = known[self.choose(len(known))]
        self.cost += function.cost
        return f"list({function.name}({self.arguments(function, 0)}))"

    def arguments(self, function: Function, depth: int) -> str:
        parts: list[str] = []
        positional = [self.expression(kind, depth) for _, kind in function.parameters]
        style = self.choose(8)
        if style == 0 and positional:
            parts.append(f"*[{', '.join(positional)}]")
        elif style == 1 and positional and function.kind == "function":
            names = [name for name, _ in function.parameters]
            parts += [f"{name}={value}" for name, value in zip(names, positional)]
            return ", ".join(parts + self.keyword_arguments(function, depth))
        else:
            parts += positional
        if self.chance(60):
            parts.append(self.pick(("1, 2, 3, 4, 5, 6", "*None", "nothing=1")))  # wrong on purpose
        for name, kind in function.optional:
            if self.chance(3):
                parts.append(f"{name}={self.expression(kind, depth)}")
        if function.star and self.chance(3):
            parts.append(f"*{self.pick(('()', '(1,)', 'range(3)'))}")
        return ", ".join(parts + self.keyword_arguments(function, depth))

    def keyword_arguments(self, function: Function, depth: int) -> list[str]:
        parts = [f"{name}={self.expression(kind, depth)}" for name, kind in function.keyword_only]
        if function.keywords and self.chance(2):
            parts.append(self.pick(("extra=1", "**{'extra': 2}", "**{}", "one=1, two=2")))
        return parts

    # --- Statements -------------------------------------------------------------------------------

    def block(self, most: int = 4) -> None:
        """An indented block of statements."""
        self.depth += 1
        before = len(self.lines)
        known = {kind: list(names) for kind, names in self.scope.names.items()}
        for _ in range(self.number(1, most)):
            if self.left <= 0 or self.depth > 6:
                break
            self.statement()
        if len(self.lines) == before:
            self.line("pass")
        self.depth -= 1
        if not self.chance(4):
            # A block may not run, so what it binds is mostly forgotten: few uses of unbound names are enough.
            self.scope.names = known

    def statement(self) -> None:
        self.left -= 1
        self.cost += self.turns
        simple = (
            [self.assign] * 5
            + [self.augment] * 4
            + [self.show] * 2
            + [self.unpack, self.store, self.store, self.delete, self.expression_statement, self.raise_, self.assert_]
        )
        compound = (
            [self.if_] * 4 + [self.for_] * 4 + [self.while_, self.try_, self.try_, self.try_, self.with_, self.match]
        )
        if self.loops:
            simple += [self.leave_loop] * 2
        if self.scope.kind in ("function", "generator", "coroutine"):
            simple += [self.return_]
        if self.scope.kind == "generator":
            simple += [self.yield_] * 5
        if self.scope.kind == "coroutine":
            simple += [self.await_] * 4
        if self.scope.kind in ("function", "generator") and self.scope.parent is not None:
            simple += [self.rebind_outer] * 2
        if self.depth <= 2 and self.turns == 1 and self.scope.kind != "class":
            compound += [self.function] * 4 + [self.generator] * 2 + [self.class_, self.class_, self.coroutine]
        if self.depth > 4 or self.left < 2 or self.choose(10) < 6:
            simple[self.choose(len(simple))]()
        else:
            compound[self.choose(len(compound))]()

    def assign(self) -> None:
        kind = self.pick((*TYPES, "any"))
        value = self.expression(kind)
        if self.chance(8):
            second = self.bind(kind)
            self.line(f"{self.bind(kind)} = {second} = cap({value})")
        else:
            self.line(f"{self.bind(kind)} = {self.capped(kind, value)}")

    @staticmethod
    def capped(kind: str, value: str) -> str:
        """Where a value could grow from turn to turn, it is cut."""
        grows = (
            kind in ("list", "str", "dict", "any") or "*" in value or "<<" in value or kind == "int" and "+" in value
        )
        return f"cap({value})" if grows else value

    def augment(self) -> None:
        kind = self.pick(("int", "int", "float", "str", "list"))
        # The name must have been bound in this very scope, or it would be unbound for sure.
        names = self.scope.names.get(kind)
        if not names:
            return self.assign()
        name = self.pick(names)
        if kind == "int":
            self.line(f"{name} {self.pick(INPLACE)} {self.int_expression(2)}")
        elif kind == "float":
            self.line(f"{name} {self.pick(('+=', '-=', '*=', '/='))} {self.number_expression(2)}")
        elif kind == "str":
            self.line(f"{name} += {self.expression('str', 2)}")
        else:
            self.line(f"{name} += {self.expression('list', 2)}")
        if kind != "float":
            self.line(f"{name} = cap({name})")

    def show(self) -> None:
        kinds = [kind for kind in TYPES if self.scope.visible(kind)]
        names = sorted({self.pick(self.scope.visible(kind)) for kind in kinds})
        self.line(f"show({self.number(0, 99)}, {', '.join(names)})" if names else "show('nothing')")

    def unpack(self) -> None:
        case = self.choose(5)
        if case == 0 and len(self.scope.names.get("int", ())) > 1:
            a, b = self.pick(self.scope.names["int"]), self.pick(self.scope.names["int"])
            self.line(f"{a}, {b} = {b}, {a}")
        elif case == 1:
            value = self.expression("list", 2)
            self.line(f"{self.bind('any')}, *{self.bind('list')} = {value}")
        elif case == 2:
            values = self.int_expression(1), self.str_expression(1), self.int_expression(1)
            self.line(
                f"({self.bind('int')}, [{self.bind('str')}, {self.bind('int')}])"
                f" = {values[0]}, ({values[1]}, {values[2]})"
            )
        elif case == 3:
            value = self.expression("str", 1)
            self.line(f"{self.bind('str')}, {self.bind('str')} = {value}")
        else:
            values = self.int_expression(2), self.int_expression(2)
            self.line(f"{self.bind('int')}, {self.bind('int')} = cap({values[0]}), cap({values[1]})")

    def store(self) -> None:
        case = self.choose(6)
        value = f"cap({self.any(2)})"
        if case < 2:
            target = self.expression("obj", 1)
            self.line(f"{target}.{self.pick(('n', 'items', 'new', 'double'))} {self.pick(('=', '=', '+='))} {value}")
        elif case < 4:
            target = self.variable("list") or "[0, 1]"
            self.line(
                f"{target}[{self.pick(('0', '-1', '1', '5', '1:2', repr('a')))}] {self.pick(('=', '=', '+='))} {value}"
            )
        elif case == 4:
            target = self.variable("dict") or "{'a': 1}"
            self.line(f"{target}[{self.pick(STRINGS)}] {self.pick(('=', '+='))} {value}")
        else:
            target = self.variable("list") or "[]"
            method = self.pick(
                (
                    f"append({value})",
                    "reverse()",
                    "pop()",
                    f"insert(1, {value})",
                    "clear()",
                    f"extend({self.expression('list', 1)})",
                )
            )
            self.line(f"{target}.{method}")

    def delete(self) -> None:
        if self.scope.kind == "class":
            return self.line("pass")
        kind = self.pick(("int", "str", "list"))
        names = self.scope.names.get(kind)
        case = self.choose(4)
        if case == 0 and names:
            self.line(f"del {self.pick(names)}")
        elif case == 1:
            self.line(f"del {self.expression('obj', 1)}.{self.pick(('n', 'new', 'items'))}")
        elif case == 2:
            self.line(f"del {self.variable('list') or '[1]'}[{self.pick(('0', '-1', '1:', '3'))}]")
        else:
            self.line(f"del {self.variable('dict') or '{}'}[{self.pick(STRINGS)}]")

    def expression_statement(self) -> None:
        self.line(self.any(3))

    def raise_(self) -> None:
        if not self.chance(3):
            return self.assign()
        error = f"{self.pick(ERRORS)}({self.any(1)})"
        case = self.choose(4)
        if case == 0:
            error += f" from {self.pick((self.pick(ERRORS), 'None', 'KeyError(1)', '5'))}"
        prefix = f"if {self.condition(1)}: " if self.chance(2) else ""
        self.line(f"{prefix}raise {error}")

    def assert_(self) -> None:
        self.line(f"assert {self.condition(2)}, {self.any(1)}")

    def if_(self) -> None:
        self.line(f"if {self.condition(3)}:")
        self.block()
        while self.chance(3):
            self.line(f"elif {self.condition(2)}:")
            self.block(2)
        if self.chance(2):
            self.line("else:")
            self.block(3)

    def bounded(self) -> int:
        return self.number(0, max(1, min(40, MOST_TURNS // self.turns)))

    def for_(self) -> None:
        turns = self.bounded()
        case = self.choose(9)
        if case < 4:
            source, target = f"range({turns})", self.bind("int")
        elif case == 4:
            source, target = f"range({turns}, {turns // 2}, {self.pick(('-1', '-2', '1'))})", self.bind("int")
        elif case == 5:
            source, target = (
                f"enumerate({self.expression('str', 1)}[:{turns}])",
                f"{self.bind('int')}, {self.bind('str')}",
            )
        elif case == 6:
            source, target = f"list({self.expression('list', 2)})[:{turns}]", self.bind("any")
        elif case == 7:
            source, target = (
                f"zip(range({turns}), {self.expression('list', 1)})",
                f"{self.bind('int')}, {self.bind('any')}",
            )
        else:
            source, target = (
                f"list({self.expression('dict', 1)}.items())[:{turns}]",
                f"{self.bind('any')}, {self.bind('any')}",
            )
        self.line(f"for {target} in {source}:")
        self.loop(turns)

    def while_(self) -> None:
        turns = self.bounded()
        counter = self.fresh("w")  # never assigned to by other statements
        self.line(f"{counter} = {turns}")
        extra = f" and {self.condition(2)}" if self.chance(2) else ""
        self.line(f"while {counter} > 0{extra}:")
        self.depth += 1
        self.line(f"{counter} -= 1")
        self.depth -= 1
        self.loop(turns)

    def loop(self, turns: int) -> None:
        outer = self.turns
        self.turns = outer * max(1, turns)
        self.loops += 1
        self.block()
        self.loops -= 1
        self.turns = outer
        if self.chance(4):
            self.line("else:")
            self.block(2)

    def leave_loop(self) -> None:
        self.line(f"if {self.condition(2)}:")
        self.line(f"    {self.pick(('break', 'continue'))}")

    def return_(self) -> None:
        if self.scope.kind == "generator" or self.chance(3):
            self.line(f"if {self.condition(2)}: return {self.any(2)}")
        else:
            self.line(f"if {self.condition(1)}:")
            self.depth += 1
            self.line(f"return {self.any(2)}")
            self.depth -= 1

    def try_(self) -> None:
        group = self.chance(12)
        self.line("try:")
        self.block()
        handlers = self.number(0, 2)
        for _ in range(handlers):
            kind = self.pick((*ERRORS, "Exception", "(KeyError, ValueError)", "ArithmeticError"))
            if group:
                self.line(f"except* {kind} as caught:")
                loops, self.loops = self.loops, 0  # break and continue are not allowed here, nor is return
                scope, self.scope = self.scope, Scope("class", self.scope)
                self.depth += 1
                self.line("report(caught)")
                self.line(f"show({self.any(1)})")
                self.depth -= 1
                self.loops, self.scope = loops, scope
            else:
                self.line(f"except {kind} as caught:")
                self.depth += 1
                self.line("report(caught)")
                if self.chance(5):
                    self.line("raise" if self.chance(2) else f"raise {self.pick(ERRORS)}('from handler')")
                self.depth -= 1
                self.block(2)
        if handlers and not group and self.chance(3):
            self.line("else:")
            self.block(2)
        if not handlers or self.chance(3):
            self.line("finally:")
            self.block(3)

    def with_(self) -> None:
        managers = ", ".join(
            f"Manager({self.number(0, 99)}, {self.pick(('False', 'False', 'True'))})"
            + (f" as {self.bind('any')}" if self.chance(2) else "")
            for _ in range(self.number(1, 2))
        )
        self.line(f"with {managers}:")
        self.block()

    def match(self) -> None:
        self.line(f"match {self.any(2)}:")
        self.depth += 1
        for _ in range(self.number(1, 4)):
            name = self.bind("any")
            pattern = self.pick(
                (
                    self.pick(("0", "1", "-1", "2.5", "None", "True", "'abc'")),
                    f"[{name}]",
                    f"[{name}, *_]",
                    f"[1, {name}]",
                    f"int({name})",
                    f"str() as {name}",
                    f"Box(n={name})",
                    f"{{'a': {name}}}",
                    f"{{'a': 1, **{name}}}",
                    "[] | {}",
                    f"(1 | 2) as {name}",
                    f"({name}, (_, _))",
                    "float() | bool()",
                )
            )
            guard = f" if {self.condition(1)}" if self.chance(3) else ""
            self.line(f"case {pattern}{guard}:")
            self.block(2)
        if self.chance(2):
            self.line("case _:")
            self.block(2)
        self.depth -= 1

    def yield_(self) -> None:
        case = self.choose(6)
        if case < 3:
            self.line(f"yield {self.any(2)}")
        elif case == 3:
            value = self.any(1)
            self.line(f"{self.bind('any')} = yield {value}")
        elif case == 4:
            self.line(f"yield from {self.expression('list', 2)}")
        else:
            self.line(f"show('sent', (yield {self.any(1)}))")

    def await_(self) -> None:
        value = self.any(1)
        self.line(f"{self.bind('any')} = await Suspend({value})")

    def rebind_outer(self) -> None:
        """`nonlocal` or `global` with an assignment, in a function of its own: the declaration must come first."""
        outer = self.scope.parent
        names = [
            name
            for name in (outer.names.get("int", []) if outer else [])
            if name not in self.scope.names.get("int", [])
        ]
        if outer is None or outer.kind == "class" or not names:
            return self.assign()
        name = self.pick(names)
        helper = self.fresh("rebind")
        self.line(f"def {helper}(value):")
        self.line(f"    {'global' if outer.kind == 'module' else 'nonlocal'} {name}")
        self.line(f"    {name} = {self.pick(('value', f'cap({name} + value)'))}")
        self.line(f"{helper}({self.int_expression(1)})")

    # --- Definitions ------------------------------------------------------------------------------

    def enter(self, kind: str) -> tuple[Scope, int, int, int]:
        state = self.scope, self.turns, self.loops, self.cost
        self.scope = Scope(kind, self.scope)
        self.turns, self.loops, self.cost = 1, 0, 1
        return state

    def leave(self, state: tuple[Scope, int, int, int]) -> int:
        cost = self.cost
        self.scope, self.turns, self.loops, self.cost = state
        return cost

    def signature(self, kind: str) -> tuple[Function, str]:
        """A function and its parameter list."""
        function = Function(self.fresh({"function": "f", "generator": "g", "coroutine": "c"}[kind]), [], [], kind=kind)
        parts = []
        for _ in range(self.number(0, 3)):
            type_ = self.pick(TYPES)
            function.parameters.append((self.fresh("p"), type_))
            parts.append(function.parameters[-1][0])
        for _ in range(self.number(0, 2)):
            type_ = self.pick(("int", "str", "float", "list"))
            function.optional.append((self.fresh("q"), type_))
            parts.append(f"{function.optional[-1][0]}={self.expression(type_, 1)}")
        if self.chance(4):
            function.star = True
            parts.append("*args")
        elif self.chance(6):
            parts.append("*")
            function.keyword_only.append((self.fresh("k"), "int"))
            parts.append(function.keyword_only[-1][0])
        if self.chance(5):
            function.keywords = True
            parts.append("**kwargs")
        return function, ", ".join(parts)

    def define(self, kind: str) -> Function:
        function, parameters = self.signature(kind)
        recursive = kind == "function" and self.chance(6)
        if recursive:
            parameters = ", ".join(part for part in ("level", parameters) if part)
        if self.chance(8):
            self.line("@decorated")
        self.line(f"{'async ' if kind == 'coroutine' else ''}def {function.name}({parameters}):")
        state = self.enter(kind)
        for name, type_ in (*function.parameters, *function.optional, *function.keyword_only):
            self.scope.names.setdefault(type_, []).append(name)
        if function.star:
            self.scope.names.setdefault("any", []).append("args")
        if function.keywords:
            self.scope.names.setdefault("dict", []).append("kwargs")
        self.depth += 1
        if kind == "generator":
            self.line(f"yield {self.any(1)}")
        elif kind == "coroutine":
            self.line(f"await Suspend({self.any(1)})")
        if recursive:
            # The level is a parameter of its own, passed as a small constant by callers.
            self.line(f"if level <= 0: return {self.any(2)}")
        self.depth -= 1
        self.block(5)
        self.depth += 1
        if recursive:
            rest = ", ".join(
                [name for name, _ in function.parameters] + [f"{name}={name}" for name, _ in function.keyword_only]
            )
            self.line(f"return {function.name}(level - 1{', ' + rest if rest else ''}), {self.any(1)}")
        elif kind == "function" and not self.chance(4):
            self.line(f"return {self.any(3)}")
        self.depth -= 1
        function.cost = self.leave(state) * (6 if recursive else 1)
        if recursive:
            inner = function.name
            function.name = f"partial({inner}, {self.number(0, 5)})"
        return function

    def function(self) -> None:
        function = self.define("function")
        self.scope.functions.append(function)
        if self.chance(2) and function.cost <= 4000:
            self.cost += function.cost
            self.guarded([f"{self.bind('any')} = cap({function.name}({self.arguments(function, 2)}))"])

    def generator(self) -> None:
        function = self.define("generator")
        self.scope.functions.append(function)
        if function.cost > 2000:
            return
        self.cost += function.cost
        name = self.fresh("it")
        uses = [f"{name} = {function.name}({self.arguments(function, 1)})"]
        for _ in range(self.number(1, 5)):
            case = self.choose(7)
            if case < 3:
                uses.append(f"show(next({name}, 'end'))")
            elif case == 3:
                uses.append(f"attempt({name}.send, {self.any(1)})")
            elif case == 4:
                uses.append(f"attempt({name}.throw, {self.pick(ERRORS)}('thrown'))")
            elif case == 5:
                uses.append(f"attempt({name}.close)")
            else:
                uses.append(f"show([x for _, x in zip(range(3), {name})])")
        if self.chance(2):
            uses.append(f"attempt(list, {name})")
        self.guarded(uses)

    def coroutine(self) -> None:
        function = self.define("coroutine")
        self.cost += function.cost
        self.guarded([f"drive({function.name}({self.arguments(function, 1)}), {self.number(0, 4)})"])

    def class_(self) -> None:
        name = self.fresh("C")
        base = self.pick((*self.scope.all_classes(), "Box", "Box", "Slotted"))
        self.line(f"class {name}({base}):")
        state = self.enter("class")
        self.depth += 1
        if self.chance(2):
            self.line(f"attribute = {self.any(1)}")
        if self.chance(6):
            self.line("__slots__ = ('extra',)")
        methods = self.number(1, 3)
        for _ in range(methods):
            case = self.choose(8)
            if case == 0:
                self.method("__init__", ["n"], f"super().__init__({self.pick(('n', 'cap(n + 1)', '0'))})")
            elif case == 1:
                self.line("@property")
                self.method("double", [], None)
            elif case == 2:
                self.method(self.pick(("__add__", "__sub__", "__or__", "__radd__", "__iadd__")), ["other"], None)
            elif case == 3:
                self.method("__getattr__", ["name"], "if name.startswith('__'): raise AttributeError(name)")
            elif case == 4:
                self.line(self.pick(("@classmethod", "@staticmethod")))
                self.line(f"def child(*args): return {name if self.chance(2) else 'Box'}(2)")
            elif case == 5:
                self.method(self.pick(("__eq__", "__lt__")), ["other"], None)
            else:
                self.method(
                    "method",
                    ["x"],
                    f"show('super', super().method({self.int_expression(0)}))" if self.chance(2) else None,
                )
        self.depth -= 1
        self.leave(state)
        self.scope.classes.append(name)
        self.line(f"{self.bind('obj')} = {name}({self.int_expression(0)})")

    def method(self, name: str, parameters: list[str], first: str | None) -> None:
        self.line(f"def {name}({', '.join(['self', *parameters])}):")
        state = self.enter("function")
        self.scope.names["obj"] = ["self"]
        for parameter in parameters:
            self.scope.names.setdefault("any", []).append(parameter)
        left, self.left = self.left, min(self.left, 4)
        self.depth += 1
        if first:
            self.line(first)
        self.depth -= 1
        # Methods may be called from anywhere, also through operators: nothing expensive in them.
        self.turns = 200
        self.block(2)
        self.depth += 1
        if name != "__init__":
            declined = "NotImplemented" if name.startswith("__") and name != "__getattr__" else "1"
            self.line(f"return {self.pick(('self.n', declined, self.int_expression(1)))}")
        self.depth -= 1
        self.left = left
        self.leave(state)

    # --- The whole --------------------------------------------------------------------------------

    def program(self) -> str:
        for kind in ("int", "int", "float", "str", "list", "dict", "obj"):
            value = self.expression(kind, 1)
            self.line(f"{self.bind(kind, 1)} = {value}")
        for _ in range(self.number(1, 4)):
            (self.function, self.function, self.generator, self.class_, self.coroutine)[self.choose(5)]()
        while self.left > 0:
            # Most statements at the top are guarded, so that one error does not end the program.
            if self.chance(4):
                self.statement()
                continue
            self.line("try:")
            self.block(3)
            self.line("except Exception as error:")
            self.line("    report(error)")
        names = sorted({name for kind in TYPES for name in self.scope.names.get(kind, ())})
        self.line(f"final({', '.join(repr(name) for name in names)})")
        return "\n".join(self.lines) + "\n"


def program_for(seed: int) -> str:
    """The program of a seed: the same in every run."""
    source = random.Random(seed)
    return Writer(source.randrange).program()


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Random programs as a hypothesis strategy."""
    return Writer(lambda n: draw(st.integers(0, n - 1))).program()
