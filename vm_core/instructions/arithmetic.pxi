# Arithmetic: the operators, generic first; then their specialised forms for ints, floats and strings, which reuse the box of
# a number that nobody else sees.

if (op == OP_ADD or op == OP_SUB or op == OP_MUL or op == OP_TRUEDIV or op == OP_FLOORDIV or op == OP_MOD
        or op == OP_POW or op == OP_MATMUL or op == OP_LSHIFT or op == OP_RSHIFT or op == OP_AND or op == OP_OR
        or op == OP_XOR):
    x = fvm_src(regs, unit.consts, ip.b)
    y = fvm_src(regs, unit.consts, ip.c)
    if quicken_binary(ip, x, y):
        continue
    note_terms(ip, x, y)
    present(frame, ip, unit.where_delta)
    flag = compute_numbers(ip, regs, x, y, found)
    if flag == NOT_COMPUTED and PyType_HasFeature(Py_TYPE(x), Py_TPFLAGS_HEAPTYPE):
        callee = enter_operator(ts, ip, x, y, &found_unit)
        if callee != NULL:
            callee_unit = found_unit
            action = ON_PUSH
            break
        if fvm_unlikely(ts.curexc_type != NULL):
            break
    if flag == COMPUTED:
        z = found[0]
    elif flag == FAILED:
        break
    elif ip.flags >> VARIANT_SHIFT & INPLACE:
        z = BINARY_INPLACE[op - OP_ADD](x, y)
    else:
        z = BINARY[op - OP_ADD](x, y)
    if z == NULL:
        break
    kill_sources(frame, ip, unit.where_delta, regs)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
if op == OP_ADD_INT:
    if fvm_likely(fvm_int(fvm_src(regs, unit.consts, ip.b), &m) and fvm_int(fvm_src(regs, unit.consts, ip.c), &n)):
        if fvm_unlikely(not put_int(ts, frame, ip, unit.where_delta, regs, m + n)):
            break
        ip += 1
        continue
    miss_binary(ip, OP_ADD)
    continue
if op == OP_SUB_INT:
    if fvm_likely(fvm_int(fvm_src(regs, unit.consts, ip.b), &m) and fvm_int(fvm_src(regs, unit.consts, ip.c), &n)):
        if fvm_unlikely(not put_int(ts, frame, ip, unit.where_delta, regs, m - n)):
            break
        ip += 1
        continue
    miss_binary(ip, OP_SUB)
    continue
if op == OP_MUL_INT:
    if fvm_likely(fvm_int(fvm_src(regs, unit.consts, ip.b), &m) and fvm_int(fvm_src(regs, unit.consts, ip.c), &n)
                  and fvm_mul(m, n, &m)):
        if fvm_unlikely(not put_int(ts, frame, ip, unit.where_delta, regs, m)):
            break
        ip += 1
        continue
    miss_binary(ip, OP_MUL)
    continue
if op == OP_TRUEDIV_INT:
    if fvm_likely(fvm_is_int1(fvm_src(regs, unit.consts, ip.b)) and fvm_is_int1(fvm_src(regs, unit.consts, ip.c))):
        n = fvm_int1(fvm_src(regs, unit.consts, ip.c))
        if fvm_likely(n != 0):
            # Both convert exactly, so one rounding gives what the host's long division gives.
            d = <double>fvm_int1(fvm_src(regs, unit.consts, ip.b)) / <double>n
            if fvm_unlikely(not put_float(ts, frame, ip, unit.where_delta, regs, d)):
                break
            ip += 1
            continue
    miss_binary(ip, OP_TRUEDIV)
    continue
if op == OP_FLOORDIV_INT or op == OP_MOD_INT:
    if fvm_likely(fvm_int(fvm_src(regs, unit.consts, ip.b), &m) and fvm_int(fvm_src(regs, unit.consts, ip.c), &n)
                  and n != 0):
        if fvm_unlikely(not put_int(ts, frame, ip, unit.where_delta, regs,
                                    fvm_floordiv(m, n) if op == OP_FLOORDIV_INT else fvm_mod(m, n))):
            break
        ip += 1
        continue
    miss_binary(ip, OP_FLOORDIV if op == OP_FLOORDIV_INT else OP_MOD)
    continue
if op == OP_LSHIFT_INT:
    if fvm_likely(fvm_is_int1(fvm_src(regs, unit.consts, ip.b)) and fvm_is_int1(fvm_src(regs, unit.consts, ip.c))):
        m = fvm_int1(fvm_src(regs, unit.consts, ip.b))
        n = fvm_int1(fvm_src(regs, unit.consts, ip.c))
        if fvm_likely(0 <= n <= 32):
            if fvm_unlikely(not put_int(ts, frame, ip, unit.where_delta, regs, m * (<int64_t>1 << n))):
                break
            ip += 1
            continue
    miss_binary(ip, OP_LSHIFT)
    continue
if op == OP_RSHIFT_INT:
    if fvm_likely(fvm_int(fvm_src(regs, unit.consts, ip.b), &m) and fvm_int(fvm_src(regs, unit.consts, ip.c), &n)
                  and n >= 0):
        if fvm_unlikely(not put_int(ts, frame, ip, unit.where_delta, regs, m >> (n if n < 63 else 63))):
            break
        ip += 1
        continue
    miss_binary(ip, OP_RSHIFT)
    continue
if op == OP_AND_INT or op == OP_OR_INT or op == OP_XOR_INT:
    if fvm_likely(fvm_int(fvm_src(regs, unit.consts, ip.b), &m) and fvm_int(fvm_src(regs, unit.consts, ip.c), &n)):
        if op == OP_AND_INT:
            n = m & n
        elif op == OP_OR_INT:
            n = m | n
        else:
            n = m ^ n
        if fvm_unlikely(not put_int(ts, frame, ip, unit.where_delta, regs, n)):
            break
        ip += 1
        continue
    miss_binary(ip, OP_AND if op == OP_AND_INT else (OP_OR if op == OP_OR_INT else OP_XOR))
    continue
if op == OP_ADD_FLOAT:
    x = fvm_src(regs, unit.consts, ip.b)
    y = fvm_src(regs, unit.consts, ip.c)
    if fvm_likely(Py_TYPE(x) == &PyFloat_Type and Py_TYPE(y) == &PyFloat_Type):
        if fvm_unlikely(not put_float(ts, frame, ip, unit.where_delta, regs, fvm_float(x) + fvm_float(y))):
            break
        ip += 1
        continue
    if not both_ints(x, y) and fvm_number(x, &d) and fvm_number(y, &e):
        if fvm_unlikely(not put_float(ts, frame, ip, unit.where_delta, regs, d + e)):
            break
        ip += 1
        continue
    miss_binary(ip, OP_ADD)
    continue
if op == OP_SUB_FLOAT:
    x = fvm_src(regs, unit.consts, ip.b)
    y = fvm_src(regs, unit.consts, ip.c)
    if fvm_likely(Py_TYPE(x) == &PyFloat_Type and Py_TYPE(y) == &PyFloat_Type):
        if fvm_unlikely(not put_float(ts, frame, ip, unit.where_delta, regs, fvm_float(x) - fvm_float(y))):
            break
        ip += 1
        continue
    if not both_ints(x, y) and fvm_number(x, &d) and fvm_number(y, &e):
        if fvm_unlikely(not put_float(ts, frame, ip, unit.where_delta, regs, d - e)):
            break
        ip += 1
        continue
    miss_binary(ip, OP_SUB)
    continue
if op == OP_MUL_FLOAT:
    x = fvm_src(regs, unit.consts, ip.b)
    y = fvm_src(regs, unit.consts, ip.c)
    if fvm_likely(Py_TYPE(x) == &PyFloat_Type and Py_TYPE(y) == &PyFloat_Type):
        if fvm_unlikely(not put_float(ts, frame, ip, unit.where_delta, regs, fvm_float(x) * fvm_float(y))):
            break
        ip += 1
        continue
    if not both_ints(x, y) and fvm_number(x, &d) and fvm_number(y, &e):
        if fvm_unlikely(not put_float(ts, frame, ip, unit.where_delta, regs, d * e)):
            break
        ip += 1
        continue
    miss_binary(ip, OP_MUL)
    continue
if op == OP_TRUEDIV_FLOAT:
    if fvm_likely(fvm_number(fvm_src(regs, unit.consts, ip.b), &d) and fvm_number(fvm_src(regs, unit.consts, ip.c), &e)
                  and e != 0.0
                  and not both_ints(fvm_src(regs, unit.consts, ip.b), fvm_src(regs, unit.consts, ip.c))):
        if fvm_unlikely(not put_float(ts, frame, ip, unit.where_delta, regs, d / e)):
            break
        ip += 1
        continue
    miss_binary(ip, OP_TRUEDIV)
    continue
if op == OP_POW_FLOAT:
    # What float_pow (floatobject.c) treats specially goes there.
    if fvm_likely(fvm_number(fvm_src(regs, unit.consts, ip.b), &d) and fvm_number(fvm_src(regs, unit.consts, ip.c), &e)
                  and (d > 0.0 or e == 2.0)
                  and not both_ints(fvm_src(regs, unit.consts, ip.b), fvm_src(regs, unit.consts, ip.c))):
        d = pow(d, e)
        if fvm_likely(isfinite(d)):
            if fvm_unlikely(not put_float(ts, frame, ip, unit.where_delta, regs, d)):
                break
            ip += 1
            continue
    miss_binary(ip, OP_POW)
    continue
if op == OP_ADD_STR:
    x = fvm_src(regs, unit.consts, ip.b)
    y = fvm_src(regs, unit.consts, ip.c)
    if fvm_likely(PyUnicode_CheckExact(x) and PyUnicode_CheckExact(y)):
        present(frame, ip, unit.where_delta)
        if ip.b >= 0 and x != y and (ip.flags & KILL_B or ip.a == ip.b):
            # The left operand dies here or is replaced by the result: let it grow in place.
            regs[ip.b] = NULL
            found[0] = x
            PyUnicode_Append(found, y)
            x = found[0]
            if x == NULL:
                break
            if ip.flags & KILL_C:
                kill(frame, ip, unit.where_delta, regs, ip.c)
            put(frame, ip, unit.where_delta, regs, ip.a, x)
        else:
            z = PyUnicode_Concat(x, y)
            if z == NULL:
                break
            kill_sources(frame, ip, unit.where_delta, regs)
            put(frame, ip, unit.where_delta, regs, ip.a, z)
        ip += 1
        continue
    miss_binary(ip, OP_ADD)
    continue
if op == OP_NEG or op == OP_POS or op == OP_INVERT or op == OP_NOT:
    x = fvm_src(regs, unit.consts, ip.b)
    if is_noteworthy(x):
        write_operands(ip, x, NULL)
    present(frame, ip, unit.where_delta)
    if op == OP_NEG:
        z = PyNumber_Negative(x)
    elif op == OP_POS:
        z = PyNumber_Positive(x)
    elif op == OP_INVERT:
        z = PyNumber_Invert(x)
    else:
        flag = truth(x)
        z = boolean(not flag) if flag >= 0 else NULL
    if z == NULL:
        break
    if ip.flags & KILL_B:
        kill(frame, ip, unit.where_delta, regs, ip.b)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
