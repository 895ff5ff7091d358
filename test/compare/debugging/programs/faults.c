/* Each way for a process to end by its own code. `at: NAME` marks the lines that a report has to name. */
#define _GNU_SOURCE
#include <Python.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static volatile int zero = 0;

static PyObject *divide(PyObject *self, PyObject *unused) {
    return PyLong_FromLong(7 / zero); /* at: divide */
}

static PyObject *trap(PyObject *self, PyObject *unused) {
    __builtin_trap(); /* at: trap */
}

/* A page of a mapped file that has ended before it. */
static PyObject *beyond(PyObject *self, PyObject *unused) {
    volatile char *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fileno(tmpfile()), 0);
    return PyLong_FromLong(page[8]); /* at: beyond */
}

/* From now on SIGSYS comes in place of a system call. */
static int forbid(unsigned number) {
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof code / sizeof *code, code};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

/* Nothing in CPython asks for this number. */
static PyObject *forbidden(PyObject *self, PyObject *unused) {
    if (forbid(SYS_getpgid) != 0) return PyErr_SetFromErrno(PyExc_OSError);
    return PyLong_FromLong(syscall(SYS_getpgid, 0)); /* at: forbidden */
}

/* A sandbox that lets nobody make a socket, with a crash in it. */
static PyObject *without_sockets(PyObject *self, PyObject *unused) {
    if (forbid(SYS_socket) != 0) return PyErr_SetFromErrno(PyExc_OSError);
    return PyLong_FromLong(*(volatile char *)(size_t)zero);
}

static void *in_thread(void *address) {
    return (void *)(size_t)*(volatile char *)address; /* at: in-thread */
}

/* A thread that Python does not know. */
static PyObject *thread(PyObject *self, PyObject *unused) {
    pthread_t started;
    pthread_create(&started, NULL, in_thread, NULL);
    Py_BEGIN_ALLOW_THREADS
    pthread_join(started, NULL);
    Py_END_ALLOW_THREADS
    Py_RETURN_NONE;
}

/* Two crashes at once: the process ends by one of them. */
static PyObject *threads(PyObject *self, PyObject *unused) {
    pthread_t started[4];
    for (int at = 0; at < 4; at++) pthread_create(&started[at], NULL, in_thread, NULL);
    Py_BEGIN_ALLOW_THREADS
    for (int at = 0; at < 4; at++) pthread_join(started[at], NULL);
    Py_END_ALLOW_THREADS
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"divide", divide, METH_NOARGS, NULL},   {"trap", trap, METH_NOARGS, NULL},
    {"beyond", beyond, METH_NOARGS, NULL},   {"forbidden", forbidden, METH_NOARGS, NULL},
    {"thread", thread, METH_NOARGS, NULL},   {"threads", threads, METH_NOARGS, NULL},
    {"without_sockets", without_sockets, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    .m_base = PyModuleDef_HEAD_INIT, .m_name = "faults", .m_size = -1, .m_methods = methods};

PyMODINIT_FUNC PyInit_faults(void) { return PyModule_Create(&definition); }
