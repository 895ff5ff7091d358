/* The smallest module that does something: spam.add(40, 2) == 42. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *add(PyObject *self, PyObject *args)
{
    long left, right;
    (void)self;
    if (!PyArg_ParseTuple(args, "ll", &left, &right))
        return NULL;
    return PyLong_FromLong(left + right);
}

static PyMethodDef methods[] = {
    {"add", add, METH_VARARGS, "Add two integers."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "spam", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_spam(void)
{
    return PyModuleDef_Init(&module);
}
