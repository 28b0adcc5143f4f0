/* Arithmetic of ints of up to four digits (120 bits) and bools in the machine's 128 bits: hashes, random numbers, modular
 * products. The interpreter's own forms take the smaller ones; what is larger, or has a result that is, is the host's. */
#ifndef FASTVM_HOST_WIDE_INTS311_H
#define FASTVM_HOST_WIDE_INTS311_H

#include "cpython311.h"

typedef __int128 fvm_wide;
#define FVM_WIDE_DIGITS 4

/* The operators in the order of their opcodes (bytecode/instructions.py), from ADD. */
enum {
    FVM_ADD, FVM_SUB, FVM_MUL, FVM_TRUEDIV, FVM_FLOORDIV, FVM_MOD, FVM_POW, FVM_MATMUL,
    FVM_LSHIFT, FVM_RSHIFT, FVM_AND, FVM_OR, FVM_XOR
};

FVM_INLINE int fvm_to_wide(PyObject *o, fvm_wide *value) {
    const digit *d = ((PyLongObject *)o)->ob_digit;
    Py_ssize_t size = Py_SIZE(o), digits = size < 0 ? -size : size;
    fvm_wide v = 0;
    if ((!Py_IS_TYPE(o, &PyLong_Type) && !Py_IS_TYPE(o, &PyBool_Type)) || digits > FVM_WIDE_DIGITS) {
        return 0;
    }
    while (--digits >= 0) {
        v = v << PyLong_SHIFT | d[digits];
    }
    *value = size < 0 ? -v : v;
    return 1;
}

/* A new int, or NULL: MemoryError. */
FVM_INLINE PyObject *fvm_from_wide(fvm_wide v) {
    unsigned __int128 magnitude = v < 0 ? -(unsigned __int128)v : (unsigned __int128)v, rest;
    Py_ssize_t digits = 0, i;
    PyLongObject *o;
    if (magnitude <= PyLong_MASK) {
        return fvm_new_int((int64_t)v);
    }
    for (rest = magnitude; rest != 0; rest >>= PyLong_SHIFT) {
        digits++;
    }
    o = _PyLong_New(digits);
    if (o != NULL) {
        for (i = 0; i < digits; i++) {
            o->ob_digit[i] = (digit)(magnitude & PyLong_MASK);
            magnitude >>= PyLong_SHIFT;
        }
        Py_SET_SIZE(o, v < 0 ? -digits : digits);
    }
    return (PyObject *)o;
}

/* `x op y` for two ints or bools: 1, with a new reference; 0: it is for the host; -1, with an exception set. */
static __attribute__((noinline, unused)) int fvm_compute_wide(PyThreadState *ts, int op, PyObject *x, PyObject *y, PyObject **result) {
    const fvm_wide exact = (fvm_wide)1 << 53; /* integers up to this convert to a double exactly */
    fvm_wide m, n, v;
    if (!fvm_to_wide(x, &m) || !fvm_to_wide(y, &n)) {
        return 0;
    }
    switch (op) {
    case FVM_ADD:
        v = m + n;
        break;
    case FVM_SUB:
        v = m - n;
        break;
    case FVM_MUL:
        if (__builtin_mul_overflow(m, n, &v)) {
            return 0;
        }
        break;
    case FVM_POW:
        if (n != 2 || __builtin_mul_overflow(m, m, &v)) {
            return 0;
        }
        break;
    case FVM_TRUEDIV:
        /* Both are exact, so one rounding gives what the host's long division gives. */
        if (n == 0 || m < -exact || m > exact || n < -exact || n > exact) {
            return 0;
        }
        *result = fvm_new_float(ts, (double)m / (double)n);
        return *result != NULL ? 1 : -1;
    case FVM_FLOORDIV:
    case FVM_MOD:
        if (n == 0) {
            return 0;
        }
        if ((int64_t)m == m && (int64_t)n == n && n != -1) {
            v = op == FVM_MOD ? fvm_mod((int64_t)m, (int64_t)n) : fvm_floordiv((int64_t)m, (int64_t)n);
        } else {
            fvm_wide remainder = m % n;
            int away = remainder != 0 && (remainder < 0) != (n < 0);
            v = op == FVM_MOD ? (away ? remainder + n : remainder) : m / n - away;
        }
        break;
    case FVM_LSHIFT:
        if (n < 0 || n > 120 || __builtin_mul_overflow(m, (fvm_wide)1 << (int)n, &v)) {
            return 0;
        }
        break;
    case FVM_RSHIFT:
        if (n < 0) {
            return 0;
        }
        v = m >> (n < 127 ? (int)n : 127);
        break;
    case FVM_AND:
    case FVM_OR:
    case FVM_XOR:
        if (Py_IS_TYPE(x, &PyBool_Type) && Py_IS_TYPE(y, &PyBool_Type)) {
            return 0; /* the result is a bool */
        }
        v = op == FVM_AND ? (m & n) : op == FVM_OR ? (m | n) : (m ^ n);
        break;
    default:
        return 0;
    }
    *result = fvm_from_wide(v);
    return *result != NULL ? 1 : -1;
}

#endif
