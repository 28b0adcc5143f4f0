"""Adoption: what the resolver answers for which code, and that sources are never mixed up."""

from __future__ import annotations

import ast
import gc
import sys
import tracemalloc
import types
import warnings
import weakref
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

from fastvm import _core
from fastvm.adoption import capture, policy, processes, sources
from fastvm.adoption.resolver import Resolver
from tests.support import fastvm_command, run

Answer = object


def nested(code: CodeType, name: str) -> CodeType:
    """A code object somewhere inside another, by its name."""
    pending = [code]
    while pending:
        code = pending.pop()
        if code.co_name == name:
            return code
        pending += [const for const in code.co_consts if isinstance(const, CodeType)]
    raise LookupError(name)


def ask(resolver: Resolver, code: CodeType) -> Answer:
    """Ask as the core does."""
    return resolver(code, _core.get_origin(code))


def captured(
    text: object, mode: str = "exec", filename: str = "<string>", flags: int = 0, optimize: int = -1
) -> CodeType:
    """Code made and noted as the engine's `compile` does it."""
    code = compile(text, filename, mode, flags, True, optimize)  # type: ignore[call-overload]
    capture.note(code, text, mode, flags, optimize)
    return code


@pytest.fixture
def module(tmp_path: Path) -> Callable[[str], CodeType]:
    """Makes the code of a user's module from its text."""

    def make(text: str, name: str = "mod.py") -> CodeType:
        path = tmp_path / name
        path.write_text(text)
        return compile(text, str(path), "exec", dont_inherit=True)

    return make


# --- Policy ---------------------------------------------------------------------------------------------


def test_the_users_code_is_taken_at_once(module: Callable[[str], CodeType]) -> None:
    code = module("def f(): return 1\n")
    assert isinstance(ask(Resolver("user"), code), tuple)
    assert isinstance(ask(Resolver("hot"), nested(code, "f")), tuple)


def library_code() -> CodeType:
    import textwrap

    return compile(Path(textwrap.__file__).read_bytes(), textwrap.__file__, "exec", dont_inherit=True)


def test_library_code_waits_is_left_or_is_taken() -> None:
    code = nested(library_code(), "dedent")
    assert isinstance(ask(Resolver("user"), code), str)
    hot = Resolver("hot")
    code = nested(library_code(), "dedent")
    assert ask(hot, code) == policy.LIBRARY_CALLS
    assert isinstance(ask(hot, code), tuple)
    assert isinstance(ask(Resolver("all"), nested(library_code(), "dedent")), tuple)


@pytest.mark.parametrize(
    ("filename", "library"),
    [
        ("/home/me/project/app.py", False),
        ("<string>", False),
        ("/home/me/env/lib/python3.11/site-packages/attr/_make.py", True),
        ("/usr/lib/python3/dist-packages/apt.py", True),
        ("<frozen importlib._bootstrap>", True),
        (policy.stdlib_path("json.decoder"), True),
    ],
)
def test_what_a_library_is(filename: str, library: bool) -> None:
    assert policy.is_library(filename) is library


def test_straight_line_text_is_taken_when_it_comes_again() -> None:
    resolver = Resolver("hot")
    text = "one_time = 1 + len('x')  # test_straight_line_text"
    assert ask(resolver, captured(text)) == policy.TEXT_RUNS - 1
    assert isinstance(ask(resolver, captured(text)), tuple)
    assert isinstance(ask(Resolver("hot"), captured("for looping in range(9): pass")), tuple)
    assert isinstance(ask(Resolver("hot"), captured("while looping: looping -= 1")), tuple)
    assert isinstance(ask(Resolver("all"), captured("once_only = 2")), tuple)


def test_units_of_a_text_are_reused() -> None:
    resolver = Resolver("all")
    text = "reused = lambda: 41 + 1"
    first, second = captured(text), captured(text)
    assert first is not second
    assert ask(resolver, first) is ask(resolver, second)
    assert resolver.compiled == 2  # the module's and, because all units of a text are made at once, the lambda's


# --- Sources --------------------------------------------------------------------------------------------


def test_an_edited_file_is_not_mistaken_for_the_old_one(module: Callable[[str], CodeType]) -> None:
    code = module("def f(): return 1\ndef g(): return 2\n")
    module("def f(): return 10\ndef g(): return 2\n")
    resolver = Resolver("user")
    assert ask(resolver, nested(code, "f")) == "the source does not match"
    assert isinstance(ask(resolver, nested(code, "g")), tuple)


def test_files_are_remembered_within_limits(
    module: Callable[..., CodeType], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_files", {})
    monkeypatch.setattr(policy, "REMEMBERED_FILES", 6)
    resolver = Resolver("user")
    for number in range(20):
        assert isinstance(ask(resolver, module(f"x = {number}\n", f"m{number}.py")), tuple)
        assert len(sources._files) == min(number + 1, 6)
    first, *_, last = sources._files
    assert (first[-6:], last[-6:]) == ("m14.py", "m19.py")


def test_a_module_edited_and_loaded_again(module: Callable[[str], CodeType]) -> None:
    resolver = Resolver("user")
    assert isinstance(ask(resolver, nested(module("def f(): return 1\n"), "f")), tuple)
    assert isinstance(ask(resolver, nested(module("def f(): return 'edited'\n"), "f")), tuple)


def test_code_without_source(tmp_path: Path, module: Callable[[str], CodeType]) -> None:
    resolver = Resolver("all")
    assert ask(resolver, compile("1", "<unknown>", "eval")) == "no source"
    missing = compile("x = 1", str(tmp_path / "gone.py"), "exec")
    assert ask(resolver, missing) == "the source cannot be read"
    code = nested(module("def f(): return 1\n"), "f")
    assert ask(resolver, code.replace(co_consts=(None, 2))) == "the source does not match"
    assert ask(resolver, code.replace(co_consts=(None, object()))) == "not made by the compiler"
    broken = module("def f(): return 3\n", "broken.py")
    Path(broken.co_filename).write_text("def f(:\n")
    assert ask(resolver, broken) == "the source does not compile any more"


def test_generators_that_may_be_awaited(module: Callable[[str], CodeType]) -> None:
    """types.coroutine gives a generator function another code object."""
    code = nested(module("def g(): yield 1\n"), "g")
    function = types.coroutine(FunctionType(code, {}))
    assert function.__code__ is not code
    assert isinstance(ask(Resolver("user"), function.__code__), tuple)


def test_children_of_a_text_are_found_through_their_origin() -> None:
    code = captured("def outer():\n    def inner(): return 5\n    return inner\n", filename="<generated>")
    resolver = Resolver("all")
    assert isinstance(ask(resolver, code), tuple)
    outer = nested(code, "outer")
    assert isinstance(ask(resolver, outer), tuple)
    assert isinstance(ask(resolver, nested(outer, "inner")), tuple)


def test_a_syntax_tree_given_to_compile() -> None:
    tree = ast.parse("def f(): return 6\n")
    code = captured(tree, filename="<tree>")
    resolver = Resolver("all")
    assert isinstance(ask(resolver, code), tuple)
    assert isinstance(ask(resolver, nested(code, "f")), tuple)
    changed = captured(ast.parse("x = 1"), filename="<tree>")
    origin = _core.get_origin(changed)
    origin.tree.body[0].value.value = 2  # type: ignore[attr-defined]
    assert ask(resolver, changed) == "the source does not match"


def test_what_was_given_to_compile_dies_with_the_code() -> None:
    class Tree(ast.Module):
        """Its instances can be watched."""

    tree = Tree(ast.parse("def f(): return 7\n").body, [])
    watched = weakref.ref(tree)
    code = captured(tree)
    resolver = Resolver("all")
    assert isinstance(ask(resolver, code), tuple)
    del tree
    assert watched() is None, "the tree is kept after its units were made"
    assert isinstance(ask(resolver, nested(code, "f")), tuple)
    origin = _core.get_origin(code)
    references = sys.getrefcount(origin)
    del code
    assert sys.getrefcount(origin) == references - 2, "module and function let go of it"


def test_texts_are_remembered_within_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capture, "_texts", {})
    monkeypatch.setattr(policy, "REMEMBERED_TEXTS", 8)
    monkeypatch.setattr(policy, "REMEMBERED_TEXT_SIZE", 800)
    for number in range(50):
        captured(f"x = {number}")
        assert len(capture._texts) == min(number + 1, 8)
    last = _core.get_origin(captured("x = 49"))
    assert _core.get_origin(captured("x = 49")) is last
    for number in range(50):
        captured(f"x = {'1' * 120} + {number}")
        assert sum(len(source.text) for source in capture._texts.values()) <= 800
    captured(f"x = {'1' * 1000}")
    assert not capture._texts
    assert _core.get_origin(captured("x = 49")) is not last


def test_the_ways_code_can_be_compiled() -> None:
    resolver = Resolver("all")
    assert isinstance(ask(resolver, captured("  1 + 1".lstrip(), "eval")), tuple)
    assert isinstance(ask(resolver, captured("1 + 1\n", "single")), tuple)
    assert isinstance(ask(resolver, captured(b"# coding: latin-1\nx = '\xe9'\n")), tuple)
    assert isinstance(ask(resolver, captured("from __future__ import annotations\ndef f(x: y): pass\n")), tuple)
    assert isinstance(ask(resolver, captured("assert looping", optimize=1)), tuple)
    assert isinstance(ask(resolver, captured("'doc'\nassert looping", optimize=2)), tuple)
    awaiting = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    assert isinstance(ask(resolver, captured("await something", flags=awaiting)), tuple)
    code = compile("x: y = 1", "<string>", "exec", 0x1000000, True)  # annotations, inherited from the caller
    capture.note(code, "x: y = 1", "exec", 0, -1)
    assert isinstance(ask(resolver, code), tuple)


def test_the_text_of_an_imported_file_is_not_kept(module: Callable[[str], CodeType]) -> None:
    code = module("kept = False\n")
    capture.note(code, b"kept = False\n", "exec", 0, -1)
    assert _core.get_origin(code) is None
    assert isinstance(ask(Resolver("user"), code), tuple)


def test_frozen_modules_are_found_in_the_standard_library() -> None:
    import importlib._bootstrap as bootstrap
    import os

    resolver = Resolver("all")
    for function in (bootstrap._find_and_load, os.path.join, os.makedirs):
        assert isinstance(function, FunctionType)
        answer = ask(resolver, function.__code__)
        assert isinstance(answer, tuple), (function.__code__.co_filename, answer)


def test_modules_in_a_zip_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = tmp_path / "code.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("zipped_module.py", "def f(): return 'zipped'\n")
    monkeypatch.syspath_prepend(str(archive))
    import zipped_module  # type: ignore[import-not-found]

    assert isinstance(ask(Resolver("user"), zipped_module.f.__code__), tuple)


def test_test_modules_rewritten_by_pytest() -> None:
    """This very function: pytest has rewritten its assertions, and may have read it from a cache of its own."""
    code = test_test_modules_rewritten_by_pytest.__code__
    plain = compile(Path(__file__).read_bytes(), __file__, "exec", dont_inherit=True)
    assert nested(plain, code.co_name) != code, "pytest did not rewrite"
    _core.set_origin(code, None)
    assert isinstance(Resolver("user")(code, None), tuple)


def test_parsing_again_warns_nobody(module: Callable[[str], CodeType]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        code = module("def f(x): return x is 1, '\\d'\n")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        before = list(warnings.filters)
        assert isinstance(ask(Resolver("user"), nested(code, "f")), tuple)
        assert warnings.filters == before
    assert caught == []


def test_trees_leave_memory_and_come_back_once(
    module: Callable[..., CodeType], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy, "TREE_BUDGET", 1)
    first = module("def f(): return 1\ndef g(): return 2\ndef h(): return 3\n", "first.py")
    second = module("def f(): return 4\n", "second.py")
    resolver = Resolver("user")
    for code in (nested(first, "f"), nested(second, "f"), nested(first, "g")):
        assert isinstance(ask(resolver, code), tuple)
    source = sources.file_source(first.co_filename)
    assert source is not None and source.parses == 2
    ask(resolver, second)
    compiled = resolver.compiled
    assert isinstance(ask(resolver, nested(first, "h")), tuple)  # compiled with g, when the tree came back
    assert (source.parses, resolver.compiled) == (2, compiled)


def test_a_module_that_is_written_anew_and_loaded_again(module: Callable[..., CodeType]) -> None:
    resolver = Resolver("user")
    first = module("def f(): return 1\n")
    assert isinstance(ask(resolver, first), tuple)
    second = module("x = 0\ndef f(): return x\ndef g(): return f()\n")
    for code in (second, nested(second, "f"), nested(second, "g")):
        assert isinstance(ask(resolver, code), tuple)
    assert ask(resolver, nested(first, "f")) == "the source does not match"


def test_a_generator_function_marked_by_types_coroutine(module: Callable[..., CodeType]) -> None:
    resolver = Resolver("user")
    code = module("import types\n@types.coroutine\ndef f(n):\n    yield n\n    return (lambda: n)()\n")
    namespace: dict[str, Any] = {}
    exec(code, namespace)
    marked = namespace["f"].__code__
    assert marked != nested(code, "f")
    assert isinstance(ask(resolver, marked), tuple)
    other = marked.replace(co_consts=(None, "other"), co_flags=marked.co_flags)
    assert ask(Resolver("user"), other) == "the source does not match"


def test_code_with_a_constant_that_equals_nothing(module: Callable[..., CodeType]) -> None:
    code = module("class K:\n    def f(self): return 1e999 - 1e999\n")
    again = compile(Path(code.co_filename).read_text(), code.co_filename, "exec", dont_inherit=True)
    assert nested(code, "f") != nested(again, "f") and code != again
    resolver = Resolver("user")
    for live in (again, nested(again, "K"), nested(again, "f")):
        assert isinstance(ask(resolver, live), tuple)
    other = compile("class K:\n    def f(self): return 1e999 + 1e999\n", code.co_filename, "exec", dont_inherit=True)
    assert ask(resolver, nested(other, "f")) == "the source does not match"


def test_functions_nested_deeply_are_found_in_time(module: Callable[..., CodeType]) -> None:
    """Comparing such code by equality takes the host longer than anybody lives."""
    code = module("f = " + "lambda: " * 120 + "1\n")
    again = compile(Path(code.co_filename).read_text(), code.co_filename, "exec", dont_inherit=True)
    resolver = Resolver("user")
    depth = 0
    while code is not None:
        assert isinstance(ask(resolver, again), tuple)
        depth += 1
        code, again = (
            next((const for const in outer.co_consts if isinstance(const, CodeType)), None) for outer in (code, again)
        )
    assert depth == 121


def test_functions_of_frozen_modules() -> None:
    resolver = Resolver("all")
    for name in ("_frozen_importlib_external", "site", "os", "codecs"):
        module = sys.modules[name]
        functions = [item for item in vars(module).values() if isinstance(item, FunctionType)]
        codes = [item.__code__ for item in functions if item.__code__.co_filename.startswith("<frozen ")]
        answers = {code.co_name: resolver(code, "waited") for code in codes}
        assert answers and not [function for function, answer in answers.items() if isinstance(answer, str)]


def test_frozen_packages_have_a_source() -> None:
    assert Path(policy.stdlib_path("importlib")).name == "__init__.py"
    assert Path(policy.stdlib_path("importlib.util")).name == "util.py"


def test_a_bug_in_the_front_end_leaves_the_code_to_the_host(
    module: Callable[[str], CodeType], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> object:
        raise KeyError("oops")

    def exhausted(*args: object) -> object:
        raise RecursionError

    code = module("x = 1\n")
    resolver = Resolver("user")
    monkeypatch.setattr("fastvm.frontend.compiler.compile_unit", broken)
    assert ask(resolver, code) == "internal error: KeyError: 'oops'"
    assert resolver.errors == {"internal error: KeyError: 'oops'": 1}
    monkeypatch.setattr("fastvm.frontend.compiler.compile_unit", exhausted)
    assert ask(resolver, code) == policy.RETRY_CALLS


# --- Children of multiprocessing ------------------------------------------------------------------------


def test_spawned_children_start_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from multiprocessing import spawn

    command = tmp_path / "fastvm"
    command.write_text("#!/bin/sh\n")
    command.chmod(0o755)
    monkeypatch.setattr(processes, "command", str(command))
    original = spawn.get_executable()
    try:
        processes.before_first_call(spawn.get_executable.__code__)
        assert spawn.get_executable() == str(command).encode()
        spawn.set_executable("/somewhere/else")
        processes.before_first_call(spawn.get_executable.__code__)
        assert spawn.get_executable() == b"/somewhere/else"
    finally:
        spawn.set_executable(original)


CHILDREN = """\
import multiprocessing, sys

def report(queue):
    queue.put((sys.modules["fastvm"].is_enabled(), __name__, sys.argv))

if __name__ == "__main__":
    for method in ("fork", "spawn", "forkserver"):
        context = multiprocessing.get_context(method)
        queue = context.Queue()
        child = context.Process(target=report, args=(queue,))
        child.start()
        print(method, queue.get())
        child.join()
        print(child.exitcode)
"""


def test_children_of_all_start_methods_run_on_the_engine(tmp_path: Path) -> None:
    script = tmp_path / "children.py"
    script.write_text(CHILDREN)
    outcome = run([*fastvm_command(), str(script), "argument"])
    assert outcome.stderr == ""
    argv = [str(script), "argument"]
    assert outcome.stdout.splitlines() == [
        f"fork (True, '__main__', {argv})",
        "0",
        f"spawn (True, '__mp_main__', {argv})",
        "0",
        f"forkserver (True, '__mp_main__', {argv})",
        "0",
    ]


def test_nothing_imported_late_comes_from_the_standard_library() -> None:
    """The engine may compile while the program is in the middle of importing any module of the standard
    library, so all it needs must be there before the program starts."""
    script = (
        "import sys; from fastvm import engine; before = set(sys.modules); engine.prepare(); "
        "from fastvm.adoption import late; loaded = [hasattr(m, 'anything') for m in late._modules.values()]; "
        "assert len(loaded) > 20; "
        "print(sorted(m for m in set(sys.modules) - before if not m.startswith('fastvm')))"
    )
    outcome = run([sys.executable, "-S", "-c", f"import sys; sys.path += {sys.path!r}; {script}"])
    assert outcome.stderr == ""
    assert ast.literal_eval(outcome.stdout) == []


# --- What the program sees of its memory ----------------------------------------------------------------


def test_what_is_kept_is_not_among_the_objects_of_the_program(module: Callable[..., CodeType]) -> None:
    text = "".join(f"def f{i}(x, *, k=({i}, (2, 3))):\n    return [x + 1, k, (4, (5, {i}))]\n" for i in range(20))
    code = module(text)
    resolver = Resolver("user")
    assert isinstance(ask(resolver, code), tuple)  # loads the front end
    functions = [nested(code, f"f{i}") for i in range(20)]
    gc.disable()
    try:
        before = len(gc.get_objects())
        kept = [isinstance(ask(resolver, function), tuple) for function in functions]
        assert len(gc.get_objects()) - before < len(functions) and all(kept)
    finally:
        gc.enable()


def test_linked_units_are_not_traced_memory(module: Callable[[str], CodeType]) -> None:
    code = module("def f(x):\n" + "    x = x + 1\n" * 2000)
    function = nested(code, "f")
    unit = ask(Resolver("user"), function)
    assert isinstance(unit, tuple)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        _core.attach(function, unit)
        assert tracemalloc.get_traced_memory()[0] - before < 1000
    finally:
        tracemalloc.stop()


def test_trees_in_memory_do_not_slow_the_collector(module: Callable[[str], CodeType]) -> None:
    def nodes() -> int:
        return sum(isinstance(item, ast.AST) for item in gc.get_objects())

    code = module("def f(x):\n" + "    x = [x + 1, {x: (x, 2)}, *x]\n" * 500)
    before = nodes()
    resolver = Resolver("user")
    assert isinstance(ask(resolver, nested(code, "f")), tuple)
    source = sources.file_source(code.co_filename)
    assert source in sources._trees
    assert nodes() - before < 100
