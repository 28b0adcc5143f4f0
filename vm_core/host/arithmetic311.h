/* Arithmetic that has no forms of its own: ints of three and four digits, and an int beside a float.
 *
 * Ints that do not fit into a machine's register are most often 64 bits without a sign, and what comes of them on the way to
 * a mask: hashes, generators of random numbers, sets of bits. The host computes with digits of 30 bits, in several loops and
 * with an object for each of them. Here they are numbers of 128 bits. Nothing runs Python code or attends to signals, and
 * each function gives a new reference, or NULL and no exception: the host computes it, or raises. */
#ifndef FASTVM_HOST_ARITHMETIC311_H
#define FASTVM_HOST_ARITHMETIC311_H

#include "cpython311.h"

/* Operations by their numbers, in the order of the instructions from OP_ADD on. */
enum {
    FVM_ADD, FVM_SUB, FVM_MUL, FVM_TRUEDIV, FVM_FLOORDIV, FVM_MOD, FVM_POW, FVM_MATMUL, FVM_LSHIFT, FVM_RSHIFT, FVM_AND,
    FVM_OR, FVM_XOR
};

#define FVM_WIDE_DIGITS 4
#define FVM_WIDE_BITS (FVM_WIDE_DIGITS * PyLong_SHIFT)

/* The number of digits of an int with so many of them at most, and its value; -1: it is another object. */
FVM_INLINE Py_ssize_t fvm_wide(PyObject *o, __int128 *value) {
    const digit *d = ((PyLongObject *)o)->ob_digit;
    Py_ssize_t size = Py_SIZE(o), digits = size < 0 ? -size : size;
    unsigned __int128 magnitude = 0;
    if (!Py_IS_TYPE(o, &PyLong_Type) || digits > FVM_WIDE_DIGITS) {
        return -1;
    }
    for (Py_ssize_t i = digits; i-- > 0;) {
        magnitude = magnitude << PyLong_SHIFT | d[i];
    }
    *value = size < 0 ? -(__int128)magnitude : (__int128)magnitude;
    return digits;
}

static PyObject *fvm_new_wide(__int128 value) {
    unsigned __int128 magnitude = value < 0 ? -(unsigned __int128)value : (unsigned __int128)value;
    Py_ssize_t digits = 0;
    PyLongObject *o;
    if (magnitude >> 2 * PyLong_SHIFT == 0) {
        o = (PyLongObject *)fvm_new_int((int64_t)value);
    } else {
        for (unsigned __int128 rest = magnitude; rest != 0; rest >>= PyLong_SHIFT) {
            digits++;
        }
        o = _PyLong_New(digits);
        if (o != NULL) {
            for (Py_ssize_t i = 0; i < digits; i++, magnitude >>= PyLong_SHIFT) {
                o->ob_digit[i] = (digit)(magnitude & PyLong_MASK);
            }
            Py_SET_SIZE(o, value < 0 ? -digits : digits);
        }
    }
    if (fvm_unlikely(o == NULL)) {
        PyErr_Clear();
    }
    return (PyObject *)o;
}

/* An operation on two ints. */
static PyObject *fvm_wide_binary(PyObject *x, PyObject *y, int64_t op) {
    __int128 m = 0, n = 0;
    Py_ssize_t digits = fvm_wide(x, &m), others = fvm_wide(y, &n);
    if (digits < 0 || others < 0) {
        return NULL;
    }
    switch (op) {
    case FVM_ADD:
        return fvm_new_wide(m + n);
    case FVM_SUB:
        return fvm_new_wide(m - n);
    case FVM_MUL:
        return digits + others <= FVM_WIDE_DIGITS ? fvm_new_wide(m * n) : NULL;
    case FVM_FLOORDIV:
    case FVM_MOD:
        /* (The host gives the dividend itself as the remainder where it is smaller.) */
        if (n <= 0 || m < n) {
            return NULL;
        }
        if (m >> 64 == 0) {
            uint64_t dividend = (uint64_t)m, divisor = (uint64_t)n;
            return fvm_new_wide(op == FVM_MOD ? dividend % divisor : dividend / divisor);
        }
        return fvm_new_wide(op == FVM_MOD ? m % n : m / n);
    case FVM_LSHIFT:
        if (n < 0 || n > FVM_WIDE_BITS - digits * PyLong_SHIFT) {
            return NULL;
        }
        return fvm_new_wide(m * ((__int128)1 << (int)n));
    case FVM_RSHIFT:
        /* (A distance of 0 may give the very object.) */
        if (n <= 0) {
            return NULL;
        }
        return fvm_new_wide(m >> (n > FVM_WIDE_BITS ? FVM_WIDE_BITS : (int)n));
    case FVM_AND:
        return fvm_new_wide(m & n);
    case FVM_OR:
        return fvm_new_wide(m | n);
    case FVM_XOR:
        return fvm_new_wide(m ^ n);
    default:
        return NULL;
    }
}

/* An int of at most two digits, or a float. */
FVM_INLINE int fvm_real(PyObject *o, double *value) {
    int64_t number;
    if (Py_IS_TYPE(o, &PyFloat_Type)) {
        *value = fvm_float(o);
        return 1;
    }
    if (!fvm_int(o, &number)) {
        return 0;
    }
    *value = (double)number; /* (rounded as the host does it) */
    return 1;
}

/* An operation on an int and a float, or two floats. */
static PyObject *fvm_mixed_binary(PyThreadState *ts, PyObject *x, PyObject *y, int64_t op) {
    double m, n;
    PyObject *result;
    if ((!Py_IS_TYPE(x, &PyFloat_Type) && !Py_IS_TYPE(y, &PyFloat_Type)) || !fvm_real(x, &m) || !fvm_real(y, &n)) {
        return NULL;
    }
    if (op == FVM_ADD) {
        m += n;
    } else if (op == FVM_SUB) {
        m -= n;
    } else if (op == FVM_MUL) {
        m *= n;
    } else if (op == FVM_TRUEDIV && n != 0.0) {
        m /= n;
    } else {
        return NULL;
    }
    result = fvm_new_float(ts, m);
    if (fvm_unlikely(result == NULL)) {
        PyErr_Clear();
    }
    return result;
}

#endif
