# Virtual objects: instances, tuples and the like that native code has not made, and that are to be there when it leaves
# (jit/showing.pxi).
#
# Each is a row of SHOW_VIRTUAL, the rows of its fields, and one of SHOW_END. A field's row has the place among the
# instance's values, or the negative offset of a member. The rows of a tuple or list are its items; those of a dict are keys,
# with the value of each behind it. Rows with one place in the values are one object: where it is kept once it is there
# says the column `fresh`.

cdef PyObject* unset_method(PyThreadState* ts) noexcept nogil:
    """A bound method without function and object, which are set before anything can look; as jit_new_instance."""
    cdef int collecting = fvm_defer_collection(ts)
    cdef PyObject* method = fvm_new_method(ts, Py_None, Py_None)
    fvm_end_deferral(ts, collecting)
    if method == NULL:
        PyErr_Clear()
        return NULL
    Py_DECREF(Py_None)
    Py_DECREF(Py_None)
    (<PyMethodObject*>method).im_func = NULL
    (<PyMethodObject*>method).im_self = NULL
    return method


cdef inline PyObject* plain_instance(PyThreadState* ts, PyTypeObject* type) noexcept nogil:
    return jit_new_instance(ts, type) if type != &PyMethod_Type else unset_method(ts)


cdef PyObject* sure_instance(PyThreadState* ts, PyTypeObject* type) noexcept nogil:
    """object.__new__ of a class whose instances are plain, or a bound method that is not set: a new reference."""
    cdef PyObject* instance = plain_instance(ts, type)
    while fvm_unlikely(instance == NULL):
        draw_on_reserve()
        instance = plain_instance(ts, type)
    return instance


cdef void forget_made(ExitRow* row, ExitRow* end, int64_t* values) noexcept nogil:
    """Nothing of these rows has been made yet."""
    while row < end:
        if row.representation in (SHOW_VIRTUAL, SHOW_INT, SHOW_DOUBLE, SHOW_COMPLEX):
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
            elif row.representation == SHOW_INT:
                value = sure_int(values[row.value])
            elif row.representation == SHOW_DOUBLE:
                value = sure_double((<double*>values)[row.value])
            else:
                value = sure_complex((<double*>values)[row.value], (<double*>values)[row.value + 1])
            values[row.fresh] = <int64_t><void*>value
            return value
        if row.representation == SHOW_VIRTUAL:
            at[0] += 1  # (its fields are with the first row)
    Py_INCREF(value)
    return value


cdef Py_ssize_t fields_at(ExitRow* row) noexcept nogil:
    """How many fields there are from this row on."""
    cdef Py_ssize_t count = 0, depth = 0
    while depth or row.representation != SHOW_END:
        count += depth == 0
        depth += (row.representation == SHOW_VIRTUAL) - (row.representation == SHOW_END)
        row += 1
    return count


cdef PyObject* make_container(PyThreadState* ts, PyTypeObject* type, _PyInterpreterFrame* frame, PyObject** inlined, NativeCode* native, ExitRow** at, int64_t* values) noexcept nogil:
    """The tuple, list or dict with the fields from at[0] on."""
    cdef PyObject* made
    cdef PyObject** items = NULL
    cdef PyObject* key
    cdef Py_ssize_t count = fields_at(at[0])
    cdef Py_ssize_t i
    if type == &PyDict_Type:
        made = sure_dict(ts)
        for i in range(count // 2):
            key = made_value(ts, frame, inlined, native, at, values)
            sure_entry(made, key, made_value(ts, frame, inlined, native, at, values))
            Py_DECREF(key)
        return made
    if type == &PyTuple_Type:
        made = sure_tuple(ts, count)
        items = (<PyTupleObject*>made).ob_item
    else:
        made = sure_list(ts, count)
        items = (<PyListObject*>made).ob_item
    for i in range(count):  # (whoever traverses it meanwhile finds it as it is)
        items[i] = NULL
    for i in range(count):
        items[i] = made_value(ts, frame, inlined, native, at, values)
    return made


cdef PyObject* make_virtual(PyThreadState* ts, _PyInterpreterFrame* frame, PyObject** inlined, NativeCode* native, ExitRow** at, int64_t* values) noexcept nogil:
    """The object of the row in front of at[0], with its fields."""
    cdef PyTypeObject* type = <PyTypeObject*><void*>values[(at[0] - 1).value]
    cdef PyObject* made
    cdef PyObject* value
    cdef int field
    if type == &PyTuple_Type or type == &PyList_Type or type == &PyDict_Type:
        made = make_container(ts, type, frame, inlined, native, at, values)
        at[0] += 1
        return made
    made = sure_instance(ts, type)
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
