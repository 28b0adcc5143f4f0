/* Exceptions: how they are made, and their tracebacks with the frame objects that these keep.
 *
 * An exception that leaves three frames makes four of each, most often to have them die with the exception a moment later.
 * So the dead are kept for the next exception, as cells and bound methods are (objects311.h), and an entry is added without the
 * way through the host's functions. Deaths happen in the host's order, and are as deeply nested. */
#ifndef FASTVM_HOST_EXCEPTIONS311_H
#define FASTVM_HOST_EXCEPTIONS311_H

#include "builtins311.h"
#include "objects311.h"

/* --- Exceptions --------------------------------------------------------------------------------------- */

#define FVM_BASE_EXCEPTION ((PyTypeObject *)PyExc_BaseException)

/* Whether a call of this class makes the instance by BaseException.__new__, whatever follows. */
static __attribute__((unused)) int fvm_makes_exception(PyTypeObject *type) {
    return PyType_HasFeature(type, Py_TPFLAGS_BASE_EXC_SUBCLASS) && PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE)
           && !PyType_HasFeature(type, Py_TPFLAGS_IS_ABSTRACT) && type->tp_new == FVM_BASE_EXCEPTION->tp_new
           && Py_TYPE(type)->tp_call == PyType_Type.tp_call && type->tp_vectorcall == NULL;
}

/* BaseException.__new__(type, *arguments), which run through `__init__` next: a new reference, or NULL with an exception. The
 * arguments are borrowed. */
static __attribute__((unused)) PyObject *fvm_new_exception(PyThreadState *ts, PyTypeObject *type, PyObject **arguments, Py_ssize_t count) {
    PyObject *tuple = fvm_tuple_of(ts, arguments, count);
    PyObject *instance;
    if (tuple == NULL) {
        return NULL;
    }
    instance = type->tp_new(type, tuple, NULL);
    Py_DECREF(tuple);
    return instance;
}

/* Whether this is the `__init__` of a builtin exception that stores its arguments, and nothing else. */
static __attribute__((unused)) int fvm_sets_arguments(PyObject *found) {
    return Py_TYPE(found) == &PyWrapperDescr_Type
           && ((PyWrapperDescrObject *)found)->d_wrapped == (void *)FVM_BASE_EXCEPTION->tp_init;
}

/* Whether that `__init__` may be done here: the old arguments live on, or die unseen. */
FVM_INLINE int fvm_may_set_arguments(PyObject *exception) {
    PyObject *old = ((PyBaseExceptionObject *)exception)->args;
    return old == NULL || Py_REFCNT(old) > 1 || fvm_buries_unseen(old);
}
/* It, with a tuple (stolen). */
FVM_INLINE void fvm_set_arguments(PyObject *exception, PyObject *tuple) {
    PyObject *old = ((PyBaseExceptionObject *)exception)->args;
    ((PyBaseExceptionObject *)exception)->args = tuple;
    Py_XDECREF(old);
}

/* Give an exception an attribute by object.__setattr__, where that runs nothing; nothing else is in the place of the name in
 * its class. 0: nothing is done. */
static __attribute__((unused)) int fvm_set_in_exception(PyThreadState *ts, PyObject *exception, PyObject *name, PyObject *value) {
    PyObject *dict, *old = NULL;
    int collecting, err;
    if (!PyExceptionInstance_Check(exception)) {
        return 0;
    }
    dict = ((PyBaseExceptionObject *)exception)->dict;
    if (dict != NULL) {
        if (!PyDict_CheckExact(dict) || !DK_IS_UNICODE(((PyDictObject *)dict)->ma_keys)) {
            return 0;
        }
        old = PyDict_GetItemWithError(dict, name);
        if (old != NULL && Py_REFCNT(old) == 1 && !fvm_buries_unseen(old)) {
            return 0;
        }
    }
    collecting = fvm_defer_collection(ts);
    err = PyObject_GenericSetAttr(exception, name, value);
    fvm_end_deferral(ts, collecting);
    if (err < 0) {
        PyErr_Clear();
    }
    return err == 0;
}

/* --- Tracebacks --------------------------------------------------------------------------------------- */

/* The dead frame objects that have the room for a code object's frames, no more and no less; NULL: none are kept. (Those of
 * generators may have been made before their code's `co_stacksize` grew.) */
FVM_INLINE fvm_spares *fvm_frames_for(PyCodeObject *code) {
    int room = code->co_nlocalsplus + code->co_stacksize;
    int suspends = code->co_flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR);
    return room <= FVM_FRAME_ROOM && !suspends ? &fvm_spare_frames[room] : NULL;
}

/* Whether a traceback's line is found when it is asked for: then it is stored as -1. (In the first versions of the host it
 * was stored when the traceback was made.) */
static int fvm_lines_are_late(void) {
    for (PyGetSetDef *each = PyTraceBack_Type.tp_getset; each != NULL && each->name != NULL; each++) {
        if (strcmp(each->name, "tb_lineno") == 0) {
            return 1;
        }
    }
    return 0;
}

/* As the host's Py_TRASHCAN_BEGIN: 0 when deaths are nested so deeply already that this one has been put off. */
FVM_INLINE int fvm_may_nest(PyThreadState *ts, PyObject *o) {
    if (fvm_unlikely(ts->trash_delete_nesting >= FVM_BURIAL_DEPTH)) {
        return !_PyTrash_begin(ts, o);
    }
    ts->trash_delete_nesting++;
    return 1;
}
FVM_INLINE void fvm_end_nesting(PyThreadState *ts) {
    if (fvm_unlikely(ts->trash_delete_later != NULL)) {
        _PyTrash_end(ts);
    } else {
        ts->trash_delete_nesting--;
    }
}

static void fvm_traceback_dealloc(PyObject *o) {
    PyThreadState *ts = _PyThreadState_UncheckedGet();
    PyTracebackObject *traceback = (PyTracebackObject *)o;
    if (_PyObject_GC_IS_TRACKED(o)) {
        _PyObject_GC_UNTRACK(o);
    }
    if (!fvm_may_nest(ts, o)) {
        return;
    }
    Py_XDECREF(traceback->tb_next);
    Py_XDECREF(traceback->tb_frame);
    fvm_keep_spare(&fvm_spare_tracebacks, o);
    fvm_end_nesting(ts);
}

static void fvm_frame_dealloc(PyObject *o) {
    PyThreadState *ts = _PyThreadState_UncheckedGet();
    PyFrameObject *object = (PyFrameObject *)o;
    PyCodeObject *code = NULL;
    fvm_spares *spares = NULL;
    if (_PyObject_GC_IS_TRACKED(o)) {
        _PyObject_GC_UNTRACK(o);
    }
    if (!fvm_may_nest(ts, o)) {
        return;
    }
    if (object->f_frame->owner == FRAME_OWNED_BY_FRAME_OBJECT) {
        _PyInterpreterFrame *frame = object->f_frame;
        code = frame->f_code; /* (the last to die: what dies before may ask for it) */
        spares = fvm_frames_for(code);
        frame->f_code = NULL;
        Py_CLEAR(frame->f_func);
        Py_CLEAR(frame->f_locals);
        for (int i = 0; i < frame->stacktop; i++) {
            PyObject *value = frame->localsplus[i];
            if (value != NULL) {
                frame->localsplus[i] = NULL;
                fvm_drop(value);
            }
        }
    }
    Py_CLEAR(object->f_back);
    Py_CLEAR(object->f_trace);
    if (spares != NULL) {
        fvm_keep_spare(spares, o);
    } else {
        PyObject_GC_Del(o);
    }
    Py_XDECREF(code);
    fvm_end_nesting(ts);
}

/* Have tracebacks and frame objects die our way, or the host's again. */
static __attribute__((unused)) void fvm_take_deaths_of_tracebacks(int ours) {
    static destructor traceback_dealloc, frame_dealloc; /* the host's */
    if (ours && PyTraceBack_Type.tp_dealloc != fvm_traceback_dealloc && fvm_lines_are_late()) {
        traceback_dealloc = PyTraceBack_Type.tp_dealloc;
        frame_dealloc = PyFrame_Type.tp_dealloc;
        PyTraceBack_Type.tp_dealloc = fvm_traceback_dealloc;
        PyFrame_Type.tp_dealloc = fvm_frame_dealloc;
    } else if (!ours && PyTraceBack_Type.tp_dealloc == fvm_traceback_dealloc) {
        PyTraceBack_Type.tp_dealloc = traceback_dealloc;
        PyFrame_Type.tp_dealloc = frame_dealloc;
    }
}

/* The object of a frame (borrowed), which is made of a dead one if need be. NULL (no exception): the host has to make it, or
 * to say which frame it is. */
FVM_INLINE PyFrameObject *fvm_frame_object(PyThreadState *ts, _PyInterpreterFrame *frame) {
    PyCodeObject *code = frame->f_code;
    PyFrameObject *object = frame->frame_obj;
    fvm_spares *spares;
    if (object != NULL || frame->owner == FRAME_OWNED_BY_FRAME_OBJECT
        || frame->prev_instr < _PyCode_CODE(code) + code->_co_firsttraceable) {
        return object;
    }
    spares = fvm_frames_for(code);
    object = spares != NULL ? (PyFrameObject *)fvm_take_spare(ts, spares) : NULL;
    if (object != NULL) {
        object->f_back = NULL;
        object->f_trace = NULL;
        object->f_lineno = 0;
        object->f_trace_lines = 1;
        object->f_trace_opcodes = 0;
        object->f_fast_as_locals = 0;
        object->f_frame = frame;
        frame->frame_obj = object;
    }
    return object;
}

/* Add an entry for the current frame to the pending exception's traceback, where nothing has to be allocated (that may run
 * finalizers, before which the exception is put aside). 0: nothing was done. */
FVM_INLINE int fvm_add_entry(PyThreadState *ts) {
    _PyInterpreterFrame *frame = ts->cframe->current_frame;
    PyFrameObject *object = fvm_frame_object(ts, frame);
    PyTracebackObject *entry;
    PyObject *next = ts->curexc_traceback;
    if (fvm_unlikely(object == NULL || (next != NULL && Py_TYPE(next) != &PyTraceBack_Type))) {
        return 0;
    }
    entry = (PyTracebackObject *)fvm_take_spare(ts, &fvm_spare_tracebacks);
    if (fvm_unlikely(entry == NULL)) {
        return 0;
    }
    entry->tb_next = (PyTracebackObject *)next;
    Py_INCREF(object);
    entry->tb_frame = object;
    entry->tb_lasti = (int)((char *)frame->prev_instr - (char *)_PyCode_CODE(frame->f_code));
    entry->tb_lineno = -1;
    ts->curexc_traceback = (PyObject *)entry;
    _PyObject_GC_TRACK((PyObject *)entry);
    return 1;
}

#endif
