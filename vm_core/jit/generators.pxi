# Resuming generators and coroutines from native code, without the way through the host's `gen_send_ex2`.
#
# Native code that draws from a generator of the engine, or awaits a coroutine, goes straight to its native code: what is
# between is `advance`, which links the frame as the loop would (generators.pxi). Each one that is resumed so
# takes some C stack; with little of it left the loop goes on, which needs none.


cdef inline bint may_advance(PyThreadState* ts, PyGenObject* gen, PyObject* value) noexcept nogil:
    """Whether a generator or coroutine can be sent a value without the way through the host's `gen_send_ex2`."""
    return (resumable(ts, <PyObject*>gen, value) and not fvm_eval_breaker(ts) and not stack_is_short()
            and not fvm_resolving)


cdef int send_to_generator(PyThreadState* ts, PyObject* object, PyObject* value, PyObject** result) noexcept nogil:
    """PyIter_Send of a value (borrowed) to a generator or coroutine, by its native code if that is ready."""
    cdef PyGenObject* gen = <PyGenObject*>object
    cdef Unit* unit
    cdef NativeCode* native
    if fvm_frame_mark(<_PyInterpreterFrame*>gen.gi_iframe) & FVM_FRAME_OURS:
        unit = unit_of(<_PyInterpreterFrame*>gen.gi_iframe)
        native = unit.native
        if unit.calls < unit.call_limit:
            native = NULL
        elif native == NULL or unit.call_limit or native.failures >= native.failure_limit or native.entered >= native.look_at:
            return PyIter_Send(object, value, result)  # `run` asks for native code, or compares it
        if may_advance(ts, gen, value):
            unit.calls += 1
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
    if ip.op == OP_YIELD:
        put(frame, ip, unit.where_delta, frame.localsplus, ip.a, sent)
    elif ip.op == OP_YIELD_FROM:
        frame.localsplus[ip.c] = sent
    else:
        Py_DECREF(sent)
    ip = resumed_from(ip)
    if made != NULL:
        frame.localsplus[unit.nregs] = made[0]
    if native != NULL and enterable(ip):
        action = enter_native(ts, frame, unit, native, &ip, result)
    if made != NULL:
        made[0] = frame.localsplus[unit.nregs]
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
