/* The collector's lists: the host's, in the headers that every container has in front of it.
 *
 * Between collections a list is circular and doubly linked, and the low bits of its links are clear but for
 * FINALIZED. During one, `_gc_prev` of the objects that are looked at holds a count instead of a link
 * (reachability.h), with COLLECTING set; the low bit of `_gc_next` says that an object is in a list of candidates. */
#ifndef FASTVM_COLLECTOR_LISTS_H
#define FASTVM_COLLECTOR_LISTS_H

#include "../cpython311.h"

#define FVM_GC_FINALIZED ((uintptr_t)_PyGC_PREV_MASK_FINALIZED)
#define FVM_GC_COLLECTING ((uintptr_t)_PyGC_PREV_MASK_COLLECTING)
#define FVM_GC_CANDIDATE ((uintptr_t)1)
#define FVM_GC_ONE ((uintptr_t)1 << _PyGC_PREV_SHIFT) /* a reference, in a `_gc_prev` that counts */

FVM_INLINE PyObject *fvm_gc_object(PyGC_Head *g) { return (PyObject *)(g + 1); }
FVM_INLINE PyGC_Head *fvm_gc_next(PyGC_Head *g) { return (PyGC_Head *)g->_gc_next; }
FVM_INLINE PyGC_Head *fvm_gc_prev(PyGC_Head *g) { return (PyGC_Head *)(g->_gc_prev & _PyGC_PREV_MASK); }
FVM_INLINE void fvm_gc_set_prev(PyGC_Head *g, PyGC_Head *prev) {
    g->_gc_prev = (uintptr_t)prev | (g->_gc_prev & ~_PyGC_PREV_MASK);
}

FVM_INLINE void fvm_list_init(PyGC_Head *list) { list->_gc_next = list->_gc_prev = (uintptr_t)list; }
FVM_INLINE int fvm_list_empty(PyGC_Head *list) { return fvm_gc_next(list) == list; }

/* Move an object from the list it is in to the end of another. */
FVM_INLINE void fvm_list_move(PyGC_Head *g, PyGC_Head *list) {
    PyGC_Head *prev = fvm_gc_prev(g), *next = fvm_gc_next(g), *last;
    prev->_gc_next = (uintptr_t)next;
    fvm_gc_set_prev(next, prev);
    last = fvm_gc_prev(list);
    last->_gc_next = (uintptr_t)g;
    fvm_gc_set_prev(g, last);
    g->_gc_next = (uintptr_t)list;
    list->_gc_prev = (uintptr_t)g;
}

/* Append all of one list to another. The first becomes empty. */
FVM_INLINE void fvm_list_merge(PyGC_Head *from, PyGC_Head *to) {
    if (!fvm_list_empty(from)) {
        PyGC_Head *last = fvm_gc_prev(to), *first = fvm_gc_next(from), *end = fvm_gc_prev(from);
        last->_gc_next = (uintptr_t)first;
        fvm_gc_set_prev(first, last);
        end->_gc_next = (uintptr_t)to;
        to->_gc_prev = (uintptr_t)end;
    }
    fvm_list_init(from);
}

static inline Py_ssize_t fvm_list_size(PyGC_Head *list) {
    Py_ssize_t size = 0;
    for (PyGC_Head *g = fvm_gc_next(list); g != list; g = fvm_gc_next(g)) {
        __builtin_prefetch(fvm_gc_next(g));
        size++;
    }
    return size;
}

#endif
