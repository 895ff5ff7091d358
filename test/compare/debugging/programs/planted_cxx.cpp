// A module in C++ with an exception that no one catches. `at: NAME` marks the lines that programs.ts knows as answers.
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdexcept>
#include <string>
#include <vector>

namespace wire {

struct Header {
    std::string name;
    std::vector<int> sizes;
};

static int parse_header(const char *text, Header &header) {
    header.name = text;
    if (header.name.empty()) return 0;
    throw std::runtime_error("the planted exception"); // at: throw
}

// Has something to clean up, so that its frame is unwound before the program ends.
static int parse_copy(const char *text) {
    Header header{text, {1, 2, 3}};
    if (header.name.empty()) return 0;
    throw std::runtime_error("the planted exception");
} // at: clean-up

} // namespace wire

// The border to C promises that nothing is thrown.
extern "C" int header_length(const char *text, wire::Header &header) noexcept {
    return wire::parse_header(text, header); // at: header-length
}

extern "C" int copy_length(const char *text) noexcept {
    return wire::parse_copy(text); // at: copy-length
}

static PyObject *decode(PyObject *, PyObject *args) {
    const char *text = nullptr;
    if (!PyArg_ParseTuple(args, "s", &text)) return nullptr;
    wire::Header header;
    return PyLong_FromLong(header_length(text, header)); // at: decode
}

static PyObject *decode_copy(PyObject *, PyObject *args) {
    const char *text = nullptr;
    if (!PyArg_ParseTuple(args, "s", &text)) return nullptr;
    return PyLong_FromLong(copy_length(text)); // at: decode-copy
}

static PyMethodDef methods[] = {
    {"decode", decode, METH_VARARGS, nullptr},
    {"decode_copy", decode_copy, METH_VARARGS, nullptr},
    {nullptr, nullptr, 0, nullptr},
};

static PyModuleDef_Slot slots[] = {
#ifdef Py_GIL_DISABLED
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, nullptr},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "planted_cxx", nullptr, 0, methods, slots, nullptr, nullptr, nullptr,
};

PyMODINIT_FUNC PyInit_planted_cxx(void) { return PyModuleDef_Init(&definition); }
