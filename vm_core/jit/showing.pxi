# Showing values: making a frame's registers hold what native code has only had in machine registers.
#
# Native code cannot raise where its numbers become visible. If memory runs out there, they come out of what is kept for
# that, and native code leaves at its next safepoint: it is not entered again until as much is kept. The interpreter, which has
# the numbers in their boxes, raises MemoryError where it needs more. (No exception is pending, or show_values keeps it.)


cdef void draw_on_reserve() noexcept nogil:
    cdef PyThreadState* ts = PyThreadState_Get()
    PyErr_Clear()
    if not fvm_relieve(ts, 1):
        fvm_fatal(b"fastvm: out of memory while a compiled frame is made visible")
    fvm_request_safepoint(ts)


cdef PyObject* sure_int(int64_t value) noexcept nogil:
    cdef PyObject* box = fvm_new_int(value)
    while fvm_unlikely(box == NULL):
        draw_on_reserve()
        box = fvm_new_int(value)
    return box


cdef PyObject* sure_double(double value) noexcept nogil:
    cdef PyObject* box = PyFloat_FromDouble(value)
    while fvm_unlikely(box == NULL):
        draw_on_reserve()
        box = PyFloat_FromDouble(value)
    return box


cdef PyObject* sure_complex(double real, double imag) noexcept nogil:
    cdef PyObject* box = PyComplex_FromDoubles(real, imag)
    while fvm_unlikely(box == NULL):
        draw_on_reserve()
        box = PyComplex_FromDoubles(real, imag)
    return box


cdef void show_object(PyObject** slot, PyObject* value) noexcept nogil:
    """Put an object (stolen) into a register that holds something inert, or nothing."""
    cdef PyObject* old = slot[0]
    slot[0] = value
    if old != NULL:
        fvm_drop(old)


cdef void show_int(PyObject** slot, int64_t value) noexcept nogil:
    """Make a register show an int, in the box it holds if nobody else sees that."""
    if not fvm_reuse_int(slot[0], value):
        show_object(slot, sure_int(value))


cdef void show_double(PyObject** slot, double value) noexcept nogil:
    """Make a register show a float, in the box it holds if nobody else sees that."""
    if fvm_float_box_free(slot[0]):
        fvm_set_float(slot[0], value)
    else:
        show_object(slot, sure_double(value))


cdef void show_complex(PyObject** slot, double real, double imag) noexcept nogil:
    """Make a register show a complex number, in the box it holds if nobody else sees that."""
    if not fvm_reuse_complex(slot[0], real, imag):
        show_object(slot, sure_complex(real, imag))


cdef void show_bool(PyObject** slot, int64_t value) noexcept nogil:
    show_object(slot, boolean(value & 1))


cdef void show_range(PyObject** slot, int64_t index, int64_t length, int64_t start, int64_t step) noexcept nogil:
    """Make a register show a range iterator: the one it holds if there is one, with this index."""
    while slot[0] == NULL:
        slot[0] = fvm_new_range_iterator(length, start, step)
        if fvm_unlikely(slot[0] == NULL):
            draw_on_reserve()
    (<fvm_range_iterator*>slot[0]).index = index


cdef inline PyObject** register_place(_PyInterpreterFrame* frame, PyObject** inlined, NativeCode* native, int register_) noexcept nogil:
    """Where a register is: in the outermost frame, or among those of inlined calls, which are counted from `inlined`."""
    if register_ < native.frames[0].unit.slots:
        return frame.localsplus + register_
    return inlined + register_


cdef void show_values(PyThreadState* ts, _PyInterpreterFrame* frame, NativeCode* native, NativeExit* exit, int64_t* values) noexcept nogil:
    """Make the frame's registers hold what the exit's rows say. One value in two registers is one object."""
    cdef PyObject** inlined = inlined_registers(ts, frame, native)
    cdef ExitRow* row = native.rows + exit.first
    cdef ExitRow* end = row + exit.count
    cdef ExitRow* earlier
    cdef PyObject** slot
    cdef PyObject* value
    cdef PyObject* pending = PyErr_Occurred()
    cdef PyObject* pending_value
    cdef PyObject* pending_traceback
    if fvm_unlikely(pending != NULL):
        PyErr_Fetch(&pending, &pending_value, &pending_traceback)
    while row < end and row.representation != SHOW_VIRTUAL:
        slot = register_place(frame, inlined, native, row.register_)
        if row.fresh == ALWAYS_FRESH or values[row.fresh] & 1:
            if row.representation == SHOW_RANGE:
                (<fvm_range_iterator*>slot[0]).index = values[row.value]
            elif row.representation == SHOW_NEW_RANGE:
                show_range(slot, values[row.value], values[row.value + 1], values[row.value + 2], values[row.value + 3])
            elif row.representation == SHOW_OBJECT:
                value = <PyObject*><void*>values[row.value]
                Py_INCREF(value)
                show_object(slot, value)
            elif row.representation == SHOW_BOOL:
                show_bool(slot, values[row.value])
            else:
                earlier = native.rows + exit.first
                while earlier < row and not (earlier.value == row.value and earlier.representation == row.representation
                                             and earlier.fresh == row.fresh):
                    earlier += 1
                if earlier < row:
                    value = register_place(frame, inlined, native, earlier.register_)[0]
                    Py_INCREF(value)
                    show_object(slot, value)
                elif row.representation == SHOW_INT:
                    show_int(slot, values[row.value])
                elif row.representation == SHOW_COMPLEX:
                    show_complex(slot, (<double*>values)[row.value], (<double*>values)[row.value + 1])
                else:
                    show_double(slot, (<double*>values)[row.value])
        row += 1
    forget_made(row, end, values)
    while row < end:  # (virtual objects come last: their fields may be what registers show)
        slot = register_place(frame, inlined, native, row.register_)
        show_object(slot, made_value(ts, frame, inlined, native, &row, values))
    if fvm_unlikely(pending != NULL):
        PyErr_Restore(pending, pending_value, pending_traceback)


cdef bint is_temporary(NativeCode* native, int32_t level, int register_) noexcept nogil:
    """Whether a register is no local of the frame or of one that it was called from. (A function register is none either.)"""
    cdef NativeFrame* known
    while True:
        known = native.frames + level
        if known.base <= register_ < known.base + known.unit.nlocals:
            return False
        if level == 0:
            return True
        level = known.parent


cdef void hide_temporaries(PyThreadState* ts, _PyInterpreterFrame* frame, NativeCode* native, NativeExit* exit, int64_t* values) noexcept nogil:
    """After show_values, where native code goes on with its own values: temporaries are empty again. (Numbers; borrowed
    objects were given to their registers before anything that could run code.)"""
    cdef PyObject** inlined = inlined_registers(ts, frame, native)
    cdef PyObject** slot
    cdef int32_t i
    cdef int register_
    for i in range(exit.first, exit.first + exit.count):
        register_ = native.rows[i].register_
        if is_temporary(native, exit.level, register_) and native.rows[i].representation not in (SHOW_RANGE, SHOW_NEW_RANGE) \
                and (native.rows[i].fresh == ALWAYS_FRESH or values[native.rows[i].fresh] & 1):
            slot = register_place(frame, inlined, native, register_)
            Py_XDECREF(slot[0])
            slot[0] = NULL
