# Steps: tuples, lists, sets, dicts and strings: built at once, or item by item.

cdef int64_t step_build(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** window = frame.localsplus + ip.b
    cdef PyObject* z
    present(frame, ip, unit.where_delta)
    if ip.op == OP_BUILD_TUPLE:
        z = build_tuple(ts, window, ip.c)
    elif ip.op == OP_BUILD_LIST:
        z = build_list(window, ip.c)
    elif ip.op == OP_BUILD_SET:
        z = build_set(window, ip.c)
    elif ip.op == OP_BUILD_MAP:
        z = build_map(window, ip.c)
    elif ip.op == OP_BUILD_CONST_MAP:
        z = build_const_map(window, fvm_src(frame.localsplus, unit.consts, ip.c))
    else:
        z = _PyUnicode_JoinArray(EMPTY_STRING, window, ip.c)
        drop_window(window, ip.c)
    if z == NULL:
        return STEP_RAISED
    put(frame, ip, unit.where_delta, frame.localsplus, ip.a, z)
    return 0


cdef int64_t step_format(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    present(frame, ip, unit.where_delta)
    return finish_step(frame, unit, ip, format_value(
        fvm_src(frame.localsplus, unit.consts, ip.b), fvm_src(frame.localsplus, unit.consts, ip.c), ip.flags >> VARIANT_SHIFT))


cdef int64_t step_add_to(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    cdef PyObject* x = regs[ip.a]
    cdef PyObject* y = fvm_src(regs, unit.consts, ip.b)
    cdef int flag
    present(frame, ip, unit.where_delta)
    if ip.op == OP_LIST_APPEND:
        y = take(regs, unit.consts, ip, ip.b, KILL_B)
        if fvm_list_push(x, y):
            return 0
        flag = PyList_Append(x, y)
        Py_DECREF(y)
        return STEP_RAISED if flag < 0 else 0
    if ip.op == OP_SET_ADD:
        flag = PySet_Add(x, y)
    elif ip.op == OP_MAP_ADD:
        flag = PyDict_SetItem(x, y, fvm_src(regs, unit.consts, ip.c))
    elif ip.op == OP_LIST_EXTEND:
        flag = list_extend(x, y)
    elif ip.op == OP_SET_UPDATE:
        flag = _PySet_Update(x, y)
    elif ip.op == OP_DICT_UPDATE:
        flag = dict_update(x, y)
    else:
        flag = dict_merge(x, y, fvm_src(regs, unit.consts, ip.c))
    if flag < 0:
        return STEP_RAISED
    kill_sources(frame, ip, unit.where_delta, regs)
    return 0


cdef int64_t step_list_to_tuple(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    present(frame, ip, unit.where_delta)
    return finish_unary(frame, unit, ip, PyList_AsTuple(fvm_src(frame.localsplus, unit.consts, ip.b)))


cdef void enter_building_steps():
    jit_step(step_build, ("BUILD_TUPLE", "BUILD_LIST", "BUILD_SET", "BUILD_MAP", "BUILD_CONST_MAP", "BUILD_STRING"))
    jit_step(step_format, ("FORMAT",))
    jit_step(step_add_to, ("LIST_APPEND", "SET_ADD", "MAP_ADD", "LIST_EXTEND", "SET_UPDATE", "DICT_UPDATE", "DICT_MERGE"))
    jit_step(step_list_to_tuple, ("LIST_TO_TUPLE",))
