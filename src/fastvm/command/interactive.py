"""The interactive prompt, as the host's.

The host reads statements through its tokenizer, which would leave their text unknown to the engine. So this
loop reads lines itself, lets `codeop` say when a statement is complete, and runs it through `exec`: prompts,
PYTHONSTARTUP, the interactive hook, displayhook, errors, Ctrl-C and Ctrl-D are the host's.
"""

import os
import sys

from fastvm import _core
from fastvm.command import errors
from fastvm.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from codeop import CommandCompiler
    from types import CodeType
    from typing import Any

_ALLOW_INCOMPLETE = 0x4000  # a flag of compile()
_HINT = 'Type "help", "copyright", "credits" or "license" for more information.'


def prompt(global_names: "dict[str, Any]", with_header: bool) -> None:
    """Read and run statements until the end of input. SystemExit comes out of it."""
    _take_over_inspection()
    if with_header:
        if not sys.flags.quiet:
            header = f"Python {sys.version} on {sys.platform}, fastvm {__version__}"
            print(header if sys.flags.no_site else f"{header}\n{_HINT}", file=sys.stderr)
        _run_startup_file(global_names)
    hook = getattr(sys, "__interactivehook__", None)
    if hook is not None:
        try:
            _core.run_hidden(hook)
        except Exception as error:
            print("Failed calling sys.__interactivehook__", file=sys.stderr)
            report(error.with_traceback(errors.program_traceback(error)))
    if not hasattr(sys, "ps1"):
        sys.ps1 = ">>> "
    if not hasattr(sys, "ps2"):
        sys.ps2 = "... "
    _loop(global_names)


def report(error: BaseException) -> None:
    """Report an exception and go on: at the prompt even SystemExit of a script is only reported."""
    traceback = error.__traceback__
    errors.remember(error, traceback)
    errors.show(error, traceback)
    _flush()


def import_line_editor() -> None:
    """As the host does before it looks at the program's folder: line editing and completion for a terminal."""
    if sys.flags.isolated or not os.isatty(0):
        return
    for name in ("readline", "rlcompleter"):
        try:
            __import__(name)
        except ImportError:
            pass


def _loop(global_names: "dict[str, Any]") -> None:
    from codeop import CommandCompiler

    compiler = CommandCompiler()  # keeps the future statements given at the prompt
    lines: list[str] = []
    while True:
        try:
            try:
                lines.append(_read_line(str(sys.ps2 if lines else sys.ps1)))
            except EOFError:
                if not lines:
                    break
                lines.append("")
            code = _complete(compiler, "\n".join(lines))
            if code is None:
                continue
            lines = []
        except (Exception, KeyboardInterrupt) as error:
            if isinstance(error, KeyboardInterrupt):
                print(file=sys.stderr)
            lines = []
            report(error.with_traceback(None))
            continue
        _run_statement(code, global_names)
    if os.isatty(0):
        print(file=sys.stderr)


def _complete(compiler: "CommandCompiler", text: str) -> "CodeType | None":
    """The code of a statement; None when more lines have to follow."""
    try:
        return compiler(text, "<stdin>", "single")
    except SyntaxError:
        pass
    # The same error, found in a finished line as the host reads it: that decides where the mark stands.
    code: CodeType = compile(text + "\n", "<stdin>", "single", compiler.compiler.flags & ~_ALLOW_INCOMPLETE, True)
    return code


def _run_statement(code: "CodeType", global_names: "dict[str, Any]") -> None:
    try:
        _core.run_hidden(exec, code, global_names)
    except SystemExit:
        raise
    except BaseException as error:
        report(error.with_traceback(errors.program_traceback(error)))
        return
    _flush()


def _read_line(text: str) -> str:
    if os.isatty(0) and os.isatty(1):
        return input(text)
    # Not a terminal, but -i: the host writes the prompts to the error stream then.
    sys.stderr.write(text)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.removesuffix("\n")


def _run_startup_file(global_names: "dict[str, Any]") -> None:
    path = None if sys.flags.ignore_environment else os.environ.get("PYTHONSTARTUP")
    if path is None:
        return
    sys.audit("cpython.run_startup", path)
    try:
        with open(path, "rb") as file:
            text = file.read()
    except OSError as error:
        print("Could not open PYTHONSTARTUP", file=sys.stderr)
        report(error.with_traceback(None))
        return
    try:
        code = compile(text, path, "exec", 0, True)
    except Exception as error:
        report(error.with_traceback(None))
        return
    global_names.update(__file__=path, __cached__=None)
    _run_statement(code, global_names)
    for name in ("__file__", "__cached__"):
        global_names.pop(name, None)


def _take_over_inspection() -> None:
    """The prompt is ours: the host must not open its own after it, and SystemExit ends the process again."""
    _core.end_inspection()
    os.unsetenv("PYTHONINSPECT")  # the host asks the C environment at the end; os.environ stays


def _flush() -> None:
    for stream in (sys.stderr, sys.stdout):
        try:
            stream.flush()
        except Exception:
            pass
