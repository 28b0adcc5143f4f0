/* Keys: which objects hash and compare without running Python code, and what native code does with the host's dicts and
 * sets by such keys.
 *
 * As in builtins311.h, which includes this: each function does its work, or leaves everything as it was and says so.
 * Ints, text, and tuples of them are hashed and compared here, by the host's rules; other keys by the host. */
#ifndef FASTVM_HOST_KEYED311_H
#define FASTVM_HOST_KEYED311_H

#include "collector/collector.h"

/* --- Plain objects ------------------------------------------------------------------------------- */

#define FVM_PLAIN_DEPTH 3

/* Whether hashing an object, and comparing it with other plain objects, runs no code. */
static int fvm_plain_to(PyObject *o, int depth) {
    PyTypeObject *type = Py_TYPE(o);
    if (type == &PyUnicode_Type || type == &PyLong_Type || type == &PyFloat_Type || type == &PyBool_Type
        || type == &PyBytes_Type || o == Py_None) {
        return 1;
    }
    if (type != &PyTuple_Type || depth == 0) {
        return 0;
    }
    for (Py_ssize_t i = 0; i < Py_SIZE(o); i++) {
        if (!fvm_plain_to(PyTuple_GET_ITEM(o, i), depth - 1)) {
            return 0;
        }
    }
    return 1;
}
FVM_INLINE int fvm_plain(PyObject *o) { return fvm_plain_to(o, FVM_PLAIN_DEPTH); }

/* Whether the type hashes and compares its instances by identity. */
FVM_INLINE int fvm_compares_identity(PyTypeObject *type) { return type->tp_richcompare == PyBaseObject_Type.tp_richcompare; }
FVM_INLINE int fvm_hashes_identity(PyTypeObject *type) {
    return type->tp_hash == PyBaseObject_Type.tp_hash && fvm_compares_identity(type);
}

/* Whether hashing an object, and comparing it with other such objects, runs no code: plain objects, those that are
 * equal to themselves only, and tuples of both. */
static int fvm_is_key_to(PyObject *o, int depth) {
    if (fvm_plain_to(o, 0) || fvm_hashes_identity(Py_TYPE(o))) {
        return 1;
    }
    if (!PyTuple_CheckExact(o) || depth == 0) {
        return 0;
    }
    for (Py_ssize_t i = 0; i < Py_SIZE(o); i++) {
        if (!fvm_is_key_to(PyTuple_GET_ITEM(o, i), depth - 1)) {
            return 0;
        }
    }
    return 1;
}
FVM_INLINE int fvm_is_key(PyObject *o) { return fvm_is_key_to(o, FVM_PLAIN_DEPTH); }

/* Forget an exception: the interpreter will raise it again. */
static __attribute__((noinline)) int fvm_unsure(void) {
    PyErr_Clear();
    return -1;
}

static int fvm_tuples_equal(PyObject *key, PyObject *other);

/* Whether a key equals an object: 1, 0, -1. */
static inline int fvm_key_equal(PyObject *key, PyObject *other) {
    int equal;
    if (key == other) {
        return 1;
    }
    if (Py_TYPE(key) == Py_TYPE(other)) {
        int64_t m, n;
        if (PyUnicode_CheckExact(key)) {
            return _PyUnicode_EQ(key, other);
        }
        if (fvm_int(key, &m)) {
            return fvm_int(other, &n) && m == n;
        }
        if (PyTuple_CheckExact(key)) {
            return fvm_tuples_equal(key, other);
        }
    } else if (PyUnicode_CheckExact(key) && PyLong_CheckExact(other)) {
        return 0;
    }
    /* (Bytes compared with another type may warn.) */
    if (!fvm_is_key(other) || (PyBytes_CheckExact(key) != PyBytes_CheckExact(other))) {
        return -1;
    }
    equal = PyObject_RichCompareBool(key, other, Py_EQ);
    return fvm_likely(equal >= 0) ? equal : fvm_unsure();
}

/* The same of two tuples, item by item as the host does: an item of the other may be no key. */
static int fvm_tuples_equal(PyObject *key, PyObject *other) {
    for (Py_ssize_t i = 0; i < Py_SIZE(key) && i < Py_SIZE(other); i++) {
        int equal = fvm_key_equal(PyTuple_GET_ITEM(key, i), PyTuple_GET_ITEM(other, i));
        if (equal != 1) {
            return equal;
        }
    }
    return Py_SIZE(key) == Py_SIZE(other);
}

/* Whether dropping a reference runs no code: others remain, or it is of a type without visible destructor. */
FVM_INLINE int fvm_dies_unseen(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    return Py_REFCNT(o) > 1 || type == &PyFloat_Type || type == &PyLong_Type || type == &PyUnicode_Type || type == &PyBytes_Type
        || type == &PyComplex_Type;
}

/* --- Dicts and sets ------------------------------------------------------------------------------- */

FVM_INLINE Py_ssize_t fvm_index_at(PyDictKeysObject *k, size_t i) {
    if (k->dk_log2_size < 8) {
        return ((int8_t *)k->dk_indices)[i];
    }
    if (k->dk_log2_size < 16) {
        return ((int16_t *)k->dk_indices)[i];
    }
    if (k->dk_log2_size < 32) {
        return ((int32_t *)k->dk_indices)[i];
    }
    return ((int64_t *)k->dk_indices)[i];
}

/* The hash of a tuple of keys: what the host makes of its items' hashes (an xxHash), which programs see in the order of sets. */
static Py_hash_t fvm_tuple_hash(PyObject *tuple, int depth);

FVM_INLINE Py_hash_t fvm_key_hash_to(PyObject *key, int depth) {
    Py_hash_t hash;
    int64_t number;
    if (fvm_likely(PyUnicode_CheckExact(key))) {
        hash = ((PyASCIIObject *)key)->hash;
        return hash != -1 ? hash : PyObject_Hash(key);
    }
    if (fvm_int(key, &number)) {
        return number != -1 ? number : -2; /* (less than the modulus of the hashes of numbers) */
    }
    if (PyTuple_CheckExact(key)) {
        return depth > 0 ? fvm_tuple_hash(key, depth - 1) : -1;
    }
    if (!fvm_is_key_to(key, 0)) {
        return -1;
    }
    hash = PyObject_Hash(key);
    return hash != -1 ? hash : fvm_unsure();
}

static Py_hash_t fvm_tuple_hash(PyObject *tuple, int depth) {
    const uint64_t first = 11400714785074694791u, second = 14029467366897019727u, fifth = 2870177450012600261u;
    uint64_t all = fifth;
    for (Py_ssize_t i = 0; i < Py_SIZE(tuple); i++) {
        Py_hash_t hash = fvm_key_hash_to(PyTuple_GET_ITEM(tuple, i), depth);
        if (hash == -1) {
            return -1;
        }
        all += (uint64_t)hash * second;
        all = (all << 31 | all >> 33) * first;
    }
    all += (uint64_t)Py_SIZE(tuple) ^ (fifth ^ 3527539u);
    return all != (uint64_t)-1 ? (Py_hash_t)all : 1546275796;
}

/* The hash of a key; -1: it is none. */
FVM_INLINE Py_hash_t fvm_key_hash(PyObject *key) { return fvm_key_hash_to(key, FVM_PLAIN_DEPTH); }

/* Look a key up: 1 and where its value is, 0, or -1: hashing it, or comparing it with what it meets, may run code. */
static inline int fvm_dict_find(PyObject *dict, PyObject *key, Py_hash_t *hash, PyObject ***place) {
    PyDictKeysObject *k = fvm_keys(dict);
    int general = k->dk_kind == DICT_KEYS_GENERAL;
    size_t mask = ((size_t)1 << k->dk_log2_size) - 1, perturb, i;
    void *entries = fvm_entries(k);
    Py_ssize_t found;
    *hash = fvm_key_hash(key);
    if (fvm_unlikely(*hash == -1)) {
        return -1;
    }
    perturb = (size_t)*hash;
    i = perturb & mask;
    while ((found = fvm_index_at(k, i)) != -1) {
        if (found >= 0) {
            int equal = 0;
            if (general) {
                PyDictKeyEntry *entry = (PyDictKeyEntry *)entries + found;
                *place = &entry->me_value;
                if (entry->me_key == key) {
                    equal = 1;
                } else if (entry->me_hash == *hash) {
                    equal = fvm_key_equal(key, entry->me_key);
                }
            } else {
                PyDictUnicodeEntry *entry = (PyDictUnicodeEntry *)entries + found;
                *place = fvm_is_split(dict) ? &((PyDictObject *)dict)->ma_values->values[found] : &entry->me_value;
                if (entry->me_key == key) {
                    equal = 1;
                } else if (((PyASCIIObject *)entry->me_key)->hash == *hash) {
                    equal = fvm_key_equal(key, entry->me_key);
                }
            }
            if (equal) {
                return equal > 0 && **place == NULL ? 0 : equal;
            }
        }
        perturb >>= 5;
        i = mask & (i * 5 + perturb + 1);
    }
    return 0;
}

/* The value of a key, borrowed. */
static PyObject *fvm_dict_item(PyObject *dict, PyObject *key) {
    Py_hash_t hash;
    PyObject **place;
    return fvm_dict_find(dict, key, &hash, &place) == 1 ? *place : NULL;
}

/* Whether a key is known to be missing. */
static int fvm_dict_lacks(PyObject *dict, PyObject *key) {
    Py_hash_t hash;
    PyObject **place;
    return fvm_dict_find(dict, key, &hash, &place) == 0;
}

/* What a name means that is looked up in a module's globals and then in the builtins, borrowed; NULL: that is not
   known. */
static PyObject *fvm_find_global(PyObject *globals, PyObject *builtins, PyObject *name) {
    Py_hash_t hash;
    PyObject **place;
    int found;
    if (!PyDict_CheckExact(globals) || !PyDict_CheckExact(builtins)) {
        return NULL;
    }
    found = fvm_dict_find(globals, name, &hash, &place);
    if (found == 0) {
        found = fvm_dict_find(builtins, name, &hash, &place);
    }
    return found == 1 ? *place : NULL;
}

/* The value of a key, or `otherwise` (borrowed) for a key that is missing. */
static PyObject *fvm_dict_get(PyObject *dict, PyObject *key, PyObject *otherwise) {
    Py_hash_t hash;
    PyObject **place;
    int found = fvm_dict_find(dict, key, &hash, &place);
    return found == 1 ? *place : found == 0 ? otherwise : NULL;
}

/* Store a value (borrowed) under a key: 1 or 0. */
static int64_t fvm_dict_store(PyObject *dict, PyObject *key, PyObject *value) {
    Py_hash_t hash;
    PyObject **place, *old;
    int found = fvm_dict_find(dict, key, &hash, &place);
    if (found == 1) {
        old = *place;
        if (fvm_unlikely(!fvm_dies_unseen(old))) {
            return 0;
        }
        fvm_note_replacement(dict, value);
        *place = Py_NewRef(value);
        fvm_drop(old);
        return 1;
    }
    if (fvm_unlikely(found < 0)) {
        return 0;
    }
    return fvm_likely(_PyDict_SetItem_KnownHash(dict, key, value, hash) == 0) ? 1 : fvm_unsure() + 1;
}

/* Whether objects of a type are looked up in, and stored to, as dicts are: dicts, and instances of subclasses that leave
 * that to dict. (A key that is missing may be another matter.) */
FVM_INLINE int fvm_is_mapped(PyTypeObject *type) {
    PyMappingMethods *usual = PyDict_Type.tp_as_mapping, *methods = type->tp_as_mapping;
    return type == &PyDict_Type
           || (PyType_HasFeature(type, Py_TPFLAGS_DICT_SUBCLASS) && methods->mp_subscript == usual->mp_subscript
               && methods->mp_ass_subscript == usual->mp_ass_subscript
               && type->tp_as_sequence->sq_contains == PyDict_Type.tp_as_sequence->sq_contains);
}

/* collections.defaultdict, which is known by its name: it is no class that a program has made. */
typedef struct {
    PyDictObject dict;
    PyObject *default_factory;
} fvm_defaultdict;
static int fvm_is_defaultdict(PyTypeObject *type) {
    static PyTypeObject *known;
    if (type == known) {
        return 1;
    }
    if (PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE) || type->tp_base != &PyDict_Type
        || type->tp_basicsize != (Py_ssize_t)sizeof(fvm_defaultdict) || strcmp(type->tp_name, "collections.defaultdict") != 0) {
        return 0;
    }
    known = type;
    return 1;
}

/* What a defaultdict gives for a key that it does not have, and stores: a new reference. NULL also where making one may run
 * code. */
static PyObject *fvm_default_item(PyObject *dict, PyObject *key, Py_hash_t hash) {
    PyTypeObject *factory = (PyTypeObject *)((fvm_defaultdict *)dict)->default_factory;
    PyObject *made;
    if (factory != &PyLong_Type && factory != &PyList_Type && factory != &PyDict_Type && factory != &PySet_Type
        && factory != &PyFloat_Type && factory != &PyUnicode_Type) {
        return NULL;
    }
    made = PyObject_CallNoArgs((PyObject *)factory);
    if (made == NULL || _PyDict_SetItem_KnownHash(dict, key, made, hash) < 0) {
        Py_XDECREF(made);
        PyErr_Clear();
        return NULL;
    }
    return made;
}

/* Look a key up likewise: 1, 0, -1. Of one that is not there: where it belongs, or NULL if it could take the place of one
 * that has been removed. */
static inline int fvm_set_find(PyObject *set, PyObject *key, Py_hash_t *hash, setentry **place) {
    PySetObject *s = (PySetObject *)set;
    size_t mask = (size_t)s->mask, perturb, i;
    int removed = 0;
    *hash = fvm_key_hash(key);
    if (fvm_unlikely(*hash == -1)) {
        return -1;
    }
    perturb = (size_t)*hash;
    i = perturb & mask;
    for (;;) {
        setentry *entry = &s->table[i];
        int probes = i + 9 <= mask ? 9 : 0; /* the host's LINEAR_PROBES */
        do {
            if (entry->hash == 0 && entry->key == NULL) {
                *place = removed ? NULL : entry;
                return 0;
            }
            if (entry->hash == *hash) {
                int equal = fvm_key_equal(key, entry->key);
                if (equal) {
                    return equal;
                }
            }
            removed |= entry->hash == -1; /* (the host's dummy) */
            entry++;
        } while (probes--);
        perturb >>= 5;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

/* Whether it has a key: 1, 0, -1. */
FVM_INLINE int fvm_set_has(PyObject *set, PyObject *key) {
    Py_hash_t hash;
    setentry *place;
    return fvm_set_find(set, key, &hash, &place);
}

/* Add a key: 1 or 0. */
static int64_t fvm_set_add(PyObject *set, PyObject *key) {
    PySetObject *s = (PySetObject *)set;
    Py_hash_t hash;
    setentry *place;
    int found = fvm_set_find(set, key, &hash, &place);
    if (found != 0) {
        return found > 0;
    }
    if (fvm_likely(place != NULL && (size_t)(s->fill + 1) * 5 < (size_t)s->mask * 3)) { /* (else the host makes it larger) */
        place->key = Py_NewRef(key);
        place->hash = hash;
        s->fill++;
        s->used++;
        return 1;
    }
    return fvm_likely(PySet_Add(set, key) == 0) ? 1 : fvm_unsure() + 1;
}

/* Remove a key if it is there: 1 or 0. (What holds the given key outlives it, so it dies unseen.) */
static int64_t fvm_set_discard(PyObject *set, PyObject *key) {
    int found = fvm_set_has(set, key);
    if (found <= 0) {
        return found == 0;
    }
    return fvm_likely(PySet_Discard(set, key) >= 0) ? 1 : fvm_unsure() + 1;
}

#endif
