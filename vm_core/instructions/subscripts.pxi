# Subscripts and slices: loading, storing, deleting; the specialised forms by the exact type of the container.

if op == OP_GETITEM:
    x = fvm_src(regs, unit.consts, ip.b)
    y = fvm_src(regs, unit.consts, ip.c)
    present(frame, ip, unit.where_delta)
    type = Py_TYPE(x)
    if type == &PyDict_Type:
        ip.op = OP_GETITEM_DICT
    elif fvm_is_int1(y):
        if type == &PyList_Type:
            ip.op = OP_GETITEM_LIST
        elif type == &PyTuple_Type:
            ip.op = OP_GETITEM_TUPLE
        elif type == &PyUnicode_Type:
            ip.op = OP_GETITEM_STR
    note_operands(ip, x, y)
    z = PyObject_GetItem(x, y)
    if z == NULL:
        break
    kill_sources(frame, ip, unit.where_delta, regs)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
if op == OP_GETITEM_LIST:
    x = fvm_src(regs, unit.consts, ip.b)
    y = fvm_src(regs, unit.consts, ip.c)
    if fvm_likely(PyList_CheckExact(x) and fvm_is_int1(y)):
        n = fvm_int1(y)
        if n < 0:
            n += PyList_GET_SIZE(x)
        if fvm_likely(<uint64_t>n < <uint64_t>PyList_GET_SIZE(x)):
            z = (<PyListObject*>x).ob_item[n]
            Py_INCREF(z)
            if ip.flags & (KILL_B | KILL_C):
                kill_sources(frame, ip, unit.where_delta, regs)
            put(frame, ip, unit.where_delta, regs, ip.a, z)
            ip += 1
            continue
    ip.op = OP_GETITEM
    continue
if op == OP_GETITEM_TUPLE:
    x = fvm_src(regs, unit.consts, ip.b)
    y = fvm_src(regs, unit.consts, ip.c)
    if fvm_likely(PyTuple_CheckExact(x) and fvm_is_int1(y)):
        n = fvm_int1(y)
        if n < 0:
            n += PyTuple_GET_SIZE(x)
        if fvm_likely(<uint64_t>n < <uint64_t>PyTuple_GET_SIZE(x)):
            z = (<PyTupleObject*>x).ob_item[n]
            Py_INCREF(z)
            if ip.flags & (KILL_B | KILL_C):
                kill_sources(frame, ip, unit.where_delta, regs)
            put(frame, ip, unit.where_delta, regs, ip.a, z)
            ip += 1
            continue
    ip.op = OP_GETITEM
    continue
if op == OP_GETITEM_DICT:
    x = fvm_src(regs, unit.consts, ip.b)
    y = fvm_src(regs, unit.consts, ip.c)
    if fvm_unlikely(not PyDict_CheckExact(x)):
        ip.op = OP_GETITEM
        continue
    present(frame, ip, unit.where_delta)
    z = PyDict_GetItemWithError(x, y)
    if fvm_likely(z != NULL):
        Py_INCREF(z)
    else:
        if PyErr_Occurred() == NULL:
            _PyErr_SetKeyError(y)
        break
    kill_sources(frame, ip, unit.where_delta, regs)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
if op == OP_GETITEM_STR:
    x = fvm_src(regs, unit.consts, ip.b)
    y = fvm_src(regs, unit.consts, ip.c)
    z = NULL
    if fvm_likely(PyUnicode_CheckExact(x) and fvm_is_int1(y)):
        n = fvm_int1(y)
        if n < 0:
            n += PyUnicode_GET_LENGTH(x)
        if fvm_likely(0 <= n < PyUnicode_GET_LENGTH(x)):
            z = PyUnicode_FromOrdinal(<int>PyUnicode_READ_CHAR(x, n))
            if z == NULL:
                break
    if fvm_unlikely(z == NULL):
        ip.op = OP_GETITEM
        continue
    kill_sources(frame, ip, unit.where_delta, regs)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
if op == OP_SETITEM:
    x = fvm_src(regs, unit.consts, ip.a)
    y = fvm_src(regs, unit.consts, ip.b)
    present(frame, ip, unit.where_delta)
    if PyDict_CheckExact(x):
        ip.op = OP_SETITEM_DICT
    elif PyList_CheckExact(x) and fvm_is_int1(y):
        ip.op = OP_SETITEM_LIST
    else:
        note_instance(ip, x)
    if PyObject_SetItem(x, y, fvm_src(regs, unit.consts, ip.c)) < 0:
        break
    if ip.flags:
        # The host's order: value, container, key.
        if ip.flags & KILL_C:
            kill(frame, ip, unit.where_delta, regs, ip.c)
        if ip.flags & KILL_A:
            kill(frame, ip, unit.where_delta, regs, ip.a)
        if ip.flags & KILL_B:
            kill(frame, ip, unit.where_delta, regs, ip.b)
    ip += 1
    continue
if op == OP_SETITEM_LIST:
    x = fvm_src(regs, unit.consts, ip.a)
    y = fvm_src(regs, unit.consts, ip.b)
    if fvm_likely(PyList_CheckExact(x) and fvm_is_int1(y)):
        n = fvm_int1(y)
        if n < 0:
            n += PyList_GET_SIZE(x)
        if fvm_likely(0 <= n < PyList_GET_SIZE(x)):
            z = take(regs, unit.consts, ip, ip.c, KILL_C)
            y = (<PyListObject*>x).ob_item[n]
            (<PyListObject*>x).ob_item[n] = z
            release(frame, ip, unit.where_delta, y)
            if ip.flags & KILL_A:
                kill(frame, ip, unit.where_delta, regs, ip.a)
            if ip.flags & KILL_B:
                kill(frame, ip, unit.where_delta, regs, ip.b)
            ip += 1
            continue
    ip.op = OP_SETITEM
    continue
if op == OP_SETITEM_DICT:
    x = fvm_src(regs, unit.consts, ip.a)
    if fvm_unlikely(not PyDict_CheckExact(x)):
        ip.op = OP_SETITEM
        continue
    present(frame, ip, unit.where_delta)
    if PyDict_SetItem(x, fvm_src(regs, unit.consts, ip.b), fvm_src(regs, unit.consts, ip.c)) < 0:
        break
    if ip.flags:
        # The host's order: value, container, key.
        if ip.flags & KILL_C:
            kill(frame, ip, unit.where_delta, regs, ip.c)
        if ip.flags & KILL_A:
            kill(frame, ip, unit.where_delta, regs, ip.a)
        if ip.flags & KILL_B:
            kill(frame, ip, unit.where_delta, regs, ip.b)
    ip += 1
    continue
if op == OP_DELITEM:
    present(frame, ip, unit.where_delta)
    if PyObject_DelItem(fvm_src(regs, unit.consts, ip.a), fvm_src(regs, unit.consts, ip.b)) < 0:
        break
    if ip.flags & KILL_B:
        kill(frame, ip, unit.where_delta, regs, ip.b)
    if ip.flags & KILL_A:
        kill(frame, ip, unit.where_delta, regs, ip.a)
    ip += 1
    continue
if op == OP_GETSLICE:
    present(frame, ip, unit.where_delta)
    window = regs + ip.c
    z = get_slice(fvm_src(regs, unit.consts, ip.b), window[0], window[1])
    if z == NULL:
        break
    if ip.flags & KILL_B:
        kill(frame, ip, unit.where_delta, regs, ip.b)
    drop_window(window, 2)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
if op == OP_BUILD_SLICE:
    present(frame, ip, unit.where_delta)
    window = regs + ip.b
    z = PySlice_New(window[0], window[1], window[2] if ip.c == 3 else NULL)
    drop_window(window, ip.c)
    if z == NULL:
        break
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
