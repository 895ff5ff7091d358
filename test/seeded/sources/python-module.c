/* A module made with a real Python.h, whose reference counting macros decide which names it imports.
   -DMODULE_NAME="speed" -DHOOK=PyInit_speed */
#include <Python.h>

static PyObject *kept;
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, MODULE_NAME, NULL, -1, NULL};

PyMODINIT_FUNC HOOK(void) {
    kept = PyList_New(2);
    if (kept == NULL) return NULL;
    Py_INCREF(kept);
    Py_DECREF(kept);
    Py_CLEAR(kept);
    return PyModule_Create(&definition);
}
