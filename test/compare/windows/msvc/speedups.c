/* A module whose functions and lines a test finds again in its PDB. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static long
twice(long number)
{
    long doubled = number * 2;
    return doubled;
}

static PyObject *
speedups_twice(PyObject *self, PyObject *args)
{
    long number;
    (void)self;
    if (!PyArg_ParseTuple(args, "l", &number)) return NULL;
    return PyLong_FromLong(twice(number));
}

static PyMethodDef methods[] = {{"twice", speedups_twice, METH_VARARGS, NULL}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {.m_base = PyModuleDef_HEAD_INIT, .m_name = "speedups", .m_size = -1, .m_methods = methods};

PyMODINIT_FUNC
PyInit__speedups(void)
{
    return PyModule_Create(&module);
}
