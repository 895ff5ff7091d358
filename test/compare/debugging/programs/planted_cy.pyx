# cython: language_level=3
# A Cython module that reads through NULL in a cdef function. `at: NAME` marks the lines that programs.ts knows.
from libc.stddef cimport size_t


cdef double add_up(double *values, size_t count) nogil:
    cdef double total = 0
    cdef size_t i
    for i in range(count):
        total += values[i]  # at: cython-null
    return total


cdef class Series:
    cdef double *values
    cdef size_t count

    def __cinit__(self, size_t count):
        self.values = NULL
        self.count = count

    cpdef double total(self):
        return add_up(self.values, self.count)  # at: cython-total
