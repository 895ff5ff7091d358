/*
 * A real extension that shows whose C runtime it runs on. A process that keeps to the one-runtime rule shares one table
 * of file descriptors and one environment between python3XX.dll and its modules.
 *   twice(n)              -> 2 * n                         the Python API works
 *   write(fd, bytes)      -> bytes written, or -errno      a descriptor that the interpreter opened
 *   environment(name)     -> str or None                   a variable that os.putenv set
 *   set_environment(text) -> 0 or -1                       "NAME=VALUE" set from this side
 * -DAPI_NAME=PyX_Name   takes the address of one more function of the Python API
 * -DLIBRARY_CALL=name   calls one function of another DLL
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <errno.h>
#include <io.h>
#include <stdlib.h>
#include <string.h>

#ifdef LIBRARY_CALL
extern __attribute__((dllimport)) int LIBRARY_CALL(void);
#endif
#ifdef API_NAME
/* Its slot in the import address table: the headers of some versions declare the name itself. */
#define QUOTE(name) #name
#define SLOT(name) "__imp_" QUOTE(name)
extern void *api_slot __asm__(SLOT(API_NAME));
#endif

static PyObject *twice(PyObject *self, PyObject *argument) {
    long number = PyLong_AsLong(argument);
    if (number == -1 && PyErr_Occurred()) return NULL;
#ifdef LIBRARY_CALL
    number += LIBRARY_CALL();
#endif
    return PyLong_FromLong(2 * number);
}

static PyObject *write_bytes(PyObject *self, PyObject *arguments) {
    int descriptor, written;
    char *bytes, copy[64];
    Py_ssize_t length;
    if (!PyArg_ParseTuple(arguments, "iO", &descriptor, &self)) return NULL;
    if (PyBytes_AsStringAndSize(self, &bytes, &length) < 0) return NULL;
    if (length > (Py_ssize_t)sizeof copy) length = sizeof copy;
    memcpy(copy, bytes, length); /* with Visual Studio this comes from VCRUNTIME140.dll */
    errno = 0;
    written = _write(descriptor, copy, (unsigned)length);
    return PyLong_FromLong(written < 0 ? -errno : written);
}

static PyObject *environment(PyObject *self, PyObject *arguments) {
    const char *name, *value;
    if (!PyArg_ParseTuple(arguments, "s", &name)) return NULL;
    value = getenv(name);
    if (value == NULL) Py_RETURN_NONE;
    return PyUnicode_FromString(value);
}

static PyObject *set_environment(PyObject *self, PyObject *arguments) {
    const char *text;
    if (!PyArg_ParseTuple(arguments, "s", &text)) return NULL;
    return PyLong_FromLong(_putenv(text));
}

static PyMethodDef methods[] = {
    {"twice", twice, METH_O, NULL},
    {"write", write_bytes, METH_VARARGS, NULL},
    {"environment", environment, METH_VARARGS, NULL},
    {"set_environment", set_environment, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "crtprobe", NULL, -1, methods, NULL, NULL, NULL, NULL};

#ifndef HOOK
#define HOOK PyInit_crtprobe
#endif

PyMODINIT_FUNC HOOK(void) {
#ifdef API_NAME
    static void *volatile kept;
    kept = api_slot;
#endif
    return PyModule_Create(&definition);
}
