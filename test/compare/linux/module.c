/*
 * A real extension for any Python from 2.7 on.
 *   -DNAME=speed         its name
 *   -DHOOK_NAME=other    a hook of another name
 *   -DASKS='"name"'      takes the address of one more name, whatever the headers say of it
 *   -DASKS_TOO='"name"'  and of another
 *   -DWEAKLY='"name"'    takes the address of a name that may be missing
 */
#include <Python.h>

#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_(a, b)
#define QUOTE_(a) #a
#define QUOTE(a) QUOTE_(a)
#ifndef HOOK_NAME
#define HOOK_NAME NAME
#endif

static void *volatile kept;

#ifdef ASKS
extern char asked __asm__(ASKS);
#endif
#ifdef ASKS_TOO
extern char asked_too __asm__(ASKS_TOO);
#endif
#ifdef WEAKLY
extern char maybe __asm__(WEAKLY) __attribute__((weak));
#endif

static void ask(void) {
#ifdef ASKS
    kept = &asked;
#endif
#ifdef ASKS_TOO
    kept = &asked_too;
#endif
#ifdef WEAKLY
    kept = &maybe;
#endif
}

static PyObject *list_of_one(PyObject *self, PyObject *argument) {
    PyObject *list = PyList_New(1);
    (void)self;
    if (list == NULL) return NULL;
    Py_INCREF(argument);
    PyList_SetItem(list, 0, argument);
    return list;
}

static PyMethodDef methods[] = {{"list_of_one", list_of_one, METH_O, NULL}, {NULL, NULL, 0, NULL}};

#if PY_MAJOR_VERSION >= 3
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, QUOTE(NAME), NULL, -1, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PASTE(PyInit_, HOOK_NAME)(void) {
    ask();
    return PyModule_Create(&definition);
}
#else
PyMODINIT_FUNC PASTE(init, HOOK_NAME)(void) {
    ask();
    Py_InitModule(QUOTE(NAME), methods);
}
#endif
