"""What the JIT tells: `--jit-log` (a line for every compilation, and for everything given up) and
`--jit-dump=FORMS[:NAME]` (some of hir, llvm, asm; of one function or of all). The engine holds the settings.
"""

from __future__ import annotations

import sys

from fastvm import engine


def say(text: str) -> None:
    """One line of the log."""
    if engine.jit_log and sys.stderr is not None:
        print(f"[jit] {text}", file=sys.stderr)


def wants(form: str, name: str) -> bool:
    """Whether this form of this function is to be dumped."""
    forms, _, only = engine.jit_dump.partition(":")
    return form in forms.split(",") and (not only or only == name)


def dump(form: str, name: str, text: str) -> None:
    if sys.stderr is not None:
        print(f"--- {form} of {name}\n{text}", file=sys.stderr)
