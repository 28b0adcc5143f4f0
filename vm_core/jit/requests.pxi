# Asking the compiler for native code, and linking its answer.

cdef enum:
    JIT_NEVER = 0               # when to ask for native code again, other than after a number of entries
    JIT_NEXT_TIME = -1
    JIT_SOON = 1000             # after how many entries to look again when it is too early, or another thread compiles

# The process in which a thread is compiling; 0: none is. The driver may let go of the GIL, and another thread must not
# replace the same code meanwhile. (A child that another thread forks then is without the one that compiles.)
cdef pid_t jit_busy = 0
cdef double jit_not_before = 0.0        # when the driver wants to be asked again (fvm_now)
# The frame that native code is asked for, meanwhile.
cdef _PyInterpreterFrame* jit_asking = NULL
cdef object jit_compile = None          # fastvm.engine.request_native


cdef NativeCode* request_native(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit, int32_t pc, int32_t end, NativeCode* failed, int64_t* again) noexcept with gil:
    """Ask for native code from word `pc` on (-1: of the function; FIRST_CONSUMER and down: of a consumer). NULL: none; *again says when to ask again. `failed`
    is what it replaces because its guards fail. What is returned may still be in the making."""
    global jit_busy, jit_passed_over, jit_asking
    cdef PyObject *type
    cdef PyObject *value
    cdef PyObject *traceback
    cdef fvm_private_section section
    cdef NativeCode* native = NULL
    cdef int32_t i
    global jit_not_before
    again[0] = JIT_NEVER
    if jit_compile is None or _Py_IsFinalizing():
        return NULL
    if jit_busy == getpid() or forks_waiting or not fvm_llvm_may_begin():
        again[0] = JIT_SOON
        return NULL
    jit_busy = getpid()
    jit_asking = frame
    PyErr_Fetch(&type, &value, &traceback)
    begin_private(ts, &section)
    try:
        live = []
        for i in range(unit.nregs + (1 if pc <= FIRST_CONSUMER else 0)):
            live.append(None if frame.localsplus[i] == NULL else <object><void*>Py_TYPE(frame.localsplus[i]))
        history = None
        if failed != NULL:
            plan = <object><void*>failed.plan
            history = plan, [failed.hits[i] for i in range(<int>len(plan))]
        missed = pc == -1 and unit.missed >= MOST_MISSED
        answer = jit_compile(
            <object><void*>frame.f_code, pc, (<char*>unit.code)[:8 * unit.length],
            (<char*>unit.handlers)[:16 * unit.handler_count],
            tuple([<object><void*>unit.consts[-1 - i] for i in range(unit.const_count)]),
            unit.nlocals, unit.nregs, unit.slots, live, history, <object>frame.f_globals,
            missed,
            end - max(pc, 0) if missed or failed != NULL or not jit_choosy or promising(unit, pc, end) else 0)
        if answer is False:
            jit_passed_over += 1
        elif answer is True:
            await_copy(unit, pc)
            again[0] = JIT_NEXT_TIME
        elif isinstance(answer, int):
            again[0] = answer
        elif isinstance(answer, float):
            jit_not_before = fvm_now() + <double>answer
            again[0] = JIT_SOON
        elif answer is not None:
            native = link_native(unit, pc, answer)
    except BaseException:
        pass
    end_private(ts, &section)
    PyErr_Restore(type, value, traceback)
    jit_busy = 0
    jit_asking = NULL
    return native


cdef NativeCode* link_native(Unit* unit, int32_t pc, tuple answer) except NULL:
    """Native code from the driver's answer, and its compilation begun or, if the driver wants to wait for it, done:
    (text, exits, rows, failure limit, plan, verify, quick, wait, inlined frames, slots for them, what an earlier process has
    kept of it)."""
    cdef bytes text, exits, rows
    text, exits, rows, limit, plan, verify, quick, wait, inlined, slots, kept = answer
    cdef int32_t i, count = len(exits) // sizeof(NativeExit)
    cdef NativeCode* native = <NativeCode*>calloc(1, sizeof(NativeCode) + 4 * count)
    if native == NULL:
        raise MemoryError
    native.exits = <NativeExit*>malloc(len(exits) + 1)
    native.rows = <ExitRow*>malloc(len(rows) + 1)
    native.frames = <NativeFrame*>calloc(len(inlined) + 1, sizeof(NativeFrame))
    native.machine = fvm_new_code(text, verify, False, quick) if kept is None else kept_machine(text, quick, kept)
    if native.exits == NULL or native.rows == NULL or native.frames == NULL or native.machine == NULL:
        free_native(native)
        raise MemoryError
    memcpy(native.exits, <char*>exits, len(exits))
    memcpy(native.rows, <char*>rows, len(rows))
    native.frames[0].unit = unit
    native.frame_count = 1
    for code, parent, site, base, mark in inlined:
        native.frames[native.frame_count].unit = unit
        if code is not None:
            native.frames[native.frame_count].unit = get_state(<PyCodeObject*><void*>code).unit
            if mark != FRAME_DIRECT:
                native.frames[native.frame_count].code_object = <PyObject*><void*>code
                if native.frames[native.frame_count].unit != unit:
                    Py_INCREF(<PyObject*><void*>code)
        native.frames[native.frame_count].parent = parent
        native.frames[native.frame_count].site = site
        native.frames[native.frame_count].base = base
        native.frames[native.frame_count].mark = mark
        native.frame_count += 1
    for i in range(native.frame_count):
        native.frames[i].code = native.frames[i].unit.code
        native.frames[i].consts = native.frames[i].unit.consts
    native.inline_slots = slots
    native.table = fvm_jit_table
    native.patience = limit
    native.rounds_left = ROUNDS_FREE
    native.look_at = <uint64_t>-1 if trial_pairs == 0 or pc <= FIRST_CONSUMER else trial_calls if pc < 0 else 0
    native.known = <void**><char*>(<bytes>plan.known)
    native.kinds = plan.kinds
    native.plan = <PyObject*><void*>plan
    Py_INCREF(native.plan)
    if kept is not None:
        pass
    elif wait:
        with nogil:
            fvm_compile_now(native.machine)
    else:
        fvm_compile_soon(native.machine)
    return native
