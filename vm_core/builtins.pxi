# The builtins that make code: `compile`, `exec` and `eval` that remember the source.
#
# Each replacement is a builtin function with the original's name, module, signature and flags, which calls the
# original; the only difference is that the code object gets an origin, so that the front end can compile it.
# They are C functions, so the namespaces they default to are the caller's, as with the originals.

cdef object note = None             # capture.note(code, source, mode, flags, optimize, runs)
cdef PyMethodDef definitions[3]     # the originals' rows with our functions
cdef PyMethodDef originals[3]
cdef object original_builtins = None
cdef object capturing_builtins = None
cdef PyObject* NAME_BUILTINS = NULL


cdef PyObject* argument(PyObject** args, Py_ssize_t count, PyObject* kwnames, Py_ssize_t position, const char* name) noexcept nogil:
    """A positional or keyword argument (borrowed), or NULL when it is not given."""
    cdef Py_ssize_t i
    if position < count:
        return args[position]
    if kwnames != NULL:
        for i in range(PyTuple_GET_SIZE(kwnames)):
            if PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(kwnames, i), name) == 0:
                return args[count + i]
    return NULL


# Many programs evaluate ever new texts, a few times a line each: to remember their sources would take longer than to run
# them. So a straight-line text is only known by its hash at first, and left to the host (policy.TEXT_RUNS). Where two
# texts share a place here, one is remembered too early, or too late.
cdef enum:
    RECENT_TEXTS = 1024
    NEVER_ASKED = 1 << 30

cdef Py_hash_t recent_texts[RECENT_TEXTS]
cdef bint new_texts_wait = False


def let_new_texts_wait(wait):
    """Whether straight-line text given to exec or eval for the first time is left to the host."""
    global new_texts_wait
    new_texts_wait = wait


cdef bint is_recent(PyObject* text) noexcept nogil:
    """Whether a text came lately; it has done so from now on."""
    cdef Py_hash_t value = PyObject_Hash(text)
    cdef Py_hash_t* place = &recent_texts[value & (RECENT_TEXTS - 1)]
    if place[0] == value:
        return True
    place[0] = value
    return False


cdef bint is_straight_line(PyCodeObject* code) noexcept nogil:
    """Whether new code neither loops nor makes functions or classes."""
    cdef _Py_CODEUNIT* word = fvm_first_instr(code)
    cdef _Py_CODEUNIT* end = word + Py_SIZE(<PyObject*>code)
    cdef Py_ssize_t i
    cdef int op
    for i in range(PyTuple_GET_SIZE(code.co_consts)):
        if Py_TYPE(PyTuple_GET_ITEM(code.co_consts, i)) == &PyCode_Type:
            return False
    while word < end:
        op = word[0] & 255
        if op == JUMP_BACKWARD or op == POP_JUMP_BACKWARD_IF_TRUE or op == POP_JUMP_BACKWARD_IF_FALSE \
                or op == POP_JUMP_BACKWARD_IF_NONE or op == POP_JUMP_BACKWARD_IF_NOT_NONE:
            return False
        word += 1
    return True


cdef int note_origin(PyObject* code, PyObject* source, object mode, object flags, object optimize, object runs) except -1:
    call_private(note, (<object><void*>code, <object><void*>source, mode, flags, optimize, runs))
    return 0


cdef PyObject* capturing_compile(PyObject* self, PyObject** args, Py_ssize_t count, PyObject* kwnames) noexcept with gil:
    cdef PyObject* result = (<_PyCFunctionFastWithKeywords><void*>originals[0].ml_meth)(self, args, count, kwnames)
    cdef PyObject *source
    cdef PyObject *mode
    cdef PyObject *flags
    cdef PyObject *optimize
    if result == NULL or Py_TYPE(result) != &PyCode_Type or fvm_resolving or not engine_enabled or _Py_IsFinalizing():
        return result
    source = argument(args, count, kwnames, 0, b"source")
    mode = argument(args, count, kwnames, 2, b"mode")
    flags = argument(args, count, kwnames, 3, b"flags")
    optimize = argument(args, count, kwnames, 5, b"optimize")
    try:
        note_origin(result, source, <object><void*>mode, 0 if flags == NULL else int(<object><void*>flags),
                    -1 if optimize == NULL else int(<object><void*>optimize), 0)
    except BaseException as error:
        Py_DECREF(result)
        set_pending(error)
        return NULL
    return result


cdef bint takes_text(PyObject** args, Py_ssize_t count) noexcept nogil:
    """Whether exec or eval would come so far as to look at the text: its namespaces are a dict and a mapping."""
    if count > 1 and args[1] != Py_None and not PyDict_Check(args[1]):
        return False
    return count < 3 or args[2] == Py_None or PyMapping_Check(args[2])


cdef void add_builtins(PyObject** args, Py_ssize_t count) noexcept nogil:
    """Enter `__builtins__` into the globals given to exec or eval, as they do before they compile the text. The
    pending exception stays."""
    cdef PyObject *type
    cdef PyObject *value
    cdef PyObject *traceback
    if count > 1 and args[1] != Py_None:
        PyErr_Fetch(&type, &value, &traceback)
        if PyDict_SetDefault(args[1], NAME_BUILTINS, PyEval_GetBuiltins()) == NULL:
            Py_XDECREF(type)
            Py_XDECREF(value)
            Py_XDECREF(traceback)
        else:
            PyErr_Restore(type, value, traceback)


cdef const char* text_of(PyObject* source, PyCompilerFlags* flags) noexcept nogil:
    """The characters (borrowed) of a source text for the host's compiler, and the flags that it needs for them. NULL,
    without an exception, when it would not take it."""
    cdef const char* text
    cdef Py_ssize_t size = 0
    flags.cf_flags = PyCF_SOURCE_IS_UTF8
    flags.cf_feature_version = 11
    if Py_TYPE(source) == &PyUnicode_Type:
        text = PyUnicode_AsUTF8AndSize(source, &size)
        if text == NULL:
            PyErr_Clear()
            return NULL
        # PyCF_IGNORE_COOKIE: a str has been decoded already.
        flags.cf_flags |= 0x0800
    elif Py_TYPE(source) == &PyBytes_Type:
        PyBytes_AsStringAndSize(source, <char**>&text, &size)
    else:
        return NULL
    return text if memchr(text, 0, size) == NULL else NULL


def compile_program(source, filename):
    """As compile(source, filename, "exec"), for the text of a program: the builtin makes all classes of syntax nodes when
    it is first called, which takes longer than most programs take to compile."""
    cdef PyCompilerFlags flags
    cdef const char* text = text_of(<PyObject*><void*>source, &flags)
    if text == NULL:
        raise ValueError("source code cannot be decoded, or has null bytes in it")
    return compile_text(text, filename, Py_file_input, &flags, -1)


cdef PyObject* compiled_text(PyObject* source, int start) noexcept with gil:
    """The code object (new) of source text given to exec or eval, with its origin. NULL with an exception, or without
    one when it is no text: the original says so."""
    cdef PyCompilerFlags flags
    cdef const char* text = text_of(source, &flags)
    cdef PyObject* code
    cdef PyObject* filename
    cdef CodeState* state
    cdef bint recent
    if text == NULL:
        return NULL
    if start == Py_eval_input:
        while text[0] == c" " or text[0] == c"\t":
            text += 1
    PyEval_MergeCompilerFlags(&flags)
    filename = PyUnicode_FromString(b"<string>")
    if filename == NULL:
        return NULL
    code = Py_CompileStringObject(text, filename, start, &flags, -1)
    Py_DECREF(filename)
    if code == NULL:
        # Not left to the original: what the compiler warned about, it would warn about again.
        return NULL
    recent = is_recent(source)
    if new_texts_wait and not recent and is_straight_line(<PyCodeObject*>code):
        state = ensure_state(<PyCodeObject*>code)
        if state == NULL:
            Py_DECREF(code)
            return NULL
        state.countdown = NEVER_ASKED
        return code
    try:
        note_origin(code, source, "eval" if start == Py_eval_input else "exec", 0, -1, 1 if recent else 0)
    except BaseException as error:
        Py_DECREF(code)
        set_pending(error)
        return NULL
    return code


cdef PyObject* run_captured(int which, int start, PyObject* self, PyObject** args, Py_ssize_t count, PyObject* kwnames) noexcept nogil:
    """exec or eval: the text becomes a code object with an origin, and the original gets that."""
    cdef PyObject *code = NULL
    cdef PyObject *source
    cdef PyObject *result
    cdef PyObject* copy[4]
    cdef Py_ssize_t i, total = count
    if kwnames != NULL:
        total += PyTuple_GET_SIZE(kwnames)
    # A closure can only go with a code object: the original says so.
    if 1 <= count <= 3 and kwnames == NULL and engine_enabled and not fvm_resolving and not _Py_IsFinalizing() \
            and takes_text(args, count):
        code = compiled_text(args[0], start)
        if code == NULL and PyErr_Occurred() != NULL:
            add_builtins(args, count)
            return NULL
    if code == NULL:
        return call_original(which, self, args, count, kwnames)
    copy[0] = code
    for i in range(1, total):
        copy[i] = args[i]
    result = call_original(which, self, copy, count, kwnames)
    Py_DECREF(code)
    return result


cdef PyObject* call_original(int which, PyObject* self, PyObject** args, Py_ssize_t count, PyObject* kwnames) noexcept nogil:
    if originals[which].ml_flags & METH_KEYWORDS:
        return (<_PyCFunctionFastWithKeywords><void*>originals[which].ml_meth)(self, args, count, kwnames)
    return (<_PyCFunctionFast><void*>originals[which].ml_meth)(self, args, count)


cdef PyObject* capturing_exec(PyObject* self, PyObject** args, Py_ssize_t count, PyObject* kwnames) noexcept nogil:
    return run_captured(1, Py_file_input, self, args, count, kwnames)


cdef PyObject* capturing_eval(PyObject* self, PyObject** args, Py_ssize_t count) noexcept nogil:
    return run_captured(2, Py_eval_input, self, args, count, NULL)


cdef void* replacement(int which) noexcept:
    if which == 0:
        return <void*>capturing_compile
    if which == 1:
        return <void*>capturing_exec
    return <void*>capturing_eval


cdef object make_capturing(int which, object original):
    cdef PyCFunctionObject* function = <PyCFunctionObject*><void*>original
    if Py_TYPE(<PyObject*>function) != &PyCFunction_Type or not function.m_ml.ml_flags & METH_FASTCALL:
        raise RuntimeError(f"cannot capture {original!r}: it is not the host's own function")
    originals[which] = function.m_ml[0]
    definitions[which] = function.m_ml[0]
    definitions[which].ml_meth = <PyCFunction>replacement(which)
    cdef PyObject* made = PyCFunction_NewEx(&definitions[which], function.m_self, function.m_module)
    if made == NULL:
        raise MemoryError
    result = <object><void*>made
    Py_DECREF(made)
    return result


cdef void install_builtins(bint capturing):
    """Put the capturing builtins in place, or the originals back; what a program put there itself stays."""
    global original_builtins, capturing_builtins, note, NAME_BUILTINS
    import builtins
    if capturing_builtins is None:
        from fastvm.adoption import capture
        note = capture.note
        NAME_BUILTINS = PyUnicode_InternFromString(b"__builtins__")
        names = ("compile", "exec", "eval")
        original_builtins = {name: getattr(builtins, name) for name in names}
        capturing_builtins = {name: make_capturing(i, original_builtins[name]) for i, name in enumerate(names)}
    new, old = (capturing_builtins, original_builtins) if capturing else (original_builtins, capturing_builtins)
    for name, function in new.items():
        if getattr(builtins, name, None) is old[name]:
            setattr(builtins, name, function)
