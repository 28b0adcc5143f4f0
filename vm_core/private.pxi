# Python code of the engine's own: the front end, the resolver. The program does not see it run.
#
# While it runs, its frames go to the host, a trace function is told nothing, a program's import hook is not asked,
# no garbage is collected and no signal handled (the program's finalizers and handlers would see the engine's frames, and
# what a handler raises would be the engine's failure), and where the program stands does not limit the recursion.

cdef enum:
    PRIVATE_HEADROOM = 20000


cdef PyObject* swap_import(PyInterpreterState* interpreter, PyObject* function) noexcept nogil:
    """Put `function` (borrowed) in the place of builtins.__import__. Returns what was there (new), or NULL when it is
    `function` already: a program's import hook must not see the engine's own imports."""
    cdef PyObject* present_ = PyDict_GetItemWithError(interpreter.builtins, NAME_IMPORT)
    if present_ == NULL or function == NULL or present_ == function:
        PyErr_Clear()
        return NULL
    Py_INCREF(present_)
    if PyDict_SetItem(interpreter.builtins, NAME_IMPORT, function) < 0:
        PyErr_Clear()
        Py_DECREF(present_)
        return NULL
    return present_


cdef PyObject* begin_private(PyThreadState* ts) noexcept nogil:
    """Go over to the engine's own Python code. What is returned goes to `end_private`."""
    global fvm_resolving
    if fvm_resolving == 0:
        hold_collector(ts)
        fvm_hold_signals()
    fvm_resolving += 1
    ts.recursion_remaining += PRIVATE_HEADROOM
    PyThreadState_EnterTracing(ts)
    return swap_import(ts.interp, ts.interp.import_func)


cdef void end_private(PyThreadState* ts, PyObject* hook) noexcept nogil:
    """Go back to the program."""
    global fvm_resolving
    if hook != NULL:
        Py_XDECREF(swap_import(ts.interp, hook))
        Py_DECREF(hook)
    PyThreadState_LeaveTracing(ts)
    ts.recursion_remaining -= PRIVATE_HEADROOM
    fvm_resolving -= 1
    if fvm_resolving == 0:
        release_collector(ts)
        fvm_release_signals(ts)


cdef void release_after_fork() noexcept nogil:
    """In the child, where a thread that was in the engine's own code is no more."""
    cdef PyThreadState* ts = _PyThreadState_UncheckedGet()
    fvm_forget_held_thread()
    if ts != NULL and collector_holder != ts and collector_holder != NULL:
        release_collector(collector_holder)
