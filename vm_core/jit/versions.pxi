# Which native code a function or a loop has: code in the making, quick code, optimised code, and what that replaces.

cdef bint jit_choosy = False            # the compiler is only asked for what looks worth it
cdef uint64_t jit_passed_over = 0       # for the statistics


cdef void arrived(NativeCode* native) noexcept with gil:
    """A compilation is done: the code can be entered from now on, unless it failed. The driver is told."""
    cdef PyThreadState* ts = PyThreadState_Get()
    cdef PyObject *type
    cdef PyObject *value
    cdef PyObject *traceback
    cdef fvm_private_section section
    cdef fvm_code* machine = native.machine
    if machine.error == NULL:
        native.function = <int64_t (*)(PyThreadState*, _PyInterpreterFrame*, NativeCode*, int64_t*) noexcept nogil><void*><size_t>machine.address
        native.failure_limit = native.patience
    PyErr_Fetch(&type, &value, &traceback)
    begin_private(ts, &section)
    try:
        error = None if machine.error == NULL else (<bytes>machine.error).decode("utf-8", "replace")
        (<object><void*>native.plan).compiled(machine.seconds, error, native.quick != NULL, object_file_of(machine), machine.address)
    except BaseException:
        pass
    end_private(ts, &section)
    PyErr_Restore(type, value, traceback)


cdef void take_better(NativeCode* native) noexcept nogil:
    """Have the optimised code in place of the quick code."""
    native.quick = native.machine
    native.machine = native.better
    native.better = NULL
    native.trials_lost = 0


cdef void forget_better(NativeCode* native) noexcept nogil:
    """Do without the optimised code of quick code that will not be entered any more."""
    if native.better != NULL:
        fvm_release_code(native.better)
        native.better = NULL


cdef void wait_for_better(NativeCode* native) noexcept nogil:
    """Do not enter quick code any more, until it is optimised."""
    withdraw(native.frames[0].unit)
    take_better(native)
    native.function = NULL
    native.failure_limit = 0
    native.look_at = native.entered


cdef bint quick_code_stays(NativeCode* native) noexcept nogil:
    """Whether quick code whose better is being made is to be run yet: else it is there, and has taken its place. (Where it
    could not be made, too.)"""
    if not fvm_code_done(native.better):
        return True
    take_better(native)
    arrived(native)
    native.look_at = native.entered + trial_calls
    return False


cdef void retire(Unit* unit, NativeCode* native) noexcept nogil:
    """Keep native code that is not entered any more until the unit goes: somebody may still be running it."""
    cdef NativeCode* oldest = native
    withdraw(unit)
    forget_better(native)
    while oldest.older != NULL:
        oldest = oldest.older
    oldest.older = unit.retired
    unit.retired = native


cdef NativeCode* better_native(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit, int32_t pc, int32_t end, NativeCode** slot, int64_t* again) noexcept nogil:
    """Native code that can be entered, for the function or the loop from `pc` to `end`, where `slot` has none: it is
    missing, in the making, or keeps failing. NULL: none; *again says when to look again."""
    cdef NativeCode* failed = slot[0]
    cdef NativeCode* native
    if failed == NULL or failed.function != NULL:
        if awaits_copy(unit, pc):
            again[0] = JIT_NEXT_TIME
            return NULL
        if fvm_now() < jit_not_before:
            again[0] = JIT_SOON
            return NULL
        native = request_native(ts, frame, unit, pc, end, failed, again)
        if native == NULL:
            if failed != NULL and again[0] == JIT_NEVER:
                retire(unit, failed)
                slot[0] = NULL
            return NULL  # (else the failed code waits, unused, for a better time)
        if failed != NULL:
            end_trial(failed)
            forget_better(failed)
        withdraw(unit)
        native.older = failed
        slot[0] = native
    native = slot[0]
    if not fvm_code_done(native.machine):
        again[0] = JIT_NEXT_TIME if native.quick == NULL else JIT_SOON
        return NULL
    arrived(native)
    if native.function == NULL:
        if slot[0] == native:
            retire(unit, native)
            slot[0] = NULL
        again[0] = JIT_NEVER
        return NULL
    return native
