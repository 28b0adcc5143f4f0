# Python code of the engine's own: the front end, the resolver, the JIT's compiler. The program does not see it run.
#
# While it runs, its frames go to the host, a trace function is told nothing, what the program has put in the place of
# builtins (an import hook, say) is not called, where the program stands does not limit the recursion, and signal handlers,
# asynchronous exceptions and the collector wait. Once the process is being torn down it runs no more: its modules may be
# empty already.

cdef enum:
    PRIVATE_HEADROOM = 20000

cdef int private_threads = 0            # how many threads are at it

cdef PyObject* private_builtins = NULL  # owned: the builtins as they were at the start; NULL: no program has run yet


cdef PyObject* swap_import(PyInterpreterState* interpreter, PyObject* function) noexcept nogil:
    """Put `function` (borrowed) in the place of builtins.__import__. Returns what was there (new), or NULL when it is
    `function` already: a program's import hook must not see the engine's own imports. (Those of C code look for it there.)"""
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


cdef void begin_private(PyThreadState* ts, fvm_private_section* section) noexcept nogil:
    """Go over to the engine's own Python code. The thread goes by another state until `end_private`: neither may stand
    within a Cython `try`, which remembers the state."""
    global fvm_resolving, private_threads
    section.own = NULL
    if fvm_resolving == 0:
        private_threads += 1
        fvm_hold_back(ts, section)
        section.own.recursion_remaining += PRIVATE_HEADROOM
        PyThreadState_EnterTracing(section.own)
        section.hook = swap_import(ts.interp, ts.interp.import_func)
    fvm_resolving += 1


cdef void end_private(PyThreadState* ts, fvm_private_section* section) noexcept nogil:
    """Go back to the program."""
    global fvm_resolving, private_threads
    fvm_resolving -= 1
    if fvm_resolving == 0:
        private_threads -= 1
    if section.own != NULL:
        if section.hook != NULL:
            Py_XDECREF(swap_import(ts.interp, section.hook))
            Py_DECREF(section.hook)
        PyThreadState_LeaveTracing(section.own)
        section.own.recursion_remaining -= PRIVATE_HEADROOM
        fvm_let_go(ts, section)


cdef object call_private(object function, tuple arguments):
    """Call a function of the engine's own."""
    cdef PyThreadState* ts = PyThreadState_Get()
    cdef fvm_private_section section
    cdef PyObject* result
    begin_private(ts, &section)
    result = PyObject_Call(<PyObject*><void*>function, <PyObject*><void*>arguments, NULL)
    end_private(ts, &section)
    return stolen_object(result)
