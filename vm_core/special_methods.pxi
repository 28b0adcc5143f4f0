# Special methods that are no operators: `x in c`, `c[k] = v`, `len(c)`, the truth of an object, instances that are called,
# what stores an attribute, `super()`. Native code inlines them, by what the loop has seen in their places. Where it leaves inside one, the loop
# finishes the instruction when the method returns: as the host's slots do, which call the method otherwise.

cdef inline void note_instance(Instr* ip, PyObject* x) noexcept nogil:
    """Remember the class of an instance that an instruction is about."""
    if PyType_HasFeature(Py_TYPE(x), Py_TPFLAGS_HEAPTYPE):
        write_operands(ip, x, NULL)


cdef inline void note_called(_PyInterpreterFrame* frame, Instr* ip, PyObject* called, PyObject* argument) noexcept nogil:
    """Remember whose special method a call of what is no function comes to: an instance's that is called; the argument's
    (NULL: there is not exactly one), as `len()` asks it; the first local's, where `super()` is called."""
    if not PyType_Check(called):
        if argument != NULL and Py_TYPE(called) == &PyCFunction_Type:
            note_instance(ip, argument)
        else:
            note_instance(ip, called)
    elif fvm_unlikely(called == <PyObject*>&PySuper_Type) and argument == NULL and frame.localsplus[0] != NULL:
        note_instance(ip, frame.localsplus[0])


cdef PyObject* as_length(PyObject* result) noexcept nogil:
    """What len() gives when `__len__` has returned `result` (stolen): new, or NULL."""
    cdef PyObject* index = PyNumber_Index(result)
    cdef Py_ssize_t length
    Py_DECREF(result)
    if index == NULL:
        return NULL
    if Py_SIZE(index) < 0:
        Py_DECREF(index)
        PyErr_SetString(PyExc_ValueError, b"__len__() should return >= 0")
        return NULL
    length = PyNumber_AsSsize_t(index, PyExc_OverflowError)
    Py_DECREF(index)
    return PyLong_FromSsize_t(length) if length >= 0 else NULL


cdef int as_truth(int op, PyObject* result) noexcept nogil:
    """The truth that `__contains__` or `__bool__` has returned (stolen); -1: an exception is set."""
    cdef int flag
    if (op == OP_JUMP_IF_TRUE or op == OP_JUMP_IF_FALSE) and Py_TYPE(result) != &PyBool_Type:
        PyErr_Format(PyExc_TypeError, b"__bool__ should return bool, returned %s", Py_TYPE(result).tp_name)
        flag = -1
    else:
        flag = truth(result)
    Py_DECREF(result)
    return flag


cdef inline bint may_jump(int op) noexcept nogil:
    """Whether the instruction that a special method was called for may jump."""
    return op == OP_JUMP_COMPARE or op == OP_JUMP_IN or op == OP_JUMP_IF_TRUE or op == OP_JUMP_IF_FALSE


cdef inline bint is_special(int op) noexcept nogil:
    """Whether end_special finishes this instruction."""
    return (op == OP_BEFORE_WITH or op == OP_SETITEM or op == OP_SETATTR or op == OP_CALL or op == OP_IN
            or (may_jump(op) and op != OP_JUMP_COMPARE))


cdef bint end_special(_PyInterpreterFrame* frame, Unit* unit, Instr** place, PyObject* result) noexcept nogil:
    """Finish the instruction at *place with its method's result (stolen), and go on behind it; False: an exception is set."""
    cdef Instr* ip = place[0]
    cdef int op = GENERIC_OF[ip.op]
    cdef int64_t delta = unit.where_delta
    cdef PyObject** regs = frame.localsplus
    cdef int variant = ip.flags >> VARIANT_SHIFT
    cdef int flag
    present(frame, ip, delta)
    if op == OP_BEFORE_WITH:
        regs[ip.a + 1] = result  # (the bound `__exit__` is there, and has taken the manager)
    elif op == OP_SETITEM:
        Py_DECREF(result)
        # The host's order: value, container, key.
        if ip.flags & KILL_C:
            kill(frame, ip, delta, regs, ip.c)
        if ip.flags & KILL_A:
            kill(frame, ip, delta, regs, ip.a)
        if ip.flags & KILL_B:
            kill(frame, ip, delta, regs, ip.b)
    elif op == OP_SETATTR:
        Py_DECREF(result)
        if ip.flags & KILL_B:
            kill(frame, ip, delta, regs, ip.b)
        if ip.flags & KILL_A:
            kill(frame, ip, delta, regs, ip.a)
    elif op == OP_CALL:
        result = as_length(result)
        if result == NULL:
            return False
        drop_window(regs + ip.b, 2)
        put(frame, ip, delta, regs, ip.a, result)
    else:
        flag = as_truth(op, result)
        if flag < 0:
            return False
        if op == OP_JUMP_IF_TRUE or op == OP_JUMP_IF_FALSE:
            if ip.flags & KILL_A:
                kill(frame, ip, delta, regs, ip.a)
            place[0] = ip + 1 + (long_jump(ip) if flag == (op == OP_JUMP_IF_TRUE) else 0)
            return True
        flag = flag != (variant & 1)
        kill_sources(frame, ip, delta, regs)
        if op == OP_JUMP_IN:
            place[0] = ip + 1 + (ip.a if flag else 0)
            return True
        put(frame, ip, delta, regs, ip.a, boolean(flag))
    place[0] = ip + 1 + CACHE_WORDS[ip.op]
    return True


# --- super() --------------------------------------------------------------------------------------------

cdef PyTypeObject* class_with(PyObject* mro, Py_ssize_t* place, PyObject* code) noexcept nogil:
    """The first class in an mro that has a function with this code in its dict, and its place there; NULL: none has."""
    cdef Py_ssize_t at
    cdef PyObject *key
    cdef PyObject *value
    cdef PyObject* cls
    while place[0] < PyTuple_GET_SIZE(mro):
        cls = PyTuple_GET_ITEM(mro, place[0])
        at = 0
        while PyType_Check(cls) and PyDict_Next((<PyTypeObject*>cls).tp_dict, &at, &key, &value):
            if Py_TYPE(value) == &PyFunction_Type and (<PyFunctionObject*>value).func_code == code:
                return <PyTypeObject*>cls
        place[0] += 1
    return NULL


def jit_super(version, code, name):
    """What `super().name` finds in a method with this code whose first argument is an instance of the class of this version:
    (the class that most likely has the method, what is found, its unit or None); the class of this version has both.
    None: it is not known, or no function or method that takes the instance as its first argument."""
    cdef PyTypeObject* type = class_of_version(version)
    cdef PyTypeObject* owner
    cdef PyObject* found = NULL
    cdef PyObject* mro
    cdef Py_ssize_t place = 0
    cdef Unit* unit
    if type == NULL or PyType_HasFeature(type, Py_TPFLAGS_TYPE_SUBCLASS):
        return None
    mro = type.tp_mro
    owner = class_with(mro, &place, <PyObject*>code)
    if owner == NULL:
        return None
    for place in range(place + 1, PyTuple_GET_SIZE(mro)):
        found = PyDict_GetItemWithError((<PyTypeObject*>PyTuple_GET_ITEM(mro, place)).tp_dict, <PyObject*>name)
        if found != NULL:
            break
    if found == NULL or not PyType_HasFeature(Py_TYPE(found), Py_TPFLAGS_METHOD_DESCRIPTOR) or fvm_type_version(type) != version:
        return None
    unit = ready_unit(<PyFunctionObject*>found) if Py_TYPE(found) == &PyFunction_Type else NULL
    return (<object><PyObject*>owner, <object>found,
            callee_of(unit) if unit != NULL and unit.owner != NULL else None)


def jit_metaclass(version):
    """The version of the metaclass of the class of this version; 0: it is `type`."""
    cdef PyTypeObject* type = class_of_version(version)
    return metaclass_version(Py_TYPE(<PyObject*>type)) if type != NULL else 0


def jit_plain_class(version):
    """Whether a call of the class of this version, without arguments, is object.__new__ and nothing else."""
    cdef PyTypeObject* type = class_of_version(version)
    if type == NULL or not has_versions(type) or not makes_plainly(type) or lookup(type, "__init__") != lookup(&PyBaseObject_Type, "__init__"):
        return False
    fvm_claim_pool(type)
    return fvm_type_version(type) == version
