"""What the JIT tells: `--jit-log` (a line for every compilation, and for everything given up) and `--jit-dump`.

    FASTVM_JIT_LOG=1                   as --jit-log
    FASTVM_JIT_DUMP=hir,llvm:function  as --jit-dump=...: some of bytecode, hir, llvm, asm; of one function or of all
"""

from __future__ import annotations

import os
import sys

DUMPABLE = ("hir", "llvm", "asm")


def enabled() -> bool:
    return os.environ.get("FASTVM_JIT_LOG", "0") not in ("", "0")


def say(text: str) -> None:
    """One line of the log."""
    if enabled() and sys.stderr is not None:
        print(f"[jit] {text}", file=sys.stderr)


def wants(form: str, name: str) -> bool:
    """Whether this form of this function is to be dumped."""
    setting = os.environ.get("FASTVM_JIT_DUMP", "")
    if not setting:
        return False
    forms, _, only = setting.partition(":")
    return form in forms.split(",") and (not only or only == name.partition("@")[0])


def dump(form: str, name: str, text: str) -> None:
    if sys.stderr is not None:
        print(f"--- {form} of {name}\n{text}", file=sys.stderr)
