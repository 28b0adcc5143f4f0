# Machine code that outlives its process, for fastvm.jit.kept: taken from a compilation, and made one again.

cdef extern from "compiler/elf.h" nogil:
    ctypedef struct fvm_object:
        pass
    bint fvm_object_load(fvm_object*, const char* data, size_t size)
    void fvm_object_unload(fvm_object*)
    uint64_t fvm_processor()


cdef object object_file_of(fvm_code* machine):
    """What LLVM has made, as an object file; None if it has been taken already, or there is none."""
    if machine.object == NULL:
        return None
    cdef bytes object = machine.object[:machine.object_size]
    free(machine.object)
    machine.object = NULL
    return object


cdef fvm_code* kept_machine(bytes text, bint quick, tuple kept) except NULL:
    """A compilation that is done, of an object file: (the file, seconds that making it took). `text`: what it was made of,
    where that is to be optimised."""
    cdef bytes object
    object, seconds = kept
    cdef fvm_code* machine = fvm_load_code(<char*>object, len(object), text, quick)
    if machine == NULL:
        raise MemoryError
    machine.seconds = seconds
    return machine


def can_keep(bytes object):
    """Whether an object file can be loaded without LLVM: here and now, so in a process like this one, too."""
    cdef fvm_object loaded
    cdef bint fits = fvm_object_load(&loaded, <char*>object, len(object))
    if fits:
        fvm_object_unload(&loaded)
    return fits


def set_budget(beside, ending, longer, doubtful, keeping):
    """When there is time for optimising: vm_core/compiler/worker.h."""
    fvm_set_budget(beside, ending, longer, doubtful, keeping)


cdef harvest_native(NativeCode* native):
    """Tell the driver of what has been compiled, though the program has not come to enter it."""
    if native != NULL and native.machine != NULL and fvm_code_done(native.machine) and native.machine.object != NULL:
        arrived(native)
    if native != NULL and native.better != NULL and fvm_code_done(native.better) and native.better.object != NULL:
        take_better(native)
        arrived(native)


def harvest():
    """At the end of the process: wait for the compilation that runs, and tell the driver of all that nobody has asked for
    yet."""
    cdef CodeState* state = all_states
    cdef int32_t pc
    with nogil:
        fvm_worker_at_exit()
    while state != NULL:
        if state.unit != NULL:
            harvest_native(state.unit.native)
            if state.unit.loops != NULL:
                for pc in range(state.unit.length):
                    harvest_native(state.unit.loops[pc])
        state = state.next


def processor():
    """A number that tells processors with different instructions apart; 0 where no object files can be loaded."""
    return fvm_processor()


def skeleton(bytes words):
    """A unit's words as they were before the interpreter made anything of them."""
    cdef bytearray result = bytearray(words)
    cdef Instr* start = <Instr*><char*>result
    cdef Instr* end = start + len(words) // sizeof(Instr)
    cdef Instr* ip = start
    cdef int cache
    while ip < end:
        cache = min(<int>CACHE_WORDS[ip.op], <int>(end - ip) - 1)
        memset(ip + 1, 0, cache * sizeof(Instr))
        ip.op = GENERIC_OF[ip.op]
        ip.flags = 0
        ip += 1 + cache
    return bytes(result)


def jit_misses(bytes words, Py_ssize_t index):
    """How often a site of attributes that has a form met an object that this was not for (attributes.pxi)."""
    cdef Instr* ip = <Instr*><char*>words + index
    cdef int generic = GENERIC_OF[ip.op]
    return ip.flags >> VARIANT_SHIFT if ip.op != generic and generic in (OP_GETATTR, OP_SETATTR, OP_GETMETHOD) else 0


def outline(bytes words):
    """A unit's words without what is in their caches, and without what sites of attributes count: what the interpreter has
    made of its instructions."""
    cdef bytearray result = bytearray(words)
    cdef Instr* start = <Instr*><char*>result
    cdef Instr* end = start + len(words) // sizeof(Instr)
    cdef Instr* ip = start
    cdef int cache
    while ip < end:
        cache = min(<int>CACHE_WORDS[ip.op], <int>(end - ip) - 1)
        memset(ip + 1, 0, cache * sizeof(Instr))
        if GENERIC_OF[ip.op] in (OP_GETATTR, OP_SETATTR, OP_GETMETHOD):
            ip.flags &= PAUSE_STEP - 1
        ip += 1 + cache
    return bytes(result)
