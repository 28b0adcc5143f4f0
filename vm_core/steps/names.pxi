# Steps: cells, globals, and the names of class bodies and modules.

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
        y = cached_target(ip, frame.f_globals)
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


cdef void enter_name_steps():
    jit_step(step_cell, ("MAKE_CELL", "COPY_FREE", "GETCELL", "SETCELL"))
    jit_step(step_get_name, ("GETGLOBAL", "GETNAME"))
    jit_step(step_set_name, ("SETGLOBAL", "SETNAME"))
