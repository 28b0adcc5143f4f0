/* The thread that compiles, while the program goes on.
 *
 * It is a plain native thread: without a Python thread state, it is in none of the host's lists, and no signal is
 * delivered to it. It lives as long as there is work and is started anew for more. Everything of LLVM's happens
 * in here, one thing at a time, also the disposal of machine code; `busy` says that somebody is at it.
 *
 * What is wanted soon is made quickly, and before everything else. Quick code that has turned out to be worth it is compiled
 * again with all care (fvm_optimise) when nothing else waits, and when the process has run long enough for that.
 *
 * At a fork nobody may be: LLVM's locks, and the allocator's, would be held forever in the child. So a fork waits for
 * the end of the compilation that runs. The child has the queue, but no thread: whoever asks next starts one.
 * At the exit of the process the library's own destructors run, so that too waits; what is in the queue is dropped.
 */
#ifndef FASTVM_COMPILER_WORKER_H
#define FASTVM_COMPILER_WORKER_H

#include "llvm.h"
#include <pthread.h>
#include <signal.h>
#include <time.h>

enum { FVM_CODE_WAITING, FVM_CODE_RUNNING, FVM_CODE_DONE };

#define FVM_WORKER_DOZE 0.02 /* seconds that the thread sleeps at least */
#define FVM_WORKER_STACK (16 << 20) /* LLVM's recursion; the memory is only used as far as it is touched */

static struct {
    pthread_mutex_t lock;       /* of all that follows */
    pthread_cond_t changed;     /* `busy` or `holds` has changed */
    fvm_code *first, *last;     /* what is waiting: to be compiled, or, when unwanted, to be disposed of */
    fvm_code *later;            /* what waits until there is time for it; the first comes first, the doubtful last */
    double spent;               /* seconds of processor time, on any thread */
    bool alive;                 /* there is a thread */
    bool busy;                  /* somebody uses LLVM */
    int holds;                  /* how many want LLVM to themselves: the worker lets them go first */
    bool watching;              /* forks and the exit are */
    volatile bool stopping;     /* the process ends */
} fvm_worker = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER};

/* Policy (fastvm.jit.policy): compiling takes at most the share `beside` of the processor time that the program has used; what
   the program has to wait for if it ends while something is optimised, at most the share `ending`. Optimising takes
   `longer` times as long as quick compiling. Where machine code is kept for later processes (`keeping`), a compilation
   that has begun is not in vain when the program ends. Of `beside`, optimising what is doubtful may use the share
   `doubtful`. */
static struct {
    double beside, ending, longer, doubtful;
    bool keeping;
} fvm_budget;

static volatile bool fvm_worker_never;

static double fvm_seconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* Seconds on a clock that only goes forward. */
static double fvm_now(void) {
    return fvm_seconds(CLOCK_MONOTONIC);
}

/* With the lock held: wait until nobody uses LLVM. */
static void fvm_worker_hold(void) {
    fvm_worker.holds++;
    while (fvm_worker.busy) {
        pthread_cond_wait(&fvm_worker.changed, &fvm_worker.lock);
    }
    fvm_worker.holds--;
}

static void fvm_worker_before_fork(void) {
    pthread_mutex_lock(&fvm_worker.lock);
    fvm_worker_hold();
}

static void fvm_worker_after_fork(void) {
    pthread_cond_broadcast(&fvm_worker.changed);
    pthread_mutex_unlock(&fvm_worker.lock);
}

static void fvm_worker_in_child(void) {
    pthread_mutex_init(&fvm_worker.lock, NULL);
    pthread_cond_init(&fvm_worker.changed, NULL);
    fvm_worker.alive = false;
    fvm_worker.holds = 0;
}

/* Begin nothing more. What waits is never done; at the exit nobody asks for it. */
static void fvm_worker_stop(void) {
    pthread_mutex_lock(&fvm_worker.lock);
    fvm_worker.stopping = true;
    pthread_mutex_unlock(&fvm_worker.lock);
}

static void fvm_worker_at_exit(void) {
    fvm_worker_stop();
    pthread_mutex_lock(&fvm_worker.lock);
    fvm_worker_hold();
    pthread_mutex_unlock(&fvm_worker.lock);
}

/* Compile, or dispose of, one that is not in the queue; with the lock held, which is released meanwhile. */
static void fvm_worker_do(fvm_code *code) {
    double start;
    bool wanted = !code->unwanted;
    fvm_worker.busy = true;
    pthread_mutex_unlock(&fvm_worker.lock);
    if (wanted) {
        fvm_llvm_ready(); /* (loading the library says nothing about compilations to come) */
        start = fvm_seconds(CLOCK_THREAD_CPUTIME_ID);
        fvm_llvm_compile(code, fvm_budget.keeping ? &fvm_worker_never : &fvm_worker.stopping);
        code->seconds = fvm_seconds(CLOCK_THREAD_CPUTIME_ID) - start;
        if (!code->quick) {
            free(code->text);
            code->text = NULL;
        }
        if (code->address == 0 && code->assembly == NULL && code->error == NULL) {
            code->error = strdup("the process ends");
        }
    }
    pthread_mutex_lock(&fvm_worker.lock);
    fvm_worker.spent += wanted ? code->seconds : 0.0;
    if (!fvm_worker.watching && fvm_llvm_host.tried) {
        /* For a process that ends without the host's finalization. Now, because what is registered last is called
           first: before the destructors of the library. */
        fvm_worker.watching = true;
        atexit(fvm_worker_at_exit);
    }
    if (code->unwanted) { /* perhaps only since it was begun */
        pthread_mutex_unlock(&fvm_worker.lock);
        fvm_llvm_dispose(code);
        pthread_mutex_lock(&fvm_worker.lock);
    } else {
        __atomic_store_n(&code->state, FVM_CODE_DONE, __ATOMIC_RELEASE);
    }
    fvm_worker.busy = false;
    pthread_cond_broadcast(&fvm_worker.changed);
}

/* With the lock held: how many seconds the program has to run yet before there is time for a compilation. */
static double fvm_worker_early(fvm_code *code) {
    double used = fvm_seconds(CLOCK_PROCESS_CPUTIME_ID) - fvm_worker.spent;
    double beside = fvm_budget.beside * (code->doubtful ? fvm_budget.doubtful : 1.0);
    double enough = (fvm_worker.spent + code->seconds) / beside;
    if (enough < code->seconds / fvm_budget.ending) {
        enough = code->seconds / fvm_budget.ending;
    }
    return code->unwanted || enough < used ? 0.0 : enough - used;
}

/* With the lock held: wait until something changes, at most so many seconds. */
static void fvm_worker_sleep(double seconds) {
    struct timespec until;
    double end;
    clock_gettime(CLOCK_REALTIME, &until);
    end = (double)until.tv_nsec * 1e-9 + (seconds < FVM_WORKER_DOZE ? FVM_WORKER_DOZE : seconds);
    until.tv_sec += (time_t)end;
    until.tv_nsec = (long)((end - (double)(time_t)end) * 1e9);
    pthread_cond_timedwait(&fvm_worker.changed, &fvm_worker.lock, &until);
}

/* With the lock held: do what is in the queue; on the worker's own thread also what can wait. */
static void fvm_worker_work(bool patient) {
    for (;;) {
        fvm_code *code;
        double early;
        while (fvm_worker.busy || fvm_worker.holds) {
            pthread_cond_wait(&fvm_worker.changed, &fvm_worker.lock);
        }
        if (fvm_worker.stopping) {
            return;
        }
        code = fvm_worker.first;
        if (code != NULL) {
            fvm_worker.first = code->next;
        } else {
            code = patient ? fvm_worker.later : NULL;
            if (code == NULL) {
                return;
            }
            early = fvm_worker_early(code);
            if (early > 0.0) {
                fvm_worker_sleep(early);
                continue;
            }
            fvm_worker.later = code->next;
        }
        code->state = FVM_CODE_RUNNING;
        fvm_worker_do(code);
    }
}

static void *fvm_worker_main(void *nothing) {
    (void)nothing;
    pthread_mutex_lock(&fvm_worker.lock);
    fvm_worker_work(true);
    fvm_worker.alive = false;
    pthread_mutex_unlock(&fvm_worker.lock);
    return NULL;
}

/* With the lock held: see that somebody does what is in the queue; where no thread can be had, the caller does. */
static void fvm_worker_wake(void) {
    pthread_attr_t attributes;
    pthread_t thread;
    sigset_t all, before;
    if (fvm_worker.alive) { /* perhaps asleep */
        pthread_cond_broadcast(&fvm_worker.changed);
        return;
    }
    if (fvm_worker.stopping || (fvm_worker.first == NULL && fvm_worker.later == NULL)) {
        return;
    }
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, FVM_WORKER_STACK);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* the thread inherits it */
    fvm_worker.alive = pthread_create(&thread, &attributes, fvm_worker_main, NULL) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    if (!fvm_worker.alive) {
        fvm_worker_work(false);
    }
}

static void fvm_worker_queue(fvm_code *code) {
    code->next = NULL;
    if (fvm_worker.first == NULL) {
        fvm_worker.first = code;
    } else {
        fvm_worker.last->next = code;
    }
    fvm_worker.last = code;
}

/* --- What the core uses; none of it needs the GIL ------------------------------------------------------------ */

/* Where llvmlite's library is. To be said before anything is compiled. Nonzero: out of memory. */
static int fvm_set_llvm(const char *path) {
    if (fvm_llvm_host.path != NULL) {
        return 0;
    }
    fvm_llvm_host.path = strdup(path);
    if (fvm_llvm_host.path == NULL) {
        return -1;
    }
    return pthread_atfork(fvm_worker_before_fork, fvm_worker_after_fork, fvm_worker_in_child);
}

/* A new compilation of a text (copied); NULL: out of memory. */
static fvm_code *fvm_new_code(const char *text, bool verify, bool listing, bool quick) {
    fvm_code *code = calloc(1, sizeof(fvm_code));
    if (code != NULL) {
        code->text = strdup(text);
        code->verify = verify;
        code->listing = listing;
        code->quick = quick;
        if (code->text == NULL) {
            free(code);
            return NULL;
        }
    }
    return code;
}

/* Machine code from an object file that an earlier process has kept (copied), of a text that is needed if that is to be
   optimised. NULL: out of memory, or it cannot be loaded. */
static fvm_code *fvm_load_code(const char *object, size_t size, const char *text, bool quick) {
    fvm_code *code = fvm_new_code(text, false, false, quick);
    if (code != NULL && !fvm_object_load(&code->loaded, object, size)) {
        fvm_llvm_dispose(code);
        return NULL;
    }
    if (code != NULL) {
        code->address = code->loaded.address;
        code->state = FVM_CODE_DONE;
    }
    return code;
}

/* Compile here and now. */
static void fvm_compile_now(fvm_code *code) {
    pthread_mutex_lock(&fvm_worker.lock);
    fvm_worker_hold();
    fvm_worker_do(code);
    pthread_mutex_unlock(&fvm_worker.lock);
}

/* Have it compiled. fvm_code_done tells when it is. */
static void fvm_compile_soon(fvm_code *code) {
    pthread_mutex_lock(&fvm_worker.lock);
    fvm_worker_queue(code);
    fvm_worker_wake();
    pthread_mutex_unlock(&fvm_worker.lock);
}

/* Have what was compiled quickly compiled again with all care, when there is time for that; if it is `doubtful` whether
   that gains anything, when there is much, and nothing else to be done. NULL: out of memory, or not to be had. */
static fvm_code *fvm_optimise(fvm_code *quick, bool doubtful) {
    fvm_code **end = &fvm_worker.later;
    fvm_code *code = quick->quick && quick->text != NULL ? calloc(1, sizeof(fvm_code)) : NULL;
    if (code == NULL) {
        return NULL;
    }
    code->text = quick->text;
    quick->text = NULL;
    code->verify = quick->verify;
    code->seconds = quick->seconds * fvm_budget.longer;
    code->doubtful = doubtful;
    pthread_mutex_lock(&fvm_worker.lock);
    while (*end != NULL && (doubtful || !(*end)->doubtful)) {
        end = &(*end)->next;
    }
    code->next = *end;
    *end = code;
    fvm_worker_wake();
    pthread_mutex_unlock(&fvm_worker.lock);
    return code;
}

static void fvm_set_budget(double beside, double ending, double longer, double doubtful, bool keeping) {
    fvm_budget.doubtful = doubtful;
    fvm_budget.keeping = keeping;
    fvm_budget.beside = beside;
    fvm_budget.ending = ending;
    fvm_budget.longer = longer;
}

static bool fvm_code_done(fvm_code *code) {
    if (__atomic_load_n(&code->state, __ATOMIC_ACQUIRE) == FVM_CODE_DONE) {
        return true;
    }
    if (!__atomic_load_n(&fvm_worker.alive, __ATOMIC_RELAXED)) { /* in the child of a fork */
        pthread_mutex_lock(&fvm_worker.lock);
        fvm_worker_wake();
        pthread_mutex_unlock(&fvm_worker.lock);
    }
    return false;
}

/* Give a compilation up, or machine code that nobody runs any more. LLVM's part of it is the worker's to free. */
static void fvm_release_code(fvm_code *code) {
    bool queue;
    pthread_mutex_lock(&fvm_worker.lock);
    code->unwanted = true;
    queue = code->state == FVM_CODE_DONE; /* else it is in the queue, or the worker has it */
    if (queue && code->engine != NULL) {
        fvm_worker_queue(code);
        fvm_worker_wake();
    }
    pthread_mutex_unlock(&fvm_worker.lock);
    if (queue && code->engine == NULL) {
        fvm_llvm_dispose(code);
    }
}

#endif
