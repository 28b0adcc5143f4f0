/* What native code does with the host's builtin types where no Python code can run: lookups, stores, iteration, calls of
 * the builtin functions.
 *
 * Each function here either does its work or leaves everything as it was and says so (NULL, 0 or -1, no exception
 * set): for what is missing, for what would raise, for what is out of memory, and for whatever might run Python code:
 * a key whose hash or comparison could (`fvm_is_key`), an old value whose destructor could. Native code then goes back to
 * the interpreter, which does the instruction from its beginning.
 *
 * The collector runs when objects are allocated, and calls finalizers, which are Python code too. Here it does
 * not (`fvm_defer_collection`): the next safepoint leaves to the interpreter, which lets it run then. */
#ifndef FASTVM_HOST_BUILTINS311_H
#define FASTVM_HOST_BUILTINS311_H

#include "keyed311.h"
#include "objects311.h"
#include "text311.h"

/* --- The collector and signals wait ------------------------------------------------------------------ */

/* Whether the collector waits for the next allocation of an object that it looks after. */
FVM_INLINE int fvm_collection_due(PyThreadState *ts) {
    struct _gc_runtime_state *gc = &ts->interp->gc;
    return gc->generations[0].count > gc->generations[0].threshold && gc->enabled && gc->generations[0].threshold
        && !gc->collecting;
}

/* Have the loop, or native code, come to its next safepoint (`handle_pending`). */
FVM_INLINE void fvm_request_safepoint(PyThreadState *ts) { ts->interp->ceval.eval_breaker._value = 1; }

/* Allocate without a collection between these two. The second asks for one that has become due. */
FVM_INLINE int fvm_defer_collection(PyThreadState *ts) {
    int collecting = ts->interp->gc.collecting;
    ts->interp->gc.collecting = 1;
    return collecting;
}
FVM_INLINE void fvm_end_deferral(PyThreadState *ts, int collecting) {
    ts->interp->gc.collecting = collecting;
    if (fvm_unlikely(fvm_collection_due(ts))) {
        fvm_request_safepoint(ts);
    }
}

/* The collection that was asked for: an allocation that is open to it. */
static __attribute__((unused)) void fvm_deferred_collection(PyThreadState *ts) {
    fvm_recompute_breaker(ts);
    if (fvm_collection_due(ts)) {
        PyObject *cell = PyCell_New(NULL);
        if (cell != NULL) {
            Py_DECREF(cell);
        } else {
            PyErr_Clear();
        }
    }
}

/* Big ints ask for signals while they are multiplied, divided or written in digits, and handlers are Python code. They
 * run in the thread that the host takes for the main one: between these two, none is. The second asks for a safepoint
 * when a signal has come. */
FVM_INLINE unsigned long fvm_hold_signals(void) {
    unsigned long main = _PyRuntime.main_thread;
    if (main != PyThread_get_thread_ident()) {
        return 0;
    }
    _PyRuntime.main_thread = 0;
    return main;
}
FVM_INLINE void fvm_let_signals(PyThreadState *ts, unsigned long main) {
    if (main) {
        _PyRuntime.main_thread = main;
        if (fvm_unlikely(_PyRuntime.ceval.signals_pending._value)) {
            fvm_request_safepoint(ts);
        }
    }
}

/* --- Membership ------------------------------------------------------------------------------------------- */

/* `key in container`: 1, 0, -1. */
static int64_t fvm_contains(PyObject *container, PyObject *key) {
    PyTypeObject *type = Py_TYPE(container);
    if (fvm_is_mapped(type)) {
        Py_hash_t hash;
        PyObject **place;
        return fvm_dict_find(container, key, &hash, &place);
    }
    if (type == &PySet_Type || type == &PyFrozenSet_Type) {
        return fvm_set_has(container, key);
    }
    if (type == &PyUnicode_Type) {
        int found;
        if (!PyUnicode_CheckExact(key)) {
            return -1;
        }
        found = PyUnicode_Contains(container, key);
        return fvm_likely(found >= 0) ? found : fvm_unsure();
    }
    if ((type == &PyList_Type || type == &PyTuple_Type) && fvm_is_key(key)) {
        PyObject **items = type == &PyList_Type ? ((PyListObject *)container)->ob_item : ((PyTupleObject *)container)->ob_item;
        for (Py_ssize_t i = 0; i < Py_SIZE(container); i++) {
            int equal = fvm_key_equal(key, items[i]);
            if (equal) {
                return equal;
            }
        }
        return 0;
    }
    return -1;
}

/* --- Sequences -------------------------------------------------------------------------------------- */

/* The beginning of a deque, and of its blocks (Modules/_collectionsmodule.c). */
typedef struct {
    PyObject *left;
    PyObject *items[64];
} fvm_deque_block;
typedef struct {
    PyObject_VAR_HEAD
    fvm_deque_block *first, *last;
    Py_ssize_t first_index, last_index;
    size_t state;
    Py_ssize_t most; /* -1: there may be as many as there like */
} fvm_deque;

/* Whether a type is collections.deque, which is known by its name, as defaultdict is. */
static int fvm_is_deque(PyTypeObject *type) {
    static PyTypeObject *known;
    if (type == known) {
        return 1;
    }
    if (PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE) || type->tp_itemsize != 0 || type->tp_basicsize < (Py_ssize_t)sizeof(fvm_deque)
        || strcmp(type->tp_name, "collections.deque") != 0) {
        return 0;
    }
    known = type;
    return 1;
}

/* Whether objects of this type are true, as it says nothing about it. */
FVM_INLINE int fvm_is_always_true(PyTypeObject *type) {
    return (type->tp_as_number == NULL || type->tp_as_number->nb_bool == NULL) &&
           (type->tp_as_mapping == NULL || type->tp_as_mapping->mp_length == NULL) &&
           (type->tp_as_sequence == NULL || type->tp_as_sequence->sq_length == NULL);
}

/* len(o), or -1. */
static int64_t fvm_length(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    if (type == &PyList_Type || type == &PyTuple_Type || type == &PyBytes_Type || type == &PyByteArray_Type) {
        return Py_SIZE(o);
    }
    if (type == &PyUnicode_Type) {
        return PyUnicode_GET_LENGTH(o);
    }
    if (type == &PyDict_Type) {
        return PyDict_GET_SIZE(o);
    }
    if (type == &PySet_Type || type == &PyFrozenSet_Type) {
        return PySet_GET_SIZE(o);
    }
    return fvm_is_deque(type) ? Py_SIZE(o) : -1;
}

/* The host's own str of each of the first 256 characters: set at start-up. */
static PyObject *fvm_characters[256];

/* A str of one character: a new reference. */
FVM_INLINE PyObject *fvm_character(Py_UCS4 character) {
    PyObject *result;
    if (fvm_likely(character < 256)) {
        return Py_NewRef(fvm_characters[character]);
    }
    result = PyUnicode_FromOrdinal((int)character);
    if (fvm_unlikely(result == NULL)) {
        PyErr_Clear();
    }
    return result;
}

/* The character at an index (negative ones too), a new reference. */
static PyObject *fvm_str_item(PyObject *str, int64_t index) {
    int64_t length = PyUnicode_GET_LENGTH(str);
    if (index < 0) {
        index += length;
    }
    return (uint64_t)index < (uint64_t)length ? fvm_character(PyUnicode_READ_CHAR(str, index)) : NULL;
}

/* Make sure that the list has room for one more item, as its own append would: 1 or 0. */
static int64_t fvm_list_grow(PyObject *list) {
    if (PyList_Append(list, Py_None) < 0) {
        return fvm_unsure() + 1;
    }
    Py_SET_SIZE(list, Py_SIZE(list) - 1);
    Py_DECREF(Py_None);
    return 1;
}

/* Leave the first `size` items of a list, whose others have been taken, in an array of the size that the host would give
   it. A stack that grows and shrinks by the same few items keeps its array as it is. */
static void fvm_list_shorten(PyListObject *list, Py_ssize_t size) {
    PyObject **items = list->ob_item;
    Py_ssize_t room = (size + (size >> 3) + 6) & ~(Py_ssize_t)3;
    Py_SET_SIZE(list, size);
    if (size >= list->allocated >> 1) {
        return;
    }
    if (size == 0) {
        list->ob_item = NULL;
        list->allocated = 0;
        PyMem_Free(items);
    } else if (room != list->allocated && (items = PyMem_Realloc(items, room * sizeof(PyObject *))) != NULL) {
        list->ob_item = items;
        list->allocated = room;
    }
}

/* list.pop(index): a new reference. */
static PyObject *fvm_list_pop(PyObject *list, int64_t index) {
    PyListObject *l = (PyListObject *)list;
    Py_ssize_t size = Py_SIZE(list);
    PyObject *item;
    if (index < 0) {
        index += size;
    }
    if ((uint64_t)index >= (uint64_t)size) {
        return NULL;
    }
    item = l->ob_item[index];
    if (index == size - 1) {
        fvm_list_shorten(l, index);
        return item;
    }
    Py_INCREF(item);
    if (fvm_unlikely(PyList_SetSlice(list, index, index + 1, NULL) < 0)) {
        PyErr_Clear();
        Py_DECREF(item);
        return NULL;
    }
    return item;
}

/* o[low:high], a new reference. */
static PyObject *fvm_slice(PyObject *o, int64_t low, int64_t high) {
    PyTypeObject *type = Py_TYPE(o);
    PyThreadState *ts = _PyThreadState_UncheckedGet();
    int64_t length;
    PyObject *result;
    int collecting;
    if (type != &PyList_Type && type != &PyTuple_Type && type != &PyUnicode_Type && type != &PyBytes_Type) {
        return NULL;
    }
    collecting = fvm_defer_collection(ts);
    length = fvm_length(o);
    low = low < 0 ? (low + length < 0 ? 0 : low + length) : low > length ? length : low;
    high = high < 0 ? (high + length < 0 ? 0 : high + length) : high > length ? length : high;
    if (high < low) {
        high = low;
    }
    if (type == &PyList_Type) {
        result = PyList_GetSlice(o, low, high);
    } else if (type == &PyTuple_Type) {
        result = PyTuple_GetSlice(o, low, high);
    } else if (type == &PyUnicode_Type) {
        result = PyUnicode_Substring(o, low, high);
    } else if (low == 0 && high == length) {
        result = Py_NewRef(o);
    } else {
        result = PyBytes_FromStringAndSize(PyBytes_AS_STRING(o) + low, high - low);
    }
    fvm_end_deferral(ts, collecting);
    if (fvm_unlikely(result == NULL)) {
        PyErr_Clear();
    }
    return result;
}

/* A tuple or a list of so many items, all NULL (of a tuple: not set at all): a new reference. */
static PyObject *fvm_try_tuple(PyThreadState *ts, int64_t size) {
    int collecting = fvm_defer_collection(ts);
    PyObject *result = fvm_new_tuple(ts, size);
    fvm_end_deferral(ts, collecting);
    if (fvm_unlikely(result == NULL)) {
        PyErr_Clear();
    }
    return result;
}

static PyObject *fvm_try_list(PyThreadState *ts, int64_t size) {
    int collecting = fvm_defer_collection(ts);
    PyObject *result = PyList_New(size);
    fvm_end_deferral(ts, collecting);
    if (fvm_unlikely(result == NULL)) {
        PyErr_Clear();
    }
    return result;
}

static PyObject *fvm_try_dict(PyThreadState *ts) {
    int collecting = fvm_defer_collection(ts);
    PyObject *result = PyDict_New();
    fvm_end_deferral(ts, collecting);
    if (fvm_unlikely(result == NULL)) {
        PyErr_Clear();
    }
    return result;
}

/* --- Text ----------------------------------------------------------------------------------------------- */

/* The order of two str: -1, 0, 1. */
static int64_t fvm_str_order(PyObject *x, PyObject *y) {
    return x == y ? 0 : PyUnicode_Compare(x, y);
}

/* Whether an object is an int, a bool or a float, and of no subclass that a program made. */
static int fvm_is_number(PyObject *o) {
    return PyLong_CheckExact(o) || PyFloat_CheckExact(o) || PyBool_Check(o);
}

/* What min(x, y) or max(x, y) is, borrowed; NULL where comparing the two may run code. */
static PyObject *fvm_extreme(PyObject *x, PyObject *y, int64_t greatest) {
    int64_t m, n;
    if (fvm_is_int(x) && fvm_is_int(y)) {
        fvm_int(x, &m);
        fvm_int(y, &n);
        return (greatest ? n > m : n < m) ? y : x;
    }
    if (!(fvm_is_number(x) && fvm_is_number(y)) && !(PyUnicode_CheckExact(x) && PyUnicode_CheckExact(y))) {
        return NULL;
    }
    return PyObject_RichCompareBool(y, x, greatest ? Py_GT : Py_LT) ? y : x;
}

/* What min(o) or max(o) is, a new reference; NULL where o is no list or tuple, is empty, or comparing its items may run
 * code. */
static PyObject *fvm_extreme_item(PyObject *o, int64_t greatest) {
    PyObject **items, *found;
    if (PyList_CheckExact(o)) {
        items = ((PyListObject *)o)->ob_item;
    } else if (PyTuple_CheckExact(o)) {
        items = ((PyTupleObject *)o)->ob_item;
    } else {
        return NULL;
    }
    found = Py_SIZE(o) > 0 ? items[0] : NULL;
    for (Py_ssize_t i = 1; i < Py_SIZE(o) && found != NULL; i++) {
        found = fvm_extreme(found, items[i], greatest);
    }
    Py_XINCREF(found);
    return found;
}

/* x + y, a new reference. */
static PyObject *fvm_str_concat(PyObject *x, PyObject *y) {
    PyObject *result = PyUnicode_Concat(x, y);
    if (fvm_unlikely(result == NULL)) {
        PyErr_Clear();
    }
    return result;
}

/* x + y, a new reference. That to x is taken, so it grows in place if there is no other; not where NULL is the result. */
static PyObject *fvm_str_append(PyObject *x, PyObject *y) {
    Py_ssize_t m = PyUnicode_GET_LENGTH(x), n = PyUnicode_GET_LENGTH(y);
    int grows = Py_REFCNT(x) == 1 && x != y && m > 0 && n > 0 && n <= PY_SSIZE_T_MAX - m
                && ((PyASCIIObject *)x)->hash == -1 && !PyUnicode_CHECK_INTERNED(x) && PyUnicode_IS_COMPACT(x)
                && PyUnicode_IS_READY(y) && PyUnicode_KIND(x) >= PyUnicode_KIND(y)
                && PyUnicode_IS_ASCII(x) <= PyUnicode_IS_ASCII(y);
    if (!grows) {
        PyObject *result = fvm_str_concat(x, y);
        if (fvm_likely(result != NULL)) {
            Py_DECREF(x);
        }
        return result;
    }
    if (fvm_unlikely(PyUnicode_Resize(&x, m + n) < 0)) {
        PyErr_Clear();
        return NULL;
    }
    if (PyUnicode_KIND(x) == PyUnicode_KIND(y)) {
        memcpy((char *)PyUnicode_DATA(x) + m * PyUnicode_KIND(x), PyUnicode_DATA(y), n * PyUnicode_KIND(x));
    } else {
        PyUnicode_CopyCharacters(x, m, y, 0, n);
    }
    return x;
}

/* separator.join(o), a new reference. */
static PyObject *fvm_str_join(PyObject *separator, PyObject *o) {
    PyObject *result = PyList_CheckExact(o) || PyTuple_CheckExact(o) ? PyUnicode_Join(separator, o) : NULL;
    if (fvm_unlikely(result == NULL)) {
        PyErr_Clear();
    }
    return result;
}

/* The number of the only character, or -1. */
static int64_t fvm_ord(PyObject *o) {
    return PyUnicode_CheckExact(o) && PyUnicode_GET_LENGTH(o) == 1 ? (int64_t)PyUnicode_READ_CHAR(o, 0) : -1;
}

static PyObject *fvm_chr(int64_t number) {
    return number >= 0 && number <= 0x10ffff ? fvm_character((Py_UCS4)number) : NULL;
}

/* The type of the iterators of ASCII strings, which the host does not export: set at start-up. */
static PyTypeObject *fvm_ascii_iterator;
static __attribute__((unused)) int fvm_init_text(void) {
    PyObject *text = PyUnicode_FromString("a"), *iterator = text != NULL ? PyObject_GetIter(text) : NULL;
    if (iterator != NULL) {
        fvm_ascii_iterator = Py_TYPE(iterator);
    }
    Py_XDECREF(text);
    Py_XDECREF(iterator);
    for (int i = 0; i < 256; i++) {
        if ((fvm_characters[i] = PyUnicode_FromOrdinal(i)) == NULL) {
            return -1;
        }
    }
    return iterator != NULL ? 0 : -1;
}

/* --- Iteration --------------------------------------------------------------------------------------------- */

/* The host's iterators of dicts and sets have the same beginning. */
typedef struct {
    PyObject_HEAD
    PyObject *container; /* NULL when exhausted */
    Py_ssize_t used;
    Py_ssize_t position;
    PyObject *result; /* of dict.items(): the tuple to use again */
    Py_ssize_t left;
} fvm_dict_iterator;
typedef struct {
    PyObject_HEAD
    PySetObject *set;
    Py_ssize_t used;
    Py_ssize_t position;
    Py_ssize_t left;
} fvm_set_iterator;
typedef struct {
    PyObject_HEAD
    Py_ssize_t index;
    PyObject *iterator;
    PyObject *result; /* the tuple to use again */
} fvm_enumerate;
typedef struct {
    PyObject_HEAD
    Py_ssize_t size;
    PyObject *iterators;
    PyObject *result;
    int strict;
} fvm_zip;

/* The tuple that an iterator over tuples gives next, its items not set: a new reference. It is the one it gave before
 * (`kept`) if nobody else has that, and its items die unseen. */
static PyObject *fvm_result_tuple(PyObject *kept, Py_ssize_t size, int *again) {
    PyThreadState *ts = _PyThreadState_UncheckedGet();
    *again = 0;
    if (kept != NULL && Py_REFCNT(kept) == 1) {
        for (Py_ssize_t i = 0; i < size; i++) {
            /* (The tuple may have one object more than once.) */
            PyObject *item = PyTuple_GET_ITEM(kept, i);
            if (!fvm_dies_unseen(item) || (Py_REFCNT(item) <= size && !fvm_plain(item))) {
                return NULL;
            }
        }
        *again = 1;
        return Py_NewRef(kept);
    }
    return fvm_try_tuple(ts, size);
}

/* Put an item (taken) into such a tuple. */
FVM_INLINE void fvm_set_result(PyObject *tuple, Py_ssize_t i, PyObject *item, int again) {
    PyObject *old = again ? PyTuple_GET_ITEM(tuple, i) : NULL;
    PyTuple_SET_ITEM(tuple, i, item);
    if (old != NULL) {
        fvm_drop(old);
    }
}

/* The collector may have untracked the tuple for its former items. */
FVM_INLINE void fvm_track_result(PyObject *tuple, int again) {
    if (again && !_PyObject_GC_IS_TRACKED(tuple)) {
        _PyObject_GC_TRACK(tuple);
    }
}

/* The next key and value of an iterator over a dict, borrowed, and where they are; 0: at the end, or the host has to look. */
static inline int fvm_next_entry(fvm_dict_iterator *it, PyObject **key, PyObject **value, Py_ssize_t *place) {
    PyDictObject *d = (PyDictObject *)it->container;
    PyDictKeysObject *k;
    Py_ssize_t i = it->position;
    if (d == NULL || it->used != d->ma_used || d->ma_values != NULL) {
        return 0;
    }
    k = d->ma_keys;
    if (k->dk_kind == DICT_KEYS_GENERAL) {
        PyDictKeyEntry *entries = (PyDictKeyEntry *)fvm_entries(k);
        while (i < k->dk_nentries && entries[i].me_value == NULL) {
            i++;
        }
        if (i >= k->dk_nentries) {
            return 0;
        }
        *key = entries[i].me_key;
        *value = entries[i].me_value;
    } else {
        PyDictUnicodeEntry *entries = fvm_entries(k);
        while (i < k->dk_nentries && entries[i].me_value == NULL) {
            i++;
        }
        if (i >= k->dk_nentries) {
            return 0;
        }
        *key = entries[i].me_key;
        *value = entries[i].me_value;
    }
    *place = i;
    return it->left != 0; /* (else keys have changed: the host raises) */
}

static PyObject *fvm_next_of_dict(fvm_dict_iterator *it, PyTypeObject *type) {
    PyObject *key, *value, *tuple;
    Py_ssize_t place;
    int again;
    if (!fvm_next_entry(it, &key, &value, &place)) {
        return NULL;
    }
    if (type == &PyDictIterKey_Type || type == &PyDictIterValue_Type) {
        it->position = place + 1;
        it->left--;
        return Py_NewRef(type == &PyDictIterKey_Type ? key : value);
    }
    tuple = fvm_result_tuple(it->result, 2, &again);
    if (tuple == NULL) {
        return NULL;
    }
    it->position = place + 1;
    it->left--;
    fvm_set_result(tuple, 0, Py_NewRef(key), again);
    fvm_set_result(tuple, 1, Py_NewRef(value), again);
    fvm_track_result(tuple, again);
    return tuple;
}

/* The item that an iterator over a list or tuple gives next (borrowed); NULL: it is at its end, or another one. */
FVM_INLINE PyObject *fvm_item_ahead(PyObject *iterator) {
    PyTypeObject *type = Py_TYPE(iterator);
    fvm_seq_iterator *it = (fvm_seq_iterator *)iterator;
    if ((type != &PyListIter_Type && type != &PyTupleIter_Type) || it->seq == NULL || it->index >= Py_SIZE(it->seq)) {
        return NULL;
    }
    return type == &PyListIter_Type ? PyList_GET_ITEM(it->seq, it->index) : PyTuple_GET_ITEM(it->seq, it->index);
}

/* Take the item that fvm_item_ahead has found. */
FVM_INLINE PyObject *fvm_take_ahead(PyObject *iterator, PyObject *item) {
    ((fvm_seq_iterator *)iterator)->index++;
    return Py_NewRef(item);
}

/* Whether fvm_next surely gives an item of an iterator that another one draws from. (For some that have one it says no.) */
static int fvm_has_next(PyObject *iterator) {
    PyTypeObject *type = Py_TYPE(iterator);
    fvm_seq_iterator *sequence = (fvm_seq_iterator *)iterator;
    if (type == &PyListIter_Type || type == &PyTupleIter_Type) {
        return sequence->seq != NULL && sequence->index < Py_SIZE(sequence->seq);
    }
    if (type == fvm_ascii_iterator) {
        return sequence->seq != NULL && sequence->index < PyUnicode_GET_LENGTH(sequence->seq);
    }
    if (type == &PyRangeIter_Type) {
        fvm_range_iterator *range = (fvm_range_iterator *)iterator;
        return range->index < range->len;
    }
    if (type == &PyDictIterKey_Type || type == &PyDictIterValue_Type) {
        PyObject *key, *value;
        Py_ssize_t place;
        return fvm_next_entry((fvm_dict_iterator *)iterator, &key, &value, &place);
    }
    return 0;
}

enum { MOST_DYING = 16 }; /* items of a sequence that are looked at when it dies with its iterator */

/* Whether an iterator of the host over a sequence is surely at its end, which it remembers then. */
static int64_t fvm_at_end(PyObject *iterator) {
    PyTypeObject *type = Py_TYPE(iterator);
    fvm_seq_iterator *sequence = (fvm_seq_iterator *)iterator;
    PyObject *seq;
    if (type == &PyRangeIter_Type) {
        fvm_range_iterator *range = (fvm_range_iterator *)iterator;
        return range->index >= range->len;
    }
    if (type != &PyListIter_Type && type != &PyTupleIter_Type) {
        return 0;
    }
    seq = sequence->seq;
    if (seq != NULL) {
        PyObject **items = type == &PyListIter_Type ? ((PyListObject *)seq)->ob_item : ((PyTupleObject *)seq)->ob_item;
        Py_ssize_t size = Py_SIZE(seq);
        if (sequence->index < size || (Py_REFCNT(seq) == 1 && size > MOST_DYING)) {
            return 0;
        }
        if (Py_REFCNT(seq) == 1) {
            for (Py_ssize_t i = 0; i < size; i++) {
                /* (All references may be those of the sequence.) */
                if (Py_REFCNT(items[i]) <= size && !fvm_plain(items[i])) {
                    return 0;
                }
            }
        }
        sequence->seq = NULL;
        Py_DECREF(seq);
    }
    return 1;
}

/* Whether the iterator of a list or tuple dies unseen when the one reference to it is dropped, and what dies with it. */
static int64_t fvm_ends_unseen(PyObject *iterator) {
    PyObject *seq = ((fvm_seq_iterator *)iterator)->seq;
    PyObject **items;
    Py_ssize_t i = 0;
    if (Py_REFCNT(iterator) != 1) {
        return 0;
    }
    if (seq == NULL || Py_REFCNT(seq) > 1) {
        return 1;
    }
    if (!PyList_CheckExact(seq) && !PyTuple_CheckExact(seq)) {
        return 0;
    }
    items = PyList_CheckExact(seq) ? ((PyListObject *)seq)->ob_item : ((PyTupleObject *)seq)->ob_item;
    while (i < Py_SIZE(seq) && fvm_holds_nothing(Py_TYPE(items[i]))) {
        i++;
    }
    return i == Py_SIZE(seq) || fvm_buries_unseen(seq);
}

/* The next item of an iterator of the host: a new reference. NULL also at the end, where nothing changes. */
static PyObject *fvm_next(PyObject *iterator) {
    PyTypeObject *type = Py_TYPE(iterator);
    fvm_seq_iterator *sequence = (fvm_seq_iterator *)iterator;
    PyObject *result;
    int again;
    if (type == &PyListIter_Type || type == &PyTupleIter_Type) {
        PyObject *item = fvm_item_ahead(iterator);
        return item != NULL ? fvm_take_ahead(iterator, item) : NULL;
    }
    if (type == &PyDictIterKey_Type || type == &PyDictIterValue_Type || type == &PyDictIterItem_Type) {
        return fvm_next_of_dict((fvm_dict_iterator *)iterator, type);
    }
    if (type == &PySetIter_Type) {
        fvm_set_iterator *it = (fvm_set_iterator *)iterator;
        Py_ssize_t i = it->position;
        if (it->set == NULL || it->used != it->set->used) {
            return NULL;
        }
        while (i <= it->set->mask && (it->set->table[i].key == NULL || it->set->table[i].hash == -1)) {
            i++; /* (the host's dummy has the hash -1) */
        }
        if (i > it->set->mask) {
            return NULL;
        }
        it->position = i + 1;
        it->left--;
        return Py_NewRef(it->set->table[i].key);
    }
    if (type == fvm_ascii_iterator || type == &PyUnicodeIter_Type) {
        PyObject *text = sequence->seq;
        if (text == NULL || sequence->index >= PyUnicode_GET_LENGTH(text)
            || (result = fvm_character(PyUnicode_READ_CHAR(text, sequence->index))) == NULL) {
            return NULL;
        }
        sequence->index++;
        return result;
    }
    if (type == &PyRangeIter_Type || type == &PyBytesIter_Type) {
        /* Their sequences die unseen, so the host's own function will do. */
        result = type->tp_iternext(iterator);
        if (result == NULL && PyErr_Occurred()) {
            PyErr_Clear();
        }
        return result;
    }
    if (type == &PyListRevIter_Type) {
        Py_ssize_t i = sequence->index;
        if (sequence->seq == NULL || i < 0 || i >= Py_SIZE(sequence->seq)) {
            return NULL;
        }
        sequence->index--;
        return Py_NewRef(PyList_GET_ITEM(sequence->seq, i));
    }
    if (type == &PyReversed_Type) {
        /* (Of tuples and the like: the sequence's own function for items.) */
        Py_ssize_t i = sequence->index;
        if (sequence->seq == NULL || !PyTuple_CheckExact(sequence->seq) || i < 0 || i >= Py_SIZE(sequence->seq)) {
            return NULL;
        }
        sequence->index--;
        return Py_NewRef(PyTuple_GET_ITEM(sequence->seq, i));
    }
    if (type == &PyEnum_Type) {
        fvm_enumerate *it = (fvm_enumerate *)iterator;
        PyObject *number, *item;
        if (it->index == PY_SSIZE_T_MAX || !fvm_has_next(it->iterator)) {
            return NULL;
        }
        result = fvm_result_tuple(it->result, 2, &again);
        if (result == NULL) {
            return NULL;
        }
        number = PyLong_FromSsize_t(it->index);
        item = number != NULL ? fvm_next(it->iterator) : NULL;
        if (item == NULL) {
            PyErr_Clear();
            Py_XDECREF(number);
            goto unused;
        }
        it->index++;
        fvm_set_result(result, 0, number, again);
        fvm_set_result(result, 1, item, again);
        fvm_track_result(result, again);
        return result;
    }
    if (type == &PyZip_Type) {
        fvm_zip *it = (fvm_zip *)iterator;
        if (it->size == 0) {
            return NULL;
        }
        for (Py_ssize_t i = 0; i < it->size; i++) {
            /* (Numbers could be too many for the memory, after the first has been taken.) */
            PyObject *part = PyTuple_GET_ITEM(it->iterators, i);
            if ((Py_TYPE(part) == &PyRangeIter_Type && i > 0) || !fvm_has_next(part)) {
                return NULL;
            }
        }
        result = fvm_result_tuple(it->result, it->size, &again);
        if (result == NULL) {
            return NULL;
        }
        for (Py_ssize_t i = 0; i < it->size; i++) {
            PyObject *item = fvm_next(PyTuple_GET_ITEM(it->iterators, i));
            if (item == NULL) {
                goto unused;
            }
            fvm_set_result(result, i, item, again);
        }
        fvm_track_result(result, again);
        return result;
    }
    return NULL;
unused:
    if (!again) {
        for (Py_ssize_t i = 0; i < Py_SIZE(result); i++) {
            PyTuple_SET_ITEM(result, i, NULL);
        }
    }
    Py_DECREF(result);
    return NULL;
}

/* Whether the tuple that an iterator gave before can be given again (as fvm_result_tuple does). */
static int fvm_gives_again(PyObject *kept, Py_ssize_t size) {
    int again;
    PyObject *tuple;
    if (kept == NULL || Py_REFCNT(kept) != 1) {
        return 0;
    }
    tuple = fvm_result_tuple(kept, size, &again);
    Py_XDECREF(tuple);
    return tuple != NULL;
}

/* What an iterator over pairs gives next, without the tuple: a new reference, and another one or a number. */
typedef struct {
    PyObject *object; /* NULL: fvm_next may know more; nothing has changed */
    int64_t other;
} fvm_drawn;

/* Whether an item of such a tuple, which may have it twice, dies unseen when the tuple is used again. (For some that do: no.) */
FVM_INLINE int fvm_leaves_pair(PyObject *item) {
    return Py_REFCNT(item) > 2 || Py_TYPE(item) == &PyFloat_Type || Py_TYPE(item) == &PyLong_Type
           || Py_TYPE(item) == &PyUnicode_Type || Py_TYPE(item) == &PyComplex_Type;
}

/* Whether the pair that an iterator gave before can be given again, as fvm_gives_again says. */
FVM_INLINE int fvm_gives_pair_again(PyObject *kept) {
    if (kept == NULL || Py_REFCNT(kept) != 1) {
        return 0;
    }
    return (fvm_leaves_pair(PyTuple_GET_ITEM(kept, 0)) && fvm_leaves_pair(PyTuple_GET_ITEM(kept, 1))) || fvm_gives_again(kept, 2);
}

/* An item of enumerate(), and its number. */
static fvm_drawn fvm_draw_numbered(PyObject *iterator) {
    fvm_enumerate *it = (fvm_enumerate *)iterator;
    fvm_drawn drawn = {NULL, 0};
    PyObject *ahead;
    if (Py_TYPE(iterator) != &PyEnum_Type || it->index == PY_SSIZE_T_MAX || !fvm_gives_pair_again(it->result)) {
        return drawn;
    }
    ahead = fvm_item_ahead(it->iterator);
    drawn.object = ahead != NULL ? fvm_take_ahead(it->iterator, ahead) : fvm_next(it->iterator);
    if (drawn.object == NULL) {
        return drawn;
    }
    drawn.other = it->index++;
    /* (The tuple keeps the item alive until the next one. Its number nobody sees.) */
    fvm_set_result(it->result, 1, Py_NewRef(drawn.object), 1);
    fvm_track_result(it->result, 1);
    return drawn;
}

/* The two items that zip() of two gives. */
static fvm_drawn fvm_draw_two(PyObject *iterator) {
    fvm_zip *it = (fvm_zip *)iterator;
    fvm_drawn drawn = {NULL, 0};
    PyObject *parts[2], *ahead[2], *other;
    if (Py_TYPE(iterator) != &PyZip_Type || it->size != 2 || !fvm_gives_pair_again(it->result)) {
        return drawn;
    }
    parts[0] = PyTuple_GET_ITEM(it->iterators, 0);
    parts[1] = PyTuple_GET_ITEM(it->iterators, 1);
    if (parts[0] == parts[1]) {
        return drawn;
    }
    if ((ahead[0] = fvm_item_ahead(parts[0])) != NULL && (ahead[1] = fvm_item_ahead(parts[1])) != NULL) {
        drawn.object = fvm_take_ahead(parts[0], ahead[0]);
        other = fvm_take_ahead(parts[1], ahead[1]);
    } else {
        if (Py_TYPE(parts[1]) == &PyRangeIter_Type || !fvm_has_next(parts[0]) || !fvm_has_next(parts[1])
            || (drawn.object = fvm_next(parts[0])) == NULL) {
            return drawn;
        }
        other = fvm_next(parts[1]);
    }
    drawn.other = (int64_t)(intptr_t)other;
    fvm_set_result(it->result, 0, Py_NewRef(drawn.object), 1);
    fvm_set_result(it->result, 1, Py_NewRef(other), 1);
    fvm_track_result(it->result, 1);
    return drawn;
}

/* A key and its value, of an iterator over a dict's items. */
static fvm_drawn fvm_draw_entry(PyObject *iterator) {
    fvm_dict_iterator *it = (fvm_dict_iterator *)iterator;
    fvm_drawn drawn = {NULL, 0};
    PyObject *key, *value;
    Py_ssize_t place;
    if (Py_TYPE(iterator) != &PyDictIterItem_Type || !fvm_next_entry(it, &key, &value, &place)
        || !fvm_gives_again(it->result, 2)) {
        return drawn;
    }
    it->position = place + 1;
    it->left--;
    drawn.object = Py_NewRef(key);
    drawn.other = (int64_t)(intptr_t)Py_NewRef(value);
    fvm_set_result(it->result, 0, Py_NewRef(key), 1);
    fvm_set_result(it->result, 1, Py_NewRef(value), 1);
    fvm_track_result(it->result, 1);
    return drawn;
}

/* iter(o) of a container of the host: a new reference. */
static PyObject *fvm_try_iter(PyThreadState *ts, PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    PyObject *result;
    int collecting;
    if (!(type == &PyList_Type || type == &PyTuple_Type || type == &PyDict_Type || type == &PySet_Type || type == &PyRange_Type
          || type == &PyFrozenSet_Type || type == &PyUnicode_Type || type == &PyEnum_Type || type == &PyZip_Type
          || type == &PyListIter_Type || type == &PyRangeIter_Type || type == &PyDictKeys_Type
          || type == &PyDictValues_Type || type == &PyDictItems_Type || type == &PyListRevIter_Type || type == &PyReversed_Type)) {
        return NULL;
    }
    collecting = fvm_defer_collection(ts);
    result = PyObject_GetIter(o);
    fvm_end_deferral(ts, collecting);
    if (fvm_unlikely(result == NULL)) {
        PyErr_Clear();
    }
    return result;
}

/* --- Calls --------------------------------------------------------------------------------------------------- */

/* isinstance(o, class): 1, 0, -1. */
static int64_t fvm_isinstance(PyObject *o, PyObject *class) {
    static PyObject *name, *usual;
    PyTypeObject *type = Py_TYPE(o);
    if (type == (PyTypeObject *)class) {
        return 1;
    }
    if (PyTuple_CheckExact(class)) {
        for (Py_ssize_t i = 0; i < Py_SIZE(class); i++) {
            int64_t is = PyTuple_CheckExact(PyTuple_GET_ITEM(class, i)) ? -1 : fvm_isinstance(o, PyTuple_GET_ITEM(class, i));
            if (is) {
                return is;
            }
        }
        return 0;
    }
    if (!PyType_CheckExact(class)) {
        return -1;
    }
    if (PyType_IsSubtype(type, (PyTypeObject *)class)) {
        return 1;
    }
    /* An object may say that it is of another class. */
    if (name == NULL) {
        name = PyUnicode_InternFromString("__class__");
        usual = _PyType_Lookup(&PyBaseObject_Type, name);
    }
    return type->tp_getattro == PyObject_GenericGetAttr && _PyType_Lookup(type, name) == usual ? 0 : -1;
}

/* Call a C function by its convention, or fetch what a descriptor is for. (Of a method or descriptor, the first argument is
 * of the type that has it.) */
static PyObject *fvm_call_c(PyObject *callable, PyObject *const *arguments, Py_ssize_t count) {
    PyMethodDef *definition;
    PyObject *self;
    Py_ssize_t given = count;
    if (Py_IS_TYPE(callable, &PyMethodDescr_Type) && count > 0) {
        definition = ((PyMethodDescrObject *)callable)->d_method;
        self = *arguments++;
        count--;
    } else if (Py_IS_TYPE(callable, &PyCFunction_Type)) {
        definition = ((PyCFunctionObject *)callable)->m_ml;
        self = PyCFunction_GET_SELF(callable);
    } else if (Py_IS_TYPE(callable, &PyGetSetDescr_Type) || Py_IS_TYPE(callable, &PyMemberDescr_Type)) {
        return Py_TYPE(callable)->tp_descr_get(callable, arguments[0], (PyObject *)Py_TYPE(arguments[0]));
    } else {
        return PyObject_Vectorcall(callable, arguments, (size_t)count, NULL);
    }
    switch (definition->ml_flags
            & (METH_VARARGS | METH_FASTCALL | METH_NOARGS | METH_O | METH_KEYWORDS | METH_METHOD | METH_CLASS)) {
    case METH_NOARGS:
        if (count == 0) {
            return definition->ml_meth(self, NULL);
        }
        break;
    case METH_O:
        if (count == 1) {
            return definition->ml_meth(self, arguments[0]);
        }
        break;
    case METH_FASTCALL:
        return ((_PyCFunctionFast)(void (*)(void))definition->ml_meth)(self, arguments, count);
    case METH_FASTCALL | METH_KEYWORDS:
        return ((_PyCFunctionFastWithKeywords)(void (*)(void))definition->ml_meth)(self, arguments, count, NULL);
    }
    return PyObject_Vectorcall(callable, arguments - (given - count), (size_t)given, NULL);
}

/* Call a method of the host without arguments that runs no code on an object of its very type: a new reference. */
static PyObject *fvm_call_view(PyObject *method, PyObject *self) {
    PyThreadState *ts = _PyThreadState_UncheckedGet();
    int collecting = fvm_defer_collection(ts);
    PyObject *result = fvm_call_c(method, &self, 1);
    fvm_end_deferral(ts, collecting);
    if (fvm_unlikely(result == NULL)) {
        PyErr_Clear();
    }
    return result;
}

/* Call a function or method of the host that runs no code on plain arguments: a new reference. */
static PyObject *fvm_call_plain(PyObject *callable, PyObject *const *arguments, int64_t count) {
    PyThreadState *ts;
    PyObject *result = fvm_call_text(callable, arguments, (Py_ssize_t)count);
    unsigned long main;
    int collecting;
    if (result != NULL) {
        return result;
    }
    for (int64_t i = 0; i < count; i++) {
        /* (str() of bytes may warn.) */
        if (!fvm_plain(arguments[i]) || (PyBytes_CheckExact(arguments[i]) && Py_BytesWarningFlag)) {
            return NULL;
        }
    }
    ts = _PyThreadState_UncheckedGet();
    collecting = fvm_defer_collection(ts);
    main = fvm_hold_signals();
    result = fvm_call_c(callable, arguments, (Py_ssize_t)count);
    fvm_let_signals(ts, main);
    fvm_end_deferral(ts, collecting);
    if (fvm_unlikely(result == NULL)) {
        PyErr_Clear();
    }
    return result;
}
static PyObject *fvm_call_plain_1(PyObject *callable, PyObject *a) { return fvm_call_plain(callable, &a, 1); }
static PyObject *fvm_call_plain_2(PyObject *callable, PyObject *a, PyObject *b) {
    PyObject *arguments[] = {a, b};
    return fvm_call_plain(callable, arguments, 2);
}
static PyObject *fvm_call_plain_3(PyObject *callable, PyObject *a, PyObject *b, PyObject *c) {
    PyObject *arguments[] = {a, b, c};
    return fvm_call_plain(callable, arguments, 3);
}
static PyObject *fvm_call_plain_4(PyObject *callable, PyObject *a, PyObject *b, PyObject *c, PyObject *d) {
    PyObject *arguments[] = {a, b, c, d};
    return fvm_call_plain(callable, arguments, 4);
}

#endif
