"""When to compile, how often again, when to give up: every number of the JIT's policy.

Kept free of imports that cost anything: the engine reads the thresholds at start-up.

Environment variables, for tests and for curious people:

    FASTVM_JIT_THRESHOLD=N   compile after N calls or N rounds of a loop, instead of the numbers below
    FASTVM_JIT_WAIT=0/1      whether the program waits for its native code: by default only with a threshold
    FASTVM_JIT_CHECK=1       check HIR after the builder and every pass, and LLVM's form with its verifier
    FASTVM_JIT_STRESS=N      about one guard in N fails at random
    FASTVM_JIT_TRIALS=0/1    whether native code is compared with the interpreter's loop: by default only without a
                             threshold. (With one: at every call and round; 2: and native code always loses.)
    FASTVM_JIT_KEEP=0/1      whether machine code is kept on disk, and recalled: by default only without a threshold
    FASTVM_JIT_OFFLOAD=0/1   whether code is made in copies of the process: by default only without a threshold, where
                             there is more than one processor
    FASTVM_JIT_AFTERWARDS=0/1  whether what there was no time for is compiled when the program has ended: by default
                             only without a threshold, where machine code is kept
    FASTVM_JIT_QUICK=0/1     whether code is made quickly first, and with all care once that has turned out to be worth
                             it: by default only without a threshold (with one, and 1: as soon as it was compared)
"""

from __future__ import annotations

import os
from time import process_time

#: A function is compiled after so many calls; a loop after so many rounds.
CALLS = 3000
ROUNDS = 6000

#: Native code is made again when its guards have failed so often: each version of it twice as often as the one before,
#: up to so many times. (Making it takes as long as some ten thousand failures; the longer it fails, the more places it
#: teaches about at once. With a threshold it is made again after TESTED_FAILURES.)
FAILURES = 200
MOST_DOUBLINGS = 4
TESTED_FAILURES = 40
#: A place whose guard failed so often in that time, and was at least one in so many of all that failed, is compiled
#: without a guess.
FAILURES_OF_PLACE = 8
SHARE_OF_PLACE = 20
#: A function or loop is made so often before it is left to the interpreter.
VERSIONS = 8

#: What compiling has taken of the program's own time, and what the program will have to wait for if it ends now (a
#: compilation cannot be interrupted: half of one, on average), is at most this share of the processor time that it has
#: used: a program that ends before its native code pays has lost no more.
SHARE = 0.12
#: Of what it uses after so many seconds, it may be this share: it will most likely go on for as long again.
LONG = 0.4
SHARE_LONG = 0.2
#: What LLVM does on its own thread is at most this share: where the processors are busy or share their parts, that
#: slows the program down, too. (Where there is one processor only, all of it counts as the program's own time.)
SHARE_BESIDE = 0.6
#: Where trials (see below) show that native code is not faster, compiling gets less: of these shares only the part of
#: the trials that was won (so many are taken for won at the beginning), but at least LEAST_WORTH. Won is what was the
#: slower side in at most one of WINNING pairs.
TRIALS_UNKNOWN = 4
LEAST_WORTH = 0.2
WINNING = 2.5
#: What optimising, which can wait, may use of these shares: the first code of others comes first.
SHARE_OPTIMISING = 0.4
SHARE_ENDING = 0.08
#: And of that, what optimising code may use that is neither faster nor slower than the interpreter: what it does is
#: mostly done elsewhere.
SHARE_DOUBTFUL = 0.125
#: Optimising takes so many times as long as compiling quickly.
OPTIMISING = 3.5
#: Seconds: importing the compiler, with what its first use takes; loading LLVM's library beside the program, for which
#: the program waits if it ends just then, and unloading it.
IMPORTING = 0.03
LOADING = 0.035
#: Seconds: importing what recalls kept code. A program that has run so short a time that this would be a larger share
#: of it than that goes on without, until something is hot.
RECALLING = 0.006
SHARE_RECALLING = 0.15
#: A unit whose code has been found not to be clearly faster than the interpreter is left to it in processes that have
#: not run for so many seconds: recalling costs more than it gains. Until then it is asked for after so many calls or
#: rounds again. It is clearly faster again when it was the slower side in at most one of WINNING_BACK pairs.
DOUBTFUL_AFTER = 1.0
DOUBTFUL_PAUSE = 20000
WINNING_BACK = 4.0
#: Where there is more than one processor, it is done in a copy of the process, if that takes less of the program's
#: time: COPYING seconds for each byte of its own memory, about, which is copied where it is written to meanwhile. The
#: copies may use SHARE_COPIED times as much processor time as the program; where none can be made now, it is tried
#: again after COPY_PAUSE seconds.
COPYING = 0.8e-9
SHARE_COPYING = 0.06  # in place of SHARE: what a copy makes comes later than what is compiled here
SHARE_COPIED = 1.5
COPY_PAUSE = 0.005
#: A copy that stays behind when the program ends may use so many times as much processor time, in seconds at most:
AFTERWARDS = 4.0
MOST_AFTERWARDS = 4.0
#: and so many stay behind for a source file:
MOST_STAYED = 8
#: (It is killed if it goes on for so many more.)
LONGEST_COMPILATION = 10
#: Seconds, until there are measurements: building a word of bytecode, and LLVM's work on it.
PER_WORD = 0.0003
PER_WORD_BESIDE = 0.0003
#: Where it is too early for what is asked for, it is so for everything for at most so many seconds: something smaller
#: may be asked for next. (Asking itself takes time.)
LONGEST_PAUSE = 0.05

#: Native code takes turns with the loop in so many pairs of windows, each about so many seconds long, and is given up
#: if it was the slower side more often than PAIRS_LOST times, in two trials running. (Of code that is as fast as the
#: loop one in a hundred loses a trial.)
PAIRS = 100
PAIRS_LOST = 61
#: It is clear earlier if after so many pairs one side was the slower one in no more than so many of them.
PAIRS_EARLY = 20
PAIRS_CLEAR = 4
#: If its guards failed so often meanwhile, it is made again instead.
FAILURES_IN_TRIAL = 40
#: Code that was made quickly is not optimised if it took so many times as long as the loop in nearly all pairs.
#: (Optimised code takes about two thirds as long.)
HOPELESS = 1.5
WINDOW = 30e-6
#: A trial whose window has been open for so many seconds is given up for that of other code.
PATIENCE = 5e-3
#: A function is compared first after so many entries (a loop at once); then after so many times as many.
FIRST_TRIAL = 200
NEXT_TRIAL = 8

#: Units with more instructions are not compiled.
MOST_WORDS = 4000

#: The functions that use up a generator of the engine and are compiled together with it: fastvm's core numbers them in
#: this order (vm_core/consumers.pxi). `list` stands for those that first make a list.
CONSUMERS = ("list", "sum", "any", "all", "min", "max", "set")

#: Functions with fewer instructions and without a loop are not compiled: entering native code costs as much as they do.
LEAST_WORDS = 8

#: Code with more instructions that are calls of the core's functions than this, for each that is compiled inline, does
#: not get faster by being compiled.
MOST_CALLS = 1.0

#: A site of attributes that met an object of another class than the one before so often, in the interpreter, is taken
#: for one of several classes. (It is counted up to 31.)
SEVERAL = 12

#: A function of at most so many instructions (but for those that are for an exception) is built in the place of a call,
#: if the caller does not get larger by more than INLINED_IN_ALL, and calls are not deeper in each other than
#: INLINE_DEPTH.
INLINED_WORDS = 40
#: The first round of a loop with no more instructions than this may be built apart from the others.
PEELED_WORDS = 200
INLINED_IN_ALL = 120
INLINE_DEPTH = 3
#: The same for those that are hardly larger than the call, as constructors and the functions of closures are.
#: (At most 8 deep: vm_core/jit/code.pxi.)
SMALL_WORDS = 20
SMALL_INLINED_IN_ALL = 240
SMALL_INLINE_DEPTH = 6
#: A recursive function is built in the place of its own calls so deep, if there is not more of it than this. (It makes
#: the fewer direct calls.)
RECURSION_DEPTH = 1
RECURSION_IN_ALL = 60
#: Where a method of several classes is called, so many are built in the place of the call.
INLINED_CALLEES = 4
#: A call is not inlined when more of its instructions than this are calls of the core's functions: for each of them its
#: frame is made real.
INLINED_RUNS = 2

#: A loop in which more places than this leave to the interpreter for want of a translation is not compiled.
MISSING_IN_LOOP = 0


# As they are now: a program's tests may put something else in their place.
_affinity = getattr(os, "sched_getaffinity", None)
_cpu_count = os.cpu_count
_PAGE = os.sysconf("SC_PAGE_SIZE")


def _number(name: str, default: int) -> int:
    try:
        return int(os.environ.get(name, ""))
    except ValueError:
        return default


def threshold(pc: int) -> int:
    """After how many calls of a function, or how many rounds of a loop (at `pc`), it is compiled."""
    return _number("FASTVM_JIT_THRESHOLD", 0) if testing() else CALLS if pc < 0 else ROUNDS


def testing() -> bool:
    """Whether a threshold was given: then everything is compiled that can be."""
    return _number("FASTVM_JIT_THRESHOLD", 0) > 0


def choosy() -> bool:
    """Whether the core passes over what is clearly not worth compiling, without asking the compiler."""
    return not testing() and not checking()


def failures(version: int) -> int:
    """How often the guards of this version (the first is 1) may fail before it is made again."""
    return TESTED_FAILURES if testing() else FAILURES << min(version - 1, MOST_DOUBLINGS)


def waiting() -> bool:
    """Whether compiling happens at once, and not while the program goes on: tests are repeatable then."""
    return _number("FASTVM_JIT_WAIT", int(testing())) > 0


def quick() -> bool:
    """Whether the first code is made quickly."""
    return _number("FASTVM_JIT_QUICK", int(not testing())) > 0


def keeping() -> bool:
    """Whether native code is kept for other processes, and that of others is recalled."""
    return _number("FASTVM_JIT_KEEP", int(not testing() and not checking())) > 0 and not stress()


def budget() -> tuple[float, float, float, float, bool]:
    """When there is time for optimising (vm_core/compiler/worker.h)."""
    if testing():
        return 1e6, 1e6, 1.0, 1.0, keeping()
    return SHARE_OPTIMISING, SHARE_ENDING, OPTIMISING, SHARE_DOUBTFUL, keeping()


def trials() -> tuple[int, int, int, int, int, float, float, float, int, int]:
    """How native code is compared with the loop (vm_core/jit/trials.pxi)."""
    wanted = _number("FASTVM_JIT_TRIALS", int(not testing()))
    if not wanted:
        return 0, 0, 0, 0, 0, 0.0, 0.0, 0.0, 0, 0
    if testing():
        return 20, 20 if wanted == 1 else -1, 0, 0, TESTED_FAILURES // 4, 1.0, 0.0, PATIENCE, 1, 1
    pairs = PAIRS, PAIRS_LOST, PAIRS_EARLY, PAIRS_CLEAR, FAILURES_IN_TRIAL
    return *pairs, HOPELESS, WINDOW, PATIENCE, FIRST_TRIAL, NEXT_TRIAL


def afterwards() -> float:
    """How many seconds of processor time a copy of the process may use that stays behind when the program ends."""
    if _number("FASTVM_JIT_AFTERWARDS", int(keeping() and not testing())) <= 0:
        return 0.0
    return min(MOST_AFTERWARDS, AFTERWARDS * process_time())


def _alone() -> bool:
    """Whether the process has one processor only."""
    return (len(_affinity(0)) if _affinity is not None else _cpu_count()) == 1


def offloading() -> bool:
    """Whether code is made in copies of the process."""
    return _number("FASTVM_JIT_OFFLOAD", int(not testing() and not checking() and not _alone())) > 0


def copying() -> float:
    """How many seconds a copy of the process will probably take of the program's time."""
    try:
        with open("/proc/self/statm", "rb", buffering=0) as stream:
            _, resident, shared, *_ = map(int, stream.read().split())
    except OSError:
        return float("inf")
    return (resident - shared) * _PAGE * COPYING


def too_early_to_copy(building: float, copied: float, job: float, worth: float) -> float:
    """As too_early, for a copy of the process that will probably use `job` seconds. `building` includes what it takes
    of the program's time; `copied`: what the copies before it have used."""
    if testing():
        return 0.0
    soonest = max(_earned(building / worth, SHARE_COPYING), (copied + job / 2) / SHARE_COPIED / worth)
    return soonest - process_time() + building


def too_early(building: float, beside: float, job: float, worth: float) -> float:
    """How many seconds the process has to run yet before it pays to compile more. `building`: what the compiler will
    have taken of the program's time; `beside`: what LLVM has used beside the program; `job`: what it will take for
    what is to be compiled now; `worth`: which part of the budget there is. (Tests with a threshold do not wait.)"""
    if testing():
        return 0.0
    used = process_time() - building - beside
    if _alone():
        building += beside
    return max(_earned((building + job / 2) / worth), (beside + job) / SHARE_BESIDE / worth) - used


def _earned(building: float, share: float = SHARE) -> float:
    """After how many seconds of its own a program has time for so many of building."""
    soon = share * LONG
    return building / share if building <= soon else LONG + (building - soon) / SHARE_LONG


def time_for_doubtful() -> bool:
    """Whether the process has run long enough for kept code that is about as fast as the interpreter."""
    return testing() or process_time() > DOUBTFUL_AFTER


def time_to_recall() -> bool:
    """Whether the process has run long enough for looking for what was kept by earlier ones, though nothing is hot."""
    return testing() or process_time() > RECALLING / SHARE_RECALLING


def checking() -> bool:
    return os.environ.get("FASTVM_JIT_CHECK", "0") not in ("", "0")


def stress() -> int:
    return _number("FASTVM_JIT_STRESS", 0)
