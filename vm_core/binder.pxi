# Argument binding: from the values of a call to the parameters of a function.
#
# `bind_arguments` serves every signature: defaults, positional-only and keyword-only parameters,
# `*args`, `**kwargs`. Calls whose arguments are exactly the parameters never come here (the
# interpreter copies them itself). The words of the errors are the host's, for programs see them.

cdef extern from "host/cpython311.h" nogil:
    PyObject* PyUnicode_Join(PyObject*, PyObject*)
    int PyList_SetSlice(PyObject*, Py_ssize_t, Py_ssize_t, PyObject*)


cdef int bind_arguments(
    PyFunctionObject* func, PyObject** locals_, PyObject** args, Py_ssize_t npos, PyObject* kwnames
) noexcept nogil:
    """Fill the parameters in `locals_` (all NULL before) for a call of `func`.

    `args` holds `npos` positional values, then one value for each name in the tuple `kwnames` (or
    NULL). Steals the references in `args`, whatever the outcome. 0, or -1 with an exception set; what
    is in `locals_` is then owned by it all the same.
    """
    cdef PyCodeObject* code = <PyCodeObject*>func.func_code
    cdef int flags = code.co_flags
    cdef Py_ssize_t nparams = code.co_argcount
    cdef Py_ssize_t ntotal = nparams + code.co_kwonlyargcount
    cdef Py_ssize_t nkeywords = 0
    cdef Py_ssize_t ncopied = npos if npos < nparams else nparams
    cdef PyObject* kwdict = NULL
    cdef PyObject* rest
    cdef Py_ssize_t i

    if kwnames != NULL:
        nkeywords = PyTuple_GET_SIZE(kwnames)
    if flags & CO_VARKEYWORDS:
        kwdict = PyDict_New()
        if kwdict == NULL:
            drop_arguments(args, npos + nkeywords)
            return -1
        locals_[ntotal + (1 if flags & CO_VARARGS else 0)] = kwdict

    for i in range(ncopied):
        locals_[i] = args[i]
    if flags & CO_VARARGS:
        rest = tuple_of_stolen(args + ncopied, npos - ncopied)
        if rest == NULL:
            drop_arguments(args + npos, nkeywords)
            return -1
        locals_[ntotal] = rest
    elif npos > ncopied:
        drop_arguments(args + ncopied, npos - ncopied)  # reported below: unknown keywords come first

    if nkeywords != 0 and bind_keywords(func, locals_, args + npos, kwnames, kwdict) < 0:
        return -1
    if npos > nparams and not flags & CO_VARARGS:
        raise_too_many_positional(func, locals_, npos)
        return -1
    if npos < nparams and bind_defaults(func, locals_, npos) < 0:
        return -1
    if ntotal > nparams and bind_keyword_defaults(func, locals_) < 0:
        return -1
    return 0


cdef int bind_keywords(
    PyFunctionObject* func, PyObject** locals_, PyObject** values, PyObject* kwnames, PyObject* kwdict
) noexcept nogil:
    """Put each keyword's value into its parameter, or into `kwdict` (borrowed; NULL: there is none).

    Steals all the values; 0, or -1 with an exception set.
    """
    cdef PyCodeObject* code = <PyCodeObject*>func.func_code
    cdef Py_ssize_t nkeywords = PyTuple_GET_SIZE(kwnames)
    cdef Py_ssize_t i, index
    cdef PyObject* keyword

    for i in range(nkeywords):
        keyword = PyTuple_GET_ITEM(kwnames, i)
        index = find_parameter(func, keyword)
        if index >= 0:
            if locals_[index] == NULL:
                locals_[index] = values[i]
                continue
            PyErr_Format(
                PyExc_TypeError, b"%U() got multiple values for argument '%S'", func.func_qualname, keyword
            )
        elif index == NO_PARAMETER:
            if kwdict != NULL:
                if PyDict_SetItem(kwdict, keyword, values[i]) == 0:
                    Py_DECREF(values[i])
                    continue
            elif code.co_posonlyargcount == 0 or not raise_positional_only(func, kwnames):
                PyErr_Format(
                    PyExc_TypeError, b"%U() got an unexpected keyword argument '%S'", func.func_qualname, keyword
                )
        drop_arguments(values + i, nkeywords - i)
        return -1
    return 0


cdef enum:
    NO_PARAMETER = -1
    LOOKUP_FAILED = -2


cdef Py_ssize_t find_parameter(PyFunctionObject* func, PyObject* keyword) noexcept nogil:
    """Index of the parameter that can be passed as `keyword` (borrowed), or NO_PARAMETER, or
    LOOKUP_FAILED with an exception set."""
    cdef PyCodeObject* code = <PyCodeObject*>func.func_code
    cdef PyObject** names = &(<PyTupleObject*>code.co_localsplusnames).ob_item[0]
    cdef Py_ssize_t first = code.co_posonlyargcount
    cdef Py_ssize_t end = code.co_argcount + code.co_kwonlyargcount
    cdef Py_ssize_t i
    cdef int same

    if not PyUnicode_Check(keyword):
        PyErr_Format(PyExc_TypeError, b"%U() keywords must be strings", func.func_qualname)
        return LOOKUP_FAILED
    for i in range(first, end):  # names are interned: this nearly always finds it
        if names[i] == keyword:
            return i
    for i in range(first, end):
        # Interned strings that are not the same are not equal: what goes to `**kwargs` is seldom compared.
        if fvm_likely(PyUnicode_CHECK_INTERNED(keyword) != 0 and PyUnicode_CHECK_INTERNED(names[i]) != 0):
            continue
        same = PyObject_RichCompareBool(keyword, names[i], Py_EQ)
        if same > 0:
            return i
        if same < 0:
            return LOOKUP_FAILED
    return NO_PARAMETER


cdef int bind_defaults(PyFunctionObject* func, PyObject** locals_, Py_ssize_t npos) noexcept nogil:
    """Give the positional parameters still NULL from `npos` on their defaults. 0, or -1 and TypeError."""
    cdef Py_ssize_t nparams = (<PyCodeObject*>func.func_code).co_argcount
    cdef PyObject* defaults = func.func_defaults
    cdef Py_ssize_t ndefaults = 0 if defaults == NULL else PyTuple_GET_SIZE(defaults)
    cdef Py_ssize_t first = nparams - ndefaults  # the first with a default (negative: more than needed)
    cdef Py_ssize_t nmissing = 0
    cdef Py_ssize_t i
    cdef PyObject* value

    for i in range(npos, first):
        if locals_[i] == NULL:
            nmissing += 1
    if nmissing:
        raise_missing_arguments(func, locals_, nmissing, b"positional", 0, first)
        return -1
    for i in range(npos if npos > first else first, nparams):
        if locals_[i] == NULL:
            value = PyTuple_GET_ITEM(defaults, i - first)
            Py_INCREF(value)
            locals_[i] = value
    return 0


cdef int bind_keyword_defaults(PyFunctionObject* func, PyObject** locals_) noexcept nogil:
    """Give the keyword-only parameters still NULL their defaults. 0, or -1 with an exception set."""
    cdef PyCodeObject* code = <PyCodeObject*>func.func_code
    cdef Py_ssize_t first = code.co_argcount
    cdef Py_ssize_t end = first + code.co_kwonlyargcount
    cdef Py_ssize_t nmissing = 0
    cdef Py_ssize_t i
    cdef PyObject* value

    for i in range(first, end):
        if locals_[i] != NULL:
            continue
        if func.func_kwdefaults != NULL:
            value = PyDict_GetItemWithError(func.func_kwdefaults, PyTuple_GET_ITEM(code.co_localsplusnames, i))
            if value != NULL:
                Py_INCREF(value)
                locals_[i] = value
                continue
            if PyErr_Occurred() != NULL:
                return -1
        nmissing += 1
    if nmissing:
        raise_missing_arguments(func, locals_, nmissing, b"keyword-only", first, end)
        return -1
    return 0


# --- The errors of binding ------------------------------------------------------------------------


cdef void raise_missing_arguments(
    PyFunctionObject* func, PyObject** locals_, Py_ssize_t nmissing, const char* kind, Py_ssize_t first, Py_ssize_t end
) noexcept nogil:
    """TypeError: the `nmissing` parameters that are NULL between `first` and `end` were not given."""
    cdef PyCodeObject* code = <PyCodeObject*>func.func_code
    cdef PyObject* names = PyList_New(nmissing)
    cdef PyObject* name
    cdef PyObject* text
    cdef Py_ssize_t i
    cdef Py_ssize_t found = 0

    if names == NULL:
        return
    for i in range(first, end):
        if locals_[i] == NULL:
            name = PyObject_Repr(PyTuple_GET_ITEM(code.co_localsplusnames, i))
            if name == NULL:
                Py_DECREF(names)
                return
            PyList_SET_ITEM(names, found, name)
            found += 1
    text = join_names(names)
    Py_DECREF(names)
    if text != NULL:
        PyErr_Format(
            PyExc_TypeError,
            b"%U() missing %zd required %s argument%s: %U",
            func.func_qualname,
            nmissing,
            kind,
            plural_s(nmissing),
            text,
        )
        Py_DECREF(text)


cdef PyObject* join_names(PyObject* names) noexcept nogil:
    """The strings of a list in prose: `a`, `a and b`, `a, b, and c`. New reference or NULL; cuts the list."""
    cdef Py_ssize_t count = PyList_GET_SIZE(names)
    cdef PyObject* last = PyList_GET_ITEM(names, count - 1)
    cdef PyObject* before
    cdef PyObject* comma
    cdef PyObject* tail
    cdef PyObject* start
    cdef PyObject* result = NULL

    if count == 1:
        Py_INCREF(last)
        return last
    before = PyList_GET_ITEM(names, count - 2)
    if count == 2:
        return PyUnicode_FromFormat(b"%U and %U", before, last)
    tail = PyUnicode_FromFormat(b", %U, and %U", before, last)
    if tail == NULL:
        return NULL
    comma = PyUnicode_FromString(b", ")
    if comma != NULL:
        if PyList_SetSlice(names, count - 2, count, NULL) == 0:
            start = PyUnicode_Join(comma, names)
            if start != NULL:
                result = PyUnicode_Concat(start, tail)
                Py_DECREF(start)
        Py_DECREF(comma)
    Py_DECREF(tail)
    return result


cdef void raise_too_many_positional(PyFunctionObject* func, PyObject** locals_, Py_ssize_t given) noexcept nogil:
    """TypeError: `given` positional arguments, and the function takes fewer."""
    cdef PyCodeObject* code = <PyCodeObject*>func.func_code
    cdef Py_ssize_t nparams = code.co_argcount
    cdef Py_ssize_t ndefaults = 0 if func.func_defaults == NULL else PyTuple_GET_SIZE(func.func_defaults)
    cdef Py_ssize_t nkwonly = 0
    cdef Py_ssize_t i
    cdef PyObject* takes
    cdef PyObject* also
    cdef const char* were = b"were"

    for i in range(nparams, nparams + code.co_kwonlyargcount):
        if locals_[i] != NULL:
            nkwonly += 1
    if ndefaults:
        takes = PyUnicode_FromFormat(b"from %zd to %zd", nparams - ndefaults, nparams)
    else:
        takes = PyUnicode_FromFormat(b"%zd", nparams)
    if takes == NULL:
        return
    if nkwonly:
        also = PyUnicode_FromFormat(
            b" positional argument%s (and %zd keyword-only argument%s)", plural_s(given), nkwonly, plural_s(nkwonly)
        )
    else:
        also = PyUnicode_FromString(b"")
    if also != NULL:
        if given == 1 and nkwonly == 0:
            were = b"was"
        PyErr_Format(
            PyExc_TypeError,
            b"%U() takes %U positional argument%s but %zd%U %s given",
            func.func_qualname,
            takes,
            plural_s(2 if ndefaults else nparams),
            given,
            also,
            were,
        )
        Py_DECREF(also)
    Py_DECREF(takes)


cdef bint raise_positional_only(PyFunctionObject* func, PyObject* kwnames) noexcept nogil:
    """TypeError if keywords name positional-only parameters. Whether an exception was set."""
    cdef PyCodeObject* code = <PyCodeObject*>func.func_code
    cdef PyObject* conflicts = PyList_New(0)
    cdef PyObject* comma
    cdef PyObject* text
    cdef PyObject* name
    cdef PyObject* keyword
    cdef Py_ssize_t i, k
    cdef int same

    if conflicts == NULL:
        return True
    for i in range(code.co_posonlyargcount):
        name = PyTuple_GET_ITEM(code.co_localsplusnames, i)
        for k in range(PyTuple_GET_SIZE(kwnames)):
            keyword = PyTuple_GET_ITEM(kwnames, k)
            same = 1 if keyword == name else PyObject_RichCompareBool(name, keyword, Py_EQ)
            if same < 0 or (same > 0 and PyList_Append(conflicts, keyword) < 0):
                Py_DECREF(conflicts)
                return True
    if PyList_GET_SIZE(conflicts) == 0:
        Py_DECREF(conflicts)
        return False
    comma = PyUnicode_FromString(b", ")
    if comma != NULL:
        text = PyUnicode_Join(comma, conflicts)
        if text != NULL:
            PyErr_Format(
                PyExc_TypeError,
                b"%U() got some positional-only arguments passed as keyword arguments: '%U'",
                func.func_qualname,
                text,
            )
            Py_DECREF(text)
        Py_DECREF(comma)
    Py_DECREF(conflicts)
    return True


# --- Small helpers --------------------------------------------------------------------------------


cdef const char* plural_s(Py_ssize_t count) noexcept nogil:
    """The ending of a counted noun."""
    if count == 1:
        return b""
    return b"s"


cdef void drop_arguments(PyObject** args, Py_ssize_t count) noexcept nogil:
    """Drop `count` owned references."""
    cdef Py_ssize_t i
    for i in range(count):
        Py_DECREF(args[i])


cdef PyObject* tuple_of_stolen(PyObject** args, Py_ssize_t count) noexcept nogil:
    """A new tuple of `count` values, whose references it steals, also when it fails (NULL)."""
    cdef Py_ssize_t i
    cdef PyObject* result = fvm_new_tuple(_PyThreadState_UncheckedGet(), count)
    if result == NULL:
        drop_arguments(args, count)
        return NULL
    for i in range(count):
        PyTuple_SET_ITEM(result, i, args[i])
    return result
