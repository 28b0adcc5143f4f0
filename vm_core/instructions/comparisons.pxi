# Comparisons, identity, and membership, as values. (As conditions they are jumps: jumps.pxi.)

if op == OP_COMPARE:
    x = fvm_src(regs, unit.consts, ip.b)
    y = fvm_src(regs, unit.consts, ip.c)
    flag = compare_form(OP_COMPARE_INT, OP_COMPARE_FLOAT, OP_COMPARE_STR, x, y)
    if flag >= 0:
        ip.op = <uint8_t>flag
        continue
    note_operands(ip, x, y)
    present(frame, ip, unit.where_delta)
    z = PyObject_RichCompare(x, y, RICH_COMPARISON[ip.flags >> VARIANT_SHIFT & 15])
    if z == NULL:
        break
    kill_sources(frame, ip, unit.where_delta, regs)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
if op == OP_COMPARE_INT or op == OP_COMPARE_FLOAT or op == OP_COMPARE_STR:
    x = fvm_src(regs, unit.consts, ip.b)
    y = fvm_src(regs, unit.consts, ip.c)
    if op == OP_COMPARE_INT and fvm_int(x, &m) and fvm_int(y, &n):
        flag = order_ints(m, n)
    elif op == OP_COMPARE_FLOAT and fvm_number(x, &d) and fvm_number(y, &e):
        flag = order_floats(d, e)
    elif op == OP_COMPARE_STR and PyUnicode_CheckExact(x) and PyUnicode_CheckExact(y):
        flag = order_strs(x, y)
    else:
        ip.op = OP_COMPARE
        continue
    z = boolean((ip.flags >> VARIANT_SHIFT & flag) != 0)
    kill_sources(frame, ip, unit.where_delta, regs)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
if op == OP_IS:
    flag = fvm_src(regs, unit.consts, ip.b) == fvm_src(regs, unit.consts, ip.c)
    if ip.flags >> VARIANT_SHIFT:
        flag = not flag
    kill_sources(frame, ip, unit.where_delta, regs)
    put(frame, ip, unit.where_delta, regs, ip.a, boolean(flag))
    ip += 1
    continue
if op == OP_IN:
    y = fvm_src(regs, unit.consts, ip.c)
    note_instance(ip, y)
    present(frame, ip, unit.where_delta)
    flag = PySequence_Contains(y, fvm_src(regs, unit.consts, ip.b))
    if flag < 0:
        break
    if ip.flags >> VARIANT_SHIFT:
        flag = not flag
    kill_sources(frame, ip, unit.where_delta, regs)
    put(frame, ip, unit.where_delta, regs, ip.a, boolean(flag))
    ip += 1
    continue
