"""The programs: where they are, and what they say about themselves.

A program's constants and docstring are read from its syntax tree, never by importing it: a program may need
a newer Python or a package that the interpreter running the comparison lacks.
"""

import ast
import importlib.util
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

FOLDER = Path(__file__).resolve().parent / "programs"
GROUPS = ("numeric", "objects", "allocation", "containers", "text", "language", "library")

# Two or three of each group, chosen to differ as much as possible: what --quick measures.
QUICK = (
    "nbody",
    "fannkuch",
    "sha256",
    "richards",
    "raytracer",
    "interpreter",
    "binary_trees",
    "event_objects",
    "word_frequencies",
    "dynamic_programming",
    "json_parser",
    "generators",
    "closures",
    "iteration_tools",
)


class UnknownProgram(ValueError):
    """A name on the command line that is neither a program nor a group."""


@dataclass(frozen=True)
class Program:
    name: str
    group: str
    path: Path
    title: str
    size: int
    small_size: int
    small_result: Any
    minimum_python: "tuple[int, ...]" = (3, 9)
    requires: "tuple[str, ...]" = ()


def read(path: Path) -> Program:
    """What the file at `path` says about itself."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                constants[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:
                pass  # Not a literal, so not one of ours.
    title = (ast.get_docstring(tree) or path.stem).splitlines()[0].rstrip(".")
    return Program(
        name=path.stem,
        group=path.parent.name,
        path=path,
        title=title,
        size=constants["SIZE"],
        small_size=constants["SMALL_SIZE"],
        small_result=constants["SMALL_RESULT"],
        minimum_python=constants.get("MINIMUM_PYTHON", (3, 9)),
        requires=constants.get("REQUIRES", ()),
    )


def all_programs() -> "list[Program]":
    """Every program, group by group."""
    return [read(path) for group in GROUPS for path in sorted((FOLDER / group).glob("*.py"))]


def load(program: Program) -> ModuleType:
    """The program as a module of this process."""
    spec = importlib.util.spec_from_file_location(program.name, program.path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{program.path} is no module")
    module = importlib.util.module_from_spec(spec)
    # pickle, among others, looks a class up through its module's name.
    sys.modules[program.name] = module
    spec.loader.exec_module(module)
    return module


def select(names: Iterable[str], programs: "Sequence[Program] | None" = None) -> "list[Program]":
    """The programs that `names` (of programs or groups) ask for, in catalogue order; all for no names."""
    programs = all_programs() if programs is None else programs
    wanted = set(names)
    unknown = wanted - {program.name for program in programs} - {program.group for program in programs}
    if unknown:
        raise UnknownProgram(f"no program or group is called {', '.join(sorted(unknown))}; --list shows them")
    return [program for program in programs if not wanted or program.name in wanted or program.group in wanted]
