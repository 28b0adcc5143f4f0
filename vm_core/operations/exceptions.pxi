# Raising and catching: `raise`, exception matching, and the groups of `except*`.

cdef int do_raise(PyThreadState* ts, PyObject* exc, PyObject* cause) noexcept nogil:
    """`raise exc from cause`; NULL where not given. Steals both. Always sets an exception.

    1 when the handled exception is raised again, with its own traceback: no entry is to be added for the
    frame. Otherwise 0.
    """
    cdef PyObject* value
    cdef PyObject* exc_type

    if exc == NULL:
        value = _PyErr_GetTopmostException(ts).exc_value
        if value == NULL or value == Py_None:
            PyErr_SetString(PyExc_RuntimeError, b"No active exception to reraise")
            return 0
        exc_type = PyExceptionInstance_Class(value)
        Py_INCREF(exc_type)
        Py_INCREF(value)
        PyErr_Restore(exc_type, value, PyException_GetTraceback(value))
        return 1

    if PyExceptionClass_Check(exc):
        exc_type = exc
        value = PyObject_CallNoArgs(exc)
        if value != NULL and not PyExceptionInstance_Check(value):
            PyErr_Format(
                PyExc_TypeError,
                b"calling %R should have returned an instance of BaseException, not %R",
                exc_type,
                <PyObject*>Py_TYPE(value),
            )
            Py_DECREF(value)
            value = NULL
    elif PyExceptionInstance_Check(exc):
        value = exc
        exc_type = PyExceptionInstance_Class(exc)
        Py_INCREF(exc_type)
    else:
        exc_type = exc
        value = NULL
        PyErr_SetString(PyExc_TypeError, b"exceptions must derive from BaseException")

    if value == NULL:
        Py_XDECREF(cause)
    elif cause == NULL or set_cause(value, cause) == 0:
        PyErr_SetObject(exc_type, value)
    Py_XDECREF(value)
    Py_DECREF(exc_type)
    return 0


cdef int set_cause(PyObject* value, PyObject* cause) noexcept nogil:
    """Make `cause` (stolen: an exception, an exception class or None) the cause of exception `value`."""
    cdef PyObject* instance
    if PyExceptionClass_Check(cause):
        instance = PyObject_CallNoArgs(cause)
        Py_DECREF(cause)
        if instance == NULL:
            return -1
    elif PyExceptionInstance_Check(cause):
        instance = cause
    elif cause == Py_None:
        Py_DECREF(cause)
        instance = NULL
    else:
        Py_DECREF(cause)
        PyErr_SetString(PyExc_TypeError, b"exception causes must derive from BaseException")
        return -1
    PyException_SetCause(value, instance)
    return 0


cdef int check_catchable(PyObject* exc_type) noexcept nogil:
    """0 if `exc_type` is an exception class or a tuple of them, else -1 and TypeError."""
    cdef Py_ssize_t i
    cdef bint valid = True
    if PyTuple_Check(exc_type):
        for i in range(PyTuple_GET_SIZE(exc_type)):
            valid = valid and PyExceptionClass_Check(PyTuple_GET_ITEM(exc_type, i))
    else:
        valid = PyExceptionClass_Check(exc_type)
    if valid:
        return 0
    PyErr_SetString(PyExc_TypeError, b"catching classes that do not inherit from BaseException is not allowed")
    return -1


cdef int exc_match(PyObject* exc, PyObject* exc_type) noexcept nogil:
    """Whether `except exc_type` catches exception `exc`: 1 or 0; -1 when that cannot be caught."""
    if check_catchable(exc_type) < 0:
        return -1
    return PyErr_GivenExceptionMatches(exc, exc_type)


cdef int check_catchable_star(PyObject* exc_type) noexcept nogil:
    """0 if `except* exc_type` is allowed, else -1 with an exception set."""
    cdef Py_ssize_t i
    cdef int is_group = 0
    if check_catchable(exc_type) < 0:
        return -1
    if PyTuple_Check(exc_type):
        for i in range(PyTuple_GET_SIZE(exc_type)):
            is_group = PyObject_IsSubclass(PyTuple_GET_ITEM(exc_type, i), PyExc_BaseExceptionGroup)
            if is_group != 0:
                break
    else:
        is_group = PyObject_IsSubclass(exc_type, PyExc_BaseExceptionGroup)
    if is_group > 0:
        PyErr_SetString(
            PyExc_TypeError, b"catching ExceptionGroup with except* is not allowed. Use except instead."
        )
    return -1 if is_group != 0 else 0


cdef bint is_exception_group(PyObject* exc) noexcept nogil:
    return PyObject_TypeCheck(exc, <PyTypeObject*>PyExc_BaseExceptionGroup)


cdef int eg_match(PyObject* exc, PyObject* exc_type, PyObject** match, PyObject** rest) noexcept nogil:
    """Split `exc` (None: nothing is left) for `except* exc_type`. 0, or -1 and an exception.

    `match` is the part caught, as a group, or None; `rest` is what stays: the whole of `exc` when nothing
    matched, None when all did. What matched becomes the handled exception. New references.
    """
    cdef PyObject* pair
    cdef PyObject* group
    match[0] = NULL
    rest[0] = NULL
    if check_catchable_star(exc_type) < 0:
        return -1
    if exc == Py_None:
        match[0] = Py_NewRef(Py_None)
        rest[0] = Py_NewRef(Py_None)
        return 0
    if PyErr_GivenExceptionMatches(exc, exc_type):
        group = Py_NewRef(exc)
        if not is_exception_group(exc):  # a naked exception: `except*` always sees a group
            pair = PyTuple_Pack(1, exc)
            Py_DECREF(group)
            if pair == NULL:
                return -1
            group = new_exception_group(pair)
            Py_DECREF(pair)
            if group == NULL:
                return -1
        match[0] = group
        rest[0] = Py_NewRef(Py_None)
    elif is_exception_group(exc):
        pair = PyObject_CallMethodObjArgs(exc, name_split, exc_type, NULL)
        if pair == NULL:
            return -1
        if not PyTuple_CheckExact(pair) or PyTuple_GET_SIZE(pair) != 2:
            PyErr_Format(
                PyExc_TypeError,
                b"%.200s.split must return a 2-tuple, got %.200s",
                Py_TYPE(exc).tp_name,
                Py_TYPE(pair).tp_name,
            )
            Py_DECREF(pair)
            return -1
        match[0] = Py_NewRef(PyTuple_GET_ITEM(pair, 0))
        rest[0] = Py_NewRef(PyTuple_GET_ITEM(pair, 1) if match[0] != Py_None else exc)
        Py_DECREF(pair)
    else:
        match[0] = Py_NewRef(Py_None)
        rest[0] = Py_NewRef(exc)
    if match[0] != Py_None:
        PyErr_SetExcInfo(NULL, Py_NewRef(match[0]), NULL)
    return 0


cdef PyObject* new_exception_group(PyObject* excs) noexcept nogil:
    """A group without a message of the exceptions in a sequence."""
    return PyObject_CallFunctionObjArgs(PyExc_BaseExceptionGroup, empty_string, excs, NULL)


cdef enum:
    VERSION_OF_NAKED_RAISE = 0x030B0400  # from here on the host does not wrap the only exception raised


cdef PyObject* prep_reraise_star(PyObject* orig, PyObject* excs) noexcept nogil:
    """What to raise at the end of a `try`-`except*`, or None.

    `orig` is the exception that was caught; `excs` the list of what the clauses raised, raised again or left
    (None among them is nothing). What was raised again or left keeps its nesting from `orig`; new ones
    are added beside it.
    """
    cdef PyObject* raised
    cdef PyObject* leaves
    cdef PyObject* exc
    cdef PyObject* again = NULL
    cdef PyObject* result = NULL
    cdef Py_ssize_t i
    cdef int err = 0

    if PyList_GET_SIZE(excs) == 0:
        return Py_NewRef(Py_None)
    if not is_exception_group(orig):  # wrapped for the one clause that caught it, so one exception at most
        return Py_NewRef(PyList_GET_ITEM(excs, 0))

    raised = PyList_New(0)
    leaves = PySet_New(NULL)
    if raised == NULL or leaves == NULL:
        err = -1
    else:
        for i in range(PyList_GET_SIZE(excs)):
            exc = PyList_GET_ITEM(excs, i)
            if exc == Py_None:
                continue
            if same_origin(exc, orig):
                err = collect_leaves(exc, leaves)
            else:
                err = PyList_Append(raised, exc)
            if err < 0:
                break
    if err == 0:
        again = keep_leaves(orig, leaves)
    if again != NULL:
        if PyList_GET_SIZE(raised) == 0:
            result = Py_NewRef(again)
        elif again == Py_None or PyList_Append(raised, again) == 0:
            if PyList_GET_SIZE(raised) == 1 and Py_Version >= VERSION_OF_NAKED_RAISE:
                result = Py_NewRef(PyList_GET_ITEM(raised, 0))
            else:
                result = new_exception_group(raised)
        Py_DECREF(again)
    Py_XDECREF(raised)
    Py_XDECREF(leaves)
    return result


cdef bint same_origin(PyObject* exc, PyObject* orig) noexcept nogil:
    """Whether `exc` is a part of the group `orig`: splitting copies notes, traceback, cause and context."""
    cdef fvm_exception* a = <fvm_exception*>exc
    cdef fvm_exception* b = <fvm_exception*>orig
    return a.notes == b.notes and a.traceback == b.traceback and a.cause == b.cause and a.context == b.context


cdef int collect_leaves(PyObject* exc, PyObject* leaves) noexcept nogil:
    """Add the identities of the exceptions that are no groups, in `exc`, to the set `leaves`."""
    cdef PyObject* members
    cdef PyObject* identity
    cdef Py_ssize_t i
    cdef int err
    if not is_exception_group(exc):
        identity = PyLong_FromVoidPtr(exc)
        if identity == NULL:
            return -1
        err = PySet_Add(leaves, identity)
        Py_DECREF(identity)
        return err
    members = (<fvm_exception_group*>exc).excs
    for i in range(PyTuple_GET_SIZE(members)):
        if Py_EnterRecursiveCall(b" in collect_exception_group_leaf_ids"):
            return -1
        err = collect_leaves(PyTuple_GET_ITEM(members, i), leaves)
        Py_LeaveRecursiveCall()
        if err < 0:
            return -1
    return 0


cdef PyObject* keep_leaves(PyObject* exc, PyObject* leaves) noexcept nogil:
    """The part of `exc` made of exceptions in `leaves`, nested as they are there, or None."""
    cdef PyObject* members
    cdef PyObject* identity
    cdef PyObject* kept
    cdef PyObject* part
    cdef PyObject* result
    cdef Py_ssize_t i
    cdef int found
    if not is_exception_group(exc):
        identity = PyLong_FromVoidPtr(exc)
        if identity == NULL:
            return NULL
        found = PySet_Contains(leaves, identity)
        Py_DECREF(identity)
        if found < 0:
            return NULL
        return Py_NewRef(exc if found else Py_None)

    kept = PyList_New(0)
    if kept == NULL:
        return NULL
    members = (<fvm_exception_group*>exc).excs
    for i in range(PyTuple_GET_SIZE(members)):
        if Py_EnterRecursiveCall(b" in exceptiongroup_split_recursive"):
            Py_DECREF(kept)
            return NULL
        part = keep_leaves(PyTuple_GET_ITEM(members, i), leaves)
        Py_LeaveRecursiveCall()
        found = -1 if part == NULL else 0
        if found == 0 and part != Py_None:
            found = PyList_Append(kept, part)
        Py_XDECREF(part)
        if found < 0:
            Py_DECREF(kept)
            return NULL
    if PyList_GET_SIZE(kept) == 0:
        result = Py_NewRef(Py_None)
    else:
        result = derive_group(exc, kept)
    Py_DECREF(kept)
    return result


cdef PyObject* derive_group(PyObject* orig, PyObject* excs) noexcept nogil:
    """A group of `excs` with the type, traceback, context, cause and notes of `orig`."""
    cdef PyObject* value
    cdef PyObject* copy
    cdef int err = 0
    cdef PyObject* group = PyObject_CallMethodObjArgs(orig, name_derive, excs, NULL)
    if group == NULL:
        return NULL
    if not is_exception_group(group):
        PyErr_SetString(PyExc_TypeError, b"derive must return an instance of BaseExceptionGroup")
        Py_DECREF(group)
        return NULL
    value = PyException_GetTraceback(orig)
    if value != NULL:
        err = PyException_SetTraceback(group, value)
        Py_DECREF(value)
    if err == 0:
        PyException_SetContext(group, PyException_GetContext(orig))
        PyException_SetCause(group, PyException_GetCause(orig))
        err = _PyObject_LookupAttr(orig, name_notes, &value)
        if err > 0:
            err = 0
            if PySequence_Check(value):  # each part has notes of its own
                copy = PySequence_List(value)
                err = -1 if copy == NULL else PyObject_SetAttr(group, name_notes, copy)
                Py_XDECREF(copy)
            Py_DECREF(value)
    if err < 0:
        Py_DECREF(group)
        return NULL
    return group


cdef PyObject* assertion_error() noexcept nogil:
    return Py_NewRef(PyExc_AssertionError)


# --- Handlers -------------------------------------------------------------------------------------


cdef void pop_exception_pending(PyThreadState* ts, PyObject** register) noexcept nogil:
    """POP_EXC while an exception is pending, which goes on unwinding afterwards."""
    cdef PyObject *type
    cdef PyObject *value
    cdef PyObject *traceback
    PyErr_Fetch(&type, &value, &traceback)
    pop_exception(ts, register)
    PyErr_Restore(type, value, traceback)


cdef void push_exception(PyThreadState* ts, PyObject** registers) noexcept nogil:
    """PUSH_EXC: the pending exception, normalised, becomes the handled one (ceval.c: exception_unwind, PUSH_EXC_INFO)."""
    cdef PyObject *type
    cdef PyObject *value
    cdef PyObject *traceback
    cdef _PyErr_StackItem* info = ts.exc_info
    PyErr_Fetch(&type, &value, &traceback)
    PyErr_NormalizeException(&type, &value, &traceback)
    PyException_SetTraceback(value, traceback if traceback != NULL else Py_None)
    Py_XDECREF(type)
    Py_XDECREF(traceback)
    if info.exc_value != NULL:
        registers[0] = info.exc_value
    else:
        Py_INCREF(Py_None)
        registers[0] = Py_None
    Py_INCREF(value)
    info.exc_value = value
    registers[1] = value


cdef inline void pop_exception(PyThreadState* ts, PyObject** register) noexcept nogil:
    """POP_EXC: the handled exception is the saved one again; its register dies."""
    cdef PyObject* old = ts.exc_info.exc_value
    ts.exc_info.exc_value = register[0]
    register[0] = NULL
    Py_XDECREF(old)


cdef void restore_exception(PyObject* value) noexcept nogil:
    """Make an exception instance (stolen) the pending one, with its own traceback."""
    cdef PyObject* type = <PyObject*>Py_TYPE(value)
    Py_INCREF(type)
    PyErr_Restore(type, value, PyException_GetTraceback(value))
