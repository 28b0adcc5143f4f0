"""The policy of adoption: every number and rule that says when code moves from the host to the engine.

The native core asks about each code object the first time it is called; `resolver.py` puts the question
to `first_answer`. Three modes:

* `user`: the program and its own modules, at once; the standard library and installed packages never.
* `hot` (the default): as `user`, and library code after it has been called `LIBRARY_CALLS` times.
* `all`: everything, at once. Conformance runs use it.
"""

import os
import sys
from stat import S_ISDIR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from fastvm.adoption.keys import CodeType

MODES = ("user", "hot", "all")
DEFAULT_MODE = "hot"

# Library functions are called so many times by the host before they are compiled for the engine: most of
# what a program touches in the libraries runs once or twice, at import.
LIBRARY_CALLS = 200

# Straight-line text given to exec or eval costs more to compile than to run once. It is adopted when the
# same text is run so many times; text with a loop in it is adopted at once. (The core counts the first of them.)
TEXT_RUNS = 2

# After a resolver ran out of stack or memory: ask again after so many calls.
RETRY_CALLS = 1

# Syntax trees kept in memory, by the size of their source text: whole modules are parsed when the first of
# their functions is compiled, and the next one usually follows soon.
TREE_BUDGET = 1_000_000

# Sources of exec and eval remembered by their text, so that running a text again finds its units: so many, and so
# many characters in all.
REMEMBERED_TEXTS = 256
REMEMBERED_TEXT_SIZE = 2_000_000

# Source files whose units are kept in memory. More is for programs that make modules for ever.
REMEMBERED_FILES = 4_000

# New units of one module after which its cache file is written without waiting for the exit.
CACHE_FLUSH_UNITS = 500

# Opcodes of the host that end a loop: JUMP_BACKWARD and the four POP_JUMP_BACKWARD_IF_...
_LOOP_ENDS = frozenset((140, 173, 174, 175, 176))

_LIBRARY_PARTS = ("/site-packages/", "/dist-packages/")
#: As it was at the start: a program's tests may put something else in its place, and count the calls.
stat = os.stat

_STDLIB = (getattr(sys, "_stdlib_dir", None) or os.path.dirname(os.__file__)) + "/"
_OWN = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + "/"  # also in a source tree

_is_library: dict[str, bool] = {}


def is_library(filename: str) -> bool:
    """Whether code of that file belongs to the standard library or to an installed package."""
    known = _is_library.get(filename)
    if known is None:
        known = filename.startswith(("<frozen ", _STDLIB, _OWN)) or any(part in filename for part in _LIBRARY_PARTS)
        if len(_is_library) >= REMEMBERED_FILES:
            _is_library.clear()
        _is_library[filename] = known
    return known


def has_loop(code: "CodeType") -> bool:
    """Whether the code object itself jumps back (code of nested functions not counted)."""
    return not _LOOP_ENDS.isdisjoint(code.co_code[::2])


def first_answer(mode: str, filename: str) -> "int | str | None":
    """What to say about code of a file the first time it is called: None to take it, or as the resolver
    answers: a number of calls to wait, or the reason never to take it."""
    if mode == "all" or not is_library(filename):
        return None
    if mode == "hot":
        return LIBRARY_CALLS
    return "library code, and adoption is 'user'"


def stdlib_path(module: str) -> str:
    """The source file of a frozen module of the standard library."""
    path = _STDLIB + module.replace(".", "/")
    try:
        return path + ("/__init__.py" if S_ISDIR(stat(path).st_mode) else ".py")
    except (OSError, ValueError):
        return path + ".py"
