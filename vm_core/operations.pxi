# What instructions do when it is more than a call of the host's C API: raising, unpacking, importing,
# matching, names, awaiting, making generators, tracing C calls.
#
# The host has the same functions inside its evaluation loop and does not export them. These are ours, with the
# host's meaning and the words of its errors, for programs see them. Arguments are borrowed and results are
# new references unless a function says otherwise; NULL or -1 means an exception is set.

cdef extern from "host/cpython311.h" nogil:
    """
    #include "opcode.h"
    #include "internal/pycore_genobject.h"
    """
    PyTypeObject PyCMethod_Type
    PyTypeObject _PyAsyncGenWrappedValue_Type
    unsigned long _Py_TPFLAGS_MATCH_SELF
    int RESUME, RESUME_QUICK
    const unsigned long Py_Version

    # The same C types again, for fields that only this file needs.
    ctypedef struct fvm_exception "PyBaseExceptionObject":
        PyObject* notes
        PyObject* traceback
        PyObject* context
        PyObject* cause
    ctypedef struct fvm_exception_group "PyBaseExceptionGroupObject":
        PyObject* excs
    ctypedef struct fvm_tracing "PyThreadState":
        int tracing_what
    ctypedef struct fvm_async_gen_pool "struct _Py_async_gen_state":
        void* value_freelist[1]
        int value_numfree
    ctypedef struct fvm_interpreter "PyInterpreterState":
        fvm_async_gen_pool async_gen

    bint PyType_Check(PyObject*)
    bint PyGen_CheckExact(PyObject*)
    bint PyCoro_CheckExact(PyObject*)
    bint PyAsyncGen_CheckExact(PyObject*)
    void Py_SET_SIZE(PyObject*, Py_ssize_t)
    int PyUnicode_READY(PyObject*)
    void _Py_NewReference(PyObject*)
    void _PyObject_GC_TRACK(PyObject*)
    PyObject* _PyObject_GC_New(PyTypeObject*)
    int Py_EnterRecursiveCall(const char*)
    void Py_LeaveRecursiveCall()

    _PyErr_StackItem* _PyErr_GetTopmostException(PyThreadState*)  # borrowed
    void PyErr_SetExcInfo(PyObject*, PyObject*, PyObject*)  # steals
    PyObject* PyErr_SetImportError(PyObject*, PyObject*, PyObject*)
    PyObject* PyException_GetContext(PyObject*)
    PyObject* PyException_GetCause(PyObject*)

    PyObject* fvm_list_extend "_PyList_Extend"(PyListObject*, PyObject*)  # None, or NULL
    PyObject* PyTuple_Pack(Py_ssize_t, ...)
    int PySet_Contains(PyObject*, PyObject*)
    PyObject* Py_BuildValue(const char*, ...)
    PyObject* PyLong_FromVoidPtr(void*)
    int _PyLong_AsInt(PyObject*)
    PyObject* _PyObject_FunctionStr(PyObject*)
    PyObject* PyObject_VectorcallDict(PyObject*, PyObject**, size_t, PyObject*)
    PyObject* PyModule_GetFilenameObject(PyObject*)
    int _PyModuleSpec_IsInitializing(PyObject*)
    void PyThreadState_EnterTracing(PyThreadState*)
    void PyThreadState_LeaveTracing(PyThreadState*)


# What wraps a value that an async generator yields; the host keeps the layout in its .c file.
ctypedef struct AsyncGenValue:
    PyObject ob_base
    PyObject* value


# Interned names, made once by `init_operations`.
cdef PyObject* name_all
cdef PyObject* name_aenter
cdef PyObject* name_aexit
cdef PyObject* name_annotations
cdef PyObject* name_build_class
cdef PyObject* name_derive
cdef PyObject* name_dict
cdef PyObject* name_enter
cdef PyObject* name_exit
cdef PyObject* name_get
cdef PyObject* name_import
cdef PyObject* name_match_args
cdef PyObject* name_module_name
cdef PyObject* name_name
cdef PyObject* name_notes
cdef PyObject* name_spec
cdef PyObject* name_split
cdef PyObject* empty_string


cdef int init_operations() except -1:
    """Make the constants of this file. Called once, when the core is imported."""
    global name_all, name_aenter, name_aexit, name_annotations, name_build_class, name_derive, name_dict
    global name_enter, name_exit, name_get, name_import, name_match_args, name_module_name, name_name
    global name_notes, name_spec, name_split, empty_string
    name_all = interned(b"__all__")
    name_aenter = interned(b"__aenter__")
    name_aexit = interned(b"__aexit__")
    name_annotations = interned(b"__annotations__")
    name_build_class = interned(b"__build_class__")
    name_derive = interned(b"derive")
    name_dict = interned(b"__dict__")
    name_enter = interned(b"__enter__")
    name_exit = interned(b"__exit__")
    name_get = interned(b"get")
    name_import = interned(b"__import__")
    name_match_args = interned(b"__match_args__")
    name_module_name = interned(b"__name__")
    name_name = interned(b"name")
    name_notes = interned(b"__notes__")
    name_spec = interned(b"__spec__")
    name_split = interned(b"split")
    empty_string = interned(b"")
    return 0


cdef PyObject* interned(const char* text) except NULL:
    """The interned string, kept for ever."""
    return PyUnicode_InternFromString(text)


# --- Raising and catching -------------------------------------------------------------------------


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


# --- Names ----------------------------------------------------------------------------------------


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


# --- Imports --------------------------------------------------------------------------------------


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


# --- Pattern matching -----------------------------------------------------------------------------


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
    missing = PyObject_CallNoArgs(<PyObject*>&PyBaseObject_Type)
    if seen != NULL and missing != NULL:
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


# --- With -----------------------------------------------------------------------------------------


cdef int before_with(PyObject* manager, PyObject** exit_out, PyObject** entered) noexcept nogil:
    """Enter `with manager`: the bound `__exit__`, and the result of `__enter__`. New references.

    0; or -1 with an exception set, and both NULL.
    """
    return enter_context(manager, name_enter, name_exit, b"context manager", b"__exit__", exit_out, entered)


cdef int before_async_with(PyObject* manager, PyObject** exit_out, PyObject** entered) noexcept nogil:
    """`before_with` for `async with`: the bound `__aexit__`, and the result of `__aenter__`, to be awaited."""
    return enter_context(
        manager, name_aenter, name_aexit, b"asynchronous context manager", b"__aexit__", exit_out, entered
    )


cdef int enter_context(
    PyObject* manager,
    PyObject* enter_name,
    PyObject* exit_name,
    const char* protocol,
    const char* exit_text,
    PyObject** exit_out,
    PyObject** entered,
) noexcept nogil:
    cdef PyObject* enter = _PyObject_LookupSpecial(manager, enter_name)
    cdef PyObject* leave
    exit_out[0] = NULL
    entered[0] = NULL
    if enter == NULL:
        if PyErr_Occurred() == NULL:
            PyErr_Format(
                PyExc_TypeError,
                b"'%.200s' object does not support the %s protocol",
                Py_TYPE(manager).tp_name,
                protocol,
            )
        return -1
    leave = _PyObject_LookupSpecial(manager, exit_name)
    if leave == NULL:
        if PyErr_Occurred() == NULL:
            PyErr_Format(
                PyExc_TypeError,
                b"'%.200s' object does not support the %s protocol (missed %s method)",
                Py_TYPE(manager).tp_name,
                protocol,
                exit_text,
            )
        Py_DECREF(enter)
        return -1
    entered[0] = PyObject_CallNoArgs(enter)
    Py_DECREF(enter)
    if entered[0] == NULL:
        Py_DECREF(leave)
        return -1
    exit_out[0] = leave
    return 0


cdef PyObject* with_except(PyObject* leave, PyObject* exc) noexcept nogil:
    """`leave(type(exc), exc, exc.__traceback__)`, where `leave` is what `before_with` gave."""
    cdef PyObject* args[4]
    cdef PyObject* result
    cdef PyObject* traceback = PyException_GetTraceback(exc)
    args[0] = NULL
    args[1] = PyExceptionInstance_Class(exc)
    args[2] = exc
    args[3] = Py_None if traceback == NULL else traceback
    result = PyObject_Vectorcall(leave, args + 1, 3 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL)
    Py_XDECREF(traceback)
    return result


# --- Generators and coroutines --------------------------------------------------------------------


cdef PyObject* make_generator(PyThreadState* ts, _PyInterpreterFrame* frame, int total_slots) noexcept nogil:
    """The generator, coroutine or async generator for the code of `frame`, with room for `total_slots` registers.

    Its own frame is not there yet (FRAME_CLEARED): the caller puts it into `gi_iframe`. `frame` is the current
    frame, so a coroutine's origin starts at its caller.
    """
    cdef PyFunctionObject* func = frame.f_func
    cdef PyCodeObject* code = frame.f_code
    cdef PyTypeObject* type_ = &PyGen_Type
    cdef PyGenObject* gen
    if code.co_flags & CO_COROUTINE:
        type_ = &PyCoro_Type
    elif code.co_flags & CO_ASYNC_GENERATOR:
        type_ = &PyAsyncGen_Type
    gen = <PyGenObject*>_PyObject_GC_NewVar(type_, total_slots)
    if gen == NULL:
        return NULL
    Py_INCREF(<PyObject*>code)
    gen.gi_code = code
    gen.gi_weakreflist = NULL
    gen.gi_name = Py_NewRef(func.func_name)
    gen.gi_qualname = Py_NewRef(func.func_qualname)
    gen.gi_exc_state.exc_value = NULL
    gen.gi_exc_state.previous_item = NULL
    gen.gi_origin_or_finalizer = NULL
    gen.gi_hooks_inited = 0
    gen.gi_closed = 0
    gen.gi_running_async = 0
    gen.gi_frame_state = FRAME_CLEARED
    _PyObject_GC_TRACK(<PyObject*>gen)
    if ts.coroutine_origin_tracking_depth > 0 and type_ == &PyCoro_Type:
        gen.gi_origin_or_finalizer = coroutine_origin(frame.previous, ts.coroutine_origin_tracking_depth)
        if gen.gi_origin_or_finalizer == NULL:
            Py_DECREF(<PyObject*>gen)
            return NULL
    return <PyObject*>gen


cdef PyObject* coroutine_origin(_PyInterpreterFrame* caller, int depth) noexcept nogil:
    """The tuple of (file, line, function) of at most `depth` frames, from `caller` outwards."""
    cdef _PyInterpreterFrame* frame = caller
    cdef PyObject* entry
    cdef PyObject* result
    cdef int count = 0
    cdef int i
    while frame != NULL and count < depth:
        frame = frame.previous
        count += 1
    result = PyTuple_New(count)
    if result == NULL:
        return NULL
    frame = caller
    for i in range(count):
        entry = Py_BuildValue(b"OiO", frame.f_code.co_filename, frame_line(frame), frame.f_code.co_name)
        if entry == NULL:
            Py_DECREF(result)
            return NULL
        PyTuple_SET_ITEM(result, i, entry)
        frame = frame.previous
    return result


cdef int frame_line(_PyInterpreterFrame* frame) noexcept nogil:
    """The line a frame is at."""
    cdef Py_ssize_t at = frame.prev_instr - fvm_first_instr(frame.f_code)
    return PyCode_Addr2Line(frame.f_code, <int>at * <int>sizeof(_Py_CODEUNIT))


cdef bint is_coroutine(PyObject* o) noexcept nogil:
    """A coroutine, or a generator that `types.coroutine` made awaitable."""
    return PyCoro_CheckExact(o) or (
        PyGen_CheckExact(o) and (<PyGenObject*>o).gi_code.co_flags & CO_ITERABLE_COROUTINE
    )


cdef bint is_awaiting(PyGenObject* gen) noexcept nogil:
    """Whether a generator stands in a `yield from` or `await`: then the next instruction of its code is the RESUME of
    one, and the iterator it waits for is its uppermost temporary."""
    cdef _PyInterpreterFrame* frame = <_PyInterpreterFrame*>&gen.gi_iframe[0]
    cdef _Py_CODEUNIT next_
    cdef int opcode
    if gen.gi_frame_state != FRAME_SUSPENDED:
        return False
    next_ = frame.prev_instr[1]
    opcode = next_ & 255
    return (opcode == RESUME or opcode == RESUME_QUICK) and (next_ >> 8) >= 2


cdef PyObject* awaitable_iterator(PyObject* o) noexcept nogil:
    """The iterator that `await o` runs."""
    cdef PyTypeObject* type_ = Py_TYPE(o)
    cdef PyObject* it
    if is_coroutine(o):
        return Py_NewRef(o)
    if type_.tp_as_async == NULL or type_.tp_as_async.am_await == NULL:
        PyErr_Format(PyExc_TypeError, b"object %.100s can't be used in 'await' expression", type_.tp_name)
        return NULL
    it = type_.tp_as_async.am_await(o)
    if it == NULL:
        return NULL
    if is_coroutine(it):
        PyErr_SetString(PyExc_TypeError, b"__await__() returned a coroutine")
    elif not PyIter_Check(it):
        PyErr_Format(
            PyExc_TypeError, b"__await__() returned non-iterator of type '%.100s'", Py_TYPE(it).tp_name
        )
    else:
        return it
    Py_DECREF(it)
    return NULL


cdef PyObject* get_awaitable(PyObject* o, int variant) noexcept nogil:
    """The iterator for `await o`; `o` came from `__aenter__` (variant 1), from `__aexit__` (2) or elsewhere (0)."""
    cdef PyTypeObject* type_ = Py_TYPE(o)
    cdef PyObject* it = awaitable_iterator(o)
    if it == NULL:
        if variant != 0 and (type_.tp_as_async == NULL or type_.tp_as_async.am_await == NULL):
            if variant == 1:
                PyErr_Format(
                    PyExc_TypeError,
                    b"'async with' received an object from __aenter__ that does not implement __await__: %.100s",
                    type_.tp_name,
                )
            else:
                PyErr_Format(
                    PyExc_TypeError,
                    b"'async with' received an object from __aexit__ that does not implement __await__: %.100s",
                    type_.tp_name,
                )
    elif PyCoro_CheckExact(it) and is_awaiting(<PyGenObject*>it):
        PyErr_SetString(PyExc_RuntimeError, b"coroutine is being awaited already")
        Py_DECREF(it)
        return NULL
    return it


cdef PyObject* get_aiter(PyObject* o) noexcept nogil:
    """The asynchronous iterator for `async for ... in o`."""
    cdef PyTypeObject* type_ = Py_TYPE(o)
    cdef PyObject* it
    if type_.tp_as_async == NULL or type_.tp_as_async.am_aiter == NULL:
        PyErr_Format(
            PyExc_TypeError, b"'async for' requires an object with __aiter__ method, got %.100s", type_.tp_name
        )
        return NULL
    it = type_.tp_as_async.am_aiter(o)
    if it == NULL:
        return NULL
    type_ = Py_TYPE(it)
    if type_.tp_as_async == NULL or type_.tp_as_async.am_anext == NULL:
        PyErr_Format(
            PyExc_TypeError,
            b"'async for' received an object from __aiter__ that does not implement __anext__: %.100s",
            type_.tp_name,
        )
        Py_DECREF(it)
        return NULL
    return it


cdef PyObject* get_anext(PyObject* aiter) noexcept nogil:
    """The iterator for awaiting the next item of an asynchronous iterator."""
    cdef PyTypeObject* type_ = Py_TYPE(aiter)
    cdef PyObject* awaitable
    cdef PyObject* it
    if type_.tp_as_async == NULL or type_.tp_as_async.am_anext == NULL:
        PyErr_Format(
            PyExc_TypeError, b"'async for' requires an iterator with __anext__ method, got %.100s", type_.tp_name
        )
        return NULL
    awaitable = type_.tp_as_async.am_anext(aiter)
    if awaitable == NULL or PyAsyncGen_CheckExact(aiter):
        return awaitable
    it = awaitable_iterator(awaitable)
    if it == NULL:
        _PyErr_FormatFromCause(
            PyExc_TypeError,
            b"'async for' received an invalid object from __anext__: %.100s",
            Py_TYPE(awaitable).tp_name,
        )
    Py_DECREF(awaitable)
    return it


cdef PyObject* get_yield_from_iter(PyObject* o, int code_flags) noexcept nogil:
    """The iterator for `yield from o` in code with those flags."""
    if PyCoro_CheckExact(o):
        if not code_flags & (CO_COROUTINE | CO_ITERABLE_COROUTINE):
            PyErr_SetString(
                PyExc_TypeError, b"cannot 'yield from' a coroutine object in a non-coroutine generator"
            )
            return NULL
        return Py_NewRef(o)
    if PyGen_CheckExact(o):
        return Py_NewRef(o)
    return PyObject_GetIter(o)


cdef PyObject* async_gen_wrap(PyThreadState* ts, PyObject* value) noexcept nogil:
    """`value` wrapped as an async generator yields it. Wrappers come from the host's pool, where they go back."""
    cdef fvm_async_gen_pool* pool = &(<fvm_interpreter*>ts.interp).async_gen
    cdef AsyncGenValue* wrapper
    if pool.value_numfree > 0:
        pool.value_numfree -= 1
        wrapper = <AsyncGenValue*>pool.value_freelist[pool.value_numfree]
        _Py_NewReference(<PyObject*>wrapper)
    else:
        wrapper = <AsyncGenValue*>_PyObject_GC_New(&_PyAsyncGenWrappedValue_Type)
        if wrapper == NULL:
            return NULL
    Py_INCREF(value)
    wrapper.value = value
    _PyObject_GC_TRACK(<PyObject*>wrapper)
    return <PyObject*>wrapper


# --- Tracing --------------------------------------------------------------------------------------
#
# Frames of ours run untraced code, but a profiler that is set while they run (or that watches C calls only) is to
# see the C functions they call. Events name the current frame.


cdef int call_trace(Py_tracefunc func, PyObject* self, PyThreadState* ts, int what, PyObject* arg) noexcept nogil:
    """Tell a trace function of an event in the current frame. Its result: 0, or -1 and an exception."""
    cdef fvm_tracing* tracing = <fvm_tracing*>ts
    cdef PyFrameObject* frame
    cdef int saved = tracing.tracing_what
    cdef int result
    if ts.tracing:
        return 0
    frame = PyThreadState_GetFrame(ts)
    if frame == NULL:
        PyErr_NoMemory()
        return -1
    tracing.tracing_what = what
    PyThreadState_EnterTracing(ts)
    result = func(self, frame, what, arg)
    PyThreadState_LeaveTracing(ts)
    tracing.tracing_what = saved
    Py_DECREF(<PyObject*>frame)
    return result


cdef int call_trace_protected(
    Py_tracefunc func, PyObject* self, PyThreadState* ts, int what, PyObject* arg
) noexcept nogil:
    """`call_trace` with an exception pending, which stays unless the trace function raises another."""
    cdef PyObject* exc_type
    cdef PyObject* value
    cdef PyObject* traceback
    PyErr_Fetch(&exc_type, &value, &traceback)
    if call_trace(func, self, ts, what, arg) == 0:
        PyErr_Restore(exc_type, value, traceback)
        return 0
    Py_XDECREF(exc_type)
    Py_XDECREF(value)
    Py_XDECREF(traceback)
    return -1


cdef void call_exc_trace(Py_tracefunc func, PyObject* self, PyThreadState* ts) noexcept nogil:
    """Tell a trace function of the pending exception, which stays unless the trace function raises another."""
    cdef PyObject* exc_type
    cdef PyObject* value
    cdef PyObject* traceback
    cdef PyObject* arg
    cdef int err
    PyErr_Fetch(&exc_type, &value, &traceback)
    if value == NULL:
        value = Py_NewRef(Py_None)
    PyErr_NormalizeException(&exc_type, &value, &traceback)
    arg = PyTuple_Pack(3, exc_type, value, Py_None if traceback == NULL else traceback)
    if arg == NULL:
        PyErr_Restore(exc_type, value, traceback)
        return
    err = call_trace(func, self, ts, PyTrace_EXCEPTION, arg)
    Py_DECREF(arg)
    if err == 0:
        PyErr_Restore(exc_type, value, traceback)
    else:
        Py_XDECREF(exc_type)
        Py_XDECREF(value)
        Py_XDECREF(traceback)


cdef int trace_c_call(PyThreadState* ts, PyObject* func) noexcept nogil:
    """Before the C function `func` is called, tell the profiler. 0 or -1."""
    return call_trace(ts.c_profilefunc, ts.c_profileobj, ts, PyTrace_C_CALL, func)


cdef PyObject* trace_c_result(PyThreadState* ts, PyObject* func, PyObject* result) noexcept nogil:
    """After it has ended with `result` (stolen; NULL: it raised), tell the profiler. The result, or NULL."""
    if ts.c_profilefunc == NULL:
        return result
    if result == NULL:
        call_trace_protected(ts.c_profilefunc, ts.c_profileobj, ts, PyTrace_C_EXCEPTION, func)
    elif call_trace(ts.c_profilefunc, ts.c_profileobj, ts, PyTrace_C_RETURN, func) != 0:
        Py_DECREF(result)
        return NULL
    return result


cdef bint is_c_function(PyObject* func) noexcept nogil:
    return Py_IS_TYPE(func, &PyCFunction_Type) or Py_IS_TYPE(func, &PyCMethod_Type)


cdef PyObject* traced_vectorcall(
    PyThreadState* ts, PyObject* func, PyObject** args, size_t nargsf, PyObject* kwnames
) noexcept nogil:
    """`PyObject_Vectorcall` that tells the profiler, if there is one, of a C function's call and end."""
    cdef size_t nargs = nargsf & ~PY_VECTORCALL_ARGUMENTS_OFFSET
    cdef PyObject* bound
    cdef PyObject* result = NULL
    if ts.c_profilefunc == NULL:
        return PyObject_Vectorcall(func, args, nargsf, kwnames)
    if is_c_function(func):
        if trace_c_call(ts, func) != 0:
            return NULL
        return trace_c_result(ts, func, PyObject_Vectorcall(func, args, nargsf, kwnames))
    if Py_IS_TYPE(func, &PyMethodDescr_Type) and nargs > 0:
        # The profiler is to see a bound method. (Without a self the call fails anyway.)
        bound = Py_TYPE(func).tp_descr_get(func, args[0], <PyObject*>Py_TYPE(args[0]))
        if bound == NULL:
            return NULL
        if trace_c_call(ts, bound) == 0:
            result = trace_c_result(ts, bound, PyObject_Vectorcall(bound, args + 1, nargs - 1, kwnames))
        Py_DECREF(bound)
        return result
    return PyObject_Vectorcall(func, args, nargsf, kwnames)


cdef PyObject* traced_call(PyThreadState* ts, PyObject* func, PyObject* args, PyObject* kwargs) noexcept nogil:
    """`PyObject_Call` that tells the profiler, which there is, of a C function's call and end."""
    cdef PyObject* bound
    cdef PyObject* self
    cdef PyObject* result = NULL
    if is_c_function(func):
        if trace_c_call(ts, func) != 0:
            return NULL
        return trace_c_result(ts, func, PyObject_Call(func, args, kwargs))
    if Py_IS_TYPE(func, &PyMethodDescr_Type) and PyTuple_GET_SIZE(args) > 0:
        self = PyTuple_GET_ITEM(args, 0)
        bound = Py_TYPE(func).tp_descr_get(func, self, <PyObject*>Py_TYPE(self))
        if bound == NULL:
            return NULL
        if trace_c_call(ts, bound) == 0:
            result = PyObject_VectorcallDict(
                bound, &(<PyTupleObject*>args).ob_item[1], <size_t>PyTuple_GET_SIZE(args) - 1, kwargs
            )
            result = trace_c_result(ts, bound, result)
        Py_DECREF(bound)
        return result
    return PyObject_Call(func, args, kwargs)
