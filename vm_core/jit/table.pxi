# The table of what native code calls and compares with, by name. Each file that has something for it enters it. It is filled
# when the compiler first asks for it: most processes start without the JIT.

cdef enum:
    JIT_TABLE = 600

cdef void* fvm_jit_table[JIT_TABLE]
cdef dict jit_names = {}


cdef void jit_entry(str name, void* address):
    if name in jit_names or len(jit_names) == JIT_TABLE:
        fvm_fatal(b"fastvm: the table of native code has a name twice, or is too small")
    fvm_jit_table[len(jit_names)] = address
    jit_names[name] = len(jit_names)


cdef void jit_step(step_function function, tuple instructions):
    for name in instructions:
        jit_entry("run_" + name, <void*>function)


cdef void enter_jit_objects():
    jit_entry("PyLong_Type", &PyLong_Type)
    jit_entry("PyFloat_Type", &PyFloat_Type)
    jit_entry("PyBool_Type", &PyBool_Type)
    jit_entry("PyUnicode_Type", &PyUnicode_Type)
    jit_entry("PyBytes_Type", &PyBytes_Type)
    jit_entry("PyComplex_Type", &PyComplex_Type)
    jit_entry("PyByteArray_Type", &PyByteArray_Type)
    jit_entry("PyList_Type", &PyList_Type)
    jit_entry("PyTuple_Type", &PyTuple_Type)
    jit_entry("PyDict_Type", &PyDict_Type)
    jit_entry("PyRangeIter_Type", &PyRangeIter_Type)
    jit_entry("PyListIter_Type", &PyListIter_Type)
    jit_entry("PyTupleIter_Type", &PyTupleIter_Type)
    jit_entry("PyModule_Type", &PyModule_Type)
    jit_entry("PyType_Type", &PyType_Type)
    jit_entry("find_attribute", <void*>jit_find_attribute)
    jit_entry("find_method", <void*>jit_find_method)
    jit_entry("find_super", <void*>jit_find_super)
    jit_entry("named_attribute", <void*>jit_named_attribute)
    jit_entry("find_place", <void*>jit_find_place)
    jit_entry("note_place", <void*>jit_note_place)
    jit_entry("store_entry", <void*>jit_store_entry)
    jit_entry("lacks", <void*>jit_lacks)
    jit_entry("None", Py_None)
    jit_entry("True", Py_True)
    jit_entry("NotImplemented", Py_NotImplemented)
    jit_entry("False", Py_False)
    jit_entry("shared_ints", fvm_shared_ints)
    jit_entry("show_int", <void*>show_int)
    jit_entry("show_double", <void*>show_double)
    jit_entry("show_bool", <void*>show_bool)
    jit_entry("show_complex", <void*>show_complex)
    jit_entry("box_complex", <void*>jit_box_complex)
    jit_entry("hypot", <void*>hypot)
    jit_entry("show_range", <void*>show_range)
    jit_entry("box_int", <void*>jit_box_int)
    jit_entry("box_double", <void*>jit_box_double)
    jit_entry("new_cell", <void*>jit_new_cell)
    jit_entry("new_instance", <void*>jit_new_instance)
    jit_entry("sure_instance", <void*>sure_instance)
    jit_entry("dies_unseen", <void*>jit_dies_unseen)
    jit_entry("unbox_int", <void*>jit_unbox_int)
    jit_entry("bury", <void*>jit_bury)
    jit_entry("PyFunction_Type", &PyFunction_Type)
    jit_entry("PyMethod_Type", &PyMethod_Type)
    jit_entry("run_inlined", <void*>run_inlined)
    jit_entry("bury_inert", <void*>jit_bury_inert)
    jit_entry("inert", <void*>jit_inert)
    jit_entry("truth", <void*>jit_truth)
    jit_entry("pow", <void*>pow)
    jit_entry("str_equal", <void*>jit_str_equal)


cdef void enter_jit_steps():
    enter_value_steps()
    enter_name_steps()
    enter_attribute_steps()
    enter_subscript_steps()
    enter_call_steps()
    enter_building_steps()
    enter_iteration_steps()
