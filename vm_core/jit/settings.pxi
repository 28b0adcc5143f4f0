# What the driver and the command say to the native half of the JIT, and ask of it.

cdef extern from "Python.h":
    int Py_AtExit(void (*function)() noexcept nogil)

cdef uint64_t jit_call_limit = <uint64_t>-1     # when a new unit's function is hot,
cdef int64_t jit_loop_limit = 1LL << 62         # and its loops


def set_jit(compile_, calls, loops, choosy):
    """Turn the JIT on: who compiles, after how many calls of a function and rounds of a loop, and whether he is only
    asked for what looks worth it. None: turn it off."""
    global jit_compile, jit_call_limit, jit_loop_limit, jit_choosy
    cdef CodeState* state = all_states
    while state != NULL:
        if state.unit != NULL:
            withdraw(state.unit)
        state = state.next
    state = all_states
    if choosy:
        init_survey()
    jit_compile = compile_
    jit_choosy = choosy
    jit_call_limit = calls if compile_ is not None else <uint64_t>-1
    jit_loop_limit = loops if compile_ is not None else 1LL << 62
    while state != NULL:
        if state.unit != NULL and state.unit.native == NULL:
            state.unit.call_limit = jit_call_limit
            state.unit.loop_limit = jit_loop_limit
        state = state.next


def set_llvm(path):
    """Where the library of llvmlite is that compiles."""
    # Late in the host's finalization, and before the C library runs the destructors of llvmlite's library: also where
    # that is being loaded just now.
    if fvm_set_llvm(path) != 0 or Py_AtExit(fvm_worker_at_exit) != 0:
        raise MemoryError


def can_execute():
    """Whether memory can be made executable: a system may forbid it."""
    return fvm_llvm_executable()


def stop_compiling():
    """The process ends: begin no more compilations."""
    global jit_compile
    jit_compile = None
    fvm_worker_stop()
    fvm_offload_stop()


def jit_assembly(text):
    """The assembly of a text that would be compiled to machine code."""
    cdef fvm_code* code = fvm_new_code(text, False, True, False)
    if code == NULL:
        raise MemoryError
    with nogil:
        fvm_compile_now(code)
    try:
        if code.error != NULL:
            raise ValueError((<bytes>code.error).decode("utf-8", "replace"))
        return (<bytes>code.assembly).decode()
    finally:
        fvm_release_code(code)


def jit_stats():
    """Counters: how often native code was entered, how many guards failed, and how many functions and loops the compiler
    was not asked for."""
    cdef CodeState* state = all_states
    while state != NULL:
        if state.unit != NULL:
            withdraw(state.unit)
        state = state.next
    return {"entries": jit_entries, "failures": jit_failures, "passed_over": jit_passed_over}
