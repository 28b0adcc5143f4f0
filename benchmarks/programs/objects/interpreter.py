"""An interpreter for a small language: lexer, recursive-descent parser, tree walker.

Stresses: visitor dispatch by type name, dictionaries as environments, closures of the
guest language, an exception for `return`, deep recursion through several layers.
From: the tree-walking half of the compiler-construction books.
"""

import re

SIZE = 19
SMALL_SIZE = 7
SMALL_RESULT = [13, 420]

PROGRAM = """
fun fib(n) { if (n < 2) { return n; } return fib(n - 1) + fib(n - 2); }
fun adder(step) { fun add(x) { return x + step; } return add; }
let total = 0;
let i = 0;
let plus = adder(3);
while (i < limit * 20) { total = plus(total) % 1009; i = i + 1; }
print fib(limit);
print total;
"""

TOKEN = re.compile(r"\s*(?:(\d+)|([A-Za-z_]\w*)|(==|<=|[-+*/%<>=(){};,]))")
PRECEDENCE = {"==": 1, "<": 2, "<=": 2, ">": 2, "+": 3, "-": 3, "*": 4, "/": 4, "%": 4}


class Node:
    fields = ()

    def __init__(self, *values):
        for name, value in zip(self.fields, values):
            setattr(self, name, value)


class Number(Node):
    fields = ("value",)


class Name(Node):
    fields = ("name",)


class Binary(Node):
    fields = ("operator", "left", "right")


class Call(Node):
    fields = ("function", "arguments")


class Let(Node):
    fields = ("name", "value")


class Assign(Node):
    fields = ("name", "value")


class If(Node):
    fields = ("condition", "then", "otherwise")


class While(Node):
    fields = ("condition", "body")


class Return(Node):
    fields = ("value",)


class Print(Node):
    fields = ("value",)


class Function(Node):
    fields = ("name", "parameters", "body")


class Expression(Node):
    fields = ("value",)


class Parser:
    def __init__(self, source):
        self.tokens = [match.group(match.lastindex) for match in TOKEN.finditer(source)]
        self.position = 0

    def peek(self):
        return self.tokens[self.position] if self.position < len(self.tokens) else None

    def take(self):
        self.position += 1
        return self.tokens[self.position - 1]

    def accept(self, token):
        if self.peek() == token:
            self.position += 1
            return True
        return False

    def expect(self, token):
        if not self.accept(token):
            raise SyntaxError(f"expected {token!r}, found {self.peek()!r}")

    def program(self):
        statements = []
        while self.peek() is not None:
            statements.append(self.statement())
        return statements

    def block(self):
        self.expect("{")
        statements = []
        while not self.accept("}"):
            statements.append(self.statement())
        return statements

    def statement(self):
        if self.accept("fun"):
            name = self.take()
            self.expect("(")
            parameters = []
            while not self.accept(")"):
                parameters.append(self.take())
                self.accept(",")
            return Function(name, parameters, self.block())
        if self.accept("if"):
            condition = self.parenthesized()
            then = self.block()
            return If(condition, then, self.block() if self.accept("else") else [])
        if self.accept("while"):
            return While(self.parenthesized(), self.block())
        if self.accept("return"):
            node = Return(self.expression())
        elif self.accept("print"):
            node = Print(self.expression())
        elif self.accept("let"):
            name = self.take()
            self.expect("=")
            node = Let(name, self.expression())
        else:
            value = self.expression()
            if isinstance(value, Name) and self.accept("="):
                node = Assign(value.name, self.expression())
            else:
                node = Expression(value)
        self.expect(";")
        return node

    def parenthesized(self):
        self.expect("(")
        value = self.expression()
        self.expect(")")
        return value

    def expression(self, lowest=1):
        left = self.call()
        while PRECEDENCE.get(self.peek(), 0) >= lowest:
            operator = self.take()
            left = Binary(operator, left, self.expression(PRECEDENCE[operator] + 1))
        return left

    def call(self):
        value = self.primary()
        while self.accept("("):
            arguments = []
            while not self.accept(")"):
                arguments.append(self.expression())
                self.accept(",")
            value = Call(value, arguments)
        return value

    def primary(self):
        if self.peek() == "(":
            return self.parenthesized()
        token = self.take()
        return Number(int(token)) if token.isdigit() else Name(token)


class Scope:
    def __init__(self, outer=None):
        self.values = {}
        self.outer = outer

    def find(self, name):
        scope = self
        while scope is not None:
            if name in scope.values:
                return scope
            scope = scope.outer
        raise NameError(name)


class Returned(Exception):
    def __init__(self, value):
        self.value = value


class Closure:
    def __init__(self, function, scope):
        self.function = function
        self.scope = scope

    def call(self, interpreter, arguments):
        scope = Scope(self.scope)
        for name, value in zip(self.function.parameters, arguments):
            scope.values[name] = value
        try:
            interpreter.run(self.function.body, scope)
        except Returned as returned:
            return returned.value
        return 0


class Interpreter:
    def __init__(self):
        self.output = []

    def run(self, statements, scope):
        for statement in statements:
            self.visit(statement, scope)

    def visit(self, node, scope):
        return getattr(self, "visit_" + type(node).__name__.lower())(node, scope)

    def visit_number(self, node, scope):
        return node.value

    def visit_name(self, node, scope):
        return scope.find(node.name).values[node.name]

    def visit_binary(self, node, scope):
        left = self.visit(node.left, scope)
        right = self.visit(node.right, scope)
        operator = node.operator
        if operator == "+":
            return left + right
        if operator == "-":
            return left - right
        if operator == "*":
            return left * right
        if operator == "/":
            return left // right
        if operator == "%":
            return left % right
        if operator == "<":
            return left < right
        if operator == "<=":
            return left <= right
        if operator == ">":
            return left > right
        return left == right

    def visit_call(self, node, scope):
        function = self.visit(node.function, scope)
        return function.call(self, [self.visit(argument, scope) for argument in node.arguments])

    def visit_let(self, node, scope):
        scope.values[node.name] = self.visit(node.value, scope)

    def visit_assign(self, node, scope):
        scope.find(node.name).values[node.name] = self.visit(node.value, scope)

    def visit_if(self, node, scope):
        self.run(node.then if self.visit(node.condition, scope) else node.otherwise, scope)

    def visit_while(self, node, scope):
        while self.visit(node.condition, scope):
            self.run(node.body, scope)

    def visit_return(self, node, scope):
        raise Returned(self.visit(node.value, scope))

    def visit_print(self, node, scope):
        self.output.append(self.visit(node.value, scope))

    def visit_function(self, node, scope):
        scope.values[node.name] = Closure(node, scope)

    def visit_expression(self, node, scope):
        self.visit(node.value, scope)


def run(size=SIZE):
    """What the guest program prints: the `size`-th Fibonacci number, and a loop's total."""
    scope = Scope()
    scope.values["limit"] = size
    interpreter = Interpreter()
    interpreter.run(Parser(PROGRAM).program(), scope)
    return interpreter.output


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
