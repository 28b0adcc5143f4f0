"""Compares random programs on CPython and on the engine, and makes a failing one small.

Programs run many to a process (`batch.py`). When a process dies or hangs, the program it was at is to blame
and the rest of the batch runs in a new one. `reduce` then removes and simplifies parts of the
failing program's syntax tree for as long as it still fails.
"""

from __future__ import annotations

import ast
import copy
import difflib
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests import support
from tests.modes import MODES, OFF, Mode

BATCH = Path(__file__).with_name("batch.py")

#: How often each program runs in its process: the first time cold, then with warm caches.
TURNS = 3
#: Everything is adopted, so that the helpers' library code runs on the engine too.
OPTIONS = ("--adopt=all",)

Result = list[str]  # what each turn printed

#: The last entry of a traceback, with its source and marker lines, when an unbound local was read.
UNBOUND = re.compile(r'  File "[^"]*", line \d+, in (.*\n)(?:    .*\n)+(?=UnboundLocalError: cannot access local)')


#: Where an object is, in its repr: no two processes agree on it.
ADDRESS = re.compile(r" at 0x[0-9a-f]+>")


@dataclass(frozen=True)
class Failure:
    """A program that does not do on the engine what it does on CPython."""

    source: str
    expected: Result
    actual: Result

    def __str__(self) -> str:
        turn = next((n for n, (a, b) in enumerate(zip(self.expected, self.actual)) if a != b), 0)
        expected = self.expected[turn] if turn < len(self.expected) else "(nothing)"
        actual = self.actual[turn] if turn < len(self.actual) else "(nothing)"
        lines = difflib.unified_diff(expected.splitlines(), actual.splitlines(), "python", "fastvm", lineterm="", n=2)
        shown = "\n".join(list(lines)[:40])
        return f"--- program\n{self.source}--- turn {turn + 1}\n{shown}"


def run_batch(
    command: Sequence[str], sources: Sequence[str], turns: int = TURNS, environment: Mapping[str, str] | None = None
) -> list[Result]:
    """What each program prints in each turn, on one interpreter."""
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "programs.json"
        while len(results) < len(sources):
            rest = sources[len(results) :]
            file.write_text(json.dumps(list(rest)), encoding="utf-8")
            arguments = [str(BATCH), str(file), str(turns), str(len(results))]
            outcome = support.run([*command, *arguments], env=environment, timeout=120 + 10 * len(rest))
            lines = [line for line in outcome.stdout.splitlines() if line.startswith('{"number"')]
            done = [[ADDRESS.sub(" at 0x...>", text) for text in json.loads(line)["outputs"]] for line in lines]
            results += done
            if len(done) < len(rest):
                # Not this process's end but the text before the status is what a person needs to see.
                results.append([f"the process died: status {outcome.status}\n{outcome.stderr[-3000:]}"])
    return results


def compare(sources: Sequence[str], mode: Mode = MODES[OFF]) -> list[Failure]:
    """The programs that differ."""
    expected = run_batch(support.python_command(), sources)
    actual = run_batch(support.engine(*mode.options, *OPTIONS), sources, environment=mode.environment)
    return [Failure(s, e, a) for s, e, a in zip(sources, expected, actual) if not same(e, a) and not recursive(e)]


def recursive(expected: Result) -> bool:
    """Whether a program ran into the recursion limit: where exactly it strikes is not part of the language."""
    return any("<recursive>" in text or "RecursionError" in text for text in expected)


def same(expected: Result, actual: Result) -> bool:
    """Whether every turn is as expected.

    Warm code of CPython marks some expressions differently from its cold code (two instructions fused into one have the
    position of the first), so what its first turn printed is right in later turns too. Where reading an unbound
    local fails, that may happen within the first turn: then the place is not compared.
    """
    if len(expected) != len(actual):
        return False
    wanted = [UNBOUND.sub(r"\1", text) for text in expected]
    return all(UNBOUND.sub(r"\1", a) in (e, wanted[0]) for e, a in zip(wanted, actual))


# --- Reduction -----------------------------------------------------------------------------------


def _blocks(tree: ast.AST) -> Iterator[tuple[ast.AST, str, list[ast.stmt]]]:
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody", "handlers", "cases"):
            block = getattr(node, name, None)
            if isinstance(block, list) and block:
                yield node, name, block


def _candidates(tree: ast.Module) -> Iterator[ast.Module]:
    """Smaller versions of a program: the most drastic first."""
    sizes = [(position, len(block)) for position, (_, _, block) in enumerate(_blocks(tree))]
    # Runs of statements, halves first.
    for position, size in sizes:
        length = size
        while length:
            for start in range(0, size, length):
                smaller = copy.deepcopy(tree)
                node, name, block = list(_blocks(smaller))[position]
                del block[start : start + length]
                if not block and name == "body" and not isinstance(node, ast.Module):
                    block.append(ast.Pass())
                yield smaller
            length //= 2
    # A compound statement by one of its blocks.
    for position, size in sizes:
        for index in range(size):
            smaller = copy.deepcopy(tree)
            _, name, block = list(_blocks(smaller))[position]
            statement = block[index]
            if name in ("handlers", "cases") or not isinstance(getattr(statement, "body", None), list):
                continue
            block[index : index + 1] = statement.body  # type: ignore[attr-defined]
            yield smaller
    # An expression by one of its parts, or by a constant.
    expressions = [n for n in ast.walk(tree) if isinstance(n, ast.expr) and not isinstance(n, (ast.Constant, ast.Name))]
    for position in range(len(expressions)):
        parts = [child for child in ast.iter_child_nodes(expressions[position]) if isinstance(child, ast.expr)]
        for choice in range(len(parts) + 1):
            smaller = copy.deepcopy(tree)
            found = [
                n for n in ast.walk(smaller) if isinstance(n, ast.expr) and not isinstance(n, (ast.Constant, ast.Name))
            ]
            target = found[position]
            children = [child for child in ast.iter_child_nodes(target) if isinstance(child, ast.expr)]
            new = children[choice] if choice < len(children) else ast.Constant(1)
            yield _Replace(target, new).visit(smaller)


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else super().generic_visit(node)


def reduce(
    failure: Failure, progress: Callable[[str], None] = lambda text: None, mode: Mode = MODES[OFF]
) -> Failure:
    """The smallest program found that still differs."""
    best = failure
    improved = True
    while improved:
        improved = False
        tree = ast.parse(best.source)
        batch: list[str] = []
        seen = {best.source}
        for candidate in _candidates(tree):
            try:
                source = ast.unparse(ast.fix_missing_locations(candidate)) + "\n"
                compile(source, "<candidate>", "exec")
            except (SyntaxError, ValueError, TypeError, RecursionError):
                continue
            if source in seen or len(source) >= len(best.source):
                continue
            seen.add(source)
            batch.append(source)
            if len(batch) == 40:
                smaller = compare(batch, mode)
                batch = []
                if smaller:
                    best = min(smaller, key=lambda f: len(f.source))
                    improved = True
                    break
        else:
            smaller = compare(batch, mode) if batch else []
            if smaller:
                best = min(smaller, key=lambda f: len(f.source))
                improved = True
        progress(f"reduced to {len(best.source.splitlines())} lines")
    return best
