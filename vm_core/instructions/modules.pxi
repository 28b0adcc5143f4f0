# Imports, and what only modules and the prompt have.

if op == OP_IMPORT_NAME:
    present(frame, ip, unit.where_delta)
    window = regs + ip.b
    z = import_name(ts, frame, fvm_src(regs, unit.consts, ip.c), window[1], window[0])
    drop_window(window, 2)
    if z == NULL:
        break
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
if op == OP_IMPORT_FROM:
    present(frame, ip, unit.where_delta)
    z = import_from(fvm_src(regs, unit.consts, ip.b), fvm_src(regs, unit.consts, ip.c))
    if z == NULL:
        break
    if ip.flags & KILL_B:
        kill(frame, ip, unit.where_delta, regs, ip.b)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
if op == OP_IMPORT_STAR or op == OP_PRINT_EXPR:
    present(frame, ip, unit.where_delta)
    x = fvm_src(regs, unit.consts, ip.b)
    flag = import_star(frame, x) if op == OP_IMPORT_STAR else print_expr(x)
    if flag < 0:
        break
    if ip.flags & KILL_B:
        kill(frame, ip, unit.where_delta, regs, ip.b)
    ip += 1
    continue
if op == OP_SETUP_ANNOTATIONS:
    present(frame, ip, unit.where_delta)
    if setup_annotations(frame) < 0:
        break
    ip += 1
    continue
