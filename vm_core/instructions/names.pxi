# Registers, cells, and names: moving values between registers, the cells of closures, globals, builtins, and the names of
# class bodies and modules.

# --- Moving values ---
if op == OP_NOP:
    ip += 1
    continue
if op == OP_MOVE:
    x = take(regs, unit.consts, ip, ip.b, KILL_B)
    put(frame, ip, unit.where_delta, regs, ip.a, x)
    ip += 1
    continue
if op == OP_MOVE2:
    # Two dead temporaries are written, which no source can be.
    x = take(regs, unit.consts, ip, ip.b, KILL_B)
    y = take(regs, unit.consts, ip, ip.c, KILL_C)
    regs[ip.a] = x
    regs[ip.a + 1] = y
    ip += 1
    continue
if op == OP_CLEAR:
    kill(frame, ip, unit.where_delta, regs, ip.a)
    ip += 1
    continue
if op == OP_CHECK:
    if fvm_likely(regs[ip.a] != NULL):
        ip += 1
        continue
    present(frame, ip, unit.where_delta)
    raise_unbound_local(frame.f_code, ip.a)
    break
if op == OP_DELETE:
    present(frame, ip, unit.where_delta)
    x = regs[ip.a]
    if x == NULL:
        raise_unbound_local(frame.f_code, ip.a)
        break
    regs[ip.a] = NULL
    Py_DECREF(x)
    ip += 1
    continue

# --- Cells ---
if op == OP_MAKE_CELL:
    # As in the host, nobody sees the frame before it has its cells.
    frame.prev_instr = fvm_first_instr(frame.f_code) - 1
    x = fvm_new_cell(ts, regs[ip.a])
    frame.prev_instr = unit.start
    if x == NULL:
        break
    Py_XDECREF(regs[ip.a])
    regs[ip.a] = x
    ip += 1
    continue
if op == OP_COPY_FREE:
    copy_free(frame, unit, ip.a)
    ip += 1
    continue
if op == OP_GETCELL:
    x = (<PyCellObject*>regs[ip.b]).ob_ref
    if fvm_unlikely(x == NULL):
        present(frame, ip, unit.where_delta)
        raise_unbound_cell(frame.f_code, ip.b)
        break
    Py_INCREF(x)
    put(frame, ip, unit.where_delta, regs, ip.a, x)
    ip += 1
    continue
if op == OP_SETCELL:
    x = take(regs, unit.consts, ip, ip.b, KILL_B)
    y = (<PyCellObject*>regs[ip.a]).ob_ref
    (<PyCellObject*>regs[ip.a]).ob_ref = x
    if y != NULL:
        release(frame, ip, unit.where_delta, y)
    ip += 1
    continue
if op == OP_DELCELL:
    present(frame, ip, unit.where_delta)
    x = (<PyCellObject*>regs[ip.a]).ob_ref
    if x == NULL:
        raise_unbound_cell(frame.f_code, ip.a)
        break
    (<PyCellObject*>regs[ip.a]).ob_ref = NULL
    Py_DECREF(x)
    ip += 1
    continue
if op == OP_GETCLASSCELL:
    present(frame, ip, unit.where_delta)
    x = class_deref(frame, regs[ip.b], fvm_src(regs, unit.consts, ip.c), frame.f_code, ip.b)
    if x == NULL:
        break
    put(frame, ip, unit.where_delta, regs, ip.a, x)
    ip += 1
    continue

# --- Names ---
if op == OP_GETGLOBAL:
    present(frame, ip, unit.where_delta)
    y = fvm_src(regs, unit.consts, ip.c)
    if quicken_global(ip, frame.f_globals, frame.f_builtins, y, OP_GETGLOBAL_MODULE, OP_GETGLOBAL_BUILTIN):
        continue
    x = load_global(frame.f_globals, frame.f_builtins, y)
    if x == NULL:
        break
    put(frame, ip, unit.where_delta, regs, ip.a, x)
    ip += 3
    continue
if op == OP_GETGLOBAL_MODULE:
    x = cached_global(ip, frame.f_globals)
    if fvm_unlikely(x == NULL):
        ip.op = OP_GETGLOBAL
        continue
    Py_INCREF(x)
    put(frame, ip, unit.where_delta, regs, ip.a, x)
    ip += 3
    continue
if op == OP_GETGLOBAL_BUILTIN:
    x = cached_builtin(ip, frame.f_globals, frame.f_builtins)
    if fvm_unlikely(x == NULL):
        ip.op = OP_GETGLOBAL
        continue
    Py_INCREF(x)
    put(frame, ip, unit.where_delta, regs, ip.a, x)
    ip += 3
    continue
if op == OP_GETNAME:
    present(frame, ip, unit.where_delta)
    y = fvm_src(regs, unit.consts, ip.c)
    if frame.f_locals == frame.f_globals and quicken_global(
            ip, frame.f_globals, frame.f_builtins, y, OP_GETNAME_MODULE, OP_GETNAME_BUILTIN):
        continue
    x = load_name(frame, y)
    if x == NULL:
        break
    put(frame, ip, unit.where_delta, regs, ip.a, x)
    ip += 3
    continue
if op == OP_GETNAME_MODULE:
    x = cached_global(ip, frame.f_globals) if frame.f_locals == frame.f_globals else NULL
    if fvm_unlikely(x == NULL):
        ip.op = OP_GETNAME
        continue
    Py_INCREF(x)
    put(frame, ip, unit.where_delta, regs, ip.a, x)
    ip += 3
    continue
if op == OP_GETNAME_BUILTIN:
    x = cached_builtin(ip, frame.f_globals, frame.f_builtins) if frame.f_locals == frame.f_globals else NULL
    if fvm_unlikely(x == NULL):
        ip.op = OP_GETNAME
        continue
    Py_INCREF(x)
    put(frame, ip, unit.where_delta, regs, ip.a, x)
    ip += 3
    continue
if op == OP_SETGLOBAL or op == OP_SETNAME:
    present(frame, ip, unit.where_delta)
    x = fvm_src(regs, unit.consts, ip.b)
    y = fvm_src(regs, unit.consts, ip.c)
    if op == OP_SETGLOBAL:
        if quicken_store_global(ip, frame.f_globals, y, OP_SETGLOBAL_MODULE):
            continue
        flag = PyDict_SetItem(frame.f_globals, y, x)
    else:
        if frame.f_locals == frame.f_globals and quicken_store_global(ip, frame.f_globals, y, OP_SETNAME_MODULE):
            continue
        flag = store_name(frame, y, x)
    if flag < 0:
        break
    if ip.flags & KILL_B:
        kill(frame, ip, unit.where_delta, regs, ip.b)
    ip += 2
    continue
if op == OP_SETGLOBAL_MODULE or op == OP_SETNAME_MODULE:
    y = cached_target(ip, frame.f_globals)
    if fvm_unlikely(y == NULL or (op == OP_SETNAME_MODULE and frame.f_locals != frame.f_globals)):
        ip.op = OP_SETGLOBAL if op == OP_SETGLOBAL_MODULE else OP_SETNAME
        continue
    x = take(regs, unit.consts, ip, ip.b, KILL_B)
    y = fvm_entry_replace(frame.f_globals, name_cache(ip).index, x)
    release(frame, ip, unit.where_delta, y)
    ip += 2
    continue
if op == OP_DELGLOBAL:
    present(frame, ip, unit.where_delta)
    if delete_global(frame.f_globals, fvm_src(regs, unit.consts, ip.c)) < 0:
        break
    ip += 1
    continue
if op == OP_DELNAME:
    present(frame, ip, unit.where_delta)
    if delete_name(frame, fvm_src(regs, unit.consts, ip.c)) < 0:
        break
    ip += 1
    continue
