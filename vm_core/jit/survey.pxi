# What is worth asking the compiler for: a quick look at the words of a function or a loop.

# Instructions that native code does in line, faster than the loop; and those that it does by calls, as the loop does. (The
# driver counts again in what it has built: this is to save building what is clearly not worth it.)
cdef tuple SURVEY_GAINS = (
    b"ADD_INT", b"SUB_INT", b"MUL_INT", b"FLOORDIV_INT", b"MOD_INT", b"TRUEDIV_INT", b"LSHIFT_INT", b"RSHIFT_INT",
    b"AND_INT", b"OR_INT", b"XOR_INT", b"COMPARE_INT", b"JUMP_COMPARE_INT", b"ADD_FLOAT", b"SUB_FLOAT", b"MUL_FLOAT",
    b"TRUEDIV_FLOAT", b"POW_FLOAT", b"COMPARE_FLOAT", b"JUMP_COMPARE_FLOAT", b"NEG", b"FORITER_RANGE", b"FORITER_LIST",
    b"FORITER_TUPLE", b"GETITEM_LIST", b"GETITEM_TUPLE", b"SETITEM_LIST", b"GETATTR_SLOT", b"SETATTR_SLOT",
    b"GETATTR_MEMBER", b"SETATTR_MEMBER", b"GETMETHOD_SLOT", b"GETMETHOD_MEMBER", b"UNPACK_TUPLE", b"UNPACK_LIST",
    b"MATCH_CLASS", b"MATCH_SEQUENCE", b"MATCH_MAPPING", b"EXC_MATCH",
)
cdef tuple SURVEY_CALLS = (
    b"CALL", b"CALL_KW", b"CALL_METHOD", b"CALL_METHOD_KW", b"CALL_EX", b"MAKE_FUNCTION", b"UNPACK_EX", b"DELATTR",
)
# Calls of functions of the engine cost native code less than the loop, and so do those of most C functions.
cdef tuple SURVEY_DIRECT = (
    b"CALL_FUNCTION", b"CALL_METHOD_FUNCTION", b"CALL_TYPE", b"CALL_CFUNCTION_O", b"CALL_CFUNCTION_FAST",
    b"CALL_METHOD_DESCR_NOARGS", b"CALL_METHOD_DESCR_O", b"CALL_METHOD_DESCR_FAST", b"CALL_METHOD_LIST_APPEND",
    b"CALL_METHOD_HELD", b"CALL_METHOD_CFUNCTION_O", b"CALL_METHOD_CFUNCTION_FAST",
)
cdef int survey_gains[256]
cdef int survey_calls[256]

cdef enum:
    SURVEY_CALLS_PER_GAIN = 2
    SURVEY_LEAST = 8            # instructions of a function without loops; entering native code takes as long as fewer


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
