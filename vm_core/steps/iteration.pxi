# Steps: unpacking, and loops over iterators.

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
    """1: the iterator is at its end, dropped. (A generator that native code has resumed may have raised: draw_next.)"""
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
    elif fvm_unlikely(ts.curexc_type != NULL):
        return STEP_RAISED
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


cdef void enter_iteration_steps():
    jit_step(step_unpack, ("UNPACK", "UNPACK_EX"))
    jit_step(step_getiter, ("GETITER",))
    jit_step(step_foriter, ("FORITER",))
