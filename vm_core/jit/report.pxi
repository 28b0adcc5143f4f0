# Where native code went back to the interpreter, for the statistics.


cdef void report_native(list found, NativeCode* native):
    """Append (plan, how often each exit failed) for native code and what it replaced."""
    cdef int32_t i
    while native != NULL:
        if native.failures or native.missing:
            plan = <object><void*>native.plan
            found.append((plan, [native.hits[i] for i in range(<int>len(plan))]))
        native = native.older


def jit_exits():
    """(plan of the driver, how often each exit was taken because a guard failed or a translation was missing) for all
    native code that there is."""
    cdef list found = []
    cdef CodeState* state = all_states
    cdef Unit* unit
    cdef int i
    while state != NULL:
        unit = state.unit
        if unit != NULL:
            report_native(found, unit.native)
            report_native(found, unit.retired)
            if unit.loops != NULL:
                for i in range(unit.length):
                    report_native(found, unit.loops[i])
            if unit.consumers != NULL:
                for i in range(CONSUMERS):
                    report_native(found, unit.consumers[i].native)
        state = state.next
    return found
