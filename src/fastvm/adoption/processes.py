"""Children of multiprocessing run on the engine too.

A forked child inherits the engine. The start methods spawn and forkserver launch `multiprocessing.spawn`'s
executable instead; just before that function is first asked for it, it is pointed to the fastvm command. The
resolver sees every function before its first call, so this needs no import hook.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from fastvm.adoption.keys import CodeType

# Set by the command: what starts fastvm as `sys.executable` starts the host, and the options to hand down.
command: "str | None" = None
environment: "dict[str, str]" = {}

_SPAWN_FILE = "/multiprocessing/spawn.py"


def before_first_call(code: "CodeType") -> None:
    """Called for each code object of a module before it runs for the first time."""
    if code.co_name == "get_executable" and code.co_filename.endswith(_SPAWN_FILE):
        _point_to_command()


def _point_to_command() -> None:
    spawn: Any = sys.modules.get("multiprocessing.spawn")
    path = command or os.path.join(os.path.dirname(sys.executable), "fastvm")
    if spawn is None or not os.access(path, os.X_OK):
        return
    executable = spawn._python_exe  # in bytes since 3.11
    if os.fsdecode(executable) == sys.executable:  # not when the program chose another one
        spawn._python_exe = os.fsencode(path) if isinstance(executable, bytes) else path
        for name, value in environment.items():
            os.putenv(name, value)  # for the children, not for os.environ
