/* When to collect, and how much.
 *
 * A program that has set thresholds of its own gets the host's rules, to the letter. By default:
 *
 * - Young objects are collected after so many more have been allocated than freed. The number grows while collections free
 *   next to nothing (young objects then either live long, or die by their reference counts, if they are given the
 *   time), shrinks when much of what they look at is garbage, which is to be freed while it is in the processor's
 *   caches, and shrinks when a collection has stopped the program for too long.
 * - Those that have survived that are collected once more when there are enough of them. While that and the young collections
 *   free next to nothing, most of the time they go on to the old ones unexamined.
 * - All are collected when the number of objects has grown by a part of what the last full collection has left. The
 *   part is small while full collections find garbage and large while they do not: the time for building a structure is
 *   linear in its size, and garbage that has grown old takes no more than that part of the memory. */
#ifndef FASTVM_COLLECTOR_POLICY_H
#define FASTVM_COLLECTOR_POLICY_H

#include "statistics.h"

enum {
    FVM_YOUNG_LEAST = 2000,
    FVM_YOUNG_MOST = 8000,    /* there are programs that wait 10,000 allocations for a collection */
    FVM_MIDDLE_MOST = 30000,  /* objects that one collection of the middle generation looks at, about */
    FVM_UNEXAMINED_MOST = 7,  /* how often in a row the middle generation goes on unexamined */
    FVM_FULL_LEAST = 50000,   /* growth that is not worth a full collection */
};
static const double FVM_LONG_PAUSE = 0.0015, FVM_GROWTH_LEAST = 0.25, FVM_GROWTH_MOST = 1.0;

/* In stress mode each allocation collects: young objects, sometimes more. */
enum { FVM_STRESS_THRESHOLD = -1, FVM_STRESS_MIDDLE = 16, FVM_STRESS_FULL = 1024 };

static const int FVM_DEFAULT_THRESHOLDS[NUM_GENERATIONS] = {700, 10, 10};

static struct {
    int thresholds[NUM_GENERATIONS]; /* what gc.get_threshold says */
    int young_size;
    Py_ssize_t middle_size; /* how many objects have gone to the middle generation since it was emptied */
    int middle_useless;     /* its last collection freed next to nothing */
    int unexamined;         /* how often it has not been examined since */
    double growth;
    int stress;
    unsigned turns; /* collections in stress mode */
} fvm_policy = {{700, 10, 10}, FVM_YOUNG_LEAST, 0, 0, 0, 0.25, 0, 0};

/* Whether the program left it to us. */
FVM_INLINE int fvm_policy_adapts(void) {
    return memcmp(fvm_policy.thresholds, FVM_DEFAULT_THRESHOLDS, sizeof(FVM_DEFAULT_THRESHOLDS)) == 0;
}

/* Tell the host when to call. Under our policy it asks about young objects only: the rest is decided below. */
static void fvm_policy_apply(struct _gc_runtime_state *gc) {
    int adapts = fvm_policy_adapts();
    for (int i = 0; i < NUM_GENERATIONS; i++) {
        gc->generations[i].threshold = adapts ? INT_MAX : fvm_policy.thresholds[i];
    }
    if (fvm_policy.stress && fvm_policy.thresholds[0] != 0) {
        gc->generations[0].threshold = FVM_STRESS_THRESHOLD;
    } else if (adapts) {
        gc->generations[0].threshold = fvm_policy.young_size;
    }
}

/* Whether old objects have become so many more that a full collection is due. `long_lived_pending` does not know of those
 * that died meanwhile, so before a collection they are counted: the tenth part of its work, at most. */
static int fvm_full_due(struct _gc_runtime_state *gc) {
    Py_ssize_t due = (Py_ssize_t)(fvm_policy.growth * gc->long_lived_total);
    if (due < FVM_FULL_LEAST) {
        due = FVM_FULL_LEAST;
    }
    if (gc->long_lived_pending < due) {
        return 0;
    }
    gc->long_lived_pending = fvm_list_size(&gc->generations[NUM_GENERATIONS - 1].head) - gc->long_lived_total;
    return gc->long_lived_pending >= due;
}

/* The generation that an automatic collection is for. */
static int fvm_choose_generation(struct _gc_runtime_state *gc) {
    if (fvm_policy.stress) {
        fvm_policy.turns++;
        return fvm_policy.turns % FVM_STRESS_FULL == 0 ? 2 : fvm_policy.turns % FVM_STRESS_MIDDLE == 0 ? 1 : 0;
    }
    if (fvm_full_due(gc)) {
        return 2;
    }
    if (gc->generations[1].count <= fvm_policy.thresholds[1] && fvm_policy.middle_size < FVM_MIDDLE_MOST) {
        return 0;
    }
    if (fvm_policy.middle_useless && fvm_policy.unexamined < FVM_UNEXAMINED_MOST) {
        fvm_policy.unexamined++;
        fvm_policy.middle_size = 0;
        gc->generations[1].count = 0;
        gc->generations[2].count++;
        gc->long_lived_pending += fvm_list_size(&gc->generations[1].head);
        fvm_list_merge(&gc->generations[1].head, &gc->generations[2].head);
        return 0;
    }
    return 1;
}

/* Learn from a collection. */
static void fvm_policy_learn(const fvm_collection *done) {
    int useless = done->freed < done->examined / 16;
    double seconds = done->nanoseconds / 1e9;
    if (done->generation == 0) {
        fvm_policy.middle_size += done->examined - done->freed;
        fvm_policy.middle_useless &= useless; /* where there is young garbage, some of it has become middle-aged */
        if (seconds > FVM_LONG_PAUSE || done->freed > done->examined / 2) {
            fvm_policy.young_size /= 2;
        } else if (useless && seconds < FVM_LONG_PAUSE / 2) {
            fvm_policy.young_size *= 2;
        }
        fvm_policy.young_size = fvm_policy.young_size < FVM_YOUNG_LEAST ? FVM_YOUNG_LEAST
            : fvm_policy.young_size > FVM_YOUNG_MOST ? FVM_YOUNG_MOST : fvm_policy.young_size;
        return;
    }
    fvm_policy.middle_size = 0;
    if (done->generation == 1) {
        fvm_policy.middle_useless = useless;
        fvm_policy.unexamined = 0;
        return;
    }
    if (done->freed > done->examined / 4) {
        fvm_policy.growth = FVM_GROWTH_LEAST;
    } else if (useless) {
        fvm_policy.growth = fvm_policy.growth * 2 > FVM_GROWTH_MOST ? FVM_GROWTH_MOST : fvm_policy.growth * 2;
    }
}

#endif
