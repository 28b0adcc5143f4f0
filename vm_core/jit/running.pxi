# Running native code on a frame, and going back to the loop.
#
# Native code runs on a linked frame in place of the loop, from the beginning of a function or from the header of a loop
# (on-stack replacement at its back edge). It ends with a status and the number of an exit. The exit's rows say which
# registers do not show their values, and where in the values that the code stored they are: `show_values` makes
# the frame what the interpreter would have, and the loop goes on at the exit's place. See docs/jit.md.

cdef enum:
    JIT_STACK = 2 * 1024 * 1024 # native code is not entered with less C stack than this: the loop needs none

    # Native code is not entered in the deepest frames: it does without the recursion checks of the builtin functions that
    # it has in line. (max() of two ints is two levels: the call, and the comparison.)
    RECURSION_SLACK = 2

    MISSING_LIMIT = 100         # code that leaves for want of a translation more than this often, and once in MISSING_SHARE
    MISSING_SHARE = 8           # entries, is not worth entering

cdef uint64_t jit_entries = 0   # for the statistics
cdef uint64_t jit_failures = 0


cdef inline bint room_is_short() noexcept nogil:
    """Whether too little is left for native code: of C stack, which its calls need, or of memory to make frames visible."""
    return fvm_stack_within(JIT_STACK) or not fvm_keep_last_reserve()


cdef inline void count_missing(NativeCode* native) noexcept nogil:
    """Native code has left for want of a translation: where it often does, it is not entered any more."""
    native.missing += 1
    if native.missing > MISSING_LIMIT and native.missing * MISSING_SHARE > native.entered + uncounted(native):
        native.failures = native.failure_limit
        withdraw(native.frames[0].unit)


cdef int enter_native(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit, NativeCode* native, Instr** ip, PyObject** result) noexcept nogil:
    """Run native code on the current frame. The action that the loop takes next, at *ip; *result: new, of ON_RETURN and
    ON_YIELDED. Otherwise the current frame is the one that *ip is in: `frame`, or that of an inlined call."""
    global jit_entries
    cdef int64_t values[JIT_VALUES]
    if ts.recursion_remaining < RECURSION_SLACK:
        return ON_NEXT
    if native.inline_slots and not fvm_room_after(ts, inlined_registers(ts, frame, native) + unit.slots, native.inline_slots):
        return ON_NEXT
    native.entered += 1
    jit_entries += 1
    values[STACK_END] = <int64_t>fvm_stack_end(JIT_STACK)
    values[0] = ip[0] - unit.code - 1  # (of a generator: the word that it was suspended at)
    return after_native(ts, frame, unit, native, native.function(ts, frame, native, values), values, ip, result)


cdef int after_native(PyThreadState* ts, _PyInterpreterFrame* frame, Unit* unit, NativeCode* native, int64_t outcome, int64_t* values, Instr** ip, PyObject** result) noexcept nogil:
    """Native code has ended with this outcome: what enter_native returns."""
    if outcome >> 32 >= LEFT_BY_RETURN:
        result[0] = returned(outcome, values)
        return ON_RETURN
    if outcome >> 32 == LEFT_SUSPENDED:
        result[0] = yielded(outcome, values)
        ip[0] = unit.code + (outcome & ITEM_WORD)
        suspend_at(frame, unit, ip[0])
        return ON_YIELDED
    if outcome >> 32 == LEFT_AT_ONCE:
        count_missing(native)
        return ON_NEXT
    return leave_native(ts, frame, unit, native, outcome, values, ip)


cdef inline int kind_of_item(int64_t outcome) noexcept nogil:
    """Of native code that has suspended its frame: what kind of number without an object the item is, or 0."""
    return <int>(<uint32_t>outcome >> ITEM_KIND_SHIFT)


cdef inline PyObject* yielded(int64_t outcome, int64_t* values) noexcept nogil:
    """The item, as an object: a new reference."""
    cdef int kind = kind_of_item(outcome)
    if kind == 0:
        return <PyObject*><void*>values[0]
    return sure_int(values[0]) if kind == KIND_INT else sure_double((<double*>values)[0])


cdef inline void suspend_at(_PyInterpreterFrame* frame, Unit* unit, Instr* ip) noexcept nogil:
    """Leave a generator's frame, which shows everything, suspended at a YIELD or YIELD_FROM."""
    present(frame, ip, unit.where_delta)
    suspend(frame, unit, ip, ip.c if ip.op == OP_YIELD_FROM else unit.nlocals + ip.c)


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
            if native.failures >= native.failure_limit:
                withdraw(native.frames[0].unit)
        else:
            count_missing(native)
    return ON_NEXT
