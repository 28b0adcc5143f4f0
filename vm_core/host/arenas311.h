/* Huge pages for the host's small objects.
 *
 * The host's allocator takes memory in arenas of 1 MB, which the system backs with pages of 4 kB. The processor knows the
 * places of some 2,000 pages; a program whose objects lie in more waits for the next page table with nearly each
 * object it follows a reference to, and so does the collector. So while the engine is on, arenas come in pairs from aligned
 * blocks of 2 MB, for which the system is asked to use a huge page each (it may refuse, and says nothing then).
 *
 * An arena is given back as the host gives its own back, by munmap, whoever has made it: there is nothing to be remembered of
 * blocks. Small processes do without: the first arenas are the host's. */
#ifndef FASTVM_HOST_ARENAS311_H
#define FASTVM_HOST_ARENAS311_H

#include "cpython311.h"

#if defined(__linux__) && defined(__GNUC__)
#include <dlfcn.h>
#include <sys/mman.h>
#endif

#ifdef MADV_HUGEPAGE

#define FVM_ARENA ((size_t)1 << 20) /* ARENA_SIZE in Objects/obmalloc.c */
#define FVM_ARENA_BLOCK (2 * FVM_ARENA)
/* So many arenas after the engine was turned on are the host's, so that a block is a small part of what the process has. */
#define FVM_PLAIN_ARENAS 4

static PyObjectArenaAllocator fvm_host_arenas;
static char *fvm_second_arena;                 /* of the block made last, if it is not in use */
static int fvm_plain_arenas;

/* An aligned block; NULL: there is no room for it. */
static char *fvm_map_block(void) {
    const int protection = PROT_READ | PROT_WRITE, kind = MAP_PRIVATE | MAP_ANONYMOUS;
    char *start = mmap(NULL, FVM_ARENA_BLOCK, protection, kind, -1, 0), *block;
    if (start == MAP_FAILED) {
        return NULL;
    }
    if ((uintptr_t)start % FVM_ARENA_BLOCK != 0) {
        /* Most often a block lies right below the one before, and is aligned. If not: twice as much has one in it. */
        munmap(start, FVM_ARENA_BLOCK);
        start = mmap(NULL, 2 * FVM_ARENA_BLOCK, protection, kind, -1, 0);
        if (start == MAP_FAILED) {
            return NULL;
        }
        block = (char *)(((uintptr_t)start + FVM_ARENA_BLOCK - 1) & ~(FVM_ARENA_BLOCK - 1));
        if (block > start) {
            munmap(start, block - start);
        }
        if (start + FVM_ARENA_BLOCK > block) {
            munmap(block + FVM_ARENA_BLOCK, start + FVM_ARENA_BLOCK - block);
        }
        start = block;
    }
    madvise(start, FVM_ARENA_BLOCK, MADV_HUGEPAGE);
    return start;
}

static void *fvm_make_arena(void *context, size_t size) {
    char *arena = fvm_second_arena;
    if (size != FVM_ARENA || fvm_plain_arenas < FVM_PLAIN_ARENAS) { /* (Other sizes: chunks of the data stack.) */
        fvm_plain_arenas += size == FVM_ARENA;
        return fvm_host_arenas.alloc(context, size);
    }
    if (arena != NULL) {
        fvm_second_arena = NULL;
        return arena;
    }
    arena = fvm_map_block();
    if (arena == NULL) {
        return fvm_host_arenas.alloc(context, size);
    }
    fvm_second_arena = arena + FVM_ARENA;
    return arena;
}

static int fvm_same_image(void *a, void *b) {
    Dl_info first, second;
    return dladdr(a, &first) && dladdr(b, &second) && first.dli_fbase == second.dli_fbase;
}

/* Make the host's arenas, if the host makes them itself as yet; or leave that to it again. */
static __attribute__((unused)) void fvm_take_arenas(int ours) {
    PyObjectArenaAllocator now, own;
    PyObject_GetArenaAllocator(&now);
    if (!ours) {
        if (now.alloc == fvm_make_arena) {
            PyObject_SetArenaAllocator(&fvm_host_arenas);
        }
        return;
    }
    if (now.ctx == NULL && fvm_same_image((void *)now.alloc, (void *)PyObject_Malloc)
        && fvm_same_image((void *)now.free, (void *)PyObject_Malloc)) {
        fvm_host_arenas = now;
        own = now;
        own.alloc = fvm_make_arena;
        PyObject_SetArenaAllocator(&own);
    }
}

#else
static __attribute__((unused)) void fvm_take_arenas(int ours) {}
#endif

#endif
