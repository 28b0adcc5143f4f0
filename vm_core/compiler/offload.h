/* A copy of the process that compiles, while the program goes on.
 *
 * The compiler is Python code, and needs what the program needs: the GIL. So it works in a copy of the process, which has
 * all that there is to be known of the program, at the same addresses, and takes nothing of it but the time of being
 * copied. What it has made (in terms that hold in other processes: fastvm.jit.kept) it publishes in memory that both
 * share. When its work is done, or the program ends, it goes.
 *
 * The program must not notice:
 *   - The copy is no child that `wait` finds, and sends no signal when it ends (its exit signal is 0, so that only a wait
 *     with __WCLONE sees it).
 *   - It has no file open, so that what the program closes is closed, and it gets no signal: those that are sent to
 *     the program's group are for the program.
 *   - It is only made where no other thread could have held a lock that it needs (the allocator's, most of all): there
 *     is none but LLVM's (worker.h), and that is not at work.
 *   - It does not outlive the program.
 *
 * When the program ends, another one may stay behind, for what there was no time for (fvm_offload_afterwards): what it
 * makes is for the next time the program runs. Nobody waits for it, and it has no file of the program's open, either.
 */
#ifndef FASTVM_COMPILER_OFFLOAD_H
#define FASTVM_COMPILER_OFFLOAD_H

#include "worker.h"
#include <errno.h>

#if defined(__linux__)
#define FVM_OFFLOADS 1
#include <sched.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#else
#define FVM_OFFLOADS 0
#endif

#define FVM_OFFLOAD_NEVER (-2)
#define FVM_OFFLOAD_ROOM ((size_t)8 << 20) /* bytes for what is published; only those that are used take memory */

/* What both processes share. */
typedef struct {
    size_t published;       /* bytes of records so far, each with its size in front */
    bool done;              /* there will be no more */
    char records[];
} fvm_shared;

static struct {
    pid_t copy;             /* 0: there is none */
    pid_t owner;            /* the process whose copy it is */
    fvm_shared *shared;     /* or NULL */
    size_t taken;           /* bytes of records that have been taken */
    unsigned looks;         /* how often somebody has asked for news */
} fvm_offload;

#if FVM_OFFLOADS

/* Whether the only threads are this one and, perhaps, LLVM's. */
static bool fvm_offload_alone(void) {
    struct stat status;
    /* (The links of the folder are its own, its parent's, and one of each thread.) */
    return stat("/proc/self/task", &status) == 0 && status.st_nlink == (nlink_t)(fvm_worker.alive ? 4 : 3);
}

static void fvm_offload_close_files(void) {
#ifdef SYS_close_range
    if (syscall(SYS_close_range, 0U, ~0U, 0U) == 0) {
        return;
    }
#endif
    for (long file = 0, end = sysconf(_SC_OPEN_MAX); file < (end < 65536 ? end : 65536); file++) {
        close((int)file);
    }
}

/* Not the program's any more: nobody must notice that there are two. Ends the copy if the program has ended already. */
static void fvm_offload_detach(pid_t program) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != program) {
        _exit(1);
    }
    fvm_offload_close_files();
}

/* A process of its own, that works when nobody else does, and is gone after so many seconds of processor time at the
   latest. Whoever ends the program's group (a terminal that is closed, say) ends it. */
static void fvm_offload_stay_behind(unsigned seconds) {
    static const int ending[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    struct rlimit limit = {seconds, seconds};
    struct sched_param parameter = {0};
    sigset_t set;
    fvm_offload_close_files();
    if (open("/dev/null", O_RDWR) != 0 || dup(0) != 1 || dup(0) != 2) {
        _exit(1);
    }
    setrlimit(RLIMIT_CPU, &limit);
    sched_setscheduler(0, SCHED_IDLE, &parameter);
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof ending / sizeof ending[0]; i++) {
        signal(ending[i], SIG_DFL);
        sigaddset(&set, ending[i]);
    }
    sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/* Whether this process has made a copy. */
static bool fvm_offload_known(void) {
    return fvm_offload.shared != NULL;
}

/* Whether the copy has gone; it is no zombie then. */
static bool fvm_offload_gone(void) {
    if (fvm_offload.copy != 0 && waitpid(fvm_offload.copy, NULL, WNOHANG | __WCLONE) != 0) {
        fvm_offload.copy = 0;
    }
    return fvm_offload.copy == 0;
}

/* With the worker's lock held, and the worker idle: make the copy. As fvm_offload_begin. */
static int fvm_offload_clone(void) {
    sigset_t all, before;
    pid_t program = getpid();
    long copy;
    if (fvm_offload.shared == NULL) {
        void *shared = mmap(NULL, FVM_OFFLOAD_ROOM, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (shared == MAP_FAILED) {
            return FVM_OFFLOAD_NEVER;
        }
        fvm_offload.shared = shared;
    }
    fvm_offload.shared->published = fvm_offload.taken = 0;
    fvm_offload.shared->done = false;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    copy = syscall(SYS_clone, 0UL, NULL, NULL, NULL, 0UL);
    if (copy == 0) {
        fvm_offload_detach(program);
        fvm_worker_in_child();
        fvm_worker.first = fvm_worker.later = NULL;
        return 0;
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    fvm_offload.copy = copy < 0 ? 0 : (pid_t)copy;
    fvm_offload.owner = program;
    return copy < 0 ? FVM_OFFLOAD_NEVER : 1;
}

/* Make the copy. 1: this is the program; 0: this is the copy; -1: there can be none now; FVM_OFFLOAD_NEVER: nor as long as
   there are other threads. */
static int fvm_offload_begin(void) {
    int which = -1;
    if (!fvm_offload_gone() || pthread_mutex_trylock(&fvm_worker.lock) != 0) {
        return -1;
    }
    if (!fvm_worker.busy) {
        which = fvm_offload_alone() ? fvm_offload_clone() : FVM_OFFLOAD_NEVER;
    }
    if (which != 0) {
        pthread_mutex_unlock(&fvm_worker.lock);
    }
    return which;
}

/* In a child of the program, or where it ends: nobody is waiting for what there is. */
static void fvm_offload_forget(void) {
    if (fvm_offload.shared != NULL) {
        munmap(fvm_offload.shared, FVM_OFFLOAD_ROOM);
    }
    memset(&fvm_offload, 0, sizeof fvm_offload);
}

/* The program ends: make a copy that stays behind. As fvm_offload_begin. */
static int fvm_offload_afterwards(unsigned seconds) {
    sigset_t all, before;
    long copy = -1;
    if (pthread_mutex_trylock(&fvm_worker.lock) != 0) {
        return -1;
    }
    if (!fvm_worker.busy && fvm_offload_alone()) {
        sigfillset(&all);
        sigprocmask(SIG_SETMASK, &all, &before);
        copy = syscall(SYS_clone, 0UL, NULL, NULL, NULL, 0UL);
        if (copy == 0) {
            fvm_offload_stay_behind(seconds);
            fvm_offload_forget();
            fvm_worker_in_child();
            fvm_worker.first = fvm_worker.later = NULL;
            fvm_worker.stopping = false;
            return 0;
        }
        sigprocmask(SIG_SETMASK, &before, NULL);
    }
    pthread_mutex_unlock(&fvm_worker.lock);
    return copy < 0 ? -1 : 1;
}

/* In the copy: let the program have a record. False: there is no room for it. */
static bool fvm_offload_publish(const char *data, size_t size) {
    fvm_shared *shared = fvm_offload.shared;
    size_t begin = shared->published, needed = (sizeof(size_t) + size + 7) & ~(size_t)7;
    if (size > FVM_OFFLOAD_ROOM || needed > FVM_OFFLOAD_ROOM - sizeof(fvm_shared) - begin) {
        return false;
    }
    memcpy(shared->records + begin, &size, sizeof size);
    memcpy(shared->records + begin + sizeof size, data, size);
    __atomic_store_n(&shared->published, begin + needed, __ATOMIC_RELEASE);
    return true;
}

/* In the copy: that was all. */
static void fvm_offload_exit(void) {
    if (fvm_offload.shared != NULL) {
        __atomic_store_n(&fvm_offload.shared->done, true, __ATOMIC_RELEASE);
    }
    _exit(0);
}

#define FVM_OFFLOAD_LOOKS 65536 /* of these, one finds a copy that has died before its time: that takes longer */

/* Whether the copy has nothing more to publish than what can be taken. */
static bool fvm_offload_done(void) {
    if (fvm_offload.copy == 0 || __atomic_load_n(&fvm_offload.shared->done, __ATOMIC_ACQUIRE)) {
        return true;
    }
    return ++fvm_offload.looks % FVM_OFFLOAD_LOOKS == 0 && fvm_offload_gone();
}

/* Whether there is something new: a record, or the end. */
static bool fvm_offload_news(void) {
    return fvm_offload_done() || __atomic_load_n(&fvm_offload.shared->published, __ATOMIC_ACQUIRE) != fvm_offload.taken;
}

/* The next record that has not been taken, and its size; NULL: there is none. It is there until the next copy is made. */
static const char *fvm_offload_take(size_t *size) {
    fvm_shared *shared = fvm_offload.shared;
    const char *record;
    if (shared == NULL || __atomic_load_n(&shared->published, __ATOMIC_ACQUIRE) == fvm_offload.taken) {
        return NULL;
    }
    record = shared->records + fvm_offload.taken;
    memcpy(size, record, sizeof *size);
    fvm_offload.taken += (sizeof(size_t) + *size + 7) & ~(size_t)7;
    return record + sizeof *size;
}

/* The program ends. */
static void fvm_offload_stop(void) {
    if (fvm_offload.copy != 0 && fvm_offload.owner == getpid()) {
        kill(fvm_offload.copy, SIGKILL);
        fvm_offload.copy = 0; /* whoever is its parent then waits for it: that takes time */
    }
}

#else

static int fvm_offload_begin(void) { return FVM_OFFLOAD_NEVER; }
static int fvm_offload_afterwards(unsigned seconds) { return -1; }
static bool fvm_offload_publish(const char *data, size_t size) { return false; }
static void fvm_offload_exit(void) {}
static void fvm_offload_forget(void) {}
static bool fvm_offload_known(void) { return false; }
static bool fvm_offload_gone(void) { return true; }
static bool fvm_offload_done(void) { return true; }
static bool fvm_offload_news(void) { return true; }
static const char *fvm_offload_take(size_t *size) { return NULL; }
static void fvm_offload_stop(void) {}

#endif
#endif
