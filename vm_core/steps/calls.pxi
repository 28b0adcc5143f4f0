# Steps: calls, and making functions. What is called is run as a C call: the loop would push its frame and go on in it.

cdef PyObject* run_callee(PyThreadState* ts, _PyInterpreterFrame* callee, Unit* unit) noexcept nogil:
    """Run a frame that is filled and not linked, as a C call, and free it. A new reference, or NULL with an exception."""
    cdef PyObject* result = NULL
    cdef NativeCode* native = unit.native if not unit.suspends else NULL
    cdef Instr* ip = unit.code
    cdef int action
    if unit.suspends and ts.recursion_remaining > 0 and ts.coroutine_origin_tracking_depth == 0:
        result = generator_for(ts, callee, unit)
        if result != NULL:
            return result
    callee.stacktop = unit.nlocals
    if fvm_unlikely(fvm_stack_exhausted()):
        PyErr_SetString(PyExc_RecursionError, b"maximum recursion depth exceeded")
    elif (native != NULL and native.failures < native.failure_limit and ts.recursion_remaining > 0
            and not fvm_eval_breaker(ts) and not room_is_short()
            and unit.call_limit == 0 and native.entered < native.look_at):
        # What `run` does for a fresh frame, and straight to its native code.
        ts.recursion_remaining -= 1
        fvm_frame_set_mark(callee, FVM_FRAME_OURS | FVM_FRAME_ENTRY)
        callee.stacktop = -1
        callee.previous = ts.cframe.current_frame
        ts.cframe.current_frame = callee
        action = enter_native(ts, callee, unit, native, &ip, &result)
        if fvm_likely(action == ON_RETURN):
            callee.stacktop = unit.nlocals
            ts.cframe.current_frame = callee.previous
            ts.recursion_remaining += 1
            # (Nobody has kept the frame: else the code had left to the loop.)
            clear_frame(ts, callee, unit)
            fvm_pop_slots(ts, callee)
            return result
        save_pc(ts.cframe.current_frame, unit_of(ts.cframe.current_frame), ip)
        result = run(ts, callee, CONTINUED + action)
    else:
        if native == NULL:
            miss_native(unit)
        unit.calls -= 1  # (`run` counts it again)
        result = run(ts, callee, 0)
    leave_frame(ts, callee)
    return result


cdef PyObject* call_class(PyThreadState* ts, PyObject** window, Py_ssize_t count, PyFunctionObject* init, Unit* unit) noexcept nogil:
    """Call the class in window[0], that has a `class_init`, with an `__init__` (borrowed) of the engine. The
    window is consumed. A new reference, or NULL with an exception."""
    cdef PyObject* class_ = window[0]
    cdef PyObject* instance = instance_for(ts, <PyTypeObject*>class_, window + 1, count)
    cdef _PyInterpreterFrame* callee
    cdef PyObject* result
    if instance == NULL:
        drop_window(window, count + 1)
        return NULL
    callee = enter_bound(ts, unit, init, instance, window + 1, count, NULL)
    window[0] = instance
    Py_DECREF(class_)
    result = run_callee(ts, callee, unit) if callee != NULL else NULL
    window[0] = NULL
    if result == NULL:
        drop_window(window, count + 1)
        Py_DECREF(instance)
        return NULL
    if result != Py_None:
        raise_init_result(result)
        Py_DECREF(instance)
        instance = NULL
    Py_DECREF(result)
    return instance


cdef int64_t step_call(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef Unit* callee_unit
    cdef PyObject** regs = frame.localsplus
    cdef PyObject** window = regs + ip.b
    cdef Py_ssize_t count = ip.c
    cdef int op = GENERIC_OF[ip.op]
    cdef PyObject *kwnames
    cdef PyObject *x
    cdef PyObject *z
    cdef PyTypeObject* type
    cdef _PyInterpreterFrame* callee
    if op == OP_CALL_METHOD or op == OP_CALL_METHOD_KW:
        if window[0] != NULL:
            count += 1
        else:
            window += 1
    kwnames = window[count + 1] if op == OP_CALL_KW or op == OP_CALL_METHOD_KW else NULL
    if fvm_unlikely(ts.curexc_type != NULL):  # a generator has raised that native code has drawn from (draw_by_next)
        present(frame, ip, unit.where_delta)
        drop_window(window, count + 1 + (1 if kwnames != NULL else 0))
        return STEP_RAISED
    x = window[0]
    type = Py_TYPE(x)
    present(frame, ip, unit.where_delta)
    if fvm_likely(ts.cframe.use_tracing == 0):
        if type == &PyFunction_Type:
            callee_unit = asked_unit(<PyFunctionObject*>x)
            if callee_unit == NULL and ts.curexc_type != NULL:
                return STEP_RAISED
            if callee_unit != NULL:
                if kwnames == NULL and callee_unit.simple and callee_unit.argcount == count:
                    callee = enter_exact(ts, callee_unit, window, count)
                else:
                    callee = enter_window(ts, callee_unit, window, count, kwnames)
                    if kwnames != NULL:
                        window[count + 1] = NULL
                        Py_DECREF(kwnames)
                if callee == NULL:
                    return STEP_RAISED
                return finish_call(ts, frame, unit, ip, run_callee(ts, callee, callee_unit))
        elif type == &PyMethod_Type and kwnames == NULL and count < BOUND_ARGUMENTS \
                and Py_TYPE((<PyMethodObject*>x).im_func) == &PyFunction_Type:
            callee_unit = ready_unit(<PyFunctionObject*>(<PyMethodObject*>x).im_func)
            if callee_unit != NULL:
                callee = enter_bound(ts, callee_unit, <PyFunctionObject*>(<PyMethodObject*>x).im_func,
                                     (<PyMethodObject*>x).im_self, window + 1, count, NULL)
                window[0] = NULL
                Py_DECREF(x)
                if callee == NULL:
                    return STEP_RAISED
                return finish_call(ts, frame, unit, ip, run_callee(ts, callee, callee_unit))
        elif ip.op == OP_CALL_TYPE and PyType_Check(x) and (<PyTypeObject*>x).tp_version_tag == call_cache(ip).version \
                and Py_TYPE(x).tp_call == PyType_Type.tp_call:
            callee_unit = ready_unit(<PyFunctionObject*>call_cache(ip).init)
            if callee_unit != NULL:
                return finish_call(ts, frame, unit, ip,
                                   call_class(ts, window, count, <PyFunctionObject*>call_cache(ip).init, callee_unit))
        elif op == OP_CALL_METHOD and x == LIST_APPEND and count == 2 and PyList_CheckExact(window[1]):
            if fvm_list_push(window[1], window[2]):
                window[2] = NULL
            elif PyList_Append(window[1], window[2]) < 0:
                drop_window(window, 3)
                return STEP_RAISED
            drop_window(window, 3)
            Py_INCREF(Py_None)
            put(frame, ip, unit.where_delta, regs, ip.a, Py_None)
            return 0
        elif op == OP_CALL and x == <PyObject*>&PyType_Type and count == 1:
            z = <PyObject*>Py_TYPE(window[1])
            Py_INCREF(z)
            drop_window(window, 2)
            put(frame, ip, unit.where_delta, regs, ip.a, z)
            return 0
        elif kwnames == NULL and count == 2 and is_method_called(x, window[1], METH_O) and not may_consume(window, 2):
            z = call_checked(ts, method_of(x), window[1], window[2])
            drop_window(window, 3)
            return finish_call(ts, frame, unit, ip, z)
    note_called(frame, ip, x, window[1] if count == 1 else NULL)
    z = call_vector(ts, unit, window, count, kwnames)
    drop_window(window, count + 1 + (1 if kwnames != NULL else 0))
    return finish_call(ts, frame, unit, ip, z)


cdef int64_t step_call_ex(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** window = frame.localsplus + ip.b
    cdef PyObject* z
    present(frame, ip, unit.where_delta)
    if convert_call_ex(window, ip.c) < 0:
        return STEP_RAISED
    z = call_ex(ts, window[0], window[1], window[2] if ip.c else NULL)
    drop_window(window, 2 + ip.c)
    return finish_call(ts, frame, unit, ip, z)


cdef int64_t step_make_function(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject* z
    present(frame, ip, unit.where_delta)
    z = make_function(frame, frame.localsplus + ip.b, ip.flags >> VARIANT_SHIFT, fvm_src(frame.localsplus, unit.consts, ip.c))
    if z == NULL:
        return STEP_RAISED
    put(frame, ip, unit.where_delta, frame.localsplus, ip.a, z)
    return 0


cdef void enter_call_steps():
    jit_step(step_call, ("CALL", "CALL_KW", "CALL_METHOD", "CALL_METHOD_KW"))
    jit_step(step_call_ex, ("CALL_EX",))
    jit_step(step_make_function, ("MAKE_FUNCTION",))
