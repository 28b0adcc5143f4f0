# Tracing and profiling that begin while frames of ours are active.
#
# New frames of a traced thread go to the host (evaluator.pxi), whose loop knows all about lines, jumps and events. A
# frame that is active already follows as soon as the loop notices: after a call, when a generator is resumed, in an
# exception handler. `land` arranges its registers as the host's value stack, `run_on_host` lets the host go
# on with it. Where the host can go on, and how, is found out by fastvm.frontend.landings when a unit needs it first.
#
# A frame that cannot land where it is (few can't) stays with the loop, marked FRAME_STAYED: it reports
# its exceptions and its end itself, but no lines, and tries again after the next call.

cdef enum:
    FRAME_STAYED = 16       # traced, and still in the loop
    FRAME_LANDED = 32       # the host has finished it
    LANDING_DEPTH = 200     # the deepest value stack that is handed over

    # Sources of stack slots (fastvm.frontend.landings) that are no registers.
    NULL_SLOT = -1
    NONE_SLOT = -2
    CONSTANT_SLOT = -3

cdef uint64_t traced_frames = 0  # frames that the host ran because of tracing
cdef object lander = None   # landings.table(code, words, temps, where, exceptions, constants) -> bytes


cdef int find_landings(PyCodeObject* code, Unit* unit) except -1:
    """Ask for the unit's landings. The rows are (word, next, depth, sources ...), where
    for an iterator at its end the unit's length is added to the word."""
    cdef int32_t length = unit.length
    cdef int32_t i
    words = bytearray((<char*>unit.code)[:8 * length])
    where = bytearray(4 * length)
    cdef Instr* copy = <Instr*><char*>words
    cdef Instr* ip = copy
    cdef uint32_t* at = <uint32_t*><char*>where
    while ip < copy + length:
        ip.op = GENERIC_OF[ip.op]
        ip += 1 + CACHE_WORDS[ip.op]
    for i in range(length):
        at[i] = <uint32_t>(<_Py_CODEUNIT*>(<char*>code + unit.where[i]) - fvm_first_instr(code))
    exceptions = (<char*>unit.handlers)[:16 * unit.handler_count]
    constants = tuple([<object><void*>unit.consts[-1 - i] for i in range(unit.const_count)])
    cdef bytes rows = lander(<object><void*>code, bytes(words), unit.nregs - unit.nlocals, bytes(where), exceptions, constants)
    cdef int32_t size = len(rows) // 4
    unit.landing_rows = <int32_t*>malloc(4 * size + 4)
    unit.landings = <int32_t**>calloc(2 * length, sizeof(void*))
    if unit.landing_rows == NULL or unit.landings == NULL:
        raise MemoryError
    memcpy(unit.landing_rows, <char*>rows, 4 * size)
    i = 0
    while i < size:
        unit.landings[unit.landing_rows[i]] = unit.landing_rows + i + 1
        i += 3 + unit.landing_rows[i + 2]
    return 0


cdef void know_landings(PyThreadState* ts, PyCodeObject* code, Unit* unit) noexcept with gil:
    """Fill in the unit's landings; none when that fails."""
    cdef PyObject *type
    cdef PyObject *value
    cdef PyObject *traceback
    cdef fvm_private_section section
    unit.landings_known = True
    if lander is None or _Py_IsFinalizing():
        return
    PyErr_Fetch(&type, &value, &traceback)
    begin_private(ts, &section)
    try:
        find_landings(code, unit)
    except BaseException:
        pass
    end_private(ts, &section)
    PyErr_Restore(type, value, traceback)


cdef inline bint exhausted(PyObject** regs, Instr* ip) noexcept nogil:
    """Whether the iterator of FORITER or YIELD_FROM, which has just been run, has come to its end."""
    return (GENERIC_OF[ip.op] == OP_FORITER or ip.op == OP_YIELD_FROM) and regs[ip.b] == NULL


cdef bint land(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit, Instr* ip) noexcept nogil:
    """Make the current frame, which has just finished the instruction at `ip`, one that the host can go on with.
    False, and nothing done, when that is not possible there."""
    cdef int32_t at = <int32_t>(ip - unit.code)
    cdef PyObject* values[LANDING_DEPTH]
    cdef PyObject** regs = frame.localsplus
    cdef PyObject* value
    cdef int32_t* row
    cdef int32_t depth, source, i
    if not unit.landings_known:
        know_landings(ts, frame.f_code, unit)
    if exhausted(regs, ip):
        at += unit.length
    row = unit.landings[at] if unit.landings != NULL else NULL
    if row == NULL or row[1] > LANDING_DEPTH:
        return False
    depth = row[1]
    for i in range(depth):
        source = row[2 + i]
        if source <= CONSTANT_SLOT:
            value = PyTuple_GET_ITEM(frame.f_code.co_consts, CONSTANT_SLOT - source)
        elif source == NULL_SLOT:
            value = NULL
        elif source == NONE_SLOT:
            value = Py_None
        else:
            value = regs[source]
            # A generator that an exception is thrown into was sent nothing.
            if value == NULL and i == depth - 1:
                value = Py_None
            elif source >= unit.nlocals:
                regs[source] = NULL
                values[i] = value
                continue
        Py_XINCREF(value)
        values[i] = value
    clear_registers(regs, unit.nlocals, unit.nregs)
    for i in range(depth):
        regs[unit.nlocals + i] = values[i]
    frame.stacktop = unit.nlocals + depth
    frame.prev_instr = fvm_first_instr(frame.f_code) + row[0] - 1
    return True


cdef PyObject* run_on_host(PyThreadState* ts, _PyInterpreterFrame* frame, int throwing) noexcept nogil:
    """Let the host go on with a frame that has landed. Its result; the frame is unlinked and no longer ours."""
    global traced_frames
    traced_frames += 1
    fvm_frame_set_mark(frame, 0)
    ts.cframe.current_frame = frame.previous
    ts.recursion_remaining += 1
    fvm_ask_host_only(ts)
    return _PyEval_EvalFrameDefault(ts, frame, throwing)


cdef int trace_entry(PyThreadState* ts) noexcept nogil:
    """Report that the current frame is entered or resumed. 0, or -1 and an exception."""
    if ts.c_tracefunc != NULL and call_trace_protected(ts.c_tracefunc, ts.c_traceobj, ts, PyTrace_CALL, Py_None) < 0:
        return -1
    if ts.c_profilefunc != NULL:
        return call_trace_protected(ts.c_profilefunc, ts.c_profileobj, ts, PyTrace_CALL, Py_None)
    return 0


cdef int trace_exit(PyThreadState* ts, PyObject* result) noexcept nogil:
    """Report that the current frame is left, with `result` or (NULL) an exception. 0, or -1 and an exception."""
    if ts.cframe.use_tracing == 0:
        return 0
    if ts.c_tracefunc != NULL and call_trace_protected(ts.c_tracefunc, ts.c_traceobj, ts, PyTrace_RETURN, result) < 0:
        return -1
    if ts.c_profilefunc != NULL:
        return call_trace_protected(ts.c_profilefunc, ts.c_profileobj, ts, PyTrace_RETURN, result)
    return 0
