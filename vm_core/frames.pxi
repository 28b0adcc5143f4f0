# Interpreter frames: pushing, leaving and clearing them by the host's rules.
#
# A frame of ours is the host's `_PyInterpreterFrame` with the register file as its `localsplus`; the mark
# FVM_FRAME_OURS tells it from the host's. What libpython does not export (`_PyFrame_Clear`,
# `take_ownership`, popping the data stack) has its counterpart here.

cdef inline _PyInterpreterFrame* new_frame(PyThreadState* ts, PyFunctionObject* func, Unit* unit) noexcept nogil:
    """Push a frame for `func` (reference stolen on success): registers uninitialised. NULL: MemoryError set."""
    cdef _PyInterpreterFrame* frame = fvm_push_slots(ts, <Py_ssize_t>unit.slots + fvm_frame_specials())
    if fvm_unlikely(frame == NULL):
        PyErr_NoMemory()
        return NULL
    fvm_frame_begin(frame, func, unit.start)
    unit.calls += 1
    return frame


cdef inline void clear_registers(PyObject** registers, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Drop registers [start, end) from the top down and leave them NULL."""
    cdef PyObject* value
    while end > start:
        end -= 1
        value = registers[end]
        if value != NULL:
            registers[end] = NULL
            fvm_drop(value)


cdef void take_ownership(PyThreadState* ts, PyFrameObject* object, _PyInterpreterFrame* frame) noexcept nogil:
    """Give a finished frame's data to its frame object, which somebody kept (frame.c: take_ownership).

    The frame is already unlinked, and `frame.previous` is the current frame."""
    cdef PyFrameObject* back
    cdef PyObject *type
    cdef PyObject *value
    cdef PyObject *traceback
    memcpy(object._f_frame_data, frame, <char*>&frame.localsplus[frame.stacktop] - <char*>frame)
    frame = <_PyInterpreterFrame*>object._f_frame_data
    object.f_frame = frame
    frame.owner = <char>FRAME_OWNED_BY_FRAME_OBJECT
    fvm_frame_set_mark(frame, 0)
    if frame.previous != NULL:
        back = fvm_frame_object(ts, ts.cframe.current_frame)
        if back != NULL:
            Py_INCREF(<PyObject*>back)
        else:
            PyErr_Fetch(&type, &value, &traceback)
            back = PyThreadState_GetFrame(ts)  # new
            if back == NULL:
                PyErr_Clear()
            PyErr_Restore(type, value, traceback)
        object.f_back = back
        frame.previous = NULL
    if not PyObject_GC_IsTracked(<PyObject*>object):
        PyObject_GC_Track(object)


cdef inline bint is_unseen(_PyInterpreterFrame* frame) noexcept nogil:
    """Whether nobody has asked for the frame's object or its locals' dict: it holds its registers, its function and its
    code, and nothing else."""
    return (<size_t>frame.frame_obj | <size_t>frame.f_locals) == 0


cdef inline void clear_locals(_PyInterpreterFrame* frame, Unit* unit) noexcept nogil:
    cdef PyObject** next = frame.localsplus
    cdef PyObject** end = next + unit.nlocals
    cdef PyObject* value
    while next != end:
        value = next[0]
        if value != NULL:
            fvm_drop(value)
        next += 1


cdef inline void clear_unseen(_PyInterpreterFrame* frame, Unit* unit) noexcept nogil:
    """clear_frame for a frame that is unseen."""
    clear_locals(frame, unit)
    fvm_drop(<PyObject*>frame.f_func)
    fvm_drop(<PyObject*>frame.f_code)


cdef inline void clear_frame(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit) noexcept nogil:
    """Drop what a finished, unlinked frame owns; its temporaries are dead (frame.c: _PyFrame_Clear)."""
    cdef PyFrameObject* object = frame.frame_obj
    if fvm_unlikely(object != NULL):
        frame.frame_obj = NULL
        if Py_REFCNT(<PyObject*>object) > 1:
            frame.stacktop = unit.nlocals
            take_ownership(ts, object, frame)
            Py_DECREF(<PyObject*>object)
            return
        Py_DECREF(<PyObject*>object)
    clear_locals(frame, unit)
    Py_XDECREF(frame.f_locals)
    fvm_drop(<PyObject*>frame.f_func)
    fvm_drop(<PyObject*>frame.f_code)


cdef void leave_frame(PyThreadState* ts, _PyInterpreterFrame* frame) noexcept nogil:
    """Drop what an unlinked frame still owns, its registers up to `stacktop`, and free its slots."""
    cdef PyFrameObject* object = frame.frame_obj
    cdef PyObject* value
    cdef int i
    frame.frame_obj = NULL
    if fvm_unlikely(object != NULL) and Py_REFCNT(<PyObject*>object) > 1:
        take_ownership(ts, object, frame)
        Py_DECREF(<PyObject*>object)
    else:
        Py_XDECREF(<PyObject*>object)
        for i in range(frame.stacktop):
            value = frame.localsplus[i]
            if value != NULL:
                fvm_drop(value)
        Py_XDECREF(frame.f_locals)
        Py_DECREF(<PyObject*>frame.f_func)
        Py_DECREF(<PyObject*>frame.f_code)
    fvm_pop_slots(ts, frame)


cdef inline _PyInterpreterFrame* pop_frame(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit) noexcept nogil:
    """Leave an inner frame of this loop: unlink, clear, free its slots. Returns the caller's frame."""
    cdef _PyInterpreterFrame* previous = frame.previous
    ts.cframe.current_frame = previous
    clear_frame(ts, frame, unit)
    ts.recursion_remaining += 1
    fvm_pop_slots(ts, frame)
    return previous


cdef inline void save_pc(_PyInterpreterFrame* frame, Unit* unit, Instr* ip) noexcept nogil:
    (<void**>frame.localsplus)[<Py_ssize_t>unit.nregs + PC_SLOT] = ip


cdef inline Instr* saved_pc(_PyInterpreterFrame* frame, Unit* unit) noexcept nogil:
    return <Instr*>(<void**>frame.localsplus)[<Py_ssize_t>unit.nregs + PC_SLOT]


cdef inline void save_caller(_PyInterpreterFrame* frame, Unit* unit, Unit* caller) noexcept nogil:
    (<void**>frame.localsplus)[<Py_ssize_t>unit.nregs + CALLER_SLOT] = caller


cdef inline Unit* saved_caller(_PyInterpreterFrame* frame, Unit* unit) noexcept nogil:
    return <Unit*>(<void**>frame.localsplus)[<Py_ssize_t>unit.nregs + CALLER_SLOT]


cdef inline void present(_PyInterpreterFrame* frame, Instr* ip, int64_t where_delta) noexcept nogil:
    """Make the frame presentable: whoever looks at it sees the genuine instruction of this source position."""
    fvm_present(frame, <char*>ip, where_delta)


cdef inline void release(_PyInterpreterFrame* frame, Instr* ip, int64_t where_delta, PyObject* value) noexcept nogil:
    """Drop a reference; a destructor that runs sees a presentable frame."""
    value.ob_refcnt -= 1
    if value.ob_refcnt == 0:
        fvm_bury_presentably(frame, <char*>ip, where_delta, value)


cdef inline void put(_PyInterpreterFrame* frame, Instr* ip, int64_t where_delta, PyObject** regs, int16_t r, PyObject* value) noexcept nogil:
    """Write register r (value stolen) and drop what it held."""
    cdef PyObject* old = regs[r]
    regs[r] = value
    if old != NULL:
        release(frame, ip, where_delta, old)


cdef inline void kill(_PyInterpreterFrame* frame, Instr* ip, int64_t where_delta, PyObject** regs, int16_t r) noexcept nogil:
    """Drop register r and leave it NULL."""
    cdef PyObject* old = regs[r]
    if old != NULL:
        regs[r] = NULL
        release(frame, ip, where_delta, old)


cdef inline void kill_known(_PyInterpreterFrame* frame, Instr* ip, int64_t where_delta, PyObject** regs, int16_t r, PyObject* value) noexcept nogil:
    """kill, where the register's value is known and not NULL."""
    regs[r] = NULL
    release(frame, ip, where_delta, value)


cdef inline void kill_sources(_PyInterpreterFrame* frame, Instr* ip, int64_t where_delta, PyObject** regs) noexcept nogil:
    """Drop the operands b and c that die here."""
    if ip.flags & KILL_B:
        kill(frame, ip, where_delta, regs, ip.b)
    if ip.flags & KILL_C:
        kill(frame, ip, where_delta, regs, ip.c)


cdef inline PyObject* take(PyObject** regs, PyObject** consts, Instr* ip, int16_t r, int killed) noexcept nogil:
    """The value of a source as a reference of our own: moved out of a dying register, else new."""
    cdef PyObject* value = fvm_src(regs, consts, r)
    if ip.flags & killed:
        regs[r] = NULL
    else:
        Py_INCREF(value)
    return value


cdef void add_traceback(PyThreadState* ts) noexcept nogil:
    """Add the current frame to the pending exception's traceback (ceval.c: error). (Every exception in code of ours comes here
    first: a MemoryError gets what memory there is.)"""
    cdef PyObject *type
    cdef PyObject *value
    cdef PyObject *traceback
    cdef PyFrameObject* object
    if fvm_likely(ts.curexc_type != PyExc_MemoryError) and fvm_add_entry(ts):
        return
    PyErr_Fetch(&type, &value, &traceback)
    if fvm_unlikely(type == PyExc_MemoryError):
        fvm_relieve(ts, 0)
    object = PyThreadState_GetFrame(ts)
    if object == NULL:
        # Out of memory: the exception goes on without this entry, as in the host.
        PyErr_Clear()
        PyErr_Restore(type, value, traceback)
        return
    PyErr_Restore(type, value, traceback)
    PyTraceBack_Here(object)
    Py_DECREF(<PyObject*>object)


cdef int handle_pending(PyThreadState* ts) noexcept nogil:
    """Signals, pending calls, the request to drop the GIL, asynchronous exceptions (ceval.c: _Py_HandlePending), and a
    collection that native code has deferred. -1 with an exception set.

    Not when a generator function has been entered: as in the host, nobody sees its frame, which the generator is about to
    take over. The generator does it when it is first resumed."""
    cdef _PyInterpreterFrame* frame = ts.cframe.current_frame
    cdef PyObject* exc
    if frame.owner == FRAME_OWNED_BY_THREAD and frame.f_code.co_flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR):
        return 0
    if Py_MakePendingCalls() < 0:
        return -1
    if fvm_gil_drop_requested(ts):
        PyEval_RestoreThread(PyEval_SaveThread())
    exc = fvm_take_async_exc(ts)
    if exc != NULL:
        fvm_recompute_breaker(ts)
        PyErr_SetNone(exc)
        Py_DECREF(exc)
        return -1
    fvm_deferred_collection(ts)
    return 0


cdef void copy_free(_PyInterpreterFrame* frame, Unit* unit, int count) noexcept nogil:
    """COPY_FREE: the closure's cells become the last `count` registers below the temporaries."""
    cdef PyObject* closure = frame.f_func.func_closure
    cdef PyObject** target = frame.localsplus + unit.nlocals - count
    cdef int i
    for i in range(count):
        target[i] = PyTuple_GET_ITEM(closure, i)
        Py_INCREF(target[i])


cdef inline void copy_references(PyObject** target, PyObject** source, Py_ssize_t count) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(count):
        target[i] = source[i]
        Py_INCREF(target[i])
