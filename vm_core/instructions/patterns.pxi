# Pattern matching: the tests of `match` that are more than comparisons.

if op == OP_MATCH_SEQUENCE or op == OP_MATCH_MAPPING:
    type = Py_TYPE(fvm_src(regs, unit.consts, ip.b))
    flag = PyType_HasFeature(type, Py_TPFLAGS_SEQUENCE if op == OP_MATCH_SEQUENCE else Py_TPFLAGS_MAPPING)
    if ip.flags & KILL_B:
        kill(frame, ip, unit.where_delta, regs, ip.b)
    put(frame, ip, unit.where_delta, regs, ip.a, boolean(flag))
    ip += 1
    continue
if op == OP_MATCH_KEYS or op == OP_COPY_MAP_WITHOUT:
    present(frame, ip, unit.where_delta)
    x = fvm_src(regs, unit.consts, ip.b)
    y = fvm_src(regs, unit.consts, ip.c)
    z = match_keys(x, y) if op == OP_MATCH_KEYS else copy_map_without(x, y)
    if z == NULL:
        break
    kill_sources(frame, ip, unit.where_delta, regs)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
if op == OP_MATCH_CLASS:
    present(frame, ip, unit.where_delta)
    window = regs + ip.b
    z = match_class(window[0], window[1], ip.c, window[2])
    drop_window(window, 3)
    if z == NULL:
        break
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
