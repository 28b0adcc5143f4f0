# Resuming generators and coroutines from native code, without the way through the host's `gen_send_ex2`.
#
# Native code that draws from a generator of the engine, or awaits a coroutine, goes straight to its native code: what is
# between is `advance`, which links the frame as the loop would (generators.pxi). Each one that is resumed so
# takes some C stack; with little of it left the loop goes on, which needs none.


cdef inline bint may_advance(PyThreadState* ts, PyGenObject* gen, PyObject* value) noexcept nogil:
    """Whether a generator or coroutine can be sent a value without the way through the host's `gen_send_ex2`."""
    return (resumable(ts, <PyObject*>gen, value) and not fvm_eval_breaker(ts) and not room_is_short()
            and not fvm_resolving)


cdef inline void grant_resumptions(Unit* unit, NativeCode* native) noexcept nogil:
    """Let native code of a generator or coroutine that may be entered be resumed directly, until it is to be looked at."""
    unit.direct = native
    unit.direct_left = unit.direct_granted = <int64_t>min(native.look_at - native.entered, MOST_GRANTED)


cdef inline Unit* directly_resumable(PyThreadState* ts, PyObject* object) noexcept nogil:
    """The unit of a generator or coroutine that can be sent None by `resume_directly`; NULL: it cannot."""
    cdef PyGenObject* gen = <PyGenObject*>object
    cdef _PyInterpreterFrame* frame = <_PyInterpreterFrame*>gen.gi_iframe
    cdef Unit* unit
    # (A mark is only ever that of a frame of ours; a finished generator has one, too.)
    if not fvm_frame_mark(frame) & FVM_FRAME_OURS or gen.gi_frame_state >= FRAME_EXECUTING:
        return NULL
    unit = unit_of(frame)
    if (unit.direct_left <= 0 or saved_pc(frame, unit).op == OP_YIELD_FROM or ts.cframe.use_tracing
            or ts.recursion_remaining <= RECURSION_SLACK or fvm_eval_breaker(ts)
            or unit.direct.inline_slots >= ts.datastack_limit - ts.datastack_top or room_is_short()):
        return NULL
    return unit


cdef inline _PyInterpreterFrame* begin_resumption(PyThreadState* ts, PyGenObject* gen) noexcept nogil:
    """Make the frame of a suspended generator or coroutine the current one. It is one more level of recursion."""
    cdef _PyInterpreterFrame* frame = link_generator(ts, gen, ts.cframe.current_frame)
    ts.recursion_remaining -= 1
    fvm_frame_set_mark(frame, FVM_FRAME_OURS | FVM_FRAME_ENTRY)
    frame.stacktop = -1
    return frame


cdef inline int resume_directly(PyThreadState* ts, PyGenObject* gen, Unit* unit, PyObject* sent, int want, int64_t* values, PyObject** result) noexcept nogil:
    """Send a value (stolen) to a generator or coroutine that `directly_resumable` has passed. As `advance`; an item that is
    a number of the kind `want` without an object is left in values[0], and is A_NUMBER. `values`: a buffer for exits."""
    cdef NativeCode* native = unit.direct
    cdef _PyInterpreterFrame* frame = begin_resumption(ts, gen)
    cdef Instr* ip = saved_pc(frame, unit)
    cdef int64_t outcome
    cdef int action
    unit.direct_left -= 1
    receive(frame, unit, ip, sent)
    values[0] = ip - unit.code
    outcome = native.function(ts, frame, native, values)
    if fvm_likely(outcome >> 32 == LEFT_SUSPENDED):
        result[0] = <PyObject*>A_NUMBER if want and kind_of_item(outcome) == want else yielded(outcome, values)
        suspend_at(frame, unit, unit.code + (outcome & ITEM_WORD))
        unlink_generator(ts, frame)
        return PYGEN_NEXT
    result[0] = NULL
    ip += 1
    action = after_native(ts, frame, unit, native, outcome, values, &ip, result)
    return end_resumption(ts, gen, unit, action, ip, result)


cdef inline void receive(_PyInterpreterFrame* frame, Unit* unit, Instr* ip, PyObject* sent) noexcept nogil:
    """Put the value sent (stolen) where a frame that was suspended at `ip` expects it."""
    if ip.op == OP_YIELD:
        put(frame, ip, unit.where_delta, frame.localsplus, ip.a, sent)
    elif ip.op == OP_YIELD_FROM:
        frame.localsplus[ip.c] = sent
    else:
        Py_DECREF(sent)


cdef inline PyGenObject* suspended_delegate(_PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    """The generator or coroutine of ours (borrowed) that a frame which stands at `ip` delegates to, if that is suspended;
    NULL: it does not delegate, or not to such a one."""
    cdef PyGenObject* gen
    if ip.op != OP_YIELD_FROM:
        return NULL
    gen = <PyGenObject*>frame.localsplus[ip.b]
    if (Py_TYPE(<PyObject*>gen) != &PyGen_Type and Py_TYPE(<PyObject*>gen) != &PyCoro_Type
            or not fvm_frame_mark(<_PyInterpreterFrame*>gen.gi_iframe) & FVM_FRAME_OURS or gen.gi_frame_state != FRAME_SUSPENDED):
        return NULL
    return gen


cdef inline bint may_resume_through(PyThreadState* ts) noexcept nogil:
    """Whether what is sent to a frame that delegates may go on to its delegates without the loop."""
    return not (ts.cframe.use_tracing or ts.recursion_remaining <= RECURSION_SLACK or fvm_eval_breaker(ts) or room_is_short()
                or fvm_resolving)


cdef inline void present_sending(_PyInterpreterFrame* frame, Unit* unit, Instr* ip) noexcept nogil:
    """As in the loop: until it is suspended, a frame that delegates stands at the genuine SEND."""
    present(frame, ip, unit.where_delta)
    frame.prev_instr -= 1


cdef inline bint may_pass_on(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit, Instr* ip, PyObject** item) noexcept nogil:
    """The current frame, which delegates, is about to give the delegate's item: where tracing has begun meanwhile, that is
    reported. False: the trace function has raised, and the item (stolen) is gone."""
    if fvm_likely(ts.cframe.use_tracing == 0):
        return True
    present(frame, ip, unit.where_delta)
    if trace_exit(ts, item[0]) == 0:
        return True
    Py_DECREF(item[0])
    item[0] = NULL
    return False


cdef int resume_through(PyThreadState* ts, PyGenObject* gen, PyObject* value, PyObject** result) noexcept nogil:
    """Send a value (borrowed) to a suspended generator of ours that delegates, down to the last of its delegates. As `advance`,
    without a level of the C stack for each. (Each frame remembers its delegator's unit, as in the loop: finding it takes
    longer than all the rest.)"""
    cdef PyGenObject* last = gen
    cdef PyGenObject* delegate
    cdef _PyInterpreterFrame* frame = <_PyInterpreterFrame*>gen.gi_iframe
    cdef Unit* unit = unit_of(frame)
    cdef Unit* delegator = NULL
    cdef Instr* ip = saved_pc(frame, unit)
    cdef int outcome
    while ts.recursion_remaining > RECURSION_SLACK:
        delegate = suspended_delegate(frame, ip)
        if delegate == NULL:
            break
        begin_resumption(ts, last)
        save_caller(frame, unit, delegator)
        unit.calls += 1
        present_sending(frame, unit, ip)
        delegator = unit
        last = delegate
        frame = <_PyInterpreterFrame*>last.gi_iframe
        unit = unit_of(frame)
        ip = saved_pc(frame, unit)
    outcome = resume_last(ts, last, unit, value, result)
    while last != gen:
        frame = ts.cframe.current_frame
        last = generator_of(frame)
        unit = delegator
        delegator = saved_caller(frame, unit)
        ip = saved_pc(frame, unit)
        if outcome == PYGEN_NEXT and may_pass_on(ts, frame, unit, ip, result):
            suspend_at(frame, unit, ip)
            unlink_generator(ts, frame)
        elif outcome == PYGEN_NEXT:
            outcome = end_resumption(ts, last, unit, ON_LEAVE, ip, result)
        else:
            outcome = after_delegate(ts, last, unit, ip, outcome, result)
    return outcome


cdef int after_delegate(PyThreadState* ts, PyGenObject* gen, Unit* unit, Instr* ip, int outcome, PyObject** result) noexcept nogil:
    """The delegate of a generator, whose frame is the current one, has returned or raised: it goes on. As `advance`."""
    cdef _PyInterpreterFrame* frame = ts.cframe.current_frame
    cdef int action = ON_ERROR
    if outcome == PYGEN_RETURN:
        action = take_from_delegate(ts, frame, unit, &ip, result)
    return end_resumption(ts, gen, unit, action, ip, result)


cdef int take_from_delegate(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit, Instr** ip, PyObject** result) noexcept nogil:
    """The delegate of the current frame has returned *result (stolen): the next action, at *ip; *result is as
    enter_native's then."""
    cdef PyObject* value = result[0]
    result[0] = NULL
    kill(frame, ip[0], unit.where_delta, frame.localsplus, ip[0].b)
    put(frame, ip[0], unit.where_delta, frame.localsplus, ip[0].a, value)
    if ts.cframe.use_tracing:
        return ON_TRACED
    ip[0] += 1
    return native_entry(ts, frame, unit, ip, result) if unit.calls >= unit.call_limit else ON_NEXT


cdef int send_to_generator(PyThreadState* ts, PyObject* object, PyObject* value, PyObject** result) noexcept nogil:
    """PyIter_Send of a value (borrowed) to a generator or coroutine, by its native code if that is ready."""
    cdef PyGenObject* gen = <PyGenObject*>object
    cdef _PyInterpreterFrame* frame = <_PyInterpreterFrame*>gen.gi_iframe
    cdef Unit* unit
    if not fvm_frame_mark(frame) & FVM_FRAME_OURS:
        return PyIter_Send(object, value, result)
    unit = unit_of(frame)
    if (gen.gi_frame_state == FRAME_SUSPENDED and suspended_delegate(frame, saved_pc(frame, unit)) != NULL
            and may_resume_through(ts)):
        return resume_through(ts, gen, value, result)
    return resume_last(ts, gen, unit, value, result)


cdef int resume_last(PyThreadState* ts, PyGenObject* gen, Unit* unit, PyObject* value, PyObject** result) noexcept nogil:
    """The same of one of ours that does not delegate, or not to one that can be resumed here."""
    cdef int64_t values[JIT_VALUES]
    cdef NativeCode* native = unit.native
    if (gen.gi_frame_state == FRAME_SUSPENDED or value == Py_None) and directly_resumable(ts, <PyObject*>gen) != NULL:
        Py_INCREF(value)
        values[STACK_END] = <int64_t>fvm_stack_end(JIT_STACK)
        return resume_directly(ts, gen, unit, value, 0, values, result)
    withdraw(unit)
    if native == NULL:
        miss_native(unit)
    if unit.calls < unit.call_limit:
        native = NULL
    elif native == NULL or unit.call_limit or native.failures >= native.failure_limit or native.entered >= native.look_at:
        return PyIter_Send(<PyObject*>gen, value, result)  # `run` asks for native code, or compares it
    if not may_advance(ts, gen, value):
        return PyIter_Send(<PyObject*>gen, value, result)
    unit.calls += 1
    if native != NULL:
        grant_resumptions(unit, native)
    Py_INCREF(value)
    return advance(ts, gen, unit, native, value, NULL, result)


cdef void stop_with(PyObject* value) noexcept nogil:
    """Raise StopIteration for what a generator has returned (stolen)."""
    if value == Py_None:
        PyErr_SetNone(PyExc_StopIteration)
    else:
        _PyGen_SetStopIterationValue(value)
    Py_DECREF(value)


cdef PyObject* call_send(PyThreadState* ts, PyObject* object, PyObject* value) noexcept nogil:
    """What the method `send` of a generator or coroutine gives, called with a value (borrowed): new, or NULL with an
    exception set."""
    cdef PyGenObject* gen = <PyGenObject*>object
    cdef _PyInterpreterFrame* frame = <_PyInterpreterFrame*>gen.gi_iframe
    cdef PyObject* result = NULL
    if gen.gi_frame_state >= FRAME_EXECUTING or not fvm_frame_mark(frame) & FVM_FRAME_OURS:
        return GENERATOR_SEND(object, value)
    if unit_of(frame).native == NULL:
        miss_native(unit_of(frame))
        return GENERATOR_SEND(object, value)  # (there is nothing to be saved)
    if send_to_generator(ts, object, value, &result) != PYGEN_RETURN:
        return result
    stop_with(result)
    return NULL


cdef int draw(PyThreadState* ts, _PyInterpreterFrame* frame, PyObject* object, Instr* ip, int want, int64_t* values, PyObject** item) noexcept nogil:
    """Resume a generator directly from native code, whose outermost frame is the current one; its buffer for exits is free
    meanwhile. PYGEN_ERROR without an exception: it is none that can be resumed so, and nothing is done."""
    cdef Unit* unit = directly_resumable(ts, object) if Py_TYPE(object) == &PyGen_Type else NULL
    item[0] = NULL
    if unit == NULL:
        return PYGEN_ERROR
    present(frame, ip, unit_of(frame).where_delta)
    Py_INCREF(Py_None)
    return resume_directly(ts, <PyGenObject*>object, unit, Py_None, want, values, item)


cdef PyObject* jit_draw_next(PyThreadState* ts, _PyInterpreterFrame* frame, PyObject* object, Instr* ip, int64_t want, int64_t* values) noexcept nogil:
    """draw_next of native code."""
    cdef PyObject* item
    if draw(ts, frame, object, ip, <int>want, values, &item) == PYGEN_RETURN:
        Py_DECREF(item)
        return NULL
    return item


cdef PyObject* jit_draw_by_next(PyThreadState* ts, _PyInterpreterFrame* frame, PyObject* object, Instr* ip, int64_t* values) noexcept nogil:
    """draw_by_next of native code. NULL where the generator has returned None: it is done, and no exception is set."""
    cdef PyObject* item
    if draw(ts, frame, object, ip, 0, values, &item) == PYGEN_RETURN:
        if item == Py_None:
            Py_DECREF(item)
        else:
            stop_with(item)
        return NULL
    return item


cdef int64_t jit_at_end(PyObject* iterator) noexcept nogil:
    """Whether next() of an iterator does nothing but raise StopIteration without a value."""
    if Py_TYPE(iterator) == &PyGen_Type:
        return (<PyGenObject*>iterator).gi_frame_state == FRAME_CLEARED and PyErr_Occurred() == NULL
    return fvm_at_end(iterator)


cdef void enter_jit_resumption():
    jit_entry("draw_by_next", <void*>jit_draw_by_next)
    jit_entry("at_end", <void*>jit_at_end)
    jit_entry("draw_next", <void*>jit_draw_next)


cdef PyObject* next_of_generator(PyThreadState* ts, PyObject* object) noexcept nogil:
    """The next item (new) of a generator. NULL: there is none, or an exception is set."""
    cdef PyObject* item = NULL
    cdef int outcome
    if (<PyGenObject*>object).gi_frame_state == FRAME_CLEARED:
        return NULL  # (draw_next has seen its end already)
    outcome = send_to_generator(ts, object, Py_None, &item)
    if outcome == PYGEN_RETURN:
        Py_DECREF(item)
        return NULL
    return item


cdef int advance(PyThreadState* ts, PyGenObject* gen, Unit* unit, NativeCode* native, PyObject* sent, PyObject** made,
                          PyObject** result) noexcept nogil:
    """Send a value (stolen) to a generator or coroutine, by native code (NULL: by the loop). *result (new): what it
    yields or returns. A consumer's native code takes and leaves what has been made so far in *made (owned, may be
    NULL), and gives only items that it does not consume."""
    cdef _PyInterpreterFrame* frame = begin_resumption(ts, gen)
    cdef Instr* ip = saved_pc(frame, unit)
    cdef int action = ON_NEXT
    result[0] = NULL
    receive(frame, unit, ip, sent)
    ip = resumed_from(ip)
    if made != NULL:
        frame.localsplus[unit.nregs] = made[0]
    if native != NULL and enterable(ip):
        action = enter_native(ts, frame, unit, native, &ip, result)
    if made != NULL:
        made[0] = frame.localsplus[unit.nregs]
    return end_resumption(ts, gen, unit, action, ip, result)


cdef int end_resumption(PyThreadState* ts, PyGenObject* gen, Unit* unit, int action, Instr* ip, PyObject** result) noexcept nogil:
    """Go on, after that action of native code, until the generator is suspended or done: what `advance` returns."""
    cdef _PyInterpreterFrame* frame = <_PyInterpreterFrame*>gen.gi_iframe
    if action == ON_YIELDED:
        unlink_generator(ts, frame)
        return PYGEN_NEXT
    if action != ON_RETURN:
        save_pc(ts.cframe.current_frame, unit_of(ts.cframe.current_frame), ip)
        result[0] = run(ts, frame, CONTINUED + action)
        ts.recursion_remaining -= 1  # (it is not unlinked yet)
        if gen.gi_frame_state == FRAME_SUSPENDED:
            unlink_generator(ts, frame)
            return PYGEN_NEXT
    finish_generator(ts, frame, unit, result[0] == NULL)
    return PYGEN_RETURN if result[0] != NULL else PYGEN_ERROR
