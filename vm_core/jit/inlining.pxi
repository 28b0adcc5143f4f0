# Inlined calls: making their frames real while somebody may look, and for good where native code leaves in one.
#
# Native code that inlines a call keeps the callee's registers where a frame pushed for it would have them: on the data
# stack, right after the caller's. It does without the frame until something may look at it. Then (`link_inlined`) the
# frames of all calls that are under way are filled in and linked, in the order in which the loop would have pushed them;
# afterwards (`unlink_inlined`) the outermost frame is the current one again. What somebody may have left in a frame (its
# frame object, its f_locals) stays there meanwhile.


cdef inline PyObject** inlined_registers(PyThreadState* ts, _PyInterpreterFrame* frame, NativeCode* native) noexcept nogil:
    """Where the registers of inlined calls are counted from; `frame` is the outermost. That of a generator is not on the
    data stack: theirs are where its caller's frame ends. (While no frame is linked.)"""
    if frame.owner != FRAME_OWNED_BY_GENERATOR:
        return frame.localsplus
    return ts.datastack_top - native.frames[0].unit.slots


cdef inline _PyInterpreterFrame* inlined_frame(PyObject** registers, NativeFrame* known) noexcept nogil:
    """The frame of an inlined call."""
    return <_PyInterpreterFrame*>(registers + known.base - fvm_frame_specials())


cdef _PyInterpreterFrame* link_inlined(PyThreadState* ts, _PyInterpreterFrame* frame, NativeCode* native, int32_t level) noexcept nogil:
    """Link the inlined frames down to `level` after the current frame, the outermost. Their functions are in place; their code
    is borrowed from the native code. The innermost frame, whose prev_instr is left to be set."""
    cdef int32_t chain[INLINE_DEPTH]
    cdef int depth = 0
    cdef NativeFrame* known
    cdef NativeFrame* caller
    cdef _PyInterpreterFrame* callee
    cdef PyObject** registers
    if level == 0:
        return frame
    registers = inlined_registers(ts, frame, native)
    callee = frame
    while level:
        chain[depth] = level
        depth += 1
        level = native.frames[level].parent
    ts.recursion_remaining -= depth
    while depth:
        depth -= 1
        known = native.frames + chain[depth]
        caller = native.frames + known.parent
        callee = inlined_frame(registers, known)
        callee.f_code = <PyCodeObject*>known.code_object
        callee.f_globals = callee.f_func.func_globals
        callee.f_builtins = callee.f_func.func_builtins
        if callee.frame_obj == NULL:
            callee.prev_instr = known.unit.start  # else it stays where it stood when somebody looked
        callee.stacktop = -1
        callee.owner = <char>FRAME_OWNED_BY_THREAD
        fvm_frame_set_mark(callee, FVM_FRAME_OURS | known.mark)
        callee.previous = ts.cframe.current_frame
        ts.cframe.current_frame = callee
        present(callee.previous, caller.code + known.site, caller.unit.where_delta)
        save_pc(callee.previous, caller.unit, caller.code + known.site)
        save_caller(callee, known.unit, caller.unit)
    ts.datastack_top = callee.localsplus + known.unit.slots
    return callee


cdef void unlink_inlined(PyThreadState* ts, _PyInterpreterFrame* frame, NativeCode* native, int32_t level, PyObject** top) noexcept nogil:
    """Undo link_inlined and keep_inlined. `top`: the end of the data stack before."""
    ts.cframe.current_frame = frame
    ts.datastack_top = top
    while level:
        ts.recursion_remaining += 1
        level = native.frames[level].parent


cdef void keep_inlined(PyThreadState* ts, NativeCode* native, PyObject** top) noexcept nogil:
    """Let no frame be pushed where inlined calls have their registers: from `top`, the end of the data stack without them."""
    if native.inline_slots:
        ts.datastack_top = top + native.inline_slots


cdef void leave_inlined(PyThreadState* ts, _PyInterpreterFrame* frame, NativeCode* native, NativeExit* exit, bint unwinding) noexcept nogil:
    """Leave in an inlined call: its frames are the loop's from now on, which own their code. `unwinding`: the frame stands
    where its exception was raised."""
    cdef int32_t level = exit.level
    cdef Unit* unit = native.frames[level].unit
    cdef _PyInterpreterFrame* current = link_inlined(ts, frame, native, level)
    # (It may be an instruction that has raised an exception, and stood there already.)
    if not unwinding:
        present(current, unit.code + exit.pc, unit.where_delta)
    while level:
        Py_INCREF(native.frames[level].code_object)
        level = native.frames[level].parent


cdef int64_t run_inlined(PyThreadState* ts, _PyInterpreterFrame* frame, NativeCode* native, int64_t level, Instr* ip, int64_t (*step)(PyThreadState*, _PyInterpreterFrame*, Instr*) noexcept nogil) noexcept nogil:
    """Run an instruction of an inlined call by the core's function for it (steps/)."""
    cdef PyObject** top
    cdef int64_t outcome
    link_direct(ts, frame)
    top = ts.datastack_top
    outcome = step(ts, link_inlined(ts, frame, native, <int32_t>level), ip)
    unlink_inlined(ts, frame, native, <int32_t>level, top)
    return outcome


cdef enum:
    MOST_METHODS = 16


cdef tuple callee_of(Unit* unit):
    """A unit as the compiler sees it: (code, words, exception table, constants, locals, registers, slots, parameters, serial
    number, how its native code takes arguments from direct calls; -1: there is none yet)."""
    return (<object><void*>unit.owner, (<char*>unit.code)[:8 * unit.length], (<char*>unit.handlers)[:16 * unit.handler_count],
            tuple([<object><void*>unit.consts[-1 - i] for i in range(unit.const_count)]),
            unit.nlocals, unit.nregs, unit.slots, unit.argcount, unit.serial,
            unit.native.kinds if unit.native != NULL else -1)


def jit_callee(address):
    """The unit at an address that the cache of a call holds, if there (still) is one; else None."""
    cdef Unit* unit = <Unit*><size_t>address
    if unit == NULL or unit.owner == NULL:
        return None
    return callee_of(unit)


def jit_function_unit(function):
    """The unit of a function, if it is the engine's and ready to be called; else None."""
    cdef Unit* unit
    if Py_TYPE(<PyObject*><void*>function) != &PyFunction_Type:
        return None
    unit = ready_unit(<PyFunctionObject*><void*>function)
    return callee_of(unit) if unit != NULL and unit.owner != NULL else None


cdef object callable_in(PyObject* cell):
    """What a cell (NULL: none) holds, if that is a function, a class or a module; else None."""
    cdef PyObject* held
    if cell == NULL or Py_TYPE(cell) != &PyCell_Type:
        return None
    held = (<PyCellObject*>cell).ob_ref
    if held == NULL or not (Py_TYPE(held) == &PyFunction_Type or Py_TYPE(held) == &PyCFunction_Type
                            or Py_TYPE(held) == &PyType_Type or Py_TYPE(held) == &PyModule_Type):
        return None
    return <object><void*>held


def jit_captured(function, number):
    """The function, class or module that a cell of a function's closure holds now; None: none of them."""
    cdef PyObject* closure
    if Py_TYPE(<PyObject*><void*>function) != &PyFunction_Type:
        return None
    closure = (<PyFunctionObject*><void*>function).func_closure
    if closure == NULL or <Py_ssize_t>number >= PyTuple_GET_SIZE(closure):
        return None
    return callable_in(PyTuple_GET_ITEM(closure, <Py_ssize_t>number))


def jit_in_cell(register):
    """The same of the cell in a register of the frame that native code is asked for, or that it will have there."""
    cdef _PyInterpreterFrame* frame = jit_asking
    cdef Unit* unit
    cdef PyObject* closure
    cdef Py_ssize_t place = register
    cdef Py_ssize_t first
    if frame == NULL:
        return None
    unit = unit_of(frame)
    if place < 0 or place >= unit.nlocals:
        return None
    if frame.localsplus[place] != NULL:
        return callable_in(frame.localsplus[place])
    first = unit.nlocals - frame.f_code.co_nfreevars
    closure = (<PyFunctionObject*>frame.f_func).func_closure
    if place < first or closure == NULL or place - first >= PyTuple_GET_SIZE(closure):
        return None
    return callable_in(PyTuple_GET_ITEM(closure, place - first))


def jit_words(code):
    """The words of a code object's unit, as the interpreter has made them by now; None: it has no unit."""
    cdef CodeState* state = get_state(<PyCodeObject*><void*>code)
    if state == NULL or state.unit == NULL:
        return None
    return (<char*>state.unit.code)[:8 * state.unit.length]


def jit_operands(code, index):
    """The versions of the types that the operands of an instruction had, when one was of a Python class, or complex; else None."""
    cdef CodeState* state = get_state(<PyCodeObject*><void*>code)
    cdef Instr* ip
    cdef SeenOperands* seen
    if state == NULL or state.unit == NULL:
        return None
    ip = state.unit.code + <Py_ssize_t>index
    seen = seen_operands + (<size_t>ip >> 3) % SEEN_OPERANDS
    return (seen.left, seen.right) if seen.ip == ip else None


cdef bint from_class_statements(PyTypeObject* type) noexcept nogil:
    """Whether a class and all its bases but object were made by class statements: what their instances can do is in
    their dicts."""
    cdef Py_ssize_t i
    cdef PyTypeObject* base
    for i in range(PyTuple_GET_SIZE(type.tp_mro)):
        base = <PyTypeObject*>PyTuple_GET_ITEM(type.tp_mro, i)
        if base != &PyBaseObject_Type and base.tp_dealloc != fvm_subtype_dealloc:
            return False
    return True


cdef PyObject* lookup(PyTypeObject* type, object name):
    """What a class has under a name, borrowed, or NULL."""
    return _PyType_Lookup(type, <PyObject*>name)


def jit_method(version, name, without):
    """The function of the engine that operators call for the class of this version: (its address, its unit). None, if there
    is none, or the class has a method `without`, or is built on a builtin type."""
    cdef PyTypeObject* type = class_of_version(version)
    cdef PyObject* found
    cdef Unit* unit
    if type == NULL or not from_class_statements(type) or (without and lookup(type, without) != NULL):
        return None
    found = lookup(type, name)
    if found == NULL or Py_TYPE(found) != &PyFunction_Type or fvm_type_version(type) != version:
        return None
    unit = ready_unit(<PyFunctionObject*>found)
    if unit == NULL or unit.owner == NULL:
        return None
    return <size_t>found, callee_of(unit)


def jit_methods(name):
    """The functions of the engine that are known to be methods of this name, of no more than MOST_METHODS classes: for each
    its unit, and the versions of the classes that have it."""
    cdef int i, count = 0
    cdef SharedEntry* entry
    cdef Unit* unit
    cdef dict found = {}
    cdef set alive = set()
    for i in range(SHARED_ENTRIES):
        entry = shared_entries + i
        if entry.name != <PyObject*>name or entry.form != OP_GETMETHOD_TYPE:
            continue
        if not alive:
            collect_versions(&PyBaseObject_Type, alive)
        if entry.cache.version not in alive:
            continue
        if Py_TYPE(entry.cache.value) != &PyFunction_Type:
            continue
        unit = ready_unit(<PyFunctionObject*>entry.cache.value)
        if unit == NULL or unit.owner == NULL:
            continue
        found.setdefault(<size_t>unit, []).append(entry.cache.version)
        count += 1
        if count == MOST_METHODS:
            break
    return [(callee_of(<Unit*><size_t>address), tuple(versions)) for address, versions in found.items()]


def jit_places(name, storing):
    """Where classes are known to have the attribute of this name, for loads or stores: for each (version, name of the
    instruction that is for it, the place)."""
    cdef int i
    cdef SharedEntry* entry
    cdef list found = []
    cdef set alive = set()
    for i in range(SHARED_ENTRIES):
        entry = shared_entries + i
        if entry.name != <PyObject*>name or entry.base != (OP_SETATTR if storing else OP_GETATTR):
            continue
        if not alive:
            collect_versions(&PyBaseObject_Type, alive)
        if entry.cache.version in alive:
            found.append((entry.cache.version, (<bytes>OP_NAMES[entry.form]).decode(), entry.cache.index))
    return found


def jit_place(cls, name):
    """Where instances of exactly this class have an attribute of their own, if they have one and no dict: the space of
    slots, and the place; else None. (As quicken_getattr, without an instance.)"""
    return place_of(<PyTypeObject*><void*>cls, name, False)


def jit_place_at(version, name, storing):
    """The same for the class of this version, and for loads or for stores."""
    cdef PyTypeObject* type = class_of_version(version)
    return place_of(type, name, storing) if type != NULL else None


cdef object place_of(PyTypeObject* type, name, bint storing):
    if not (type.tp_setattro == PyObject_GenericSetAttr if storing else finds_plainly(type)):
        return None
    return bare_place_of(type, name, storing)


def jit_bare_place(version, name):
    """Where object.__setattr__ stores an attribute of instances of the class of this version, if it lets itself be called on
    them: no class of C code among theirs has another way. With the address of what the class has under the name, if that is
    an object whose class may yet get a `__set__`, and the version of that class; else 0 and 0."""
    cdef PyTypeObject* type = class_of_version(version)
    cdef PyTypeObject* base
    cdef PyObject* default
    cdef Py_ssize_t i
    if type == NULL:
        return None
    for i in range(PyTuple_GET_SIZE(type.tp_mro)):
        base = <PyTypeObject*>PyTuple_GET_ITEM(type.tp_mro, i)
        if base.tp_setattro != PyObject_GenericSetAttr and base.tp_setattro != HOOKED_SETATTR:
            return None
    place = bare_place_of(type, name, True)
    default = lookup(type, name)
    if place is not None or default == NULL or is_data_descriptor(default):
        return place + (0, 0) if place is not None else None
    place = inline_place(type, name)
    _PyType_Lookup(Py_TYPE(default), <PyObject*>name)  # (which gives its class a version)
    if place is None or fvm_type_version(Py_TYPE(default)) == 0:
        return None
    return place + (<size_t>default, fvm_type_version(Py_TYPE(default)))


cdef object bare_place_of(PyTypeObject* type, name, bint storing):
    cdef PyObject* descriptor
    cdef PyMemberDef* member
    descriptor = lookup(type, name)
    if descriptor != NULL and is_data_descriptor(descriptor):
        member = object_slot(type, descriptor, 0 if storing else READONLY)
        return ("member", member.offset) if member != NULL else None
    return inline_place(type, name) if descriptor == NULL or not is_mutable(descriptor) else None


cdef object inline_place(PyTypeObject* type, name):
    """Where an attribute is among the inline values of instances, if these have it there."""
    cdef Py_ssize_t index
    if not PyType_HasFeature(type, Py_TPFLAGS_MANAGED_DICT):
        return None
    index = fvm_keys_find(fvm_cached_keys(type), <PyObject*>name) if fvm_cached_keys(type) != NULL else -1
    return ("value", index) if index >= 0 else None


def jit_property(version, name):
    """The getter of a property of the class of this version: (the property's address, the getter's unit); or None."""
    cdef PyTypeObject* type = class_of_version(version)
    cdef PyObject* found
    cdef PyObject* getter
    cdef Unit* unit
    if type == NULL or type.tp_getattro != PyObject_GenericGetAttr:
        return None
    found = lookup(type, name)
    if found == NULL or Py_TYPE(found) != &PyProperty_Type or fvm_type_version(type) != version:
        return None
    getter = property_getter(found)
    unit = ready_unit(<PyFunctionObject*>getter) if getter != NULL else NULL
    if unit == NULL or unit.owner == NULL:
        return None
    return <size_t>found, callee_of(unit)


def jit_constructor(version):
    """How the class of this version makes its instances, if object.__new__ does and an `__init__` of the engine follows:
    (address of the function, its unit); else None."""
    cdef PyTypeObject* type = class_of_version(version)
    return constructor_of(type) if type != NULL and makes_plainly(type) else None


def jit_exception(version):
    """The same of an exception class, whose instances BaseException.__new__ makes."""
    cdef PyTypeObject* type = class_of_version(version)
    return constructor_of(type) if type != NULL and fvm_makes_exception(type) else None


cdef object constructor_of(PyTypeObject* type):
    cdef Unit* unit = NULL
    cdef PyFunctionObject* init
    if not has_versions(type):
        return None
    init = class_init(type, &unit)
    if init == NULL or unit.owner == NULL:
        return None
    return <size_t>init, callee_of(unit)


def jit_virtual_class(version):
    """Whether instances of the class of this version need not be made as long as nobody sees them: they have a plain layout,
    and nothing happens when they are made or die."""
    cdef PyTypeObject* type = class_of_version(version)
    return type != NULL and fvm_lives_plainly(type)
