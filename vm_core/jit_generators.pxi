# Generators and coroutines in native code: resuming them from it, and the instructions that delegate or await.
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


cdef PyObject* resume_native(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit) noexcept nogil:
    """Resume a generator that C code sends a value to: as `run`, but straight to its native code where that is possible."""
    cdef NativeCode* native = unit.native
    cdef Instr* ip = saved_pc(frame, unit)
    cdef PyObject* result = NULL
    cdef PyObject* sent
    cdef int action
    if (native == NULL or native.failures >= native.failure_limit or ts.recursion_remaining <= 0
            or not enterable(resumed_from(ip)) or ts.cframe.use_tracing or fvm_eval_breaker(ts) or fvm_resolving
            or stack_is_short() or unit.call_limit != 0 or native.entered >= native.look_at):
        return run(ts, frame, 0)
    ts.recursion_remaining -= 1
    unit.calls += 1
    # The value sent is on top of what the host takes for the value stack.
    sent = frame.localsplus[frame.stacktop - 1]
    frame.localsplus[frame.stacktop - 1] = NULL
    frame.stacktop = -1
    if ip.op == OP_YIELD:
        put(frame, ip, unit.where_delta, frame.localsplus, ip.a, sent)
    else:
        Py_DECREF(sent)
    ip += 1
    fvm_frame_set_mark(frame, FVM_FRAME_OURS | FVM_FRAME_ENTRY)
    frame.previous = ts.cframe.current_frame
    ts.cframe.current_frame = frame
    action = enter_native(ts, frame, unit, native, &ip, &result)
    if action == ON_YIELDED or action == ON_RETURN:
        if action == ON_RETURN:
            frame.stacktop = unit.nlocals
        ts.cframe.current_frame = frame.previous
        ts.recursion_remaining += 1
        return result
    save_pc(ts.cframe.current_frame, unit_of(ts.cframe.current_frame), ip)
    return run(ts, frame, CONTINUED + action)


# --- Instructions that delegate or await ------------------------------------------------------------------

cdef int64_t step_yield_from(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    """1: the frame is to be suspended; register c has what it yields, in place of the value sent."""
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    cdef PyTypeObject* type = Py_TYPE(regs[ip.b])
    cdef PyObject* result = NULL
    cdef int outcome
    # Until it is suspended the frame stands at the genuine SEND, not at the YIELD_VALUE after it.
    present(frame, ip, unit.where_delta)
    frame.prev_instr -= 1
    if type == &PyGen_Type or type == &PyCoro_Type:
        outcome = send_to_generator(ts, regs[ip.b], regs[ip.c], &result)
    else:
        outcome = PyIter_Send(regs[ip.b], regs[ip.c], &result)
    if outcome == PYGEN_ERROR:
        return STEP_RAISED
    if outcome == PYGEN_NEXT:
        put(frame, ip, unit.where_delta, regs, ip.c, result)
        if fvm_unlikely(ts.cframe.use_tracing != 0) and trace_exit(ts, result) < 0:
            return STEP_RERAISED
        return 1
    kill(frame, ip, unit.where_delta, regs, ip.b)
    kill(frame, ip, unit.where_delta, regs, ip.c)
    put(frame, ip, unit.where_delta, regs, ip.a, result)
    return STEP_TRACED if ts.cframe.use_tracing else 0


cdef inline bint is_awaited_as_is(Instr* ip, PyObject* x) noexcept nogil:
    """Whether an operand is a coroutine that has not begun, for `await`, or a generator, for `yield from`."""
    if ip.op == OP_GET_AWAITABLE:
        return Py_TYPE(x) == &PyCoro_Type and (<PyGenObject*>x).gi_frame_state == FRAME_CREATED
    return ip.op == OP_GET_YIELD_FROM_ITER and Py_TYPE(x) == &PyGen_Type


cdef int64_t step_get_awaited(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    """What `yield from`, `await` and their like take their operand for."""
    cdef Unit* unit = unit_of(frame)
    cdef PyObject* x = fvm_src(frame.localsplus, unit.consts, ip.b)
    cdef PyObject* z
    if ip.flags & KILL_B and is_awaited_as_is(ip, x):
        frame.localsplus[ip.b] = NULL
        put(frame, ip, unit.where_delta, frame.localsplus, ip.a, x)
        return 0
    present(frame, ip, unit.where_delta)
    if ip.op == OP_GET_YIELD_FROM_ITER:
        z = get_yield_from_iter(x, frame.f_code.co_flags)
    elif ip.op == OP_GET_AWAITABLE:
        z = get_awaitable(x, ip.flags >> VARIANT_SHIFT)
    elif ip.op == OP_GET_AITER:
        z = get_aiter(x)
    elif ip.op == OP_GET_ANEXT:
        z = get_anext(x)
    else:
        z = async_gen_wrap(ts, x)
    return finish_unary(frame, unit, ip, z)


cdef int64_t step_end_async_for(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    """1: the loop is at its end. Otherwise the exception goes on."""
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    cdef PyObject* x
    present(frame, ip, unit.where_delta)
    x = take(regs, unit.consts, ip, ip.b, KILL_B)
    if not PyErr_GivenExceptionMatches(x, PyExc_StopAsyncIteration):
        restore_exception(x)
        return STEP_RERAISED
    Py_DECREF(x)
    pop_exception(ts, regs + ip.a)
    return 1


cdef void enter_jit_generators():
    jit_step(step_yield_from, ("YIELD_FROM",))
    jit_step(step_get_awaited, ("GET_YIELD_FROM_ITER", "GET_AWAITABLE", "GET_AITER", "GET_ANEXT", "ASYNC_GEN_WRAP"))
    jit_step(step_end_async_for, ("END_ASYNC_FOR",))
