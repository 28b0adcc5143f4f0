# Unpacking, the displays with stars, formatted values, and calls with * and **: what takes any iterable or mapping
# and has the host's words for what is wrong with it.

# UNPACK writes to at most so many locals (UNPACK_LOCALS of the instruction table).
cdef enum:
    UNPACKED_LOCALS = 8

# --- Unpacking ------------------------------------------------------------------------------------


cdef int unpack_iterable(PyObject* v, int before, int after, PyObject** out) noexcept nogil:
    """Unpack `v` into `out`: `before` values, then, unless `after` is -1, a list and `after` values.

    0; or -1 with an exception set, and nothing but NULL in `out`. The values in `out` are owned.
    """
    cdef PyObject* it = PyObject_GetIter(v)
    cdef PyObject* item
    cdef int filled = 0
    cdef Py_ssize_t size
    cdef Py_ssize_t i

    if it == NULL:
        if (
            PyErr_ExceptionMatches(PyExc_TypeError)
            and Py_TYPE(v).tp_iter == NULL
            and not PySequence_Check(v)
        ):
            PyErr_Format(PyExc_TypeError, b"cannot unpack non-iterable %.200s object", Py_TYPE(v).tp_name)
        return -1

    while filled < before:
        item = PyIter_Next(it)
        if item == NULL:
            if PyErr_Occurred() == NULL:
                if after < 0:
                    PyErr_Format(
                        PyExc_ValueError, b"not enough values to unpack (expected %d, got %d)", before, filled
                    )
                else:
                    PyErr_Format(
                        PyExc_ValueError,
                        b"not enough values to unpack (expected at least %d, got %d)",
                        before + after,
                        filled,
                    )
            return unpack_failed(it, out, filled)
        out[filled] = item
        filled += 1

    if after < 0:
        item = PyIter_Next(it)
        if item != NULL:
            Py_DECREF(item)
            PyErr_Format(PyExc_ValueError, b"too many values to unpack (expected %d)", before)
            return unpack_failed(it, out, filled)
        if PyErr_Occurred() != NULL:
            return unpack_failed(it, out, filled)
        Py_DECREF(it)
        return 0

    item = PySequence_List(it)
    if item == NULL:
        return unpack_failed(it, out, filled)
    out[filled] = item
    filled += 1
    size = PyList_GET_SIZE(item) - after
    if size < 0:
        PyErr_Format(
            PyExc_ValueError,
            b"not enough values to unpack (expected at least %d, got %zd)",
            before + after,
            before + size + after,
        )
        return unpack_failed(it, out, filled)
    for i in range(after):  # the references move from the list's end
        out[filled + i] = PyList_GET_ITEM(item, size + i)
    Py_SET_SIZE(item, size)
    Py_DECREF(it)
    return 0


cdef int unpack_failed(PyObject* it, PyObject** out, int filled) noexcept nogil:
    """Drop the iterator (stolen) and the first `filled` values of `out`. -1."""
    cdef PyObject* item
    while filled > 0:
        filled -= 1
        item = out[filled]
        out[filled] = NULL
        Py_DECREF(item)
    Py_DECREF(it)
    return -1


# --- Building -------------------------------------------------------------------------------------


cdef int list_extend(PyObject* list_, PyObject* iterable) noexcept nogil:
    """`[*iterable]`: extend the list. 0 or -1."""
    cdef PyObject* none = fvm_list_extend(<PyListObject*>list_, iterable)
    if none != NULL:
        Py_DECREF(none)
        return 0
    if (
        PyErr_ExceptionMatches(PyExc_TypeError)
        and Py_TYPE(iterable).tp_iter == NULL
        and not PySequence_Check(iterable)
    ):
        PyErr_Format(
            PyExc_TypeError, b"Value after * must be an iterable, not %.200s", Py_TYPE(iterable).tp_name
        )
    return -1


cdef int dict_update(PyObject* dict_, PyObject* other) noexcept nogil:
    """`{**other}`: update the dict. 0 or -1."""
    if PyDict_Update(dict_, other) == 0:
        return 0
    if PyErr_ExceptionMatches(PyExc_AttributeError):
        PyErr_Format(PyExc_TypeError, b"'%.200s' object is not a mapping", Py_TYPE(other).tp_name)
    return -1


cdef int dict_merge(PyObject* dict_, PyObject* other, PyObject* callable_) noexcept nogil:
    """`callable_(**dict_, **other)`: add `other` to the dict; a key may come once only. 0 or -1."""
    if _PyDict_MergeEx(dict_, other, 2) == 0:
        return 0
    raise_keywords_error(callable_, other)
    return -1


cdef void raise_keywords_error(PyObject* callable_, PyObject* other) noexcept nogil:
    """Put the pending error of merging `other` into keywords into the words of a call."""
    cdef PyObject* exc_type
    cdef PyObject* value
    cdef PyObject* traceback
    cdef PyObject* text

    if PyErr_ExceptionMatches(PyExc_AttributeError):  # from looking for `keys`
        PyErr_Clear()
        text = _PyObject_FunctionStr(callable_)
        if text != NULL:
            PyErr_Format(
                PyExc_TypeError, b"%U argument after ** must be a mapping, not %.200s", text, Py_TYPE(other).tp_name
            )
            Py_DECREF(text)
    elif PyErr_ExceptionMatches(PyExc_KeyError):
        PyErr_Fetch(&exc_type, &value, &traceback)
        if value == NULL or not PyTuple_Check(value) or PyTuple_GET_SIZE(value) != 1:
            PyErr_Restore(exc_type, value, traceback)
            return
        text = _PyObject_FunctionStr(callable_)
        if text != NULL:
            PyErr_Format(
                PyExc_TypeError,
                b"%U got multiple values for keyword argument '%S'",
                text,
                PyTuple_GET_ITEM(value, 0),
            )
            Py_DECREF(text)
        Py_XDECREF(exc_type)
        Py_XDECREF(value)
        Py_XDECREF(traceback)


cdef PyObject* format_value(PyObject* value, PyObject* spec, int conversion) noexcept nogil:
    """A replacement field of an f-string. `spec` is None without a specification; `conversion` is the variant of
    FORMAT (0 none, 1 str, 2 repr, 3 ascii)."""
    cdef PyObject* converted
    cdef PyObject* result
    if conversion == 0:
        converted = Py_NewRef(value)
    elif conversion == 1:
        converted = PyObject_Str(value)
    elif conversion == 2:
        converted = PyObject_Repr(value)
    else:
        converted = PyObject_ASCII(value)
    if converted == NULL:
        return NULL
    if spec == Py_None and PyUnicode_CheckExact(converted):
        return converted
    result = PyObject_Format(converted, NULL if spec == Py_None else spec)
    Py_DECREF(converted)
    return result


# --- Calls with * and ** --------------------------------------------------------------------------


cdef PyObject* check_call_args(PyObject* func, PyObject* args) noexcept nogil:
    """The `*args` of a call of `func` as an exact tuple."""
    cdef PyObject* text
    if PyTuple_CheckExact(args):
        return Py_NewRef(args)
    if Py_TYPE(args).tp_iter == NULL and not PySequence_Check(args):
        text = _PyObject_FunctionStr(func)
        if text != NULL:
            PyErr_Format(
                PyExc_TypeError, b"%U argument after * must be an iterable, not %.200s", text, Py_TYPE(args).tp_name
            )
            Py_DECREF(text)
        return NULL
    return PySequence_Tuple(args)


cdef PyObject* check_call_kwargs(PyObject* func, PyObject* kwargs) noexcept nogil:
    """The `**kwargs` of a call of `func` as an exact dict that the callee may keep or change.

    A dict somebody else can see is copied, unless `func` takes vectorcalls: then only the items reach it.
    """
    cdef PyObject* copy
    if PyDict_CheckExact(kwargs):
        if Py_REFCNT(kwargs) == 1 or PyVectorcall_Function(func) != NULL:
            return Py_NewRef(kwargs)
        return PyDict_Copy(kwargs)
    copy = PyDict_New()
    if copy != NULL and dict_merge(copy, kwargs, func) < 0:
        Py_DECREF(copy)
        return NULL
    return copy


cdef PyObject* call_ex(PyThreadState* ts, PyObject* func, PyObject* args, PyObject* kwargs) noexcept nogil:
    """`func(*args, **kwargs)`, where `kwargs` may be NULL."""
    cdef PyObject* exact_kwargs = NULL
    cdef PyObject* exact_args
    cdef PyObject* result = NULL
    if kwargs != NULL:
        exact_kwargs = check_call_kwargs(func, kwargs)
        if exact_kwargs == NULL:
            return NULL
    exact_args = check_call_args(func, args)
    if exact_args != NULL:
        if ts.cframe.use_tracing and ts.c_profilefunc != NULL:
            result = traced_call(ts, func, exact_args, exact_kwargs)
        else:
            result = PyObject_Call(func, exact_args, exact_kwargs)
        Py_DECREF(exact_args)
    Py_XDECREF(exact_kwargs)
    return result


# --- Slices and displays --------------------------------------------------------------------------


cdef PyObject* get_slice(PyObject* object, PyObject* lower, PyObject* upper) noexcept nogil:
    """object[lower:upper], a new reference, without a slice object where nobody can see it."""
    cdef Py_ssize_t start = 0, stop = PY_SSIZE_T_MAX, size
    cdef PyObject *slice_
    cdef PyObject *result
    cdef PyTypeObject* type = Py_TYPE(object)
    if (type == &PyList_Type or type == &PyTuple_Type or type == &PyUnicode_Type) \
            and (lower == Py_None or fvm_is_int(lower)) and (upper == Py_None or fvm_is_int(upper)):
        if type == &PyList_Type:
            size = PyList_GET_SIZE(object)
        elif type == &PyTuple_Type:
            size = PyTuple_GET_SIZE(object)
        else:
            size = PyUnicode_GET_LENGTH(object)
        _PyEval_SliceIndex(lower, &start)
        _PyEval_SliceIndex(upper, &stop)
        if start < 0:
            start = start + size if start + size > 0 else 0
        elif start > size:
            start = size
        if stop < 0:
            stop = stop + size if stop + size > 0 else 0
        elif stop > size:
            stop = size
        if stop < start:
            stop = start
        if type == &PyList_Type:
            return PyList_GetSlice(object, start, stop)
        if type == &PyTuple_Type:
            return PyTuple_GetSlice(object, start, stop)
        return PyUnicode_Substring(object, start, stop)
    slice_ = PySlice_New(lower, upper, NULL)
    if slice_ == NULL:
        return NULL
    result = PyObject_GetItem(object, slice_)
    Py_DECREF(slice_)
    return result


cdef void store_items(PyObject** target, PyObject** items, Py_ssize_t count) noexcept nogil:
    """Overwrite locals with new references to `items`, one after the other, as stores would."""
    cdef PyObject* values[UNPACKED_LOCALS]
    cdef PyObject* old
    cdef Py_ssize_t i
    # A destructor of an old value may change the list that is being unpacked: own all items first.
    copy_references(values, items, count)
    for i in range(count):
        old = target[i]
        target[i] = values[i]
        Py_XDECREF(old)


cdef int unpack_into_locals(PyObject* iterable, Py_ssize_t count, PyObject** target) noexcept nogil:
    """UNPACK of any iterable into locals: nothing is stored unless all can be. -1 with an exception set."""
    cdef PyObject* values[UNPACKED_LOCALS]
    cdef PyObject* old
    cdef Py_ssize_t i
    if unpack_iterable(iterable, <int>count, -1, values) < 0:
        return -1
    for i in range(count):
        old = target[i]
        target[i] = values[i]
        Py_XDECREF(old)
    return 0


cdef PyObject* build_tuple(PyThreadState* ts, PyObject** window, Py_ssize_t count) noexcept nogil:
    cdef PyObject* result = fvm_new_tuple(ts, count)
    cdef Py_ssize_t i
    if result != NULL:
        for i in range(count):
            PyTuple_SET_ITEM(result, i, window[i])
            window[i] = NULL
    else:
        drop_window(window, count)
    return result


cdef PyObject* build_list(PyObject** window, Py_ssize_t count) noexcept nogil:
    cdef PyObject* result = PyList_New(count)
    cdef Py_ssize_t i
    if result != NULL:
        for i in range(count):
            PyList_SET_ITEM(result, i, window[i])
            window[i] = NULL
    else:
        drop_window(window, count)
    return result


cdef PyObject* build_set(PyObject** window, Py_ssize_t count) noexcept nogil:
    cdef PyObject* result = PySet_New(NULL)
    cdef Py_ssize_t i
    if result != NULL:
        for i in range(count):
            if PySet_Add(result, window[i]) < 0:
                Py_DECREF(result)
                result = NULL
                break
    drop_window(window, count)
    return result


cdef PyObject* build_map(PyObject** window, Py_ssize_t pairs) noexcept nogil:
    cdef PyObject* result = _PyDict_NewPresized(pairs)
    cdef Py_ssize_t i
    if result != NULL:
        for i in range(pairs):
            if PyDict_SetItem(result, window[2 * i], window[2 * i + 1]) < 0:
                Py_DECREF(result)
                result = NULL
                break
    drop_window(window, 2 * pairs)
    return result


cdef PyObject* build_const_map(PyObject** window, PyObject* keys) noexcept nogil:
    cdef Py_ssize_t i, count = PyTuple_GET_SIZE(keys)
    cdef PyObject* result = _PyDict_NewPresized(count)
    if result != NULL:
        for i in range(count):
            if PyDict_SetItem(result, PyTuple_GET_ITEM(keys, i), window[i]) < 0:
                Py_DECREF(result)
                result = NULL
                break
    drop_window(window, count)
    return result
