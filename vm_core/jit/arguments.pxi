# What native code needs of the core to bind arguments to parameters (src/fastvm/jit/build/binding.py). It has begun the call
# by then, and cannot exit: where memory runs out, it comes out of what is kept for that (jit/showing.pxi).


cdef PyObject* jit_keyword_default(PyFunctionObject* func, int64_t place) noexcept nogil:
    """The default of the keyword-only parameter at this place among the locals, borrowed; NULL if there is none, or the
    function's dict cannot be asked without running code."""
    cdef PyObject* defaults = func.func_kwdefaults
    if defaults == NULL or not PyDict_CheckExact(defaults):
        return NULL
    return fvm_dict_item(defaults, PyTuple_GET_ITEM((<PyCodeObject*>func.func_code).co_localsplusnames, place))


cdef PyObject* sure_tuple(PyThreadState* ts, int64_t size) noexcept nogil:
    """A tuple of so many items, which are not set at all: a new reference."""
    cdef PyObject* made = fvm_try_tuple(ts, size)
    while fvm_unlikely(made == NULL):
        draw_on_reserve()
        made = fvm_try_tuple(ts, size)
    return made


cdef PyObject* sure_dict(PyThreadState* ts) noexcept nogil:
    cdef PyObject* made = fvm_try_dict(ts)
    while fvm_unlikely(made == NULL):
        draw_on_reserve()
        made = fvm_try_dict(ts)
    return made


cdef void sure_entry(PyObject* dict_, PyObject* name, PyObject* value) noexcept nogil:
    """Give a dict a new entry; steals the value. The name is a str."""
    while fvm_unlikely(PyDict_SetItem(dict_, name, value) < 0):
        draw_on_reserve()
    Py_DECREF(value)


cdef void enter_arguments():
    jit_entry("keyword_default", <void*>jit_keyword_default)
    jit_entry("empty_tuple", EMPTY_TUPLE)
    jit_entry("make_tuple", <void*>sure_tuple)
    jit_entry("make_dict", <void*>sure_dict)
    jit_entry("set_entry", <void*>sure_entry)
