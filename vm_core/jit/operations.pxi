# What native code calls for operators, formatting and displays whose operands' types it does not know in advance.
#
# As in host/builtins311.h: each does its work, or leaves everything as it was and says so (NULL, no exception set) where
# Python code might run and where the host would raise; native code then goes back to the loop, which does the
# instruction from its beginning.


cdef PyObject* jit_scalar_binary(PyObject* x, PyObject* y, int64_t op) noexcept nogil:
    """The operation with the number `op` in BINARY on numbers and text: a new reference to another such object."""
    cdef unsigned long main
    cdef PyObject* result = fvm_wide_binary(x, y, op)
    if result == NULL:
        result = fvm_mixed_binary(_PyThreadState_UncheckedGet(), x, y, op)
    if result != NULL:
        return result
    if not fvm_is_scalar(x) or (not fvm_is_scalar(y) and not (op == OP_MOD - OP_ADD and PyUnicode_CheckExact(x) and fvm_plain(y))):
        return NULL
    if op == OP_MOD - OP_ADD and (PyBytes_CheckExact(x) or Py_BytesWarningFlag):
        return NULL  # formatting may warn of bytes
    main = fvm_hold_signals()
    result = BINARY[op](x, y)
    fvm_let_signals(_PyThreadState_UncheckedGet(), main)
    return fvm_or_nothing(result)


cdef PyObject* jit_container_binary(PyThreadState* ts, PyObject* x, PyObject* y, int64_t op) noexcept nogil:
    """The same on containers, whose result is a new one: joined or repeated sequences, sets."""
    cdef PyTypeObject* type = Py_TYPE(x)
    cdef PyTypeObject* other = Py_TYPE(y)
    cdef PyObject* result
    cdef int collecting
    if op == OP_ADD - OP_ADD:
        if type != other or (type != &PyList_Type and type != &PyTuple_Type):
            return NULL
    elif op == OP_MUL - OP_ADD:
        if not ((type == &PyList_Type or type == &PyTuple_Type) and other == &PyLong_Type) \
                and not ((other == &PyList_Type or other == &PyTuple_Type) and type == &PyLong_Type):
            return NULL
    elif op == OP_SUB - OP_ADD or op == OP_AND - OP_ADD or op == OP_OR - OP_ADD or op == OP_XOR - OP_ADD:
        if not ((type == &PySet_Type or type == &PyFrozenSet_Type) and (other == &PySet_Type or other == &PyFrozenSet_Type)) \
                or not fvm_set_is_quiet(x) or not fvm_set_is_quiet(y):
            return NULL
    else:
        return NULL
    collecting = fvm_defer_collection(ts)
    result = BINARY[op](x, y)
    fvm_end_deferral(ts, collecting)
    return fvm_or_nothing(result)


cdef PyObject* jit_scalar_unary(PyObject* x, int64_t op) noexcept nogil:
    """`op` is the instruction: NEG, POS or INVERT."""
    if not fvm_is_scalar(x):
        return NULL
    if op == OP_NEG:
        return fvm_or_nothing(PyNumber_Negative(x))
    return fvm_or_nothing(PyNumber_Positive(x) if op == OP_POS else PyNumber_Invert(x))


cdef PyObject* jit_format(PyObject* value, PyObject* spec, int64_t conversion) noexcept nogil:
    """A replacement field of an f-string, of a plain value."""
    cdef unsigned long main
    cdef PyObject* result
    if not fvm_plain(value) or Py_BytesWarningFlag or (spec != Py_None and not PyUnicode_CheckExact(spec)):
        return NULL
    main = fvm_hold_signals()
    result = format_value(value, spec, <int>conversion)
    fvm_let_signals(_PyThreadState_UncheckedGet(), main)
    return fvm_or_nothing(result)


cdef PyObject* build_keyed(Instr* ip, PyObject** window, PyObject** keys, int count) noexcept nogil:
    """A set or dict: a new reference; the window keeps its own. NULL, perhaps with an exception."""
    cdef PyObject* result
    cdef PyObject* key
    cdef int i
    cdef bint is_set = ip.op == OP_BUILD_SET
    cdef int stride = 2 if ip.op == OP_BUILD_MAP else 1
    for i in range(count):
        if not fvm_is_key(keys[i * stride]):
            return NULL
    result = PySet_New(NULL) if is_set else _PyDict_NewPresized(count)
    if result == NULL:
        return NULL
    for i in range(count):
        key = keys[i * stride]
        if (PySet_Add(result, key) if is_set else PyDict_SetItem(result, key, window[i * stride + stride - 1])) < 0:
            Py_DECREF(result)
            return NULL
    if not is_set and PyDict_GET_SIZE(result) != count:
        Py_DECREF(result)  # (a value that another one has replaced may die here)
        return NULL
    return result


cdef PyObject* jit_build(PyThreadState* ts, PyObject** regs, PyObject** consts, Instr* ip) noexcept nogil:
    """What an instruction that builds something makes of its window, whose registers are empty then. (What is dropped of
    them the result has, or it is text.)"""
    cdef PyObject** window = regs + ip.b
    cdef PyObject* result = NULL
    cdef PyObject* keys
    cdef int count = ip.c
    cdef int i
    cdef int collecting = fvm_defer_collection(ts)
    if ip.op == OP_BUILD_STRING:
        for i in range(count):
            if not PyUnicode_CheckExact(window[i]):
                break
        else:
            result = _PyUnicode_JoinArray(EMPTY_STRING, window, count)
    elif ip.op == OP_BUILD_TUPLE:
        result = fvm_tuple_of(ts, window, count)
    elif ip.op == OP_BUILD_LIST:
        result = PyList_New(count)
        if result != NULL:
            for i in range(count):
                PyList_SET_ITEM(result, i, Py_NewRef(window[i]))
    elif ip.op == OP_BUILD_SLICE:
        result = PySlice_New(window[0], window[1], window[2] if count == 3 else NULL)
    elif ip.op == OP_BUILD_CONST_MAP:
        keys = fvm_src(regs, consts, ip.c)
        count = <int>PyTuple_GET_SIZE(keys)
        result = build_keyed(ip, window, (<PyTupleObject*>keys).ob_item, count)
    else:
        result = build_keyed(ip, window, window, count)
        if ip.op == OP_BUILD_MAP:
            count *= 2
    fvm_end_deferral(ts, collecting)
    if result == NULL:
        PyErr_Clear()
        return NULL
    drop_window(window, count)
    return result


cdef void enter_jit_operations():
    jit_entry("scalar_binary", <void*>jit_scalar_binary)
    jit_entry("container_binary", <void*>jit_container_binary)
    jit_entry("scalar_unary", <void*>jit_scalar_unary)
    jit_entry("format", <void*>jit_format)
    jit_entry("build", <void*>jit_build)
    jit_entry("compare_plain", <void*>fvm_plain_compare)
    jit_entry("item_of", <void*>fvm_item)
    jit_entry("store_item", <void*>fvm_store_item)
    jit_entry("delete_item", <void*>fvm_delete_item)
    jit_entry("list_extend", <void*>fvm_extend)
    jit_entry("tuple_of", <void*>fvm_try_tuple_of)
    jit_entry("rest_of", <void*>fvm_rest_of)
    jit_entry("item_at", <void*>fvm_item_at)
