# Builtin functions that use up a generator of ours: sum(), any(), all(), min(), max(), list(), tuple(), set(), sorted(),
# str.join().
#
# Where the generator is hot, the engine does what the function does, item by item; and the generator gets native code of a
# second kind (`Consumer`), which takes the place of both: it goes on behind a `yield` after having done with the item what
# the function would. Nothing else is different: the generator is a genuine one, it is running meanwhile, and the frame of
# whoever called the function is the one below its own. What the function has made so far (the *result*) is
# handed over in the first slot past the frame's registers, which only suspended frames use otherwise. Wherever native code
# leaves, the result is there, and the generator goes on to its next `yield` in the loop; that item is the
# engine's to deal with, and then native code can be entered again.

cdef enum:
    CONSUME_LIST = 0            # the order of fastvm.jit.policy.CONSUMERS
    CONSUME_SUM = 1
    CONSUME_ANY = 2
    CONSUME_ALL = 3
    CONSUME_MIN = 4
    CONSUME_MAX = 5
    CONSUME_SET = 6
    CONSUMERS = 7

    CONSUMED_PATIENCE = 30
    FIRST_CONSUMER = -2         # pc of a request for CONSUME_LIST, and on downwards

cdef struct Consumer:
    NativeCode* native
    uint64_t limit              # ask for it when the unit's `calls` gets there
    PyTypeObject* start         # borrowed: of what has been made before the first item, if the code is good for that

cdef PyObject* consuming_functions[5]   # sum, any, all, min, max; owned
cdef PyObject* SORTED = NULL
cdef PyObject* STR_JOIN = NULL
cdef PyObject* NAME_SORT = NULL


cdef int init_consumers() except -1:
    import builtins
    global SORTED, STR_JOIN, NAME_SORT
    cdef int i
    for i, name in enumerate(("sum", "any", "all", "min", "max")):
        function = getattr(builtins, name)
        Py_INCREF(<PyObject*>function)
        consuming_functions[i] = <PyObject*>function
    function = sorted
    Py_INCREF(<PyObject*>function)
    SORTED = <PyObject*>function
    function = str.join
    Py_INCREF(<PyObject*>function)
    STR_JOIN = <PyObject*>function
    name = "sort"
    Py_INCREF(<PyObject*>name)
    NAME_SORT = <PyObject*>name
    return 0


cdef void free_consumers(Unit* unit) noexcept nogil:
    cdef int i
    if unit.consumers != NULL:
        for i in range(CONSUMERS):
            free_native(unit.consumers[i].native)
        free(unit.consumers)


cdef inline bint may_consume(PyObject** window, Py_ssize_t count) noexcept nogil:
    """Whether a call's last argument is a generator, and something might be gained."""
    return (count == 1 or count == 2) and Py_TYPE(window[count]) == &PyGen_Type and jit_call_limit != <uint64_t>-1


cdef int consumer_of(PyObject** window, Py_ssize_t count, PyObject* kwnames) noexcept nogil:
    """What the call of window[0] does with its only argument, a generator (of str.join: beside the str; of sorted(): before
    those with names); -1: who knows."""
    cdef PyObject* function = window[0]
    cdef int i
    if kwnames != NULL:
        return CONSUME_LIST if function == SORTED and count == 1 else -1
    if count == 2:
        return CONSUME_LIST if function == STR_JOIN and PyUnicode_CheckExact(window[1]) else -1
    if function == <PyObject*>&PySet_Type:
        return CONSUME_SET
    if function == <PyObject*>&PyList_Type or function == <PyObject*>&PyTuple_Type or function == SORTED:
        return CONSUME_LIST
    for i in range(5):
        if function == consuming_functions[i]:
            return CONSUME_SUM + i
    return -1


cdef inline void let_consumer_go_first(Unit* unit) noexcept nogil:
    """Put off asking for native code of the generator alone: while it is consumed in a way that is going to be compiled,
    most of its resumptions go away."""
    if unit.native == NULL and unit.call_limit != <uint64_t>-1:
        unit.call_limit = max(unit.call_limit, unit.calls + CONSUMED_PATIENCE * jit_call_limit)


cdef bint call_consumer(PyThreadState* ts, PyObject** window, Py_ssize_t count, PyObject* kwnames, PyObject** result) noexcept nogil:
    """Do a call of one of the functions, on a generator that is worth it, in their place: whether that was possible.
    *result: new, or NULL with an exception set. The window stays the caller's."""
    cdef PyGenObject* gen = <PyGenObject*>window[count]
    cdef int kind = consumer_of(window, count, kwnames)
    cdef Unit* unit
    cdef Consumer* consumer
    cdef NativeCode* native
    cdef bint counted
    if kind < 0 or not resumable(ts, <PyObject*>gen, Py_None) or fvm_resolving or room_is_short():
        return False
    unit = unit_of(<_PyInterpreterFrame*>gen.gi_iframe)
    if unit.calls < jit_call_limit:
        let_consumer_go_first(unit)
        return False
    if unit.consumers == NULL:
        unit.consumers = <Consumer*>calloc(CONSUMERS, sizeof(Consumer))
        if unit.consumers == NULL:
            return False
    consumer = unit.consumers + kind
    native = consumer.native
    if native == NULL or native.failures >= native.failure_limit:
        if native != NULL and native.function == NULL:
            if not fvm_code_done(native.machine):
                let_consumer_go_first(unit)
                return False
        elif unit.calls < consumer.limit:
            if consumer.limit != <uint64_t>-1:
                let_consumer_go_first(unit)
            return False
    # Some of the functions are called under the host's recursion check, and count while they run.
    counted = CONSUME_ANY <= kind <= CONSUME_MAX or count == 2
    if counted and ts.recursion_remaining <= 1:
        return False
    ts.recursion_remaining -= counted
    result[0] = consume(ts, gen, unit, kind, window[0])
    ts.recursion_remaining += counted
    if result[0] != NULL and kind == CONSUME_LIST:
        finish_consumed_list(window, count, kwnames, result)
    return True


cdef bint sort(PyObject* items, PyObject** window, PyObject* kwnames) noexcept nogil:
    """`items.sort()` with the named arguments of sorted(), whose window it is. False: an exception is set."""
    cdef PyObject* gen = window[1]
    cdef PyObject* none
    if kwnames == NULL:
        return PyList_Sort(items) == 0
    window[1] = items
    none = PyObject_VectorcallMethod(NAME_SORT, window + 1, 1, kwnames)
    window[1] = gen
    Py_XDECREF(none)
    return none != NULL


cdef void finish_consumed_list(PyObject** window, Py_ssize_t count, PyObject* kwnames, PyObject** result) noexcept nogil:
    """Make of a list of the items what the function makes."""
    cdef PyObject* items = result[0]
    if count == 2:
        result[0] = PyUnicode_Join(window[1], items)
    elif window[0] == <PyObject*>&PyTuple_Type:
        result[0] = PyList_AsTuple(items)
    elif window[0] == SORTED:
        if sort(items, window, kwnames):
            return
        result[0] = NULL
    else:
        return
    Py_DECREF(items)


cdef inline bint may_start(Consumer* consumer, PyObject* made) noexcept nogil:
    """Whether native code was made for what has been made before the first item: not, where that is the int 0 of sum()
    and the items are floats, nor where it is the first item."""
    return made == NULL and consumer.start == NULL or made != NULL and Py_TYPE(made) == consumer.start


cdef PyObject* consume(PyThreadState* ts, PyGenObject* gen, Unit* unit, int kind, PyObject* function) noexcept nogil:
    """What the function makes of the generator's items; of CONSUME_LIST a list. New, or NULL with an exception set."""
    cdef Consumer* consumer = unit.consumers + kind
    cdef PyObject* made = NULL
    cdef PyObject* item = NULL
    cdef NativeCode* native = NULL
    cdef int outcome
    cdef bint asked = False
    cdef int64_t again
    cdef int status
    if kind == CONSUME_LIST:
        made = PyList_New(0)
    elif kind == CONSUME_SUM:
        made = PyLong_FromLong(0)
    elif kind == CONSUME_SET:
        made = PySet_New(NULL)
    if made == NULL and (kind <= CONSUME_SUM or kind == CONSUME_SET):
        return NULL
    if consumer.native != NULL and consumer.native.function != NULL and may_start(consumer, made):
        native = consumer.native
    Py_INCREF(<PyObject*>gen)
    while True:
        if native != NULL and native.failures < native.failure_limit and may_advance(ts, gen, Py_None):
            Py_INCREF(Py_None)
            outcome = advance(ts, gen, unit, native, Py_None, &made, &item)
        else:
            outcome = send_to_generator(ts, <PyObject*>gen, Py_None, &item)
        if outcome != PYGEN_NEXT:
            if outcome == PYGEN_RETURN:
                Py_DECREF(item)
            break
        status = take_item(kind, &made, item)
        if status != 0:
            Py_DECREF(<PyObject*>gen)
            if status > 0:
                return made
            Py_XDECREF(made)
            return NULL
        # The first item shows what there is to be done.
        if native == NULL and not asked or native != NULL and native.failures >= native.failure_limit:
            asked = True
            native = consumer.native
            if native == NULL or native.failures >= native.failure_limit:
                consumer.start = Py_TYPE(made) if made != NULL else NULL
                (<_PyInterpreterFrame*>gen.gi_iframe).localsplus[unit.nregs] = made
                native = better_native(ts, <_PyInterpreterFrame*>gen.gi_iframe, unit, FIRST_CONSUMER - kind, unit.length,
                                       &consumer.native, &again)
                if native == NULL and again != JIT_NEXT_TIME:
                    consumer.limit = unit.calls + <uint64_t>again if again != JIT_NEVER else <uint64_t>-1
    Py_DECREF(<PyObject*>gen)
    if outcome == PYGEN_ERROR:
        Py_XDECREF(made)
        return NULL
    if kind == CONSUME_ANY or kind == CONSUME_ALL:
        return boolean(kind == CONSUME_ALL)
    if made == NULL:
        return PyObject_CallOneArg(function, EMPTY_TUPLE)  # it knows what to say
    return made


cdef int take_item(int kind, PyObject** made, PyObject* item) noexcept nogil:
    """Do with an item (stolen) what the function does. 1: it has seen enough, *made is what it returns; -1: an exception
    is set."""
    cdef PyObject* new
    cdef int status = 0
    if kind == CONSUME_LIST:
        status = PyList_Append(made[0], item)
        Py_DECREF(item)
        return status
    if kind == CONSUME_SET:
        status = PySet_Add(made[0], item)
        Py_DECREF(item)
        return status
    if kind == CONSUME_SUM:
        new = PyNumber_Add(made[0], item)
        Py_DECREF(made[0])
        Py_DECREF(item)
        made[0] = new
        return 0 if new != NULL else -1
    if kind == CONSUME_ANY or kind == CONSUME_ALL:
        status = truth(item)
        Py_DECREF(item)
        if status < 0:
            return -1
        if status == (kind == CONSUME_ANY):
            made[0] = boolean(kind == CONSUME_ANY)
            return 1
        return 0
    if made[0] == NULL:
        made[0] = item
        return 0
    status = PyObject_RichCompareBool(item, made[0], Py_LT if kind == CONSUME_MIN else Py_GT)
    if status > 0:
        new = made[0]
        made[0] = item
        Py_DECREF(new)
        return 0
    Py_DECREF(item)
    return status
