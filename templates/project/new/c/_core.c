#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyDoc_STRVAR(mean_doc,
             "mean(values, default=None)\n"
             "--\n\n"
             "The arithmetic mean of numbers; of none at all the default, or ValueError without one.");

static PyObject *mean(PyObject *module, PyObject *args, PyObject *kwargs)
{
    static char *keywords[] = {"values", "default", NULL};
    PyObject *values, *fallback = Py_None;
    (void)module;
    /* "O" gives borrowed references: they belong to the caller, and nothing here may release them. */
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|O:mean", keywords, &values, &fallback))
        return NULL;

    /* A new reference, ours to release on every way out. */
    PyObject *iterator = PyObject_GetIter(values);
    if (iterator == NULL)
        return NULL;

    double sum = 0.0;
    Py_ssize_t count = 0;
    PyObject *item;
    while ((item = PyIter_Next(iterator)) != NULL) {
        double value = PyFloat_AsDouble(item);
        Py_DECREF(item);
        /* -1.0 is what a failure returns, and a number too: the exception tells them apart. */
        if (value == -1.0 && PyErr_Occurred())
            break;
        sum += value;
        count++;
    }
    Py_DECREF(iterator);
    /* The loop ends after the last item, or at an exception of the iterator or of an item. */
    if (PyErr_Occurred())
        return NULL;

    if (count > 0)
        return PyFloat_FromDouble(sum / (double)count);
    if (fallback == Py_None) {
        PyErr_SetString(PyExc_ValueError, "mean of nothing");
        return NULL;
    }
    /* The caller gets a reference of its own; ours was borrowed. */
    Py_INCREF(fallback);
    return fallback;
}

static PyMethodDef methods[] = {
    /* A function with keywords has one parameter more than PyCFunction; METH_KEYWORDS says so. */
    {"mean", (PyCFunction)(void (*)(void))mean, METH_VARARGS | METH_KEYWORDS, mean_doc},
    {NULL, NULL, 0, NULL},
};

/* Multi-phase initialisation (PEP 489). The module has no state, so that nothing is shared that would need a lock. */
static PyModuleDef_Slot slots[] = {
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
#if PY_VERSION_HEX >= 0x030D0000
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "IMPORT_NAME._core",
    .m_doc = "Functions of IMPORT_NAME that are written in C.",
    .m_methods = methods,
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit__core(void)
{
    return PyModuleDef_Init(&definition);
}
