# Forks wait until no other thread runs the engine's own Python code.
#
# The child would be without that thread: a module that it is importing (the compiler, most often) would never be complete,
# and its lock never be released. So a fork begins with the host's import lock, held from when nobody is at it until the
# process has been copied: whoever begins meanwhile waits for it before his first import. Nobody begins to compile while a
# fork waits: else a thread that compiles one thing after the other would not let it come about.

import _imp

# In milliseconds, many times what a large function takes to compile.
cdef enum:
    LONGEST_WAIT = 10000

cdef int forks_waiting = 0


def before_fork():
    """Wait for the other threads, and take the import lock."""
    global forks_waiting
    cdef int waited = 0
    forks_waiting += 1
    _imp.acquire_lock()
    while private_threads > (1 if fvm_resolving else 0) and waited < LONGEST_WAIT:
        _imp.release_lock()
        with nogil:
            usleep(1000)
        waited += 1
        _imp.acquire_lock()
    forks_waiting -= 1


def after_fork():
    """Let go of the import lock, in both processes."""
    _imp.release_lock()


def after_fork_in_child():
    """In a child there is one thread only."""
    global private_threads, forks_waiting
    private_threads = 1 if fvm_resolving else 0
    forks_waiting = 0
    fvm_offload_forget()
    after_fork()
