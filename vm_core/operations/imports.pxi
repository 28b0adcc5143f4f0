# The import statements.

cdef PyObject* import_name(
    PyThreadState* ts, _PyInterpreterFrame* frame, PyObject* name, PyObject* fromlist, PyObject* level
) noexcept nogil:
    """`__import__(name, globals, locals, fromlist, level)`."""
    cdef PyObject* importer = PyDict_GetItemWithError(frame.f_builtins, name_import)
    cdef PyObject* locals_ = Py_None if frame.f_locals == NULL else frame.f_locals
    cdef PyObject* args[6]
    cdef PyObject* result
    cdef int number
    if importer == NULL:
        if PyErr_Occurred() == NULL:
            PyErr_SetString(PyExc_ImportError, b"__import__ not found")
        return NULL
    if importer == ts.interp.import_func:
        number = _PyLong_AsInt(level)
        if number == -1 and PyErr_Occurred() != NULL:
            return NULL
        return PyImport_ImportModuleLevelObject(name, frame.f_globals, locals_, fromlist, number)
    args[0] = NULL
    args[1] = name
    args[2] = frame.f_globals
    args[3] = locals_
    args[4] = fromlist
    args[5] = level
    Py_INCREF(importer)
    result = PyObject_Vectorcall(importer, args + 1, 5 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL)
    Py_DECREF(importer)
    return result


cdef PyObject* import_from(PyObject* module, PyObject* name) noexcept nogil:
    """`from module import name`: the attribute, or else, for circular imports, the submodule in `sys.modules`."""
    cdef PyObject* value
    cdef PyObject* package
    cdef PyObject* full
    if _PyObject_LookupAttr(module, name, &value) != 0:
        return value
    package = PyObject_GetAttr(module, name_module_name)
    if package != NULL and PyUnicode_Check(package):
        full = PyUnicode_FromFormat(b"%U.%U", package, name)
        if full == NULL:
            Py_DECREF(package)
            return NULL
        value = PyImport_GetModule(full)
        Py_DECREF(full)
        if value != NULL or PyErr_Occurred() != NULL:
            Py_DECREF(package)
            return value
    elif package != NULL:
        Py_DECREF(package)
        package = NULL
    PyErr_Clear()
    raise_cannot_import(module, package, name)
    Py_XDECREF(package)
    return NULL


cdef void raise_cannot_import(PyObject* module, PyObject* package, PyObject* name) noexcept nogil:
    """ImportError: `module`, whose name is the str `package` (or NULL), has no `name`."""
    cdef PyObject* shown
    cdef PyObject* path
    cdef PyObject* spec
    cdef PyObject* message
    cdef const char* format = b"cannot import name %R from %R (%S)"
    if package == NULL:
        shown = PyUnicode_FromString(b"<unknown module name>")
        if shown == NULL:
            return
    else:
        shown = Py_NewRef(package)
    path = PyModule_GetFilenameObject(module)
    if path == NULL or not PyUnicode_Check(path):
        PyErr_Clear()
        message = PyUnicode_FromFormat(b"cannot import name %R from %R (unknown location)", name, shown)
        PyErr_SetImportError(message, package, NULL)
    else:
        spec = PyObject_GetAttr(module, name_spec)
        if _PyModuleSpec_IsInitializing(spec):  # takes NULL, and clears the exception
            format = (
                b"cannot import name %R from partially initialized module %R "
                b"(most likely due to a circular import) (%S)"
            )
        Py_XDECREF(spec)
        message = PyUnicode_FromFormat(format, name, shown, path)
        PyErr_SetImportError(message, package, path)
    Py_XDECREF(message)
    Py_XDECREF(path)
    Py_DECREF(shown)


cdef int import_star(_PyInterpreterFrame* frame, PyObject* module) noexcept nogil:
    """`from module import *` into the frame's locals mapping (only modules' code has it). 0 or -1."""
    cdef PyObject* locals_ = frame.f_locals
    cdef PyObject* names
    cdef PyObject* dict_
    cdef PyObject* name
    cdef Py_ssize_t position = 0
    cdef bint public_only = False
    cdef int err = 0
    if locals_ == NULL:
        PyErr_SetString(PyExc_SystemError, b"no locals found during 'import *'")
        return -1
    if _PyObject_LookupAttr(module, name_all, &names) < 0:
        return -1
    if names == NULL:
        if _PyObject_LookupAttr(module, name_dict, &dict_) < 0:
            return -1
        if dict_ == NULL:
            PyErr_SetString(PyExc_ImportError, b"from-import-* object has no __dict__ and no __all__")
            return -1
        names = PyMapping_Keys(dict_)
        Py_DECREF(dict_)
        if names == NULL:
            return -1
        public_only = True
    while err == 0:
        name = PySequence_GetItem(names, position)
        if name == NULL:
            if PyErr_ExceptionMatches(PyExc_IndexError):
                PyErr_Clear()
            else:
                err = -1
            break
        err = import_star_name(locals_, module, name, public_only)
        Py_DECREF(name)
        position += 1
    Py_DECREF(names)
    return err


cdef int import_star_name(PyObject* locals_, PyObject* module, PyObject* name, bint public_only) noexcept nogil:
    """One name of `from module import *`. 0 or -1."""
    cdef PyObject* value
    cdef PyObject* module_name
    cdef int err
    if not PyUnicode_Check(name):
        module_name = PyObject_GetAttr(module, name_module_name)
        if module_name == NULL:
            return -1
        if not PyUnicode_Check(module_name):
            PyErr_Format(
                PyExc_TypeError, b"module __name__ must be a string, not %.100s", Py_TYPE(module_name).tp_name
            )
        elif public_only:
            PyErr_Format(
                PyExc_TypeError, b"Key in %U.__dict__ must be str, not %.100s", module_name, Py_TYPE(name).tp_name
            )
        else:
            PyErr_Format(
                PyExc_TypeError, b"Item in %U.__all__ must be str, not %.100s", module_name, Py_TYPE(name).tp_name
            )
        Py_DECREF(module_name)
        return -1
    if public_only:
        if PyUnicode_READY(name) < 0:
            return -1
        if PyUnicode_READ_CHAR(name, 0) == 95:  # an underscore
            return 0
    value = PyObject_GetAttr(module, name)
    if value == NULL:
        return -1
    err = store_item(locals_, name, value)
    Py_DECREF(value)
    return err
