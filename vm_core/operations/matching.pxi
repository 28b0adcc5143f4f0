# Pattern matching: mappings by keys, classes by attributes.

cdef int see_once(PyObject* seen, PyObject* key) noexcept nogil:
    """Add `key` to the set: 0; 1 if it was there already; -1 and an exception."""
    cdef int found = PySet_Contains(seen, key)
    return found if found != 0 else PySet_Add(seen, key)


cdef PyObject* match_keys(PyObject* mapping, PyObject* keys) noexcept nogil:
    """The tuple of the mapping's values at `keys` (a tuple), or None when one is missing."""
    cdef PyObject* get = NULL
    cdef PyObject* seen
    cdef PyObject* missing
    cdef PyObject* values = NULL
    cdef int is_method
    if PyTuple_GET_SIZE(keys) == 0:
        return PyTuple_New(0)
    # get(key, default) neither makes keys, as `defaultdict` would, nor needs errors.
    is_method = _PyObject_GetMethod(mapping, name_get, &get)
    if get == NULL:
        return NULL
    seen = PySet_New(NULL)
    missing = PyObject_CallNoArgs(<PyObject*>&PyBaseObject_Type) if seen != NULL else NULL
    if missing != NULL:
        values = match_each_key(mapping, keys, get, is_method, seen, missing)
    Py_XDECREF(seen)
    Py_XDECREF(missing)
    Py_DECREF(get)
    return values


cdef PyObject* match_each_key(
    PyObject* mapping, PyObject* keys, PyObject* get, int is_method, PyObject* seen, PyObject* missing
) noexcept nogil:
    """The loop of `match_keys`, with the set of the keys seen so far and a unique default."""
    cdef PyObject* args[4]
    cdef PyObject* key
    cdef PyObject* value
    cdef Py_ssize_t i
    cdef int err
    cdef PyObject* values = PyTuple_New(PyTuple_GET_SIZE(keys))
    if values == NULL:
        return NULL
    args[0] = NULL
    args[1] = mapping
    args[3] = missing
    for i in range(PyTuple_GET_SIZE(keys)):
        key = PyTuple_GET_ITEM(keys, i)
        err = see_once(seen, key)
        if err != 0:
            if err > 0:
                PyErr_Format(PyExc_ValueError, b"mapping pattern checks duplicate key (%R)", key)
            Py_DECREF(values)
            return NULL
        args[2] = key
        if is_method:
            value = PyObject_Vectorcall(get, args + 1, 3 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL)
        else:
            value = PyObject_Vectorcall(get, args + 2, 2 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL)
        if value == NULL or value == missing:
            Py_DECREF(values)
            if value == NULL:
                return NULL
            Py_DECREF(value)
            return Py_NewRef(Py_None)
        PyTuple_SET_ITEM(values, i, value)
    return values


cdef PyObject* match_class(PyObject* subject, PyObject* type_, Py_ssize_t npos, PyObject* kwnames) noexcept nogil:
    """The tuple of the attributes that a class pattern looks at, or None when it does not match.

    First those of the `npos` positional patterns, then those named in the tuple `kwnames`.
    """
    cdef PyObject* names = NULL
    cdef PyObject* seen
    cdef PyObject* attributes = NULL
    cdef bint matches_self = False
    cdef int is_instance
    if not PyType_Check(type_):
        PyErr_SetString(PyExc_TypeError, b"called match pattern must be a type")
        return NULL
    is_instance = PyObject_IsInstance(subject, type_)
    if is_instance < 0:
        return NULL
    if is_instance == 0:
        return Py_NewRef(Py_None)
    if npos != 0:
        if _PyObject_LookupAttr(type_, name_match_args, &names) < 0:
            return NULL
        if names == NULL:
            matches_self = PyType_HasFeature(<PyTypeObject*>type_, _Py_TPFLAGS_MATCH_SELF)
        if check_match_args(<PyTypeObject*>type_, names, npos, matches_self) < 0:
            Py_XDECREF(names)
            return NULL
    seen = PySet_New(NULL)
    if seen != NULL:
        attributes = PyTuple_New(npos + PyTuple_GET_SIZE(kwnames))
    if attributes != NULL:
        if matches_self:
            PyTuple_SET_ITEM(attributes, 0, Py_NewRef(subject))
        if (not matches_self and match_attributes(attributes, 0, subject, type_, names, npos, seen) < 0) or (
            match_attributes(attributes, npos, subject, type_, kwnames, PyTuple_GET_SIZE(kwnames), seen) < 0
        ):
            Py_DECREF(attributes)
            attributes = NULL if PyErr_Occurred() != NULL else Py_NewRef(Py_None)
    Py_XDECREF(seen)
    Py_XDECREF(names)
    return attributes


cdef int check_match_args(PyTypeObject* type_, PyObject* names, Py_ssize_t npos, bint matches_self) noexcept nogil:
    """Whether `npos` positional patterns suit `__match_args__` (NULL: none). 0, or -1 and TypeError."""
    cdef Py_ssize_t allowed = 1 if matches_self else 0
    if names != NULL:
        if not PyTuple_CheckExact(names):
            PyErr_Format(
                PyExc_TypeError,
                b"%s.__match_args__ must be a tuple (got %s)",
                type_.tp_name,
                Py_TYPE(names).tp_name,
            )
            return -1
        allowed = PyTuple_GET_SIZE(names)
    if allowed < npos:
        PyErr_Format(
            PyExc_TypeError,
            b"%s() accepts %zd positional sub-pattern%s (%zd given)",
            type_.tp_name,
            allowed,
            plural_s(allowed),
            npos,
        )
        return -1
    return 0


cdef int match_attributes(
    PyObject* attributes,
    Py_ssize_t start,
    PyObject* subject,
    PyObject* type_,
    PyObject* names,
    Py_ssize_t count,
    PyObject* seen,
) noexcept nogil:
    """Get the subject's attributes called by the first `count` of `names` into the tuple `attributes`, from `start`.

    0; -1 when one is missing, or with an exception.
    """
    cdef PyObject* name
    cdef PyObject* value
    cdef Py_ssize_t i
    cdef int err
    for i in range(count):
        name = PyTuple_GET_ITEM(names, i)
        if not PyUnicode_CheckExact(name):
            PyErr_Format(
                PyExc_TypeError, b"__match_args__ elements must be strings (got %s)", Py_TYPE(name).tp_name
            )
            return -1
        err = see_once(seen, name)
        if err != 0:
            if err > 0:
                PyErr_Format(
                    PyExc_TypeError,
                    b"%s() got multiple sub-patterns for attribute %R",
                    (<PyTypeObject*>type_).tp_name,
                    name,
                )
            return -1
        if _PyObject_LookupAttr(subject, name, &value) <= 0:
            return -1
        PyTuple_SET_ITEM(attributes, start + i, value)
    return 0


cdef PyObject* copy_map_without(PyObject* mapping, PyObject* keys) noexcept nogil:
    """A dict of the mapping's items without those at `keys` (a tuple; all are there)."""
    cdef Py_ssize_t i
    cdef PyObject* result = PyDict_New()
    if result == NULL:
        return NULL
    if dict_update(result, mapping) < 0:
        Py_DECREF(result)
        return NULL
    for i in range(PyTuple_GET_SIZE(keys)):
        if PyDict_DelItem(result, PyTuple_GET_ITEM(keys, i)) < 0:
            Py_DECREF(result)
            return NULL
    return result
