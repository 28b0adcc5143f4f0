# The end of an operator whose method ran on a frame of the loop's (FRAME_OPERATOR): what the host does with its result.
#
# Only code with inlined calls leaves such frames, and only where what follows a NotImplemented is simple: the operands
# are of one class, or one is of a builtin type whose own operator knows nothing of the other's class.

cdef const char* OPERATOR_SIGNS[13]
OPERATOR_SIGNS[:] = [b"+", b"-", b"*", b"/", b"//", b"%", b"** or pow()", b"@", b"<<", b">>", b"&", b"|", b"^"]
cdef const char* COMPARISON_SIGNS[6]
COMPARISON_SIGNS[:] = [b"<", b"<=", b"==", b"!=", b">", b">="]
cdef int SWAPPED_COMPARISON[6]
SWAPPED_COMPARISON[:] = [Py_GT, Py_GE, Py_EQ, Py_NE, Py_LT, Py_LE]


cdef PyObject* after_not_implemented(Instr* ip, PyObject* x, PyObject* y) noexcept nogil:
    """The result of a binary operator or comparison whose first method has given NotImplemented: new, or NULL."""
    cdef int op = GENERIC_OF[ip.op]
    cdef int order
    cdef const char* sign
    cdef const char* augmented
    cdef PyObject* result
    if op != OP_COMPARE and op != OP_JUMP_COMPARE:
        op -= OP_ADD
        sign = OPERATOR_SIGNS[op]
        augmented = b""
        if ip.flags >> VARIANT_SHIFT & INPLACE:
            augmented = b"="
            if op == OP_POW - OP_ADD:
                sign = b"**"
        PyErr_Format(PyExc_TypeError, b"unsupported operand type(s) for %.100s%.1s: '%.100s' and '%.100s'",
                     sign, augmented, Py_TYPE(x).tp_name, Py_TYPE(y).tp_name)
        return NULL
    order = RICH_COMPARISON[ip.flags >> VARIANT_SHIFT & 15]
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


cdef bint end_operator(_PyInterpreterFrame* frame, Unit* unit, Instr** place, PyObject* result) noexcept nogil:
    """Finish the instruction at *place with its method's result (stolen), and go on behind it; False: an exception is set."""
    cdef Instr* ip = place[0]
    cdef int op = GENERIC_OF[ip.op]
    cdef PyObject** regs = frame.localsplus
    cdef int flag
    present(frame, ip, unit.where_delta)
    if result == Py_NotImplemented and (OP_ADD <= op <= OP_XOR or op == OP_COMPARE or op == OP_JUMP_COMPARE):
        Py_DECREF(result)
        result = after_not_implemented(ip, fvm_src(regs, unit.consts, ip.b), fvm_src(regs, unit.consts, ip.c))
        if result == NULL:
            return False
    if ip.flags & KILL_B:
        kill(frame, ip, unit.where_delta, regs, ip.b)
    if ip.flags & KILL_C:
        kill(frame, ip, unit.where_delta, regs, ip.c)
    if op == OP_JUMP_COMPARE:
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
