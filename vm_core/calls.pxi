# Calls: entering functions of the engine without C recursion, classes, and the way out to C functions.

cdef struct CallCache:          # CALL, CALL_METHOD (2 words)
    uint32_t version            # CALL_TYPE: the class's version
    uint32_t unused
    PyObject* init              # CALL_TYPE: its __init__, borrowed

cdef struct UnitCache:          # the other calls of what is the engine's: CALL_FUNCTION, CALL_METHOD_FUNCTION (2 words); and
                                # CALL, CALL_METHOD, CALL_KW, CALL_METHOD_KW, for the compiler only
    Unit* unit                  # of the last callee. Only `owner` may be read before it is known to be alive
    uint64_t class_version      # of the last class that was called, where there is no unit

cdef struct UnpackedCache:      # CALL_EX (2 words), for the compiler only
    Unit* unit                  # of the last callee, as in UnitCache
    uint32_t count              # with so many positional arguments
    uint32_t keywords           # and so many others

# A frame marked so runs an `__init__`: its result must be None, and the caller gets the instance instead.
cdef enum:
    FRAME_INIT = 4

# A frame marked so was entered by CALL_EX: what held the arguments stays alive in the caller's window until it returns,
# as it does in the host.
cdef enum:
    FRAME_EX = 64

# A frame marked so runs the method of an operator, for the instruction that the caller stands at: its result is the
# instruction's, unless it is NotImplemented. The operands die when it returns.
cdef enum:
    FRAME_OPERATOR = 128

cdef PyObject* EMPTY_TUPLE = NULL
cdef PyObject* EMPTY_STRING = NULL
cdef PyObject* NAME_INIT = NULL
cdef PyObject* NAME_IMPORT = NULL
cdef PyObject* LIST_APPEND = NULL       # the method descriptor list.append
cdef PyCFunction GENERATOR_SEND = NULL  # what `send` of generators and coroutines is in C


cdef int init_calls() except -1:
    global EMPTY_TUPLE, EMPTY_STRING, NAME_INIT, NAME_IMPORT, LIST_APPEND, GENERATOR_SEND
    cdef PyObject* send
    EMPTY_TUPLE = PyTuple_New(0)
    EMPTY_STRING = PyUnicode_FromString(b"")
    NAME_IMPORT = PyUnicode_InternFromString(b"__import__")
    NAME_INIT = PyUnicode_InternFromString(b"__init__")
    LIST_APPEND = PyObject_GetAttrString(<PyObject*>&PyList_Type, b"append")
    send = PyObject_GetAttrString(<PyObject*>&PyGen_Type, b"send")
    if LIST_APPEND == NULL or send == NULL:
        return -1
    GENERATOR_SEND = method_of(send)
    Py_DECREF(send)
    return 0


cdef inline CallCache* call_cache(Instr* ip) noexcept nogil:
    return <CallCache*>(ip + 1)


cdef inline Unit* cached_unit(Instr* ip, PyFunctionObject* func) noexcept nogil:
    """The unit to run `func` by the site's cache, which is filled if need be. NULL: the general way."""
    cdef Unit* unit = (<UnitCache*>(ip + 1)).unit
    if fvm_likely(unit.owner == <PyCodeObject*>func.func_code):
        return unit
    unit = ready_unit(func)
    if unit != NULL:
        (<UnitCache*>(ip + 1)).unit = unit
    return unit


cdef inline void drop_window(PyObject** window, Py_ssize_t count) noexcept nogil:
    """Drop what is left in a window; its registers become NULL."""
    cdef Py_ssize_t i
    cdef PyObject* value
    for i in range(count):
        value = window[i]
        if value != NULL:
            window[i] = NULL
            fvm_drop(value)


cdef inline _PyInterpreterFrame* enter_exact(PyThreadState* ts, Unit* unit, PyObject** window, Py_ssize_t count) noexcept nogil:
    """A frame for the function in window[0] with exactly its parameters in window[1..count]: takes over all
    references, leaves the window NULL. NULL: MemoryError, the window untouched."""
    cdef _PyInterpreterFrame* frame = new_frame(ts, <PyFunctionObject*>window[0], unit)
    cdef Py_ssize_t i
    cdef PyObject** locals_
    if fvm_unlikely(frame == NULL):
        return NULL
    locals_ = frame.localsplus
    window[0] = NULL
    for i in range(count):
        locals_[i] = window[i + 1]
        window[i + 1] = NULL
    fvm_clear_slots(locals_ + count, locals_ + unit.nregs)
    return frame


cdef inline bint enters_plainly(PyThreadState* ts, Unit* unit) noexcept nogil:
    """Whether a frame of `unit` can begin without anything being looked after first: the recursion limit, signals and
    the like, native code."""
    return ts.recursion_remaining > 0 and not fvm_eval_breaker(ts) and unit.calls < unit.call_limit


cdef inline void link_callee(PyThreadState* ts, _PyInterpreterFrame* callee, Unit* callee_unit, _PyInterpreterFrame* frame, Unit* unit, Instr* ip) noexcept nogil:
    """Make a filled frame the current one, called by `frame` at `ip`."""
    save_pc(frame, unit, ip)
    save_caller(callee, callee_unit, unit)
    callee.previous = frame
    ts.cframe.current_frame = callee
    ts.recursion_remaining -= 1


cdef _PyInterpreterFrame* enter_binding(PyThreadState* ts, Unit* unit, PyFunctionObject* func, PyObject** args, Py_ssize_t count, PyObject* kwnames) noexcept nogil:
    """A frame for `func` (stolen) with any arguments (stolen: `count` positional, then those named by
    kwnames). NULL with an exception set; everything is consumed all the same."""
    cdef _PyInterpreterFrame* frame = new_frame(ts, func, unit)
    cdef Py_ssize_t i, total = count
    if kwnames != NULL:
        total += PyTuple_GET_SIZE(kwnames)
    if fvm_unlikely(frame == NULL):
        for i in range(total):
            Py_DECREF(args[i])
        Py_DECREF(<PyObject*>func)
        return NULL
    fvm_clear_slots(frame.localsplus, frame.localsplus + unit.nregs)
    if bind_arguments(func, frame.localsplus, args, count, kwnames) < 0:
        # The frame was never linked: clear it as ceval does after a failed initialize_locals.
        clear_frame(ts, frame, unit)
        fvm_pop_slots(ts, frame)
        return NULL
    return frame


cdef inline PyObject** missing_defaults(PyFunctionObject* func, Unit* unit, Py_ssize_t count) noexcept nogil:
    """The defaults (borrowed) for the parameters from `count` on; NULL: it is not as simple as that."""
    cdef PyObject* defaults = func.func_defaults
    cdef Py_ssize_t missing = unit.positional - count
    if missing <= 0 or defaults == NULL or PyTuple_GET_SIZE(defaults) < missing:
        return NULL
    return (<PyTupleObject*>defaults).ob_item + (PyTuple_GET_SIZE(defaults) - missing)


cdef inline void fill_defaults(_PyInterpreterFrame* frame, Unit* unit, PyObject** defaults, Py_ssize_t count) noexcept nogil:
    """Fill the registers of a frame from its parameter `count` on."""
    cdef PyObject** locals_ = frame.localsplus
    copy_references(locals_ + count, defaults, unit.positional - count)
    fvm_clear_slots(locals_ + unit.positional, locals_ + unit.nregs)


cdef _PyInterpreterFrame* enter_window(PyThreadState* ts, Unit* unit, PyObject** window, Py_ssize_t count, PyObject* kwnames) noexcept nogil:
    """A frame for the function in window[0] and the `count` arguments after it, the last of them named by
    kwnames. The window is NULL afterwards, also on failure."""
    cdef Py_ssize_t i, total = count
    cdef _PyInterpreterFrame* frame
    cdef PyObject** defaults
    if kwnames != NULL:
        count -= PyTuple_GET_SIZE(kwnames)
    else:
        defaults = missing_defaults(<PyFunctionObject*>window[0], unit, count)
        frame = new_frame(ts, <PyFunctionObject*>window[0], unit) if defaults != NULL else NULL
        if frame != NULL:
            window[0] = NULL
            for i in range(count):
                frame.localsplus[i] = window[i + 1]
                window[i + 1] = NULL
            fill_defaults(frame, unit, defaults, count)
            return frame
        if fvm_unlikely(defaults != NULL):
            drop_window(window, count + 1)
            return NULL
    frame = enter_binding(ts, unit, <PyFunctionObject*>window[0], window + 1, count, kwnames)
    for i in range(total + 1):
        window[i] = NULL
    return frame


cdef enum:
    BOUND_ARGUMENTS = 24


cdef _PyInterpreterFrame* enter_bound_binding(PyThreadState* ts, Unit* unit, PyFunctionObject* func, PyObject* self, PyObject** args, Py_ssize_t count, PyObject* kwnames) noexcept nogil:
    """enter_bound for any parameters."""
    cdef PyObject* values[BOUND_ARGUMENTS]
    cdef Py_ssize_t i, total = count
    if kwnames != NULL:
        total += PyTuple_GET_SIZE(kwnames)
    values[0] = self
    Py_INCREF(self)
    for i in range(total):
        values[i + 1] = args[i]
        args[i] = NULL
    Py_INCREF(<PyObject*>func)
    return enter_binding(ts, unit, func, values, count + 1, kwnames)


cdef inline _PyInterpreterFrame* enter_bound(PyThreadState* ts, Unit* unit, PyFunctionObject* func, PyObject* self, PyObject** args, Py_ssize_t count, PyObject* kwnames) noexcept nogil:
    """A frame for `func` (borrowed) called with `self` (borrowed) before the arguments (stolen, their
    registers left NULL). At most BOUND_ARGUMENTS - 1 arguments in all. NULL with an exception set."""
    cdef _PyInterpreterFrame* frame
    cdef Py_ssize_t i
    cdef PyObject** defaults = NULL
    if unit.positional != count + 1:
        defaults = missing_defaults(func, unit, count + 1)
    if kwnames != NULL or (defaults == NULL and unit.positional != count + 1):
        return enter_bound_binding(ts, unit, func, self, args, count, kwnames)
    frame = new_frame(ts, func, unit)
    if fvm_unlikely(frame == NULL):
        return NULL
    Py_INCREF(<PyObject*>func)
    Py_INCREF(self)
    frame.localsplus[0] = self
    for i in range(count):
        frame.localsplus[i + 1] = args[i]
        args[i] = NULL
    if defaults != NULL:
        fill_defaults(frame, unit, defaults, count + 1)
    else:
        fvm_clear_slots(frame.localsplus + count + 1, frame.localsplus + unit.nregs)
    return frame


cdef int convert_call_ex(PyObject** window, bint with_kwargs) noexcept nogil:
    """CALL_EX: make the keyword arguments an exact dict and the positional ones an exact tuple, in the window;
    what they were made from dies here, before the call. -1 with an exception set."""
    cdef PyObject *converted
    cdef PyObject *old
    if with_kwargs and not PyDict_CheckExact(window[2]):
        converted = check_call_kwargs(window[0], window[2])
        if converted == NULL:
            return -1
        old = window[2]
        window[2] = converted
        Py_DECREF(old)
    if not PyTuple_CheckExact(window[1]):
        converted = check_call_args(window[0], window[1])
        if converted == NULL:
            return -1
        old = window[1]
        window[1] = converted
        Py_DECREF(old)
    return 0


cdef inline void note_unpacked(Instr* ip, Unit* unit, PyObject** window) noexcept nogil:
    """Let a CALL_EX remember for the compiler what it has called with how many arguments."""
    cdef UnpackedCache* cache = <UnpackedCache*>(ip + 1)
    cache.unit = unit
    cache.count = <uint32_t>PyTuple_GET_SIZE(window[1])
    cache.keywords = <uint32_t>PyDict_GET_SIZE(window[2]) if ip.c else 0


cdef bint may_unpack(PyObject** window, bint with_kwargs) noexcept nogil:
    """Whether enter_unpacked is for the arguments of a CALL_EX: there are not too many, and keywords are strings."""
    cdef Py_ssize_t count = PyTuple_GET_SIZE(window[1])
    cdef Py_ssize_t place = 0
    cdef PyObject *key
    cdef PyObject *value
    if with_kwargs:
        count += PyDict_GET_SIZE(window[2])
        # (A dict that has met no other key than strings knows it.)
        if fvm_unlikely(not fvm_keys_unicode(fvm_keys(window[2]))):
            while PyDict_Next(window[2], &place, &key, &value):
                if not PyUnicode_Check(key):
                    return False
    return count <= BOUND_ARGUMENTS


cdef _PyInterpreterFrame* enter_unpacked(PyThreadState* ts, Unit* unit, PyObject** window, bint with_kwargs) noexcept nogil:
    """A frame for the function in window[0] with the arguments in the tuple window[1] and the dict window[2].
    The function's reference is taken out of the window; in its place may be what holds the arguments during the call. NULL
    with an exception set."""
    cdef PyObject* values[BOUND_ARGUMENTS]
    cdef PyObject* func = window[0]
    cdef PyObject* kwnames
    cdef PyObject* held
    cdef Py_ssize_t count = PyTuple_GET_SIZE(window[1])
    cdef Py_ssize_t total = count
    cdef Py_ssize_t place = 0
    cdef PyObject *key
    cdef PyObject *value
    cdef _PyInterpreterFrame* frame
    copy_references(values, (<PyTupleObject*>window[1]).ob_item, count)
    if not with_kwargs or PyDict_GET_SIZE(window[2]) == 0:
        window[0] = NULL
        return enter_binding(ts, unit, <PyFunctionObject*>func, values, count, NULL)
    kwnames = fvm_new_tuple(ts, PyDict_GET_SIZE(window[2]))
    if fvm_unlikely(kwnames == NULL):
        drop_arguments(values, count)
        return NULL
    while PyDict_Next(window[2], &place, &key, &value):
        Py_INCREF(key)
        PyTuple_SET_ITEM(kwnames, total - count, key)
        Py_INCREF(value)
        values[total] = value
        total += 1
    # The host has all arguments once more, in the array that it unpacks the dict to: reference counts tell.
    held = fvm_new_tuple(ts, total)
    if fvm_unlikely(held == NULL):
        drop_arguments(values, total)
        Py_DECREF(kwnames)
        return NULL
    copy_references((<PyTupleObject*>held).ob_item, values, total)
    window[0] = held
    frame = enter_binding(ts, unit, <PyFunctionObject*>func, values, count, kwnames)
    fvm_drop(kwnames)
    return frame


cdef inline int convention(PyMethodDef* definition) noexcept nogil:
    """How a function of C code is called. (A static one, which is given no object although it has one, by the host only.)"""
    return definition.ml_flags & (METH_NOARGS | METH_O | METH_FASTCALL | METH_VARARGS | METH_KEYWORDS | METH_METHOD | METH_STATIC)


cdef inline bint is_function_called(PyObject* callable_, int how) noexcept nogil:
    """Whether this is a function of C code that is called so."""
    return Py_TYPE(callable_) == &PyCFunction_Type and convention((<PyCFunctionObject*>callable_).m_ml) == how


cdef inline bint is_method_called(PyObject* callable_, PyObject* self, int how) noexcept nogil:
    """Whether this (or NULL) is a method of C code that is called so, and of the very class of `self`."""
    return callable_ != NULL and Py_TYPE(callable_) == &PyMethodDescr_Type and PyDescr_TYPE(callable_) == Py_TYPE(self) \
        and convention((<PyMethodDescrObject*>callable_).d_method) == how


cdef inline PyCFunction method_of(PyObject* descriptor) noexcept nogil:
    return (<PyMethodDescrObject*>descriptor).d_method.ml_meth


cdef inline PyObject* call_checked(PyThreadState* ts, PyCFunction function, PyObject* self, PyObject* argument) noexcept nogil:
    """A C function called with one argument or NULL, under the host's recursion check."""
    cdef PyObject* result
    ts.recursion_remaining -= 1
    if fvm_unlikely(ts.recursion_remaining < 0) and _Py_CheckRecursiveCall(ts, b" while calling a Python object") < 0:
        return NULL
    result = function(self, argument) if fvm_likely(function != GENERATOR_SEND) else call_send(ts, self, argument)
    ts.recursion_remaining += 1
    return result


cdef inline PyObject* call_fast(PyCFunction function, PyObject* self, PyObject** args, Py_ssize_t count) noexcept nogil:
    """A C function called by METH_FASTCALL. (The host makes no recursion check here either.)"""
    return (<_PyCFunctionFast><void*>function)(self, args, count)


cdef inline PyObject* call_fast_with_keywords(PyObject** window, size_t nargs, PyObject* kwnames, bint* possible) noexcept nogil:
    """Call window[0] if it is called by METH_FASTCALL | METH_KEYWORDS. (The host makes no recursion check either, once it has
    specialised the call; it does where a method is given names.)"""
    cdef PyObject* called = window[0]
    possible[0] = True
    if is_function_called(called, METH_FASTCALL | METH_KEYWORDS):
        return (<_PyCFunctionFastWithKeywords><void*>(<PyCFunctionObject*>called).m_ml.ml_meth)(
            (<PyCFunctionObject*>called).m_self, window + 1, nargs, kwnames)
    if kwnames == NULL and nargs >= 1 and is_method_called(called, window[1], METH_FASTCALL | METH_KEYWORDS):
        return (<_PyCFunctionFastWithKeywords><void*>method_of(called))(window[1], window + 2, nargs - 1, NULL)
    possible[0] = False
    return NULL


cdef inline void drop_full(PyObject** window, Py_ssize_t count) noexcept nogil:
    """drop_window where no register is NULL, and there is at least one."""
    cdef PyObject** end = window + count
    cdef PyObject* value
    while True:
        value = window[0]
        window[0] = NULL
        fvm_drop(value)
        window += 1
        if window == end:
            return


cdef inline int end_c_call(PyThreadState* ts, _PyInterpreterFrame* frame, Instr* ip, int64_t delta, PyObject** regs, PyObject* result) noexcept nogil:
    """Write what a C function has returned (stolen, or NULL), and say how the instruction ends: ON_NEXT, ON_TRACED, ON_ERROR."""
    if fvm_unlikely(result == NULL):
        return ON_ERROR
    if fvm_unlikely(fvm_eval_breaker(ts)) and handle_pending(ts) < 0:
        Py_DECREF(result)
        return ON_ERROR
    put(frame, ip, delta, regs, ip.a, result)
    return ON_TRACED if fvm_unlikely(ts.cframe.use_tracing != 0) else ON_NEXT


cdef void raise_init_result(PyObject* result) noexcept nogil:
    """The TypeError for an `__init__` that returned `result` (borrowed)."""
    PyErr_Format(PyExc_TypeError, b"__init__() should return None, not '%.200s'", Py_TYPE(result).tp_name)


cdef inline bint makes_plainly(PyTypeObject* type) noexcept nogil:
    """Whether a call of this class makes the instance by object.__new__, whatever follows."""
    if type.tp_new != PyBaseObject_Type.tp_new or Py_TYPE(<PyObject*>type).tp_call != PyType_Type.tp_call:
        return False
    if type.tp_flags & Py_TPFLAGS_IS_ABSTRACT or not type.tp_flags & Py_TPFLAGS_HEAPTYPE:
        return False
    return type.tp_vectorcall == NULL


cdef PyFunctionObject* heap_class_init(PyTypeObject* type, Unit** unit) noexcept nogil:
    """class_init for a class that is not static."""
    cdef PyObject* init
    cdef bint plain = makes_plainly(type)
    if not plain and not fvm_makes_exception(type):
        return NULL
    init = _PyType_Lookup(type, NAME_INIT)
    if init == NULL or Py_TYPE(init) != &PyFunction_Type or fvm_type_version(type) == 0:
        return NULL
    unit[0] = ready_unit(<PyFunctionObject*>init)
    # (The host keeps what it gives an exception in a tuple, until `__init__` returns.)
    if unit[0] == NULL or not (plain or unit[0].keeps_arguments):
        return NULL
    fvm_claim_pool(type)
    return <PyFunctionObject*>init


cdef inline PyFunctionObject* class_init(PyTypeObject* type, Unit** unit) noexcept nogil:
    """The `__init__` (borrowed) to run in this loop when `type` is called, or NULL for the general way:
    instances must be made by object.__new__ or BaseException.__new__, and the metaclass must not define `__call__`."""
    return heap_class_init(type, unit) if type.tp_flags & Py_TPFLAGS_HEAPTYPE else NULL


cdef inline void note_callee(Instr* ip, Unit* unit, PyTypeObject* type) noexcept nogil:
    """Let a site that is not quickened remember for the compiler what it has called: a function of this unit, or a
    class."""
    cdef UnitCache* cache = <UnitCache*>(ip + 1)
    cdef uint64_t version = fvm_type_version(type) if type != NULL else 0
    cache.unit = unit
    cache.class_version = version


cdef _PyInterpreterFrame* enter_quickened(PyThreadState* ts, Instr* ip, PyObject** window, Unit** unit) noexcept nogil:
    """A frame for CALL_TYPE, CALL_BOUND and CALL_METHOD_HELD, and its unit; what the frame does not need of the window dies here.
    NULL: the site has met something else and the window is as it was, or an exception is set. (A function, to
    leave the loop's processor registers to the instructions that run more often.)"""
    cdef PyObject* called = window[0]
    cdef PyObject* self
    cdef PyFunctionObject* func
    cdef _PyInterpreterFrame* frame
    if ip.op == OP_CALL_METHOD_HELD:
        if called != NULL or Py_TYPE(window[1]) != &PyFunction_Type:
            return NULL
        unit[0] = cached_unit(ip, <PyFunctionObject*>window[1])
        return enter_window(ts, unit[0], window + 1, ip.c, NULL) if unit[0] != NULL else NULL
    if ip.op == OP_CALL_BOUND:
        if Py_TYPE(called) != &PyMethod_Type or Py_TYPE((<PyMethodObject*>called).im_func) != &PyFunction_Type:
            return NULL
        func = <PyFunctionObject*>(<PyMethodObject*>called).im_func
        unit[0] = cached_unit(ip, func)
        if unit[0] == NULL:
            return NULL
        frame = enter_bound(ts, unit[0], func, (<PyMethodObject*>called).im_self, window + 1, ip.c, NULL)
        window[0] = NULL
    else:
        if not PyType_Check(called) or (<PyTypeObject*>called).tp_version_tag != call_cache(ip).version \
                or Py_TYPE(called).tp_call != PyType_Type.tp_call:
            return NULL
        func = <PyFunctionObject*>call_cache(ip).init
        unit[0] = ready_unit(func)
        self = instance_for(ts, <PyTypeObject*>called, window + 1, ip.c) if unit[0] != NULL else NULL
        if self == NULL:
            return NULL
        frame = enter_bound(ts, unit[0], func, self, window + 1, ip.c, NULL)
        if frame != NULL:
            fvm_frame_set_mark(frame, FVM_FRAME_OURS | FRAME_INIT)
        window[0] = self
    Py_DECREF(called)
    return frame


# What types the operands of operators had that found their way to methods of Python classes, and of complex ones, by the
# place of the instruction: for the compiler. Direct mapped.
cdef enum:
    SEEN_OPERANDS = 4096

cdef struct SeenOperands:
    Instr* ip
    uint32_t left               # versions of the types
    uint32_t right

cdef SeenOperands seen_operands[SEEN_OPERANDS]


cdef inline bint is_noteworthy(PyObject* x) noexcept nogil:
    """Whether an operand's class is of a class statement's or an extension's making, or it is complex: for that no instruction
    has forms that would tell."""
    return fvm_is_foreign(Py_TYPE(x)) or Py_TYPE(x) == &PyComplex_Type


cdef void write_operands(Instr* ip, PyObject* x, PyObject* y) noexcept nogil:
    """Remember the types of an instruction's operands. y may be NULL."""
    cdef SeenOperands* seen = seen_operands + (<size_t>ip >> 3) % SEEN_OPERANDS
    cdef uint32_t right_version = fvm_type_version(Py_TYPE(y)) if y != NULL else 0
    if seen.ip == ip and seen.left == Py_TYPE(x).tp_version_tag and seen.right == right_version:
        return
    seen.ip = ip
    seen.left = fvm_type_version(Py_TYPE(x))
    seen.right = right_version


cdef inline void note_operands(Instr* ip, PyObject* x, PyObject* y) noexcept nogil:
    """Remember the types of an instruction's operands, where one is noteworthy. (Most are not, and it is called for no
    others.)"""
    if is_noteworthy(x) or is_noteworthy(y):
        write_operands(ip, x, y)


cdef inline void note_terms(Instr* ip, PyObject* x, PyObject* y) noexcept nogil:
    """The same of an arithmetic instruction, to which containers are noteworthy, too."""
    if is_noteworthy(x) or is_noteworthy(y) or fvm_makes_container(Py_TYPE(x)) or fvm_makes_container(Py_TYPE(y)):
        write_operands(ip, x, y)


# How many classes are looked at in search of one; a class with several bases is met by each of them.
cdef enum:
    CLASSES_SEARCHED = 20000


cdef PyTypeObject* search_version(PyTypeObject* type, uint32_t version, int* rest) noexcept nogil:
    """The class (borrowed) of this version among `type` and those derived from it."""
    cdef Py_ssize_t place = 0
    cdef PyTypeObject* derived
    cdef PyTypeObject* found = NULL
    if type.tp_version_tag == version and PyType_HasFeature(type, Py_TPFLAGS_VALID_VERSION_TAG):
        return type
    rest[0] -= 1
    if rest[0] < 0:
        return NULL
    derived = next_derived(type, &place)
    while derived != NULL and found == NULL:
        found = search_version(derived, version, rest)
        derived = next_derived(type, &place)
    return found


cdef PyTypeObject* class_of_version(uint32_t version) noexcept nogil:
    """The class (borrowed) that has this version now; else NULL. For the compiler, which finds versions in caches: caches
    that kept their classes would keep dead ones, or need to be told of each death."""
    cdef int rest = CLASSES_SEARCHED
    return search_version(&PyBaseObject_Type, version, &rest) if version != 0 else NULL


cdef void collect_versions(PyTypeObject* type, set versions):
    """The versions of all classes from `type` on. Caches remember many of which the classes are gone, or have changed: looking
    for each of these would go through all classes each time."""
    cdef Py_ssize_t place = 0
    cdef PyTypeObject* derived
    if PyType_HasFeature(type, Py_TPFLAGS_VALID_VERSION_TAG):
        versions.add(type.tp_version_tag)
    derived = next_derived(type, &place)
    while derived != NULL:
        collect_versions(derived, versions)
        derived = next_derived(type, &place)


cdef inline PyObject* new_instance(PyThreadState* ts, PyTypeObject* type) noexcept nogil:
    """object.__new__(type): a new reference."""
    cdef PyObject* instance = fvm_pooled_instance(ts, type)
    return instance if instance != NULL else PyBaseObject_Type.tp_new(type, EMPTY_TUPLE, NULL)


cdef inline PyObject* instance_for(PyThreadState* ts, PyTypeObject* type, PyObject** arguments, Py_ssize_t count) noexcept nogil:
    """The instance for a call, with these positional arguments (borrowed), of a class that has a `class_init`: a new
    reference, or NULL with an exception set."""
    if fvm_likely(type.tp_new == PyBaseObject_Type.tp_new):
        return new_instance(ts, type)
    return fvm_new_exception(ts, type, arguments, count)


cdef enum:
    HOST_WARM = 8               # calls of a function after which the host specialises its instructions

cdef inline PyObject* call_vector(PyThreadState* ts, Unit* unit, PyObject** window, Py_ssize_t count, PyObject* kwnames) noexcept nogil:
    """Call window[0] with the arguments after it, by vectorcall; the window stays the caller's, whose unit this is."""
    cdef size_t nargs = count
    cdef PyObject* result[1]
    cdef bint done
    if kwnames != NULL:
        nargs -= PyTuple_GET_SIZE(kwnames)
    if fvm_unlikely(may_consume(window, nargs)) and call_consumer(ts, window, nargs, kwnames, result):
        return result[0]
    if fvm_unlikely(ts.cframe.use_tracing != 0):
        return traced_vectorcall(ts, window[0], window + 1, nargs | PY_VECTORCALL_ARGUMENTS_OFFSET, kwnames)
    if unit.calls > HOST_WARM:
        result[0] = call_fast_with_keywords(window, nargs, kwnames, &done)
        if done:
            return result[0]
    return PyObject_Vectorcall(window[0], window + 1, nargs | PY_VECTORCALL_ARGUMENTS_OFFSET, kwnames)


cdef PyObject* make_function(_PyInterpreterFrame* frame, PyObject** window, int parts, PyObject* code) noexcept nogil:
    """MAKE_FUNCTION: a new function of `code`; the window is consumed."""
    cdef PyFunctionObject* func = <PyFunctionObject*>PyFunction_New(code, frame.f_globals)
    cdef int i = 0
    if func == NULL:
        drop_window(window, ((parts & 1) + (parts >> 1 & 1) + (parts >> 2 & 1) + (parts >> 3 & 1)))
        return NULL
    if parts & HAS_DEFAULTS:
        func.func_defaults = window[i]
        window[i] = NULL
        i += 1
    if parts & HAS_KWDEFAULTS:
        func.func_kwdefaults = window[i]
        window[i] = NULL
        i += 1
    if parts & HAS_ANNOTATIONS:
        func.func_annotations = window[i]
        window[i] = NULL
        i += 1
    if parts & HAS_CLOSURE:
        func.func_closure = window[i]
        window[i] = NULL
    return <PyObject*>func
