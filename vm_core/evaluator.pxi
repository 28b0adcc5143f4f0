# The frame evaluator (PEP 523): where the host hands a frame to the engine, and who decides whose it is.
#
# The evaluator stays installed once the engine has been enabled: generators of ours that are still suspended can
# be resumed by nobody else. `disable` only makes it pass all other frames on.

cdef bint engine_enabled = False
cdef bint anything_forced = False   # some code was attached by hand, and counts while the engine is off
cdef object resolver = None


cdef void set_pending(object error) noexcept:
    """Make a caught exception the pending one again, as it was."""
    cdef PyObject* value = <PyObject*><void*>error
    Py_INCREF(value)
    restore_exception(value)


cdef int consult(PyCodeObject* code) noexcept with gil:
    """Ask the resolver about a code object. 1: the engine runs it; 0: the host does; -1: exception set."""
    cdef CodeState* state = ensure_state(code)
    cdef PyThreadState* ts = PyThreadState_Get()
    cdef PyObject *reason
    cdef fvm_private_section section
    cdef Unit* unit
    if state == NULL:
        return -1
    if state.state == STATE_RESOLVING or resolver is None or _Py_IsFinalizing():
        return 0
    state.state = STATE_RESOLVING
    begin_private(ts, &section)
    code_object = <object><void*>code
    origin = None if state.origin == NULL else <object><void*>state.origin
    answer = None
    failed = False
    try:
        answer = resolver(code_object, origin)
        if type(answer) is tuple:
            unit = link_unit(code_object, answer)
            if state.unit == NULL:
                state.unit = unit
            else:
                free_unit(unit)
    except BaseException as error:
        # Only what must interrupt the program comes out of a resolver: MemoryError, an asynchronous exception.
        failed = True
        failure = error
    end_private(ts, &section)
    if failed:
        state.state = STATE_UNKNOWN
        set_pending(failure)
        return -1
    if type(answer) is tuple:
        make_ready(state)
        return 1
    if type(answer) is int:
        state.state = STATE_UNKNOWN
        state.countdown = answer
        return 0
    reason = <PyObject*><void*>answer
    Py_INCREF(reason)
    Py_XDECREF(state.reason)
    state.reason = reason
    state.state = STATE_HOST
    return 0


cdef CodeState* asked_state(PyCodeObject* code) noexcept nogil:
    """The state of a code object that is about to be run, after asking the resolver if it is time to. NULL:
    exception set."""
    cdef CodeState* state = get_state(code)
    if state == NULL or state.state == STATE_UNKNOWN:
        if state != NULL and state.countdown > 1:
            state.countdown -= 1
        elif consult(code) < 0:
            return NULL
        state = get_state(code)
    return state


cdef Unit* asked_unit(PyFunctionObject* func) noexcept nogil:
    """As ready_unit, but a function called for the first time gets its unit now. NULL: the general way, or an
    exception is set."""
    cdef Unit* unit = ready_unit(func)
    cdef CodeState* state
    if unit != NULL or fvm_resolving or not engine_enabled:
        return unit
    state = get_state(<PyCodeObject*>func.func_code)
    if state != NULL and (state.state != STATE_UNKNOWN or state.countdown > 1):
        return NULL
    if asked_state(<PyCodeObject*>func.func_code) == NULL or _PyThreadState_UncheckedGet().cframe.use_tracing:
        return NULL  # a signal's handler may have turned tracing on meanwhile
    return ready_unit(func)


cdef PyObject* evaluate_elsewhere(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit) noexcept nogil:
    """Run a fresh frame that is too small for its unit, and has no room to grow in its chunk of the data stack,
    on a larger copy. The caller's frame is left an empty shell, which it clears."""
    cdef _PyInterpreterFrame* copy = fvm_push_slots(ts, unit.slots + fvm_frame_specials())
    cdef PyObject* result
    cdef int i
    if copy == NULL:
        PyErr_NoMemory()
        return NULL
    memcpy(copy, frame, <char*>&frame.localsplus[unit.nlocals] - <char*>frame)
    frame.stacktop = 0
    Py_INCREF(<PyObject*>copy.f_func)
    Py_INCREF(<PyObject*>copy.f_code)
    Py_XINCREF(copy.f_locals)
    for i in range(unit.nlocals, unit.nregs):
        copy.localsplus[i] = NULL
    result = run(ts, copy, 0)
    leave_frame(ts, copy)
    return result


cdef PyObject* evaluate_on_host(PyThreadState* ts, _PyInterpreterFrame* frame, int throwing) noexcept nogil:
    cdef PyObject* result
    fvm_ask_host_only(ts)
    result = _PyEval_EvalFrameDefault(ts, frame, throwing)
    fvm_stress_on(ts)  # its safepoints have done away with what makes ours collect
    return result


cdef PyObject* evaluate(PyThreadState* ts, _PyInterpreterFrame* frame, int throwing) noexcept nogil:
    """The host's entry for every frame it would run (PEP 523)."""
    global traced_frames
    cdef PyCodeObject* code = frame.f_code
    cdef CodeState* state
    cdef Unit* unit
    cdef int slots, i
    if fvm_unlikely(fvm_stack_exhausted()):
        PyErr_SetString(PyExc_RecursionError, b"maximum recursion depth exceeded")
        return NULL
    if fvm_frame_mark(frame) & FVM_FRAME_OURS:
        unit = get_state(code).unit
        if not throwing and frame.owner == FRAME_OWNED_BY_GENERATOR and jit_call_limit != <uint64_t>-1:
            return resume_native(ts, frame, unit)
        return run(ts, frame, throwing)
    if throwing or frame.owner != FRAME_OWNED_BY_THREAD:
        return evaluate_on_host(ts, frame, throwing)
    if fvm_resolving:
        if private_builtins != NULL:
            frame.f_builtins = private_builtins
        return evaluate_on_host(ts, frame, throwing)
    if fvm_unlikely(not engine_enabled):
        state = get_state(code) if anything_forced else NULL
        if state == NULL or not state.forced:
            return evaluate_on_host(ts, frame, throwing)
    if ts.cframe.use_tracing:
        traced_frames += 1
        return evaluate_on_host(ts, frame, throwing)
    slots = code.co_nlocalsplus + code.co_stacksize
    state = get_state(code)
    if fvm_unlikely(state == NULL or state.state != STATE_READY):
        state = asked_state(code)
        if state == NULL:
            return NULL
        if state.state != STATE_READY or ts.cframe.use_tracing:
            state.host_frames += 1
            return evaluate_on_host(ts, frame, throwing)
    unit = state.unit
    if fvm_unlikely(slots < unit.slots) and not fvm_extend_top(ts, unit.slots - slots):
        return evaluate_elsewhere(ts, frame, unit)
    if state.inlinable != NULL:
        install_vectorcall(frame.f_func)
    for i in range(unit.nlocals, unit.nregs):
        frame.localsplus[i] = NULL
    return run(ts, frame, 0)
