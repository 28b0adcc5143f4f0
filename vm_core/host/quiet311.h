/* Calls of C functions that run no Python code on certain arguments: "quiet" ones. Native code makes them without showing
 * the frame.
 *
 * Which functions those are the compiler knows (jit/build/quiet_calls.py), and it has guarded that this is the one, or
 * that the object's type has it. What is asked of each argument it gives as a number, four bits an argument; it is
 * looked at here, when the argument is there. As in builtins311.h, a call that cannot be made, or raises, has done nothing. */
#ifndef FASTVM_HOST_QUIET311_H
#define FASTVM_HOST_QUIET311_H

#include "operators311.h"

/* --- What is asked of an argument ------------------------------------------------------------------- */

enum {
    FVM_ANY,     /* nothing */
    FVM_PLAIN,   /* it is plain: hashed, compared and written without Python code */
    FVM_KEY,     /* it is a key */
    FVM_FOUND,   /* it is a key that can be looked for in the first argument */
    FVM_WALKED,  /* a container of the host: going over it runs nothing */
    FVM_SOURCE,  /* what has a quiet iter(): such a container, or an iterator */
    FVM_PLAINS,  /* a container of plain objects only */
    FVM_ALIKE,   /* a list whose items are plain, and of one type: none of their comparisons raises */
    FVM_SHIFTED, /* a deque that can take another item: it has room, or what falls out dies unseen */
    FVM_TEXT,    /* exactly a str */
    FVM_UNHEARD, /* nothing; but the function tells audit hooks of it, and there must be none */
};

/* Whether going over a container meets plain objects only. */
static int fvm_holds_plain(PyObject *o, int alike) {
    PyTypeObject *type = Py_TYPE(o);
    PyObject **items;
    if (type == &PyRange_Type || type == &PyUnicode_Type || type == &PyBytes_Type) {
        return !alike;
    }
    if (type == &PyList_Type) {
        items = ((PyListObject *)o)->ob_item;
    } else if (type == &PyTuple_Type) {
        items = ((PyTupleObject *)o)->ob_item;
    } else {
        PyObject *key, *value, *dict;
        Py_ssize_t at = 0;
        Py_hash_t hash;
        if (alike) {
            return 0;
        }
        if (type == &PySet_Type || type == &PyFrozenSet_Type) {
            while (_PySet_NextEntry(o, &at, &key, &hash)) {
                if (!fvm_plain(key)) {
                    return 0;
                }
            }
            return 1;
        }
        if (type != &PyDict_Type && type != &PyDictKeys_Type && type != &PyDictValues_Type && type != &PyDictItems_Type) {
            return 0;
        }
        dict = type == &PyDict_Type ? o : (PyObject *)((_PyDictViewObject *)o)->dv_dict;
        if (!PyDict_CheckExact(dict)) {
            return 0;
        }
        while (PyDict_Next(dict, &at, &key, &value)) {
            if ((type != &PyDictValues_Type && !fvm_plain(key))
                || ((type == &PyDictValues_Type || type == &PyDictItems_Type) && !fvm_plain(value))) {
                return 0;
            }
        }
        return 1;
    }
    for (Py_ssize_t i = 0; i < Py_SIZE(o); i++) {
        if (alike ? Py_TYPE(items[i]) != Py_TYPE(items[0]) || PyTuple_CheckExact(items[i]) || !fvm_plain_to(items[i], 0)
                  : !fvm_plain(items[i])) {
            return 0;
        }
    }
    return 1;
}

static int fvm_may_shift(PyObject *o) {
    fvm_deque *deque = (fvm_deque *)o;
    if (!fvm_is_deque(Py_TYPE(o))) {
        return 0;
    }
    if (deque->most < 0 || Py_SIZE(o) < deque->most) {
        return 1;
    }
    return Py_SIZE(o) > 1 && fvm_dies_unseen(deque->first->items[deque->first_index])
           && fvm_dies_unseen(deque->last->items[deque->last_index]);
}

static int fvm_has_audit_hooks(void) {
    return _PyRuntime.audit_hook_head != NULL || _PyThreadState_UncheckedGet()->interp->audit_hooks != NULL;
}

static int fvm_meets(PyObject *o, int64_t condition, PyObject *first) {
    switch (condition) {
    case FVM_ANY: return 1;
    case FVM_PLAIN: return fvm_plain(o) && !(PyBytes_CheckExact(o) && Py_BytesWarningFlag); /* (str() of bytes may warn) */
    case FVM_KEY: return fvm_is_key(o);
    case FVM_FOUND: return fvm_contains(first, o) >= 0;
    case FVM_WALKED: return fvm_iterates_quietly(o);
    case FVM_SOURCE: return fvm_iterates_quietly(o) || Py_TYPE(o)->tp_iter == PyObject_SelfIter;
    case FVM_PLAINS: return !Py_BytesWarningFlag && fvm_holds_plain(o, 0);
    case FVM_ALIKE: return fvm_holds_plain(o, 1);
    case FVM_SHIFTED: return fvm_may_shift(o);
    case FVM_TEXT: return PyUnicode_CheckExact(o);
    case FVM_UNHEARD: return !fvm_has_audit_hooks();
    default: return 0;
    }
}

/* --- The call ------------------------------------------------------------------------------------------ */

/* Call it if its arguments are as asked: a new reference. */
static PyObject *fvm_call_quiet(PyObject *callable, PyObject *const *arguments, Py_ssize_t count, int64_t conditions) {
    PyThreadState *ts = _PyThreadState_UncheckedGet();
    PyObject *result;
    unsigned long main;
    int collecting;
    for (Py_ssize_t i = 0; i < count; i++) {
        if (!fvm_meets(arguments[i], conditions >> 4 * i & 15, arguments[0])) {
            return NULL;
        }
    }
    collecting = fvm_defer_collection(ts);
    main = fvm_hold_signals();
    result = fvm_call_c(callable, arguments, count);
    fvm_let_signals(ts, main);
    fvm_end_deferral(ts, collecting);
    return fvm_or_nothing(result);
}
static PyObject *fvm_call_quiet_0(PyObject *callable, int64_t conditions) {
    return fvm_call_quiet(callable, NULL, 0, conditions);
}
static PyObject *fvm_call_quiet_1(PyObject *callable, PyObject *a, int64_t conditions) {
    return fvm_call_quiet(callable, &a, 1, conditions);
}
static PyObject *fvm_call_quiet_2(PyObject *callable, PyObject *a, PyObject *b, int64_t conditions) {
    PyObject *arguments[] = {a, b};
    return fvm_call_quiet(callable, arguments, 2, conditions);
}
static PyObject *fvm_call_quiet_3(PyObject *callable, PyObject *a, PyObject *b, PyObject *c, int64_t conditions) {
    PyObject *arguments[] = {a, b, c};
    return fvm_call_quiet(callable, arguments, 3, conditions);
}
static PyObject *fvm_call_quiet_4(PyObject *callable, PyObject *a, PyObject *b, PyObject *c, PyObject *d, int64_t conditions) {
    PyObject *arguments[] = {a, b, c, d};
    return fvm_call_quiet(callable, arguments, 4, conditions);
}

/* min(o) or max(o), whose function is `callable`: a new reference. */
static PyObject *fvm_extreme_among(PyObject *callable, PyObject *o, int64_t greatest) {
    PyObject *found = fvm_extreme_item(o, greatest);
    return found != NULL ? found : fvm_call_quiet_1(callable, o, FVM_PLAINS);
}

/* A new instance of a class that is derived from tuple alone, and adds nothing to what its instances hold; its items are
 * not set yet. */
static PyObject *fvm_new_record(PyThreadState *ts, PyObject *class, int64_t count) {
    int collecting = fvm_defer_collection(ts);
    PyObject *result = PyType_GenericAlloc((PyTypeObject *)class, (Py_ssize_t)count);
    fvm_end_deferral(ts, collecting);
    return fvm_or_nothing(result);
}

/* dict.setdefault(key, value): a new reference. */
static PyObject *fvm_dict_setdefault(PyObject *dict, PyObject *key, PyObject *value) {
    Py_hash_t hash;
    PyObject **place;
    int found = fvm_dict_find(dict, key, &hash, &place);
    if (found != 0) {
        return found > 0 ? Py_NewRef(*place) : NULL;
    }
    return _PyDict_SetItem_KnownHash(dict, key, value, hash) == 0 ? Py_NewRef(value) : fvm_or_nothing(NULL);
}

/* --- heapq ---------------------------------------------------------------------------------------------- */

/* Where comparing items runs no code, its functions are done here, by the same comparisons. All of them come first: what
 * meets an item that it cannot compare has changed nothing. */

#define FVM_HEAP_DEPTH 64

/* x < y: 1, 0, -1. */
FVM_INLINE int fvm_less(PyObject *x, PyObject *y) {
    int64_t m, n;
    if (PyFloat_CheckExact(x) && PyFloat_CheckExact(y)) {
        return PyFloat_AS_DOUBLE(x) < PyFloat_AS_DOUBLE(y);
    }
    if (fvm_int(x, &m) && fvm_int(y, &n)) {
        return m < n;
    }
    return fvm_compare_to(x, y, Py_LT, FVM_PLAIN_DEPTH);
}

/* heappush(heap, item): 1 or 0. */
static int64_t fvm_heap_push(PyObject *heap, PyObject *item) {
    PyListObject *list = (PyListObject *)heap;
    Py_ssize_t size = Py_SIZE(heap), place = size, from = size;
    while (place > 0) {
        Py_ssize_t parent = (place - 1) >> 1;
        int less = fvm_less(item, list->ob_item[parent]);
        if (less < 0) {
            return 0;
        }
        if (!less) {
            break;
        }
        place = parent;
    }
    if (size == list->allocated && !fvm_list_grow(heap)) {
        return 0;
    }
    while (from > place) {
        Py_ssize_t parent = (from - 1) >> 1;
        list->ob_item[from] = list->ob_item[parent];
        from = parent;
    }
    list->ob_item[place] = Py_NewRef(item);
    Py_SET_SIZE(heap, size + 1);
    return 1;
}

/* Put an item (taken) at the top of the first `end` items, whose top goes (to the caller): 1; 0: nothing was done. As
 * heapq does it, the hole goes down to a leaf along the lesser children, and the item comes up again from there. */
static int fvm_heap_sink(PyObject **items, Py_ssize_t end, PyObject *item) {
    Py_ssize_t path[FVM_HEAP_DEPTH], at = 0;
    int depth = 0, level;
    path[0] = 0;
    while (2 * at + 1 < end) {
        Py_ssize_t child = 2 * at + 1;
        if (child + 1 < end) {
            int less = fvm_less(items[child], items[child + 1]);
            if (less < 0) {
                return 0;
            }
            child += !less;
        }
        if (depth + 1 == FVM_HEAP_DEPTH) {
            return 0;
        }
        path[++depth] = at = child;
    }
    for (level = depth; level > 0; level--) {
        /* (What will be above it there is now one further down.) */
        int less = fvm_less(item, items[path[level]]);
        if (less < 0) {
            return 0;
        }
        if (!less) {
            break;
        }
    }
    for (int i = 0; i < level; i++) {
        items[path[i]] = items[path[i + 1]];
    }
    items[path[level]] = item;
    return 1;
}

/* heappop(heap): a new reference. */
static PyObject *fvm_heap_pop(PyObject *heap) {
    PyListObject *list = (PyListObject *)heap;
    Py_ssize_t size = Py_SIZE(heap);
    PyObject *top, *last;
    if (size <= 1) {
        return size ? fvm_list_pop(heap, 0) : NULL;
    }
    top = list->ob_item[0];
    last = list->ob_item[size - 1];
    if (!fvm_heap_sink(list->ob_item, size - 1, last)) {
        return NULL;
    }
    fvm_list_shorten(list, size - 1);  /* (the last item has got another place) */
    return top;
}

/* heapreplace(heap, item): a new reference. */
static PyObject *fvm_heap_replace(PyObject *heap, PyObject *item) {
    PyListObject *list = (PyListObject *)heap;
    PyObject *top;
    if (Py_SIZE(heap) == 0) {
        return NULL;
    }
    top = list->ob_item[0];
    if (!fvm_heap_sink(list->ob_item, Py_SIZE(heap), item)) {
        return NULL;
    }
    Py_INCREF(item);
    return top;
}

/* heappushpop(heap, item): a new reference. */
static PyObject *fvm_heap_push_pop(PyObject *heap, PyObject *item) {
    int less = Py_SIZE(heap) ? fvm_less(((PyListObject *)heap)->ob_item[0], item) : 0;
    if (less <= 0) {
        return less == 0 ? Py_NewRef(item) : NULL;
    }
    return fvm_heap_replace(heap, item);
}

#endif
