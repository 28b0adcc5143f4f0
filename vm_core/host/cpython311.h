/* The ground under the native core: the parts of CPython 3.11's internals that are macros or bit
 * fields in its headers, or that libpython does not export. Everything here is `static inline`, small,
 * and named fvm_*. Only the files of this folder look inside the host's structures. */
#ifndef FASTVM_HOST_CPYTHON311_H
#define FASTVM_HOST_CPYTHON311_H

#include "Python.h"
#if PY_VERSION_HEX < 0x030B0000 || PY_VERSION_HEX >= 0x030C0000
#  error "this host layer is for CPython 3.11"
#endif
#undef HAVE_STD_ATOMIC /* the headers' atomics differ between builds; the plain ones suffice under the GIL */
#include "internal/pycore_frame.h"
#include "internal/pycore_code.h"
#include "internal/pycore_dict.h"
#include "internal/pycore_object.h"
#include "internal/pycore_interp.h"
#include "internal/pycore_pystate.h"
#include "internal/pycore_ceval.h"
#include "internal/pycore_pyerrors.h"
#include "internal/pycore_opcode.h"
#include "internal/pycore_long.h"
#include "internal/pycore_moduleobject.h"
#include "internal/pycore_runtime.h"
#include "internal/pycore_runtime_init.h"
#include "frameobject.h"
#include "structmember.h"
#include <pthread.h>
#include <stdint.h>

/* The loop is one huge function, where the compiler's own limits would stop it from inlining. */
#define FVM_INLINE static inline __attribute__((always_inline))

#define fvm_likely(x) __builtin_expect(!!(x), 1)
#define fvm_unreachable() __builtin_unreachable()
#define fvm_unlikely(x) __builtin_expect(!!(x), 0)

/* --- Code objects ---------------------------------------------------------------------------- */

/* codeobject.c keeps this layout to itself. */
typedef struct {
    Py_ssize_t size;
    void *slots[1];
} fvm_code_extra;

FVM_INLINE void *fvm_get_extra(PyCodeObject *code, Py_ssize_t index) {
    fvm_code_extra *extra = (fvm_code_extra *)code->co_extra;
    return extra != NULL && index < extra->size ? extra->slots[index] : NULL;
}

/* Our slot is the last. The host makes slots for all their users, and calls the free functions of all of them when the
 * code dies, which those who did not ask for a slot here do not expect. */
FVM_INLINE void fvm_trim_extra(PyCodeObject *code, Py_ssize_t index) {
    ((fvm_code_extra *)code->co_extra)->size = index + 1;
}

FVM_INLINE _Py_CODEUNIT *fvm_first_instr(PyCodeObject *code) { return _PyCode_CODE(code); }

/* --- Ints of at most two digits (60 bits), and number boxes --------------------------------------- */

FVM_INLINE int fvm_int(PyObject *o, int64_t *value) {
    const digit *d = ((PyLongObject *)o)->ob_digit;
    if (!Py_IS_TYPE(o, &PyLong_Type)) {
        return 0;
    }
    Py_ssize_t size = Py_SIZE(o);
    if (fvm_likely((size_t)(size + 1) < 3)) {
        *value = size * (int64_t)d[0];
        return 1;
    }
    if (size == 2 || size == -2) {
        int64_t v = (int64_t)d[0] | ((int64_t)d[1] << PyLong_SHIFT);
        *value = size < 0 ? -v : v;
        return 1;
    }
    return 0;
}
FVM_INLINE int fvm_is_int(PyObject *o) { return Py_IS_TYPE(o, &PyLong_Type) && (size_t)(Py_SIZE(o) + 2) < 5; }
FVM_INLINE int fvm_is_int1(PyObject *o) { return Py_IS_TYPE(o, &PyLong_Type) && (size_t)(Py_SIZE(o) + 1) < 3; }
FVM_INLINE int64_t fvm_int1(PyObject *o) { return Py_SIZE(o) * (int64_t)((PyLongObject *)o)->ob_digit[0]; }
/* Write v into an int box that nobody else can see, if it is not one of the host's shared small ints and the box
 * has digits enough; 0 when it is not possible. A box never shrinks below the digits it was made with, but only
 * those it uses now are sure. */
FVM_INLINE int fvm_reuse_int(PyObject *o, int64_t v) {
    if (o == NULL || Py_REFCNT(o) != 1 || !Py_IS_TYPE(o, &PyLong_Type)) {
        return 0;
    }
    if ((uint64_t)(v + _PY_NSMALLNEGINTS) < _PY_NSMALLNEGINTS + _PY_NSMALLPOSINTS) {
        return 0;
    }
    uint64_t magnitude = v < 0 ? -(uint64_t)v : (uint64_t)v;
    Py_ssize_t size = Py_SIZE(o) < 0 ? -Py_SIZE(o) : Py_SIZE(o);
    if (fvm_likely(magnitude <= PyLong_MASK) && size >= 1) {
        ((PyLongObject *)o)->ob_digit[0] = (digit)magnitude;
        Py_SET_SIZE(o, v < 0 ? -1 : 1);
        return 1;
    }
    if (size >= 2 && magnitude >> (2 * PyLong_SHIFT) == 0) {
        ((PyLongObject *)o)->ob_digit[0] = (digit)(magnitude & PyLong_MASK);
        ((PyLongObject *)o)->ob_digit[1] = (digit)(magnitude >> PyLong_SHIFT);
        Py_SET_SIZE(o, v < 0 ? -2 : 2);
        return 1;
    }
    return 0;
}

/* Dead int objects of one digit and of two (their boxes differ in size), kept for the next: most ints that die in a loop are
 * followed by another. */
#define FVM_INT_POOL 256
static PyObject *fvm_int_pool[2][FVM_INT_POOL];
static int fvm_int_pool_count[2];

/* The ints that the host shares, from -5 to 256: an array of objects. */
#define fvm_shared_ints ((void *)_PyLong_SMALL_INTS)

FVM_INLINE PyObject *fvm_new_int(int64_t v) {
    if ((uint64_t)(v + _PY_NSMALLNEGINTS) < _PY_NSMALLNEGINTS + _PY_NSMALLPOSINTS) {
        PyObject *o = (PyObject *)&_PyLong_SMALL_INTS[v + _PY_NSMALLNEGINTS];
        Py_INCREF(o);
        return o;
    }
    uint64_t magnitude = v < 0 ? -(uint64_t)v : (uint64_t)v;
    if (fvm_likely(magnitude <= PyLong_MASK && fvm_int_pool_count[0] > 0)) {
        PyObject *o = fvm_int_pool[0][--fvm_int_pool_count[0]];
        Py_SET_REFCNT(o, 1);
        ((PyLongObject *)o)->ob_digit[0] = (digit)magnitude;
        Py_SET_SIZE(o, v < 0 ? -1 : 1);
        return o;
    }
    if (magnitude >> (2 * PyLong_SHIFT) == 0 && magnitude > PyLong_MASK && fvm_int_pool_count[1] > 0) {
        PyObject *o = fvm_int_pool[1][--fvm_int_pool_count[1]];
        Py_SET_REFCNT(o, 1);
        ((PyLongObject *)o)->ob_digit[0] = (digit)(magnitude & PyLong_MASK);
        ((PyLongObject *)o)->ob_digit[1] = (digit)(magnitude >> PyLong_SHIFT);
        Py_SET_SIZE(o, v < 0 ? -2 : 2);
        return o;
    }
    return PyLong_FromLongLong(v);
}
FVM_INLINE int fvm_mul(int64_t x, int64_t y, int64_t *result) { return !__builtin_mul_overflow(x, y, result); }
/* Python's floor division and modulo; y is not zero. */
FVM_INLINE int64_t fvm_floordiv(int64_t x, int64_t y) {
    int64_t q = x / y;
    return (x % y != 0 && (x < 0) != (y < 0)) ? q - 1 : q;
}
FVM_INLINE int64_t fvm_mod(int64_t x, int64_t y) {
    int64_t r = x % y;
    return (r != 0 && (r < 0) != (y < 0)) ? r + y : r;
}
/* A box nobody else can see: free to be written over. */
FVM_INLINE int fvm_float_box_free(PyObject *o) {
    return o != NULL && Py_REFCNT(o) == 1 && Py_IS_TYPE(o, &PyFloat_Type);
}
/* Write a complex number into a box, if it is one that nobody else sees; whether it was done. */
FVM_INLINE int fvm_reuse_complex(PyObject *o, double real, double imag) {
    if (o == NULL || Py_REFCNT(o) != 1 || !Py_IS_TYPE(o, &PyComplex_Type)) {
        return 0;
    }
    ((PyComplexObject *)o)->cval.real = real;
    ((PyComplexObject *)o)->cval.imag = imag;
    return 1;
}
FVM_INLINE double fvm_float(PyObject *o) { return ((PyFloatObject *)o)->ob_fval; }
FVM_INLINE void fvm_set_float(PyObject *o, double v) { ((PyFloatObject *)o)->ob_fval = v; }
/* A new float, from the host's own free list when it has one. NULL: MemoryError. */
FVM_INLINE PyObject *fvm_new_float(PyThreadState *ts, double v) {
    struct _Py_float_state *state = &ts->interp->float_state;
    PyFloatObject *o = state->free_list;
    if (fvm_unlikely(o == NULL)) {
        return PyFloat_FromDouble(v);
    }
    state->free_list = (PyFloatObject *)Py_TYPE(o);
    state->numfree--;
    Py_SET_TYPE(o, &PyFloat_Type);
    Py_SET_REFCNT(o, 1);
    o->ob_fval = v;
    return (PyObject *)o;
}
/* Keep a dead object for the next new int, if it is one of one or two digits. */
FVM_INLINE int fvm_pool_int(PyObject *o) {
    if (!Py_IS_TYPE(o, &PyLong_Type)) {
        return 0;
    }
    int wide = Py_SIZE(o) != 1 && Py_SIZE(o) != -1;
    if ((wide && Py_SIZE(o) != 2 && Py_SIZE(o) != -2) || fvm_int_pool_count[wide] == FVM_INT_POOL) {
        return 0;
    }
    fvm_int_pool[wide][fvm_int_pool_count[wide]++] = o;
    return 1;
}
FVM_INLINE void fvm_empty_int_pool(void) {
    for (int wide = 0; wide < 2; wide++) {
        while (fvm_int_pool_count[wide] > 0) {
            PyObject_Free(fvm_int_pool[wide][--fvm_int_pool_count[wide]]);
        }
    }
}
/* Drop a reference to an exact float or int. */
FVM_INLINE void fvm_drop_number(PyThreadState *ts, PyObject *o) {
    if (Py_REFCNT(o) > 1) {
        Py_SET_REFCNT(o, Py_REFCNT(o) - 1);
        return;
    }
    struct _Py_float_state *state = &ts->interp->float_state;
    if (Py_IS_TYPE(o, &PyFloat_Type) && state->numfree < PyFloat_MAXFREELIST) {
        state->numfree++;
        Py_SET_TYPE(o, (PyTypeObject *)state->free_list);
        state->free_list = (PyFloatObject *)o;
        return;
    }
    Py_SET_REFCNT(o, 0);
    if (!fvm_pool_int(o)) {
        _Py_Dealloc(o);
    }
}
/* A float, or an int that converts exactly, as a double. */
FVM_INLINE int fvm_number(PyObject *o, double *value) {
    int64_t n;
    if (fvm_likely(Py_IS_TYPE(o, &PyFloat_Type))) {
        *value = ((PyFloatObject *)o)->ob_fval;
        return 1;
    }
    if (fvm_is_int1(o)) {
        n = fvm_int1(o);
        *value = (double)n;
        return 1;
    }
    return 0;
}

/* How two exact strings compare: negative, zero, positive. Nearly all are of ASCII, and nearly all that differ do so at once. */
FVM_INLINE int fvm_is_plain_ascii(PyObject *o) {
    PyASCIIObject *s = (PyASCIIObject *)o;
    return s->state.kind == PyUnicode_1BYTE_KIND && s->state.compact && s->state.ascii && s->state.ready;
}
FVM_INLINE int fvm_order_strs(PyObject *x, PyObject *y) {
    if (x == y) {
        return 0;
    }
    if (fvm_likely(fvm_is_plain_ascii(x) && fvm_is_plain_ascii(y))) {
        const Py_UCS1 *a = (const Py_UCS1 *)((PyASCIIObject *)x + 1), *b = (const Py_UCS1 *)((PyASCIIObject *)y + 1);
        Py_ssize_t m = PyUnicode_GET_LENGTH(x), n = PyUnicode_GET_LENGTH(y);
        int order = a[0] - b[0]; /* (There is a zero at the end.) */
        if (order == 0 && m > 1 && n > 1) {
            order = memcmp(a, b, m < n ? m : n);
        }
        return order != 0 ? order : (m > n) - (m < n);
    }
    return PyUnicode_Compare(x, y);
}

/* list.append with the reference stolen when there is room: 1 done, 0 no room. */
FVM_INLINE int fvm_list_push(PyObject *list, PyObject *value) {
    Py_ssize_t size = Py_SIZE(list);
    if (fvm_unlikely(size >= ((PyListObject *)list)->allocated)) {
        return 0;
    }
    ((PyListObject *)list)->ob_item[size] = value;
    Py_SET_SIZE(list, size + 1);
    return 1;
}

/* --- Dicts, keys and inline values -------------------------------------------------------------- */

FVM_INLINE PyDictValues *fvm_values(PyObject *o) { return *_PyObject_ValuesPointer(o); }
FVM_INLINE PyObject *fvm_managed_dict(PyObject *o) { return *_PyObject_ManagedDictPointer(o); }
FVM_INLINE PyDictKeysObject *fvm_cached_keys(PyTypeObject *t) { return ((PyHeapTypeObject *)t)->ht_cached_keys; }
FVM_INLINE PyDictKeysObject *fvm_keys(PyObject *dict) { return ((PyDictObject *)dict)->ma_keys; }
FVM_INLINE int fvm_is_split(PyObject *dict) { return ((PyDictObject *)dict)->ma_values != NULL; }
FVM_INLINE PyObject *fvm_split_value(PyObject *dict, Py_ssize_t index) { return ((PyDictObject *)dict)->ma_values->values[index]; }
FVM_INLINE uint32_t fvm_keys_peek_version(PyDictKeysObject *k) { return k->dk_version; }
FVM_INLINE int fvm_keys_unicode(PyDictKeysObject *k) { return k->dk_kind != DICT_KEYS_GENERAL; }
FVM_INLINE PyDictUnicodeEntry *fvm_entries(PyDictKeysObject *k) {
    return (PyDictUnicodeEntry *)(&((int8_t *)k->dk_indices)[(size_t)1 << k->dk_log2_index_bytes]);
}

/* The host numbers keys from 1 up and its counter is its own; ours count from the other half, so that
 * a number means one state of one keys object whoever gave it. The host resets it on any change. */
static uint32_t fvm_next_keys_version = 0x80000000u;
FVM_INLINE uint32_t fvm_keys_version(PyDictKeysObject *k) {
    if (k->dk_version == 0 && fvm_next_keys_version != 0xFFFFFFFFu) {
        k->dk_version = fvm_next_keys_version++;
    }
    return k->dk_version;
}

/* Index of an interned name among unicode keys, or -1. Linear over few entries, hashed lookup for more. */
FVM_INLINE Py_ssize_t fvm_keys_find(PyDictKeysObject *k, PyObject *name) {
    PyDictUnicodeEntry *entries = fvm_entries(k);
    if (k->dk_kind == DICT_KEYS_GENERAL || !PyUnicode_CheckExact(name)) {
        return -1;
    }
    if (k->dk_nentries > 8) {
        Py_hash_t hash = ((PyASCIIObject *)name)->hash;
        if (hash != -1) {
            size_t mask = ((size_t)1 << k->dk_log2_size) - 1, i = (size_t)hash & mask;
            uint64_t perturb = (uint64_t)hash;
            for (;;) {
                Py_ssize_t ix;
                if (k->dk_log2_size < 8) ix = ((int8_t *)k->dk_indices)[i];
                else if (k->dk_log2_size < 16) ix = ((int16_t *)k->dk_indices)[i];
                else if (k->dk_log2_size < 32) ix = ((int32_t *)k->dk_indices)[i];
                else ix = ((int64_t *)k->dk_indices)[i];
                if (ix == DKIX_EMPTY) return -1;
                if (ix >= 0 && entries[ix].me_key == name) return ix;
                perturb >>= 5;
                i = (i * 5 + perturb + 1) & mask;
            }
        }
    }
    for (Py_ssize_t i = 0; i < k->dk_nentries; i++) {
        if (entries[i].me_key == name) return i;
    }
    return -1;
}

/* A dict gets another value (borrowed) under a key that it has, as insertdict does it: a new dict version, GC tracking. */
FVM_INLINE void fvm_note_replacement(PyObject *dict, PyObject *value) {
    if (!_PyObject_GC_IS_TRACKED(dict) && _PyObject_GC_MAY_BE_TRACKED(value)) {
        _PyObject_GC_TRACK(dict);
    }
    /* A number of our own would repeat the host's; PyDict versions only ever grow, so doubling a
     * step is harmless: borrow the host's next one by way of its counter's only public effect. */
    ((PyDictObject *)dict)->ma_version_tag += 0x100000000ull;
}

/* Overwrite the value of an existing entry of a combined dict. Returns the old value, whose reference passes to the
 * caller; steals value. */
FVM_INLINE PyObject *fvm_entry_replace(PyObject *dict, Py_ssize_t index, PyObject *value) {
    PyDictUnicodeEntry *entry = fvm_entries(fvm_keys(dict)) + index;
    PyObject *old = entry->me_value;
    fvm_note_replacement(dict, value);
    entry->me_value = value;
    return old;
}

/* --- Types -------------------------------------------------------------------------------------- */

FVM_INLINE uint32_t fvm_type_version(PyTypeObject *t) {
    return (t->tp_flags & Py_TPFLAGS_VALID_VERSION_TAG) ? t->tp_version_tag : 0;
}

/* What the host remembers of lookups in classes: by version and name, what is found (borrowed). */
FVM_INLINE struct type_cache_entry *fvm_lookup_of(uint32_t version, PyObject *name) {
    unsigned int place = (version ^ (unsigned int)((Py_ssize_t)name >> 3)) & ((1 << MCACHE_SIZE_EXP) - 1);
    return &PyThreadState_GET()->interp->type_cache.hashtable[place];
}

/* Whether it is where it is expected to be: -1: not asked yet. */
static int fvm_lookups_known = -1;
static int fvm_knows_lookups(void) {
    if (fvm_lookups_known < 0) {
        static const char *const text = "__getattribute__";
        PyObject *name = PyUnicode_InternFromString(text);
        PyObject *found = name != NULL ? _PyType_Lookup(&PyBaseObject_Type, name) : NULL;
        struct type_cache_entry *entry = fvm_lookup_of(PyBaseObject_Type.tp_version_tag, name);
        fvm_lookups_known = found != NULL && entry->version == PyBaseObject_Type.tp_version_tag && entry->name == name
                            && entry->value == found;
        Py_XDECREF(name);
    }
    return fvm_lookups_known;
}

/* A class, or one that it is derived from, has another value under a name, and keeps its version. `value`: what is found
 * now; NULL: it is to be looked up again. */
static void fvm_correct_lookup(PyTypeObject *type, PyObject *name, PyObject *value) {
    struct type_cache_entry *entry;
    if (fvm_type_version(type) != 0) {
        entry = fvm_lookup_of(type->tp_version_tag, name);
        if (entry->version == type->tp_version_tag && entry->name == name) {
            entry->value = value;
            if (value == NULL) {
                Py_SETREF(entry->name, Py_NewRef(Py_None));
            }
        }
    }
}

/* Whether a name begins and ends with two underscores. */
static int fvm_is_special_name(PyObject *name) {
    Py_ssize_t length = PyUnicode_GET_LENGTH(name);
    return length > 4 && PyUnicode_READ_CHAR(name, 0) == '_' && PyUnicode_READ_CHAR(name, 1) == '_'
           && PyUnicode_READ_CHAR(name, length - 1) == '_' && PyUnicode_READ_CHAR(name, length - 2) == '_';
}

/* --- Frames ------------------------------------------------------------------------------------- */

/* frame->is_entry is 0 or 1 for the host's frames; fastvm marks its own with bit 1. */
#define FVM_FRAME_ENTRY 1
#define FVM_FRAME_OURS 2
FVM_INLINE int fvm_frame_mark(_PyInterpreterFrame *f) { return *(unsigned char *)&f->is_entry; }
FVM_INLINE void fvm_frame_set_mark(_PyInterpreterFrame *f, int mark) { *(unsigned char *)&f->is_entry = (unsigned char)mark; }

/* Larger than the host's: native code stops at the end of one (its memory is only touched where frames are). */
#define FVM_STACK_CHUNK (128 * 1024)
#define FVM_CHUNK_OVERHEAD 1000

/* The chunk that was given up last, kept for the next: programs go back and forth over the end of one. (Under the GIL.) */
static _PyStackChunk *fvm_spare_chunk;

static __attribute__((noinline, unused)) PyObject **fvm_push_chunk(PyThreadState *ts, size_t slots) {
    PyObjectArenaAllocator arena;
    size_t bytes = FVM_STACK_CHUNK;
    while (bytes < sizeof(PyObject *) * (slots + FVM_CHUNK_OVERHEAD)) {
        bytes *= 2;
    }
    _PyStackChunk *chunk = fvm_spare_chunk;
    if (chunk != NULL && chunk->size == bytes) {
        fvm_spare_chunk = NULL;
    } else {
        PyObject_GetArenaAllocator(&arena);
        chunk = (_PyStackChunk *)arena.alloc(arena.ctx, bytes);
        if (chunk == NULL) {
            return NULL;
        }
    }
    chunk->previous = ts->datastack_chunk;
    chunk->size = bytes;
    chunk->top = 0;
    if (ts->datastack_chunk) {
        ts->datastack_chunk->top = ts->datastack_top - &ts->datastack_chunk->data[0];
    }
    ts->datastack_chunk = chunk;
    ts->datastack_limit = (PyObject **)((char *)chunk + bytes);
    /* The root chunk's first slot is never a frame, so that popping a frame never frees the root. */
    PyObject **base = &chunk->data[chunk->previous == NULL];
    ts->datastack_top = base + slots;
    return base;
}

FVM_INLINE _PyInterpreterFrame *fvm_push_slots(PyThreadState *ts, size_t slots) {
    PyObject **base = ts->datastack_top, **end = base + slots;
    if (fvm_likely(end < ts->datastack_limit)) { /* (All are NULL in a thread that has had no frame.) */
        ts->datastack_top = end;
        return (_PyInterpreterFrame *)base;
    }
    return (_PyInterpreterFrame *)fvm_push_chunk(ts, slots);
}

/* Slots for a frame in a chunk of its own, with room for `extra` more behind it. */
FVM_INLINE _PyInterpreterFrame *fvm_push_apart(PyThreadState *ts, size_t slots, size_t extra) {
    PyObject **base = fvm_push_chunk(ts, slots + extra);
    if (base != NULL) {
        ts->datastack_top = base + slots;
    }
    return (_PyInterpreterFrame *)base;
}

/* Make the slots [start, end) NULL, and perhaps the one at `end`: two at a time. */
typedef struct {
    PyObject *first, *second;
} fvm_slot_pair __attribute__((may_alias));
FVM_INLINE void fvm_clear_slots(PyObject **start, PyObject **end) {
    for (; start < end; start += 2) {
        *(fvm_slot_pair *)start = (fvm_slot_pair){NULL, NULL};
    }
}

/* Fill the head of a frame of ours for a function (reference stolen) that stands at `start`. */
FVM_INLINE void fvm_frame_begin(_PyInterpreterFrame *frame, PyFunctionObject *func, _Py_CODEUNIT *start) {
    /* The last fields are one store. */
    static const struct {
        int stacktop;
        unsigned char mark;
        char owner;
        char padding[2];
    } last = {-1, FVM_FRAME_OURS, FRAME_OWNED_BY_THREAD, {0, 0}};
    Py_BUILD_ASSERT(offsetof(_PyInterpreterFrame, f_builtins) == offsetof(_PyInterpreterFrame, f_globals) + sizeof(PyObject *));
    Py_BUILD_ASSERT(offsetof(PyFunctionObject, func_builtins) == offsetof(PyFunctionObject, func_globals) + sizeof(PyObject *));
    Py_BUILD_ASSERT(offsetof(_PyInterpreterFrame, is_entry) == offsetof(_PyInterpreterFrame, stacktop) + 4);
    Py_BUILD_ASSERT(offsetof(_PyInterpreterFrame, localsplus) == offsetof(_PyInterpreterFrame, stacktop) + sizeof last);
    frame->f_func = func;
    *(fvm_slot_pair *)&frame->f_globals = *(fvm_slot_pair *)&func->func_globals;
    frame->f_locals = NULL;
    frame->f_code = (PyCodeObject *)func->func_code;
    Py_INCREF(frame->f_code);
    frame->frame_obj = NULL;
    frame->prev_instr = start;
    memcpy(&frame->stacktop, &last, sizeof last);
}

FVM_INLINE void fvm_pop_slots(PyThreadState *ts, _PyInterpreterFrame *frame) {
    PyObject **base = (PyObject **)frame;
    if (fvm_unlikely(base == &ts->datastack_chunk->data[0])) {
        PyObjectArenaAllocator arena;
        _PyStackChunk *chunk = ts->datastack_chunk, *previous = chunk->previous;
        ts->datastack_top = &previous->data[previous->top];
        ts->datastack_chunk = previous;
        ts->datastack_limit = (PyObject **)((char *)previous + previous->size);
        if (chunk->size == FVM_STACK_CHUNK && fvm_spare_chunk == NULL) {
            fvm_spare_chunk = chunk;
        } else {
            PyObject_GetArenaAllocator(&arena);
            arena.free(arena.ctx, chunk, chunk->size);
        }
    } else {
        ts->datastack_top = base;
    }
}

/* Room for `extra` more slots after the topmost frame, in place; 0 when the chunk has none. */
FVM_INLINE int fvm_extend_top(PyThreadState *ts, Py_ssize_t extra) {
    if (extra < ts->datastack_limit - ts->datastack_top) {
        ts->datastack_top += extra;
        return 1;
    }
    return 0;
}

/* Whether the data stack ends at `top`, with room for `extra` slots after it. */
FVM_INLINE int fvm_room_after(PyThreadState *ts, PyObject **top, Py_ssize_t extra) {
    return top == ts->datastack_top && extra < ts->datastack_limit - ts->datastack_top;
}

FVM_INLINE int fvm_frame_specials(void) { return (int)FRAME_SPECIALS_SIZE; }

/* --- Threads, pending work, the C stack --------------------------------------------------------- */

FVM_INLINE int fvm_eval_breaker(PyThreadState *ts) { return ts->interp->ceval.eval_breaker._value; }
FVM_INLINE int fvm_gil_drop_requested(PyThreadState *ts) { return ts->interp->ceval.gil_drop_request._value; }

/* Take a pending asynchronous exception (PyThreadState_SetAsyncExc); new reference or NULL. */
FVM_INLINE PyObject *fvm_take_async_exc(PyThreadState *ts) {
    struct _ceval_state *ceval = &ts->interp->ceval;
    PyObject *exc = ts->async_exc;
    if (exc == NULL) {
        return NULL;
    }
    ts->async_exc = NULL;
    ceval->pending.async_exc = 0;
    return exc;
}
/* Raise an exception (borrowed) in this thread at its next safepoint, if none waits there already. */
FVM_INLINE void fvm_raise_soon(PyThreadState *ts, PyObject *exc) {
    struct _ceval_state *ceval = &ts->interp->ceval;
    if (ts->async_exc == NULL) {
        Py_INCREF(exc);
        ts->async_exc = exc;
        ceval->pending.async_exc = 1;
        ceval->eval_breaker._value = 1;
    }
}
/* Ask for a safepoint only if the host has something that this thread can do there. (First nothing is asked for: what a signal's
   handler asks for meanwhile must stay.) */
FVM_INLINE void fvm_recompute_breaker(PyThreadState *ts) {
    struct _ceval_state *ceval = &ts->interp->ceval;
    ceval->eval_breaker._value = 0;
    if (ceval->gil_drop_request._value || ceval->pending.async_exc
        || (_PyRuntime.ceval.signals_pending._value && _Py_ThreadCanHandleSignals(ts->interp))
        || (ceval->pending.calls_to_do._value && _Py_ThreadCanHandlePendingCalls())) {
        ceval->eval_breaker._value = 1;
    }
}
/* Before the host goes on: while it traces, it does not get past a safepoint at the beginning of a frame as long as one is asked
   for, and it does not know of collections that native code has put off (its next allocation begins them). */
FVM_INLINE void fvm_ask_host_only(PyThreadState *ts) {
    if (fvm_unlikely(ts->interp->ceval.eval_breaker._value)) {
        fvm_recompute_breaker(ts);
    }
}

static __thread char *fvm_stack_limit;
#define FVM_STACK_RESERVE (192 * 1024)
static __attribute__((noinline, unused)) char *fvm_compute_stack_limit(void) {
    pthread_attr_t attributes;
    void *low = NULL;
    size_t size = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
        pthread_attr_getstack(&attributes, &low, &size);
        pthread_attr_destroy(&attributes);
    }
    fvm_stack_limit = low == NULL ? (char *)1 : (char *)low + (size > 2 * FVM_STACK_RESERVE ? FVM_STACK_RESERVE : size / 4);
    return fvm_stack_limit;
}
/* Whether the C stack is nearly used up: then recursion must end in RecursionError, not in a dead process. */
FVM_INLINE int fvm_stack_exhausted(void) {
    char here;
    char *limit = fvm_stack_limit;
    if (fvm_unlikely(limit == NULL)) {
        limit = fvm_compute_stack_limit();
    }
    return &here < limit;
}

/* Whether less than `room` bytes of the C stack are left before its end is too near. */
FVM_INLINE int fvm_stack_within(ptrdiff_t room) {
    char here;
    char *limit = fvm_stack_limit;
    if (fvm_unlikely(limit == NULL)) {
        limit = fvm_compute_stack_limit();
    }
    return &here - limit < room;
}

/* Where the C stack is when `room` bytes of it are left. */
FVM_INLINE char *fvm_stack_end(ptrdiff_t room) {
    char *limit = fvm_stack_limit;
    return (limit != NULL ? limit : fvm_compute_stack_limit()) + room;
}

/* --- Operands ----------------------------------------------------------------------------------- */

/* A source operand: register x, or constant -1 - x counted backwards from the end of the constants. */
FVM_INLINE PyObject *fvm_src(PyObject **regs, PyObject **consts, int16_t x) {
    return (x >= 0 ? regs : consts)[x];
}

/* Iterators whose layout the host keeps in its .c files. */
typedef struct {
    PyObject_HEAD
    long index;
    long start;
    long step;
    long len;
} fvm_range_iterator;

/* A new iterator of a range whose numbers all fit, at its beginning. */
FVM_INLINE PyObject *fvm_new_range_iterator(long len, long start, long step) {
    fvm_range_iterator *iterator = PyObject_New(fvm_range_iterator, &PyRangeIter_Type);
    if (iterator != NULL) {
        iterator->index = 0;
        iterator->start = start;
        iterator->step = step;
        iterator->len = len;
    }
    return (PyObject *)iterator;
}
typedef struct {
    PyObject_HEAD
    Py_ssize_t index;
    PyObject *seq; /* NULL when exhausted */
} fvm_seq_iterator;

/* Forget -i and PYTHONINSPECT: the command opens the prompt itself, and SystemExit ends the process again. */
FVM_INLINE void fvm_end_inspection(void)
{
    ((PyConfig *)_PyInterpreterState_GetConfig(PyInterpreterState_Get()))->inspect = 0;
    Py_InspectFlag = 0;
}

/* --- What native code reads --------------------------------------------------------------------- */

FVM_INLINE Py_ssize_t fvm_offset_interp(void) { return offsetof(PyThreadState, interp); }
FVM_INLINE Py_ssize_t fvm_offset_breaker(void) { return offsetof(PyInterpreterState, ceval.eval_breaker); }

/* Where native code finds things in the host's structures; the last row has no name. */
static const struct fvm_offset {
    const char *name;
    Py_ssize_t offset;
} fvm_offsets[] = {
    {"globals", offsetof(_PyInterpreterFrame, f_globals)},
    {"builtins", offsetof(_PyInterpreterFrame, f_builtins)},
    {"locals", offsetof(_PyInterpreterFrame, f_locals)},
    {"type_version", offsetof(PyTypeObject, tp_version_tag)},
    {"type_flags", offsetof(PyTypeObject, tp_flags)},
    {"descriptor_get", offsetof(PyTypeObject, tp_descr_get)},
    {"type_dict", offsetof(PyTypeObject, tp_dict)},
    {"cached_keys", offsetof(PyHeapTypeObject, ht_cached_keys)},
    {"dict_keys", offsetof(PyDictObject, ma_keys)},
    {"dict_version", offsetof(PyDictObject, ma_version_tag)},
    {"keys_version", offsetof(PyDictKeysObject, dk_version)},
    {"keys_index_size", offsetof(PyDictKeysObject, dk_log2_index_bytes)},
    {"keys_indices", offsetof(PyDictKeysObject, dk_indices)},
    {"entry_size", sizeof(PyDictUnicodeEntry)},
    {"entry_value", offsetof(PyDictUnicodeEntry, me_value)},
    /* In front of an instance (_PyObject_ValuesPointer, _PyObject_ManagedDictPointer, _Py_AS_GC). */
    {"instance_values", -4 * (Py_ssize_t)sizeof(void *)},
    {"instance_dict", -3 * (Py_ssize_t)sizeof(void *)},
    {"gc_next", -(Py_ssize_t)sizeof(PyGC_Head)},
    {NULL, 0},
};
FVM_INLINE void fvm_fatal(const char *text) { Py_FatalError(text); }

#endif
