# Direct calls: from native code to a function of the engine, past the loop and the host's calling convention.
#
# Native code that calls a unit it knows puts the function and the arguments where a frame pushed for the call has them:
# behind its own frame on the data stack, where it was only entered because there is room. Then it runs the callee's native
# code itself, on a frame that need not be filled in (direct_frames.pxi), as long as it is allowed to: `direct_left` of the
# unit says how often. Everything else is here: giving that permission, and calls that are out of the ordinary (no native code
# yet, a trial, a signal, the recursion limit), which are the loop's; and what follows where somebody has looked at the
# callee's frame, or native code has left in it.
#
# An argument may be a number without an object: then its register is empty, and the number in the buffer for exits, from
# ARGUMENTS on. `kinds` of native code says which parameters it takes so, two bits for each.

cdef struct CallResult:
    PyObject* object            # new; A_NUMBER; NULL: native code leaves
    int64_t number              # the number (or a double's bits); or the status with which native code leaves

cdef enum:
    A_NUMBER = 1                # no object's address

    WANT_OBJECT = 0             # the kinds of results that a call can do with: an object
    WANT_INT = 1                # an object, or an int that has none
    WANT_DOUBLE = 2             # likewise
    WANT_NONE = 3               # None: it is the call of a class, whose instance waits in the first register of the window

    KIND_BITS = 2
    MOST_KINDS = 31             # parameters that may have one

    MOST_MISSED = 300           # calls by native code of a function that was not worth native code: then it is, for them
    MOST_MISMATCHES = 10000     # calls whose arguments are not as the callee takes them, after which the code is made again

cdef extern from *:
    """
    #define KINDS_DIRECT ((uint64_t)1 << 63)    /* of native code that runs on frames of direct calls */
    #define MOST_GRANTED ((uint64_t)1 << 40)
    """
    uint64_t KINDS_DIRECT
    uint64_t MOST_GRANTED


cdef inline int64_t uncounted(NativeCode* native) noexcept nogil:
    """How often native code was called directly since that was last counted."""
    cdef Unit* unit = native.frames[0].unit
    return unit.direct_granted - unit.direct_left if unit.direct == native else 0


cdef void withdraw(Unit* unit) noexcept nogil:
    """Count the direct calls that have been made, and let no more be made without asking."""
    global jit_entries
    cdef int64_t made = unit.direct_granted - unit.direct_left
    if made:
        unit.calls += <uint64_t>made
        unit.direct.entered += <uint64_t>made
        jit_entries += <uint64_t>made
    unit.direct_granted = 0
    unit.direct_left = 0


cdef void grant(Unit* unit, NativeCode* code) noexcept nogil:
    """Let native code that may be entered be called directly, until it is to be looked at."""
    if not code.kinds & KINDS_DIRECT:
        return
    unit.direct = code
    unit.direct_left = unit.direct_granted = <int64_t>min(code.look_at - code.entered, MOST_GRANTED)


cdef inline void miss_native(Unit* unit) noexcept nogil:
    """Native code calls a function that has none. If it was not worth that, it is, for such calls."""
    if unit.call_limit == <uint64_t>-1:
        unit.missed += 1
        if unit.missed == MOST_MISSED:
            unit.call_limit = unit.calls


cdef PyObject* run_direct(PyThreadState* ts, _PyInterpreterFrame* callee, Unit* unit) noexcept nogil:
    """The call is the loop's. A new reference, or NULL with an exception; the frame is freed."""
    cdef PyObject* result = NULL
    callee.stacktop = unit.nlocals
    if fvm_unlikely(fvm_stack_exhausted()):
        PyErr_SetString(PyExc_RecursionError, b"maximum recursion depth exceeded")
    else:
        unit.calls -= 1  # (`run` counts it again)
        result = run(ts, callee, 0)
    leave_frame(ts, callee)
    return result


cdef bint unwinds_callee(PyThreadState* ts, _PyInterpreterFrame* callee, int* action, Instr** ip) noexcept nogil:
    """An exception (`action`: ON_ERROR, ON_UNWIND) leaves the current frame at *ip: unwind, as the loop would, up to the frame of
    a direct call. Whether no handler has it: then only locals are left in that frame, which is unlinked. Else the loop goes on
    in the current frame by `action` at *ip."""
    cdef _PyInterpreterFrame* frame = ts.cframe.current_frame
    cdef _PyInterpreterFrame* inner
    cdef Unit* unit = unit_of(frame)
    cdef Unit* inner_unit
    while ts.cframe.use_tracing == 0:
        if action[0] == ON_ERROR:
            add_traceback(ts)
            action[0] = ON_UNWIND
        if find_handler(unit, ip[0]) != NULL:
            return False
        clear_registers(frame.localsplus, unit.nlocals, unit.nregs)
        if fvm_unlikely(ts.cframe.use_tracing != 0):
            return False  # (by a destructor)
        if frame == callee:
            frame.stacktop = unit.nlocals
            ts.cframe.current_frame = frame.previous
            ts.recursion_remaining += 1
            return True
        inner = frame
        inner_unit = unit
        unit = saved_caller(inner, inner_unit)
        frame = pop_frame(ts, inner, inner_unit)
        ip[0] = saved_pc(frame, unit)
        action[0] = ON_ERROR
    return False


cdef PyObject* go_on_in_loop(PyThreadState* ts, _PyInterpreterFrame* callee, Unit* unit, NativeCode* native, int64_t outcome, int64_t* values) noexcept nogil:
    """The callee's native code has left with this outcome: the loop goes on with it. As run_direct."""
    cdef Instr* ip
    cdef int action = leave_native(ts, callee, unit, native, outcome, values, &ip)
    cdef PyObject* result
    if action <= ON_UNWIND and unwinds_callee(ts, callee, &action, &ip):
        leave_frame(ts, callee)
        return NULL
    save_pc(ts.cframe.current_frame, unit_of(ts.cframe.current_frame), ip)
    result = run(ts, callee, CONTINUED + action)
    leave_frame(ts, callee)
    return result


cdef CallResult leave_traced(_PyInterpreterFrame* frame, Instr* ip, CallResult answer, int want) noexcept nogil:
    """The thread is traced when the call returns: write its result, and let native code leave."""
    if answer.object == <PyObject*>A_NUMBER:
        answer.object = returned(<int64_t>(LEFT_WITH_INT + want - WANT_INT) << 32, &answer.number)
    if ip.op == OP_CALL_EX:
        drop_window(frame.localsplus + ip.b, 2 + ip.c)
    put(frame, ip, unit_of(frame).where_delta, frame.localsplus, ip.a, answer.object)
    answer.object = NULL
    answer.number = LEFT_BY_TRACING
    return answer


cdef PyObject* take_instance(_PyInterpreterFrame* frame, Instr* ip, PyObject* result) noexcept nogil:
    """The instance that is the result of the call of a class, after its `__init__` has returned `result` (stolen). NULL
    with an exception set."""
    cdef PyObject* instance
    if fvm_unlikely(result != Py_None):
        raise_init_result(result)
        Py_DECREF(result)
        return NULL
    Py_DECREF(result)
    instance = frame.localsplus[ip.b]
    frame.localsplus[ip.b] = NULL
    return instance


cdef CallResult end_direct(PyThreadState* ts, _PyInterpreterFrame* callee, DirectCall* call, Unit* unit, NativeCode* code, int64_t outcome, int64_t* values) noexcept nogil:
    """The callee's native code has ended with this outcome; its frame is real. What the call gives; the frame is freed."""
    cdef CallResult answer
    cdef int want = <int>(call.site >> CALL_WANT_SHIFT & CALL_WANT)
    if fvm_unlikely(outcome >> 32 < LEFT_BY_RETURN):
        answer.object = go_on_in_loop(ts, callee, unit, code, outcome, values)
        return answer
    answer.number = values[0]
    if outcome >> 32 == LEFT_BY_RETURN:
        answer.object = <PyObject*><void*>answer.number
    elif outcome >> 32 == LEFT_WITH_INT + want - WANT_INT:
        answer.object = <PyObject*>A_NUMBER
    else:
        answer.object = returned(outcome, values)
    callee.stacktop = unit.nlocals
    ts.cframe.current_frame = callee.previous
    ts.recursion_remaining += 1
    # (Nobody has kept the frame: else the code had left to the loop.)
    clear_frame(ts, callee, unit)
    fvm_pop_slots(ts, callee)
    return answer


cdef CallResult go_back(PyThreadState* ts, _PyInterpreterFrame* frame, DirectCall* call, CallResult answer, PyObject** top) noexcept nogil:
    """The call is done, and the frames in which native code called are linked: it goes on, or leaves. `top`: the end of the
    data stack before they were. Where it leaves, all registers are shown."""
    cdef _PyInterpreterFrame* current = ts.cframe.current_frame
    cdef Instr* ip = call.native.frames[level_of_caller(call)].code + exit_of_call(call).pc
    cdef int want = <int>(call.site >> CALL_WANT_SHIFT & CALL_WANT)
    if want == WANT_NONE and answer.object != NULL:
        answer.object = take_instance(current, ip, answer.object)
    if fvm_unlikely(answer.object == NULL):
        answer.number = LEFT_BY_EXCEPTION
    elif fvm_unlikely(ts.cframe.use_tracing != 0):
        answer = leave_traced(current, ip, answer, want)
    hide_caller(ts, frame, call, top, answer.object != NULL)
    return answer


cdef _PyInterpreterFrame* move_to_new_chunk(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit, int32_t extra) noexcept nogil:
    """Where the data stack's chunk has no room behind the topmost frame: the frame in a new one, with room for `extra`
    slots. If there is no memory, the frame as it is."""
    cdef Py_ssize_t slots = unit.slots + fvm_frame_specials()
    cdef _PyInterpreterFrame* moved
    ts.datastack_top = <PyObject**>frame
    moved = fvm_push_apart(ts, slots, extra)
    if moved == NULL:
        ts.datastack_top += slots
        return frame
    memcpy(moved, frame, slots * sizeof(void*))
    return moved


cdef bint fits(NativeCode* code, int64_t kinds) noexcept nogil:
    """Whether native code takes the numbers among the arguments as they are."""
    return code.kinds & <uint64_t>kinds == <uint64_t>kinds


cdef void note_mismatch(NativeCode* native) noexcept nogil:
    """Native code passes arguments as its callee does not take them. Where it often does, it is made again."""
    native.mismatches += 1
    if native.mismatches == MOST_MISMATCHES:
        native.failures = native.failure_limit
        withdraw(native.frames[0].unit)


cdef CallResult call_direct(PyThreadState* ts, _PyInterpreterFrame* frame, _PyInterpreterFrame* callee, DirectCall* call, int64_t* values, int64_t kinds) noexcept nogil:
    """A direct call that native code may not make itself. `frame`: its outermost frame; `callee`: the frame of the call, not
    filled in but for the function, the arguments and the empty registers; `values`: the buffer for exits; `kinds`: which
    arguments are numbers in there."""
    cdef CallResult answer
    cdef Unit* unit
    cdef NativeCode* code
    cdef PyObject** top
    cdef int64_t outcome
    cdef int i
    link_direct(ts, frame)
    top = ts.datastack_top
    for i in range(MOST_KINDS):
        if kinds >> KIND_BITS * i & 3 == KIND_INT:
            callee.localsplus[i] = sure_int(values[ARGUMENTS + i])
        elif kinds >> KIND_BITS * i & 3 == KIND_DOUBLE:
            callee.localsplus[i] = sure_double((<double*>values)[ARGUMENTS + i])
    show_caller(ts, frame, call)
    unit = fill_direct(ts, callee, call)
    withdraw(unit)
    unit.calls += 1
    code = unit.native
    if code == NULL:
        miss_native(unit)
    if code != NULL and not fits(code, kinds):
        note_mismatch(call.native)
    if code != NULL and code.inline_slots >= ts.datastack_limit - ts.datastack_top:
        callee = move_to_new_chunk(ts, callee, unit, code.inline_slots)
    if fvm_unlikely(code == NULL or code.failures >= code.failure_limit or unit.call_limit or code.entered >= code.look_at
            or ts.recursion_remaining <= RECURSION_SLACK or fvm_eval_breaker(ts) or room_is_short()
            or code.inline_slots >= ts.datastack_limit - ts.datastack_top):
        answer.object = run_direct(ts, callee, unit)
    else:
        ts.recursion_remaining -= 1
        callee.previous = ts.cframe.current_frame
        ts.cframe.current_frame = callee
        code.entered += 1
        grant(unit, code)
        outcome = code.function(ts, callee, code, values)
        answer = end_direct(ts, callee, call, unit, code, outcome, values)
    return go_back(ts, frame, call, answer, top)


cdef CallResult finish_direct(PyThreadState* ts, _PyInterpreterFrame* frame, _PyInterpreterFrame* callee, DirectCall* call, int64_t* values, int64_t outcome, NativeCode* code) noexcept nogil:
    """A direct call that native code has made itself has ended with this outcome: the callee has left or raised, or its
    frame has become real. The rest is as in call_direct. `code`: the callee's."""
    cdef CallResult answer
    cdef Unit* unit = call.native.frames[call.site & CALL_LEVEL].unit
    link_direct(ts, callee)
    answer = end_direct(ts, callee, call, unit, code, outcome, values)
    return go_back(ts, frame, call, answer, top_before(callee, call))


cdef inline PyObject** top_before(_PyInterpreterFrame* callee, DirectCall* call) noexcept nogil:
    """Where the data stack ends in front of the frames of a call, also of inlined ones."""
    cdef NativeFrame* frames = call.native.frames
    return callee.localsplus - frames[call.site & CALL_LEVEL].base + frames[0].unit.slots


cdef int64_t drop_direct(PyThreadState* ts, _PyInterpreterFrame* frame, _PyInterpreterFrame* callee, DirectCall* call, PyObject* object) noexcept nogil:
    """Deallocate what had its last reference in the frame of a direct call that is done, and was not made real. Whether
    that has shown the caller's frame, as a destructor may look at it."""
    cdef PyObject** top
    if fvm_buries_unseen(object):
        fvm_bury(object)
        return 0
    link_direct(ts, frame)
    top = ts.datastack_top
    show_caller(ts, frame, call)
    # (Other registers of the call may still wait to be dropped: keep off them.)
    ts.datastack_top = callee.localsplus + call.native.frames[call.site & CALL_LEVEL].unit.slots
    fvm_bury(object)
    hide_caller(ts, frame, call, top, True)
    return 1


cdef PyObject* number_object(int64_t outcome, int64_t number) noexcept nogil:
    """The number that native code returns, as an object: a new reference."""
    return returned(outcome, &number)


cdef int64_t drop_all_direct(PyThreadState* ts, _PyInterpreterFrame* frame, _PyInterpreterFrame* callee, DirectCall* call) noexcept nogil:
    """Drop what the locals own in the frame of a direct call that is done, and was not made real. As drop_direct."""
    cdef PyObject** next = callee.localsplus
    cdef PyObject** end = next + call.native.frames[call.site & CALL_LEVEL].unit.nlocals
    cdef int64_t shown = 0
    while next != end:
        if next[0] != NULL:
            next[0].ob_refcnt -= 1
            if next[0].ob_refcnt == 0:
                shown |= drop_direct(ts, frame, callee, call, next[0])
        next += 1
    return shown


cdef void enter_direct_calls():
    jit_entry("call_direct", <void*>call_direct)
    jit_entry("finish_direct", <void*>finish_direct)
    jit_entry("drop_direct", <void*>drop_direct)
    jit_entry("drop_all_direct", <void*>drop_all_direct)
    jit_entry("link_direct", <void*>link_chain)
    jit_entry("number_object", <void*>number_object)
