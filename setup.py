"""Builds the native core, `fastvm._core`, from the Cython sources in vm_core/.

Everything that can be said declaratively is in pyproject.toml. What is left is the extension: its opcodes are
generated from the instruction table first (`src/fastvm/bytecode/generate.py`), and it uses the internal
structures of one host version, so any other host is refused here, with a sentence.
"""

import importlib.util
import os
import subprocess
import sys
from glob import glob
from types import ModuleType

if sys.implementation.name != "cpython" or sys.version_info[:2] != (3, 11):
    sys.exit(
        f"fastvm runs on CPython 3.11 only: this is {sys.implementation.name} "
        f"{sys.version_info[0]}.{sys.version_info[1]}. Create the environment with a python3.11."
    )

from Cython.Build import cythonize  # noqa: E402 (after the check above)
from setuptools import Extension, setup  # noqa: E402
from setuptools.command.build_ext import build_ext  # noqa: E402
from setuptools.command.build_py import build_py  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
# Relative paths: setuptools wants them, and it runs this file from its own directory.
CORE = "vm_core"


def load_by_path(name: str, path: str) -> ModuleType:
    """Load a helper of the build that is not installed, or not yet importable."""
    spec = importlib.util.spec_from_file_location(name, os.path.join(HERE, path))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def thread_dispatch() -> None:
    """Rewrite the generated C for threaded dispatch, where the compiler is GCC or Clang (that is, not on Windows)."""
    path = os.path.join(HERE, CORE, "core.c")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    threaded = load_by_path("_fastvm_threading", f"{CORE}/threaded_dispatch.py").thread_loops(text, ("run",))
    if threaded != text:
        with open(path, "w", encoding="utf-8") as file:
            file.write(threaded)


def write_opcodes() -> None:
    """Generate vm_core/opcodes.pxi. By path: the package cannot be imported before the core is built."""
    generate = load_by_path("_fastvm_generate", "src/fastvm/bytecode/generate.py")
    generate.write_core_opcodes(os.path.join(HERE, CORE, "opcodes.pxi"))


def write_loop() -> None:
    """Generate vm_core/loop.pxi: interpreter.pxi with the families of instructions in their place."""
    load_by_path("_fastvm_loop", f"{CORE}/assemble_loop.py").write(CORE, os.path.join(HERE, CORE, "loop.pxi"))


#: What only some compilers know: faster code where they do.
TUNING = [
    # Clearing a frame's few temporaries is a handful of stores, not a call of memset.
    "-fno-tree-loop-distribute-patterns",
    # Merging the instructions' dispatch jumps again would undo threaded_dispatch.py.
    "-fno-gcse",
    "-fno-crossjumping",
    # Each instruction stays in one piece: the other way puts its less likely half far off, and the hot halves of
    # many share their lines of the first cache with cold ones.
    "-freorder-blocks-algorithm=simple",
    # The host's functions are called through their addresses: a jump to each would take a line of the first cache.
    "-fno-plt",
]


class BuildCore(build_ext):
    """Builds the extension with those of the flags in TUNING that the compiler takes."""

    def build_extension(self, ext: Extension) -> None:
        ext.extra_compile_args += [flag for flag in TUNING if self._takes(flag)]
        super().build_extension(ext)

    def _takes(self, flag: str) -> bool:
        command = [*self.compiler.compiler_so, flag, "-Werror", "-x", "c", "-fsyntax-only", os.devnull]
        return subprocess.run(command, capture_output=True).returncode == 0


class BuildPackage(build_py):
    """Leaves the stamp of the compiler in the package that is built, so that no start has to make it."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            stamp = load_by_path("_fastvm_stamp", "src/fastvm/adoption/stamp.py")
            package = os.path.join(self.build_lib, "fastvm")
            with open(os.path.join(package, stamp.FILE), "wb") as file:
                file.write(stamp.of_sources(os.path.join(HERE, "src", "fastvm")))


write_opcodes()
write_loop()

core = Extension(
    "fastvm._core",
    sources=[f"{CORE}/core.pyx"],
    include_dirs=[CORE],
    # (This file too: it has the compiler's flags.)
    depends=[
        "setup.py",
        *(path for ext in ("pyx", "pxd", "pxi", "h") for path in sorted(glob(f"{CORE}/**/*.{ext}", recursive=True))),
    ],
    # The core reaches into frames, dict keys and the collector's lists: the internal headers.
    define_macros=[
        ("Py_BUILD_CORE", "1"),
        ("NDEBUG", None),
        # What the sources call inline is inlined, however large the loop has become.
        ("CYTHON_INLINE", "__inline__ __attribute__((always_inline))"),
    ],
    extra_compile_args=[
        "-O2",
        "-fwrapv",
        "-fno-semantic-interposition",
        "-fno-strict-aliasing",
        # Thread-local flags are read at every call from C: no function call for them.
        "-ftls-model=initial-exec",
        # What Cython and the generated tables leave unused is not worth a warning.
        "-Wno-unused-const-variable",
        "-Wno-unused-function",
    ],
)

extensions = cythonize(
    [core],
    include_path=[CORE],
    compiler_directives={
        "language_level": "3",
        "boundscheck": False,
        "wraparound": False,
        "initializedcheck": False,
        "cdivision": True,
        "embedsignature": False,
    },
)
thread_dispatch()

setup(ext_modules=extensions, scripts=["scripts/fastvm"], cmdclass={"build_ext": BuildCore, "build_py": BuildPackage})
