#include <pybind11/pybind11.h>

#include <cstddef>

namespace py = pybind11;

namespace {

py::object mean(const py::iterable &values, const py::object &fallback)
{
    double sum = 0.0;
    std::size_t count = 0;
    for (const py::handle item : values) {
        const double value = PyFloat_AsDouble(item.ptr());
        // -1.0 is what a failure returns, and a number too: the exception tells them apart.
        if (value == -1.0 && PyErr_Occurred())
            throw py::error_already_set();
        sum += value;
        ++count;
    }
    if (count > 0)
        return py::float_(sum / static_cast<double>(count));
    if (fallback.is_none())
        throw py::value_error("mean of nothing");
    // A copy of py::object is a reference of its own: the caller gets one, and ours stays as it was.
    return fallback;
}

} // namespace

// The module has no state, so that nothing is shared that would need a lock.
PYBIND11_MODULE(_core, m, py::mod_gil_not_used(), py::multiple_interpreters::per_interpreter_gil())
{
    m.doc() = "Functions of spam that are written in C++ with pybind11.";
    m.def("mean", &mean, py::arg("values"), py::arg("default") = py::none(),
          "The arithmetic mean of numbers; of none at all the default, or ValueError without one.");
}
