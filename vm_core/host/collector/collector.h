/* The engine's collector of reference cycles, in the place of the host's.
 *
 * It works on the host's generations: the same lists, headers, counts and statistics, so that whatever else reads them
 * (most functions of the gc module, extensions, the host's own collector at the end of the process) finds what it expects.
 *
 * The host's C code decides at each allocation whether a collection is due, and then runs its own; there is no hook but
 * the list of callbacks that it calls first and last. While we are in place the list it knows of is one of ours, with
 * one entry (`fvm_doorbell`). At "start" we do the whole collection, call the program's callbacks, and put the
 * generations aside; the host collects nothing; at "stop" everything is put back. So collections by allocation, by C code
 * (PyGC_Collect) and by gc.collect() all come here. The one that does not is the very last, when modules are gone. */
#ifndef FASTVM_COLLECTOR_COLLECTOR_H
#define FASTVM_COLLECTOR_COLLECTOR_H

#include "policy.h"
#include "../objects311.h"

static struct {
    int installed;
    int running;  /* between the program's callbacks for "start" and for "stop" */
    int leaving;  /* to be taken out of place when it has stopped running */
    int asked;    /* gc.collect() was called: the generation is the program's choice */
    int idle;     /* the host collects nothing: the generations are aside */
    PyObject *callbacks; /* gc.callbacks (owned, in the host's stead) */
    PyObject *doorbells; /* our list (owned; the host owns it too while we are in place) */
    _PyCFunctionFastWithKeywords host_collect; /* gc.collect of the host */
    Py_ssize_t found; /* by the last collection: freed and uncollectable */
    fvm_collection last;
    struct {
        PyGC_Head lists[NUM_GENERATIONS];
        int counts[NUM_GENERATIONS];
        struct gc_generation_stats statistics[NUM_GENERATIONS];
        Py_ssize_t pending, total;
        int debug;
    } aside;
} fvm_collector;

/* --- One collection -------------------------------------------------------------------------------- */

static void fvm_debug_objects(const char *what, PyGC_Head *list) {
    for (PyGC_Head *g = fvm_gc_next(list); g != list; g = fvm_gc_next(g)) {
        PyObject *o = fvm_gc_object(g);
        PySys_FormatStderr("gc: %s <%s %p>\n", what, Py_TYPE(o)->tp_name, o);
    }
}

static void fvm_debug_generations(struct _gc_runtime_state *gc, int generation) {
    PySys_WriteStderr("gc: collecting generation %d...\n", generation);
    PySys_WriteStderr("gc: objects in each generation: %zd %zd %zd\n", fvm_list_size(&gc->generations[0].head),
                      fvm_list_size(&gc->generations[1].head), fvm_list_size(&gc->generations[2].head));
    PySys_WriteStderr("gc: objects in permanent generation: %zd\n", fvm_list_size(&gc->permanent_generation.head));
}

/* Free what is unreachable. `old` takes what stays. Returns how many objects were freed, or will be. */
static Py_ssize_t fvm_free_unreachable(PyThreadState *ts, PyGC_Head *unreachable, const fvm_survey *survey, PyGC_Head *old) {
    Py_ssize_t freed = survey->weakly_referenced ? fvm_clear_weakrefs(unreachable, old) : 0;
    PyGC_Head dead;
    if (survey->finalizable) {
        fvm_finalize(unreachable);
        fvm_part_revived(unreachable, &dead, old);
        freed += fvm_list_size(&dead);
    } else {
        fvm_list_init(&dead);
        fvm_list_merge(unreachable, &dead);
        freed += survey->size;
    }
    fvm_clear_dead(ts, &ts->interp->gc, &dead, old);
    return freed;
}

/* Untrack survivors that are in no cycle: tuples, and in full collections dicts. (A dict comes back when something tracked
 * is put into it. One that grows would be walked for each item if that were done more often.) When the program asks for a
 * collection, all tuples come first, as with the host: after it, the program may look which dicts are tracked. */
static Py_ssize_t fvm_untrack(PyGC_Head *survivors, int generation, int automatic) {
    Py_ssize_t tuples;
    if (generation < NUM_GENERATIONS - 1) {
        return fvm_untrack_acyclic(survivors, 1, 0);
    }
    if (automatic) {
        return fvm_untrack_acyclic(survivors, 1, 1);
    }
    tuples = fvm_untrack_acyclic(survivors, 1, 0);
    return tuples + fvm_untrack_acyclic(survivors, 0, 1);
}

/* Collect a generation and those younger. No exception is pending, before and after. */
static void fvm_collect(PyThreadState *ts, int generation, int automatic) {
    struct _gc_runtime_state *gc = &ts->interp->gc;
    PyGC_Head *young = &gc->generations[generation].head;
    PyGC_Head *old = &gc->generations[generation + (generation < NUM_GENERATIONS - 1)].head;
    PyGC_Head unreachable, legacy;
    Py_ssize_t reachable;
    int64_t start = fvm_gc_now();
    fvm_collection done = {.generation = generation, .automatic = automatic};
    if (gc->debug & FVM_GC_STATS) {
        fvm_debug_generations(gc, generation);
    }
    if (generation + 1 < NUM_GENERATIONS) {
        gc->generations[generation + 1].count++;
    }
    for (int i = 0; i <= generation; i++) {
        gc->generations[i].count = 0;
        if (i < generation) {
            fvm_list_merge(&gc->generations[i].head, young);
        }
    }

    reachable = fvm_find_unreachable(young, &unreachable, &done.examined);
    done.untracked = fvm_untrack(young, generation, automatic);
    if (generation < NUM_GENERATIONS - 1) {
        gc->long_lived_pending += generation == NUM_GENERATIONS - 2 ? reachable - done.untracked : 0;
        fvm_list_merge(young, old);
    } else {
        gc->long_lived_pending = 0;
        gc->long_lived_total = reachable - done.untracked;
    }

    fvm_list_init(&legacy);
    if (!fvm_list_empty(&unreachable)) {
        fvm_survey survey = fvm_survey_unreachable(&unreachable, &legacy);
        if (fvm_unlikely(!fvm_list_empty(&legacy))) {
            fvm_follow_legacy(&legacy);
            done.uncollectable = fvm_list_size(&legacy);
            survey.size = fvm_list_size(&unreachable);
        }
        if (gc->debug & FVM_GC_COLLECTABLE) {
            fvm_debug_objects("collectable", &unreachable);
        }
        done.freed = fvm_free_unreachable(ts, &unreachable, &survey, old);
        if (gc->debug & FVM_GC_UNCOLLECTABLE) {
            fvm_debug_objects("uncollectable", &legacy);
        }
    }
    done.nanoseconds = fvm_gc_now() - start;
    if (gc->debug & FVM_GC_STATS) {
        PySys_WriteStderr("gc: done, %zd unreachable, %zd uncollectable, %.4fs elapsed\n", done.freed + done.uncollectable,
                          done.uncollectable, done.nanoseconds / 1e9);
    }
    fvm_keep_legacy(gc, &legacy, old);
    if (ts->curexc_type != NULL) {
        _PyErr_WriteUnraisableMsg("in garbage collection", NULL);
    }
    gc->generation_stats[generation].collections++;
    gc->generation_stats[generation].collected += done.freed;
    gc->generation_stats[generation].uncollectable += done.uncollectable;
    if (generation == NUM_GENERATIONS - 1) {
        fvm_empty_all_pools(gc);
    }
    fvm_collector.last = done;
    fvm_collector.found = done.freed + done.uncollectable;
    fvm_gc_record(&done);
    fvm_policy_learn(&done);
    fvm_policy_apply(gc);
    fvm_keep_reserves();
}

/* --- The host's part ------------------------------------------------------------------------------- */

static void fvm_put_aside(struct _gc_runtime_state *gc) {
    for (int i = 0; i < NUM_GENERATIONS; i++) {
        fvm_list_init(&fvm_collector.aside.lists[i]);
        fvm_list_merge(&gc->generations[i].head, &fvm_collector.aside.lists[i]);
        fvm_collector.aside.counts[i] = gc->generations[i].count;
        fvm_collector.aside.statistics[i] = gc->generation_stats[i];
    }
    fvm_collector.aside.pending = gc->long_lived_pending;
    fvm_collector.aside.total = gc->long_lived_total;
    fvm_collector.aside.debug = gc->debug;
    gc->debug = 0;
    fvm_collector.idle = 1;
}

static void fvm_put_back(struct _gc_runtime_state *gc) {
    for (int i = 0; i < NUM_GENERATIONS; i++) {
        fvm_list_merge(&fvm_collector.aside.lists[i], &gc->generations[i].head);
        gc->generations[i].count = fvm_collector.aside.counts[i];
        gc->generation_stats[i] = fvm_collector.aside.statistics[i];
    }
    gc->long_lived_pending = fvm_collector.aside.pending;
    gc->long_lived_total = fvm_collector.aside.total;
    gc->debug = fvm_collector.aside.debug;
    fvm_collector.idle = 0;
}

/* Have the host empty its free lists, which nobody else can: it does so at the end of a full collection. */
static void fvm_empty_free_lists(struct _gc_runtime_state *gc) {
    PyObject *callbacks = gc->callbacks, *result;
    fvm_put_aside(gc);
    gc->callbacks = NULL;
    gc->collecting = 0;
    result = fvm_collector.host_collect(NULL, NULL, 0, NULL);
    gc->collecting = 1;
    gc->callbacks = callbacks;
    fvm_put_back(gc);
    if (result == NULL) {
        PyErr_Clear();
    } else {
        Py_DECREF(result);
    }
}

/* Memory has run out: free a reserve (the last one only for what must not fail), and what waits in pools and free lists. An
 * exception that is pending stays. Returns whether there was a reserve. */
static __attribute__((noinline, unused)) int fvm_relieve(PyThreadState *ts, int must_not_fail) {
    struct _gc_runtime_state *gc = &ts->interp->gc;
    void **reserve = must_not_fail && fvm_reserve == NULL ? &fvm_last_reserve : &fvm_reserve;
    int any = *reserve != NULL;
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyMem_RawFree(*reserve);
    *reserve = NULL;
    fvm_empty_all_pools(gc);
    if (fvm_collector.installed && !gc->collecting) {
        gc->collecting = 1;
        fvm_empty_free_lists(gc);
        gc->collecting = 0;
    }
    PyErr_Restore(type, value, traceback);
    return any;
}

/* --- The program's callbacks ------------------------------------------------------------------------- */

/* Call the functions in gc.callbacks, in the order and with what the host would give them. */
static void fvm_call_callbacks(const char *phase, int generation, Py_ssize_t freed, Py_ssize_t uncollectable) {
    PyObject *callbacks = fvm_collector.callbacks, *info;
    if (callbacks == NULL || PyList_GET_SIZE(callbacks) == 0) {
        return;
    }
    info = Py_BuildValue("{sisnsn}", "generation", generation, "collected", freed, "uncollectable", uncollectable);
    if (info == NULL) {
        PyErr_WriteUnraisable(NULL);
        return;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(callbacks); i++) {
        PyObject *callback = PyList_GET_ITEM(callbacks, i), *result;
        Py_INCREF(callback);
        result = PyObject_CallFunction(callback, "sO", phase, info);
        if (result == NULL) {
            PyErr_WriteUnraisable(callback);
        } else {
            Py_DECREF(result);
        }
        Py_DECREF(callback);
    }
    Py_DECREF(info);
}

static int fvm_leave_place(void *unused);

static void fvm_begin_collection(PyThreadState *ts, int generation, int automatic) {
    fvm_collector.running = 1;
    fvm_call_callbacks("start", generation, 0, 0);
    fvm_collect(ts, generation, automatic);
}

/* In stress mode, have the next safepoint come to its slow side, where it collects. By a pending call: the host's own loop
 * does not get past a safepoint, while it traces, before there is nothing pending, and this it can do away with. */
static int fvm_nothing(void *unused) { return 0; }
static __attribute__((unused)) void fvm_stress_on(PyThreadState *ts) {
    struct _ceval_state *ceval = &ts->interp->ceval;
    if (fvm_likely(!fvm_policy.stress) || !_Py_IsMainThread()) {
        return; /* (other threads do not make pending calls) */
    }
    if (ceval->pending.calls_to_do._value) {
        ceval->eval_breaker._value = 1;
    } else {
        Py_AddPendingCall(fvm_nothing, NULL); /* (if there is no room, something is pending) */
    }
}

static void fvm_end_collection(PyThreadState *ts) {
    const fvm_collection done = fvm_collector.last;
    fvm_call_callbacks("stop", done.generation, done.freed, done.uncollectable);
    fvm_collector.running = 0;
    if (fvm_collector.leaving) {
        /* Not now: the host may be in the middle of its list of callbacks. (If there is no room, next time.) */
        Py_AddPendingCall(fvm_leave_place, NULL);
    }
    fvm_stress_on(ts);
}

/* --- The ways in ------------------------------------------------------------------------------------- */

/* What the host calls: (phase, info). */
static PyObject *fvm_ring(PyObject *self, PyObject *const *args, Py_ssize_t count) {
    PyThreadState *ts = _PyThreadState_GET();
    struct _gc_runtime_state *gc = &ts->interp->gc;
    if (fvm_collector.idle) {
        fvm_put_back(gc);
        fvm_end_collection(ts);
    } else {
        PyObject *asked = PyDict_GetItemString(args[1], "generation"); /* borrowed */
        int generation = (int)PyLong_AsLong(asked), automatic = 0;
        int host_full = generation == NUM_GENERATIONS - 1;
        if (!fvm_collector.asked && (!fvm_policy_adapts() || !host_full)) {
            automatic = 1;
            generation = fvm_policy_adapts() ? fvm_choose_generation(gc) : generation;
        }
        fvm_begin_collection(ts, generation, automatic);
        if (generation == NUM_GENERATIONS - 1 && !host_full) {
            fvm_empty_free_lists(gc);
        }
        fvm_put_aside(gc);
    }
    Py_RETURN_NONE;
}

/* gc.collect(generation). Returns how many unreachable objects were found. */
static __attribute__((unused)) Py_ssize_t fvm_collect_asked(int generation) {
    PyThreadState *ts = _PyThreadState_GET();
    struct _gc_runtime_state *gc = &ts->interp->gc;
    Py_ssize_t found;
    if (gc->collecting) {
        return 0;
    }
    gc->collecting = 1;
    fvm_begin_collection(ts, generation, 0);
    found = fvm_collector.found;
    if (generation == NUM_GENERATIONS - 1) {
        fvm_empty_free_lists(gc);
    }
    fvm_end_collection(ts);
    gc->collecting = 0;
    return found;
}

/* Tell the host when to call, after a change. */
static __attribute__((unused)) void fvm_apply_thresholds(void) {
    if (fvm_collector.installed) {
        fvm_policy_apply(&_PyThreadState_GET()->interp->gc);
    }
}

/* gc.get_threshold(): new. */
static __attribute__((unused)) PyObject *fvm_get_thresholds(void) {
    return Py_BuildValue("(iii)", fvm_policy.thresholds[0], fvm_policy.thresholds[1], fvm_policy.thresholds[2]);
}

/* gc.set_threshold(*args). As with the host, what comes before a wrong argument is set. */
static __attribute__((unused)) PyObject *fvm_set_thresholds(PyObject *args) {
    int given[NUM_GENERATIONS], done;
    memcpy(given, fvm_policy.thresholds, sizeof(given));
    done = PyArg_ParseTuple(args, "i|ii:set_threshold", &given[0], &given[1], &given[2]);
    memcpy(fvm_policy.thresholds, given, sizeof(given));
    fvm_apply_thresholds();
    if (!done) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* --- In place, and out of it ------------------------------------------------------------------------- */

static PyMethodDef fvm_doorbell = {"collect", (PyCFunction)(void *)fvm_ring, METH_FASTCALL, NULL};

/* Take the host's place in this interpreter. -1: MemoryError is set. */
static __attribute__((unused)) int fvm_take_place(_PyCFunctionFastWithKeywords host_collect) {
    struct _gc_runtime_state *gc = &_PyThreadState_GET()->interp->gc;
    fvm_collector.leaving = 0;
    if (fvm_collector.installed) {
        return 0;
    }
    if (fvm_collector.doorbells == NULL) {
        PyObject *doorbell = PyCFunction_NewEx(&fvm_doorbell, NULL, NULL);
        if (doorbell == NULL) {
            return -1;
        }
        fvm_collector.doorbells = PyList_New(1);
        if (fvm_collector.doorbells == NULL) {
            Py_DECREF(doorbell);
            return -1;
        }
        PyList_SET_ITEM(fvm_collector.doorbells, 0, doorbell);
        /* The program is not to find them. */
        PyObject_GC_UnTrack(doorbell);
        PyObject_GC_UnTrack(fvm_collector.doorbells);
    }
    fvm_collector.host_collect = host_collect;
    fvm_collector.callbacks = gc->callbacks;
    Py_INCREF(fvm_collector.doorbells);
    gc->callbacks = fvm_collector.doorbells;
    for (int i = 0; i < NUM_GENERATIONS; i++) {
        fvm_policy.thresholds[i] = gc->generations[i].threshold;
    }
    fvm_policy_apply(gc);
    fvm_keep_reserves();
    fvm_collector.installed = 1;
    return 0;
}

static int fvm_leave_place(void *unused) {
    struct _gc_runtime_state *gc = &_PyThreadState_GET()->interp->gc;
    if (!fvm_collector.installed || !fvm_collector.leaving || fvm_collector.running) {
        return 0; /* it has been done, revoked, or comes at the end of the collection that is going on */
    }
    fvm_collector.installed = fvm_collector.leaving = 0;
    for (int i = 0; i < NUM_GENERATIONS; i++) {
        gc->generations[i].threshold = fvm_policy.thresholds[i];
    }
    gc->callbacks = fvm_collector.callbacks;
    fvm_collector.callbacks = NULL;
    Py_DECREF(fvm_collector.doorbells);
    return 0;
}

/* Leave it to the host again: at once, or after the collection that is going on (a finalizer turns the engine off). */
static __attribute__((unused)) void fvm_give_place(void) {
    fvm_collector.leaving = 1;
    fvm_leave_place(NULL);
}

#endif
