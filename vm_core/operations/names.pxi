# Names: globals, builtins, the locals of modules and classes, and the errors for names without a value.

cdef void raise_about_name(PyObject* exc_type, const char* format, PyObject* name) noexcept nogil:
    """Set `exc_type` with `name` put into the format; a NameError gets the attribute `name` too."""
    cdef PyObject* type_
    cdef PyObject* value
    cdef PyObject* traceback
    cdef const char* text = PyUnicode_AsUTF8(name)
    if text == NULL:
        return
    PyErr_Format(exc_type, format, text)
    if exc_type != PyExc_NameError:
        return
    PyErr_Fetch(&type_, &value, &traceback)
    PyErr_NormalizeException(&type_, &value, &traceback)
    if PyErr_GivenExceptionMatches(value, PyExc_NameError):
        PyObject_SetAttr(value, name_name, name)
    PyErr_Restore(type_, value, traceback)  # whatever came of setting the attribute


cdef void raise_name_error(PyObject* name) noexcept nogil:
    raise_about_name(PyExc_NameError, b"name '%.200s' is not defined", name)


cdef void raise_unbound_local(PyCodeObject* code, int index) noexcept nogil:
    """UnboundLocalError for the local variable `index` of localsplus."""
    raise_about_name(
        PyExc_UnboundLocalError,
        b"cannot access local variable '%s' where it is not associated with a value",
        PyTuple_GET_ITEM(code.co_localsplusnames, index),
    )


cdef void raise_unbound_cell(PyCodeObject* code, int index) noexcept nogil:
    """The error of an empty cell at `index` of localsplus: of a variable of this function, or a free one."""
    if index < code.co_nplaincellvars + code.co_nlocals:
        raise_unbound_local(code, index)
    else:
        raise_about_name(
            PyExc_NameError,
            b"cannot access free variable '%s' where it is not associated with a value in enclosing scope",
            PyTuple_GET_ITEM(code.co_localsplusnames, index),
        )


cdef PyObject* find_name(PyObject* namespace, PyObject* name) noexcept nogil:
    """`namespace[name]`, or NULL without an exception when a dict does not have it, or with any exception of the
    mapping but KeyError."""
    cdef PyObject* value
    if PyDict_CheckExact(namespace):
        value = PyDict_GetItemWithError(namespace, name)
        Py_XINCREF(value)
    else:
        value = PyObject_GetItem(namespace, name)
        if value == NULL and PyErr_ExceptionMatches(PyExc_KeyError):
            PyErr_Clear()
    return value


cdef PyObject* load_global(PyObject* globals_, PyObject* builtins_, PyObject* name) noexcept nogil:
    """The global or builtin `name`."""
    cdef PyObject* value = find_name(globals_, name)
    if value == NULL and PyErr_Occurred() == NULL:
        value = load_builtin(builtins_, name)
    return value


cdef PyObject* load_builtin(PyObject* builtins_, PyObject* name) noexcept nogil:
    """The builtin `name`, or NULL and NameError."""
    cdef PyObject* value = find_name(builtins_, name)
    if value == NULL and PyErr_Occurred() == NULL:
        raise_name_error(name)
    return value


cdef PyObject* load_name(_PyInterpreterFrame* frame, PyObject* name) noexcept nogil:
    """`name` in the frame's locals, globals or builtins."""
    cdef PyObject* value
    if frame.f_locals == NULL:
        PyErr_Format(PyExc_SystemError, b"no locals when loading %R", name)
        return NULL
    value = find_name(frame.f_locals, name)
    if value == NULL and PyErr_Occurred() == NULL:
        value = PyDict_GetItemWithError(frame.f_globals, name)  # unlike `load_global`: no `__getitem__`
        Py_XINCREF(value)
        if value == NULL and PyErr_Occurred() == NULL:
            value = load_builtin(frame.f_builtins, name)
    return value


cdef int store_name(_PyInterpreterFrame* frame, PyObject* name, PyObject* value) noexcept nogil:
    """`name = value` in the frame's locals mapping. 0 or -1."""
    if frame.f_locals == NULL:
        PyErr_Format(PyExc_SystemError, b"no locals found when storing %R", name)
        return -1
    return store_item(frame.f_locals, name, value)


cdef int store_item(PyObject* namespace, PyObject* name, PyObject* value) noexcept nogil:
    if PyDict_CheckExact(namespace):
        return PyDict_SetItem(namespace, name, value)
    return PyObject_SetItem(namespace, name, value)


cdef int delete_name(_PyInterpreterFrame* frame, PyObject* name) noexcept nogil:
    """`del name` in the frame's locals mapping. 0 or -1."""
    if frame.f_locals == NULL:
        PyErr_Format(PyExc_SystemError, b"no locals when deleting %R", name)
        return -1
    if PyObject_DelItem(frame.f_locals, name) < 0:
        raise_name_error(name)  # whatever the mapping raised, as the host does
        return -1
    return 0


cdef int delete_global(PyObject* globals_, PyObject* name) noexcept nogil:
    """`global name; del name`. 0 or -1."""
    if PyDict_DelItem(globals_, name) < 0:
        if PyErr_ExceptionMatches(PyExc_KeyError):
            raise_name_error(name)
        return -1
    return 0


cdef PyObject* class_deref(
    _PyInterpreterFrame* frame, PyObject* cell, PyObject* name, PyCodeObject* code, int index
) noexcept nogil:
    """In a class body: the local `name`, else the content of `cell`, which is at `index` of localsplus."""
    cdef PyObject* value = find_name(frame.f_locals, name)
    if value == NULL and PyErr_Occurred() == NULL:
        value = PyCell_GET(cell)
        if value == NULL:
            raise_unbound_cell(code, index)
        Py_XINCREF(value)
    return value


cdef PyObject* load_build_class(_PyInterpreterFrame* frame) noexcept nogil:
    """`builtins.__build_class__`, as the frame's builtins have it."""
    cdef PyObject* value = find_name(frame.f_builtins, name_build_class)
    if value == NULL and PyErr_Occurred() == NULL:
        PyErr_SetString(PyExc_NameError, b"__build_class__ not found")
    return value


cdef int setup_annotations(_PyInterpreterFrame* frame) noexcept nogil:
    """Make `__annotations__` in the frame's locals if it is not there. 0 or -1."""
    cdef PyObject* value
    cdef int err
    if frame.f_locals == NULL:
        PyErr_SetString(PyExc_SystemError, b"no locals found when setting up annotations")
        return -1
    value = find_name(frame.f_locals, name_annotations)
    if value != NULL:
        Py_DECREF(value)
        return 0
    if PyErr_Occurred() != NULL:
        return -1
    value = PyDict_New()
    if value == NULL:
        return -1
    err = store_item(frame.f_locals, name_annotations, value)
    Py_DECREF(value)
    return err


cdef int print_expr(PyObject* value) noexcept nogil:
    """Hand `value` to `sys.displayhook`. 0 or -1."""
    cdef PyObject* hook = PySys_GetObject(b"displayhook")
    cdef PyObject* result
    if hook == NULL:
        PyErr_SetString(PyExc_RuntimeError, b"lost sys.displayhook")
        return -1
    Py_INCREF(hook)
    result = PyObject_CallOneArg(hook, value)
    Py_DECREF(hook)
    if result == NULL:
        return -1
    Py_DECREF(result)
    return 0
