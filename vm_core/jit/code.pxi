# Native code as the core keeps it: the compilation, exits with what they show, frames of inlined calls, counters.

cdef extern from "compiler/worker.h" nogil:
    ctypedef struct fvm_code:
        char* assembly
        char* error
        bint quick
        uint64_t address
        double seconds
        char* object
        size_t object_size
    int fvm_set_llvm(const char*)
    bint fvm_llvm_executable()
    bint fvm_llvm_may_begin()
    fvm_code* fvm_new_code(const char* text, bint verify, bint listing, bint quick)
    fvm_code* fvm_load_code(const char* object, size_t size, const char* text, bint quick)
    void fvm_compile_now(fvm_code*)
    void fvm_compile_soon(fvm_code*)
    fvm_code* fvm_optimise(fvm_code*, bint doubtful)
    void fvm_set_budget(double beside, double ending, double longer, double doubtful, bint keeping)
    bint fvm_code_done(fvm_code*)
    void fvm_release_code(fvm_code*)
    void fvm_worker_stop()
    void fvm_worker_at_exit()
    double fvm_now()

cdef enum:
    LEFT_TO_LOOP = 0            # statuses of native code
    LEFT_BY_EXCEPTION = 1
    LEFT_BY_TRACING = 2
    LEFT_SUSPENDED = 3          # a generator's frame, at the word that stands in the place of the exit's number, below
                                # the kind of the item: an object, KIND_INT or KIND_DOUBLE
    LEFT_BY_UNWINDING = 4       # by an exception that gets no traceback entry
    LEFT_AT_ONCE = 5            # it stands where the code has no entry: nothing was done
    LEFT_BY_RETURN = 6          # with an object; from here on the frame is done
    LEFT_WITH_INT = 7           # a number that has no object
    LEFT_WITH_DOUBLE = 8

    KIND_INT = 1                # kinds of numbers that have no object: arguments of direct calls, items of generators
    KIND_DOUBLE = 2
    ITEM_KIND_SHIFT = 24        # (units have fewer words)
    ITEM_WORD = (1 << 24) - 1

    SHOW_INT = 0                # representations in rows of exits (fastvm.jit.codegen)
    SHOW_DOUBLE = 1
    SHOW_BOOL = 2
    SHOW_OBJECT = 3
    SHOW_RANGE = 4
    SHOW_NEW_RANGE = 5          # with length, start and step behind the index
    SHOW_COMPLEX = 6            # with the imaginary part behind the real one
    SHOW_VIRTUAL = 7            # an instance that was not made: rows with its fields follow (jit/virtuals.pxi)
    SHOW_OWNED = 8              # of a field: an object whose reference it takes
    SHOW_REGISTER = 9           # of a field: what a register shows
    SHOW_END = 10               # after the fields
    ALWAYS_FRESH = -1

    EXIT_FAILED = 1             # a guard failed
    EXIT_MISSING = 2            # the code goes no further

    INLINE_DEPTH = 8            # inlined calls within each other (fastvm.jit.policy)
    JIT_VALUES = 256            # room for values: as many as an exit may show (fastvm.jit.build.builder),
    ARGUMENTS = 208             # arguments of direct calls,
    STACK_END = 254             # and how far the C stack may grow

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
    uint64_t look_at            # it is compared with the loop when so many entries were made (jit/trials.pxi)
    int64_t rounds_left         # a loop's code leaves when it has done so many more rounds
    int32_t trials_lost
    int32_t failures            # guards that failed since it was made
    int32_t failure_limit       # it is only entered while there are fewer: 0 until it has been made
    int32_t patience            # the limit from then on
    fvm_code* machine           # owned: the compilation, and its machine code
    fvm_code* better            # owned: the optimised code that is in the making, while `machine` is quick code; or NULL
    fvm_code* quick             # owned: what has been replaced by optimised code, but is perhaps still running; or NULL
    int64_t probe               # rounds after which a loop's code looks whether the better is there
    int32_t mismatches          # direct calls with numbers among the arguments that the callee does not take so
    uint64_t kinds              # how it takes its arguments from direct calls: direct_calls.pxi
    PyObject* plan              # owned: what the driver remembers of it (fastvm.jit.driver.Plan)
    NativeCode* older           # replaced, but perhaps still running
    int32_t hits[1]             # by exit


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
