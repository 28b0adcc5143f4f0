# The builtin functions, methods and types that native code knows, and what it calls for them (host/builtins311.h).
#
# They are recognised by identity. The table owns them for good: a program may take a function out of `builtins`, but
# native code still compares with it.

cdef tuple JIT_FUNCTIONS = (
    "abs", "bin", "chr", "divmod", "float", "hash", "hex", "int", "isinstance", "len", "max", "min", "oct", "ord", "pow",
    "range", "repr", "round", "str", "complex", "list", "tuple", "set", "dict", "frozenset", "sorted", "sum", "any", "all",
    "enumerate", "zip", "reversed", "iter", "id", "callable", "map", "filter", "super", "next", "getattr",
    "setattr", "type",
)
cdef tuple JIT_METHODS = (
    "append", "pop", "get", "keys", "values", "items", "add", "discard", "find", "rfind", "count", "startswith",
    "endswith", "isdigit", "isalpha", "isalnum", "isspace", "isupper", "islower", "isidentifier", "lower", "upper",
    "strip", "lstrip", "rstrip", "replace", "split", "join", "splitlines", "partition", "title", "zfill", "ljust", "rjust",
    "bit_length", "capitalize", "casefold", "center", "expandtabs", "index", "rindex", "removeprefix", "removesuffix",
    "rpartition", "rsplit", "swapcase", "encode", "format", "isascii", "isdecimal", "isnumeric", "isprintable", "istitle",
    "extend", "copy", "decode", "hex", "is_integer", "as_integer_ratio",
)

cdef tuple JIT_MATH = (
    "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "exp", "log", "floor", "ceil", "atan2",
    "hypot", "pow", "gcd", "isqrt", "log2", "log10", "fmod", "isnan", "isinf", "isfinite", "radians", "degrees", "copysign",
    "fabs", "trunc", "comb", "factorial", "dist", "ldexp", "modf", "frexp",
)


cdef list jit_functions = []        # those of JIT_FUNCTIONS, as they are before a program can put others in their place


cdef list jit_exceptions = []       # the classes of exceptions, likewise


cdef int init_jit_builtins() except -1:
    import builtins
    global jit_functions, jit_exceptions
    if fvm_init_text() < 0:
        raise MemoryError
    jit_functions = [getattr(builtins, name) for name in JIT_FUNCTIONS]
    jit_exceptions = [
        found for name, found in vars(builtins).items()
        if isinstance(found, type) and issubclass(found, BaseException) and found.__name__ == name
    ]
    return 0


def jit_builtin_exceptions():
    """The builtin exceptions that native code knows."""
    return list(jit_exceptions)


cdef void jit_builtin(str name, object builtin):
    Py_INCREF(<PyObject*>builtin)
    jit_entry(name, <void*>builtin)


cdef void enter_jit_builtins():
    for name, function in zip(JIT_FUNCTIONS, jit_functions):
        jit_builtin(f"builtins.{name}", function)
    for type_ in jit_exceptions:
        jit_builtin(f"builtins.{type_.__name__}", type_)
    enter_jit_math()
    for type_ in (list, dict, set, str, int, bytes, float):
        for name in JIT_METHODS:
            if hasattr(type_, name):
                jit_builtin(f"{type_.__name__}.{name}", getattr(type_, name))
    jit_entry("PySet_Type", &PySet_Type)
    jit_entry("PyRange_Type", &PyRange_Type)
    jit_entry("length", <void*>fvm_length)
    jit_entry("dict_item", <void*>fvm_dict_item)
    jit_entry("ends_unseen", <void*>fvm_ends_unseen)
    jit_entry("dict_get", <void*>fvm_dict_get)
    jit_entry("find_global", <void*>fvm_find_global)
    jit_entry("dict_store", <void*>fvm_dict_store)
    jit_entry("set_add", <void*>fvm_set_add)
    jit_entry("set_discard", <void*>fvm_set_discard)
    jit_entry("contains", <void*>fvm_contains)
    jit_entry("str_item", <void*>fvm_str_item)
    jit_entry("extreme_of", <void*>fvm_extreme)
    jit_entry("extreme_among", <void*>fvm_extreme_among)
    jit_entry("str_order", <void*>fvm_str_order)
    jit_entry("str_concat", <void*>fvm_str_concat)
    jit_entry("str_append", <void*>fvm_str_append)
    jit_entry("str_join", <void*>fvm_str_join)
    jit_entry("list_grow", <void*>fvm_list_grow)
    jit_entry("list_pop", <void*>fvm_list_pop)
    jit_entry("slice", <void*>fvm_slice)
    jit_entry("new_tuple", <void*>fvm_try_tuple)
    jit_entry("new_list", <void*>fvm_try_list)
    jit_entry("new_dict", <void*>fvm_try_dict)
    jit_entry("iterate", <void*>fvm_try_iter)
    jit_entry("next_of", <void*>fvm_next)
    jit_entry("draw_numbered", <void*>fvm_draw_numbered)
    jit_entry("draw_two", <void*>fvm_draw_two)
    jit_entry("draw_entry", <void*>fvm_draw_entry)
    jit_entry("ord_of", <void*>fvm_ord)
    jit_entry("chr_of", <void*>fvm_chr)
    jit_entry("is_instance", <void*>fvm_isinstance)
    jit_entry("call_view", <void*>fvm_call_view)
    jit_entry("call_plain_1", <void*>fvm_call_plain_1)
    jit_entry("call_plain_2", <void*>fvm_call_plain_2)
    jit_entry("call_plain_3", <void*>fvm_call_plain_3)
    jit_entry("call_plain_4", <void*>fvm_call_plain_4)
    jit_entry("call_quiet_0", <void*>fvm_call_quiet_0)
    jit_entry("call_quiet_1", <void*>fvm_call_quiet_1)
    jit_entry("call_quiet_2", <void*>fvm_call_quiet_2)
    jit_entry("call_quiet_3", <void*>fvm_call_quiet_3)
    jit_entry("call_quiet_4", <void*>fvm_call_quiet_4)
    jit_entry("new_record", <void*>fvm_new_record)
    jit_entry("dict_setdefault", <void*>fvm_dict_setdefault)
    jit_entry("heap_push", <void*>fvm_heap_push)
    jit_entry("heap_pop", <void*>fvm_heap_pop)
    jit_entry("heap_replace", <void*>fvm_heap_replace)
    jit_entry("heap_push_pop", <void*>fvm_heap_push_pop)


cdef void enter_jit_math():
    """The functions of `math` that run nothing on plain arguments; and, of those with one float, the C library's. Where a
    program has put something else in its place, nothing is there to be equal to."""
    import math
    for name in JIT_MATH:
        function = getattr(math, name, None)
        genuine = type(function) is type(len) and function.__self__ is math and function.__name__ == name
        jit_builtin(f"math.{name}", function if genuine else object())
    jit_entry("c_sqrt", <void*>sqrt)
    jit_entry("c_sin", <void*>sin)
    jit_entry("c_cos", <void*>cos)
    jit_entry("c_tan", <void*>tan)
    jit_entry("c_asin", <void*>asin)
    jit_entry("c_acos", <void*>acos)
    jit_entry("c_atan", <void*>atan)
    jit_entry("c_sinh", <void*>sinh)
    jit_entry("c_cosh", <void*>cosh)
    jit_entry("c_tanh", <void*>tanh)
    jit_entry("c_exp", <void*>exp)
    jit_entry("c_log", <void*>log)
    jit_entry("c_floor", <void*>floor)
    jit_entry("c_ceil", <void*>ceil)


def type_version(type_):
    """The version of a type, which the caches of attributes and methods hold."""
    return fvm_type_version(<PyTypeObject*><void*>type_)


def known_object(address, version):
    """The object at an address that is known to be there (version 0), or that a cache holds as what a class of this version
    has: None if no class has the version any more, as the object may have died, then."""
    if address == 0 or version != 0 and class_of_version(version) == NULL:
        return None
    return <object><void*><size_t>address
