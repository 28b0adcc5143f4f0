# Direct calls: from native code to a function of the engine, past the loop and the host's calling convention.
#
# Native code that calls a unit it knows puts the function and the arguments where a frame pushed for the call has them:
# behind its own frame on the data stack, where it was only entered because there is room. What is left of the call is here:
# the rest of the frame, the callee's native code, and what it returns, which may be a number without an object.
# The frame is real and linked as long as the call lasts, so whoever looks sees what he would see if the loop had made the
# call. Whatever is out of the ordinary (no native code yet, a trial, a signal, the recursion limit) is the loop's.

cdef struct CallResult:
    PyObject* object            # new; A_NUMBER; NULL: native code leaves
    int64_t number              # the number (or a double's bits); or the status with which native code leaves

cdef enum:
    A_NUMBER = 1                # no object's address

    WANT_OBJECT = 0             # the kinds of results that a call can do with: an object
    WANT_INT = 1                # an object, or an int that has none
    WANT_DOUBLE = 2             # likewise
    WANT_NONE = 3               # None: it is the call of a class, whose instance waits in the first register of the window

    CALL_LEVEL = 0xFFFF         # of what a call site says: the callee's level;
    CALL_WANT_SHIFT = 16        # above that, the kind of result;
    CALL_WANT = 0xFF
    CALL_FROM_SHIFT = 32        # and above that the level of the caller


cdef PyObject* run_direct(PyThreadState* ts, _PyInterpreterFrame* callee, Unit* unit) noexcept nogil:
    """The call is the loop's. A new reference, or NULL with an exception; the frame is freed."""
    cdef PyObject* result = NULL
    callee.stacktop = unit.nlocals
    if fvm_unlikely(fvm_stack_exhausted()):
        PyErr_SetString(PyExc_RecursionError, b"maximum recursion depth exceeded")
    else:
        unit.calls -= 1  # (`run` counts it again)
        result = run(ts, callee, 0)
    leave_frame(ts, callee)
    return result


cdef PyObject* go_on_in_loop(PyThreadState* ts, _PyInterpreterFrame* callee, Unit* unit, NativeCode* native, int64_t outcome, int64_t* values) noexcept nogil:
    """The callee's native code has left with this outcome: the loop goes on with it. As run_direct."""
    cdef Instr* ip
    cdef int action = leave_native(ts, callee, unit, native, outcome, values, &ip)
    cdef PyObject* result
    save_pc(ts.cframe.current_frame, unit_of(ts.cframe.current_frame), ip)
    result = run(ts, callee, CONTINUED + action)
    leave_frame(ts, callee)
    return result


cdef CallResult leave_traced(_PyInterpreterFrame* frame, Instr* ip, CallResult answer, int want) noexcept nogil:
    """The thread is traced when the call returns: write its result, and let native code leave."""
    if answer.object == <PyObject*>A_NUMBER:
        answer.object = returned(<int64_t>(LEFT_WITH_INT + want - WANT_INT) << 32, &answer.number)
    put(frame, ip, unit_of(frame).where_delta, frame.localsplus, ip.a, answer.object)
    answer.object = NULL
    answer.number = LEFT_BY_TRACING
    return answer


cdef PyObject* take_instance(_PyInterpreterFrame* frame, Instr* ip, PyObject* result) noexcept nogil:
    """The instance that is the result of the call of a class, after its `__init__` has returned `result` (stolen). NULL
    with an exception set."""
    cdef PyObject* instance
    if fvm_unlikely(result != Py_None):
        raise_init_result(result)
        Py_DECREF(result)
        return NULL
    Py_DECREF(result)
    instance = frame.localsplus[ip.b]
    frame.localsplus[ip.b] = NULL
    return instance


cdef CallResult call_direct(PyThreadState* ts, _PyInterpreterFrame* callee, NativeCode* native, Instr* ip, int64_t* values, int64_t site) noexcept nogil:
    """Call the function whose frame, not filled but for the function, the arguments and the empty registers, is `callee`, at
    the instruction `ip` of the current frame. `native`: whose code calls; `values`: its buffer, which holds nothing now."""
    global jit_entries
    cdef CallResult answer
    cdef _PyInterpreterFrame* frame = ts.cframe.current_frame
    cdef Unit* unit = native.frames[site & CALL_LEVEL].unit
    cdef NativeCode* code = unit.native
    cdef PyFunctionObject* function = callee.f_func
    cdef int want = <int>(site >> CALL_WANT_SHIFT & CALL_WANT)
    cdef int64_t outcome
    present(frame, ip, native.frames[site >> CALL_FROM_SHIFT].unit.where_delta)
    callee.f_code = <PyCodeObject*>function.func_code
    Py_INCREF(<PyObject*>callee.f_code)
    callee.f_builtins = function.func_builtins
    callee.f_globals = function.func_globals
    callee.f_locals = NULL
    callee.frame_obj = NULL
    callee.prev_instr = unit.start
    callee.owner = <char>FRAME_OWNED_BY_THREAD
    unit.calls += 1
    ts.datastack_top = callee.localsplus + unit.slots
    if fvm_unlikely(code == NULL or code.failures >= code.failure_limit or unit.call_limit or code.entered >= code.look_at
            or ts.recursion_remaining <= RECURSION_SLACK or fvm_eval_breaker(ts) or stack_is_short()
            or code.inline_slots >= ts.datastack_limit - ts.datastack_top):
        answer.object = run_direct(ts, callee, unit)
    else:
        ts.recursion_remaining -= 1
        fvm_frame_set_mark(callee, FVM_FRAME_OURS | FVM_FRAME_ENTRY)
        callee.stacktop = -1
        callee.previous = frame
        ts.cframe.current_frame = callee
        code.entered += 1
        jit_entries += 1
        outcome = code.function(ts, callee, code, values)
        if fvm_likely(outcome >> 32 >= LEFT_BY_RETURN):
            answer.number = values[0]
            if outcome >> 32 == LEFT_BY_RETURN:
                answer.object = <PyObject*><void*>answer.number
            elif outcome >> 32 == LEFT_WITH_INT + want - WANT_INT:
                answer.object = <PyObject*>A_NUMBER
            else:
                answer.object = returned(outcome, values)
            callee.stacktop = unit.nlocals
            ts.cframe.current_frame = frame
            ts.recursion_remaining += 1
            # (Nobody has kept the frame: else the code had left to the loop.)
            clear_frame(ts, callee, unit)
            ts.datastack_top = <PyObject**>callee
        else:
            answer.object = go_on_in_loop(ts, callee, unit, code, outcome, values)
    if want == WANT_NONE and answer.object != NULL:
        answer.object = take_instance(frame, ip, answer.object)
    if fvm_unlikely(answer.object == NULL):
        answer.number = LEFT_BY_EXCEPTION
    elif fvm_unlikely(ts.cframe.use_tracing != 0):
        answer = leave_traced(frame, ip, answer, want)
    return answer


cdef CallResult call_from_inlined(PyThreadState* ts, _PyInterpreterFrame* callee, NativeCode* native, Instr* ip, int64_t* values, int64_t site, _PyInterpreterFrame* frame) noexcept nogil:
    """call_direct, out of an inlined call: its frame, and those that it was called from, are real meanwhile. `frame`: the
    outermost."""
    cdef CallResult answer
    cdef int32_t level = <int32_t>(site >> CALL_FROM_SHIFT)
    cdef PyObject** top = ts.datastack_top
    link_inlined(ts, frame, native, level)
    answer = call_direct(ts, callee, native, ip, values, site)
    unlink_inlined(ts, frame, native, level, top)
    return answer


cdef void enter_direct_calls():
    jit_entry("call_direct", <void*>call_direct)
    jit_entry("call_from_inlined", <void*>call_from_inlined)
