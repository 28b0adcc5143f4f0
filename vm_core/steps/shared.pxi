# Instructions as functions: what native code calls for an instruction that it does not do itself.
#
# Each runs the instruction at `ip` on the current frame, exactly as the loop does, on the same operations. The result is 0
# (for instructions that jump: 1 means the jump is taken); STEP_RAISED: an exception is set, the destination is as it was;
# STEP_TRACED: done, and the thread is traced now; STEP_RERAISED: as STEP_RAISED, without a traceback entry for the frame.
#
# Here is what they have in common; the files beside this one have the functions, by what instructions are about, and those of
# exceptions are in jit/exceptions.pxi. Each file ends with which function runs which instructions.

cdef enum:
    STEP_RAISED = -1
    STEP_TRACED = -2
    STEP_RERAISED = -4          # (native code leaves with the status that is these negated)

ctypedef int64_t (*step_function)(PyThreadState*, _PyInterpreterFrame*, Instr*) noexcept nogil


cdef inline Unit* unit_of(_PyInterpreterFrame* frame) noexcept nogil:
    return get_state(frame.f_code).unit


cdef inline int64_t finish_step(_PyInterpreterFrame* frame, Unit* unit, Instr* ip, PyObject* result) noexcept nogil:
    """Kill the sources b and c and write `result` (stolen; NULL: an exception is set) to a."""
    if result == NULL:
        return STEP_RAISED
    kill_sources(frame, ip, unit.where_delta, frame.localsplus)
    put(frame, ip, unit.where_delta, frame.localsplus, ip.a, result)
    return 0


cdef inline int64_t finish_unary(_PyInterpreterFrame* frame, Unit* unit, Instr* ip, PyObject* result) noexcept nogil:
    """The same where c is no register."""
    if result == NULL:
        return STEP_RAISED
    if ip.flags & KILL_B:
        kill(frame, ip, unit.where_delta, frame.localsplus, ip.b)
    put(frame, ip, unit.where_delta, frame.localsplus, ip.a, result)
    return 0


cdef inline int64_t finish_call(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit, Instr* ip, PyObject* result) noexcept nogil:
    """After a call: pending work, the result (stolen), tracing that began in it."""
    if result == NULL:
        return STEP_RAISED
    if fvm_unlikely(fvm_eval_breaker(ts)) and handle_pending(ts) < 0:
        Py_DECREF(result)
        return STEP_RAISED
    put(frame, ip, unit.where_delta, frame.localsplus, ip.a, result)
    return STEP_TRACED if ts.cframe.use_tracing else 0
