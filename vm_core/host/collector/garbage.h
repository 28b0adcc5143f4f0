/* What is done with unreachable objects, by the host's rules (PEP 442): weak references to them are cleared and their
 * callbacks called, finalizers run once, what they bring back to life stays, and the rest is cleared, so that reference
 * counting frees it.
 *
 * Code of the program runs here. It may change any list but the ones whose heads are on the stack, and even of
 * these objects may vanish at any time: each loop takes the first object of a list, and looks at the list again. */
#ifndef FASTVM_COLLECTOR_GARBAGE_H
#define FASTVM_COLLECTOR_GARBAGE_H

#include "reachability.h"

/* Flags of gc.set_debug. */
enum { FVM_GC_STATS = 1, FVM_GC_COLLECTABLE = 2, FVM_GC_UNCOLLECTABLE = 4, FVM_GC_SAVEALL = 32 };

/* Objects with tp_del (from before PEP 442) are never cleared, nor what they lead to. */

/* What is known of unreachable objects after one look at each: going through them once more for each question would cost
 * more than the answers. */
typedef struct {
    Py_ssize_t size;
    int weakly_referenced; /* some are, or are weak references themselves */
    int finalizable;       /* some have a finalizer that has not been called */
} fvm_survey;

/* Clear the marks of candidates, and move those with tp_del to `legacy`. */
static fvm_survey fvm_survey_unreachable(PyGC_Head *unreachable, PyGC_Head *legacy) {
    fvm_survey survey = {0, 0, 0};
    PyGC_Head *g, *next;
    for (g = fvm_gc_next(unreachable); g != unreachable; g = next) {
        PyObject *o = fvm_gc_object(g);
        PyTypeObject *type = Py_TYPE(o);
        g->_gc_next &= ~FVM_GC_CANDIDATE;
        next = fvm_gc_next(g);
        __builtin_prefetch((void *)((uintptr_t)next & ~FVM_GC_CANDIDATE), 1);
        if (fvm_unlikely(type->tp_del != NULL)) {
            g->_gc_prev &= ~FVM_GC_COLLECTING;
            fvm_list_move(g, legacy);
            continue;
        }
        survey.size++;
        survey.finalizable |= type->tp_finalize != NULL && !(g->_gc_prev & FVM_GC_FINALIZED);
        survey.weakly_referenced |= (_PyType_SUPPORTS_WEAKREFS(type) && *_PyObject_GET_WEAKREFS_LISTPTR(o) != NULL)
            || PyWeakref_Check(o);
    }
    return survey;
}

static int fvm_visit_legacy(PyObject *o, void *legacy) {
    if (_PyObject_IS_GC(o) && _Py_AS_GC(o)->_gc_prev & FVM_GC_COLLECTING) {
        _Py_AS_GC(o)->_gc_prev &= ~FVM_GC_COLLECTING;
        fvm_list_move(_Py_AS_GC(o), (PyGC_Head *)legacy);
    }
    return 0;
}

/* Move what the objects of `legacy` lead to there as well. The list grows meanwhile. */
static void fvm_follow_legacy(PyGC_Head *legacy) {
    for (PyGC_Head *g = fvm_gc_next(legacy); g != legacy; g = fvm_gc_next(g)) {
        Py_TYPE(fvm_gc_object(g))->tp_traverse(fvm_gc_object(g), fvm_visit_legacy, legacy);
    }
}

/* The program finds those with tp_del in gc.garbage (with DEBUG_SAVEALL all of them), and they live on. */
static void fvm_keep_legacy(struct _gc_runtime_state *gc, PyGC_Head *legacy, PyGC_Head *old) {
    for (PyGC_Head *g = fvm_gc_next(legacy); g != legacy; g = fvm_gc_next(g)) {
        PyObject *o = fvm_gc_object(g);
        if ((gc->debug & FVM_GC_SAVEALL || Py_TYPE(o)->tp_del != NULL) && PyList_Append(gc->garbage, o) < 0) {
            PyErr_Clear();
            break;
        }
    }
    fvm_list_merge(legacy, old);
}

/* Clear the weak references to unreachable objects, and call the callbacks of those that are not unreachable themselves.
 * All are cleared before the first is called: through one that is not, the callback could get hold of an object that is
 * about to be cleared. Returns how many weak references died of it. */
static Py_ssize_t fvm_clear_weakrefs(PyGC_Head *unreachable, PyGC_Head *old) {
    PyGC_Head due, *g;
    Py_ssize_t died = 0;
    fvm_list_init(&due);
    for (g = fvm_gc_next(unreachable); g != unreachable; g = fvm_gc_next(g)) {
        PyObject *o = fvm_gc_object(g);
        PyWeakReference **refs;
        if (PyWeakref_Check(o)) {
            /* It dies with the rest. Its callback is never called, nor may its object be seen through it. */
            _PyWeakref_ClearRef((PyWeakReference *)o);
        }
        if (!_PyType_SUPPORTS_WEAKREFS(Py_TYPE(o))) {
            continue;
        }
        refs = (PyWeakReference **)_PyObject_GET_WEAKREFS_LISTPTR(o);
        while (*refs != NULL) {
            PyWeakReference *ref = *refs;
            _PyWeakref_ClearRef(ref); /* and takes it out of the list */
            if (ref->wr_callback != NULL && !(_Py_AS_GC(ref)->_gc_prev & FVM_GC_COLLECTING)) {
                Py_INCREF(ref);
                fvm_list_move(_Py_AS_GC(ref), &due);
            }
        }
    }
    while (!fvm_list_empty(&due)) {
        PyWeakReference *ref;
        PyObject *result;
        g = fvm_gc_next(&due);
        ref = (PyWeakReference *)fvm_gc_object(g);
        result = PyObject_CallOneArg(ref->wr_callback, (PyObject *)ref);
        if (result == NULL) {
            PyErr_WriteUnraisable(ref->wr_callback);
        } else {
            Py_DECREF(result);
        }
        Py_DECREF(ref);
        if (fvm_gc_next(&due) == g) {
            fvm_list_move(g, old);
        } else {
            died++;
        }
    }
    return died;
}

/* Call the finalizers that have not been called yet. */
static void fvm_finalize(PyGC_Head *unreachable) {
    PyGC_Head seen;
    fvm_list_init(&seen);
    while (!fvm_list_empty(unreachable)) {
        PyGC_Head *g = fvm_gc_next(unreachable);
        PyObject *o = fvm_gc_object(g);
        destructor finalize = Py_TYPE(o)->tp_finalize;
        fvm_list_move(g, &seen);
        if (finalize != NULL && !(g->_gc_prev & FVM_GC_FINALIZED)) {
            g->_gc_prev |= FVM_GC_FINALIZED;
            Py_INCREF(o);
            finalize(o);
            Py_DECREF(o);
        }
    }
    fvm_list_merge(&seen, unreachable);
}

/* Finalizers may have brought some back to life: these, and what they lead to, move to `old`; the others to `dead`. */
static void fvm_part_revived(PyGC_Head *unreachable, PyGC_Head *dead, PyGC_Head *old) {
    PyGC_Head *g;
    Py_ssize_t size;
    for (g = fvm_gc_next(unreachable); g != unreachable; g = fvm_gc_next(g)) {
        g->_gc_prev &= ~FVM_GC_COLLECTING;
    }
    fvm_find_unreachable(unreachable, dead, &size);
    for (g = fvm_gc_next(dead); g != dead; g = fvm_gc_next(g)) {
        g->_gc_next &= ~FVM_GC_CANDIDATE;
    }
    fvm_list_merge(unreachable, old);
}

/* What the tp_clear of the most frequent objects does, but that what dies goes to the pools. 0: that is for tp_clear itself. */
static int fvm_clear_plainly(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    if (type == &PyList_Type) {
        PyListObject *list = (PyListObject *)o;
        PyObject **items = list->ob_item;
        Py_ssize_t i = Py_SIZE(list);
        /* The list is empty before the first item dies, which may run code that finds it. */
        Py_SET_SIZE(list, 0);
        list->ob_item = NULL;
        list->allocated = 0;
        while (--i >= 0) {
            if (items[i] != NULL) {
                fvm_drop(items[i]);
            }
        }
        PyMem_Free(items);
        return 1;
    }
    if (type->tp_traverse != fvm_subtype_traverse || fvm_find_kind(type) != FVM_KIND_VALUES) {
        return 0;
    }
    for (Py_ssize_t i = 0; i < fvm_cached_keys(type)->dk_nentries; i++) {
        PyDictValues *values = *_PyObject_ValuesPointer(o);
        PyObject *value;
        if (values == NULL) {
            return 0; /* It has a dict (since the last value died, perhaps). */
        }
        value = values->values[i];
        if (value != NULL) {
            values->values[i] = NULL;
            fvm_drop(value);
        }
    }
    return *_PyObject_ManagedDictPointer(o) == NULL;
}

/* Break the cycles. What is not freed by that (it may be later, when the rest is cleared) moves to `old`. */
static void fvm_clear_dead(PyThreadState *ts, struct _gc_runtime_state *gc, PyGC_Head *dead, PyGC_Head *old) {
    while (!fvm_list_empty(dead)) {
        PyGC_Head *g = fvm_gc_next(dead);
        PyObject *o = fvm_gc_object(g);
        if (gc->debug & FVM_GC_SAVEALL) {
            if (PyList_Append(gc->garbage, o) < 0) {
                PyErr_Clear();
            }
        } else if (Py_TYPE(o)->tp_clear != NULL) {
            Py_INCREF(o);
            if (!fvm_clear_plainly(o)) {
                (void)Py_TYPE(o)->tp_clear(o);
            }
            if (ts->curexc_type != NULL) {
                _PyErr_WriteUnraisableMsg("in tp_clear of", (PyObject *)Py_TYPE(o));
            }
            fvm_drop(o);
        }
        if (fvm_gc_next(dead) == g) {
            g->_gc_prev &= ~FVM_GC_COLLECTING;
            fvm_list_move(g, old);
        }
    }
}

#endif
