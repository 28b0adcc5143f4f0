# Calls and returns: of functions of the engine without C recursion, of C functions by their calling convention, of classes
# and bound methods; making functions.

if op == OP_CALL_FUNCTION:
    window = regs + ip.b
    x = window[0]
    if fvm_likely(Py_TYPE(x) == &PyFunction_Type):
        callee_unit = cached_unit(ip, <PyFunctionObject*>x)
        if fvm_likely(callee_unit != NULL and ts.cframe.use_tracing == 0):
            present(frame, ip, unit.where_delta)
            if fvm_likely(callee_unit.positional == ip.c):
                callee = enter_exact(ts, callee_unit, window, ip.c)
            else:
                callee = enter_window(ts, callee_unit, window, ip.c, NULL)
            if callee == NULL:
                break
            if fvm_unlikely(not enters_plainly(ts, callee_unit)):
                action = ON_PUSH
                break
            link_callee(ts, callee, callee_unit, frame, unit, ip)
            frame = callee
            unit = callee_unit
            regs = frame.localsplus
            unit.consts = <PyObject**>unit.code
            unit.where_delta = unit.where_delta
            ip = <Instr*>unit.consts
            continue
    ip.op = OP_CALL
    continue
if op == OP_CALL_METHOD_FUNCTION:
    window = regs + ip.b
    x = window[0]
    if fvm_likely(x != NULL and Py_TYPE(x) == &PyFunction_Type):
        callee_unit = cached_unit(ip, <PyFunctionObject*>x)
        if fvm_likely(callee_unit != NULL and ts.cframe.use_tracing == 0):
            present(frame, ip, unit.where_delta)
            if fvm_likely(callee_unit.positional == ip.c + 1):
                callee = enter_exact(ts, callee_unit, window, ip.c + 1)
            else:
                callee = enter_window(ts, callee_unit, window, ip.c + 1, NULL)
            if callee == NULL:
                break
            if fvm_unlikely(not enters_plainly(ts, callee_unit)):
                action = ON_PUSH
                break
            link_callee(ts, callee, callee_unit, frame, unit, ip)
            frame = callee
            unit = callee_unit
            regs = frame.localsplus
            unit.consts = <PyObject**>unit.code
            unit.where_delta = unit.where_delta
            ip = <Instr*>unit.consts
            continue
    ip.op = OP_CALL_METHOD
    continue
if op == OP_CALL_METHOD_LIST_APPEND:
    window = regs + ip.b
    x = window[0]
    if fvm_likely(x == LIST_APPEND and x != NULL and PyList_CheckExact(window[1]) and ts.cframe.use_tracing == 0):
        if fvm_likely(fvm_list_push(window[1], window[2])):
            window[2] = NULL
        else:
            present(frame, ip, unit.where_delta)
            if PyList_Append(window[1], window[2]) < 0:
                drop_window(window, 3)
                break
            kill(frame, ip, unit.where_delta, regs, ip.b + 2)
        kill_known(frame, ip, unit.where_delta, regs, ip.b + 1, window[1])
        window[0] = NULL
        Py_DECREF(x)
        if fvm_likely(ip[3].op == OP_CLEAR and ip[3].a == ip.a):
            # Nobody wants the None.
            kill(frame, ip, unit.where_delta, regs, ip.a)
            ip += 4
            continue
        Py_INCREF(Py_None)
        put(frame, ip, unit.where_delta, regs, ip.a, Py_None)
        ip += 3
        continue
    ip.op = OP_CALL_METHOD
    continue
if op == OP_CALL_METHOD_DESCR_NOARGS:
    window = regs + ip.b
    if fvm_likely(ts.cframe.use_tracing == 0 and is_method_called(window[0], window[1], METH_NOARGS)):
        present(frame, ip, unit.where_delta)
        z = call_checked(ts, method_of(window[0]), window[1], NULL)
        drop_full(window, 2)
        flag = end_c_call(ts, frame, ip, unit.where_delta, regs, z)
        if fvm_likely(flag == ON_NEXT):
            ip += 3
            continue
        action = flag
        break
    ip.op = OP_CALL_METHOD
    continue
if op == OP_CALL_METHOD_DESCR_O:
    window = regs + ip.b
    if fvm_likely(ts.cframe.use_tracing == 0 and is_method_called(window[0], window[1], METH_O)):
        present(frame, ip, unit.where_delta)
        z = call_checked(ts, method_of(window[0]), window[1], window[2])
        drop_full(window, 3)
        flag = end_c_call(ts, frame, ip, unit.where_delta, regs, z)
        if fvm_likely(flag == ON_NEXT):
            ip += 3
            continue
        action = flag
        break
    ip.op = OP_CALL_METHOD
    continue
if op == OP_CALL_METHOD_DESCR_FAST:
    window = regs + ip.b
    if fvm_likely(ts.cframe.use_tracing == 0 and is_method_called(window[0], window[1], METH_FASTCALL)):
        present(frame, ip, unit.where_delta)
        z = call_fast(method_of(window[0]), window[1], window + 2, ip.c)
        drop_full(window, ip.c + 2)
        flag = end_c_call(ts, frame, ip, unit.where_delta, regs, z)
        if fvm_likely(flag == ON_NEXT):
            ip += 3
            continue
        action = flag
        break
    ip.op = OP_CALL_METHOD
    continue
if op == OP_CALL_CFUNCTION_O or op == OP_CALL_METHOD_CFUNCTION_O:
    window = regs + ip.b
    if op == OP_CALL_METHOD_CFUNCTION_O and fvm_likely(window[0] == NULL):
        window += 1
    x = window[0]
    if fvm_likely(x != NULL and ts.cframe.use_tracing == 0 and is_function_called(x, METH_O)):
        note_instance(ip, window[1])
        present(frame, ip, unit.where_delta)
        z = call_checked(ts, (<PyCFunctionObject*>x).m_ml.ml_meth, (<PyCFunctionObject*>x).m_self, window[1])
        drop_full(window, 2)
        flag = end_c_call(ts, frame, ip, unit.where_delta, regs, z)
        if fvm_likely(flag == ON_NEXT):
            ip += 3
            continue
        action = flag
        break
    ip.op = OP_CALL if op == OP_CALL_CFUNCTION_O else OP_CALL_METHOD
    continue
if op == OP_CALL_CFUNCTION_FAST or op == OP_CALL_METHOD_CFUNCTION_FAST:
    window = regs + ip.b
    if op == OP_CALL_METHOD_CFUNCTION_FAST and fvm_likely(window[0] == NULL):
        window += 1
    x = window[0]
    if fvm_likely(x != NULL and ts.cframe.use_tracing == 0 and is_function_called(x, METH_FASTCALL)):
        present(frame, ip, unit.where_delta)
        z = call_fast((<PyCFunctionObject*>x).m_ml.ml_meth, (<PyCFunctionObject*>x).m_self, window + 1, ip.c)
        drop_full(window, ip.c + 1)
        flag = end_c_call(ts, frame, ip, unit.where_delta, regs, z)
        if fvm_likely(flag == ON_NEXT):
            ip += 3
            continue
        action = flag
        break
    ip.op = OP_CALL if op == OP_CALL_CFUNCTION_FAST else OP_CALL_METHOD
    continue
if op == OP_CALL_BOUND or op == OP_CALL_METHOD_HELD or op == OP_CALL_TYPE:
    if fvm_likely(ts.cframe.use_tracing == 0):
        present(frame, ip, unit.where_delta)
        callee = enter_quickened(ts, ip, regs + ip.b, &found_unit)
        if fvm_likely(callee != NULL):
            callee_unit = found_unit
            if fvm_unlikely(not enters_plainly(ts, callee_unit)):
                action = ON_PUSH
                break
            link_callee(ts, callee, callee_unit, frame, unit, ip)
            frame = callee
            unit = callee_unit
            regs = frame.localsplus
            unit.consts = <PyObject**>unit.code
            unit.where_delta = unit.where_delta
            ip = <Instr*>unit.consts
            continue
        if fvm_unlikely(ts.curexc_type != NULL):
            break
    ip.op = GENERIC_OF[op]
    note_callee(ip, NULL, NULL)
    continue
if (op == OP_CALL or op == OP_CALL_METHOD or op == OP_CALL_KW or op == OP_CALL_METHOD_KW or op == OP_CALL_VECTORCALL):
    window = regs + ip.b
    count = ip.c
    if op == OP_CALL_METHOD or op == OP_CALL_METHOD_KW:
        if window[0] != NULL:
            count += 1
        else:
            window += 1
    kwnames = window[count + 1] if op == OP_CALL_KW or op == OP_CALL_METHOD_KW else NULL
    x = window[0]
    type = Py_TYPE(x)
    present(frame, ip, unit.where_delta)
    if fvm_likely(ts.cframe.use_tracing == 0):
        if type == &PyFunction_Type:
            callee_unit = asked_unit(<PyFunctionObject*>x)
            if callee_unit == NULL and ts.curexc_type != NULL:
                break
            if fvm_likely(callee_unit != NULL):
                if kwnames == NULL and (op == OP_CALL or op == OP_CALL_METHOD):
                    note_callee(ip, callee_unit, NULL)
                    if op == OP_CALL:
                        ip.op = OP_CALL_FUNCTION
                    else:
                        ip.op = OP_CALL_METHOD_FUNCTION if window == regs + ip.b else OP_CALL_METHOD_HELD
                    continue
                note_callee(ip, callee_unit, NULL)
                callee = enter_window(ts, callee_unit, window, count, kwnames)
                if kwnames != NULL:
                    window[count + 1] = NULL
                    Py_DECREF(kwnames)
                if callee == NULL:
                    break
                action = ON_PUSH
                break
        elif type == &PyMethod_Type:
            y = (<PyMethodObject*>x).im_func
            if Py_TYPE(y) == &PyFunction_Type and count < BOUND_ARGUMENTS:
                callee_unit = ready_unit(<PyFunctionObject*>y)
                if callee_unit != NULL:
                    if op == OP_CALL:
                        note_callee(ip, callee_unit, NULL)
                        ip.op = OP_CALL_BOUND
                        continue
                    callee = enter_bound(ts, callee_unit, <PyFunctionObject*>y, (<PyMethodObject*>x).im_self,
                                         window + 1, count - (PyTuple_GET_SIZE(kwnames) if kwnames != NULL else 0), kwnames)
                    if kwnames != NULL:
                        window[count + 1] = NULL
                        Py_DECREF(kwnames)
                    window[0] = NULL
                    Py_DECREF(x)
                    if callee == NULL:
                        break
                    action = ON_PUSH
                    break
        elif PyType_Check(x):
            if kwnames == NULL and count == 1 and (x == <PyObject*>&PyType_Type or x == <PyObject*>&PyUnicode_Type):
                if x == <PyObject*>&PyType_Type:
                    z = <PyObject*>Py_TYPE(window[1])
                    Py_INCREF(z)
                else:
                    z = PyObject_Str(window[1])
                drop_window(window, 2)
                if fvm_unlikely(z == NULL):
                    break
                if fvm_unlikely(fvm_eval_breaker(ts)) and handle_pending(ts) < 0:
                    Py_DECREF(z)
                    break
                put(frame, ip, unit.where_delta, regs, ip.a, z)
                if fvm_unlikely(ts.cframe.use_tracing != 0):
                    action = ON_TRACED
                    break
                ip += 3
                continue
            func = class_init(<PyTypeObject*>x, &found_unit) if count < BOUND_ARGUMENTS else NULL
            if func != NULL:
                if op == OP_CALL:
                    call_cache(ip).version = fvm_type_version(<PyTypeObject*>x)
                    call_cache(ip).init = <PyObject*>func
                    ip.op = OP_CALL_TYPE
                    continue
                y = instance_for(ts, <PyTypeObject*>x, window + 1, count - (PyTuple_GET_SIZE(kwnames) if kwnames != NULL else 0))
                if y == NULL:
                    break
                note_callee(ip, NULL, <PyTypeObject*>x)
                callee_unit = found_unit
                callee = enter_bound(ts, callee_unit, func, y, window + 1,
                                     count - (PyTuple_GET_SIZE(kwnames) if kwnames != NULL else 0), kwnames)
                if kwnames != NULL:
                    window[count + 1] = NULL
                    Py_DECREF(kwnames)
                # The instance waits in the first register, also where that is not the class's.
                window[0] = NULL
                regs[ip.b] = y
                Py_DECREF(x)
                if callee == NULL:
                    break
                fvm_frame_set_mark(callee, FVM_FRAME_OURS | FRAME_INIT)
                action = ON_PUSH
                break
            if count == 0 and makes_plainly(<PyTypeObject*>x):
                note_callee(ip, NULL, <PyTypeObject*>x)
        elif type == &PyCFunction_Type:
            # Remember the calling convention, for this site and for the JIT.
            if op == OP_CALL or op == OP_CALL_METHOD:
                flag = convention((<PyCFunctionObject*>x).m_ml)
                if flag == METH_O and count == 1 and not may_consume(window, 1):
                    ip.op = OP_CALL_CFUNCTION_O if op == OP_CALL else OP_CALL_METHOD_CFUNCTION_O
                    continue
                if flag == METH_FASTCALL:
                    ip.op = OP_CALL_CFUNCTION_FAST if op == OP_CALL else OP_CALL_METHOD_CFUNCTION_FAST
                    continue
                # (In the deepest frames that may be, the function itself says that it is too deep: the call and the
                # comparison are a level each.)
                if op == OP_CALL and flag == METH_VARARGS | METH_KEYWORDS and 1 <= count <= 2 and ts.recursion_remaining > 1:
                    z = extreme_of_arguments(x, window + 1, count)
                    if z != NULL:
                        drop_window(window, 1 + count)
                        put(frame, ip, unit.where_delta, regs, ip.a, z)
                        ip += 3
                        continue
        elif op == OP_CALL_METHOD and type == &PyMethodDescr_Type and window == regs + ip.b \
                and count >= 1 and Py_TYPE(window[1]) == PyDescr_TYPE(x):
            flag = convention((<PyMethodDescrObject*>x).d_method)
            if x == LIST_APPEND and count == 2:
                ip.op = OP_CALL_METHOD_LIST_APPEND
                continue
            if flag == METH_NOARGS and count == 1:
                ip.op = OP_CALL_METHOD_DESCR_NOARGS
                continue
            if flag == METH_O and count == 2 and not may_consume(window, 2):
                ip.op = OP_CALL_METHOD_DESCR_O
                continue
            if flag == METH_FASTCALL:
                ip.op = OP_CALL_METHOD_DESCR_FAST
                continue
    note_called(frame, ip, x, window[1] if count == 1 else NULL)
    z = call_vector(ts, unit, window, count, kwnames)
    drop_window(window, count + 1 + (1 if kwnames != NULL else 0))
    if fvm_unlikely(z == NULL):
        break
    if fvm_unlikely(fvm_eval_breaker(ts)) and handle_pending(ts) < 0:
        Py_DECREF(z)
        break
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    if fvm_unlikely(ts.cframe.use_tracing != 0):
        action = ON_TRACED
        break
    ip += 1 + CACHE_WORDS[op]
    continue
if op == OP_CALL_EX:
    present(frame, ip, unit.where_delta)
    window = regs + ip.b
    if convert_call_ex(window, ip.c) < 0:
        break
    x = window[0]
    if Py_TYPE(x) == &PyFunction_Type and ts.cframe.use_tracing == 0 and may_unpack(window, ip.c):
        callee_unit = asked_unit(<PyFunctionObject*>x)
        if callee_unit == NULL and ts.curexc_type != NULL:
            break
        note_unpacked(ip, callee_unit, window)
        if callee_unit != NULL:
            callee = enter_unpacked(ts, callee_unit, window, ip.c)
            if callee == NULL:
                break
            fvm_frame_set_mark(callee, FVM_FRAME_OURS | FRAME_EX)
            action = ON_PUSH
            break
    z = call_ex(ts, window[0], window[1], window[2] if ip.c else NULL)
    drop_window(window, 2 + ip.c)
    if z == NULL:
        break
    if fvm_unlikely(fvm_eval_breaker(ts)) and handle_pending(ts) < 0:
        Py_DECREF(z)
        break
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    if fvm_unlikely(ts.cframe.use_tracing != 0):
        action = ON_TRACED
        break
    ip += 1 + CACHE_WORDS[OP_CALL_EX]
    continue
if op == OP_MAKE_FUNCTION:
    present(frame, ip, unit.where_delta)
    z = make_function(frame, regs + ip.b, ip.flags >> VARIANT_SHIFT, fvm_src(regs, unit.consts, ip.c))
    if z == NULL:
        break
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
if op == OP_GET_BUILD_CLASS:
    present(frame, ip, unit.where_delta)
    z = load_build_class(frame)
    if z == NULL:
        break
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
if op == OP_RETURN:
    x = take(regs, unit.consts, ip, ip.a, KILL_A)
    mark = fvm_frame_mark(frame)
    if fvm_unlikely(mark & ~FRAME_INIT != FVM_FRAME_OURS or not is_unseen(frame) or (mark & FRAME_INIT and x != Py_None)):
        present(frame, ip, unit.where_delta)
        result = x
        action = ON_RETURN
        break
    if mark & FRAME_INIT:
        # The instance waits in the first register of the caller's window.
        Py_DECREF(x)
        window = frame.previous.localsplus + saved_pc(frame.previous, saved_caller(frame, unit)).b
        x = window[0]
        window[0] = NULL
    # A plain call of this loop, and nobody can look at its frame any more. (pop_frame, in an order that leaves the
    # processor's registers to its loop.)
    callee = frame
    frame = callee.previous
    ts.cframe.current_frame = frame
    clear_unseen(callee, unit)
    ts.recursion_remaining += 1
    unit = saved_caller(callee, unit)
    fvm_pop_slots(ts, callee)
    regs = frame.localsplus
    unit.consts = <PyObject**>unit.code
    unit.where_delta = unit.where_delta
    ip = saved_pc(frame, unit)
    put(frame, ip, unit.where_delta, regs, ip.a, x)
    ip += 1 + CACHE_WORDS[ip.op]
    continue
