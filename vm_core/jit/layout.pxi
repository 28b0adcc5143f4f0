# What the compiler must know of the core: offsets of structures, and the places of the table's entries.


def jit_layout():
    """What the compiler must know of the core: offsets of structures, and the places of the table's entries."""
    cdef _PyInterpreterFrame* frame = NULL
    cdef NativeCode* native = NULL
    cdef NativeFrame* known = NULL
    cdef Unit* unit = NULL
    cdef DirectCall* call = NULL
    cdef PyThreadState* thread = NULL
    cdef _PyCFrame* cframe = NULL
    cdef PyFunctionObject* function = NULL
    cdef fvm_range_iterator* range_ = NULL
    cdef fvm_seq_iterator* sequence = NULL
    cdef PyModuleObject* module = NULL
    cdef PropertyLayout* property_ = NULL
    cdef WrapperLayout* wrapper = NULL
    cdef PyMethodObject* method = NULL
    cdef int i = 0
    cdef dict host = {}
    if not jit_names:
        enter_jit_objects()
        enter_jit_steps()
        enter_jit_builtins()
        enter_jit_exceptions()
        enter_jit_class_numbers()
        enter_jit_generators()
        enter_jit_resumption()
        enter_jit_operations()
        enter_arguments()
        enter_direct_calls()
    while fvm_offsets[i].name != NULL:
        host[fvm_offsets[i].name.decode()] = fvm_offsets[i].offset
        i += 1
    return {
        **host,
        "registers": <Py_ssize_t>&frame.localsplus,
        "frame_object": <Py_ssize_t>&frame.frame_obj,
        "frame_specials": fvm_frame_specials(),
        "frame_function": <Py_ssize_t>&frame.f_func,
        "frame_locals": <Py_ssize_t>&frame.f_locals,
        "native_frames": <Py_ssize_t>&native.frames,
        "inlined_size": sizeof(NativeFrame),
        "inlined_code": <Py_ssize_t>&known.code,
        "inlined_consts": <Py_ssize_t>&known.consts,
        "inlined_unit": <Py_ssize_t>&known.unit,
        "unit_owner": <Py_ssize_t>&unit.owner,
        "unit_serial": <Py_ssize_t>&unit.serial,
        "unit_calls": <Py_ssize_t>&unit.calls,
        "unit_direct": <Py_ssize_t>&unit.direct,
        "unit_direct_left": <Py_ssize_t>&unit.direct_left,
        "native_function": <Py_ssize_t>&native.function,
        "native_kinds": <Py_ssize_t>&native.kinds,
        "native_inline_slots": <Py_ssize_t>&native.inline_slots,
        "frame_code": <Py_ssize_t>&frame.f_code,
        "frame_previous": <Py_ssize_t>&frame.previous,
        "call_site": <Py_ssize_t>&call.site,
        "call_values": <Py_ssize_t>&call.values,
        "current_frame": <Py_ssize_t>&cframe.current_frame,
        "stack_end": 8 * STACK_END,
        "kind_int": KIND_INT,
        "kind_double": KIND_DOUBLE,
        "item_kind_shift": ITEM_KIND_SHIFT,
        "arguments": 8 * ARGUMENTS,
        "datastack_limit": <Py_ssize_t>&thread.datastack_limit,
        "inlined_code_object": <Py_ssize_t>&known.code_object,
        "datastack_top": <Py_ssize_t>&thread.datastack_top,
        "recursion_remaining": <Py_ssize_t>&thread.recursion_remaining,
        "cframe": <Py_ssize_t>&thread.cframe,
        "use_tracing": <Py_ssize_t>&cframe.use_tracing,
        "function_code": <Py_ssize_t>&function.func_code,
        "function_closure": <Py_ssize_t>&function.func_closure,
        "function_defaults": <Py_ssize_t>&function.func_defaults,
        "function_globals": <Py_ssize_t>&function.func_globals,
        "function_builtins": <Py_ssize_t>&function.func_builtins,
        "native_table": <Py_ssize_t>&native.table,
        "native_known": <Py_ssize_t>&native.known,
        "native_rounds_left": <Py_ssize_t>&native.rounds_left,
        "interpreter": fvm_offset_interp(),
        "eval_breaker": fvm_offset_breaker(),
        "module_dict": <Py_ssize_t>&module.md_dict,
        "sequence": <Py_ssize_t>&sequence.seq,
        "sequence_index": <Py_ssize_t>&sequence.index,
        "method_function": <Py_ssize_t>&method.im_func,
        "method_self": <Py_ssize_t>&method.im_self,
        "range_index": <Py_ssize_t>&range_.index,
        "range_start": <Py_ssize_t>&range_.start,
        "range_step": <Py_ssize_t>&range_.step,
        "range_length": <Py_ssize_t>&range_.len,
        "frame_init": FRAME_INIT,
        "frame_ex": FRAME_EX,
        "is_sequence": Py_TPFLAGS_SEQUENCE,
        "is_mapping": Py_TPFLAGS_MAPPING,
        "frame_operator": FRAME_OPERATOR,
        "frame_direct": FRAME_DIRECT,
        "recursion_slack": RECURSION_SLACK,
        "property_getter": <Py_ssize_t>&property_.prop_get,
        "property_setter": <Py_ssize_t>&property_.prop_set,
        "wrapped_callable": <Py_ssize_t>&wrapper.callable,
        "table": dict(jit_names),
    }
