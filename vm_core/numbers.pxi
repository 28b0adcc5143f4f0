# Arithmetic and comparison: the generic functions by opcode, quickening, and number boxes reused in place.
#
# In-place reuse: a box with one reference, held by a register that dies here or is overwritten here, can be seen by
# nobody else; the result is written into it. Small ints are shared by the host and never written.

ctypedef PyObject* (*binary_function)(PyObject*, PyObject*) noexcept nogil

cdef binary_function BINARY[13]
cdef binary_function BINARY_INPLACE[13]
cdef int RICH_COMPARISON[16]    # by the variant mask


cdef PyObject* power(PyObject* x, PyObject* y) noexcept nogil:
    return PyNumber_Power(x, y, Py_None)


cdef PyObject* inplace_power(PyObject* x, PyObject* y) noexcept nogil:
    return PyNumber_InPlacePower(x, y, Py_None)


cdef void init_numbers():
    BINARY[OP_ADD - OP_ADD] = PyNumber_Add
    BINARY[OP_SUB - OP_ADD] = PyNumber_Subtract
    BINARY[OP_MUL - OP_ADD] = PyNumber_Multiply
    BINARY[OP_TRUEDIV - OP_ADD] = PyNumber_TrueDivide
    BINARY[OP_FLOORDIV - OP_ADD] = PyNumber_FloorDivide
    BINARY[OP_MOD - OP_ADD] = PyNumber_Remainder
    BINARY[OP_POW - OP_ADD] = power
    BINARY[OP_MATMUL - OP_ADD] = PyNumber_MatrixMultiply
    BINARY[OP_LSHIFT - OP_ADD] = PyNumber_Lshift
    BINARY[OP_RSHIFT - OP_ADD] = PyNumber_Rshift
    BINARY[OP_AND - OP_ADD] = PyNumber_And
    BINARY[OP_OR - OP_ADD] = PyNumber_Or
    BINARY[OP_XOR - OP_ADD] = PyNumber_Xor
    BINARY_INPLACE[OP_ADD - OP_ADD] = PyNumber_InPlaceAdd
    BINARY_INPLACE[OP_SUB - OP_ADD] = PyNumber_InPlaceSubtract
    BINARY_INPLACE[OP_MUL - OP_ADD] = PyNumber_InPlaceMultiply
    BINARY_INPLACE[OP_TRUEDIV - OP_ADD] = PyNumber_InPlaceTrueDivide
    BINARY_INPLACE[OP_FLOORDIV - OP_ADD] = PyNumber_InPlaceFloorDivide
    BINARY_INPLACE[OP_MOD - OP_ADD] = PyNumber_InPlaceRemainder
    BINARY_INPLACE[OP_POW - OP_ADD] = inplace_power
    BINARY_INPLACE[OP_MATMUL - OP_ADD] = PyNumber_InPlaceMatrixMultiply
    BINARY_INPLACE[OP_LSHIFT - OP_ADD] = PyNumber_InPlaceLshift
    BINARY_INPLACE[OP_RSHIFT - OP_ADD] = PyNumber_InPlaceRshift
    BINARY_INPLACE[OP_AND - OP_ADD] = PyNumber_InPlaceAnd
    BINARY_INPLACE[OP_OR - OP_ADD] = PyNumber_InPlaceOr
    BINARY_INPLACE[OP_XOR - OP_ADD] = PyNumber_InPlaceXor
    RICH_COMPARISON[LESS] = Py_LT
    RICH_COMPARISON[LESS | EQUAL] = Py_LE
    RICH_COMPARISON[EQUAL] = Py_EQ
    RICH_COMPARISON[LESS | GREATER | UNORDERED] = Py_NE
    RICH_COMPARISON[GREATER] = Py_GT
    RICH_COMPARISON[GREATER | EQUAL] = Py_GE


# --- Quickening -----------------------------------------------------------------------------------------
# Bits 4-7 of the flags count how often a specialised form missed; a site that missed often stays generic.

cdef enum:
    BINARY_MISS = 0x10
    BINARY_MISSES = 0xF0


cdef inline int int_form(int op) noexcept nogil:
    if op == OP_ADD: return OP_ADD_INT
    if op == OP_SUB: return OP_SUB_INT
    if op == OP_MUL: return OP_MUL_INT
    if op == OP_TRUEDIV: return OP_TRUEDIV_INT
    if op == OP_FLOORDIV: return OP_FLOORDIV_INT
    if op == OP_MOD: return OP_MOD_INT
    if op == OP_LSHIFT: return OP_LSHIFT_INT
    if op == OP_RSHIFT: return OP_RSHIFT_INT
    if op == OP_AND: return OP_AND_INT
    if op == OP_OR: return OP_OR_INT
    if op == OP_XOR: return OP_XOR_INT
    return op


cdef inline int float_form(int op) noexcept nogil:
    if op == OP_ADD: return OP_ADD_FLOAT
    if op == OP_SUB: return OP_SUB_FLOAT
    if op == OP_MUL: return OP_MUL_FLOAT
    if op == OP_TRUEDIV: return OP_TRUEDIV_FLOAT
    if op == OP_POW: return OP_POW_FLOAT
    return op


cdef inline bint quicken_binary(Instr* ip, PyObject* x, PyObject* y) noexcept nogil:
    """Specialise a generic binary operation for these operands; whether it was done."""
    cdef double value
    cdef int form = ip.op
    if ip.flags & BINARY_MISSES == BINARY_MISSES:
        return False
    if Py_TYPE(x) == &PyFloat_Type or Py_TYPE(y) == &PyFloat_Type:
        if fvm_number(x, &value) and fvm_number(y, &value):
            form = float_form(ip.op)
    elif fvm_is_int(x) and fvm_is_int(y):
        form = int_form(ip.op)
    elif ip.op == OP_ADD and PyUnicode_CheckExact(x) and PyUnicode_CheckExact(y):
        form = OP_ADD_STR
    if form == ip.op:
        return False
    ip.op = <uint8_t>form
    return True


cdef inline void miss_binary(Instr* ip, int generic) noexcept nogil:
    """A specialised binary operation met other operands: back to the generic form."""
    ip.op = <uint8_t>generic
    if ip.flags & BINARY_MISSES != BINARY_MISSES:
        ip.flags += BINARY_MISS


cdef inline int compare_form(int int_op, int float_op, int str_op, PyObject* x, PyObject* y) noexcept nogil:
    """The specialised form of a comparison for these operands, or -1."""
    cdef double value
    if fvm_is_int(x) and fvm_is_int(y):
        return int_op
    if Py_TYPE(x) == &PyFloat_Type or Py_TYPE(y) == &PyFloat_Type:
        if fvm_number(x, &value) and fvm_number(y, &value):
            return float_op
    elif PyUnicode_CheckExact(x) and PyUnicode_CheckExact(y):
        return str_op
    return -1


cdef inline bint both_ints(PyObject* x, PyObject* y) noexcept nogil:
    """Of two numbers, whether neither is a float: a float operation must not round them."""
    return Py_TYPE(x) != &PyFloat_Type and Py_TYPE(y) != &PyFloat_Type


cdef inline int order_ints(int64_t x, int64_t y) noexcept nogil:
    # (No branches: which it is, is data.)
    return EQUAL - (x < y) + 2 * (x > y)


cdef inline int order_floats(double x, double y) noexcept nogil:
    return LESS if x < y else (EQUAL if x == y else (GREATER if x > y else UNORDERED))


cdef inline int order_strs(PyObject* x, PyObject* y) noexcept nogil:
    cdef int order = fvm_order_strs(x, y)
    return EQUAL if order == 0 else (LESS if order < 0 else GREATER)


# --- Results --------------------------------------------------------------------------------------------

cdef inline void drop_number(PyThreadState* ts, PyObject** regs, int16_t r) noexcept nogil:
    """Kill a register that holds a number: nothing can run."""
    cdef PyObject* value = regs[r]
    if value != NULL:
        regs[r] = NULL
        fvm_drop_number(ts, value)


cdef inline void kill_numbers(PyThreadState* ts, Instr* ip, PyObject** regs, bint b, bint c) noexcept nogil:
    """Kill the operands that die here, but never the destination, which has the result already."""
    if b and ip.flags & KILL_B and ip.b != ip.a:
        drop_number(ts, regs, ip.b)
    if c and ip.flags & KILL_C and ip.c != ip.a:
        drop_number(ts, regs, ip.c)


cdef inline void put_number(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip, int64_t delta, PyObject** regs, PyObject* number) noexcept nogil:
    """Write a fresh number (stolen): kill the operands, then drop the destination's old value."""
    cdef PyObject* old
    if ip.flags & (KILL_B | KILL_C):
        if ip.flags & KILL_B:
            drop_number(ts, regs, ip.b)
        if ip.flags & KILL_C:
            drop_number(ts, regs, ip.c)
    old = regs[ip.a]
    regs[ip.a] = number
    if old != NULL:
        release(frame, ip, delta, old)


cdef inline bint put_int(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip, int64_t delta, PyObject** regs, int64_t n) noexcept nogil:
    """Finish an int operation with n, reusing a box that dies here. False: MemoryError."""
    cdef PyObject* box = regs[ip.a]
    if fvm_reuse_int(box, n):
        kill_numbers(ts, ip, regs, True, True)
        return True
    box = fvm_new_int(n)
    if fvm_unlikely(box == NULL):
        return False
    put_number(ts, frame, ip, delta, regs, box)
    return True


cdef inline bint put_float(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip, int64_t delta, PyObject** regs, double n) noexcept nogil:
    """Finish a float operation with n, reusing a box that dies here. False: MemoryError."""
    cdef PyObject* box = regs[ip.a]
    if fvm_float_box_free(box):
        fvm_set_float(box, n)
        kill_numbers(ts, ip, regs, True, True)
        return True
    if box == NULL:
        if ip.flags & KILL_B and fvm_float_box_free(regs[ip.b]):
            box = regs[ip.b]
            regs[ip.b] = NULL
            fvm_set_float(box, n)
            regs[ip.a] = box
            kill_numbers(ts, ip, regs, False, True)
            return True
        if ip.flags & KILL_C and fvm_float_box_free(regs[ip.c]):
            box = regs[ip.c]
            regs[ip.c] = NULL
            fvm_set_float(box, n)
            regs[ip.a] = box
            kill_numbers(ts, ip, regs, True, False)
            return True
    box = fvm_new_float(ts, n)
    if box == NULL:
        return False
    put_number(ts, frame, ip, delta, regs, box)
    return True
