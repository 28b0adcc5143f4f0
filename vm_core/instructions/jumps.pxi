# Jumps, and comparisons that jump. JUMP_BACK is where loops are counted, and where signals and other threads get their turn.

if op == OP_JUMP:
    ip += 1 + long_jump(ip)
    continue
if op == OP_JUMP_BACK:
    (<uint64_t*>(ip + 1))[0] += 1
    if fvm_unlikely(fvm_eval_breaker(ts)):
        present(frame, ip, unit.where_delta)
        if handle_pending(ts) < 0:
            break
        if ts.cframe.use_tracing != 0:
            action = ON_TRACED
            break
    if fvm_unlikely((<int64_t*>(ip + 1))[0] >= unit.loop_limit):
        site = ip
        flag = native_loop(ts, frame, unit, &site, found)
        ip = site
        if fvm_unlikely(ts.cframe.current_frame != frame):
            frame = ts.cframe.current_frame
            unit = get_state(frame.f_code).unit
            regs = frame.localsplus
        if flag == ON_NEXT:
            continue
        if flag == ON_RETURN:
            result = found[0]
        action = flag
        break
    ip += 2 + long_jump(ip)
    continue
if op == OP_JUMP_IF_TRUE or op == OP_JUMP_IF_FALSE:
    x = fvm_src(regs, unit.consts, ip.a)
    if x == Py_True:
        flag = 1
    elif x == Py_False or x == Py_None:
        flag = 0
    else:
        note_instance(ip, x)
        present(frame, ip, unit.where_delta)
        flag = PyObject_IsTrue(x)
        if flag < 0:
            break
    if ip.flags & KILL_A:
        kill(frame, ip, unit.where_delta, regs, ip.a)
    if flag == (op == OP_JUMP_IF_TRUE):
        ip += 1 + long_jump(ip)
    else:
        ip += 1
    continue
if op == OP_JUMP_IF_NONE or op == OP_JUMP_IF_NOT_NONE:
    flag = fvm_src(regs, unit.consts, ip.a) == Py_None
    if ip.flags & KILL_A:
        kill(frame, ip, unit.where_delta, regs, ip.a)
    if flag == (op == OP_JUMP_IF_NONE):
        ip += 1 + long_jump(ip)
    else:
        ip += 1
    continue
if op == OP_JUMP_COMPARE:
    x = fvm_src(regs, unit.consts, ip.b)
    y = fvm_src(regs, unit.consts, ip.c)
    flag = compare_form(OP_JUMP_COMPARE_INT, OP_JUMP_COMPARE_FLOAT, OP_JUMP_COMPARE_STR, x, y)
    if flag >= 0:
        ip.op = <uint8_t>flag
        continue
    note_operands(ip, x, y)
    present(frame, ip, unit.where_delta)
    z = PyObject_RichCompare(x, y, RICH_COMPARISON[ip.flags >> VARIANT_SHIFT & 15])
    if z == NULL:
        break
    kill_sources(frame, ip, unit.where_delta, regs)
    flag = truth(z)
    Py_DECREF(z)
    if flag < 0:
        break
    if flag == ((ip.flags >> VARIANT_SHIFT & BRANCH_ON_TRUE) != 0):
        ip += 1 + ip.a
    else:
        ip += 1
    continue
if op == OP_JUMP_COMPARE_INT:
    if fvm_likely(fvm_int(fvm_src(regs, unit.consts, ip.b), &m) and fvm_int(fvm_src(regs, unit.consts, ip.c), &n)):
        if ip.flags & (KILL_B | KILL_C):
            kill_sources(frame, ip, unit.where_delta, regs)
        ip += 1 + (ip.a if branch_taken(ip, order_ints(m, n)) else 0)
        continue
    ip.op = OP_JUMP_COMPARE
    continue
if op == OP_JUMP_COMPARE_FLOAT:
    if fvm_likely(fvm_number(fvm_src(regs, unit.consts, ip.b), &d) and fvm_number(fvm_src(regs, unit.consts, ip.c), &e)):
        if ip.flags & (KILL_B | KILL_C):
            kill_sources(frame, ip, unit.where_delta, regs)
        ip += 1 + (ip.a if branch_taken(ip, order_floats(d, e)) else 0)
        continue
    ip.op = OP_JUMP_COMPARE
    continue
if op == OP_JUMP_COMPARE_STR:
    x = fvm_src(regs, unit.consts, ip.b)
    y = fvm_src(regs, unit.consts, ip.c)
    if fvm_likely(PyUnicode_CheckExact(x) and PyUnicode_CheckExact(y)):
        flag = order_strs(x, y)
        kill_sources(frame, ip, unit.where_delta, regs)
        ip += 1 + (ip.a if branch_taken(ip, flag) else 0)
        continue
    ip.op = OP_JUMP_COMPARE
    continue
if op == OP_JUMP_IS:
    flag = fvm_src(regs, unit.consts, ip.b) == fvm_src(regs, unit.consts, ip.c)
    kill_sources(frame, ip, unit.where_delta, regs)
    ip += 1 + (ip.a if flag != (ip.flags >> VARIANT_SHIFT & 1) else 0)
    continue
if op == OP_JUMP_IN:
    y = fvm_src(regs, unit.consts, ip.c)
    note_instance(ip, y)
    present(frame, ip, unit.where_delta)
    flag = PySequence_Contains(y, fvm_src(regs, unit.consts, ip.b))
    if flag < 0:
        break
    kill_sources(frame, ip, unit.where_delta, regs)
    ip += 1 + (ip.a if flag != (ip.flags >> VARIANT_SHIFT & 1) else 0)
    continue
