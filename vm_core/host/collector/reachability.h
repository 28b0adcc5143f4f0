/* Which objects of a list cannot be reached from outside it.
 *
 * Three walks over the list. The first copies each object's reference count into its header. The second takes one off for
 * each reference that comes from within the list: what keeps more than zero is referenced from outside. The third
 * follows references from those; what it does not come to is unreachable. No code of the program runs meanwhile, and no
 * object is born or dies.
 *
 * Most of the time would go into waiting for memory: nearly each reference leads to another cache line. So a reference is
 * not followed when it is met. It waits, its target's header being fetched, until some others have been met. The order
 * in which references are followed changes nothing. */
#ifndef FASTVM_COLLECTOR_REACHABILITY_H
#define FASTVM_COLLECTOR_REACHABILITY_H

#include "lists.h"

enum {
    FVM_GC_WAITING = 16, /* how many references wait */
    FVM_GC_KINDS = 64,
};

static traverseproc fvm_subtype_traverse; /* the tp_traverse of every class made by a class statement */

/* How the instances of a class hold references. */
typedef enum {
    FVM_KIND_UNKNOWN,
    FVM_KIND_ANY,    /* its tp_traverse knows */
    FVM_KIND_VALUES, /* inline values or a dict, the class, nothing else */
    FVM_KIND_SLOTS,  /* nothing but slots, one after the other, and the class */
} fvm_gc_kind;

typedef struct {
    PyObject *waiting[FVM_GC_WAITING]; /* borrowed */
    unsigned turn;
    PyGC_Head *list; /* what is being looked at */
    /* Kinds of classes met, by the class's address. Valid while no code runs: no class dies. */
    struct {
        PyTypeObject *type;
        fvm_gc_kind kind;
    } kinds[FVM_GC_KINDS];
} fvm_trace;

typedef enum { FVM_SUBTRACT, FVM_REACH } fvm_gc_step;

static void fvm_trace_init(fvm_trace *trace, PyGC_Head *list) {
    memset(trace->kinds, 0, sizeof(trace->kinds));
    for (int i = 0; i < FVM_GC_WAITING; i++) {
        trace->waiting[i] = Py_None; /* which no step looks at */
    }
    trace->turn = 0;
    trace->list = list;
}

/* What has been taken for unreachable is not: back to the end of the list that is being walked. */
static __attribute__((noinline)) void fvm_reclaim_candidate(PyGC_Head *list, PyGC_Head *g) {
    PyGC_Head *prev = fvm_gc_prev(g), *next = (PyGC_Head *)(g->_gc_next & ~FVM_GC_CANDIDATE), *last;
    prev->_gc_next = g->_gc_next;
    fvm_gc_set_prev(next, prev);
    last = (PyGC_Head *)list->_gc_prev;
    last->_gc_next = (uintptr_t)g;
    list->_gc_prev = (uintptr_t)g;
    g->_gc_next = (uintptr_t)list;
    g->_gc_prev = (g->_gc_prev & FVM_GC_FINALIZED) | FVM_GC_COLLECTING | FVM_GC_ONE;
}

/* Follow one reference. */
FVM_INLINE void fvm_follow(fvm_trace *trace, PyObject *o, const fvm_gc_step step) {
    PyTypeObject *type = Py_TYPE(o);
    PyGC_Head *g = _Py_AS_GC(o);
    if (!(type->tp_flags & Py_TPFLAGS_HAVE_GC) || (fvm_unlikely(type->tp_is_gc != NULL) && !type->tp_is_gc(o))
        || !(g->_gc_prev & FVM_GC_COLLECTING)) {
        return; /* it is none of those that are looked at, or has been come to already */
    }
    if (step == FVM_SUBTRACT) {
        g->_gc_prev -= FVM_GC_ONE;
    } else if (fvm_unlikely(g->_gc_next & FVM_GC_CANDIDATE)) {
        fvm_reclaim_candidate(trace->list, g);
    } else if (g->_gc_prev < FVM_GC_ONE) {
        g->_gc_prev |= FVM_GC_ONE;
    }
}

/* A reference (borrowed) has been met. */
FVM_INLINE void fvm_meet(fvm_trace *trace, PyObject *o, const fvm_gc_step step) {
    unsigned turn = trace->turn++ % FVM_GC_WAITING;
    PyObject *due = trace->waiting[turn];
    __builtin_prefetch(_Py_AS_GC(o), 1);
    trace->waiting[turn] = o;
    fvm_follow(trace, due, step);
}

FVM_INLINE void fvm_follow_waiting(fvm_trace *trace, const fvm_gc_step step) {
    for (int i = 0; i < FVM_GC_WAITING; i++) {
        fvm_follow(trace, trace->waiting[i], step);
        trace->waiting[i] = Py_None;
    }
}

static int fvm_visit_subtract(PyObject *o, void *trace) {
    fvm_meet(trace, o, FVM_SUBTRACT);
    return 0;
}
static int fvm_visit_reach(PyObject *o, void *trace) {
    fvm_meet(trace, o, FVM_REACH);
    return 0;
}

static __attribute__((noinline)) fvm_gc_kind fvm_find_kind(PyTypeObject *type) {
    int managed = PyType_HasFeature(type, Py_TPFLAGS_MANAGED_DICT) != 0;
    Py_ssize_t slots = Py_SIZE(type);
    if (type->tp_traverse != fvm_subtype_traverse || !PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE)) {
        return FVM_KIND_ANY;
    }
    for (PyTypeObject *base = type->tp_base; base != &PyBaseObject_Type; base = base->tp_base) {
        if (base->tp_traverse != fvm_subtype_traverse || Py_SIZE(base) != 0) {
            return FVM_KIND_ANY;
        }
    }
    if (managed) {
        return slots == 0 ? FVM_KIND_VALUES : FVM_KIND_ANY;
    }
    /* (A slot for each word: the members lie one after the other.) */
    return type->tp_base == &PyBaseObject_Type && type->tp_dictoffset == 0 && type->tp_weaklistoffset == 0
            && type->tp_basicsize == (Py_ssize_t)(sizeof(PyObject) + slots * sizeof(PyObject *))
        ? FVM_KIND_SLOTS : FVM_KIND_ANY;
}

FVM_INLINE fvm_gc_kind fvm_kind_of(fvm_trace *trace, PyTypeObject *type) {
    unsigned place = ((uintptr_t)type >> 4 ^ (uintptr_t)type >> 10) % FVM_GC_KINDS;
    if (fvm_unlikely(trace->kinds[place].type != type)) {
        trace->kinds[place].type = type;
        trace->kinds[place].kind = fvm_find_kind(type);
    }
    return trace->kinds[place].kind;
}

FVM_INLINE void fvm_meet_all(fvm_trace *trace, PyObject **items, Py_ssize_t count, const fvm_gc_step step) {
    for (Py_ssize_t i = 0; i < count; i++) {
        if (items[i] != NULL) {
            fvm_meet(trace, items[i], step);
        }
    }
}

FVM_INLINE void fvm_meet_dict(fvm_trace *trace, PyDictObject *dict, const fvm_gc_step step) {
    PyDictKeysObject *keys = dict->ma_keys;
    Py_ssize_t count = keys->dk_nentries;
    if (dict->ma_values != NULL) {
        fvm_meet_all(trace, dict->ma_values->values, count, step);
    } else if (DK_IS_UNICODE(keys)) {
        PyDictUnicodeEntry *entries = DK_UNICODE_ENTRIES(keys);
        for (Py_ssize_t i = 0; i < count; i++) {
            if (entries[i].me_value != NULL) {
                fvm_meet(trace, entries[i].me_value, step);
            }
        }
    } else {
        PyDictKeyEntry *entries = DK_ENTRIES(keys);
        for (Py_ssize_t i = 0; i < count; i++) {
            if (entries[i].me_value != NULL) {
                fvm_meet(trace, entries[i].me_value, step);
                fvm_meet(trace, entries[i].me_key, step);
            }
        }
    }
}

/* All references that an object holds: what its tp_traverse would visit. */
FVM_INLINE void fvm_meet_references(fvm_trace *trace, PyObject *o, const fvm_gc_step step) {
    PyTypeObject *type = Py_TYPE(o);
    if (type == &PyTuple_Type) {
        fvm_meet_all(trace, ((PyTupleObject *)o)->ob_item, Py_SIZE(o), step);
        return;
    }
    if (type == &PyDict_Type) {
        fvm_meet_dict(trace, (PyDictObject *)o, step);
        return;
    }
    if (type == &PyList_Type) {
        fvm_meet_all(trace, ((PyListObject *)o)->ob_item, Py_SIZE(o), step);
        return;
    }
    if (type->tp_traverse == fvm_subtype_traverse) {
        fvm_gc_kind kind = fvm_kind_of(trace, type);
        if (kind == FVM_KIND_VALUES) {
            PyDictValues *values = *_PyObject_ValuesPointer(o);
            PyObject *dict = *_PyObject_ManagedDictPointer(o);
            if (values != NULL) {
                fvm_meet_all(trace, values->values, fvm_cached_keys(type)->dk_nentries, step);
            }
            if (dict != NULL) {
                fvm_meet(trace, dict, step);
            }
            fvm_meet(trace, (PyObject *)type, step);
            return;
        }
        if (kind == FVM_KIND_SLOTS) {
            fvm_meet_all(trace, (PyObject **)(o + 1), Py_SIZE(type), step);
            fvm_meet(trace, (PyObject *)type, step);
            return;
        }
    }
    type->tp_traverse(o, step == FVM_SUBTRACT ? fvm_visit_subtract : fvm_visit_reach, trace);
}

/* First walk: reference counts into the headers. Returns how many objects there are. */
static Py_ssize_t fvm_copy_counts(PyGC_Head *list) {
    Py_ssize_t size = 0;
    for (PyGC_Head *g = fvm_gc_next(list); g != list; g = fvm_gc_next(g)) {
        __builtin_prefetch(fvm_gc_next(g), 1);
        g->_gc_prev = (g->_gc_prev & FVM_GC_FINALIZED) | FVM_GC_COLLECTING
            | (uintptr_t)Py_REFCNT(fvm_gc_object(g)) << _PyGC_PREV_SHIFT;
        size++;
    }
    return size;
}

/* Second walk: references from within the list do not count. */
static void fvm_subtract_references(fvm_trace *trace, PyGC_Head *list) {
    for (PyGC_Head *g = fvm_gc_next(list); g != list; g = fvm_gc_next(g)) {
        __builtin_prefetch(fvm_gc_next(g), 1);
        fvm_meet_references(trace, fvm_gc_object(g), FVM_SUBTRACT);
    }
    fvm_follow_waiting(trace, FVM_SUBTRACT);
}

/* Third walk: what is referenced from outside stays in the list, with what it leads to; the rest moves to `candidates`.
 * The links of both lists are put right again, but for the marks of the candidates. Returns how many stay. */
static Py_ssize_t fvm_separate(fvm_trace *trace, PyGC_Head *list, PyGC_Head *candidates) {
    PyGC_Head *prev = list, *g = fvm_gc_next(list);
    Py_ssize_t size = 0;
    fvm_list_init(candidates);
    for (;;) {
        for (; g != list; g = fvm_gc_next(prev)) {
            __builtin_prefetch(fvm_gc_next(g), 1);
            if (g->_gc_prev >= FVM_GC_ONE) {
                fvm_meet_references(trace, fvm_gc_object(g), FVM_REACH);
                g->_gc_prev = (g->_gc_prev & FVM_GC_FINALIZED) | (uintptr_t)prev;
                prev = g;
                size++;
            } else {
                /* Unreachable, unless a reference to it is still to be met. */
                PyGC_Head *last = fvm_gc_prev(candidates);
                prev->_gc_next = g->_gc_next;
                last->_gc_next = (uintptr_t)g | FVM_GC_CANDIDATE;
                fvm_gc_set_prev(g, last);
                g->_gc_next = (uintptr_t)candidates | FVM_GC_CANDIDATE;
                candidates->_gc_prev = (uintptr_t)g;
            }
        }
        list->_gc_prev = (uintptr_t)prev;
        fvm_follow_waiting(trace, FVM_REACH);
        g = fvm_gc_next(prev);
        if (g == list) {
            break;
        }
    }
    candidates->_gc_next &= ~FVM_GC_CANDIDATE;
    return size;
}

/* Move the objects of `list` that cannot be reached from outside it to `unreachable`, where they keep the marks
 * COLLECTING and CANDIDATE. Returns how many can be reached; `*size` is how many there were. */
static Py_ssize_t fvm_find_unreachable(PyGC_Head *list, PyGC_Head *unreachable, Py_ssize_t *size) {
    fvm_trace trace;
    fvm_trace_init(&trace, list);
    *size = fvm_copy_counts(list);
    fvm_subtract_references(&trace, list);
    return fvm_separate(&trace, list, unreachable);
}

/* Take tuples, or dicts, or both, out of the collector's sight that hold nothing it looks at. Returns how many. */
FVM_INLINE Py_ssize_t fvm_untrack_acyclic(PyGC_Head *list, const int tuples, const int dicts) {
    Py_ssize_t untracked = 0;
    PyGC_Head *g, *next;
    for (g = fvm_gc_next(list); g != list; g = next) {
        PyObject *o = fvm_gc_object(g);
        next = fvm_gc_next(g);
        __builtin_prefetch(next, 1);
        if (tuples && Py_IS_TYPE(o, &PyTuple_Type)) {
            _PyTuple_MaybeUntrack(o);
        } else if (dicts && Py_IS_TYPE(o, &PyDict_Type)) {
            _PyDict_MaybeUntrack(o);
        } else {
            continue;
        }
        untracked += g->_gc_next == 0;
    }
    return untracked;
}

#endif
