"""How an uncaught exception leaves the process: as under `python`, to the last frame of its traceback.

The host knows best how to end a program: it tells SystemExit from the rest, calls sys.excepthook, picks the exit
status and, for KeyboardInterrupt, ends by the signal itself. So the exception is raised on through the
command; on its way out the traceback picks up the command's own frames, and an excepthook that is
in place for one call puts back the program's hook and the program's traceback.
"""

import os
import sys

from fastvm import _core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any

# Where the frames of the command and (made up for tracebacks by Cython) of the core say they are.
_OWN_FILES = (os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + "/", "vm_core/")


def program_traceback(error: BaseException) -> "TracebackType | None":
    """The traceback without its first entries, those of the command and the core."""
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_frame.f_code.co_filename.startswith(_OWN_FILES):
        traceback = traceback.tb_next
    return traceback


_MISSING = object()


def hand_over(error: BaseException, traceback: "TracebackType | None") -> None:
    """Arrange that the exception, raised on, is reported with the program's part of the traceback."""
    if isinstance(error, SystemExit):
        return
    hook: Any = getattr(sys, "excepthook", _MISSING)

    def report(kind: "type[BaseException]", value: BaseException, _: object) -> None:
        if hook is _MISSING:
            del sys.excepthook
        else:
            sys.excepthook = hook
        sys.last_traceback = traceback
        show(value, traceback)

    sys.excepthook = report


def show(error: BaseException, traceback: "TracebackType | None") -> None:
    """Report an exception through sys.excepthook, in the words of the host."""
    kind = type(error)
    error.__traceback__ = traceback
    hook: Any = getattr(sys, "excepthook", _MISSING)
    if hook is _MISSING:
        _write("sys.excepthook is missing\n")
        sys.__excepthook__(kind, error, traceback)
        return
    try:
        _core.run_hidden(hook, kind, error, traceback)
    except SystemExit:
        raise
    except BaseException as failure:
        _write("Error in sys.excepthook:\n")
        failure.__traceback__ = program_traceback(failure)
        sys.__excepthook__(type(failure), failure, failure.__traceback__)
        _write("\nOriginal exception was:\n")
        sys.__excepthook__(kind, error, traceback)


def remember(error: BaseException, traceback: "TracebackType | None") -> None:
    """sys.last_type and its fellows, for a post-mortem debugger at the prompt."""
    sys.last_type = type(error)
    sys.last_value = error
    sys.last_traceback = traceback


def _write(text: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(text)
