"""Crashes in a module of C; a handler of its own writes a minidump: `app.py DUMP TYPE`, of MINIDUMP_TYPE."""

import ctypes
import sys
from ctypes import wintypes

import weights

kernel = ctypes.WinDLL("kernel32")
dbghelp = ctypes.WinDLL("dbghelp")
kernel.CreateFileW.restype = ctypes.c_void_p
kernel.CreateFileW.argtypes = [wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, ctypes.c_void_p, wintypes.DWORD, wintypes.DWORD, ctypes.c_void_p]
kernel.GetCurrentProcess.restype = ctypes.c_void_p
kernel.AddVectoredExceptionHandler.argtypes = [wintypes.ULONG, ctypes.c_void_p]
kernel.TerminateProcess.argtypes = [ctypes.c_void_p, wintypes.UINT]
dbghelp.MiniDumpWriteDump.argtypes = [ctypes.c_void_p, wintypes.DWORD, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]


class Information(ctypes.Structure):
    """MINIDUMP_EXCEPTION_INFORMATION."""

    _pack_ = 4
    _fields_ = [("thread", wintypes.DWORD), ("pointers", ctypes.c_void_p), ("client", wintypes.BOOL)]


class Record(ctypes.Structure):
    """EXCEPTION_RECORD, its first two parameters."""

    _fields_ = [
        ("code", wintypes.DWORD),
        ("flags", wintypes.DWORD),
        ("next", ctypes.c_void_p),
        ("address", ctypes.c_void_p),
        ("count", wintypes.DWORD),
        ("parameters", ctypes.c_uint64 * 2),
    ]


@ctypes.WINFUNCTYPE(ctypes.c_long, ctypes.c_void_p)
def handler(pointers):
    record = ctypes.cast(pointers, ctypes.POINTER(ctypes.POINTER(Record)))[0][0]
    file = kernel.CreateFileW(sys.argv[1], 0x40000000, 0, None, 2, 0, None)
    told = Information(kernel.GetCurrentThreadId(), pointers, 0)
    process = kernel.GetCurrentProcess()
    written = dbghelp.MiniDumpWriteDump(process, kernel.GetCurrentProcessId(), file, int(sys.argv[2]), ctypes.byref(told), None, None)
    print(written, kernel.GetCurrentProcessId(), told.thread, record.code, record.address, *record.parameters, flush=True)
    kernel.TerminateProcess(process, 3)
    return 0


def outer(depth):
    label = "deep" if depth == 0 else "above"
    if depth:
        return outer(depth - 1)  # recursion
    return weights.weigh()  # crash in C


def main():
    sizes = {"a": [1, 2], "b": None}
    kernel.AddVectoredExceptionHandler(1, ctypes.cast(handler, ctypes.c_void_p))
    return outer(2), sizes  # start


main()  # main
