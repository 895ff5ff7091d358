"""The merged traceback of a Python process, made inside gdb or lldb.

The interpreter needs no debug information: where its structures lie is told by `_PyRuntime.debug_offsets` (Python
3.13 and later) or by tables made from its headers. Runs on the debugger's own Python, 3.6 or later.
"""
