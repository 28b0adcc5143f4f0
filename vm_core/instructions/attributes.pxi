# Attributes and methods: loading, storing, deleting; the specialised forms by where the attribute was found.

if op == OP_GETATTR:
    x = fvm_src(regs, unit.consts, ip.b)
    y = fvm_src(regs, unit.consts, ip.c)
    present(frame, ip, unit.where_delta)
    if may_quicken(ip):
        if recall(ip, x, y, OP_GETATTR):
            continue
        quicken_getattr(ip, x, y)
        if ip.op == OP_GETATTR:
            ip.flags |= PAUSE
            note_instance(ip, x)
    z = PyObject_GetAttr(x, y)
    if z == NULL:
        break
    if ip.flags & KILL_B:
        kill(frame, ip, unit.where_delta, regs, ip.b)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 4
    continue
if op == OP_GETATTR_SLOT:
    x = fvm_src(regs, unit.consts, ip.b)
    z = getattr_slot(ip, x)
    if fvm_unlikely(z == NULL):
        miss_attribute(ip, x, fvm_src(regs, unit.consts, ip.c), OP_GETATTR)
        continue
    Py_INCREF(z)
    if ip.flags & KILL_B:
        kill_known(frame, ip, unit.where_delta, regs, ip.b, x)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 4
    continue
if op == OP_GETATTR_DICT:
    x = fvm_src(regs, unit.consts, ip.b)
    z = getattr_dict(attr_cache(ip), x, fvm_src(regs, unit.consts, ip.c))
    if fvm_unlikely(z == NULL):
        miss_attribute(ip, x, fvm_src(regs, unit.consts, ip.c), OP_GETATTR)
        continue
    Py_INCREF(z)
    if ip.flags & KILL_B:
        kill_known(frame, ip, unit.where_delta, regs, ip.b, x)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 4
    continue
if op == OP_GETATTR_MEMBER:
    x = fvm_src(regs, unit.consts, ip.b)
    z = getattr_member(ip, x)
    if fvm_unlikely(z == NULL):
        miss_attribute(ip, x, fvm_src(regs, unit.consts, ip.c), OP_GETATTR)
        continue
    Py_INCREF(z)
    if ip.flags & KILL_B:
        kill_known(frame, ip, unit.where_delta, regs, ip.b, x)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 4
    continue
if op == OP_GETATTR_MODULE:
    x = fvm_src(regs, unit.consts, ip.b)
    acache = attr_cache(ip)
    z = NULL
    if fvm_likely(Py_TYPE(x) == &PyModule_Type):
        y = (<PyModuleObject*>x).md_dict
        if fvm_likely(y != NULL and fvm_keys_peek_version(fvm_keys(y)) == acache.version):
            z = fvm_entries(fvm_keys(y))[acache.index].me_value
    if fvm_unlikely(z == NULL):
        miss_attribute(ip, x, fvm_src(regs, unit.consts, ip.c), OP_GETATTR)
        continue
    Py_INCREF(z)
    if ip.flags & KILL_B:
        kill_known(frame, ip, unit.where_delta, regs, ip.b, x)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 4
    continue
if op == OP_GETATTR_CLASS:
    x = fvm_src(regs, unit.consts, ip.b)
    acache = attr_cache(ip)
    if fvm_unlikely(not is_cached_class(x, acache) or not still_plain(acache)):
        miss_attribute(ip, x, fvm_src(regs, unit.consts, ip.c), OP_GETATTR)
        continue
    z = acache.value
    Py_INCREF(z)
    if ip.flags & KILL_B:
        kill_known(frame, ip, unit.where_delta, regs, ip.b, x)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 4
    continue
if op == OP_GETATTR_TYPE:
    x = fvm_src(regs, unit.consts, ip.b)
    acache = attr_cache(ip)
    if fvm_unlikely(Py_TYPE(x).tp_version_tag != acache.version
                    or not still_plain(acache)
                    or not proof_holds(x, acache, fvm_src(regs, unit.consts, ip.c))):
        miss_attribute(ip, x, fvm_src(regs, unit.consts, ip.c), OP_GETATTR)
        continue
    z = acache.value
    Py_INCREF(z)
    if ip.flags & KILL_B:
        kill_known(frame, ip, unit.where_delta, regs, ip.b, x)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 4
    continue
if op == OP_GETATTR_METHOD:
    x = fvm_src(regs, unit.consts, ip.b)
    acache = attr_cache(ip)
    if fvm_unlikely(Py_TYPE(x).tp_version_tag != acache.version
                    or not proof_holds(x, acache, fvm_src(regs, unit.consts, ip.c))):
        miss_attribute(ip, x, fvm_src(regs, unit.consts, ip.c), OP_GETATTR)
        continue
    present(frame, ip, unit.where_delta)
    z = fvm_new_method(ts, acache.value, x)
    if z == NULL:
        break
    if ip.flags & KILL_B:
        kill(frame, ip, unit.where_delta, regs, ip.b)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 4
    continue
if op == OP_GETATTR_PROPERTY:
    x = fvm_src(regs, unit.consts, ip.b)
    acache = attr_cache(ip)
    if fvm_unlikely(Py_TYPE(x).tp_version_tag != acache.version):
        miss_attribute(ip, x, fvm_src(regs, unit.consts, ip.c), OP_GETATTR)
        continue
    present(frame, ip, unit.where_delta)
    # The property may have been given another getter, which the version does not tell.
    func = <PyFunctionObject*>property_getter(acache.value)
    callee_unit = ready_unit(func) if func != NULL else NULL
    if fvm_unlikely(callee_unit == NULL or ts.cframe.use_tracing != 0):
        z = PyObject_GetAttr(x, fvm_src(regs, unit.consts, ip.c))
        if z == NULL:
            break
        if ip.flags & KILL_B:
            kill(frame, ip, unit.where_delta, regs, ip.b)
        put(frame, ip, unit.where_delta, regs, ip.a, z)
        ip += 4
        continue
    callee = enter_bound(ts, callee_unit, func, x, NULL, 0, NULL)
    if callee == NULL:
        break
    if ip.flags & KILL_B:
        kill(frame, ip, unit.where_delta, regs, ip.b)
    action = ON_PUSH
    break
if op == OP_GETATTR_DESCRIPTOR:
    x = fvm_src(regs, unit.consts, ip.b)
    acache = attr_cache(ip)
    # (A class of descriptors may stop to be one, which the version does not tell.)
    if fvm_unlikely(Py_TYPE(x).tp_version_tag != acache.version or not is_data_descriptor(acache.value)
                    or Py_TYPE(acache.value).tp_descr_get == NULL):
        miss_attribute(ip, x, fvm_src(regs, unit.consts, ip.c), OP_GETATTR)
        continue
    present(frame, ip, unit.where_delta)
    y = acache.value
    Py_INCREF(y)
    z = Py_TYPE(y).tp_descr_get(y, x, <PyObject*>Py_TYPE(x))
    Py_DECREF(y)
    if z == NULL:
        break
    if ip.flags & KILL_B:
        kill(frame, ip, unit.where_delta, regs, ip.b)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 4
    continue
if op == OP_SETATTR:
    x = fvm_src(regs, unit.consts, ip.a)
    y = fvm_src(regs, unit.consts, ip.c)
    present(frame, ip, unit.where_delta)
    if may_quicken(ip):
        if recall(ip, x, y, OP_SETATTR):
            continue
        quicken_setattr(ip, x, y)
        if ip.op == OP_SETATTR:
            ip.flags |= PAUSE
            note_instance(ip, x)
    z = fvm_src(regs, unit.consts, ip.b)
    if not store_class_number(x, y, z) and PyObject_SetAttr(x, y, z) < 0:
        break
    if ip.flags & KILL_B:
        kill(frame, ip, unit.where_delta, regs, ip.b)
    if ip.flags & KILL_A:
        kill(frame, ip, unit.where_delta, regs, ip.a)
    ip += 3
    continue
if op == OP_SETATTR_SLOT or op == OP_SETATTR_DICT:
    x = fvm_src(regs, unit.consts, ip.a)
    z = fvm_src(regs, unit.consts, ip.b)
    y = NULL
    if op == OP_SETATTR_SLOT:
        flag = setattr_slot(ip, x, z, &y)
    else:
        flag = setattr_dict(ip, x, fvm_src(regs, unit.consts, ip.c), z, &y)
    if fvm_unlikely(not flag):
        miss_attribute(ip, x, fvm_src(regs, unit.consts, ip.c), OP_SETATTR)
        continue
    if ip.flags & KILL_B:
        regs[ip.b] = NULL
    else:
        Py_INCREF(z)
    if y != NULL:
        release(frame, ip, unit.where_delta, y)
    if ip.flags & KILL_A:
        kill(frame, ip, unit.where_delta, regs, ip.a)
    ip += 3
    continue
if op == OP_SETATTR_MEMBER:
    x = fvm_src(regs, unit.consts, ip.a)
    acache = attr_cache(ip)
    if fvm_unlikely(Py_TYPE(x).tp_version_tag != acache.version):
        miss_attribute(ip, x, fvm_src(regs, unit.consts, ip.c), OP_SETATTR)
        continue
    z = take(regs, unit.consts, ip, ip.b, KILL_B)
    y = (<PyObject**>(<char*>x + acache.index))[0]
    (<PyObject**>(<char*>x + acache.index))[0] = z
    if y != NULL:
        release(frame, ip, unit.where_delta, y)
    if ip.flags & KILL_A:
        kill(frame, ip, unit.where_delta, regs, ip.a)
    ip += 3
    continue
if op == OP_DELATTR:
    present(frame, ip, unit.where_delta)
    if PyObject_SetAttr(fvm_src(regs, unit.consts, ip.a), fvm_src(regs, unit.consts, ip.c), NULL) < 0:
        break
    if ip.flags & KILL_A:
        kill(frame, ip, unit.where_delta, regs, ip.a)
    ip += 1
    continue
if op == OP_GETMETHOD:
    x = fvm_src(regs, unit.consts, ip.b)
    y = fvm_src(regs, unit.consts, ip.c)
    present(frame, ip, unit.where_delta)
    if may_quicken(ip):
        if recall(ip, x, y, OP_GETMETHOD):
            continue
        quicken_getmethod(ip, x, y)
        if ip.op == OP_GETMETHOD:
            ip.flags |= PAUSE
    found[0] = NULL
    flag = _PyObject_GetMethod(x, y, found)
    z = found[0]
    if z == NULL:
        break
    if flag:
        x = take(regs, unit.consts, ip, ip.b, KILL_B)
        regs[ip.a] = z
        regs[ip.a + 1] = x
    else:
        if ip.flags & KILL_B:
            kill(frame, ip, unit.where_delta, regs, ip.b)
        regs[ip.a] = NULL
        regs[ip.a + 1] = z
    ip += 4
    continue
if op == OP_GETMETHOD_TYPE:
    x = fvm_src(regs, unit.consts, ip.b)
    acache = attr_cache(ip)
    if fvm_unlikely(Py_TYPE(x).tp_version_tag != acache.version
                    or not proof_holds(x, acache, fvm_src(regs, unit.consts, ip.c))):
        miss_attribute(ip, x, fvm_src(regs, unit.consts, ip.c), OP_GETMETHOD)
        continue
    z = acache.value
    window = regs + ip.a
    if ip.flags & KILL_B:
        regs[ip.b] = NULL
    else:
        Py_INCREF(x)
    Py_INCREF(z)
    window[0] = z
    window[1] = x
    ip += 4
    continue
if op == OP_GETMETHOD_MODULE:
    x = fvm_src(regs, unit.consts, ip.b)
    acache = attr_cache(ip)
    z = NULL
    if fvm_likely(Py_TYPE(x) == &PyModule_Type):
        y = (<PyModuleObject*>x).md_dict
        if fvm_likely(y != NULL and fvm_keys_peek_version(fvm_keys(y)) == acache.version):
            z = fvm_entries(fvm_keys(y))[acache.index].me_value
    if fvm_unlikely(z == NULL):
        miss_attribute(ip, x, fvm_src(regs, unit.consts, ip.c), OP_GETMETHOD)
        continue
    Py_INCREF(z)
    if ip.flags & KILL_B:
        kill_known(frame, ip, unit.where_delta, regs, ip.b, x)
    regs[ip.a] = NULL
    regs[ip.a + 1] = z
    ip += 4
    continue
if op == OP_GETMETHOD_CLASS:
    x = fvm_src(regs, unit.consts, ip.b)
    acache = attr_cache(ip)
    if fvm_unlikely(not is_cached_class(x, acache)):
        miss_attribute(ip, x, fvm_src(regs, unit.consts, ip.c), OP_GETMETHOD)
        continue
    z = acache.value
    Py_INCREF(z)
    if ip.flags & KILL_B:
        kill_known(frame, ip, unit.where_delta, regs, ip.b, x)
    regs[ip.a] = NULL
    regs[ip.a + 1] = z
    ip += 4
    continue
if op == OP_GETMETHOD_SLOT or op == OP_GETMETHOD_DICT or op == OP_GETMETHOD_MEMBER:
    x = fvm_src(regs, unit.consts, ip.b)
    z = held_callable(ip, x, fvm_src(regs, unit.consts, ip.c))
    if fvm_unlikely(z == NULL):
        miss_attribute(ip, x, fvm_src(regs, unit.consts, ip.c), OP_GETMETHOD)
        continue
    Py_INCREF(z)
    if ip.flags & KILL_B:
        kill_known(frame, ip, unit.where_delta, regs, ip.b, x)
    regs[ip.a] = NULL
    regs[ip.a + 1] = z
    ip += 4
    continue
if (op == OP_GETMETHOD_STATIC_CLASS or op == OP_GETMETHOD_STATIC_TYPE or op == OP_GETMETHOD_BOUND_CLASS
        or op == OP_GETMETHOD_BOUND_TYPE):
    x = fvm_src(regs, unit.consts, ip.b)
    y = NULL
    z = wrapped_method(ip, x, fvm_src(regs, unit.consts, ip.c), &y)
    if fvm_unlikely(z == NULL):
        miss_attribute(ip, x, fvm_src(regs, unit.consts, ip.c), OP_GETMETHOD)
        continue
    # A class method needs no bound method for the call: the class goes where an instance would.
    Py_INCREF(z)
    Py_XINCREF(y)
    if ip.flags & KILL_B:
        kill_known(frame, ip, unit.where_delta, regs, ip.b, x)
    window = regs + ip.a
    window[0] = z if y != NULL else NULL
    window[1] = y if y != NULL else z
    ip += 4
    continue
