/* Damages the interpreter's own objects, and its own, in ways that a debugger must live with. */
#define PY_SSIZE_T_CLEAN
#define Py_BUILD_CORE 1
#include <Python.h>
#undef Py_BUILD_CORE
#if PY_VERSION_HEX >= 0x030b0000
#define Py_BUILD_CORE 1
#include <internal/pycore_frame.h>
#undef Py_BUILD_CORE
#else
#include <frameobject.h>
#endif
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- values ---- */

static PyObject *free_under(PyObject *self, PyObject *object) {
    Py_DECREF(object);
    Py_RETURN_NONE;
}

/* The word at an offset of an object; writes there. */
static PyObject *write_word(PyObject *self, PyObject *args) {
    PyObject *object;
    Py_ssize_t offset;
    unsigned long long word;
    if (!PyArg_ParseTuple(args, "OnK", &object, &offset, &word)) return NULL;
    Py_INCREF(object); /* it shall not be freed with what it holds now */
    *(unsigned long long *)((char *)object + offset) = word;
    Py_RETURN_NONE;
}

static PyObject *read_word(PyObject *self, PyObject *args) {
    PyObject *object;
    Py_ssize_t offset;
    if (!PyArg_ParseTuple(args, "On", &object, &offset)) return NULL;
    return PyLong_FromUnsignedLongLong(*(unsigned long long *)((char *)object + offset));
}

static PyObject *address_of(PyObject *self, PyObject *object) {
    Py_INCREF(object);
    return PyLong_FromVoidPtr(object);
}

/* Where a dict keeps what its table says of itself. */
static PyObject *spoil_dict_table(PyObject *self, PyObject *dict) {
    char *keys = (char *)((PyDictObject *)dict)->ma_keys;
    Py_INCREF(dict);
    keys[8] = 60; /* dk_log2_size, or the lowest byte of dk_size */
    Py_RETURN_NONE;
}

/* ---- chains ---- */

/* The newest frame is called by itself. */
static PyObject *loop_frames(PyObject *self, PyObject *unused) {
    PyThreadState *state = PyThreadState_Get();
#if PY_VERSION_HEX >= 0x030d0000
    state->current_frame->previous->previous = state->current_frame;
#elif PY_VERSION_HEX >= 0x030b0000
    state->cframe->current_frame->previous->previous = state->cframe->current_frame;
#else
    state->frame->f_back->f_back = state->frame;
#endif
    pause();
    Py_RETURN_NONE;
}

static PyObject *loop_thread_states(PyObject *self, PyObject *unused) {
    PyThreadState *state = PyThreadState_Get();
    state->next = state;
    pause();
    Py_RETURN_NONE;
}

/* The caller's code object is no code object. */
static PyObject *spoil_code(PyObject *self, PyObject *unused) {
    PyThreadState *state = PyThreadState_Get();
#if PY_VERSION_HEX >= 0x030d0000
    state->current_frame->f_executable = (PyObject *)0x4141414141414141;
#elif PY_VERSION_HEX >= 0x030b0000
    state->cframe->current_frame->f_code = (PyCodeObject *)0x4141414141414141;
#else
    state->frame->f_code = (PyCodeObject *)0x4141414141414141;
#endif
    pause();
    Py_RETURN_NONE;
}

/* ---- C's own ---- */

struct node {
    struct node *next;
    int table[1000][1000];
    char text[1 << 16];
};

static int many = 3 << 20;

static PyObject *hold_much(PyObject *self, PyObject *unused) {
    static struct node nodes[4];
    char on_stack[2 << 20];
    int variable[many / 16];
    struct node *list = nodes;
    /* A text without an end, as far as the process goes. */
    char *endless = mmap(NULL, 1 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    struct node *nonsense = (struct node *)0x4141414141414141;
    memset(on_stack, 'x', sizeof on_stack);
    memset(variable, 1, sizeof variable);
    memset(endless, 'x', 1 << 24);
    for (int i = 0; i < 4; i++) nodes[i].next = &nodes[(i + 1) % 4];
    pause();
    return PyLong_FromLong(on_stack[5] + variable[3] + (list->next == nonsense) + endless[7]);
}

/* Waits for a mutex that names a thread as its owner which there never was. */
static PyObject *wait_for_nobody(PyObject *self, PyObject *unused) {
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&mutex);
    mutex.__data.__owner = 0x7ffffff0;
    Py_BEGIN_ALLOW_THREADS
    pthread_mutex_lock(&mutex);
    Py_END_ALLOW_THREADS
    Py_RETURN_NONE;
}

/* As deep as a stack of 8 MiB bears: a frame takes 48 bytes. */
static int descend(int left) {
    if (left == 0) return pause();
    return descend(left - 1) + 1;
}

static PyObject *recur(PyObject *self, PyObject *unused) {
    return PyLong_FromLong(descend(150000));
}

static PyObject *wait(PyObject *self, PyObject *unused) {
    pause();
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"free_under", free_under, METH_O, NULL},
    {"write_word", write_word, METH_VARARGS, NULL},
    {"read_word", read_word, METH_VARARGS, NULL},
    {"address_of", address_of, METH_O, NULL},
    {"spoil_dict_table", spoil_dict_table, METH_O, NULL},
    {"loop_frames", loop_frames, METH_NOARGS, NULL},
    {"loop_thread_states", loop_thread_states, METH_NOARGS, NULL},
    {"spoil_code", spoil_code, METH_NOARGS, NULL},
    {"hold_much", hold_much, METH_NOARGS, NULL},
    {"wait_for_nobody", wait_for_nobody, METH_NOARGS, NULL},
    {"recur", recur, METH_NOARGS, NULL},
    {"wait", wait, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "hostile", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_hostile(void) { return PyModule_Create(&definition); }
