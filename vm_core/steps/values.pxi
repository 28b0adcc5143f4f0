# Steps: arithmetic, comparisons, and jumps on what values mean.

cdef int64_t step_binary(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    cdef PyObject* x = fvm_src(regs, unit.consts, ip.b)
    cdef PyObject* y = fvm_src(regs, unit.consts, ip.c)
    cdef int op = GENERIC_OF[ip.op]
    note_terms(ip, x, y)
    present(frame, ip, unit.where_delta)
    if op == OP_ADD and ip.b >= 0 and x != y and PyUnicode_CheckExact(x) and PyUnicode_CheckExact(y) \
            and (ip.flags & KILL_B or ip.a == ip.b):
        # As ADD_STR: the left operand may grow in place.
        regs[ip.b] = NULL
        PyUnicode_Append(&x, y)
        if x == NULL:
            return STEP_RAISED
        if ip.flags & KILL_C:
            kill(frame, ip, unit.where_delta, regs, ip.c)
        put(frame, ip, unit.where_delta, regs, ip.a, x)
        return 0
    if ip.flags >> VARIANT_SHIFT & INPLACE:
        return finish_step(frame, unit, ip, BINARY_INPLACE[op - OP_ADD](x, y))
    return finish_step(frame, unit, ip, BINARY[op - OP_ADD](x, y))


cdef int64_t step_rest_of_operator(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    return finish_step(frame, unit, ip, rest_of_operator(frame, unit, ip))


cdef int64_t step_unary(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject* x = fvm_src(frame.localsplus, unit.consts, ip.b)
    cdef PyObject* z
    cdef int flag
    present(frame, ip, unit.where_delta)
    if ip.op == OP_NEG:
        z = PyNumber_Negative(x)
    elif ip.op == OP_POS:
        z = PyNumber_Positive(x)
    elif ip.op == OP_INVERT:
        z = PyNumber_Invert(x)
    else:
        flag = truth(x)
        z = boolean(not flag) if flag >= 0 else NULL
    return finish_unary(frame, unit, ip, z)


cdef int64_t step_compare(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject* x = fvm_src(frame.localsplus, unit.consts, ip.b)
    cdef PyObject* y = fvm_src(frame.localsplus, unit.consts, ip.c)
    note_operands(ip, x, y)
    present(frame, ip, unit.where_delta)
    return finish_step(frame, unit, ip, PyObject_RichCompare(x, y, RICH_COMPARISON[ip.flags >> VARIANT_SHIFT & 15]))


cdef int64_t step_in(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject* container = fvm_src(frame.localsplus, unit.consts, ip.c)
    cdef int flag
    note_instance(ip, container)
    present(frame, ip, unit.where_delta)
    flag = PySequence_Contains(container, fvm_src(frame.localsplus, unit.consts, ip.b))
    if flag < 0:
        return STEP_RAISED
    if ip.op == OP_IN:
        return finish_step(frame, unit, ip, boolean(flag != (ip.flags >> VARIANT_SHIFT & 1)))
    kill_sources(frame, ip, unit.where_delta, frame.localsplus)
    return flag != (ip.flags >> VARIANT_SHIFT & 1)


cdef int64_t step_jump_if(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef int flag
    present(frame, ip, unit.where_delta)
    flag = truth(fvm_src(frame.localsplus, unit.consts, ip.a))
    if flag < 0:
        return STEP_RAISED
    if ip.flags & KILL_A:
        kill(frame, ip, unit.where_delta, frame.localsplus, ip.a)
    return flag == (ip.op == OP_JUMP_IF_TRUE)


cdef int64_t step_jump_compare(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject* z
    cdef int flag
    present(frame, ip, unit.where_delta)
    note_operands(ip, fvm_src(frame.localsplus, unit.consts, ip.b), fvm_src(frame.localsplus, unit.consts, ip.c))
    z = PyObject_RichCompare(fvm_src(frame.localsplus, unit.consts, ip.b), fvm_src(frame.localsplus, unit.consts, ip.c),
                             RICH_COMPARISON[ip.flags >> VARIANT_SHIFT & 15])
    if z == NULL:
        return STEP_RAISED
    kill_sources(frame, ip, unit.where_delta, frame.localsplus)
    flag = truth(z)
    Py_DECREF(z)
    if flag < 0:
        return STEP_RAISED
    return flag == ((ip.flags >> VARIANT_SHIFT & BRANCH_ON_TRUE) != 0)


cdef void enter_value_steps():
    jit_step(step_binary, ("ADD", "SUB", "MUL", "TRUEDIV", "FLOORDIV", "MOD", "POW", "MATMUL", "LSHIFT", "RSHIFT", "AND", "OR", "XOR"))
    jit_entry("rest_of_operator", <void*>step_rest_of_operator)
    jit_step(step_unary, ("NEG", "POS", "INVERT", "NOT"))
    jit_step(step_compare, ("COMPARE",))
    jit_step(step_in, ("IN", "JUMP_IN"))
    jit_step(step_jump_if, ("JUMP_IF_TRUE", "JUMP_IF_FALSE"))
    jit_step(step_jump_compare, ("JUMP_COMPARE",))
