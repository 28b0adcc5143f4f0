# Operators that no specialised form is for, and that need not go through the host's dispatch all the same: the generic
# form of an arithmetic instruction comes here first. A sum of an int and a bool, a square, ints of up to 120 bits, and
# complex numbers are computed here; the method that a class defines for an operator runs in the same loop.

cdef extern from "Python.h" nogil:
    """
    /* As the host's _Py_c_prod, which is called where a compiler may round the same expression in another way. */
    static inline Py_complex fvm_complex_product(Py_complex a, Py_complex b) {
    #ifdef FP_FAST_FMA
        return _Py_c_prod(a, b);
    #else
        Py_complex r;
        r.real = a.real * b.real - a.imag * b.imag;
        r.imag = a.real * b.imag + a.imag * b.real;
        return r;
    #endif
    }
    """
    ctypedef struct Py_complex:
        double real
        double imag
    ctypedef struct PyComplexObject:
        Py_complex cval
    Py_complex fvm_complex_product(Py_complex, Py_complex)
    PyObject* PyComplex_FromCComplex(Py_complex)

cdef enum:
    COMPUTED = 1
    NOT_COMPUTED = 0
    FAILED = -1

cdef inline int give(PyObject* value, PyObject** result) noexcept nogil:
    result[0] = value
    return COMPUTED if value != NULL else FAILED


cdef inline bint as_int(PyObject* value, int64_t* number) noexcept nogil:
    """An int of at most two digits, or a bool."""
    if Py_TYPE(value) == &PyBool_Type:
        number[0] = value == Py_True
        return True
    return fvm_int(value, number)


cdef int compute_ints(int op, PyObject* x, PyObject* y, PyObject** result) noexcept nogil:
    cdef int64_t m, n
    if not as_int(x, &m) or not as_int(y, &n):
        return NOT_COMPUTED
    if op == OP_ADD:
        return give(fvm_new_int(m + n), result)
    if op == OP_SUB:
        return give(fvm_new_int(m - n), result)
    if op == OP_MUL and fvm_mul(m, n, &m):
        return give(fvm_new_int(m), result)
    if op == OP_POW and n == 2 and fvm_mul(m, m, &m):
        return give(fvm_new_int(m), result)
    return NOT_COMPUTED


cdef inline bint as_complex(PyObject* value, Py_complex* number) noexcept nogil:
    """A complex number or a float, as the host converts it."""
    if Py_TYPE(value) == &PyComplex_Type:
        number[0] = (<PyComplexObject*>value).cval
        return True
    number.real = 0.0
    number.imag = 0.0
    if Py_TYPE(value) == &PyFloat_Type:
        number.real = fvm_float(value)
        return True
    return False


cdef int compute_complex(Instr* ip, PyObject** regs, int op, PyObject* x, PyObject* y, PyObject** result) noexcept nogil:
    """Arithmetic of complex numbers. The result goes into a box that is overwritten or dies here, when there is one:
    its register and the result then own one reference each until the caller drops the register's."""
    cdef Py_complex a, b
    cdef PyObject* box
    if not as_complex(x, &a) or not as_complex(y, &b):
        return NOT_COMPUTED
    if op == OP_ADD:
        a.real += b.real
        a.imag += b.imag
    elif op == OP_SUB:
        a.real -= b.real
        a.imag -= b.imag
    elif op == OP_MUL:
        a = fvm_complex_product(a, b)
    else:
        return NOT_COMPUTED
    box = regs[ip.a]
    if not fvm_reuse_complex(box, a.real, a.imag):
        box = x if ip.flags & KILL_B else NULL
        if not fvm_reuse_complex(box, a.real, a.imag):
            box = y if ip.flags & KILL_C else NULL
            if not fvm_reuse_complex(box, a.real, a.imag):
                return give(PyComplex_FromCComplex(a), result)
    Py_INCREF(box)
    result[0] = box
    return COMPUTED


cdef inline int compute_numbers(Instr* ip, PyObject** regs, PyObject* x, PyObject* y, PyObject** result) noexcept nogil:
    """An arithmetic instruction on numbers that have no forms: COMPUTED, with a new reference; NOT_COMPUTED: it is for the
    host; FAILED, with an exception set."""
    cdef int op = ip.op
    cdef PyTypeObject* type = Py_TYPE(x)
    if type == &PyBool_Type or (type == &PyLong_Type and (Py_TYPE(y) == &PyBool_Type or op == OP_POW)):
        return compute_ints(op, x, y, result)
    if type == &PyComplex_Type or (type == &PyFloat_Type and Py_TYPE(y) == &PyComplex_Type):
        return compute_complex(ip, regs, op, x, y, result)
    if type == &PyLong_Type:
        result[0] = fvm_wide_binary(x, y, op - OP_ADD)
        return COMPUTED if result[0] != NULL else NOT_COMPUTED
    return NOT_COMPUTED


# --- min and max ----------------------------------------------------------------------------------------

cdef PyObject* BUILTIN_MIN = NULL
cdef PyObject* BUILTIN_MAX = NULL


cdef PyObject* host_builtin(str name) except? NULL:
    """The host's own builtin function of this name (new), or NULL where a program has put something else in its place."""
    import builtins
    function = getattr(builtins, name, None)
    if type(function) is not type(len) or function.__self__ is not builtins or function.__name__ != name:
        return NULL
    Py_INCREF(<PyObject*><void*>function)
    return <PyObject*><void*>function


cdef inline PyObject* extreme_of_arguments(PyObject* function, PyObject** arguments, Py_ssize_t count) noexcept nogil:
    """What builtin min or max gives for two numbers or texts, or for a list or tuple of them (new); NULL (no exception): it
    must be called."""
    cdef PyObject* found
    if function != BUILTIN_MIN and function != BUILTIN_MAX:
        return NULL
    if count == 1:
        return fvm_extreme_item(arguments[0], function == BUILTIN_MAX)
    found = fvm_extreme(arguments[0], arguments[1], function == BUILTIN_MAX)
    Py_XINCREF(found)
    return found


# --- Operators of classes -------------------------------------------------------------------------------
# `x + y` with a function `__add__` in the class of x is a call, and runs in the loop as calls do. Only where the host
# would call that function first and little is left to try after it: y is of the same class, or an exact number.

cdef extern from "Python.h" nogil:
    ctypedef struct fvm_sequence_methods "PySequenceMethods":
        void* sq_concat
        void* sq_repeat
    ctypedef struct fvm_operand_type "PyTypeObject":
        void* tp_as_number
        fvm_sequence_methods* tp_as_sequence

cdef struct Operator:           # by opcode, from OP_ADD
    PyObject* method            # the name of its method, interned
    size_t slot                 # where PyNumberMethods has its function,
    size_t inplace_slot         # and that of the augmented assignment
    const char* symbol          # as errors name it

cdef extern from *:
    """
    #define FVM_OPERATOR(slot, symbol) {NULL, offsetof(PyNumberMethods, nb_##slot), offsetof(PyNumberMethods, nb_inplace_##slot), symbol}
    static struct {PyObject *method; size_t slot, inplace_slot; const char *symbol;} fvm_operators[13] = {
        FVM_OPERATOR(add, "+"), FVM_OPERATOR(subtract, "-"), FVM_OPERATOR(multiply, "*"),
        FVM_OPERATOR(true_divide, "/"), FVM_OPERATOR(floor_divide, "//"), FVM_OPERATOR(remainder, "%"),
        FVM_OPERATOR(power, "** or pow()"), FVM_OPERATOR(matrix_multiply, "@"), FVM_OPERATOR(lshift, "<<"),
        FVM_OPERATOR(rshift, ">>"), FVM_OPERATOR(and, "&"), FVM_OPERATOR(or, "|"), FVM_OPERATOR(xor, "^")};
    """
    Operator fvm_operators[13]


cdef int init_operators() except -1:
    global BUILTIN_MIN, BUILTIN_MAX
    BUILTIN_MIN = host_builtin("min")
    BUILTIN_MAX = host_builtin("max")
    names = (b"__add__", b"__sub__", b"__mul__", b"__truediv__", b"__floordiv__", b"__mod__", b"__pow__",
             b"__matmul__", b"__lshift__", b"__rshift__", b"__and__", b"__or__", b"__xor__")
    for i, name in enumerate(names):
        fvm_operators[i].method = PyUnicode_InternFromString(name)
    return 0


cdef inline void* number_slot(PyTypeObject* type, size_t offset) noexcept nogil:
    return (<void**>(<char*>(<fvm_operand_type*>type).tp_as_number + offset))[0]


cdef _PyInterpreterFrame* enter_operator(PyThreadState* ts, Instr* ip, PyObject* x, PyObject* y, Unit** unit) noexcept nogil:
    """A frame for the method that carries out `x op y` (both borrowed; x of a heap type), marked FRAME_OPERATOR. NULL: it is for
    the host, or MemoryError."""
    cdef PyTypeObject* type = Py_TYPE(x)
    cdef PyTypeObject* other = Py_TYPE(y)
    cdef Operator* row = &fvm_operators[ip.op - OP_ADD]
    cdef fvm_sequence_methods* sequence = (<fvm_operand_type*>type).tp_as_sequence
    cdef PyObject* method
    cdef _PyInterpreterFrame* frame
    cdef int i
    if ts.cframe.use_tracing != 0 or ip.op == OP_POW:
        return NULL
    if other != type and other != &PyLong_Type and other != &PyFloat_Type:
        return NULL
    # What the host would try after the method: the operators of sequences.
    if sequence != NULL and (sequence.sq_concat != NULL or sequence.sq_repeat != NULL):
        return NULL
    # What it would try before.
    if ip.flags >> VARIANT_SHIFT & INPLACE and number_slot(type, row.inplace_slot) != NULL:
        return NULL
    method = _PyType_Lookup(type, row.method)
    if method == NULL or Py_TYPE(method) != &PyFunction_Type:
        return NULL
    unit[0] = ready_unit(<PyFunctionObject*>method)
    if unit[0] == NULL or unit[0].positional != 2 or unit[0].owner.co_flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR):
        return NULL
    Py_INCREF(method)
    frame = new_frame(ts, <PyFunctionObject*>method, unit[0])
    if frame == NULL:
        Py_DECREF(method)
        return NULL
    Py_INCREF(x)
    Py_INCREF(y)
    frame.localsplus[0] = x
    frame.localsplus[1] = y
    fvm_clear_slots(frame.localsplus + 2, frame.localsplus + unit[0].nregs)
    fvm_frame_set_mark(frame, FVM_FRAME_OURS | FRAME_OPERATOR)
    return frame


cdef const char* COMPARISON_SIGNS[6]
COMPARISON_SIGNS[:] = [b"<", b"<=", b"==", b"!=", b">", b">="]
cdef int SWAPPED_COMPARISON[6]
SWAPPED_COMPARISON[:] = [Py_GT, Py_GE, Py_EQ, Py_NE, Py_LT, Py_LE]


cdef inline bint has_number_slot(PyTypeObject* type, size_t offset) noexcept nogil:
    return (<fvm_operand_type*>type).tp_as_number != NULL and number_slot(type, offset) != NULL


cdef PyObject* by_slots(PyObject* x, PyObject* y, size_t slot) noexcept nogil:
    """`x op y` as the host finds it by the types' slots for it: new, maybe NotImplemented; or NULL."""
    cdef void* first = number_slot(Py_TYPE(x), slot) if has_number_slot(Py_TYPE(x), slot) else NULL
    cdef void* second = number_slot(Py_TYPE(y), slot) if has_number_slot(Py_TYPE(y), slot) else NULL
    cdef PyObject* result
    if Py_TYPE(x) == Py_TYPE(y) or second == first:
        second = NULL
    if first != NULL:
        if second != NULL and PyType_IsSubtype(Py_TYPE(y), Py_TYPE(x)):
            result = (<binary_function>second)(x, y)
            if result != Py_NotImplemented:
                return result
            Py_DECREF(result)
            second = NULL
        result = (<binary_function>first)(x, y)
        if result != Py_NotImplemented:
            return result
        Py_DECREF(result)
    if second != NULL:
        return (<binary_function>second)(x, y)
    Py_INCREF(Py_NotImplemented)
    return Py_NotImplemented


cdef PyObject* after_not_implemented(Instr* ip, PyObject* x, PyObject* y) noexcept nogil:
    """What `x op y` (borrowed) gives after the first method has returned NotImplemented, where the operands are of one class,
    or one is an exact number or knows nothing of the other's class: new, or NULL."""
    cdef int op = GENERIC_OF[ip.op]
    cdef Operator* row = &fvm_operators[op - OP_ADD]
    cdef bint inplace = ip.flags >> VARIANT_SHIFT & INPLACE
    cdef const char* sign = row.symbol
    cdef binary_function function
    cdef PyObject* result
    if inplace and op == OP_POW:
        sign = b"**"
    # (It was the method of the augmented assignment, if there is one.)
    if inplace and has_number_slot(Py_TYPE(x), row.inplace_slot):
        result = by_slots(x, y, row.slot)
        if result != Py_NotImplemented:
            return result
        Py_DECREF(result)
    # The number y is asked: the class of x may be derived from a number.
    elif op != OP_POW and Py_TYPE(x) != Py_TYPE(y) and (Py_TYPE(y) == &PyLong_Type or Py_TYPE(y) == &PyFloat_Type):
        function = <binary_function>number_slot(Py_TYPE(y), row.slot)
        if function != NULL and <void*>function != number_slot(Py_TYPE(x), row.slot):
            result = function(x, y)
            if result != Py_NotImplemented:
                return result
            Py_DECREF(result)
    PyErr_Format(PyExc_TypeError, b"unsupported operand type(s) for %.100s%s: '%.100s' and '%.100s'",
                 sign, <const char*>(b"=" if inplace else b""), Py_TYPE(x).tp_name, Py_TYPE(y).tp_name)
    return NULL


cdef PyObject* after_comparison(Instr* ip, PyObject* x, PyObject* y) noexcept nogil:
    """The same for a comparison."""
    cdef int order = RICH_COMPARISON[ip.flags >> VARIANT_SHIFT & 15]
    cdef PyObject* result
    if Py_TYPE(y).tp_richcompare != NULL:
        result = Py_TYPE(y).tp_richcompare(y, x, SWAPPED_COMPARISON[order])
        if result != Py_NotImplemented:
            return result
        Py_DECREF(result)
    if order == Py_EQ or order == Py_NE:
        return boolean((x == y) == (order == Py_EQ))
    PyErr_Format(PyExc_TypeError, b"'%s' not supported between instances of '%.100s' and '%.100s'",
                 COMPARISON_SIGNS[order], Py_TYPE(x).tp_name, Py_TYPE(y).tp_name)
    return NULL


cdef inline PyObject* rest_of_operator(_PyInterpreterFrame* frame, Unit* unit, Instr* ip) noexcept nogil:
    """What the operator or comparison at `ip` gives after its first method has returned NotImplemented: new, or NULL."""
    cdef PyObject* x = fvm_src(frame.localsplus, unit.consts, ip.b)
    cdef PyObject* y = fvm_src(frame.localsplus, unit.consts, ip.c)
    cdef int op = GENERIC_OF[ip.op]
    present(frame, ip, unit.where_delta)
    if op == OP_COMPARE or op == OP_JUMP_COMPARE:
        return after_comparison(ip, x, y)
    return after_not_implemented(ip, x, y)


cdef bint end_operator(_PyInterpreterFrame* frame, Unit* unit, Instr** place, PyObject* result) noexcept nogil:
    """Finish the instruction at *place with its method's result (stolen), and go on behind it; False: an exception is set."""
    cdef Instr* ip = place[0]
    cdef int op = GENERIC_OF[ip.op]
    cdef PyObject** regs = frame.localsplus
    cdef int flag
    if is_special(op):
        return end_special(frame, unit, place, result)
    if result == Py_NotImplemented and (op == OP_COMPARE or op == OP_JUMP_COMPARE or OP_ADD <= op <= OP_XOR):
        Py_DECREF(result)
        result = rest_of_operator(frame, unit, ip)
        if result == NULL:
            return False
    kill_sources(frame, ip, unit.where_delta, regs)
    if op == OP_JUMP_COMPARE:
        present(frame, ip, unit.where_delta)
        flag = truth(result)
        Py_DECREF(result)
        if flag < 0:
            return False
        place[0] = ip + 1
        if flag == ((ip.flags >> VARIANT_SHIFT & BRANCH_ON_TRUE) != 0):
            place[0] += ip.a
        return True
    put(frame, ip, unit.where_delta, regs, ip.a, result)
    place[0] = ip + 1 + CACHE_WORDS[ip.op]
    return True
