# The host's trace and profile functions, called from frames of ours.

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
