# What the engine keeps is taken out of the cycle collector's sight; and the engine's collector in the gc module's place.

cdef void untrack_constants(PyObject* constants) noexcept nogil:
    """Take a tuple of constants out of the collector's sight, as its next run would do."""
    cdef Py_ssize_t i
    for i in range(PyTuple_GET_SIZE(constants)):
        if PyTuple_CheckExact(PyTuple_GET_ITEM(constants, i)):
            untrack_constants(PyTuple_GET_ITEM(constants, i))
    if PyObject_GC_IsTracked(constants):
        PyObject_GC_UnTrack(constants)


cdef int untrack_part(PyObject* part, void* node_type) noexcept nogil:
    """Untrack what `tp_traverse` meets in a syntax tree: nodes, their attributes, and lists of nodes."""
    cdef PyTypeObject* type = Py_TYPE(part)
    if type != &PyDict_Type and type != &PyList_Type and not PyType_IsSubtype(type, <PyTypeObject*>node_type):
        return 0
    if not PyObject_GC_IsTracked(part) or fvm_stack_exhausted():
        return 0
    PyObject_GC_UnTrack(part)
    return type.tp_traverse(part, untrack_part, node_type)


# --- The collector of cycles (host/collector/) and the gc module --------------------------------------------------
#
# Most functions of the gc module work on the host's state, which is ours too. Three are replaced while the engine is
# on: `collect`, because the host's would return what the host finds, and those that get and set the thresholds,
# because what the host goes by meanwhile is the policy's.

cdef PyMethodDef gc_definitions[3]  # the host's rows with our functions
cdef PyMethodDef gc_originals[3]
cdef object host_gc = None          # the host's functions by name
cdef object own_gc = None           # ours


cdef PyObject* own_collect(PyObject* self, PyObject** args, Py_ssize_t count, PyObject* kwnames) noexcept nogil:
    """gc.collect(generation=2)"""
    cdef PyObject* asked = argument(args, count, kwnames, 0, b"generation")
    cdef Py_ssize_t given = count
    cdef int64_t generation = 2
    cdef PyObject* result
    if kwnames != NULL:
        given += PyTuple_GET_SIZE(kwnames)
    if fvm_collector.installed and given == (asked != NULL) and (asked == NULL or fvm_int(asked, &generation)) \
            and 0 <= generation <= 2:
        return PyLong_FromSsize_t(fvm_collect_asked(<int>generation))
    # What is no plain generation: the host's function converts it, or complains.
    fvm_collector.found = 0
    fvm_collector.asked += 1
    result = (<_PyCFunctionFastWithKeywords><void*>gc_originals[0].ml_meth)(self, args, count, kwnames)
    fvm_collector.asked -= 1
    if result != NULL and fvm_collector.installed:
        Py_DECREF(result)
        result = PyLong_FromSsize_t(fvm_collector.found)
    return result


cdef PyObject* own_get_threshold(PyObject* self, PyObject* args) noexcept nogil:
    return fvm_get_thresholds() if fvm_collector.installed else gc_originals[1].ml_meth(self, args)


cdef PyObject* own_set_threshold(PyObject* self, PyObject* args) noexcept nogil:
    return fvm_set_thresholds(args) if fvm_collector.installed else gc_originals[2].ml_meth(self, args)


cdef object make_own_gc(int which, object original):
    """A function in the place of one of the gc module: with its name, text and signature."""
    cdef PyCFunctionObject* function = <PyCFunctionObject*><void*>original
    if Py_TYPE(<PyObject*>function) != &PyCFunction_Type:
        raise RuntimeError(f"cannot replace {original!r}: it is not the host's own function")
    gc_originals[which] = function.m_ml[0]
    gc_definitions[which] = function.m_ml[0]
    if which == 0:
        gc_definitions[which].ml_meth = <PyCFunction><void*>own_collect
    elif which == 1:
        gc_definitions[which].ml_meth = <PyCFunction><void*>own_get_threshold
    else:
        gc_definitions[which].ml_meth = <PyCFunction><void*>own_set_threshold
    cdef PyObject* made = PyCFunction_NewEx(&gc_definitions[which], function.m_self, function.m_module)
    if made == NULL:
        raise MemoryError
    result = <object><void*>made
    Py_DECREF(made)
    return result


cdef void install_collector(bint ours) except *:
    """Take the host's collector's place, or leave it; what a program put into the gc module itself stays."""
    global host_gc, own_gc
    import gc
    if own_gc is None:
        if not ours:
            return
        names = ("collect", "get_threshold", "set_threshold")
        host_gc = {name: getattr(gc, name) for name in names}
        own_gc = {name: make_own_gc(i, host_gc[name]) for i, name in enumerate(names)}
    if ours:
        fvm_take_place(<_PyCFunctionFastWithKeywords><void*>gc_originals[0].ml_meth)
    else:
        fvm_give_place()
    new, old = (own_gc, host_gc) if ours else (host_gc, own_gc)
    for name, function in new.items():
        if getattr(gc, name, None) is old[name]:
            setattr(gc, name, function)


def set_collector(bint stress, bint log):
    """How the collector behaves: collect at every safepoint; write a line about each collection to standard error."""
    global fvm_gc_log
    fvm_policy.stress = stress
    fvm_gc_log = log
    fvm_apply_thresholds()
    fvm_stress_on(PyThreadState_Get())


def collector_stats():
    """Figures of the collector since the process began (report/collector.py gives them names)."""
    generations = []
    for i in range(3):
        row = &fvm_gc_figures[i]
        generations.append((row.collections, row.automatic, row.examined, row.freed, row.uncollectable, row.untracked,
                            row.nanoseconds / 1e9, row.longest / 1e9, [row.pauses[j] for j in range(FVM_PAUSE_CLASSES)]))
    return generations, fvm_policy.young_size, fvm_policy.growth, fvm_policy_adapts()
