# Generators and coroutines resumed in the loop itself, without the way through the host's `gen_send_ex2`.
#
# A `for` or `yield from` over a generator of the engine links the generator's own frame on top of the caller's, marked
# FRAME_RESUMED. What the host does around a resumption (exception state, frame state, releasing a finished
# frame) is done here in the same order.

cdef enum:
    FRAME_RESUMED = 8


cdef inline PyGenObject* generator_of(_PyInterpreterFrame* frame) noexcept nogil:
    """The generator, coroutine or async generator that a frame is embedded in."""
    cdef PyGenObject* none = NULL
    return <PyGenObject*>(<char*>frame - <Py_ssize_t>&none.gi_iframe)


cdef inline bint resumable(PyThreadState* ts, PyObject* object, PyObject* value) noexcept nogil:
    """Whether `object` is a generator or coroutine of ours that can take `value` here and now."""
    cdef PyTypeObject* type = Py_TYPE(object)
    cdef PyGenObject* gen = <PyGenObject*>object
    if type != &PyGen_Type and type != &PyCoro_Type:
        return False
    if not fvm_frame_mark(<_PyInterpreterFrame*>gen.gi_iframe) & FVM_FRAME_OURS \
            or ts.cframe.use_tracing or ts.recursion_remaining <= 0:
        return False
    return gen.gi_frame_state == FRAME_SUSPENDED or (gen.gi_frame_state == FRAME_CREATED and value == Py_None)


cdef inline _PyInterpreterFrame* link_generator(PyThreadState* ts, PyGenObject* gen, _PyInterpreterFrame* caller) noexcept nogil:
    """Make a suspended generator's frame the current one. (gen_send_ex2, first half.)"""
    cdef _PyInterpreterFrame* frame = <_PyInterpreterFrame*>gen.gi_iframe
    gen.gi_exc_state.previous_item = ts.exc_info
    ts.exc_info = &gen.gi_exc_state
    gen.gi_frame_state = <int8_t>FRAME_EXECUTING
    fvm_frame_set_mark(frame, FVM_FRAME_OURS | FRAME_RESUMED)
    frame.previous = caller
    ts.cframe.current_frame = frame
    return frame


cdef inline void unlink_generator(PyThreadState* ts, _PyInterpreterFrame* frame) noexcept nogil:
    """Leave a generator's frame, suspended or done."""
    cdef PyGenObject* gen = generator_of(frame)
    ts.exc_info = gen.gi_exc_state.previous_item
    gen.gi_exc_state.previous_item = NULL
    ts.cframe.current_frame = frame.previous
    frame.previous = NULL
    ts.recursion_remaining += 1


cdef inline void suspend(_PyInterpreterFrame* frame, Unit* unit, Instr* ip, int top) noexcept nogil:
    """Leave a frame resumable at `ip`. The registers below `top` are alive: the host's value stack. It finds the
    delegate of YIELD_FROM on top of them, and pushes the value sent, which so gets into register c."""
    generator_of(frame).gi_frame_state = <int8_t>FRAME_SUSPENDED
    save_pc(frame, unit, ip)
    frame.stacktop = top


cdef void finish_generator(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit, bint raised) noexcept nogil:
    """Leave a generator's frame that returned or raised, and release it. (gen_send_ex2, second half.) Its
    temporaries are dead."""
    cdef PyGenObject* gen = generator_of(frame)
    cdef PyObject* handled
    gen.gi_frame_state = <int8_t>FRAME_COMPLETED
    unlink_generator(ts, frame)
    if raised and PyErr_ExceptionMatches(PyExc_StopIteration):
        if Py_TYPE(<PyObject*>gen) == &PyCoro_Type:
            _PyErr_FormatFromCause(PyExc_RuntimeError, b"coroutine raised StopIteration")
        else:
            _PyErr_FormatFromCause(PyExc_RuntimeError, b"generator raised StopIteration")
    handled = gen.gi_exc_state.exc_value
    gen.gi_exc_state.exc_value = NULL
    Py_XDECREF(handled)
    gen.gi_frame_state = <int8_t>FRAME_CLEARED
    frame.stacktop = unit.nlocals
    clear_frame(ts, frame, unit)


cdef inline Instr* resumed_from(Instr* ip) noexcept nogil:
    """Where a frame goes on that was suspended at `ip`: behind it, but a frame that delegates does so again."""
    return ip if ip.op == OP_YIELD_FROM else ip + 1


cdef inline bint enterable(Instr* ip) noexcept nogil:
    """Whether native code may go on at `ip` with a frame that has been resumed: where it delegates it is the loop that goes
    from one frame to the next, however many there are, and native code is entered behind that."""
    return ip.op != OP_YIELD_FROM and (
        (ip - 1).op == OP_YIELD or (ip - 1).op == OP_YIELD_FROM or (ip - 1).op == OP_RETURN_GENERATOR)


cdef PyObject* generator_for(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit) noexcept nogil:
    """The generator object (new) that the call makes whose frame, on top of the data stack, is filled and not linked;
    the frame is freed. NULL: nothing has been done, and the loop is to make it. (Of its code only cells are before
    RETURN_GENERATOR, and nobody can look at the frame there.)"""
    cdef Instr* ip = unit.code
    cdef bint closure = ip.op == OP_COPY_FREE
    cdef PyObject* gen
    cdef int i
    if ip[closure].op != OP_RETURN_GENERATOR:
        return NULL
    present(frame, ip + closure, unit.where_delta)
    gen = detach_generator(ts, frame, unit, ip + closure)
    if gen == NULL:
        PyErr_Clear()
        return NULL
    if closure:
        copy_free(<_PyInterpreterFrame*>(<PyGenObject*>gen).gi_iframe, unit, ip.a)
    unit.calls += 1
    fvm_pop_slots(ts, frame)
    return gen


cdef PyObject* detach_generator(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit, Instr* ip) noexcept nogil:
    """RETURN_GENERATOR: a generator object (new) that takes over the frame's contents. The thread's frame is
    left an empty shell."""
    cdef PyGenObject* gen = <PyGenObject*>make_generator(ts, frame, unit.slots)
    cdef _PyInterpreterFrame* own
    if gen == NULL:
        return NULL
    own = <_PyInterpreterFrame*>gen.gi_iframe
    memcpy(own, frame, <char*>&frame.localsplus[unit.nregs] - <char*>frame)
    own.previous = NULL
    own.owner = <char>FRAME_OWNED_BY_GENERATOR
    own.stacktop = unit.nlocals
    fvm_frame_set_mark(own, FVM_FRAME_OURS)
    save_pc(own, unit, ip)
    gen.gi_frame_state = <int8_t>FRAME_CREATED
    return <PyObject*>gen
