# Virtual objects: instances and tuples that native code has not made, and that are to be there when it leaves
# (jit/showing.pxi).
#
# An instance that native code has not made is a row of SHOW_VIRTUAL, the rows of its fields, and one of SHOW_END. A field's
# row has the place among the instance's values, or the negative offset of a member. Rows with one place in the values are one
# object: where it is kept once it is there says the column `fresh`. Of a tuple the same, with SHOW_TUPLE and the places of items.

cdef PyObject* sure_instance(PyThreadState* ts, PyTypeObject* type) noexcept nogil:
    """object.__new__ of a class whose instances are plain: a new reference."""
    cdef PyObject* instance = jit_new_instance(ts, type)
    while fvm_unlikely(instance == NULL):
        draw_on_reserve()
        instance = jit_new_instance(ts, type)
    return instance


cdef void forget_made(ExitRow* row, ExitRow* end, int64_t* values) noexcept nogil:
    """Nothing of these rows has been made yet."""
    while row < end:
        if row.representation in (SHOW_VIRTUAL, SHOW_TUPLE, SHOW_INT, SHOW_DOUBLE, SHOW_COMPLEX):
            values[row.fresh] = 0
        row += 1


cdef PyObject* made_value(PyThreadState* ts, _PyInterpreterFrame* frame, PyObject** inlined, NativeCode* native, ExitRow** at, int64_t* values) noexcept nogil:
    """What the row at at[0] says, and those that belong to it: a new reference. at[0] is the row after it."""
    cdef ExitRow* row = at[0]
    cdef PyObject* value
    at[0] = row + 1
    if row.representation == SHOW_OWNED:
        return <PyObject*><void*>values[row.value]
    if row.representation == SHOW_BOOL:
        return boolean(values[row.value] & 1)
    if row.representation == SHOW_OBJECT:
        value = <PyObject*><void*>values[row.value]
    elif row.representation == SHOW_REGISTER:
        value = register_place(frame, inlined, native, row.value)[0]
    else:
        value = <PyObject*><void*>values[row.fresh]
        if value == NULL:
            if row.representation == SHOW_VIRTUAL:
                value = make_virtual(ts, frame, inlined, native, at, values)
            elif row.representation == SHOW_TUPLE:
                value = make_virtual_tuple(ts, frame, inlined, native, at, values)
            elif row.representation == SHOW_INT:
                value = sure_int(values[row.value])
            elif row.representation == SHOW_DOUBLE:
                value = sure_double((<double*>values)[row.value])
            else:
                value = sure_complex((<double*>values)[row.value], (<double*>values)[row.value + 1])
            values[row.fresh] = <int64_t><void*>value
            return value
        if row.representation in (SHOW_VIRTUAL, SHOW_TUPLE):
            at[0] += 1  # (its fields are with the first row)
    Py_INCREF(value)
    return value


cdef PyObject* make_virtual(PyThreadState* ts, _PyInterpreterFrame* frame, PyObject** inlined, NativeCode* native, ExitRow** at, int64_t* values) noexcept nogil:
    """The instance of the row in front of at[0], with its fields."""
    cdef ExitRow* row = at[0] - 1
    cdef PyObject* made = sure_instance(ts, <PyTypeObject*><void*>values[row.value])
    cdef PyObject* value
    cdef int field
    while at[0].representation != SHOW_END:
        field = at[0].register_
        value = made_value(ts, frame, inlined, native, at, values)
        if field < 0:
            (<PyObject**>(<char*>made - field))[0] = value
        else:
            fvm_values(made).values[field] = value
            _PyDictValues_AddToInsertionOrder(fvm_values(made), field)
    at[0] += 1
    return made


cdef PyObject* make_virtual_tuple(PyThreadState* ts, _PyInterpreterFrame* frame, PyObject** inlined, NativeCode* native, ExitRow** at, int64_t* values) noexcept nogil:
    """The tuple of the row in front of at[0], with its items."""
    cdef int size = (at[0] - 1).value
    cdef PyObject* made = sure_tuple(ts, size)
    cdef int i
    for i in range(size):
        PyTuple_SET_ITEM(made, i, NULL)  # (the collector may look while the items are made)
    for i in range(size):
        PyTuple_SET_ITEM(made, i, made_value(ts, frame, inlined, native, at, values))
    at[0] += 1
    return made
