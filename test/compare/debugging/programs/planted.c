/* An extension module with planted faults. `at: NAME` marks the lines that programs.ts knows as answers. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    int id;
    double *weights;
} node_t;

/* ---- crash: C called by Python called by C ---- */

static double add_weights(const node_t *node, int count) {
    double total = 0.0;
    for (int i = 0; i < count; i++)
        total += node->weights[i]; /* at: null-read */
    return total;
}

static PyObject *read_null(PyObject *self, PyObject *args) {
    int count = 0;
    if (!PyArg_ParseTuple(args, "i", &count)) return NULL;
    node_t node = {42, NULL};
    return PyFloat_FromDouble(add_weights(&node, count)); /* at: read-null */
}

static PyObject *call_back(PyObject *self, PyObject *callable) {
    int depth = 7;
    PyObject *result = PyObject_CallFunction(callable, "i", depth); /* at: call-back */
    return result;
}

/* ---- hang: a loop that keeps the GIL ---- */

static volatile long turns = 0;

static long turn_for_ever(long step) {
    long seen = 0;
    while (turns >= 0) { /* at: turn */
        turns = (turns + step) % 1000; /* at: turn-body */
        seen++; /* at: turn-count */
    }
    return seen;
}

static PyObject *spin(PyObject *self, PyObject *args) {
    long step = 0;
    if (!PyArg_ParseTuple(args, "l", &step)) return NULL;
    return PyLong_FromLong(turn_for_ever(step)); /* at: spin */
}

/* ---- deadlock: the GIL and a mutex ---- */

static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t second = PTHREAD_MUTEX_INITIALIZER;
static atomic_int first_is_held = 0;
static atomic_int second_is_held = 0;
static atomic_int gil_is_held = 0;

/* Takes the mutex, and then the GIL, which the other thread keeps. */
static PyObject *lock_then_gil(PyObject *self, PyObject *unused) {
    Py_BEGIN_ALLOW_THREADS
    pthread_mutex_lock(&first);
    first_is_held = 1;
    while (!gil_is_held) usleep(1000);
    Py_END_ALLOW_THREADS /* at: take-gil */
    pthread_mutex_unlock(&first);
    Py_RETURN_NONE;
}

/* Keeps the GIL, and wants the mutex. */
static PyObject *gil_then_lock(PyObject *self, PyObject *unused) {
    volatile int wanted = 3;
    Py_BEGIN_ALLOW_THREADS
    while (!first_is_held) usleep(1000);
    Py_END_ALLOW_THREADS
    gil_is_held = 1;
    pthread_mutex_lock(&first); /* at: take-mutex */
    pthread_mutex_unlock(&first);
    return PyLong_FromLong(wanted);
}

/* ---- deadlock: two mutexes, without the GIL ---- */

static PyObject *lock_first_then_second(PyObject *self, PyObject *unused) {
    Py_BEGIN_ALLOW_THREADS
    pthread_mutex_lock(&first);
    first_is_held = 1;
    while (!second_is_held) usleep(1000);
    pthread_mutex_lock(&second); /* at: take-second */
    Py_END_ALLOW_THREADS
    Py_RETURN_NONE;
}

static PyObject *lock_second_then_first(PyObject *self, PyObject *unused) {
    Py_BEGIN_ALLOW_THREADS
    pthread_mutex_lock(&second);
    second_is_held = 1;
    while (!first_is_held) usleep(1000);
    pthread_mutex_lock(&first); /* at: take-first */
    Py_END_ALLOW_THREADS
    Py_RETURN_NONE;
}

/* ---- over-decref: gives back a reference that it was only lent ---- */

static PyObject *over_decref(PyObject *self, PyObject *object) {
    Py_DECREF(object);
    Py_RETURN_NONE;
}

/* ---- abort ---- */

static int check_count(int count) {
    if (count < 0) abort(); /* at: abort */
    return count;
}

static PyObject *call_abort(PyObject *self, PyObject *args) {
    int count = 0;
    if (!PyArg_ParseTuple(args, "i", &count)) return NULL;
    return PyLong_FromLong(check_count(-count)); /* at: call-abort */
}

static int assert_small(int count) {
    assert(count < 3); /* at: assert */
    return count;
}

static PyObject *call_assert(PyObject *self, PyObject *args) {
    int count = 0;
    if (!PyArg_ParseTuple(args, "i", &count)) return NULL;
    return PyLong_FromLong(assert_small(count)); /* at: call-assert */
}

static PyObject *call_fatal_error(PyObject *self, PyObject *unused) {
    Py_FatalError("the planted fatal error"); /* at: fatal-error */
    Py_RETURN_NONE;
}

/* ---- stack overflow ---- */

typedef struct {
    char path[128];
    int depth;
} step_t;

static int descend(const step_t *parent) { /* at: descend-entry */
    step_t step;
    memset(step.path, 'x', sizeof step.path); /* at: descend-fill */
    step.depth = parent->depth + 1;
    return descend(&step) + 1; /* at: descend */
}

static PyObject *overflow(PyObject *self, PyObject *unused) {
    step_t root = {"", 0};
    return PyLong_FromLong(descend(&root)); /* at: overflow */
}

static PyMethodDef methods[] = {
    {"read_null", read_null, METH_VARARGS, NULL},
    {"call_back", call_back, METH_O, NULL},
    {"spin", spin, METH_VARARGS, NULL},
    {"lock_then_gil", lock_then_gil, METH_NOARGS, NULL},
    {"gil_then_lock", gil_then_lock, METH_NOARGS, NULL},
    {"lock_first_then_second", lock_first_then_second, METH_NOARGS, NULL},
    {"lock_second_then_first", lock_second_then_first, METH_NOARGS, NULL},
    {"over_decref", over_decref, METH_O, NULL},
    {"call_abort", call_abort, METH_VARARGS, NULL},
    {"call_assert", call_assert, METH_VARARGS, NULL},
    {"call_fatal_error", call_fatal_error, METH_NOARGS, NULL},
    {"overflow", overflow, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

/* Without this slot a free-threaded interpreter would take the GIL back. */
static PyModuleDef_Slot slots[] = {
#ifdef Py_GIL_DISABLED
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef definition = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "planted",
    .m_size = 0,
    .m_methods = methods,
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit_planted(void) { return PyModuleDef_Init(&definition); }
