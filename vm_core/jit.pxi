# The native half of the JIT: requests for compilation, entering native code, leaving it.
#
# Native code runs on a linked frame in place of the loop, from the beginning of a function or from the header of a loop
# (on-stack replacement at its back edge). It ends with a status and the number of an exit. The exit's rows say which
# registers do not show their values, and where in the values that the code stored they are: `show_values` makes
# the frame what the interpreter would have, and the loop goes on at the exit's place. See docs/jit.md.

cdef extern from "compiler/worker.h" nogil:
    ctypedef struct fvm_code:
        char* assembly
        char* error
        bint quick
        uint64_t address
        double seconds
    int fvm_set_llvm(const char*)
    fvm_code* fvm_new_code(const char* text, bint verify, bint listing, bint quick)
    void fvm_compile_now(fvm_code*)
    void fvm_compile_soon(fvm_code*)
    fvm_code* fvm_optimise(fvm_code*)
    void fvm_set_budget(double beside, double ending, double longer)
    bint fvm_code_done(fvm_code*)
    void fvm_release_code(fvm_code*)
    void fvm_worker_stop()
    void fvm_worker_at_exit()
    double fvm_now()

cdef extern from "Python.h":
    int Py_AtExit(void (*function)() noexcept nogil)

cdef enum:
    LEFT_TO_LOOP = 0            # statuses of native code
    LEFT_BY_EXCEPTION = 1
    LEFT_BY_TRACING = 2
    LEFT_SUSPENDED = 3          # a generator's frame, at the word that stands in the place of the exit's number
    LEFT_BY_UNWINDING = 4       # by an exception that gets no traceback entry
    LEFT_AT_ONCE = 5            # it stands where the code has no entry: nothing was done
    LEFT_BY_RETURN = 6          # with an object; from here on the frame is done
    LEFT_WITH_INT = 7           # a number that has no object
    LEFT_WITH_DOUBLE = 8

    SHOW_INT = 0                # representations in rows of exits (fastvm.jit.codegen)
    SHOW_DOUBLE = 1
    SHOW_BOOL = 2
    SHOW_OBJECT = 3
    SHOW_RANGE = 4
    SHOW_NEW_RANGE = 5          # with length, start and step behind the index
    SHOW_COMPLEX = 6            # with the imaginary part behind the real one
    SHOW_VIRTUAL = 7            # an instance that was not made: rows with its fields follow
    SHOW_OWNED = 8              # of a field: an object whose reference it takes
    SHOW_REGISTER = 9           # of a field: what a register shows
    SHOW_END = 10               # after the fields

    EXIT_FAILED = 1             # a guard failed
    EXIT_MISSING = 2            # the code goes no further
    MISSING_LIMIT = 100         # code that ends so more than this often, and once in MISSING_SHARE entries,
    MISSING_SHARE = 8           # is not worth entering

    ALWAYS_FRESH = -1
    INLINE_DEPTH = 8            # inlined calls within each other (fastvm.jit.policy)
    JIT_VALUES = 256            # values that an exit may show

    JIT_NEVER = 0               # when to ask for native code again, other than after a number of entries
    JIT_NEXT_TIME = -1
    JIT_SOON = 1000             # after how many entries to look again when it is too early, or another thread compiles

    JIT_STACK = 2 * 1024 * 1024 # native code is not entered with less C stack than this: the loop needs none

cdef struct ExitRow:
    int16_t register_
    int16_t representation
    int16_t value               # index of the value stored by native code
    int16_t fresh               # index of the condition, or ALWAYS_FRESH

cdef struct NativeExit:
    int32_t pc                  # where the loop goes on
    int32_t failure             # EXIT_FAILED, EXIT_MISSING, or 0: it is an ordinary end
    int32_t first               # rows
    int32_t count
    int32_t level               # the frame that it is an exit of: an index of NativeCode.frames

# A frame as native code knows it: of its own unit (the first), of an inlined call, or of a direct one. An inlined call's
# registers lie where a frame pushed for it would have them, and so does the function (f_func); the rest of its frame is only
# filled in, and the frame linked, when somebody may look: see inlining.pxi. A direct call's frame is always real
# (direct_calls.pxi); only its unit is kept here, which may be another function's by now.
cdef struct NativeFrame:
    Unit* unit
    Instr* code                 # the unit's words
    PyObject** consts           # the unit's constants
    PyObject* code_object       # owned, unless it is the outermost frame's too. NULL: of a direct call
    int32_t parent              # index of the caller's frame
    int32_t site                # the caller's word that calls
    int32_t base                # its first register, counted from the outermost frame's first
    int32_t mark                # what marks its frame beside FVM_FRAME_OURS: FRAME_INIT; FRAME_DIRECT

cdef enum:
    FRAME_DIRECT = 256          # of NativeFrame.mark only

cdef struct NativeCode:
    # NULL: it is being made
    int64_t (*function)(PyThreadState*, _PyInterpreterFrame*, NativeCode*, int64_t*) noexcept nogil
    NativeFrame* frames         # its unit's, and those of inlined calls
    int32_t frame_count
    int32_t inline_slots        # what the inlined frames need of the data stack after the outermost frame
    void** table                # what native code calls and compares with: fvm_jit_table
    void** known                # objects known at compile time, borrowed: good while a guard says that they are
    NativeExit* exits
    ExitRow* rows
    uint64_t entered
    uint64_t missing            # exits for want of a translation
    uint64_t look_at            # it is compared with the loop when so many entries were made (jit_trials.pxi)
    int64_t rounds_left         # a loop's code leaves when it has done so many more rounds
    int32_t trials_lost
    int32_t failures            # guards that failed since it was made
    int32_t failure_limit       # it is only entered while there are fewer: 0 until it has been made
    int32_t patience            # the limit from then on
    fvm_code* machine           # owned: the compilation, and its machine code
    fvm_code* better            # owned: the optimised code that is in the making, while `machine` is quick code; or NULL
    fvm_code* quick             # owned: what has been replaced by optimised code, but is perhaps still running; or NULL
    int64_t probe               # rounds after which a loop's code looks whether the better is there
    PyObject* plan              # owned: what the driver remembers of it (fastvm.jit.driver.Plan)
    NativeCode* older           # replaced, but perhaps still running
    int32_t hits[1]             # by exit

# A thread is compiling. The driver may let go of the GIL, and another thread must not replace the same code meanwhile.
cdef bint jit_busy = False
cdef double jit_not_before = 0.0        # when the driver wants to be asked again (fvm_now)
cdef object jit_compile = None          # fastvm.jit.driver.compile_unit
cdef uint64_t jit_call_limit = <uint64_t>-1
cdef int64_t jit_loop_limit = 1LL << 62
cdef uint64_t jit_entries = 0           # for the statistics
cdef uint64_t jit_failures = 0


cdef void free_native(NativeCode* native) noexcept nogil:
    """Free native code that nobody runs any more, and what it replaced."""
    cdef NativeCode* older
    cdef int32_t i
    while native != NULL:
        end_trial(native)
        older = native.older
        if native.machine != NULL:
            fvm_release_code(native.machine)
        if native.better != NULL:
            fvm_release_code(native.better)
        if native.quick != NULL:
            fvm_release_code(native.quick)
        Py_XDECREF(native.plan)
        if native.frames != NULL:
            for i in range(native.frame_count):
                if native.frames[i].unit != native.frames[0].unit:
                    Py_XDECREF(native.frames[i].code_object)
        free(native.frames)
        free(native.exits)
        free(native.rows)
        free(native)
        native = older


# --- Entering and leaving ---------------------------------------------------------------------------------

cdef inline bint stack_is_short() noexcept nogil:
    """Whether too little C stack is left for native code, whose calls need some."""
    return fvm_stack_within(JIT_STACK)


cdef inline void count_missing(NativeCode* native) noexcept nogil:
    """Native code has left for want of a translation: where it often does, it is not entered any more."""
    native.missing += 1
    if native.missing > MISSING_LIMIT and native.missing * MISSING_SHARE > native.entered:
        native.failures = native.failure_limit


cdef int enter_native(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit, NativeCode* native, Instr** ip, PyObject** result) noexcept nogil:
    """Run native code on the current frame. The action that the loop takes next, at *ip; *result: new, of ON_RETURN and
    ON_YIELDED. Otherwise the current frame is the one that *ip is in: `frame`, or that of an inlined call."""
    global jit_entries
    cdef int64_t values[JIT_VALUES]
    cdef int64_t outcome
    if native.inline_slots and not fvm_room_after(ts, inlined_registers(ts, frame, native) + unit.slots, native.inline_slots):
        return ON_NEXT
    native.entered += 1
    jit_entries += 1
    values[0] = ip[0] - unit.code - 1  # (of a generator: the word that it was suspended at)
    outcome = native.function(ts, frame, native, values)
    if outcome >> 32 >= LEFT_BY_RETURN:
        result[0] = returned(outcome, values)
        return ON_RETURN
    if outcome >> 32 == LEFT_SUSPENDED:
        result[0] = <PyObject*><void*>values[0]
        ip[0] = unit.code + <int32_t>outcome
        present(frame, ip[0], unit.where_delta)
        suspend(frame, unit, ip[0], unit.nlocals + ip[0].c)
        return ON_YIELDED
    if outcome >> 32 == LEFT_AT_ONCE:
        count_missing(native)
        return ON_NEXT
    return leave_native(ts, frame, unit, native, outcome, values, ip)


cdef PyObject* returned(int64_t outcome, int64_t* values) noexcept nogil:
    """What native code returns, as an object: a new reference."""
    if outcome >> 32 == LEFT_BY_RETURN:
        return <PyObject*><void*>values[0]
    return sure_int(values[0]) if outcome >> 32 == LEFT_WITH_INT else sure_double((<double*>values)[0])


cdef int leave_native(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit, NativeCode* native, int64_t outcome, int64_t* values, Instr** ip) noexcept nogil:
    """Native code goes back to the loop. The action that the loop takes next, at *ip, in the current frame."""
    global jit_failures
    cdef NativeExit* exit = native.exits + (outcome & 0x7FFFFFFF)
    cdef int status = <int>(outcome >> 32)
    show_values(ts, frame, native, exit, values)
    if exit.level:
        unit = native.frames[exit.level].unit
        leave_inlined(ts, frame, native, exit, status == LEFT_BY_UNWINDING)
    ip[0] = unit.code + exit.pc
    if status == LEFT_BY_EXCEPTION:
        return ON_ERROR
    if status == LEFT_BY_TRACING:
        return ON_TRACED
    if status == LEFT_BY_UNWINDING:
        return ON_UNWIND
    if exit.failure:
        native.hits[outcome & 0x7FFFFFFF] += 1
        if exit.failure == EXIT_FAILED:
            jit_failures += 1
            native.failures += 1
        else:
            count_missing(native)
    return ON_NEXT


# --- What is worth asking for -----------------------------------------------------------------------------

# Instructions that native code does in line, faster than the loop; and those that it does by calls, as the loop does. (The
# driver counts again in what it has built: this is to save building what is clearly not worth it.)
cdef tuple SURVEY_GAINS = (
    b"ADD_INT", b"SUB_INT", b"MUL_INT", b"FLOORDIV_INT", b"MOD_INT", b"TRUEDIV_INT", b"LSHIFT_INT", b"RSHIFT_INT",
    b"AND_INT", b"OR_INT", b"XOR_INT", b"COMPARE_INT", b"JUMP_COMPARE_INT", b"ADD_FLOAT", b"SUB_FLOAT", b"MUL_FLOAT",
    b"TRUEDIV_FLOAT", b"POW_FLOAT", b"COMPARE_FLOAT", b"JUMP_COMPARE_FLOAT", b"NEG", b"FORITER_RANGE", b"FORITER_LIST",
    b"FORITER_TUPLE", b"GETITEM_LIST", b"GETITEM_TUPLE", b"SETITEM_LIST", b"GETATTR_SLOT", b"SETATTR_SLOT",
    b"GETATTR_MEMBER", b"SETATTR_MEMBER", b"UNPACK_TUPLE", b"UNPACK_LIST", b"MATCH_CLASS", b"MATCH_SEQUENCE",
    b"MATCH_MAPPING", b"EXC_MATCH",
)
cdef tuple SURVEY_CALLS = (
    b"CALL", b"CALL_KW", b"CALL_METHOD", b"CALL_METHOD_KW", b"CALL_EX", b"BUILD_TUPLE", b"BUILD_LIST", b"BUILD_SET",
    b"BUILD_MAP", b"BUILD_CONST_MAP", b"BUILD_STRING", b"FORMAT", b"LIST_APPEND", b"SET_ADD", b"MAP_ADD", b"IN",
    b"JUMP_IN", b"GETSLICE", b"MAKE_FUNCTION", b"UNPACK", b"UNPACK_EX", b"DELITEM", b"DELATTR", b"GETITER",
)
# Calls of functions of the engine cost native code less than the loop.
cdef tuple SURVEY_DIRECT = (b"CALL_FUNCTION", b"CALL_METHOD_FUNCTION", b"CALL_TYPE")
cdef int survey_gains[256]
cdef int survey_calls[256]

cdef enum:
    SURVEY_CALLS_PER_GAIN = 2
    SURVEY_LEAST = 8            # instructions of a function without loops; entering native code takes as long as fewer

cdef bint jit_choosy = False
cdef uint64_t jit_passed_over = 0


cdef void init_survey():
    cdef int i
    if survey_gains[OP_ADD_INT]:
        return
    for i in range(OP_COUNT):
        survey_gains[i] = <bytes>OP_NAMES[i] in SURVEY_GAINS
        survey_calls[i] = not survey_gains[i] and <bytes>OP_NAMES[GENERIC_OF[i]] in SURVEY_CALLS \
            and <bytes>OP_NAMES[i] not in SURVEY_DIRECT


cdef bint promising(Unit* unit, int32_t pc, int32_t end) noexcept nogil:
    """Whether the words from a loop's header `pc` to its back edge (-1: the whole function) may be worth compiling."""
    cdef Instr* ip = unit.code + (pc if pc >= 0 else 0)
    cdef int gains = 0, calls = 0, count = 0
    cdef bint loops = pc >= 0
    while ip < unit.code + end:
        gains += survey_gains[ip.op]
        calls += survey_calls[ip.op]
        count += 1
        loops |= ip.op == OP_JUMP_BACK
        ip += 1 + CACHE_WORDS[ip.op]
    return calls <= SURVEY_CALLS_PER_GAIN * gains and (loops or count >= SURVEY_LEAST)


cdef NativeCode* request_native(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit, int32_t pc, NativeCode* failed, int64_t* again) noexcept with gil:
    """Ask for native code from word `pc` on (-1: of the function; FIRST_CONSUMER and down: of a consumer). NULL: none; *again says when to ask again. `failed`
    is what it replaces because its guards fail. What is returned may still be in the making."""
    global jit_busy
    cdef PyObject *type
    cdef PyObject *value
    cdef PyObject *traceback
    cdef PyObject *hook
    cdef NativeCode* native = NULL
    cdef int32_t i
    global jit_not_before
    again[0] = JIT_NEVER
    if jit_compile is None or _Py_IsFinalizing():
        return NULL
    if jit_busy:
        again[0] = JIT_SOON
        return NULL
    jit_busy = True
    PyErr_Fetch(&type, &value, &traceback)
    hook = begin_private(ts)
    try:
        live = []
        for i in range(unit.nregs + (1 if pc <= FIRST_CONSUMER else 0)):
            live.append(None if frame.localsplus[i] == NULL else <object><void*>Py_TYPE(frame.localsplus[i]))
        history = None
        if failed != NULL:
            plan = <object><void*>failed.plan
            history = plan, [failed.hits[i] for i in range(<int>len(plan))]
        answer = jit_compile(
            <object><void*>frame.f_code, pc, (<char*>unit.code)[:8 * unit.length],
            (<char*>unit.handlers)[:16 * unit.handler_count],
            tuple([<object><void*>unit.consts[-1 - i] for i in range(unit.const_count)]),
            unit.nlocals, unit.nregs, unit.slots, live, history, <object>frame.f_globals)
        if isinstance(answer, int):
            again[0] = answer
        elif isinstance(answer, float):
            jit_not_before = fvm_now() + <double>answer
            again[0] = JIT_SOON
        elif answer is not None:
            native = link_native(unit, pc, answer)
    except BaseException:
        pass
    end_private(ts, hook)
    PyErr_Restore(type, value, traceback)
    jit_busy = False
    return native


cdef NativeCode* link_native(Unit* unit, int32_t pc, tuple answer) except NULL:
    """Native code from the driver's answer, and its compilation begun or, if the driver wants to wait for it, done:
    (text, exits, rows, failure limit, plan, verify, quick, wait, inlined frames, slots for them)."""
    cdef bytes text, exits, rows
    text, exits, rows, limit, plan, verify, quick, wait, inlined, slots = answer
    cdef int32_t i, count = len(exits) // sizeof(NativeExit)
    cdef NativeCode* native = <NativeCode*>calloc(1, sizeof(NativeCode) + 4 * count)
    if native == NULL:
        raise MemoryError
    native.exits = <NativeExit*>malloc(len(exits) + 1)
    native.rows = <ExitRow*>malloc(len(rows) + 1)
    native.frames = <NativeFrame*>calloc(len(inlined) + 1, sizeof(NativeFrame))
    native.machine = fvm_new_code(text, verify, False, quick)
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
    native.plan = <PyObject*><void*>plan
    Py_INCREF(native.plan)
    if wait:
        with nogil:
            fvm_compile_now(native.machine)
    else:
        fvm_compile_soon(native.machine)
    return native


cdef void arrived(NativeCode* native) noexcept with gil:
    """A compilation is done: the code can be entered from now on, unless it failed. The driver is told."""
    cdef PyThreadState* ts = PyThreadState_Get()
    cdef PyObject *type
    cdef PyObject *value
    cdef PyObject *traceback
    cdef PyObject *hook
    cdef fvm_code* machine = native.machine
    if machine.error == NULL:
        native.function = <int64_t (*)(PyThreadState*, _PyInterpreterFrame*, NativeCode*, int64_t*) noexcept nogil><void*><size_t>machine.address
        native.failure_limit = native.patience
    PyErr_Fetch(&type, &value, &traceback)
    hook = begin_private(ts)
    try:
        error = None if machine.error == NULL else (<bytes>machine.error).decode("utf-8", "replace")
        (<object><void*>native.plan).compiled(machine.seconds, error, native.quick != NULL)
    except BaseException:
        pass
    end_private(ts, hook)
    PyErr_Restore(type, value, traceback)


cdef void take_better(NativeCode* native) noexcept nogil:
    """Have the optimised code in place of the quick code."""
    native.quick = native.machine
    native.machine = native.better
    native.better = NULL
    native.trials_lost = 0


cdef void forget_better(NativeCode* native) noexcept nogil:
    """Do without the optimised code of quick code that will not be entered any more."""
    if native.better != NULL:
        fvm_release_code(native.better)
        native.better = NULL


cdef void wait_for_better(NativeCode* native) noexcept nogil:
    """Do not enter quick code any more, until it is optimised."""
    take_better(native)
    native.function = NULL
    native.failure_limit = 0
    native.look_at = native.entered


cdef bint quick_code_stays(NativeCode* native) noexcept nogil:
    """Whether quick code whose better is being made is to be run yet: else it is there, and has taken its place. (Where it
    could not be made, too.)"""
    if not fvm_code_done(native.better):
        return True
    take_better(native)
    arrived(native)
    native.look_at = native.entered + trial_calls
    return False


cdef void retire(Unit* unit, NativeCode* native) noexcept nogil:
    """Keep native code that is not entered any more until the unit goes: somebody may still be running it."""
    cdef NativeCode* oldest = native
    forget_better(native)
    while oldest.older != NULL:
        oldest = oldest.older
    oldest.older = unit.retired
    unit.retired = native


cdef NativeCode* better_native(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit, int32_t pc, int32_t end, NativeCode** slot, int64_t* again) noexcept nogil:
    """Native code that can be entered, for the function or the loop from `pc` to `end`, where `slot` has none: it is
    missing, in the making, or keeps failing. NULL: none; *again says when to look again."""
    global jit_passed_over
    cdef NativeCode* failed = slot[0]
    cdef NativeCode* native
    if failed == NULL or failed.function != NULL:
        if fvm_now() < jit_not_before:
            again[0] = JIT_SOON
            return NULL
        if failed == NULL and jit_choosy and not promising(unit, pc, end):
            jit_passed_over += 1
            again[0] = JIT_NEVER
            return NULL
        native = request_native(ts, frame, unit, pc, failed, again)
        if native == NULL:
            if failed != NULL and again[0] == JIT_NEVER:
                retire(unit, failed)
                slot[0] = NULL
            return NULL  # (else the failed code waits, unused, for a better time)
        if failed != NULL:
            end_trial(failed)
            forget_better(failed)
        native.older = failed
        slot[0] = native
    native = slot[0]
    if not fvm_code_done(native.machine):
        again[0] = JIT_NEXT_TIME if native.quick == NULL else JIT_SOON
        return NULL
    arrived(native)
    if native.function == NULL:
        if slot[0] == native:
            retire(unit, native)
            slot[0] = NULL
        again[0] = JIT_NEVER
        return NULL
    return native


cdef int native_entry(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit, Instr** ip, PyObject** result) noexcept nogil:
    """A hot function's frame is fresh, or a generator's is resumed: run its native code, perhaps after making it. The next
    action."""
    cdef NativeCode* native = unit.native
    cdef int64_t again
    if unit.suspends and frame.owner != FRAME_OWNED_BY_GENERATOR:
        return ON_NEXT  # (the call only makes the generator)
    if ts.cframe.use_tracing or fvm_resolving or stack_is_short():
        return ON_NEXT
    if fvm_unlikely(native == NULL or native.failures >= native.failure_limit):
        native = better_native(ts, frame, unit, -1, unit.length, &unit.native, &again)
        if native == NULL:
            if again != JIT_NEXT_TIME:
                unit.call_limit = unit.calls + <uint64_t>again if again != JIT_NEVER else <uint64_t>-1
            return ON_NEXT
        unit.call_limit = 0
    if fvm_unlikely(native.entered >= native.look_at or unit.call_limit != 0):
        if not function_on_trial(unit, native):
            return ON_NEXT
    return enter_native(ts, frame, unit, native, ip, result)


cdef PyObject* resume_native(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit) noexcept nogil:
    """Resume a generator that C code sends a value to: as `run`, but straight to its native code where that is possible."""
    cdef NativeCode* native = unit.native
    cdef Instr* ip = saved_pc(frame, unit)
    cdef PyObject* result = NULL
    cdef PyObject* sent
    cdef int action
    if (native == NULL or native.failures >= native.failure_limit or ts.recursion_remaining <= 0
            or not enterable(ip + 1) or ts.cframe.use_tracing or fvm_eval_breaker(ts) or fvm_resolving or stack_is_short()
            or unit.call_limit != 0 or native.entered >= native.look_at):
        return run(ts, frame, 0)
    ts.recursion_remaining -= 1
    unit.calls += 1
    # The value sent is on top of what the host takes for the value stack.
    sent = frame.localsplus[frame.stacktop - 1]
    frame.localsplus[frame.stacktop - 1] = NULL
    frame.stacktop = -1
    if ip.op == OP_YIELD:
        put(frame, ip, unit.where_delta, frame.localsplus, ip.a, sent)
    else:
        Py_DECREF(sent)
    ip += 1
    fvm_frame_set_mark(frame, FVM_FRAME_OURS | FVM_FRAME_ENTRY)
    frame.previous = ts.cframe.current_frame
    ts.cframe.current_frame = frame
    action = enter_native(ts, frame, unit, native, &ip, &result)
    if action == ON_YIELDED or action == ON_RETURN:
        if action == ON_RETURN:
            frame.stacktop = unit.nlocals
        ts.cframe.current_frame = frame.previous
        ts.recursion_remaining += 1
        return result
    save_pc(ts.cframe.current_frame, unit_of(ts.cframe.current_frame), ip)
    return run(ts, frame, CONTINUED + action)


cdef int native_loop(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit, Instr** ip, PyObject** result) noexcept nogil:
    """A hot loop's back edge at *ip: run the loop's native code, perhaps after making it. The next action, at *ip."""
    cdef int64_t* count = <int64_t*>(ip[0] + 1)
    cdef Instr* header = ip[0] + 2 + long_jump(ip[0])
    cdef int32_t pc = <int32_t>(header - unit.code)
    cdef int32_t end = <int32_t>(ip[0] - unit.code)
    cdef NativeCode* native
    cdef int64_t again
    ip[0] = header
    if ts.cframe.use_tracing or fvm_resolving or stack_is_short():
        return ON_NEXT
    if unit.loops == NULL:
        unit.loops = <NativeCode**>calloc(unit.length, sizeof(void*))
        if unit.loops == NULL:
            return ON_NEXT
    native = unit.loops[pc]
    if fvm_unlikely(native == NULL or native.failures >= native.failure_limit):
        native = better_native(ts, frame, unit, pc, end, &unit.loops[pc], &again)
        if native == NULL:
            if again != JIT_NEXT_TIME:
                count[0] = unit.loop_limit - again if again != JIT_NEVER else -(1LL << 62)
            return ON_NEXT
    if fvm_unlikely(native.entered >= native.look_at or rounds_are_limited(native) or trial.native == native):
        if not loop_on_trial(unit, native, pc, count):
            return ON_NEXT
    return enter_native(ts, frame, unit, native, ip, result)


def set_jit(compile_, calls, loops, choosy):
    """Turn the JIT on: who compiles, after how many calls of a function and rounds of a loop, and whether he is only
    asked for what looks worth it. None: turn it off."""
    global jit_compile, jit_call_limit, jit_loop_limit, jit_choosy
    cdef CodeState* state = all_states
    if choosy:
        init_survey()
    jit_compile = compile_
    jit_choosy = choosy
    jit_call_limit = calls if compile_ is not None else <uint64_t>-1
    jit_loop_limit = loops if compile_ is not None else 1LL << 62
    while state != NULL:
        if state.unit != NULL and state.unit.native == NULL:
            state.unit.call_limit = jit_call_limit
            state.unit.loop_limit = jit_loop_limit
        state = state.next


def set_llvm(path):
    """Where the library of llvmlite is that compiles."""
    # Late in the host's finalization, and before the C library runs the destructors of llvmlite's library: also where
    # that is being loaded just now.
    if fvm_set_llvm(path) != 0 or Py_AtExit(fvm_worker_at_exit) != 0:
        raise MemoryError


def set_budget(beside, ending, longer):
    """When there is time for optimising: vm_core/compiler/worker.h."""
    fvm_set_budget(beside, ending, longer)


def stop_compiling():
    """The process ends: begin no more compilations."""
    global jit_compile
    jit_compile = None
    fvm_worker_stop()


def jit_assembly(text):
    """The assembly of a text that would be compiled to machine code."""
    cdef fvm_code* code = fvm_new_code(text, False, True, False)
    if code == NULL:
        raise MemoryError
    with nogil:
        fvm_compile_now(code)
    try:
        if code.error != NULL:
            raise ValueError((<bytes>code.error).decode("utf-8", "replace"))
        return (<bytes>code.assembly).decode()
    finally:
        fvm_release_code(code)


def jit_stats():
    """Counters: how often native code was entered, how many guards failed, and how many functions and loops the compiler
    was not asked for."""
    return {"entries": jit_entries, "failures": jit_failures, "passed_over": jit_passed_over}


def jit_layout():
    """What the compiler must know of the core: offsets of structures, and the places of the table's entries."""
    cdef _PyInterpreterFrame* frame = NULL
    cdef NativeCode* native = NULL
    cdef NativeFrame* known = NULL
    cdef Unit* unit = NULL
    cdef PyThreadState* thread = NULL
    cdef _PyCFrame* cframe = NULL
    cdef PyFunctionObject* function = NULL
    cdef fvm_range_iterator* range_ = NULL
    cdef fvm_seq_iterator* sequence = NULL
    cdef PyModuleObject* module = NULL
    cdef PropertyLayout* property_ = NULL
    cdef int i = 0
    cdef dict host = {}
    if not jit_names:
        enter_jit_steps()
        enter_jit_builtins()
        enter_jit_exceptions()
        enter_jit_operations()
        enter_direct_calls()
    while fvm_offsets[i].name != NULL:
        host[fvm_offsets[i].name.decode()] = fvm_offsets[i].offset
        i += 1
    return {
        **host,
        "registers": <Py_ssize_t>&frame.localsplus,
        "frame_object": <Py_ssize_t>&frame.frame_obj,
        "frame_specials": fvm_frame_specials(),
        "frame_function": <Py_ssize_t>&frame.f_func,
        "frame_locals": <Py_ssize_t>&frame.f_locals,
        "native_frames": <Py_ssize_t>&native.frames,
        "inlined_size": sizeof(NativeFrame),
        "inlined_code": <Py_ssize_t>&known.code,
        "inlined_consts": <Py_ssize_t>&known.consts,
        "inlined_unit": <Py_ssize_t>&known.unit,
        "unit_owner": <Py_ssize_t>&unit.owner,
        "unit_serial": <Py_ssize_t>&unit.serial,
        "inlined_code_object": <Py_ssize_t>&known.code_object,
        "datastack_top": <Py_ssize_t>&thread.datastack_top,
        "recursion_remaining": <Py_ssize_t>&thread.recursion_remaining,
        "cframe": <Py_ssize_t>&thread.cframe,
        "use_tracing": <Py_ssize_t>&cframe.use_tracing,
        "function_code": <Py_ssize_t>&function.func_code,
        "function_closure": <Py_ssize_t>&function.func_closure,
        "function_defaults": <Py_ssize_t>&function.func_defaults,
        "function_globals": <Py_ssize_t>&function.func_globals,
        "function_builtins": <Py_ssize_t>&function.func_builtins,
        "native_table": <Py_ssize_t>&native.table,
        "native_known": <Py_ssize_t>&native.known,
        "native_rounds_left": <Py_ssize_t>&native.rounds_left,
        "interpreter": fvm_offset_interp(),
        "eval_breaker": fvm_offset_breaker(),
        "module_dict": <Py_ssize_t>&module.md_dict,
        "sequence": <Py_ssize_t>&sequence.seq,
        "sequence_index": <Py_ssize_t>&sequence.index,
        "range_index": <Py_ssize_t>&range_.index,
        "range_start": <Py_ssize_t>&range_.start,
        "range_step": <Py_ssize_t>&range_.step,
        "range_length": <Py_ssize_t>&range_.len,
        "frame_init": FRAME_INIT,
        "is_sequence": Py_TPFLAGS_SEQUENCE,
        "is_mapping": Py_TPFLAGS_MAPPING,
        "frame_operator": FRAME_OPERATOR,
        "frame_direct": FRAME_DIRECT,
        "property_getter": <Py_ssize_t>&property_.prop_get,
        "table": dict(jit_names),
    }
