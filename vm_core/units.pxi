# Code units as the interpreter reads them, and the state the engine keeps for every code object.
#
# A CodeState hangs in the code object's extra slot. It says who runs the code: nobody has asked yet (UNKNOWN),
# the engine (READY, with a Unit), or the host (HOST, with the reason). A Unit is the linked form of
# `fastvm.bytecode.unit.CodeUnit`: its words are rewritten in place by quickening. Their memory is the C library's: a
# program that traces its allocations is not shown ours.

cdef extern from "opcode.h":
    int RETURN_GENERATOR
    int JUMP_BACKWARD
    int POP_JUMP_BACKWARD_IF_TRUE
    int POP_JUMP_BACKWARD_IF_FALSE
    int POP_JUMP_BACKWARD_IF_NONE
    int POP_JUMP_BACKWARD_IF_NOT_NONE

cdef struct Instr:
    uint8_t op
    uint8_t flags
    int16_t a
    int16_t b
    int16_t c

cdef struct Handler:
    int32_t start
    int32_t end
    int32_t handler
    int32_t depth

cdef struct NativeCode          # jit/code.pxi
cdef struct NativeFrame
cdef struct Consumer            # consumers.pxi

cdef struct Unit:
    # What every call reads: one line of the processor's cache. (Where a unit lies in memory is chosen for that, too:
    # programs of many small functions are limited by how much of them fits there.)
    PyObject** consts       # one past the last constant: operand -1 is consts[-1]. The words follow there: consts == code
    int64_t where_delta     # from half the address of a word to its entry in `where`
    PyCodeObject* owner     # borrowed: the code object whose calls may push a frame for this unit; NULL: none's
    _Py_CODEUNIT* start     # the genuine RESUME: where a frame stands before its first instruction
    uint64_t calls          # frames pushed: the JIT's hotness
    uint64_t call_limit     # the JIT is asked when `calls` gets there
    int32_t nlocals         # registers below the temporaries: the host's co_nlocalsplus
    int32_t nregs           # with the temporaries
    int32_t slots           # size of a frame's localsplus
    int32_t positional      # argcount, if simple; else -1
    # The rest.
    int32_t length          # words
    int32_t argcount        # positional parameters, when simple
    bint simple             # nothing but positional parameters
    uint32_t serial         # no other unit has or had it: what is known of a unit is known of this serial number
    bint keeps_arguments    # an `__init__` that leaves its parameters as they are: arguments live as long as its frame
    bint suspends           # a generator's or coroutine's: calls counts its resumptions, too
    NativeCode* direct      # what direct calls run while direct_left is not 0: see jit/direct_calls.pxi
    int64_t direct_left     # so many more may be made without asking
    int64_t direct_granted  # of so many
    uint64_t missed         # calls by native code for which there was no native code to be had, nor to be asked for
    Instr* code             # the words
    PyObject** const_array  # owned references; the memory of the words too
    int32_t const_count
    uint32_t* where         # for each word, how many bytes behind its code object the genuine instruction of that source position is
    Handler* handlers
    int32_t handler_count
    bint landings_known
    int32_t** landings      # where the host goes on after each word (tracing.pxi), or NULL; NULL: nowhere
    int32_t* landing_rows
    int64_t loop_limit      # the JIT is asked when the count of a back edge gets there
    int64_t turns           # by how much the counts of back edges were set back
    NativeCode* native      # the function's native code, or NULL
    NativeCode** loops      # by word of a loop's header, or NULL
    NativeCode* retired     # native code that was given up, but may still be running
    Consumer* consumers     # of a generator: what builtin functions that use it up have of native code, or NULL
    Unit* next_free

cdef enum:
    STATE_UNKNOWN = 0
    STATE_RESOLVING = 1
    STATE_READY = 2
    STATE_HOST = 3

cdef struct CodeState:
    Unit* inlinable         # the unit, when a call may push a frame for it in the same loop
    int state
    bint forced             # attached by hand (@fastvm.jit): the engine runs it also when it is off
    int32_t countdown       # calls by the host before the resolver is asked again
    Unit* unit
    PyObject* origin        # owned or NULL: what the front end knows of the source
    PyObject* reason        # owned or NULL: why the host runs it
    uint64_t host_frames
    PyCodeObject* code      # borrowed: the state dies with it
    CodeState* next         # all states, for the statistics
    CodeState* previous

# Past the registers a frame has three slots of its own: [nregs] room for the value that the host sends to a suspended
# generator; [nregs + 1] the saved instruction pointer of a frame that is not on top; [nregs + 2] the caller's
# unit, when the caller is in the same loop. The host never looks at the last two.
cdef enum:
    EXTRA_SLOTS = 3
    PC_SLOT = 1
    CALLER_SLOT = 2

cdef Py_ssize_t extra_index = -1
cdef CodeState* all_states = NULL
cdef uint64_t buried_calls = 0          # frames run by units that are gone
cdef int64_t NEVER_HOT = 1LL << 62      # more rounds than any loop will do
cdef uint64_t buried_turns = 0          # and turns of their loops
cdef PyObject* buried_reasons = NULL    # dict: reason -> frames the host ran of code that is gone


cdef uint32_t units_linked = 0

# The memory of a unit never becomes anything but a unit, so that `owner` can be asked through a pointer that may be stale:
# one that a call site has cached.
cdef Unit* free_units = NULL

cdef enum:
    CACHE_LINE = 64


cdef Unit* new_unit() noexcept nogil:
    """An empty unit, or NULL: out of memory."""
    global free_units
    cdef Unit* unit = free_units
    cdef size_t memory
    if unit != NULL:
        free_units = unit.next_free
    else:
        memory = <size_t>malloc(sizeof(Unit) + CACHE_LINE)
        if memory == 0:
            return NULL
        unit = <Unit*>((memory + CACHE_LINE - 1) & ~<size_t>(CACHE_LINE - 1))
    memset(unit, 0, sizeof(Unit))
    return unit


cdef void free_unit(Unit* unit) noexcept nogil:
    global free_units
    cdef int32_t i
    if unit == NULL:
        return
    for i in range(unit.const_count):
        Py_XDECREF(unit.const_array[i])
    free(unit.const_array)
    free(unit.where)
    free(unit.handlers)
    free(unit.landings)
    free(unit.landing_rows)
    free_native(unit.native)
    free_native(unit.retired)
    free_consumers(unit)
    if unit.loops != NULL:
        for i in range(unit.length):
            free_native(unit.loops[i])
        free(unit.loops)
    unit.owner = NULL
    unit.next_free = free_units
    free_units = unit


cdef void bury(CodeState* state) noexcept nogil:
    """Remember the frames that the host ran of a code object that dies, for the statistics."""
    global buried_reasons
    cdef PyObject *type
    cdef PyObject *value
    cdef PyObject *traceback
    cdef PyObject* total
    cdef PyObject* known
    cdef long long frames = <long long>state.host_frames
    PyErr_Fetch(&type, &value, &traceback)
    if buried_reasons == NULL:
        buried_reasons = PyDict_New()
    if buried_reasons != NULL:
        known = PyDict_GetItemWithError(buried_reasons, state.reason if state.reason != NULL else Py_None)
        if known != NULL:
            frames += PyLong_AsLong(known)
        total = PyLong_FromLongLong(frames)
        if total != NULL:
            PyDict_SetItem(buried_reasons, state.reason if state.reason != NULL else Py_None, total)
            Py_DECREF(total)
    PyErr_Restore(type, value, traceback)


cdef inline void set_back(Unit* unit, int64_t* count, int64_t rounds) noexcept nogil:
    """Have a back edge's count reach the limit so many rounds from now on."""
    unit.turns += count[0] - (unit.loop_limit - rounds)
    count[0] = unit.loop_limit - rounds


cdef uint64_t loop_turns(Unit* unit) noexcept nogil:
    """How often the unit's loops have gone back: each back edge counts in its own cache."""
    cdef Instr* ip = unit.code
    cdef int64_t turns = unit.turns
    while ip < unit.code + unit.length:
        if ip.op == OP_JUMP_BACK:
            turns += (<int64_t*>(ip + 1))[0]
        ip += 1 + CACHE_WORDS[ip.op]
    return turns


cdef void free_code_state(void* pointer) noexcept nogil:
    """Called by the host when the code object dies."""
    global all_states, buried_calls, buried_turns
    cdef CodeState* state = <CodeState*>pointer
    if state == NULL:
        return
    if state.next != NULL:
        state.next.previous = state.previous
    if state.previous != NULL:
        state.previous.next = state.next
    else:
        all_states = state.next
    if state.host_frames:
        bury(state)
    if state.unit != NULL:
        withdraw(state.unit)
        buried_calls += state.unit.calls
        buried_turns += loop_turns(state.unit)
    free_unit(state.unit)
    Py_XDECREF(state.origin)
    Py_XDECREF(state.reason)
    free(state)


cdef inline CodeState* get_state(PyCodeObject* code) noexcept nogil:
    """The code object's state, or NULL when it has none yet."""
    return <CodeState*>fvm_get_extra(code, extra_index)


cdef CodeState* ensure_state(PyCodeObject* code) noexcept nogil:
    """The code object's state, made when missing; NULL with MemoryError set."""
    global all_states
    cdef CodeState* state = get_state(code)
    cdef bint first = code.co_extra == NULL
    if state == NULL:
        state = <CodeState*>calloc(1, sizeof(CodeState))
        if state == NULL:
            PyErr_NoMemory()
            return NULL
        if _PyCode_SetExtra(<PyObject*>code, extra_index, state) < 0:
            free(state)
            return NULL
        if first:
            fvm_trim_extra(code, extra_index)
        state.code = code
        state.next = all_states
        if all_states != NULL:
            all_states.previous = state
        all_states = state
    return state


cdef int most_suspended(Unit* unit) noexcept nogil:
    """The largest number of temporaries alive while the unit's generator is suspended."""
    cdef Instr* ip = unit.code
    cdef int most = 0
    cdef int alive
    while ip < unit.code + unit.length:
        alive = ip.c if ip.op == OP_YIELD else ip.c - unit.nlocals if ip.op == OP_YIELD_FROM else 0
        if alive > most:
            most = alive
        ip += 1 + CACHE_WORDS[ip.op]
    return most


cdef bint leaves_parameters(code):
    """Whether a function neither rebinds nor deletes a parameter, nor takes arguments into a dict."""
    cdef bytes text = code.co_code
    cdef int flags = code.co_flags
    cdef int parameters = code.co_argcount + code.co_kwonlyargcount + (1 if flags & CO_VARARGS else 0)
    cdef Py_ssize_t i
    if code.co_cellvars or flags & CO_VARKEYWORDS:
        return False
    for i in range(0, len(text), 2):
        if (text[i] == STORE_FAST or text[i] == DELETE_FAST) and text[i + 1] < parameters:
            return False
    return True


cdef Unit* link_unit(object code_object, tuple parts) except NULL:
    """Build the native form of a CodeUnit tuple for a code object."""
    global units_linked
    cdef bytes words, where, handlers
    cdef tuple refs
    cdef int temps
    words, refs, temps, where, handlers = parts
    cdef PyCodeObject* code = <PyCodeObject*><void*>code_object
    cdef int32_t length = len(words) // 8
    if len(words) != 8 * length or len(where) != 4 * length or len(handlers) % 16 or length == 0:
        raise ValueError("malformed code unit")
    cdef Unit* unit = new_unit()
    if unit == NULL:
        raise MemoryError
    unit.length = length
    unit.const_count = 0
    unit.handler_count = len(handlers) // 16
    unit.where = <uint32_t*>malloc(4 * length)
    unit.handlers = <Handler*>malloc(16 * unit.handler_count + 1)
    unit.const_array = <PyObject**>calloc(len(refs) + length, sizeof(void*))
    if unit.where == NULL or unit.handlers == NULL or unit.const_array == NULL:
        free_unit(unit)
        raise MemoryError
    unit.consts = unit.const_array + len(refs)
    unit.code = <Instr*>unit.consts
    memcpy(unit.code, <char*>words, 8 * length)
    cdef Instr* ip = unit.code
    while ip < unit.code + length:
        if ip.op >= OP_COUNT:
            free_unit(unit)
            raise ValueError(f"malformed code unit: opcode {ip.op}")
        ip += 1 + CACHE_WORDS[ip.op]
    memcpy(unit.handlers, <char*>handlers, 16 * unit.handler_count)
    unit.const_count = len(refs)
    consts = code_object.co_consts
    names = code_object.co_names
    cdef Py_ssize_t i
    cdef PyObject* value
    for i in range(unit.const_count):
        ref = refs[i]
        if type(ref) is tuple:
            item = (<tuple>ref)[0]
        elif ref >= 0:
            item = consts[ref]
        else:
            item = names[-1 - ref]
        value = <PyObject*><void*>item
        Py_INCREF(value)
        # Names of our own must be the same objects as the program's; its constants are left as they are.
        if type(ref) is tuple and PyUnicode_CheckExact(value):
            PyUnicode_InternInPlace(&value)
        # Operand -1 is the last of the array.
        unit.const_array[unit.const_count - 1 - i] = value
    cdef _Py_CODEUNIT* first = fvm_first_instr(code)
    unit.start = first + code._co_firsttraceable
    cdef _Py_CODEUNIT* at = unit.start
    cdef _Py_CODEUNIT* before
    cdef uint32_t* offsets = <uint32_t*><char*>where
    for i in range(length):
        if offsets[i] != 0xFFFFFFFF:
            at = first + offsets[i]
        unit.where[i] = <uint32_t>(<char*>at - <char*>code)
        if unit.code[i].op == OP_RETURN_GENERATOR:
            # It has no source position, and stands before RESUME: a generator that has not begun stands there.
            before = first
            while before[0] & 255 != RETURN_GENERATOR and before < unit.start:
                before += 1
            unit.where[i] = <uint32_t>(<char*>before - <char*>code)
    unit.where_delta = <int64_t>unit.where - (<int64_t>unit.code >> 1)
    unit.nlocals = code.co_nlocalsplus
    unit.nregs = unit.nlocals + temps
    # Frames are sized by us (those that the host pushes are extended), and the host may go on with them when traced.
    unit.slots = max(unit.nregs + EXTRA_SLOTS, unit.nlocals + code.co_stacksize)
    if code.co_flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR):
        unit.suspends = True
        # But a suspended generator's live registers may be copied into a frame object that the host sizes.
        temps = most_suspended(unit)
        if code.co_stacksize < temps:
            code.co_stacksize = temps
    units_linked += 1
    unit.serial = units_linked
    unit.call_limit = jit_call_limit
    unit.loop_limit = jit_loop_limit
    unit.argcount = code.co_argcount
    unit.keeps_arguments = code_object.co_name == "__init__" and leaves_parameters(code_object)
    unit.simple = code.co_kwonlyargcount == 0 and not code.co_flags & (CO_VARARGS | CO_VARKEYWORDS)
    unit.positional = unit.argcount if unit.simple else -1
    return unit


cdef inline Unit* ready_unit(PyFunctionObject* func) noexcept nogil:
    """The unit to run `func` in this very loop, or NULL when the call must go the general way."""
    cdef CodeState* state = get_state(<PyCodeObject*>func.func_code)
    return state.inlinable if state != NULL else NULL


cdef inline void make_ready(CodeState* state) noexcept nogil:
    """The state's unit may be run from now on."""
    state.state = STATE_READY
    if state.code.co_flags & CO_OPTIMIZED:
        state.inlinable = state.unit
        state.unit.owner = state.code
