# The interpreter loop.
#
# `run` executes a frame and every frame of the engine it calls, without C recursion, until the first one
# returns or raises. The inner loop is one switch over the opcode; its instructions are in the files of instructions/, a
# family each (put in place by assemble_loop.py). An instruction ends in one of these ways:
#
#   ip += 1 + cache words; continue        the next instruction
#   action = ON_PUSH; break                   go on in `callee`, a frame that is filled and not linked
#   action = ON_RESUME; break                 go on in the suspended generator `gen`, sending `sent`
#   action = ON_YIELDED; break                a resumed generator has suspended itself with `result`
#   action = ON_DELEGATED; break              a delegate is done, its result written: perhaps native code goes on at ip
#   action = ON_RETURN; break                 the frame is done with `result`
#   action = ON_TRACED; break                 the thread is traced: the host goes on after this instruction, if it can
#   break  (action is ON_ERROR)               an exception is set: add a traceback entry and unwind
#   action = ON_UNWIND; break                 the same without a new traceback entry
#
# and the outer loop carries it out. `present` is called before anything that can run Python code or raise.

cdef enum:
    ON_ERROR = 0
    ON_UNWIND = 1
    ON_PUSH = 2
    ON_RESUME = 3
    ON_YIELDED = 4
    ON_RETURN = 5
    ON_NEXT = 6
    ON_TRACED = 7
    ON_LEAVE = 8            # the frame is done with an exception
    ON_DELEGATED = 9
    CONTINUED = 16          # for `run`, plus an action: go on with a frame that native code began


cdef inline int32_t long_jump(Instr* ip) noexcept nogil:
    return <int32_t>(<uint32_t><uint16_t>ip.b | (<uint32_t><uint16_t>ip.c << 16))


cdef inline bint branch_taken(Instr* ip, int order) noexcept nogil:
    """Whether JUMP_COMPARE jumps, when the operands compare as `order`."""
    cdef int variant = ip.flags >> VARIANT_SHIFT
    return ((variant & order & 15) != 0) == ((variant & BRANCH_ON_TRUE) != 0)


cdef inline int truth(PyObject* value) noexcept nogil:
    """PyObject_IsTrue with the common cases in line: 1, 0, or -1 with an exception."""
    if value == Py_True:
        return 1
    if value == Py_False or value == Py_None:
        return 0
    return PyObject_IsTrue(value)


cdef inline PyObject* boolean(bint value) noexcept nogil:
    """True or False, a new reference."""
    cdef PyObject* result = Py_True if value else Py_False
    Py_INCREF(result)
    return result


cdef Handler* find_handler(Unit* unit, Instr* ip) noexcept nogil:
    """The innermost handler that covers an instruction, or NULL."""
    cdef int32_t at = <int32_t>(ip - unit.code)
    cdef int32_t i
    for i in range(unit.handler_count):
        if unit.handlers[i].start <= at < unit.handlers[i].end:
            return &unit.handlers[i]
    return NULL


cdef PyObject* run(PyThreadState* ts, _PyInterpreterFrame* frame, int throwing) noexcept nogil:
    """Execute a frame of ours (fresh, or of a suspended generator) as an entry from C. Returns a new reference, or
    NULL with an exception set. The caller clears the frame: only the locals are left in it."""
    cdef Unit* unit = get_state(frame.f_code).unit
    cdef Unit* callee_unit
    cdef PyObject** regs = frame.localsplus
    cdef Instr* ip = <Instr*>unit.consts
    cdef int action = ON_ERROR
    cdef _PyInterpreterFrame* callee = NULL
    cdef PyObject *result = NULL
    cdef PyObject *sent = NULL
    cdef PyObject *x
    cdef PyObject *y
    cdef PyObject *z
    cdef PyObject *kwnames
    cdef PyObject** window
    cdef Handler* handler
    # What other functions write through a pointer. (A variable whose address is taken anywhere lives in memory
    # everywhere, so those of the instructions are not used for it.)
    cdef Instr* site
    cdef Instr* after
    cdef Unit* found_unit
    cdef PyObject* found[2]
    cdef PyTypeObject* type
    cdef AttrCache* acache
    cdef CallCache* ccache
    cdef PyFunctionObject* func
    cdef PyGenObject* gen
    cdef fvm_range_iterator* range_iter
    cdef fvm_seq_iterator* seq_iter
    cdef int64_t m, n
    cdef double d, e
    cdef Py_ssize_t count
    cdef int op, flag, mark, landed

    if fvm_unlikely(throwing >= CONTINUED):
        # Native code has begun this frame, which is linked, and leaves it with that action.
        # (Perhaps in an inlined call, whose frame is the current one.)
        action = throwing - CONTINUED
        throwing = 0
        frame = ts.cframe.current_frame
        unit = get_state(frame.f_code).unit
        regs = frame.localsplus
        ip = saved_pc(frame, unit)
        mark = CONTINUED
    else:
        mark = 0
        ts.recursion_remaining -= 1
    if mark:
        pass
    elif ts.recursion_remaining < 0 and _Py_CheckRecursiveCall(ts, b"") < 0:
        return NULL
    elif frame.owner == FRAME_OWNED_BY_GENERATOR:
        # Resumed: the value sent is on top of what the host takes for the value stack.
        ip = saved_pc(frame, unit)
        count = frame.stacktop - 1
        frame.stacktop = -1
        # Where a frame delegates, that is register c, and the instruction runs again.
        if ip.op != OP_YIELD_FROM or count != ip.c:
            x = regs[count]
            regs[count] = NULL
            if throwing:
                Py_DECREF(x)
            elif ip.op == OP_RETURN_GENERATOR:
                Py_DECREF(x)
                ip += 1
            else:
                # (Also when the host's throw() finished the delegate, took it away, and sends its result.)
                put(frame, ip, unit.where_delta, regs, ip.a, x)
                ip += 1
        fvm_frame_set_mark(frame, FVM_FRAME_OURS | FVM_FRAME_ENTRY)
        frame.previous = ts.cframe.current_frame
        ts.cframe.current_frame = frame
        unit.calls += 1
    else:
        fvm_frame_set_mark(frame, FVM_FRAME_OURS | FVM_FRAME_ENTRY)
        frame.prev_instr = unit.start
        frame.stacktop = -1
        frame.previous = ts.cframe.current_frame
        ts.cframe.current_frame = frame
        unit.calls += 1
    if mark:
        pass
    elif fvm_unlikely(ts.cframe.use_tracing != 0) and frame.owner == FRAME_OWNED_BY_GENERATOR:
        # Other frames of a traced thread do not come here.
        site = saved_pc(frame, unit)
        if land(ts, frame, unit, site):
            return run_on_host(ts, frame, throwing)
        fvm_frame_set_mark(frame, FVM_FRAME_OURS | FVM_FRAME_ENTRY | FRAME_STAYED)
        if trace_entry(ts) < 0:
            action = ON_LEAVE if throwing else ON_ERROR
        else:
            action = ON_ERROR if throwing else ON_NEXT
    elif throwing:
        action = ON_ERROR
    elif fvm_unlikely(fvm_eval_breaker(ts)) and ip.op != OP_YIELD_FROM and handle_pending(ts) < 0:
        # (A frame that delegates leaves it to the delegate.)
        action = ON_ERROR
    else:
        action = ON_NEXT
        if fvm_unlikely(unit.calls >= unit.call_limit) and (not unit.suspends or frame.owner == FRAME_OWNED_BY_GENERATOR and enterable(ip)):
            site = ip
            action = native_entry(ts, frame, unit, &site, found)
            ip = site
            if fvm_unlikely(ts.cframe.current_frame != frame):
                # It has left in an inlined call.
                frame = ts.cframe.current_frame
                unit = get_state(frame.f_code).unit
                regs = frame.localsplus
            if action == ON_RETURN:
                result = found[0]
            elif action == ON_YIELDED:
                ts.cframe.current_frame = frame.previous
                ts.recursion_remaining += 1
                return found[0]

    while True:
        # === Transitions between frames ==============================================================
        if action == ON_PUSH:
            link_callee(ts, callee, callee_unit, frame, unit, ip)
            if fvm_unlikely(ts.recursion_remaining < 0) and _Py_CheckRecursiveCall(ts, b"") < 0:
                # As in the host, the callee leaves no traceback entry: it has not begun.
                ts.recursion_remaining -= 1
                pop_frame(ts, callee, callee_unit)
                action = ON_ERROR
            else:
                frame = callee
                unit = callee_unit
                regs = frame.localsplus
                ip = <Instr*>unit.consts
                action = ON_NEXT
                if fvm_unlikely(fvm_eval_breaker(ts)) and handle_pending(ts) < 0:
                    action = ON_ERROR
                elif fvm_unlikely(unit.calls >= unit.call_limit):
                    site = ip
                    action = native_entry(ts, frame, unit, &site, found)
                    ip = site
                    if fvm_unlikely(ts.cframe.current_frame != frame):
                        frame = ts.cframe.current_frame
                        unit = get_state(frame.f_code).unit
                        regs = frame.localsplus
                    if action == ON_RETURN:
                        result = found[0]
                        continue
                    if action == ON_TRACED:
                        continue
        elif action == ON_RESUME:
            save_pc(frame, unit, ip)
            ts.recursion_remaining -= 1
            frame = link_generator(ts, gen, frame)
            frame.stacktop = -1
            callee_unit = get_state(frame.f_code).unit
            save_caller(frame, callee_unit, unit)
            unit = callee_unit
            regs = frame.localsplus
            ip = saved_pc(frame, unit)
            action = ON_NEXT
            if ip.op == OP_YIELD:
                put(frame, ip, unit.where_delta, regs, ip.a, sent)
                ip += 1
            elif ip.op == OP_YIELD_FROM:
                regs[ip.c] = sent
            else:
                Py_DECREF(sent)
                ip += 1
            unit.calls += 1
            if fvm_unlikely(fvm_eval_breaker(ts)) and ip.op != OP_YIELD_FROM and handle_pending(ts) < 0:
                action = ON_ERROR
            elif fvm_unlikely(unit.calls >= unit.call_limit) and enterable(ip):
                site = ip
                action = native_entry(ts, frame, unit, &site, found)
                ip = site
                if fvm_unlikely(ts.cframe.current_frame != frame):
                    frame = ts.cframe.current_frame
                    unit = get_state(frame.f_code).unit
                    regs = frame.localsplus
                if action == ON_RETURN or action == ON_YIELDED:
                    result = found[0]
                    continue
                if action == ON_TRACED:
                    continue
        elif action == ON_YIELDED:
            callee = frame
            frame = frame.previous
            unlink_generator(ts, callee)
            landed = not fvm_frame_mark(callee) & FVM_FRAME_OURS
            unit = saved_caller(callee, unit) if fvm_likely(not landed) else get_state(frame.f_code).unit
            regs = frame.localsplus
            ip = saved_pc(frame, unit)
            if ip.op == OP_YIELD_FROM:
                # The caller only delegates: it yields the same value in its turn.
                present(frame, ip, unit.where_delta)
                if fvm_unlikely(ts.cframe.use_tracing != 0) and trace_exit(ts, result) < 0:
                    Py_DECREF(result)
                    action = ON_LEAVE
                    continue
                suspend(frame, unit, ip, ip.c)
                if fvm_frame_mark(frame) & FVM_FRAME_ENTRY:
                    ts.cframe.current_frame = frame.previous
                    ts.recursion_remaining += 1
                    return result
                continue
            put(frame, ip, unit.where_delta, regs, ip.a, result)
            if fvm_unlikely(landed or ts.cframe.use_tracing):
                action = ON_TRACED
                continue
            ip += 2
            action = ON_NEXT
        elif action == ON_DELEGATED:
            action = ON_NEXT
            mark = fvm_frame_mark(frame)
            if not mark & FRAME_STAYED:
                site = ip
                action = native_entry(ts, frame, unit, &site, found)
                ip = site
            if fvm_unlikely(ts.cframe.current_frame != frame):
                frame = ts.cframe.current_frame
                unit = get_state(frame.f_code).unit
                regs = frame.localsplus
            if action == ON_YIELDED and mark & FVM_FRAME_ENTRY:
                ts.cframe.current_frame = frame.previous
                ts.recursion_remaining += 1
                return found[0]
            if action == ON_RETURN or action == ON_YIELDED:
                result = found[0]
                continue
            if action == ON_TRACED:
                continue
        elif action == ON_TRACED:
            # What the instruction at ip writes is written.
            if land(ts, frame, unit, ip):
                mark = fvm_frame_mark(frame)
                result = run_on_host(ts, frame, 0)
                if mark & FVM_FRAME_ENTRY:
                    return result
                ts.recursion_remaining -= 1
                ts.cframe.current_frame = frame
                if mark & FRAME_RESUMED and generator_of(frame).gi_frame_state == FRAME_SUSPENDED:
                    action = ON_YIELDED
                    continue
                fvm_frame_set_mark(frame, mark | FRAME_LANDED)
                save_caller(frame, unit, get_state(frame.previous.f_code).unit)
                action = ON_RETURN if result != NULL else ON_LEAVE
                continue
            fvm_frame_set_mark(frame, fvm_frame_mark(frame) | FRAME_STAYED)
            if ip.op == OP_JUMP_BACK:
                ip += long_jump(ip)
            elif ip.op != OP_YIELD_FROM and exhausted(regs, ip):
                ip += ip.c
            ip += 1 + CACHE_WORDS[ip.op]
            action = ON_NEXT
        elif action == ON_RETURN:
            mark = fvm_frame_mark(frame)
            if mark & FRAME_STAYED and trace_exit(ts, result) < 0:
                Py_DECREF(result)
                action = ON_LEAVE
                continue
            if mark & FVM_FRAME_ENTRY:
                frame.stacktop = unit.nlocals
                ts.cframe.current_frame = frame.previous
                ts.recursion_remaining += 1
                return result
            callee = frame
            callee_unit = unit
            frame = frame.previous
            unit = saved_caller(callee, callee_unit)
            regs = frame.localsplus
            ip = saved_pc(frame, unit)
            action = ON_NEXT
            if fvm_unlikely(mark & (FRAME_INIT | FRAME_EX | FRAME_RESUMED | FRAME_STAYED | FRAME_LANDED | FRAME_OPERATOR)):
                site = ip
                if mark & FRAME_OPERATOR:
                    pop_frame(ts, callee, callee_unit)
                    after = ip
                    if not end_operator(frame, unit, &after, result):
                        action = ON_ERROR
                    ip = after
                    if may_jump(GENERIC_OF[site.op]):
                        continue  # (it may have jumped: a thread that is traced now goes on here for the moment)
                elif mark & FRAME_EX:
                    pop_frame(ts, callee, callee_unit)
                    drop_window(regs + ip.b, 2 + ip.c)
                    put(frame, ip, unit.where_delta, regs, ip.a, result)
                    ip += 1 + CACHE_WORDS[OP_CALL_EX]
                elif mark & FRAME_RESUMED:
                    finish_generator(ts, callee, callee_unit, False)
                    kill(frame, ip, unit.where_delta, regs, ip.b)
                    if ip.op == OP_YIELD_FROM:
                        kill(frame, ip, unit.where_delta, regs, ip.c)
                        put(frame, ip, unit.where_delta, regs, ip.a, result)
                        ip += 1
                    else:
                        Py_DECREF(result)
                        ip += 2 + ip.c
                elif mark & FRAME_INIT:
                    pop_frame(ts, callee, callee_unit)
                    # The instance waits in the window's first register.
                    x = regs[ip.b]
                    regs[ip.b] = NULL
                    if fvm_unlikely(result != Py_None):
                        raise_init_result(result)
                        Py_DECREF(x)
                        action = ON_ERROR
                    else:
                        put(frame, ip, unit.where_delta, regs, ip.a, x)
                        ip += 1 + CACHE_WORDS[ip.op]
                    Py_DECREF(result)
                else:
                    pop_frame(ts, callee, callee_unit)
                    put(frame, ip, unit.where_delta, regs, ip.a, result)
                    ip += 1 + CACHE_WORDS[ip.op]
                if fvm_unlikely(ts.cframe.use_tracing != 0) and action == ON_NEXT:
                    ip = site
                    action = ON_TRACED
                    continue
                if site.op == OP_YIELD_FROM and fvm_unlikely(unit.calls >= unit.call_limit):
                    action = ON_DELEGATED
                    continue
            else:
                pop_frame(ts, callee, callee_unit)
                put(frame, ip, unit.where_delta, regs, ip.a, result)
                ip += 1 + CACHE_WORDS[ip.op]

        if action == ON_ERROR:
            add_traceback(ts)
            if fvm_unlikely(ts.c_tracefunc != NULL):
                call_exc_trace(ts.c_tracefunc, ts.c_traceobj, ts)
            action = ON_UNWIND
        if action == ON_UNWIND or action == ON_LEAVE:
            handler = find_handler(unit, ip) if action == ON_UNWIND else NULL
            if handler != NULL:
                clear_registers(regs, unit.nlocals + handler.depth, unit.nregs)
                ip = unit.code + handler.handler
                if fvm_unlikely(ts.cframe.use_tracing != 0) and ip.op == OP_PUSH_EXC:
                    push_exception(ts, regs + ip.a)
                    action = ON_TRACED
                    continue
            else:
                if fvm_likely(not fvm_frame_mark(frame) & FRAME_LANDED):
                    clear_registers(regs, unit.nlocals, unit.nregs)
                    if action == ON_UNWIND:
                        trace_exit(ts, NULL)
                mark = fvm_frame_mark(frame)
                if mark & FVM_FRAME_ENTRY:
                    frame.stacktop = unit.nlocals
                    ts.cframe.current_frame = frame.previous
                    ts.recursion_remaining += 1
                    return NULL
                callee = frame
                callee_unit = unit
                frame = frame.previous
                unit = saved_caller(callee, callee_unit)
                if mark & FRAME_RESUMED:
                    finish_generator(ts, callee, callee_unit, True)
                else:
                    pop_frame(ts, callee, callee_unit)
                regs = frame.localsplus
                ip = saved_pc(frame, unit)
                action = ON_ERROR
                continue
        action = ON_ERROR

        # === Instructions ============================================================================
        while True:
            op = ip.op

            # INSTRUCTIONS: names arithmetic comparisons jumps attributes subscripts calls building iteration exceptions generators patterns modules
            else:
                # No unit has another opcode: `link_unit` checks.
                fvm_unreachable()
