# Numbers that a program keeps in a class and changes: counters, serial numbers, settings.
#
# The host gives a class and all that are derived from it new versions with every store to an attribute, so each count would
# empty all caches about them, and turn native code back. Nothing but the number changes, though. So a name that is seen to be
# such is not cached any more, in any class (quicken_getattr), from the store on that showed it, which the host does; the
# stores to the same class that follow only replace the number, and leave the versions alone. What the host itself remembers
# of the name is corrected (fvm_correct_lookup).

cdef enum:
    CLASS_NUMBERS_BITS = 8
    MOST_DERIVED = 64

cdef struct ClassNumber:
    PyTypeObject* type              # borrowed: a class at the address of one that is gone was made when the name was known already
    PyObject* name                  # owned, interned

# Each has one place, where the latest stays: for what is no longer here the host does the next store.
cdef ClassNumber class_numbers[1 << CLASS_NUMBERS_BITS]


cdef inline bint is_class_number(PyObject* value) noexcept nogil:
    return Py_TYPE(value) == &PyLong_Type or Py_TYPE(value) == &PyFloat_Type


cdef bint is_changing(PyObject* name, PyObject* value) noexcept nogil:
    """Whether no cache may keep what a class has under this name."""
    cdef int i
    if is_class_number(value):
        for i in range(1 << CLASS_NUMBERS_BITS):
            if class_numbers[i].name == name:
                return True
    return False


cdef bint knows_class_number(PyTypeObject* type, PyObject* name) noexcept nogil:
    """Whether no cache knows this number. If not, none does from now on, but this store is still the host's."""
    cdef size_t mixed = (<size_t>type >> 4) * <size_t>2654435761 + (<size_t>name >> 4)
    cdef ClassNumber* known = &class_numbers[(mixed ^ mixed >> 16) & ((1 << CLASS_NUMBERS_BITS) - 1)]
    cdef PyObject* old = known.name
    if known.type == type and old == name:
        return True
    Py_INCREF(name)
    known.type = type
    known.name = name
    PyType_Modified(type)
    Py_XDECREF(old)
    return False


cdef PyTypeObject* next_derived(PyTypeObject* type, Py_ssize_t* place) noexcept nogil:
    """The next (borrowed) of the classes that are derived from one directly; NULL: there is none left. `place`: 0 at first."""
    cdef PyObject *key
    cdef PyObject *reference
    while type.tp_subclasses != NULL and PyDict_Next(type.tp_subclasses, place, &key, &reference):
        if PyWeakref_GET_OBJECT(reference) != Py_None:
            return <PyTypeObject*>PyWeakref_GET_OBJECT(reference)
    return NULL


cdef int derived_from(PyTypeObject* type, PyTypeObject** found, int count) noexcept nogil:
    """Collect the class and those derived from it (borrowed) behind the first `count` of `found`: how many there are then; more
    than MOST_DERIVED: there are too many."""
    cdef Py_ssize_t place = 0
    cdef PyTypeObject* derived
    if count >= MOST_DERIVED:
        return MOST_DERIVED + 1
    found[count] = type
    count += 1
    derived = next_derived(type, &place)
    while derived != NULL and count <= MOST_DERIVED:
        count = derived_from(derived, found, count)
        derived = next_derived(type, &place)
    return count


cdef bint store_class_number(PyObject* cls, PyObject* name, PyObject* value) noexcept nogil:
    """Replace the number that a class has under a name (borrowed) by another one; False: the store is the host's."""
    cdef PyTypeObject* type = <PyTypeObject*>cls
    cdef PyTypeObject* derived[MOST_DERIVED]
    cdef PyObject* old
    cdef Py_ssize_t index
    cdef int i, count
    if Py_TYPE(cls) != &PyType_Type or not is_class_number(value) or PyType_HasFeature(type, Py_TPFLAGS_IMMUTABLETYPE):
        return False
    index = find_entry(type.tp_dict, name)
    if index < 0 or not PyUnicode_CHECK_INTERNED(name) or fvm_is_special_name(name) or _PyType_Lookup(&PyType_Type, name) != NULL:
        return False
    old = fvm_entries(fvm_keys(type.tp_dict))[index].me_value
    if not is_class_number(old):
        return False
    count = derived_from(type, derived, 0)
    if count > MOST_DERIVED or not fvm_knows_lookups() or not knows_class_number(type, name):
        return False
    Py_INCREF(value)
    fvm_entry_replace(type.tp_dict, index, value)
    for i in range(count):
        fvm_correct_lookup(derived[i], name, value if derived[i] == type else NULL)
    Py_DECREF(old)
    return True
