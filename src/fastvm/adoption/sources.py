"""Sources: where the text of a code object is, and how it becomes a syntax tree again.

A source gives the `CodeIndex` of its tree on demand. There are three kinds:

* A file (modules, scripts; the origin of nothing but `co_filename`). Most of its functions are never called, so its
  units are made one by one. Its tree is made for the first, and a few trees are kept (`TREE_BUDGET`).
* A text and a syntax tree (given to `compile`, `exec` or `eval`, noted by `capture.py`). They are the code objects'
  own and die with them. All their units are made when the first is needed, and then the tree is let go of.
"""

import _warnings
import sys

from fastvm import _core
from fastvm.adoption import late, policy
from fastvm.adoption.cache import UnitCache, file_stamp
from fastvm.adoption.keys import CodeType, Key, UnitTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    import _ast as ast
    from collections.abc import Callable, Iterator
    from typing import Any

    from fastvm.adoption.locate import CodeIndex, Located

# As they are at the start: a program may put something else in their place.
_compile = compile
_open = open

# Flags of compile(): give the tree; and the future statements, which a code object's co_flags show.
_ONLY_AST = 0x400
_FUTURE_FLAGS = 0x20000 | 0x40000 | 0x80000 | 0x100000 | 0x200000 | 0x400000 | 0x800000 | 0x1000000


class Source:
    """What all sources have in common. `name` is the file name of its code objects."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class FileSource(Source):
    """The source file of a module or a script; also a member of a zip file, through its importer."""

    __slots__ = ("path", "cache", "parses", "_size")

    def __init__(self, name: str, path: str) -> None:
        super().__init__(name)
        self.path = path
        self.cache = UnitCache(path)
        self.parses = 0
        self._size = 0

    def indexes(self) -> "Iterator[CodeIndex]":
        """Parse and compile: the trees that the code may have come from, likeliest first."""
        text = self._read()
        self._size = len(text)
        level = sys.flags.optimize
        yield _index(text, self.name, "exec", 0, level)
        if level and self.name.startswith("<frozen "):
            yield _index(text, self.name, "exec", 0, 0)  # frozen with assertions, whatever -O says
        rewriter = sys.modules.get("_pytest.assertion.rewrite")
        if rewriter is not None:
            index = _pytest_index(rewriter, text, self.name, level)
            if index is not None:
                yield index

    def _read(self) -> bytes:
        try:
            with _open(self.path, "rb", buffering=0) as file:
                return file.read()
        except (OSError, ValueError):
            text = _read_through_importer(self.path)
            if text is None:
                raise
            return text


class GivenSource(Source):
    """What was given to compile, exec or eval, with what else compile needs.

    `units` is None until all of them are made. A string in it is the reason why there is no unit.
    """

    __slots__ = ("mode", "flags", "optimize", "units")

    def __init__(self, name: str, mode: str, flags: int, optimize: int) -> None:
        super().__init__(name)
        self.mode = mode
        self.flags = flags
        self.optimize = optimize
        self.units: dict[Key, UnitTuple | str] | None = None

    def index(self) -> "CodeIndex":
        """Parse and compile."""
        raise NotImplementedError

    def complete(self, units: "dict[Key, UnitTuple | str]") -> None:
        """All units are there: what they were made from is needed no more."""
        self.units = units


class TextSource(GivenSource):
    """A text given to compile, exec or eval."""

    __slots__ = ("text", "runs")

    def __init__(self, text: "str | bytes", name: str, mode: str, flags: int, optimize: int) -> None:
        super().__init__(name, mode, flags, optimize)
        self.text = text
        self.runs = 0  # how many code objects were made from it

    def index(self) -> "CodeIndex":
        return _index(self.text, self.name, self.mode, self.flags, self.optimize)


class TreeSource(GivenSource):
    """A syntax tree given to compile. (If the program changes it before the code runs, the code is not found in it.)"""

    __slots__ = ("tree",)

    def __init__(self, tree: "ast.AST", name: str, mode: str, flags: int, optimize: int) -> None:
        super().__init__(name, mode, flags, optimize)
        self.tree: ast.AST | None = tree

    def index(self) -> "CodeIndex":
        tree = self.tree
        assert tree is not None, "asked again after it was complete"
        return _code_index(tree, self.name, self.mode, self.flags, self.optimize)

    def complete(self, units: "dict[Key, UnitTuple | str]") -> None:
        super().complete(units)
        self.tree = None


def future_flags(code: CodeType) -> int:
    """The future statements in force in a code object, as flags of compile()."""
    return code.co_flags & _FUTURE_FLAGS


# --- Parsing --------------------------------------------------------------------------------------


def _index(text: "str | bytes", name: str, mode: str, flags: int, optimize: int) -> "CodeIndex":
    tree = _quietly(text, name, mode, flags | _ONLY_AST, optimize)
    _core.untrack_tree(tree)
    return _code_index(tree, name, mode, flags, optimize)


def _code_index(tree: "ast.AST", name: str, mode: str, flags: int, optimize: int) -> "CodeIndex":
    code = _quietly(tree, name, mode, flags, optimize)
    index: CodeIndex = late.module("fastvm.adoption.locate").CodeIndex(tree, code, optimize)
    return index


def _quietly(source: "str | bytes | ast.AST", name: str, mode: str, flags: int, optimize: int) -> "Any":
    """compile(), without the warnings that the program's own compilation gave already."""
    return with_filter("ignore", _compile, source, name, mode, flags, True, optimize)


def with_filter(action: str, function: "Callable[..., Any]", *args: object) -> "Any":
    """Call a function that may warn, with something else to be done about all its warnings."""
    warnings: Any = sys.modules.get("warnings")
    if not hasattr(warnings, "_filters_mutated"):  # not imported, or not yet to that point
        warnings = _warnings
    # One entry in the program's own filters for the duration of one C call: catch_warnings would replace
    # the list under the feet of other threads.
    entry = (action, None, Warning, None, 0)
    filters = warnings.filters
    filters.insert(0, entry)
    warnings._filters_mutated()
    try:
        return function(*args)
    finally:
        filters.remove(entry)
        warnings._filters_mutated()


def _pytest_index(rewriter: "Any", text: bytes, name: str, optimize: int) -> "CodeIndex | None":
    """pytest rewrites the assertions of test modules, and reads them from a cache of its own the next
    time: rewrite the tree as it would have."""
    tree = _quietly(text, name, "exec", _ONLY_AST, optimize)
    try:
        rewriter.rewrite_asserts(tree, text, name)
        return _code_index(tree, name, "exec", 0, optimize)
    except Exception:
        return None  # another version of pytest: then the module stays with the host


def _read_through_importer(path: str) -> "bytes | None":
    """The text of a file inside a zip file that is on sys.path."""
    for prefix, importer in list(sys.path_importer_cache.items()):
        read: Any = getattr(importer, "get_data", None)
        if read is not None and path.startswith(prefix + "/"):
            try:
                text: bytes = read(path)
                return text
            except OSError:
                continue
    return None


# --- The sources of live code, and the trees in memory ---------------------------------------------

_files: "dict[str, FileSource]" = {}
_trees: "dict[FileSource, _Trees]" = {}  # most recently used last


class _Trees:
    """The indexes of one source file: those made so far, and the maker of more."""

    __slots__ = ("made", "more", "stamp")

    def __init__(self, source: FileSource) -> None:
        self.made: list[CodeIndex] = []
        self.more = source.indexes()
        self.stamp = file_stamp(source.path)

    def find(self, code: CodeType) -> "Located | None":
        for index in self.made:
            found = index.find(code)
            if found is not None:
                return found
        for index in self.more:
            self.made.append(index)
            found = index.find(code)
            if found is not None:
                return found
        return None


def file_source(filename: str) -> "FileSource | None":
    """The source of code whose co_filename is that; None when it cannot be a file."""
    source = _files.get(filename)
    if source is not None:
        return source
    path: str | None = filename
    if filename.startswith("<frozen ") and filename.endswith(">"):
        path = policy.stdlib_path(filename[8:-1])
    elif not filename.endswith((".py", ".pyw")) and (filename.startswith("<") or file_stamp(filename) is None):
        path = None
    return _add_file(filename, path) if path is not None else None


def script_source(filename: str) -> FileSource:
    """The source of the script that is about to run as `__main__`, whatever its name looks like."""
    return _add_file(filename, filename)


def _add_file(filename: str, path: str) -> FileSource:
    source = _files[filename] = FileSource(filename, path)
    if len(_files) > policy.REMEMBERED_FILES:
        for oldest in list(_files)[: -policy.REMEMBERED_FILES]:
            dropped = _files.pop(oldest, None)  # another thread may have been here
            if dropped is not None:
                _trees.pop(dropped, None)
                dropped.cache.write()
    return source


def displayed_source(code: CodeType) -> "TextSource | None":
    """The text that tracebacks show for code without a file: of notebook cells, doctests and the like."""
    import linecache

    text = "".join(linecache.getlines(code.co_filename))
    return TextSource(text, code.co_filename, "exec", future_flags(code), sys.flags.optimize) if text else None


def find_node(source: FileSource, code: CodeType) -> "Located | None":
    """The syntax node of a live code object; None when the source does not compile to it (any more)."""
    trees = _trees.pop(source, None)
    found = trees.find(code) if trees is not None else None
    if trees is None or found is None and trees.stamp != file_stamp(source.path):
        # Not parsed yet, or the file was edited since: the code may be of a later import.
        trees = _Trees(source)
        source.parses += 1
        found = trees.find(code)
    _trees[source] = trees
    _forget_oldest(source)
    return found


def all_nodes(source: FileSource) -> "list[Located]":
    """Every code object of the tree in memory with its node."""
    trees = _trees.get(source)
    return [located for index in trees.made for located in index.everything()] if trees is not None else []


def _forget_oldest(newest: FileSource) -> None:
    total = sum(kept._size for kept in _trees)
    for kept in list(_trees):
        if total <= policy.TREE_BUDGET or kept is newest:
            break
        del _trees[kept]
        total -= kept._size


def file_caches() -> "list[UnitCache]":
    """The caches of all source files met so far."""
    return [source.cache for source in list(_files.values())]
