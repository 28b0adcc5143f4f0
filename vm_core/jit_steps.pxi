# Instructions as functions: what native code calls for an instruction that it does not do itself.
#
# Each runs the instruction at `ip` on the current frame, exactly as the loop does, on the same operations. The result is 0
# (for instructions that jump: 1 means the jump is taken); STEP_RAISED: an exception is set, the destination is as it was;
# STEP_TRACED: done, and the thread is traced now; STEP_RERAISED: as STEP_RAISED, without a traceback entry for the frame.

cdef enum:
    STEP_RAISED = -1
    STEP_TRACED = -2
    STEP_RERAISED = -4          # (native code leaves with the status that is these negated)

ctypedef int64_t (*step_function)(PyThreadState*, _PyInterpreterFrame*, Instr*) noexcept nogil


cdef inline Unit* unit_of(_PyInterpreterFrame* frame) noexcept nogil:
    return get_state(frame.f_code).unit


cdef inline int64_t finish_step(_PyInterpreterFrame* frame, Unit* unit, Instr* ip, PyObject* result) noexcept nogil:
    """Kill the sources b and c and write `result` (stolen; NULL: an exception is set) to a."""
    if result == NULL:
        return STEP_RAISED
    kill_sources(frame, ip, unit.where_delta, frame.localsplus)
    put(frame, ip, unit.where_delta, frame.localsplus, ip.a, result)
    return 0


cdef inline int64_t finish_unary(_PyInterpreterFrame* frame, Unit* unit, Instr* ip, PyObject* result) noexcept nogil:
    """The same where c is no register."""
    if result == NULL:
        return STEP_RAISED
    if ip.flags & KILL_B:
        kill(frame, ip, unit.where_delta, frame.localsplus, ip.b)
    put(frame, ip, unit.where_delta, frame.localsplus, ip.a, result)
    return 0


cdef inline int64_t finish_call(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit, Instr* ip, PyObject* result) noexcept nogil:
    """After a call: pending work, the result (stolen), tracing that began in it."""
    if result == NULL:
        return STEP_RAISED
    if fvm_unlikely(fvm_eval_breaker(ts)) and handle_pending(ts) < 0:
        Py_DECREF(result)
        return STEP_RAISED
    put(frame, ip, unit.where_delta, frame.localsplus, ip.a, result)
    return STEP_TRACED if ts.cframe.use_tracing else 0


# --- Values ------------------------------------------------------------------------------------------------

cdef int64_t step_binary(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    cdef PyObject* x = fvm_src(regs, unit.consts, ip.b)
    cdef PyObject* y = fvm_src(regs, unit.consts, ip.c)
    cdef int op = GENERIC_OF[ip.op]
    note_operands(ip, x, y)
    present(frame, ip, unit.where_delta)
    if op == OP_ADD and ip.b >= 0 and x != y and PyUnicode_CheckExact(x) and PyUnicode_CheckExact(y) \
            and (ip.flags & KILL_B or ip.a == ip.b):
        # As ADD_STR: the left operand may grow in place.
        regs[ip.b] = NULL
        PyUnicode_Append(&x, y)
        if x == NULL:
            return STEP_RAISED
        if ip.flags & KILL_C:
            kill(frame, ip, unit.where_delta, regs, ip.c)
        put(frame, ip, unit.where_delta, regs, ip.a, x)
        return 0
    if ip.flags >> VARIANT_SHIFT & INPLACE:
        return finish_step(frame, unit, ip, BINARY_INPLACE[op - OP_ADD](x, y))
    return finish_step(frame, unit, ip, BINARY[op - OP_ADD](x, y))


cdef int64_t step_unary(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject* x = fvm_src(frame.localsplus, unit.consts, ip.b)
    cdef PyObject* z
    cdef int flag
    present(frame, ip, unit.where_delta)
    if ip.op == OP_NEG:
        z = PyNumber_Negative(x)
    elif ip.op == OP_POS:
        z = PyNumber_Positive(x)
    elif ip.op == OP_INVERT:
        z = PyNumber_Invert(x)
    else:
        flag = truth(x)
        z = boolean(not flag) if flag >= 0 else NULL
    return finish_unary(frame, unit, ip, z)


cdef int64_t step_compare(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject* x = fvm_src(frame.localsplus, unit.consts, ip.b)
    cdef PyObject* y = fvm_src(frame.localsplus, unit.consts, ip.c)
    note_operands(ip, x, y)
    present(frame, ip, unit.where_delta)
    return finish_step(frame, unit, ip, PyObject_RichCompare(x, y, RICH_COMPARISON[ip.flags >> VARIANT_SHIFT & 15]))


cdef int64_t step_in(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef int flag
    present(frame, ip, unit.where_delta)
    flag = PySequence_Contains(fvm_src(frame.localsplus, unit.consts, ip.c), fvm_src(frame.localsplus, unit.consts, ip.b))
    if flag < 0:
        return STEP_RAISED
    if ip.op == OP_IN:
        return finish_step(frame, unit, ip, boolean(flag != (ip.flags >> VARIANT_SHIFT & 1)))
    kill_sources(frame, ip, unit.where_delta, frame.localsplus)
    return flag != (ip.flags >> VARIANT_SHIFT & 1)


cdef int64_t step_jump_if(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef int flag
    present(frame, ip, unit.where_delta)
    flag = truth(fvm_src(frame.localsplus, unit.consts, ip.a))
    if flag < 0:
        return STEP_RAISED
    if ip.flags & KILL_A:
        kill(frame, ip, unit.where_delta, frame.localsplus, ip.a)
    return flag == (ip.op == OP_JUMP_IF_TRUE)


cdef int64_t step_jump_compare(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject* z
    cdef int flag
    present(frame, ip, unit.where_delta)
    note_operands(ip, fvm_src(frame.localsplus, unit.consts, ip.b), fvm_src(frame.localsplus, unit.consts, ip.c))
    z = PyObject_RichCompare(fvm_src(frame.localsplus, unit.consts, ip.b), fvm_src(frame.localsplus, unit.consts, ip.c),
                             RICH_COMPARISON[ip.flags >> VARIANT_SHIFT & 15])
    if z == NULL:
        return STEP_RAISED
    kill_sources(frame, ip, unit.where_delta, frame.localsplus)
    flag = truth(z)
    Py_DECREF(z)
    if flag < 0:
        return STEP_RAISED
    return flag == ((ip.flags >> VARIANT_SHIFT & BRANCH_ON_TRUE) != 0)


# --- Cells and names ---------------------------------------------------------------------------------------

cdef int64_t step_cell(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    cdef PyObject *x
    cdef PyObject *y
    if ip.op == OP_MAKE_CELL:
        # As in the host, nobody sees the frame before it has its cells.
        frame.prev_instr = fvm_first_instr(frame.f_code) - 1
        x = fvm_new_cell(ts, regs[ip.a])
        frame.prev_instr = unit.start
        if x == NULL:
            return STEP_RAISED
        Py_XDECREF(regs[ip.a])
        regs[ip.a] = x
    elif ip.op == OP_COPY_FREE:
        copy_free(frame, unit, ip.a)
    elif ip.op == OP_GETCELL:
        x = (<PyCellObject*>regs[ip.b]).ob_ref
        if x == NULL:
            present(frame, ip, unit.where_delta)
            raise_unbound_cell(frame.f_code, ip.b)
            return STEP_RAISED
        Py_INCREF(x)
        put(frame, ip, unit.where_delta, regs, ip.a, x)
    else:
        x = take(regs, unit.consts, ip, ip.b, KILL_B)
        y = (<PyCellObject*>regs[ip.a]).ob_ref
        (<PyCellObject*>regs[ip.a]).ob_ref = x
        if y != NULL:
            release(frame, ip, unit.where_delta, y)
    return 0


cdef int64_t step_get_name(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject* name = fvm_src(frame.localsplus, unit.consts, ip.c)
    cdef PyObject* x = jit_cached_global(frame, ip)
    if x != NULL:
        Py_INCREF(x)
    else:
        present(frame, ip, unit.where_delta)
        x = load_name(frame, name) if GENERIC_OF[ip.op] == OP_GETNAME else load_global(frame.f_globals, frame.f_builtins, name)
        if x == NULL:
            return STEP_RAISED
    put(frame, ip, unit.where_delta, frame.localsplus, ip.a, x)
    return 0


cdef int64_t step_set_name(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    cdef PyObject* x = fvm_src(regs, unit.consts, ip.b)
    cdef PyObject* name = fvm_src(regs, unit.consts, ip.c)
    cdef PyObject* y
    cdef int flag
    if ip.op == OP_SETGLOBAL_MODULE or (ip.op == OP_SETNAME_MODULE and frame.f_locals == frame.f_globals):
        y = cached_global(ip, frame.f_globals)
        if y != NULL:
            x = take(regs, unit.consts, ip, ip.b, KILL_B)
            release(frame, ip, unit.where_delta, fvm_entry_replace(frame.f_globals, name_cache(ip).index, x))
            return 0
    present(frame, ip, unit.where_delta)
    flag = store_name(frame, name, x) if GENERIC_OF[ip.op] == OP_SETNAME else PyDict_SetItem(frame.f_globals, name, x)
    if flag < 0:
        return STEP_RAISED
    if ip.flags & KILL_B:
        kill(frame, ip, unit.where_delta, regs, ip.b)
    return 0


# --- Attributes and subscripts --------------------------------------------------------------------------------

cdef int64_t step_getattr(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject* x = fvm_src(frame.localsplus, unit.consts, ip.b)
    cdef PyObject* name = fvm_src(frame.localsplus, unit.consts, ip.c)
    cdef PyObject* z
    cdef PyFunctionObject* func
    cdef Unit* callee_unit
    cdef _PyInterpreterFrame* callee
    if ip.op == OP_GETATTR_PROPERTY and Py_TYPE(x).tp_version_tag == attr_cache(ip).version and ts.cframe.use_tracing == 0:
        func = <PyFunctionObject*>property_getter(attr_cache(ip).value)
        callee_unit = ready_unit(func) if func != NULL else NULL
        if callee_unit != NULL:
            present(frame, ip, unit.where_delta)
            callee = enter_bound(ts, callee_unit, func, x, NULL, 0, NULL)
            if callee == NULL:
                return STEP_RAISED
            if ip.flags & KILL_B:
                kill(frame, ip, unit.where_delta, frame.localsplus, ip.b)
            return finish_call(ts, frame, unit, ip, run_callee(ts, callee, callee_unit))
    if ip.op == OP_GETATTR_METHOD and Py_TYPE(x).tp_version_tag == attr_cache(ip).version \
            and proof_holds(x, attr_cache(ip), name):
        present(frame, ip, unit.where_delta)
        return finish_unary(frame, unit, ip, fvm_new_method(ts, attr_cache(ip).value, x))
    z = jit_cached_attribute(x, ip)
    if z == NULL and ip.op == OP_GETATTR_DICT:
        z = getattr_dict(ip, x, name)
    elif z == NULL and ip.op != OP_GETATTR_PROPERTY:
        ip.op = OP_GETATTR
        if recall(ip, x, name, OP_GETATTR):
            z = jit_cached_attribute(x, ip)
    if z != NULL:
        Py_INCREF(z)
    else:
        present(frame, ip, unit.where_delta)
        z = PyObject_GetAttr(x, name)
    return finish_unary(frame, unit, ip, z)


cdef int64_t step_setattr(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    cdef PyObject* x = fvm_src(regs, unit.consts, ip.a)
    cdef PyObject* name = fvm_src(regs, unit.consts, ip.c)
    cdef PyObject* z = fvm_src(regs, unit.consts, ip.b)
    cdef PyObject* old = NULL
    cdef bint done = False
    if ip.op != OP_SETATTR_SLOT and ip.op != OP_SETATTR_DICT:
        recall(ip, x, name, OP_SETATTR)
    if ip.op == OP_SETATTR_SLOT:
        done = setattr_slot(ip, x, z, &old)
    elif ip.op == OP_SETATTR_DICT:
        done = setattr_dict(ip, x, name, z, &old)
    if done:
        if ip.flags & KILL_B:
            regs[ip.b] = NULL
        else:
            Py_INCREF(z)
        if old != NULL:
            release(frame, ip, unit.where_delta, old)
    else:
        present(frame, ip, unit.where_delta)
        if PyObject_SetAttr(x, name, z) < 0:
            return STEP_RAISED
        if ip.flags & KILL_B:
            kill(frame, ip, unit.where_delta, regs, ip.b)
    if ip.flags & KILL_A:
        kill(frame, ip, unit.where_delta, regs, ip.a)
    return 0


cdef int64_t step_delattr(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    present(frame, ip, unit.where_delta)
    if PyObject_SetAttr(fvm_src(frame.localsplus, unit.consts, ip.a), fvm_src(frame.localsplus, unit.consts, ip.c), NULL) < 0:
        return STEP_RAISED
    if ip.flags & KILL_A:
        kill(frame, ip, unit.where_delta, frame.localsplus, ip.a)
    return 0


cdef int64_t step_getmethod(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    cdef PyObject* x = fvm_src(regs, unit.consts, ip.b)
    cdef PyObject* name = fvm_src(regs, unit.consts, ip.c)
    cdef AttrCache* cache = attr_cache(ip)
    cdef PyObject* z = NULL
    cdef PyObject* dict
    cdef bint unbound = False
    if ip.op != OP_GETMETHOD_MODULE and ip.op != OP_GETMETHOD_CLASS and Py_TYPE(x).tp_version_tag != cache.version:
        ip.op = OP_GETMETHOD
        recall(ip, x, name, OP_GETMETHOD)
    if ip.op == OP_GETMETHOD_TYPE and Py_TYPE(x).tp_version_tag == cache.version and proof_holds(x, cache, name):
        z = cache.value
        unbound = True
    elif ip.op == OP_GETMETHOD_MODULE and Py_TYPE(x) == &PyModule_Type:
        dict = (<PyModuleObject*>x).md_dict
        if dict != NULL and fvm_keys_peek_version(fvm_keys(dict)) == cache.version:
            z = fvm_entries(fvm_keys(dict))[cache.index].me_value
    elif ip.op == OP_GETMETHOD_CLASS and Py_TYPE(x) == &PyType_Type and (<PyTypeObject*>x).tp_version_tag == cache.version:
        z = cache.value
    if z != NULL:
        Py_INCREF(z)
    else:
        present(frame, ip, unit.where_delta)
        unbound = _PyObject_GetMethod(x, name, &z)
        if z == NULL:
            return STEP_RAISED
    if unbound:
        x = take(regs, unit.consts, ip, ip.b, KILL_B)
        regs[ip.a] = z
        regs[ip.a + 1] = x
    else:
        if ip.flags & KILL_B:
            kill(frame, ip, unit.where_delta, regs, ip.b)
        regs[ip.a] = NULL
        regs[ip.a + 1] = z
    return 0


cdef int64_t step_getitem(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject* x = fvm_src(frame.localsplus, unit.consts, ip.b)
    cdef PyObject* y = fvm_src(frame.localsplus, unit.consts, ip.c)
    cdef PyObject* z
    cdef int64_t n
    present(frame, ip, unit.where_delta)
    if PyDict_CheckExact(x):
        z = PyDict_GetItemWithError(x, y)
        if z != NULL:
            Py_INCREF(z)
        elif PyErr_Occurred() == NULL:
            _PyErr_SetKeyError(y)
    else:
        if fvm_is_int1(y):
            n = fvm_int1(y)
            if PyUnicode_CheckExact(x):
                if n < 0:
                    n += PyUnicode_GET_LENGTH(x)
                if 0 <= n < PyUnicode_GET_LENGTH(x):
                    return finish_step(frame, unit, ip, PyUnicode_FromOrdinal(<int>PyUnicode_READ_CHAR(x, n)))
            elif PyList_CheckExact(x):
                if n < 0:
                    n += PyList_GET_SIZE(x)
                if <uint64_t>n < <uint64_t>PyList_GET_SIZE(x):
                    z = PyList_GET_ITEM(x, n)
                    Py_INCREF(z)
                    return finish_step(frame, unit, ip, z)
        z = PyObject_GetItem(x, y)
    return finish_step(frame, unit, ip, z)


cdef int64_t step_setitem(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    cdef PyObject* x = fvm_src(regs, unit.consts, ip.a)
    cdef PyObject* y = fvm_src(regs, unit.consts, ip.b)
    cdef PyObject* z = fvm_src(regs, unit.consts, ip.c)
    cdef int flag
    present(frame, ip, unit.where_delta)
    flag = PyDict_SetItem(x, y, z) if PyDict_CheckExact(x) else PyObject_SetItem(x, y, z)
    if flag < 0:
        return STEP_RAISED
    # The host's order: value, container, key.
    if ip.flags & KILL_C:
        kill(frame, ip, unit.where_delta, regs, ip.c)
    if ip.flags & KILL_A:
        kill(frame, ip, unit.where_delta, regs, ip.a)
    if ip.flags & KILL_B:
        kill(frame, ip, unit.where_delta, regs, ip.b)
    return 0


cdef int64_t step_delitem(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    present(frame, ip, unit.where_delta)
    if PyObject_DelItem(fvm_src(regs, unit.consts, ip.a), fvm_src(regs, unit.consts, ip.b)) < 0:
        return STEP_RAISED
    if ip.flags & KILL_B:
        kill(frame, ip, unit.where_delta, regs, ip.b)
    if ip.flags & KILL_A:
        kill(frame, ip, unit.where_delta, regs, ip.a)
    return 0


cdef int64_t step_slice(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    cdef PyObject** window
    cdef PyObject* z
    present(frame, ip, unit.where_delta)
    if ip.op == OP_GETSLICE:
        window = regs + ip.c
        z = get_slice(fvm_src(regs, unit.consts, ip.b), window[0], window[1])
        if z == NULL:
            return STEP_RAISED
        if ip.flags & KILL_B:
            kill(frame, ip, unit.where_delta, regs, ip.b)
        drop_window(window, 2)
    else:
        window = regs + ip.b
        z = PySlice_New(window[0], window[1], window[2] if ip.c == 3 else NULL)
        drop_window(window, ip.c)
        if z == NULL:
            return STEP_RAISED
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    return 0


# --- Calls ----------------------------------------------------------------------------------------------------

cdef PyObject* run_callee(PyThreadState* ts, _PyInterpreterFrame* callee, Unit* unit) noexcept nogil:
    """Run a frame that is filled and not linked, as a C call, and free it. A new reference, or NULL with an exception."""
    cdef PyObject* result = NULL
    cdef NativeCode* native = unit.native if not unit.suspends else NULL
    cdef Instr* ip = unit.code
    cdef int action
    callee.stacktop = unit.nlocals
    if fvm_unlikely(fvm_stack_exhausted()):
        PyErr_SetString(PyExc_RecursionError, b"maximum recursion depth exceeded")
    elif (native != NULL and native.failures < native.failure_limit and ts.recursion_remaining > 0
            and not fvm_eval_breaker(ts) and not stack_is_short()
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
        unit.calls -= 1  # (`run` counts it again)
        result = run(ts, callee, 0)
    leave_frame(ts, callee)
    return result


cdef PyObject* call_class(PyThreadState* ts, PyObject** window, Py_ssize_t count, PyFunctionObject* init, Unit* unit) noexcept nogil:
    """Call the class in window[0], whose instances object.__new__ makes, with an `__init__` (borrowed) of the engine. The
    window is consumed. A new reference, or NULL with an exception."""
    cdef PyObject* class_ = window[0]
    cdef PyObject* instance = new_instance(ts, <PyTypeObject*>class_)
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
    z = call_vector(ts, window, count, kwnames)
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


# --- Building ---------------------------------------------------------------------------------------------------

cdef int64_t step_build(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** window = frame.localsplus + ip.b
    cdef PyObject* z
    present(frame, ip, unit.where_delta)
    if ip.op == OP_BUILD_TUPLE:
        z = build_tuple(ts, window, ip.c)
    elif ip.op == OP_BUILD_LIST:
        z = build_list(window, ip.c)
    elif ip.op == OP_BUILD_SET:
        z = build_set(window, ip.c)
    elif ip.op == OP_BUILD_MAP:
        z = build_map(window, ip.c)
    elif ip.op == OP_BUILD_CONST_MAP:
        z = build_const_map(window, fvm_src(frame.localsplus, unit.consts, ip.c))
    else:
        z = _PyUnicode_JoinArray(EMPTY_STRING, window, ip.c)
        drop_window(window, ip.c)
    if z == NULL:
        return STEP_RAISED
    put(frame, ip, unit.where_delta, frame.localsplus, ip.a, z)
    return 0


cdef int64_t step_format(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    present(frame, ip, unit.where_delta)
    return finish_step(frame, unit, ip, format_value(
        fvm_src(frame.localsplus, unit.consts, ip.b), fvm_src(frame.localsplus, unit.consts, ip.c), ip.flags >> VARIANT_SHIFT))


cdef int64_t step_add_to(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    cdef PyObject* x = regs[ip.a]
    cdef PyObject* y = fvm_src(regs, unit.consts, ip.b)
    cdef int flag
    present(frame, ip, unit.where_delta)
    if ip.op == OP_LIST_APPEND:
        y = take(regs, unit.consts, ip, ip.b, KILL_B)
        if fvm_list_push(x, y):
            return 0
        flag = PyList_Append(x, y)
        Py_DECREF(y)
        return STEP_RAISED if flag < 0 else 0
    if ip.op == OP_SET_ADD:
        flag = PySet_Add(x, y)
    elif ip.op == OP_MAP_ADD:
        flag = PyDict_SetItem(x, y, fvm_src(regs, unit.consts, ip.c))
    elif ip.op == OP_LIST_EXTEND:
        flag = list_extend(x, y)
    elif ip.op == OP_SET_UPDATE:
        flag = _PySet_Update(x, y)
    elif ip.op == OP_DICT_UPDATE:
        flag = dict_update(x, y)
    else:
        flag = dict_merge(x, y, fvm_src(regs, unit.consts, ip.c))
    if flag < 0:
        return STEP_RAISED
    kill_sources(frame, ip, unit.where_delta, regs)
    return 0


cdef int64_t step_list_to_tuple(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    present(frame, ip, unit.where_delta)
    return finish_unary(frame, unit, ip, PyList_AsTuple(fvm_src(frame.localsplus, unit.consts, ip.b)))


# --- Unpacking and iteration -----------------------------------------------------------------------------------

cdef int64_t step_unpack(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    cdef PyObject** items = NULL
    cdef PyObject* x
    cdef int op = GENERIC_OF[ip.op]
    cdef int flag = 0
    present(frame, ip, unit.where_delta)
    # The source's register may be the first of the run: take it out of the way.
    x = take(regs, unit.consts, ip, ip.b, KILL_B)
    if op == OP_UNPACK_EX:
        flag = unpack_iterable(x, ip.c & 255, <uint16_t>ip.c >> 8, regs + ip.a)
    else:
        if PyTuple_CheckExact(x) and PyTuple_GET_SIZE(x) == ip.c:
            items = (<PyTupleObject*>x).ob_item
        elif PyList_CheckExact(x) and PyList_GET_SIZE(x) == ip.c:
            items = (<PyListObject*>x).ob_item
        if ip.a < unit.nlocals:
            if items != NULL:
                store_items(regs + ip.a, items, ip.c)
            else:
                flag = unpack_into_locals(x, ip.c, regs + ip.a)
        elif items != NULL:
            copy_references(regs + ip.a, items, ip.c)
        else:
            flag = unpack_iterable(x, ip.c, -1, regs + ip.a)
    release(frame, ip, unit.where_delta, x)
    return STEP_RAISED if flag < 0 else 0


cdef int64_t step_getiter(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    present(frame, ip, unit.where_delta)
    return finish_unary(frame, unit, ip, PyObject_GetIter(fvm_src(frame.localsplus, unit.consts, ip.b)))


cdef int64_t step_foriter(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    """1: the iterator is at its end, dropped."""
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    cdef PyObject* x = regs[ip.b]
    cdef PyObject* z
    cdef fvm_seq_iterator* sequence = <fvm_seq_iterator*>x
    cdef PyTypeObject* type = Py_TYPE(x)
    if type == &PyListIter_Type and sequence.seq != NULL and sequence.index < PyList_GET_SIZE(sequence.seq):
        z = PyList_GET_ITEM(sequence.seq, sequence.index)
        Py_INCREF(z)
        sequence.index += 1
    elif type == &PyTupleIter_Type and sequence.seq != NULL and sequence.index < PyTuple_GET_SIZE(sequence.seq):
        z = PyTuple_GET_ITEM(sequence.seq, sequence.index)
        Py_INCREF(z)
        sequence.index += 1
    else:
        present(frame, ip, unit.where_delta)
        z = next_of_generator(ts, x) if type == &PyGen_Type else type.tp_iternext(x)
    if z != NULL:
        put(frame, ip, unit.where_delta, regs, ip.a, z)
        return 0
    if ts.curexc_type != NULL:
        if not PyErr_ExceptionMatches(PyExc_StopIteration):
            return STEP_RAISED
        PyErr_Clear()
    kill(frame, ip, unit.where_delta, regs, ip.b)
    return 1


# --- The table of what native code calls and compares with -------------------------------------------------------
# It is filled when the compiler first asks for it: most processes start without the JIT.

cdef enum:
    JIT_TABLE = 480

cdef void* fvm_jit_table[JIT_TABLE]
cdef dict jit_names = {}


cdef void jit_entry(str name, void* address):
    if name in jit_names or len(jit_names) == JIT_TABLE:
        fvm_fatal(b"fastvm: the table of native code has a name twice, or is too small")
    fvm_jit_table[len(jit_names)] = address
    jit_names[name] = len(jit_names)


cdef void jit_step(step_function function, tuple instructions):
    for name in instructions:
        jit_entry("run_" + name, <void*>function)


cdef void enter_jit_steps():
    jit_entry("PyLong_Type", &PyLong_Type)
    jit_entry("PyFloat_Type", &PyFloat_Type)
    jit_entry("PyBool_Type", &PyBool_Type)
    jit_entry("PyUnicode_Type", &PyUnicode_Type)
    jit_entry("PyBytes_Type", &PyBytes_Type)
    jit_entry("PyComplex_Type", &PyComplex_Type)
    jit_entry("PyByteArray_Type", &PyByteArray_Type)
    jit_entry("PyList_Type", &PyList_Type)
    jit_entry("PyTuple_Type", &PyTuple_Type)
    jit_entry("PyDict_Type", &PyDict_Type)
    jit_entry("PyRangeIter_Type", &PyRangeIter_Type)
    jit_entry("PyListIter_Type", &PyListIter_Type)
    jit_entry("PyTupleIter_Type", &PyTupleIter_Type)
    jit_entry("PyModule_Type", &PyModule_Type)
    jit_entry("PyType_Type", &PyType_Type)
    jit_entry("find_attribute", <void*>jit_find_attribute)
    jit_entry("find_method", <void*>jit_find_method)
    jit_entry("find_place", <void*>jit_find_place)
    jit_entry("note_place", <void*>jit_note_place)
    jit_entry("None", Py_None)
    jit_entry("True", Py_True)
    jit_entry("NotImplemented", Py_NotImplemented)
    jit_entry("False", Py_False)
    jit_entry("show_int", <void*>show_int)
    jit_entry("show_double", <void*>show_double)
    jit_entry("show_bool", <void*>show_bool)
    jit_entry("show_complex", <void*>show_complex)
    jit_entry("box_complex", <void*>jit_box_complex)
    jit_entry("hypot", <void*>hypot)
    jit_entry("show_range", <void*>show_range)
    jit_entry("box_int", <void*>jit_box_int)
    jit_entry("box_double", <void*>jit_box_double)
    jit_entry("new_cell", <void*>jit_new_cell)
    jit_entry("new_instance", <void*>jit_new_instance)
    jit_entry("sure_instance", <void*>sure_instance)
    jit_entry("unbox_int", <void*>jit_unbox_int)
    jit_entry("bury", <void*>jit_bury)
    jit_entry("PyFunction_Type", &PyFunction_Type)
    jit_entry("run_inlined", <void*>run_inlined)
    jit_entry("bury_inert", <void*>jit_bury_inert)
    jit_entry("inert", <void*>jit_inert)
    jit_entry("truth", <void*>jit_truth)
    jit_entry("pow", <void*>pow)
    jit_entry("str_equal", <void*>jit_str_equal)
    jit_step(step_binary, ("ADD", "SUB", "MUL", "TRUEDIV", "FLOORDIV", "MOD", "POW", "MATMUL", "LSHIFT", "RSHIFT", "AND", "OR", "XOR"))
    jit_step(step_unary, ("NEG", "POS", "INVERT", "NOT"))
    jit_step(step_compare, ("COMPARE",))
    jit_step(step_in, ("IN", "JUMP_IN"))
    jit_step(step_jump_if, ("JUMP_IF_TRUE", "JUMP_IF_FALSE"))
    jit_step(step_jump_compare, ("JUMP_COMPARE",))
    jit_step(step_cell, ("MAKE_CELL", "COPY_FREE", "GETCELL", "SETCELL"))
    jit_step(step_get_name, ("GETGLOBAL", "GETNAME"))
    jit_step(step_set_name, ("SETGLOBAL", "SETNAME"))
    jit_step(step_getattr, ("GETATTR",))
    jit_step(step_setattr, ("SETATTR",))
    jit_step(step_delattr, ("DELATTR",))
    jit_step(step_getmethod, ("GETMETHOD",))
    jit_step(step_getitem, ("GETITEM",))
    jit_step(step_setitem, ("SETITEM",))
    jit_step(step_delitem, ("DELITEM",))
    jit_step(step_slice, ("GETSLICE", "BUILD_SLICE"))
    jit_step(step_call, ("CALL", "CALL_KW", "CALL_METHOD", "CALL_METHOD_KW"))
    jit_step(step_call_ex, ("CALL_EX",))
    jit_step(step_make_function, ("MAKE_FUNCTION",))
    jit_step(step_build, ("BUILD_TUPLE", "BUILD_LIST", "BUILD_SET", "BUILD_MAP", "BUILD_CONST_MAP", "BUILD_STRING"))
    jit_step(step_format, ("FORMAT",))
    jit_step(step_add_to, ("LIST_APPEND", "SET_ADD", "MAP_ADD", "LIST_EXTEND", "SET_UPDATE", "DICT_UPDATE", "DICT_MERGE"))
    jit_step(step_list_to_tuple, ("LIST_TO_TUPLE",))
    jit_step(step_unpack, ("UNPACK", "UNPACK_EX"))
    jit_step(step_getiter, ("GETITER",))
    jit_step(step_foriter, ("FORITER",))
