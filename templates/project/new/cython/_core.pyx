# cython: language_level=3, freethreading_compatible=True
"""Functions of IMPORT_NAME that are written in Cython."""


def mean(values, default=None):
    """The arithmetic mean of numbers; of none at all the default, or ValueError without one."""
    # Typed variables are C's own. What a Python object needs, Cython does: it counts the
    # references, and passes on the exception where an item is no number.
    cdef double total = 0.0
    cdef double value
    cdef Py_ssize_t count = 0
    for value in values:
        total += value
        count += 1
    if count > 0:
        return total / count
    if default is None:
        raise ValueError("mean of nothing")
    return default
