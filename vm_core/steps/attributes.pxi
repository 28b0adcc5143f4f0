# Steps: attributes and methods.

cdef int64_t step_getattr(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject* x = fvm_src(frame.localsplus, unit.consts, ip.b)
    cdef PyObject* name = fvm_src(frame.localsplus, unit.consts, ip.c)
    cdef PyObject* z
    cdef PyFunctionObject* func
    cdef Unit* callee_unit
    cdef _PyInterpreterFrame* callee
    if ip.op == OP_GETATTR_PROPERTY and Py_TYPE(x).tp_version_tag == attr_cache(ip).version and ts.cframe.use_tracing == 0:
        func = <PyFunctionObject*>property_getter(attr_cache(ip).value)
        callee_unit = ready_unit(func) if func != NULL else NULL
        if callee_unit != NULL:
            present(frame, ip, unit.where_delta)
            callee = enter_bound(ts, callee_unit, func, x, NULL, 0, NULL)
            if callee == NULL:
                return STEP_RAISED
            if ip.flags & KILL_B:
                kill(frame, ip, unit.where_delta, frame.localsplus, ip.b)
            return finish_call(ts, frame, unit, ip, run_callee(ts, callee, callee_unit))
    if ip.op == OP_GETATTR_METHOD and Py_TYPE(x).tp_version_tag == attr_cache(ip).version \
            and proof_holds(x, attr_cache(ip), name):
        present(frame, ip, unit.where_delta)
        return finish_unary(frame, unit, ip, fvm_new_method(ts, attr_cache(ip).value, x))
    z = jit_cached_attribute(x, ip)
    if z == NULL and ip.op == OP_GETATTR_DICT:
        z = getattr_dict(attr_cache(ip), x, name)
    elif z == NULL and ip.op != OP_GETATTR_PROPERTY and ip.op != OP_GETATTR_DESCRIPTOR:
        ip.op = OP_GETATTR
        if recall(ip, x, name, OP_GETATTR):
            z = jit_cached_attribute(x, ip)
    if z != NULL:
        Py_INCREF(z)
    else:
        present(frame, ip, unit.where_delta)
        z = PyObject_GetAttr(x, name)
    return finish_unary(frame, unit, ip, z)


cdef int64_t step_setattr(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    cdef PyObject* x = fvm_src(regs, unit.consts, ip.a)
    cdef PyObject* name = fvm_src(regs, unit.consts, ip.c)
    cdef PyObject* z = fvm_src(regs, unit.consts, ip.b)
    cdef PyObject* old = NULL
    cdef bint done = False
    if ip.op != OP_SETATTR_SLOT and ip.op != OP_SETATTR_DICT:
        recall(ip, x, name, OP_SETATTR)
    if ip.op == OP_SETATTR_SLOT:
        done = setattr_slot(ip, x, z, &old)
    elif ip.op == OP_SETATTR_DICT:
        done = setattr_dict(ip, x, name, z, &old)
    if done:
        if ip.flags & KILL_B:
            regs[ip.b] = NULL
        else:
            Py_INCREF(z)
        if old != NULL:
            release(frame, ip, unit.where_delta, old)
    else:
        present(frame, ip, unit.where_delta)
        if not store_class_number(x, name, z) and PyObject_SetAttr(x, name, z) < 0:
            return STEP_RAISED
        if ip.flags & KILL_B:
            kill(frame, ip, unit.where_delta, regs, ip.b)
    if ip.flags & KILL_A:
        kill(frame, ip, unit.where_delta, regs, ip.a)
    return 0


cdef int64_t step_delattr(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    present(frame, ip, unit.where_delta)
    if PyObject_SetAttr(fvm_src(frame.localsplus, unit.consts, ip.a), fvm_src(frame.localsplus, unit.consts, ip.c), NULL) < 0:
        return STEP_RAISED
    if ip.flags & KILL_A:
        kill(frame, ip, unit.where_delta, frame.localsplus, ip.a)
    return 0


cdef int64_t step_getmethod(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    cdef PyObject* x = fvm_src(regs, unit.consts, ip.b)
    cdef PyObject* name = fvm_src(regs, unit.consts, ip.c)
    cdef AttrCache* cache = attr_cache(ip)
    cdef PyObject* z = NULL
    cdef PyObject* bound = NULL
    cdef PyObject* dict
    cdef bint unbound = False
    if ip.op != OP_GETMETHOD_MODULE and not is_of_class(ip.op) and Py_TYPE(x).tp_version_tag != cache.version:
        ip.op = OP_GETMETHOD
        recall(ip, x, name, OP_GETMETHOD)
    if ip.op == OP_GETMETHOD_TYPE and Py_TYPE(x).tp_version_tag == cache.version and proof_holds(x, cache, name):
        z = cache.value
        unbound = True
    elif ip.op == OP_GETMETHOD_MODULE and Py_TYPE(x) == &PyModule_Type:
        dict = (<PyModuleObject*>x).md_dict
        if dict != NULL and fvm_keys_peek_version(fvm_keys(dict)) == cache.version:
            z = fvm_entries(fvm_keys(dict))[cache.index].me_value
    elif ip.op == OP_GETMETHOD_CLASS and is_cached_class(x, cache):
        z = cache.value
    elif is_of_instance(ip.op):
        z = held_callable(ip, x, name)
    elif is_of_wrapper(ip.op):
        z = wrapped_method(ip, x, name, &bound)
    if z != NULL:
        Py_INCREF(z)
        Py_XINCREF(bound)
    else:
        present(frame, ip, unit.where_delta)
        unbound = _PyObject_GetMethod(x, name, &z)
        if z == NULL:
            return STEP_RAISED
    if unbound:
        x = take(regs, unit.consts, ip, ip.b, KILL_B)
        regs[ip.a] = z
        regs[ip.a + 1] = x
    else:
        if ip.flags & KILL_B:
            kill(frame, ip, unit.where_delta, regs, ip.b)
        regs[ip.a] = z if bound != NULL else NULL
        regs[ip.a + 1] = bound if bound != NULL else z
    return 0


cdef void enter_attribute_steps():
    jit_step(step_getattr, ("GETATTR",))
    jit_step(step_setattr, ("SETATTR",))
    jit_step(step_delattr, ("DELATTR",))
    jit_step(step_getmethod, ("GETMETHOD",))
