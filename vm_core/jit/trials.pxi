# Whether native code is faster than the loop: found out as the program runs.
#
# Native code on trial takes turns with the loop. A pair is two windows of the same length, in calls of the function or in
# rounds of the compiled loop: one that the loop runs, one for native code, in an order that varies. What counts is all the
# time that passes in a window, between its first call and the next one's first: so entries, exits and boxes that native
# code makes necessary elsewhere count too, and what has nothing to do with it is on both sides. Of each pair only the
# slower side is noted, so an interrupted window does no more harm than any other. Native code that is the slower side
# more often than chance explains, in two trials running, is given up. A trial ends early where the matter is clear.
#
# The first code is made quickly (compiler/worker.h). After its first trial it is made again with all care, which makes it
# up to half as fast again, unless it was hopeless; the quick code runs meanwhile, if it has not lost.
#
# One trial at a time: others' windows would disturb. So would, in the loop's windows, native code of another loop around the
# compiled one or within: it goes on through the whole nest, and would be measured, and run, in the place of the loop's rounds.
# The numbers are policy (fastvm.jit.policy).

cdef enum:
    RUN_NATIVE = 0              # what to do with a call, or with the rounds of a loop
    RUN_LOOP = 1
    TRIAL_ENDED = 2             # native code
    GIVE_UP = 3                 # the loop: the trial has ended
    WAIT = 4                    # the loop, until the code has been optimised: the trial has ended

    TRIALS_LOST = 2
    KEPT_OUT = 8                # a loop that would disturb asks again after so many rounds
    PROBE_WINDOWS = 32          # a loop's quick code is left after so many windows, to look whether there is better

cdef int64_t ROUNDS_FREE = 1LL << 62    # of native code that is in no window: more than it will ever do

cdef struct Trial:
    NativeCode* native          # NULL: there is none
    bint native_turn            # whose window is open
    bint second                 # of the pair's two
    int64_t length              # of the pair's windows
    int64_t start               # progress when the window was opened
    double opened               # when that was
    double first                # the time of the pair's first window
    int64_t progress            # of a loop: rounds so far
    int64_t* edge               # the count of the back edge where the trial began
    int64_t count               # what it was then
    int64_t left                # and native code's rounds_left
    int32_t nest                # and its nest; -1 of a function's code
    int32_t pairs
    int32_t slower              # pairs in which native code was
    int32_t hopeless            # and by far
    int32_t failures            # of guards, when it began

cdef Trial trial
cdef int32_t trial_pairs = 0            # 0: no trials
cdef int32_t trial_early = 0            # after so many pairs it may be clear:
cdef int32_t trial_clear = 0            # if one side was the slower one no oftener than this
cdef int32_t trial_limit = 0            # native code may be the slower side so often
cdef double trial_window = 0.0          # seconds that a window should last
cdef double trial_hopeless = 0.0        # quick code that takes so many times as long is hopeless
cdef int32_t trial_failures = 0         # native code whose guards fail so often during a trial is not lost for that
cdef double trial_patience = 0.0        # a trial whose window lasts longer is in nobody's way
cdef uint64_t trial_calls = 0           # a function's first trial comes after so many entries
cdef uint64_t trial_growth = 0          # and the next one after so many times as many
cdef uint64_t trial_random = 0x9E3779B97F4A7C15


def set_trials(pairs, limit, early, clear, failures, hopeless, window, patience, calls, growth):
    """How native code is compared with the loop; 0 pairs: not at all."""
    global trial_failures, trial_pairs, trial_limit, trial_early, trial_clear, trial_hopeless, trial_window, trial_patience, trial_calls, trial_growth
    trial_pairs, trial_limit, trial_window, trial_patience = pairs, limit, window, patience
    trial_early, trial_clear, trial_failures, trial_hopeless = early, clear, failures, hopeless
    trial_calls, trial_growth = calls, growth


cdef inline bint toss() noexcept nogil:
    """Heads or tails: so that windows do not keep in step with the program."""
    global trial_random
    trial_random = trial_random * 6364136223846793005ULL + 1442695040888963407ULL
    return trial_random >> 63


cdef inline bint rounds_are_limited(NativeCode* native) noexcept nogil:
    """Whether a loop's code leaves after some rounds."""
    return native.rounds_left < ROUNDS_FREE >> 1


cdef void open_window(int64_t progress, double now, bint native_turn) noexcept nogil:
    trial.native_turn = native_turn
    trial.start = progress
    trial.opened = now


cdef void end_trial(NativeCode* native) noexcept nogil:
    """No more of this native code's, if it is on trial."""
    if trial.native == native:
        trial.native = NULL


cdef int finish_trial(NativeCode* native) noexcept nogil:
    """The verdict on native code whose pairs are done."""
    cdef bint lost = trial.slower > (trial_limit if trial.pairs >= trial_pairs else trial_early >> 1)
    cdef bint hopeless = 10 * (trial.pairs - trial.hopeless) <= trial.pairs
    cdef bint doubtful = trial.pairs >= trial_pairs and trial.slower >= trial.pairs - trial_limit and trial.slower <= trial_limit
    trial.native = NULL
    if lost and native.failures - trial.failures >= trial_failures:
        native.failures = native.failure_limit      # that is why: it is made anew, with fewer guesses
        withdraw(native.frames[0].unit)
        return TRIAL_ENDED
    native.trials_lost = native.trials_lost + 1 if lost else 0
    native.look_at = native.entered if lost else native.entered * trial_growth + trial_calls
    if native.machine.quick and not hopeless:
        native.better = fvm_optimise(native.machine, doubtful)
        if native.better != NULL:
            native.look_at = native.entered + trial_calls
            native.probe = PROBE_WINDOWS * trial.length
            return WAIT if lost else TRIAL_ENDED
    return GIVE_UP if native.trials_lost == TRIALS_LOST else TRIAL_ENDED


cdef void report_trial(NativeCode* native, int32_t pairs, int32_t slower) noexcept with gil:
    """Tell the driver how a trial has ended. (Other threads may run meanwhile.)"""
    cdef PyThreadState* ts = PyThreadState_Get()
    cdef PyObject *type
    cdef PyObject *value
    cdef PyObject *traceback
    cdef fvm_private_section section
    PyErr_Fetch(&type, &value, &traceback)
    begin_private(ts, &section)
    try:
        (<object><void*>native.plan).compared(pairs, slower, native.trials_lost == TRIALS_LOST)
    except BaseException:
        pass
    end_private(ts, &section)
    PyErr_Restore(type, value, traceback)


cdef int compared(NativeCode* native, int64_t progress) noexcept nogil:
    """How to run what comes next, where native code is on trial or is to be. `progress`: calls or rounds so far. The caller
    sees that it is asked again after trial.length of them since trial.start."""
    cdef double now
    cdef double elapsed, native_time, loop_time
    if trial.native == native and progress - trial.start < trial.length:
        return RUN_NATIVE if trial.native_turn else RUN_LOOP
    now = fvm_now()
    if trial.native != native:
        if trial.native != NULL and now - trial.opened < trial_patience:
            return RUN_NATIVE
        trial.native = native
        trial.pairs = trial.slower = trial.hopeless = 0
        trial.failures = native.failures
        trial.second = False
        trial.length = 1
        trial.nest = -1
        open_window(progress, now, toss())
        return RUN_NATIVE if trial.native_turn else RUN_LOOP
    elapsed = (now - trial.opened) / <double>(progress - trial.start)
    if not trial.second:
        trial.second = True
        trial.first = elapsed
        open_window(progress, now, not trial.native_turn)
        return RUN_NATIVE if trial.native_turn else RUN_LOOP
    trial.second = False
    if now - trial.opened < 0.5 * trial_window and trial.length < 1 << 20:
        trial.length *= 2       # (too short to be measured)
    else:
        trial.pairs += 1
        native_time = elapsed if trial.native_turn else trial.first
        loop_time = trial.first if trial.native_turn else elapsed
        trial.slower += native_time > loop_time
        trial.hopeless += native_time > trial_hopeless * loop_time
        if now - trial.opened > 2.0 * trial_window and trial.length > 1:
            trial.length //= 2
        if trial.pairs >= trial_pairs or trial.pairs == trial_early and (
                trial.slower <= trial_clear or trial.pairs - trial.slower <= trial_clear):
            return finish_trial(native)
    open_window(progress, now, toss())
    return RUN_NATIVE if trial.native_turn else RUN_LOOP


cdef bint function_on_trial(Unit* unit, NativeCode* native) noexcept nogil:
    """Whether to run native code for the call of a function that begins, whose code is to be compared with the loop."""
    cdef int what
    withdraw(unit)
    unit.call_limit = 0
    if native.better != NULL:
        if quick_code_stays(native):
            native.look_at = native.entered + trial_calls
            return True
    what = compared(native, <int64_t>unit.calls)
    if what == WAIT:
        wait_for_better(native)
        unit.call_limit = unit.calls + JIT_SOON
    if what == GIVE_UP:
        retire(unit, native)
        unit.native = NULL
        unit.call_limit = <uint64_t>-1
    if what >= TRIAL_ENDED:
        report_trial(native, trial.pairs, trial.slower)
        return what == TRIAL_ENDED
    if trial.native != native:
        if native.look_at <= native.entered:
            native.look_at = native.entered + trial_calls   # another one is on trial
    elif what == RUN_LOOP:
        unit.call_limit = <uint64_t>(trial.start + trial.length)
    else:
        native.look_at = native.entered + <uint64_t>(trial.start + trial.length - <int64_t>unit.calls)
    return what == RUN_NATIVE


cdef int32_t nest_of(Unit* unit, int32_t pc) noexcept nogil:
    """Where the outermost loop around a place begins."""
    cdef int32_t at = 0, header, first = pc
    while at < unit.length:
        if unit.code[at].op == OP_JUMP_BACK and at >= pc:
            header = at + 2 + <int32_t>long_jump(unit.code + at)
            if header < first:
                first = header
        at += 1 + CACHE_WORDS[unit.code[at].op]
    return first


cdef bint is_kept_out(Unit* unit, int32_t pc) noexcept nogil:
    """Whether native code of the loop at `pc` has to wait for the end of a window of the loop, on trial, in the same nest."""
    return (not trial.native_turn and trial.nest >= 0 and trial.native.frames[0].unit == unit and unit.loops[pc] != trial.native
            and fvm_now() - trial.opened < trial_patience and nest_of(unit, pc) == trial.nest)


cdef bint loop_on_trial(Unit* unit, NativeCode* native, int32_t pc, int64_t* count) noexcept nogil:
    """The same for rounds of a loop, at its back edge, which is counted in *count. (A loop with `continue` has several,
    which call this in every round that the loop runs.)"""
    cdef int64_t progress = 0, left
    cdef int what
    if native.better != NULL:
        native.rounds_left = native.probe
        if quick_code_stays(native):
            return True
        native.rounds_left = ROUNDS_FREE
        native.look_at = native.entered
    if trial.native == native:
        # (A round after which native code leaves because it is the last of the window is counted here, too.)
        progress = (trial.progress + (trial.edge[0] - trial.count) + (count != trial.edge)
                    + (trial.left - native.rounds_left) - (native.rounds_left <= 0))
    what = compared(native, progress)
    native.rounds_left = ROUNDS_FREE
    if what == GIVE_UP:
        retire(unit, native)
        unit.loops[pc] = NULL
        set_back(unit, count, NEVER_HOT)
    elif what == WAIT:
        wait_for_better(native)
        set_back(unit, count, JIT_SOON)
    elif native.better != NULL:
        native.rounds_left = native.probe
    elif trial.native != native and native.look_at <= native.entered:
        native.rounds_left = <int64_t>trial_calls   # another one is on trial; or it has lost one, and gets another soon
    if what >= TRIAL_ENDED:
        report_trial(native, trial.pairs, trial.slower)
        return what == TRIAL_ENDED
    if trial.native != native:
        return True
    if progress == 0:
        trial.edge = count
        trial.nest = nest_of(unit, pc)
    left = trial.start + trial.length - progress
    if what == RUN_LOOP:
        set_back(unit, trial.edge, left)
    else:
        native.rounds_left = left
    trial.progress = progress
    trial.count = trial.edge[0]
    trial.left = native.rounds_left
    return what == RUN_NATIVE
