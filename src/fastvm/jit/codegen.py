"""LLVM's text form to machine code, through llvmlite: the only user of it.

The pass pipeline is our own and short: what the HIR cannot see (address arithmetic, redundant loads, loop shape).
Each function is a module and an engine of its own, so that it can be freed by itself.
"""

from __future__ import annotations

from typing import Any

import llvmlite.binding as llvm

llvm.initialize_native_target()
llvm.initialize_native_asmprinter()

_target = llvm.Target.from_default_triple()
_cpu = llvm.get_host_cpu_name()
_features = llvm.get_host_cpu_features().flatten()


def _target_machine() -> Any:
    """A new one for each engine, which takes it over."""
    return _target.create_target_machine(cpu=_cpu, features=_features, opt=2, codemodel="jitdefault")


_machine = _target_machine()  # for the passes


class Machine:
    """Machine code in memory, alive as long as this object. `len()` is the number of its exits."""

    def __init__(self, engine: Any, address: int, exits: int) -> None:
        self.engine = engine
        self.address = address
        self.exits = exits
        #: Objects known at compile time, as the core's `void* known[]` (vm_core/jit.pxi).
        self.known = b""
        self.places: list[tuple[int, str, int]] = []  # of each exit: pc, reason, register

    def __len__(self) -> int:
        return self.exits


def _passes() -> Any:
    builder = llvm.create_pass_builder(_machine, llvm.create_pipeline_tuning_options(speed_level=2))
    passes = llvm.create_new_function_pass_manager()
    passes.add_simplify_cfg_pass()
    passes.add_instruction_combine_pass()
    passes.add_new_gvn_pass()
    passes.add_loop_rotate_pass()
    passes.add_simplify_cfg_pass()
    passes.add_dead_store_elimination_pass()
    return builder, passes


def assemble(text: str, exits: int, verify: bool) -> Machine:
    """Optimise a module's text and make machine code of its function `native`."""
    module = llvm.parse_assembly(text)
    if verify:
        module.verify()
    builder, passes = _passes()
    passes.run(module.get_function("native"), builder)
    engine = llvm.create_mcjit_compiler(module, _target_machine())
    engine.finalize_object()
    machine = Machine(engine, engine.get_function_address("native"), exits)
    return machine


def assembly(text: str) -> str:
    """The optimised module as assembly, for --jit-dump."""
    module = llvm.parse_assembly(text)
    builder, passes = _passes()
    passes.run(module.get_function("native"), builder)
    return str(_machine.emit_assembly(module))
