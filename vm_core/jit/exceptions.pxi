# Exceptions in native code: catching them without leaving it, and the instructions of handlers, `with`, `match`, imports and
# deletions as functions (as those in steps/).
#
# An exception that an instruction raises goes to the handler that the loop would find, if native code has one: in the
# frame of the instruction, or in that of a caller that it is inlined in. Frames in between are dropped as the loop does.


cdef int64_t jit_catch(PyThreadState* ts, _PyInterpreterFrame* frame, NativeCode* native, int64_t level, int64_t handler_level, Instr* ip, int64_t outcome) noexcept nogil:
    """The step at `ip`, in the frame of `level`, has ended with `outcome`. If that is an exception, unwind to the handler in
    the frame of `handler_level`, which begins with it pending: 1. All locals are shown, and functions of inlined calls.
    0: nothing has been done; the loop is to do it."""
    cdef int32_t at = <int32_t>level
    cdef PyObject** top
    cdef NativeFrame* known
    cdef _PyInterpreterFrame* current
    if outcome == STEP_TRACED or ts.cframe.use_tracing != 0:
        return 0
    link_direct(ts, frame)
    top = ts.datastack_top
    current = link_inlined(ts, frame, native, at)
    if outcome == STEP_RAISED:
        present(current, ip, native.frames[at].unit.where_delta)
    while True:
        if outcome == STEP_RAISED:
            add_traceback(ts)
        known = native.frames + at
        if at == handler_level:
            break
        clear_registers(current.localsplus, known.unit.nlocals, known.unit.nregs)
        Py_INCREF(known.code_object)  # (a frame owns its code)
        current = pop_frame(ts, current, known.unit)
        at = known.parent
        ip = native.frames[at].code + known.site
        outcome = STEP_RAISED
    clear_registers(current.localsplus, known.unit.nlocals + find_handler(known.unit, ip).depth, known.unit.nregs)
    unlink_inlined(ts, frame, native, at, top)
    return 1


def jit_plain_exception(cls):
    """Whether making an exception of a class, of any positional arguments, and dropping it runs nothing. The class gets a
    version, if it has none yet."""
    cdef PyTypeObject* type = <PyTypeObject*><PyObject*>cls
    cdef PyTypeObject* base = <PyTypeObject*>PyExc_BaseException
    if not PyExceptionClass_Check(<PyObject*>cls) or Py_TYPE(<PyObject*>cls) != &PyType_Type:
        return False
    _PyType_Lookup(type, name_exit)  # (of whatever: the host gives out versions there)
    return type.tp_new == base.tp_new and type.tp_init == base.tp_init and type.tp_finalize == NULL and type.tp_del == NULL


def jit_sets_arguments(found):
    """Whether this is the `__init__` of a builtin exception that stores its arguments, and does nothing else."""
    return fvm_sets_arguments(<PyObject*>found)


cdef PyObject* jit_new_exception(PyThreadState* ts, PyTypeObject* type, PyObject* a, PyObject* b, PyObject* c, PyObject* d, int64_t count) noexcept nogil:
    """BaseException.__new__ of a class and the first `count` of these arguments (borrowed), without a collection: a new
    reference; NULL: out of memory, no exception set."""
    cdef int collecting = fvm_defer_collection(ts)
    cdef PyObject* arguments[4]
    cdef PyObject* instance
    arguments[:] = [a, b, c, d]
    instance = fvm_new_exception(ts, type, arguments, count)
    fvm_end_deferral(ts, collecting)
    if instance == NULL:
        PyErr_Clear()
    return instance


cdef int64_t jit_set_arguments(PyThreadState* ts, PyObject* exception, PyObject* a, PyObject* b, PyObject* c, PyObject* d, int64_t count) noexcept nogil:
    """BaseException.__init__ of an exception and these arguments. 1, or 0: nothing is done."""
    cdef int collecting
    cdef PyObject* arguments[4]
    cdef PyObject* tuple
    if not fvm_may_set_arguments(exception):
        return 0
    arguments[:] = [a, b, c, d]
    collecting = fvm_defer_collection(ts)
    tuple = fvm_tuple_of(ts, arguments, count)
    fvm_end_deferral(ts, collecting)
    if tuple == NULL:
        PyErr_Clear()
        return 0
    fvm_set_arguments(exception, tuple)
    return 1


# --- Handlers and raising -------------------------------------------------------------------------------------

cdef int64_t step_push_exc(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    push_exception(ts, frame.localsplus + ip.a)
    return STEP_TRACED if ts.cframe.use_tracing else 0


cdef int64_t step_pop_exc(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    present(frame, ip, unit_of(frame).where_delta)
    pop_exception(ts, frame.localsplus + ip.a)
    return 0


cdef int64_t step_unwind(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    pop_exception_pending(ts, frame.localsplus + ip.a)
    return STEP_RERAISED


cdef int64_t step_raise(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject* x
    cdef PyObject* y
    present(frame, ip, unit.where_delta)
    x = take(frame.localsplus, unit.consts, ip, ip.a, KILL_A) if ip.c >= 1 else NULL
    y = take(frame.localsplus, unit.consts, ip, ip.b, KILL_B) if ip.c >= 2 else NULL
    return STEP_RERAISED if do_raise(ts, x, y) else STEP_RAISED


cdef int64_t step_reraise(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef PyObject** regs = frame.localsplus
    cdef PyObject* x = regs[ip.a]
    if ip.op == OP_RERAISE:
        present(frame, ip, unit_of(frame).where_delta)
    else:
        frame.prev_instr = fvm_first_instr(frame.f_code) + PyLong_AsSsize_t(regs[ip.b])
    regs[ip.a] = NULL
    restore_exception(x)
    return STEP_RERAISED


cdef int64_t step_get_place(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef PyObject* z = PyLong_FromSsize_t(frame.prev_instr - fvm_first_instr(frame.f_code))
    if z == NULL:
        return STEP_RAISED
    put(frame, ip, unit_of(frame).where_delta, frame.localsplus, ip.a, z)
    return 0


cdef int64_t step_exc_match(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    cdef int flag
    present(frame, ip, unit.where_delta)
    flag = exc_match(fvm_src(regs, unit.consts, ip.b), fvm_src(regs, unit.consts, ip.c))
    return finish_step(frame, unit, ip, boolean(flag) if flag >= 0 else NULL)


cdef int64_t jit_exc_match(PyObject* exc, PyObject* exc_type) noexcept nogil:
    """Whether `except exc_type` catches an exception, which runs nothing; -1: that raises an exception."""
    cdef Py_ssize_t i
    if PyTuple_Check(exc_type):
        for i in range(PyTuple_GET_SIZE(exc_type)):
            if not PyExceptionClass_Check(PyTuple_GET_ITEM(exc_type, i)):
                return -1
    elif not PyExceptionClass_Check(exc_type):
        return -1
    return PyErr_GivenExceptionMatches(exc, exc_type)


cdef int64_t step_eg_match(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    cdef PyObject* match = NULL
    cdef PyObject* rest = NULL
    present(frame, ip, unit.where_delta)
    if eg_match(regs[ip.b], fvm_src(regs, unit.consts, ip.c), &match, &rest) < 0:
        return STEP_RAISED
    if ip.flags & KILL_C:
        kill(frame, ip, unit.where_delta, regs, ip.c)
    put(frame, ip, unit.where_delta, regs, ip.b, rest)
    put(frame, ip, unit.where_delta, regs, ip.a, match)
    return 0


cdef int64_t step_prep_reraise_star(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    present(frame, ip, unit.where_delta)
    return finish_step(frame, unit, ip, prep_reraise_star(fvm_src(regs, unit.consts, ip.b), fvm_src(regs, unit.consts, ip.c)))


cdef int64_t step_assertion_error(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    put(frame, ip, unit_of(frame).where_delta, frame.localsplus, ip.a, assertion_error())
    return 0


# --- With -----------------------------------------------------------------------------------------------------

cdef int64_t step_before_with(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    cdef PyObject* x
    cdef PyObject* enter
    cdef PyObject* leave = NULL
    cdef PyObject* entered = NULL
    cdef Unit* callee_unit
    cdef _PyInterpreterFrame* callee
    cdef int flag
    present(frame, ip, unit.where_delta)
    x = take(regs, unit.consts, ip, ip.b, KILL_B)
    note_instance(ip, x)
    enter = _PyType_Lookup(Py_TYPE(x), name_enter) if ip.op == OP_BEFORE_WITH and ts.cframe.use_tracing == 0 else NULL
    callee_unit = ready_unit(<PyFunctionObject*>enter) if enter != NULL and Py_TYPE(enter) == &PyFunction_Type else NULL
    if callee_unit != NULL:
        Py_INCREF(enter)
        leave = _PyObject_LookupSpecial(x, name_exit)
        if leave != NULL:
            callee = enter_bound(ts, callee_unit, <PyFunctionObject*>enter, x, NULL, 0, NULL)
            entered = run_callee(ts, callee, callee_unit) if callee != NULL else NULL
            if entered == NULL:
                Py_DECREF(leave)
                leave = NULL
        elif PyErr_Occurred() == NULL:
            before_with(x, &leave, &entered)  # (which says what is missing)
        Py_DECREF(enter)
        flag = 0 if leave != NULL else -1
    elif ip.op == OP_BEFORE_WITH:
        flag = before_with(x, &leave, &entered)
    else:
        flag = before_async_with(x, &leave, &entered)
    Py_DECREF(x)
    if flag < 0:
        return STEP_RAISED
    regs[ip.a] = leave
    regs[ip.a + 1] = entered
    return STEP_TRACED if ts.cframe.use_tracing else 0


cdef int64_t step_with_except(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    present(frame, ip, unit.where_delta)
    return finish_step(frame, unit, ip, with_except(fvm_src(regs, unit.consts, ip.b), fvm_src(regs, unit.consts, ip.c)))


# --- Patterns -------------------------------------------------------------------------------------------------

cdef int64_t step_match_kind(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyTypeObject* type = Py_TYPE(fvm_src(frame.localsplus, unit.consts, ip.b))
    cdef unsigned long wanted = Py_TPFLAGS_SEQUENCE if ip.op == OP_MATCH_SEQUENCE else Py_TPFLAGS_MAPPING
    return finish_unary(frame, unit, ip, boolean(PyType_HasFeature(type, wanted)))


cdef int64_t step_match_keys(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject* x = fvm_src(frame.localsplus, unit.consts, ip.b)
    cdef PyObject* y = fvm_src(frame.localsplus, unit.consts, ip.c)
    present(frame, ip, unit.where_delta)
    return finish_step(frame, unit, ip, match_keys(x, y) if ip.op == OP_MATCH_KEYS else copy_map_without(x, y))


cdef int64_t step_match_class(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** window = frame.localsplus + ip.b
    cdef PyObject* z
    present(frame, ip, unit.where_delta)
    z = match_class(window[0], window[1], ip.c, window[2])
    drop_window(window, 3)
    if z == NULL:
        return STEP_RAISED
    put(frame, ip, unit.where_delta, frame.localsplus, ip.a, z)
    return 0


cdef int64_t step_get_len(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef Py_ssize_t count
    present(frame, ip, unit.where_delta)
    count = PyObject_Size(fvm_src(frame.localsplus, unit.consts, ip.b))
    return finish_unary(frame, unit, ip, PyLong_FromSsize_t(count) if count >= 0 else NULL)


# --- Imports, deletions, and what is only in modules and class bodies ----------------------------------------------

cdef int64_t step_import_name(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** window = frame.localsplus + ip.b
    cdef PyObject* z
    present(frame, ip, unit.where_delta)
    z = import_name(ts, frame, fvm_src(frame.localsplus, unit.consts, ip.c), window[1], window[0])
    drop_window(window, 2)
    if z == NULL:
        return STEP_RAISED
    put(frame, ip, unit.where_delta, frame.localsplus, ip.a, z)
    return 0


cdef int64_t step_import_from(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    present(frame, ip, unit.where_delta)
    return finish_unary(frame, unit, ip, import_from(
        fvm_src(frame.localsplus, unit.consts, ip.b), fvm_src(frame.localsplus, unit.consts, ip.c)))


cdef int64_t step_of_module(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    """IMPORT_STAR, PRINT_EXPR, SETUP_ANNOTATIONS, DELGLOBAL, DELNAME: with an effect, and without a result."""
    cdef Unit* unit = unit_of(frame)
    cdef PyObject** regs = frame.localsplus
    cdef int flag
    present(frame, ip, unit.where_delta)
    if ip.op == OP_IMPORT_STAR:
        flag = import_star(frame, fvm_src(regs, unit.consts, ip.b))
    elif ip.op == OP_PRINT_EXPR:
        flag = print_expr(fvm_src(regs, unit.consts, ip.b))
    elif ip.op == OP_SETUP_ANNOTATIONS:
        flag = setup_annotations(frame)
    elif ip.op == OP_DELGLOBAL:
        flag = delete_global(frame.f_globals, fvm_src(regs, unit.consts, ip.c))
    else:
        flag = delete_name(frame, fvm_src(regs, unit.consts, ip.c))
    if flag < 0:
        return STEP_RAISED
    if ip.flags & KILL_B:
        kill(frame, ip, unit.where_delta, regs, ip.b)
    return 0


cdef int64_t step_delete(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef PyObject** place = frame.localsplus + ip.a
    cdef PyObject* x
    present(frame, ip, unit_of(frame).where_delta)
    if ip.op == OP_DELCELL:
        place = &(<PyCellObject*>place[0]).ob_ref
    x = place[0]
    if x == NULL:
        if ip.op == OP_DELCELL:
            raise_unbound_cell(frame.f_code, ip.a)
        else:
            raise_unbound_local(frame.f_code, ip.a)
        return STEP_RAISED
    place[0] = NULL
    Py_DECREF(x)
    return 0


cdef int64_t step_class_cell(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject* x
    present(frame, ip, unit.where_delta)
    x = class_deref(frame, frame.localsplus[ip.b], fvm_src(frame.localsplus, unit.consts, ip.c), frame.f_code, ip.b)
    if x == NULL:
        return STEP_RAISED
    put(frame, ip, unit.where_delta, frame.localsplus, ip.a, x)
    return 0


cdef int64_t step_build_class(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    cdef Unit* unit = unit_of(frame)
    cdef PyObject* z
    present(frame, ip, unit.where_delta)
    z = load_build_class(frame)
    if z == NULL:
        return STEP_RAISED
    put(frame, ip, unit.where_delta, frame.localsplus, ip.a, z)
    return 0


cdef void enter_jit_exceptions():
    jit_entry("catch", <void*>jit_catch)
    jit_entry("exc_match", <void*>jit_exc_match)
    jit_entry("new_exception", <void*>jit_new_exception)
    jit_entry("set_arguments", <void*>jit_set_arguments)
    jit_step(step_push_exc, ("PUSH_EXC",))
    jit_step(step_pop_exc, ("POP_EXC",))
    jit_step(step_unwind, ("UNWIND",))
    jit_step(step_raise, ("RAISE",))
    jit_step(step_reraise, ("RERAISE", "RERAISE_AT"))
    jit_step(step_get_place, ("GET_PLACE",))
    jit_step(step_exc_match, ("EXC_MATCH",))
    jit_step(step_eg_match, ("EG_MATCH",))
    jit_step(step_prep_reraise_star, ("PREP_RERAISE_STAR",))
    jit_step(step_assertion_error, ("GET_ASSERTION_ERROR",))
    jit_step(step_before_with, ("BEFORE_WITH", "BEFORE_ASYNC_WITH"))
    jit_step(step_with_except, ("WITH_EXCEPT",))
    jit_step(step_match_kind, ("MATCH_SEQUENCE", "MATCH_MAPPING"))
    jit_step(step_match_keys, ("MATCH_KEYS", "COPY_MAP_WITHOUT"))
    jit_step(step_match_class, ("MATCH_CLASS",))
    jit_step(step_get_len, ("GET_LEN",))
    jit_step(step_import_name, ("IMPORT_NAME",))
    jit_step(step_import_from, ("IMPORT_FROM",))
    jit_step(step_of_module, ("IMPORT_STAR", "PRINT_EXPR", "SETUP_ANNOTATIONS", "DELGLOBAL", "DELNAME"))
    jit_step(step_delete, ("DELETE", "DELCELL"))
    jit_step(step_class_cell, ("GETCLASSCELL",))
    jit_step(step_build_class, ("GET_BUILD_CLASS",))
