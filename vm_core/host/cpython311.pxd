"""CPython 3.11 as the native core sees it: raw `PyObject*` declarations of the C API and of the host's
internal structures (`cpython311.h` has the inline parts).

Everything is declared `noexcept nogil`: Cython then emits plain C calls, and reference counting is ours
alone. Ownership follows the C API's documentation: "new", "borrowed", "stolen".
"""

from libc.stdint cimport int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t

cdef extern from "host/cpython311.h" nogil:
    # --- Object structures -----------------------------------------------------------------------
    ctypedef struct PyObject:
        Py_ssize_t ob_refcnt
        PyTypeObject* ob_type

    ctypedef PyObject* (*unaryfunc)(PyObject*) noexcept
    ctypedef PyObject* (*binaryfunc)(PyObject*, PyObject*) noexcept
    ctypedef PyObject* (*ternaryfunc)(PyObject*, PyObject*, PyObject*) noexcept
    ctypedef Py_ssize_t (*lenfunc)(PyObject*) noexcept
    ctypedef PyObject* (*allocfunc)(PyTypeObject*, Py_ssize_t) noexcept
    ctypedef int (*visitproc)(PyObject*, void*) noexcept nogil
    ctypedef int (*traverseproc)(PyObject*, visitproc, void*) noexcept nogil
    ctypedef PyObject* (*newfunc)(PyTypeObject*, PyObject*, PyObject*) noexcept
    ctypedef int (*initproc)(PyObject*, PyObject*, PyObject*) noexcept
    ctypedef PyObject* (*getattrofunc)(PyObject*, PyObject*) noexcept
    ctypedef int (*setattrofunc)(PyObject*, PyObject*, PyObject*) noexcept
    ctypedef PyObject* (*getiterfunc)(PyObject*) noexcept
    ctypedef PyObject* (*iternextfunc)(PyObject*) noexcept
    ctypedef PyObject* (*descrgetfunc)(PyObject*, PyObject*, PyObject*) noexcept
    ctypedef int (*descrsetfunc)(PyObject*, PyObject*, PyObject*) noexcept
    ctypedef PyObject* (*vectorcallfunc)(PyObject*, PyObject**, size_t, PyObject*) noexcept
    ctypedef PyObject* (*PyCFunction)(PyObject*, PyObject*) noexcept
    ctypedef PyObject* (*_PyCFunctionFast)(PyObject*, PyObject**, Py_ssize_t) noexcept
    ctypedef PyObject* (*_PyCFunctionFastWithKeywords)(PyObject*, PyObject**, Py_ssize_t, PyObject*) noexcept
    ctypedef void (*destructor)(PyObject*) noexcept
    ctypedef void (*freefunc)(void*) noexcept

    ctypedef struct PyNumberMethods:
        binaryfunc nb_add
    ctypedef PyObject* (*richcmpfunc)(PyObject*, PyObject*, int)
    ctypedef struct PySequenceMethods:
        lenfunc sq_length
    ctypedef struct PyMappingMethods:
        binaryfunc mp_subscript
    ctypedef struct PyAsyncMethods:
        unaryfunc am_await
        unaryfunc am_aiter
        unaryfunc am_anext

    ctypedef struct PyTypeObject:
        Py_ssize_t ob_refcnt
        const char* tp_name
        Py_ssize_t tp_basicsize
        Py_ssize_t tp_itemsize
        Py_ssize_t tp_dictoffset
        Py_ssize_t tp_weaklistoffset
        Py_ssize_t tp_vectorcall_offset
        unsigned long tp_flags
        unsigned int tp_version_tag
        PyObject* tp_dict
        PyObject* tp_bases
        PyObject* tp_mro
        PyObject* tp_subclasses
        PyTypeObject* tp_base
        allocfunc tp_alloc
        newfunc tp_new
        traverseproc tp_traverse
        initproc tp_init
        void* tp_finalize
        void* tp_del
        getattrofunc tp_getattro
        setattrofunc tp_setattro
        getiterfunc tp_iter
        iternextfunc tp_iternext
        descrgetfunc tp_descr_get
        descrsetfunc tp_descr_set
        ternaryfunc tp_call
        richcmpfunc tp_richcompare
        destructor tp_dealloc
        freefunc tp_free
        vectorcallfunc tp_vectorcall
        PyAsyncMethods* tp_as_async
        PyNumberMethods* tp_as_number
        PySequenceMethods* tp_as_sequence
        PyMappingMethods* tp_as_mapping

    ctypedef struct PyMethodDef:
        const char* ml_name
        PyCFunction ml_meth
        int ml_flags
        const char* ml_doc
    ctypedef struct PyCFunctionObject:
        PyMethodDef* m_ml
        PyObject* m_self
        PyObject* m_module
        vectorcallfunc vectorcall
    PyTypeObject* PyDescr_TYPE(PyObject*)
    ctypedef struct PyMethodDescrObject:
        PyMethodDef* d_method
        vectorcallfunc vectorcall
    ctypedef struct PyMethodObject:
        PyObject* im_func
        PyObject* im_self
    ctypedef struct PyMemberDef:
        const char* name
        int type
        Py_ssize_t offset
        int flags
    ctypedef struct PyMemberDescrObject:
        PyMemberDef* d_member
    ctypedef struct PyCellObject:
        PyObject* ob_ref
    ctypedef struct PyListObject:
        PyObject** ob_item
        Py_ssize_t allocated
    ctypedef struct PyTupleObject:
        PyObject* ob_item[1]
    ctypedef struct PyFunctionObject:
        PyObject* func_globals
        PyObject* func_builtins
        PyObject* func_name
        PyObject* func_qualname
        PyObject* func_code
        PyObject* func_defaults
        PyObject* func_kwdefaults
        PyObject* func_closure
        PyObject* func_dict
        PyObject* func_annotations
        vectorcallfunc vectorcall
        uint32_t func_version
    ctypedef struct PyModuleObject:
        PyObject* md_dict

    ctypedef uint16_t _Py_CODEUNIT
    ctypedef struct PyCodeObject:
        PyObject* co_consts
        PyObject* co_names
        PyObject* co_exceptiontable
        int co_flags
        int co_argcount
        int co_posonlyargcount
        int co_kwonlyargcount
        int co_stacksize
        int co_firstlineno
        int co_nlocalsplus
        int co_nlocals
        int co_nplaincellvars
        int co_ncellvars
        int co_nfreevars
        PyObject* co_localsplusnames
        PyObject* co_localspluskinds
        PyObject* co_filename
        PyObject* co_name
        PyObject* co_qualname
        int _co_firsttraceable
        void* co_extra

    ctypedef struct PyFrameObject:
        PyFrameObject* f_back
        _PyInterpreterFrame* f_frame
        PyObject* f_trace
        int f_lineno
        char f_trace_lines
        char f_trace_opcodes
        PyObject* _f_frame_data[1]

    ctypedef struct _PyInterpreterFrame:
        PyFunctionObject* f_func
        PyObject* f_globals
        PyObject* f_builtins
        PyObject* f_locals
        PyCodeObject* f_code
        PyFrameObject* frame_obj
        _PyInterpreterFrame* previous
        _Py_CODEUNIT* prev_instr
        int stacktop
        char owner
        PyObject* localsplus[1]

    ctypedef struct _PyErr_StackItem:
        PyObject* exc_value
        _PyErr_StackItem* previous_item

    ctypedef struct PyGenObject:
        PyCodeObject* gi_code
        PyObject* gi_weakreflist
        PyObject* gi_name
        PyObject* gi_qualname
        _PyErr_StackItem gi_exc_state
        PyObject* gi_origin_or_finalizer
        char gi_hooks_inited
        char gi_closed
        char gi_running_async
        int8_t gi_frame_state
        PyObject* gi_iframe[1]

    ctypedef struct _PyCFrame:
        uint8_t use_tracing
        _PyInterpreterFrame* current_frame
        _PyCFrame* previous

    ctypedef int (*Py_tracefunc)(PyObject*, PyFrameObject*, int, PyObject*) noexcept

    ctypedef PyObject* (*_PyFrameEvalFunction)(PyThreadState*, _PyInterpreterFrame*, int) noexcept
    ctypedef struct PyInterpreterState:
        _PyFrameEvalFunction eval_frame
        PyObject* modules
        PyObject* builtins
        PyObject* import_func

    ctypedef struct PyThreadState:
        PyInterpreterState* interp
        int recursion_remaining
        int recursion_limit
        int recursion_headroom
        int tracing
        _PyCFrame* cframe
        Py_tracefunc c_profilefunc
        Py_tracefunc c_tracefunc
        PyObject* c_profileobj
        PyObject* c_traceobj
        PyObject* curexc_type
        PyObject* curexc_value
        PyObject* curexc_traceback
        _PyErr_StackItem* exc_info
        PyObject* async_exc
        int coroutine_origin_tracking_depth
        PyObject** datastack_top
        PyObject** datastack_limit

    ctypedef struct PyDictKeysObject:
        uint32_t dk_version
        Py_ssize_t dk_nentries
    ctypedef struct PyDictValues:
        PyObject* values[1]
    ctypedef struct PyDictUnicodeEntry:
        PyObject* me_key
        PyObject* me_value

    ctypedef struct fvm_range_iterator:
        long index
        long start
        long step
        long len
    PyObject* fvm_new_range_iterator(long len, long start, long step)
    ctypedef struct fvm_seq_iterator:
        Py_ssize_t index
        PyObject* seq

    # --- Types and singletons ----------------------------------------------------------------------
    PyTypeObject PyType_Type, PyBaseObject_Type, PyLong_Type, PyFloat_Type, PyBool_Type, PyUnicode_Type, PyBytes_Type, PyByteArray_Type, PyComplex_Type
    PyTypeObject PyTuple_Type, PyList_Type, PyDict_Type, PySet_Type, PyFrozenSet_Type, PyRange_Type, PySlice_Type
    PyTypeObject PyFunction_Type, PyCFunction_Type, PyMethod_Type, PyMethodDescr_Type, PyClassMethodDescr_Type
    PyTypeObject PyMemberDescr_Type, PyGetSetDescr_Type, PyWrapperDescr_Type, PyProperty_Type, PyCell_Type, PyCode_Type
    PyTypeObject PyModule_Type, PyGen_Type, PyCoro_Type, PyAsyncGen_Type, PyRangeIter_Type, PyListIter_Type
    PyTypeObject PyTupleIter_Type, PyStaticMethod_Type, PyClassMethod_Type, PySuper_Type, PyEnum_Type, PyZip_Type
    PyTypeObject PyDictKeys_Type, PyDictValues_Type, PyDictItems_Type
    PyTypeObject PyDictIterKey_Type, PyDictIterValue_Type, PyDictIterItem_Type, PyFrame_Type
    PyObject* Py_None
    PyObject* Py_True
    PyObject* Py_False
    PyObject* Py_NotImplemented
    PyObject* PyExc_BaseException
    PyObject* PyExc_BaseExceptionGroup
    PyObject* PyExc_Exception
    PyObject* PyExc_TypeError
    PyObject* PyExc_OverflowError
    PyObject* PyExc_ValueError
    PyObject* PyExc_KeyError
    PyObject* PyExc_IndexError
    PyObject* PyExc_NameError
    PyObject* PyExc_UnboundLocalError
    PyObject* PyExc_AttributeError
    PyObject* PyExc_ImportError
    PyObject* PyExc_RuntimeError
    PyObject* PyExc_RecursionError
    PyObject* PyExc_SystemError
    PyObject* PyExc_StopIteration
    PyObject* PyExc_StopAsyncIteration
    PyObject* PyExc_GeneratorExit
    PyObject* PyExc_AssertionError
    PyObject* PyExc_ZeroDivisionError
    PyObject* PyExc_MemoryError
    PyObject* PyExc_KeyboardInterrupt

    unsigned long Py_TPFLAGS_MANAGED_DICT, Py_TPFLAGS_HEAPTYPE, Py_TPFLAGS_HAVE_VECTORCALL, Py_TPFLAGS_METHOD_DESCRIPTOR
    unsigned long Py_TPFLAGS_SEQUENCE, Py_TPFLAGS_MAPPING, Py_TPFLAGS_VALID_VERSION_TAG, Py_TPFLAGS_IS_ABSTRACT
    unsigned long Py_TPFLAGS_TYPE_SUBCLASS, Py_TPFLAGS_IMMUTABLETYPE, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_BASETYPE
    int CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS, CO_NESTED, CO_GENERATOR, CO_COROUTINE
    int CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR
    int METH_VARARGS, METH_KEYWORDS, METH_NOARGS, METH_O, METH_FASTCALL, METH_METHOD, METH_STATIC, METH_CLASS
    int T_OBJECT_EX, READONLY
    int FRAME_OWNED_BY_THREAD, FRAME_OWNED_BY_GENERATOR, FRAME_OWNED_BY_FRAME_OBJECT
    int FRAME_CREATED, FRAME_SUSPENDED, FRAME_EXECUTING, FRAME_COMPLETED, FRAME_CLEARED
    size_t PY_VECTORCALL_ARGUMENTS_OFFSET
    int Py_LT, Py_LE, Py_EQ, Py_NE, Py_GT, Py_GE
    int PyTrace_CALL, PyTrace_EXCEPTION, PyTrace_LINE, PyTrace_RETURN, PyTrace_C_CALL, PyTrace_C_EXCEPTION, PyTrace_C_RETURN
    int PYGEN_RETURN, PYGEN_ERROR, PYGEN_NEXT

    # --- Reference counts and types -----------------------------------------------------------------
    void Py_INCREF(PyObject*)
    void Py_DECREF(PyObject*)
    void Py_XINCREF(PyObject*)
    void Py_XDECREF(PyObject*)
    PyObject* Py_NewRef(PyObject*)
    PyObject* Py_XNewRef(PyObject*)
    Py_ssize_t Py_REFCNT(PyObject*)
    PyTypeObject* Py_TYPE(PyObject*)
    Py_ssize_t Py_SIZE(PyObject*)
    bint Py_IS_TYPE(PyObject*, PyTypeObject*)
    void _Py_Dealloc(PyObject*)
    bint PyType_Check(PyObject*)
    bint PyType_IsSubtype(PyTypeObject*, PyTypeObject*)
    bint PyType_HasFeature(PyTypeObject*, unsigned long)
    PyObject* _PyType_Lookup(PyTypeObject*, PyObject*)  # borrowed
    bint PyObject_TypeCheck(PyObject*, PyTypeObject*)

    # --- Objects: protocols --------------------------------------------------------------------------
    PyObject* PyObject_GetAttr(PyObject*, PyObject*)
    int PyObject_SetAttr(PyObject*, PyObject*, PyObject*)
    PyObject* PyObject_GetAttrString(PyObject*, const char*)
    int PyObject_SetAttrString(PyObject*, const char*, PyObject*)
    PyObject* PyObject_GenericGetAttr(PyObject*, PyObject*)
    int PyObject_GenericSetAttr(PyObject*, PyObject*, PyObject*)
    int _PyObject_LookupAttr(PyObject*, PyObject*, PyObject**)
    int _PyObject_GetMethod(PyObject*, PyObject*, PyObject**)
    PyObject* _PyObject_LookupSpecial(PyObject*, PyObject*)
    PyObject* PyObject_GetItem(PyObject*, PyObject*)
    int PyObject_SetItem(PyObject*, PyObject*, PyObject*)
    int PyObject_DelItem(PyObject*, PyObject*)
    int PyObject_IsTrue(PyObject*)
    PyObject* PyObject_RichCompare(PyObject*, PyObject*, int)
    int PyObject_RichCompareBool(PyObject*, PyObject*, int)
    PyObject* PyObject_GetIter(PyObject*)
    PyObject* PyObject_Str(PyObject*)
    PyObject* PyObject_Repr(PyObject*)
    PyObject* PyObject_ASCII(PyObject*)
    PyObject* PyObject_Format(PyObject*, PyObject*)
    Py_ssize_t PyObject_Length(PyObject*)
    Py_ssize_t PyObject_Size(PyObject*)
    Py_hash_t PyObject_Hash(PyObject*)
    int PyObject_IsInstance(PyObject*, PyObject*)
    int PyObject_IsSubclass(PyObject*, PyObject*)
    int PySequence_Contains(PyObject*, PyObject*)
    int PySequence_Check(PyObject*)
    PyObject* PySequence_Tuple(PyObject*)
    PyObject* PySequence_List(PyObject*)
    PyObject* PySequence_GetItem(PyObject*, Py_ssize_t)
    int PyMapping_Check(PyObject*)
    PyObject* PyMapping_Keys(PyObject*)
    int PyIter_Check(PyObject*)
    PyObject* PyIter_Next(PyObject*)
    int PyIter_Send(PyObject*, PyObject*, PyObject**)
    int PyCallable_Check(PyObject*)

    # --- Numbers ------------------------------------------------------------------------------------
    PyObject* PyNumber_Index(PyObject*)
    Py_ssize_t PyNumber_AsSsize_t(PyObject*, PyObject*)
    PyObject* PyNumber_Add(PyObject*, PyObject*)
    PyObject* PyNumber_Subtract(PyObject*, PyObject*)
    PyObject* PyNumber_Multiply(PyObject*, PyObject*)
    PyObject* PyNumber_TrueDivide(PyObject*, PyObject*)
    PyObject* PyNumber_FloorDivide(PyObject*, PyObject*)
    PyObject* PyNumber_Remainder(PyObject*, PyObject*)
    PyObject* PyNumber_Power(PyObject*, PyObject*, PyObject*)
    PyObject* PyNumber_MatrixMultiply(PyObject*, PyObject*)
    PyObject* PyNumber_Lshift(PyObject*, PyObject*)
    PyObject* PyNumber_Rshift(PyObject*, PyObject*)
    PyObject* PyNumber_And(PyObject*, PyObject*)
    PyObject* PyNumber_Or(PyObject*, PyObject*)
    PyObject* PyNumber_Xor(PyObject*, PyObject*)
    PyObject* PyNumber_InPlaceAdd(PyObject*, PyObject*)
    PyObject* PyNumber_InPlaceSubtract(PyObject*, PyObject*)
    PyObject* PyNumber_InPlaceMultiply(PyObject*, PyObject*)
    PyObject* PyNumber_InPlaceTrueDivide(PyObject*, PyObject*)
    PyObject* PyNumber_InPlaceFloorDivide(PyObject*, PyObject*)
    PyObject* PyNumber_InPlaceRemainder(PyObject*, PyObject*)
    PyObject* PyNumber_InPlacePower(PyObject*, PyObject*, PyObject*)
    PyObject* PyNumber_InPlaceMatrixMultiply(PyObject*, PyObject*)
    PyObject* PyNumber_InPlaceLshift(PyObject*, PyObject*)
    PyObject* PyNumber_InPlaceRshift(PyObject*, PyObject*)
    PyObject* PyNumber_InPlaceAnd(PyObject*, PyObject*)
    PyObject* PyNumber_InPlaceOr(PyObject*, PyObject*)
    PyObject* PyNumber_InPlaceXor(PyObject*, PyObject*)
    PyObject* PyNumber_Negative(PyObject*)
    PyObject* PyNumber_Positive(PyObject*)
    PyObject* PyNumber_Invert(PyObject*)
    PyObject* PyLong_FromLong(long)
    PyObject* PyLong_FromLongLong(long long)
    PyObject* PyLong_FromSsize_t(Py_ssize_t)
    Py_ssize_t PyLong_AsSsize_t(PyObject*)
    long PyLong_AsLong(PyObject*)
    PyObject* PyFloat_FromDouble(double)
    PyObject* PyComplex_FromDoubles(double, double)
    bint fvm_reuse_complex(PyObject*, double, double)
    double hypot(double, double)
    double sqrt(double)
    double sin(double)
    double cos(double)
    double tan(double)
    double asin(double)
    double acos(double)
    double atan(double)
    double sinh(double)
    double cosh(double)
    double tanh(double)
    double exp(double)
    double log(double)
    double floor(double)
    double ceil(double)
    PyObject* PyBool_FromLong(long)
    int _PyEval_SliceIndex(PyObject*, Py_ssize_t*)

    # --- Containers ---------------------------------------------------------------------------------
    PyObject* PyTuple_New(Py_ssize_t)
    PyObject* PyTuple_GET_ITEM(PyObject*, Py_ssize_t)
    void PyTuple_SET_ITEM(PyObject*, Py_ssize_t, PyObject*)
    Py_ssize_t PyTuple_GET_SIZE(PyObject*)
    PyObject* PyTuple_GetSlice(PyObject*, Py_ssize_t, Py_ssize_t)
    bint PyTuple_CheckExact(PyObject*)
    bint PyTuple_Check(PyObject*)
    PyObject* PyList_New(Py_ssize_t)
    int PyList_Append(PyObject*, PyObject*)
    int PyList_Sort(PyObject*)
    PyObject* PyList_GET_ITEM(PyObject*, Py_ssize_t)
    void PyList_SET_ITEM(PyObject*, Py_ssize_t, PyObject*)
    Py_ssize_t PyList_GET_SIZE(PyObject*)
    PyObject* PyList_GetSlice(PyObject*, Py_ssize_t, Py_ssize_t)
    PyObject* PyList_AsTuple(PyObject*)
    bint PyList_CheckExact(PyObject*)
    PyObject* PySet_New(PyObject*)
    int PySet_Add(PyObject*, PyObject*)
    int _PySet_Update(PyObject*, PyObject*)
    PyObject* PyDict_New()
    PyObject* PyDict_SetDefault(PyObject*, PyObject*, PyObject*)  # borrowed
    PyObject* _PyDict_NewPresized(Py_ssize_t)
    PyObject* PyDict_GetItemWithError(PyObject*, PyObject*)  # borrowed
    PyObject* _PyDict_GetItem_KnownHash(PyObject*, PyObject*, Py_hash_t)  # borrowed
    PyObject* PyDict_GetItemString(PyObject*, const char*)  # borrowed
    int PyDict_SetItem(PyObject*, PyObject*, PyObject*)
    int PyDict_DelItem(PyObject*, PyObject*)
    int PyDict_Update(PyObject*, PyObject*)
    int _PyDict_MergeEx(PyObject*, PyObject*, int)
    int PyDict_Contains(PyObject*, PyObject*)
    PyObject* PyDict_Copy(PyObject*)
    bint PyDict_Next(PyObject*, Py_ssize_t*, PyObject**, PyObject**)
    Py_ssize_t PyDict_GET_SIZE(PyObject*)
    bint PyDict_CheckExact(PyObject*)
    bint PyDict_Check(PyObject*)
    PyObject* PySlice_New(PyObject*, PyObject*, PyObject*)
    PyObject* PyCell_New(PyObject*)
    PyObject* PyCell_GET(PyObject*)
    void PyCell_SET(PyObject*, PyObject*)

    # --- Strings ------------------------------------------------------------------------------------
    bint PyUnicode_CheckExact(PyObject*)
    bint PyUnicode_Check(PyObject*)
    int _PyUnicode_EQ(PyObject*, PyObject*)
    PyObject* PyUnicode_Concat(PyObject*, PyObject*)
    void PyUnicode_Append(PyObject**, PyObject*)
    PyObject* PyUnicode_Substring(PyObject*, Py_ssize_t, Py_ssize_t)
    Py_ssize_t PyUnicode_GET_LENGTH(PyObject*)
    Py_UCS4 PyUnicode_READ_CHAR(PyObject*, Py_ssize_t)
    PyObject* PyUnicode_FromOrdinal(int)
    PyObject* PyUnicode_FromFormat(const char*, ...)
    PyObject* PyUnicode_FromString(const char*)
    PyObject* PyUnicode_InternFromString(const char*)
    bint PyUnicode_CHECK_INTERNED(PyObject*)
    PyObject* PyUnicode_New(Py_ssize_t, Py_UCS4)
    PyObject* _PyUnicode_JoinArray(PyObject*, PyObject**, Py_ssize_t)
    PyObject* PyUnicode_Join(PyObject*, PyObject*)
    int PyUnicode_Compare(PyObject*, PyObject*)
    int PyUnicode_CompareWithASCIIString(PyObject*, const char*)
    const char* PyUnicode_AsUTF8(PyObject*)
    void PyUnicode_InternInPlace(PyObject**)

    # --- Calls --------------------------------------------------------------------------------------
    PyObject* PyObject_Vectorcall(PyObject*, PyObject**, size_t, PyObject*)
    PyObject* PyObject_VectorcallMethod(PyObject*, PyObject**, size_t, PyObject*)
    PyObject* PyObject_Call(PyObject*, PyObject*, PyObject*)
    PyObject* PyObject_CallObject(PyObject*, PyObject*)
    PyObject* PyObject_CallNoArgs(PyObject*)
    PyObject* PyObject_CallOneArg(PyObject*, PyObject*)
    PyObject* PyObject_CallFunctionObjArgs(PyObject*, ...)
    PyObject* PyObject_CallMethodObjArgs(PyObject*, PyObject*, ...)
    PyObject* _PyFunction_Vectorcall(PyObject*, PyObject**, size_t, PyObject*)
    vectorcallfunc PyVectorcall_Function(PyObject*)
    PyObject* _Py_CheckFunctionResult(PyThreadState*, PyObject*, PyObject*, const char*)
    PyObject* _PyObject_MakeTpCall(PyThreadState*, PyObject*, PyObject**, Py_ssize_t, PyObject*)
    PyObject* PyFunction_New(PyObject*, PyObject*)
    PyObject* PyMethod_New(PyObject*, PyObject*)
    PyObject* _PyEval_EvalFrameDefault(PyThreadState*, _PyInterpreterFrame*, int)
    PyObject* PyImport_ImportModuleLevelObject(PyObject*, PyObject*, PyObject*, PyObject*, int)
    PyObject* PyImport_GetModule(PyObject*)
    PyObject* PySys_GetObject(const char*)  # borrowed
    PyObject* PyCFunction_NewEx(PyMethodDef*, PyObject*, PyObject*)
    ctypedef struct PyCompilerFlags:
        int cf_flags
        int cf_feature_version
    int PyEval_MergeCompilerFlags(PyCompilerFlags*)
    PyObject* PyEval_GetBuiltins()  # borrowed
    PyObject* Py_CompileStringObject(const char*, PyObject*, int, PyCompilerFlags*, int)
    int Py_file_input, Py_eval_input, PyCF_SOURCE_IS_UTF8, PyCF_MASK
    const char* PyUnicode_AsUTF8AndSize(PyObject*, Py_ssize_t*)
    int PyBytes_AsStringAndSize(PyObject*, char**, Py_ssize_t*)
    void _PyErr_SetKeyError(PyObject*)

    # --- Errors -------------------------------------------------------------------------------------
    PyObject* PyErr_Occurred()  # borrowed
    void PyErr_Clear()
    void PyErr_Fetch(PyObject**, PyObject**, PyObject**)
    void PyErr_Restore(PyObject*, PyObject*, PyObject*)
    void PyErr_NormalizeException(PyObject**, PyObject**, PyObject**)
    void PyErr_SetNone(PyObject*)
    void PyErr_SetObject(PyObject*, PyObject*)
    void PyErr_SetString(PyObject*, const char*)
    PyObject* PyErr_Format(PyObject*, const char*, ...)
    PyObject* PyErr_NoMemory()
    int PyErr_ExceptionMatches(PyObject*)
    int PyErr_GivenExceptionMatches(PyObject*, PyObject*)
    void PyErr_WriteUnraisable(PyObject*)
    int PyErr_WarnEx(PyObject*, const char*, Py_ssize_t)
    void _PyErr_ChainStackItem(_PyErr_StackItem*)
    void _PyErr_ChainExceptions(PyObject*, PyObject*, PyObject*)
    PyObject* _PyErr_FormatFromCause(PyObject*, const char*, ...)
    int PyException_SetTraceback(PyObject*, PyObject*)
    PyObject* PyException_GetTraceback(PyObject*)
    void PyException_SetCause(PyObject*, PyObject*)
    void PyException_SetContext(PyObject*, PyObject*)
    bint PyExceptionClass_Check(PyObject*)
    bint PyExceptionInstance_Check(PyObject*)
    PyObject* PyExceptionInstance_Class(PyObject*)
    int _PyGen_FetchStopIterationValue(PyObject**)
    int _PyGen_SetStopIterationValue(PyObject*)
    int PyTraceBack_Here(PyFrameObject*)

    # --- Threads, frames, memory --------------------------------------------------------------------
    PyThreadState* PyThreadState_Get()
    PyThreadState* _PyThreadState_UncheckedGet()
    PyFrameObject* PyThreadState_GetFrame(PyThreadState*)  # new
    int _Py_CheckRecursiveCall(PyThreadState*, const char*)
    int Py_MakePendingCalls()
    PyThreadState* PyEval_SaveThread()
    void PyEval_RestoreThread(PyThreadState*)
    int PyFrame_FastToLocalsWithError(PyFrameObject*)
    void PyFrame_LocalsToFast(PyFrameObject*, int)
    int PyFrame_GetLineNumber(PyFrameObject*)
    int PyCode_Addr2Line(PyCodeObject*, int)
    void PyObject_GC_Track(void*)
    void PyObject_GC_UnTrack(void*)
    int PyObject_GC_IsTracked(PyObject*)
    PyObject* _PyObject_GC_NewVar(PyTypeObject*, Py_ssize_t)
    Py_ssize_t _PyEval_RequestCodeExtraIndex(freefunc)
    int _PyCode_SetExtra(PyObject*, Py_ssize_t, void*)
    void _PyInterpreterState_SetEvalFrameFunc(PyInterpreterState*, _PyFrameEvalFunction)
    PyInterpreterState* PyInterpreterState_Get()
    bint _PyObject_GC_IS_TRACKED(PyObject*)
    void _PyDictValues_AddToInsertionOrder(PyDictValues*, Py_ssize_t)

    # --- The inline parts (cpython311.h) --------------------------------------------------------------
    bint fvm_likely(bint)
    bint fvm_unlikely(bint)
    void* fvm_get_extra(PyCodeObject*, Py_ssize_t)
    void fvm_trim_extra(PyCodeObject*, Py_ssize_t)
    _Py_CODEUNIT* fvm_first_instr(PyCodeObject*)
    bint fvm_int(PyObject*, int64_t*)
    bint fvm_is_int(PyObject*)
    bint fvm_is_int1(PyObject*)
    int64_t fvm_int1(PyObject*)
    bint fvm_pool_int(PyObject*)
    int fvm_order_strs(PyObject*, PyObject*)
    bint fvm_list_push(PyObject*, PyObject*)
    bint fvm_reuse_int(PyObject*, int64_t)
    void* fvm_shared_ints
    PyObject* fvm_new_int(int64_t)
    void fvm_unreachable()
    bint fvm_mul(int64_t, int64_t, int64_t*)
    int64_t fvm_floordiv(int64_t, int64_t)
    int64_t fvm_mod(int64_t, int64_t)
    bint fvm_number(PyObject*, double*)
    PyObject* fvm_new_float(PyThreadState*, double)
    void fvm_drop_number(PyThreadState*, PyObject*)
    bint fvm_float_box_free(PyObject*)
    double fvm_float(PyObject*)
    void fvm_set_float(PyObject*, double)
    PyDictValues* fvm_values(PyObject*)
    PyObject* fvm_managed_dict(PyObject*)
    PyDictKeysObject* fvm_cached_keys(PyTypeObject*)
    PyDictKeysObject* fvm_keys(PyObject*)
    bint fvm_is_split(PyObject*)
    PyObject* fvm_split_value(PyObject*, Py_ssize_t)
    bint fvm_keys_unicode(PyDictKeysObject*)
    PyDictUnicodeEntry* fvm_entries(PyDictKeysObject*)
    uint32_t fvm_keys_peek_version(PyDictKeysObject*)
    uint32_t fvm_keys_version(PyDictKeysObject*)
    Py_ssize_t fvm_keys_find(PyDictKeysObject*, PyObject*)
    PyObject* fvm_entry_replace(PyObject*, Py_ssize_t, PyObject*)
    uint32_t fvm_type_version(PyTypeObject*)
    PyObject* PyWeakref_GET_OBJECT(PyObject*)
    int FVM_FRAME_ENTRY, FVM_FRAME_OURS
    int fvm_frame_mark(_PyInterpreterFrame*)
    void fvm_frame_set_mark(_PyInterpreterFrame*, int)
    void fvm_frame_begin(_PyInterpreterFrame*, PyFunctionObject*, _Py_CODEUNIT*)
    _PyInterpreterFrame* fvm_push_slots(PyThreadState*, size_t)
    _PyInterpreterFrame* fvm_push_apart(PyThreadState*, size_t slots, size_t extra)
    void fvm_pop_slots(PyThreadState*, _PyInterpreterFrame*)
    void fvm_clear_slots(PyObject**, PyObject**)
    bint fvm_extend_top(PyThreadState*, Py_ssize_t)
    int fvm_room_after(PyThreadState*, PyObject**, Py_ssize_t)
    int fvm_frame_specials()
    int fvm_eval_breaker(PyThreadState*)
    int fvm_gil_drop_requested(PyThreadState*)
    PyObject* fvm_take_async_exc(PyThreadState*)
    void fvm_request_safepoint(PyThreadState*)
    void fvm_recompute_breaker(PyThreadState*)
    void fvm_ask_host_only(PyThreadState*)
    bint fvm_stack_exhausted()
    bint fvm_stack_within(Py_ssize_t)
    char* fvm_stack_end(Py_ssize_t)
    Py_ssize_t fvm_offset_interp()
    cdef struct fvm_offset:
        const char* name
        Py_ssize_t offset
    const fvm_offset fvm_offsets[1]
    Py_ssize_t fvm_offset_breaker()
    void fvm_fatal(const char*)
    int64_t PyLong_AsLongLongAndOverflow(PyObject*, int*)
    PyObject* fvm_src(PyObject**, PyObject**, int16_t)
    bint _Py_IsFinalizing()
    void fvm_end_inspection()


cdef extern from "host/private311.h" nogil:
    int fvm_resolving
    ctypedef struct fvm_private_section:
        PyThreadState* own
        PyObject* hook
    void fvm_hold_back(PyThreadState*, fvm_private_section*)
    void fvm_let_go(PyThreadState*, fvm_private_section*)
    int fvm_watch_forks()
    object stolen_object "fvm_stolen"(PyObject*)


cdef extern from "host/objects311.h" nogil:
    PyObject* fvm_new_tuple(PyThreadState*, Py_ssize_t)
    PyObject* fvm_tuple_of(PyThreadState*, PyObject**, Py_ssize_t)
    PyObject* fvm_pooled_instance(PyThreadState*, PyTypeObject*)
    bint fvm_lives_plainly(PyTypeObject*)
    PyObject* fvm_new_cell(PyThreadState*, PyObject*)
    PyObject* fvm_new_method(PyThreadState*, PyObject*, PyObject*)
    PyGenObject* fvm_new_generator(PyThreadState*, PyTypeObject*, int)
    void fvm_take_deaths(int)
    void fvm_claim_pool(PyTypeObject*)
    void fvm_drop(PyObject*)
    void fvm_bury(PyObject*)
    bint fvm_buries_unseen(PyObject*)
    void fvm_present(_PyInterpreterFrame*, char*, int64_t)
    void fvm_bury_presentably(_PyInterpreterFrame*, char*, int64_t, PyObject*)
    destructor fvm_subtype_dealloc


cdef extern from "host/exceptions311.h" nogil:
    bint fvm_makes_exception(PyTypeObject*)
    PyObject* fvm_new_exception(PyThreadState*, PyTypeObject*, PyObject**, Py_ssize_t)
    bint fvm_sets_arguments(PyObject*)
    bint fvm_may_set_arguments(PyObject*)
    void fvm_set_arguments(PyObject*, PyObject*)
    bint fvm_set_in_exception(PyThreadState*, PyObject*, PyObject*, PyObject*)
    void fvm_take_deaths_of_tracebacks(int)
    PyFrameObject* fvm_frame_object(PyThreadState*, _PyInterpreterFrame*)
    bint fvm_add_entry(PyThreadState*)


cdef extern from "host/collector/collector.h" nogil:
    int FVM_PAUSE_CLASSES
    ctypedef struct fvm_collections:
        Py_ssize_t collections
        Py_ssize_t automatic
        Py_ssize_t examined
        Py_ssize_t freed
        Py_ssize_t uncollectable
        Py_ssize_t untracked
        int64_t nanoseconds
        int64_t longest
        Py_ssize_t* pauses
    fvm_collections fvm_gc_figures[3]
    int fvm_gc_log
    struct fvm_policy_state:
        int* thresholds
        int young_size
        double growth
        int stress
    fvm_policy_state fvm_policy
    struct fvm_collector_state:
        bint installed
        int asked
        Py_ssize_t found
    fvm_collector_state fvm_collector
    traverseproc fvm_subtype_traverse
    bint fvm_policy_adapts()
    Py_ssize_t fvm_collect_asked(int)
    int fvm_take_place(_PyCFunctionFastWithKeywords) except -1
    void fvm_give_place()
    int fvm_relieve(PyThreadState*, int)
    bint fvm_keep_last_reserve()
    void fvm_apply_thresholds()
    void fvm_stress_on(PyThreadState*)
    PyObject* fvm_get_thresholds()
    PyObject* fvm_set_thresholds(PyObject*)


cdef extern from "host/arenas311.h" nogil:
    void fvm_take_arenas(bint)


cdef extern from "host/builtins311.h" nogil:
    # What native code calls: see there. (-> PyObject*: new, unless it says borrowed.)
    int fvm_defer_collection(PyThreadState*)
    void fvm_end_deferral(PyThreadState*, int)
    void fvm_deferred_collection(PyThreadState*)
    int fvm_init_text()
    int64_t fvm_length(PyObject*)
    bint fvm_is_always_true(PyTypeObject*)
    PyObject* fvm_dict_item(PyObject*, PyObject*)  # borrowed
    void PyType_Modified(PyTypeObject*)
    bint fvm_knows_lookups()
    void fvm_correct_lookup(PyTypeObject*, PyObject*, PyObject*)
    bint fvm_is_special_name(PyObject*)
    bint fvm_dict_lacks(PyObject*, PyObject*)
    PyObject* fvm_dict_get(PyObject*, PyObject*, PyObject*)  # borrowed
    PyObject* fvm_find_global(PyObject*, PyObject*, PyObject*)  # borrowed
    int64_t fvm_dict_store(PyObject*, PyObject*, PyObject*)
    int64_t fvm_set_add(PyObject*, PyObject*)
    int64_t fvm_set_discard(PyObject*, PyObject*)
    int64_t fvm_contains(PyObject*, PyObject*)
    PyObject* fvm_str_item(PyObject*, int64_t)
    int64_t fvm_str_order(PyObject*, PyObject*)
    PyObject* fvm_extreme(PyObject*, PyObject*, int64_t)
    PyObject* fvm_extreme_item(PyObject*, int64_t)
    PyObject* fvm_extreme_among(PyObject*, PyObject*, int64_t)
    PyObject* fvm_str_concat(PyObject*, PyObject*)
    PyObject* fvm_str_append(PyObject*, PyObject*)
    PyObject* fvm_str_join(PyObject*, PyObject*)
    int64_t fvm_list_grow(PyObject*)
    PyObject* fvm_list_pop(PyObject*, int64_t)
    PyObject* fvm_slice(PyObject*, int64_t, int64_t)
    PyObject* fvm_try_tuple(PyThreadState*, int64_t)
    PyObject* fvm_try_list(PyThreadState*, int64_t)
    PyObject* fvm_try_dict(PyThreadState*)
    PyObject* fvm_try_iter(PyThreadState*, PyObject*)
    int64_t fvm_at_end(PyObject*)
    int64_t fvm_ends_unseen(PyObject*)
    PyObject* fvm_next(PyObject*)
    ctypedef struct fvm_drawn:
        PyObject* object
        int64_t other
    fvm_drawn fvm_draw_numbered(PyObject*)
    fvm_drawn fvm_draw_two(PyObject*)
    fvm_drawn fvm_draw_entry(PyObject*)
    int64_t fvm_ord(PyObject*)
    PyObject* fvm_chr(int64_t)
    int64_t fvm_isinstance(PyObject*, PyObject*)
    PyObject* fvm_call_view(PyObject*, PyObject*)
    PyObject* fvm_call_plain_1(PyObject*, PyObject*)
    PyObject* fvm_call_plain_2(PyObject*, PyObject*, PyObject*)
    PyObject* fvm_call_plain_3(PyObject*, PyObject*, PyObject*, PyObject*)
    PyObject* fvm_call_plain_4(PyObject*, PyObject*, PyObject*, PyObject*, PyObject*)


cdef extern from "host/arithmetic311.h" nogil:
    # Give a new reference; or NULL, no exception set, and the host does it.
    PyObject* fvm_wide_binary(PyObject*, PyObject*, int64_t)
    PyObject* fvm_mixed_binary(PyThreadState*, PyObject*, PyObject*, int64_t)


cdef extern from "host/operators311.h" nogil:
    # As above.
    int Py_BytesWarningFlag
    bint PyBytes_CheckExact(PyObject*)
    unsigned long fvm_hold_signals()
    void fvm_let_signals(PyThreadState*, unsigned long)
    PyObject* fvm_or_nothing(PyObject*)
    bint fvm_plain(PyObject*)
    bint fvm_is_key(PyObject*)
    bint fvm_is_scalar(PyObject*)
    bint fvm_is_foreign(PyTypeObject*)
    bint fvm_makes_container(PyTypeObject*)
    bint fvm_set_is_quiet(PyObject*)
    int64_t fvm_plain_compare(PyObject*, PyObject*, int64_t)
    PyObject* fvm_item(PyThreadState*, PyObject*, PyObject*)
    int64_t fvm_store_item(PyThreadState*, PyObject*, PyObject*, PyObject*)
    int64_t fvm_delete_item(PyObject*, PyObject*)
    int64_t fvm_extend(PyThreadState*, PyObject*, PyObject*)
    int fvm_dict_find(PyObject*, PyObject*, Py_hash_t*, PyObject***)
    PyObject* fvm_try_tuple_of(PyThreadState*, PyObject*)
    PyObject* fvm_rest_of(PyThreadState*, PyObject*, int64_t, int64_t)
    PyObject* fvm_item_at(PyObject*, int64_t)


cdef extern from "host/quiet311.h" nogil:
    # As above.
    PyObject* fvm_call_quiet_0(PyObject*, int64_t)
    PyObject* fvm_call_quiet_1(PyObject*, PyObject*, int64_t)
    PyObject* fvm_call_quiet_2(PyObject*, PyObject*, PyObject*, int64_t)
    PyObject* fvm_call_quiet_3(PyObject*, PyObject*, PyObject*, PyObject*, int64_t)
    PyObject* fvm_call_quiet_4(PyObject*, PyObject*, PyObject*, PyObject*, PyObject*, int64_t)
    PyObject* fvm_new_record(PyThreadState*, PyObject*, int64_t)
    PyObject* fvm_dict_setdefault(PyObject*, PyObject*, PyObject*)
    int64_t fvm_heap_push(PyObject*, PyObject*)
    PyObject* fvm_heap_pop(PyObject*)
    PyObject* fvm_heap_replace(PyObject*, PyObject*)
    PyObject* fvm_heap_push_pop(PyObject*, PyObject*)
