# The interpreter loop.
#
# `run` executes a frame and every frame of the engine it calls, without C recursion, until the first one
# returns or raises. The inner loop is one switch over the opcode. An instruction ends in one of these ways:
#
#   ip += 1 + cache words; continue        the next instruction
#   action = ON_PUSH; break                   go on in `callee`, a frame that is filled and not linked
#   action = ON_RESUME; break                 go on in the suspended generator `gen`, sending `sent`
#   action = ON_YIELDED; break                a resumed generator has suspended itself with `result`
#   action = ON_RETURN; break                 the frame is done with `result`
#   action = ON_TRACED; break                 the thread is traced: the host goes on after this instruction, if it can
#   break  (action is ON_ERROR)               an exception is set: add a traceback entry and unwind
#   action = ON_UNWIND; break                 the same without a new traceback entry
#
# and the outer loop carries it out. `present` is called before anything that can run Python code or raise.

# UNPACK writes to at most so many locals (UNPACK_LOCALS of the instruction table).
cdef enum:
    UNPACKED_LOCALS = 8

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


cdef void pop_exception_pending(PyThreadState* ts, PyObject** register) noexcept nogil:
    """POP_EXC while an exception is pending, which goes on unwinding afterwards."""
    cdef PyObject *type
    cdef PyObject *value
    cdef PyObject *traceback
    PyErr_Fetch(&type, &value, &traceback)
    pop_exception(ts, register)
    PyErr_Restore(type, value, traceback)


cdef Handler* find_handler(Unit* unit, Instr* ip) noexcept nogil:
    """The innermost handler that covers an instruction, or NULL."""
    cdef int32_t at = <int32_t>(ip - unit.code)
    cdef int32_t i
    for i in range(unit.handler_count):
        if unit.handlers[i].start <= at < unit.handlers[i].end:
            return &unit.handlers[i]
    return NULL


cdef void push_exception(PyThreadState* ts, PyObject** registers) noexcept nogil:
    """PUSH_EXC: the pending exception, normalised, becomes the handled one (ceval.c: exception_unwind, PUSH_EXC_INFO)."""
    cdef PyObject *type
    cdef PyObject *value
    cdef PyObject *traceback
    cdef _PyErr_StackItem* info = ts.exc_info
    PyErr_Fetch(&type, &value, &traceback)
    PyErr_NormalizeException(&type, &value, &traceback)
    PyException_SetTraceback(value, traceback if traceback != NULL else Py_None)
    Py_XDECREF(type)
    Py_XDECREF(traceback)
    if info.exc_value != NULL:
        registers[0] = info.exc_value
    else:
        Py_INCREF(Py_None)
        registers[0] = Py_None
    Py_INCREF(value)
    info.exc_value = value
    registers[1] = value


cdef inline void pop_exception(PyThreadState* ts, PyObject** register) noexcept nogil:
    """POP_EXC: the handled exception is the saved one again; its register dies."""
    cdef PyObject* old = ts.exc_info.exc_value
    ts.exc_info.exc_value = register[0]
    register[0] = NULL
    Py_XDECREF(old)


cdef void restore_exception(PyObject* value) noexcept nogil:
    """Make an exception instance (stolen) the pending one, with its own traceback."""
    cdef PyObject* type = <PyObject*>Py_TYPE(value)
    Py_INCREF(type)
    PyErr_Restore(type, value, PyException_GetTraceback(value))


cdef PyObject* get_slice(PyObject* object, PyObject* lower, PyObject* upper) noexcept nogil:
    """object[lower:upper], a new reference, without a slice object where nobody can see it."""
    cdef Py_ssize_t start = 0, stop = PY_SSIZE_T_MAX, size
    cdef PyObject *slice_
    cdef PyObject *result
    cdef PyTypeObject* type = Py_TYPE(object)
    if (type == &PyList_Type or type == &PyTuple_Type or type == &PyUnicode_Type) \
            and (lower == Py_None or fvm_is_int(lower)) and (upper == Py_None or fvm_is_int(upper)):
        if type == &PyList_Type:
            size = PyList_GET_SIZE(object)
        elif type == &PyTuple_Type:
            size = PyTuple_GET_SIZE(object)
        else:
            size = PyUnicode_GET_LENGTH(object)
        _PyEval_SliceIndex(lower, &start)
        _PyEval_SliceIndex(upper, &stop)
        if start < 0:
            start = start + size if start + size > 0 else 0
        elif start > size:
            start = size
        if stop < 0:
            stop = stop + size if stop + size > 0 else 0
        elif stop > size:
            stop = size
        if stop < start:
            stop = start
        if type == &PyList_Type:
            return PyList_GetSlice(object, start, stop)
        if type == &PyTuple_Type:
            return PyTuple_GetSlice(object, start, stop)
        return PyUnicode_Substring(object, start, stop)
    slice_ = PySlice_New(lower, upper, NULL)
    if slice_ == NULL:
        return NULL
    result = PyObject_GetItem(object, slice_)
    Py_DECREF(slice_)
    return result


cdef void store_items(PyObject** target, PyObject** items, Py_ssize_t count) noexcept nogil:
    """Overwrite locals with new references to `items`, one after the other, as stores would."""
    cdef PyObject* values[UNPACKED_LOCALS]
    cdef PyObject* old
    cdef Py_ssize_t i
    # A destructor of an old value may change the list that is being unpacked: own all items first.
    copy_references(values, items, count)
    for i in range(count):
        old = target[i]
        target[i] = values[i]
        Py_XDECREF(old)


cdef int unpack_into_locals(PyObject* iterable, Py_ssize_t count, PyObject** target) noexcept nogil:
    """UNPACK of any iterable into locals: nothing is stored unless all can be. -1 with an exception set."""
    cdef PyObject* values[UNPACKED_LOCALS]
    cdef PyObject* old
    cdef Py_ssize_t i
    if unpack_iterable(iterable, <int>count, -1, values) < 0:
        return -1
    for i in range(count):
        old = target[i]
        target[i] = values[i]
        Py_XDECREF(old)
    return 0


cdef PyObject* build_tuple(PyThreadState* ts, PyObject** window, Py_ssize_t count) noexcept nogil:
    cdef PyObject* result = fvm_new_tuple(ts, count)
    cdef Py_ssize_t i
    if result != NULL:
        for i in range(count):
            PyTuple_SET_ITEM(result, i, window[i])
            window[i] = NULL
    else:
        drop_window(window, count)
    return result


cdef PyObject* build_list(PyObject** window, Py_ssize_t count) noexcept nogil:
    cdef PyObject* result = PyList_New(count)
    cdef Py_ssize_t i
    if result != NULL:
        for i in range(count):
            PyList_SET_ITEM(result, i, window[i])
            window[i] = NULL
    else:
        drop_window(window, count)
    return result


cdef PyObject* build_set(PyObject** window, Py_ssize_t count) noexcept nogil:
    cdef PyObject* result = PySet_New(NULL)
    cdef Py_ssize_t i
    if result != NULL:
        for i in range(count):
            if PySet_Add(result, window[i]) < 0:
                Py_DECREF(result)
                result = NULL
                break
    drop_window(window, count)
    return result


cdef PyObject* build_map(PyObject** window, Py_ssize_t pairs) noexcept nogil:
    cdef PyObject* result = _PyDict_NewPresized(pairs)
    cdef Py_ssize_t i
    if result != NULL:
        for i in range(pairs):
            if PyDict_SetItem(result, window[2 * i], window[2 * i + 1]) < 0:
                Py_DECREF(result)
                result = NULL
                break
    drop_window(window, 2 * pairs)
    return result


cdef PyObject* build_const_map(PyObject** window, PyObject* keys) noexcept nogil:
    cdef Py_ssize_t i, count = PyTuple_GET_SIZE(keys)
    cdef PyObject* result = _PyDict_NewPresized(count)
    if result != NULL:
        for i in range(count):
            if PyDict_SetItem(result, PyTuple_GET_ITEM(keys, i), window[i]) < 0:
                Py_DECREF(result)
                result = NULL
                break
    drop_window(window, count)
    return result


cdef PyObject* run(PyThreadState* ts, _PyInterpreterFrame* frame, int throwing) noexcept nogil:
    """Execute a frame of ours (fresh, or of a suspended generator) as an entry from C. Returns a new reference, or
    NULL with an exception set. The caller clears the frame: only the locals are left in it."""
    cdef Unit* unit = get_state(frame.f_code).unit
    cdef Unit* callee_unit
    cdef PyObject** regs = frame.localsplus
    cdef PyObject** consts = <PyObject**>unit.code
    cdef int64_t delta = unit.where_delta
    cdef Instr* ip = unit.code
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
        consts = unit.consts
        delta = unit.where_delta
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
                put(frame, ip, delta, regs, ip.a, x)
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
                consts = unit.consts
                delta = unit.where_delta
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
                consts = <PyObject**>unit.code
                delta = unit.where_delta
                ip = unit.code
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
                        consts = unit.consts
                        delta = unit.where_delta
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
            consts = <PyObject**>unit.code
            delta = unit.where_delta
            ip = saved_pc(frame, unit)
            action = ON_NEXT
            if ip.op == OP_YIELD:
                put(frame, ip, delta, regs, ip.a, sent)
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
            consts = <PyObject**>unit.code
            delta = unit.where_delta
            ip = saved_pc(frame, unit)
            if ip.op == OP_YIELD_FROM:
                # The caller only delegates: it yields the same value in its turn.
                present(frame, ip, delta)
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
            put(frame, ip, delta, regs, ip.a, result)
            if fvm_unlikely(landed):
                action = ON_TRACED
                continue
            ip += 2
            action = ON_NEXT
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
            consts = <PyObject**>unit.code
            delta = unit.where_delta
            ip = saved_pc(frame, unit)
            action = ON_NEXT
            if fvm_unlikely(mark & (FRAME_INIT | FRAME_EX | FRAME_RESUMED | FRAME_STAYED | FRAME_LANDED | FRAME_OPERATOR)):
                site = ip
                if mark & FRAME_OPERATOR:
                    pop_frame(ts, callee, callee_unit)
                    if not end_operator(frame, unit, &ip, result):
                        action = ON_ERROR
                    if GENERIC_OF[site.op] == OP_JUMP_COMPARE:
                        continue  # (it may have jumped: a thread that is traced now goes on here for the moment)
                elif mark & FRAME_EX:
                    pop_frame(ts, callee, callee_unit)
                    drop_window(regs + ip.b, 2 + ip.c)
                    put(frame, ip, delta, regs, ip.a, result)
                    ip += 1
                elif mark & FRAME_RESUMED:
                    finish_generator(ts, callee, callee_unit, False)
                    kill(frame, ip, delta, regs, ip.b)
                    if ip.op == OP_YIELD_FROM:
                        kill(frame, ip, delta, regs, ip.c)
                        put(frame, ip, delta, regs, ip.a, result)
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
                        put(frame, ip, delta, regs, ip.a, x)
                        ip += 1 + CACHE_WORDS[ip.op]
                    Py_DECREF(result)
                else:
                    pop_frame(ts, callee, callee_unit)
                    put(frame, ip, delta, regs, ip.a, result)
                    ip += 1 + CACHE_WORDS[ip.op]
                if fvm_unlikely(ts.cframe.use_tracing != 0) and action == ON_NEXT:
                    ip = site
                    action = ON_TRACED
                    continue
            else:
                pop_frame(ts, callee, callee_unit)
                put(frame, ip, delta, regs, ip.a, result)
                ip += 1 + CACHE_WORDS[ip.op]

        if action == ON_ERROR:
            if fvm_unlikely(ts.curexc_type == PyExc_MemoryError):
                fvm_relieve(ts)
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
                consts = <PyObject**>unit.code
                delta = unit.where_delta
                ip = saved_pc(frame, unit)
                action = ON_ERROR
                continue
        action = ON_ERROR

        # === Instructions ============================================================================
        while True:
            op = ip.op

            # --- Moving values -----------------------------------------------------------------------
            if op == OP_NOP:
                ip += 1
                continue
            elif op == OP_MOVE:
                x = take(regs, consts, ip, ip.b, KILL_B)
                put(frame, ip, delta, regs, ip.a, x)
                ip += 1
                continue
            elif op == OP_MOVE2:
                # Two dead temporaries are written, which no source can be.
                x = take(regs, consts, ip, ip.b, KILL_B)
                y = take(regs, consts, ip, ip.c, KILL_C)
                regs[ip.a] = x
                regs[ip.a + 1] = y
                ip += 1
                continue
            elif op == OP_CLEAR:
                kill(frame, ip, delta, regs, ip.a)
                ip += 1
                continue
            elif op == OP_CHECK:
                if fvm_likely(regs[ip.a] != NULL):
                    ip += 1
                    continue
                present(frame, ip, delta)
                raise_unbound_local(frame.f_code, ip.a)
                break
            elif op == OP_DELETE:
                present(frame, ip, delta)
                x = regs[ip.a]
                if x == NULL:
                    raise_unbound_local(frame.f_code, ip.a)
                    break
                regs[ip.a] = NULL
                Py_DECREF(x)
                ip += 1
                continue

            # --- Cells ---------------------------------------------------------------------------------
            elif op == OP_MAKE_CELL:
                # As in the host, nobody sees the frame before it has its cells.
                frame.prev_instr = fvm_first_instr(frame.f_code) - 1
                x = fvm_new_cell(ts, regs[ip.a])
                frame.prev_instr = unit.start
                if x == NULL:
                    break
                Py_XDECREF(regs[ip.a])
                regs[ip.a] = x
                ip += 1
                continue
            elif op == OP_COPY_FREE:
                copy_free(frame, unit, ip.a)
                ip += 1
                continue
            elif op == OP_GETCELL:
                x = (<PyCellObject*>regs[ip.b]).ob_ref
                if fvm_unlikely(x == NULL):
                    present(frame, ip, delta)
                    raise_unbound_cell(frame.f_code, ip.b)
                    break
                Py_INCREF(x)
                put(frame, ip, delta, regs, ip.a, x)
                ip += 1
                continue
            elif op == OP_SETCELL:
                x = take(regs, consts, ip, ip.b, KILL_B)
                y = (<PyCellObject*>regs[ip.a]).ob_ref
                (<PyCellObject*>regs[ip.a]).ob_ref = x
                if y != NULL:
                    release(frame, ip, delta, y)
                ip += 1
                continue
            elif op == OP_DELCELL:
                present(frame, ip, delta)
                x = (<PyCellObject*>regs[ip.a]).ob_ref
                if x == NULL:
                    raise_unbound_cell(frame.f_code, ip.a)
                    break
                (<PyCellObject*>regs[ip.a]).ob_ref = NULL
                Py_DECREF(x)
                ip += 1
                continue
            elif op == OP_GETCLASSCELL:
                present(frame, ip, delta)
                x = class_deref(frame, regs[ip.b], fvm_src(regs, consts, ip.c), frame.f_code, ip.b)
                if x == NULL:
                    break
                put(frame, ip, delta, regs, ip.a, x)
                ip += 1
                continue

            # --- Names -----------------------------------------------------------------------------------
            elif op == OP_GETGLOBAL:
                present(frame, ip, delta)
                y = fvm_src(regs, consts, ip.c)
                if quicken_global(ip, frame.f_globals, frame.f_builtins, y, OP_GETGLOBAL_MODULE, OP_GETGLOBAL_BUILTIN):
                    continue
                x = load_global(frame.f_globals, frame.f_builtins, y)
                if x == NULL:
                    break
                put(frame, ip, delta, regs, ip.a, x)
                ip += 3
                continue
            elif op == OP_GETGLOBAL_MODULE:
                x = cached_global(ip, frame.f_globals)
                if fvm_unlikely(x == NULL):
                    ip.op = OP_GETGLOBAL
                    continue
                Py_INCREF(x)
                put(frame, ip, delta, regs, ip.a, x)
                ip += 3
                continue
            elif op == OP_GETGLOBAL_BUILTIN:
                x = cached_builtin(ip, frame.f_globals, frame.f_builtins)
                if fvm_unlikely(x == NULL):
                    ip.op = OP_GETGLOBAL
                    continue
                Py_INCREF(x)
                put(frame, ip, delta, regs, ip.a, x)
                ip += 3
                continue
            elif op == OP_GETNAME:
                present(frame, ip, delta)
                y = fvm_src(regs, consts, ip.c)
                if frame.f_locals == frame.f_globals and quicken_global(
                        ip, frame.f_globals, frame.f_builtins, y, OP_GETNAME_MODULE, OP_GETNAME_BUILTIN):
                    continue
                x = load_name(frame, y)
                if x == NULL:
                    break
                put(frame, ip, delta, regs, ip.a, x)
                ip += 3
                continue
            elif op == OP_GETNAME_MODULE:
                x = cached_global(ip, frame.f_globals) if frame.f_locals == frame.f_globals else NULL
                if fvm_unlikely(x == NULL):
                    ip.op = OP_GETNAME
                    continue
                Py_INCREF(x)
                put(frame, ip, delta, regs, ip.a, x)
                ip += 3
                continue
            elif op == OP_GETNAME_BUILTIN:
                x = cached_builtin(ip, frame.f_globals, frame.f_builtins) if frame.f_locals == frame.f_globals else NULL
                if fvm_unlikely(x == NULL):
                    ip.op = OP_GETNAME
                    continue
                Py_INCREF(x)
                put(frame, ip, delta, regs, ip.a, x)
                ip += 3
                continue
            elif op == OP_SETGLOBAL or op == OP_SETNAME:
                present(frame, ip, delta)
                x = fvm_src(regs, consts, ip.b)
                y = fvm_src(regs, consts, ip.c)
                if op == OP_SETGLOBAL:
                    if quicken_store_global(ip, frame.f_globals, y, OP_SETGLOBAL_MODULE):
                        continue
                    flag = PyDict_SetItem(frame.f_globals, y, x)
                else:
                    if frame.f_locals == frame.f_globals and quicken_store_global(ip, frame.f_globals, y, OP_SETNAME_MODULE):
                        continue
                    flag = store_name(frame, y, x)
                if flag < 0:
                    break
                if ip.flags & KILL_B:
                    kill(frame, ip, delta, regs, ip.b)
                ip += 2
                continue
            elif op == OP_SETGLOBAL_MODULE or op == OP_SETNAME_MODULE:
                y = cached_global(ip, frame.f_globals)
                if fvm_unlikely(y == NULL or (op == OP_SETNAME_MODULE and frame.f_locals != frame.f_globals)):
                    ip.op = OP_SETGLOBAL if op == OP_SETGLOBAL_MODULE else OP_SETNAME
                    continue
                x = take(regs, consts, ip, ip.b, KILL_B)
                y = fvm_entry_replace(frame.f_globals, name_cache(ip).index, x)
                release(frame, ip, delta, y)
                ip += 2
                continue
            elif op == OP_DELGLOBAL:
                present(frame, ip, delta)
                if delete_global(frame.f_globals, fvm_src(regs, consts, ip.c)) < 0:
                    break
                ip += 1
                continue
            elif op == OP_DELNAME:
                present(frame, ip, delta)
                if delete_name(frame, fvm_src(regs, consts, ip.c)) < 0:
                    break
                ip += 1
                continue

            # --- Arithmetic ------------------------------------------------------------------------------
            elif (op == OP_ADD or op == OP_SUB or op == OP_MUL or op == OP_TRUEDIV or op == OP_FLOORDIV or op == OP_MOD
                    or op == OP_POW or op == OP_MATMUL or op == OP_LSHIFT or op == OP_RSHIFT or op == OP_AND or op == OP_OR
                    or op == OP_XOR):
                x = fvm_src(regs, consts, ip.b)
                y = fvm_src(regs, consts, ip.c)
                if quicken_binary(ip, x, y):
                    continue
                note_operands(ip, x, y)
                present(frame, ip, delta)
                flag = compute_numbers(ip, regs, x, y, found)
                if flag == NOT_COMPUTED and PyType_HasFeature(Py_TYPE(x), Py_TPFLAGS_HEAPTYPE):
                    callee = enter_operator(ts, ip, x, y, &found_unit)
                    if callee != NULL:
                        callee_unit = found_unit
                        action = ON_PUSH
                        break
                    if fvm_unlikely(ts.curexc_type != NULL):
                        break
                if flag == COMPUTED:
                    z = found[0]
                elif flag == FAILED:
                    break
                elif ip.flags >> VARIANT_SHIFT & INPLACE:
                    z = BINARY_INPLACE[op - OP_ADD](x, y)
                else:
                    z = BINARY[op - OP_ADD](x, y)
                if z == NULL:
                    break
                kill_sources(frame, ip, delta, regs)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue
            elif op == OP_ADD_INT:
                if fvm_likely(fvm_int(fvm_src(regs, consts, ip.b), &m) and fvm_int(fvm_src(regs, consts, ip.c), &n)):
                    if fvm_unlikely(not put_int(ts, frame, ip, delta, regs, m + n)):
                        break
                    ip += 1
                    continue
                miss_binary(ip, OP_ADD)
                continue
            elif op == OP_SUB_INT:
                if fvm_likely(fvm_int(fvm_src(regs, consts, ip.b), &m) and fvm_int(fvm_src(regs, consts, ip.c), &n)):
                    if fvm_unlikely(not put_int(ts, frame, ip, delta, regs, m - n)):
                        break
                    ip += 1
                    continue
                miss_binary(ip, OP_SUB)
                continue
            elif op == OP_MUL_INT:
                if fvm_likely(fvm_int(fvm_src(regs, consts, ip.b), &m) and fvm_int(fvm_src(regs, consts, ip.c), &n)
                              and fvm_mul(m, n, &m)):
                    if fvm_unlikely(not put_int(ts, frame, ip, delta, regs, m)):
                        break
                    ip += 1
                    continue
                miss_binary(ip, OP_MUL)
                continue
            elif op == OP_TRUEDIV_INT:
                if fvm_likely(fvm_is_int1(fvm_src(regs, consts, ip.b)) and fvm_is_int1(fvm_src(regs, consts, ip.c))):
                    n = fvm_int1(fvm_src(regs, consts, ip.c))
                    if fvm_likely(n != 0):
                        # Both convert exactly, so one rounding gives what the host's long division gives.
                        d = <double>fvm_int1(fvm_src(regs, consts, ip.b)) / <double>n
                        if fvm_unlikely(not put_float(ts, frame, ip, delta, regs, d)):
                            break
                        ip += 1
                        continue
                miss_binary(ip, OP_TRUEDIV)
                continue
            elif op == OP_FLOORDIV_INT or op == OP_MOD_INT:
                if fvm_likely(fvm_int(fvm_src(regs, consts, ip.b), &m) and fvm_int(fvm_src(regs, consts, ip.c), &n)
                              and n != 0):
                    if fvm_unlikely(not put_int(ts, frame, ip, delta, regs,
                                                fvm_floordiv(m, n) if op == OP_FLOORDIV_INT else fvm_mod(m, n))):
                        break
                    ip += 1
                    continue
                miss_binary(ip, OP_FLOORDIV if op == OP_FLOORDIV_INT else OP_MOD)
                continue
            elif op == OP_LSHIFT_INT:
                if fvm_likely(fvm_is_int1(fvm_src(regs, consts, ip.b)) and fvm_is_int1(fvm_src(regs, consts, ip.c))):
                    m = fvm_int1(fvm_src(regs, consts, ip.b))
                    n = fvm_int1(fvm_src(regs, consts, ip.c))
                    if fvm_likely(0 <= n <= 32):
                        if fvm_unlikely(not put_int(ts, frame, ip, delta, regs, m * (<int64_t>1 << n))):
                            break
                        ip += 1
                        continue
                miss_binary(ip, OP_LSHIFT)
                continue
            elif op == OP_RSHIFT_INT:
                if fvm_likely(fvm_int(fvm_src(regs, consts, ip.b), &m) and fvm_int(fvm_src(regs, consts, ip.c), &n)
                              and n >= 0):
                    if fvm_unlikely(not put_int(ts, frame, ip, delta, regs, m >> (n if n < 63 else 63))):
                        break
                    ip += 1
                    continue
                miss_binary(ip, OP_RSHIFT)
                continue
            elif op == OP_AND_INT or op == OP_OR_INT or op == OP_XOR_INT:
                if fvm_likely(fvm_int(fvm_src(regs, consts, ip.b), &m) and fvm_int(fvm_src(regs, consts, ip.c), &n)):
                    if op == OP_AND_INT:
                        n = m & n
                    elif op == OP_OR_INT:
                        n = m | n
                    else:
                        n = m ^ n
                    if fvm_unlikely(not put_int(ts, frame, ip, delta, regs, n)):
                        break
                    ip += 1
                    continue
                miss_binary(ip, OP_AND if op == OP_AND_INT else (OP_OR if op == OP_OR_INT else OP_XOR))
                continue
            elif op == OP_ADD_FLOAT:
                x = fvm_src(regs, consts, ip.b)
                y = fvm_src(regs, consts, ip.c)
                if fvm_likely(Py_TYPE(x) == &PyFloat_Type and Py_TYPE(y) == &PyFloat_Type):
                    if fvm_unlikely(not put_float(ts, frame, ip, delta, regs, fvm_float(x) + fvm_float(y))):
                        break
                    ip += 1
                    continue
                if not both_ints(x, y) and fvm_number(x, &d) and fvm_number(y, &e):
                    if fvm_unlikely(not put_float(ts, frame, ip, delta, regs, d + e)):
                        break
                    ip += 1
                    continue
                miss_binary(ip, OP_ADD)
                continue
            elif op == OP_SUB_FLOAT:
                x = fvm_src(regs, consts, ip.b)
                y = fvm_src(regs, consts, ip.c)
                if fvm_likely(Py_TYPE(x) == &PyFloat_Type and Py_TYPE(y) == &PyFloat_Type):
                    if fvm_unlikely(not put_float(ts, frame, ip, delta, regs, fvm_float(x) - fvm_float(y))):
                        break
                    ip += 1
                    continue
                if not both_ints(x, y) and fvm_number(x, &d) and fvm_number(y, &e):
                    if fvm_unlikely(not put_float(ts, frame, ip, delta, regs, d - e)):
                        break
                    ip += 1
                    continue
                miss_binary(ip, OP_SUB)
                continue
            elif op == OP_MUL_FLOAT:
                x = fvm_src(regs, consts, ip.b)
                y = fvm_src(regs, consts, ip.c)
                if fvm_likely(Py_TYPE(x) == &PyFloat_Type and Py_TYPE(y) == &PyFloat_Type):
                    if fvm_unlikely(not put_float(ts, frame, ip, delta, regs, fvm_float(x) * fvm_float(y))):
                        break
                    ip += 1
                    continue
                if not both_ints(x, y) and fvm_number(x, &d) and fvm_number(y, &e):
                    if fvm_unlikely(not put_float(ts, frame, ip, delta, regs, d * e)):
                        break
                    ip += 1
                    continue
                miss_binary(ip, OP_MUL)
                continue
            elif op == OP_TRUEDIV_FLOAT:
                if fvm_likely(fvm_number(fvm_src(regs, consts, ip.b), &d) and fvm_number(fvm_src(regs, consts, ip.c), &e)
                              and e != 0.0
                              and not both_ints(fvm_src(regs, consts, ip.b), fvm_src(regs, consts, ip.c))):
                    if fvm_unlikely(not put_float(ts, frame, ip, delta, regs, d / e)):
                        break
                    ip += 1
                    continue
                miss_binary(ip, OP_TRUEDIV)
                continue
            elif op == OP_POW_FLOAT:
                # What float_pow (floatobject.c) treats specially goes there.
                if fvm_likely(fvm_number(fvm_src(regs, consts, ip.b), &d) and fvm_number(fvm_src(regs, consts, ip.c), &e)
                              and (d > 0.0 or e == 2.0)
                              and not both_ints(fvm_src(regs, consts, ip.b), fvm_src(regs, consts, ip.c))):
                    d = pow(d, e)
                    if fvm_likely(isfinite(d)):
                        if fvm_unlikely(not put_float(ts, frame, ip, delta, regs, d)):
                            break
                        ip += 1
                        continue
                miss_binary(ip, OP_POW)
                continue
            elif op == OP_ADD_STR:
                x = fvm_src(regs, consts, ip.b)
                y = fvm_src(regs, consts, ip.c)
                if fvm_likely(PyUnicode_CheckExact(x) and PyUnicode_CheckExact(y)):
                    present(frame, ip, delta)
                    if ip.b >= 0 and x != y and (ip.flags & KILL_B or ip.a == ip.b):
                        # The left operand dies here or is replaced by the result: let it grow in place.
                        regs[ip.b] = NULL
                        found[0] = x
                        PyUnicode_Append(found, y)
                        x = found[0]
                        if x == NULL:
                            break
                        if ip.flags & KILL_C:
                            kill(frame, ip, delta, regs, ip.c)
                        put(frame, ip, delta, regs, ip.a, x)
                    else:
                        z = PyUnicode_Concat(x, y)
                        if z == NULL:
                            break
                        kill_sources(frame, ip, delta, regs)
                        put(frame, ip, delta, regs, ip.a, z)
                    ip += 1
                    continue
                miss_binary(ip, OP_ADD)
                continue
            elif op == OP_NEG or op == OP_POS or op == OP_INVERT or op == OP_NOT:
                x = fvm_src(regs, consts, ip.b)
                note_operands(ip, x, NULL)
                present(frame, ip, delta)
                if op == OP_NEG:
                    z = PyNumber_Negative(x)
                elif op == OP_POS:
                    z = PyNumber_Positive(x)
                elif op == OP_INVERT:
                    z = PyNumber_Invert(x)
                else:
                    flag = truth(x)
                    z = boolean(not flag) if flag >= 0 else NULL
                if z == NULL:
                    break
                if ip.flags & KILL_B:
                    kill(frame, ip, delta, regs, ip.b)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue

            # --- Comparison ------------------------------------------------------------------------------
            elif op == OP_COMPARE:
                x = fvm_src(regs, consts, ip.b)
                y = fvm_src(regs, consts, ip.c)
                flag = compare_form(OP_COMPARE_INT, OP_COMPARE_FLOAT, OP_COMPARE_STR, x, y)
                if flag >= 0:
                    ip.op = <uint8_t>flag
                    continue
                note_operands(ip, x, y)
                present(frame, ip, delta)
                z = PyObject_RichCompare(x, y, RICH_COMPARISON[ip.flags >> VARIANT_SHIFT & 15])
                if z == NULL:
                    break
                kill_sources(frame, ip, delta, regs)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue
            elif op == OP_COMPARE_INT or op == OP_COMPARE_FLOAT or op == OP_COMPARE_STR:
                x = fvm_src(regs, consts, ip.b)
                y = fvm_src(regs, consts, ip.c)
                if op == OP_COMPARE_INT and fvm_int(x, &m) and fvm_int(y, &n):
                    flag = order_ints(m, n)
                elif op == OP_COMPARE_FLOAT and fvm_number(x, &d) and fvm_number(y, &e):
                    flag = order_floats(d, e)
                elif op == OP_COMPARE_STR and PyUnicode_CheckExact(x) and PyUnicode_CheckExact(y):
                    flag = order_strs(x, y)
                else:
                    ip.op = OP_COMPARE
                    continue
                z = boolean((ip.flags >> VARIANT_SHIFT & flag) != 0)
                kill_sources(frame, ip, delta, regs)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue
            elif op == OP_IS:
                flag = fvm_src(regs, consts, ip.b) == fvm_src(regs, consts, ip.c)
                if ip.flags >> VARIANT_SHIFT:
                    flag = not flag
                kill_sources(frame, ip, delta, regs)
                put(frame, ip, delta, regs, ip.a, boolean(flag))
                ip += 1
                continue
            elif op == OP_IN:
                present(frame, ip, delta)
                flag = PySequence_Contains(fvm_src(regs, consts, ip.c), fvm_src(regs, consts, ip.b))
                if flag < 0:
                    break
                if ip.flags >> VARIANT_SHIFT:
                    flag = not flag
                kill_sources(frame, ip, delta, regs)
                put(frame, ip, delta, regs, ip.a, boolean(flag))
                ip += 1
                continue

            # --- Jumps -----------------------------------------------------------------------------------
            elif op == OP_JUMP:
                ip += 1 + long_jump(ip)
                continue
            elif op == OP_JUMP_BACK:
                (<uint64_t*>(ip + 1))[0] += 1
                if fvm_unlikely(fvm_eval_breaker(ts)):
                    present(frame, ip, delta)
                    if handle_pending(ts) < 0:
                        break
                    if ts.cframe.use_tracing != 0:
                        action = ON_TRACED
                        break
                if fvm_unlikely((<int64_t*>(ip + 1))[0] >= unit.loop_limit):
                    site = ip
                    flag = native_loop(ts, frame, unit, &site, found)
                    ip = site
                    if fvm_unlikely(ts.cframe.current_frame != frame):
                        frame = ts.cframe.current_frame
                        unit = get_state(frame.f_code).unit
                        regs = frame.localsplus
                        consts = unit.consts
                        delta = unit.where_delta
                    if flag == ON_NEXT:
                        continue
                    if flag == ON_RETURN:
                        result = found[0]
                    action = flag
                    break
                ip += 2 + long_jump(ip)
                continue
            elif op == OP_JUMP_IF_TRUE or op == OP_JUMP_IF_FALSE:
                x = fvm_src(regs, consts, ip.a)
                if x == Py_True:
                    flag = 1
                elif x == Py_False or x == Py_None:
                    flag = 0
                else:
                    present(frame, ip, delta)
                    flag = PyObject_IsTrue(x)
                    if flag < 0:
                        break
                if ip.flags & KILL_A:
                    kill(frame, ip, delta, regs, ip.a)
                if flag == (op == OP_JUMP_IF_TRUE):
                    ip += 1 + long_jump(ip)
                else:
                    ip += 1
                continue
            elif op == OP_JUMP_IF_NONE or op == OP_JUMP_IF_NOT_NONE:
                flag = fvm_src(regs, consts, ip.a) == Py_None
                if ip.flags & KILL_A:
                    kill(frame, ip, delta, regs, ip.a)
                if flag == (op == OP_JUMP_IF_NONE):
                    ip += 1 + long_jump(ip)
                else:
                    ip += 1
                continue
            elif op == OP_JUMP_COMPARE:
                x = fvm_src(regs, consts, ip.b)
                y = fvm_src(regs, consts, ip.c)
                flag = compare_form(OP_JUMP_COMPARE_INT, OP_JUMP_COMPARE_FLOAT, OP_JUMP_COMPARE_STR, x, y)
                if flag >= 0:
                    ip.op = <uint8_t>flag
                    continue
                note_operands(ip, x, y)
                present(frame, ip, delta)
                z = PyObject_RichCompare(x, y, RICH_COMPARISON[ip.flags >> VARIANT_SHIFT & 15])
                if z == NULL:
                    break
                kill_sources(frame, ip, delta, regs)
                flag = truth(z)
                Py_DECREF(z)
                if flag < 0:
                    break
                if flag == ((ip.flags >> VARIANT_SHIFT & BRANCH_ON_TRUE) != 0):
                    ip += 1 + ip.a
                else:
                    ip += 1
                continue
            elif op == OP_JUMP_COMPARE_INT:
                if fvm_likely(fvm_int(fvm_src(regs, consts, ip.b), &m) and fvm_int(fvm_src(regs, consts, ip.c), &n)):
                    if ip.flags & (KILL_B | KILL_C):
                        kill_sources(frame, ip, delta, regs)
                    ip += 1 + (ip.a if branch_taken(ip, order_ints(m, n)) else 0)
                    continue
                ip.op = OP_JUMP_COMPARE
                continue
            elif op == OP_JUMP_COMPARE_FLOAT:
                if fvm_likely(fvm_number(fvm_src(regs, consts, ip.b), &d) and fvm_number(fvm_src(regs, consts, ip.c), &e)):
                    if ip.flags & (KILL_B | KILL_C):
                        kill_sources(frame, ip, delta, regs)
                    ip += 1 + (ip.a if branch_taken(ip, order_floats(d, e)) else 0)
                    continue
                ip.op = OP_JUMP_COMPARE
                continue
            elif op == OP_JUMP_COMPARE_STR:
                x = fvm_src(regs, consts, ip.b)
                y = fvm_src(regs, consts, ip.c)
                if fvm_likely(PyUnicode_CheckExact(x) and PyUnicode_CheckExact(y)):
                    flag = order_strs(x, y)
                    kill_sources(frame, ip, delta, regs)
                    ip += 1 + (ip.a if branch_taken(ip, flag) else 0)
                    continue
                ip.op = OP_JUMP_COMPARE
                continue
            elif op == OP_JUMP_IS:
                flag = fvm_src(regs, consts, ip.b) == fvm_src(regs, consts, ip.c)
                kill_sources(frame, ip, delta, regs)
                ip += 1 + (ip.a if flag != (ip.flags >> VARIANT_SHIFT & 1) else 0)
                continue
            elif op == OP_JUMP_IN:
                present(frame, ip, delta)
                flag = PySequence_Contains(fvm_src(regs, consts, ip.c), fvm_src(regs, consts, ip.b))
                if flag < 0:
                    break
                kill_sources(frame, ip, delta, regs)
                ip += 1 + (ip.a if flag != (ip.flags >> VARIANT_SHIFT & 1) else 0)
                continue

            # --- Attributes ------------------------------------------------------------------------------
            elif op == OP_GETATTR:
                x = fvm_src(regs, consts, ip.b)
                y = fvm_src(regs, consts, ip.c)
                present(frame, ip, delta)
                if may_quicken(ip):
                    if recall(ip, x, y, OP_GETATTR):
                        continue
                    quicken_getattr(ip, x, y)
                    if ip.op == OP_GETATTR:
                        ip.flags |= PAUSE
                z = PyObject_GetAttr(x, y)
                if z == NULL:
                    break
                if ip.flags & KILL_B:
                    kill(frame, ip, delta, regs, ip.b)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 4
                continue
            elif op == OP_GETATTR_SLOT:
                x = fvm_src(regs, consts, ip.b)
                z = getattr_slot(ip, x)
                if fvm_unlikely(z == NULL):
                    miss_attribute(ip, x, fvm_src(regs, consts, ip.c), OP_GETATTR)
                    continue
                Py_INCREF(z)
                if ip.flags & KILL_B:
                    kill(frame, ip, delta, regs, ip.b)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 4
                continue
            elif op == OP_GETATTR_DICT:
                x = fvm_src(regs, consts, ip.b)
                z = getattr_dict(ip, x, fvm_src(regs, consts, ip.c))
                if fvm_unlikely(z == NULL):
                    miss_attribute(ip, x, fvm_src(regs, consts, ip.c), OP_GETATTR)
                    continue
                Py_INCREF(z)
                if ip.flags & KILL_B:
                    kill(frame, ip, delta, regs, ip.b)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 4
                continue
            elif op == OP_GETATTR_MEMBER:
                x = fvm_src(regs, consts, ip.b)
                acache = attr_cache(ip)
                z = NULL
                if fvm_likely(Py_TYPE(x).tp_version_tag == acache.version):
                    z = (<PyObject**>(<char*>x + acache.index))[0]
                if fvm_unlikely(z == NULL):
                    miss_attribute(ip, x, fvm_src(regs, consts, ip.c), OP_GETATTR)
                    continue
                Py_INCREF(z)
                if ip.flags & KILL_B:
                    kill(frame, ip, delta, regs, ip.b)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 4
                continue
            elif op == OP_GETATTR_MODULE:
                x = fvm_src(regs, consts, ip.b)
                acache = attr_cache(ip)
                z = NULL
                if fvm_likely(Py_TYPE(x) == &PyModule_Type):
                    y = (<PyModuleObject*>x).md_dict
                    if fvm_likely(y != NULL and fvm_keys_peek_version(fvm_keys(y)) == acache.version):
                        z = fvm_entries(fvm_keys(y))[acache.index].me_value
                if fvm_unlikely(z == NULL):
                    miss_attribute(ip, x, fvm_src(regs, consts, ip.c), OP_GETATTR)
                    continue
                Py_INCREF(z)
                if ip.flags & KILL_B:
                    kill(frame, ip, delta, regs, ip.b)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 4
                continue
            elif op == OP_GETATTR_CLASS:
                x = fvm_src(regs, consts, ip.b)
                acache = attr_cache(ip)
                if fvm_unlikely(Py_TYPE(x) != &PyType_Type or (<PyTypeObject*>x).tp_version_tag != acache.version
                                or not still_plain(acache)):
                    miss_attribute(ip, x, fvm_src(regs, consts, ip.c), OP_GETATTR)
                    continue
                z = acache.value
                Py_INCREF(z)
                if ip.flags & KILL_B:
                    kill(frame, ip, delta, regs, ip.b)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 4
                continue
            elif op == OP_GETATTR_TYPE:
                x = fvm_src(regs, consts, ip.b)
                acache = attr_cache(ip)
                if fvm_unlikely(Py_TYPE(x).tp_version_tag != acache.version
                                or not still_plain(acache)
                                or not proof_holds(x, acache, fvm_src(regs, consts, ip.c))):
                    miss_attribute(ip, x, fvm_src(regs, consts, ip.c), OP_GETATTR)
                    continue
                z = acache.value
                Py_INCREF(z)
                if ip.flags & KILL_B:
                    kill(frame, ip, delta, regs, ip.b)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 4
                continue
            elif op == OP_GETATTR_METHOD:
                x = fvm_src(regs, consts, ip.b)
                acache = attr_cache(ip)
                if fvm_unlikely(Py_TYPE(x).tp_version_tag != acache.version
                                or not proof_holds(x, acache, fvm_src(regs, consts, ip.c))):
                    miss_attribute(ip, x, fvm_src(regs, consts, ip.c), OP_GETATTR)
                    continue
                present(frame, ip, delta)
                z = fvm_new_method(ts, acache.value, x)
                if z == NULL:
                    break
                if ip.flags & KILL_B:
                    kill(frame, ip, delta, regs, ip.b)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 4
                continue
            elif op == OP_GETATTR_PROPERTY:
                x = fvm_src(regs, consts, ip.b)
                acache = attr_cache(ip)
                if fvm_unlikely(Py_TYPE(x).tp_version_tag != acache.version):
                    miss_attribute(ip, x, fvm_src(regs, consts, ip.c), OP_GETATTR)
                    continue
                present(frame, ip, delta)
                # The property may have been given another getter, which the version does not tell.
                func = <PyFunctionObject*>property_getter(acache.value)
                callee_unit = ready_unit(func) if func != NULL else NULL
                if fvm_unlikely(callee_unit == NULL or ts.cframe.use_tracing != 0):
                    z = PyObject_GetAttr(x, fvm_src(regs, consts, ip.c))
                    if z == NULL:
                        break
                    if ip.flags & KILL_B:
                        kill(frame, ip, delta, regs, ip.b)
                    put(frame, ip, delta, regs, ip.a, z)
                    ip += 4
                    continue
                callee = enter_bound(ts, callee_unit, func, x, NULL, 0, NULL)
                if callee == NULL:
                    break
                if ip.flags & KILL_B:
                    kill(frame, ip, delta, regs, ip.b)
                action = ON_PUSH
                break
            elif op == OP_SETATTR:
                x = fvm_src(regs, consts, ip.a)
                y = fvm_src(regs, consts, ip.c)
                present(frame, ip, delta)
                if may_quicken(ip):
                    if recall(ip, x, y, OP_SETATTR):
                        continue
                    quicken_setattr(ip, x, y)
                    if ip.op == OP_SETATTR:
                        ip.flags |= PAUSE
                if PyObject_SetAttr(x, y, fvm_src(regs, consts, ip.b)) < 0:
                    break
                if ip.flags & KILL_B:
                    kill(frame, ip, delta, regs, ip.b)
                if ip.flags & KILL_A:
                    kill(frame, ip, delta, regs, ip.a)
                ip += 3
                continue
            elif op == OP_SETATTR_SLOT or op == OP_SETATTR_DICT:
                x = fvm_src(regs, consts, ip.a)
                z = fvm_src(regs, consts, ip.b)
                y = NULL
                if op == OP_SETATTR_SLOT:
                    flag = setattr_slot(ip, x, z, &y)
                else:
                    flag = setattr_dict(ip, x, fvm_src(regs, consts, ip.c), z, &y)
                if fvm_unlikely(not flag):
                    miss_attribute(ip, x, fvm_src(regs, consts, ip.c), OP_SETATTR)
                    continue
                if ip.flags & KILL_B:
                    regs[ip.b] = NULL
                else:
                    Py_INCREF(z)
                if y != NULL:
                    release(frame, ip, delta, y)
                if ip.flags & KILL_A:
                    kill(frame, ip, delta, regs, ip.a)
                ip += 3
                continue
            elif op == OP_SETATTR_MEMBER:
                x = fvm_src(regs, consts, ip.a)
                acache = attr_cache(ip)
                if fvm_unlikely(Py_TYPE(x).tp_version_tag != acache.version):
                    miss_attribute(ip, x, fvm_src(regs, consts, ip.c), OP_SETATTR)
                    continue
                z = take(regs, consts, ip, ip.b, KILL_B)
                y = (<PyObject**>(<char*>x + acache.index))[0]
                (<PyObject**>(<char*>x + acache.index))[0] = z
                if y != NULL:
                    release(frame, ip, delta, y)
                if ip.flags & KILL_A:
                    kill(frame, ip, delta, regs, ip.a)
                ip += 3
                continue
            elif op == OP_DELATTR:
                present(frame, ip, delta)
                if PyObject_SetAttr(fvm_src(regs, consts, ip.a), fvm_src(regs, consts, ip.c), NULL) < 0:
                    break
                if ip.flags & KILL_A:
                    kill(frame, ip, delta, regs, ip.a)
                ip += 1
                continue
            elif op == OP_GETMETHOD:
                x = fvm_src(regs, consts, ip.b)
                y = fvm_src(regs, consts, ip.c)
                present(frame, ip, delta)
                if may_quicken(ip):
                    if recall(ip, x, y, OP_GETMETHOD):
                        continue
                    quicken_getmethod(ip, x, y)
                    if ip.op == OP_GETMETHOD:
                        ip.flags |= PAUSE
                found[0] = NULL
                flag = _PyObject_GetMethod(x, y, found)
                z = found[0]
                if z == NULL:
                    break
                if flag:
                    x = take(regs, consts, ip, ip.b, KILL_B)
                    regs[ip.a] = z
                    regs[ip.a + 1] = x
                else:
                    if ip.flags & KILL_B:
                        kill(frame, ip, delta, regs, ip.b)
                    regs[ip.a] = NULL
                    regs[ip.a + 1] = z
                ip += 4
                continue
            elif op == OP_GETMETHOD_TYPE:
                x = fvm_src(regs, consts, ip.b)
                acache = attr_cache(ip)
                if fvm_unlikely(Py_TYPE(x).tp_version_tag != acache.version
                                or not proof_holds(x, acache, fvm_src(regs, consts, ip.c))):
                    miss_attribute(ip, x, fvm_src(regs, consts, ip.c), OP_GETMETHOD)
                    continue
                z = acache.value
                Py_INCREF(z)
                x = take(regs, consts, ip, ip.b, KILL_B)
                regs[ip.a] = z
                regs[ip.a + 1] = x
                ip += 4
                continue
            elif op == OP_GETMETHOD_MODULE:
                x = fvm_src(regs, consts, ip.b)
                acache = attr_cache(ip)
                z = NULL
                if fvm_likely(Py_TYPE(x) == &PyModule_Type):
                    y = (<PyModuleObject*>x).md_dict
                    if fvm_likely(y != NULL and fvm_keys_peek_version(fvm_keys(y)) == acache.version):
                        z = fvm_entries(fvm_keys(y))[acache.index].me_value
                if fvm_unlikely(z == NULL):
                    miss_attribute(ip, x, fvm_src(regs, consts, ip.c), OP_GETMETHOD)
                    continue
                Py_INCREF(z)
                if ip.flags & KILL_B:
                    kill(frame, ip, delta, regs, ip.b)
                regs[ip.a] = NULL
                regs[ip.a + 1] = z
                ip += 4
                continue
            elif op == OP_GETMETHOD_CLASS:
                x = fvm_src(regs, consts, ip.b)
                acache = attr_cache(ip)
                if fvm_unlikely(Py_TYPE(x) != &PyType_Type or (<PyTypeObject*>x).tp_version_tag != acache.version):
                    miss_attribute(ip, x, fvm_src(regs, consts, ip.c), OP_GETMETHOD)
                    continue
                z = acache.value
                Py_INCREF(z)
                if ip.flags & KILL_B:
                    kill(frame, ip, delta, regs, ip.b)
                regs[ip.a] = NULL
                regs[ip.a + 1] = z
                ip += 4
                continue

            # --- Subscripts ------------------------------------------------------------------------------
            elif op == OP_GETITEM:
                x = fvm_src(regs, consts, ip.b)
                y = fvm_src(regs, consts, ip.c)
                present(frame, ip, delta)
                type = Py_TYPE(x)
                if type == &PyDict_Type:
                    ip.op = OP_GETITEM_DICT
                elif fvm_is_int1(y):
                    if type == &PyList_Type:
                        ip.op = OP_GETITEM_LIST
                    elif type == &PyTuple_Type:
                        ip.op = OP_GETITEM_TUPLE
                    elif type == &PyUnicode_Type:
                        ip.op = OP_GETITEM_STR
                note_operands(ip, x, y)
                z = PyObject_GetItem(x, y)
                if z == NULL:
                    break
                kill_sources(frame, ip, delta, regs)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue
            elif op == OP_GETITEM_LIST:
                x = fvm_src(regs, consts, ip.b)
                y = fvm_src(regs, consts, ip.c)
                if fvm_likely(PyList_CheckExact(x) and fvm_is_int1(y)):
                    n = fvm_int1(y)
                    if n < 0:
                        n += PyList_GET_SIZE(x)
                    if fvm_likely(<uint64_t>n < <uint64_t>PyList_GET_SIZE(x)):
                        z = (<PyListObject*>x).ob_item[n]
                        Py_INCREF(z)
                        if ip.flags & (KILL_B | KILL_C):
                            kill_sources(frame, ip, delta, regs)
                        put(frame, ip, delta, regs, ip.a, z)
                        ip += 1
                        continue
                ip.op = OP_GETITEM
                continue
            elif op == OP_GETITEM_TUPLE:
                x = fvm_src(regs, consts, ip.b)
                y = fvm_src(regs, consts, ip.c)
                if fvm_likely(PyTuple_CheckExact(x) and fvm_is_int1(y)):
                    n = fvm_int1(y)
                    if n < 0:
                        n += PyTuple_GET_SIZE(x)
                    if fvm_likely(<uint64_t>n < <uint64_t>PyTuple_GET_SIZE(x)):
                        z = (<PyTupleObject*>x).ob_item[n]
                        Py_INCREF(z)
                        if ip.flags & (KILL_B | KILL_C):
                            kill_sources(frame, ip, delta, regs)
                        put(frame, ip, delta, regs, ip.a, z)
                        ip += 1
                        continue
                ip.op = OP_GETITEM
                continue
            elif op == OP_GETITEM_DICT:
                x = fvm_src(regs, consts, ip.b)
                y = fvm_src(regs, consts, ip.c)
                if fvm_unlikely(not PyDict_CheckExact(x)):
                    ip.op = OP_GETITEM
                    continue
                present(frame, ip, delta)
                z = PyDict_GetItemWithError(x, y)
                if fvm_likely(z != NULL):
                    Py_INCREF(z)
                else:
                    if PyErr_Occurred() == NULL:
                        _PyErr_SetKeyError(y)
                    break
                kill_sources(frame, ip, delta, regs)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue
            elif op == OP_GETITEM_STR:
                x = fvm_src(regs, consts, ip.b)
                y = fvm_src(regs, consts, ip.c)
                z = NULL
                if fvm_likely(PyUnicode_CheckExact(x) and fvm_is_int1(y)):
                    n = fvm_int1(y)
                    if n < 0:
                        n += PyUnicode_GET_LENGTH(x)
                    if fvm_likely(0 <= n < PyUnicode_GET_LENGTH(x)):
                        z = PyUnicode_FromOrdinal(<int>PyUnicode_READ_CHAR(x, n))
                        if z == NULL:
                            break
                if fvm_unlikely(z == NULL):
                    ip.op = OP_GETITEM
                    continue
                kill_sources(frame, ip, delta, regs)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue
            elif op == OP_SETITEM:
                x = fvm_src(regs, consts, ip.a)
                y = fvm_src(regs, consts, ip.b)
                present(frame, ip, delta)
                if PyDict_CheckExact(x):
                    ip.op = OP_SETITEM_DICT
                elif PyList_CheckExact(x) and fvm_is_int1(y):
                    ip.op = OP_SETITEM_LIST
                if PyObject_SetItem(x, y, fvm_src(regs, consts, ip.c)) < 0:
                    break
                if ip.flags:
                    # The host's order: value, container, key.
                    if ip.flags & KILL_C:
                        kill(frame, ip, delta, regs, ip.c)
                    if ip.flags & KILL_A:
                        kill(frame, ip, delta, regs, ip.a)
                    if ip.flags & KILL_B:
                        kill(frame, ip, delta, regs, ip.b)
                ip += 1
                continue
            elif op == OP_SETITEM_LIST:
                x = fvm_src(regs, consts, ip.a)
                y = fvm_src(regs, consts, ip.b)
                if fvm_likely(PyList_CheckExact(x) and fvm_is_int1(y)):
                    n = fvm_int1(y)
                    if n < 0:
                        n += PyList_GET_SIZE(x)
                    if fvm_likely(0 <= n < PyList_GET_SIZE(x)):
                        z = take(regs, consts, ip, ip.c, KILL_C)
                        y = (<PyListObject*>x).ob_item[n]
                        (<PyListObject*>x).ob_item[n] = z
                        release(frame, ip, delta, y)
                        if ip.flags & KILL_A:
                            kill(frame, ip, delta, regs, ip.a)
                        if ip.flags & KILL_B:
                            kill(frame, ip, delta, regs, ip.b)
                        ip += 1
                        continue
                ip.op = OP_SETITEM
                continue
            elif op == OP_SETITEM_DICT:
                x = fvm_src(regs, consts, ip.a)
                if fvm_unlikely(not PyDict_CheckExact(x)):
                    ip.op = OP_SETITEM
                    continue
                present(frame, ip, delta)
                if PyDict_SetItem(x, fvm_src(regs, consts, ip.b), fvm_src(regs, consts, ip.c)) < 0:
                    break
                if ip.flags:
                    # The host's order: value, container, key.
                    if ip.flags & KILL_C:
                        kill(frame, ip, delta, regs, ip.c)
                    if ip.flags & KILL_A:
                        kill(frame, ip, delta, regs, ip.a)
                    if ip.flags & KILL_B:
                        kill(frame, ip, delta, regs, ip.b)
                ip += 1
                continue
            elif op == OP_DELITEM:
                present(frame, ip, delta)
                if PyObject_DelItem(fvm_src(regs, consts, ip.a), fvm_src(regs, consts, ip.b)) < 0:
                    break
                if ip.flags & KILL_B:
                    kill(frame, ip, delta, regs, ip.b)
                if ip.flags & KILL_A:
                    kill(frame, ip, delta, regs, ip.a)
                ip += 1
                continue
            elif op == OP_GETSLICE:
                present(frame, ip, delta)
                window = regs + ip.c
                z = get_slice(fvm_src(regs, consts, ip.b), window[0], window[1])
                if z == NULL:
                    break
                if ip.flags & KILL_B:
                    kill(frame, ip, delta, regs, ip.b)
                drop_window(window, 2)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue
            elif op == OP_BUILD_SLICE:
                present(frame, ip, delta)
                window = regs + ip.b
                z = PySlice_New(window[0], window[1], window[2] if ip.c == 3 else NULL)
                drop_window(window, ip.c)
                if z == NULL:
                    break
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue

            # --- Calls -----------------------------------------------------------------------------------
            elif op == OP_CALL_FUNCTION:
                window = regs + ip.b
                x = window[0]
                if fvm_likely(Py_TYPE(x) == &PyFunction_Type):
                    callee_unit = cached_unit(ip, <PyFunctionObject*>x)
                    if fvm_likely(callee_unit != NULL and callee_unit.positional == ip.c
                                  and ts.cframe.use_tracing == 0):
                        present(frame, ip, delta)
                        callee = enter_exact(ts, callee_unit, window, ip.c)
                        if callee == NULL:
                            break
                        if fvm_unlikely(not enters_plainly(ts, callee_unit)):
                            action = ON_PUSH
                            break
                        link_callee(ts, callee, callee_unit, frame, unit, ip)
                        frame = callee
                        unit = callee_unit
                        regs = frame.localsplus
                        consts = <PyObject**>unit.code
                        delta = unit.where_delta
                        ip = unit.code
                        continue
                ip.op = OP_CALL
                continue
            elif op == OP_CALL_METHOD_FUNCTION:
                window = regs + ip.b
                x = window[0]
                if fvm_likely(x != NULL and Py_TYPE(x) == &PyFunction_Type):
                    callee_unit = cached_unit(ip, <PyFunctionObject*>x)
                    if fvm_likely(callee_unit != NULL and callee_unit.positional == ip.c + 1
                                  and ts.cframe.use_tracing == 0):
                        present(frame, ip, delta)
                        callee = enter_exact(ts, callee_unit, window, ip.c + 1)
                        if callee == NULL:
                            break
                        if fvm_unlikely(not enters_plainly(ts, callee_unit)):
                            action = ON_PUSH
                            break
                        link_callee(ts, callee, callee_unit, frame, unit, ip)
                        frame = callee
                        unit = callee_unit
                        regs = frame.localsplus
                        consts = <PyObject**>unit.code
                        delta = unit.where_delta
                        ip = unit.code
                        continue
                ip.op = OP_CALL_METHOD
                continue
            elif op == OP_CALL_METHOD_LIST_APPEND:
                window = regs + ip.b
                x = window[0]
                if fvm_likely(x == LIST_APPEND and x != NULL and PyList_CheckExact(window[1]) and ts.cframe.use_tracing == 0):
                    if fvm_likely(fvm_list_push(window[1], window[2])):
                        window[2] = NULL
                    else:
                        present(frame, ip, delta)
                        if PyList_Append(window[1], window[2]) < 0:
                            drop_window(window, 3)
                            break
                        kill(frame, ip, delta, regs, ip.b + 2)
                    kill(frame, ip, delta, regs, ip.b + 1)
                    window[0] = NULL
                    Py_DECREF(x)
                    Py_INCREF(Py_None)
                    put(frame, ip, delta, regs, ip.a, Py_None)
                    ip += 3
                    continue
                ip.op = OP_CALL_METHOD
                continue
            elif op == OP_CALL_METHOD_DESCR_NOARGS or op == OP_CALL_METHOD_DESCR_O or op == OP_CALL_METHOD_DESCR_FAST:
                window = regs + ip.b
                x = window[0]
                z = NULL
                present(frame, ip, delta)
                if fvm_likely(x != NULL and Py_TYPE(x) == &PyMethodDescr_Type and ts.cframe.use_tracing == 0
                              and Py_TYPE(window[1]) == PyDescr_TYPE(x)):
                    flag = (<PyMethodDescrObject*>x).d_method.ml_flags & (METH_NOARGS | METH_O | METH_FASTCALL | METH_VARARGS | METH_KEYWORDS | METH_METHOD)
                    if op == OP_CALL_METHOD_DESCR_NOARGS and flag == METH_NOARGS:
                        z = call_noargs(ts, (<PyMethodDescrObject*>x).d_method.ml_meth, window[1], NULL)
                    elif op == OP_CALL_METHOD_DESCR_O and flag == METH_O:
                        z = call_noargs(ts, (<PyMethodDescrObject*>x).d_method.ml_meth, window[1], window[2])
                    elif op == OP_CALL_METHOD_DESCR_FAST and flag == METH_FASTCALL:
                        z = call_fast(ts, (<PyMethodDescrObject*>x).d_method.ml_meth, window[1], window + 2, ip.c)
                    else:
                        ip.op = OP_CALL_METHOD
                        continue
                    drop_window(window, ip.c + 2)
                    if fvm_unlikely(z == NULL):
                        break
                    if fvm_unlikely(fvm_eval_breaker(ts)) and handle_pending(ts) < 0:
                        Py_DECREF(z)
                        break
                    put(frame, ip, delta, regs, ip.a, z)
                    if fvm_unlikely(ts.cframe.use_tracing != 0):
                        action = ON_TRACED
                        break
                    ip += 3
                    continue
                ip.op = OP_CALL_METHOD
                continue
            elif op == OP_CALL_CFUNCTION_O or op == OP_CALL_CFUNCTION_FAST:
                window = regs + ip.b
                x = window[0]
                present(frame, ip, delta)
                if fvm_likely(Py_TYPE(x) == &PyCFunction_Type and ts.cframe.use_tracing == 0):
                    flag = (<PyCFunctionObject*>x).m_ml.ml_flags & (METH_NOARGS | METH_O | METH_FASTCALL | METH_VARARGS | METH_KEYWORDS | METH_METHOD)
                    if op == OP_CALL_CFUNCTION_O and flag == METH_O:
                        z = call_noargs(ts, (<PyCFunctionObject*>x).m_ml.ml_meth, (<PyCFunctionObject*>x).m_self, window[1])
                    elif op == OP_CALL_CFUNCTION_FAST and flag == METH_FASTCALL:
                        z = call_fast(ts, (<PyCFunctionObject*>x).m_ml.ml_meth, (<PyCFunctionObject*>x).m_self, window + 1, ip.c)
                    else:
                        ip.op = OP_CALL
                        continue
                    drop_window(window, ip.c + 1)
                    if fvm_unlikely(z == NULL):
                        break
                    if fvm_unlikely(fvm_eval_breaker(ts)) and handle_pending(ts) < 0:
                        Py_DECREF(z)
                        break
                    put(frame, ip, delta, regs, ip.a, z)
                    if fvm_unlikely(ts.cframe.use_tracing != 0):
                        action = ON_TRACED
                        break
                    ip += 3
                    continue
                ip.op = OP_CALL
                continue
            elif op == OP_CALL_TYPE:
                window = regs + ip.b
                x = window[0]
                ccache = call_cache(ip)
                if fvm_likely(PyType_Check(x)
                              and (<PyTypeObject*>x).tp_version_tag == ccache.version
                              and Py_TYPE(x).tp_call == PyType_Type.tp_call
                              and ts.cframe.use_tracing == 0):
                    func = <PyFunctionObject*>ccache.init
                    callee_unit = ready_unit(func)
                    if fvm_likely(callee_unit != NULL):
                        present(frame, ip, delta)
                        y = new_instance(ts, <PyTypeObject*>x)
                        if y == NULL:
                            break
                        callee = enter_bound(ts, callee_unit, func, y, window + 1, ip.c, NULL)
                        window[0] = y
                        Py_DECREF(x)
                        if callee == NULL:
                            break
                        fvm_frame_set_mark(callee, FVM_FRAME_OURS | FRAME_INIT)
                        action = ON_PUSH
                        break
                ip.op = OP_CALL
                note_callee(ip, NULL, NULL)
                continue
            elif (op == OP_CALL or op == OP_CALL_METHOD or op == OP_CALL_KW or op == OP_CALL_METHOD_KW or op == OP_CALL_VECTORCALL):
                window = regs + ip.b
                count = ip.c
                if op == OP_CALL_METHOD or op == OP_CALL_METHOD_KW:
                    if window[0] != NULL:
                        count += 1
                    else:
                        window += 1
                kwnames = window[count + 1] if op == OP_CALL_KW or op == OP_CALL_METHOD_KW else NULL
                x = window[0]
                type = Py_TYPE(x)
                present(frame, ip, delta)
                if fvm_likely(ts.cframe.use_tracing == 0):
                    if type == &PyFunction_Type:
                        callee_unit = asked_unit(<PyFunctionObject*>x)
                        if callee_unit == NULL and ts.curexc_type != NULL:
                            break
                        if fvm_likely(callee_unit != NULL):
                            if kwnames == NULL and callee_unit.positional == count:
                                if op == OP_CALL:
                                    (<UnitCache*>(ip + 1)).unit = callee_unit
                                    ip.op = OP_CALL_FUNCTION
                                elif op == OP_CALL_METHOD and window == regs + ip.b:
                                    (<UnitCache*>(ip + 1)).unit = callee_unit
                                    ip.op = OP_CALL_METHOD_FUNCTION
                                else:
                                    note_callee(ip, callee_unit, NULL)
                                callee = enter_exact(ts, callee_unit, window, count)
                            else:
                                note_callee(ip, callee_unit, NULL)
                                callee = enter_window(ts, callee_unit, window, count, kwnames)
                                if kwnames != NULL:
                                    window[count + 1] = NULL
                                    Py_DECREF(kwnames)
                            if callee == NULL:
                                break
                            action = ON_PUSH
                            break
                    elif type == &PyMethod_Type:
                        y = (<PyMethodObject*>x).im_func
                        if Py_TYPE(y) == &PyFunction_Type and count < BOUND_ARGUMENTS:
                            callee_unit = ready_unit(<PyFunctionObject*>y)
                            if callee_unit != NULL:
                                callee = enter_bound(ts, callee_unit, <PyFunctionObject*>y, (<PyMethodObject*>x).im_self,
                                                     window + 1, count - (PyTuple_GET_SIZE(kwnames) if kwnames != NULL else 0), kwnames)
                                if kwnames != NULL:
                                    window[count + 1] = NULL
                                    Py_DECREF(kwnames)
                                window[0] = NULL
                                Py_DECREF(x)
                                if callee == NULL:
                                    break
                                action = ON_PUSH
                                break
                    elif PyType_Check(x):
                        if kwnames == NULL and count == 1 and (x == <PyObject*>&PyType_Type or x == <PyObject*>&PyUnicode_Type):
                            if x == <PyObject*>&PyType_Type:
                                z = <PyObject*>Py_TYPE(window[1])
                                Py_INCREF(z)
                            else:
                                z = PyObject_Str(window[1])
                            drop_window(window, 2)
                            if fvm_unlikely(z == NULL):
                                break
                            if fvm_unlikely(fvm_eval_breaker(ts)) and handle_pending(ts) < 0:
                                Py_DECREF(z)
                                break
                            put(frame, ip, delta, regs, ip.a, z)
                            if fvm_unlikely(ts.cframe.use_tracing != 0):
                                action = ON_TRACED
                                break
                            ip += 3
                            continue
                        func = class_init(<PyTypeObject*>x, &found_unit) if count < BOUND_ARGUMENTS else NULL
                        if func != NULL:
                            if op == OP_CALL:
                                call_cache(ip).version = fvm_type_version(<PyTypeObject*>x)
                                call_cache(ip).init = <PyObject*>func
                                ip.op = OP_CALL_TYPE
                                continue
                            y = new_instance(ts, <PyTypeObject*>x)
                            if y == NULL:
                                break
                            note_callee(ip, NULL, <PyTypeObject*>x)
                            callee_unit = found_unit
                            callee = enter_bound(ts, callee_unit, func, y, window + 1,
                                                 count - (PyTuple_GET_SIZE(kwnames) if kwnames != NULL else 0), kwnames)
                            if kwnames != NULL:
                                window[count + 1] = NULL
                                Py_DECREF(kwnames)
                            # The instance waits in the first register, also where that is not the class's.
                            window[0] = NULL
                            regs[ip.b] = y
                            Py_DECREF(x)
                            if callee == NULL:
                                break
                            fvm_frame_set_mark(callee, FVM_FRAME_OURS | FRAME_INIT)
                            action = ON_PUSH
                            break
                    elif op == OP_CALL:
                        # Remember the calling convention, for this site and for the JIT.
                        if type == &PyCFunction_Type:
                            flag = (<PyCFunctionObject*>x).m_ml.ml_flags & (METH_NOARGS | METH_O | METH_FASTCALL | METH_VARARGS | METH_KEYWORDS | METH_METHOD)
                            if flag == METH_O and count == 1 and not may_consume(window, 1):
                                ip.op = OP_CALL_CFUNCTION_O
                                continue
                            if flag == METH_FASTCALL:
                                ip.op = OP_CALL_CFUNCTION_FAST
                                continue
                            if flag == METH_VARARGS | METH_KEYWORDS and count == 2:
                                z = extreme_of_two(x, window[1], window[2])
                                if z != NULL:
                                    Py_INCREF(z)
                                    drop_window(window, 3)
                                    put(frame, ip, delta, regs, ip.a, z)
                                    ip += 3
                                    continue
                    elif op == OP_CALL_METHOD and type == &PyMethodDescr_Type and window == regs + ip.b \
                            and count >= 1 and Py_TYPE(window[1]) == PyDescr_TYPE(x):
                        flag = (<PyMethodDescrObject*>x).d_method.ml_flags & (METH_NOARGS | METH_O | METH_FASTCALL | METH_VARARGS | METH_KEYWORDS | METH_METHOD)
                        if x == LIST_APPEND and count == 2:
                            ip.op = OP_CALL_METHOD_LIST_APPEND
                            continue
                        if flag == METH_NOARGS and count == 1:
                            ip.op = OP_CALL_METHOD_DESCR_NOARGS
                            continue
                        if flag == METH_O and count == 2 and not may_consume(window, 2):
                            ip.op = OP_CALL_METHOD_DESCR_O
                            continue
                        if flag == METH_FASTCALL:
                            ip.op = OP_CALL_METHOD_DESCR_FAST
                            continue
                z = call_vector(ts, window, count, kwnames)
                drop_window(window, count + 1 + (1 if kwnames != NULL else 0))
                if fvm_unlikely(z == NULL):
                    break
                if fvm_unlikely(fvm_eval_breaker(ts)) and handle_pending(ts) < 0:
                    Py_DECREF(z)
                    break
                put(frame, ip, delta, regs, ip.a, z)
                if fvm_unlikely(ts.cframe.use_tracing != 0):
                    action = ON_TRACED
                    break
                ip += 1 + CACHE_WORDS[op]
                continue
            elif op == OP_CALL_EX:
                present(frame, ip, delta)
                window = regs + ip.b
                if convert_call_ex(window, ip.c) < 0:
                    break
                x = window[0]
                if Py_TYPE(x) == &PyFunction_Type and (ip.c == 0 or PyDict_GET_SIZE(window[2]) == 0) \
                        and PyTuple_GET_SIZE(window[1]) <= BOUND_ARGUMENTS and ts.cframe.use_tracing == 0:
                    callee_unit = asked_unit(<PyFunctionObject*>x)
                    if callee_unit == NULL and ts.curexc_type != NULL:
                        break
                    if callee_unit != NULL:
                        callee = enter_tuple(ts, callee_unit, window)
                        if callee == NULL:
                            break
                        fvm_frame_set_mark(callee, FVM_FRAME_OURS | FRAME_EX)
                        action = ON_PUSH
                        break
                z = call_ex(ts, window[0], window[1], window[2] if ip.c else NULL)
                drop_window(window, 2 + ip.c)
                if z == NULL:
                    break
                if fvm_unlikely(fvm_eval_breaker(ts)) and handle_pending(ts) < 0:
                    Py_DECREF(z)
                    break
                put(frame, ip, delta, regs, ip.a, z)
                if fvm_unlikely(ts.cframe.use_tracing != 0):
                    action = ON_TRACED
                    break
                ip += 1
                continue
            elif op == OP_MAKE_FUNCTION:
                present(frame, ip, delta)
                z = make_function(frame, regs + ip.b, ip.flags >> VARIANT_SHIFT, fvm_src(regs, consts, ip.c))
                if z == NULL:
                    break
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue
            elif op == OP_GET_BUILD_CLASS:
                present(frame, ip, delta)
                z = load_build_class(frame)
                if z == NULL:
                    break
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue
            elif op == OP_RETURN:
                x = take(regs, consts, ip, ip.a, KILL_A)
                if fvm_unlikely(fvm_frame_mark(frame) != FVM_FRAME_OURS or frame.frame_obj != NULL):
                    present(frame, ip, delta)
                    result = x
                    action = ON_RETURN
                    break
                # A plain call of this loop, and nobody can look at its frame any more.
                callee = frame
                callee_unit = unit
                frame = callee.previous
                unit = saved_caller(callee, callee_unit)
                regs = frame.localsplus
                consts = <PyObject**>unit.code
                delta = unit.where_delta
                ip = saved_pc(frame, unit)
                pop_frame(ts, callee, callee_unit)
                put(frame, ip, delta, regs, ip.a, x)
                ip += 1 + CACHE_WORDS[ip.op]
                continue

            # --- Building --------------------------------------------------------------------------------
            elif (op == OP_BUILD_TUPLE or op == OP_BUILD_LIST or op == OP_BUILD_SET or op == OP_BUILD_MAP
                    or op == OP_BUILD_CONST_MAP or op == OP_BUILD_STRING):
                present(frame, ip, delta)
                window = regs + ip.b
                if op == OP_BUILD_TUPLE:
                    z = build_tuple(ts, window, ip.c)
                elif op == OP_BUILD_LIST:
                    z = build_list(window, ip.c)
                elif op == OP_BUILD_SET:
                    z = build_set(window, ip.c)
                elif op == OP_BUILD_MAP:
                    z = build_map(window, ip.c)
                elif op == OP_BUILD_CONST_MAP:
                    z = build_const_map(window, fvm_src(regs, consts, ip.c))
                else:
                    z = _PyUnicode_JoinArray(EMPTY_STRING, window, ip.c)
                    drop_window(window, ip.c)
                if z == NULL:
                    break
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue
            elif op == OP_FORMAT:
                present(frame, ip, delta)
                z = format_value(fvm_src(regs, consts, ip.b), fvm_src(regs, consts, ip.c), ip.flags >> VARIANT_SHIFT)
                if z == NULL:
                    break
                kill_sources(frame, ip, delta, regs)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue
            elif op == OP_LIST_APPEND:
                x = take(regs, consts, ip, ip.b, KILL_B)
                if fvm_unlikely(not fvm_list_push(regs[ip.a], x)):
                    flag = PyList_Append(regs[ip.a], x)
                    Py_DECREF(x)
                    if flag < 0:
                        present(frame, ip, delta)
                        break
                ip += 1
                continue
            elif (op == OP_SET_ADD or op == OP_MAP_ADD or op == OP_LIST_EXTEND or op == OP_SET_UPDATE or op == OP_DICT_UPDATE
                    or op == OP_DICT_MERGE):
                present(frame, ip, delta)
                x = regs[ip.a]
                y = fvm_src(regs, consts, ip.b)
                if op == OP_SET_ADD:
                    flag = PySet_Add(x, y)
                elif op == OP_MAP_ADD:
                    flag = PyDict_SetItem(x, y, fvm_src(regs, consts, ip.c))
                elif op == OP_LIST_EXTEND:
                    flag = list_extend(x, y)
                elif op == OP_SET_UPDATE:
                    flag = _PySet_Update(x, y)
                elif op == OP_DICT_UPDATE:
                    flag = dict_update(x, y)
                else:
                    flag = dict_merge(x, y, fvm_src(regs, consts, ip.c))
                if flag < 0:
                    break
                kill_sources(frame, ip, delta, regs)
                ip += 1
                continue
            elif op == OP_LIST_TO_TUPLE:
                present(frame, ip, delta)
                z = PyList_AsTuple(fvm_src(regs, consts, ip.b))
                if z == NULL:
                    break
                if ip.flags & KILL_B:
                    kill(frame, ip, delta, regs, ip.b)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue

            # --- Unpacking and iteration -----------------------------------------------------------------
            elif op == OP_UNPACK or op == OP_UNPACK_EX:
                x = fvm_src(regs, consts, ip.b)
                if op == OP_UNPACK:
                    if PyTuple_CheckExact(x) and PyTuple_GET_SIZE(x) == ip.c:
                        ip.op = OP_UNPACK_TUPLE
                        continue
                    if PyList_CheckExact(x) and PyList_GET_SIZE(x) == ip.c:
                        ip.op = OP_UNPACK_LIST
                        continue
                present(frame, ip, delta)
                # The source's register may be the first of the run: take it out of the way.
                x = take(regs, consts, ip, ip.b, KILL_B)
                if op == OP_UNPACK and ip.a < unit.nlocals:
                    flag = unpack_into_locals(x, ip.c, regs + ip.a)
                elif op == OP_UNPACK:
                    flag = unpack_iterable(x, ip.c, -1, regs + ip.a)
                else:
                    flag = unpack_iterable(x, ip.c & 255, <uint16_t>ip.c >> 8, regs + ip.a)
                Py_DECREF(x)
                if flag < 0:
                    break
                ip += 1
                continue
            elif op == OP_UNPACK_TUPLE or op == OP_UNPACK_LIST:
                x = fvm_src(regs, consts, ip.b)
                if op == OP_UNPACK_TUPLE and PyTuple_CheckExact(x) and PyTuple_GET_SIZE(x) == ip.c:
                    window = (<PyTupleObject*>x).ob_item
                elif op == OP_UNPACK_LIST and PyList_CheckExact(x) and PyList_GET_SIZE(x) == ip.c:
                    window = (<PyListObject*>x).ob_item
                else:
                    ip.op = OP_UNPACK
                    continue
                if ip.flags & KILL_B:
                    regs[ip.b] = NULL
                if ip.a < unit.nlocals:
                    if ip.c == 2:
                        y = window[0]
                        z = window[1]
                        Py_INCREF(y)
                        Py_INCREF(z)
                        put(frame, ip, delta, regs, ip.a, y)
                        put(frame, ip, delta, regs, ip.a + 1, z)
                    else:
                        present(frame, ip, delta)
                        store_items(regs + ip.a, window, ip.c)
                else:
                    copy_references(regs + ip.a, window, ip.c)
                if ip.flags & KILL_B:
                    release(frame, ip, delta, x)
                ip += 1
                continue
            elif op == OP_GETITER:
                present(frame, ip, delta)
                z = PyObject_GetIter(fvm_src(regs, consts, ip.b))
                if z == NULL:
                    break
                if ip.flags & KILL_B:
                    kill(frame, ip, delta, regs, ip.b)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue
            elif op == OP_FORITER_RANGE:
                x = regs[ip.b]
                if fvm_unlikely(Py_TYPE(x) != &PyRangeIter_Type):
                    ip.op = OP_FORITER
                    continue
                range_iter = <fvm_range_iterator*>x
                if fvm_likely(range_iter.index < range_iter.len):
                    n = <int64_t>(<uint64_t>range_iter.start + <uint64_t>range_iter.index * <uint64_t>range_iter.step)
                    range_iter.index += 1
                    y = regs[ip.a]
                    if not fvm_reuse_int(y, n):
                        z = fvm_new_int(n)
                        if fvm_unlikely(z == NULL):
                            present(frame, ip, delta)
                            break
                        put(frame, ip, delta, regs, ip.a, z)
                    ip += 2
                else:
                    kill(frame, ip, delta, regs, ip.b)
                    ip += 2 + ip.c
                continue
            elif op == OP_FORITER_LIST:
                x = regs[ip.b]
                if fvm_unlikely(Py_TYPE(x) != &PyListIter_Type):
                    ip.op = OP_FORITER
                    continue
                seq_iter = <fvm_seq_iterator*>x
                y = seq_iter.seq
                if fvm_likely(y != NULL and seq_iter.index < PyList_GET_SIZE(y)):
                    z = PyList_GET_ITEM(y, seq_iter.index)
                    seq_iter.index += 1
                    Py_INCREF(z)
                    put(frame, ip, delta, regs, ip.a, z)
                    ip += 2
                    continue
                if y != NULL:
                    seq_iter.seq = NULL
                    release(frame, ip, delta, y)
                kill(frame, ip, delta, regs, ip.b)
                ip += 2 + ip.c
                continue
            elif op == OP_FORITER_TUPLE:
                x = regs[ip.b]
                if fvm_unlikely(Py_TYPE(x) != &PyTupleIter_Type):
                    ip.op = OP_FORITER
                    continue
                seq_iter = <fvm_seq_iterator*>x
                y = seq_iter.seq
                if fvm_likely(y != NULL and seq_iter.index < PyTuple_GET_SIZE(y)):
                    z = PyTuple_GET_ITEM(y, seq_iter.index)
                    seq_iter.index += 1
                    Py_INCREF(z)
                    put(frame, ip, delta, regs, ip.a, z)
                    ip += 2
                    continue
                if y != NULL:
                    seq_iter.seq = NULL
                    release(frame, ip, delta, y)
                kill(frame, ip, delta, regs, ip.b)
                ip += 2 + ip.c
                continue
            elif op == OP_FORITER:
                type = Py_TYPE(regs[ip.b])
                if type == &PyRangeIter_Type:
                    ip.op = OP_FORITER_RANGE
                elif type == &PyListIter_Type:
                    ip.op = OP_FORITER_LIST
                elif type == &PyTupleIter_Type:
                    ip.op = OP_FORITER_TUPLE
                else:
                    ip.op = OP_FORITER_ITERATOR
                continue
            elif op == OP_FORITER_GENERATOR:
                x = regs[ip.b]
                if fvm_likely(Py_TYPE(x) == &PyGen_Type and resumable(ts, x, Py_None)):
                    present(frame, ip, delta)
                    gen = <PyGenObject*>x
                    sent = Py_None
                    Py_INCREF(sent)
                    action = ON_RESUME
                    break
                ip.op = OP_FORITER_ITERATOR if Py_TYPE(x) == &PyGen_Type else OP_FORITER
                continue
            elif op == OP_FORITER_ITERATOR:
                x = regs[ip.b]
                if Py_TYPE(x) == &PyGen_Type and resumable(ts, x, Py_None):
                    ip.op = OP_FORITER_GENERATOR
                    continue
                present(frame, ip, delta)
                z = Py_TYPE(x).tp_iternext(x)
                if z != NULL:
                    put(frame, ip, delta, regs, ip.a, z)
                    ip += 2
                    continue
                if ts.curexc_type != NULL:
                    if not PyErr_ExceptionMatches(PyExc_StopIteration):
                        break
                    PyErr_Clear()
                kill(frame, ip, delta, regs, ip.b)
                ip += 2 + ip.c
                continue

            # --- Exceptions ------------------------------------------------------------------------------
            elif op == OP_PUSH_EXC:
                push_exception(ts, regs + ip.a)
                ip += 1
                continue
            elif op == OP_POP_EXC:
                present(frame, ip, delta)
                pop_exception(ts, regs + ip.a)
                ip += 1
                continue
            elif op == OP_UNWIND:
                pop_exception_pending(ts, regs + ip.a)
                action = ON_UNWIND
                break
            elif op == OP_RAISE:
                present(frame, ip, delta)
                x = take(regs, consts, ip, ip.a, KILL_A) if ip.c >= 1 else NULL
                y = take(regs, consts, ip, ip.b, KILL_B) if ip.c >= 2 else NULL
                if do_raise(ts, x, y):
                    action = ON_UNWIND
                break
            elif op == OP_RERAISE:
                present(frame, ip, delta)
                x = regs[ip.a]
                regs[ip.a] = NULL
                restore_exception(x)
                action = ON_UNWIND
                break
            elif op == OP_GET_PLACE:
                z = PyLong_FromSsize_t(frame.prev_instr - fvm_first_instr(frame.f_code))
                if z == NULL:
                    break
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue
            elif op == OP_RERAISE_AT:
                frame.prev_instr = fvm_first_instr(frame.f_code) + PyLong_AsSsize_t(regs[ip.b])
                x = regs[ip.a]
                regs[ip.a] = NULL
                restore_exception(x)
                action = ON_UNWIND
                break
            elif op == OP_EXC_MATCH:
                present(frame, ip, delta)
                flag = exc_match(fvm_src(regs, consts, ip.b), fvm_src(regs, consts, ip.c))
                if flag < 0:
                    break
                kill_sources(frame, ip, delta, regs)
                put(frame, ip, delta, regs, ip.a, boolean(flag))
                ip += 1
                continue
            elif op == OP_EG_MATCH:
                present(frame, ip, delta)
                if eg_match(regs[ip.b], fvm_src(regs, consts, ip.c), &found[0], &found[1]) < 0:
                    break
                y = found[0]
                z = found[1]
                if ip.flags & KILL_C:
                    kill(frame, ip, delta, regs, ip.c)
                put(frame, ip, delta, regs, ip.b, z)
                put(frame, ip, delta, regs, ip.a, y)
                ip += 1
                continue
            elif op == OP_PREP_RERAISE_STAR:
                present(frame, ip, delta)
                z = prep_reraise_star(fvm_src(regs, consts, ip.b), fvm_src(regs, consts, ip.c))
                if z == NULL:
                    break
                kill_sources(frame, ip, delta, regs)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue
            elif op == OP_GET_ASSERTION_ERROR:
                z = assertion_error()
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue

            # --- With ------------------------------------------------------------------------------------
            elif op == OP_BEFORE_WITH or op == OP_BEFORE_ASYNC_WITH:
                present(frame, ip, delta)
                x = take(regs, consts, ip, ip.b, KILL_B)
                if op == OP_BEFORE_WITH:
                    flag = before_with(x, &found[0], &found[1])
                else:
                    flag = before_async_with(x, &found[0], &found[1])
                Py_DECREF(x)
                if flag < 0:
                    break
                regs[ip.a] = found[0]
                regs[ip.a + 1] = found[1]
                if fvm_unlikely(ts.cframe.use_tracing != 0):
                    action = ON_TRACED
                    break
                ip += 1
                continue
            elif op == OP_WITH_EXCEPT:
                present(frame, ip, delta)
                z = with_except(fvm_src(regs, consts, ip.b), fvm_src(regs, consts, ip.c))
                if z == NULL:
                    break
                kill_sources(frame, ip, delta, regs)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue

            # --- Generators and coroutines ---------------------------------------------------------------
            elif op == OP_RETURN_GENERATOR:
                present(frame, ip, delta)
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
                consts = <PyObject**>unit.code
                delta = unit.where_delta
                ip = saved_pc(frame, unit)
                if fvm_unlikely(mark & (FRAME_INIT | FRAME_EX)):
                    if mark & FRAME_INIT:
                        raise_init_result(result)
                        Py_DECREF(result)
                        drop_window(regs + ip.b, 1)
                        break
                    drop_window(regs + ip.b, 2 + ip.c)
                put(frame, ip, delta, regs, ip.a, result)
                ip += 1 + CACHE_WORDS[ip.op]
                continue
            elif op == OP_YIELD:
                result = take(regs, consts, ip, ip.b, KILL_B)
                present(frame, ip, delta)
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
            elif op == OP_YIELD_FROM:
                # Until it is suspended the frame stands at the genuine SEND, not at the YIELD_VALUE after it.
                present(frame, ip, delta)
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
                    kill(frame, ip, delta, regs, ip.c)
                    present(frame, ip, delta)
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
                kill(frame, ip, delta, regs, ip.b)
                kill(frame, ip, delta, regs, ip.c)
                put(frame, ip, delta, regs, ip.a, z)
                if fvm_unlikely(ts.cframe.use_tracing != 0):
                    action = ON_TRACED
                    break
                ip += 1
                continue
            elif (op == OP_GET_YIELD_FROM_ITER or op == OP_GET_AWAITABLE or op == OP_GET_AITER or op == OP_GET_ANEXT
                    or op == OP_ASYNC_GEN_WRAP or op == OP_GET_LEN):
                present(frame, ip, delta)
                x = fvm_src(regs, consts, ip.b)
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
                    kill(frame, ip, delta, regs, ip.b)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue
            elif op == OP_END_ASYNC_FOR:
                present(frame, ip, delta)
                x = take(regs, consts, ip, ip.b, KILL_B)
                if PyErr_GivenExceptionMatches(x, PyExc_StopAsyncIteration):
                    Py_DECREF(x)
                    pop_exception(ts, regs + ip.a)
                    ip += 1 + ip.c
                    continue
                restore_exception(x)
                action = ON_UNWIND
                break

            # --- Pattern matching ------------------------------------------------------------------------
            elif op == OP_MATCH_SEQUENCE or op == OP_MATCH_MAPPING:
                type = Py_TYPE(fvm_src(regs, consts, ip.b))
                flag = PyType_HasFeature(type, Py_TPFLAGS_SEQUENCE if op == OP_MATCH_SEQUENCE else Py_TPFLAGS_MAPPING)
                if ip.flags & KILL_B:
                    kill(frame, ip, delta, regs, ip.b)
                put(frame, ip, delta, regs, ip.a, boolean(flag))
                ip += 1
                continue
            elif op == OP_MATCH_KEYS or op == OP_COPY_MAP_WITHOUT:
                present(frame, ip, delta)
                x = fvm_src(regs, consts, ip.b)
                y = fvm_src(regs, consts, ip.c)
                z = match_keys(x, y) if op == OP_MATCH_KEYS else copy_map_without(x, y)
                if z == NULL:
                    break
                kill_sources(frame, ip, delta, regs)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue
            elif op == OP_MATCH_CLASS:
                present(frame, ip, delta)
                window = regs + ip.b
                z = match_class(window[0], window[1], ip.c, window[2])
                drop_window(window, 3)
                if z == NULL:
                    break
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue

            # --- Modules and the rest --------------------------------------------------------------------
            elif op == OP_IMPORT_NAME:
                present(frame, ip, delta)
                window = regs + ip.b
                z = import_name(ts, frame, fvm_src(regs, consts, ip.c), window[1], window[0])
                drop_window(window, 2)
                if z == NULL:
                    break
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue
            elif op == OP_IMPORT_FROM:
                present(frame, ip, delta)
                z = import_from(fvm_src(regs, consts, ip.b), fvm_src(regs, consts, ip.c))
                if z == NULL:
                    break
                if ip.flags & KILL_B:
                    kill(frame, ip, delta, regs, ip.b)
                put(frame, ip, delta, regs, ip.a, z)
                ip += 1
                continue
            elif op == OP_IMPORT_STAR or op == OP_PRINT_EXPR:
                present(frame, ip, delta)
                x = fvm_src(regs, consts, ip.b)
                flag = import_star(frame, x) if op == OP_IMPORT_STAR else print_expr(x)
                if flag < 0:
                    break
                if ip.flags & KILL_B:
                    kill(frame, ip, delta, regs, ip.b)
                ip += 1
                continue
            elif op == OP_SETUP_ANNOTATIONS:
                present(frame, ip, delta)
                if setup_annotations(frame) < 0:
                    break
                ip += 1
                continue
            else:
                # No unit has another opcode: `link_unit` checks.
                fvm_unreachable()
