"""The optimising tier: hot bytecode becomes machine code through llvmlite. Imported when the first unit is hot.

Asking, from what the native core calls to the compiler:

    hot.py           whether a function or a loop is to be asked for yet
    requests.py      native code from earlier processes, or the compiler's
    kept/            native code for later processes
    offload.py       the compiler at work in a copy of the process, while the program goes on
    importing.py     importing the compiler, which takes time
    driver.py        the compiler: puts its steps together
    policy.py        when to compile, how often again, when to give up: every number

The steps:

    feedback.py      a unit as the compiler sees it: instructions with what the interpreter has made of them
    callees.py       what the compiler asks the core about the program
    named_tuples.py  which classes are named tuples
    hir/             the intermediate form: SSA with frame states, as objects and as text
    build/           bytecode and feedback to HIR
    passes/          HIR to better HIR
    llvm/            HIR to LLVM's text form
    codegen.py       where llvmlite's library is, with which the core makes machine code of the text

What is remembered, and told:

    plans.py         versions of native code
    learning.py      what failed guards have taught
    memories.py      what is remembered of a code object
    exits.py         where native code went back to the interpreter, for --stats
    log.py           --jit-log and --jit-dump
    perf_map.py      names of native code for perf
    records.py       small classes that are nothing but their fields
    host_types.py    types of the host, without importing `types`

Build, passes and llvm know hir; nothing but importing.py knows driver. The native half is
vm_core/jit*.pxi. docs/jit.md tells the whole story.
"""

from __future__ import annotations

import sys

from fastvm.jit.host_types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class _Package(ModuleType):
    """This package has the name of the public decorator. Once it is imported, `fastvm.jit` is the package: it is
    callable, and does what the decorator does."""

    def __call__(self, function: Any) -> Any:
        from fastvm import api

        return api.jit(function)


sys.modules[__name__].__class__ = _Package
