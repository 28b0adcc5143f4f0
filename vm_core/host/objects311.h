/* Births and deaths of the most frequent objects by the host's rules, without the way through its functions: tuples
 * (on the host's own free lists), lists, numbers, plain instances, which are kept in pools with their attribute
 * storage attached, for the next instance of their class, and cells, bound methods, generators and coroutines, which have
 * pools too.
 *
 * What stays true: the collector counts the births and deaths of instances as if they were its own
 * (`gc_alloc`, `PyObject_GC_Del`); items and attributes die in the host's order; an object in a pool is untracked
 * and holds no references. While tracemalloc traces, nothing is pooled. */
#ifndef FASTVM_HOST_OBJECTS311_H
#define FASTVM_HOST_OBJECTS311_H

#include "cpython311.h"
#include "internal/pycore_pymem.h"

static __attribute__((noinline, unused)) void fvm_bury(PyObject *o);

/* Drop a reference. */
FVM_INLINE void fvm_drop(PyObject *o) {
    if (--o->ob_refcnt == 0) {
        fvm_bury(o);
    }
}

/* How many burials may be nested: the host's bound, on the host's count. What is held deeper is put off by the host's
 * deallocators until the outermost burial ends. */
#define FVM_BURIAL_DEPTH 50

/* --- Tuples and lists ------------------------------------------------------------------------ */

/* A tuple of 1 to 19 items, uninitialised and not yet tracked. NULL: MemoryError. */
FVM_INLINE PyObject *fvm_new_tuple(PyThreadState *ts, Py_ssize_t size) {
    struct _Py_tuple_state *state = &ts->interp->tuple;
    PyTupleObject *o;
    if (fvm_likely(size > 0 && size < PyTuple_MAXSAVESIZE) && (o = state->free_list[size - 1]) != NULL) {
        state->free_list[size - 1] = (PyTupleObject *)o->ob_item[0];
        state->numfree[size - 1]--;
        Py_SET_REFCNT((PyObject *)o, 1);
        _PyObject_GC_TRACK((PyObject *)o);
        return (PyObject *)o;
    }
    return PyTuple_New(size);
}

/* A tuple of these items (borrowed). NULL: MemoryError. */
FVM_INLINE PyObject *fvm_tuple_of(PyThreadState *ts, PyObject **items, Py_ssize_t count) {
    PyObject *tuple = fvm_new_tuple(ts, count);
    for (Py_ssize_t i = 0; tuple != NULL && i < count; i++) {
        PyTuple_SET_ITEM(tuple, i, Py_NewRef(items[i]));
    }
    return tuple;
}

static inline void fvm_bury_tuple(PyThreadState *ts, PyTupleObject *o) {
    struct _Py_tuple_state *state = &ts->interp->tuple;
    Py_ssize_t size = Py_SIZE(o), i = size;
    if (_PyObject_GC_IS_TRACKED(o)) {
        _PyObject_GC_UNTRACK((PyObject *)o);
    }
    while (--i >= 0) {
        if (o->ob_item[i] != NULL) {
            fvm_drop(o->ob_item[i]);
        }
    }
    if (state->numfree[size - 1] < PyTuple_MAXFREELIST) {
        o->ob_item[0] = (PyObject *)state->free_list[size - 1];
        state->free_list[size - 1] = o;
        state->numfree[size - 1]++;
    } else {
        PyObject_GC_Del(o);
    }
}

static inline void fvm_bury_list(PyThreadState *ts, PyListObject *o) {
    struct _Py_list_state *state = &ts->interp->list;
    Py_ssize_t i = Py_SIZE(o);
    if (_PyObject_GC_IS_TRACKED(o)) {
        _PyObject_GC_UNTRACK((PyObject *)o);
    }
    if (o->ob_item != NULL) {
        while (--i >= 0) {
            if (o->ob_item[i] != NULL) {
                fvm_drop(o->ob_item[i]);
            }
        }
        PyMem_Free(o->ob_item);
    }
    if (state->numfree < PyList_MAXFREELIST) {
        state->free_list[state->numfree++] = o;
    } else {
        PyObject_GC_Del(o);
    }
}

/* --- Plain instances ---------------------------------------------------------------------------- */

/* The pool of a class, found by the class's address: one class a slot, the first that comes. Classes of two layouts have
 * one: attributes in inline values, and nothing but `__slots__`. */
enum { FVM_LAYOUT_VALUES = 1, FVM_LAYOUT_SLOTS = 2 };
typedef struct {
    PyTypeObject *type;
    Py_ssize_t size; /* tp_basicsize: a class made later at the same address may have another layout */
    int layout;
    int count;
    PyObject *first; /* linked by _gc_next */
} fvm_pool;
#define FVM_POOLS 256
/* At most so many objects in one pool. Small, so that large structures lie in memory in the order they are made in: objects
 * of a large pool are scattered, and cost a cache miss each when the collector goes through them. */
#define FVM_POOLED 512
#define FVM_PLAIN_SIZE ((Py_ssize_t)(sizeof(PyObject) + sizeof(PyObject *))) /* the header and the weak references */
static fvm_pool fvm_pools[FVM_POOLS];
static Py_ssize_t fvm_full_collections; /* how many there had been when the pools were emptied last */
static destructor fvm_subtype_dealloc; /* the tp_dealloc of every class made by a class statement */

FVM_INLINE fvm_pool *fvm_pool_of(PyTypeObject *type) { return &fvm_pools[((uintptr_t)type >> 5 ^ (uintptr_t)type >> 13) % FVM_POOLS]; }

/* The layout of the instances of a class, if it is one that has pools; else 0. */
static __attribute__((unused)) int fvm_plain_layout(PyTypeObject *type) {
    PyTypeObject *base = type->tp_base;
    if (!PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE) || !PyType_IS_GC(type) || type->tp_dealloc != fvm_subtype_dealloc
        || type->tp_alloc != PyType_GenericAlloc || type->tp_free != PyObject_GC_Del || type->tp_itemsize != 0) {
        return 0;
    }
    if (PyType_HasFeature(type, Py_TPFLAGS_MANAGED_DICT)) {
        for (; base != NULL && base != &PyBaseObject_Type; base = base->tp_base) {
            if (base->tp_dealloc != fvm_subtype_dealloc) {
                return 0;
            }
        }
        return type->tp_basicsize == FVM_PLAIN_SIZE && type->tp_weaklistoffset == (Py_ssize_t)sizeof(PyObject)
            ? FVM_LAYOUT_VALUES : 0;
    }
    return base == &PyBaseObject_Type && type->tp_weaklistoffset == 0 && type->tp_dictoffset == 0
            && type->tp_basicsize == (Py_ssize_t)(sizeof(PyObject) + Py_SIZE(type) * sizeof(PyObject *))
        ? FVM_LAYOUT_SLOTS : 0;
}

/* Whether nothing happens when an instance of a class is made by object.__new__ or dies, but what happens to its attributes. */
static __attribute__((unused)) int fvm_lives_plainly(PyTypeObject *type) {
    return type->tp_new == PyBaseObject_Type.tp_new && type->tp_finalize == NULL && type->tp_del == NULL
           && fvm_plain_layout(type) != 0;
}

/* Free an object without references of its own that is in no pool. */
static inline void fvm_free_plain(PyObject *o, int layout) {
    if (layout == FVM_LAYOUT_VALUES) {
        PyDictValues *values = fvm_values(o);
        PyMem_Free((char *)values - ((uint8_t *)values)[-1]);
        *_PyObject_ValuesPointer(o) = NULL;
    }
    PyObject_Free((char *)o - sizeof(PyGC_Head) - (layout == FVM_LAYOUT_VALUES ? 2 * sizeof(PyObject *) : 0));
}

static inline void fvm_empty_pool(fvm_pool *pool) {
    while (pool->first != NULL) {
        PyObject *o = pool->first;
        pool->first = (PyObject *)_Py_AS_GC(o)->_gc_next;
        fvm_free_plain(o, pool->layout);
    }
    pool->count = 0;
}

/* After a full collection the pools of classes are emptied, as the host's free lists are: classes may have died with it. */
static __attribute__((noinline, unused)) void fvm_empty_pools(struct _gc_runtime_state *gc) {
    fvm_full_collections = gc->generation_stats[NUM_GENERATIONS - 1].collections;
    for (int i = 0; i < FVM_POOLS; i++) {
        fvm_empty_pool(&fvm_pools[i]);
    }
}

/* Give a class its pool. Another class that had the slot loses it. */
static __attribute__((unused)) void fvm_claim_pool(PyTypeObject *type) {
    fvm_pool *pool = fvm_pool_of(type);
    int layout = fvm_plain_layout(type);
    if (!layout || (pool->type == type && pool->layout == layout)) {
        return;
    }
    fvm_empty_pool(pool);
    pool->type = type;
    pool->size = type->tp_basicsize;
    pool->layout = layout;
}

/* How many attributes the inline values of a new instance must have room for. */
FVM_INLINE Py_ssize_t fvm_values_room(PyDictKeysObject *keys) { return keys->dk_nentries + keys->dk_usable; }

/* object.__new__(type) from the class's pool: a new, tracked instance without attributes; NULL (no exception): there is
 * none, or the host must look after its collector. */
FVM_INLINE PyObject *fvm_pooled_instance(PyThreadState *ts, PyTypeObject *type) {
    fvm_pool *pool = fvm_pool_of(type);
    struct _gc_runtime_state *gc = &ts->interp->gc;
    PyObject *o = pool->first;
    if (pool->type != type || o == NULL || (gc->generations[0].count >= gc->generations[0].threshold && gc->enabled)
        || pool->size != type->tp_basicsize || _Py_tracemalloc_config.tracing) {
        return NULL;
    }
    if (pool->layout == FVM_LAYOUT_VALUES) {
        PyDictKeysObject *keys;
        if (fvm_unlikely(!PyType_HasFeature(type, Py_TPFLAGS_MANAGED_DICT))) {
            return NULL;
        }
        keys = fvm_cached_keys(type);
        /* As the host does with each new instance: keys that are never used get no room. */
        if (keys->dk_usable > 1) {
            keys->dk_usable--;
        }
        /* (The number of attributes it has room for waits where the type is when the object is in use.) */
        if (fvm_unlikely((Py_ssize_t)Py_TYPE(o) < fvm_values_room(keys))) {
            return NULL;
        }
    } else if (fvm_unlikely(PyType_HasFeature(type, Py_TPFLAGS_MANAGED_DICT))) {
        return NULL;
    }
    pool->first = (PyObject *)_Py_AS_GC(o)->_gc_next;
    pool->count--;
    gc->generations[0].count++;
    Py_SET_REFCNT(o, 1);
    Py_SET_TYPE(o, type);
    Py_INCREF(type);
    _Py_AS_GC(o)->_gc_next = 0;
    _Py_AS_GC(o)->_gc_prev = 0;
    _PyObject_GC_TRACK(o);
    return o;
}

/* An instance whose class has a pool goes there, with its attributes dropped; if the pool is full it is freed. 0: it is for
 * the host. */
static inline int fvm_bury_instance(PyThreadState *ts, PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    fvm_pool *pool = fvm_pool_of(type);
    struct _gc_runtime_state *gc = &ts->interp->gc;
    PyObject **attributes;
    Py_ssize_t count, i, room = 0;
    int layout = pool->layout;
    if (pool->type != type || pool->size != type->tp_basicsize || type->tp_finalize != NULL || type->tp_del != NULL
        || _Py_tracemalloc_config.tracing || fvm_plain_layout(type) != layout) {
        return 0;
    }
    if (fvm_unlikely(gc->generation_stats[NUM_GENERATIONS - 1].collections != fvm_full_collections)) {
        fvm_empty_pools(gc);
    }
    if (layout == FVM_LAYOUT_VALUES) {
        PyDictValues *values = fvm_values(o);
        if (values == NULL || ((PyObject **)(o + 1))[0] != NULL) {
            return 0; /* it has a dict, or weak references */
        }
        attributes = values->values;
        count = fvm_cached_keys(type)->dk_nentries;
        room = fvm_values_room(fvm_cached_keys(type));
        ((uint8_t *)values)[-2] = 0; /* the number of attributes in the order of their insertion */
    } else {
        attributes = (PyObject **)(o + 1);
        count = Py_SIZE(type);
    }
    if (_PyObject_GC_IS_TRACKED(o)) {
        _PyObject_GC_UNTRACK(o);
    }
    for (i = 0; i < count; i++) {
        PyObject *value = attributes[i];
        if (value != NULL) {
            attributes[i] = NULL;
            fvm_drop(value);
        }
    }
    if (gc->generations[0].count > 0) {
        gc->generations[0].count--;
    }
    /* (What ran meanwhile may have left the slot to another class.) */
    if (fvm_likely(pool->type == type && pool->layout == layout && pool->count < FVM_POOLED)) {
        Py_SET_TYPE(o, (PyTypeObject *)room);
        _Py_AS_GC(o)->_gc_next = (uintptr_t)pool->first;
        pool->first = o;
        pool->count++;
    } else {
        fvm_free_plain(o, layout);
    }
    Py_DECREF(type);
    return 1;
}

/* --- Cells, bound methods, generators and coroutines --------------------------------------------------- */

/* The dead of one type (or, of generators and coroutines, of one size), kept for the next one. Most of them die where the host drops
 * them (the cells of a function with its closure), so while the engine is on the type's `tp_dealloc` is ours. What a
 * type's `tp_dealloc` points to is asked for at each death, and types that cannot be subclassed hand it on to no other. */
typedef struct {
    PyObject *first; /* linked by _gc_next */
    int count;
} fvm_spares;
#define FVM_SPARES 128
/* Of generators and coroutines with more registers, or fewer than 1, none are kept. */
#define FVM_GENERATOR_SLOTS 64
static fvm_spares fvm_spare_cells, fvm_spare_methods, fvm_spare_generators[FVM_GENERATOR_SLOTS + 1];
#define FVM_FRAME_ROOM 24
static fvm_spares fvm_spare_tracebacks, fvm_spare_frames[FVM_FRAME_ROOM + 1]; /* exceptions311.h */

/* An untracked object with one reference, its type set and its fields as the dead one left them; NULL (no exception): there
 * is none, or the host must look after its collector. */
FVM_INLINE PyObject *fvm_take_spare(PyThreadState *ts, fvm_spares *spares) {
    struct _gc_runtime_state *gc = &ts->interp->gc;
    PyObject *o = spares->first;
    if (fvm_unlikely(o == NULL || (gc->generations[0].count >= gc->generations[0].threshold && gc->enabled)
                     || _Py_tracemalloc_config.tracing)) {
        return NULL;
    }
    spares->first = (PyObject *)_Py_AS_GC(o)->_gc_next;
    spares->count--;
    gc->generations[0].count++;
    Py_SET_REFCNT(o, 1);
    _Py_AS_GC(o)->_gc_next = 0;
    _Py_AS_GC(o)->_gc_prev = 0;
    return o;
}

/* Keep an untracked object without references, or free it. */
FVM_INLINE void fvm_keep_spare(fvm_spares *spares, PyObject *o) {
    struct _gc_runtime_state *gc = &_PyThreadState_UncheckedGet()->interp->gc;
    if (fvm_unlikely(spares->count >= FVM_SPARES || _Py_tracemalloc_config.tracing)) {
        PyObject_GC_Del(o);
        return;
    }
    if (gc->generations[0].count > 0) {
        gc->generations[0].count--;
    }
    _Py_AS_GC(o)->_gc_next = (uintptr_t)spares->first;
    spares->first = o;
    spares->count++;
}

static void fvm_empty_spares(fvm_spares *spares) {
    while (spares->first != NULL) {
        PyObject *o = spares->first;
        spares->first = (PyObject *)_Py_AS_GC(o)->_gc_next;
        PyObject_Free((char *)o - sizeof(PyGC_Head));
    }
    spares->count = 0;
}

/* A new cell; value (borrowed) may be NULL. NULL: MemoryError. */
FVM_INLINE PyObject *fvm_new_cell(PyThreadState *ts, PyObject *value) {
    PyObject *o = fvm_take_spare(ts, &fvm_spare_cells);
    if (fvm_unlikely(o == NULL)) {
        return PyCell_New(value);
    }
    Py_XINCREF(value);
    ((PyCellObject *)o)->ob_ref = value;
    _PyObject_GC_TRACK(o);
    return o;
}

/* A new bound method; function and self are borrowed. NULL: MemoryError. */
FVM_INLINE PyObject *fvm_new_method(PyThreadState *ts, PyObject *function, PyObject *self) {
    PyObject *o = fvm_take_spare(ts, &fvm_spare_methods);
    if (fvm_unlikely(o == NULL)) {
        return PyMethod_New(function, self);
    }
    /* (The weak references and the way it is called are the same in all that are kept.) */
    Py_INCREF(function);
    ((PyMethodObject *)o)->im_func = function;
    Py_INCREF(self);
    ((PyMethodObject *)o)->im_self = self;
    _PyObject_GC_TRACK(o);
    return o;
}

/* A generator or coroutine of ours, untracked, with room for so many registers; its fields are the caller's to set, but for
 * gi_hooks_inited. NULL: MemoryError. */
FVM_INLINE PyGenObject *fvm_new_generator(PyThreadState *ts, PyTypeObject *type, int slots) {
    int kept = (type == &PyGen_Type || type == &PyCoro_Type) && slots > 0 && slots <= FVM_GENERATOR_SLOTS;
    PyGenObject *gen = kept ? (PyGenObject *)fvm_take_spare(ts, &fvm_spare_generators[slots]) : NULL;
    if (gen != NULL) {
        Py_SET_TYPE((PyObject *)gen, type);
    } else {
        gen = (PyGenObject *)_PyObject_GC_NewVar(type, slots);
        if (gen == NULL) {
            return NULL;
        }
    }
    /* (A field for the hooks of async generators. It says of our others how large they are.) */
    gen->gi_hooks_inited = (char)(kept ? slots : 0);
    return gen;
}

static void fvm_cell_dealloc(PyObject *o) {
    PyObject *value = ((PyCellObject *)o)->ob_ref;
    if (_PyObject_GC_IS_TRACKED(o)) {
        _PyObject_GC_UNTRACK(o);
    }
    if (value != NULL) {
        fvm_drop(value);
    }
    fvm_keep_spare(&fvm_spare_cells, o);
}

static void fvm_method_dealloc(PyObject *o) {
    PyMethodObject *method = (PyMethodObject *)o;
    if (_PyObject_GC_IS_TRACKED(o)) {
        _PyObject_GC_UNTRACK(o);
    }
    if (method->im_weakreflist != NULL) {
        PyObject_ClearWeakRefs(o);
    }
    fvm_drop(method->im_func);
    if (method->im_self != NULL) {
        fvm_drop(method->im_self);
    }
    fvm_keep_spare(&fvm_spare_methods, o);
}

static destructor fvm_host_generator_dealloc; /* of generators and coroutines */

/* One of ours that is done has no frame any more that would have to be closed. All others are the host's to bury. (In those that
 * it has made the field for the size may hold anything.) */
static void fvm_generator_dealloc(PyObject *o) {
    PyGenObject *gen = (PyGenObject *)o;
    int slots = gen->gi_hooks_inited;
    PyObject *code, *name, *qualname;
    if (!(fvm_frame_mark((_PyInterpreterFrame *)gen->gi_iframe) & FVM_FRAME_OURS) || slots == 0
        || gen->gi_frame_state != FRAME_CLEARED || gen->gi_weakreflist != NULL || gen->gi_exc_state.exc_value != NULL
        || gen->gi_origin_or_finalizer != NULL) {
        fvm_host_generator_dealloc(o);
        return;
    }
    if (_PyObject_GC_IS_TRACKED(o)) {
        _PyObject_GC_UNTRACK(o);
    }
    code = (PyObject *)gen->gi_code;
    name = gen->gi_name;
    qualname = gen->gi_qualname;
    fvm_keep_spare(&fvm_spare_generators[slots], o);
    Py_DECREF(code);
    Py_DECREF(name);
    Py_DECREF(qualname);
}

/* Free what waits in the pools of these types. */
static void fvm_empty_all_spares(void) {
    fvm_empty_spares(&fvm_spare_cells);
    fvm_empty_spares(&fvm_spare_methods);
    for (int slots = 1; slots <= FVM_GENERATOR_SLOTS; slots++) {
        fvm_empty_spares(&fvm_spare_generators[slots]);
    }
    fvm_empty_spares(&fvm_spare_tracebacks);
    for (int slots = 0; slots <= FVM_FRAME_ROOM; slots++) {
        fvm_empty_spares(&fvm_spare_frames[slots]);
    }
}

/* Have these types die our way, or the host's again. */
static __attribute__((unused)) void fvm_take_deaths(int ours) {
    static destructor cell_dealloc, method_dealloc; /* the host's */
    if (ours && PyCell_Type.tp_dealloc != fvm_cell_dealloc) {
        cell_dealloc = PyCell_Type.tp_dealloc;
        method_dealloc = PyMethod_Type.tp_dealloc;
        fvm_host_generator_dealloc = PyGen_Type.tp_dealloc;
        PyCell_Type.tp_dealloc = fvm_cell_dealloc;
        PyMethod_Type.tp_dealloc = fvm_method_dealloc;
        PyGen_Type.tp_dealloc = PyCoro_Type.tp_dealloc = fvm_generator_dealloc;
    } else if (!ours && PyCell_Type.tp_dealloc == fvm_cell_dealloc) {
        PyCell_Type.tp_dealloc = cell_dealloc;
        PyMethod_Type.tp_dealloc = method_dealloc;
        PyGen_Type.tp_dealloc = PyCoro_Type.tp_dealloc = fvm_host_generator_dealloc;
        fvm_empty_all_spares();
    }
}

/* --- When memory runs short --------------------------------------------------------------------------- */

/* Memory kept for the moment when there is no more: so that handlers of MemoryError have something to begin with, and that
 * what must not fail then (numbers of native code that become visible) does not. That has a reserve of its own, as any number
 * of MemoryErrors may come between two collections. */
#define FVM_RESERVE (256 * 1024)
static void *fvm_reserve, *fvm_last_reserve;

/* Whether there is enough for what must not fail. */
FVM_INLINE int fvm_keep_last_reserve(void) {
    if (fvm_unlikely(fvm_last_reserve == NULL)) {
        fvm_last_reserve = PyMem_RawMalloc(FVM_RESERVE);
    }
    return fvm_last_reserve != NULL;
}

FVM_INLINE void fvm_keep_reserves(void) {
    if (fvm_keep_last_reserve() && fvm_unlikely(fvm_reserve == NULL)) {
        fvm_reserve = PyMem_RawMalloc(FVM_RESERVE); /* (NULL: later) */
    }
}

/* Free what waits for the next object of its type. (The host's own free lists: collector/collector.h.) */
static __attribute__((noinline, unused)) void fvm_empty_all_pools(struct _gc_runtime_state *gc) {
    fvm_empty_pools(gc);
    fvm_empty_int_pool();
    fvm_empty_all_spares();
}
/* Of objects with more references it is not asked whether they die unseen. */
#define FVM_FEW_REFERENCES 16

/* --- Any object ------------------------------------------------------------------------------------ */

/* The outermost burial has ended: bury what was put off meanwhile. */
static __attribute__((noinline)) void fvm_bury_put_off(PyThreadState *ts) {
    PyObject *o;
    ts->trash_delete_nesting++;
    while ((o = ts->trash_delete_later) != NULL) {
        ts->trash_delete_later = (PyObject *)_PyGCHead_PREV(_Py_AS_GC(o));
        fvm_bury(o);
    }
    ts->trash_delete_nesting--;
}

/* fvm_bury for a tuple, a list, or an instance of a class statement's class; for what it does not do, the host's way. */
static __attribute__((noinline, unused)) void fvm_bury_container(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    PyThreadState *ts = _PyThreadState_UncheckedGet();
    int done = 1;
    if (fvm_unlikely(ts->trash_delete_nesting >= FVM_BURIAL_DEPTH)) {
        type->tp_dealloc(o);
        return;
    }
    ts->trash_delete_nesting++;
    if (type == &PyTuple_Type) {
        fvm_bury_tuple(ts, (PyTupleObject *)o);
    } else if (type == &PyList_Type) {
        fvm_bury_list(ts, (PyListObject *)o);
    } else {
        done = fvm_bury_instance(ts, o);
    }
    ts->trash_delete_nesting--;
    if (!done) {
        type->tp_dealloc(o);
    } else if (fvm_unlikely(ts->trash_delete_later != NULL && ts->trash_delete_nesting <= 0)) {
        fvm_bury_put_off(ts);
    }
}

FVM_INLINE int fvm_is_container(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    return (type == &PyTuple_Type && Py_SIZE(o) > 0 && Py_SIZE(o) < PyTuple_MAXSAVESIZE) || type == &PyList_Type
           || type->tp_dealloc == fvm_subtype_dealloc;
}

/* Deallocate an object whose reference count is 0. (A few jumps without a frame of its own: what is no container goes
 * straight to its deallocator.) */
static __attribute__((noinline, unused)) void fvm_bury(PyObject *o) {
    if (fvm_pool_int(o)) {
        return;
    }
    if (fvm_is_container(o)) {
        fvm_bury_container(o);
    } else {
        Py_TYPE(o)->tp_dealloc(o);
    }
}

FVM_INLINE int fvm_holds_nothing(PyTypeObject *type) {
    return type == &PyFloat_Type || type == &PyLong_Type || type == &PyUnicode_Type || type == &PyBytes_Type
           || type == &PyComplex_Type || type == &PyBool_Type || type == &_PyNone_Type;
}

/* The references of a tuple, a list, or an instance of a class whose instances have a plain layout and no destructor.
 * 0: it is something else, or has weak references, whose callbacks are code. */
FVM_INLINE int fvm_references(PyObject *o, PyObject ***references, Py_ssize_t *count) {
    PyTypeObject *type = Py_TYPE(o);
    int layout;
    if (type == &PyTuple_Type || type == &PyList_Type) {
        *references = type == &PyTuple_Type ? ((PyTupleObject *)o)->ob_item : ((PyListObject *)o)->ob_item;
        *count = Py_SIZE(o);
        return 1;
    }
    if (type->tp_dealloc != fvm_subtype_dealloc || type->tp_finalize != NULL || type->tp_del != NULL || Py_REFCNT(type) == 1
        || !(layout = fvm_plain_layout(type))) {
        return 0;
    }
    if (layout == FVM_LAYOUT_VALUES) {
        if (fvm_values(o) == NULL || ((PyObject **)(o + 1))[0] != NULL) {
            return 0;
        }
        *references = fvm_values(o)->values;
        *count = fvm_cached_keys(type)->dk_nentries;
    } else {
        *references = (PyObject **)(o + 1);
        *count = Py_SIZE(type);
    }
    return 1;
}

/* Whether burying an object, whose last reference is gone, runs no code: what it holds lives on (it may have one object
 * more than once), holds nothing, or has but such objects itself. */
static __attribute__((unused)) int fvm_buries_unseen(PyObject *o) {
    PyObject **references, **inner;
    Py_ssize_t count, inner_count;
    if (fvm_holds_nothing(Py_TYPE(o))) {
        return 1;
    }
    if (!fvm_references(o, &references, &count) || count > FVM_FEW_REFERENCES) {
        return 0;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *held = references[i];
        if (held == NULL || Py_REFCNT(held) > count || fvm_holds_nothing(Py_TYPE(held))) {
            continue;
        }
        if (Py_REFCNT(held) > 1 || !fvm_references(held, &inner, &inner_count) || inner_count > FVM_FEW_REFERENCES) {
            return 0;
        }
        for (Py_ssize_t k = 0; k < inner_count; k++) {
            if (inner[k] != NULL && !fvm_holds_nothing(Py_TYPE(inner[k]))) {
                return 0;
            }
        }
    }
    return 1;
}

/* Let a frame stand at the genuine instruction of a word (vm_core/units.pxi: where_delta, where). */
FVM_INLINE void fvm_present(_PyInterpreterFrame *frame, char *word, int64_t where_delta) {
    uint32_t *place = (uint32_t *)(((intptr_t)word >> 1) + where_delta);
    frame->prev_instr = (_Py_CODEUNIT *)((char *)frame->f_code + *place);
}

/* fvm_bury, with a frame that a destructor may look at. Out of line: nearly every instruction has it, and the loop should
 * fit into the processor's cache. */
static __attribute__((noinline, unused)) void fvm_bury_presentably(_PyInterpreterFrame *frame, char *word, int64_t where_delta, PyObject *o) {
    if (fvm_pool_int(o)) {
        return;
    }
    fvm_present(frame, word, where_delta);
    if (fvm_is_container(o)) {
        fvm_bury_container(o);
    } else {
        Py_TYPE(o)->tp_dealloc(o);
    }
}

#endif
