"""The switch: connects the native core with adoption, and turns the engine on and off.

One engine per process. The command and the public API both come through here.
"""

import atexit
import os

from fastvm import _core
from fastvm.adoption import late, policy
from fastvm.adoption.resolver import Resolver
from fastvm.adoption.sources import file_caches

resolver = Resolver()
_prepared = False
_stops_at_exit = False
_jit_on = False
#: FASTVM_JIT decides. Where it says nothing, hot code is compiled on the processors that all tests have been run on.
_setting = os.environ.get("FASTVM_JIT")
_jit_wanted = _setting != "0" if _setting else os.uname().machine == "x86_64"

jit_log = os.environ.get("FASTVM_JIT_LOG", "") not in ("", "0")
jit_dump = os.environ.get("FASTVM_JIT_DUMP", "")
perf_map = os.environ.get("FASTVM_PERF_MAP", "") not in ("", "0")

gc_log = os.environ.get("FASTVM_GC_LOG", "") not in ("", "0")
gc_stress = os.environ.get("FASTVM_GC_STRESS", "") not in ("", "0")

#: After so many calls or rounds the core asks first for native code, and then after twice, four times ... as many: for
#: what earlier processes have kept of it. (That was made when the interpreter had seen more, perhaps.)
FIRST_LOOK = 250


def enable(adopt: str = policy.DEFAULT_MODE, jit: "bool | None" = None) -> None:
    """Turn the engine on: new frames of all threads come to it, as far as `adopt` lets them. `jit`: whether hot code is
    compiled; None: as before, at first unless FASTVM_JIT says no."""
    if adopt not in policy.MODES:
        raise ValueError(f"adopt must be one of {', '.join(policy.MODES)}, not {adopt!r}")
    prepare()
    resolver.mode = adopt
    _core.let_new_texts_wait(adopt != "all")
    switch_jit(jit)
    _core.enable()


def prepare() -> None:
    """Make the core able to ask, without turning it on."""
    global _prepared
    if not _prepared:
        _prepared = True
        late.reserve()
        _core.set_resolver(resolver, late.builtins_at_start)
        _core.set_lander(land)
        _core.set_collector(gc_stress, gc_log)
        child = _core.after_fork_in_child
        os.register_at_fork(before=_core.before_fork, after_in_parent=_core.after_fork, after_in_child=child)
        atexit.register(_core.run_private, save_caches)  # Ctrl-C at the exit must not end in the middle of it


def land(*unit: object) -> bytes:
    """Where the host can go on with frames of a unit. The module is needed by debuggers only."""
    from fastvm.frontend import landings

    return landings.table(*unit)  # type: ignore[arg-type]


def switch_jit(jit: "bool | None" = None) -> None:
    """Let hot code be compiled, or not; None: as before, at first unless FASTVM_JIT says no."""
    global _jit_wanted
    if jit is not None:
        _jit_wanted = jit
    if _jit_wanted:
        enable_jit()
    else:
        disable_jit()


def enable_jit() -> None:
    """Let hot code be compiled to machine code. What that needs is imported when the first code is hot."""
    global _jit_on
    if _jit_on:
        return
    _jit_on = True
    late.reserve_jit()
    first = int(os.environ.get("FASTVM_JIT_THRESHOLD") or FIRST_LOOK)
    _core.set_jit(request_native, first, first, False)


def disable_jit() -> None:
    """Compile nothing more. What is compiled stays in use."""
    global _jit_on
    if _jit_on:
        _jit_on = False
        _core.set_jit(None, 0, 0, False)


def is_jit_enabled() -> bool:
    """Whether hot code is compiled, so far as is known: without llvmlite, the first hot code ends it."""
    return _jit_on


def watch_jit(log: bool, dump: str, perf: bool) -> None:
    """What the JIT prints: a line for each compilation, and some forms of the code (`hir,llvm:function`). `perf`:
    whether it writes a map of native code for the profiler of that name."""
    global jit_log, jit_dump, perf_map
    jit_log, jit_dump, perf_map = log, dump, perf


def watch_collector(log: bool) -> None:
    """Whether the collector writes a line about each collection to standard error."""
    global gc_log
    gc_log = log
    _core.set_collector(gc_stress, gc_log)


def request_native(*request: object) -> object:
    """Native code for a unit or a loop of it (fastvm.jit.hot.request); None without llvmlite."""
    global _stops_at_exit
    if not _stops_at_exit:
        _stops_at_exit = True
        atexit.register(_core.stop_compiling)
    try:
        return late.module("fastvm.jit.hot").request(*request)
    except ImportError:
        disable_jit()
        return None


def disable() -> None:
    """Turn the engine off. What it compiled stays, for the next time."""
    _core.disable()


def is_enabled() -> bool:
    return _core.is_enabled()


def save_caches() -> None:
    """Write the units compiled since the start into the caches on disk."""
    for cache in file_caches():
        cache.write()
    hot = late.loaded("fastvm.jit.hot")
    offload = late.loaded("fastvm.jit.offload")
    if offload is not None:
        offload.collect()
    kept = late.loaded("fastvm.jit.kept.file")
    if kept is not None:
        _core.harvest()
        kept.write_all()
    if hot is not None:
        hot.leave_work()
