# Unpacking and iteration: the steps of `for`, with forms for ranges, lists, tuples, generators and iterators in C.

if op == OP_UNPACK or op == OP_UNPACK_EX:
    x = fvm_src(regs, unit.consts, ip.b)
    if op == OP_UNPACK:
        if PyTuple_CheckExact(x) and PyTuple_GET_SIZE(x) == ip.c:
            ip.op = OP_UNPACK_TUPLE
            continue
        if PyList_CheckExact(x) and PyList_GET_SIZE(x) == ip.c:
            ip.op = OP_UNPACK_LIST
            continue
    present(frame, ip, unit.where_delta)
    # The source's register may be the first of the run: take it out of the way.
    x = take(regs, unit.consts, ip, ip.b, KILL_B)
    if op == OP_UNPACK and ip.a < unit.nlocals:
        flag = unpack_into_locals(x, ip.c, regs + ip.a)
    elif op == OP_UNPACK:
        flag = unpack_iterable(x, ip.c, -1, regs + ip.a)
    else:
        flag = unpack_iterable(x, ip.c & 255, <uint16_t>ip.c >> 8, regs + ip.a)
    Py_DECREF(x)
    if flag < 0:
        break
    ip += 1
    continue
if op == OP_UNPACK_TUPLE or op == OP_UNPACK_LIST:
    x = fvm_src(regs, unit.consts, ip.b)
    if op == OP_UNPACK_TUPLE and PyTuple_CheckExact(x) and PyTuple_GET_SIZE(x) == ip.c:
        window = (<PyTupleObject*>x).ob_item
    elif op == OP_UNPACK_LIST and PyList_CheckExact(x) and PyList_GET_SIZE(x) == ip.c:
        window = (<PyListObject*>x).ob_item
    else:
        ip.op = OP_UNPACK
        continue
    if ip.flags & KILL_B:
        regs[ip.b] = NULL
    if ip.a < unit.nlocals:
        if ip.c == 2:
            y = window[0]
            z = window[1]
            Py_INCREF(y)
            Py_INCREF(z)
            put(frame, ip, unit.where_delta, regs, ip.a, y)
            put(frame, ip, unit.where_delta, regs, ip.a + 1, z)
        else:
            present(frame, ip, unit.where_delta)
            store_items(regs + ip.a, window, ip.c)
    else:
        copy_references(regs + ip.a, window, ip.c)
    if ip.flags & KILL_B:
        release(frame, ip, unit.where_delta, x)
    ip += 1
    continue
if op == OP_GETITER:
    present(frame, ip, unit.where_delta)
    z = PyObject_GetIter(fvm_src(regs, unit.consts, ip.b))
    if z == NULL:
        break
    if ip.flags & KILL_B:
        kill(frame, ip, unit.where_delta, regs, ip.b)
    put(frame, ip, unit.where_delta, regs, ip.a, z)
    ip += 1
    continue
if op == OP_FORITER_RANGE:
    x = regs[ip.b]
    if fvm_unlikely(Py_TYPE(x) != &PyRangeIter_Type):
        ip.op = OP_FORITER
        continue
    range_iter = <fvm_range_iterator*>x
    if fvm_likely(range_iter.index < range_iter.len):
        n = <int64_t>(<uint64_t>range_iter.start + <uint64_t>range_iter.index * <uint64_t>range_iter.step)
        range_iter.index += 1
        y = regs[ip.a]
        if not fvm_reuse_int(y, n):
            z = fvm_new_int(n)
            if fvm_unlikely(z == NULL):
                present(frame, ip, unit.where_delta)
                break
            put(frame, ip, unit.where_delta, regs, ip.a, z)
        ip += 2
    else:
        kill(frame, ip, unit.where_delta, regs, ip.b)
        ip += 2 + ip.c
    continue
if op == OP_FORITER_LIST:
    x = regs[ip.b]
    if fvm_unlikely(Py_TYPE(x) != &PyListIter_Type):
        ip.op = OP_FORITER
        continue
    seq_iter = <fvm_seq_iterator*>x
    y = seq_iter.seq
    if fvm_likely(y != NULL and seq_iter.index < PyList_GET_SIZE(y)):
        z = PyList_GET_ITEM(y, seq_iter.index)
        seq_iter.index += 1
        Py_INCREF(z)
        put(frame, ip, unit.where_delta, regs, ip.a, z)
        ip += 2
        continue
    if y != NULL:
        seq_iter.seq = NULL
        release(frame, ip, unit.where_delta, y)
    kill(frame, ip, unit.where_delta, regs, ip.b)
    ip += 2 + ip.c
    continue
if op == OP_FORITER_TUPLE:
    x = regs[ip.b]
    if fvm_unlikely(Py_TYPE(x) != &PyTupleIter_Type):
        ip.op = OP_FORITER
        continue
    seq_iter = <fvm_seq_iterator*>x
    y = seq_iter.seq
    if fvm_likely(y != NULL and seq_iter.index < PyTuple_GET_SIZE(y)):
        z = PyTuple_GET_ITEM(y, seq_iter.index)
        seq_iter.index += 1
        Py_INCREF(z)
        put(frame, ip, unit.where_delta, regs, ip.a, z)
        ip += 2
        continue
    if y != NULL:
        seq_iter.seq = NULL
        release(frame, ip, unit.where_delta, y)
    kill(frame, ip, unit.where_delta, regs, ip.b)
    ip += 2 + ip.c
    continue
if op == OP_FORITER:
    type = Py_TYPE(regs[ip.b])
    if type == &PyRangeIter_Type:
        ip.op = OP_FORITER_RANGE
    elif type == &PyListIter_Type:
        ip.op = OP_FORITER_LIST
    elif type == &PyTupleIter_Type:
        ip.op = OP_FORITER_TUPLE
    else:
        ip.op = OP_FORITER_ITERATOR
    continue
if op == OP_FORITER_GENERATOR:
    x = regs[ip.b]
    if fvm_likely(Py_TYPE(x) == &PyGen_Type and resumable(ts, x, Py_None)):
        present(frame, ip, unit.where_delta)
        if directly_resumable(ts, x) != NULL:
            # Its native code need not be entered from here, where the loop goes from frame to frame.
            z = next_of_generator(ts, x)
            if z != NULL:
                put(frame, ip, unit.where_delta, regs, ip.a, z)
            elif ts.curexc_type != NULL:
                break
            else:
                kill(frame, ip, unit.where_delta, regs, ip.b)
            if fvm_unlikely(ts.cframe.use_tracing != 0):
                action = ON_TRACED
                break
            ip += 2 if z != NULL else 2 + ip.c
            continue
        gen = <PyGenObject*>x
        sent = Py_None
        Py_INCREF(sent)
        action = ON_RESUME
        break
    ip.op = OP_FORITER_ITERATOR if Py_TYPE(x) == &PyGen_Type else OP_FORITER
    continue
if op == OP_FORITER_ITERATOR:
    x = regs[ip.b]
    if Py_TYPE(x) == &PyGen_Type and resumable(ts, x, Py_None):
        ip.op = OP_FORITER_GENERATOR
        continue
    present(frame, ip, unit.where_delta)
    z = Py_TYPE(x).tp_iternext(x)
    if z != NULL:
        put(frame, ip, unit.where_delta, regs, ip.a, z)
        ip += 2
        continue
    if ts.curexc_type != NULL:
        if not PyErr_ExceptionMatches(PyExc_StopIteration):
            break
        PyErr_Clear()
    kill(frame, ip, unit.where_delta, regs, ip.b)
    ip += 2 + ip.c
    continue
