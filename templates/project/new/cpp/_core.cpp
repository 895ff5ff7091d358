#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <memory>

namespace {

/** Releases a reference where its owner goes out of scope, whichever way that is. */
struct Release {
    void operator()(PyObject *object) const noexcept { Py_DECREF(object); }
};

/** A reference that is ours to release; borrowed ones stay plain pointers. */
using Reference = std::unique_ptr<PyObject, Release>;

PyDoc_STRVAR(mean_doc,
             "mean(values, default=None)\n"
             "--\n\n"
             "The arithmetic mean of numbers; of none at all the default, or ValueError without one.");

/* Python calls this as C: a function that can throw must catch everything here and set a Python exception instead. */
PyObject *mean(PyObject * /* module */, PyObject *args, PyObject *kwargs) noexcept
{
    static const char *keywords[] = {"values", "default", nullptr};
    PyObject *values = nullptr;
    PyObject *fallback = Py_None;
    // The cast is for Pythons before 3.13, whose headers do not promise to leave the names alone.
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|O:mean", const_cast<char **>(keywords), &values,
                                     &fallback))
        return nullptr;

    const Reference iterator{PyObject_GetIter(values)};
    if (!iterator)
        return nullptr;

    double sum = 0.0;
    Py_ssize_t count = 0;
    while (const Reference item{PyIter_Next(iterator.get())}) {
        const double value = PyFloat_AsDouble(item.get());
        // -1.0 is what a failure returns, and a number too: the exception tells them apart.
        if (value == -1.0 && PyErr_Occurred())
            return nullptr;
        sum += value;
        ++count;
    }
    // The loop ends after the last item, or at an exception of the iterator.
    if (PyErr_Occurred())
        return nullptr;

    if (count > 0)
        return PyFloat_FromDouble(sum / static_cast<double>(count));
    if (fallback == Py_None) {
        PyErr_SetString(PyExc_ValueError, "mean of nothing");
        return nullptr;
    }
    // The caller gets a reference of its own; ours was borrowed.
    Py_INCREF(fallback);
    return fallback;
}

PyMethodDef methods[] = {
    // A function with keywords has one parameter more than PyCFunction; METH_KEYWORDS says so.
    {"mean", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(mean)),
     METH_VARARGS | METH_KEYWORDS, mean_doc},
    {nullptr, nullptr, 0, nullptr},
};

// Multi-phase initialisation (PEP 489). The module has no state, so that nothing is shared that would need a lock.
PyModuleDef_Slot slots[] = {
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
#if PY_VERSION_HEX >= 0x030D0000
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, nullptr},
};

PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    "IMPORT_NAME._core",
    "Functions of IMPORT_NAME that are written in C++.",
    0,
    methods,
    slots,
    nullptr,
    nullptr,
    nullptr,
};

} // namespace

PyMODINIT_FUNC PyInit__core()
{
    return PyModuleDef_Init(&definition);
}
