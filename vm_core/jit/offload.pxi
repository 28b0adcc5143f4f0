# Compiling in a copy of the process (compiler/offload.h), for fastvm.jit.offload; and which units and loops wait for it.

cdef extern from "compiler/offload.h" nogil:
    enum: FVM_OFFLOAD_NEVER
    int fvm_offload_begin()
    int fvm_offload_afterwards(unsigned int seconds)
    bint fvm_offload_publish(const char* data, size_t size)
    void fvm_offload_exit()
    void fvm_offload_forget()
    bint fvm_offload_known()
    bint fvm_offload_done()
    bint fvm_offload_news()
    bint fvm_offload_gone()
    const char* fvm_offload_take(size_t* size)
    void fvm_offload_stop()

cdef enum:
    MOST_AWAITING = 64

# Who has been told to wait, until there is something new. (They may be gone: they are only compared.)
cdef struct Awaiting:
    Unit* unit
    int32_t pc

cdef Awaiting awaiting[MOST_AWAITING]
cdef int awaiting_count = 0


cdef bint awaits_copy(Unit* unit, int32_t pc) noexcept nogil:
    """Whether the unit, or the loop at `pc`, waits for what the copy makes, and there is nothing new."""
    global awaiting_count
    cdef int i
    if awaiting_count == 0:
        return False
    if fvm_offload_news():
        awaiting_count = 0
        return False
    for i in range(awaiting_count):
        if awaiting[i].unit == unit and awaiting[i].pc == pc:
            return True
    return False


cdef void await_copy(Unit* unit, int32_t pc) noexcept nogil:
    """The unit, or the loop at `pc`, is to wait."""
    global awaiting_count
    if awaiting_count < MOST_AWAITING:
        awaiting[awaiting_count].unit = unit
        awaiting[awaiting_count].pc = pc
        awaiting_count += 1


def offload(work):
    """Call `work` in a copy of this process, beside the program. False: there can be none now; None: nor will there be as
    long as the process is as it is."""
    cdef int which = fvm_offload_begin()
    if which == 0:
        try:
            work()
        finally:
            fvm_offload_exit()
    return None if which == FVM_OFFLOAD_NEVER else which > 0


def stay_behind(work, unsigned int seconds):
    """The program ends: call `work` in a copy of this process, which goes on after it, for at most so many seconds of
    processor time. Whether there is one."""
    cdef int which = fvm_offload_afterwards(seconds)
    if which == 0:
        try:
            work()
        finally:
            fvm_offload_exit()
    return which > 0


def publish(bytes record):
    """In the copy: let the program have this. False: there is no room for it."""
    return fvm_offload_publish(<char*>record, len(record))


def published():
    """What the copy has published since this was called last, and whether that is all. None: there was no copy of this
    process; it is a child of the one that had it."""
    if not fvm_offload_known():
        return [], None
    cdef list records = []
    cdef size_t size
    cdef bint done = fvm_offload_done()     # (first: what comes before the end is there, then)
    cdef const char* record = fvm_offload_take(&size)
    while record != NULL:
        records.append(record[:size])
        record = fvm_offload_take(&size)
    return records, done


def wait_for_copy():
    """Wait until the copy has gone, and with it all reasons why there can be no other."""
    with nogil:
        while not fvm_offload_gone():
            usleep(200)


def compile_object(bytes text, bint quick):
    """The object file of a text, and how many seconds it has taken. ValueError: it cannot be made; MemoryError."""
    cdef fvm_code* code = fvm_new_code(text, False, False, quick)
    if code == NULL:
        raise MemoryError
    with nogil:
        fvm_compile_now(code)
    try:
        if code.error != NULL:
            raise ValueError((<bytes>code.error).decode("utf-8", "replace"))
        return object_file_of(code), code.seconds
    finally:
        fvm_release_code(code)
