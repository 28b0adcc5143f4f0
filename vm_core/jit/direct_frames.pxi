# Frames of direct calls: filled in and linked when somebody may look.
#
# Native code that calls a unit it knows keeps the callee's registers where a frame pushed for the call would have them, and
# so the function (f_func). Until somebody may look, that is all there is of the frame, and it is not linked: its caller
# is in its place (previous), but in the place of its code there is a record of the call, on the C stack of the native code
# that calls. The caller's own numbers need not be shown in its registers either: the record has them. `link_direct` makes
# all of it real: the frame, those that it was called from, and what their registers show. From then on they are frames
# like any other, until they return; native code sees from the current frame which it is.

cdef struct DirectCall:
    NativeCode* native          # whose code calls
    int64_t site                # where, and how: CALL_LEVEL and the like
    int64_t values[1]           # what the exit of the call shows of the caller's frame

cdef enum:
    CALL_LEVEL = 0xFFFF         # of what a call site says: the callee's level;
    CALL_FROM_SHIFT = 16        # above that the level of the caller (16 bits);
    CALL_WANT_SHIFT = 32        # the kind of result (4 bits);
    CALL_WANT = 0xF
    CALL_EXIT_SHIFT = 36        # the exit that shows the caller's frame


cdef inline int32_t level_of_caller(DirectCall* call) noexcept nogil:
    return <int32_t>(call.site >> CALL_FROM_SHIFT & CALL_LEVEL)


cdef inline NativeExit* exit_of_call(DirectCall* call) noexcept nogil:
    return call.native.exits + (call.site >> CALL_EXIT_SHIFT)


cdef void show_caller(PyThreadState* ts, _PyInterpreterFrame* frame, DirectCall* call) noexcept nogil:
    """Make the frame that calls real, which is the current one: its registers show what the record has, and the frames of
    inlined calls in it are linked."""
    cdef int32_t level = level_of_caller(call)
    cdef NativeFrame* known = call.native.frames + level
    cdef NativeExit* exit = exit_of_call(call)
    show_values(ts, frame, call.native, exit, call.values)
    present(link_inlined(ts, frame, call.native, level), known.code + exit.pc, known.unit.where_delta)


cdef void hide_caller(PyThreadState* ts, _PyInterpreterFrame* frame, DirectCall* call, PyObject** top, bint goes_on) noexcept nogil:
    """Undo show_caller after the call, but for what locals show; `top`: the end of the data stack before. If native code does
    not go on with them, temporaries stay shown, too."""
    unlink_inlined(ts, frame, call.native, level_of_caller(call), top)
    if goes_on:
        hide_temporaries(ts, frame, call.native, exit_of_call(call), call.values)


cdef Unit* fill_direct(PyThreadState* ts, _PyInterpreterFrame* callee, DirectCall* call) noexcept nogil:
    """Fill in the frame of a direct call, and put it on the data stack. The unit."""
    cdef Unit* unit = call.native.frames[call.site & CALL_LEVEL].unit
    cdef PyFunctionObject* function = callee.f_func
    callee.f_code = <PyCodeObject*>function.func_code
    Py_INCREF(<PyObject*>callee.f_code)
    callee.f_builtins = function.func_builtins
    callee.f_globals = function.func_globals
    callee.f_locals = NULL
    callee.frame_obj = NULL
    callee.prev_instr = unit.start
    callee.stacktop = -1
    callee.owner = <char>FRAME_OWNED_BY_THREAD
    fvm_frame_set_mark(callee, FVM_FRAME_OURS | FVM_FRAME_ENTRY)
    ts.datastack_top = callee.localsplus + unit.slots
    return unit


cdef int depth_of_level(NativeCode* native, int32_t level) noexcept nogil:
    """How many inlined calls a level is deep in each other."""
    cdef int depth = 0
    while level:
        depth += 1
        level = native.frames[level].parent
    return depth


cdef void link_chain(PyThreadState* ts, _PyInterpreterFrame* frame) noexcept nogil:
    cdef _PyInterpreterFrame* next = NULL
    cdef _PyInterpreterFrame* previous
    cdef DirectCall* call
    # From the innermost frame to the one that is real, each is made to point to the one that it calls; then back.
    while frame != ts.cframe.current_frame:
        previous = frame.previous
        frame.previous = next
        next = frame
        frame = previous
    while next != NULL:
        call = <DirectCall*><void*>next.f_code
        previous = next.previous
        # (Native code has counted the frames of inlined calls, too: so does link_inlined.)
        ts.recursion_remaining += depth_of_level(call.native, level_of_caller(call))
        show_caller(ts, frame, call)
        fill_direct(ts, next, call)
        next.previous = ts.cframe.current_frame
        ts.cframe.current_frame = next
        frame = next
        next = previous


cdef inline void link_direct(PyThreadState* ts, _PyInterpreterFrame* frame) noexcept nogil:
    """Make the frame of native code that runs real, if it is not. (That of no inlined call: its outermost.)"""
    if ts.cframe.current_frame != frame:
        link_chain(ts, frame)
