# Steps of generators and coroutines: instructions that delegate or await.


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
