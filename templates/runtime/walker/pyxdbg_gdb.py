"""Sourced by gdb: defines pyxdbg-report (JSON into a file) and pyxdbg-bt (text)."""

import json
import os
import sys

import gdb

_HERE = os.path.dirname(os.path.abspath(__file__))
if _HERE not in sys.path:
    sys.path.insert(0, _HERE)

from pyxdbg_walker.document import document  # noqa: E402
from pyxdbg_walker.gdb_side import GdbSide  # noqa: E402
from pyxdbg_walker.gdb_stack import end_stack  # noqa: E402
from pyxdbg_walker.layouts import table_folders  # noqa: E402
from pyxdbg_walker.limits import Limits  # noqa: E402
from pyxdbg_walker.prober import prober  # noqa: E402
from pyxdbg_walker.report_file import write_report  # noqa: E402
from pyxdbg_walker.text import text_of  # noqa: E402


def _document(options):
    selected = gdb.selected_thread()
    if selected is None:
        raise gdb.GdbError("there is no process to look at")
    frame = gdb.selected_frame()
    limits = Limits(options.get("limits"))
    ask = prober(options.get("prober", PyxdbgProber.command), limits)
    try:
        return document(GdbSide(options.get("core")), limits, table_folders(_HERE), ask, options.get("signal"))
    finally:
        end_stack()
        if selected.is_valid():
            selected.switch()
            if frame.is_valid():
                frame.select()


class PyxdbgProber(gdb.Command):
    """pyxdbg-prober [WORD, ...]: the command that makes tables for a Python that none of ours fits."""

    command = ()

    def __init__(self):
        super().__init__("pyxdbg-prober", gdb.COMMAND_SUPPORT)

    def invoke(self, argument, from_tty):
        PyxdbgProber.command = json.loads(argument)


class PyxdbgReport(gdb.Command):
    """pyxdbg-report {JSON}: write the merged traceback to the file that the option `output` names."""

    def __init__(self):
        super().__init__("pyxdbg-report", gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        options = json.loads(argument)
        write_report(_document(options), options["output"])


class PyxdbgBacktrace(gdb.Command):
    """pyxdbg-bt [all]: C and Python frames, merged, of the selected thread or of all."""

    def __init__(self):
        super().__init__("pyxdbg-bt", gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        found = _document({})
        thread = gdb.selected_thread()
        print(text_of(found, None if "all" in argument.split() else thread.ptid[1] or thread.ptid[2]))


PyxdbgProber()
PyxdbgReport()
PyxdbgBacktrace()
