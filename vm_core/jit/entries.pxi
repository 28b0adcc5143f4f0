# Where the interpreter and the host come to native code: a hot function's call, the back edge of a hot loop, and a
# generator that is resumed. Each enters the code that there is, perhaps after asking for it, or leaves the frame to the loop.

cdef enum:
    GENERATOR_SOON = 5000       # a loop waits for native code of its generator that is asked for within so many items
    CALLS_WITH_LOOPS = 50       # where a loop of a function that was called so often is asked for, so is the function


cdef int native_entry(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit, Instr** ip, PyObject** result) noexcept nogil:
    """A hot function's frame is fresh, or a generator's is resumed: run its native code, perhaps after making it. The next
    action."""
    cdef NativeCode* native = unit.native
    cdef int64_t again
    if unit.suspends and frame.owner != FRAME_OWNED_BY_GENERATOR:
        return ON_NEXT  # (the call only makes the generator)
    if ts.cframe.use_tracing or fvm_resolving or room_is_short():
        return ON_NEXT
    if unit.suspends:
        withdraw(unit)
    if fvm_unlikely(native == NULL or native.failures >= native.failure_limit):
        native = better_native(ts, frame, unit, -1, unit.length, &unit.native, &again)
        if native == NULL:
            if again != JIT_NEXT_TIME:
                unit.call_limit = unit.calls + <uint64_t>again if again != JIT_NEVER else <uint64_t>-1
            return ON_NEXT
        unit.call_limit = 0
    if fvm_unlikely(native.entered >= native.look_at or unit.call_limit != 0):
        if not function_on_trial(unit, native):
            return ON_NEXT
    if unit.suspends:
        grant_resumptions(unit, native)
    return enter_native(ts, frame, unit, native, ip, result)


cdef PyObject* resume_native(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit) noexcept nogil:
    """Resume a generator that C code sends a value to: as `run`, but straight to its native code where that is possible."""
    cdef NativeCode* native = unit.native
    cdef Instr* ip = saved_pc(frame, unit)
    cdef PyObject* result = NULL
    cdef PyObject* sent
    cdef int action
    if ip.op == OP_YIELD_FROM:
        return resume_delegating(ts, frame, unit, ip)
    if (native == NULL or native.failures >= native.failure_limit or ts.recursion_remaining <= 0
            or not enterable(resumed_from(ip)) or ts.cframe.use_tracing or fvm_eval_breaker(ts) or fvm_resolving or room_is_short()
            or unit.call_limit != 0 or native.entered >= native.look_at):
        return run(ts, frame, 0)
    sent = begin_for_host(ts, frame, unit)
    if ip.op == OP_YIELD:
        put(frame, ip, unit.where_delta, frame.localsplus, ip.a, sent)
    else:
        Py_DECREF(sent)
    ip += 1
    action = enter_native(ts, frame, unit, native, &ip, &result)
    return end_for_host(ts, frame, unit, action, ip, result)


cdef PyObject* resume_delegating(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit, Instr* ip) noexcept nogil:
    """The same, of a generator or coroutine that delegates: what is sent goes straight to the last delegate."""
    cdef PyGenObject* gen = suspended_delegate(frame, ip)
    cdef PyObject* result = NULL
    cdef PyObject* sent
    cdef int outcome
    cdef int action = ON_ERROR
    if gen == NULL or not may_resume_through(ts):
        return run(ts, frame, 0)
    sent = begin_for_host(ts, frame, unit)
    present_sending(frame, unit, ip)
    outcome = send_to_generator(ts, <PyObject*>gen, sent, &result)
    Py_DECREF(sent)
    if outcome == PYGEN_NEXT and not may_pass_on(ts, frame, unit, ip, &result):
        action = ON_LEAVE
    elif outcome == PYGEN_NEXT:
        suspend_at(frame, unit, ip)
        action = ON_YIELDED
    elif outcome == PYGEN_RETURN:
        action = take_from_delegate(ts, frame, unit, &ip, &result)
    return end_for_host(ts, frame, unit, action, ip, result)


cdef inline PyObject* begin_for_host(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit) noexcept nogil:
    """Make a generator's frame that the host resumes the current one. What is sent (new)."""
    cdef PyObject* sent = frame.localsplus[frame.stacktop - 1]  # on top of what the host takes for the value stack
    frame.localsplus[frame.stacktop - 1] = NULL
    frame.stacktop = -1
    ts.recursion_remaining -= 1
    unit.calls += 1
    fvm_frame_set_mark(frame, FVM_FRAME_OURS | FVM_FRAME_ENTRY)
    frame.previous = ts.cframe.current_frame
    ts.cframe.current_frame = frame
    return sent


cdef PyObject* end_for_host(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit, int action, Instr* ip, PyObject* result) noexcept nogil:
    """Go on after that action of native code: what the host's evaluator gives."""
    if action == ON_YIELDED or action == ON_RETURN:
        if action == ON_RETURN:
            frame.stacktop = unit.nlocals
        ts.cframe.current_frame = frame.previous
        ts.recursion_remaining += 1
        return result
    save_pc(ts.cframe.current_frame, unit_of(ts.cframe.current_frame), ip)
    return run(ts, frame, CONTINUED + action)


cdef bint waits_for_generator(_PyInterpreterFrame* frame, Instr* header) noexcept nogil:
    """Whether a `for` loop is over a generator that is going to get native code soon: until then the loop's own code would
    resume it the long way, and lose its trials for that."""
    cdef PyGenObject* gen
    cdef Unit* unit
    if header.op != OP_FORITER_GENERATOR:
        return False
    gen = <PyGenObject*>frame.localsplus[header.b]
    if gen == NULL or Py_TYPE(<PyObject*>gen) != &PyGen_Type or not fvm_frame_mark(<_PyInterpreterFrame*>gen.gi_iframe) & FVM_FRAME_OURS:
        return False
    unit = unit_of(<_PyInterpreterFrame*>gen.gi_iframe)
    if unit.native != NULL and unit.native.function != NULL:
        return False
    return unit.call_limit <= unit.calls + GENERATOR_SOON


cdef int native_loop(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit, Instr** ip, PyObject** result) noexcept nogil:
    """A hot loop's back edge at *ip: run the loop's native code, perhaps after making it. The next action, at *ip."""
    cdef int64_t* count = <int64_t*>(ip[0] + 1)
    cdef Instr* header = ip[0] + 2 + long_jump(ip[0])
    cdef int32_t pc = <int32_t>(header - unit.code)
    cdef int32_t end = <int32_t>(ip[0] - unit.code)
    cdef NativeCode* native
    cdef int64_t again
    ip[0] = header
    if ts.cframe.use_tracing or fvm_resolving or room_is_short():
        return ON_NEXT
    if unit.loops == NULL:
        unit.loops = <NativeCode**>calloc(unit.length, sizeof(void*))
        if unit.loops == NULL:
            return ON_NEXT
    if fvm_unlikely(trial.native != NULL) and is_kept_out(unit, pc):
        set_back(unit, count, KEPT_OUT)
        return ON_NEXT
    native = unit.loops[pc]
    if (native == NULL or native.entered >= native.look_at and trial.native != native) and waits_for_generator(frame, header):
        set_back(unit, count, JIT_SOON)
        return ON_NEXT
    if fvm_unlikely(native == NULL or native.failures >= native.failure_limit):
        native = better_native(ts, frame, unit, pc, end, &unit.loops[pc], &again)
        if unit.native == NULL and unit.calls >= CALLS_WITH_LOOPS and unit.call_limit != <uint64_t>-1:
            unit.call_limit = unit.calls    # the next call asks for the whole function
        if native == NULL:
            if again != JIT_NEXT_TIME:
                set_back(unit, count, again if again != JIT_NEVER else NEVER_HOT)
            return ON_NEXT
    if fvm_unlikely(native.entered >= native.look_at or rounds_are_limited(native) or trial.native == native):
        if not loop_on_trial(unit, native, pc, count):
            return ON_NEXT
    return enter_native(ts, frame, unit, native, ip, result)
