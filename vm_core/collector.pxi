# What the engine keeps is taken out of the cycle collector's sight.

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
