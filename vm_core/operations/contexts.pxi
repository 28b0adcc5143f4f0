# Entering and leaving `with`, generators and coroutines: what awaits, yields and is made.

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
    gen = fvm_new_generator(ts, type_, total_slots)
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
