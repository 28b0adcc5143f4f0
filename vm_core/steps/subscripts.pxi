# Steps: items and slices.

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


cdef void enter_subscript_steps():
    jit_step(step_getitem, ("GETITEM",))
    jit_step(step_setitem, ("SETITEM",))
    jit_step(step_delitem, ("DELITEM",))
    jit_step(step_slice, ("GETSLICE", "BUILD_SLICE"))
