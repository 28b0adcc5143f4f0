"""`--show=tokens,ast,scopes,bytecode`: the steps of the pipeline for a program, next to its source lines.

The program is not run. Every step that was asked for hangs under the source line it belongs to; the lines of
the program come once, in order.
"""

from __future__ import annotations

import ast
import io
import symtable
import sys
import tokenize
from types import CodeType
from typing import TYPE_CHECKING, TextIO

from fastvm.bytecode.disassembler import Listing
from fastvm.frontend.compiler import children, compile_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastvm.command.options import CommandLine

# A line of the report: the source line it belongs to and its text.
Note = tuple[int, str]


def show(line: CommandLine, out: TextIO | None = None) -> None:
    """Show the program that the command line names. SystemExit with a message when it cannot be."""
    text, filename = _program(line)
    try:
        report(text, filename, line.show, out or sys.stdout)
    except (SyntaxError, ValueError) as error:
        sys.__excepthook__(type(error), error.with_traceback(None), None)
        sys.exit(1)


def report(text: str, filename: str, steps: list[str], out: TextIO) -> None:
    """Write the report on a program text."""
    makers = {"tokens": _tokens, "ast": _tree, "scopes": _scopes, "bytecode": _bytecode}
    by_line: dict[int, list[tuple[str, str]]] = {}
    for step in steps:
        for number, note in makers[step](text, filename):
            by_line.setdefault(number, []).append((step, note))
    source = text.splitlines()
    width = len(str(len(source)))
    for number in range(0, max([len(source), *by_line]) + 1):
        if 1 <= number <= len(source):
            out.write(f"{number:{width}} | {source[number - 1]}\n")
        previous = ""
        for step, note in by_line.get(number, []):
            name = step if step != previous and len(steps) > 1 else ""
            previous = step
            out.write(f"{'':{width}} : {name:8} {note}\n" if len(steps) > 1 else f"{'':{width}} :   {note}\n")


def _program(line: CommandLine) -> tuple[str, str]:
    if line.kind == "command":
        return line.target, "<string>"
    if line.kind == "module":
        from importlib.util import find_spec

        sys.path.insert(0, "")
        spec = find_spec(line.target)
        if spec is not None and spec.submodule_search_locations is not None:
            spec = find_spec(line.target + ".__main__")
        if spec is None or spec.origin is None or not spec.has_location:
            sys.exit(f"fastvm: no source of module {line.target}")
        filename = spec.origin
    elif line.target in ("", "-"):
        return _decode(sys.stdin.buffer.read()), "<stdin>"
    else:
        filename = line.target
    try:
        with open(filename, "rb") as file:
            return _decode(file.read()), filename
    except OSError as error:
        print(f"fastvm: can't open file {filename!r}: [Errno {error.errno}] {error.strerror}", file=sys.stderr)
        sys.exit(2)


def _decode(data: bytes) -> str:
    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    return io.TextIOWrapper(io.BytesIO(data), encoding).read()


# --- The steps ---------------------------------------------------------------------------------------


def _tokens(text: str, filename: str) -> Iterator[Note]:
    line: list[str] = []
    number = 1
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.start[0] != number and line:
            yield number, "  ".join(line)
            line = []
        number = token.start[0]
        if token.type != tokenize.NL:
            name = tokenize.tok_name[token.exact_type]
            shown = token.string.strip()
            line.append(f"{name} {shown!r}" if shown and token.type != tokenize.OP else shown or name)
    if line:
        yield number, "  ".join(line)


def _tree(text: str, filename: str) -> Iterator[Note]:
    """One line for each statement and each expression, indented by depth."""

    def visit(node: ast.AST, label: str, depth: int, number: int) -> Iterator[Note]:
        number = getattr(node, "lineno", number)
        fields = []
        inner: list[tuple[str, ast.AST]] = []
        for name, value in ast.iter_fields(node):
            if isinstance(value, ast.AST) and value._fields:
                inner.append((name, value))
            elif isinstance(value, ast.AST):
                if not isinstance(value, ast.expr_context):
                    fields.append(f"{name}={type(value).__name__}")
            elif isinstance(value, list) and any(isinstance(item, ast.AST) for item in value):
                inner += [(f"{name}[{i}]", item) for i, item in enumerate(value) if isinstance(item, ast.AST)]
            elif value not in (None, []):
                fields.append(f"{name}={value!r}")
        yield number, f"{'  ' * depth}{label}{type(node).__name__} {' '.join(fields)}".rstrip()
        for name, child in inner:
            yield from visit(child, f"{name}: ", depth + 1, number)

    for statement in ast.parse(text, filename).body:
        yield from visit(statement, "", 0, 1)


def _scopes(text: str, filename: str) -> Iterator[Note]:
    pending = [symtable.symtable(text, filename, "exec")]
    while pending:
        table = pending.pop()
        yield max(table.get_lineno(), 1), f"{table.get_type()} {table.get_name()}"
        for symbol in table.get_symbols():
            tests = ("parameter", "local", "global", "nonlocal", "free", "imported", "annotated", "assigned")
            kinds = [kind for kind in tests if getattr(symbol, f"is_{kind}")()]
            yield max(table.get_lineno(), 1), f"  {symbol.get_name()}: {', '.join(kinds) or 'referenced'}"
        pending += reversed(table.get_children())


def _bytecode(text: str, filename: str) -> Iterator[Note]:
    tree = ast.parse(text, filename)
    code = compile(tree, filename, "exec", dont_inherit=True)
    pending: list[tuple[CodeType, ast.AST, str | None]] = [(code, tree, None)]
    while pending:
        scope, node, class_name = pending.pop()
        unit = compile_unit(scope, node, sys.flags.optimize, class_name)
        listing = Listing(unit, scope)
        number = max(scope.co_firstlineno, 1)
        yield number, f"unit {scope.co_qualname}: {len(listing.locals)} locals, {unit.temps} temporaries"
        for line, shown in listing.lines():
            number = line or number
            yield number, f"  {shown}"
        pending += reversed(list(children(scope, node, class_name)))
