# What the files of this folder share: declarations and constants. Together they are what instructions do when it is
# more than a call of the host's C API: raising, unpacking, importing, matching, names, awaiting, tracing C calls.
#
# The host has the same functions inside its evaluation loop and does not export them. These are ours, with the
# host's meaning and the words of its errors, for programs see them. Arguments are borrowed and results are
# new references unless a function says otherwise; NULL or -1 means an exception is set.

cdef extern from "host/cpython311.h" nogil:
    """
    #include "opcode.h"
    #include "internal/pycore_genobject.h"
    """
    PyTypeObject PyCMethod_Type
    PyTypeObject _PyAsyncGenWrappedValue_Type
    unsigned long _Py_TPFLAGS_MATCH_SELF
    int RESUME, RESUME_QUICK, STORE_FAST, DELETE_FAST
    const unsigned long Py_Version

    # The same C types again, for fields that only this file needs.
    ctypedef struct fvm_exception "PyBaseExceptionObject":
        PyObject* notes
        PyObject* traceback
        PyObject* context
        PyObject* cause
    ctypedef struct fvm_exception_group "PyBaseExceptionGroupObject":
        PyObject* excs
    ctypedef struct fvm_tracing "PyThreadState":
        int tracing_what
    ctypedef struct fvm_async_gen_pool "struct _Py_async_gen_state":
        void* value_freelist[1]
        int value_numfree
    ctypedef struct fvm_interpreter "PyInterpreterState":
        fvm_async_gen_pool async_gen

    bint PyType_Check(PyObject*)
    bint PyGen_CheckExact(PyObject*)
    bint PyCoro_CheckExact(PyObject*)
    bint PyAsyncGen_CheckExact(PyObject*)
    void Py_SET_SIZE(PyObject*, Py_ssize_t)
    int PyUnicode_READY(PyObject*)
    void _Py_NewReference(PyObject*)
    void _PyObject_GC_TRACK(PyObject*)
    PyObject* _PyObject_GC_New(PyTypeObject*)
    int Py_EnterRecursiveCall(const char*)
    void Py_LeaveRecursiveCall()

    _PyErr_StackItem* _PyErr_GetTopmostException(PyThreadState*)  # borrowed
    void PyErr_SetExcInfo(PyObject*, PyObject*, PyObject*)  # steals
    PyObject* PyErr_SetImportError(PyObject*, PyObject*, PyObject*)
    PyObject* PyException_GetContext(PyObject*)
    PyObject* PyException_GetCause(PyObject*)

    PyObject* fvm_list_extend "_PyList_Extend"(PyListObject*, PyObject*)  # None, or NULL
    PyObject* PyTuple_Pack(Py_ssize_t, ...)
    int PySet_Contains(PyObject*, PyObject*)
    PyObject* Py_BuildValue(const char*, ...)
    PyObject* PyLong_FromVoidPtr(void*)
    int _PyLong_AsInt(PyObject*)
    PyObject* _PyObject_FunctionStr(PyObject*)
    PyObject* PyObject_VectorcallDict(PyObject*, PyObject**, size_t, PyObject*)
    PyObject* PyModule_GetFilenameObject(PyObject*)
    int _PyModuleSpec_IsInitializing(PyObject*)
    void PyThreadState_EnterTracing(PyThreadState*)
    void PyThreadState_LeaveTracing(PyThreadState*)


# What wraps a value that an async generator yields; the host keeps the layout in its .c file.
ctypedef struct AsyncGenValue:
    PyObject ob_base
    PyObject* value


# Interned names, made once by `init_operations`.
cdef PyObject* name_all
cdef PyObject* name_aenter
cdef PyObject* name_aexit
cdef PyObject* name_annotations
cdef PyObject* name_build_class
cdef PyObject* name_derive
cdef PyObject* name_dict
cdef PyObject* name_enter
cdef PyObject* name_exit
cdef PyObject* name_get
cdef PyObject* name_import
cdef PyObject* name_match_args
cdef PyObject* name_module_name
cdef PyObject* name_name
cdef PyObject* name_notes
cdef PyObject* name_spec
cdef PyObject* name_split
cdef PyObject* empty_string


cdef int init_operations() except -1:
    """Make the constants of this file. Called once, when the core is imported."""
    global name_all, name_aenter, name_aexit, name_annotations, name_build_class, name_derive, name_dict
    global name_enter, name_exit, name_get, name_import, name_match_args, name_module_name, name_name
    global name_notes, name_spec, name_split, empty_string
    name_all = interned(b"__all__")
    name_aenter = interned(b"__aenter__")
    name_aexit = interned(b"__aexit__")
    name_annotations = interned(b"__annotations__")
    name_build_class = interned(b"__build_class__")
    name_derive = interned(b"derive")
    name_dict = interned(b"__dict__")
    name_enter = interned(b"__enter__")
    name_exit = interned(b"__exit__")
    name_get = interned(b"get")
    name_import = interned(b"__import__")
    name_match_args = interned(b"__match_args__")
    name_module_name = interned(b"__name__")
    name_name = interned(b"name")
    name_notes = interned(b"__notes__")
    name_spec = interned(b"__spec__")
    name_split = interned(b"split")
    empty_string = interned(b"")
    return 0


cdef PyObject* interned(const char* text) except NULL:
    """The interned string, kept for ever."""
    return PyUnicode_InternFromString(text)
