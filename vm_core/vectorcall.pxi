# How C code reaches a function of the engine: a `vectorcall` of our own.
#
# The host's way is `_PyFunction_Vectorcall`, which pushes a frame by its own rules and calls the frame evaluator.
# Once a function is known to be the engine's, its `vectorcall` slot gets `function_vectorcall`, which pushes the
# frame it needs and runs it. Sorting by a key, `map`, operators and every other callback comes this way.

cdef PyObject* function_vectorcall(PyObject* callable_, PyObject** args, size_t nargsf, PyObject* kwnames) noexcept nogil:
    """Call a function of the engine (PEP 590). Arguments borrowed, result new."""
    cdef PyFunctionObject* func = <PyFunctionObject*>callable_
    cdef PyThreadState* ts = _PyThreadState_UncheckedGet()
    cdef CodeState* state = get_state(<PyCodeObject*>func.func_code)
    cdef Unit* unit = state.inlinable if state != NULL else NULL
    cdef _PyInterpreterFrame* frame
    cdef Py_ssize_t i, count = <Py_ssize_t>(nargsf & ~PY_VECTORCALL_ARGUMENTS_OFFSET), total = count
    if unit == NULL or ts.cframe.use_tracing or fvm_resolving or not engine_enabled and not state.forced:
        return _PyFunction_Vectorcall(callable_, args, nargsf, kwnames)
    Py_INCREF(callable_)
    frame = new_frame(ts, func, unit)
    if fvm_unlikely(frame == NULL):
        Py_DECREF(callable_)
        return NULL
    if fvm_likely(unit.simple and count == unit.argcount and kwnames == NULL):
        copy_references(frame.localsplus, args, count)
        fvm_clear_slots(frame.localsplus + count, frame.localsplus + unit.nregs)
    else:
        fvm_clear_slots(frame.localsplus, frame.localsplus + unit.nregs)
        if kwnames != NULL:
            total += PyTuple_GET_SIZE(kwnames)
        for i in range(total):
            Py_INCREF(args[i])
        if bind_arguments(func, frame.localsplus, args, count, kwnames) < 0:
            clear_frame(ts, frame, unit)
            fvm_pop_slots(ts, frame)
            return NULL
    return run_callee(ts, frame, unit)


cdef inline void install_vectorcall(PyFunctionObject* func) noexcept nogil:
    """Let C code call `func`, whose code is the engine's, directly from now on."""
    if func.vectorcall == _PyFunction_Vectorcall:
        func.vectorcall = <vectorcallfunc>function_vectorcall
