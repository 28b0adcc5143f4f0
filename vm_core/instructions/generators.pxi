# Generators and coroutines: making them, suspending, delegating, awaiting.

if op == OP_RETURN_GENERATOR:
    present(frame, ip, unit.where_delta)
    result = detach_generator(ts, frame, unit, ip)
    if result == NULL:
        break
    if fvm_frame_mark(frame) & FVM_FRAME_ENTRY:
        # The caller clears this frame: leave it a valid, empty one.
        frame.stacktop = 0
        frame.f_locals = NULL
        Py_INCREF(<PyObject*>frame.f_func)
        Py_INCREF(<PyObject*>frame.f_code)
        ts.cframe.current_frame = frame.previous
        ts.recursion_remaining += 1
        return result
    callee = frame
    frame = callee.previous
    unit = saved_caller(callee, unit)
    ts.cframe.current_frame = frame
    ts.recursion_remaining += 1
    mark = fvm_frame_mark(callee)
    fvm_pop_slots(ts, callee)
    regs = frame.localsplus
    unit.consts = <PyObject**>unit.code
    unit.where_delta = unit.where_delta
    ip = saved_pc(frame, unit)
    if fvm_unlikely(mark & (FRAME_INIT | FRAME_EX)):
        if mark & FRAME_INIT:
            raise_init_result(result)
            Py_DECREF(result)
            drop_window(regs + ip.b, 1)
            break
        drop_window(regs + ip.b, 2 + ip.c)
    put(frame, ip, unit.where_delta, regs, ip.a, result)
    ip += 1 + CACHE_WORDS[ip.op]
    continue
if op == OP_YIELD:
    result = take(regs, unit.consts, ip, ip.b, KILL_B)
    present(frame, ip, unit.where_delta)
    if fvm_unlikely(fvm_frame_mark(frame) & FRAME_STAYED) and trace_exit(ts, result) < 0:
        Py_DECREF(result)
        action = ON_LEAVE
        break
    suspend(frame, unit, ip, unit.nlocals + ip.c)
    if not fvm_frame_mark(frame) & FVM_FRAME_ENTRY:
        action = ON_YIELDED
        break
    ts.cframe.current_frame = frame.previous
    ts.recursion_remaining += 1
    return result
if op == OP_YIELD_FROM:
    # Until it is suspended the frame stands at the genuine SEND, not at the YIELD_VALUE after it.
    present(frame, ip, unit.where_delta)
    frame.prev_instr -= 1
    if resumable(ts, regs[ip.b], regs[ip.c]):
        gen = <PyGenObject*>regs[ip.b]
        sent = regs[ip.c]
        regs[ip.c] = NULL
        action = ON_RESUME
        break
    found[0] = NULL
    flag = PyIter_Send(regs[ip.b], regs[ip.c], found)
    z = found[0]
    if flag == PYGEN_NEXT:
        result = z
        kill(frame, ip, unit.where_delta, regs, ip.c)
        present(frame, ip, unit.where_delta)
        if fvm_unlikely(fvm_frame_mark(frame) & FRAME_STAYED) and trace_exit(ts, result) < 0:
            Py_DECREF(result)
            action = ON_LEAVE
            break
        suspend(frame, unit, ip, ip.c)
        if not fvm_frame_mark(frame) & FVM_FRAME_ENTRY:
            action = ON_YIELDED
            break
        ts.cframe.current_frame = frame.previous
        ts.recursion_remaining += 1
        return result
    if flag == PYGEN_ERROR:
        break
    kill(frame, ip, unit.where_delta, regs, ip.b)
    kill(frame, ip, unit.where_delta, regs, ip.c)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    if fvm_unlikely(ts.cframe.use_tracing != 0):
        action = ON_TRACED
        break
    ip += 1
    if fvm_unlikely(unit.calls >= unit.call_limit):
        action = ON_DELEGATED
        break
    continue
if (op == OP_GET_YIELD_FROM_ITER or op == OP_GET_AWAITABLE or op == OP_GET_AITER or op == OP_GET_ANEXT
        or op == OP_ASYNC_GEN_WRAP or op == OP_GET_LEN):
    present(frame, ip, unit.where_delta)
    x = fvm_src(regs, unit.consts, ip.b)
    if op == OP_GET_YIELD_FROM_ITER:
        z = get_yield_from_iter(x, frame.f_code.co_flags)
    elif op == OP_GET_AWAITABLE:
        z = get_awaitable(x, ip.flags >> VARIANT_SHIFT)
    elif op == OP_GET_AITER:
        z = get_aiter(x)
    elif op == OP_GET_ANEXT:
        z = get_anext(x)
    elif op == OP_ASYNC_GEN_WRAP:
        z = async_gen_wrap(ts, x)
    else:
        count = PyObject_Size(x)
        z = PyLong_FromSsize_t(count) if count >= 0 else NULL
    if z == NULL:
        break
    if ip.flags & KILL_B:
        kill(frame, ip, unit.where_delta, regs, ip.b)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
if op == OP_END_ASYNC_FOR:
    present(frame, ip, unit.where_delta)
    x = take(regs, unit.consts, ip, ip.b, KILL_B)
    if PyErr_GivenExceptionMatches(x, PyExc_StopAsyncIteration):
        Py_DECREF(x)
        pop_exception(ts, regs + ip.a)
        ip += 1 + ip.c
        continue
    restore_exception(x)
    action = ON_UNWIND
    break
