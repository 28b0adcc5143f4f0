"""The ast module: source parsed, walked, rewritten, measured, written out again.

Stresses: NodeVisitor dispatch by getattr, C-made node objects with Python attributes,
`ast.unparse` (a big pure-Python visitor), compile and exec.
From: linters, code generators and formatters.
"""

import ast

SIZE = 80
SMALL_SIZE = 1
SMALL_RESULT = (8, 237, [("__init__", 1), ("deposit", 2), ("total", 6)], 55, ([-3200, 200], 15))

SOURCE = '''
import math

class Account:
    """Keeps a balance."""
    rate = 2 + 3 * 4

    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError(f"cannot deposit {amount}")
        self.balance += amount * (1 + 2)
        return self.balance

def total(values, *, scale=10 * 10):
    result = 0
    for index, value in enumerate(values):
        while value > 100 and index:
            value = value // 2
        try:
            result += value if value % 2 else -value
        except TypeError as error:
            result = None
        finally:
            index += 1
    return [x * scale for x in (result, math.floor(2.5)) if x is not None]
'''


class Folder(ast.NodeTransformer):
    """Does arithmetic on constants ahead of time."""

    def __init__(self):
        self.folded = 0

    def visit_BinOp(self, node):
        self.generic_visit(node)
        if isinstance(node.left, ast.Constant) and isinstance(node.right, ast.Constant):
            a, b = node.left.value, node.right.value
            if isinstance(node.op, ast.Add):
                value = a + b
            elif isinstance(node.op, ast.Mult):
                value = a * b
            else:
                return node
            self.folded += 1
            return ast.copy_location(ast.Constant(value), node)
        return node


class Complexity(ast.NodeVisitor):
    def __init__(self):
        self.points = {}
        self.name = "module"

    def visit_FunctionDef(self, node):
        outer, self.name = self.name, node.name
        self.points[node.name] = 1
        self.generic_visit(node)
        self.name = outer

    def branch(self, node):
        self.points[self.name] = self.points.get(self.name, 0) + 1
        self.generic_visit(node)

    visit_If = visit_For = visit_While = visit_ExceptHandler = visit_IfExp = visit_comprehension = branch


def run(size=SIZE):
    """(constants folded, nodes, complexity, length of the source made, what it computes)."""
    folded = nodes = length = 0
    result = None
    for _ in range(size):
        tree = ast.parse(SOURCE * 2)
        folder = Folder()
        tree = ast.fix_missing_locations(folder.visit(tree))
        folded += folder.folded
        nodes += sum(1 for _ in ast.walk(tree) if not isinstance(_, ast.expr_context))
        complexity = Complexity()
        complexity.visit(tree)
        text = ast.unparse(tree)
        length += text.count("\n")
        scope = {}
        exec(compile(text, "<rewritten>", "exec"), scope)
        result = scope["total"]([1, 250, 37, 8]), scope["Account"]("me").deposit(5)
    return folded, nodes, sorted(complexity.points.items()), length, result


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
