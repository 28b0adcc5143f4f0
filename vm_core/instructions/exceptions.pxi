# Exceptions and `with`: raising, matching, entering and leaving handlers. (What unwinds to them is in interpreter.pxi.)

# --- Exceptions ---
if op == OP_PUSH_EXC:
    push_exception(ts, regs + ip.a)
    ip += 1
    continue
if op == OP_POP_EXC:
    present(frame, ip, unit.where_delta)
    pop_exception(ts, regs + ip.a)
    ip += 1
    continue
if op == OP_UNWIND:
    pop_exception_pending(ts, regs + ip.a)
    action = ON_UNWIND
    break
if op == OP_RAISE:
    present(frame, ip, unit.where_delta)
    x = take(regs, unit.consts, ip, ip.a, KILL_A) if ip.c >= 1 else NULL
    y = take(regs, unit.consts, ip, ip.b, KILL_B) if ip.c >= 2 else NULL
    if do_raise(ts, x, y):
        action = ON_UNWIND
    break
if op == OP_RERAISE:
    present(frame, ip, unit.where_delta)
    x = regs[ip.a]
    regs[ip.a] = NULL
    restore_exception(x)
    action = ON_UNWIND
    break
if op == OP_GET_PLACE:
    z = PyLong_FromSsize_t(frame.prev_instr - fvm_first_instr(frame.f_code))
    if z == NULL:
        break
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
if op == OP_RERAISE_AT:
    frame.prev_instr = fvm_first_instr(frame.f_code) + PyLong_AsSsize_t(regs[ip.b])
    x = regs[ip.a]
    regs[ip.a] = NULL
    restore_exception(x)
    action = ON_UNWIND
    break
if op == OP_EXC_MATCH:
    present(frame, ip, unit.where_delta)
    flag = exc_match(fvm_src(regs, unit.consts, ip.b), fvm_src(regs, unit.consts, ip.c))
    if flag < 0:
        break
    kill_sources(frame, ip, unit.where_delta, regs)
    put(frame, ip, unit.where_delta, regs, ip.a, boolean(flag))
    ip += 1
    continue
if op == OP_EG_MATCH:
    present(frame, ip, unit.where_delta)
    if eg_match(regs[ip.b], fvm_src(regs, unit.consts, ip.c), &found[0], &found[1]) < 0:
        break
    y = found[0]
    z = found[1]
    if ip.flags & KILL_C:
        kill(frame, ip, unit.where_delta, regs, ip.c)
    put(frame, ip, unit.where_delta, regs, ip.b, z)
    put(frame, ip, unit.where_delta, regs, ip.a, y)
    ip += 1
    continue
if op == OP_PREP_RERAISE_STAR:
    present(frame, ip, unit.where_delta)
    z = prep_reraise_star(fvm_src(regs, unit.consts, ip.b), fvm_src(regs, unit.consts, ip.c))
    if z == NULL:
        break
    kill_sources(frame, ip, unit.where_delta, regs)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
if op == OP_GET_ASSERTION_ERROR:
    z = assertion_error()
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue

# --- With ---
if op == OP_BEFORE_WITH or op == OP_BEFORE_ASYNC_WITH:
    present(frame, ip, unit.where_delta)
    x = take(regs, unit.consts, ip, ip.b, KILL_B)
    if op == OP_BEFORE_WITH:
        note_instance(ip, x)
        flag = before_with(x, &found[0], &found[1])
    else:
        flag = before_async_with(x, &found[0], &found[1])
    Py_DECREF(x)
    if flag < 0:
        break
    regs[ip.a] = found[0]
    regs[ip.a + 1] = found[1]
    if fvm_unlikely(ts.cframe.use_tracing != 0):
        action = ON_TRACED
        break
    ip += 1
    continue
if op == OP_WITH_EXCEPT:
    present(frame, ip, unit.where_delta)
    z = with_except(fvm_src(regs, unit.consts, ip.b), fvm_src(regs, unit.consts, ip.c))
    if z == NULL:
        break
    kill_sources(frame, ip, unit.where_delta, regs)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
