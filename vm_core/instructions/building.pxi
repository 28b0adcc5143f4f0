# Building containers and strings: displays, comprehensions, formatted strings.

if (op == OP_BUILD_TUPLE or op == OP_BUILD_LIST or op == OP_BUILD_SET or op == OP_BUILD_MAP
        or op == OP_BUILD_CONST_MAP or op == OP_BUILD_STRING):
    present(frame, ip, unit.where_delta)
    window = regs + ip.b
    if op == OP_BUILD_TUPLE:
        z = build_tuple(ts, window, ip.c)
    elif op == OP_BUILD_LIST:
        z = build_list(window, ip.c)
    elif op == OP_BUILD_SET:
        z = build_set(window, ip.c)
    elif op == OP_BUILD_MAP:
        z = build_map(window, ip.c)
    elif op == OP_BUILD_CONST_MAP:
        z = build_const_map(window, fvm_src(regs, unit.consts, ip.c))
    else:
        z = _PyUnicode_JoinArray(EMPTY_STRING, window, ip.c)
        drop_window(window, ip.c)
    if z == NULL:
        break
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
if op == OP_FORMAT:
    present(frame, ip, unit.where_delta)
    z = format_value(fvm_src(regs, unit.consts, ip.b), fvm_src(regs, unit.consts, ip.c), ip.flags >> VARIANT_SHIFT)
    if z == NULL:
        break
    kill_sources(frame, ip, unit.where_delta, regs)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
if op == OP_LIST_APPEND:
    x = take(regs, unit.consts, ip, ip.b, KILL_B)
    if fvm_unlikely(not fvm_list_push(regs[ip.a], x)):
        flag = PyList_Append(regs[ip.a], x)
        Py_DECREF(x)
        if flag < 0:
            present(frame, ip, unit.where_delta)
            break
    ip += 1
    continue
if (op == OP_SET_ADD or op == OP_MAP_ADD or op == OP_LIST_EXTEND or op == OP_SET_UPDATE or op == OP_DICT_UPDATE
        or op == OP_DICT_MERGE):
    present(frame, ip, unit.where_delta)
    x = regs[ip.a]
    y = fvm_src(regs, unit.consts, ip.b)
    if op == OP_SET_ADD:
        flag = PySet_Add(x, y)
    elif op == OP_MAP_ADD:
        flag = PyDict_SetItem(x, y, fvm_src(regs, unit.consts, ip.c))
    elif op == OP_LIST_EXTEND:
        flag = list_extend(x, y)
    elif op == OP_SET_UPDATE:
        flag = _PySet_Update(x, y)
    elif op == OP_DICT_UPDATE:
        flag = dict_update(x, y)
    else:
        flag = dict_merge(x, y, fvm_src(regs, unit.consts, ip.c))
    if flag < 0:
        break
    kill_sources(frame, ip, unit.where_delta, regs)
    ip += 1
    continue
if op == OP_LIST_TO_TUPLE:
    present(frame, ip, unit.where_delta)
    z = PyList_AsTuple(fvm_src(regs, unit.consts, ip.b))
    if z == NULL:
        break
    if ip.flags & KILL_B:
        kill(frame, ip, unit.where_delta, regs, ip.b)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
