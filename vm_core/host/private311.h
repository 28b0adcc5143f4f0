/* What the host does for the program by itself (signal handlers, asynchronous exceptions, collections), held back while this
 * thread runs the engine's own Python code; and what that code makes, kept apart. vm_core/private.pxi uses it. */
#ifndef FASTVM_PRIVATE_H
#define FASTVM_PRIVATE_H

#include "cpython311.h"

/* Above zero while this thread runs the engine's own code: then everything it calls is the host's. */
static __thread int fvm_resolving;

/* Modules of the front end, syntax trees, units: the program's collector does not look at them. They are tracked, but in
   a list of their own, and die by their reference counts. */
static PyGC_Head fvm_own_objects = {(uintptr_t)&fvm_own_objects, (uintptr_t)&fvm_own_objects};

/* What was held back, to be given back at the end. */
typedef struct {
    PyThreadState *own;         /* what the thread goes by: `state`, or its own; NULL: this is a section within another */
    PyThreadState state;
    PyObject *hook;             /* owned: the program's builtins.__import__, or NULL */
    unsigned long main_thread;
    int collecting;
    int own_objects;
    int young_count;
} fvm_private_section;

/* Of which interpreter a thread of ours holds the collector back, and which thread: a child that another thread forks
   meanwhile is without that thread, and has to let go itself. */
static PyInterpreterState *fvm_collector_held;
static unsigned long fvm_collector_holder;
static void fvm_after_fork(void) {
    if (fvm_collector_held != NULL && fvm_collector_holder != PyThread_get_thread_ident()) {
        fvm_collector_held->gc.collecting = 0;
        fvm_collector_held = NULL;
    }
}
FVM_INLINE int fvm_watch_forks(void) { return pthread_atfork(NULL, NULL, fvm_after_fork); }

FVM_INLINE void fvm_go_by(PyThreadState *from, PyThreadState *to) {
    _Py_atomic_store_relaxed(&_PyRuntime.gilstate.tstate_current, (uintptr_t)to);
    if (PyThread_tss_get(&_PyRuntime.gilstate.autoTSSkey) == from) {
        PyThread_tss_set(&_PyRuntime.gilstate.autoTSSkey, to); /* (there is a value, so no memory is needed) */
    }
}

/* Asynchronous exceptions are stored in the thread's state by whoever sends them, and raised in the next frame that runs on
   it. So the thread goes by a copy of it, which nobody else knows of: what is sent meanwhile waits in the original. The
   thread that finalizes the host goes by its own state, which the host recognises it by. */
FVM_INLINE void fvm_hide_state(PyThreadState *ts, fvm_private_section *section) {
    section->own = ts;
    if (!_Py_IsFinalizing()) {
        section->state = *ts;
        section->state.async_exc = NULL;
        /* How deep in the program's deaths it is called puts none of its own off: they may hold the program's objects. */
        section->state.trash_delete_nesting = 0;
        section->state.trash_delete_later = NULL;
        section->own = &section->state;
        fvm_go_by(ts, section->own);
    }
}
FVM_INLINE void fvm_show_state(PyThreadState *ts, fvm_private_section *section) {
    PyThreadState *own = section->own;
    if (own == ts) {
        return;
    }
    fvm_go_by(own, ts);
    /* Depths are as they were. The rest is what running Python code may change: */
    ts->curexc_type = own->curexc_type;
    ts->curexc_value = own->curexc_value;
    ts->curexc_traceback = own->curexc_traceback;
    ts->dict = own->dict;
    ts->context = own->context;
    ts->context_ver = own->context_ver;
    ts->datastack_chunk = own->datastack_chunk;
    ts->datastack_top = own->datastack_top;
    ts->datastack_limit = own->datastack_limit;
    if (own->async_exc != NULL) { /* (MemoryError, from within the engine) */
        fvm_raise_soon(ts, own->async_exc);
        Py_DECREF(own->async_exc);
    }
}

/* Hold the program's own work back while this thread runs the engine's code: signal handlers, pending calls, asynchronous
   exceptions, and the collector with the finalizers it calls; and keep what it makes apart. The program must not lose an
   exception in code that it does not know of. Handlers run in the thread that the host takes for the main one: for
   the time being, none is. */
FVM_INLINE void fvm_hold_back(PyThreadState *ts, fvm_private_section *section) {
    section->main_thread = 0;
    if (_Py_IsMainThread()) {
        section->main_thread = _PyRuntime.main_thread;
        _PyRuntime.main_thread = 0;
    }
    section->collecting = !ts->interp->gc.collecting;
    if (section->collecting) {
        fvm_collector_holder = PyThread_get_thread_ident();
        fvm_collector_held = ts->interp;
        ts->interp->gc.collecting = 1;
    }
    /* What another thread makes meanwhile would be taken for the engine's. */
    section->own_objects = section->collecting && ts->interp->threads.head == ts && ts->next == NULL;
    if (section->own_objects) {
        section->young_count = ts->interp->gc.generations[0].count;
        ts->interp->gc.generation0 = &fvm_own_objects;
    }
    fvm_hide_state(ts, section);
}
/* Give it back, and have the loop look at once at what has come meanwhile. */
FVM_INLINE void fvm_let_go(PyThreadState *ts, fvm_private_section *section) {
    struct _ceval_state *ceval = &ts->interp->ceval;
    fvm_show_state(ts, section);
    if (section->main_thread) {
        _PyRuntime.main_thread = section->main_thread;
    }
    if (section->own_objects) {
        ts->interp->gc.generation0 = &ts->interp->gc.generations[0].head;
        ts->interp->gc.generations[0].count = section->young_count;
    }
    if (section->collecting) {
        ts->interp->gc.collecting = 0;
        fvm_collector_held = NULL;
    }
    if (_PyRuntime.ceval.signals_pending._value || ceval->pending.calls_to_do._value || ts->async_exc != NULL) {
        ceval->eval_breaker._value = 1;
    }
}

/* A new reference as Cython takes it; NULL: an exception is set. */
FVM_INLINE PyObject *fvm_stolen(PyObject *object) { return object; }

#endif
