"""`python -m fastvm`: the command, for where its script is not on the path.

For -m the interpreter imports `runpy` and what that needs: a program would find it in `sys.modules`, and its warnings
would look different. So the interpreter starts again with the options it was given, to run the command by path.
"""

import sys

from fastvm.command import main


def _interpreter_options() -> "list[str] | None":
    """What stands between `python` and `-m fastvm`; None when the process was not started like that."""
    arguments = len(sys.argv) - 1
    head = sys.orig_argv[1 : len(sys.orig_argv) - arguments]
    if head[-1:] == ["-mfastvm"]:
        return head[:-1]
    if head[-1:] != ["fastvm"] or not head[-2].startswith("-") or not head[-2].endswith("m"):
        return None
    others = head[-2][:-1]  # -Im is -I -m
    return head[:-2] + ([others] if others != "-" else [])


# The interpreter put the current directory in front for -m; the command removes one entry as a script's.
main(f"{sys.executable} -m fastvm", interpreter_options=_interpreter_options())
