/* The host's operators, comparisons and subscripts on its own types, for native code that does not know these types in
 * advance. As in builtins311.h: each function does its work, or leaves everything as it was and says so (NULL, 0 or -1,
 * no exception set) where Python code might run, and where the host would raise. */
#ifndef FASTVM_HOST_OPERATORS311_H
#define FASTVM_HOST_OPERATORS311_H

#include "builtins311.h"

/* A new reference or, instead of an exception, NULL. */
FVM_INLINE PyObject *fvm_or_nothing(PyObject *result) {
    if (fvm_unlikely(result == NULL)) {
        PyErr_Clear();
    }
    return result;
}

/* A number, text or None: it holds no other objects, and dies unseen. */
FVM_INLINE int fvm_is_scalar(PyObject *o) { return fvm_plain_to(o, 0) || PyComplex_CheckExact(o); }

/* Whether operators on instances of a type may do anything: it is of a class statement's or an extension's making. (What
 * compares as object does is told by that: functions, classes, None.) */
FVM_INLINE int fvm_is_foreign(PyTypeObject *type) {
    const unsigned long builtin = Py_TPFLAGS_LONG_SUBCLASS | Py_TPFLAGS_UNICODE_SUBCLASS | Py_TPFLAGS_BYTES_SUBCLASS
                                  | Py_TPFLAGS_LIST_SUBCLASS | Py_TPFLAGS_TUPLE_SUBCLASS | Py_TPFLAGS_DICT_SUBCLASS;
    if (type->tp_flags & Py_TPFLAGS_HEAPTYPE) {
        return 1;
    }
    return !(type->tp_flags & builtin) && type != &PyFloat_Type && !fvm_compares_identity(type) && type != &PySet_Type
           && type != &PyFrozenSet_Type && type != &PyComplex_Type && type != &PySlice_Type && type != &PyRange_Type
           && type != &PyByteArray_Type;
}

/* Whether an operator on an instance makes another container. */
FVM_INLINE int fvm_makes_container(PyTypeObject *type) {
    return type == &PyList_Type || type == &PyTuple_Type || type == &PySet_Type || type == &PyFrozenSet_Type;
}

/* --- Comparison -------------------------------------------------------------------------------------- */

/* Whether all items of a set are keys. */
static int fvm_set_is_quiet(PyObject *set) {
    PySetObject *s = (PySetObject *)set;
    for (Py_ssize_t i = 0; i <= s->mask; i++) {
        setentry *entry = &s->table[i];
        if (entry->key != NULL && entry->hash != -1 && !fvm_is_key(entry->key)) { /* (the host's dummy has the hash -1) */
            return 0;
        }
    }
    return 1;
}

FVM_INLINE int fvm_is_builtin_container(PyTypeObject *type) {
    return type == &PyList_Type || type == &PyTuple_Type || type == &PyDict_Type || type == &PySet_Type;
}

FVM_INLINE int fvm_ordered(int64_t m, int64_t n, int op) {
    switch (op) {
    case Py_LT: return m < n;
    case Py_LE: return m <= n;
    case Py_EQ: return m == n;
    case Py_NE: return m != n;
    case Py_GT: return m > n;
    default: return m >= n;
    }
}

/* The truth of a comparison by the host: 1, 0, -1. */
static int fvm_compared(PyObject *x, PyObject *y, int op) {
    /* (Not the host's function for truth: that takes the same object for equal.) */
    PyObject *result = PyObject_RichCompare(x, y, op);
    if (fvm_unlikely(result == NULL)) {
        return fvm_unsure();
    }
    Py_DECREF(result); /* a bool, as both are of the host's types */
    return result == Py_True;
}

static int fvm_compare_to(PyObject *x, PyObject *y, int op, int depth) {
    PyTypeObject *tx = Py_TYPE(x), *ty = Py_TYPE(y);
    int64_t m, n;
    if (fvm_is_int(x) && fvm_is_int(y)) {
        fvm_int(x, &m);
        fvm_int(y, &n);
        return fvm_ordered(m, n, op);
    }
    if (tx == ty && (tx == &PyTuple_Type || tx == &PyList_Type)) {
        PyObject **a = tx == &PyTuple_Type ? ((PyTupleObject *)x)->ob_item : ((PyListObject *)x)->ob_item;
        PyObject **b = tx == &PyTuple_Type ? ((PyTupleObject *)y)->ob_item : ((PyListObject *)y)->ob_item;
        Py_ssize_t i;
        if (depth == 0) {
            return -1;
        }
        for (i = 0; i < Py_SIZE(x) && i < Py_SIZE(y); i++) {
            int equal = a[i] == b[i] ? 1 : fvm_compare_to(a[i], b[i], Py_EQ, depth - 1);
            if (equal < 0) {
                return -1;
            }
            if (!equal) {
                return op == Py_EQ ? 0 : op == Py_NE ? 1 : fvm_compare_to(a[i], b[i], op, depth - 1);
            }
        }
        return fvm_ordered(Py_SIZE(x), Py_SIZE(y), op);
    }
    if (fvm_is_scalar(x) && fvm_is_scalar(y)) {
        /* (Bytes compared with another type may warn.) */
        return Py_BytesWarningFlag && tx != ty ? -1 : fvm_compared(x, y, op);
    }
    if (tx == ty && (tx == &PySet_Type || tx == &PyFrozenSet_Type)) {
        return fvm_set_is_quiet(x) && fvm_set_is_quiet(y) ? fvm_compared(x, y, op) : -1;
    }
    if (op != Py_EQ && op != Py_NE) {
        return -1;
    }
    if (tx == ty ? fvm_compares_identity(tx)
                 : (fvm_compares_identity(tx) || fvm_is_builtin_container(tx) || fvm_is_scalar(x))
                       && (fvm_compares_identity(ty) || fvm_is_builtin_container(ty) || fvm_is_scalar(y))) {
        return (x == y) == (op == Py_EQ);
    }
    return -1;
}

/* Whether x and y compare as `op` (the host's number) says: 1, 0, -1. */
static int64_t fvm_plain_compare(PyObject *x, PyObject *y, int64_t op) { return fvm_compare_to(x, y, (int)op, FVM_PLAIN_DEPTH); }

/* --- Subscripts ------------------------------------------------------------------------------------------ */

FVM_INLINE int fvm_is_bound(PyObject *o) { return o == Py_None || PyLong_CheckExact(o); }

/* Whether it is a slice with numbers, or nothing, in it. */
static int fvm_is_slice(PyObject *o) {
    PySliceObject *slice = (PySliceObject *)o;
    return PySlice_Check(o) && fvm_is_bound(slice->start) && fvm_is_bound(slice->stop) && fvm_is_bound(slice->step);
}

/* o[key], a new reference. */
static PyObject *fvm_item(PyThreadState *ts, PyObject *o, PyObject *key) {
    PyTypeObject *type = Py_TYPE(o);
    PyObject *result;
    int collecting;
    if (fvm_is_mapped(type)) {
        Py_hash_t hash;
        PyObject **place;
        int found = fvm_dict_find(o, key, &hash, &place);
        if (found != 0) {
            return found > 0 ? Py_NewRef(*place) : NULL;
        }
        if (!fvm_is_defaultdict(type)) {
            return NULL;
        }
        collecting = fvm_defer_collection(ts);
        result = fvm_default_item(o, key, hash);
        fvm_end_deferral(ts, collecting);
        return result;
    }
    if (!(type == &PyList_Type || type == &PyTuple_Type || type == &PyUnicode_Type || type == &PyBytes_Type
          || type == &PyByteArray_Type || type == &PyRange_Type)
        || !(PyLong_CheckExact(key) || fvm_is_slice(key))) {
        return NULL;
    }
    collecting = fvm_defer_collection(ts);
    result = PyObject_GetItem(o, key);
    fvm_end_deferral(ts, collecting);
    return fvm_or_nothing(result);
}

/* Whether the items of a list that a key (an int or a slice) selects may be dropped unseen. */
static int fvm_items_die_unseen(PyObject *list, PyObject *key) {
    PyObject **items = ((PyListObject *)list)->ob_item;
    Py_ssize_t start, stop, step, count;
    if (fvm_is_slice(key)) {
        if (PySlice_Unpack(key, &start, &stop, &step) < 0) {
            return fvm_unsure() + 1;
        }
        count = PySlice_AdjustIndices(Py_SIZE(list), &start, &stop, step);
    } else {
        int64_t index;
        if (!fvm_is_int(key)) {
            return 0;
        }
        fvm_int(key, &index);
        start = (Py_ssize_t)(index < 0 ? index + Py_SIZE(list) : index);
        step = count = 1;
        if ((size_t)start >= (size_t)Py_SIZE(list)) {
            return 0;
        }
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *item = items[start + i * step];
        /* (The list may have one object more than once.) */
        if (!fvm_dies_unseen(item) || (Py_REFCNT(item) <= count && !fvm_is_scalar(item))) {
            return 0;
        }
    }
    return 1;
}

/* o[key] = value: 1 or 0. */
static int64_t fvm_store_item(PyThreadState *ts, PyObject *o, PyObject *key, PyObject *value) {
    PyTypeObject *type = Py_TYPE(o), *given = Py_TYPE(value);
    int collecting, failed;
    if (fvm_is_mapped(type)) {
        return fvm_dict_store(o, key, value);
    }
    if (type == &PyList_Type) {
        if ((PySlice_Check(key) && given != &PyList_Type && given != &PyTuple_Type) || !fvm_items_die_unseen(o, key)) {
            return 0;
        }
    } else if (type == &PyByteArray_Type) {
        if (!(PyLong_CheckExact(key) && PyLong_CheckExact(value))
            && !(fvm_is_slice(key) && (given == &PyBytes_Type || given == &PyByteArray_Type))) {
            return 0;
        }
    } else {
        return 0;
    }
    collecting = fvm_defer_collection(ts);
    failed = PyObject_SetItem(o, key, value) < 0;
    fvm_end_deferral(ts, collecting);
    return fvm_likely(!failed) ? 1 : fvm_unsure() + 1;
}

/* del o[key]: 1 or 0. */
static int64_t fvm_delete_item(PyObject *o, PyObject *key) {
    PyTypeObject *type = Py_TYPE(o);
    if (fvm_is_mapped(type)) {
        Py_hash_t hash;
        PyObject **place;
        if (fvm_dict_find(o, key, &hash, &place) != 1 || !fvm_dies_unseen(*place)) {
            return 0;
        }
    } else if (type == &PyList_Type ? !fvm_items_die_unseen(o, key)
                                    : !(type == &PyByteArray_Type && (PyLong_CheckExact(key) || fvm_is_slice(key)))) {
        return 0;
    }
    return fvm_likely(PyObject_DelItem(o, key) == 0) ? 1 : fvm_unsure() + 1;
}

/* --- Lists ------------------------------------------------------------------------------------------------- */

/* Whether going over an object runs nothing. */
FVM_INLINE int fvm_iterates_quietly(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    return type == &PyList_Type || type == &PyTuple_Type || type == &PyUnicode_Type || type == &PyDict_Type
           || type == &PySet_Type || type == &PyFrozenSet_Type || type == &PyRange_Type || type == &PyBytes_Type
           || type == &PyDictKeys_Type || type == &PyDictValues_Type || type == &PyDictItems_Type;
}

/* Extend a list: 1 or 0. */
static int64_t fvm_extend(PyThreadState *ts, PyObject *list, PyObject *o) {
    Py_ssize_t size = Py_SIZE(list);
    PyObject *none;
    int collecting;
    if (!fvm_iterates_quietly(o)) {
        return 0;
    }
    collecting = fvm_defer_collection(ts);
    none = _PyList_Extend((PyListObject *)list, o);
    if (none != NULL) {
        Py_DECREF(none);
    } else {
        /* Out of memory on the way: as it was. (What is dropped the other object has, too, or dies unseen.) */
        PyErr_Clear();
        PyList_SetSlice(list, size, Py_SIZE(list), NULL);
    }
    fvm_end_deferral(ts, collecting);
    return none != NULL;
}

/* tuple(list): a new reference. */
static PyObject *fvm_try_tuple_of(PyThreadState *ts, PyObject *list) {
    int collecting = fvm_defer_collection(ts);
    PyObject *result = PyList_AsTuple(list);
    fvm_end_deferral(ts, collecting);
    return fvm_or_nothing(result);
}

/* Where the items of a list or tuple are. */
FVM_INLINE PyObject **fvm_items_of(PyObject *o) {
    return PyList_CheckExact(o) ? ((PyListObject *)o)->ob_item : ((PyTupleObject *)o)->ob_item;
}

/* A list of what is left of a list or tuple without so many first and last items: a new reference; NULL: it is none, or has
 * fewer. */
static PyObject *fvm_rest_of(PyThreadState *ts, PyObject *o, int64_t before, int64_t after) {
    PyObject *result;
    Py_ssize_t count;
    int collecting;
    if ((!PyList_CheckExact(o) && !PyTuple_CheckExact(o)) || (count = Py_SIZE(o) - before - after) < 0) {
        return NULL;
    }
    collecting = fvm_defer_collection(ts);
    result = PyList_New(count);
    fvm_end_deferral(ts, collecting);
    for (Py_ssize_t i = 0; result != NULL && i < count; i++) {
        PyList_SET_ITEM(result, i, Py_NewRef(fvm_items_of(o)[before + i]));
    }
    return fvm_or_nothing(result);
}

/* An item of a list or tuple that has it, from behind if the place is negative: borrowed. */
static PyObject *fvm_item_at(PyObject *o, int64_t place) {
    return fvm_items_of(o)[place < 0 ? Py_SIZE(o) + place : place];
}

#endif
