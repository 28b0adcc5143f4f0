"""The native core of fastvm: one extension module, put together from the files included below.

They build on each other from the ground up: the host's structures, code units, frames, what instructions do, the loop,
and the frame evaluator that the host calls. The functions here are what Python code may ask of the core;
`src/fastvm/_core.pyi` declares them with types.
"""

from libc.stdint cimport int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc
from libc.string cimport memchr, memcpy, memset
from libc.math cimport isfinite, pow
from posix.types cimport pid_t
from posix.unistd cimport getpid, usleep
from host.cpython311 cimport *

cdef extern from *:
    Py_ssize_t PY_SSIZE_T_MAX
    object call_object "PyObject_CallObject"(object, object)
    object compile_text "Py_CompileStringObject"(const char*, object, int, PyCompilerFlags*, int)

include "opcodes.pxi"
include "units.pxi"
include "frames.pxi"
include "binder.pxi"
include "operations/shared.pxi"
include "operations/exceptions.pxi"
include "operations/containers.pxi"
include "operations/names.pxi"
include "operations/imports.pxi"
include "operations/matching.pxi"
include "operations/contexts.pxi"
include "operations/events.pxi"
include "numbers.pxi"
include "attributes.pxi"
include "class_numbers.pxi"
include "calls.pxi"
include "operators.pxi"
include "generators.pxi"
include "collector.pxi"
include "private.pxi"
include "forks.pxi"
include "tracing.pxi"
include "loop.pxi"
include "jit/code.pxi"
include "jit/inlining.pxi"
include "jit/direct_frames.pxi"
include "special_methods.pxi"
include "jit/values.pxi"
include "jit/attribute_methods.pxi"
include "steps/shared.pxi"
include "jit/table.pxi"
include "steps/values.pxi"
include "steps/names.pxi"
include "steps/attributes.pxi"
include "steps/subscripts.pxi"
include "steps/calls.pxi"
include "steps/building.pxi"
include "steps/iteration.pxi"
include "steps/generators.pxi"
include "jit/exceptions.pxi"
include "jit/builtins.pxi"
include "jit/operations.pxi"
include "jit/trials.pxi"
include "jit/virtuals.pxi"
include "jit/showing.pxi"
include "jit/running.pxi"
include "jit/survey.pxi"
include "jit/offload.pxi"
include "jit/requests.pxi"
include "jit/versions.pxi"
include "jit/settings.pxi"
include "jit/layout.pxi"
include "jit/entries.pxi"
include "jit/kept_code.pxi"
include "jit/arguments.pxi"
include "jit/direct_calls.pxi"
include "jit/generators.pxi"
include "consumers.pxi"
include "jit/report.pxi"
include "vectorcall.pxi"
include "evaluator.pxi"
include "builtins.pxi"


def _initialise():
    global extra_index, fvm_subtype_dealloc, fvm_subtype_traverse
    plain = type("plain", (), {})
    fvm_subtype_dealloc = (<PyTypeObject*><void*>plain).tp_dealloc
    fvm_subtype_traverse = (<PyTypeObject*><void*>plain).tp_traverse
    extra_index = _PyEval_RequestCodeExtraIndex(<freefunc>free_code_state)
    if extra_index < 0:
        raise ImportError("fastvm: the host has no free slot for data on code objects")
    if fvm_watch_forks() != 0:
        raise MemoryError
    init_operations()
    init_calls()
    init_numbers()
    init_attributes()
    init_operators()
    init_jit_builtins()
    init_consumers()


_initialise()
del _initialise


cdef PyCodeObject* checked_code(object code) except NULL:
    if Py_TYPE(<PyObject*><void*>code) != &PyCode_Type:
        raise TypeError(f"expected a code object, not {type(code).__name__}")
    return <PyCodeObject*><void*>code


def attach(code, tuple unit):
    """Attach a unit (CodeUnit.as_tuple()) to its code object: the engine runs it from the next call on, also while it
    is not enabled for the rest of the process."""
    global anything_forced
    cdef CodeState* state = ensure_state(checked_code(code))
    if state == NULL:
        raise MemoryError
    if state.state != STATE_READY:
        if state.unit == NULL:
            state.unit = link_unit(code, unit)
        make_ready(state)
    state.forced = True
    anything_forced = True
    _PyInterpreterState_SetEvalFrameFunc(PyInterpreterState_Get(), <_PyFrameEvalFunction>evaluate)


def is_attached(code):
    """Whether the engine runs this code object."""
    cdef CodeState* state = get_state(checked_code(code))
    return state != NULL and state.state == STATE_READY


def set_origin(code, origin):
    """Attach what the resolver will be given with the code object."""
    cdef CodeState* state = ensure_state(checked_code(code))
    cdef PyObject* old
    if state == NULL:
        raise MemoryError
    old = state.origin
    state.origin = <PyObject*><void*>origin
    Py_INCREF(state.origin)
    Py_XDECREF(old)


def get_origin(code):
    """What set_origin attached, or None."""
    cdef CodeState* state = get_state(checked_code(code))
    return None if state == NULL or state.origin == NULL else <object><void*>state.origin


def untrack(tuple constants):
    """Hide a tuple of constants from the collector: there are no cycles in it."""
    untrack_constants(<PyObject*><void*>constants)


def untrack_tree(tree):
    """Hide a syntax tree from the collector: there are no cycles in it, and every collection would walk over it."""
    cdef tuple bases = type(tree).__mro__
    cdef object node_type = bases[len(bases) - 2]  # _ast.AST, which need not be imported for this
    untrack_part(<PyObject*><void*>tree, <void*>node_type)


def set_resolver(function, builtins):
    """Whom to ask about code objects met for the first time (fastvm.adoption.resolver); and what he, and all that the
    engine does in Python, sees as builtins."""
    global resolver, private_builtins
    resolver = function
    Py_INCREF(<PyObject*><void*>builtins)
    private_builtins = <PyObject*><void*>builtins  # (the one before may be in use)


def set_lander(function):
    """Whom to ask where the host can go on with frames of a unit (fastvm.frontend.landings.table)."""
    global lander
    lander = function


def enable():
    """Send the frames of all threads through the engine."""
    global engine_enabled
    install_builtins(True)
    install_collector(True)
    fvm_take_deaths(True)
    fvm_take_deaths_of_tracebacks(True)
    fvm_take_arenas(True)
    engine_enabled = True
    _PyInterpreterState_SetEvalFrameFunc(PyInterpreterState_Get(), <_PyFrameEvalFunction>evaluate)


def disable():
    """Leave new frames to the host. Generators that the engine began stay with it."""
    global engine_enabled
    engine_enabled = False
    install_builtins(False)
    install_collector(False)
    fvm_take_deaths_of_tracebacks(False)
    fvm_take_deaths(False)
    fvm_take_arenas(False)


def is_enabled():
    return engine_enabled


def run_hidden(function, /, *args):
    """Call a function with the present frames hidden: the frame that it runs in has no f_back."""
    cdef PyThreadState* ts = PyThreadState_Get()
    cdef _PyInterpreterFrame* frame = ts.cframe.current_frame
    # The hidden frames do not count for the recursion limit either, nor does the call of exec.
    cdef int depth = ts.recursion_limit - ts.recursion_remaining + (type(function) is type(len))
    ts.cframe.current_frame = NULL
    ts.recursion_remaining += depth
    try:
        return call_object(function, args)
    finally:
        ts.recursion_remaining -= depth
        ts.cframe.current_frame = frame


def run_private(function, /, *args):
    """Call a function of the engine's own, which the program is not to see or to interrupt."""
    return call_private(function, args)


def clear_type_cache():
    """As sys._clear_type_cache, for the engine's own cache of what was found in types."""
    forget_shared()


def end_inspection():
    """Take the prompt that -i and PYTHONINSPECT ask for over from the host."""
    fvm_end_inspection()


def stats():
    """Counters of the core.

    frames: how many frames the engine and the host ran, and the host's by reason. loop_turns: how often loops on the
    engine went back. units: how many code objects have one. instructions: how many there are in these (what is
    executed is not counted: that would cost time in every instruction). sites: for each instruction that has specialised forms, how many of its sites are in which form.
    """
    cdef CodeState* state = all_states
    cdef uint64_t engine = buried_calls, turns = buried_turns, host = 0
    cdef Py_ssize_t units = 0, instructions = 0
    cdef uint64_t sites[256]
    cdef Instr* ip
    cdef int i
    reasons = {}
    if buried_reasons != NULL:
        for reason, frames in (<dict><void*>buried_reasons).items():
            reasons["not hot yet" if reason is None else reason] = frames
            host += frames
    for i in range(256):
        sites[i] = 0
    while state != NULL:
        if state.host_frames:
            host += state.host_frames
            reason = <object><void*>state.reason if state.reason != NULL else "not hot yet"
            reasons[reason] = reasons.get(reason, 0) + state.host_frames
        if state.unit != NULL:
            units += 1
            withdraw(state.unit)
            engine += state.unit.calls
            turns += loop_turns(state.unit)
            ip = state.unit.code
            while ip < state.unit.code + state.unit.length:
                sites[ip.op] += 1
                instructions += 1
                ip += 1 + CACHE_WORDS[ip.op]
        state = state.next
    if traced_frames:
        reasons["traced or profiled"] = traced_frames
    specialised = {GENERIC_OF[i] for i in range(OP_COUNT) if GENERIC_OF[i] != i}
    forms = {}
    for i in range(OP_COUNT):
        if sites[i] and GENERIC_OF[i] in specialised:
            generic = (<bytes>OP_NAMES[GENERIC_OF[i]]).decode()
            forms.setdefault(generic, {})[(<bytes>OP_NAMES[i]).decode()] = sites[i]
    return {
        "frames": {"engine": engine, "host": host + traced_frames, "host_reasons": reasons},
        "loop_turns": turns,
        "units": units,
        "instructions": instructions,
        "sites": forms,
    }
