"""The stamp of the compiler: a hash that any edit of it, and any other version of fastvm, changes.

The cache on disk is valid for one stamp. It takes longer to read all sources than most programs take to start, so the
build leaves the stamp in a file of the package it makes (setup.py). In a source tree there is none, and it is made
from the sources as they are. This file is loaded by its path during the build: it needs nothing of the package.
"""

import os
from _imp import source_hash

#: The file with the stamp, in the folder of an installed package.
FILE = "compiler.stamp"
_PARTS = ("bytecode", "frontend")  # packages whose sources decide what a unit looks like
_SEED = 0x7374616D70  # any fixed number

_open = open  # a program may put something else in its place


def of_sources(package: str) -> bytes:
    """The stamp, eight bytes, of the sources in a folder."""
    contents = []
    for folder, names in [("", ["version.py"]), *((part, os.listdir(os.path.join(package, part))) for part in _PARTS)]:
        for name in sorted(names):
            if name.endswith(".py"):
                with _open(os.path.join(package, folder, name), "rb", buffering=0) as file:
                    contents += [name.encode(), file.read()]
    return source_hash(_SEED, b"\0".join(contents))
