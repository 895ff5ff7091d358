#define PY_SSIZE_T_CLEAN
#include <Python.h>

static int sum(int *weights, int count) {
  int total = 0;
  for (int i = 0; i < count; i++)
    total += weights[i]; /* crash */
  return total;
}

static PyObject *weigh(PyObject *self, PyObject *args) {
  int count = 3;
  return PyLong_FromLong(sum(NULL, count)); /* call */
}

static PyMethodDef methods[] = {{"weigh", weigh, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "weights", NULL, -1, methods};

__declspec(dllexport) PyObject *PyInit_weights(void) { return PyModule_Create(&definition); }

int __stdcall _DllMainCRTStartup(void *module, unsigned long reason, void *reserved) { return 1; }
