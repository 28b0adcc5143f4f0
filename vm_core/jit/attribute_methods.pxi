# Methods behind attributes: what a load or a store calls where the class has a descriptor, `__getattr__` or `__setattr__`, if
# that is a function of the engine. Native code inlines it (build/attribute_methods.py).

cdef PyObject* method_named(PyTypeObject* type, object name):
    """The function (borrowed) that a class of class statements has under this name, or NULL."""
    cdef PyObject* found = lookup(type, name) if from_class_statements(type) else NULL
    return found if found != NULL and Py_TYPE(found) == &PyFunction_Type else NULL


def jit_attribute_method(version, name, storing):
    """What a load or store of an attribute of the class of this version calls: (how; the addresses of the class, of the
    descriptor, of the function; the version of the descriptor's class; the function's unit). How: as a property's setter; as the
    method of a data descriptor, or of another, which the instance must not hide; as `__getattr__`, where the instance lacks the
    name, too; as `__setattr__`. None: it is something else."""
    cdef PyTypeObject* type = class_of_version(version)
    cdef PyObject* held
    cdef PyObject* function = NULL
    cdef uint32_t held_version = 0
    cdef Unit* unit
    cdef str how
    if type == NULL:
        return None
    held = lookup(type, name)
    if held == NULL and not storing and is_hooked(type):
        how = "getattr"
        function = method_named(type, "__getattr__")
    elif storing and type.tp_setattro != PyObject_GenericSetAttr:
        how = "setattr"
        held = NULL
        function = method_named(type, "__setattr__")
    elif held == NULL or (not storing and type.tp_getattro != PyObject_GenericGetAttr):
        return None
    elif Py_TYPE(held) == &PyProperty_Type:
        how = "property"
        function = property_setter(held) if storing else NULL
    elif storing and not is_data_descriptor(held):
        return None
    else:
        how = "data" if is_data_descriptor(held) else "other"
        function = method_named(Py_TYPE(held), "__set__" if storing else "__get__")
        held_version = fvm_type_version(Py_TYPE(held))
        if held_version == 0:
            return None
    unit = ready_unit(<PyFunctionObject*>function) if function != NULL else NULL
    if unit == NULL or unit.owner == NULL or not unit.simple or fvm_type_version(type) != version:
        return None
    return how, <size_t>type, <size_t>held, <size_t>function, held_version, callee_of(unit)


cdef int64_t jit_lacks(PyObject* object, PyObject* name) noexcept nogil:
    """Whether an instance has no attribute of this name (a constant of code) of its own; 0: it has, or it is not known without
    running code."""
    cdef PyTypeObject* type = Py_TYPE(object)
    cdef PyDictValues* values
    cdef PyObject* dict
    cdef Py_ssize_t index
    if type.tp_dictoffset == 0:
        return 1
    if not PyType_HasFeature(type, Py_TPFLAGS_MANAGED_DICT):
        return 0
    dict = fvm_managed_dict(object)
    if dict != NULL:
        return PyDict_CheckExact(dict) and fvm_dict_lacks(dict, name)
    values = fvm_values(object)
    if values == NULL:
        return 1
    index = fvm_keys_find(fvm_cached_keys(type), name)
    if index >= 0:
        return values.values[index] == NULL
    return all_interned(fvm_cached_keys(type))
