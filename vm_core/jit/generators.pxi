# Resuming generators and coroutines from native code, without the way through the host's `gen_send_ex2`.
#
# Native code that draws from a generator of the engine, or awaits a coroutine, goes straight to its native code: what is
# between is `advance`, which links the frame as the loop would (generators.pxi). Each one that is resumed so
# takes some C stack; with little of it left the loop goes on, which needs none.


cdef inline bint may_advance(PyThreadState* ts, PyGenObject* gen, PyObject* value) noexcept nogil:
    """Whether a generator or coroutine can be sent a value without the way through the host's `gen_send_ex2`."""
    return (resumable(ts, <PyObject*>gen, value) and not fvm_eval_breaker(ts) and not stack_is_short()
            and not fvm_resolving)


cdef inline void grant_resumptions(Unit* unit, NativeCode* native) noexcept nogil:
    """Let native code of a generator or coroutine that may be entered be resumed directly, until it is to be looked at."""
    unit.direct = native
    unit.direct_left = unit.direct_granted = <int64_t>min(native.look_at - native.entered, MOST_GRANTED)


cdef inline Unit* directly_resumable(PyThreadState* ts, PyObject* object) noexcept nogil:
    """The unit of a generator or coroutine that can be sent None by `resume_directly`; NULL: it cannot."""
    cdef PyGenObject* gen = <PyGenObject*>object
    cdef _PyInterpreterFrame* frame = <_PyInterpreterFrame*>gen.gi_iframe
    cdef Unit* unit
    # (A mark is only ever that of a frame of ours; a finished generator has one, too.)
    if not fvm_frame_mark(frame) & FVM_FRAME_OURS or gen.gi_frame_state >= FRAME_EXECUTING:
        return NULL
    unit = unit_of(frame)
    if (unit.direct_left <= 0 or saved_pc(frame, unit).op == OP_YIELD_FROM or ts.cframe.use_tracing
            or ts.recursion_remaining <= RECURSION_SLACK or fvm_eval_breaker(ts)
            or unit.direct.inline_slots >= ts.datastack_limit - ts.datastack_top or stack_is_short()):
        return NULL
    return unit


cdef int resume_directly(PyThreadState* ts, PyGenObject* gen, Unit* unit, PyObject* sent, PyObject** result) noexcept nogil:
    """Send a value (stolen) to a generator or coroutine that `directly_resumable` has passed. As `advance`."""
    cdef int64_t values[JIT_VALUES]
    cdef NativeCode* native = unit.direct
    cdef _PyInterpreterFrame* frame = link_generator(ts, gen, ts.cframe.current_frame)
    cdef Instr* ip = saved_pc(frame, unit)
    cdef int64_t outcome
    cdef int action
    unit.direct_left -= 1
    ts.recursion_remaining -= 1
    fvm_frame_set_mark(frame, FVM_FRAME_OURS | FVM_FRAME_ENTRY)
    frame.stacktop = -1
    receive(frame, unit, ip, sent)
    values[STACK_END] = <int64_t>fvm_stack_end(JIT_STACK)
    values[0] = ip - unit.code
    outcome = native.function(ts, frame, native, values)
    if fvm_likely(outcome >> 32 == LEFT_SUSPENDED):
        result[0] = <PyObject*><void*>values[0]
        suspend_at(frame, unit, unit.code + <int32_t>outcome)
        unlink_generator(ts, frame)
        return PYGEN_NEXT
    result[0] = NULL
    ip += 1
    action = after_native(ts, frame, unit, native, outcome, values, &ip, result)
    return end_resumption(ts, gen, unit, action, ip, result)


cdef inline void receive(_PyInterpreterFrame* frame, Unit* unit, Instr* ip, PyObject* sent) noexcept nogil:
    """Put the value sent (stolen) where a frame that was suspended at `ip` expects it."""
    if ip.op == OP_YIELD:
        put(frame, ip, unit.where_delta, frame.localsplus, ip.a, sent)
    elif ip.op == OP_YIELD_FROM:
        frame.localsplus[ip.c] = sent
    else:
        Py_DECREF(sent)


cdef int send_to_generator(PyThreadState* ts, PyObject* object, PyObject* value, PyObject** result) noexcept nogil:
    """PyIter_Send of a value (borrowed) to a generator or coroutine, by its native code if that is ready."""
    cdef PyGenObject* gen = <PyGenObject*>object
    cdef Unit* unit = NULL
    cdef NativeCode* native
    if gen.gi_frame_state == FRAME_SUSPENDED or value == Py_None:
        unit = directly_resumable(ts, object)
    if fvm_likely(unit != NULL):
        Py_INCREF(value)
        return resume_directly(ts, gen, unit, value, result)
    if fvm_frame_mark(<_PyInterpreterFrame*>gen.gi_iframe) & FVM_FRAME_OURS:
        unit = unit_of(<_PyInterpreterFrame*>gen.gi_iframe)
        withdraw(unit)
        native = unit.native
        if unit.calls < unit.call_limit:
            native = NULL
        elif native == NULL or unit.call_limit or native.failures >= native.failure_limit or native.entered >= native.look_at:
            return PyIter_Send(object, value, result)  # `run` asks for native code, or compares it
        if may_advance(ts, gen, value):
            unit.calls += 1
            if native != NULL:
                grant_resumptions(unit, native)
            Py_INCREF(value)
            return advance(ts, gen, unit, native, value, NULL, result)
    return PyIter_Send(object, value, result)


cdef PyObject* next_of_generator(PyThreadState* ts, PyObject* object) noexcept nogil:
    """The next item (new) of a generator. NULL: there is none, or an exception is set."""
    cdef PyObject* item = NULL
    cdef int outcome = send_to_generator(ts, object, Py_None, &item)
    if outcome == PYGEN_RETURN:
        Py_DECREF(item)
        return NULL
    return item


cdef int advance(PyThreadState* ts, PyGenObject* gen, Unit* unit, NativeCode* native, PyObject* sent, PyObject** made,
                          PyObject** result) noexcept nogil:
    """Send a value (stolen) to a generator or coroutine, by native code (NULL: by the loop). *result (new): what it
    yields or returns. A consumer's native code takes and leaves what has been made so far in *made (owned, may be
    NULL), and gives only items that it does not consume."""
    cdef _PyInterpreterFrame* frame = link_generator(ts, gen, ts.cframe.current_frame)
    cdef Instr* ip = saved_pc(frame, unit)
    cdef int action = ON_NEXT
    result[0] = NULL
    ts.recursion_remaining -= 1
    fvm_frame_set_mark(frame, FVM_FRAME_OURS | FVM_FRAME_ENTRY)
    frame.stacktop = -1
    receive(frame, unit, ip, sent)
    ip = resumed_from(ip)
    if made != NULL:
        frame.localsplus[unit.nregs] = made[0]
    if native != NULL and enterable(ip):
        action = enter_native(ts, frame, unit, native, &ip, result)
    if made != NULL:
        made[0] = frame.localsplus[unit.nregs]
    return end_resumption(ts, gen, unit, action, ip, result)


cdef int end_resumption(PyThreadState* ts, PyGenObject* gen, Unit* unit, int action, Instr* ip, PyObject** result) noexcept nogil:
    """Go on, after that action of native code, until the generator is suspended or done: what `advance` returns."""
    cdef _PyInterpreterFrame* frame = <_PyInterpreterFrame*>gen.gi_iframe
    if action == ON_YIELDED:
        unlink_generator(ts, frame)
        return PYGEN_NEXT
    if action != ON_RETURN:
        save_pc(ts.cframe.current_frame, unit_of(ts.cframe.current_frame), ip)
        result[0] = run(ts, frame, CONTINUED + action)
        ts.recursion_remaining -= 1  # (it is not unlinked yet)
        if gen.gi_frame_state == FRAME_SUSPENDED:
            unlink_generator(ts, frame)
            return PYGEN_NEXT
    finish_generator(ts, frame, unit, result[0] == NULL)
    return PYGEN_RETURN if result[0] != NULL else PYGEN_ERROR
