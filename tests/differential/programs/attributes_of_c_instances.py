"""Attributes in the dicts of instances of C code's classes (exceptions, syntax nodes, partial functions): found, shadowed,
deleted, in dicts that were replaced."""

import ast
import functools


class Problem(Exception):
    kind = "of the class"

    def describe(self):
        return self.kind


def look(thing):
    try:
        return thing.code
    except AttributeError as error:
        return str(error)


def kind(thing):
    return thing.kind, thing.describe()


def make(code, *more):
    problem = Problem(code)
    problem.code = code
    for name in more:
        setattr(problem, name, name)
    return problem


problems = [make(n) for n in range(4)]
print([look(problem) for problem in problems])
print([kind(problem) for problem in problems])
problems[1].kind = "of the instance"
problems[2].describe = lambda: "its own"
print([kind(problem) for problem in problems])
del problems[3].code
print([look(problem) for problem in problems])
problems[3].other = 1
problems[3].code = 2
print([look(problem) for problem in problems])
problems[0].__dict__ = {"first": 0, "code": "replaced"}
print([look(problem) for problem in problems])
problems[0].__dict__ = {"".join(["co", "de"]): "an equal key"}
print([look(problem) for problem in problems])


class Key(str):
    def __eq__(self, other):
        print("compared with", str(other))
        return str.__eq__(self, other)

    __hash__ = str.__hash__


class Table(dict):
    def __getitem__(self, key):
        return "never asked"


problems[1].__dict__ = {Key("code"): "a key that runs code"}
problems[2].__dict__ = Table(code="in a subclass of dict")
print([look(problem) for problem in problems])
problems[2].__dict__ = {1: 2, "code": "beside a key that is no text"}
print([look(problem) for problem in problems])
Problem.code = property(lambda self: "of a property")
print([look(problem) for problem in problems])
del Problem.code
print([look(problem) for problem in problems])


class Counter(ast.NodeVisitor):
    def __init__(self):
        self.seen = []

    def visit_BinOp(self, node):
        self.seen.append((type(node.op).__name__, node.lineno, node._fields))
        self.generic_visit(node)

    def visit_Constant(self, node):
        self.seen.append(node.value)


for text in ("1 + 2 * 3", "(1 - 2) / 3"):
    counter = Counter()
    counter.visit(ast.parse(text))
    print(counter.seen)


def line(node):
    return node.lineno, getattr(node, "note", None)


nodes = [node for node in ast.walk(ast.parse("a = b + c\nd = a")) if isinstance(node, ast.expr)]
nodes[0].note = "first"
nodes[1].lineno = 77
print([line(node) for node in nodes])
add = [functools.partial(int.__add__, n) for n in range(3)]
for n, function in enumerate(add):
    function.tag = n


def tagged(function):
    return function.tag, function.func is int.__add__, function(10)


print([tagged(function) for function in add])
del add[1].tag
try:
    tagged(add[1])
except AttributeError as error:
    print(error)


def grow(count):
    """More names than shared keys have room for."""
    problem = make(0, *(f"name{n}" for n in range(count)))
    return look(problem), problem.__dict__.get(f"name{count - 1}")


print([grow(count) for count in (1, 5, 40, 5)])
