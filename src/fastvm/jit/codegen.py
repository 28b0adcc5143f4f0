"""Text to machine code: where LLVM is. Compiling is the core's (vm_core/compiler/): it uses llvmlite's library
directly, on a thread of its own, so that neither llvmlite's modules are imported nor the program waits.
"""

from __future__ import annotations

import os
import sys
from _frozen_importlib_external import PathFinder

from fastvm import _core
from fastvm.adoption.cache import file_stamp

_library = ""


def library() -> str:
    """Where llvmlite's library is: the core is told, too. ImportError: llvmlite is not installed, or this process may
    not have machine code."""
    global _library
    if not _library:
        if not _core.can_execute():
            raise ImportError("memory cannot be made executable")
        spec = PathFinder.find_spec("llvmlite")  # (to import importlib.util takes longer than this)
        suffix = "dylib" if sys.platform == "darwin" else "so"
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            path = os.path.join(folder, "binding", f"libllvmlite.{suffix}")
            if file_stamp(path) is not None:
                _core.set_llvm(os.fsencode(path))
                _library = path
                return path
        raise ImportError("llvmlite is not installed")
    return _library


def assembly(text: str) -> str:
    """A module's text, optimised, as assembly: for --jit-dump."""
    return _core.jit_assembly(text.encode())
