"""Runs the program that the command line names: the host's own start of a program, step by step.

The module `__main__` of the process is the command's own script; it is emptied and set up anew, so that the program
finds in it, and in `sys`, exactly what it would find under `python`. The source is compiled by the host's
`compile` before the engine is on. When that fails, nothing of the program has run yet, and the process turns
into a plain interpreter on the same arguments: it reports the error as only it can.
"""

import os
import sys
from _frozen_importlib import BuiltinImporter
from _frozen_importlib_external import (
    MAGIC_NUMBER,
    PathFinder,
    SourceFileLoader,
    SourcelessFileLoader,
)

from fastvm import _core, engine
from fastvm.adoption import capture, processes, sources
from fastvm.adoption.keys import CodeType
from fastvm.command import errors
from fastvm.command.options import CommandLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn


def run(program: str, line: CommandLine) -> None:
    """Run what the command line says, and leave as `python` would: by returning or by an exception."""
    global_names = _fresh_main()
    sys.orig_argv = [sys.orig_argv[0], *line.host_argv]
    if line.show:
        from fastvm.report import pipeline

        pipeline.show(line)
        return
    _set_options(program, line)
    if line.kind == "stdin" or sys.flags.inspect:
        from fastvm.command import interactive

        interactive.import_line_editor()
    if line.kind == "script":
        _run_script(program, line, global_names)
    elif line.kind == "module":
        sys.argv = ["-m", *line.arguments]
        _set_path0(os.getcwd)
        _run_main_module(line, line.target, True)
    elif line.kind == "command":
        sys.argv = ["-c", *line.arguments]
        _set_path0(lambda: "")
        code = _compile(line.target, "<string>", line)
        capture.note(code, line.target, "exec", 0, -1)
        _finish(line, global_names, _guarded(exec, code, global_names))
    else:
        sys.argv = [line.target, *line.arguments]
        _set_path0(lambda: "")
        _run_stdin(line, global_names)


# --- The four kinds of program -----------------------------------------------------------------------


def _run_script(program: str, line: CommandLine, global_names: "dict[str, Any]") -> None:
    sys.argv = [line.target, *line.arguments]
    path = line.target if os.path.isabs(line.target) else _absolute(line.target)
    if _importer(path) is not None:  # a directory or a zip file
        sys.path[: 0 if sys.flags.safe_path else 1] = [path]
        _run_main_module(line, "__main__", False)
        return
    try:
        with open(path, "rb", buffering=0) as file:
            data = file.read()
    except IsADirectoryError:
        _leave(f"{program}: {path!r} is a directory, cannot continue", 1)
    except (OSError, ValueError) as error:
        number = error.errno if isinstance(error, OSError) else 2
        reason = os.strerror(number or 2)
        _leave(f"{program}: can't open file {path!r}: [Errno {number}] {reason}", 2)
    _set_path0(lambda: os.path.dirname(os.path.realpath(path)))

    loader: object
    if path.endswith(".pyc") or data[:4] == MAGIC_NUMBER:
        loader = SourcelessFileLoader("__main__", path)
        code = _read_pyc(data, line)
    else:
        loader = SourceFileLoader("__main__", path)
        if line.skip_first_line:
            data = data[data.find(b"\n") :] if b"\n" in data else b""
            code = _compile(data, path, line)
            capture.note(code, data, "exec", 0, -1)
        else:
            code = _compile_script(data, path, line)
    global_names.update(__loader__=loader, __file__=path, __cached__=None)
    succeeded = _guarded(exec, code, global_names)
    for name in ("__file__", "__cached__"):  # the host takes them away before the prompt of -i
        global_names.pop(name, None)
    _finish(line, global_names, succeeded)


def _run_main_module(line: CommandLine, name: str, set_argv0: bool) -> None:
    """As the host does it, by its own `runpy`."""
    import runpy

    succeeded = _guarded(runpy._run_module_as_main, name, set_argv0)  # type: ignore[attr-defined]
    _finish(line, sys.modules["__main__"].__dict__, succeeded)


def _run_stdin(line: CommandLine, global_names: "dict[str, Any]") -> None:
    if sys.flags.interactive or os.isatty(0):
        from fastvm.command import interactive

        interactive.prompt(global_names, with_header=True)
        return
    if sys.stdin is None:
        return
    data = sys.stdin.buffer.read()
    try:
        code = _core.compile_program(data, "<stdin>")
    except Exception:
        _give_back_stdin(data)
        _become_host(line)
    capture.note(code, data, "exec", 0, -1)
    global_names.update(__file__="<stdin>", __cached__=None)
    succeeded = _guarded(exec, code, global_names)
    for name in ("__file__", "__cached__"):
        global_names.pop(name, None)
    _finish(line, global_names, succeeded)


# --- Running and leaving -------------------------------------------------------------------------------


def _guarded(function: "Callable[..., Any]", *args: "Any") -> "BaseException | None":
    """Call with the command's frames hidden; the exception that came out of it, if any, with its
    traceback cut to the program's part."""
    try:
        _core.run_hidden(function, *args)
    except BaseException as error:
        return error.with_traceback(errors.program_traceback(error))
    return None


def _finish(line: CommandLine, global_names: "dict[str, Any]", error: "BaseException | None") -> None:
    """After the program: the prompt, if -i or PYTHONINSPECT asks for it, and the exit."""
    if not isinstance(error, SystemExit) or sys.flags.inspect:
        inspect = sys.flags.inspect or (not sys.flags.ignore_environment and "PYTHONINSPECT" in os.environ)
    else:
        inspect = False
    if inspect and (sys.flags.interactive or os.isatty(0)):
        from fastvm.command import interactive

        if error is not None:
            interactive.report(error)
        interactive.prompt(global_names, with_header=False)
    elif error is not None:
        traceback = error.__traceback__
        errors.hand_over(error, traceback)
        raise error


def _compile_script(text: bytes, path: str, line: CommandLine) -> CodeType:
    """The code object of a script, from the cache if it is there. It is not put there when the compiler has something
    to say about the script, which it has to say again each time."""
    cache = sources.script_source(path).cache
    if "no_debug_ranges" in sys._xoptions or "PYTHONNODEBUGRANGES" in os.environ:
        return _compile(text, path, line)
    entry: bytes | None = _core.run_private(cache.program, text)
    if entry is not None:
        # Not in private: constants are the program's, and its collector's.
        cached = _unmarshalled(entry)
        if cached is not None:
            return cached
    try:
        code: CodeType = sources.with_filter("error", _core.compile_program, text, path)
    except Exception:
        return _compile(text, path, line)
    _core.run_private(cache.add_program, text, code)
    return code


def _unmarshalled(entry: bytes) -> "CodeType | None":
    import marshal

    try:
        code = marshal.loads(entry)
    except (ValueError, EOFError, TypeError):
        return None
    return code if isinstance(code, CodeType) else None


def _compile(source: "str | bytes", filename: str, line: CommandLine) -> CodeType:
    try:
        return _core.compile_program(source, filename)
    except Exception:
        _become_host(line)


def _become_host(line: CommandLine) -> "NoReturn":
    """Nothing of the program has run: let a plain interpreter, in our place, say what is wrong with it."""
    arguments = [*line.host_argv]
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os.execv(sys.executable, [sys.executable, *arguments])


def _give_back_stdin(data: bytes) -> None:
    """Make what was read from standard input readable again, for the interpreter that takes our place."""
    descriptor = os.memfd_create("stdin")
    with open(descriptor, "wb", buffering=0, closefd=False) as file:
        file.write(data)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.dup2(descriptor, 0)


def _leave(message: str, status: int) -> "NoReturn":
    print(message, file=sys.stderr)
    sys.exit(status)


# --- What the program sees -----------------------------------------------------------------------------


def _fresh_main() -> "dict[str, Any]":
    """The namespace of `__main__`, as the host makes it."""
    import builtins

    global_names = sys.modules["__main__"].__dict__
    global_names.clear()
    global_names.update(
        __name__="__main__",
        __doc__=None,
        __package__=None,
        __loader__=BuiltinImporter,
        __spec__=None,
        __annotations__={},
        __builtins__=builtins,
    )
    return global_names


def _set_options(program: str, line: CommandLine) -> None:
    """Turn the engine on as the options say, and hand them down to the children of multiprocessing."""
    if os.access(program, os.X_OK):
        processes.command = os.path.abspath(program)
    processes.environment = line.own
    if line.stats:
        from fastvm.report import stats

        stats.print_at_exit(line.stats)
    engine.prepare()
    engine.enable(line.adopt, jit=line.jit)
    engine.watch_jit(line.jit_log, line.jit_dump, line.perf_map)
    engine.watch_collector(line.gc_log)


def _set_path0(place: "Callable[[], str]") -> None:
    """sys.path[0]: the interpreter put the folder of the command's script there, unless told not to."""
    if not sys.flags.safe_path:
        sys.path[0] = place()


def _absolute(path: str) -> str:
    """Joined to the current folder, not normalised: as the host makes `__file__` of a script."""
    return os.path.join(os.getcwd(), path) if path else os.getcwd()


def _importer(path: str) -> object:
    """What sys.path_hooks make of a path: an importer for a directory or a zip file, else None."""
    return PathFinder._path_importer_cache(path)  # type: ignore[attr-defined]


def _read_pyc(data: bytes, line: CommandLine) -> CodeType:
    import marshal

    try:
        if data[:4] == MAGIC_NUMBER:
            code = marshal.loads(memoryview(data)[16:])
            if isinstance(code, CodeType):
                return code
    except (ValueError, EOFError, TypeError):
        pass
    _become_host(line)
