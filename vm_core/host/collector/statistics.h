/* What the collector did: figures for `fastvm.gc_stats()` and `--stats`, and the lines of `--gc-log`. */
#ifndef FASTVM_COLLECTOR_STATISTICS_H
#define FASTVM_COLLECTOR_STATISTICS_H

#include "garbage.h"
#include <time.h>

enum { FVM_PAUSE_CLASSES = 24 };

/* One collection. */
typedef struct {
    int generation;
    int automatic;
    Py_ssize_t examined;
    Py_ssize_t freed;
    Py_ssize_t uncollectable;
    Py_ssize_t untracked;
    int64_t nanoseconds; /* finalizers and callbacks of weak references are in it, gc.callbacks are not */
} fvm_collection;

/* All collections of a generation. */
typedef struct {
    Py_ssize_t collections;
    Py_ssize_t automatic;
    Py_ssize_t examined;
    Py_ssize_t freed;
    Py_ssize_t uncollectable;
    Py_ssize_t untracked;
    int64_t nanoseconds;
    int64_t longest;
    Py_ssize_t pauses[FVM_PAUSE_CLASSES]; /* [i]: shorter than 2**i microseconds, and in no class before; the last: the rest */
} fvm_collections;

static fvm_collections fvm_gc_figures[NUM_GENERATIONS];
static int fvm_gc_log; /* whether each collection writes a line */

static int64_t fvm_gc_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void fvm_gc_record(const fvm_collection *done) {
    static const char *const names[NUM_GENERATIONS] = {"young", "middle", "full"};
    fvm_collections *all = &fvm_gc_figures[done->generation];
    int pause_class = 0;
    all->collections++;
    all->automatic += done->automatic;
    all->examined += done->examined;
    all->freed += done->freed;
    all->uncollectable += done->uncollectable;
    all->untracked += done->untracked;
    all->nanoseconds += done->nanoseconds;
    if (done->nanoseconds > all->longest) {
        all->longest = done->nanoseconds;
    }
    while (pause_class < FVM_PAUSE_CLASSES - 1 && done->nanoseconds >= 1000LL << pause_class) {
        pause_class++;
    }
    all->pauses[pause_class]++;
    if (fvm_gc_log) {
        /* Past sys.stderr, whose methods are code of the program. */
        fprintf(stderr, "fastvm: gc: %s%s: %zd examined, %zd freed", names[done->generation],
                done->automatic ? "" : " (asked for)", done->examined, done->freed);
        if (done->uncollectable) {
            fprintf(stderr, ", %zd uncollectable", done->uncollectable);
        }
        fprintf(stderr, ", %.3f ms\n", done->nanoseconds / 1e6);
    }
}

#endif
