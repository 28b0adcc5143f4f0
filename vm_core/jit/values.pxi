# What native code calls for values: numbers out of boxes and into them, items, names and attributes by the caches.
#
# None of these runs Python code. They answer NULL, 0 or -1 where they cannot do it; native code then leaves to the loop.

cdef int64_t jit_unbox_int(PyObject* object, int64_t* value) noexcept nogil:
    """The number of an int (of any size that fits) in *value: 1; 0: it is none."""
    cdef int overflow = 0
    if Py_TYPE(object) != &PyLong_Type:
        return 0
    if fvm_int(object, value):
        return 1
    value[0] = PyLong_AsLongLongAndOverflow(object, &overflow)
    return overflow == 0


cdef PyObject* jit_box_int(int64_t value) noexcept nogil:
    """A new reference."""
    return sure_int(value)


cdef PyObject* jit_new_instance(PyThreadState* ts, PyTypeObject* type) noexcept nogil:
    """object.__new__(type), without a collection: a new reference; NULL: out of memory, no exception set."""
    cdef PyObject* instance = fvm_pooled_instance(ts, type)
    cdef int collecting
    if instance == NULL:
        collecting = fvm_defer_collection(ts)
        instance = PyBaseObject_Type.tp_new(type, EMPTY_TUPLE, NULL)
        fvm_end_deferral(ts, collecting)
        if instance == NULL:
            PyErr_Clear()
    return instance


cdef PyObject* jit_new_cell(PyThreadState* ts) noexcept nogil:
    """An empty cell likewise."""
    cdef int collecting = fvm_defer_collection(ts)
    cdef PyObject* cell = fvm_new_cell(ts, NULL)
    fvm_end_deferral(ts, collecting)
    if cell == NULL:
        PyErr_Clear()
    return cell


cdef PyObject* jit_box_double(double value) noexcept nogil:
    """A new reference."""
    return sure_double(value)


cdef PyObject* jit_box_complex(double real, double imag) noexcept nogil:
    """A new reference."""
    return sure_complex(real, imag)


cdef void jit_bury(PyThreadState* ts, _PyInterpreterFrame* frame, NativeCode* native, int64_t number, int64_t* values, PyObject* object) noexcept nogil:
    """Deallocate an object whose last reference is gone; a destructor sees the frame as the exit says."""
    cdef NativeExit* exit = native.exits + number
    cdef Unit* unit = native.frames[exit.level].unit
    cdef _PyInterpreterFrame* current
    cdef PyObject** top
    if fvm_buries_unseen(object):
        fvm_bury(object)
        return
    link_direct(ts, frame)
    top = ts.datastack_top
    show_values(ts, frame, native, exit, values)
    current = link_inlined(ts, frame, native, exit.level)
    # Registers of an inlined call that has just returned may still wait to be dropped: keep off them.
    keep_inlined(ts, native, top)
    present(current, unit.code + exit.pc, unit.where_delta)
    fvm_bury(object)
    unlink_inlined(ts, frame, native, exit.level, top)
    hide_temporaries(ts, frame, native, exit, values)


cdef int64_t jit_inert(PyObject* object) noexcept nogil:
    """Whether dropping what a register holds (NULL: nothing) is invisible."""
    cdef PyTypeObject* type
    if object == NULL or object == Py_None:
        return 1
    type = Py_TYPE(object)
    return (type == &PyFloat_Type or type == &PyLong_Type or type == &PyUnicode_Type or type == &PyBytes_Type
            or type == &PyBool_Type or type == &PyComplex_Type)


cdef int64_t jit_dies_unseen(PyObject* object) noexcept nogil:
    """Whether dropping a reference (or NULL) runs nothing."""
    return object == NULL or Py_REFCNT(object) > 1 or fvm_buries_unseen(object)


cdef void jit_bury_inert(PyObject* object) noexcept nogil:
    """Deallocate an object whose death nobody can see."""
    fvm_bury(object)


cdef int64_t jit_truth(PyObject* object) noexcept nogil:
    """1 or 0 for objects whose truth is known without running code; -1: it has to be asked."""
    cdef PyTypeObject* type = Py_TYPE(object)
    cdef int64_t length
    if object == Py_True:
        return 1
    if object == Py_False or object == Py_None:
        return 0
    if type == &PyLong_Type or type == &PyTuple_Type or type == &PyList_Type or type == &PyBytes_Type:
        return Py_SIZE(object) != 0
    if type == &PyUnicode_Type:
        return PyUnicode_GET_LENGTH(object) != 0
    if type == &PyDict_Type:
        return PyDict_GET_SIZE(object) != 0
    if type == &PyFloat_Type:
        return fvm_float(object) != 0.0
    length = fvm_length(object)
    if length >= 0:
        return length != 0
    return 1 if fvm_is_always_true(type) else -1


cdef int64_t jit_str_equal(PyObject* x, PyObject* y) noexcept nogil:
    """Whether two exact str are equal."""
    return x == y or _PyUnicode_EQ(x, y)


cdef PyObject* jit_cached_global(_PyInterpreterFrame* frame, Instr* ip) noexcept nogil:
    """A name by the cache of GETGLOBAL or GETNAME, borrowed; NULL on a miss."""
    cdef int op = ip.op
    if (op == OP_GETNAME_MODULE or op == OP_GETNAME_BUILTIN) and frame.f_locals != frame.f_globals:
        return NULL
    if op == OP_GETGLOBAL_MODULE or op == OP_GETNAME_MODULE:
        return cached_global(ip, frame.f_globals)
    if op == OP_GETGLOBAL_BUILTIN or op == OP_GETNAME_BUILTIN:
        return cached_builtin(ip, frame.f_globals, frame.f_builtins)
    return NULL


cdef PyObject* jit_cached_attribute(PyObject* object, Instr* ip) noexcept nogil:
    """An attribute by the cache of GETATTR, borrowed; NULL on a miss."""
    cdef AttrCache* cache = attr_cache(ip)
    cdef int op = ip.op
    cdef PyObject* dict
    if op == OP_GETATTR_SLOT:
        return getattr_slot(ip, object)
    if op == OP_GETATTR_MEMBER:
        return getattr_member(ip, object)
    elif op == OP_GETATTR_MODULE:
        if Py_TYPE(object) == &PyModule_Type:
            dict = (<PyModuleObject*>object).md_dict
            if dict != NULL and fvm_keys_peek_version(fvm_keys(dict)) == cache.version:
                return fvm_entries(fvm_keys(dict))[cache.index].me_value
    elif op == OP_GETATTR_CLASS:
        if is_cached_class(object, cache) and still_plain(cache):
            return cache.value
    elif op == OP_GETATTR_TYPE:
        if Py_TYPE(object).tp_version_tag != cache.version or not still_plain(cache):
            return NULL
        if cache.index == NO_DICT:
            return cache.value
        # (With a dict of its own the instance may hold keys whose comparison runs code.)
        if cache.index == BY_KEYS and fvm_managed_dict(object) == NULL \
                and fvm_keys_peek_version(fvm_cached_keys(Py_TYPE(object))) == cache.keys_version:
            return cache.value
    return NULL


cdef inline bint shows_no_other(PyObject* object, AttrCache* cache) noexcept nogil:
    """As proof_holds, where that is found out without running code."""
    return cache.index == NO_DICT or (cache.index == BY_KEYS and fvm_managed_dict(object) == NULL
                                and fvm_keys_peek_version(fvm_cached_keys(Py_TYPE(object))) == cache.keys_version)


cdef PyObject** place_in(PyObject* object, int form, uint32_t index) noexcept nogil:
    """Where a slot or member is, by the form of its instruction; NULL if that does not tell."""
    cdef PyDictValues* values
    if form == OP_GETATTR_SLOT or form == OP_SETATTR_SLOT:
        values = fvm_values(object)
        return &values.values[index] if values != NULL else NULL
    if form == OP_GETATTR_MEMBER or form == OP_SETATTR_MEMBER:
        return <PyObject**>(<char*>object + index)
    return NULL


cdef SharedEntry* learn_place(PyObject* object, PyObject* name, int base) noexcept nogil:
    """What a site of the instruction would learn now, by lookups that run nothing: other entries may have taken the place.
    (The interpreter's own site may go on knowing it, and never share it again.)"""
    cdef Instr site[4]
    memset(site, 0, sizeof(site))
    site[0].op = <uint8_t>base
    if base == OP_GETATTR:
        quicken_getattr(site, object, name)
    elif base == OP_GETMETHOD:
        quicken_getmethod(site, object, name)
    else:
        quicken_setattr(site, object, name)
    return known_place(object, name, base)


cdef inline PyObject* attribute_by(SharedEntry* entry, PyObject* object) noexcept nogil:
    cdef PyObject** place
    if entry == NULL:
        return NULL
    if entry.form == OP_GETATTR_TYPE:
        return entry.cache.value if still_plain(&entry.cache) and shows_no_other(object, &entry.cache) else NULL
    if entry.form == OP_GETATTR_DICT:
        return getattr_dict(&entry.cache, object, entry.name)
    if entry.form == OP_GETATTR_DESCRIPTOR:
        return <PyObject*>Py_TYPE(object) if entry.cache.value == CLASS_OF_OBJECT else NULL
    place = place_in(object, entry.form, entry.cache.index)
    return place[0] if place != NULL else NULL


cdef inline PyObject* method_by(SharedEntry* entry, PyObject* object) noexcept nogil:
    if entry == NULL or entry.form != OP_GETMETHOD_TYPE or not shows_no_other(object, &entry.cache):
        return NULL
    return entry.cache.value


cdef enum:
    LOOKUP_RUNS_CODE, ATTRIBUTE_FOUND, ATTRIBUTE_BOUND, ATTRIBUTE_MISSING


cdef inline Py_ssize_t place_of_name(PyDictKeysObject* keys, PyObject* name) noexcept nogil:
    """Index of a name, interned or not, among those of a class's instances, which are interned; or -1."""
    cdef Py_ssize_t index = fvm_keys_find(keys, name)
    if index >= 0 or PyUnicode_CHECK_INTERNED(name):
        return index
    for index in range(keys.dk_nentries):
        if fvm_entries(keys)[index].me_key != NULL and _PyUnicode_EQ(fvm_entries(keys)[index].me_key, name):
            return index
    return -1


cdef PyObject* plain_attribute(PyObject* object, PyObject* name, int* outcome) noexcept nogil:
    """What GETATTR finds, borrowed, if finding it runs nothing: for what no cache stands for, as a number that the program
    changes in a class, or a class's default that might become a descriptor. `outcome`: whether that is the attribute; a
    function that is to be bound; or that there is none (NULL)."""
    cdef PyTypeObject* type = Py_TYPE(object)
    cdef PyObject* found = _PyType_Lookup(type, name)
    cdef PyObject* dict
    cdef PyObject** place
    cdef PyDictValues* values = NULL
    cdef Py_hash_t hash
    cdef Py_ssize_t index
    cdef int known
    outcome[0] = LOOKUP_RUNS_CODE
    if PyType_HasFeature(type, Py_TPFLAGS_TYPE_SUBCLASS):
        if not finds_in_classes(type, found):
            return NULL
        dict = found  # (what the metaclass has)
        found = _PyType_Lookup(<PyTypeObject*>object, name)
        if found == NULL:
            if dict == NULL and type.tp_getattro == PyType_Type.tp_getattro:
                outcome[0] = ATTRIBUTE_MISSING
        elif Py_TYPE(found).tp_descr_get == NULL or Py_TYPE(found) == &PyFunction_Type:
            outcome[0] = ATTRIBUTE_FOUND
        return found
    if not finds_plainly(type) or (found != NULL and is_data_descriptor(found)):
        return NULL
    if PyType_HasFeature(type, Py_TPFLAGS_MANAGED_DICT):
        values = fvm_values(object)
    elif type.tp_dictoffset != 0 and not has_dict_slot(type):
        return NULL
    if values != NULL:
        index = place_of_name(fvm_cached_keys(type), name)
        if index >= 0 and values.values[index] != NULL:
            outcome[0] = ATTRIBUTE_FOUND
            return values.values[index]
    else:
        dict = dict_of(object)
        if dict != NULL:
            known = fvm_dict_find(dict, name, &hash, &place) if PyDict_CheckExact(dict) else -1
            if known < 0:
                return NULL
            if known > 0:
                outcome[0] = ATTRIBUTE_FOUND
                return place[0]
    if found == NULL:
        if type.tp_getattro == PyObject_GenericGetAttr:  # (else there may be a __getattr__)
            outcome[0] = ATTRIBUTE_MISSING
    elif Py_TYPE(found).tp_descr_get == NULL:
        outcome[0] = ATTRIBUTE_FOUND
    elif Py_TYPE(found) == &PyFunction_Type:
        outcome[0] = ATTRIBUTE_BOUND
    return found


cdef PyObject* jit_named_attribute(PyThreadState* ts, PyObject* object, PyObject* name, PyObject* default) noexcept nogil:
    """getattr(object, name, default) if that runs nothing: a new reference. `default` may be NULL: there is none."""
    cdef PyObject* found = NULL
    cdef int outcome = ATTRIBUTE_FOUND
    cdef int collecting
    if PyUnicode_CHECK_INTERNED(name):
        found = attribute_by(known_place(object, name, OP_GETATTR), object)
    if found == NULL:
        found = plain_attribute(object, name, &outcome)
    if outcome == ATTRIBUTE_MISSING:
        found = default
    elif outcome == ATTRIBUTE_BOUND:
        collecting = fvm_defer_collection(ts)
        found = fvm_new_method(ts, found, object)
        fvm_end_deferral(ts, collecting)
        if found == NULL:
            PyErr_Clear()
        return found
    elif outcome == LOOKUP_RUNS_CODE:
        return NULL
    Py_XINCREF(found)
    return found


cdef PyObject* jit_find_attribute(PyObject* object, PyObject* name) noexcept nogil:
    """The attribute that GETATTR loads, by what all sites share, or found without running code, borrowed; NULL if that
    does not tell."""
    cdef int outcome = ATTRIBUTE_FOUND
    cdef PyObject* found = attribute_by(known_place(object, name, OP_GETATTR), object)
    if found != NULL or not PyUnicode_CHECK_INTERNED(name):
        return found
    found = attribute_by(learn_place(object, name, OP_GETATTR), object)
    if found == NULL:
        found = plain_attribute(object, name, &outcome)
    return found if outcome == ATTRIBUTE_FOUND else NULL


cdef PyObject* jit_find_method(PyObject* object, PyObject* name) noexcept nogil:
    """The function of GETMETHOD likewise."""
    cdef PyObject* found = method_by(known_place(object, name, OP_GETMETHOD), object)
    return found if found != NULL else method_by(learn_place(object, name, OP_GETMETHOD), object)


cdef PyObject* jit_find_super(PyObject* cls, PyObject* object, PyObject* name) noexcept nogil:
    """What `super(cls, object).name` finds, borrowed, if that is called with the object in front; NULL: another thing, or
    to be found by code. Shared like what GETMETHOD finds, by how far behind in the mro it is looked for, too."""
    cdef PyTypeObject* type = Py_TYPE(object)
    cdef PyObject* mro = type.tp_mro
    cdef PyObject* dict
    cdef PyObject* found = NULL
    cdef Instr site[4]
    cdef SharedEntry* entry
    cdef Py_ssize_t index
    cdef uint32_t version = fvm_type_version(type)
    cdef Py_ssize_t place = 0
    cdef int base
    if mro == NULL or version == 0 or PyType_HasFeature(type, Py_TPFLAGS_TYPE_SUBCLASS) or not PyUnicode_CHECK_INTERNED(name):
        return NULL
    while place < PyTuple_GET_SIZE(mro) and PyTuple_GET_ITEM(mro, place) != cls:
        place += 1
    if place == PyTuple_GET_SIZE(mro):
        return NULL
    base = FIRST_SUPER + <int>place
    entry = shared_places(version, name, base)
    if is_entry_of(entry, version, name, base) or is_entry_of(entry + 1, version, name, base):
        return entry.cache.value if is_entry_of(entry, version, name, base) else entry[1].cache.value
    for place in range(place + 1, PyTuple_GET_SIZE(mro)):
        dict = (<PyTypeObject*>PyTuple_GET_ITEM(mro, place)).tp_dict
        if not PyDict_CheckExact(dict) or fvm_is_split(dict) or not fvm_keys_unicode(fvm_keys(dict)):
            return NULL
        index = find_entry(dict, name)
        if index >= 0:
            found = fvm_entries(fvm_keys(dict))[index].me_value
            break
        if not all_interned(fvm_keys(dict)):
            return NULL
    if found == NULL or not PyType_HasFeature(Py_TYPE(found), Py_TPFLAGS_METHOD_DESCRIPTOR):
        return NULL
    memset(site, 0, sizeof(site))
    attr_cache(site).version = version
    attr_cache(site).value = found
    remember(site, name, base)
    return found


cdef PyObject** jit_find_place(PyObject* object, PyObject* name) noexcept nogil:
    """Where SETATTR stores the attribute likewise (it may have no value yet)."""
    cdef SharedEntry* entry = known_place(object, name, OP_SETATTR)
    if entry == NULL and PyUnicode_CHECK_INTERNED(name):
        entry = learn_place(object, name, OP_SETATTR)
    return place_in(object, entry.form, entry.cache.index) if entry != NULL else NULL


cdef void jit_note_place(PyObject* object, PyObject** place) noexcept nogil:
    """An attribute, in the place that jit_find_place gave, gets its first value: an instance remembers the order."""
    cdef PyDictValues* values
    if PyType_HasFeature(Py_TYPE(object), Py_TPFLAGS_MANAGED_DICT):
        values = fvm_values(object)
        if values != NULL and values.values <= place < values.values + fvm_cached_keys(Py_TYPE(object)).dk_nentries:
            _PyDictValues_AddToInsertionOrder(values, place - values.values)


cdef int64_t jit_store_entry(PyThreadState* ts, PyObject* object, PyObject* name, PyObject* value) noexcept nogil:
    """SETATTR of an attribute that is in the object's dict, and whose old value dies unseen; or of one that an exception
    has not got yet. 1, or 0: nothing is done. `value` is borrowed."""
    cdef PyTypeObject* type = Py_TYPE(object)
    cdef SharedEntry* shared = known_place(object, name, OP_SETATTR)
    cdef PyObject* descriptor
    cdef PyObject* dict
    cdef PyObject* old
    cdef Py_ssize_t index = -1
    if shared != NULL and shared.form == OP_SETATTR_DICT:
        dict = dict_of(object)
        index = shared.cache.index
        if dict == NULL or not has_entry(dict, index, name):
            index = find_entry(dict, name) if dict != NULL else -1
    elif type.tp_setattro == PyObject_GenericSetAttr:
        descriptor = _PyType_Lookup(type, name)
        if descriptor != NULL and is_data_descriptor(descriptor):
            return 0
        # (With values of its own the instance has no dict yet.)
        dict = dict_of(object)
        index = find_entry(dict, name) if dict != NULL else -1
    else:
        return 0
    if index < 0:
        return fvm_set_in_exception(ts, object, name, value)
    old = fvm_entries(fvm_keys(dict))[index].me_value
    if not jit_dies_unseen(old):
        return 0
    Py_INCREF(value)
    fvm_entry_replace(dict, index, value)
    Py_DECREF(old)
    return 1
