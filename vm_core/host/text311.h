/* Methods of text that the host calls with a tuple of their arguments, which it takes apart by a format: called without.
 * They run no Python code, allocate nothing that the collector looks after, and do not attend to signals. */
#ifndef FASTVM_HOST_TEXT311_H
#define FASTVM_HOST_TEXT311_H

#include "cpython311.h"

/* A position as they take it: an int, or None, which leaves it as it is; 0: it is something else. */
FVM_INLINE int fvm_text_position(PyObject *o, Py_ssize_t *position) {
    int64_t number;
    if (o == Py_None) {
        return 1;
    }
    if (!fvm_int(o, &number)) {
        return 0;
    }
    *position = (Py_ssize_t)number;
    return 1;
}

/* What a method of str is made of. (The dict of str is the host's, and never changes.) */
static PyMethodDef *fvm_text_method(const char *name) {
    PyObject *method = PyDict_GetItemString(PyUnicode_Type.tp_dict, name);
    return method != NULL && Py_IS_TYPE(method, &PyMethodDescr_Type) ? ((PyMethodDescrObject *)method)->d_method : NULL;
}

/* What `callable` gives for these arguments, the first of which is the text: a new reference. NULL (no exception): it is
 * none of these methods, or the host has to look. */
static PyObject *fvm_call_text(PyObject *callable, PyObject *const *arguments, Py_ssize_t count) {
    static PyMethodDef *starts, *ends, *finds;
    PyMethodDef *called;
    PyObject *result = NULL;
    Py_ssize_t start = 0, end = PY_SSIZE_T_MAX, found;
    if (!Py_IS_TYPE(callable, &PyMethodDescr_Type) || count < 2 || count > 4 || !PyUnicode_CheckExact(arguments[0])
        || !PyUnicode_CheckExact(arguments[1])) {
        return NULL;
    }
    if (fvm_unlikely(starts == NULL)) {
        ends = fvm_text_method("endswith");
        finds = fvm_text_method("find");
        starts = fvm_text_method("startswith");
    }
    called = ((PyMethodDescrObject *)callable)->d_method;
    if ((called != starts && called != ends && called != finds) || (count > 2 && !fvm_text_position(arguments[2], &start))
        || (count > 3 && !fvm_text_position(arguments[3], &end))) {
        return NULL;
    }
    if (called == finds) {
        found = PyUnicode_Find(arguments[0], arguments[1], start, end, 1);
        result = found >= -1 ? fvm_new_int(found) : NULL;
    } else {
        found = PyUnicode_Tailmatch(arguments[0], arguments[1], start, end, called == starts ? -1 : 1);
        result = found >= 0 ? Py_NewRef(found ? Py_True : Py_False) : NULL;
    }
    if (fvm_unlikely(result == NULL)) {
        PyErr_Clear();
    }
    return result;
}

#endif
